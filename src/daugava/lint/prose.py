"""Text as a person reads it: words and numbers, without code, addresses and signs of Markdown."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import mistune

_CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|(`+)[^`].*?\2", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$\w])\$[^$\n]+\$", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+|\b[\w.+-]+@[\w-]+\.\w+")
_LINE_START = re.compile(r"^[ \t>]*(?:#{1,6} |[-*+] |\d+\. )?", re.MULTILINE)
_RULER = re.compile(r"^[ \t]*\|?[ \t:|-]*-[ \t:|-]*$", re.MULTILINE)
_FIELD = re.compile(r"(?<!\{)\{[^{}]*\}")
_ESCAPE = re.compile(r"\\(?=\.)")
_BLOCKS = mistune.create_markdown(renderer=None)
_NUMBER = re.compile(
    r"(?<![\w.,/:])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"(?![\w/]|[.,:]\d)(\s?%)?")


@dataclass(frozen=True)
class Number:
    """A number in a text: as it is `written`, its `value`, and whether a % follows."""

    written: str
    value: float
    percent: bool


def plain(markdown: str) -> str:
    """Markdown without code, formulas, addresses, tags and signs; a cell of a table is a line."""
    text = _COMMENT.sub(" ", _FORMULA.sub(" ", _CODE.sub(" ", markdown)))
    text = _TAG.sub(" ", _ADDRESS.sub(" ", _LINK.sub(r"\1", text)))
    text = _ESCAPE.sub("", _LINE_START.sub("", _RULER.sub("", text))).replace("|", "\n")
    return re.sub(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)", "", text)


def lone_numbers(markdown: str) -> Iterator[str]:
    """The numbers that Markdown takes for a list of one item: “4. un 5. uzdevums” begins with an ordinal."""
    return _lone_numbers(_BLOCKS(markdown))


def _lone_numbers(blocks: list[dict]) -> Iterator[str]:
    for block in blocks:
        parts = block.get("children", [])
        if block["type"] == "list" and block["attrs"]["ordered"] and len(parts) == 1:
            yield str(block["attrs"].get("start", 1))
        yield from _lone_numbers(parts)


def spoken(text: str) -> str:
    """A string of a code cell without its placeholders, code and addresses."""
    return _ADDRESS.sub(" ", _CODE.sub(" ", _FIELD.sub(" ", text)))


def words(text: str) -> list[str]:
    """The words to read: everything between spaces that holds a letter."""
    return [word for word in text.split() if any(sign.isalpha() for sign in word)]


def sentences(text: str) -> list[str]:
    """The sentences of a plain text; a line ends a sentence, an abbreviation or a numeral (3. klase) does not."""
    found = []
    for line in text.splitlines():
        found += re.split(r"(?<=[^\W\d_]{2}[.!?…:;])\s+(?=[^\W\d_a-z])", line)
    return [sentence for sentence in found if sentence.strip()]


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a plain text, without those inside codes, dates, times and versions."""
    found = []
    for match in _NUMBER.finditer(text):
        written = re.sub(r"[ \u00a0\u202f]", "", match[1])
        if language == "en" and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", written):
            written = written.replace(",", "")
        found.append(Number(match[1], float(written.replace(",", ".")), bool(match[2])))
    return found


def sections(markdown: str) -> list[tuple[str, str]]:
    """A Markdown text as (heading, text below it) for each ``##`` and above; the text at its top has "" as heading."""
    parts = re.split(r"^##? +(.+?)[ \t#]*$", markdown, flags=re.MULTILINE)
    return [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a Markdown text, without their heads."""
    found, head = [], True
    for line in text.splitlines():
        if not line.lstrip().startswith("|"):
            head = True
        elif _RULER.fullmatch(line):
            head = False
        elif not head:
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return found
