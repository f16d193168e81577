"""What a workshop must have, said to its author: parts that add up, notes to every slide, words that are spelled right."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from daugava import lab, translate
from daugava.lab import beside
from daugava.lint import prose, spelling, typography
from daugava.problem import Problem
from daugava.workshop import NOTES, TEXTS, Page, Workshop, WorkshopError, pages, workshops

SLIDES = ("slide", "subslide", "fragment", "skip", "-", NOTES)
SECTIONS = ("At a glance", "Before the workshop", "Minute by minute", "What goes wrong", "Without internet",
            "Without computers", "After the workshop")
QUESTIONS = range(5, 8)
_ROW = re.compile(r"(\d+)–(\d+)")


def problems(root: Path) -> list[Problem]:
    """What is not as it should be in the workshops and in the pages for teachers; empty if all is well."""
    found = []
    for workshop in workshops(root):
        about = (workshop.folder / "workshop.yml").relative_to(root).as_posix()
        found += [Problem(about, "", what, mend) for what, mend in _about(workshop)]
        found += translate.problems(workshop)
        try:
            for language in workshop.editions:
                found += _edition(workshop, language, root)
        except WorkshopError as error:
            found.append(Problem(about, "", str(error).rstrip("."), "Then run ./daugava check again."))
    for page in pages(root):
        found += translate.problems(page)
        for language in page.editions:
            if page.path(language).is_file():
                found += _page(page, language, root)
    return list(dict.fromkeys(found))


def _about(workshop: Workshop) -> Iterator[tuple[str, str]]:
    minutes = sum(part["minutes"] for part in workshop.parts)
    if minutes != workshop.minutes:
        yield (f"its parts take {minutes} minutes and the workshop {workshop.minutes}",
               "Make them add up; breaks are parts.")
    known = {each.id for each in lab.labs(workshop.root)}
    for name in workshop.metadata["labs"]:
        if name not in known:
            yield f"there is no lab {name}", "Write the name of a folder in labs/."


def _edition(workshop: Workshop, language: str, root: Path) -> Iterator[Problem]:
    def say(path, place, what, mend):
        return Problem(beside(path, language).relative_to(root).as_posix(), place, what, mend)

    paths = dict(zip(("notebook", "survey", *TEXTS), workshop.masters, strict=True))
    notebooks = {"notebook": workshop.notebook(language), "survey": workshop.survey(language)}
    texts = {name: workshop.text(name, language) for name in TEXTS}
    for place, what, mend in _notebook(notebooks["notebook"]):
        yield say(paths["notebook"], place, what, mend)
    asked = sum(bool(re.fullmatch(r"q\d+", cell.id)) for cell in notebooks["survey"].cells)
    if asked not in QUESTIONS:
        yield say(paths["survey"], "", f"it asks {asked} questions", "Ask 5 to 7.")
    for place, what, mend in _run_sheet(workshop, texts["run-sheet"], language):
        yield say(paths["run-sheet"], place, what, mend)
    for name, read in notebooks.items():
        for cell in read.cells:
            if cell.cell_type == "markdown":
                for what, mend in _signs(cell.source, language, root):
                    yield say(paths[name], f"Cell {cell.id}", what, mend)
    for name, text in texts.items():
        for heading, what, mend in _sections(text, language, root):
            yield say(paths[name], heading, what, mend)


def _notebook(notebook) -> Iterator[tuple[str, str, str]]:
    """Slide types, notes for every slide, no outputs."""
    silent = None  # the slide that has no notes yet
    for cell in notebook.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if kind not in SLIDES:
            yield f"Cell {cell.id}", f"there is no kind of slide “{kind}”", f"Write one of {', '.join(SLIDES)}."
        if kind == "slide":
            if silent:
                yield f"Cell {silent}", "the slide has no speaker notes", "Write a cell of the type notes after it."
            silent = cell.id
        elif kind == NOTES:
            silent = None
        if cell.cell_type == "code" and cell.outputs:
            yield f"Cell {cell.id}", "the notebook has outputs", "Clear all outputs and save it."
    if silent:
        yield f"Cell {silent}", "the slide has no speaker notes", "Write a cell of the type notes after it."


def _run_sheet(workshop: Workshop, text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Its sections, and the minutes of the parts in its first table."""
    sections = prose.sections(text)[2:]  # behind what is above the title, and the title
    headings = [heading for heading, _ in sections]
    if (language == "en" and tuple(headings) != SECTIONS) or len(headings) != len(SECTIONS):
        yield "", "it has not the seven sections of a run sheet", f"Write: {', '.join(SECTIONS)}."
        return
    table = sections[0][1]
    found = [tuple(map(int, match.groups())) for row in prose.rows(table) if (match := _ROW.fullmatch(row[0]))]
    starts = [sum(part["minutes"] for part in workshop.parts[:number]) for number in range(len(workshop.parts) + 1)]
    if found != list(zip(starts, starts[1:], strict=False)):
        yield headings[0], "its minutes are not those of the parts in workshop.yml", "Make both agree, without a gap."


def _page(page: Page, language: str, root: Path) -> Iterator[Problem]:
    path = page.path(language)
    for heading, what, mend in _sections(path.read_text(encoding="utf-8"), language, root):
        yield Problem(path.relative_to(root).as_posix(), heading, what, mend)


def _sections(text: str, language: str, root: Path) -> Iterator[tuple[str, str, str]]:
    """Spelling and signs of a text, section by section."""
    for heading, section in prose.sections(text):
        for what, mend in _signs(f"## {heading}\n\n{section}", language, root):
            yield heading, what, mend


def _signs(text: str, language: str, root: Path) -> Iterator[tuple[str, str]]:
    """Spelling and the signs of the language; a table of words has three."""
    text = "\n\n".join(block for block in re.split(r"\n\s*\n", text) if not _is_word_table(block))
    yield from typography.faults(text, language)
    unknown = spelling.speller(language, root).unknown(prose.plain(text), text)
    if language != "en":  # buttons, file names and titles are quoted in English
        unknown = [word for word in unknown if not spelling.speller("en", root).knows(word)]
    if unknown:
        yield (f"not in the dictionary: {', '.join(unknown)}",
               f"Correct it, or add it to curriculum/words.{language}.txt.")


def _is_word_table(block: str) -> bool:
    heads = {cell.strip() for cell in block.strip().split("\n")[0].strip("|").split("|")}
    return len(heads) > 1 and heads <= set(spelling.COLUMNS)
