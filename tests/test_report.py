"""The class report: every number is what the gradebook and the graded notebooks hold."""
import json
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
import report_course as room
from bs4 import BeautifulSoup

from daugava import DaugavaError, lab
from daugava.grading import due, pairs, results, words
from daugava.grading.report import report, table_of_misconceptions


@pytest.fixture(scope="module", params=["lv", "en"])
def made(request, tmp_path_factory):
    """The language, the class and its report."""
    given = room.mixed(tmp_path_factory.mktemp(f"report-{request.param}"), request.param)
    return request.param, given, BeautifulSoup(report(given.course, given.assignment).read_text("utf-8"), "html.parser")


def cells(table, part="tbody"):
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
            for row in table.find(part).find_all("tr")]


def of(language, one, other):
    return f"{one} {'no' if language == 'lv' else 'of'} {other}"


def test_the_heat_map_has_every_pupil_by_class_number_and_every_point(made):
    language, _, page = made
    rows = cells(page.select_one(".with .map"))
    assert [row[0] for row in rows] == ["2", "4", "5", "6", "7", "8", "10", "zakis"]
    half = "11,5" if language == "lv" else "11.5"
    scores = ("11", "5", "1", "0", "12", "0", half, "7")
    assert [row[1] for row in rows] == [of(language, score, 12) for score in scores]
    states = [[cell["class"][0] for cell in row.find_all("td")[1:]] for row in page.select(".with .map tbody tr")]
    assert states[0] == ["right"] * 3 + ["wrong"] + ["right"] * 4
    assert states[1] == ["right"] * 3 + ["wrong"] * 3 + ["right", "waits"]
    assert states[2] == ["right"] + ["stopped"] * 6 + ["waits"]
    assert states[3] == ["blank"] * 8
    assert states[5] == ["stopped"] * 7 + ["blank"]
    assert states[6] == ["right"] * 7 + ["part"]
    assert states[7] == ["right", "wrong", "right", "wrong", "part", "right", "right", "part"]
    foot = cells(page.select_one(".with .map"), "tfoot")
    assert foot[0][1:] == ["12", "1", "1", "2", "1", "2", "1", "1", "3"]
    assert foot[1][1:] == [of(language, count, 8) for count in (6, 4, 5, 2, 3, 4, 5, 2)]


def test_a_state_is_said_by_a_sign_and_a_word_besides_its_colour(made):
    page = made[2]
    legend = {item["class"][0]: item.get_text(" ", strip=True).split(" ", 1) for item in page.select(".with .signs li")}
    assert len({sign for sign, _ in legend.values()}) == len(legend) == 6
    for cell in page.select(".with .map tbody td[class]:not(.sum)"):
        sign, word = legend[cell["class"][0]]
        assert cell.select_one(".sign").string == sign and cell.select_one(".said").string == f"{word}: "


def test_how_many_pupils_fell_into_which_misconception(made):
    language, _, page = made
    named = lab.get(room.LAB).metadata["misconceptions"]
    rows = cells(page.select_one(".with .misconceptions"))
    assert [row[:2] + row[3:] for row in rows] == [
        [named["revenue-is-profit"][language], of(language, 3, 8), "2, 4, zakis"],
        [named["rounded-down"][language], of(language, 1, 8), "zakis"],
        [named["reads-y-not-x"][language], of(language, 1, 8), "4"]]  # in two tasks, and one pupil all the same
    assert rows[2][2].count(";") == 1


def test_the_advice_stands_in_the_guide(made):
    language, _, page = made
    name = room.LAB if language == "en" else f"{room.LAB}.{language}"
    guide = (room.ROOT / "teacher-guides" / "labs" / f"{name}.md").read_text("utf-8")
    lists = page.select(".with dl")
    assert len(lists) == 3
    for each in lists:
        terms = [term.get_text() for term in each.find_all("dt")]
        said = [cell.get_text() for cell in each.find_all("dd")]
        assert len(terms) == len(said) == 3 and f"| id | {' | '.join(terms)} |" in guide
        assert f"| {' | '.join(said)} |" in guide
    assert re.search(r"`revenue-is-profit` \| " + re.escape(lists[0].dd.get_text()), guide)


def test_who_needs_attention_and_why(made):
    language, _, page = made
    rows = cells(page.select_one(".with .attention"))
    assert [row[1] for row in rows] == ["3", "1", "8", "5", "6", "7", "zakis", "7, 8", "4, 5"]
    assert rows[3][2] == {"lv": "strādāja pārāk ilgi", "en": "ran for too long"}[language]
    assert re.fullmatch({"lv": r"lieto to, kas .*: os \(2\. uzdevums\. Izmaksas\)",
                         "en": r"uses what .*: os \(Task 2\. Cost\)"}[language], rows[5][2])
    assert rows[6][2] == {"lv": "1 d. 2 st. 2 min", "en": "1 d 2 h 2 min"}[language]


def test_the_summary_and_what_is_known_of_time(made):
    language, _, page = made
    said = [item.get_text() for item in page.select(".summary li")]
    mean = "5,9" if language == "lv" else "5.9"
    assert said[0].endswith(of(language, 9, 10)) and said[1].endswith(": 8") and of(language, mean, 12) in said[2]
    text = page.get_text()
    assert {"lv": "1,5 s (mediāna), visilgāk – 61,2 s",
            "en": "1.5 s each (median), the longest for 61.2 s"}[language] in text
    assert {"lv": "netiek pierakstīts", "en": "is not recorded"}[language] in text


