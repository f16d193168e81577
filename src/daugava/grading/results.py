"""What a class has done in an assignment: from nbgrader's gradebook, and from what grading left in the notebooks."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from daugava import DaugavaError
from daugava.course import Course
from daugava.grading import due, places
from daugava.grading.submission import stamp


@dataclass(frozen=True)
class Task:
    """A graded cell: its grade_id and the most points."""

    name: str
    points: float


@dataclass
class Row:
    """One graded submission. `states` and `scores` by grade_id; a state is one of `report_words.STATES`."""

    pupil: str
    states: dict[str, str]
    scores: dict[str, float]
    score: float
    grading: dict
    late: float  # seconds
    empty: bool


@dataclass
class Results:
    """One assignment of a course, pupils in the order of their class numbers."""

    assignment: str
    notebook: nbformat.NotebookNode  # as it was released
    tasks: list[Task]
    rows: list[Row] = field(default_factory=list)
    ungraded: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def about(self) -> dict:
        """What the notebook says of its lab: lab, language, title."""
        return self.notebook.metadata.get("daugava", {})

    @property
    def most(self) -> float:
        """The points that can be had."""
        return sum(task.points for task in self.tasks)

    def misconceptions(self) -> dict[str, dict[str, list[str]]]:
        """{misconception: {pupil: [grade_id, …]}} of the checks that are not passed."""
        found: dict[str, dict[str, list[str]]] = {}
        for row in self.rows:
            for check, verdict in row.grading.get("checks", {}).items():
                if name := verdict.get("misconception"):
                    found.setdefault(name, {}).setdefault(row.pupil, []).append(check)
        return found


def read(course: Course, assignment: str) -> Results:
    """The results of an assignment. Raises DaugavaError if there is none, or nothing of it has been graded."""
    release = sorted((course.folder / "release" / assignment).glob("*.ipynb"))
    if not release:
        raise DaugavaError(f"There is no assignment “{assignment}” in {course.name}: `daugava assign` makes one.")
    notebook = nbformat.read(release[0], as_version=4)
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}", course.name) as gradebook:
        reader = _Reader(course.folder, assignment, release[0].stem, notebook, gradebook)
        found = reader.results()
    if not found.rows:
        raise DaugavaError(f"Nothing of {assignment} is graded yet: run `daugava grade {assignment}`.")
    return found


class _Reader:
    def __init__(self, folder: Path, assignment: str, name: str, notebook, gradebook: Gradebook):
        self.folder, self.assignment, self.name = folder, assignment, name
        self.notebook, self.gradebook = notebook, gradebook
        self.extensions = due.extensions(folder).get(assignment, {})
        self.released = _answers(notebook)

    def results(self) -> Results:
        try:
            paper = self.gradebook.find_notebook(self.name, self.assignment)
            cells = {cell.name: cell for cell in (*paper.grade_cells, *paper.task_cells)}
        except MissingEntry:
            cells = {}
        tasks = [Task(name, cells[name].max_score) for name in places.headings(self.notebook) if name in cells]
        found = Results(self.assignment, self.notebook, tasks)
        given = self.gradebook.assignment_submissions(self.assignment) if cells else []
        submissions = {each.student.id: each for each in given}
        handed_in = {path.parent.name for path in (self.folder / "submitted").glob(f"*/{self.assignment}")}
        pupils = {student.id for student in self.gradebook.students} | handed_in
        for pupil in sorted(pupils, key=class_order):
            if pupil in handed_in and not self._is_graded(pupil, submissions):
                found.ungraded.append(pupil)
            if pupil in submissions:
                found.rows.append(self._row(pupil, submissions[pupil], tasks))
            elif pupil not in handed_in:
                found.absent.append(pupil)
        return found

    def _is_graded(self, pupil: str, submissions: dict) -> bool:
        """False also where a newer submission waits."""
        handed_in, graded = (stamp(self.folder / step / pupil / self.assignment) for step in ("submitted", "autograded"))
        return pupil in submissions and (handed_in is None or handed_in == graded)

    def _row(self, pupil: str, submission, tasks: list[Task]) -> Row:
        paper = next(each for each in submission.notebooks if each.name == self.name)
        grades = {grade.name: grade for grade in paper.grades}
        try:
            path = self.folder / "autograded" / pupil / self.assignment / f"{self.name}.ipynb"
            graded = nbformat.from_dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError):
            graded = nbformat.v4.new_notebook()
        grading = graded.metadata.get("daugava", {}).get("grading", {})
        answers = _answers(graded)
        blank = {name for name, text in self.released.items() if answers.get(name, text) == text}
        return Row(pupil, {task.name: _state(grades[task.name], grading, blank) for task in tasks},
                   {task.name: grades[task.name].score for task in tasks},
                   max(0, paper.score - (paper.late_submission_penalty or 0)), grading,
                   due.seconds_late(submission, self.extensions.get(pupil)),
                   blank == set(self.released))


def class_order(pupil: str) -> tuple:
    """Key to sort by: class numbers as numbers, then nicknames."""
    number = re.fullmatch(r"p?0*(\d+)", pupil)
    return (0, int(number[1]), pupil) if number else (1, 0, pupil)


def class_number(pupil: str) -> str:
    """What a pupil is called on paper: the class number without the letter of the account, or the nickname."""
    number = re.fullmatch(r"p0*(\d+)", pupil)
    return number[1] if number else pupil


def _answers(nb) -> dict[str, str]:
    """{grade_id: text} of the cells that pupils fill in."""
    marked = [(cell.metadata.get("nbgrader", {}), "".join(cell.source).strip()) for cell in nb.cells]
    return {mark["grade_id"]: text for mark, text in marked if mark.get("solution")}


def _state(grade, grading: dict, blank: set[str]) -> str:
    if grade.needs_manual_grade:
        return "waits"
    if grade.score >= grade.max_score:
        return "right"
    if grade.score > 0:
        return "part"
    layer = grading.get("checks", {}).get(grade.name, {}).get("layer")
    if layer == "not-started" or grade.name in blank:
        return "blank"
    if layer == "stopped" or layer is None and grading.get("ended"):
        return "stopped"
    return "wrong"
