"""A classroom for teacher workshops: a course in which the participants are pupils, and a practice course for each.

The practice course stands in the participant's own home, which the walls around the server show to nobody else
(`daugava.confine`). The classroom has a folder of its own, so that a reset between groups meets no school's classroom.
"""
from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import nbformat

from daugava import lab as labs
from daugava import workshop as workshops
from daugava.accounts import PARTICIPANT, Account
from daugava.classroom import Classroom, ClassroomError
from daugava.course import Course

MARKER = "workshop.json"  # only a folder with this file is ever reset
COURSE = "workshop"
LAB = "badge-break-even"
PRACTICE = {"lab": LAB, "pupils": 24, "seed": 7}  # the fictitious class of every practice course


def claim(room: Classroom) -> None:
    """Make the folder one of workshops. Raises ClassroomError for the folder of another classroom."""
    if (room.home / "accounts.json").exists() and not (room.home / MARKER).exists():
        raise ClassroomError(f"{room.home} is the classroom of a school: choose another folder with --home.")
    room.make_folders(COURSE)
    (room.home / MARKER).write_text(json.dumps(PRACTICE), encoding="utf-8")


def fill(room: Classroom, language: str, say: Callable[[str], None]) -> None:
    """Release the lab in the course of the workshop, and furnish every participant's home; what is there stays."""
    course = Course(room.course_folder(COURSE), room.exchange, room.root / "grading")
    assignment = f"{LAB}-{language}"
    if not (room.outbound(COURSE) / assignment).is_dir():
        say(f"Releasing {assignment} …")
        course.assign(labs.get(LAB, room.root), language)
        course.release(assignment)
    people = [account for account in room.accounts.all() if account.role == PARTICIPANT]
    for number, account in enumerate(people, 1):
        say(f"Furnishing place {number} of {len(people)} …")
        furnish(room, account)


def furnish(room: Classroom, account: Account) -> None:
    """A participant's notebooks and practice course, unless they are there."""
    home = room.user_folder(account.name)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in workshops.workshops(room.root):
        folder = home / "workshops" / each.id
        if not folder.exists():
            folder.mkdir(parents=True)
            given = workshops.for_participants(each.notebook(account.language))
            nbformat.write(given, folder / f"{each.id}.ipynb")
            nbformat.write(each.survey(account.language), folder / "survey.ipynb")
    folder = room.practice_folder(account.name)
    if not (folder / "gradebook.db").exists():
        lab = labs.get(LAB, room.root)
        source = folder / "source" / f"{LAB}-{account.language}"
        source.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(lab.path(account.language), source / f"{LAB}.ipynb")
        (folder / ".practice").write_text(json.dumps({**PRACTICE, "language": account.language}), encoding="utf-8")
        exchange = room.practice_exchange(account.name)
        exchange.mkdir(exist_ok=True)
        with Course(folder, exchange, room.root / "grading").api().gradebook:
            pass  # made by being opened


def reset(room: Classroom) -> int:
    """Remove the participants with all they did, and what they handed in; returns how many they were.

    The trainer's account stays. Raises ClassroomError where there is no workshop's classroom, or while it is open.
    """
    if not (room.home / MARKER).is_file():
        raise ClassroomError(f"There is no workshop's classroom in {room.home}: give its folder with --home.")
    with room.claimed():
        gone = [account for account in room.accounts.all() if account.role == PARTICIPANT]
        for account in gone:
            shutil.rmtree(room.user_folder(account.name), ignore_errors=True)
        room.accounts.remove(PARTICIPANT)
        for folder in (room.home / "courses", room.exchange):
            shutil.rmtree(folder, ignore_errors=True)
        for sheet in room.home.glob("login-cards*.html"):
            sheet.unlink()
    return len(gone)
