"""The survey: stored at once, without a name; collected from homes where anybody may have written anything."""
import json
import os

import ipywidgets
import pytest
import typer
from typer.testing import CliRunner

import daugava
from daugava import cli_practice, survey, survey_results


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    daugava.use(None)


def content():
    return json.loads(open(survey.FILE, encoding="utf-8").read())


def fill(answer=4):
    survey.scale("q1", "not at all", "very much", answer=answer)
    survey.choice("q2", ["maths", "physics"], answer="physics")
    survey.words("q3", answer="More time, please.")


def test_answers_without_widgets_hold_nothing_but_the_answers(folder, capsys):
    fill()
    assert content() == {"version": 1, "answers": {
        "q1": {"kind": "scale", "low": "not at all", "high": "very much", "answer": 4},
        "q2": {"kind": "choice", "options": ["maths", "physics"], "answer": 1},
        "q3": {"kind": "words", "answer": "More time, please."}}}
    survey.words("q3", answer=" ")
    assert "q3" not in content()["answers"], "taken back"
    assert os.listdir(folder) == [survey.FILE]


@pytest.mark.parametrize("language, who", [("en", "without names"), ("lv", "bez vārdiem")])
def test_show_says_what_is_stored_and_who_sees_it(language, who, capsys):
    daugava.use(language)
    survey.show()
    assert survey._WORDS["nothing"][language] in capsys.readouterr().out
    fill()
    capsys.readouterr()
    survey.show()
    said = capsys.readouterr().out
    assert "physics" in said and "More time, please." in said and who in said


@pytest.fixture
def shown(monkeypatch):
    widgets = []
    monkeypatch.setattr("IPython.display.display", widgets.append)
    return lambda: widgets[-1].children


def test_widgets_are_labelled_and_store_at_once(shown):
    daugava.use("lv")
    survey.scale("q1", low="nemaz", high="ļoti")
    asked, state = shown()
    assert isinstance(asked, ipywidgets.RadioButtons) and asked.value is None
    assert asked.description == "Jūsu atbilde uz q1:"
    assert [label for label, _ in asked.options] == ["1 – nemaz", "2", "3", "4", "5 – ļoti"]
    assert not os.path.exists(survey.FILE)
    asked.value = 5
    assert content()["answers"]["q1"]["answer"] == 5 and state.value == "Saglabāts: ✓"
    survey.choice("q2", ["a", "b"])
    shown()[0].value = 0
    survey.words("q3")
    shown()[0].value = "Paldies!"
    assert [entry["answer"] for entry in content()["answers"].values()] == [5, 0, "Paldies!"]
    survey.words("q3")
    assert shown()[0].value == "Paldies!", "there again after a restart"
    survey.scale("q1", low="nemaz", high="ļoti")
    assert shown()[0].value == 5


@pytest.mark.parametrize("ask", [
    lambda: survey.scale("q1", "a", "b", answer=6), lambda: survey.scale("q1", "a", "b", answer=True),
    lambda: survey.scale("q1", "a", "b", answer="4"), lambda: survey.scale("../q1", "a", "b"),
    lambda: survey.scale("q1", "", "b"), lambda: survey.choice("q2", ["a"]), lambda: survey.choice("q2", ["a", "a"]),
    lambda: survey.choice("q2", ["a", 3]), lambda: survey.choice("q2", "ab"),
    lambda: survey.choice("q2", ["a", "b"], answer="c"),
    lambda: survey.words("q3", answer="x" * 2001), lambda: survey.words("q3", answer=3), lambda: survey.words(3)])
@pytest.mark.parametrize("language", ["en", "lv"])
def test_what_cannot_be_an_answer_is_one_sentence_and_stores_nothing(ask, language):
    daugava.use(language)
    with pytest.raises(survey.SurveyError) as raised:
        ask()
    assert str(raised.value).endswith(".") and "\n" not in str(raised.value) and ": " in str(raised.value)
    assert not os.path.exists(survey.FILE)


