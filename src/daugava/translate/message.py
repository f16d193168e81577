"""What is translated: messages, and where they stand in a source."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from daugava import DaugavaError

# Lines that nbgrader looks for: no message may hold another one than the master.
MARKER = re.compile(r"### ?(?:BEGIN|END) [A-Z ]+|### ?(?:HASHED )?AUTOTEST")


class TranslateError(DaugavaError):
    """An edition that cannot be made: one sentence that names the place and says how to mend it."""


class Fault(DaugavaError):
    """Something wrong at one place, before the place is known: what it is, and how to mend it."""

    def __init__(self, what: str, mend: str):
        super().__init__(f"{what}. {mend}")
        self.what, self.mend = what, mend


@dataclass(frozen=True)
class Message:
    """One text for people: in a cell (its id), in a section of a guide, or "" for the title of a notebook.

    ``kind`` is "title", "markdown" (a whole cell), "comment", "string", "f-string" or "label" in a notebook, and
    "block" or "row" (of a table) in a guide. The text of an f-string holds its placeholders as they are written.
    """

    text: str
    cell: str
    kind: str


@dataclass(frozen=True)
class Piece:
    """A message at its place in a source: ``source[start:end]``, and how another text is written there."""

    start: int
    end: int
    text: str
    kind: str
    write: Callable[[str], str] = field(default=lambda text: text, compare=False)
    place: str = ""


def rewritten(source: str, pieces: Iterable[Piece], say: Callable[[Piece], str]) -> str:
    """The source with every piece said anew; a piece that stays the same is not touched."""
    for piece in sorted(pieces, key=lambda piece: piece.start, reverse=True):
        text = say(piece)
        if text != piece.text:
            source = source[:piece.start] + piece.write(text) + source[piece.end:]
    return source


def short(text: str, length: int = 60) -> str:
    """The beginning of a text on one line, in quotation marks."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= length else line[:length - 1].rstrip() + '…'}”"
