"""One master, one catalogue, one edition a language: nothing is lost, nothing half translated is written."""

import shutil

import nbformat
import pytest
from lab_paths import ROOT
from typer.testing import CliRunner

from daugava import cli, translate
from daugava import lab as daugava_lab
from daugava.translate import catalogue

LABS = daugava_lab.labs(ROOT)
SETUP = '''from daugava import check
check.use("en")
# the cost,
# in euros
cost_eur = 72    # the machine
table = {"cost": 1, "two words": 2}
table["two words"], table["cost"], data["mass in kg"]
print(f"Cost {cost_eur:.2f} and {table['x']}", "not translated here")
### BEGIN SOLUTION
reason = ("One long sentence in two parts, "
          "because it is long.")
### END SOLUTION'''
GUIDE = """# A guide

Words of `code` and $x_1$ in a [link](small.md).

| Task | Points |
|---|---|
| 1 | 2 |
| Last one | 2 |

```
./daugava start
```
"""
SAID = {
    "A small lab": "Mazs darbs", "# Title\n\nWords in `code`.": "# Virsraksts\n\nVārdi „kodā” `code`.",
    "two words": "divi vārdi", "the cost,\nin euros": "izmaksas eiro", "the machine": "mašīna # \"tā\"",
    "cost": "izmaksas", "Cost {cost_eur:.2f} and {table['x']}": "{table['x']} un \"izmaksas\" {cost_eur:.2f}",
    "One long sentence in two parts, because it is long.":
        "Viens garš teikums, " + "kas ir ļoti garš, " * 6 + "divās daļās.",
    "# A guide": "# Ceļvedis", "| Task | Points |": "| Uzdevums | Punkti |", "| Last one | 2 |": "| Pēdējais | 2 |",
    "Words of `code` and $x_1$ in a [link](small.md).": "Vārdi: [saite](small.lv.md), $x_1$ un `code`.",
}


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A small lab with a guide in a repository of its own, fully translated and up to date."""
    folder, guides = tmp_path / "labs" / "strand" / "small", tmp_path / "teacher-guides" / "labs"
    folder.mkdir(parents=True)
    guides.mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    (folder / "lab.yml").write_text("id: small\neditions: [en, lv]\n")
    (guides / "small.md").write_text(GUIDE)
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell("# Title\n\nWords in `code`.", id="card"),
        nbformat.v4.new_code_cell(SETUP, id="setup", metadata={
            "daugava": {"labels": ["cost"], "keep": ["not translated here"]}, "nbgrader": {"grade_id": "setup"}}),
    ], metadata={"daugava": {"language": "en", "title": "A small lab"}})
    nbformat.write(notebook, folder / "small.ipynb")
    monkeypatch.setenv("DAUGAVA_ROOT", str(tmp_path))
    lab = daugava_lab.load(folder)
    translate.update(lab)
    say(lab, SAID)
    translate.update(lab)
    return lab


def catalogues(lab):
    return [lab.folder / "small.lv.po", lab.root / "teacher-guides" / "labs" / "small.lv.po"]


def say(lab, said):
    """What a translator does: fill in msgstr."""
    for path in catalogues(lab):
        made = catalogue.read(path)
        for entry in made:
            entry.msgstr = said.get(entry.msgid, entry.msgstr)
        path.write_text(str(made), encoding="utf-8")


def master(lab, cell, old, new):
    """What an author does: change a cell of the master."""
    notebook = lab.notebook("en")
    found = next(each for each in notebook.cells if each.id == cell)
    assert old in found.source
    found.source = found.source.replace(old, new)
    nbformat.write(notebook, lab.path("en"))


def entry(lab, text):
    return catalogue.read(catalogues(lab)[0]).find(text, include_obsolete_entries=True)


def told(lab):
    return "\n".join(map(str, translate.problems(lab)))


def daugava(*arguments):
    done = CliRunner().invoke(cli.app, ["translate", *arguments])
    return done.exit_code, done.stdout, done.stderr


def files(lab):
    return {path: path.read_bytes() for path in lab.root.rglob("*") if path.is_file()}


def test_the_editions_say_what_the_catalogues_say(lab):
    assert told(lab) == ""
    notebook = lab.notebook("lv")
    setup = notebook.cells[1]
    assert (lab.folder / "small.lv.ipynb").read_bytes() == (nbformat.writes(notebook) + "\n").encode()
    assert translate.edition(lab, "lv") == notebook
    assert notebook.metadata.daugava == {"language": "lv", "title": "Mazs darbs"}
    assert setup.metadata == lab.notebook("en").cells[1].metadata
    assert setup.source == '''from daugava import check
check.use("lv")
# izmaksas eiro
cost_eur = 72    # mašīna # "tā"
table = {"izmaksas": 1, "divi vārdi": 2}
table["divi vārdi"], table["izmaksas"], data["mass in kg"]
print(f"{table['x']} un \\"izmaksas\\" {cost_eur:.2f}", "not translated here")
### BEGIN SOLUTION
reason = ("Viens garš teikums, kas ir ļoti garš, kas ir ļoti garš, kas ir ļoti garš, kas ir ļoti "
          "garš, kas ir ļoti garš, kas ir ļoti garš, divās daļās.")
### END SOLUTION'''
    guide = (lab.root / "teacher-guides" / "labs" / "small.lv.md").read_text(encoding="utf-8")
    assert guide == "\n".join(SAID.get(line, line) for line in GUIDE.split("\n"))


def test_the_rooms_of_a_message_are_known(lab):
    kinds = {(each.text, each.kind, each.cell) for each in translate.messages(lab.notebook("en"))}
    assert ("cost", "label", "setup") in kinds and ("A small lab", "title", "") in kinds
    assert ("the machine", "comment", "setup") in kinds
    assert translate.Message("| Last one | 2 |", "a-guide", "row") in translate.messages(GUIDE)
    assert {each.text for each in translate.translated(lab, "lv")} == {SAID[text] for text, *_ in kinds}
    text = catalogues(lab)[0].read_text(encoding="utf-8")
    assert all(f'{said}"\n' in text for said in SAID.values() if len(said) > 99), "long lines are not wrapped"
    assert "#. comment in setup\n#: small.ipynb:setup\nmsgid \"the machine\"" in text
    assert "#: small.md:a-guide\nmsgid \"| Last one | 2 |\"" in catalogues(lab)[1].read_text(encoding="utf-8")


def test_running_twice_changes_nothing_and_check_is_silent(lab):
    before = files(lab)
    assert translate.update(lab) == ([], [])
    assert daugava("--check") == (0, "", "") and daugava("small") == (0, "small: nothing new\n", "")
    assert files(lab) == before


def test_a_changed_message_is_fuzzy_and_red_until_it_is_translated_anew(lab):
    old = lab.notebook("lv")
    master(lab, "setup", "# the machine", "# the machine, new")
    code_, out, err = daugava("small", "--check")
    place = "labs/strand/small/small.lv.po, Cell setup: "
    mend = "Change its translation and take the flag “fuzzy” away.\n"
    assert (code_, out) == (1, "")
    assert f"{place}the English text has changed: “the machine, new”. {mend}" in err
    assert "small.lv.po: the file is not what its master and catalogue give. Run ./daugava translate small" in err
    assert daugava("small")[:2] == (1, "small: small.lv.po (1 to mend)\n")
    changed = entry(lab, "the machine, new")
    assert (changed.previous_msgid, changed.msgstr) == ("the machine", SAID["the machine"])
    assert changed.fuzzy and entry(lab, "the machine") is None
    assert lab.notebook("lv") == old, "no edition with a stale message"
    with pytest.raises(translate.TranslateError, match="Cell setup: the English text has changed"):
        translate.edition(lab, "lv")
    master(lab, "setup", "# the machine, new", "# the machine, very new")
    translate.update(lab)
    assert entry(lab, "the machine, very new").previous_msgid == "the machine", "what the translation was made for"
    say(lab, {"the machine, very new": "jaunā mašīna"})
    assert "the English text has changed" in told(lab), "only a person can say that it fits"
    text = catalogues(lab)[0].read_text(encoding="utf-8")
    catalogues(lab)[0].write_text(text.replace("#, fuzzy\n", ""), encoding="utf-8")
    assert daugava("small")[0] == 0 and told(lab) == ""
    assert "# jaunā mašīna" in lab.notebook("lv").cells[1].source
    assert "#|" not in catalogues(lab)[0].read_text(encoding="utf-8")


def test_a_cell_that_keeps_its_id_keeps_its_translation_as_fuzzy(lab):
    master(lab, "card", "Words in `code`.", "Here stand many more words, and only some of them in `code`.")
    translate.update(lab)
    assert entry(lab, lab.notebook("en").cells[0].source).fuzzy


def test_a_message_that_is_gone_is_kept_once_as_obsolete_and_comes_back(lab):
    master(lab, "setup", "# the machine", "# zzz qqq")
    translate.update(lab)
    text = catalogues(lab)[0].read_text(encoding="utf-8")
    assert text.endswith('#~ msgid "the machine"\n#~ msgstr "mašīna # \\"tā\\""\n')
    assert entry(lab, "zzz qqq").msgstr == "" and "“zzz qqq” is not translated" in told(lab)
    say(lab, {"zzz qqq": "pavisam kas cits"})
    translate.update(lab)
    assert told(lab) == "" and entry(lab, "the machine").obsolete, "an old translation does no harm"
    master(lab, "setup", "# zzz qqq", "# the machine")
    translate.update(lab)
    assert told(lab) == "" and not entry(lab, "the machine").obsolete


@pytest.mark.parametrize("name", ["small.lv.ipynb", "small.lv.po", "small.lv.md"])
def test_a_changed_or_lost_file_is_red_and_is_made_again(lab, name):
    path = next(lab.root.rglob(name))
    before = path.read_bytes()
    for change in (lambda: path.write_bytes(before.replace(b"izmaksas", b"Izmaksas") + b"\n"), path.unlink):
        change()
        if name == "small.lv.po" and not path.exists():
            continue
        assert told(lab).startswith(f"{path.relative_to(lab.root).as_posix()}: the file is not what its")
        assert daugava("--check")[0] == 1
        translate.update(lab)
        assert name == "small.lv.po" or path.read_bytes() == before
        assert told(lab) == ""


def test_without_a_catalogue_everything_is_to_be_translated(lab):
    shutil.rmtree(lab.root / "teacher-guides")
    catalogues(lab)[0].unlink()
    (lab.folder / "small.lv.ipynb").unlink()
    _, problems = translate.update(lab)
    assert {problem.what for problem in problems if "is not translated" not in problem.what} == set()
    assert len(problems) == len({each.text for each in translate.messages(lab.notebook("en"))})
    assert not (lab.folder / "small.lv.ipynb").exists() and catalogues(lab)[0].exists()
    assert translate.translated(lab, "lv") == []


def test_the_guide_goes_the_same_way(lab):
    path = lab.root / "teacher-guides" / "labs" / "small.md"
    path.write_text(GUIDE.replace("Last one", "The last one").replace("start", "stop"), encoding="utf-8")
    assert "small.lv.po, Section a-guide: the English text has changed: “| The last one | 2 |”." in told(lab)
    say(lab, {})
    translate.update(lab)
    made = catalogue.read(catalogues(lab)[1])
    made.find("| The last one | 2 |").flags = []
    catalogues(lab)[1].write_text(str(made), encoding="utf-8")
    translate.update(lab)
    assert told(lab) == "" and "./daugava stop" in path.with_name("small.lv.md").read_text(encoding="utf-8")


def test_a_broken_translation_stops_the_edition_and_names_the_cell(lab):
    say(lab, {"Cost {cost_eur:.2f} and {table['x']}": "Izmaksas {cost_eur:.2f}"})
    _, problems = translate.update(lab)
    assert str(problems[0]) == (
        "labs/strand/small/small.lv.po, Cell setup: the translation of “Cost {cost_eur:.2f} and {table['x']}” has lost "
        "the placeholder {table['x']}. Write it exactly as in English.")
    with pytest.raises(translate.TranslateError, match="has lost the placeholder"):
        translate.edition(lab, "lv")


@pytest.mark.parametrize(("source", "what"), [
    ("x = (", "the code is not valid Python (line 1: '(' was never closed)"),
    ("""x = f"{'two words'} n" """, "the text 'two words' stands inside a placeholder"),
    ("""x = f"{table['cost']} n"\ny = 'cost'""", "the text 'cost' stands inside a placeholder"),
    ("""x = ("two words "  # why\n"and more", "cost", "not translated here")""",
     "a comment or the same quotation marks stand inside a string"),
    ("x = 1", "'cost' stands in the labels of this cell, but not in its code"),
])
def test_a_master_that_cannot_be_read_is_named_and_loses_no_translation(lab, source, what):
    before = catalogues(lab)[0].read_bytes()
    master(lab, "setup", SETUP, source)
    _, problems = translate.update(lab)
    assert [problem.file for problem in problems] == ["labs/strand/small/small.ipynb"]
    assert problems[0].place == "Cell setup" and what in problems[0].what
    assert catalogues(lab)[0].read_bytes() == before


