"""What a rule is, and the list of all rules."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule: its `id`, the `law` in words, what it looks `at`, and how it looks.

    `at` is "master" (the English notebook), "edition" (each notebook), "guide" (each guide) or "lab" (all files of the
    lab together). `look` yields (cell, what, mend), for a guide (section, what, mend), for a lab
    (file, place, what, mend).
    """

    id: str
    law: str
    at: str
    look: Callable[..., Iterator[tuple]]


RULES: dict[str, Rule] = {}


def rule(id: str, at: str):
    """Make a function a rule; the first line of its docstring is the law."""
    def register(look):
        if id in RULES:
            raise ValueError(f"There are two rules called {id}.")
        RULES[id] = Rule(id, look.__doc__.strip().splitlines()[0], at, look)
        return look

    return register


def several(words, last="and") -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *most, end = map(str, words)
    return f"{', '.join(most)} {last} {end}" if most else end
