"""Take labs through the real path from release to grade, in a temporary course."""

import copy
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import grading_course
import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, LockCells
from nbgrader.utils import determine_grade, is_grade

from daugava.grading import execute
from daugava.model_answers import as_pupil, given, judged, names_by_pupil, run

ROOT = Path(__file__).resolve().parents[1]
PROJECT_CONFIG = ROOT / "grading" / "nbgrader_config.py"
SECONDS_A_CELL = 20
CLASS = [None, *(f"p{number:02}" for number in range(1, 31))]  # nobody, and a large class


@dataclass
class Result:
    """One graded submission: points by grade_id, and what every cell shows by cell id."""

    points: dict
    outputs: dict
    errors: dict

    def message(self, cell):
        return re.sub(r"\x1b\[[0-9;]*m", "", self.outputs.get(cell, ""))


class Course:
    """A temporary course with one assignment: one lab in one language."""

    def __init__(self, folder, source, name):
        self.folder, self.name = Path(folder), name
        place = self.folder / "source" / name
        place.mkdir(parents=True)
        nbformat.write(source, place / f"{name}.ipynb")
        settings = [
            f"load_subconfig({str(PROJECT_CONFIG)!r})",
            "c = get_config()",
            f"c.CourseDirectory.root = {str(self.folder)!r}",
            "c.CourseDirectory.course_id = 'labs'",
            f"c.Execute.timeout = c.ExecutePreprocessor.timeout = {SECONDS_A_CELL}",
            "c.Execute.startup_timeout = 60",
        ]
        (self.folder / "nbgrader_config.py").write_text("\n".join(settings), encoding="utf-8")
        self.nbgrader("generate_assignment", name)
        self.released = nbformat.read(self.folder / "release" / name / f"{name}.ipynb", as_version=4)

    def nbgrader(self, command, *arguments):
        # A new gradebook calls `alembic`, so the environment's programs have to be on PATH.
        programs = str(Path(sys.executable).parent)
        env = {key: value for key, value in os.environ.items() if not key.startswith(("DAUGAVA_", "JUPYTERHUB_"))}
        env |= {"PATH": programs + os.pathsep + os.environ["PATH"], "DAUGAVA_ROOT": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, *arguments], cwd=self.folder, env=env,
            capture_output=True, text=True, timeout=600, check=False,
        )
        if done.returncode:
            # All but its progress: the reason may stand far above the end.
            said = [line for line in f"{done.stdout}\n{done.stderr}".splitlines() if "| INFO]" not in line]
            raise AssertionError("\n".join([f"nbgrader {command} failed:", *said]))

    def submit(self, pupil, notebook):
        place = self.folder / "submitted" / pupil / self.name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{self.name}.ipynb")

    def answered(self, answers):
        return answered(self.released, answers)

    def autograde(self):
        self.nbgrader("autograde", self.name)
        return results(self.folder, self.name)


def answered(release, answers):
    """The released notebook, as a pupil leaves it: {answer cell: code}."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = answers[cell.id].rstrip("\n")
    return notebook


def results(folder, assignment):
    """{pupil: what became of the submission} of a graded assignment, from the course's folder and its gradebook."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", folder.name) as gradebook:
        return {submission.student.id: _result(folder, assignment, submission.student.id, submission.notebooks[0])
                for submission in gradebook.assignment_submissions(assignment)}


def _result(folder, assignment, pupil, graded):
    points = {grade.name: grade.auto_score for grade in graded.grades if grade.auto_score is not None}
    return _shown(nbformat.read(folder / "autograded" / pupil / assignment / f"{graded.name}.ipynb", as_version=4), points)


def _judged(found):
    """What `daugava.grading.work` found, with the points that nbgrader gives for it."""
    assert "error" not in found, found
    notebook = execute.taken(nbformat.reads(found["notebook"], as_version=4), found)
    points = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in notebook.cells if is_grade(cell)}
    return _shown(notebook, {name: score for name, score in points.items() if score is not None})


def _shown(notebook, points):
    outputs, errors = {}, {}
    for cell in notebook.cells:
        shown = [shows for shows in cell.get("outputs", []) if shows.output_type in ("stream", "error")]
        outputs[cell.id] = "\n".join(
            "\n".join(shows.traceback) if shows.output_type == "error" else shows.text for shows in shown
        )
        if any(shows.output_type == "error" or shows.get("name") == "stderr" for shows in shown):
            errors[cell.id] = outputs[cell.id]
    return Result(points, outputs, errors)


def released(source):
    """A source notebook as pupils get it: `nbgrader generate_assignment` without a course, for looking at."""
    notebook = copy.deepcopy(source)
    for step in (LockCells(), ClearSolutions(code_stub={"python": ""}, text_stub="…"), ClearHiddenTests()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook


def names_of_class(lab, wanted=()):
    """{pupil: the names that the English edition gives, or those that are wanted}, for everybody in `CLASS`."""
    names = names_by_pupil(lab, "en")
    drawn = {pupil: names(pupil) for pupil in CLASS}
    as_pupil(None)
    return {pupil: {name: mine[name] for name in wanted or mine} for pupil, mine in drawn.items()}


def guide(lab, language):
    """The guide of a lab as text; numbers are written as Python writes them, whatever the language."""
    name = lab.id if language == "en" else f"{lab.id}.{language}"
    text = (ROOT / "teacher-guides" / "labs" / f"{name}.md").read_text("utf-8").replace("−", "-").replace("\u00a0", " ")
    return re.sub(r"(?<=\d),(?=\d)", ".", text) if language == "lv" else text


def guide_rows(lab, language):
    """Every row of every table of the guide, as a list of its cells."""
    lines = [line for line in guide(lab, language).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def figures(cell):
    """The numbers that stand in a cell of a guide's table."""
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", cell)]


def graded(lab, language, folder):
    """The released notebook and the results of the untouched release, the solution, and every model answer.

    A course of our own, judged as `./daugava grade` does it; the first two are written to its gradebook, too.
    """
    course, assignment = grading_course.make(folder, lab, language), f"{lab.id}-{language}"
    release = nbformat.read(course.folder / "release" / assignment / f"{lab.id}.ipynb", as_version=4)
    cells = {"untouched": {}}
    for pupil, task, _, answer in judged(lab, names_by_pupil(lab, language)):
        cells.setdefault(pupil, {})[task["id"]] = answer["code"]
    work = {pupil: answered(release, answers) for pupil, answers in cells.items()} | {"solution": lab.notebook(language)}
    for pupil, notebook in work.items():
        place = course.folder / "submitted" / pupil / assignment
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{lab.id}.ipynb")
    found = {pupil: _judged(result) for pupil, result in grading_course.judged(course, assignment)}
    outcomes = grading_course.run(course, only=["untouched", "solution"], assignment=assignment)
    assert [outcome for outcome in outcomes.values() if outcome.error] == [] and set(found) == set(work)
    for pupil, written in results(course.folder, assignment).items():
        assert (found[pupil].points, found[pupil].errors) == (written.points, written.errors)
    return release, found
