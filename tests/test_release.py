"""An assignment is released only if its solution gets everything, the untouched release nothing, and answers what they should."""
import grading_course as room
import nbformat
import pytest

from daugava.course import CourseError


@pytest.fixture
def course(tmp_path):
    course = room.make(tmp_path)
    (course.exchange).mkdir()
    return course


def change(course, cell, text):
    """Change the teacher's source of one cell and make the pupils' version anew."""
    path = course.folder / "source" / room.ASSIGNMENT / f"{room.LAB}.ipynb"
    nb = nbformat.read(path, as_version=4)
    one, = (each for each in nb.cells if each.id == cell)
    one.source = text(one.source)
    nbformat.write(nb, path)
    course._run("generate_assignment", room.ASSIGNMENT)


def released(course):
    return (course.exchange / "stem" / "outbound" / room.ASSIGNMENT / f"{room.LAB}.ipynb").is_file()


def test_a_sound_lab_is_released(course):
    course.release(room.ASSIGNMENT)
    assert released(course)


@pytest.mark.parametrize(("cell", "text", "why"), [
    ("check-ai", lambda source: source + "\nassert False", "model solution gets 0 of"),
    ("check-ai", lambda source: "assert True", "untouched release gets"),
    ("check-read", lambda source: 'from daugava import check\ncheck.use("en")\ncheck.number(lambda: badges_read, "badges_read")',
     "an answer that answers.yml calls wrong gets"),
], ids=["solution", "untouched", "answers"])
def test_a_lab_that_judges_wrongly_is_not(course, cell, text, why):
    change(course, cell, text)
    with pytest.raises(CourseError, match=why):
        course.release(room.ASSIGNMENT)
    assert not released(course)
