"""String literals and f-strings: read as the text that people see, and written again with another text.

The same on every Python: only where the whole literal stands is taken from ``ast``, because what Python tells about
the inside of an f-string changed in 3.12.
"""
from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass

from daugava.translate.message import Fault

_OPENING = re.compile(r"""([A-Za-z]{0,2})('''|\"""|'|")""")
_BODY = {quote: re.compile(rf"((?:\\.|(?!{quote})[^\\])*){quote}", re.DOTALL) for quote in ("'''", '"""', "'", '"')}
_GAP = re.compile(r"(?:\s|\\\n)*")
_STRING = re.compile(r"""('''|\"""|'|")(?:\\.|(?!\1).)*\1""", re.DOTALL)  # inside a placeholder
_ESCAPE = re.compile(r"\\(?:[\n\\'\"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]+\})")
_WIDTH = 100
Parts = list[tuple[bool, str]]  # (it is a placeholder, its text)


@dataclass(frozen=True)
class Literal:
    """A literal of one or more parts in a row: its quotation marks, what stands between parts, the longest line."""

    parts: Parts
    formatted: bool
    quote: str
    gap: str
    width: int

    @property
    def text(self) -> str:
        """The message: placeholders as written, and in an f-string other curly brackets doubled."""
        double = _double if self.formatted else str
        return "".join(text if is_field else double(text) for is_field, text in self.parts)

    @property
    def fields(self) -> list[str]:
        """The placeholders as they are written: ``{plot.euro(price)}``."""
        return fields(self.parts)


def read(segment: str) -> Literal:
    """The literal that a piece of source is. Raises Fault if its parts cannot be told apart."""
    parts, gaps, prefixes, quotes, at = [], [], "", [], 0
    while at < len(segment):
        opening = _OPENING.match(segment, at)
        body = opening and _BODY[opening[2]].match(segment, opening.end())
        if not body:
            raise _unreadable()
        prefix = opening[1].lower()
        prefixes += prefix
        quotes.append(opening[2])
        escapes = "r" not in prefix
        try:
            parts += split(body[1], escapes) if "f" in prefix else [(False, _decode(body[1]) if escapes else body[1])]
        except Fault:  # Python 3.12 reads f"{a["b"]}"; here it ends too early, as in Python 3.11
            raise _unreadable() from None
        gap = _GAP.match(segment, body.end())
        gaps.append(gap[0])
        at = gap.end()
    over_lines = [gap for gap in gaps if "\n" in gap]
    width = max(_WIDTH, *map(len, segment.split("\n"))) if over_lines else 0
    return Literal(parts, "f" in prefixes, quotes[0], over_lines[0] if over_lines else "", width)


def split(text: str, escapes: bool = False) -> Parts:
    """The inner text of an f-string in parts. Raises Fault if the curly brackets do not match."""
    parts, plain, at = [], "", 0
    while at < len(text):
        escape = _ESCAPE.match(text, at) if escapes else None
        if escape:
            plain, at = plain + _decode(escape[0]), escape.end()
        elif text[at:at + 2] in ("{{", "}}"):
            plain, at = plain + text[at], at + 2
        elif text[at] == "{":
            end = _field_end(text, at)
            parts += [(False, plain), (True, text[at:end])]
            plain, at = "", end
        elif text[at] == "}":
            raise _unmatched()
        else:
            plain, at = plain + text[at], at + 1
    return [part for part in [*parts, (False, plain)] if part[1]]


def fields(parts: Parts) -> list[str]:
    """The placeholders among the parts of a text."""
    return [text for is_field, text in parts if is_field]


def write(literal: Literal, text: str) -> str:
    """The source of a literal that says another text, laid out like this one. Raises Fault if it cannot be written."""
    parts = split(text) if literal.formatted else [(False, text)]
    quote = _quote(literal, fields(parts))
    prefix = "f" if literal.formatted else ""
    lines = _lines(literal, parts, quote) if literal.gap and len(quote) == 1 else [parts]
    return literal.gap.join(prefix + quote + _inner(line, quote, literal.formatted) + quote for line in lines)


def _field_end(text, at):
    """Where the placeholder that opens here ends: strings, brackets and a format with placeholders may stand in it."""
    depth, at = 0, at + 1
    while at < len(text):
        string = _STRING.match(text, at)
        if string:
            at = string.end()
            continue
        if text[at] in "([{":
            depth += 1
        elif text[at] == "}" and depth == 0:
            return at + 1
        elif text[at] in ")]}":
            depth -= 1
        elif text[at] == ":" and depth == 0:
            return _format_end(text, at + 1)
        at += 1
    raise _unmatched()


def _format_end(text, at):
    while at < len(text):
        if text[at] == "}":
            return at + 1
        at = _field_end(text, at) if text[at] == "{" else at + 1
    raise _unmatched()


def _unreadable():
    return Fault("a comment or the same quotation marks stand inside a string",
                 "Move the comment away, and use the other quotation marks inside {…}.")


def _unmatched():
    return Fault("curly brackets do not match",
                 "Write {{ and }} for brackets that are to be seen, {…} for a placeholder.")


def _quote(literal, placeholders):
    """The quotation marks of the literal; others where they would end a placeholder (Python 3.11)."""
    for quote in (literal.quote, '"', "'", '"""', "'''"):
        if not any(quote in each or (len(quote) == 1 and "\n" in each) for each in placeholders):
            return quote
    raise Fault("no quotation marks fit around all placeholders",
                "In the English notebook give such a value a name on a line of its own.")


def _lines(literal, parts, quote):
    """The parts, broken after spaces into lines as wide as the master's."""
    words = [[]]
    for is_field, text in parts:
        for word in [text] if is_field else re.findall(r"\S*\s+|\S+", text):
            words[-1].append((is_field, word))
            if not is_field and word[-1].isspace():
                words.append([])
    indent = len(literal.gap.rpartition("\n")[2])
    lines, room = [[]], 0
    for word in filter(None, words):
        length = len(_inner(word, quote, literal.formatted))
        if lines[-1] and length > room:
            lines.append([])
        if not lines[-1]:
            room = literal.width - indent - len('f""')
        lines[-1] += word
        room -= length
    return lines


def _inner(parts, quote, formatted):
    double = _double if formatted else str
    return "".join(text if is_field else double(_encode(text, quote)) for is_field, text in parts)


def _double(text):
    return text.replace("{", "{{").replace("}", "}}")


def _decode(text):
    return _ESCAPE.sub(lambda escape: ast.literal_eval(f'"{escape[0]}"'), text)


def _encode(text, quote):
    """The text with escapes: backslashes, what would end the literal, and what cannot be seen."""
    seen, triple = [], len(quote) == 3
    for character, following in zip(text, text[1:] + quote[0], strict=True):
        if character == "\\" or (character == quote[0] and (not triple or following == character)):
            seen.append("\\" + character)
        elif character == "\n" and triple:
            seen.append(character)
        elif unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            seen.append(character.encode("unicode_escape", "surrogatepass").decode())
        else:
            seen.append(character)
    return "".join(seen)
