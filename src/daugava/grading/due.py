"""Due dates as a school says them: in Latvian time, right across the change of the clocks, with extensions by pupil.

nbgrader keeps `Assignment.duedate` in UTC without a zone. A pupil's own date stands in the course's `extensions.yml`,
because nbgrader has no place for it before the pupil hands in; from there it gets into `SubmittedAssignment.extension`.
Late work is marked as late and never refused; no points are taken unless `LateSubmissionPlugin.penalty_method` says so.
"""
from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy.engine import make_url

from daugava import DaugavaError
from daugava.accounts import hub_name, write_private
from daugava.course import Course
from daugava.grading import workers
from daugava.grading.words import TWICE

ZONE = ZoneInfo("Europe/Riga")
FILE = "extensions.yml"
HEAD = "# Own due dates of pupils, in Latvian time: {assignment: {pupil: 'YYYY-MM-DD HH:MM'}}; see `daugava due`.\n"
WRITTEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2})[:.](\d{2})(?::(\d{2}))?)?")


class DueError(DaugavaError):
    """One sentence that says what to do."""


def parse(text: str) -> datetime:
    """“2027-06-01 23:59”, or “2027-06-01” for the end of that day, as UTC without a zone, as nbgrader keeps it.

    Of an hour that comes twice in autumn the second one counts. Raises DueError for what is no time in Latvia.
    """
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        raise DueError(f"“{text}” is not a date: write it like 2027-06-01 23:59, in Latvian time.")
    parts = [int(part) for part in match.groups(default="-1") if part != "-1"]
    try:
        local = datetime(*parts) if len(parts) > 3 else datetime(*parts, 23, 59, 59)
        utc = local.replace(tzinfo=ZONE, fold=1).astimezone(UTC)
    except (ValueError, OverflowError):
        raise DueError(f"“{text}” is in no calendar: write a time that exists, like 2027-06-01 23:59.") from None
    if utc.astimezone(ZONE).replace(tzinfo=None) != local:
        start = local.replace(minute=0, second=0)
        before, end = start - timedelta(minutes=1), start + timedelta(hours=1)
        raise DueError(f"On {local:%Y-%m-%d} the clocks go forward from {start:%H:%M} to {end:%H:%M}, so there is no "
                       f"{local:%H:%M}: write {before:%H:%M} or {end:%H:%M}.")
    return utc.replace(tzinfo=None)


def shown(utc: datetime, language: str = "en") -> str:
    """A time of the gradebook (UTC without a zone) in Latvian time; in an hour that comes twice, which of the two."""
    local = utc.replace(tzinfo=UTC).astimezone(ZONE)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    which = f" ({TWICE[local.fold][language]})" if twice else ""
    return f"{local:%Y-%m-%d %H:%M}{which}"


def extensions(folder: Path) -> dict[str, dict[str, datetime]]:
    """Own due dates by assignment and pupil, UTC without a zone, from the course's folder. Raises DueError."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        written = yaml.safe_load(path.read_text("utf-8")) or {}
        return {str(assignment): {str(pupil): parse(str(when)) for pupil, when in (pupils or {}).items()}
                for assignment, pupils in written.items()}
    except DueError as error:
        raise DueError(f"In {path}: {error}") from None
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError):
        raise DueError(f"{path} cannot be read: write an assignment, below it “p07: '2027-06-03 23:59'”, one pupil a "
                       "line.") from None


def own(due: datetime | None, extension: datetime | None) -> datetime | None:
    """A pupil's due date: the later of everybody's and the own one; None where there is none for everybody."""
    return max(due, extension) if due and extension else due


def seconds_late(submission, extension: datetime | None) -> float:
    """How late a submission of the gradebook is, by the pupil's own due date; 0 when it is in time."""
    if submission.timestamp is None or submission.assignment.duedate is None:
        return 0.0
    due = own(submission.assignment.duedate, extension) if extension else submission.duedate
    return max(0.0, (submission.timestamp - due).total_seconds())


def settle(submission, extension: datetime | None) -> None:
    """Put a pupil's own due date where nbgrader looks for it; the caller commits."""
    due = submission.assignment.duedate
    submission.extension = extension - due if due and extension and extension > due else None


