"""A submission as nbgrader needs it, whatever became of the file.

Every cell of the release is there once, with the pupil's text. What cannot be placed is kept in cells of its own: the
pupil's text is never thrown away. Repairing what was repaired changes nothing.
"""
from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import is_solution

from daugava.grading import likeness, packed, reading
from daugava.grading.placing import Placing, may_change, name
from daugava.grading.reading import Cell

MOST_OWN = 500   # cells of the pupil's own; what is more becomes one
_RESULT = "kept"  # id of a cell that holds what could not be read
_MARKS = ("grade", "locked", "solution", "points", "task")
_FILE = {"missing", "unreadable", "truncated"}  # then it says nothing that cells are not there


@dataclass
class Repaired:
    """The notebook to be graded, what was mended (`{"code": …, "cells": [grade_id, …]}`), and why it could not be read.

    The codes are those of `grading.words.REPAIRS`; `named_reason` is None, “missing” or “unreadable”.
    """

    notebook: NotebookNode
    notes: list[dict] = field(default_factory=list)
    named_reason: str | None = None


def repair(raw: bytes, release: NotebookNode, language: str = "en") -> Repaired:
    """Mend a submission by its release (the pupils' notebook, version 4.5); never raises on any bytes.

    Cells are found by their ids, then by grade_id, then by likeness. `language` is that of the notebook's metadata.
    """
    codes = []
    if packed.is_zip(raw):
        raw, codes = packed.best(raw, release)
    read = reading.read(raw)
    codes += read.notes
    if read.kernel not in (None, release.metadata.get("kernelspec", {}).get("name", "python3")):
        codes.append("kernel")
    placing = Placing(release, read.cells)
    notes = [{"code": code, "cells": []} for code in codes] + _notes(placing, codes)
    nb = NotebookNode({**copy.deepcopy({key: value for key, value in release.items() if key != "cells"}), "cells": []})
    nb.metadata.setdefault("daugava", NotebookNode())["language"] = language
    nb.cells = _cells(placing, read.text)
    return Repaired(nb, notes, read.reason)


def _cells(placing: Placing, text: str) -> list[NotebookNode]:
    """The release's cells in their order, each followed by the pupil's own that stood behind it; last a file's text."""
    answers = {cell.id: _Answer(cell, placing) for cell in placing.cells}
    own = _own(placing, answers)
    if text.strip():
        own.setdefault(placing.cells[-1].id, []).append(new_raw_cell(text, id=_RESULT))
    _settle_ids([cell for cells in own.values() for cell in cells], set(placing.index))
    made = own.pop(None, [])
    for cell in placing.cells:
        made.append(answers[cell.id].cell())
        made += own.pop(cell.id, [])
    return made


class _Answer:
    """The text of a cell of the release, out of what was found of it.

    Halves are joined again; a copy counts only where the cell itself is untouched.
    """

    def __init__(self, cell: NotebookNode, placing: Placing):
        self.released = cell
        self.found = [each for each in placing.found[cell.id] if each.source.strip()]
        self.used: list[Cell] = []
        if may_change(cell) and self.found:
            self.used = self._used(placing.first(cell.id))
        self.source = "\n".join(each.source for each in self.used) if self.used else cell.source
        if may_change(cell) and not self.found and placing.found[cell.id]:
            self.source = placing.first(cell.id).source  # emptied by the pupil

    def _used(self, first: Cell) -> list[Cell]:
        first = first if first in self.found else self.found[0]
        copies = self.copies(first)
        starter = self.released.source
        if copies and likeness.is_untouched(first.source, starter):
            worked = [each for each in copies if not likeness.is_untouched(each.source, starter)]
            return [max(worked, key=lambda each: len(each.source))] if worked else [first]
        return [each for each in self.found if each not in copies]

    def copies(self, first: Cell) -> list[Cell]:
        """Those of the cells found that are the whole again, and no halves."""
        return [each for each in self.found if each is not first and _is_copy(each, first, self.released)]

    def cell(self) -> NotebookNode:
        made = copy.deepcopy(self.released)
        made.source = self.source
        if made.cell_type == "code":
            made.outputs, made.execution_count = [], None
        else:
            pictures = {key: value for each in self.used for key, value in each.attachments.items()}
            if pictures:
                made.attachments = NotebookNode(pictures)
        return made

    def keeps(self, cell: Cell) -> bool:
        """True where nothing is lost of a cell that was found."""
        text = cell.source.strip()
        return cell in self.used or not text or text in self.source or text in self.released.source