@pytest.mark.parametrize("text", ['msgid "a\n"b"', 'msgid "a"b"\n', "<<<<<<< HEAD\n",
                                  'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'])
def test_a_catalogue_that_cannot_be_read_is_left_alone(lab, text):
    catalogues(lab)[0].write_text(text, encoding="utf-8")
    _, problems = translate.update(lab)
    assert [problem.place for problem in problems] == [""]
    assert "the catalogue cannot be read" in problems[0].what and str(lab.folder) not in str(problems[0])
    assert catalogues(lab)[0].read_text(encoding="utf-8") == text


def test_a_file_that_is_no_notebook_is_named(lab):
    lab.path("en").write_text("{", encoding="utf-8")
    assert told(lab) == ("labs/strand/small/small.ipynb: this is not a notebook that can be read. "
                         "Open it in JupyterLab and save it again.")


def test_an_unknown_lab_is_one_sentence(lab):
    result = CliRunner().invoke(cli.app, ["translate", "smal"])
    assert isinstance(result.exception, daugava_lab.LabError) and "did you mean small" in str(result.exception)


def test_two_labels_of_a_dictionary_stay_two(lab):
    master(lab, "setup", '{"cost": 1, "two words": 2}', '{"cost": 1, "two words": 2, "more words": 3}')
    say(lab, {})
    translate.update(lab)
    say(lab, {"more words": "divi vārdi"})
    assert "the code of cell setup would not do the same" in told(lab)
    say(lab, {"more words": "vairāk vārdu"})
    assert [problem.what for problem in translate.update(lab)[1]] == []


def test_an_edition_has_no_outputs(lab):
    notebook = lab.notebook("en")
    notebook.cells[1].update(execution_count=3, outputs=[nbformat.v4.new_output("stream", text="Two words")])
    nbformat.write(notebook, lab.path("en"))
    assert told(lab) == ""
    assert translate.edition(lab, "lv").cells[1].outputs == [] and translate.edition(lab, "en") == notebook


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_every_edition_in_the_repository_is_what_its_master_gives(lab):
    assert told(lab) == ""
