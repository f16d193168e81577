"""Marks out of a real gradebook: by which scale, in which file, and nothing in it that a spreadsheet would run."""
import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import grading_course as room
import pytest
import yaml
from typer.testing import CliRunner

from daugava import DaugavaError, cli
from daugava.grading import due, marks

FORMULAS = ["=1+1", "+2-3", "-2+3", "@SUM(1;2)", "\t=1", " =HYPERLINK(\"http://example.org\")", "\uff1d1"]
ODD = "Bērziņš, \"Zaķis\"; 'ņ'"
PRIVATE = {"first_name": "Jānis", "last_name": "Kalniņš", "email": "janis@example.org"}
SETTINGS = room.ROOT / "grading"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """p2: all points, late; p10: half; p3 handed in nothing; p4 waits for the teacher; p5 is collected only."""
    made = room.make(tmp_path_factory.mktemp("marks"))
    with made.api().gradebook as book:
        for name in ["p10", "p2", "p3", "p4", "p5", ODD, *FORMULAS]:
            book.add_student(name, **PRIVATE)
        for name, share, when in [("p2", 1, "2027-06-02 09:00:00 UTC"), ("p10", 0.5, "2027-06-01 09:00:00 UTC"),
                                  ("p4", 0.5, "2027-06-01 09:00:00 UTC"), (ODD, 0.1, "2027-06-02 09:00:00 UTC")]:
            submission = book.update_or_create_submission(room.ASSIGNMENT, name, timestamp=when)
            for grade in submission.notebooks[0].grades:
                grade.auto_score, grade.needs_manual_grade = share * grade.max_score, name == "p4"
        book.db.commit()
    (made.folder / "submitted" / "p5" / room.ASSIGNMENT).mkdir(parents=True)
    due.set_due(made, room.ASSIGNMENT, due.parse("2027-06-01 23:59"))
    due.extend(made, room.ASSIGNMENT, ["p10"], due.parse("2027-06-05"))
    (made.folder / due.FILE).write_text(f"{room.ASSIGNMENT}: {{'{ODD.replace(chr(39), chr(39) * 2)}': 2027-06-03}}")
    return made