def _is_copy(each: Cell, first: Cell, released: NotebookNode) -> bool:
    """A copy has the same lines of the starter as the original, a half has others."""
    text = each.source.strip()
    if likeness.is_untouched(text, released.source) or likeness.is_untouched(first.source, released.source):
        return True  # a half is not the whole
    wanted = likeness.keys(released.source)
    mine, firsts = likeness.covers(text, wanted), likeness.covers(first.source, wanted)
    if mine:
        return bool(mine & firsts)
    return text in first.source or likeness.Likeness().of(text, first.source) >= likeness.COPY


def _own(placing: Placing, answers: dict[str, _Answer]) -> dict[str | None, list[NotebookNode]]:
    """The pupil's own cells by the cell of the release that they stand behind; spare copies are among them."""
    own: dict[str | None, list[NotebookNode]] = {}
    last, count = None, 0
    rest: list[str] = []
    total = sum(1 for cell in placing.given if cell not in placing.home)
    for cell in placing.given:
        home, place = placing.home.get(cell), last
        if home is not None:
            place = _behind(placing, home)
            if cell is placing.first(home) or cell in answers[home].used:
                last = place
            if answers[home].keeps(cell):
                continue
        elif not cell.source.strip() and not cell.attachments:
            continue
        count += 1
        if total > MOST_OWN and count >= MOST_OWN:
            rest.append(cell.source)
        else:
            own.setdefault(place, []).append(_own_cell(cell, home is not None))
    if rest:
        own.setdefault(placing.cells[-1].id, []).append(new_raw_cell("\n\n".join(rest), id=_RESULT))
    return own


def _behind(placing: Placing, home: str) -> str:
    """Where own cells stand that follow this one: behind answers that were put back, so that they do not undo them."""
    place = placing.index[home]
    while place + 1 < len(placing.cells) and placing.missing(place + 1, place + 2):
        place += 1
    return placing.cells[place].id


def _own_cell(cell: Cell, spare: bool) -> NotebookNode:
    """A cell of the pupil's own; a spare copy is kept as text that does not run."""
    make = {"code": new_code_cell, "markdown": new_markdown_cell}.get(cell.cell_type, new_raw_cell)
    made = (new_raw_cell if spare else make)(cell.source, id=cell.id if cell.id and not spare else "own")
    if cell.attachments and made.cell_type != "code":
        made.attachments = NotebookNode(cell.attachments)
    return made


def _settle_ids(cells: list[NotebookNode], taken: set[str]) -> None:
    """Give each of these cells an id that no other has."""
    last: dict[str, int] = {}
    for cell in cells:
        own, short = cell.id, cell.id[:55]
        while own in taken:
            last[short] = last.get(short, 1) + 1
            own = f"{short}-{last[short]}"
        cell["id"] = own
        taken.add(own)


def _notes(placing: Placing, codes: list[str]) -> list[dict]:
    """What was mended, in the order of the release."""
    if placing.is_empty():
        return [{"code": "other", "cells": []}]
    notes: dict[str, list[str]] = {}
    for cell in placing.cells:
        if name(cell):
            for code in _faults(placing, cell):
                notes.setdefault(code, []).append(name(cell))
    if _FILE & set(codes):
        notes.pop("deleted", None)
    if _is_moved(placing):
        notes["moved"] = []
    return [{"code": code, "cells": cells} for code, cells in notes.items()]


def _is_moved(placing: Placing) -> bool:
    """True where the originals do not stand in the order of the release."""
    originals = {placing.first(home) for home, found in placing.found.items() if found}
    there = [placing.index[placing.home[cell]] for cell in placing.given if cell in originals]
    return there != sorted(there)


def _faults(placing: Placing, cell: NotebookNode) -> Iterator[str]:
    found = placing.found[cell.id]
    if not found:
        yield "deleted"
        return
    if cell.id in placing.merged:
        yield "merged"
    first = placing.first(cell.id)
    if len(found) > 1:
        answer = _Answer(cell, placing)
        yield "split" if len(answer.used) > 1 else "copied"
    if cell.id in placing.guessed:
        yield "guessed"
    elif first.grade_id != name(cell) or first.mark is not None and any(
            first.mark.get(key) != cell.metadata.nbgrader.get(key) for key in _MARKS):
        yield "metadata"
    if first.cell_type != cell.cell_type:
        yield "type"
    if not is_solution(cell) and first.source.strip() != cell.source.strip():
        yield "locked"
