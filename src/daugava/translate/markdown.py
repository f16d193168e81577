"""Markdown: what in it is prose, the blocks of a guide, and what every translation has to keep."""
from __future__ import annotations

import re
from collections import Counter

from daugava.translate import literal
from daugava.translate.message import MARKER, Fault, Piece, short

_FENCE = re.compile(r"^[ >]*(`{3,}|~{3,})[^\n]*\n(?:.*?\n)??[ >]*\1[`~]* *$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LATEX = re.compile(r"\$\$.+?\$\$|\\begin\{(\w+\*?)\}.+?\\end\{\1\}"
                    r"|(?<![\\$])\$(?![\s$])(?:[^$\n]|\n(?!\s*\n))*?(?<![\s\\])\$(?![\d$])", re.DOTALL)
_WORDS_IN_LATEX = re.compile(r"\\(text|textrm|textbf|textit|mbox)\{[^{}]*\}")
_TARGET = re.compile(r"\]\(\s*<?([^)\s>]*)|\b(?:src|href)\s*=\s*[\"']([^\"']*)|(https?://[^\s<>()\[\]\"”]+)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)[^<>]*>")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?= |$)", re.MULTILINE)
_PIPE = re.compile(r"(?<!\\)\|")
_FIELD = re.compile(r"\{[^{}]*\}")
_EDITION = re.compile(r"\.[a-z]{2}(?=\.\w+$)")  # guide.lv.md is the guide.md of its language
_OPENS = re.compile(r"\s*(`{3,}|~{3,}|<!--)")
ONE_LINE = ("title", "row", "label")
CODE_KINDS = ("comment", "string", "f-string", "label")


def is_prose(text: str) -> bool:
    """True if there is a letter to read beside code, LaTeX, addresses and tags."""
    rest = _TAG.sub(" ", _COMMENT.sub(" ", _TARGET.sub(" ", _taken_out(text)[0])))
    return bool(re.search(r"[^\W\d_]", rest))


def pieces(text: str) -> list[Piece]:
    """What is said in a guide: its blocks between blank lines, and the rows of its tables.

    Fenced code, HTML comments and blocks without a letter are no pieces. The place of a piece is its section.
    """
    found, block, place, closes, at = [], [], "", "", 0
    for line in [*text.split("\n"), ""]:
        start, at = at, at + len(line) + 1
        opens = _OPENS.match(line)
        if closes:
            closes = "" if closes in line else closes
        elif opens:
            found += _block(block, place)
            block = []
            closes = "-->" if opens[1] == "<!--" else opens[1]
            closes = "" if closes in line[opens.end():] else closes
        elif not line.strip() or line.lstrip().startswith("|"):
            found += _block(block, place)
            block = []
            found += _block([(start, line)], place, "row") if line.strip() else []
        else:
            if _HEADING.match(line):
                place = re.sub(r"[\W_]+", "-", line.strip("# ")).strip("-").lower()
            block.append((start, line))
    return found


def _block(lines, place, kind="block"):
    text = "\n".join(line for _, line in lines)
    if not is_prose(text):
        return []
    start = lines[0][0] + len(text) - len(text.lstrip())
    return [Piece(start, start + len(text.strip()), text.strip(), kind, place=place)]


def faults(text: str, said: str, kind: str) -> list[Fault]:
    """What the translation of a text has lost, added or changed that must be as in English."""
    found = []
    try:
        ours, theirs = _kept(text, kind), _kept(said, kind)
    except Fault as fault:
        return [Fault(f"in the translation of {short(text)} {fault.what}", fault.mend)]
    for name, before in ours.items():
        for each in sorted((before - theirs[name]).keys()):
            found.append(Fault(f"the translation of {short(text)} has lost the {name} {each}",
                               "Write it exactly as in English."))
        for each in sorted((theirs[name] - before).keys()):
            found.append(Fault(f"the translation of {short(text)} has the {name} {each}, which is not in English",
                               "Take it out, or spell it exactly as in English."))
    return found + [Fault(f"the translation of {short(text)} {what}", mend)
                    for what, mend in _shape(text, said, kind)]


def _kept(text, kind):
    """What has to be there as often in every edition: {name: Counter}."""
    rest, code, latex = _taken_out(text)
    targets = [_EDITION.sub("", "".join(found).partition("#")[0].rstrip(".,;:!?")) for found in _TARGET.findall(rest)]
    if kind == "f-string":
        names = literal.fields(literal.split(text))
    else:
        names = _FIELD.findall(rest) if kind in CODE_KINDS else []
    tags = [found.lower() for found in _TAG.findall(rest)] if kind not in CODE_KINDS else []
    return {"placeholder": Counter(names), "code": Counter(code), "formula": Counter(latex),
            "link": Counter(filter(None, targets)), "tag": Counter(f"<{tag}>" for tag in tags),
            "line": Counter(found.strip() for found in MARKER.findall(text))}


def _shape(text, said, kind):
    """The form of a translation: outer spaces, lines, headings, tables."""
    if _outside(text) != _outside(said):
        yield "does not begin and end with the same spaces", "Give it the same spaces and line breaks at both ends."
    if "\n" in said and (kind in ONE_LINE or (kind == "comment" and "\n" not in text)):
        yield "is longer than one line", "Write it on one line."
    if kind == "block" and re.search(r"\n\s*\n", said):
        yield "has a blank line", "Write it as one block."
    if hidden := {c for c in said if ord(c) < 32 and c not in "\n\t"} - set(text):
        yield f"has a control character ({min(hidden)!r})", "Take it out."
    if kind in CODE_KINDS:
        return
    if (ours := _headings(text)) != (theirs := _headings(said)):
        yield (f"has other headings ({theirs or 'none'}, not {ours or 'none'})",
               "Give it the headings of the English text.")
    if (ours := _tables(text)) != (theirs := _tables(said)):
        yield (f"has a table of other columns ({theirs or 'none'}, not {ours or 'none'})",
               "Give each row as many columns as in English; a | inside a cell is written \\|.")


def _taken_out(text):
    """The text without code and LaTeX, and both: (rest, [code], [LaTeX])."""
    code, latex = [], []

    def take(pattern, text, store):
        return pattern.sub(lambda found: store(found) or " ", text)

    rest = take(_FENCE, text, lambda found: code.append(found[0].strip()))
    rest = take(_CODE, rest, lambda found: code.append(f"`{re.sub(r'(?<=--lang )[a-z]{2}', '…', found[2].strip())}`"))
    rest = take(_LATEX, rest, lambda found: latex.append(_formula(found[0])))
    return rest, code, latex


def _formula(text):
    """A formula as it has to stay: the decimal comma, words and spaces may differ."""
    return " ".join(_WORDS_IN_LATEX.sub(r"\\\1{…}", text.replace("{,}", ".")).split())


def _headings(text):
    return " ".join(_HEADING.findall(_taken_out(text)[0]))


def _tables(text):
    """The number of columns of each table, "3" or "2-3" if its rows differ, in their order."""
    tables = [[]]
    for line in _taken_out(text)[0].split("\n"):
        if line.lstrip().startswith("|"):
            tables[-1].append(len(_PIPE.findall(line.strip().strip("|"))) + 1)
        elif tables[-1]:
            tables.append([])
    return ", ".join("-".join(map(str, sorted(set(columns)))) for columns in tables if columns)


def _outside(text):
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]
