"""Each rule finds its own fault in a lab that is sound otherwise, and says where it is and how to mend it."""

import json
import re
import shutil

import lint_labs
import pytest
from lint_faults import CASES
from running import ROOT
from typer.testing import CliRunner

from daugava import cli, lint, units
from daugava import lab as daugava_lab
from daugava.lint import prose, spelling
from daugava.lint.rule import RULES, rule


@pytest.fixture(scope="module")
def curriculum(tmp_path_factory):
    """A small curriculum that all labs here share."""
    return lint_labs.small_curriculum(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def write(tmp_path, curriculum):
    """Write a draft and return the lab."""
    return lambda draft: draft.write(tmp_path / "repository", curriculum)


def test_a_sound_lab_has_no_problem(write):
    assert lint.check(write(lint_labs.Draft())) == []


def test_every_lab_and_the_curriculum_of_the_repository_have_no_problem():
    problems = lint.check_all(daugava_lab.labs(ROOT), ROOT)
    assert problems == [], "\n".join(map(str, problems))


@pytest.mark.parametrize(("id", "place", "file", "change"), CASES)
def test_each_rule_finds_its_fault_and_no_other_rule_does(write, id, place, file, change):
    draft = lint_labs.Draft()
    change(draft)
    problems = lint.check(write(draft))
    assert {problem.rule for problem in problems} == {id}, "\n".join(map(str, problems))
    found = [problem for problem in problems if problem.file.endswith(f"/{file}") and problem.place == place]
    assert found, "\n".join(map(str, problems))
    for problem in problems:
        assert problem.what and not problem.what.endswith((".", "!")), "the sentence goes on in str"
        assert problem.mend.strip().endswith((".", "?", "!")) and " " in problem.mend
        where = ", ".join(filter(None, (problem.file, problem.place)))
        assert str(problem) == f"{where}: {problem.what}. {problem.mend}"


def test_what_is_allowed_is_not_reported(write):
    draft = lint_labs.Draft()
    draft.text("hook", ("", ' In 2022–2024 the play "Vējš" (1975) costs €1,200 for 1 000 or −5 people (p. 59).'),
               ("", " 2022.–2024. gadā luga „The Wind” (1975) maksā 1 200 € jeb 1,5 × 800, plkst. 10.32, ESCO v1.1.1 "
                "(59. lpp.), 1 000 vai −5."))
    draft.cells["hook"]["metadata"]["daugava"] = {"numbers": ["1,200", "1 000"]}
    draft.code("make", "machine_eur +", "import numpy as np\nimport pandas as pd\nluck = np.random.default_rng(2026)\n"
               'slips = pd.read_csv("my_survey.csv")\nmachine_eur +')
    draft.cells["make"]["metadata"]["daugava"] = {"files": ["my_survey.csv"]}
    draft.code("check-ai", "check.right",
               "prices = sorted([3, 1], key=lambda price: -price)\nprices.append(2)\ncheck.right")
    problems = [problem for problem in lint.check(write(draft)) if problem.rule != "same-numbers"]
    assert problems == [], "\n".join(map(str, problems))


def test_a_lab_yml_without_tasks_is_told_so_and_nothing_else(write):
    draft = lint_labs.Draft()
    lab = write(draft)
    del draft.lab["tasks"]
    (lab.folder / "lab.yml").write_text(json.dumps(draft.lab), encoding="utf-8")
    problems = lint.check(daugava_lab.load(lab.folder))
    assert [(problem.rule, "`tasks`" in problem.what) for problem in problems] == [("curriculum", True)]


def test_missing_dictionaries_are_told_once(write, monkeypatch, tmp_path):
    monkeypatch.setattr(spelling, "folder", lambda: tmp_path / "nowhere")
    said = [str(problem) for problem in lint.check(write(lint_labs.Draft()))]
    assert said == ["The spelling dictionaries (dictionary-en-gb and dictionary-lv) are not installed. "
                    "Run ./daugava check with the internet at hand: it installs them once."]


def test_the_command_is_silent_if_all_is_well_and_else_says_where(write, monkeypatch):
    lab = write(lint_labs.Draft())
    monkeypatch.setenv("DAUGAVA_ROOT", str(lab.folder.parents[2]))
    units.update(lab.folder.parents[2])
    silent = CliRunner().invoke(cli.app, ["check"])
    assert (silent.exit_code, silent.output) == (0, "")
    (lab.folder / "lab.yml").write_text((lab.folder / "lab.yml").read_text(encoding="utf-8").replace(
        '"core_minutes": 32', '"core_minutes": 39'), encoding="utf-8")
    for arguments in (["check"], ["check", "badges"], ["check", "enterprise/badges"]):
        result = CliRunner().invoke(cli.app, arguments)
        assert result.exit_code == 1
        assert result.output == ("labs/enterprise/badges/lab.yml: the core path takes 39 of 40 minutes. "
                                 "End it at minute 32, with work that can be submitted.\n")


def test_the_command_checks_the_curriculum_too(write, monkeypatch, tmp_path, curriculum):
    lab = write(lint_labs.Draft())
    root = lab.folder.parents[2]
    (root / "curriculum").unlink()
    shutil.copytree(curriculum / "curriculum", root / "curriculum")
    careers = root / "curriculum" / "careers.yml"
    careers.write_text(careers.read_text(encoding="utf-8").replace("attribution:", "attributed:"), encoding="utf-8")
    monkeypatch.setenv("DAUGAVA_ROOT", str(root))
    result = CliRunner().invoke(cli.app, ["check"])
    assert result.exit_code == 1 and result.output.startswith("curriculum/careers.yml: ")


def test_the_command_says_every_rule_and_what_metadata_may_list():
    said = CliRunner().invoke(cli.app, ["check", "--rules"])
    assert said.exit_code == 0
    for line in (*(f"{each.id}: {each.law}" for each in RULES.values()), *(f"{name}: " for name in lint.CELL_METADATA)):
        assert f"\n{line}" in f"\n{said.output}"


def test_what_is_listed_in_metadata_is_said_to_be_pasted(tmp_path, curriculum):
    draft = lint_labs.Draft()
    draft.text("hook", ("€72", "€73 or 74"), ("72 €", "73 € vai 74"))
    draft.cells["hook"]["metadata"]["daugava"] = {"keep": [], "numbers": ["73"]}
    problem, = lint.check(draft.write(tmp_path / "before", curriculum))
    assert problem.what == "no code computes 74"
    pasted = json.loads(re.search(r"cell: (.*)[.]$", problem.mend)[1])
    assert pasted == {"daugava": {"keep": [], "numbers": ["73", "74"]}}
    draft.cells["hook"]["metadata"] |= pasted
    draft.lab["content"] = None
    assert lint.check(draft.write(tmp_path / "after", curriculum)) == []


def test_words_of_the_school_are_known(curriculum):
    latvian = spelling.Speller("lv", curriculum)
    assert latvian.unknown("Akselerometra un kvadrātfunkcijas pamatceļu, Tronheimas VISC, my_name, v2, n.") == []
    assert latvian.unknown("mašinu Nozīmite") == ["mašinu", "Nozīmite"]
    assert latvian.unknown("Wind", "„The Wind”") == [] and latvian.unknown("Wind") == ["Wind"]
    assert latvian.unknown("cost = izmaksas", code={"cost"}) == []
    english = spelling.Speller("en", curriculum)
    assert english.unknown("The team’s colour, don't, ready-made, 60-second, JupyterLab.") == []
    assert english.unknown("The color of a bagde, readi-made.") == ["color", "bagde", "readi-made"]


@pytest.mark.parametrize("language", ["en", "lv"])
def test_word_lists_are_in_order_and_short(language):
    lines = (ROOT / "curriculum" / f"words.{language}.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert words == sorted(set(words), key=str.casefold) and len(words) < 200
    speller = spelling.Speller(language, ROOT)
    speller.words, speller.stems = set(), None
    assert [word for word in words if speller.knows(word)] == [], "the dictionary has them"


def test_prose_is_what_a_person_reads():
    text = ("## A `b = 1.5` [link](https://a.b/12.5) ![a line](p.png)\n\n| x | y |\n|---|---|\n| *1,90 €* | **z** |\n\n"
            "1. First\n- Second $a^{10}$ <b>bold</b> https://a.b/13.5\n```\n14.5\n```\n")
    assert prose.words(prose.plain(text)) == ["A", "link", "a", "line", "x", "y", "z", "First", "Second", "bold"]
    assert [number.value for number in prose.numbers(prose.plain(text), "lv")] == [1.9]
    found = prose.numbers("From 12 to 1,200 or 0.5 (−38), 25 %, 7–9, v1.1.1, 2.2.1., Skola2030", "en")
    assert [(number.value, number.percent) for number in found] == [
        (12, False), (1200, False), (0.5, False), (38, False), (25, True), (7, False), (9, False)]
    assert [number.value for number in prose.numbers("1 200 € un 65,45", "lv")] == [1200, 65.45]
    assert prose.rows("| a | b |\n|---|---|\n| 1 | `x` |\n\ntext\n\n| c |\n|:-:|\n| 2 |") == [["1", "`x`"], ["2"]]
    assert prose.sentences("Run it. In the 3. klase it is so. And now?\nYes") == [
        "Run it.", "In the 3. klase it is so.", "And now?", "Yes"]


def test_every_rule_is_shown_failing():
    assert {case.values[0] for case in CASES} == set(RULES)


def test_every_rule_has_a_law_in_words():
    for each in RULES.values():
        assert re.fullmatch(r"\S.*[.]\"?", each.law), each.id
    with pytest.raises(ValueError, match="two rules called cell-order"):
        rule("cell-order", at="master")(lambda sheet: None)
