"""A server extension: the formgrader's autograde button grades as `daugava grade` does, in a process of its own.

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
from nbgrader.server_extensions.formgrader.base import check_notebook_dir, check_xsrf
from tornado import web


class GradeHandler(AutogradeHandler):
    """Grades one submission anew."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    async def post(self, assignment_id, student_id):
        """Answer as nbgrader does: success, error, log."""
        command = [sys.executable, "-m", "daugava.cli", "grade", assignment_id, "--course", str(self.coursedir.root) + os.sep,
                   "--only", student_id, "--again", "--jobs", "1"]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        said = (await process.communicate())[0].decode("utf-8", "replace")
        self.write(json.dumps({"success": process.returncode == 0, "log": said,
                               "error": said if process.returncode else None}))


def _jupyter_server_extension_points():
    return [{"module": "daugava.grading.button"}]


def _load_jupyter_server_extension(server):
    address = url_path_join(server.web_app.settings["base_url"], r"/formgrader/api/submission/([^/]+)/([^/]+)/autograde")
    server.web_app.add_handlers(".*$", [(address, GradeHandler)])
