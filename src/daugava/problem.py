"""A problem as an author reads it: in which file, at which place, what is wrong, and how to mend it."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it should be: in which `file`, at which `place`, `what` it is, how to `mend` it.

    `file` is relative to the repository, `place` is a cell ("Cell 7 (task-cost)"), a section, an entry, or "". `what`
    is a clause without a full stop, `mend` a sentence. `rule` is the id of the broken rule of `daugava.lint`, "" if
    none of them found it. As text: ``file, Cell 7 (task-cost): what is wrong. How to mend it.``
    """

    file: str
    place: str
    what: str
    mend: str
    rule: str = ""

    def __str__(self) -> str:
        where = ", ".join(filter(None, (self.file, self.place)))
        said = f"{self.what}. {self.mend}"
        return f"{where}: {said}" if where else said[0].upper() + said[1:]


def what_and_mend(sentence: str) -> tuple[str, str]:
    """The two parts of a message such as "The file is missing: write it." as they stand in a `Problem`."""
    what, mend = sentence.rsplit(": ", 1)
    return what[0].lower() + what[1:], mend[0].upper() + mend[1:]
