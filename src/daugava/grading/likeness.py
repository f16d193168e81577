"""How alike two texts are, and which lines of a starter stand in an answer."""
from __future__ import annotations

import difflib
import re
from functools import lru_cache

LIKE = 0.6   # how alike two texts have to be to be the same cell
COPY = 0.8   # and to be a copy and no half
_WORD = re.compile(r"\w+|\.\.\.|[^\w\s]")
_GAP = re.compile(r"\.\.\.|…")
_MOST = 400  # words that are compared
LONGEST = 8000  # characters that are looked at


class Likeness:
    """Compares texts until it has had enough work: hostile ones could keep it busy for hours."""

    def __init__(self, work: int = 20_000_000):
        self.left = work  # pairs of words

    def of(self, one: str, other: str) -> float:
        """From 0 to 1; 0 once there has been too much to compare."""
        if one.strip() == other.strip():
            return 1.0
        words, others = _words(one[:LONGEST]), _words(other[:LONGEST])
        match = difflib.SequenceMatcher(None, words, others, autojunk=False)
        if match.real_quick_ratio() < LIKE or match.quick_ratio() < LIKE:
            return 0.0
        self.left -= len(words) * len(others)
        return match.ratio() if self.left > 0 else 0.0

    def to_starter(self, text: str, starter: str) -> float:
        """How likely a text is an answer that began as this starter."""
        wanted = keys(starter)
        covered = len(covers(text, wanted)) / len(wanted) if wanted else 0
        return max(self.of(text, starter), LIKE + 0.3 * covered if covered >= 0.5 else 0)


@lru_cache(1000)
def _words(text: str) -> list[str]:
    return _WORD.findall(text)[:_MOST]


@lru_cache(1000)
def keys(starter: str) -> frozenset[str]:
    """What lines of an answer to this starter begin with, without blanks: its own lines, up to the gap."""
    lines = {_bare(_GAP.split(line)[0]).rstrip("\"'") for line in starter.splitlines()}
    return frozenset(line for line in lines if len(line) >= 3)


def is_untouched(text: str, starter: str) -> bool:
    """True for a starter in which nothing was done but to comments and blanks."""
    def bare(source):
        return _bare("".join(line.split("#")[0] for line in source.splitlines()))
    return text.strip() == starter.strip() or bare(text) == bare(starter)


def covers(text: str, wanted: frozenset[str]) -> set[str]:
    """Which of the keys stand at the beginning of a line of the text."""
    lines = [_bare(line) for line in text[:100 * LONGEST].splitlines()]
    return {key for key in wanted if any(line.startswith(key) for line in lines)}


def line_with(text: str, wanted: frozenset[str]) -> int | None:
    """Where the first line begins that starts with one of the keys; None where no line does."""
    place = 0
    for line in text.splitlines(keepends=True):
        if any(_bare(line).startswith(key) for key in wanted):
            return place
        place += len(line)
    return None


def _bare(line: str) -> str:
    return re.sub(r"\s+", "", line)
