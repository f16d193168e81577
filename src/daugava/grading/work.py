"""The unit of grading: bytes in, bytes out. Any process may run it, on this machine or on another.

A job is pickled by the process that writes the gradebook and a result is JSON: what a worker, which has seen a pupil's
notebook, sends back is never unpickled.
"""
from __future__ import annotations

import json
import logging
import os
import pickle
import tarfile
import tempfile
import traceback
from dataclasses import dataclass, field
from io import BytesIO

import nbformat
from nbgrader.utils import is_locked
from traitlets.config import Config

from daugava.grading.repair import repair

log = logging.getLogger(__name__)


@dataclass
class Job:
    """One submission.

    `raw`: the bytes that were handed in; `release`: the notebook as pupils got it (JSON text); `tests`: the sources of
    locked cells by grade_id, hidden tests included; `files`: what lies beside the notebook, as a tar; `graded_as`:
    whose constants it has; `config`: nbgrader's configuration as plain dicts.
    """

    raw: bytes
    release: str
    tests: dict[str, str]
    pupil: str
    graded_as: str
    language: str
    files: bytes = b""
    config: dict = field(default_factory=dict)


def grade(packed: bytes) -> bytes:
    """Repair, run and judge a submission.

    Returns JSON: `{"notebook": …, "outputs": {cell id: […]}, "grading": {…}}`, see `grading.execute`; on a fault of
    ours `{"error": one line}`.
    """
    job = pickle.loads(packed)
    try:
        return json.dumps(_graded(job)).encode()
    except Exception as error:
        log.debug("%s", traceback.format_exc())
        return json.dumps({"error": f"{type(error).__name__}: {error}"[:500]}).encode()


def _graded(job: Job) -> dict:
    release = nbformat.reads(job.release, as_version=4)
    repaired = repair(job.raw, release, job.language)
    nb = repaired.notebook
    plain = nbformat.writes(nb)
    for cell in nb.cells:
        if "nbgrader" in cell.metadata and is_locked(cell):
            cell.source = job.tests.get(cell.metadata.nbgrader.grade_id, cell.source)
    _run(nb, job)
    grading = {**nb.metadata.daugava.grading, "repairs": repaired.notes, "named_reason": repaired.named_reason}
    outputs = {cell.id: cell.outputs for cell in nb.cells if cell.cell_type == "code"}
    return {"notebook": plain, "outputs": outputs, "grading": grading}


def _run(nb, job: Job) -> None:
    from daugava.grading.execute import RefereedExecute

    with tempfile.TemporaryDirectory(prefix="daugava-") as folder:
        if job.files:
            with tarfile.open(fileobj=BytesIO(job.files)) as tar:
                tar.extractall(folder, filter="data")
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        resources = {"metadata": {"path": folder}, "nbgrader": {"student": job.pupil, "graded_as": job.graded_as}}
        RefereedExecute(config=Config(job.config)).preprocess(nb, resources)
