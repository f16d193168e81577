"""The start page's facts: cards of assignments, and what a validation tells a pupil."""
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from daugava.start_page import cards, settings, validation


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of a lab; return its path as nbgrader's list gives it."""
    def write(folder, lab="badge", language="lv", title="Nozīmītes"):
        path = tmp_path / folder / f"{lab}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        about = {"lab": lab, "language": language, "title": title}
        nbformat.write(new_notebook(metadata={"daugava": about}), path)
        return {"notebook_id": lab, "path": str(path)}
    return write


def entry(status, assignment, notebooks):
    return {"course_id": "stem", "assignment_id": assignment, "status": status, "notebooks": notebooks}


def submission(time, **feedback):
    return {"timestamp": time, "has_exchange_feedback": False, "has_local_feedback": False,
            "feedback_updated": False, "local_feedback_path": None, **feedback}


def test_released_fetched_and_submitted(tmp_path, notebook):
    listing = [
        entry("released", "a-lv", [notebook("out/a", "a", title="Jauns")]),
        entry("fetched", "b-lv", [notebook("stem/b-lv", "b", title="Iesākts")]),
        entry("fetched", "c-lv", [notebook("stem/c-lv", "c", title="Iesniegts")]),
        {**entry("submitted", "c-lv", []), "submissions": [
            submission("2026-11-22 18:12:53.123000 EET"), submission("2026-11-22 20:35:00.000000 EET")]},
    ]
    new, begun, handed_in = cards(listing, tmp_path, "lv")
    assert (new["state"], new["title"], new["notebooks"]) == ("released", "Jauns", [])
    assert (begun["state"], begun["notebooks"]) == ("fetched", ["stem/b-lv/b.ipynb"])
    assert (handed_in["state"], handed_in["submitted"]) == ("submitted", "2026-11-22T18:35:00Z")
    assert handed_in["notebooks"] == ["stem/c-lv/c.ipynb"] and handed_in["feedback"] is None


def test_a_pupil_sees_the_own_edition_and_what_is_begun(tmp_path, notebook):
    def listing(status):
        return [entry("released", "a-en", [notebook("out/a-en", "a", "en", "Badges")]),
                entry(status, "a-lv", [notebook("stem/a-lv", "a", "lv", "Nozīmītes")]),
                entry("released", "b-en", [notebook("out/b-en", "b", "en", "Only in English")])]
    assert [card["id"] for card in cards(listing("released"), tmp_path, "lv")] == ["a-lv", "b-en"]
    assert [card["id"] for card in cards(listing("released"), tmp_path, "en")] == ["a-en", "b-en"]
    assert [card["id"] for card in cards(listing("fetched"), tmp_path, "en")] == ["a-en", "a-lv", "b-en"]


def test_feedback_waits_is_read_and_is_renewed(tmp_path, notebook):
    page = tmp_path / "stem" / "a-lv" / "feedback" / "1" / "a.html"
    page.parent.mkdir(parents=True)
    page.write_text("")
    read = {"has_local_feedback": True, "has_exchange_feedback": True,
            "local_feedback_path": "stem/a-lv/feedback/1"}

    def card(*submissions):
        [found] = cards([entry("fetched", "a-lv", [notebook("stem/a-lv", "a")]),
                         {**entry("submitted", "a-lv", []), "submissions": list(submissions)}], tmp_path, "lv")
        return found["feedback"], found["pages"]

    time, later = "2026-11-22 18:00:00.0 EET", "2026-11-22 19:00:00.0 EET"
    assert card(submission(time, has_exchange_feedback=True)) == ("ready", [])
    assert card(submission(time, **read)) == ("fetched", ["stem/a-lv/feedback/1/a.html"])
    assert card(submission(time, **read, ) | {"feedback_updated": True}) == ("ready", [])
    # Handed in again since: what came back for the first hand-in can still be read.
    assert card(submission(time, **read), submission(later)) == ("fetched", ["stem/a-lv/feedback/1/a.html"])


def test_damaged_notebook_does_not_empty_the_list(tmp_path, notebook):
    path = notebook("stem/a-lv", "a")
    (tmp_path / "stem" / "a-lv" / "a.ipynb").write_text("{ not a notebook")
    [card] = cards([entry("fetched", "a-lv", [path])], tmp_path, "lv")
    assert card["title"] == "a-lv" and card["notebooks"] == ["stem/a-lv/a.ipynb"]


@pytest.fixture
def lab():
    mark = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "points": 1, "task": False}
    return new_notebook(cells=[
        new_markdown_cell("# Lab\n\n## Task 1\n\nText"),
        new_code_cell("assert x == 1", metadata={"nbgrader": {**mark, "grade_id": "one"}}),
        new_markdown_cell("## Task 2"),
        new_code_cell("assert y == 2 ", metadata={"nbgrader": {**mark, "grade_id": "two"}}),
        new_markdown_cell("", metadata={"nbgrader": {**mark, "grade_id": "free", "solution": True}})])


def test_validation_counts_checks_and_names_the_task(lab):
    failed = [{"source": "assert y == 2", "raw_error": "\x1b[31mAssertionError\x1b[0m: Almost. Look at `y`."},
              {"source": "", "raw_error": "You did not provide a response."}]
    assert validation(lab, {"failed": failed}) == {
        "passed": 1, "total": 2, "changed": False,
        "problems": [{"heading": "Task 2", "message": "Almost. Look at `y`."},
                     {"heading": "Task 2", "message": None}]}


def test_validation_of_solved_and_of_changed_work(lab):
    assert validation(lab, {}) == {"passed": 2, "total": 2, "problems": [], "changed": False}
    assert validation(lab, {"changed": [{"source": "x == 1"}]})["changed"] is True
    assert validation(lab, {"type_changed": [{"source": "x"}]})["changed"] is True


def test_other_errors_are_one_line(lab):
    error = "Traceback (most recent call last)\n  File x\nNameError: name 'y' is not defined"
    outcome = validation(lab, {"failed": [{"source": "assert y == 2", "raw_error": error}]})
    assert outcome["problems"][0]["message"] == "NameError: name 'y' is not defined"


def test_settings_come_from_the_classroom_not_from_the_folder_of_work(tmp_path, monkeypatch):
    (given := tmp_path / "given").mkdir()
    (given / "nbgrader_config.py").write_text('c.CourseDirectory.course_id = "stem"')
    (work := tmp_path / "work").mkdir()
    (work / "nbgrader_config.py").write_text('c.CourseDirectory.course_id = "mine"; open("obeyed", "w").close()')
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(given))
    monkeypatch.chdir(work)
    assert settings().CourseDirectory.course_id == "stem"
    assert not (work / "obeyed").exists()
