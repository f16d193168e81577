"""Every lab has the version of its content: other content is red until `./daugava version` says what changed."""

import datetime
import json
import shutil

import nbformat
import polib
import pytest
import yaml
from lab_paths import ROOT
from typer.testing import CliRunner

from daugava import lab as daugava_lab
from daugava import translate, versions
from daugava.cli import app
from daugava.lab import LabError

LABS = daugava_lab.labs(ROOT)
DAY = datetime.date(2026, 11, 25)
LAB_YML = """# What a lab says about itself.
id: rain
strand: climate
version: 0.1.0  # three numbers
title: {en: Rain, lv: Lietus}   # both languages

editions: [en, lv]
tasks:  # in their order
  - {id: task-sum, check: check-sum, points: 1}
# the end
"""


@pytest.fixture
def folder(tmp_path):
    """A small lab in two editions, without a change log."""
    folder = tmp_path / "labs" / "climate" / "rain"
    folder.mkdir(parents=True)
    (folder / "lab.yml").write_text(LAB_YML, encoding="utf-8")
    cells = [nbformat.v4.new_markdown_cell("How much does it rain?", id="card"),
             nbformat.v4.new_code_cell("rain_mm = 1 + 2", id="task-sum",
                                       metadata={"nbgrader": {"grade_id": "task-sum", "solution": True, "points": 1}})]
    about = {"daugava": {"title": "Rain", "language": "en"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), folder / "rain.ipynb")
    translated(folder, {"Rain": "Lietus", "How much does it rain?": "Cik daudz līst?"})
    return folder


def translated(folder, words):
    translate.update(daugava_lab.load(folder))
    catalogue = polib.pofile(str(folder / "rain.lv.po"), wrapwidth=0)
    for entry in catalogue:
        entry.msgstr, entry.flags = words.get(entry.msgid, entry.msgstr), []
    catalogue.save()
    assert translate.update(daugava_lab.load(folder))[1] == []


def change(folder, edit, edition="rain.ipynb"):
    notebook = json.loads((folder / edition).read_text(encoding="utf-8"))
    edit(notebook)
    (folder / edition).write_text(json.dumps(notebook), encoding="utf-8")


def said(folder):
    return [str(problem) for problem in versions.problems(daugava_lab.load(folder))]


def next_version(folder, part="patch", en="Clearer words.", lv="Skaidrāki vārdi."):
    return versions.raise_version(daugava_lab.load(folder), part, en, lv, DAY)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_every_lab_has_the_version_of_its_content(lab):
    assert [str(problem) for problem in versions.problems(lab)] == []


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
@pytest.mark.parametrize("language", ["en", "lv"])
def test_one_character_of_any_edition_makes_another_content(lab, language, tmp_path):
    copy = daugava_lab.load(shutil.copytree(lab.folder, tmp_path / "labs" / lab.strand / lab.id))
    before = versions.content(copy)
    assert before == versions.content(lab)
    for place, cell in enumerate(copy.notebook(language).cells):
        notebook = copy.notebook(language)
        notebook.cells[place].source += "."
        nbformat.write(notebook, copy.path(language))
        assert versions.content(copy) != before, cell.id
        notebook.cells[place].source = cell.source
        nbformat.write(notebook, copy.path(language))
    assert versions.content(copy) == before


def test_a_lab_without_a_change_log_gets_one_and_keeps_the_rest_letter_by_letter(folder):
    assert said(folder) == ["labs/climate/rain/lab.yml: there is no change log with a content hash. "
                            'Run ./daugava version rain patch "What changed" "Kas mainīts".']
    lab = next_version(folder, "minor", "A question: how\nmuch?", "Jautājums „cik?” # te")
    assert said(folder) == []
    assert (folder / "lab.yml").read_text(encoding="utf-8") == LAB_YML.replace("version: 0.1.0  # three numbers", f"""\
version: 0.2.0  # three numbers
content: {versions.content(lab)}
changes:  # newest first
  - version: 0.2.0
    date: "2026-11-25"
    en: "A question: how much?"
    lv: "Jautājums „cik?” # te\"""")


