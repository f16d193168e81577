"""The referee: honest answers get their points, forged ones none; what a test holds stays out of the pupil's kernel."""
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from daugava.grading.execute import RefereedExecute

pytestmark = pytest.mark.usefixtures("english")
SETUP = "import numpy as np\nimport pandas as pd\nfrom daugava import check, variant"
SECRET = "731.25"  # stands in hidden tests only


def notebook(answer: str, *tests: str, locked: str = SETUP, after: str = ""):
    """Setup, a pupil's cell, tests, another cell of the pupil's."""
    def cell(name, source, grade=False, lock=False):
        made = new_code_cell(source, id=name)
        if not name.startswith("own"):
            made.metadata["nbgrader"] = {"grade_id": name, "grade": grade, "locked": lock, "schema_version": 3,
                                         "solution": not lock, "task": False, **({"points": 3} if grade else {})}
        return made

    cells = [cell("setup", locked, lock=True), cell("task", answer)]
    cells += [cell(f"test-{number}", test, grade=True, lock=True) for number, test in enumerate(tests)]
    made = new_notebook(cells=[*cells, cell("own-after", after)])
    made.metadata["daugava"] = {"language": "en"}
    return made


def graded(made, **options):
    """The notebook after grading."""
    resources = {"nbgrader": {"student": "p03"}, "metadata": {"path": "."}}
    judge = RefereedExecute(timeout=20, **options)
    return judge.preprocess(made, resources)[0]


def points(made, number=0) -> float:
    """What nbgrader makes of a test cell."""
    from nbgrader.utils import determine_grade

    cell, = (cell for cell in made.cells if cell.id == f"test-{number}")
    return determine_grade(cell)[0]


def found(made, number=0) -> dict:
    return made.metadata["daugava"]["grading"]["checks"][f"test-{number}"]


HIDDEN = f"""from daugava import check
check.use("en")
answer = check.number(lambda: profit(10), "profit")
check.equal(answer, 25, "Not yet. What is left?")
### BEGIN HIDDEN TESTS
check.equal(check.number(lambda: profit(292.5), "profit"), {SECRET}, "Not yet with other numbers.")
### END HIDDEN TESTS
check.right("Because it is.")"""

RIGHT = "def profit(n):\n    return 2.5 * n"
HONEST = {
    "plain": RIGHT,
    "numpy scalar": "def profit(n):\n    return np.float64(2.5) * n",
    "own import": "import numpy as pupils\ndef profit(n):\n    return pupils.multiply(2.5, n)",
    "warns": "import warnings\ndef profit(n):\n    warnings.warn('old', DeprecationWarning)\n    return 2.5 * n",
    "stderr": "import sys\ndef profit(n):\n    print('hello', file=sys.stderr)\n    return 2.5 * n",
    "prints": "def profit(n):\n    print(n)\n    return 2.5 * n",
    "keeps a state": "calls = []\ndef profit(n):\n    calls.append(n)\n    return 2.5 * n",
    "lambda": "profit = lambda n: 2.5 * n",
}


@pytest.mark.parametrize("answer", HONEST.values(), ids=HONEST)
def test_honest_work_gets_all_points(answer):
    made = graded(notebook(answer, HIDDEN))
    assert points(made) == 3, made.cells[2].outputs
    assert found(made) == {"layer": "right"}


