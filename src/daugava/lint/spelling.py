"""Spelling, with the Hunspell dictionaries that ./daugava installs and the school's own word lists.

A word is known if the dictionary of the language, ``curriculum/words.<language>.txt`` (a line each, ``pamatceļ*`` with
any ending) or the glossary has it. In quotation marks or emphasis a word of another language may stand: titles are
quoted as they are. The dictionaries are used, not copied: the Latvian one is under the LGPL 2.1, the British one under
MIT and BSD. spylls reads both in 1.5 s, so that no compiled package is needed.
"""
from __future__ import annotations

import ast
import functools
import re
import sys
from pathlib import Path

from daugava import curriculum
from daugava.lint import prose
from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Guide, Sheet

NAMES = {"en": "dictionary-en-gb", "lv": "dictionary-lv"}
COLUMNS = {"English": "en", "Latviski": "lv", "Norsk": "nb"}
FOREIGN = {"en": "Outcomes", "lv": "Sasniedzamie rezultāti"}  # official wordings, quoted as they are
_WORD = re.compile(r"(?<![\w/.\\-])[^\W_](?:[\w’'-]*\w)?(?![\w/]|[.]\w)")
_ENDING = re.compile(r"(?:[aāeēiīuū]s?|[šs])$")
_QUOTED = re.compile(r"\*+([^*\n]+)\*+|\"([^\"\n]+)\"|„([^”\n]+)”|“([^”\n]+)”")


def folder() -> Path:
    """Where ./daugava puts the dictionaries."""
    return Path(sys.prefix) / "share" / "daugava-dictionaries" / "node_modules"


@rule("spelling", at="lab")
def words_are_spelled_right(bench: Bench):
    """Every word is spelled as in the dictionary, the glossary or the word list of its language."""
    missing = [language for language in bench.lab.editions if language in NAMES and not _file(language).is_file()]
    if missing:
        names = several(NAMES[language] for language in missing)
        yield ("", "", f"the spelling dictionaries ({names}) are not installed",
               "Run ./daugava check with the internet at hand: it installs them once.")
        return
    for language, sheet in bench.sheets.items():
        speller = Speller(language, bench.root) if language in NAMES else None
        if speller is None:
            continue
        names = _names(sheet)
        for cell, text, kind in sheet.texts:
            code = names if kind != "markdown" else set()
            said = cell.released if cell and kind == "markdown" else text
            yield from _said(speller.unknown(text, said, code), sheet.file, str(cell or "Title"), language)
        guide = bench.guides[language]
        for heading, text in guide.sections.items():
            yield from _said(_in_guide(speller, guide, text), guide.file, heading, language)
        for place, text in _in_metadata(bench, language):
            yield from _said(speller.unknown(text, text), bench.lab_file, place, language)


class Speller:
    """Knows the words of one language."""

    def __init__(self, language: str, root: Path):
        self.language, self.root = language, root
        listed = root / "curriculum" / f"words.{language}.txt"
        lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
        own = [line.split("#")[0].strip() for line in lines]
        terms = [word for term in curriculum.glossary(root) for word in _WORD.findall(term.get(language) or "")]
        own += terms
        if language == "lv":  # terms stand in the nominative
            own += [f"{_ENDING.sub('', word)}*" for word in terms if len(word) > 5]
        self.words = {word.casefold() for word in own if word and not word.endswith("*")}
        stems = sorted(word[:-1].casefold() for word in own if word.endswith("*"))
        self.stems = re.compile(f"(?:{'|'.join(map(re.escape, stems))})\\w{{0,5}}") if stems else None

    def unknown(self, text: str, said: str = "", code=frozenset()) -> list[str]:
        """The words of a text that are not known; `said` is the text with its signs, `code` are names in the code."""
        quoted = {word for groups in _QUOTED.findall(said) for part in groups for word in _WORD.findall(part)}
        found = []
        for word in dict.fromkeys(_WORD.findall(text)):
            if word not in code and not self.knows(word) and not (word in quoted and self._is_foreign(word)):
                found.append(word)
        return found

    def knows(self, word: str) -> bool:
        """True for a word of the language, two such words with a hyphen, and what is no word: a letter, a code."""
        if len(word) == 1 or re.search(r"[\d_]", word) or any(sign.isupper() for sign in word[1:]):
            return True
        plain = word.replace("’", "'")
        folded = plain.casefold()
        if folded in self.words or (self.stems and self.stems.fullmatch(folded)) or _is_word(self.language, plain):
            return True
        if folded.endswith("'s") and self.knows(plain[:-2]):
            return True
        return "-" in word and all(self.knows(part) for part in word.split("-") if part)

    def _is_foreign(self, word: str) -> bool:
        return any(_is_word(language, word) for language in NAMES if language != self.language)


@functools.cache
def speller(language: str, root: Path) -> Speller:
    """The speller of a language, made once."""
    return Speller(language, root)


@functools.cache
def _dictionary(language: str):
    from spylls.hunspell import Dictionary

    return Dictionary.from_files(str(_file(language).with_suffix("")))


@functools.cache
def _is_word(language: str, word: str) -> bool:
    return _dictionary(language).lookup(word)


def _file(language: str) -> Path:
    return folder() / NAMES[language] / "index.dic"


def _names(sheet: Sheet) -> set[str]:
    """The names in the code: a comment may speak of them."""
    found = {node.id for cell in sheet.cells for node in ast.walk(cell.tree) if isinstance(node, ast.Name)}
    found |= {node.arg for cell in sheet.cells for node in ast.walk(cell.tree) if isinstance(node, ast.arg)}
    return found


def _in_guide(speller: Speller, guide: Guide, text: str) -> list[str]:
    """The unknown words in a section; in a table of words each column has its language, official wordings have none."""
    text = re.sub(rf"^### {FOREIGN.get(guide.language)}\n.*?(?=^#|\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = []
    for block in re.split(r"\n\s*\n", text):
        heads = [cell.strip() for cell in block.strip().split("\n")[0].strip("|").split("|")]
        if set(heads) <= set(COLUMNS):
            column = next((number for number, head in enumerate(heads) if COLUMNS[head] == guide.language), None)
            block = "\n".join(row[column] for row in prose.rows(block)) if column is not None else ""
        lines.append(block)
    said = "\n\n".join(lines)
    return speller.unknown(prose.plain(said), said)


def _in_metadata(bench: Bench, language: str):
    metadata = bench.lab.metadata
    for key in ("title", "question"):
        yield key, (metadata.get(key) or {}).get(language) or ""
    for key in ("misconceptions", "slips"):
        for name, said in (metadata.get(key) or {}).items():
            yield name, (said or {}).get(language) or ""


def _said(unknown: list[str], file: str, place: str, language: str):
    if unknown:
        words, verb = several([f"“{word}”" for word in unknown]), "is" if len(unknown) == 1 else "are"
        yield (file, place, f"{words} {verb} not in the dictionary",
               f"Correct it, or add it to curriculum/words.{language}.txt.")