def test_changed_content_stays_red_until_it_has_a_version(folder):
    first = next_version(folder)
    change(folder, lambda notebook: notebook["cells"][1].update(source="rain_mm = 1 + 3"))
    red = ["labs/climate/rain/lab.yml: the notebooks have changed since version 0.1.1. "
           'When they are as they should be, run ./daugava version rain patch "What changed" "Kas mainīts" '
           "(minor for other numbers or checks, major for other cells or points)."]
    assert said(folder) == red
    assert translate.update(daugava_lab.load(folder))[1] == []
    assert said(folder) == red
    second = next_version(folder, "major", "Other rain.", "Cits lietus.")
    assert said(folder) == []
    assert [entry["version"] for entry in second.changes] == ["1.0.0", "0.1.1"]
    assert second.changes[1:] == first.changes
    assert second.changes[0] == {"version": "1.0.0", "date": "2026-11-25", "en": "Other rain.", "lv": "Cits lietus."}
    # The old version with the new content is red: a version number written by hand does not help.
    text = (folder / "lab.yml").read_text(encoding="utf-8")
    (folder / "lab.yml").write_text(text.replace("version: 1.0.0", "version: 0.1.1", 1), encoding="utf-8")
    assert "the version is 0.1.1, and the newest change is 1.0.0" in said(folder)[0]


@pytest.mark.parametrize("edit", [
    lambda book: book["cells"][1].update(id="task-total"),
    lambda book: book["cells"][1].update(cell_type="markdown"),
    lambda book: book["cells"][1]["metadata"]["nbgrader"].update(points=2),
    lambda book: book["cells"][1]["metadata"].update(daugava={"labels": ["rain_mm"]}),
    lambda book: book["cells"][1]["metadata"].update(tags=["raises-exception"]),
    lambda book: book["cells"][1]["metadata"].update(jupyter={"source_hidden": True}),
    lambda book: book["cells"][0].update(attachments={"rain.png": {"image/png": "AAAA"}}),
    lambda book: book["cells"].reverse(),
    lambda book: book["cells"].pop(),
    lambda book: book["metadata"]["daugava"].update(title="Snow"),
], ids=["id", "type", "points", "own", "tag", "hidden", "picture", "order", "fewer", "title"])
def test_what_pupils_and_graders_get_is_content(folder, edit):
    next_version(folder)
    for edition in ("rain.lv.ipynb", "rain.ipynb"):
        before = (folder / edition).read_bytes()
        change(folder, edit, edition)
        assert "the notebooks have changed since version 0.1.1" in "".join(said(folder)), edition
        (folder / edition).write_bytes(before)
    assert said(folder) == []


def test_a_run_and_the_layout_of_the_file_are_not_content(folder):
    next_version(folder)

    def run(notebook):
        notebook["metadata"]["language_info"] = {"name": "python", "version": "3.13.0"}
        notebook["nbformat_minor"] = 5
        cell = notebook["cells"][1]
        cell["metadata"] = {"scrolled": True, "execution": {"x": "y"}, **dict(reversed(cell["metadata"].items()))}
        cell["source"], cell["execution_count"] = list("".join(cell["source"])), 7
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "3"}]

    change(folder, run)
    (folder / "answers.yml").write_text("{}", encoding="utf-8")
    assert said(folder) == []


def test_a_change_log_is_newest_first(folder):
    for word in ("one", "two"):
        change(folder, lambda notebook, word=word: notebook["cells"][1].update(source=word))
        translate.update(daugava_lab.load(folder))
        next_version(folder, en=word, lv=word)
    text = (folder / "lab.yml").read_text(encoding="utf-8")
    for old, new, words in [("- version: 0.1.1", "- version: 0.1.2", "stands below 0.1.2"),
                            ('0.1.1\n    date: "2026-11-25"', '0.1.1\n    date: "2026-11-26"', "not newer")]:
        assert text.count(old) == 1
        (folder / "lab.yml").write_text(text.replace(old, new), encoding="utf-8")
        problem, = said(folder)
        assert words in problem and problem.endswith("Put the newest change first.")


