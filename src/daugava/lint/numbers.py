"""Numbers that the text quotes: computed in the code, and the same in every edition.

A number is known if it stands in a code cell: in a check (``check.equal(74 * 0.40, 29.60, …)``), or as a value that is
given (``order = 120``). Years and pages need nothing. What is given in the text alone, such as an order in an open
task, is listed in the metadata of its cell, as the English text writes it: ``{"daugava": {"numbers": ["500"]}}``.
"""
from __future__ import annotations

import re

from daugava.lint import prose
from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Cell, Sheet
from daugava.lint.tree import constants
from daugava.lint.typography import UNIT

# What names and does not count: a page, a licence, a code of an occupation, a year with neither a unit nor a currency.
_NAMES = re.compile(r"\bCC BY(?:-SA)? \d\.\d|\bESCO v?[\d.]+|\bpp?\.\s?\d+(?:–\d+)?|"
                    r"\b\d+\.(?:–\d+\.)?\s?lpp\b")
_YEAR = re.compile(rf"(?<![€$\d.,])\b(?!2000)(?:19|20)\d\d\b(?![.,]?\d|\s?(?:[€%]|{UNIT}\b))|"
                   r"\b(?:in|since|from|until|after|before|year) 2000\b(?![.,]?\d)")


@rule("quoted-numbers", at="master")
def quoted_numbers_are_computed(sheet: Sheet):
    """Every number that the text quotes stands in the code too, where it is computed or asserted."""
    known = {value for cell in sheet.cells for value in constants(cell.tree)}
    for cell in sheet.cells:
        unknown = list(dict.fromkeys(number.written for number in _quoted(cell, sheet) if not _is_known(number, known)))
        if unknown:
            yield cell, f"no code computes {several(unknown, 'or')}", (
                "Assert it in a check, or give it as a value in code; if it is given in the text alone, write into the "
                f"metadata of the cell: {cell.with_listed('numbers', unknown)}.")


@rule("listed-numbers", at="master")
def listed_numbers_are_quoted(sheet: Sheet):
    """A number that metadata.daugava.numbers lists stands in the text of its cell."""
    for cell in sheet.cells:
        written = {number.written for number in prose.numbers(cell.plain, sheet.language)}
        if extra := sorted(cell.listed("numbers") - written):
            yield cell, f"metadata.daugava.numbers lists {several(extra)}, and the text does not quote it", (
                "Take it out of the list.")


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
                yield sheet.file, str(cell), f"only {where} quotes {value:g}", (
                    "Make the numbers of both editions the same.")


def _values(cell: Cell, language: str) -> set[float]:
    text = _NAMES.sub(" ", cell.prose)
    return {number.value for number in prose.numbers(text, language) if _matters(number)}


def _matters(number) -> bool:
    return number.value >= 10 or number.value % 1 != 0


def _quoted(cell: Cell, sheet: Sheet):
    """The numbers that have to be known: decimals and those from 10 on; not minutes, grades and codes of lab.yml."""
    metadata = sheet.lab.metadata
    allowed = cell.listed("numbers")
    if cell.id == "card":
        times = (metadata.get("minutes"), metadata.get("core_minutes"))
        allowed |= {str(each) for each in (*times, *metadata.get("grades", ()))}
    allowed |= set(metadata.get("careers", ()))
    text = _YEAR.sub(" ", _NAMES.sub(" ", cell.plain))
    found = prose.numbers(text, sheet.language)
    return [number for number in found if _matters(number) and number.written not in allowed]


def _is_known(number, known) -> bool:
    return number.value in known or (number.percent and round(number.value / 100, 10) in known)