FORGED = {
    "output from inside the tested function":
        "from IPython.display import publish_display_data\ndef profit(n):\n    publish_display_data({'text/plain': '3'})\n"
        "    return 0",
    "execute_result over the kernel's own socket":
        "def profit(n):\n    get_ipython().displayhook(3)\n    return 0",
    "patched builtins": "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.float = lambda x: 25.0\n"
                        "builtins.round = lambda *a: 25\ndef profit(n):\n    return 0",
    "patched check": "from daugava import check\ncheck.equal = check.number = lambda *a, **k: 25\n"
                     "check.use = lambda *a: None\ndef profit(n):\n    return 0",
    "patched numpy": "np.isclose = np.allclose = lambda *a, **k: True\ndef profit(n):\n    return 0",
    "input transformer": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])\ndef profit(n):\n"
                         "    return 0",
    "always equal": "class Any(float):\n    def __eq__(self, other):\n        return True\n    def __sub__(self, other):\n"
                    "        return 0.0\n    __rsub__ = __sub__\n    def __float__(self):\n        return 25.0\n"
                    "def profit(n):\n    return Any(1)",
    "source in In": "def profit(n):\n    import re\n    text = ' '.join(In)\n    found = re.search('HIDDEN', text)\n"
                    "    return 731.25 if found else 25",
    "stack frames": "def profit(n):\n    import sys\n    frame = sys._getframe()\n    while frame:\n"
                    "        if 'answer' in frame.f_globals:\n            frame.f_globals['check'] = None\n"
                    "        frame = frame.f_back\n    return 0",
    "system exit": "def profit(n):\n    raise SystemExit(0)",
    "os._exit": "import os\ndef profit(n):\n    os._exit(0)",
    "ends before the test": "import os\nprofit = None\nos._exit(0)",
    "kills the answering fork": "import os, signal\ndef profit(n):\n    os.kill(os.getpid(), signal.SIGKILL)",
    "replaced os.fork": "import os\nos.fork = lambda: 1\ndef profit(n):\n    return 0",
    "replaced import": "import builtins\nbuiltins.__import__ = lambda *a, **k: None\ndef profit(n):\n    return 0",
    "garbage for an answer": "from daugava.kernels import values\nvalues.dumps = lambda m: b'[' * 10000\n"
                             "def profit(n):\n    return 0",
    "a giant answer": "from daugava.kernels import values\nvalues.dumps = lambda m: b' ' * 50_000_000\n"
                      "def profit(n):\n    return 0",
    "huge integer": "def profit(n):\n    return 10 ** 3_000_000",
    "deep recursion": "def profit(n):\n    return profit(n)",
    "deep value": "def profit(n):\n    x = []\n    for _ in range(100_000):\n        x = [x]\n    return x",
    "thread that outlives the cell": "import threading\ndef spin():\n    global profit\n    while True:\n"
                                     "        profit = lambda n: 0\nthreading.Thread(target=spin, daemon=True).start()",
    "forged verdict": "import daugava.kernels.wire as w\nold = w.send\n"
                      "w.send = lambda c, m, b=b'', f=(): old(c, {'outputs': [], 'found': {'layer': 'right'}},"
                      " b'{\"outputs\": [], \"found\": {\"layer\": \"right\"}}', f)\ndef profit(n):\n    return 0",
}


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_a_forged_answer_gets_no_points_and_is_flagged(answer):
    made = graded(notebook(answer, HIDDEN, "assert True", after="done = 1"), limits={"seconds": 40})
    assert points(made) == 0, made.cells[2].outputs
    grading = made.metadata["daugava"]["grading"]
    honest_failure = {"always equal", "huge integer", "deep recursion", "deep value"}
    name = next(name for name, code in FORGED.items() if code == answer)
    assert name in honest_failure or grading["flags"] or grading["ended"], grading
    assert SECRET not in json.dumps(made.cells[2].outputs)


def test_what_a_test_holds_never_reaches_the_pupils_kernel():
    spy = ("seen = []\ndef profit(n):\n    import gc, sys\n    for thing in gc.get_objects():\n"
           "        if type(thing) is dict:\n            seen.extend(v for v in thing.values() if type(v) is str and "
           "'HIDDEN' + ' TESTS' in v)\n    seen.extend(In)\n    raise ValueError(repr(seen)[:400] + str(n))")
    made = graded(notebook(spy, HIDDEN, after="print(In, seen, dir())"))
    shown = json.dumps([cell.get("outputs") for cell in made.cells])
    assert SECRET not in shown and "HIDDEN TESTS" not in shown and "292.5" not in shown


def test_an_exception_is_told_with_the_line_of_the_pupils_cell():
    made = graded(notebook("def profit(n):\n    x = 1\n    return n / 0", HIDDEN))
    assert "line 3" in found(made)["hint"] and points(made) == 0


def test_a_missing_name_is_told_as_missing():
    made = graded(notebook("loss = 3", HIDDEN))
    assert found(made)["layer"] == "stopped" and "profit" in found(made)["hint"]


def test_partial_credit_counts_what_it_says_with_its_message():
    part = "print('Half of it is right.')\nnp.float64(1.5) if answer == 4 else 3.0"
    made = graded(notebook("answer = 4", part))
    assert points(made) == 1.5
    assert made.cells[2].outputs[0].text == "Half of it is right.\n"


def test_partial_credit_is_never_more_than_there_is_nor_less_than_nothing():
    assert points(graded(notebook("answer = 9", "float(answer)"))) == 3
    assert points(graded(notebook("answer = -9", "float(answer)"))) == 0
    assert points(graded(notebook("answer = float('nan')", "float(answer)"))) == 0


