"""Slides without a browser: what stands on which slide, and the folder that `./daugava workshop` writes."""
import shutil

import made_up_workshop as made_up
import nbformat
import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from daugava import workshop as known
from daugava.cli import app
from daugava.workshop import WorkshopError
from daugava.workshops import slides
from daugava.workshops.export import export

WRITTEN = {"slides/index.html", *(f"slides/reveal/{name}" for name in slides.FILES), "handout.pdf", "survey.pdf",
           "run-sheet.pdf"}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return made_up.make(tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="module")
def page(example):
    return BeautifulSoup(slides.slides(example, "lv")["index.html"], "html.parser")


@pytest.fixture
def own(tmp_path):
    """A made-up workshop that a test may change."""
    return made_up.make(tmp_path)


def change(workshop, name, **changed):
    """Give a cell of the Latvian notebook another source or other metadata."""
    notebook = workshop.notebook("lv")
    next(cell for cell in notebook.cells if cell.id == name).update(changed)
    nbformat.write(notebook, workshop.path("lv"))


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_notes_stand_behind_the_beginning_of_their_slide(example):
    shown = [cell.id for cell in slides.arranged(example.notebook("lv")).cells]
    assert shown == ["title", "early", "said", "guess", "wait", "answer", "below", "picture", "end", "allowed"]


def test_slides_have_their_cells_their_notes_and_headings_that_follow_each_other(page):
    assert page.html["lang"] == "lv" and page.title.string == "Maza darbnīca"
    found = page.select("section.leaf")
    assert [slide.find(["h1", "h2"]).get_text() for slide in found] == [
        f"Title {made_up.LETTERS}", "Guess", "Below", "End"]
    assert [[note.get_text(strip=True) for note in slide.select("aside.notes")] for slide in found] == [
        ["Said before anything.", "Said on the title."], ["Wait for hands."], [], []]
    assert [tag.name for tag in page.find_all(["h1", "h2", "h3"])] == ["h1", "h2", "h2", "h2"]
    assert found[1].select_one(".fragment").get_text(strip=True) == "It was two."
    assert found[1].select_one(".fragment aside") is None, "notes come with the slide, not with the fragment"
    assert found[1].parent is found[2].parent, "a slide below stands in the group of the one above"
    assert "Long instructions" not in page.get_text() and "daugava.use" not in page.get_text()


def test_the_notebook_was_run_and_everything_has_words(page):
    picture, = page.find_all("img")
    assert picture["src"].startswith("data:image/png") and picture["alt"] == "A line that rises from 1 to 2."
    formula, = page.find_all("math")
    assert formula["alttext"] == "x^2" and "1,90 € and 2 $." in page.get_text()
    assert page.select_one(".error").get_text() == "division by zero"


def test_nothing_is_asked_of_another_server(page):
    addresses = [tag.get("src") or tag.get("href") for tag in page.find_all(["script", "link", "img", "iframe"])]
    assert {each for each in addresses if each and not each.startswith("data:")} == {
        f"reveal/{name}" for name in slides.FILES if name != "LICENSE"}


def test_the_folder_has_everything_and_keeps_what_others_put_there(example, tmp_path):
    (tmp_path / "slides" / "reveal").mkdir(parents=True)
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "slides" / "mine.txt").write_text("mine")
    (tmp_path / "handout.pdf").write_text("old")
    parts = list(export(example, "lv", tmp_path))
    assert parts == ["handout.pdf", "survey.pdf", "run-sheet.pdf", "slides/", "made-up.lv.ipynb"]
    assert names(tmp_path) == WRITTEN | {"made-up.lv.ipynb", "mine.txt", "slides/mine.txt"}
    assert (tmp_path / "mine.txt").read_text() == "mine" and (tmp_path / "handout.pdf").read_bytes()[:4] == b"%PDF"
    given = nbformat.read(tmp_path / "made-up.lv.ipynb", as_version=4)
    nbformat.validate(given)
    assert given == known.for_participants(example.notebook("lv"))
    assert {"early", "said", "wait"} & {cell.id for cell in given.cells} == set()
    assert not any(cell.get("outputs") for cell in given.cells)


def test_nothing_is_written_if_a_part_fails(own, tmp_path):
    change(own, "picture", source="1 / 0\nprint()")
    folder = tmp_path / "out"
    with pytest.raises(WorkshopError, match=r"^The cell “picture” of made-up\.lv\.ipynb stops with "
                                            r"“ZeroDivisionError: division by zero”: mend it and try again\.$"):
        list(export(own, "lv", folder))
    assert not folder.exists()


def test_a_notebook_without_a_slide_says_so(own):
    notebook = own.notebook("lv")
    for cell in notebook.cells:
        cell.metadata["slideshow"] = {"slide_type": "skip"}
    with pytest.raises(WorkshopError, match="has no slide: give a cell the slide type “slide”"):
        slides.arranged(notebook)


def test_a_missing_viewer_says_how_it_comes(example, monkeypatch, tmp_path):
    monkeypatch.setattr(slides, "VIEWER", tmp_path)
    with pytest.raises(WorkshopError, match="run `./daugava workshop`, which installs it"):
        slides.slides(example, "lv")


def test_a_language_or_a_folder_that_cannot_be(example, tmp_path):
    with pytest.raises(WorkshopError, match="no edition in “de”: choose one of en, lv"):
        list(export(example, "de", tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkshopError, match="choose another folder with --to"):
        list(export(example, "lv", tmp_path / "file"))


def test_the_command(own, tmp_path, monkeypatch):
    monkeypatch.setenv("DAUGAVA_ROOT", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    run = CliRunner().invoke(app, ["workshop", "made-up", "--lang", "en", "--to", str(tmp_path / "out")])
    assert run.exit_code == 0 and "project slides/index.html" in run.output
    assert names(tmp_path / "out") == WRITTEN | {"made-up.ipynb"}
    shutil.rmtree(tmp_path / "out")
    run = CliRunner().invoke(app, ["workshop", "other", "--to", str(tmp_path / "out")])
    assert isinstance(run.exception, WorkshopError)
    assert str(run.exception) == "There is no workshop “other”: choose one of made-up."
