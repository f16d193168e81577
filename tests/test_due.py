"""Due dates in Latvian time, across every change of the clocks; extensions; late work is marked and costs nothing."""
from datetime import datetime, timedelta

import grading_course as room
import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from typer.testing import CliRunner

from daugava import DaugavaError, cli, exchange
from daugava.grading import due

DUE = "2027-06-01 23:59"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Three pupils; p01 and p02 handed in on 2 June 2027 at noon, Latvian time."""
    made = room.make(tmp_path_factory.mktemp("due"))
    made.add_pupils(["p01", "p02", "zakis"])
    with made.api().gradebook as book:
        for name in ("p01", "p02"):
            submission = book.update_or_create_submission(room.ASSIGNMENT, name, timestamp="2027-06-02 09:00:00 UTC")
            for grade in submission.notebooks[0].grades:
                grade.auto_score, grade.needs_manual_grade = 1, False
        book.db.commit()
    return made


def run(course, *words):
    done = CliRunner().invoke(cli.app, [*words, "--course", f"{course.folder}/"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def penalty(course, name, **settings):
    """What nbgrader's own step takes away."""
    config = course.config()
    config.LateMarked.update(settings)
    AssignLatePenalties(config=config).preprocess(room.release(course), {"nbgrader": {
        "notebook": room.LAB, "assignment": room.ASSIGNMENT, "student": name,
        "db_url": f"sqlite:///{course.folder / 'gradebook.db'}"}})
    with course.api().gradebook as book:
        submission = book.find_submission(room.ASSIGNMENT, name)
        return submission.late_submission_penalty, submission.total_seconds_late


@pytest.mark.parametrize("text, utc", [
    ("2026-03-29 02:59", "2026-03-29 00:59"), ("2026-03-29 04:00", "2026-03-29 01:00"),
    ("2026-10-25 02:59", "2026-10-24 23:59"), ("2026-10-25 03:00", "2026-10-25 01:00"),
    ("2026-10-25 03:59", "2026-10-25 01:59"), ("2026-10-25 04:00", "2026-10-25 02:00"),
    ("2027-03-28 02:59", "2027-03-28 00:59"), ("2027-03-28 04:00", "2027-03-28 01:00"),
    ("2027-10-31 02:30", "2027-10-30 23:30"), ("2027-10-31 03:30", "2027-10-31 01:30"),
    ("2027-06-01 23:59", "2027-06-01 20:59"), ("2026-12-01 8:05", "2026-12-01 06:05"),
    ("2026-12-01T08.05", "2026-12-01 06:05")])
def test_latvian_time_is_kept_as_utc(text, utc):
    found = due.parse(text)
    assert found == datetime.fromisoformat(utc) and found.tzinfo is None


def test_a_day_alone_means_its_end():
    assert due.parse("2027-06-01") == datetime(2027, 6, 1, 20, 59, 59)


@pytest.mark.parametrize("text", ["2026-03-29 03:00", "2026-03-29 03:59", "2027-03-28 03:30"])
def test_an_hour_that_is_not_there_is_said(text):
    with pytest.raises(DaugavaError, match=r"clocks go forward from 03:00 to 04:00.*write 02:59 or 04:00"):
        due.parse(text)


@pytest.mark.parametrize("text", [
    "tomorrow", "01.06.2027", "2027-02-29 10:00", "2027-06-01 25:00", "2027-13-01", "0000-01-01",
    "2027-06-01 23:59 +0200", "9999-12-31 23:59:61", "0001-01-01 00:00", ""])
def test_what_is_no_time_is_said(text):
    with pytest.raises(DaugavaError, match=r"2027-06-01 23:59"):
        due.parse(text)


@pytest.mark.parametrize("day", ["2026-10-25", "2027-10-31"])
def test_of_an_hour_that_comes_twice_the_second_counts_and_that_is_said(day):
    second = due.parse(f"{day} 03:30")
    assert due.shown(second) == f"{day} 03:30 (winter time; that hour comes twice this night)"
    assert due.shown(second - timedelta(hours=1)) == f"{day} 03:30 (summer time; that hour comes twice this night)"
    assert due.shown(second, "lv") == f"{day} 03:30 (ziemas laiks; šī stunda tajā naktī ir divreiz)"
    assert due.shown(second + timedelta(hours=1)) == f"{day} 04:30"


def test_every_hour_of_two_years_comes_back():
    hour = datetime(2026, 1, 1)
    while hour < datetime(2028, 1, 1):
        text = due.shown(hour)
        assert due.parse(text[:16]) == hour + timedelta(hours="summer" in text)
        hour += timedelta(minutes=30)


