"""A fictitious class that hands in, so that grading can be tried before the real thing.

The pupils are called practice-01, practice-02, … What they write comes from a lab's `answers.yml` and from the good
answers in its open task; numbers are each pupil's own. It goes through nbgrader's exchange as real work does, and the
course's folder keeps in `practice-<assignment>.json` what grading has to find.
"""
from __future__ import annotations

import copy
import json
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_solution

from daugava import DaugavaError
from daugava.course import Course
from daugava.exchange import Submit
from daugava.grading import due as dates, flags
from daugava.grading.repair import repair
from daugava.lab import Lab
from daugava.practice_draw import Draw, Pupil, judge

PUPIL = re.compile(r"practice-\d\d")
MOST = 60  # pupils
BROKEN = ("truncated", "deleted")


class PracticeError(DaugavaError):
    """One sentence that says what to do."""


@dataclass
class Expected:
    """What grading has to find in a practice class, pupils by their names.

    points: {pupil: {check: points}}, without the open task. misconceptions: {id: [pupil, …]}, most frequent first,
    as the class report counts them. late: seconds by pupil. broken: {pupil: “truncated” or “deleted”}. flagged: whose
    code the report names. texts: {pupil: “full”, “part” or “bare”}, of those whose open text waits for a mark. due:
    UTC, ISO 8601; due_is_new: set by the practice class.
    """

    lab: str
    language: str
    assignment: str
    course: str
    seed: int
    kinds: dict[str, str]
    most: dict[str, float]
    due: str
    due_is_new: bool
    top: list[str]
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    misconceptions: dict[str, list[str]] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    flagged: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def right(self) -> dict[str, int]:
        """How many have all points, by check."""
        return {name: sum(points[name] == most for points in self.points.values()) for name, most in self.most.items()}

    def of_kind(self, kind: str) -> list[str]:
        """The pupils of one kind: right, misconception, empty, late, broken."""
        return [pupil for pupil, each in self.kinds.items() if each == kind]

    def save(self, folder: Path) -> Path:
        """Write it into the course's folder; return the path."""
        path = kept(folder, self.assignment)
        path.write_text(json.dumps({**asdict(self), "right": self.right}, ensure_ascii=False, indent=1), "utf-8")
        return path

    @classmethod
    def read(cls, folder: Path, assignment: str) -> Expected:
        """What `save` wrote. Raises PracticeError if no practice class has handed in."""
        try:
            content = json.loads(kept(folder, assignment).read_text("utf-8"))
        except FileNotFoundError:
            raise PracticeError(f"No practice class has handed in {assignment} in {folder.name}: "
                                "`daugava practice-class` makes one.") from None
        content.pop("right")
        return cls(**content)


def kept(folder: Path, assignment: str) -> Path:
    """Where the course keeps what grading has to find."""
    return folder / f"practice-{assignment}.json"


def check_size(pupils: int) -> None:
    """Raise PracticeError for a class that is too small or too big."""
    if not 1 <= pupils <= MOST:
        raise PracticeError(f"A practice class of {pupils} cannot be made: choose 1 to {MOST} pupils.")


def hand_in(course: Course, lab: Lab, language: str, pupils: int = 24, seed: int = 1,
            now: datetime | None = None) -> Expected:
    """Let a fictitious class hand in one edition of a lab; assigns and releases it first where that is not done yet.

    The same seed gives the same class, apart from the secrets and as long as the due date is the same. `now` is in UTC
    without a zone. Raises DaugavaError, before anything is written, where pupils have handed in for real.
    """
    assignment = f"{lab.id}-{language}"
    check_size(pupils)
    _refuse(course, assignment)
    given = _released(course, lab, language)
    source = nbformat.read(given.source, as_version=4)
    drawn = Draw(lab, language, source, pupils, seed)
    course.add_pupils([pupil.name for pupil in drawn.pupils])
    now = now or datetime.now(UTC).replace(tzinfo=None)
    due, is_new = _due(course, assignment, now)
    for pupil in drawn.pupils if due > now - timedelta(minutes=1) else ():
        pupil.kind = "right" if pupil.kind == "late" else pupil.kind  # nobody can be late yet
    checks = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in source.cells
              if cell.id in {task.get("check") for task in lab.tasks}}
    kinds = {pupil.name: pupil.kind for pupil in drawn.pupils}
    expected = Expected(lab.id, language, assignment, course.name, seed, kinds, checks, due.isoformat(), is_new,
                        list(drawn.top))
    with tempfile.TemporaryDirectory(prefix="daugava-practice-") as room:
        for pupil in drawn.pupils:
            raw = _raw(pupil, given, drawn, expected)
            _expect(pupil, raw, given, lab, source, expected)
            when = _when(pupil, drawn, due, now, expected)
            _submit(course, assignment, pupil.name, given, raw, when, Path(room))
    ranks = sorted(expected.misconceptions.items(), key=lambda each: (-len(each[1]), each[0]))
    expected.misconceptions = dict(ranks)
    expected.save(course.folder)
    return expected


@dataclass
class _Given:
    """What pupils got: the folder, the notebook's name and content, and the teacher's file."""

    folder: Path
    name: str
    notebook: nbformat.NotebookNode
    source: Path
    language: str


