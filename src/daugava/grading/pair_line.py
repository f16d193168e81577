"""The line „Strādājam pārī: p07, p12” in a hand-in: who is named."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from daugava.accounts import hub_name

SAYS = re.compile(
    r"[\W_]*(?:(?:m[eē]s\s+|es\s+)?str[aā]d[aā]j(?:u|[aā]m)\s+p[aā]r(?:[iī]|os)"
    r"|(?:(?:we|i)(?:['’](?:re|m)|\s+(?:are|am|have))?\s+)?work(?:ed|ing)?\s+(?:together\s+)?(?:as|in)"
    r"\s+(?:a\s+)?pairs?)\b(.*)", re.IGNORECASE)
BETWEEN = {"un", "ar", "kopa", "es", "nr", "numurs", "numuri",
           "and", "with", "together", "i", "me", "number", "numbers", "p"}
CLASS = {"klase", "klases", "class", "grade", "form"}  # behind a number that is nobody's
LONGEST = 40  # letters in a name; four words at most


@dataclass(frozen=True)
class Named:
    """Who is named in a notebook as a partner, and who is named but not in the class."""

    partners: list[str]
    unknown: list[str]


def partners(notebook: NotebookNode, me: str, pupils: list[str], release: NotebookNode | None = None) -> list[str]:
    """The partners that a notebook of `me` names, as names of `pupils`, in the order of the line."""
    return named(notebook, me, pupils, release).partners


def named(notebook: NotebookNode, me: str, pupils: list[str], release: NotebookNode | None = None) -> Named:
    """Read the lines „Strādājam pārī: …” or “We work as a pair: …” in the pupil's own cells.

    Class numbers or nicknames, in Markdown or in comments of code; what stands in the `release` does not count.
    """
    given = {line.strip(" #") for cell in (release.cells if release else ()) for line in cell.source.splitlines()}
    found, unknown = [], []
    for line in _lines(notebook):
        if line.strip(" #") not in given and (match := SAYS.match(unicodedata.normalize("NFC", line))):
            names, strange = _names(match[1], set(pupils) | {me})
            found += names
            unknown += strange
    return Named(list(dict.fromkeys(name for name in found if name != me)), list(dict.fromkeys(unknown)))


def _lines(notebook: NotebookNode):
    for cell in notebook.cells:
        if is_solution(cell) or not (is_locked(cell) or is_grade(cell) or is_task(cell)):
            for line in cell.source.splitlines():
                if cell.cell_type == "markdown":
                    yield line
                elif cell.cell_type == "code":
                    yield line.partition("#")[2]


def _names(text: str, pupils: set[str]) -> tuple[list[str], list[str]]:
    """The names at the beginning of a text, up to the first other word; a nickname may have several words."""
    words = re.findall(r"[^\W_]+", re.split(r"[(\[]", text)[0])[:60]
    found, place = [], 0
    while place < len(words):
        taken = _name_at(words, place, pupils)
        if taken:
            found.append(taken[0])
            place += taken[1]
        elif hub_name(words[place][:LONGEST]) in BETWEEN:
            place += 1
        else:  # any other word ends the list; a number is meant as a name, and so is what stands behind a colon
            word = words[place].lower()
            is_name = re.fullmatch(r"p?\d+", word) and not _is_class(words, place)
            return found, [word[:LONGEST]] if is_name or (not found and re.match(r"\s*[:–—-]", text)) else []
    return found, []


def _name_at(words: list[str], place: int, pupils: set[str]) -> tuple[str, int] | None:
    """The longest name that begins at a word, and how many words it has."""
    for length in range(min(4, len(words) - place), 0, -1):
        name = "-".join(words[place:place + length])
        if len(name) > LONGEST or _is_class(words, place):
            continue
        for spelled in (name, re.sub(r"^[pP](\d+)$", r"\1", name)):  # p7 is p07
            if hub_name(spelled) in pupils:
                return hub_name(spelled), length
    return None


def _is_class(words: list[str], place: int) -> bool:
    """True for the number of „8.b” and „8. klase”."""
    after = words[place + 1].lower() if place + 1 < len(words) else ""
    return words[place].isdigit() and (after in CLASS or len(after) == 1 and after.isalpha() and after not in BETWEEN)
