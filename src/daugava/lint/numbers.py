"""Numbers that the text quotes: computed in the code, and the same in every edition."""
from __future__ import annotations

import re

from daugava.lint import prose
from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Cell, Sheet
from daugava.lint.tree import constants

_LICENCE = re.compile(r"\bCC BY(?:-SA)? \d\.\d|\bESCO v?[\d.]+")


@rule("quoted-numbers", at="master")
def quoted_numbers_are_computed(sheet: Sheet):
    """Every number that the text quotes stands in the code too, where it is computed or asserted."""
    known = {value for cell in sheet.cells for value in constants(cell.tree)}
    for cell in sheet.cells:
        unknown = [number.written for number in _quoted(cell, sheet) if not _is_known(number, known)]
        if unknown:
            yield cell, f"no code computes {several(dict.fromkeys(unknown), 'or')}", (
                "Check it in a check cell, or list it in metadata.daugava.numbers of this cell (a page, a year).")


@rule("same-numbers", at="lab")
def numbers_are_the_same_in_every_edition(bench: Bench):
    """Every edition quotes the same numbers."""
    for language, sheet in bench.sheets.items():
        for cell in sheet.cells if language != "en" else ():
            master = bench.master.cell(cell.id)
            if not cell.is_text or master is None:
                continue
            ours, theirs = _values(master, "en"), _values(cell, language)
            for value, where in [(value, "English") for value in ours - theirs] + [
                    (value, "this edition") for value in theirs - ours]:
                yield sheet.file, str(cell), f"only {where} quotes {value:g}", "Make the numbers of both editions the same."


def _values(cell: Cell, language: str) -> set[float]:
    text = _LICENCE.sub(" ", cell.prose)
    return {number.value for number in prose.numbers(text, language) if _matters(number)}


def _matters(number) -> bool:
    return number.value >= 10 or number.value % 1 != 0


def _quoted(cell: Cell, sheet: Sheet):
    """The numbers that have to be known: decimals and those from 10 on; not minutes, grades and ESCO codes of lab.yml."""
    text = prose.plain(cell.source) if cell.is_text else ""
    metadata = sheet.lab.metadata
    allowed = cell.listed("numbers")
    if cell.id == "card":
        allowed |= {str(each) for each in (metadata.get("minutes"), metadata.get("core_minutes"), *metadata.get("grades", ()))}
    allowed |= set(metadata.get("careers", ()))
    return [number for number in prose.numbers(_LICENCE.sub(" ", text), sheet.language)
            if _matters(number) and number.written not in allowed]


def _is_known(number, known) -> bool:
    return number.value in known or (number.percent and round(number.value / 100, 10) in known)
