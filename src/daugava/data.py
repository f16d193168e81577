"""Open a bundled data set by name, with its units, source and licence.

    from daugava import data
    data.names()                         # what there is
    table = data.load("penguins")        # a pandas DataFrame
    data.describe("penguins", lang="lv") # columns, units, source, licence

The files travel with the package; nothing here reaches the network. Where each file comes from stands
in ``datasets/sources.yml``.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import io
import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from daugava import DaugavaError, language

if TYPE_CHECKING:
    import pandas

__all__ = ["DataError", "Description", "describe", "load", "names"]

YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C ten times as fast
_folder = files("daugava").joinpath("datasets")

_UNITS = {"degC": "°C", "deg": "°"}  # how a unit of sources.yml is shown
_WORDS = {
    "en": {
        "column": "Column", "unit": "Unit", "meaning": "Meaning", "-": "no unit", "rows": "Rows",
        "original_source": "Source", "licence": "Licence", "trimmed": "Changes", "notes": "Notes",
        "citation": "Cite as",
        "unknown": "There is no data set “{name}”; did you mean “{near}”?",
        "changed": "The data file {file} differs from the published one, so it is not opened; "
                   "ask your teacher to restore it from a fresh copy of Daugava Labs.",
        "missing": "The data file {file} is missing; "
                   "ask your teacher to restore it from a fresh copy of Daugava Labs.",
    },
    "lv": {
        "column": "Kolonna", "unit": "Mērvienība", "meaning": "Nozīme", "-": "bez mērvienības",
        "rows": "Rindu skaits", "original_source": "Avots", "licence": "Licence", "trimmed": "Izmaiņas",
        "notes": "Piezīmes", "citation": "Atsauce",
        "unknown": "Datu kopas „{name}” nav; varbūt meklēji „{near}”?",
        "changed": "Datne {file} atšķiras no publicētās, tāpēc to neatver; "
                   "palūdz, lai skolotājs to atjauno no jaunas Daugava Labs kopijas.",
        "missing": "Datnes {file} nav; palūdz, lai skolotājs to atjauno no jaunas Daugava Labs kopijas.",
    },
}


class DataError(DaugavaError, LookupError):
    """A data set cannot be opened; the message is one sentence that says what to do."""


def _sources() -> dict[str, dict]:
    return _read(_folder.joinpath("sources.yml").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=1)
def _read(text: str) -> dict[str, dict]:
    return {entry["name"]: entry for entry in yaml.load(text, Loader=YamlLoader)}


def _entry(name: str, lang: str) -> dict:
    sources = _sources()
    if name not in sources:
        near = difflib.get_close_matches(str(name).lower(), sources, n=1, cutoff=0)[0]
        raise DataError(_WORDS[lang]["unknown"].format(name=name, near=near))
    return sources[name]


def names() -> list[str]:
    """The names of the bundled data sets, in alphabetical order: a list of strings."""
    return sorted(_sources())


def load(name: str) -> pandas.DataFrame:
    """Open a bundled data set.

    name: one of `names()`.
    Returns a pandas DataFrame with one row per CSV row and the columns that `describe(name)` explains,
    each in the unit given there (a name such as ``body_mass_g`` ends in its unit). Blank cells are
    missing values; dates (YYYY-MM-DD) are datetimes.
    Raises DataError for an unknown name (the message suggests the nearest), and for a file that is
    missing or whose SHA-256 is not the one of its provenance entry.
    Source: the CSV files beside ``datasets/sources.yml``, each under the licence given there.

    >>> penguins = load("penguins")
    >>> penguins.shape
    (344, 8)
    >>> float(penguins["body_mass_g"].mean().round(1))  # gram
    4201.8
    """
    import pandas

    lang = language()
    entry = _entry(name, lang)
    try:
        content = _folder.joinpath(entry["file"]).read_bytes()
    except FileNotFoundError:
        raise DataError(_WORDS[lang]["missing"].format(file=entry["file"])) from None
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise DataError(_WORDS[lang]["changed"].format(file=entry["file"]))
    dates = [column for column, text in entry["columns"].items() if text.startswith("[YYYY-MM-DD]")]
    return pandas.read_csv(io.BytesIO(content), keep_default_na=False, na_values=[""], parse_dates=dates)


def describe(name: str, lang: str | None = None) -> Description:
    """Say what a bundled data set holds, where it comes from and what may be done with it.

    name: one of `names()`; lang: "en" or "lv", the language in use if left out.
    Returns a `Description`: a notebook shows it as a table, ``print`` as plain text; it has the title,
    every column with unit and meaning, number of rows, source, licence, changes, notes and citation.
    Raises DataError for an unknown name (the message suggests the nearest), ValueError for another language.
    Source: ``datasets/sources.yml``.
    """
    lang = language(lang)
    return Description(_entry(name, lang), lang)


class Description:
    """What `describe` returns: `name`, `lang`, `title`, `columns` (name, unit, meaning) and `facts` (label, text)."""

    def __init__(self, entry: dict, lang: str):
        words = _WORDS[lang]
        self.name, self.lang, self.url = entry["name"], lang, entry["url"]
        own = {**entry, **{key[:-3]: value for key, value in entry.items() if key.endswith(f"_{lang}")}}
        self.title: str = own["title"]
        self.columns: list[tuple[str, str, str]] = []
        for column, text in own["columns"].items():
            unit, meaning = re.fullmatch(r"\[(.*?)\]\s*(.*)", text, re.DOTALL).groups()
            self.columns.append((column, words["-"] if unit == "-" else _UNITS.get(unit, unit), meaning))
        self.facts: list[tuple[str, str]] = [(words["rows"], str(entry["rows"]))]
        for key in ("original_source", "licence", "trimmed", "notes", "citation"):
            if own.get(key):
                self.facts.append((words[key], own[key]))
                if key == "original_source":
                    self.facts.append(("URL", self.url))
        self._english = {entry["citation"]}  # a citation is quoted as it is

    def __str__(self) -> str:
        wide = max(len(column) for column, _, _ in self.columns)
        middle = max(len(unit) for _, unit, _ in self.columns)
        lines = [f"{self.title} ({self.name})", ""]
        lines += [f"  {column:{wide}}  {unit:{middle}}  {meaning}" for column, unit, meaning in self.columns]
        return "\n".join([*lines, "", *(f"{label}: {text}" for label, text in self.facts)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        words, left = _WORDS[self.lang], ' style="text-align:left"'
        head = "".join(f'<th scope="col"{left}>{words[key]}</th>' for key in ("column", "unit", "meaning"))
        body = "".join(
            f'<tr><th scope="row"{left}><code>{escape(column)}</code></th>'
            f"<td{left}>{escape(unit)}</td><td{left}>{escape(meaning)}</td></tr>"
            for column, unit, meaning in self.columns)
        facts = "".join(f"<dt>{escape(label)}</dt><dd{self._mark(text)}>{self._link(text)}</dd>"
                        for label, text in self.facts)
        return (f'<section lang="{self.lang}"><table><caption{left}>{escape(self.title)} '
                f"(<code>{escape(self.name)}</code>)</caption><thead><tr>{head}</tr></thead>"
                f"<tbody>{body}</tbody></table><dl>{facts}</dl></section>")

    def _mark(self, text: str) -> str:
        return ' lang="en"' if self.lang != "en" and text in self._english else ""

    def _link(self, text: str) -> str:
        return f'<a href="{escape(text)}">{escape(text)}</a>' if text == self.url else escape(text)
