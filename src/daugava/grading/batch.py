"""`./daugava grade`: every new submission of an assignment through workers, and one writer to the gradebook."""
from __future__ import annotations

import json
import logging
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from daugava import DaugavaError
from daugava.course import Course
from daugava.grading import execute, gradebook, pairs, work
from daugava.grading.submission import Submission, find, is_graded
from daugava.kernels import jail
from daugava.kernels.limits import Limits

log = logging.getLogger(__name__)
said = logging.getLogger(f"{__name__}.nbgrader")  # what nbgrader says while it writes: of what is repaired already
said.addHandler(logging.NullHandler())
said.propagate = False
AHEAD = 8  # jobs that wait for a worker: no more are held in memory
SAME = "daugava.grading.gradebook."
# A worker has repaired what nbgrader would look for: the steps that are left, on one connection to the gradebook.
SANITIZE = ["nbgrader.preprocessors.ClearOutput", "nbgrader.preprocessors.OverwriteKernelspec", SAME + "OverwriteCells"]
AUTOGRADE = ["daugava.grading.execute.RefereedExecute", "nbgrader.preprocessors.LimitOutput", SAME + "SaveAutoGrades",
             "nbgrader.preprocessors.AssignLatePenalties"]


@dataclass
class Outcome:
    """What became of one submission; `error` is a named reason where there is no grade."""

    pupil: str
    seconds: float
    grading: dict = field(default_factory=dict)
    error: str | None = None


