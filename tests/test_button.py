"""The formgrader's button grades in a process of its own: the teacher's server keeps answering."""
import json
import os
import secrets
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import grading_course as room
import pytest
from running import START_SECONDS

from daugava.classroom import free_port


@pytest.fixture
def served(tmp_path):
    """A course with one notebook that takes its time, and a server on it with nbgrader's extension and ours."""
    course = room.make(tmp_path)
    room.hand_in(course, "p01", room.answered(course, {"task-cost": "import time\nbegan = time.time()\nwhile time.time() < began + 12:\n    pass"}))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": {"jpserver_extensions": {
        "nbgrader.server_extensions.formgrader": True, "daugava.grading.button": True}}}))
    (course.folder / "nbgrader_config.py").write_text(
        f"load_subconfig({str(room.ROOT / 'grading' / 'nbgrader_config.py')!r})\nc = get_config()\n"
        f"c.CourseDirectory.root = {str(course.folder)!r}\nc.CourseDirectory.course_id = 'stem'\n")
    port, token = free_port(), secrets.token_hex(8)
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--ServerApp.port={port}",
         f"--ServerApp.root_dir={course.folder}"], cwd=course.folder,
        env={**os.environ, "JUPYTER_TOKEN": token, "DAUGAVA_ROOT": str(room.ROOT), "DAUGAVA_COURSE": "stem",
             "DAUGAVA_EXCHANGE": str(course.exchange), "JUPYTER_CONFIG_DIR": str(tmp_path / "none"),
             "JUPYTER_CONFIG_PATH": os.pathsep.join([str(tmp_path / "config"), str(room.ROOT / "grading")])},
        stdout=subprocess.DEVNULL, stderr=(tmp_path / "log").open("w"))

    def ask(path, method="GET", seconds=120):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", method=method,
                                         headers={"Authorization": f"token {token}"})
        with urllib.request.urlopen(request, timeout=seconds) as reply:
            return json.loads(reply.read() or b"null")

    end = time.monotonic() + START_SECONDS
    while True:
        try:
            ask("api/status")
            break
        except (urllib.error.URLError, OSError):
            assert process.poll() is None and time.monotonic() < end, (tmp_path / "log").read_text()
            time.sleep(0.1)
    yield course, ask
    process.terminate()
    process.wait(30)


def test_a_server_answers_while_a_long_notebook_is_graded(served):
    course, ask = served
    said = {}
    press = threading.Thread(target=lambda: said.update(ask(f"formgrader/api/submission/{room.ASSIGNMENT}/p01/autograde", "POST")))
    press.start()
    answered = 0
    while press.is_alive():
        ask("api/status", seconds=10)
        answered += 1
        time.sleep(0.2)
    assert answered > 20, "it took a while, and the server was there"
    assert said["success"], said
    assert room.graded(course, "p01").metadata["daugava"]["grading"]["checks"]
