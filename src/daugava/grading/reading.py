"""Reading what was handed in: any bytes become cells, or the text that they are."""
from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field

BIG = 20_000_000  # bytes: from here on the outputs are the size, and are cut out before anything is parsed
_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")
_OUTPUTS = re.compile(r'"outputs"\s*:\s*\[')


@dataclass
class Cell:
    """A cell as the pupil left it."""

    source: str
    cell_type: str = "code"
    id: str | None = None
    grade_id: str | None = None
    mark: dict | None = None  # nbgrader's metadata


@dataclass
class Read:
    """Cells, what is to be said about the file, and the whole text where there are no cells."""

    cells: list[Cell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    text: str | None = None


def read(raw: bytes) -> Read:
    """The cells of a notebook, or of as much of it as there is."""
    text, notes = _text(raw)
    if len(text) > BIG:
        text = _without_outputs(text)
        notes.append("huge")
    try:
        found = json.loads(text)
    except RecursionError:
        return Read([], [*notes, "unreadable"], _clean(text)[:1_000_000])
    except ValueError:
        found = _whole_cells(text)
        if not found:
            return Read([], [*notes, "unreadable"], _clean(text)[:1_000_000])
        return Read(_cells(found), [*notes, "truncated"])
    listed = _listed(found)
    if listed is None:
        return Read([], [*notes, "unreadable"], _clean(text)[:1_000_000])
    if found.get("nbformat") != 4 or (found.get("nbformat_minor") or 0) < 5:
        notes.append("old")
    if _kernel(found) not in (None, "python3"):
        notes.append("kernel")
    return Read(_cells(listed), notes)


def _text(raw: bytes) -> tuple[str, list[str]]:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), ["encoding"]
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), ["encoding"]


def _listed(found) -> list | None:
    """The list of cells of notebook format 4, or of 3 with its worksheets."""
    if not isinstance(found, dict):
        return None
    if isinstance(found.get("cells"), list):
        return found["cells"]
    sheets = found.get("worksheets")
    if isinstance(sheets, list):
        return [cell for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
                for cell in sheet["cells"]]
    return None


def _kernel(found) -> str | None:
    spec = found.get("metadata")
    spec = spec.get("kernelspec") if isinstance(spec, dict) else None
    return spec.get("name") if isinstance(spec, dict) and isinstance(spec.get("name"), str) else None


def _cells(listed: list) -> list[Cell]:
    return [_cell(each) for each in listed if isinstance(each, dict)]


def _cell(each: dict) -> Cell:
    source = each.get("source", each.get("input", ""))  # `input` in format 3
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = each.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = mark.get("grade_id") if isinstance(mark, dict) else None
    own = each.get("id")
    kind = each.get("cell_type")
    return Cell(_clean(source) if isinstance(source, str) else "", kind if kind in ("code", "markdown") else "raw",
                own if isinstance(own, str) and _ID.fullmatch(own) else None, name if isinstance(name, str) else None,
                mark if isinstance(mark, dict) else None)


def _clean(text: str) -> str:
    """Text that can be written: no half characters, no null, one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def _whole_cells(text: str) -> list[dict]:
    """The cells that are whole in a notebook that breaks off."""
    start = re.search(r'"cells"\s*:\s*\[', text)
    if start is None:
        return []
    decoder, place, cells = json.JSONDecoder(), start.end(), []
    while True:
        place = re.compile(r"[\s,]*").match(text, place).end()
        try:
            cell, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return cells + _half_cell(text[place:])
        if not isinstance(cell, dict):
            return cells
        cells.append(cell)


def _half_cell(text: str) -> list[dict]:
    """What is left of the source of the cell in which a notebook breaks off."""
    found = re.search(r'"source"\s*:\s*\[', text)
    if found is None:
        return []
    lines = re.findall(r'"(?:[^"\\]|\\.)*"', text[found.end():])
    own = re.search(r'"id"\s*:\s*"([\w-]+)"', text[:found.start()])
    kind = "markdown" if '"markdown"' in text[:found.start()] else "code"
    return [{"cell_type": kind, "id": own and own[1], "source": [json.loads(line) for line in lines if _is_json(line)]}]


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _without_outputs(text: str) -> str:
    """The text with empty lists of outputs: they are the pupil's screen, not the work."""
    parts, place = [], 0
    while (found := _OUTPUTS.search(text, place)) is not None:
        parts.append(text[place:found.end()])
        place = _end_of_list(text, found.end())
    return "".join([*parts, text[place:]])


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]]')


def _end_of_list(text: str, place: int) -> int:
    """Where the list ends whose opening bracket stands just before `place`."""
    depth = 1
    for token in _TOKEN.finditer(text, place):
        if token[0] == "[":
            depth += 1
        elif token[0] == "]":
            depth -= 1
            if depth == 0:
                return token.start()
    return len(text)
