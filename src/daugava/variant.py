"""Constants that differ by pupil, so that 28 pupils do not share one answer.

One locked cell of a lab draws them; its check cells ask for them again, so that it does not matter what a
pupil did to the names in between. Who the pupil is stands in the environment variable ``DAUGAVA_PUPIL``: the
classroom sets it on a pupil's server and the grader for each submission. Without it everybody sees the example.
"""

from __future__ import annotations

import hashlib
import os
import re

from daugava import DaugavaError, language

_given: tuple | None = None
_NOT_DRAWN = {
    "en": "Your numbers are not there yet. Click this cell, then choose Run > Run All Above Selected Cell.",
    "lv": "Tavu skaitļu vēl nav. Noklikšķini uz šīs šūnas un izvēlies Izpildīt > Izpildīt visu līdz šejienei.",
}


class NotDrawn(DaugavaError):
    """The cell that draws the numbers has not run; the message says what to do."""


def pupil() -> int | None:
    """The class number (7 for "p07"), a steady number for a nickname, None where there is no pupil.

    >>> import os; os.environ["DAUGAVA_PUPIL"] = "p07"; pupil()
    7
    """
    name = os.environ.get("DAUGAVA_PUPIL", "")
    if not name:
        return None
    number = re.fullmatch(r"p(\d+)", name)
    return int(number[1]) if number else int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def numbers(**options: tuple) -> tuple:
    """Draw one value of each: {name: (the example's value, another, …)} gives a tuple in the same order.

    Pupil k gets value k modulo the number of values, the example where there is no pupil. Lengths without a common
    divisor give the most different pupils: 7 and 5 values make 35. Raises ValueError for an empty choice.
    """
    global _given
    if not all(options.values()):
        raise ValueError("Give every constant at least one value.")
    number = pupil() or 0
    _given = tuple(values[number % len(values)] for values in options.values())
    return _given


def given() -> tuple:
    """What `numbers` drew, whatever has become of the names since. Raises NotDrawn before that cell has run."""
    if _given is None:
        raise NotDrawn(_NOT_DRAWN[language()])
    return _given
