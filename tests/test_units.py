"""Units string the labs together, and the coverage pages say what the labs say."""
import shutil

import pytest
import yaml
from lab_paths import ROOT

from daugava import curriculum, units
from daugava import lab as daugava_lab

LABS = daugava_lab.labs(ROOT)


@pytest.fixture
def room(tmp_path):
    """A copy of what the pages are made from."""
    shutil.copytree(ROOT / "curriculum", tmp_path / "curriculum")
    for lab in LABS:
        folder = tmp_path / lab.folder.relative_to(ROOT)
        folder.mkdir(parents=True)
        shutil.copy(lab.folder / "lab.yml", folder)
    return tmp_path


def rewritten(root, change):
    path = root / "curriculum" / "units.yml"
    content = yaml.safe_load(path.read_text("utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_units_labs_and_pages_agree():
    assert [str(problem) for problem in units.problems(ROOT)] == []


def test_every_unit_has_three_to_five_lessons_and_every_lab_is_used():
    assert {name for unit in units.units(ROOT) for name, _, _ in unit.parts} == {lab.id for lab in LABS}
    assert all(3 <= unit.lessons <= 5 and len(unit.parts) >= 2 for unit in units.units(ROOT))


@pytest.mark.parametrize("lang", ["en", "lv"])
def test_the_matrix_holds_a_dot_where_a_lab_cites_an_outcome_and_nowhere_else(lang):
    page = units.coverage(lang, ROOT)
    rows = [line for line in page.splitlines() if "●" in line]
    assert page.count("●") == sum(len(lab.metadata["outcomes"]) for lab in LABS)
    cited = {(key["regulation"], key["code"]) for lab in LABS for key in lab.metadata["outcomes"]}
    assert len(rows) == len(cited)
    for regulation, code in cited:
        assert curriculum.outcome(regulation, code, ROOT).shown(lang).replace("|", "\\|") in page


def test_a_page_that_is_not_up_to_date_is_seen_and_written_anew(room):
    page = room / "curriculum" / "coverage.lv.md"
    page.write_text(page.read_text("utf-8").replace("●", "", 1), encoding="utf-8")
    assert [problem.file for problem in units.problems(room)] == ["curriculum/coverage.lv.md"]
    assert units.update(room) == [page]
    assert list(units.problems(room)) == [] and units.update(room) == []


@pytest.mark.parametrize("change, said", [
    (lambda it: it["labs"].pop(0), "the lab badge-break-even is missing"),
    (lambda it: it["labs"].reverse(), "it comes after badge-break-even, which stands below it"),
    (lambda it: it["labs"][1]["after"].append("tea"), "there is no lab tea"),
    (lambda it: it["units"][0]["labs"][0].update(lessons=4), "it has 6 lessons"),
    (lambda it: it["units"][0]["labs"][0].update(id="tea"), "there is no lab tea"),
    (lambda it: it["units"][0].update(grades=[12]), "the lab badge-break-even is for no grade of the unit"),
    (lambda it: it["units"].pop(), "is in no unit"),
])
def test_what_does_not_agree_is_said(room, change, said):
    rewritten(room, change)
    units.update(room)
    found = [str(problem) for problem in units.problems(room)]
    assert any(said in each for each in found), found


def test_readme_for_a_head_of_studies_names_every_lab_and_is_read_in_two_minutes():
    for name, lang in (("README.md", "en"), ("README.lv.md", "lv")):
        text = (ROOT / "curriculum" / name).read_text("utf-8")
        for lab in LABS:
            assert lab.title(lang) in text, (name, lab.id)
        assert len(text.split()) <= 420, name
