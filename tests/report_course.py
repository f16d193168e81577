"""A graded class without grading it: the gradebook and the graded notebooks as `daugava.grading` leaves them."""
import copy
from datetime import datetime, timedelta
from pathlib import Path

import grading_course
import nbformat
from grading_course import LAB, ROOT  # noqa: F401  tests of the report ask for it here
from nbgrader.api import Gradebook

DUE = datetime(2026, 12, 1, 21, 59)  # UTC
CHECKS = ["check-predict", "check-read", "check-cost", "check-profit", "check-break-even", "check-order-or-make",
          "check-ai"]


class GradedClass:
    """One course with the lab in one language; `add` puts a graded pupil into it."""

    def __init__(self, folder: Path, language: str):
        self.assignment = f"{LAB}-{language}"
        self.course = grading_course.make(folder, language=language)
        release = self.course.folder / "release" / self.assignment / f"{LAB}.ipynb"
        self.released = nbformat.read(release, as_version=4)
        with self.gradebook() as book:
            book.update_or_create_assignment(self.assignment, duedate=DUE)

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.course.folder / 'gradebook.db'}", self.course.name)

    def add(self, pupil: str, points: dict, late=0, by_hand=None, answers=None, **grading) -> None:
        """`points` by grade_id (others 0); `late` in seconds; `by_hand` None waits for the teacher."""
        self.hand_in(pupil)
        answers = {"decide": "We order."} if answers is None else answers
        with self.gradebook() as book:
            book.update_or_create_student(pupil)
            book.update_or_create_submission(self.assignment, pupil, timestamp=DUE + timedelta(seconds=late or -3600))
            for grade in book.find_submission(self.assignment, pupil).notebooks[0].grades:
                if grade.name == "decide":
                    grade.manual_score, grade.needs_manual_grade = by_hand, by_hand is None and bool(answers)
                    grade.auto_score = None if answers else 0
                else:
                    grade.auto_score, grade.needs_manual_grade = points.get(grade.name, 0), False
            book.db.commit()
        self._write(pupil, answers, grading)

    def _write(self, pupil: str, answers: dict, grading: dict) -> None:
        nb = copy.deepcopy(self.released)
        for cell in nb.cells:
            cell.source = answers.get(cell.id, cell.source)
        nb.metadata["daugava"]["grading"] = {"repairs": [], "flags": [], "ended": None, "seconds": 1.5, "checks": {},
                                             **grading}
        folder = self.course.folder / "autograded" / pupil / self.assignment
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{LAB}.ipynb")
        (folder / "timestamp.txt").write_text("2026-12-01 10:00:00 UTC")

    def hand_in(self, pupil: str) -> None:
        """Hand in, without being graded."""
        folder = self.course.folder / "submitted" / pupil / self.assignment
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text("2026-12-01 10:00:00 UTC")

    def absent(self, pupil: str) -> None:
        """In the class, but nothing handed in."""
        with self.gradebook() as book:
            book.update_or_create_student(pupil)


FULL = dict(zip(CHECKS, (1, 1, 2, 1, 2, 1, 1), strict=True))


def hint(misconception):
    return {"layer": "misconception", "misconception": misconception, "hint": "?"}


def mixed(folder: Path, language: str) -> GradedClass:
    """Ten pupils: two without faults, and one for each reason to be looked at."""
    room = GradedClass(folder, language)
    right = {check: {"layer": "right"} for check in CHECKS}
    room.add("p10", FULL, by_hand=2.5, checks=right, seconds=2)
    room.add("p02", {**FULL, "check-profit": 0}, by_hand=3, checks={**right, "check-profit": hint("revenue-is-profit")})
    room.add("zakis", {**FULL, "check-profit": 0, "check-break-even": 1, "check-read": 0}, by_hand=1,
             late=26 * 3600 + 120, checks={
                 **right, "check-profit": hint("revenue-is-profit"), "check-break-even": hint("rounded-down"),
                 "check-read": {"layer": "nearly", "hint": "?"}})
    room.add("p04", {**FULL, "check-profit": 0, "check-order-or-make": 0, "check-break-even": 0}, checks={
        **right, "check-profit": hint("revenue-is-profit"), "check-order-or-make": hint("reads-y-not-x"),
        "check-break-even": hint("reads-y-not-x")})
    room.add("p05", {"check-predict": 1}, ended="time", seconds=61.24, checks={"check-predict": {"layer": "right"}})
    room.add("p06", {}, answers={}, checks={check: {"layer": "not-started", "hint": "?"} for check in CHECKS})
    room.add("p07", FULL, by_hand=3, flags=[{"code": "python", "cell": "task-cost", "what": "os"}], checks=right,
             repairs=[{"code": "deleted", "cells": ["check-cost"]}])
    room.add("p08", {}, by_hand=0, answers={}, named_reason="unreadable", repairs=[{"code": "unreadable", "cells": []}],
             checks={check: {"layer": "stopped", "hint": "?"} for check in CHECKS})
    room.hand_in("p01")
    room.absent("p03")
    return room
