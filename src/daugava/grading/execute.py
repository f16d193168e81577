"""nbgrader's Execute with a referee: the pupil's cells run in a confined kernel, the tests outside of it."""
from __future__ import annotations

import json
import os
import socket
import time

from jupyter_core.utils import run_sync
from jupyter_client.utils import ensure_async
from nbformat import from_dict
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_locked, is_solution

from daugava.grading import flags
from daugava.kernels import answers, client, referee, wire
from daugava.kernels.execute import WORDS, ConfinedExecute

ready: dict[tuple, dict] = {}  # (pupil, assignment, notebook): what a worker has found already


class RefereedExecute(ConfinedExecute):
    """Runs a submission; what it finds stands in ``nb.metadata["daugava"]["grading"]``."""

    def preprocess(self, nb, resources, *args, **kwargs):
        """Run the notebook and judge its test cells, or take what a worker has found."""
        if result := ready.get(tuple(resources["nbgrader"].get(name) for name in ("student", "assignment", "notebook"))):
            return taken(nb, result), resources
        began = time.monotonic()
        self._checks, self._flags, self._referee = {}, flags.seen(nb), None
        self._submission = {"locked": [cell.source for cell in nb.cells if _is_given(cell)],
                            "pupil": resources["nbgrader"].get("graded_as", resources["nbgrader"]["student"]),
                            "language": _language(nb)}
        os.environ["DAUGAVA_PUPIL"] = self._submission["pupil"]  # the kernel inherits it
        try:
            nb, resources = super().preprocess(nb, resources, *args, **kwargs)
        finally:
            self._dismiss()
        nb.metadata.setdefault("daugava", {}).setdefault("grading", {}).update(
            ended=self._why, seconds=round(time.monotonic() - began, 2), checks=self._checks, flags=self._flags)
        return nb, resources

    def create_kernel_manager(self):
        """The kernel manager, whose kernels answer the referee."""
        manager = super().create_kernel_manager()
        manager.kernel_config = {**manager.kernel_config, "answering": True}
        return manager

    def preprocess_cell(self, cell, resources, index):
        """Run a cell of the pupil's; have a test judged."""
        if not _is_test(cell) or self._why is not None:
            return super().preprocess_cell(cell, resources, index)
        verdict = self._judge(cell)
        if verdict.get("trouble") == "silent":
            if not run_sync(self.km.is_alive)():
                self._why = self.km.provisioner.why_ended or "ended"
                text = WORDS[self._why].get(_language(self.nb), WORDS[self._why]["en"])
                verdict["outputs"] = [new_output("error", ename="KernelEnded", evalue=text, traceback=[text])]
            else:
                self._flags.append({"code": "silent", "cell": cell.id})
        cell.outputs = [from_dict(output) for output in verdict["outputs"]]
        self._checks[cell.metadata.nbgrader.grade_id] = verdict["found"]
        return cell, resources

    def _judge(self, cell) -> dict:
        """The referee's verdict on one test cell."""
        mine, theirs = socket.socketpair()
        try:
            with mine, theirs:
                wire.send(self.km.provisioner.answers, {}, files=(theirs.fileno(),))
                theirs.close()
                run_sync(self._fork)()
                self._referee = self._referee or client.ask({"referee": self._submission}, b"", (), confined=True)
                self._referee.settimeout(3 * referee.SECONDS)
                wire.send(self._referee, {"check": cell.source, "most": cell.metadata.nbgrader.points},
                          files=(mine.fileno(),))
                mine.close()
                reply = wire.receive(self._referee)
        except (OSError, ValueError):
            reply = None
        if reply is None:  # it has ended itself, or never came
            self._dismiss()
            return referee.trouble("slow", self._submission["language"])
        return json.loads(reply[1])

    async def _fork(self):
        await ensure_async(self.kc.execute("", silent=True, store_history=False,
                                           user_expressions={"answers": answers.CALL}))

    def _dismiss(self):
        if self._referee is not None:
            self._referee.close()
            self._referee = None


def taken(nb, result: dict):
    """The notebook with the outputs and the findings of `daugava.grading.work.grade`."""
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [from_dict(output) for output in result["outputs"].get(cell.id, [])]
    nb.metadata.setdefault("daugava", {})["grading"] = from_dict(result["grading"])
    return nb


def _language(nb) -> str:
    return nb.metadata.get("daugava", {}).get("language", "en")


def _is_test(cell) -> bool:
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def _is_given(cell) -> bool:
    """A code cell that comes from the release and judges nothing."""
    return cell.cell_type == "code" and is_locked(cell) and not is_grade(cell)
