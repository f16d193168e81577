"""What made stock nbgrader fail, or cost the marks, goes through stock nbgrader once it is repaired."""
import copy
import json

import nbformat
import pytest
from lab_paths import Course

from daugava import lab
from daugava.grading.repair import repair
from daugava.grading.submission import find

RIGHT = {"task-ai": "wrong_step = 3\ncost_50 = 112",
         "predict": 'my_prediction = "A"\nmy_reason = "I predict A, because I see it."'}
STOCK = """
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
c.Autograde.sanitize_preprocessors = Autograde.sanitize_preprocessors.default()
c.Autograde.autograde_preprocessors = ["daugava.course.NamePupil", *Autograde.autograde_preprocessors.default()]
"""


def place(nb, name):
    return [each.get("id") for each in nb.cells].index(name)


def twice(nb):
    for name in ("task-ai", "check-ai"):
        twin = copy.deepcopy(nb.cells[place(nb, name)])
        twin["id"] = f"{name}-copy"
        nb.cells.append(twin)


def copy_holds_the_work(nb):
    twin = copy.deepcopy(nb.cells[place(nb, "task-ai")])
    twin["id"], nb.cells[place(nb, "task-ai")].source = "copy", "wrong_step = ...\ncost_50 = ..."
    nb.cells.append(twin)


def deleted(nb):
    nb.cells = [each for each in nb.cells if each.id not in ("check-ai", "check-read", "task-read", "decide")]


def split(nb):
    half = copy.deepcopy(nb.cells[place(nb, "task-ai")])
    nb.cells[place(nb, "task-ai")].source, half["id"], half.source = "wrong_step = 3", "half", "cost_50 = 112"
    nb.cells.insert(place(nb, "task-ai") + 1, half)


def merged(nb):
    nb.cells[place(nb, "task-ai")].source += "\n\n" + nb.cells.pop(place(nb, "check-ai")).source


def marks_changed(nb):
    for each in nb.cells:
        if "nbgrader" in each.metadata:
            each.metadata.nbgrader.update(points=50, locked=False, solution=True, grade_id=f"x-{each.id}")


def marks_gone(nb):
    for each in nb.cells:
        each.metadata = {}


def old(nb):
    nb["nbformat_minor"] = 2
    for each in nb.cells:
        del each["id"]


def as_text(nb):
    nb.cells[place(nb, "task-ai")]["cell_type"] = "markdown"


def other_kernel(nb):
    nb.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "?", "language": "?"}


def reversed_cells(nb):
    nb.cells.reverse()


CHANGES = [twice, copy_holds_the_work, deleted, split, merged, marks_changed, marks_gone, old, as_text, other_kernel,
           reversed_cells]
FILES = {  # name and bytes of what is handed in, and whether the answers are in it
    "truncated": ("badge-break-even.ipynb", lambda text: text[:-700], True),
    "renamed": ("mans darbs.ipynb", lambda text: text, True),
    "utf16": ("badge-break-even.ipynb", lambda text: text.encode("utf-16"), True),
    "surrogate": ("badge-break-even.ipynb", lambda text: text.replace('"# ', '"\\ud800# ', 1), True),
    "nesting": ("badge-break-even.ipynb", lambda text: "[" * 100_000, False),
    "program": ("darbs.py", lambda text: "print(1)", False),
    "empty": ("badge-break-even.ipynb", lambda text: "", False)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{what was handed in: its result}."""
    course = Course(tmp_path_factory.mktemp("stock"), lab.get("badge-break-even").notebook("en"), "badge-break-even")
    with (course.folder / "nbgrader_config.py").open("a") as settings:
        settings.write(STOCK)
    given = {}
    for change in CHANGES:
        nb = course.answered(RIGHT)
        change(nb)
        given[change.__name__.replace("_", "-")] = "badge-break-even.ipynb", json.dumps(nb).encode()
    for name, (file, make, _) in FILES.items():
        made = make(json.dumps(course.answered(RIGHT)))
        given[name] = file, made if isinstance(made, bytes) else made.encode()
    for pupil, (file, data) in given.items():
        folder = course.folder / "submitted" / pupil / course.name
        folder.mkdir(parents=True)
        (folder / file).write_bytes(data)
        found = find(folder, course.name, course.released)
        found.settle(nbformat.writes(repair(found.raw, course.released, "en").notebook))
    return course.autograde()


@pytest.mark.parametrize("name", [*(change.__name__.replace("_", "-") for change in CHANGES), *FILES])
def test_stock_grading_gives_the_points(graded, name):
    points = graded[name].points
    has_answers = name not in FILES or FILES[name][2]
    assert (points["check-ai"] > 0) == has_answers and (points["check-predict"] > 0) == has_answers
    assert points["check-cost"] == 0
