"""The answers of a lab's `answers.yml`, each with the pupil who gives it and how it has to be judged."""
from __future__ import annotations

import contextlib
import io
import os
from functools import cache


def as_pupil(name):
    """From now on numbers are those of this pupil; of the example for None."""
    os.environ.pop("DAUGAVA_PUPIL", None)
    if name is not None:
        os.environ["DAUGAVA_PUPIL"] = name


def run(source, names):
    """Run a cell in this process, without what it shows."""
    with contextlib.redirect_stdout(io.StringIO()):
        exec(_compiled(source), names)


@cache
def _compiled(source):
    """The same cells run for every pupil of a class."""
    return compile(source, "<cell>", "exec")


def given(cells):
    """The names that a lab gives, for the pupil of the moment: what its setup and its numbers cells define."""
    names = {}
    for cell in ("setup", "numbers"):
        if cell in cells:
            run(cells[cell], names)
    return names


def judged(lab, names_of):
    """Every model answer as (pupil, task, verdict, answer); a task's k-th answer goes to class number k.

    A wrong answer with `right_if` is right for the pupils for whom that holds: `names_of(pupil)` gives the lab's names.
    """
    known = lab.answers
    for task in lab.tasks:
        answers = known.get(task["id"], {})
        each = [("right", answer) for answer in answers.get("right", [])]
        each += [("wrong", answer) for answer in answers.get("wrong", [])]
        for number, (verdict, answer) in enumerate(each, 1):
            pupil = f"p{number:02}"
            if "right_if" in answer and eval(answer["right_if"], names_of(pupil)):
                verdict = "right"
            yield pupil, task, verdict, answer


def names_by_pupil(lab, language):
    """A function for `judged`: the names that a lab gives to a pupil."""
    cells = {cell.id: cell.source for cell in lab.notebook(language).cells if cell.cell_type == "code"}

    def names(pupil):
        before = os.environ.get("DAUGAVA_PUPIL")
        as_pupil(pupil)
        try:
            return given(cells)
        finally:
            as_pupil(before)
    return names