def test_the_command_shows_and_sets(course):
    assert "has no due date" in run(course, "due", room.ASSIGNMENT, "none")
    assert f"is due {DUE}, Latvian time" in run(course, "due", room.ASSIGNMENT, *DUE.split())
    with course.api().gradebook as book:
        assert book.find_assignment(room.ASSIGNMENT).duedate == datetime(2027, 6, 1, 20, 59)
    said = run(course, "due", room.ASSIGNMENT, "2027-06-03 12:00", "--pupil", "2", "--pupil", "Zaķis")
    assert "p02: 2027-06-03 12:00" in said and "zakis: 2027-06-03 12:00" in said and f"due {DUE}" in said
    assert "zakis" not in run(course, "due", room.ASSIGNMENT, "--pupil", "p02")
    assert "zakis" not in run(course, "due", room.ASSIGNMENT, "none", "--pupil", "zakis")
    assert (course.folder / due.FILE).stat().st_mode & 0o077 == 0
    for words, reason in [(["2027-05-01", "--pupil", "2"], "give a later date"),
                          (["2027-07-01", "--pupil", "99"], "p99 is not in")]:
        with pytest.raises(DaugavaError, match=reason):
            run(course, "due", room.ASSIGNMENT, *words)
    with pytest.raises(DaugavaError, match="no assignment “none-lv”"):
        run(course, "due", "none-lv")


def late(course):
    with course.api().gradebook as book:
        given = due.extensions(course.folder).get(room.ASSIGNMENT, {})
        return {each.student.id: due.seconds_late(each, given.get(each.student.id))
                for each in book.assignment_submissions(room.ASSIGNMENT)}


def test_late_is_by_the_own_date(course):
    due.set_due(course, room.ASSIGNMENT, None)
    assert late(course) == {"p01": 0, "p02": 0}
    due.set_due(course, room.ASSIGNMENT, due.parse(DUE))
    due.extend(course, room.ASSIGNMENT, ["p02"], due.parse("2027-06-02 12:00"))
    assert late(course) == {"p01": 12 * 3600 + 60, "p02": 0}, "to the second in time"
    with course.api().gradebook as book:  # nbgrader's own reckoning is the same
        assert book.find_submission(room.ASSIGNMENT, "p02").total_seconds_late == 0
    due.set_due(course, room.ASSIGNMENT, due.parse("2027-06-02 13:00"))
    assert late(course) == {"p01": 0, "p02": 0}, "an extension that everybody has overtaken shortens nothing"
    due.set_due(course, room.ASSIGNMENT, due.parse(DUE))
    due.extend(course, room.ASSIGNMENT, ["p02"], None)
    assert late(course)["p02"] == late(course)["p01"] > 0


def test_late_work_costs_nothing_unless_the_teacher_says_so(course):
    due.set_due(course, room.ASSIGNMENT, due.parse(DUE))
    due.extend(course, room.ASSIGNMENT, ["p02"], due.parse("2027-06-05"))
    assert penalty(course, "p01")[0] == 0 and penalty(course, "p01")[1] > 0
    assert penalty(course, "p01", penalty_method="zero")[0] > 0
    with course.api().gradebook as book:  # as if it had come only after the extension
        book.find_submission(room.ASSIGNMENT, "p02").extension = None
        book.db.commit()
    assert penalty(course, "p02", penalty_method="zero") == (0, 0)
    assert penalty(course, "p01")[0] == 0, "and a penalty goes away again"


@pytest.mark.parametrize("text, reason", [
    ("a: [", "cannot be read"), ("- p07", "cannot be read"), ("a: p07", "cannot be read"),
    ("a: {p07: soon}", "“soon” is not a date")])
def test_a_faulty_list_of_extensions_is_said(tmp_path, text, reason):
    (tmp_path / due.FILE).write_text(text)
    with pytest.raises(DaugavaError, match=reason):
        due.extensions(tmp_path)


def test_the_list_may_be_written_by_hand(tmp_path):
    (tmp_path / due.FILE).write_text("a:\n  p07: 2027-06-03\n  7b: 2027-06-03 12:00:00\nb:\n")
    assert due.extensions(tmp_path) == {
        "a": {"p07": datetime(2027, 6, 3, 20, 59, 59), "7b": datetime(2027, 6, 3, 9)}, "b": {}}


def test_the_time_of_a_hand_in_is_read_right_in_summer(course, monkeypatch):
    """nbgrader writes “2027-06-01 22:00 EEST” and reads it as UTC on a machine in another zone: three hours late."""
    class Summer(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2027, 6, 1, 22, tzinfo=due.ZONE).astimezone(tz)

    monkeypatch.setattr(exchange, "datetime", Summer)
    submit = exchange.Submit(coursedir=CourseDirectory(config=course.config()), config=course.config())
    submit.set_timestamp()
    assert parse_utc(submit.timestamp) == datetime(2027, 6, 1, 19)