@pytest.mark.parametrize("test", [
    "assert np.allclose(values, [1, 2, 3])",
    "assert list(frame.columns) == ['a', 'b'] and frame.a.sum() == 6 and frame.index.tolist() == [5, 6, 7]",
    "assert series.mean() == 2 and series.name == 's'",
    "assert double(np.array([1, 2])).tolist() == [2, 4]",
    "assert apply(double, 4) == 8",
    "assert text == 'ābols' and pair == (1, 'x') and table == {'a': [1, 2]} and missing is None and whole == 10 ** 40",
    "import math\nassert math.isnan(nothing) and math.isinf(endless)",
    "try:\n    refuse(1)\nexcept ValueError as error:\n    assert 'no' in str(error)\nelse:\n    assert False",
], ids=["array", "frame", "series", "array argument", "function to function", "plain", "not a number", "exception"])
def test_values_of_all_kinds_can_be_judged(test):
    answer = ("values = np.array([1, 2, 3])\nframe = pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', None]}, index=[5, 6, 7])\n"
              "series = pd.Series([1, 2, 3], name='s')\ndouble = lambda x: 2 * x\ndef apply(f, x):\n    return f(x)\n"
              "text, pair, table, missing, whole = 'ābols', (1, 'x'), {'a': [1, 2]}, None, 10 ** 40\n"
              "nothing, endless = float('nan'), float('inf')\ndef refuse(x):\n    raise ValueError('no, thank you')")
    made = graded(notebook(answer, test))
    assert points(made) == 3, made.cells[2].outputs


def test_objects_of_a_labs_model_pass_both_ways():
    test = ("from daugava.models import penguins\ntraining, test = penguins.split(310)\nassert count(test) == len(test)\n"
            "assert len(same(test)) == len(test)")
    made = graded(notebook("def count(them):\n    return sum(1 for _ in them)\ndef same(them):\n    return them", test))
    assert points(made) == 3, made.cells[2].outputs


def test_a_gap_is_not_started_in_hidden_tests_too():
    test = ("from daugava import check\ncheck.use('en')\n### BEGIN HIDDEN TESTS\n"
            "assert not check.started(lambda: double(2))\n### END HIDDEN TESTS")
    assert points(graded(notebook("def double(x):\n    y = ...\n    return 0 + y", test))) == 3


def test_a_plain_assert_shows_nothing_of_its_source():
    made = graded(notebook("answer = 1", f"### BEGIN HIDDEN TESTS\nassert answer == {SECRET}\n### END HIDDEN TESTS"))
    assert points(made) == 0
    assert SECRET not in json.dumps(made.cells[2].outputs) and found(made)["layer"] == "not-yet"


def test_a_loop_in_the_tested_function_costs_only_its_own_test():
    made = graded(notebook("answer = 2\ndef forever():\n    while True:\n        pass", "assert forever()",
                           "assert answer == 2"))
    assert points(made, 0) == 0 and points(made, 1) == 3
    assert "loop" in made.cells[2].outputs[0].evalue and not made.metadata["daugava"]["grading"]["flags"]


def test_what_one_check_calls_leaves_no_trace_for_the_next():
    counts = "calls = 0\ndef count():\n    global calls\n    calls += 1\n    return calls"
    made = graded(notebook(counts, "assert count() == 1 and count() == 2", "assert count() == 1"))
    assert points(made, 0) == 3 and points(made, 1) == 3


def test_names_of_the_release_are_the_releases():
    locked = SETUP + "\nlimit = 5\ndef twice(x):\n    return 2 * x"
    made = graded(notebook("limit = 0\ndef twice(x):\n    return 0\nanswer = 0", "assert answer == twice(limit)", locked=locked))
    assert points(made) == 0


def test_constants_are_the_pupils_own():
    locked = SETUP + "\nprice, = variant.numbers(price=(1, 2, 3, 4))"  # the class number is 3
    made = graded(notebook("answer = price", "price, = variant.given()\nassert answer == price == 4", locked=locked))
    assert points(made) == 3


def test_tests_of_one_notebook_share_what_they_define():
    made = graded(notebook("answer = 5", "expected = 5\nassert answer == expected", "assert answer == expected"))
    assert points(made, 0) == points(made, 1) == 3


def test_untouched_notebooks_are_untouched(tmp_path):
    made = notebook("answer = ...", "from daugava import check\ncheck.use('en')\ncheck.number(lambda: answer, 'answer')")
    made = graded(made)
    nbformat.validate(made)
    assert points(made) == 0 and found(made)["layer"] == "not-started"
