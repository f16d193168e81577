"""Whoever the pupil is, the same lab is fair: the solution is right, and each model answer is judged as written.

Evaluates the check cells in this process, once for every pupil of a class; `test_labs.py` takes the real path.
"""
import contextlib
import os

import pytest
from lab_paths import CLASS, ROOT, as_pupil, given, judged, run

import daugava
from daugava import check, variant
from daugava import lab as daugava_lab

LABS = daugava_lab.labs(ROOT)
EDITIONS = [pytest.param(lab, language, id=f"{lab.id}-{language}") for lab in LABS for language in lab.editions]


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr(variant, "_given", None)
    yield
    daugava.use(None)


@pytest.fixture
def cells(request):
    """The code cells of the edition, by id."""
    notebook = request.getfixturevalue("lab").notebook(request.getfixturevalue("language"))
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}


def said(cells, task, code):
    """None when the check lets an answer pass, else its hint."""
    names = given(cells)
    try:
        with contextlib.suppress(SyntaxError, NameError, TypeError, ZeroDivisionError):
            run(code, names)
        run(cells[task["check"]], names)
    except AssertionError as hint:
        return hint
    return None


@pytest.mark.parametrize("lab, language", EDITIONS)
def test_the_solution_is_right_for_every_pupil(lab, language, cells):
    for pupil in CLASS:
        as_pupil(pupil)
        for task in lab.tasks:
            if not task.get("by_hand"):
                assert said(cells, task, cells[task["id"]]) is None, (pupil, task["id"])


@pytest.mark.parametrize("lab, language", EDITIONS)
def test_every_answer_is_judged_as_written_for_every_pupil(lab, language, cells):
    faults = []
    for pupil in CLASS:
        as_pupil(pupil)
        for _, task, verdict, answer in judged(lab, lambda _: given(cells)):
            hint = said(cells, task, answer["code"])
            name = f"{pupil}, {task['id']}, {answer.get('style') or answer['misconception']}"
            if verdict == "right" and hint is not None:
                faults.append(f"{name}: {hint}")
            elif verdict == "wrong" and (hint is None or answer["hint"][language] not in str(hint)):
                faults.append(f"{name}: {hint!r}")
            elif verdict == "wrong" and hint.misconception not in (None, answer["misconception"]):
                faults.append(f"{name}: the check calls it {hint.misconception}")
            elif verdict == "wrong" and answer["misconception"] in lab.metadata["misconceptions"] \
                    and hint.misconception != answer["misconception"]:
                faults.append(f"{name}: the check does not name it")
    assert not faults, "\n".join(faults[:20])


@pytest.mark.parametrize("lab, language", EDITIONS)
def test_a_class_does_not_share_one_answer(lab, language, cells):
    if "numbers" not in cells:
        assert lab.metadata.get("same_for_all"), "say in lab.yml why every pupil has the same numbers"
        return
    drawn = []
    for pupil in CLASS[1:]:
        as_pupil(pupil)
        given(cells)
        drawn.append(variant.given())
    assert len(set(drawn)) >= 20
    assert all(one != other for one, other in zip(drawn, drawn[1:], strict=False)), "neighbours have other numbers"


def test_pupil_is_a_class_number_or_a_steady_number_for_a_nickname(monkeypatch):
    for name, number in (("p07", 7), ("p28", 28), ("", None)):
        monkeypatch.setenv("DAUGAVA_PUPIL", name)
        assert variant.pupil() == number
    monkeypatch.setenv("DAUGAVA_PUPIL", "zakis")
    first = variant.pupil()
    assert first == variant.pupil() and first > 100


def test_numbers_stay_given_whatever_a_pupil_does_to_the_names(monkeypatch):
    with pytest.raises(variant.NotDrawn, match="Run All Above"):
        variant.given()
    monkeypatch.setenv("DAUGAVA_PUPIL", "p08")
    assert variant.numbers(a=(1, 2, 3), b=(10, 20)) == (3, 10)
    assert variant.given() == (3, 10)
    monkeypatch.delenv("DAUGAVA_PUPIL")
    assert variant.numbers(a=(1, 2, 3), b=(10, 20)) == (1, 10)
    with pytest.raises(ValueError, match="at least one"):
        variant.numbers(a=())


def test_a_hint_keeps_its_layer_and_misconception_in_its_name():
    with pytest.raises(check.Hint) as raised:
        check.roads(5, {"half": (5, "Half of it?")})
    assert type(raised.value).__name__ == "Hint.misconception.half"
    assert (raised.value.layer, raised.value.misconception) == ("misconception", "half")
    check.roads(5, {"half": (5, "Half of it?")}, right=5)
