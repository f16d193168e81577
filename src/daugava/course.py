"""An nbgrader course: pupils into its gradebook, labs into it as assignments.

nbgrader does the work, with the settings of `grading/nbgrader_config.py`.
"""
from __future__ import annotations

import logging
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config, PyFileConfigLoader

from daugava import DaugavaError
from daugava.lab import Lab

log = logging.getLogger(__name__)


class CourseError(DaugavaError):
    """One sentence that says what to do."""


class Course:
    """The course in `folder`, which exchanges work through `exchange` (both absolute paths).

    `settings` is the project's `grading/` folder with `nbgrader_config.py`.
    """

    def __init__(self, folder: Path, exchange: Path, settings: Path):
        self.folder = folder
        self.exchange = exchange
        self.settings = settings
        self.name = folder.name

    def config(self) -> Config:
        """The nbgrader configuration of this course."""
        with _environment(DAUGAVA_EXCHANGE=str(self.exchange), DAUGAVA_COURSE=self.name,
                          JUPYTERHUB_USER=None):
            config = PyFileConfigLoader("nbgrader_config.py", path=str(self.settings)).load_config()
        config.CourseDirectory.root = str(self.folder)
        return config

    def api(self) -> NbGraderAPI:
        """nbgrader's own API on this course."""
        return NbGraderAPI(config=self.config())

    def add_pupils(self, names: list[str]) -> None:
        """Put pupils into the gradebook; those already there keep everything."""
        with self.api().gradebook as gradebook:
            known = {student.id for student in gradebook.students}
            for name in names:
                if name not in known:
                    gradebook.add_student(name)

    def assign(self, lab: Lab, language: str) -> str:
        """Make an assignment from one edition of a lab and generate the pupils' version.

        Returns the assignment's id, `<lab>-<language>`. Raises CourseError when the lab has no such
        edition or pupils have begun to hand it in (its cells must then stay as they are).
        """
        if language not in lab.editions:
            raise CourseError(f"The lab {lab.id} has no edition “{language}”: choose one of "
                              f"{', '.join(lab.editions)}.")
        assignment = f"{lab.id}-{language}"
        if self.hand_ins(assignment):
            raise CourseError(f"Pupils have already handed in {assignment}: it stays as they got it; "
                              "use another course for a new version.")
        source = self.folder / "source" / assignment
        source.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(lab.path(language), source / f"{lab.id}.ipynb")
        self._run("generate_assignment", assignment)
        return assignment

    def hand_ins(self, assignment: str) -> list[Path]:
        """Submissions of an assignment: those collected and those waiting in the exchange."""
        waiting = self.exchange / self.name / "inbound"
        return [*(self.folder / "submitted").glob(f"*/{assignment}"),
                *waiting.glob(f"*/*+{assignment}+*")]

    def release(self, assignment: str) -> None:
        """Give a generated assignment to the pupils."""
        self._run("release_assignment", assignment)

    def _run(self, action: str, assignment: str) -> None:
        outcome = getattr(self.api(), action)(assignment)
        if not outcome["success"]:
            reason = _reason(outcome)
            log.debug("%s", outcome)
            raise CourseError(f"nbgrader could not {action.replace('_', ' ')} {assignment}: {reason}")


class NamePupil(NbGraderPreprocessor):
    """Tell the kernel that runs next whose submission it is: constants differ by pupil (`daugava.variant`)."""

    def preprocess(self, nb, resources):
        """Set ``DAUGAVA_PUPIL``, which the kernel inherits; the notebook stays as it is."""
        os.environ["DAUGAVA_PUPIL"] = resources["nbgrader"]["student"]
        return nb, resources


def _reason(outcome: dict) -> str:
    """The last thing that nbgrader complained about, as one line."""
    lines = f"{outcome.get('log', '')}\n{outcome.get('error', '')}".splitlines()
    complaints = [line for line in lines if re.search(r"ERROR|Error", line)]
    return (complaints or lines or ["no reason given"])[-1].strip()


@contextmanager
def _environment(**values: str | None):
    """Set environment variables (None removes one) for the length of a block."""
    before = {name: os.environ.get(name) for name in values}
    try:
        _set_environment(values)
        yield
    finally:
        _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