def test_a_version_is_given_to_changed_finished_content_only(folder):
    with pytest.raises(LabError, match="choose one of major, minor, patch"):
        next_version(folder, "huge")
    for words in ({"en": " "}, {"lv": "\n"}):
        with pytest.raises(LabError, match="in English and in Latvian"):
            next_version(folder, **words)
    next_version(folder)
    text = (folder / "lab.yml").read_text(encoding="utf-8")
    with pytest.raises(LabError, match="those of version 0.1.1: there is nothing"):
        next_version(folder)
    change(folder, lambda notebook: notebook["cells"][0].update(source="How much rain is there?"))
    with pytest.raises(LabError, match=r"rain\.lv\.po is not up to date: run ./daugava translate rain"):
        next_version(folder)
    translated(folder, {"How much rain is there?": "Cik ir lietus?"})
    for broken, words in [(text.replace("version: 0.1.1  #", "version: first  #"), "write three numbers such as 1.0.0"),
                          (text.replace("version: 0.1.1  #", '"version": 0.1.1  #'), "as lines of their own")]:
        (folder / "lab.yml").write_text(broken, encoding="utf-8")
        with pytest.raises(LabError, match=words):
            next_version(folder)
        assert (folder / "lab.yml").read_text(encoding="utf-8") == broken


@pytest.mark.parametrize("log", [
    "changes: []",
    "changes:\n- version: 0.1.0\n  date: \"2026-11-24\"\n  en: First.\n  lv: Pirmā.",
    "changes:  # log\n\n    # first\n    - version: 0.1.0\n      date: \"2026-11-24\"\n"
    "      en: First.\n      lv: Pirmā.",
    "changes:\n  - {version: 0.1.0, date: \"2026-11-24\", en: First., lv: Pirmā.}\ncontent: none  # yet",
], ids=["empty", "at the margin", "far in", "on one line"])
def test_a_change_log_may_be_laid_out_in_other_ways(folder, log):
    (folder / "lab.yml").write_text(LAB_YML + log + "\n", encoding="utf-8")
    old = daugava_lab.load(folder)
    lab = next_version(folder)
    assert said(folder) == []
    assert lab.changes[1:] == old.changes
    text = (folder / "lab.yml").read_text(encoding="utf-8")
    assert "# three numbers" in text and "# the end" in text
    rest = {key: value for key, value in yaml.safe_load(text).items() if key not in ("version", "changes", "content")}
    assert rest == {key: value for key, value in old.metadata.items() if key in rest}


@pytest.mark.parametrize("log", ["changes: 5", "changes: soon", "changes: [1, 2]", "changes: {}", "changes:"])
def test_a_change_log_that_is_none_is_said_in_plain_words(folder, log):
    (folder / "lab.yml").write_text(f"{LAB_YML}{log}\ncontent: none\n", encoding="utf-8")
    assert ["there is no change log with a content hash" in problem for problem in said(folder)] == [True]


def test_a_notebook_that_cannot_be_read_is_said_in_plain_words(folder):
    next_version(folder)
    (folder / "rain.ipynb").write_text("{", encoding="utf-8")
    assert said(folder) == ["labs/climate/rain/lab.yml: the lab rain has a file rain.ipynb that is not a notebook. "
                            "Open it in JupyterLab and save it again, or take it back from git."]
    (folder / "rain.lv.ipynb").unlink()
    (folder / "rain.ipynb").unlink()
    assert "has no file rain.ipynb" in said(folder)[0]


def test_the_command_gives_a_version(folder, monkeypatch):
    (folder.parents[2] / "pyproject.toml").touch()
    monkeypatch.setenv("DAUGAVA_ROOT", str(folder.parents[2]))
    done = CliRunner().invoke(app, ["version", "rain", "minor", "More rain.", "Vairāk lietus."])
    assert done.exit_code == 0 and done.output == "rain has version 0.2.0.\n"
    assert daugava_lab.load(folder).version == "0.2.0"
    with pytest.raises(LabError, match="there is nothing to give a version"):
        CliRunner().invoke(app, ["version", "rain", "minor", "More.", "Vairāk."], catch_exceptions=False)
