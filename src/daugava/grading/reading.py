"""Reading what was handed in: any bytes become cells, or the text that they are."""
from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field

from daugava.grading import salvage

BIG = 20_000_000     # characters: from here on the outputs are the size, and are cut out before anything is parsed
HEAVY = 2_000_000    # values: more would fill the memory
LONGEST = 1_000_000  # characters of a text that is no notebook
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(eq=False)
class Cell:
    """A cell as the pupil left it."""

    source: str
    cell_type: str = "code"
    id: str | None = None
    grade_id: str | None = None
    mark: dict | None = None  # nbgrader's metadata
    attachments: dict = field(default_factory=dict)  # pictures in a Markdown cell: {name: {MIME type: base64}}


@dataclass
class Read:
    """Cells, what is to be said about the file, and the whole text where there are no cells and why."""

    cells: list[Cell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    text: str = ""
    reason: str | None = None
    kernel: str | None = None


def read(raw: bytes) -> Read:
    """The cells of a notebook, or of as much of it as there is."""
    if not raw.strip(b"\0 \t\r\n"):
        return Read(reason="missing", notes=["missing"])
    text, notes = _text(raw)
    slim, heavy = text, _is_heavy(text)
    if heavy or len(text) > BIG:
        slim = salvage.without_outputs(text)
        notes += ["huge"] if len(text) > BIG else []
        heavy = _is_heavy(slim)
    try:
        if heavy:
            raise ValueError
        found = json.loads(slim, parse_int=float)  # an int has a limit to its digits
    except (ValueError, RecursionError):
        cells = _cells(salvage.cells(slim if heavy else text, parse=not heavy))
        if cells:
            return Read(cells, [*notes, "truncated"])
        return _no_notebook(text, notes)
    listed = _listed(found)
    if listed is None:
        return _no_notebook(text, notes)
    if not (found.get("nbformat") == 4 and _number(found.get("nbformat_minor")) >= 5):
        notes.append("old")
    return Read(_cells(listed), notes, kernel=_kernel(found))


def _no_notebook(text: str, notes: list[str]) -> Read:
    return Read([], [*(note for note in notes if note != "huge"), "unreadable"], _clean(text)[:LONGEST], "unreadable")


def _is_heavy(text: str) -> bool:
    return text.count(",") + text.count("[") + text.count("{") > HEAVY


def _text(raw: bytes) -> tuple[str, list[str]]:
    """The text, and whether a strange encoding is to be spoken of."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), ["encoding"]
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # every other byte of Latin letters is zero
        sample = raw[odd:400:2]
        if len(sample) > 3 and sample.count(0) > 0.8 * len(sample) and raw[1 - odd:400:2].count(0) < len(sample) / 5:
            return raw.decode(encoding, "replace"), ["encoding"]
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", "replace")
        if error.start >= len(raw) - 3:  # the file breaks off within a letter
            return text[:-1], []
    strange = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text[:LONGEST]) - strange < strange:
        text = raw.decode("cp1257", "replace")  # Windows in the Baltic countries
    return text, ["encoding"]


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


def _number(value) -> float:
    return value if isinstance(value, int | float) else 0


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
    source = _clean(source) if isinstance(source, str) else ""
    kind = each.get("cell_type")
    if kind == "heading":  # of format 3
        kind, source = "markdown", f"{'#' * min(6, max(1, int(_level(each))))} {source}"
    metadata = each.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    mark = mark if isinstance(mark, dict) else None
    name = mark.get("grade_id") if mark else None
    own = each.get("id")
    return Cell(source, kind if kind in ("code", "markdown") else "raw",
                own if isinstance(own, str) and _ID.fullmatch(own) else None, name if isinstance(name, str) else None,
                mark, _attachments(each.get("attachments")))


def _level(each: dict) -> float:
    level = _number(each.get("level"))
    return level if 1 <= level <= 6 else 1


def _attachments(given) -> dict:
    """The pictures of a cell, as far as they are in a form that a notebook may have."""
    if not isinstance(given, dict):
        return {}
    kept = {_clean(name): {_clean(kind): _clean(data) for kind, data in bundle.items() if isinstance(data, str)}
            for name, bundle in given.items() if isinstance(bundle, dict)}
    return {name: bundle for name, bundle in kept.items() if bundle}


def _clean(text: str) -> str:
    """Text that can be written: no half characters, no null, one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")
