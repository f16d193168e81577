"""The workshops are whole: parts that add up, notes for the trainer, translations; and the check says what is not."""
import shutil

import nbformat
import pytest
import yaml
from lab_paths import ROOT

from daugava import workshop, workshop_rules

WORKSHOPS = workshop.workshops(ROOT)
EDITIONS = [pytest.param((each, language), id=f"{each.id}-{language}")
            for each in WORKSHOPS for language in each.editions]


def test_the_three_workshops_are_there():
    assert {each.id: each.minutes for each in WORKSHOPS} == {"first-lab": 90, "assign-and-grade": 180, "write-a-lab": 360}


def test_nothing_is_to_be_mended():
    assert [str(problem) for problem in workshop_rules.problems(ROOT)] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_participants_do_not_get_the_notes(edition):
    each, language = edition
    notebook = each.notebook(language)
    given = workshop.for_participants(notebook)
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells]
    assert len(given.cells) == len(kinds) - kinds.count("notes") and kinds.count("notes") >= 8
    nbformat.validate(given)


@pytest.fixture
def copy(tmp_path):
    """The repository's guides and what the check needs, to be spoilt."""
    for name in ("teacher-guides", "curriculum"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "labs").symlink_to(ROOT / "labs")
    return tmp_path


def about(root, **changes):
    path = root / "teacher-guides" / "workshops" / "first-lab" / "workshop.yml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text("utf-8")), **changes}, allow_unicode=True), "utf-8")


def text(root, name, *change):
    path = root / "teacher-guides" / "workshops" / "first-lab" / name
    said = path.read_text("utf-8")
    assert change[0] in said
    path.write_text(said.replace(*change), "utf-8")


FAULTS = {
    "parts": (lambda root: about(root, minutes=95), "its parts take 90 minutes and the workshop 95"),
    "lab": (lambda root: about(root, labs=["no-such-lab"]), "there is no lab no-such-lab"),
    "minutes": (lambda root: text(root, "run-sheet.md", "| 0–5 |", "| 0–6 |"), "its minutes are not those of the parts"),
    "section": (lambda root: text(root, "run-sheet.md", "## Without internet", "## Offline"), "seven sections"),
    "stale": (lambda root: text(root, "handout.md", "# ", "# Oh, "), "the English text has changed"),
    "slide": (lambda root: text(root, "first-lab.ipynb", '"slide_type": "skip"', '"slide_type": "slides"'),
              "there is no kind of slide “slides”"),
    "notes": (lambda root: text(root, "first-lab.ipynb", '"slide_type": "notes"', '"slide_type": "skip"'),
              "the slide has no speaker notes"),
    "spelling": (lambda root: text(root, "run-sheet.lv.md", "skolēn", "skoolēn"), "not in the dictionary: skoolēn"),
    "signs": (lambda root: text(root, "run-sheet.lv.md", "„", '"'), "the quotation marks are not the usual ones"),
    "questions": (lambda root: text(root, "survey.ipynb", '"id": "q', '"id": "x'), "it asks 0 questions"),
    "missing": (lambda root: (root / "teacher-guides/workshops/first-lab/handout.lv.md").unlink(),
                "has no handout.lv.md: run ./daugava translate first-lab"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said(copy, fault):
    spoil, said = FAULTS[fault]
    spoil(copy)
    assert said in "\n".join(map(str, workshop_rules.problems(copy)))


def test_an_unknown_name_is_one_sentence():
    with pytest.raises(workshop.WorkshopError, match="There is no workshop “first”: choose one of"):
        workshop.get("first", ROOT)
