"""The class page: with only a browser a teacher collects, grades, reads and gives back; the course is anywhere."""
import csv
import io
import json
import re
import string
import time
from datetime import datetime

import class_page
import grading_course as room
import psutil
import pytest
from class_page import Teacher
from course_server import serving
from nbgrader.api import Gradebook

from daugava import lab
from daugava.grading import class_job, class_rows, class_words
from daugava.grading.class_page import language_of
from daugava.grading.class_rows import Place

TITLE = lab.get(room.LAB, room.ROOT).title("en")
EXTENSION = "daugava.grading.class_page"
SLOW = "import time\nbegan = time.time()\nwhile time.time() < began + 25:\n    pass"


def place(course):
    return Place(course.folder, course.exchange, course.name)


def row(course):
    [found] = class_rows.rows(place(course))
    return found


def until_done(teacher):
    seen = []
    while (found := teacher.job())["running"]:
        seen.append(found)
        time.sleep(0.2)
    return found, seen


def due_of(course):
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}", course.name) as book:
        return book.find_assignment(room.ASSIGNMENT).duedate


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class-page")
    course = class_page.made(folder)
    with serving(course, folder / "server", EXTENSION) as server:
        yield course, server


@pytest.fixture(scope="module")
def graded(served):
    """After *Collect and grade all*: the course, a teacher, what was answered too early, what was seen meanwhile."""
    course, server = served
    teacher = Teacher(server)
    early = [teacher.press(action) for action in ("report", "feedback")]
    pressed = teacher.press("grade")
    found, seen = until_done(teacher)
    return course, teacher, early, pressed, found, seen


def test_the_language_is_that_of_the_link_then_the_cookie_then_the_browser():
    assert language_of("lv", "en", "en") == "lv"
    assert language_of(None, "lv", "en") == "lv"
    assert language_of("xx", "xx", "de, lv;q=0.8, en;q=0.5") == "lv"
    assert language_of(None, None, "lv;q=0.2, en-GB;q=0.9") == "en"
    assert language_of(None, None, "lv-LV,lv;q=0.9") == "lv"
    assert language_of(None, None, "lv;q=none, lv;q=0") == language_of(None, None, "") == "en"


