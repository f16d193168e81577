"""The two kinds of master: a notebook and a guide in Markdown, each with its catalogues and editions."""
from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from daugava.translate import code, markdown
from daugava.translate.message import Fault, Message, Piece, rewritten

MASTER = "en"
Say = Callable[[Message], str]


class Notebook:
    """A notebook: of a lab or a workshop."""

    def __init__(self, master: Path):
        self.master = master

    def read(self):
        """The English notebook. Raises Fault if the file is no notebook."""
        import nbformat  # slow to import, and a guide needs none

        try:
            return nbformat.read(self.master, as_version=4)
        except (ValueError, nbformat.ValidationError) as error:
            raise Fault("this is not a notebook that can be read",
                        "Open it in JupyterLab and save it again.") from error

    def messages(self) -> tuple[list[Message], list[tuple[str, Fault]]]:
        """The messages in their order, and what is wrong: (place, fault)."""
        return notebook_messages(self.read())

    def edition(self, say: Say, language: str) -> str:
        """The text of the edition's file. Raises Fault if a translation cannot be written into its place."""
        import nbformat

        return nbformat.writes(translated_notebook(self.read(), say, language)) + "\n"


class Guide:
    """A text in Markdown: the guide of a lab, the run sheet of a workshop."""

    def __init__(self, master: Path):
        self.master = master

    def messages(self) -> tuple[list[Message], list[tuple[str, Fault]]]:
        """The messages in their order; nothing can be wrong with a guide."""
        return guide_messages(self.master.read_text(encoding="utf-8")), []

    def edition(self, say: Say, language: str) -> str:
        """The text of the edition's file."""
        text = self.master.read_text(encoding="utf-8")
        return rewritten(text, markdown.pieces(text),
                         lambda piece: say(Message(piece.text, piece.place, piece.kind)))


def masters(work) -> list[Notebook | Guide]:
    """The English files of a lab, a workshop or a page, as its `masters` names them."""
    return [(Notebook if path.suffix == ".ipynb" else Guide)(path) for path in work.masters]


def place(document: Notebook | Guide, cell: str) -> str:
    """A cell or a section as an author reads it."""
    if isinstance(document, Notebook):
        return f"Cell {cell}" if cell else "Title"
    return f"Section {cell}" if cell else "Top"


def guide_messages(text: str) -> list[Message]:
    """The messages of a guide in their order."""
    return [Message(piece.text, piece.place, piece.kind) for piece in markdown.pieces(text)]


def notebook_messages(notebook) -> tuple[list[Message], list[tuple[str, Fault]]]:
    """The messages of a notebook in their order, and what is wrong in its cells: (cell id, fault)."""
    title = notebook.metadata.get("daugava", {}).get("title")
    found, faults = [Message(title, "", "title")] if title else [], []
    for cell in notebook.cells:
        try:
            found += [Message(piece.text, cell.get("id", ""), piece.kind) for piece in _pieces(cell, notebook)
                      if piece.kind != "language"]
        except Fault as fault:
            faults.append((cell.get("id", ""), fault))
    return found, faults


def translated_notebook(notebook, say: Say, language: str):
    """A copy of a notebook in another language, without outputs. Raises Fault if the code would become another."""
    edition = copy.deepcopy(notebook)
    about = edition.metadata.get("daugava", {})
    if "language" in about:
        about["language"] = language
    if about.get("title"):
        about["title"] = say(Message(about["title"], "", "title"))
    for cell in edition.cells:
        before = cell.source
        cell.source = rewritten(before, _pieces(cell, notebook), lambda piece, id=cell.id: (
            language if piece.kind == "language" else say(Message(piece.text, id, piece.kind))))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if not code.same(before, cell.source):
                raise Fault(f"the code of cell {cell.id} would not do the same as in English",
                            "Translate different labels differently, and look for signs that end a comment.")
    return edition


def _pieces(cell, notebook) -> list[Piece]:
    if cell.cell_type == "code":
        marks = cell.metadata.get("daugava", {})
        language = notebook.metadata.get("daugava", {}).get("language", MASTER)
        return code.pieces(cell.source, language, marks.get("labels", ()), marks.get("keep", ()))
    if cell.cell_type == "markdown" and markdown.is_prose(cell.source):
        start = len(cell.source) - len(cell.source.lstrip())
        return [Piece(start, start + len(cell.source.strip()), cell.source.strip(), "markdown")]
    return []
