"""The layers of a check, as a pupil meets them in a notebook and as a grader reads them."""
import re

import nbclient
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import daugava
from daugava import check
from daugava.check_words import WORDS

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def english():
    check.use("en")
    yield
    daugava.use(None)


def hint(function, *arguments, **options):
    with pytest.raises(check.Hint) as raised:
        function(*arguments, **options)
    return raised.value


def fail(error):
    raise error


@pytest.mark.parametrize("value", [5, 5.0, np.float64(5), np.int64(5)])
def test_a_number_is_a_number_whatever_its_type(value):
    assert check.number(lambda: value, "n") == 5.0 and type(check.number(lambda: value, "n")) is float


@pytest.mark.parametrize("value, layer, said", [
    (..., "not-started", "There is no answer here yet"),
    ((1, 50), "slip", "write 1.50, not 1,50"),
    ("5 €", "slip", "without quotation marks and without a unit"),
    (True, "slip", "is not a number"), (None, "slip", "is not a number"), (float("nan"), "slip", "is not a number"),
    ([5], "slip", "is not a number"), (np.array([5]), "slip", "is not a number"), (10**400, "slip", "is not a number"),
    (lambda: 5, "slip", "is not a number")])
def test_what_is_no_number_is_told_apart(value, layer, said):
    problem = hint(check.number, lambda: value, "n")
    assert problem.layer == layer and said in str(problem) and "`n`" in str(problem)


@pytest.mark.parametrize("error, layer, said", [
    (NameError("x", name="n"), "stopped", "Did you run the cell above?"),
    (NameError("x", name="other"), "stopped", "the name `other` does not exist yet"),
    (ZeroDivisionError(), "stopped", "What do you divide by?"),
    (NameError("x", name="B"), "stopped", 'a letter needs quotation marks: "B"'),
    (TypeError("unsupported operand type(s) for ^: 'float' and 'int'"), "stopped", "with two stars"),
    (TypeError("ufunc 'bitwise_xor' not supported for the input types"), "stopped", "with two stars"),
    (TypeError("unsupported operand type(s) for *: 'ellipsis' and 'int'"), "not-started", "no answer here yet"),
    (ValueError("strange"), "stopped", "ValueError: strange")])
def test_code_that_stopped_is_said_in_plain_words(error, layer, said):
    problem = hint(check.number, lambda: fail(error), "n")
    assert problem.layer == layer and said in str(problem)


def test_several_numbers():
    assert check.numbers(lambda: np.array([1, 2]), "n") == [1.0, 2.0]
    assert check.numbers(lambda: (1, 2.5), "n", count=2) == [1.0, 2.5]
    assert hint(check.numbers, lambda: [1, ...], "n").layer == "not-started"
    for wrong in ("12", 5, [1], {1: 2, 3: 4}):
        assert hint(check.numbers, lambda wrong=wrong: wrong, "n", count=2).layer == "slip"


def test_choice_and_text():
    for written in ("b", " B) ", "В", "„B”"):
        assert check.choice(lambda written=written: written, "letter", "ABC") == "B"
    assert hint(check.choice, lambda: "D", "letter", "ABC").layer == "slip"
    assert hint(check.choice, lambda: "...", "letter", "ABC").layer == "not-started"
    assert check.text(lambda: "Because of the parts", "why", starter="Because ...")
    assert hint(check.text, lambda: "because…", "why", starter="Because ...").layer == "not-started"


def test_the_layers_come_in_order():
    roads = {"half": (5, "Half of what?"), "double": ([20, 21], "Twice?")}
    assert hint(check.roads, 5.001, roads, right=10).misconception == "half"
    assert hint(check.roads, 21, roads, right=10).misconception == "double"
    check.roads(10, {"lucky": (10, "never said")}, right=10)
    check.roads(7, roads, right=10)
    assert hint(check.nearly, 9, 10, "Unit?", within=1).layer == "nearly"
    assert hint(check.nearly, -10, 10, "Sign?", at=-10).layer == "nearly"
    check.nearly(10.004, 10, "never said", within=1)
    check.nearly(7, 10, "never said", within=1, at=[-10])
    assert hint(check.equal, 7, 10, "Look there.").layer == "not-yet"
    check.equal(10.004, 10, "never said")
    assert check.close("A", "A") and not check.close("A", "B") and not check.close("A", 3)


def test_started():
    assert check.started(lambda: 5) and check.started(lambda: 1 / 0)
    assert not check.started(lambda: ...) and not check.started(lambda: fail(NameError("x")))
    assert not check.started(lambda: ... * 2)


def test_every_message_speaks_every_language_with_the_same_gaps():
    for name, said in WORDS.items():
        assert set(said) == set(daugava.LANGUAGES), name
        gaps = {frozenset(re.findall(r"\{\w+\}", text)) for text in said.values()}
        assert len(gaps) == 1, name


CELLS = {  # what a pupil types, and what is shown
    "profit = −50": "mīnuss ir garais",
    "name = „Anna”": "šīs pēdiņas ir grāmatām",
    "total = 2,05 + 1": "raksti 1.50, nevis 1,50",
    "area = 2 · 3": "Python reizina ar *",
    "side = √9": "ar divām zvaigznītēm",
    "price = 5 €": "raksti tikai skaitli",
    "x = (2 + 3": "šo rindu tas nesaprot",
    "a = 1\nb = a + c": "Python apstājās 2. rindā: nosaukums `c` vēl nav izveidots",
    "1 / 0": "Ar ko tu dali?",
    "int('x')": "ValueError",
    "assert 1 == 2, 'Paskaties vēlreiz.'": "Paskaties vēlreiz.",
}


@pytest.fixture(scope="module")
def shown():
    """Outputs of a notebook in Latvian: first set-up, then `CELLS`, then a check with help, a right answer, no numbers."""
    check_cell = ('check.use("lv")\ncheck.help("Pirmais < padoms", "Otrais", example="Piemērs")\n'
                  'check.roads(answer, {"half": (5, "Vai puse?")})\ncheck.right("Jo 10 ir divreiz 5.")')
    sources = ['from daugava import check, variant\ncheck.use("lv")', *CELLS,
               f"answer = 5\n{check_cell}", f"answer = 10\n{check_cell}", "variant.given()"]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells[1:]]


@pytest.mark.parametrize("number, said", list(enumerate(CELLS.values())), ids=list(CELLS))
def test_a_pupil_reads_one_plain_line(shown, number, said):
    [error] = shown[number]
    text = ANSI.sub("", "\n".join(error.traceback))
    assert said in text and len(text.splitlines()) == 1 and "Traceback" not in text


def test_help_comes_in_steps_below_the_hint_and_not_when_right(shown):
    wrong, right, no_numbers = shown[len(CELLS):]
    assert wrong[0].ename == "Hint.misconception.half" and wrong[0].traceback == ["Vai puse?"]
    steps = wrong[1].data["text/html"]
    assert re.findall(r"<summary[^>]*>(.*?)</summary>", steps) == ["1. padoms", "2. padoms", "Parādi līdzīgu piemēru"]
    assert "Pirmais &lt; padoms" in steps and 'lang="lv"' in steps
    assert [output.output_type for output in right] == ["display_data"]
    assert right[0].data["text/plain"] == "Pareizi! Jo 10 ir divreiz 5."
    assert "Izpildīt visu līdz šejienei" in no_numbers[0].traceback[0]