def test_a_folder_that_cannot_be_written_is_one_sentence(monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(survey.SurveyError, match="No space left"):
        survey.words("q3", answer="x")


@pytest.mark.parametrize("raw", [
    b"", b"\xff\xfe", b"[]", b"{}", b"null", b'{"version": 1, "answers": [1]}', b"[" * 90_000, b" " * 100_001,
    b'{"version": 2, "answers": {"q1": {"kind": "words", "answer": "x"}}}',
    b'{"version": 1, "answers": {"q1": {"kind": "words", "answer": 3}, "../q": {"kind": "words", "answer": "x"}}}',
    b'{"version": 1, "answers": {"q1": {"kind": "choice", "options": ["a", "b"], "answer": 7}, "q2": "x"}}',
    b'{"version": 1, "answers": {"q1": {"kind": ["scale"], "answer": 4}, "q2": {"kind": "scale", "answer": true}}}'])
def test_what_is_no_survey_counts_as_none(raw):
    assert survey.read(raw) == {}


def home(folder, name, text=None, workshop="first-lab"):
    place = folder / "users" / name / "workshops" / workshop
    place.mkdir(parents=True)
    (place / survey.FILE).write_text(json.dumps({"version": 1, "name": name, "answers": {
        "q1": {"kind": "scale", "low": "no", "high": "yes", "answer": 4, "account": name},
        "q2": {"kind": "choice", "options": ["maths", "physics"], "answer": len(name) % 2},
        "q3": {"kind": "words", "answer": text or f"said {len(name)}"}}}) if text is not False else "")
    return place


def printed(folder):
    app = typer.Typer()
    cli_practice.register(app)
    return CliRunner().invoke(app, ["survey-results", "--home", str(folder)])


def test_results_are_counts_and_words_without_names(folder):
    for number in range(1, 7):
        home(folder, f"t{number:02}", f"opinion {number} \x1b[31m[red]")
    said = printed(folder).output
    assert "first-lab: 6 surveys" in said and "  6  4" in said and "  6  physics" in said and "  0  maths" in said
    assert all(f"opinion {number} [31m[red]" in said for number in range(1, 7)) and "\x1b" not in said
    assert not any(f"t{number:02}" in said for number in range(1, 7))
    orders = {tuple(line for line in survey_results.lines("x", survey_results.collect(folder / "users")["first-lab"])
                    if "opinion" in line) for _ in range(20)}
    assert len(orders) > 1


def test_fewer_than_five_give_nothing_by_question(folder):
    for number in range(1, 5):
        home(folder, f"t{number:02}", "secret opinion")
    said = printed(folder).output
    assert "first-lab: 4 surveys" in said and "Fewer than 5" in said and "q1" not in said and "secret" not in said
    four = [{"q1": {"kind": "scale", "low": "a", "high": "b", "answer": 1}}] * 4
    five = [*four, {"q3": {"kind": "words", "answer": "x"}}]
    assert "  q1: fewer than 5 answers, no counts" in survey_results.lines("w", five)


def test_hostile_files_bring_nothing_in_and_hold_up_nobody(folder):
    secret = folder / "secret.json"
    good = home(folder, "t01", "honest")
    secret.write_text((good / survey.FILE).read_text().replace("honest", "from outside"))
    place = home(folder, "t02")
    (place / survey.FILE).unlink()
    (place / survey.FILE).symlink_to(secret)
    (folder / "users" / "t03").mkdir()
    (folder / "users" / "t03" / "workshops").symlink_to(folder / "users" / "t01" / "workshops")
    (folder / "users" / "t04" / "workshops").mkdir(parents=True)
    (folder / "users" / "t04" / "workshops" / "first-lab").symlink_to(good)
    (folder / "users" / "t05").symlink_to(folder / "users" / "t01")
    place = home(folder, "t06")
    (place / survey.FILE).unlink()
    os.mkfifo(place / survey.FILE)
    (home(folder, "t07") / survey.FILE).write_bytes(b" " * 10_000_000)
    (home(folder, "t08") / survey.FILE).write_bytes(b"\xff" * 100)
    home(folder, "t09", workshop="Bad Name")
    (folder / "users" / "t10").write_text("a file")
    found = survey_results.collect(folder / "users")
    assert [entry["q3"]["answer"] for entry in found.pop("first-lab")] == ["honest"] and found == {}


def test_no_survey_is_one_sentence(folder):
    done = printed(folder)
    assert isinstance(done.exception, daugava.DaugavaError) and "No survey" in str(done.exception)
