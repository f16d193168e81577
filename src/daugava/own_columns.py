"""Numbers in columns, as sensor apps and spreadsheet programs write them: from text to time, x, y, z and length.

Columns are separated by a tab, a semicolon, a comma or spaces; decimals have a point or a comma; headings may be in any
language, or missing. Nothing here raises an error because of what stands in the text.
"""
from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Columns", "Table", "columns", "number", "table"]

_PREAMBLE = 40  # lines that an app may write above the numbers
_UNIT = re.compile(r"[(\[]([^)\]]*)[)\]]")
_TIME = re.compile(r"time|zeit|laik|\btid\b|czas|час|врем|\baeg\b|elapsed|timestamp|second|sekund|^\s*t(?:_s)?\s*$")
_AXIS = re.compile(r"(?:^|[^a-z])(?:a|gf?|acc|accel|acceleration|lin)?[\s_.-]*([xyz])(?:$|[^a-z])")
_LENGTH = re.compile(r"abs|total|\btgf\b|magn?itude|length|betrag|garums|модул|\|a\|")
_OTHER = re.compile(r"gyr|rota|magnet|µt|light|press|\blat|\blon|speed|roll|pitch|yaw|quat")
_LINEAR = re.compile(r"linea|linje|линей|лін|without|bez g|ohne|uten")
_G = re.compile(r"^\s*g\s*$|\bgf[xyz]|\btgf\b", re.IGNORECASE)
_METRES = re.compile(r"m\s*[/·]?\s*s|м\s*/\s*с", re.IGNORECASE)


@dataclass
class Table:
    """Rows of numbers with their place in the file, the heading (or None), and the rows that are not numbers."""

    heading: list[str] | None = None
    rows: list[tuple[int, list[float]]] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)  # (number of the row, what stands there)


@dataclass
class Columns:
    """Which column is what, by place; `unit` is "g", "m/s²" or None, `clock` the unit of time or None as written."""

    time: int | None = None
    axes: tuple[int, int, int] | None = None
    length: int | None = None
    unit: str | None = None
    clock: str | None = None
    linear: bool = False  # the heading says: without g


def number(cell: str) -> float | None:
    """A cell as a number, with a point or a comma, None if it is none or is not finite."""
    cell = re.sub(r"[−–]", "-", cell.strip().strip('"').strip())
    if not re.fullmatch(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?", cell, re.ASCII):
        return None
    value = float(cell.replace(",", "."))
    return value if math.isfinite(value) else None


def table(text: str) -> Table:
    """The numbers in a text: rows as wide as most of them; a row that is not is kept in `bad` with its number."""
    lines = [(place, line) for place, line in enumerate(text.splitlines(), 1) if line.strip(" \t;,")]
    cells = _cells(lines)
    wide = [len(row) for _, row in cells if _is_numeric(row)]
    if not wide:
        return Table(bad=[(place, " ".join(row)) for place, row in cells])
    width = max(set(wide), key=wide.count)
    first = next(place for place, (_, row) in enumerate(cells) if len(row) == width and _is_numeric(row))
    found = Table()
    above = [row for _, row in cells[max(0, first - _PREAMBLE):first] if re.search(r"[^\W\d]", " ".join(row))]
    if above and len(above[-1]) in (width, width // 2):
        found.heading = above[-1]
    torn = len(found.heading) * 2 == width if found.heading else _is_torn(cells[first:], width)
    for place, row in cells[first:]:
        joined = [f"{one},{two}" for one, two in zip(row[::2], row[1::2], strict=False)] if torn else row
        numbers = [number(cell) for cell in joined]
        if len(row) == width and None not in numbers:
            found.rows.append((place, numbers))
        else:
            found.bad.append((place, next((cell for cell in joined if number(cell) is None and cell), " ".join(row))))
    return found


def columns(heading: list[str] | None, rows: list[list[float]]) -> Columns:
    """Which column is time, which are x, y, z and the length: by the heading, else by place and by what grows.

    Of several sensors the one called acceleration wins, and of two of these the one with g.
    """
    width = len(rows[0]) if rows else 0
    names = [_UNIT.sub(" ", name).lower().translate(str.maketrans("ху", "xy")) for name in heading or ()]
    found = Columns(time=next((place for place, name in enumerate(names) if _TIME.search(name)), None))
    if found.time is None or not _grows(rows, found.time):
        growing = [place for place in range(width) if _grows(rows, place)]
        found.time = growing[0] if growing else found.time
    free = [place for place in range(width) if place != found.time]
    places = {axis: [place for place in free if place < len(names) and _axis(names[place]) == axis] for axis in "xyz"}
    if all(places.values()):
        found.axes = tuple(min(places[axis], key=lambda place: (_foreign(names[place]), place)) for axis in "xyz")
    found.length = next((place for place in free if place < len(names) and _LENGTH.search(names[place])
                         and not _OTHER.search(names[place])), None)
    if found.axes is None and found.length is None and len(free) >= 3:
        found.axes = tuple(free[:3])
    used = found.axes or (() if found.length is None else (found.length,))
    written = [heading[place] for place in used if place < len(heading or ())]
    if any(_G.search(unit) for name in written for unit in (*_UNIT.findall(name), name)):
        found.unit = "g"
    elif any("m_s2" in name or _METRES.search(" ".join(_UNIT.findall(name))) for name in written):
        found.unit = "m/s²"
    found.linear = any(_LINEAR.search(name.lower()) for name in written)
    if heading and found.time is not None and found.time < len(heading):
        found.clock = next(iter(_UNIT.findall(heading[found.time])), None)
    return found


def _cells(lines):
    """The lines as cells: [(place, [cell, …])]."""
    texts = [line for _, line in lines]
    separator = next((sign for sign in "\t;," if sum(sign in line for line in texts) * 2 > len(texts)), None)
    if separator is None:
        return [(place, line.split()) for place, line in lines]
    # line by line, so that a quotation mark that is never closed costs one row and not the rest of the file
    rows = []
    for place, line in lines:
        try:
            row = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            row = line.split(separator)
        row = [cell.strip() for cell in row]
        while row and not row[-1]:
            row.pop()
        rows.append((place, row))
    return rows


def _is_numeric(row):
    return len(row) > 1 and all(number(cell) is not None for cell in row)


def _is_torn(cells, width):
    """True if commas separate columns and decimals alike, and no heading says so: 0,005,-0,80,0,33,9,71."""
    rows = [row for _, row in cells[:50] if len(row) == width]
    return width in (8, 10) and all(re.fullmatch(r"-?\d+", cell) and re.fullmatch(r"\d+", after)
                                    for row in rows for cell, after in zip(row[::2], row[1::2], strict=True))


def _axis(name):
    found = _AXIS.search(name)
    return found[1] if found else None


def _foreign(name):
    return bool(_OTHER.search(name)), bool(_LINEAR.search(name))


def _grows(rows, place):
    """True if nearly every number is larger than the one before."""
    values = [row[place] for row in rows]
    steps = [after > before for before, after in pairwise(values)]
    return len(steps) >= 2 and sum(steps) >= 0.9 * len(steps)