def test_without_names_nobody_can_be_told_from_the_page(made):
    language, given, page = made
    path = report(given.course, given.assignment, names_hidden=True)
    alone = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    assert "zakis" not in path.read_text("utf-8") and not re.search(r"p0\d", path.read_text("utf-8"))
    assert not alone.select("#hide") and path.name != f"{given.assignment}.{language}.html"
    for shown in (alone.select_one(".always"), page.select_one(".without")):
        assert "zakis" not in shown.get_text()
        half = "11,5" if language == "lv" else "11.5"
        assert [row[0] for row in cells(shown.select_one(".map"))] == [
            of(language, score, 12) for score in ("12", half, "11", "7", "5", "1", "0", "0")]
        assert [row[1] for row in cells(shown.select_one(".attention"))] == ["1"] * 7 + ["2", "2"]


def test_the_page_is_one_file_that_runs_nothing_and_is_private(made):
    language, given, page = made
    path = report(given.course, given.assignment)
    assert not page.find_all(["script", "link", "img"])
    assert "http" not in path.read_text("utf-8").replace("http-equiv", "")
    assert page.html["lang"] == language and path.stat().st_mode & 0o077 == 0


def test_the_other_language_has_the_other_titles_and_guide(made):
    language, given, _ = made
    other = {"lv": "en", "en": "lv"}[language]
    text = report(given.course, given.assignment, other).read_text("utf-8")
    assert {"lv": "Ko pajautāt", "en": "What to ask"}[other] in text
    assert {"lv": "2. uzdevums. Izmaksas", "en": "Task 2. Cost"}[other] in text


@pytest.mark.parametrize("one", lab.labs(room.ROOT), ids=lambda one: one.id)
def test_the_table_of_every_guide_is_read(one):
    tables = {}
    for language in one.editions:
        name = one.id if language == "en" else f"{one.id}.{language}"
        headers, tables[language] = table_of_misconceptions(
            (room.ROOT / "teacher-guides" / "labs" / f"{name}.md").read_text("utf-8"))
        assert len(headers) == 3 and set(tables[language]) == set(one.metadata["misconceptions"])
        assert all(len(row) == 3 and all(row) for row in tables[language].values())


def test_pupils_names_and_flags_are_text(tmp_path):
    given = room.GradedClass(tmp_path, "en")
    given.add("p01", {}, flags=[{"code": "python", "cell": "a", "what": "<script>alert(1)</script>"}],
              checks={"check-read": room.hint("<b>none</b>")})
    page = BeautifulSoup(report(given.course, given.assignment).read_text("utf-8"), "html.parser")
    assert not page.find_all(["script", "b"]) and "<script>alert(1)</script>" in page.get_text()
    assert not page.select("dl") and "<b>none</b>" in page.get_text()


def test_before_anything_is_graded_the_command_is_named(tmp_path):
    given = room.GradedClass(tmp_path, "en")
    given.hand_in("p01")
    with pytest.raises(DaugavaError, match="daugava grade badge-break-even-en"):
        report(given.course, given.assignment)
    with pytest.raises(DaugavaError, match="There is no assignment “other”"):
        report(given.course, "other")


def test_pairs_are_named_by_their_class_numbers(tmp_path):
    given = room.GradedClass(tmp_path, "en")
    given.add("p07", room.FULL, by_hand=3)
    (given.course.folder / pairs.REGISTER).write_text(json.dumps({given.assignment: {"flags": [
        {"code": "many", "pupil": "p07", "partner": "p08, p09, p10"}]}}))
    page = BeautifulSoup(report(given.course, given.assignment).read_text("utf-8"), "html.parser")
    assert cells(page.select_one(".with .attention"))[0][1:] == [
        "7", words.PAIRS["many"]["en"].format(pupil="7", partner="8, 9, 10")]


def test_a_newer_hand_in_is_still_to_be_graded(tmp_path):
    given = room.GradedClass(tmp_path, "en")
    given.add("p01", room.FULL)
    stamp = given.course.folder / "submitted" / "p01" / given.assignment / "timestamp.txt"
    stamp.write_text("2026-12-02 10:00:00 UTC")
    found = results.read(given.course, given.assignment)
    assert found.ungraded == ["p01"] and [row.pupil for row in found.rows] == ["p01"]


def test_class_numbers_come_in_their_order():
    pupils = ["zakis", "p10", "p2", "12", "p1x", "ābols"]
    assert sorted(pupils, key=results.class_order) == ["p2", "p10", "12", "p1x", "zakis", "ābols"]


def test_the_command_writes_the_report(tmp_path):
    given = room.GradedClass(tmp_path, "lv")
    given.add("p01", room.FULL)
    def run(*options):
        command = [sys.executable, "-m", "daugava.cli", "report", given.assignment, "--course",
                   f"{given.course.folder}{os.sep}", *options]
        environment = {**os.environ, "DAUGAVA_ROOT": str(room.ROOT)}
        return subprocess.run(command, capture_output=True, text=True, env=environment)

    done = run("--lang", "en", "--hide-names", "--output", str(tmp_path / "report.html"))
    assert done.returncode == 0 and "The class report" in done.stdout, done.stderr
    assert "How many badges must we sell?" in (tmp_path / "report.html").read_text("utf-8")
    done = run("--lang", "xx")
    assert done.returncode == 1 and "write lv or en" in done.stderr


def test_a_due_date_of_ones_own_counts(tmp_path):
    given = room.GradedClass(tmp_path, "en")
    given.add("p01", room.FULL, late=3600)
    given.add("p02", room.FULL, late=3600)
    due.extend(given.course, given.assignment, ["p02"], room.DUE + timedelta(days=1))
    assert {row.pupil: row.late for row in results.read(given.course, given.assignment).rows} == {"p01": 3600, "p02": 0}