def test_all_words_are_there_in_both_languages():
    def places(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for table in (class_words.PAGE, class_words.JOBS, class_words.SAID, class_words.FLAG_HELP):
        for name, said in table.items():
            assert set(said) == {"lv", "en"} and places(said["lv"]) == places(said["en"]), name
            assert not re.search(r'\bJū[sm]|"', said["lv"]), name


def test_a_hand_in_waits_until_a_copy_as_new_is_collected(tmp_path):
    course = class_page.made(tmp_path)
    assert (row(course).waiting, row(course).collected, row(course).graded) == (2, 0, 0)
    assert row(course).released and row(course).title == TITLE
    room.hand_in(course, "p01", room.release(course), stamp=class_page.WHEN)
    assert (row(course).waiting, row(course).collected) == (1, 1)
    class_page.waits(course, "p01", {}, "2026-11-26 08:00:00.000000 UTC")
    assert row(course).waiting == 2
    class_page.waits(course, "p02", {}, "at some time")
    assert row(course).waiting == 2
    (course.exchange / course.name / "inbound" / "p02" / "nonsense").mkdir()
    assert row(course).waiting == 2


def test_nobody_gets_in_without_logging_in(served):
    course, server = served
    stranger = Teacher(server, logged_in=False)
    assert "login" in stranger.get("daugava/").address
    assert "login" in stranger.get(f"daugava/report/{room.ASSIGNMENT}").address
    assert stranger.press("due", xsrf="x", date="2027-06-01T10:00").status == 403
    assert due_of(course) is None


def test_another_page_cannot_press_a_button(served):
    course, server = served
    teacher = Teacher(server)
    teacher.get("daugava/")
    for forged in ("", "2|forged"):
        reply = teacher.press("due", xsrf=forged, date="2027-06-01T10:00")
        assert reply.status == 403 and "open the class page anew" in reply.alert
    assert due_of(course) is None


def test_the_page_speaks_the_teachers_language_and_remembers_the_choice(served):
    _, server = served
    teacher = Teacher(server, "lv-LV,lv;q=0.9,en;q=0.5")
    page = teacher.get("daugava/")
    assert '<html lang="lv">' in page.text and "Savākt un novērtēt visus" in page.text
    assert '<html lang="en">' in teacher.get("daugava/?lang=en").text
    assert '<html lang="en">' in teacher.get("daugava").text


def test_nothing_is_promised_before_anything_is_graded(graded):
    for reply in graded[2]:
        assert reply.status == 409 and f"Nothing is graded yet in “{TITLE}”" in reply.alert


def test_only_what_the_course_has_can_be_named(served):
    teacher = Teacher(served[1])
    assert teacher.press("grade", assignment="--help").status == 404
    assert teacher.press("dance").status == 404
    assert teacher.get("daugava/report/stem").status == 404
    assert teacher.get("daugava/report/..%2Fgradebook").status == 404


def test_one_press_collects_and_grades_all(graded):
    course, teacher, early, pressed, found, seen = graded
    assert all("to be collected: 2" in reply.text for reply in early)
    assert pressed.status == 200 and pressed.address.endswith("/daugava/#job") and 'id="job"' in pressed.text
    assert seen and seen[0]["running"]
    assert found["text"] == f"“{TITLE}”: newly graded: 2." and (found["done"], found["all"]) == (2, 2)
    after = row(course)
    assert (after.waiting, after.collected, after.graded, after.by_hand) == (0, 2, 2, 1)
    assert room.scores(course)["p01"]["check-cost"] == 2
    assert 'gradebook/badge-break-even-en">to be marked by hand: 1' in teacher.get("daugava/").text


def test_a_second_time_is_harmless(graded):
    course, teacher, *_ = graded
    before = {path: path.stat().st_mtime_ns for path in (course.folder / "autograded").rglob("*.ipynb")}
    teacher.press("grade")
    found, _ = until_done(teacher)
    assert "nothing new has been handed in" in found["text"]
    assert before == {path: path.stat().st_mtime_ns for path in (course.folder / "autograded").rglob("*.ipynb")}


def test_the_report_opens_in_the_language_of_the_page(graded):
    _, teacher, *_ = graded
    report = teacher.press("report")
    assert report.address.endswith(f"/daugava/report/{room.ASSIGNMENT}") and "Class report" in report.text
    latvian = Teacher(teacher.server, "lv").press("report")
    assert latvian.status == 200 and '<html lang="lv">' in latvian.text and "Klases pārskats" in latvian.text


def test_marks_come_as_files(graded):
    _, teacher, *_ = graded
    table = teacher.press("marks-csv")
    assert table.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''marks-stem-{room.ASSIGNMENT}.csv"
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [line[1] for line in rows] == ["Pupil", "p01", "p02"]
    assert "Skolēns" in Teacher(teacher.server, "lv").press("marks-csv").content.decode("utf-8-sig")
    book = teacher.press("marks-xlsx")
    assert book.content.startswith(b"PK") and book.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_due_date_is_set_shown_and_taken_away(graded):
    course, teacher, *_ = graded
    said = teacher.press("due", date="2027-06-01T23:59")
    assert "The due date is saved." in said.text and 'value="2027-06-01T23:59"' in said.text
    assert due_of(course) == datetime(2027, 6, 1, 20, 59)
    wrong = teacher.press("due", date="2027-03-28T03:30")
    assert wrong.status == 409 and "so there is no 03:30: write 02:59 or 04:00." in wrong.alert
    assert teacher.press("due", date="--help").status == 409
    assert due_of(course) == datetime(2027, 6, 1, 20, 59)
    teacher.press("due", date="")
    assert due_of(course) is None


def test_feedback_reaches_every_pupils_folder(graded):
    course, teacher, *_ = graded
    teacher.press("feedback")
    found, _ = until_done(teacher)
    assert found["text"].endswith("the feedback has been given to the pupils: 2.")
    given = course.exchange / course.name / "feedback"
    assert {path.parent.name for path in given.glob("*/*.html")} == {"p01", "p02"}


def test_a_failure_is_one_sentence(graded):
    course, teacher, *_ = graded
    (course.folder / "marks.yml").write_text("marks: nonsense")
    try:
        reply = teacher.press("marks-csv")
    finally:
        (course.folder / "marks.yml").unlink()
    assert reply.status == 409 and reply.alert.startswith("The marks could not be written: The scale ")
    assert "Traceback" not in reply.text
    assert class_job.sentence("Traceback\n[Collect | ERROR] Course not found: x\n") == "Course not found: x"


def test_one_long_job_at_a_time_and_it_ends_with_the_server(tmp_path):
    course = class_page.made(tmp_path)
    class_page.waits(course, "p03", room.answered(course, {"task-cost": SLOW}))
    course.add_pupils(["p03"])
    with serving(course, tmp_path / "server", EXTENSION) as server:
        teacher = Teacher(server)
        assert teacher.press("grade").status == 200
        answered = 0
        while row(course).graded < 1 or teacher.job()["done"] < 2:
            assert teacher.job()["running"]
            answered += 1
            time.sleep(0.2)
        assert answered > 5, "the server answers while it grades"
        found = teacher.job()
        assert (found["done"], found["all"]) == (2, 3) and "2 of 3 graded, less than a minute left." in found["text"]
        assert teacher.press("grade").status == 200, "the same button again shows the same job"
        for action in ("feedback", "due"):
            busy = teacher.press(action, date="2027-06-01T10:00")
            assert busy.status == 409 and "wait until it has ended" in busy.alert
        assert "2 of 3" in Teacher(server, "en").get("daugava/").text
        assert "2 no 3" in Teacher(server, "lv").get("daugava/").text
        assert _working(course)
    end = time.monotonic() + 30
    while _working(course) and time.monotonic() < end:
        time.sleep(0.2)
    assert not _working(course)


def _working(course):
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or ()
        if str(course.folder) in " ".join(command) and "jupyter_server" not in command:
            found.append(process)
    return found


def test_who_grades_from_elsewhere_is_waited_for(tmp_path):
    from daugava.grading import workers

    course = class_page.made(tmp_path)
    with serving(course, tmp_path / "server", EXTENSION) as server, workers.alone(course.folder):
        assert Teacher(server, "lv").press("grade").alert.startswith("Šajā kursā pašlaik notiek cits darbs")
    assert row(course).waiting == 2


def test_the_practice_class_is_what_the_courses_file_says(served):
    course, server = served
    teacher, file = Teacher(server), course.folder / ".practice"
    assert "practice class" not in teacher.get("daugava/").text
    assert teacher.press("practice").status == 409
    for wrong in ("[]", "{}", "{", '{"lab": "--help"}', '{"lab": "a", "language": "--x"}',
                  '{"lab": "a", "pupils": "x"}'):
        file.write_text(wrong)
        assert class_job.practice(place(course)) is None
    file.write_text(json.dumps({"lab": "badge-price", "language": "lv", "pupils": 12, "seed": 7}))
    try:
        assert "The practice class hands in" in teacher.get("daugava/").text
        [command] = class_job.commands("practice", "", place(course))
        assert command == ["daugava.cli", "practice-class", "badge-price", "--lang", "lv", "--pupils", "12", "--seed",
                           "7", "--course", f"{course.folder}/"]
    finally:
        file.unlink()
