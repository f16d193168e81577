"""A server extension: the formgrader's buttons for grading and for release work in processes of their own.

Stock grades within the server, which answers nothing else until the notebook has run. nbgrader's extension is loaded
after this one, because extensions are loaded in the order of their names; the first route for an address is taken.
"""
from __future__ import annotations

import asyncio
import json
import os
import sys

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader.apihandlers import AutogradeHandler
from nbgrader.server_extensions.formgrader.apihandlers import ReleaseHandler as StockReleaseHandler
from nbgrader.server_extensions.formgrader.base import check_notebook_dir, check_xsrf
from tornado import web


async def _answer(handler, *command: str) -> None:
    """Run a command and answer as nbgrader does: success, error, log."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, cwd=str(handler.coursedir.root), stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    said = (await process.communicate())[0].decode("utf-8", "replace")
    handler.write(json.dumps({"success": process.returncode == 0, "log": said,
                              "error": said if process.returncode else None}))


class GradeHandler(AutogradeHandler):
    """Grades one submission anew."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    async def post(self, assignment_id, student_id):
        """Run `daugava grade`."""
        await _answer(self, "daugava.cli", "grade", assignment_id, "--course", str(self.coursedir.root) + os.sep,
                      "--only", student_id, "--again", "--jobs", "1")


class ReleaseHandler(StockReleaseHandler):
    """Releases an assignment once it is proven to judge well, which takes some seconds."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    async def post(self, assignment_id):
        """Run `nbgrader release_assignment`."""
        await _answer(self, "nbgrader", "release_assignment", assignment_id)


def _jupyter_server_extension_points():
    return [{"module": "daugava.grading.button"}]


def _load_jupyter_server_extension(server):
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(".*$", [
        (url_path_join(base, r"/formgrader/api/submission/([^/]+)/([^/]+)/autograde"), GradeHandler),
        (url_path_join(base, r"/formgrader/api/assignment/([^/]+)/release"), ReleaseHandler)])
