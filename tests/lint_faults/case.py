"""How a fault is written: a function that changes a sound `lint_labs.Draft`, with what has to be said of it."""

import pytest

CASES = []


def breaks(id, place="", file="badges.ipynb"):
    """A case: the function makes the fault that rule `id` reports at `place` in `file`."""
    def register(change):
        CASES.append(pytest.param(id, place, file, change, id=f"{id}-{change.__name__}"))
        return change

    return register


def latvian(place):
    """The place in the Latvian notebook."""
    return {"place": place, "file": "badges.lv.ipynb"}