class LateMarked(LateSubmissionPlugin):
    """nbgrader's penalties, counted from the pupil's own due date; none, unless `penalty_method` is set."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """The penalty in points; None for none. nbgrader asks when a submission is late by what it knows."""
        step = self.parent  # nbgrader's AssignLatePenalties, with the gradebook open; it commits
        submission = step.gradebook.find_submission(step.assignment_id, student_id)
        extension = extensions(Path(make_url(step.db_url).database).parent).get(step.assignment_id, {}).get(student_id)
        if extension:
            settle(submission, extension)
        late = seconds_late(submission, extension)
        return super().late_submission_penalty(student_id, score, late) if late else None


def dates(course: Course, assignment: str) -> tuple[datetime | None, dict[str, datetime]]:
    """Everybody's due date and the pupils' own ones, UTC without a zone. Raises DueError for an unknown assignment."""
    with gradebook(course) as book:
        due = _assignment(book, course, assignment).duedate
    return due, extensions(course.folder).get(assignment, {})


def set_due(course: Course, assignment: str, when: datetime | None) -> None:
    """Set everybody's due date (UTC without a zone), or None for none; pupils' own dates stay."""
    with workers.alone(course.folder), gradebook(course) as book:
        _assignment(book, course, assignment).duedate = when
        _settle_all(book, assignment, extensions(course.folder).get(assignment, {}))


def names(pupils: list[str]) -> list[str]:
    """Class numbers and nicknames as they stand in the gradebook, each once."""
    return list(dict.fromkeys(hub_name(pupil) for pupil in pupils))


def extend(course: Course, assignment: str, pupils: list[str], when: datetime | None) -> list[str]:
    """Give pupils (class numbers or nicknames) a due date of their own, or None to take it back.

    Returns the pupils' names. Raises DueError for an unknown pupil, and for a date that would be no extension.
    """
    given_to = names(pupils)
    with workers.alone(course.folder), gradebook(course) as book:
        due = _assignment(book, course, assignment).duedate
        unknown = set(given_to) - {student.id for student in book.students}
        if unknown:
            raise DueError(f"{', '.join(sorted(unknown))} is not in the course {course.name}: give class numbers or "
                           "nicknames as they stand in the roster.")
        if when and due is None:
            raise DueError(f"{assignment} has no due date yet: set one for everybody first, without --pupil.")
        if when and when <= due:
            raise DueError(f"Everybody has time until {shown(due)}: give a later date, or “none” to take an extension "
                           "back.")
        given = extensions(course.folder)
        own_dates = {**given.get(assignment, {}), **dict.fromkeys(given_to, when)}
        given[assignment] = {name: date for name, date in own_dates.items() if date}
        _write(course.folder, given)
        _settle_all(book, assignment, given[assignment], given_to)
    return given_to


def _write(folder: Path, given: dict) -> None:
    text = {assignment: {pupil: _plain(when) for pupil, when in sorted(pupils.items())}
            for assignment, pupils in sorted(given.items()) if pupils}
    write_private(folder / FILE, HEAD + (yaml.safe_dump(text, allow_unicode=True) if text else ""))


def _plain(utc: datetime) -> str:
    """As `parse` reads it. The first of two equal hours cannot be written; the second is the kinder one."""
    local = utc.replace(tzinfo=UTC).astimezone(ZONE)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def _settle_all(book: Gradebook, assignment: str, given: dict, also: list[str] = ()) -> None:
    """Bring nbgrader's extensions into step, of those who have one and of `also`; others are left as they are."""
    for submission in book.assignment_submissions(assignment):
        if submission.student.id in given or submission.student.id in also:
            settle(submission, given.get(submission.student.id))
    book.db.commit()


def _assignment(book: Gradebook, course: Course, assignment: str):
    try:
        return book.find_assignment(assignment)
    except MissingEntry:
        known = ", ".join(each.name for each in book.assignments) or "none yet"
        raise DueError(f"There is no assignment “{assignment}” in {course.name}: there is {known}.") from None


@contextmanager
def gradebook(course: Course):
    """The gradebook of a course. Raises DueError where there is none: nbgrader would make one."""
    if not (course.folder / "gradebook.db").is_file():
        raise DueError(f"The course {course.name} has no gradebook yet: put a lab into it with `daugava assign`.")
    with course.api().gradebook as book:
        yield book
