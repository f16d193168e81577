"""A class's own numbers: read the prices of its survey, and explain every row that cannot be read.

    from daugava import own
    slips = own.prices("my_survey.csv")   # a list of euros, and what happened to each row
    own.table(slips)                      # how many would buy at each price

A price is all that is kept of a row. Nothing here raises an error because of what a class typed.
"""
from __future__ import annotations

import csv
import html
import re
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from IPython.display import display

import daugava
from daugava import plot
from daugava.own_words import WORDS

__all__ = ["prices", "table"]

LARGEST = 20.0  # euros; more than that for a badge is a slip of the keyboard
_CENT = r"(?:cents?|centi|centu|centiem|ct|c)"
_EURO = r"(?:€|euros?|eiro|eur|e)"
_PRICE = re.compile(rf"{_EURO}?\s*([-+−–]?\s*\d+(?:[.,]\d+)?)\s*({_EURO}|{_CENT})?\.?", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
# A row whose commas all stand inside numbers: "1,50 €", "1,50 2"
_DECIMAL_COMMA = re.compile(r"[^,\d]*\d+(?:,\d\d?)?(?!\d)(?:\s+\d+(?:,\d\d?)?)*[^,\d]*", re.ASCII)
_PRICE_NAMES = ("price", "pay", "cena", "cenu", "maksā", "eur", "eiro", "€")
_NUMBERED = 5  # rows that count 1, 2, 3 … before we believe that somebody numbered the slips


def prices(path: str | Path = "my_survey.csv", largest: float = LARGEST) -> list[float]:
    """Read a survey with one price in a row, and say in plain words what happened to the other rows.

    path: a text file. Columns may be separated by a comma, a semicolon or a tab, decimals written with a point or a
    comma, with a unit or without ("1,50 €", "2 eiro", "50 centi"). largest: what is more, in euros, is not believed.
    Returns the prices in euros in the order of the file: every row that can be read. Returns an empty list if there
    is no such file. A missing file and each row left out are explained below the cell, a row by its number.
    """
    path = Path(path)
    text, problem = _text(path)
    if problem:
        say([problem])
        return []
    rows, heading = _rows(text)
    column = _column(rows, heading)
    found, notes = [], []
    for number, cells in rows:
        cell = cells[column] if column < len(cells) else ""
        price, why = _price(cell, largest)
        if why is None:
            found.append(price)
        else:
            notes.append(_word("row", row=number, why=_word(why, cell=short(cell), largest=plot.euro(largest))))
    first = [_word("read" if found else "none", count=len(found), file=path.name)]
    if heading:
        first.append(_word("heading", row=heading[0]))
    if _width(rows) > 1:
        first.append(_word("columns", column=column + 1))
    if notes:
        first.append(_word("look", count=len(notes)))
    say(first, notes)
    return found


def table(slips: list[float]) -> None:
    """Show how many would buy at each price that was written: a row for each price, and the revenue it brings.

    slips: prices in euros. "Would buy" counts the slips with this price or more, because who pays 3 euros also
    pays 2. Shows nothing for an empty list.
    """
    steps = sorted(set(slips))
    if not steps:
        return
    buyers = [sum(slip >= step for slip in slips) for step in steps]
    plot.columns({
        _word("price"): [plot.number(step, 2) for step in steps],
        _word("exactly"): [slips.count(step) for step in steps],
        _word("or-more"): buyers,
        _word("money"): [plot.number(step * count, 2) for step, count in zip(steps, buyers, strict=True)],
    })


def _word(message, **values):
    return WORDS[message][daugava.language()].format(**values)


def short(text, most=30):
    """The beginning of what somebody typed."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most - 1] + "…"


def _text(path):
    """The text of the file, or why there is none: (text, None) or ("", one sentence)."""
    try:
        content = path.read_bytes()
    except OSError:
        return "", _missing(path)
    text = decoded(content)
    if text is None:
        return "", _word("spreadsheet", file=path.name)
    return (text, None) if text.strip() else ("", _word("empty", file=path.name))


def decoded(content: bytes) -> str | None:
    """The text in a file's content, None if it is the file of a spreadsheet program, a picture or the like."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")  # "Unicode text" of a spreadsheet program
    if content[:2] == b"PK" or b"\0" in content and not wide:
        return None
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1257", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def nearest(path: Path) -> str | None:
    """The name of the file beside `path` whose name is nearly the same, None if there is none."""
    there = {each.name.lower().removesuffix(".txt"): each.name for each in Path(path.parent).glob("*") if each.is_file()}
    near = get_close_matches(path.name.lower(), there, n=1, cutoff=0.75)
    return there[near[0]] if near else None


def _missing(path):
    """What to do when the file is not there; perhaps it only has another name."""
    near = nearest(path)
    return _word("near", file=path.name, near=near) if near else _word("missing", file=path.name)


def _rows(text):
    """The rows as [(number in the file, cells)], and the heading as one such row or None."""
    lines = text.splitlines()
    while lines and not lines[-1].strip(" \t;,"):
        lines.pop()
    separator = _separator([line for line in lines if line.strip()])
    if separator is None:
        rows = [(number, [line.strip().strip('"')]) for number, line in enumerate(lines, 1)]
    else:
        # line by line, so that a quotation mark that is never closed costs one row and not the rest of the file
        cells = [next(csv.reader([line], delimiter=separator), []) for line in lines]
        rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(cells, 1)]
    heading = None
    if len(rows) > 1 and any(rows[0][1]) and not _NUMBER.search(" ".join(rows[0][1])):
        heading = rows.pop(0)
    if separator == ",":
        rows = _joined(rows, len(heading[1]) if heading else None)
    if len(rows) == 1 and heading is None and len(rows[0][1]) > 2:  # all prices in one row
        rows = [(rows[0][0], [cell]) for cell in rows[0][1] if cell]
    return rows, heading


