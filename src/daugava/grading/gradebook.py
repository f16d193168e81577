"""nbgrader's own steps that read and write the gradebook, on one connection for a whole batch.

Each of them opens a database anew for every notebook and has all its questions worked out again: half of the time
that writing takes.
"""
from __future__ import annotations

from contextlib import contextmanager

from nbgrader import preprocessors
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

_open: list[Gradebook] = []


@contextmanager
def one(url: str, course: str):
    """Within this block the steps below use one connection to the gradebook at `url`."""
    with Gradebook(url, course) as gradebook:
        _open.append(gradebook)
        try:
            yield gradebook
        finally:
            _open.remove(gradebook)


class _OnOneConnection:
    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id, self.db_url = (
            about[name] for name in ("notebook", "assignment", "student", "db_url"))
        self.gradebook = _open[-1]
        try:
            return NbGraderPreprocessor.preprocess(self, nb, resources)
        finally:
            self.gradebook.db.rollback()  # what others write in between is read next time


class OverwriteCells(_OnOneConnection, preprocessors.OverwriteCells):
    """As nbgrader's."""


class SaveAutoGrades(_OnOneConnection, preprocessors.SaveAutoGrades):
    """As nbgrader's."""
