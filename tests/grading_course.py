"""A course with hand-ins, made without an exchange: what grading is tested on."""
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from daugava import lab
from daugava.course import Course
from daugava.grading import batch, workers

ROOT = Path(__file__).resolve().parents[1]
LAB = "badge-break-even"
ASSIGNMENT = f"{LAB}-en"
STAMP = "2026-11-25 10:00:00 UTC\n"


def make(folder: Path, one: lab.Lab | None = None, language: str = "en") -> Course:
    """An empty course with a lab assigned."""
    course = Course(folder / "stem", folder / "exchange", ROOT / "grading")
    course.folder.mkdir(parents=True)
    course.assign(one or lab.get(LAB, ROOT), language)
    return course


def release(course: Course) -> nbformat.NotebookNode:
    return nbformat.read(course.folder / "release" / ASSIGNMENT / f"{LAB}.ipynb", as_version=4)


def solved(course: Course) -> nbformat.NotebookNode:
    """The release with the model answers of the example's numbers."""
    model = {cell.id: cell.source for cell in lab.get(LAB, ROOT).notebook("en").cells}
    return answered(course, {name: "\n".join(line for line in text.splitlines() if "SOLUTION" not in line)
                             for name, text in model.items() if "BEGIN SOLUTION" in text})


def answered(course: Course, answers: dict) -> nbformat.NotebookNode:
    """The release with these answers: {cell id: source}."""
    nb = release(course)
    for cell in nb.cells:
        cell.source = answers.get(cell.id, cell.source)
    return nb


def hand_in(course: Course, pupil: str, work, name: str = f"{LAB}.ipynb", stamp: str = STAMP) -> Path:
    """Put a notebook, or bytes, where `collect` would."""
    folder = course.folder / "submitted" / pupil / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(work if isinstance(work, bytes) else json.dumps(work).encode())
    (folder / "timestamp.txt").write_text(stamp)
    return folder


def run(course: Course, jobs: int = 2, only=None, again=False, assignment=ASSIGNMENT, **limits) -> dict:
    """Grade in this process; {pupil: outcome}."""
    with workers.warm():
        chosen = batch.Batch(course, assignment, only, again)
        if limits:
            chosen.config.Execute.timeout = limits.pop("timeout", 60)
            chosen.config.RefereedExecute.limits = limits
        return {outcome.pupil: outcome for outcome in chosen.run(lambda: workers.processes(jobs))}


def judged(course: Course, assignment: str) -> list[tuple[str, dict]]:
    """(pupil, what grading finds) of every hand-in; the gradebook hears nothing of it."""
    with workers.warm():
        return list(batch.Batch(course, assignment).results(lambda: workers.processes(2)))


def command(course: Course, *options: str) -> subprocess.Popen:
    """`daugava grade` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "daugava.cli", "grade", ASSIGNMENT, "--course", f"{course.folder}{os.sep}", *options],
        env={**os.environ, "DAUGAVA_ROOT": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True)


def scores(course: Course) -> dict:
    """{pupil: {cell: automatic points}}, straight from the gradebook."""
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}", course.name) as book:
        return {each.student.id: {grade.name: grade.auto_score for grade in each.notebooks[0].grades}
                for each in book.assignment_submissions(ASSIGNMENT)}


def graded(course: Course, pupil: str) -> nbformat.NotebookNode:
    return nbformat.read(course.folder / "autograded" / pupil / ASSIGNMENT / f"{LAB}.ipynb", as_version=4)
