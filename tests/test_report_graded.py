"""The class report of a course that was really graded: every number is known from what was handed in."""
from datetime import UTC, datetime

import grading_course as room
import pytest
from bs4 import BeautifulSoup

from daugava import lab
from daugava.grading import due, words
from daugava.grading.report import report
from daugava.grading.report_words import ATTENTION
from daugava.grading.results import class_number

NAMED = lab.get(room.LAB, room.ROOT).metadata["misconceptions"]
LATE = "2026-11-25 13:30:00 UTC\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Right (1), one misconception (2), untouched (3), cut off (4), curious and late (5), no notebook (6),
    the misconception in a renamed file (11), a loop (12)."""
    course = room.make(tmp_path_factory.mktemp("report"))
    right = {cell.id: cell.source for cell in room.solved(course).cells}
    revenue = {"task-profit": "profit_100 = price_eur * 100\nprofit_20 = 0"}
    room.hand_in(course, "p01", room.answered(course, right))
    room.hand_in(course, "p02", room.answered(course, {**right, **revenue}))
    room.hand_in(course, "p03", room.release(course))
    whole = room.json.dumps(room.answered(course, right)).encode()
    room.hand_in(course, "p04", whole[:whole.index(b'"task-ai"')])
    room.hand_in(course, "p05", room.answered(course, {
        **right, "task-ai": f"import os\nfiles = open\n{right['task-ai']}"}), stamp=LATE)
    room.hand_in(course, "p06", b"no notebook")
    room.hand_in(course, "p11", room.answered(course, {
        **right, **revenue}), name="mine.ipynb")
    room.hand_in(course, "p12", room.answered(course, {**right, "task-profit": "while True:\n    pass"}))
    due.set_due(course, room.ASSIGNMENT, datetime(2026, 11, 25, 12, tzinfo=UTC).replace(tzinfo=None))
    outcomes = room.run(course, seconds=8)
    assert not [each for each in outcomes.values() if each.error], outcomes
    return course


@pytest.fixture(scope="module", params=["en", "lv"])
def page(request, course):
    """The language of a report, and the part of it that names pupils."""
    path = report(course, room.ASSIGNMENT, request.param)
    return request.param, BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one(".with")


def rows(table):
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
            for row in table.select("tbody tr")]


def test_the_heat_map_shows_what_was_handed_in(course, page):
    language, shown = page
    found = {row.th.get_text(): [cell["class"][0] for cell in row.find_all("td")[1:]]
             for row in shown.select(".map tbody tr")}
    right = ["right"] * 7
    assert list(found.items()) == [
        ("1", [*right, "waits"]), ("2", [*right[:3], "wrong", *right[4:], "waits"]), ("3", ["blank"] * 8),
        ("4", [*right[:6], "blank", "blank"]), ("5", [*right, "waits"]), ("6", ["blank"] * 8),
        ("11", [*right[:3], "wrong", *right[4:], "waits"]), ("12", [*right[:3], *["stopped"] * 4, "waits"])]
    most = "no 12" if language == "lv" else "of 12"
    points = dict(zip(found, (9, 8, 0, 8, 9, 0, 8, 4), strict=True))
    assert [row[1] for row in rows(shown.select_one(".map"))] == [f"{each} {most}" for each in points.values()]
    scores = {pupil: sum(each or 0 for each in given.values()) for pupil, given in room.scores(course).items()}
    assert {class_number(pupil): score for pupil, score in scores.items()} == points


def test_the_misconception_is_counted_and_the_guide_says_what_to_ask(page):
    language, shown = page
    task, of = {"en": ("Task 3. Profit", "2 of 8"), "lv": ("3. uzdevums. Peļņa", "2 no 8")}[language]
    assert rows(shown.select_one(".misconceptions")) == [[NAMED["revenue-is-profit"][language], of, task, "2, 11"]]
    name = room.LAB if language == "en" else f"{room.LAB}.{language}"
    guide = (room.ROOT / "teacher-guides" / "labs" / f"{name}.md").read_text("utf-8")
    assert len(shown.select("dl")) == 1
    assert f"| `revenue-is-profit` | {' | '.join(cell.get_text() for cell in shown.select('dd'))} |" in guide


def test_who_needs_attention_is_said_in_plain_words(page):
    language, shown = page
    ai, decide, spied, stopped, late = {
        "en": ("Task 6. An AI answered this. Find the mistake", "Decide and give reasons", "uses what no task needs: ",
               "ran for too long", "1 h 30 min"),
        "lv": ("6. uzdevums. MI atbildēja šādi. Atrodi kļūdu", "Izlem un pamato",
               "lieto to, kas uzdevumos nav vajadzīgs: ", "strādāja pārāk ilgi", "1 st. 30 min")}[language]
    mended = [(4, words.REPAIRS["truncated"]), (6, words.REPAIRS_TEACHER["unreadable"]), (11, words.REPAIRS["renamed"])]
    reasons = [ATTENTION[name][language] for name in (
        "unreadable", "crashed", "empty", "flagged", "late", "repaired", "by-hand")]
    assert rows(shown.select_one(".attention")) == [list(row) for row in zip(
        reasons, ("6", "12", "3", "5", "5", "4, 6, 11", "1, 2, 5, 11, 12"),
        ("", stopped, "", f"{spied}os, open ({ai})", late,
         " ".join(f"{pupil}: {said[language]}" for pupil, said in mended), decide), strict=True)]


def test_the_summary_counts_the_class(page):
    language, shown = page
    said = [item.get_text() for item in shown.find_previous("ul", class_="summary").find_all("li")]
    assert said[:3] == {"en": ["Handed in: 8 of 8", "Graded: 8", "Mean: 5.8 of 12 points"],
                        "lv": ["Iesniegts: 8 no 8", "Novērtēts: 8", "Vidēji: 5,8 no 12 punktiem"]}[language]


def test_an_assignment_of_the_teachers_own_has_its_headings_and_no_guide(course):
    place = course.folder / "release" / room.ASSIGNMENT / f"{room.LAB}.ipynb"
    kept = place.read_bytes()
    own = room.release(course)
    own.metadata.pop("daugava")
    try:
        place.write_text(room.json.dumps(own), "utf-8")
        shown = BeautifulSoup(report(course, room.ASSIGNMENT).read_text("utf-8"), "html.parser")
    finally:
        place.write_bytes(kept)
    assert shown.h1.get_text() == room.ASSIGNMENT and not shown.select("dl")
    assert "Task 3. Profit" in shown.select_one(".with .map thead").get_text()
