"""Pages of paper: Markdown becomes a tagged PDF (PDF/UA-1) by Pandoc and Typst, both from Python wheels.

The fonts are those that Typst brings, so that a page is the same on every machine.
"""
from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from daugava.grading.words import in_language
from daugava.workshop import Workshop, WorkshopError
from daugava.workshops import questions
from daugava.workshops.words import SURVEY

TEMPLATES = Path(__file__).parent / "templates"
SIZES = (11, 10.5, 10, 9.5)  # points of the letters, the first that fits
_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


def handout(workshop: Workshop, language: str) -> bytes:
    """The handout as a PDF of one A4 page. Raises WorkshopError if it is longer."""
    return _text(workshop, "handout", language).on_one_page(f"The handout of {workshop.id} ({language})")


def run_sheet(workshop: Workshop, language: str) -> bytes:
    """The trainer's run sheet as a PDF of numbered A4 pages."""
    return _text(workshop, "run-sheet", language).pdf(SIZES[1], numbered=True)


def survey(workshop: Workshop, language: str) -> bytes:
    """The exit survey as a PDF of one A4 page, to fill in by pen. Raises WorkshopError if it is longer."""
    title, asked = questions.read(workshop.survey(language))
    title, says = title or workshop.title(language), in_language(SURVEY, language)
    body = "\n\n".join([f"= #{_string(title)}", f"#{_string(says['anonymous'])}", f"#{_string(says['how'])}",
                        *(_question(number, each) for number, each in enumerate(asked, 1))])
    return Document(body, title, language, workshop.folder).on_one_page(f"The survey of {workshop.id} ({language})")


def _text(workshop: Workshop, name: str, language: str) -> Document:
    text = workshop.text(name, language)
    found = _TITLE.search(text)
    title = re.sub(r"[*_`]", "", found[1]) if found else workshop.title(language)
    return Document(markdown(text), title, language, workshop.folder)


def _question(number: int, asked: questions.Question) -> str:
    text = markdown(asked.text)
    if asked.kind == "scale":
        field = f"scale({_string(asked.low)}, {_string(asked.high)})"
    elif asked.kind == "choice":
        field = f"choice(({''.join(_string(each) + ',' for each in asked.options)}))"
    else:
        field = "words()"
    return f"#question({number})[\n{text}\n][#{field}]"


def markdown(text: str) -> str:
    """Markdown as Typst's markup."""
    import pypandoc

    # Columns as wide as their text needs: Pandoc would take the lengths of the dashes for a long table.
    typst = pypandoc.convert_text(text, "typst", format="markdown-smart-implicit_figures-citations",
                                  extra_args=["--columns=100000", "--wrap=preserve", "--syntax-highlighting=none"],
                                  filters=[str(TEMPLATES / "words.lua")])
    return typst.replace("\r\n", "\n")


@dataclass(frozen=True)
class Document:
    """A text in Typst's markup with its title and language; its pictures are in `folder`."""

    body: str
    title: str
    language: str
    folder: Path

    def on_one_page(self, name: str) -> bytes:
        """The PDF in the largest letters in which it is one page. Raises WorkshopError if there are none."""
        for size in SIZES:
            if self.pages(size) == 1:
                return self.pdf(size)
        raise WorkshopError(f"{name} does not fit on one page: shorten it.")

    def pages(self, size: float) -> int:
        """How many pages it has with letters of `size` points."""
        with _problems():
            return json.loads(self._compiler(size).query("<pages>", field="value", one=True))

    def pdf(self, size: float, numbered: bool = False) -> bytes:
        """A tagged PDF that keeps to PDF/UA-1, in letters of `size` points."""
        with _problems():
            return self._compiler(size, numbered).compile(format="pdf", pdf_standards=["ua-1"])

    def _compiler(self, size, numbered=False):
        import typst

        about = (f"title: {_string(self.title)}, lang: {_string(self.language)}, size: {size}pt, "
                 f"numbered: {str(numbered).lower()}")
        source = f"{(TEMPLATES / 'page.typ').read_text('utf-8')}\n#show: page.with({about})\n\n{self.body}\n"
        return typst.Compiler(source.encode(), root=self.folder, font_paths=typst.Fonts(include_system_fonts=False))


@contextmanager
def _problems():
    import typst

    try:
        yield
    except typst.TypstError as error:
        hints = " ".join(getattr(error, "hints", ()))
        raise WorkshopError(f"The page cannot be set ({error.message}): {hints or 'mend its Markdown'}.") from error


def _string(text: str) -> str:
    """A string of Typst's."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