class Batch:
    """The submissions of one assignment."""

    def __init__(self, course: Course, assignment: str, only: list[str] | None = None, again: bool = False):
        """`only`: these pupils; `again`: also those that are graded already. Raises DaugavaError for an unknown one.

        Who worked in a pair gets the other's work first and is graded in the same run.
        """
        self.course, self.assignment, self.again = course, assignment, again
        self.config = course.config()
        self.config.CourseDirectory.assignment_id = assignment
        self.config.Autograde.sanitize_preprocessors = SANITIZE
        self.config.Autograde.autograde_preprocessors = AUTOGRADE
        self.url = f"sqlite:///{course.folder / 'gradebook.db'}"
        self.release = self._release()
        self.tests = self._tests()
        self.language = self.release.metadata.get("daugava", {}).get("language", "en")
        self.taken: dict[str, int] = {}  # what is being graded
        partners = pairs.share(course, assignment)
        chosen = only if only is None else [*only, *partners]
        self.pupils = [pupil for pupil in self._handed_in(chosen) if again or self._is_new(pupil)]

    def run(self, workers: Callable[[], AbstractContextManager[Executor]],
            seen: Callable[[Outcome], None] = lambda _: None) -> list[Outcome]:
        """Grade in the executor that `workers` makes, write here; `seen` hears of every submission as it is written."""
        outcomes = []
        with gradebook.one(self.url, self.course.name):
            for pupil, result in self.results(workers):
                began = time.monotonic()
                outcome = self._write(pupil, result)
                outcome.seconds = outcome.grading.get("seconds", 0) + time.monotonic() - began
                outcomes.append(outcome)
                seen(outcome)
        return outcomes

    def results(self, workers: Callable[[], AbstractContextManager[Executor]]) -> Iterator[tuple[str, dict]]:
        """(pupil, what `work.grade` found) as it comes; nothing is written.

        When a worker dies, those that were in work go on one by one: so it is known who did it.
        """
        left, suspects = list(reversed(self.pupils)), []
        while left or suspects:
            waiting = {}
            try:
                with workers() as executor:
                    alone = bool(suspects)
                    yield from self._round(executor, suspects if alone else left, waiting, 1 if alone else AHEAD)
            except BrokenProcessPool:
                if not alone:
                    suspects += waiting.values()
                elif waiting:
                    yield next(iter(waiting.values())), {"error": "the grading itself died of it twice"}

    def _round(self, executor: Executor, left: list[str], waiting: dict, ahead: int) -> Iterator[tuple[str, dict]]:
        """Results of those that are `left`, at most `ahead` of them in work at once."""
        while left or waiting:
            while left and len(waiting) < ahead:
                pupil = left.pop()
                try:
                    job = pickle.dumps(self._job(pupil))
                except (OSError, ValueError) as error:
                    yield pupil, {"error": f"the hand-in cannot be read ({error})"}
                    continue
                try:
                    waiting[executor.submit(work.grade, job)] = pupil
                except BrokenProcessPool:
                    left.append(pupil)  # another died before this one was in work
                    raise
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                try:
                    result = json.loads(future.result())
                except BrokenProcessPool:
                    raise
                except Exception as error:
                    result = {"error": f"{type(error).__name__}: {error}"}
                yield waiting.pop(future), result

    def _job(self, pupil: str) -> work.Job:
        folder = self._folder("submitted", pupil)
        found = self._found(pupil)
        self.taken[pupil] = hash(found.raw)
        return work.Job(raw=found.raw, release=nbformat.writes(self.release), tests=self.tests, pupil=pupil,
                        graded_as=pairs.graded_as(folder), language=self.language, files=jail.pack(folder, Limits()),
                        config={name: dict(self.config[name]) for name in ("Execute", "ExecutePreprocessor", "RefereedExecute")
                                if name in self.config})

    def _found(self, pupil: str) -> Submission:
        return find(self._folder("submitted", pupil), self.notebook, self.release)

    def _write(self, pupil: str, result: dict) -> Outcome:
        """Let nbgrader write the gradebook and the graded notebook; what it needs is repaired before."""
        if "error" in result:
            return Outcome(pupil, 0, error=result["error"])
        try:
            found = self._found(pupil)
            if hash(found.raw) != self.taken.pop(pupil):
                return Outcome(pupil, 0, error="it was handed in anew meanwhile")
            result["grading"]["repairs"] = [*found.notes, *result["grading"]["repairs"]]
            found.settle(result["notebook"])
            shutil.rmtree(self._folder("autograded", pupil), ignore_errors=True)
            self.config.CourseDirectory.student_id = pupil
            execute.ready[pupil, self.assignment, self.notebook] = result
            converter = Autograde(coursedir=CourseDirectory(config=self.config), config=self.config)
            converter.log = said
            converter.start()
        except Exception as error:
            log.debug("%s", error, exc_info=True)
            return Outcome(pupil, 0, result["grading"], error=str(error).splitlines()[-1][:300] if str(error) else repr(error))
        finally:
            execute.ready.pop((pupil, self.assignment, self.notebook), None)
        return Outcome(pupil, 0, result["grading"])

    def _folder(self, step: str, pupil: str) -> Path:
        return self.course.folder / step / pupil / self.assignment

    def _handed_in(self, only: list[str] | None) -> list[str]:
        there = sorted(path.parent.name for path in (self.course.folder / "submitted").glob(f"*/{self.assignment}"))
        missing = set(only or ()) - set(there)
        if missing:
            raise DaugavaError(f"There is no submission of {', '.join(sorted(missing))} for {self.assignment}: "
                               "collect it first.")
        return [pupil for pupil in there if only is None or pupil in only]

    def _is_new(self, pupil: str) -> bool:
        """True unless this very submission is graded to the end."""
        return not is_graded(self._folder("submitted", pupil), self._folder("autograded", pupil), self.notebook)

    def _release(self) -> nbformat.NotebookNode:
        places = sorted((self.course.folder / "release" / self.assignment).glob("*.ipynb"))
        if not places:
            raise DaugavaError(f"There is no assignment “{self.assignment}” in {self.course.name}: `daugava assign` makes "
                               "one.")
        self.notebook = places[0].stem
        return nbformat.read(places[0], as_version=4)

    def _tests(self) -> dict[str, str]:
        with gradebook.one(self.url, self.course.name) as book:
            cells = book.find_notebook(self.notebook, self.assignment).source_cells
            return {cell.name: cell.source for cell in cells if cell.locked}
