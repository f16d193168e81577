"""What can still be read of a notebook that is damaged, breaks off, or is too heavy to be parsed."""
from __future__ import annotations

import json
import re
from itertools import islice, pairwise

MOST = 5000  # damaged cells that are looked at
_CELLS = re.compile(r'"cells"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
# How a cell begins, in the order in which JupyterLab, VS Code and Colab write its keys. In a string the quotes would
# be escaped. All patterns here take what they match for good: they stay linear on whatever a pupil hands in.
_START = re.compile(r'(:\s*+)?(\{\s*+"(?:cell_type|attachments)"\s*+:\s*+["{])')  # behind a colon: nbgrader's own
_OUTPUTS = re.compile(r'"outputs"\s*+:\s*+\[')
_TO_BRACKET = re.compile(r'(?:[^"\[\]]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([\[\]])', re.DOTALL)
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SOURCE = re.compile(r'"(?:source|input)"\s*+:\s*+(\[?)\s*+(?=")')
_COMMA = re.compile(r"\s*+,\s*+")
_MARK = re.compile(r'"nbgrader"\s*+:\s*+(\{[^{}]*+\})')
_KIND = re.compile(r'"cell_type"\s*+:\s*+"(\w+)"')
_ID = re.compile(r'"id"\s*+:\s*+"([\w-]+)"')


def cells(text: str, parse: bool = True) -> list[dict]:
    """The cells of a notebook's text as JSON objects: whole ones, and of the others at least the source.

    Without `parse` nothing but the sources is looked at. A line that breaks off becomes a raw cell of its own.
    """
    begin = _CELLS.search(text)
    found, place = [], begin.end() if begin else 0
    if begin and parse:
        found, place = _whole(text, place)
    starts = [match.start() for match in islice(_START.finditer(text, place), 2 * MOST) if not match[1]][:MOST]
    for start, end in pairwise([*starts, len(text)]):
        found += _one(text[start:end], parse)
    return found


def without_outputs(text: str) -> str:
    """The text with empty lists of outputs: they are the pupil's screen, not the work."""
    parts, place = [], 0
    while (found := _OUTPUTS.search(text, place)) is not None:
        parts.append(text[place:found.end()])
        place = _end_of_list(text, found.end())
    return "".join([*parts, text[place:]])


def _whole(text: str, place: int) -> tuple[list[dict], int]:
    """Whole cells from a place on, and where they end."""
    decoder, found = json.JSONDecoder(parse_int=float), []
    while True:
        place = _BETWEEN.match(text, place).end()
        try:
            cell, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return found, place
        if isinstance(cell, dict):
            found.append(cell)


def _one(text: str, parse: bool) -> list[dict]:
    if parse:
        try:
            return [json.JSONDecoder(parse_int=float).raw_decode(text)[0]]
        except (ValueError, RecursionError):
            pass
    return _half(without_outputs(text))


def _half(text: str) -> list[dict]:
    """The source of a cell that is not whole, and the line that breaks off."""
    found = _SOURCE.search(text)
    if found is None:
        return []
    strings, place = [], found.end()
    while (string := _STRING.match(text, place)) is not None:
        strings.append(_decoded(string[0]))
        comma = _COMMA.match(text, string.end())
        if not found[1] or comma is None:
            place = len(text)
            break
        place = comma.end()
    broken = ""
    if text[place:place + 1] == '"':
        broken = _decoded(re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", text[place:]) + '"')
    whole, line_end, broken = broken.rpartition("\n")
    mark, kind, own = _MARK.search(text), _KIND.search(text), _ID.search(text, 0, found.start())
    cell = {"cell_type": kind[1] if kind else "code", "source": "".join(strings) + whole + line_end, "metadata": {}}
    if own:
        cell["id"] = own[1]
    if mark:
        cell["metadata"]["nbgrader"] = _object(mark[1])
    return [cell, {"cell_type": "raw", "source": broken}] if broken.strip() else [cell]


def _decoded(string: str) -> str:
    try:
        return json.loads(string, strict=False)
    except ValueError:
        return string[1:-1]


def _object(text: str) -> dict | None:
    try:
        return json.loads(text, parse_int=float)
    except (ValueError, RecursionError):
        return None


def _end_of_list(text: str, place: int) -> int:
    """Where the list ends whose opening bracket stands just before `place`."""
    depth = 1
    while depth and (found := _TO_BRACKET.match(text, place)) is not None:
        depth += 1 if found[1] == "[" else -1
        place = found.end()
    return place - 1 if depth == 0 else len(text)
