"""A submission as nbgrader needs it, whatever became of the file: every cell of the release once, with the pupil's text.

What cannot be placed is kept in cells of its own: the pupil's text is never thrown away.
"""
from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from daugava.grading import reading

LIKE = 0.6   # how alike two texts have to be to be the same cell
COPY = 0.8   # and to be a copy and no half
_RESULT = "kept"  # id of a cell that holds what could not be read


@dataclass
class Repaired:
    """The notebook to be graded, what was mended (`{"code": …, "cells": [grade_id, …]}`), and why it could not be read."""

    notebook: NotebookNode
    notes: list[dict] = field(default_factory=list)
    named_reason: str | None = None


def repair(raw: bytes, release: NotebookNode, language: str = "en") -> Repaired:
    """Mend a submission by its release (the pupils' notebook, version 4.5); never raises on any bytes.

    Cells are found by their ids, then by grade_id, then by likeness. `language` is that of the notebook's metadata.
    """
    read = reading.read(raw)
    placed = _Placed(release, read.cells)
    notes = [{"code": code, "cells": []} for code in read.notes] + placed.notes()
    nb = copy.deepcopy(release)
    nb.cells = placed.cells()
    nb.metadata.setdefault("daugava", {})["language"] = language
    reason = "unreadable" if read.text is not None else None
    if read.text and read.text.strip():
        nb.cells.append(new_raw_cell(read.text, id=_free_id(_RESULT, nb.cells)))
    return Repaired(nb, notes, reason)


class _Placed:
    """Which of the pupil's cells belong to which cell of the release."""

    def __init__(self, release: NotebookNode, given: list[reading.Cell]):
        self.release, self.given = release, given
        self.found: dict[str, list[reading.Cell]] = {cell.id: [] for cell in release.cells}
        self.by_name = {_name(cell): cell for cell in release.cells if _name(cell)}
        self.left: list[reading.Cell] = []
        for cell in given:
            if (home := self._home(cell)) is not None:
                self.found[home].append(cell)
            else:
                self.left.append(cell)
        self._place_alike()

    def _home(self, cell) -> str | None:
        """The release's cell that this one is by its id, or by its grade_id."""
        if cell.id in self.found:
            return cell.id
        named = self.by_name.get(cell.grade_id)
        return named.id if named is not None else None

    def _place_alike(self):
        """What has lost its id and its metadata is known by its text, the most alike first."""
        lost = [cell for cell in self.release.cells if not self.found[cell.id] and cell.source.strip()]
        for cell in list(self.left):
            if len(cell.source) > 20_000 or not cell.source.strip():
                continue
            near = [(_likeness(cell.source, other.source), other.id) for other in lost]
            best = max(near, default=(0, ""))
            if best[0] >= LIKE and not self.found[best[1]]:
                self.found[best[1]].append(cell)
                self.left.remove(cell)

    def cells(self) -> list[NotebookNode]:
        """The release's cells in their order, each followed by the pupil's own that stood behind it."""
        own = self._own()
        made = list(own.pop(None, []))
        for cell in self.release.cells:
            made.append(self._cell(cell))
            made += own.pop(cell.id, [])
        taken: set[str] = set()
        for cell in made:
            cell["id"] = _free_id(cell.get("id") or "own", taken=taken)
            taken.add(cell["id"])
        return made

    def _cell(self, cell: NotebookNode) -> NotebookNode:
        made = copy.deepcopy(cell)
        if _may_change(cell):
            made.source = self._text(cell)
        if made.cell_type == "code":
            made.outputs, made.execution_count = [], None
        return made

    def _text(self, cell: NotebookNode) -> str:
        """The pupil's text of a cell: halves are joined again; a copy counts only where the cell itself is untouched."""
        found = self.found[cell.id]
        if not found:
            return cell.source
        keeps_id = [each for each in found if each.id == cell.id] or found[:1]
        first = keeps_id[0]
        others = [each for each in found if each is not first]
        halves = [each for each in found if not _is_copy(each, first, cell)]
        if len(halves) == len(found) > 1:  # a split cell: both halves have its grade_id
            return "\n".join(each.source for each in found)
        if first.source.strip() == cell.source.strip():
            worked = [each for each in others if each.source.strip() not in ("", cell.source.strip())]
            return worked[0].source if worked else first.source
        return first.source

    def _own(self) -> dict[str | None, list[NotebookNode]]:
        """The pupil's own cells by the cell of the release that stands before them; spare copies are among them."""
        used = {cell.id: self._text(cell) if _may_change(cell) else cell.source for cell in self.release.cells}
        homes = {id(each): cell for cell in self.release.cells for each in self.found[cell.id]}
        own: dict[str | None, list[NotebookNode]] = {}
        before = None
        for cell in self.given:
            home = homes.get(id(cell))
            if home is not None:
                before = home.id
                text = used[home.id]
                if cell.source.strip() in text or not cell.source.strip() or cell.source.strip() == home.source.strip():
                    continue  # nothing of it is lost
            if cell.source.strip():
                own.setdefault(before, []).append(_own_cell(cell, home is not None))
        return own

    def notes(self) -> list[dict]:
        """What was mended, in the order of the release."""
        notes: dict[str, list[str]] = {}
        for cell in self.release.cells:
            if name := _name(cell):
                for code in self._faults(cell):
                    notes.setdefault(code, []).append(name)
        order = [cell.id for cell in self.release.cells]
        there = [order.index(home) for each in self.given if (home := self._home(each)) is not None]
        if any(later < earlier for earlier, later in zip(there, there[1:], strict=False)):
            notes["moved"] = []
        return [{"code": code, "cells": cells} for code, cells in notes.items()]

    def _faults(self, cell) -> Iterator[str]:
        found, name = self.found[cell.id], _name(cell)
        if not found:
            yield "deleted"
            return
        if len(found) > 1:
            copies = any(_is_copy(each, found[0], cell) for each in found[1:])
            yield "copied" if copies or not _may_change(cell) else "split"
        first = next((each for each in found if each.id == cell.id), found[0])
        if first.grade_id != name:
            yield "metadata"
        elif first.mark is not None and any(first.mark.get(key) != cell.metadata.nbgrader.get(key) for key in _MARKS):
            yield "metadata"
        if first.cell_type != cell.cell_type:
            yield "type"
        if not _may_change(cell) and first.source.strip() != cell.source.strip():
            yield "locked"


