"""A lab into an nbgrader course, and what is said when that cannot be."""
import json
from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import Execute
from running import ROOT

from daugava import lab as labs
from daugava.course import Course, CourseError


@pytest.fixture
def course(tmp_path):
    (tmp_path / "courses" / "stem" / "source").mkdir(parents=True)
    (tmp_path / "exchange").mkdir(mode=0o777)
    return Course(tmp_path / "courses" / "stem", tmp_path / "exchange", ROOT / "grading")


def test_assign_and_release(course):
    lab = labs.get("badge-break-even", ROOT)
    assert course.assign(lab, "lv") == "badge-break-even-lv"
    released = nbformat.read(course.folder / "release/badge-break-even-lv/badge-break-even.ipynb", 4)
    text = "".join(cell.source for cell in released.cells)
    assert "SOLUTION" not in text and "HIDDEN" not in text
    course.assign(lab, "lv")  # again, for a corrected lab
    course.release("badge-break-even-lv")
    assert (course.exchange / "stem/outbound/badge-break-even-lv/badge-break-even.ipynb").exists()


def test_what_cannot_be_assigned_is_said(course):
    lab = labs.get("badge-break-even", ROOT)
    with pytest.raises(CourseError, match="no edition “nb”: choose one of en, lv"):
        course.assign(lab, "nb")
    with pytest.raises(CourseError, match="could not release assignment none-lv"):
        course.release("none-lv")


@pytest.mark.parametrize("place", [
    "exchange/stem/inbound/p01/p01+badge-break-even-lv+2026", "courses/stem/submitted/p01/badge-break-even-lv"])
def test_an_assignment_stays_once_pupils_have_handed_it_in(course, place):
    (course.folder.parent.parent / place).mkdir(parents=True)
    with pytest.raises(CourseError, match="already handed in badge-break-even-lv"):
        course.assign(labs.get("badge-break-even", ROOT), "lv")


def test_pupils_are_added_once(course):
    course.add_pupils(["p01", "zakis"])
    course.add_pupils(["p01", "zakis", "p03"])
    with course.api().gradebook as gradebook:
        assert sorted(student.id for student in gradebook.students) == ["p01", "p03", "zakis"]


def test_hub_names_do_not_leak_into_the_course(course, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "p01")
    config = course.config()
    assert "student_id" not in config.CourseDirectory
    assert config.Exchange.root == str(course.exchange)


def test_kernels_that_grade_take_no_port(course, monkeypatch):
    """Ports are looked up before they are taken, so two kernels could be given the same one."""
    monkeypatch.delenv("JUPYTER_PATH", raising=False)  # a warm kernel has no connection file to ask
    cell = nbformat.v4.new_code_cell("from ipykernel.connect import get_connection_info\nprint(get_connection_info())")
    notebook, _ = Execute(config=course.config()).preprocess(nbformat.v4.new_notebook(cells=[cell]), {})
    told = json.loads(notebook.cells[0].outputs[0].text)
    assert told["transport"] == "ipc" and Path(told["ip"]).is_absolute()
    assert list(Path(told["ip"]).parent.glob(f"{Path(told['ip']).name}*")) == [], "nothing is left behind"
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(course.folder / ("long" * 30)))
    assert "transport" not in course.config().KernelManager, "a path too long for a socket"
