"""Every lab is what it says: the release scores 0, the solution everything, each answer what answers.yml says."""

import pytest
from lab_paths import ROOT, graded, judged, names_by_pupil

from daugava import lab as daugava_lab
from daugava.translate import skeleton

LABS = daugava_lab.labs(ROOT)
EDITIONS = [pytest.param((lab, language), id=f"{lab.id}-{language}") for lab in LABS for language in lab.editions]
NOT_STARTED = {"en": "There is no answer here yet", "lv": "Te vēl nav atbildes. Ieraksti to daudzpunktes vietā."}
LINES_TO_READ = 12


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request):
    """One lab in one language."""
    return request.param


@pytest.fixture(scope="module")
def results(edition, tmp_path_factory):
    """The released notebook, and what grading made of every submission to this edition."""
    lab, language = edition
    return graded(lab, language, tmp_path_factory.mktemp(f"{lab.id}-{language}"))


def checks(lab):
    return {task["check"]: task["points"] for task in lab.tasks if not task.get("by_hand")}


def test_there_are_labs():
    assert LABS


def test_release_untouched_scores_nothing(edition, results):
    lab, _ = edition
    untouched = results[1]["untouched"]
    assert set(checks(lab)) <= set(untouched.points)
    assert {check: untouched.points[check] for check in checks(lab)} == dict.fromkeys(checks(lab), 0)


def test_release_untouched_runs_to_the_first_gap_and_says_so(edition, results):
    lab, language = edition
    untouched = results[1]["untouched"]
    assert set(untouched.errors) == set(checks(lab)), "only the checks may stop"
    for check in checks(lab):
        message = untouched.message(check)
        assert NOT_STARTED[language] in message
        assert len(message.splitlines()) == 1, "one line, no traceback"


def test_release_shows_gaps_and_no_solution(edition, results):
    lab, language = edition
    released = {cell.id: cell for cell in results[0].cells}
    for source in lab.notebook(language).cells:
        text = released[source.id].source
        assert "SOLUTION" not in text and "HIDDEN" not in text
        if "### BEGIN SOLUTION" in source.source and source.cell_type == "code":
            gaps = source.source.split("### BEGIN SOLUTION")[0]
            assert text.startswith(gaps.rstrip()) and "..." in text


def test_solution_scores_everything(edition, results):
    lab, _ = edition
    solution = results[1]["solution"]
    assert solution.errors == {}
    assert {check: solution.points[check] for check in checks(lab)} == checks(lab)
    assert sum(checks(lab).values()) == lab.points()


def test_answers_are_judged_as_written(edition, results):
    lab, language = edition
    faults = []
    for pupil, task, verdict, answer in judged(lab, names_by_pupil(lab, language)):
        result = results[1][pupil]
        check, name = task["check"], f"{task['id']} ({answer.get('style') or answer['misconception']}, {pupil})"
        expected = task["points"] if verdict == "right" else 0
        if result.points[check] != expected:
            faults.append(f"{name}: {result.points[check]} points, not {expected}. {result.message(check)}")
        if verdict == "wrong" and answer["hint"][language] not in result.message(check):
            faults.append(f"{name}: the message is {result.message(check)!r}")
        if verdict == "wrong" and len(result.message(check).splitlines()) != 1:
            faults.append(f"{name}: the message is longer than one line: {result.message(check)!r}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_every_task_has_model_answers(lab):
    named = {**lab.metadata["misconceptions"], **lab.metadata.get("slips", {})}
    shown = {answer["misconception"] for task in lab.answers.values() for answer in task["wrong"]}
    assert shown <= set(named)
    assert set(lab.metadata["misconceptions"]) <= shown, "a misconception that no wrong answer raises"
    for task in lab.tasks:
        if not task.get("by_hand"):
            assert len(lab.answers[task["id"]]["right"]) >= 2, task["id"]
            assert len(lab.answers[task["id"]]["wrong"]) >= 3, task["id"]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_editions_agree(lab):
    first, *others = lab.notebooks.values()
    for other in others:
        assert [cell.id for cell in other.cells] == [cell.id for cell in first.cells]
        for one, two in zip(first.cells, other.cells, strict=True):
            assert two.cell_type == one.cell_type, one.id
            assert two.metadata.get("nbgrader") == one.metadata.get("nbgrader"), one.id
            if one.cell_type == "code":
                assert skeleton(two.source) == skeleton(one.source), one.id


def test_notebook_is_a_clean_source(edition):
    lab, language = edition
    notebook = lab.notebook(language)
    marks = {cell.id: cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata}
    given = {id: mark["points"] for id, mark in marks.items() if mark["grade"]}
    assert given == {task.get("check", task["id"]): task["points"] for task in lab.tasks}
    for id, mark in marks.items():
        assert mark["grade_id"] == id and mark["schema_version"] == 3
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None, cell.id
            if not marks.get(cell.id, {}).get("grade"):
                shown = [line for line in cell.source.splitlines() if "### " not in line]
                assert len(shown) <= LINES_TO_READ, f"{cell.id} has {len(shown)} lines"
    about = notebook.metadata["daugava"]
    assert (about["lab"], about["language"], about["title"]) == (lab.id, language, lab.title(language))
    assert about["minutes"] == lab.metadata["minutes"]


def test_a_lab_is_found_by_name_or_path_and_a_near_name_is_suggested():
    first = LABS[0]
    assert daugava_lab.get(first.id, ROOT).folder == first.folder
    assert daugava_lab.get(f"{first.strand}/{first.id}", ROOT).id == first.id
    assert daugava_lab.get(first.path("en"), ROOT).id == first.id
    with pytest.raises(daugava_lab.LabError, match=f"did you mean {first.id}"):
        daugava_lab.get(first.id[:-2], ROOT)
    with pytest.raises(daugava_lab.LabError, match="no edition in 'xx'"):
        first.title("xx")


def test_the_repository_is_found_from_below_or_by_its_variable(tmp_path, monkeypatch):
    monkeypatch.delenv("DAUGAVA_ROOT", raising=False)
    assert daugava_lab.find_root(LABS[0].folder) == ROOT
    with pytest.raises(daugava_lab.LabError, match="set DAUGAVA_ROOT"):
        daugava_lab.find_root(tmp_path)
    monkeypatch.setenv("DAUGAVA_ROOT", str(ROOT))
    assert daugava_lab.find_root(tmp_path) == ROOT