def _refuse(course: Course, assignment: str) -> None:
    """Stop where real pupils have handed in, or the class has already; clear away half a class."""
    waiting = course.exchange / course.name / "inbound"
    names = {path.parent.name for path in [*waiting.glob("*/*+*+*"), *(course.folder / "submitted").glob("*/*")]}
    if any(not PUPIL.fullmatch(name) for name in names):
        raise PracticeError("Choose a course of its own with --course, for example --course practice: in "
                            f"{course.name} pupils have handed in real work.")
    there = course.hand_ins(assignment)
    if there and kept(course.folder, assignment).exists():
        raise PracticeError(f"The practice class has handed in {assignment} in {course.name} already: collect and "
                            "grade it, or choose another course with --course.")
    for path in there:  # it was interrupted
        shutil.rmtree(path)


def _released(course: Course, lab: Lab, language: str) -> _Given:
    """What pupils of this course got."""
    assignment = f"{lab.id}-{language}"
    outbound = course.exchange / course.name / "outbound" / assignment
    if not list((course.folder / "release" / assignment).glob("*.ipynb")):
        course.assign(lab, language)
    if not list(outbound.glob("*.ipynb")):
        course.release(assignment)
    path = sorted(outbound.glob("*.ipynb"))[0]
    source = course.folder / "source" / assignment / path.name
    return _Given(outbound, path.name, nbformat.read(path, as_version=4),
                  source if source.is_file() else lab.path(language), language)


def _due(course: Course, assignment: str, now: datetime) -> tuple[datetime, bool]:
    """When the assignment is due, in UTC, and whether that was set here: the end of a day in Latvia, a day ago."""
    due, _ = dates.dates(course, assignment)
    if due:
        return due, False
    day = (now.replace(tzinfo=UTC) - timedelta(days=2)).astimezone(dates.ZONE)
    due = dates.parse(f"{day:%Y-%m-%d}")
    dates.set_due(course, assignment, due)
    return due, True


def _raw(pupil: Pupil, given: _Given, drawn: Draw, expected: Expected) -> bytes:
    """The bytes of the notebook that a pupil hands in."""
    nb = copy.deepcopy(given.notebook)
    for cell in nb.cells:
        cell.source = pupil.answers.get(cell.id, cell.source).rstrip("\n")
    if pupil.kind != "broken":
        return nbformat.writes(nb).encode()
    how = BROKEN[(drawn.seed + len(expected.broken)) % len(BROKEN)]
    expected.broken[pupil.name] = how
    if how == "deleted":
        gone = drawn.random.choice(list(expected.most))
        nb.cells = [cell for cell in nb.cells if cell.id != gone]
        return nbformat.writes(nb).encode()
    raw = nbformat.writes(nb).encode()
    return raw[:int(len(raw) * drawn.random.uniform(0.6, 0.9))]


def _expect(pupil: Pupil, raw: bytes, given: _Given, lab: Lab, source, expected: Expected) -> None:
    """Note what grading has to find: repaired as it will be, judged by the checks of the course's own source."""
    nb = repair(raw, given.notebook, given.language).notebook
    answers = {cell.id: cell.source for cell in nb.cells if is_solution(cell) and cell.cell_type == "code"}
    points = expected.points[pupil.name] = dict.fromkeys(expected.most, 0.0)
    for name, (is_right, misconception) in judge(lab, source, pupil.name, answers).items():
        points[name] = float(expected.most[name]) if is_right else 0.0
        if misconception and pupil.name not in expected.misconceptions.setdefault(misconception, []):
            expected.misconceptions[misconception].append(pupil.name)
    if flags.seen(nb):
        expected.flagged.append(pupil.name)
    starters = {cell.id: cell.source.strip() for cell in given.notebook.cells}
    by_hand = [cell for cell in nb.cells if is_solution(cell) and cell.cell_type == "markdown"]
    if pupil.text and any(cell.source.strip() != starters[cell.id] for cell in by_hand):
        expected.texts[pupil.name] = pupil.text


def _when(pupil: Pupil, drawn: Draw, due: datetime, now: datetime, expected: Expected) -> datetime:
    """When a pupil hands in, in UTC: never in the future, and after the due date only who is late."""
    before, after = drawn.random.randint(600, 30 * 3600), drawn.random.randint(15 * 60, 20 * 3600)
    if pupil.kind == "late":
        after = min(after, int((now - due).total_seconds()) - 1)
        expected.late[pupil.name] = after
        return due.replace(microsecond=0) + timedelta(seconds=after)
    last = min(due, now.replace(hour=0, minute=0, second=0))
    return last.replace(microsecond=0) - timedelta(seconds=before)


class _HandIn(Submit):
    """`exchange.Submit` at a time of our own."""

    when = datetime.min

    def set_timestamp(self):
        self.timestamp = self.when.strftime(self.timestamp_format)


def _submit(course: Course, assignment: str, pupil: str, given: _Given, raw: bytes, when: datetime, room: Path) -> None:
    """Hand in as the pupil's own server would, from a folder that goes away again."""
    work = room / pupil / course.name / assignment
    shutil.copytree(given.folder, work)
    (work / given.name).write_bytes(raw)
    config = course.config()
    config.CourseDirectory.student_id, config.CourseDirectory.assignment_id = pupil, assignment
    config.Exchange.assignment_dir, config.Exchange.cache = str(room / pupil), str(room / "cache")
    step = _HandIn(coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config)
    step.when = when.replace(tzinfo=UTC)
    step.start()
