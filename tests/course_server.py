"""A Jupyter server on a course, with the formgrader and our extensions to it."""
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import grading_course as room
from running import START_SECONDS

from daugava.hub import free_port


class CourseServer:
    """Where it is, its token, its process."""

    def __init__(self, course, folder: Path, *extensions: str):
        (folder / "config").mkdir(parents=True)
        (folder / "config" / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": {"jpserver_extensions": {
            "nbgrader.server_extensions.formgrader": True, **dict.fromkeys(extensions, True)}}}))
        (course.folder / "nbgrader_config.py").write_text(
            f"load_subconfig({str(room.ROOT / 'grading' / 'nbgrader_config.py')!r})\nc = get_config()\n"
            f"c.CourseDirectory.root = {str(course.folder)!r}\nc.CourseDirectory.course_id = {course.name!r}\n")
        port, self.token, self.log = free_port(), secrets.token_hex(8), folder / "log"
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--ServerApp.port={port}",
             f"--ServerApp.root_dir={course.folder}"], cwd=course.folder,
            env={**os.environ, "JUPYTER_TOKEN": self.token, "DAUGAVA_ROOT": str(room.ROOT),
                 "DAUGAVA_COURSE": course.name, "DAUGAVA_EXCHANGE": str(course.exchange),
                 "JUPYTER_CONFIG_DIR": str(folder / "none"),
                 "JUPYTER_CONFIG_PATH": os.pathsep.join([str(folder / "config"), str(room.ROOT / "grading")])},
            stdout=subprocess.DEVNULL, stderr=self.log.open("w"))

    def ask(self, path, method="GET", seconds=120):
        """The JSON that an address answers to who has the token."""
        request = urllib.request.Request(f"{self.address}/{path}", method=method,
                                         headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=seconds) as reply:
            return json.loads(reply.read() or b"null")


@contextmanager
def serving(course, folder: Path, *extensions: str):
    """A server that answers, for the length of a block; `folder` holds its settings and its log."""
    server = CourseServer(course, folder, *extensions)
    end = time.monotonic() + START_SECONDS
    try:
        while True:
            try:
                server.ask("api/status")
                break
            except (urllib.error.URLError, OSError):
                assert server.process.poll() is None and time.monotonic() < end, server.log.read_text()
                time.sleep(0.1)
        yield server
    finally:
        server.process.terminate()
        server.process.wait(30)
