"""Slides of a workshop: its notebook is run, and nbconvert's SlidesExporter writes it with our own template.

The folder asks nobody for anything: reveal.js (of npm, by `./daugava`) lies in it.
"""
from __future__ import annotations

import copy
import re
import sys
from pathlib import Path

from bs4 import BeautifulSoup

from daugava.grading.readable import readable
from daugava.grading.words import in_language
from daugava.workshop import NOTES, Workshop, WorkshopError
from daugava.workshops.words import SLIDES

TEMPLATES = Path(__file__).parent / "templates"
VIEWER = Path(sys.prefix) / "share" / "daugava-slides" / "node_modules" / "reveal.js"
# All of the viewer that a slide show needs, by its name in the folder of the slides.
FILES = {"reveal.js": "dist/reveal.js", "reveal.css": "dist/reveal.css", "theme.css": "dist/theme/white-contrast.css",
         "notes.js": "dist/plugin/notes.js", "LICENSE": "LICENSE"}
NEW = ("slide", "subslide")
# A page can show these; a slider or a script needs a kernel or a server.
SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain"]


def slides(workshop: Workshop, language: str) -> dict[str, bytes]:
    """The files of the folder `slides`, by name: index.html and what it needs. Runs the notebook."""
    if not all((VIEWER / path).is_file() for path in FILES.values()):
        raise WorkshopError("The viewer of the slides is not installed: run `./daugava workshop`, which installs it.")
    notebook = arranged(run(workshop, language))
    page = export(notebook, workshop.title(language), language)
    return {"index.html": page.encode(),
            **{f"reveal/{name}": (VIEWER / path).read_bytes() for name, path in FILES.items()}}


def run(workshop: Workshop, language: str):
    """The participants' notebook with its outputs; a cell that fails says so, unless its tags allow it."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from daugava.kernels.manager import WarmKernelManager

    notebook = workshop.notebook(language)
    client = NotebookClient(notebook, timeout=120, kernel_manager_class=WarmKernelManager,
                            resources={"metadata": {"path": str(workshop.folder)}})
    try:
        return client.execute()
    except CellExecutionError as error:
        cell = next(cell for cell in notebook.cells if _failed(cell))
        raise WorkshopError(f"The cell “{cell.id}” of {workshop.path(language).name} stops with “{error.ename}: "
                            f"{_line(error.evalue)}”: mend it and try again.") from error


def _failed(cell) -> bool:
    return (any(output.output_type == "error" for output in cell.get("outputs", ()))
            and "raises-exception" not in cell.metadata.get("tags", ()))


def _line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else ""


def kind(cell) -> str:
    """The slide type of a cell; "-" if there is none."""
    return cell.metadata.get("slideshow", {}).get("slide_type") or "-"


def arranged(notebook):
    """A copy with the cells that are shown; what the trainer says stands directly behind the beginning of its slide.

    There the viewer shows it from the first moment: behind a fragment it would come with the fragment.
    """
    shown, notes = [], [[]]  # notes in front of the first slide belong to it
    for cell in notebook.cells:
        if kind(cell) == NOTES:
            notes[-1].append(cell)
        elif kind(cell) in NEW or (not shown and kind(cell) != "skip"):
            notes += [[]] if shown else []
            shown.append([cell])
        elif kind(cell) != "skip":
            shown[-1].append(cell)
    if not shown:
        raise WorkshopError("The notebook has no slide: give a cell the slide type “slide”.")
    slides = copy.copy(notebook)
    slides.cells = [cell for (first, *rest), said in zip(shown, notes, strict=True) for cell in (first, *said, *rest)]
    return slides


def export(notebook, title: str, language: str) -> str:
    """The page of an executed and arranged notebook."""
    from nbconvert.exporters import SlidesExporter
    from traitlets.config import Config

    config = Config({"NbConvertBase": {"display_data_priority": SHOWN}})
    exporter = SlidesExporter(
        config=config, template_name="slides", extra_template_basedirs=[str(TEMPLATES)], embed_images=True,
        filters={"slide_page": slide_page})
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    about = {"title": title, "language": language, "says": in_language(SLIDES, language)}
    return exporter.from_notebook_node(notebook, {"slides": about})[0]


def slide_page(page: str, language: str) -> str:
    """Tidy the slides as feedback is tidied; the headings keep their levels, for the page has none of its own."""
    soup = BeautifulSoup(readable(page, language), "html.parser")
    for heading in soup.find_all(re.compile(r"^h[2-6]$")):
        heading.name = f"h{int(heading.name[1]) - 1}"
    return str(soup)