def _separator(lines):
    """What stands between columns: a tab, a semicolon, a comma; None if every comma is a decimal comma."""
    for sign in "\t;":
        if sum(sign in line for line in lines) * 2 > len(lines):
            return sign
    commas = [line for line in lines if "," in line]
    if not commas or _counts_up([line.split(",")[0] for line in commas]):
        return "," if commas else None
    if commas[0] == lines[0] and not _NUMBER.search(lines[0]):  # a heading with two names
        return ","
    return None if sum(bool(_DECIMAL_COMMA.fullmatch(line)) for line in commas) * 2 > len(commas) else ","


def _joined(rows, width):
    """Put together what a decimal comma has torn apart: the cells 1 and 50 of a row that has one cell too many."""
    def torn(cells):
        return next((place for place, (one, two) in enumerate(pairwise(cells))
                     if re.search(r"^\D*\d+$", one) and re.fullmatch(r"\d\d?(?!\d)\D*", two)), None)

    places = [torn(cells) if width is None or len(cells) > width else None for _, cells in rows]
    if width is None and (None in places or len(rows) < 2 or _width(rows) < 3):
        return rows
    return [(number, cells if place is None else
             [*cells[:place], f"{cells[place]},{cells[place + 1]}", *cells[place + 2:]])
            for (number, cells), place in zip(rows, places, strict=True)]


def _width(rows):
    return max((len(cells) for _, cells in rows), default=1)


def _column(rows, heading):
    """The place of the prices, counted from 0: the column that is called so, else the one with the most prices."""
    width = _width(rows)
    if width == 1:
        return 0
    for place, name in enumerate(heading[1] if heading else ()):
        if any(word in name.lower() for word in _PRICE_NAMES):
            return place
    readable = [sum(_price(cells[place], LARGEST)[1] is None for _, cells in rows if place < len(cells))
                for place in range(width)]
    if _counts_up([cells[0] for _, cells in rows if cells]):
        readable[0] = -1
    return max(range(width), key=lambda place: (readable[place], place))


def _counts_up(cells):
    """True for 1, 2, 3 …: somebody numbered the slips."""
    return len(cells) >= _NUMBERED and all(cell.strip().isdecimal() for cell in cells) \
        and all(int(after) - int(before) == 1 for before, after in pairwise(cells))


def _price(cell, largest):
    """A cell as (euros, None), or (None, the message that says why not)."""
    cell = re.sub(r"\s+", " ", cell).strip()
    if not cell:
        return None, "blank"
    numbers = _NUMBER.findall(cell)
    if not numbers:
        return None, "words"
    found = _PRICE.fullmatch(cell)
    if not found:
        return None, "several" if len(numbers) > 1 else "more"
    written = re.sub(r"[−–]", "-", found[1].replace(" ", "")).replace(",", ".")
    value = float(written)
    if found[2] and re.fullmatch(_CENT, found[2], re.IGNORECASE):
        value /= 100
    elif len(written.partition(".")[2]) > 2:
        return None, "decimals"
    if value < 0:
        return None, "negative"
    return (value, None) if value <= largest else (None, "absurd")


def say(sentences, notes=()):
    """Show what happened: sentences, then a list of rows."""
    said = "".join(f'<p style="margin:0">{html.escape(sentence)}</p>' for sentence in sentences)
    items = "".join(f"<li>{html.escape(note)}</li>" for note in notes)
    display({"text/plain": "\n".join([*sentences, *notes]), "text/html":
             f'<div lang="{daugava.language()}">{said}{"<ul>" + items + "</ul>" if items else ""}</div>'}, raw=True)
