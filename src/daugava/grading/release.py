"""An assignment is released only if its grading does what it says: the solution gets all points, the untouched
release none, and every answer in the lab's `answers.yml` is judged as written there."""
from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade, is_grade, is_solution

from daugava import DaugavaError, exchange, lab
from daugava.grading import work, workers
from daugava.model_answers import judged, names_by_pupil

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")


class ReleaseAssignment(exchange.ReleaseAssignment):
    """Refuses, with the reason, to give pupils an assignment that would be judged wrongly."""

    def start(self):
        """Judge first, then release."""
        folder = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", self.coursedir.assignment_id))
        source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", self.coursedir.assignment_id))
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            for notebook in sorted(folder.glob("*.ipynb")):
                cells = gradebook.find_notebook(notebook.stem, self.coursedir.assignment_id).source_cells
                tests = {cell.name: cell.source for cell in cells if cell.locked}
                if reason := fault(notebook, source / notebook.name, tests):
                    self.fail(f"{notebook.stem} is not released: {reason}")
        super().start()


def fault(release: Path, source: Path, tests: dict[str, str]) -> str | None:
    """Why a notebook may not be released, as one line; None where all is well.

    `release` is the pupils' notebook, `source` the teacher's, `tests` the sources of its locked cells by grade_id.
    """
    given, model = (nbformat.read(path, as_version=4) for path in (release, source))
    trials = [("untouched", given, 0, None), ("solution", _solved(given, model), 1, None), *_answers(given)]
    with workers.warm(), workers.processes(os.cpu_count() or 1) as executor:
        jobs = [executor.submit(work.grade, pickle.dumps(_job(nb, release, pupil, tests))) for pupil, nb, *_ in trials]
        for job, (pupil, nb, share, answers) in zip(jobs, trials, strict=True):
            result = json.loads(job.result())
            if "error" in result:
                return f"grading itself failed ({result['error']})."
            if said := _wrong(pupil, nb, result, share, answers):
                return said
    return None


def _job(nb, release: Path, pupil: str, tests) -> work.Job:
    return work.Job(raw=nbformat.writes(nb).encode(), release=release.read_text("utf-8"), tests=tests, pupil=pupil,
                    graded_as=pupil, language=nb.metadata.get("daugava", {}).get("language", "en"))


def _solved(given, model):
    """The release with the model's solutions in it."""
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in model.cells if is_solution(cell)}
    nb = nbformat.reads(nbformat.writes(given), as_version=4)
    for cell in nb.cells:
        if is_solution(cell):
            kept = [line for line in answers[cell.metadata.nbgrader.grade_id].splitlines() if line.strip() not in SOLUTION]
            cell.source = "\n".join(kept)
    return nb


def _answers(given):
    """The lab's model answers: the k-th answer to every task is handed in by class number k."""
    try:
        one = lab.get(given.metadata.daugava.lab)
    except (AttributeError, KeyError, DaugavaError):
        return  # an assignment of the teacher's own
    sheets: dict[str, dict] = {}
    names = names_by_pupil(one, given.metadata.daugava.language)
    for pupil, task, verdict, answer in judged(one, names):
        sheets.setdefault(pupil, {})[task["id"]] = (task.get("check"), verdict, answer["code"])
    for pupil, answers in sheets.items():
        nb = nbformat.reads(nbformat.writes(given), as_version=4)
        for cell in nb.cells:
            if cell.id in answers:
                cell.source = answers[cell.id][2].rstrip("\n")
        yield pupil, nb, None, {check: verdict for check, verdict, _ in answers.values()}


def _wrong(pupil, nb, result, share, answers) -> str | None:
    """What is judged otherwise than it should be."""
    for cell in nb.cells:
        if not is_grade(cell) or is_solution(cell) or cell.cell_type != "code":
            continue
        name = cell.metadata.nbgrader.grade_id
        cell.outputs = [nbformat.from_dict(shown) for shown in result["outputs"].get(cell.id, [])]
        points, most = determine_grade(cell)
        if share is not None and points != most * share:
            return (f"the {'model solution' if share else 'untouched release'} gets {points:g} of {most:g} points in "
                    f"{name}: look at the test and the solution.")
        if answers and name in answers and points != (most if answers[name] == "right" else 0):
            return (f"an answer that answers.yml calls {answers[name]} gets {points:g} of {most:g} points in {name} "
                    f"(class number {pupil}): mend the test or answers.yml.")
    return None
