"""What all tests share: nothing they start may reach the outside."""
import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from nbgrader import api
from xdist.scheduler import LoadScopeScheduling

import daugava
from daugava.kernels import client

OFFLINE = str(Path(__file__).parent / "offline")
ROOT = Path(__file__).resolve().parent.parent

# Kernels, servers and commands that tests start inherit the block, and find this Python's commands.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["DAUGAVA_ROOT"] = str(ROOT)
# nbgrader starts a program for every new gradebook, only to ask which version its tables have.
api.get_alembic_version = cache(api.get_alembic_version)


# Files with few tests that take minutes: they begin, and no three of them that need a browser stand together.
LONG = ("readme", "grade_batch", "workshop_participant", "hostile", "classroom_loop", "release", "button")
BY_EDITION = ("labs", "variants")


def pytest_collection_modifyitems(items):
    """What takes long first, what fills gaps last: at the end no worker waits for another."""
    sizes = Counter(item.path for item in items)

    def place(item):
        name = item.path.stem.removeprefix("test_")
        first = LONG.index(name) if name in LONG else len(LONG) + (name in BY_EDITION)
        return first, -sizes[item.path], str(item.path)
    items.sort(key=place)


class ByEdition(LoadScopeScheduling):
    """A file's tests share a worker, as its fixtures do; those of a lab's edition are a file to themselves."""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        editions = Path(file).stem.removeprefix("test_") in BY_EDITION
        return f"{file} {test.partition('[')[2]}" if editions else file


def pytest_xdist_make_scheduler(config, log):
    """With --dist loadscope: two processors share the grading of the labs."""
    return ByEdition(config, log) if config.option.dist == "loadscope" else None


@pytest.fixture
def english():
    """English, and afterwards whatever is the custom."""
    daugava.use("en")
    yield
    daugava.use(None)


@pytest.fixture
def own_warm_process(monkeypatch):
    """Not those that the test command shares."""
    for name in client.ADDRESS.values():
        monkeypatch.delenv(name, raising=False)
