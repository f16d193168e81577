"""The formgrader's button grades in a process of its own: the teacher's server keeps answering."""
import threading
import time

import grading_course as room
import pytest
from course_server import serving


@pytest.fixture
def served(tmp_path):
    """A course with one notebook that takes its time, and a server on it with nbgrader's extension and ours."""
    course = room.make(tmp_path)
    room.hand_in(course, "p01", room.answered(course, {"task-cost": "import time\nbegan = time.time()\nwhile time.time() < began + 12:\n    pass"}))
    with serving(course, tmp_path / "server", "daugava.grading.button") as server:
        yield course, server.ask


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
