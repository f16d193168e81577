"""Grading through nbgrader's own command: pupils' code reaches nothing, and ends where it has to."""
import pytest
from lab_paths import ROOT, Course
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SECRET = "assert answer == 42  # the hidden test"


def marked(id, source, **marks):
    about = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False, **marks}
    return new_code_cell(source, id=id, metadata={"nbgrader": {"grade_id": id, **about}})


SOURCE = new_notebook(metadata={
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "daugava": {"language": "lv"}}, cells=[
        new_markdown_cell("# Lab", id="card"),
        marked("task", "answer = ...\n### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION", solution=True),
        marked("check", f"assert answer > 0\n### BEGIN HIDDEN TESTS\n{SECRET}\n### END HIDDEN TESTS",
               grade=True, locked=True, points=2),
        marked("second", "other = 7", solution=True),
        marked("check-second", "assert other == 7", grade=True, locked=True, points=1)])

SPIES = {
    "files": "import os\nprint([name for place, _, names in os.walk('/') for name in names if name == 'lab.ipynb'])",
    "gradebook": "open({folder!r} + '/gradebook.db').read()",
    "answers": f"open({str(next(ROOT.glob('labs/*/*/answers.yml')))!r}).read()",
    "network": "import socket; socket.create_connection(('127.0.0.1', 22), 2)",
    "processes": "import os\nprint([name for name in os.listdir('/proc') if name.isdigit()])",
    "environment": "import os\nprint([name for name in os.environ if 'TOKEN' in name or 'ROOT' in name])",
}
ENDS = {  # what a pupil wrote, and a part of what feedback says
    "exit": ("import os\nos._exit(0)", "Python šajā šūnā beidza darbu"),
    "flood": ("while True: print('x' * 10_000)", "prints too much"),
    "flood of pictures": ("import time\nfrom IPython.display import display\nwhile True:\n"
                          "    display({'text/plain': 'x' * 100_000}, raw=True)\n    time.sleep(0.005)",
                          "izvadīja pārāk daudz"),
    "loop": ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", "strādāja pārāk ilgi"),
    "memory": ("kept = []\nwhile True:\n    try: kept.append(bytearray(20_000_000))\n    except MemoryError: pass",
               "pārāk daudz atmiņas"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    course = Course(folder, SOURCE, "lab")
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "\nc.ConfinedExecute.limits = {'seconds': 8, 'memory_mb': 400}\n",
                      encoding="utf-8")
    for name, code in SPIES.items():
        course.submit(f"spy-{name}", course.answered({"task": "answer = 42\n" + code.format(folder=str(folder))}))
    for name, (code, _) in ENDS.items():
        course.submit(f"end-{name}", course.answered({"task": "answer = 42", "second": code}))
    course.submit("honest", course.answered({"task": "answer = 42", "second": "other = 7"}))
    return course.autograde()


def test_an_honest_submission_gets_its_points(results):
    assert results["honest"].points == {"check": 2, "check-second": 1} and not results["honest"].errors


@pytest.mark.parametrize("spy", SPIES)
def test_a_spy_sees_nothing(results, spy):
    said = results[f"spy-{spy}"].message("task").strip()
    assert said == "[]" or "FileNotFoundError" in said or "ConnectionRefusedError" in said, said
    assert SECRET not in "".join(results[f"spy-{spy}"].outputs.values())


@pytest.mark.parametrize("end", ENDS)
def test_a_submission_that_ends_its_kernel_is_graded_as_far_as_it_got(results, end):
    result = results[f"end-{end}"]
    assert result.points == {"check": 2, "check-second": 0}
    assert ENDS[end][1] in result.message("second")
    if end != "flood":  # that one only stops its cell
        assert "netika izpildīta" in result.message("check-second")
