"""Where the assignments of a course stand: handed in, collected, graded; read from its folders and the gradebook."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from daugava.grading.submission import is_graded, stamp


@dataclass(frozen=True)
class Place:
    """A course: its folder, the exchange, its name (all as `daugava.course.Course` has them)."""

    folder: Path
    exchange: Path
    name: str


@dataclass(frozen=True)
class Row:
    """One assignment. `waiting` hand-ins are not collected yet; `due` is UTC without a zone."""

    name: str
    title: str
    released: bool
    waiting: int
    collected: int
    graded: int
    by_hand: int
    due: datetime | None


def rows(place: Place) -> list[Row]:
    """All assignments of a course, in the order of their names; none where there is no gradebook yet."""
    if not (path := place.folder / "gradebook.db").is_file():
        return []
    with Gradebook(f"sqlite:///{path}", place.name) as book:
        facts = {each.name: (each.duedate, _by_hand(book, each.name)) for each in book.assignments}
    return [_row(place, name, *facts[name]) for name in sorted(facts)]


def _by_hand(book: Gradebook, name: str) -> int:
    return sum(bool(submission["needs_manual_grade"]) for submission in book.submission_dicts(name))


def _row(place: Place, name: str, due: datetime | None, by_hand: int) -> Row:
    there = collected(place, name)
    return Row(name, _title(place, name), (place.exchange / place.name / "outbound" / name).is_dir(),
               len(_waiting(place, name)), len(there), len(there) - len(to_grade(place, name)), by_hand, due)


def collected(place: Place, name: str) -> list[str]:
    """The pupils whose work is collected."""
    return _pupils(place.folder / "submitted", name)


def graded(place: Place, name: str) -> list[str]:
    """The pupils whose work has been graded, be it an earlier hand-in: those that get feedback."""
    return _pupils(place.folder / "autograded", name)


def _pupils(step: Path, name: str) -> list[str]:
    return sorted(path.parent.name for path in step.glob(f"*/{name}") if path.is_dir())


def to_grade(place: Place, name: str) -> list[str]:
    """The pupils whose collected work has no grade, or one of an earlier hand-in."""
    notebook = next((path.stem for path in sorted((place.folder / "release" / name).glob("*.ipynb"))), name)
    submitted, graded = place.folder / "submitted", place.folder / "autograded"
    return [pupil for pupil in collected(place, name)
            if not is_graded(submitted / pupil / name, graded / pupil / name, notebook)]


def _waiting(place: Place, name: str) -> list[str]:
    """The pupils whose newest hand-in is not collected. Only names are read: what is inside is the pupil's."""
    newest: dict[str, datetime] = {}
    for path in (place.exchange / place.name / "inbound").glob(f"*/*+{name}+*"):
        pupil, when = path.parent.name, _time(path.name.split("+")[2])
        newest[pupil] = max(when, newest.get(pupil, when))
    return [pupil for pupil, when in newest.items() if not _is_collected(place, pupil, name, when)]


def _is_collected(place: Place, pupil: str, name: str, when: datetime) -> bool:
    """As `collect` decides it: what is there is as new, or has a time as good as none."""
    there = place.folder / "submitted" / pupil / name
    return there.is_dir() and bool(time := stamp(there)) and _time(time) >= when


def _time(text: str) -> datetime:
    try:
        return parse_utc(text)
    except (ValueError, OverflowError):
        return datetime.min  # as in `daugava.exchange`


def _title(place: Place, name: str) -> str:
    """What the lab calls itself, else the name of the assignment."""
    for path in sorted((place.folder / "release" / name).glob("*.ipynb")):
        try:
            return str(json.loads(path.read_text("utf-8"))["metadata"]["daugava"]["title"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return name
