"""Which of a pupil's cells is which of the release's: by id, grade_id, likeness, or the place between others."""
from __future__ import annotations

from collections import Counter
from dataclasses import replace

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from daugava.grading import likeness
from daugava.grading.reading import Cell

MOST_COMPARED = 300  # cells of the pupil's that have lost their names
_LEAST = 10          # characters of a text that is known again inside of another
_LONGEST = 200_000   # characters of a cell in which others are looked for


def name(cell: NotebookNode) -> str | None:
    """The grade_id of a cell of the release."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def may_change(cell: NotebookNode) -> bool:
    """True for answers, and for cells that nbgrader does not know: there pupils write, too."""
    return is_solution(cell) or not (is_locked(cell) or is_grade(cell) or is_task(cell))


class Placing:
    """The pupil's cells (`given`, merged ones taken apart) and the release's.

    `found`: {id of the release's cell: [pupil's cells, as they stood]}; `home`: {pupil's cell: id}; `merged` and
    `guessed`: ids of cells whose text was taken out of another, or out of a cell that had lost its names.
    """

    def __init__(self, release: NotebookNode, given: list[Cell]):
        self.cells = release.cells
        self.index = {cell.id: place for place, cell in enumerate(self.cells)}
        self.by_name = {name(cell): cell.id for cell in self.cells if name(cell)}
        self.merged: set[str] = set()
        self.guessed: set[str] = set()
        self.given = self._apart(given)
        self.found: dict[str, list[Cell]] = {cell.id: [] for cell in self.cells}
        self.home: dict[Cell, str] = {}
        for cell in self.given:
            if (home := self._named(cell)) is not None:
                self._place(cell, home)
        self._alike()
        self._between()
        order = {cell: place for place, cell in enumerate(self.given)}
        for found in self.found.values():
            found.sort(key=order.get)

    def is_empty(self) -> bool:
        """True where no cell of the release was found among those that there are."""
        return bool(self.given) and not self.home

    def first(self, home: str) -> Cell:
        """The one of the cells found that is the original: it has the release's id."""
        found = self.found[home]
        return next((cell for cell in found if cell.id == home), found[0])

    def missing(self, start: int, end: int) -> list[str]:
        """Answers of the release between two places that have not been found."""
        return [cell.id for cell in self.cells[start:end] if is_solution(cell) and not self.found[cell.id]]

    def _named(self, cell: Cell) -> str | None:
        return cell.id if cell.id in self.index else self.by_name.get(cell.grade_id)

    def _place(self, cell: Cell, home: str) -> None:
        self.found[home].append(cell)
        self.home[cell] = home

    def _alike(self) -> None:
        """What has lost its id and its metadata is known by its text: the same first, then the most alike."""
        lost = [cell for cell in self.cells if not self.found[cell.id] and cell.source.strip()]
        left = [cell for cell in self.given if cell not in self.home and cell.source.strip()]
        if not lost or not left:
            return
        same = {cell.source.strip(): cell.id for cell in reversed(lost)}
        for cell in left:
            home = same.get(cell.source.strip())
            if home is not None and not self.found[home]:
                self._place(cell, home)
        compare = likeness.Likeness()
        pairs = []
        for cell in [cell for cell in left if cell not in self.home][:MOST_COMPARED]:
            for other in lost:
                if not self.found[other.id]:
                    how = compare.to_starter if is_solution(other) else compare.of
                    pairs.append((how(cell.source, other.source), cell, other.id))
        for alike, cell, home in sorted(pairs, key=lambda pair: -pair[0]):
            if alike >= likeness.LIKE and cell not in self.home and not self.found[home]:
                self._place(cell, home)

    def _between(self) -> None:
        """The only cell that stands where the only missing answer belongs is that answer."""
        before, left = -1, []
        for cell in [*self.given, None]:
            if cell is not None and cell not in self.home:
                left.append(cell)
                continue
            after = self.index[self.home[cell]] if cell is not None else len(self.cells)
            missing = self.missing(before + 1, after)
            if self.home and len(missing) == 1:
                kind = self.cells[self.index[missing[0]]].cell_type
                fitting = [each for each in left if each.cell_type == kind and each.source.strip()]
                if len(fitting) == 1:
                    self._place(fitting[0], missing[0])
                    self.guessed.add(missing[0])
            before, left = after, []

    def _apart(self, given: list[Cell]) -> list[Cell]:
        """Take merged cells apart where the release's neighbours are missing."""
        homes = [self._named(cell) for cell in given]
        there = Counter(homes)
        if all(cell.id in there for cell in self.cells):
            return given
        made = []
        for cell, home in zip(given, homes, strict=True):
            apart = home is not None and there[home] == 1 and self._pieces(cell, self.index[home], there)
            made += apart or [cell]
        return made

    def _pieces(self, cell: Cell, here: int, there: Counter) -> list[Cell] | None:
        """The cells of which this one was made: it and missing neighbours, whose text stands in it; or None."""
        if len(cell.source) > _LONGEST or cell.source.strip() == self.cells[here].source.strip():
            return None
        start, end = here, here + 1
        while start > 0 and self.cells[start - 1].id not in there:
            start -= 1
        while end < len(self.cells) and self.cells[end].id not in there:
            end += 1
        if end - start == 1:
            return None
        pieces, waiting, place = [], [], 0
        for number in range(start, end):
            other = self.cells[number]
            text = other.source.strip()
            at = cell.source.find(text, place) if len(text) >= _LEAST and not is_solution(other) else -1
            if at < 0:
                waiting.append(number)
                continue
            pieces += self._segment(cell, cell.source[place:at], waiting, here)
            pieces.append(self._piece(other, other.source))
            waiting, place = [], at + len(text)
        pieces += self._segment(cell, cell.source[place:], waiting, here)
        if len(pieces) < 2:
            return None
        named = [piece.id for piece in pieces if piece.id is not None]
        self.merged.update(named)
        there.update(each for each in named if each != self.cells[here].id)
        return [replace(piece, mark=cell.mark, grade_id=cell.grade_id, id=cell.id, cell_type=cell.cell_type,
                        attachments=cell.attachments) if piece.id == self.cells[here].id else piece for piece in pieces]

    def _segment(self, cell: Cell, text: str, numbers: list[int], here: int) -> list[Cell]:
        """Text between known ones, given to the answers that may stand there; what is nobody's is the pupil's own."""
        text = text.strip("\n")
        others = [self.cells[number] for number in numbers if number == here or is_solution(self.cells[number])]
        if not text.strip():
            return []
        if not others:
            return [replace(cell, source=text, id=None, grade_id=None, mark=None, attachments={})]
        owner = next((other for other in others if other is self.cells[here]), others[0])
        starts: list[tuple[int, NotebookNode]] = []
        for other in others:
            place = likeness.line_with(text, self._own_keys(other, others))
            if place is None or (starts and place <= starts[-1][0]):
                if other is not owner:
                    continue
                starts, place = [], 0  # where the owner begins is not known: those before it are not, either
            starts.append((place, other))
        ends = [place for place, _ in starts[1:]] + [len(text)]
        places = [0, *ends]
        return [self._piece(other, piece) for (_, other), start, end in zip(starts, places, ends, strict=False)
                if (piece := text[start:end].strip("\n")).strip()]

    @staticmethod
    def _own_keys(cell: NotebookNode, others: list[NotebookNode]) -> frozenset[str]:
        """How lines begin that belong to this answer and to none of the others."""
        return likeness.keys(cell.source).difference(
            *(likeness.keys(other.source) for other in others if other is not cell))

    @staticmethod
    def _piece(cell: NotebookNode, source: str) -> Cell:
        return Cell(source, cell.cell_type, cell.id, name(cell), dict(cell.metadata.get("nbgrader", {})) or None)