def run(course, *words):
    done = CliRunner().invoke(cli.app, ["marks", *words, "--course", f"{course.folder}/"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def rows(path, language="lv"):
    """The file as a spreadsheet reads it: {pupil: {column: text}}."""
    text = path.read_bytes().decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if language == "lv" else ",", strict=True)
    names = {said[language]: name for name, said in marks.MARKS.items() if name in marks.COLUMNS}
    return {line[1]: dict(zip([names.get(name, name) for name in header], line, strict=True)) for line in lines}


@pytest.fixture(scope="module")
def latvian(course, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "v.csv"
    run(course, room.ASSIGNMENT, "--output", str(path))
    return path


def test_points_percents_and_marks(latvian):
    found = rows(latvian)
    most = found["p2"]["most"]
    half = f"{float(most) / 2:g}".replace(".", ",")
    assert found["p2"] == {"assignment": room.ASSIGNMENT, "pupil": "p2", "handed-in": "jā", "points": most,
                           "most": most, "percent": "100", "mark": "10", "late": "jā", "manual": "nē"}
    assert found["p10"]["points"] == half and found["p10"]["mark"] == "5" and found["p10"]["late"] == "nē"
    assert found["p4"]["percent"] == "50" and found["p4"]["manual"] == "jā"
    assert found["p4"]["mark"] == "", "a mark that lacks a part would look final"
    assert [found["p3"][name] for name in ("handed-in", "points", "mark", "late")] == ["nē", "", "", ""]
    assert [found["p5"][name] for name in ("handed-in", "points", "mark")] == ["jā", "", ""]
    assert found[ODD]["late"] == "nē", "by the own date"
    assert found[ODD]["points"] == f"{round(float(most) / 10, 2):g}".replace(".", ","), "binary fractions add nothing"


def test_the_order_is_that_of_class_numbers(latvian):
    names = [name for name in rows(latvian) if re.fullmatch(r"p\d+", name)]
    assert names == ["p2", "p3", "p4", "p5", "p10"]


def test_the_latvian_file_is_what_a_latvian_spreadsheet_opens(latvian):
    raw = latvian.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and "Bērziņš" in raw.decode("utf-8-sig")
    lines = raw.decode("utf-8-sig").split("\r\n")[:-1]
    assert all(re.fullmatch(r'"(?:[^"]|"")*"(;"(?:[^"]|"")*"){8}', line) for line in lines)
    assert latvian.stat().st_mode & 0o077 == 0


def test_no_names_and_no_addresses(course, latvian, tmp_path):
    run(course, "--format", "xlsx", "--output", str(tmp_path / "v.xlsx"))
    with zipfile.ZipFile(tmp_path / "v.xlsx") as packed:
        everything = latvian.read_text("utf-8-sig") + "".join(packed.read(name).decode() for name in packed.namelist())
    assert "p10" in everything and not any(value in everything for value in PRIVATE.values())


def test_english(course, tmp_path):
    path = tmp_path / "m.csv"
    said = run(course, "--lang", "en", "--output", str(path))
    found = rows(path, "en")
    assert found["p10"]["percent"] == "50" and "." in found[ODD]["points"] and found["p2"]["late"] == "yes"
    assert "to be checked with your school" in said
    assert "1 without a mark yet" in said and "1 collected and not graded yet" in said


def test_pass_or_not(course, tmp_path):
    path = tmp_path / "m.csv"
    said = run(course, "--pass-fail", "--output", str(path))
    assert "Vēl bez vērtējuma: 1." in said and "Savākti, bet vēl nav novērtēti: 1." in said
    assert "Ieskaitīts no 50 %" in said and "jāsaskaņo ar savu skolu" in said
    found = {name: row["Ieskaite"] for name, row in rows(path).items()}
    assert found["p2"] == found["p10"] == "ieskaitīts" and found[ODD] == "neieskaitīts"
    assert found["p4"] == found["p3"] == ""


def test_formulas_are_neutralised(latvian):
    pupils = list(rows(latvian))
    for formula in FORMULAS:
        assert f"'{formula}" in pupils and formula not in pupils
    assert all(marks.harmless(text) == text for text in ("p07", "Bērziņš", "", "7", "a=b", "zaķis-2"))
    assert marks.harmless("\r=1").startswith("'") and marks.harmless("a\n=1") == "a\n=1"


def test_the_workbook(course, tmp_path):
    path = tmp_path / "m.xlsx"
    run(course, "--output", str(path))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as packed:
        strings = ["".join(each.itertext()) for each in ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))]
        sheets = [ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{number}.xml")) for number in (1, 2)]
        assert "externalLink" not in "".join(packed.namelist())
        assert b"<hyperlink" not in packed.read("xl/worksheets/sheet1.xml")
    assert not any(sheet.findall(".//m:f", space) for sheet in sheets), "no formula"
    assert ODD in strings and f"'{FORMULAS[0]}" in strings and FORMULAS[0] not in strings
    assert "oficiālas procentu tabulas nav" in "".join(strings) and "uzdevumi.lv" in "".join(strings)

    def value(cell):
        text = cell.find("m:v", space).text
        return strings[int(text)] if cell.get("t") == "s" else float(text)

    lines = [[value(cell) for cell in row.findall("m:c", space)] for row in sheets[0].findall(".//m:row", space)]
    ten, = (line for line in lines if line[1] == "p10")
    assert ten[5:7] == [50, 5], "numbers are numbers"


def test_nbgrader_exports_the_same(course, tmp_path, latvian):
    command = [sys.executable, "-m", "nbgrader", "export", "--exporter=daugava.grading.marks.MarksExport",
               f"--CourseDirectory.root={course.folder}", f"--assignment=['{room.ASSIGNMENT}']",
               f"--to={tmp_path / 'v.csv'}"]
    environment = {**os.environ, "DAUGAVA_ROOT": str(room.ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "v.csv").read_bytes() == latvian.read_bytes()
    done = subprocess.run([*command, "--MarksExport.language=en", "--student=['p2']"], capture_output=True,
                          env=environment)
    assert done.returncode == 0 and list(rows(tmp_path / "v.csv", "en")) == ["p2"]


@pytest.mark.parametrize("words, reason", [
    (["none-lv"], f"no assignment “none-lv” in the gradebook: there is {room.ASSIGNMENT}"),
    (["--lang", "nb"], "write lv or en"),
    (["--format", "ods"], "write csv or xlsx"), (["--output", "/nowhere/v.csv"], "choose another place with --output"),
    (["--output", "v.csv", "--format", "xlsx"], "leave one of them out")])
def test_what_cannot_be_is_said(course, words, reason):
    with pytest.raises(DaugavaError, match=reason):
        run(course, *words)


def test_without_a_place_it_lies_with_the_course(course):
    said = run(course, room.ASSIGNMENT, "--format", "xlsx").splitlines()[0]
    path = course.folder / "reports" / f"marks-stem-{room.ASSIGNMENT}.xlsx"
    assert str(path) in said and zipfile.is_zipfile(path)


def scale(tmp_path, **changes):
    written = yaml.safe_load((SETTINGS / "marks.yml").read_text("utf-8"))
    (tmp_path / "marks.yml").write_text(yaml.safe_dump({**written, **changes}))
    return marks.read_scale(tmp_path, SETTINGS)


def test_the_default_says_what_it_is(tmp_path):
    given = marks.read_scale(tmp_path, SETTINGS)
    assert "to be checked with your school" in given.note["en"] and "jāsaskaņo ar savu skolu" in given.note["lv"]
    assert "no official table" in given.note["en"] and "not official" in given.source


@pytest.mark.parametrize("points, rounding, percent, mark", [
    ("16.9", "half-up", "85", 9), ("16.89", "half-up", "84", 8), ("16.99", "down", "84", 8),
    ("19.7", "half-up", "99", 10), ("19.7", "down", "98", 9), ("16.99", "none", "84.95", 8),
    ("0", "half-up", "0", 1), ("0.1", "half-up", "1", 1),
    ("22", "half-up", "110", 10), ("1.9", "half-up", "10", 2), ("6.99", "half-up", "35", 4)])
def test_the_mark_follows_from_the_rounded_percent(tmp_path, points, rounding, percent, mark):
    given = scale(tmp_path, rounding=rounding)
    found = given.percent(Decimal(points), Decimal(20))
    assert found == Decimal(percent) and given.mark(found) == mark


def test_nothing_to_be_had_has_no_percent(tmp_path):
    assert marks.read_scale(tmp_path, SETTINGS).percent(Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize("changes, reason", [
    ({"marks": {}}, "better mark must begin"), ({"marks": {10: 50, 9: 60}}, "better mark must begin"),
    ({"marks": {10: 50, 9: 50}}, "better mark must begin"), ({"marks": {"ten": 50}}, "cannot be read"),
    ({"marks": None}, "cannot be read"),
    ({"rounding": "up"}, "half-up, down or none"), ({"pass_from": "half"}, "cannot be read")])
def test_a_faulty_scale_is_said(tmp_path, changes, reason):
    with pytest.raises(DaugavaError, match=reason):
        scale(tmp_path, **changes)