_MARKS = ("grade", "locked", "solution", "points", "task")


def _name(cell) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _may_change(cell) -> bool:
    """True for what the pupil fills in, and for cells that nbgrader does not know."""
    if "nbgrader" not in cell.metadata:
        return False
    return is_solution(cell) or not (is_locked(cell) or is_grade(cell) or is_task(cell))


def _is_copy(each, first, cell) -> bool:
    """True for a whole cell again; halves of a split one are not alike."""
    if each is first:
        return False
    text = each.source.strip()
    if first.source.strip() == cell.source.strip():
        return True  # a half is not the whole
    return (not text or text in first.source or _likeness(text, first.source) >= COPY
            or _likeness(text, cell.source) >= COPY)


def _likeness(one: str, other: str) -> float:
    if one.strip() == other.strip():
        return 1.0
    match = difflib.SequenceMatcher(None, one[:4000], other[:4000], autojunk=False)
    return match.ratio() if match.real_quick_ratio() >= LIKE and match.quick_ratio() >= LIKE else 0.0


def _own_cell(cell: reading.Cell, spare: bool) -> NotebookNode:
    """A cell of the pupil's own; a spare copy is kept as text that does not run."""
    make = {"code": new_code_cell, "markdown": new_markdown_cell}.get(cell.cell_type, new_raw_cell)
    if spare:
        make = new_raw_cell
    return make(cell.source, id=cell.id if cell.id and not spare else "own")


def _free_id(wanted: str, cells=(), taken=()) -> str:
    """An id that no other cell has."""
    known = set(taken) | {cell.id for cell in cells}
    if wanted not in known:
        return wanted
    number = 2
    while f"{wanted[:55]}-{number}" in known:
        number += 1
    return f"{wanted[:55]}-{number}"
