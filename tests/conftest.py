"""What all tests share: nothing they start may reach the outside."""
import os
import sys
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

import daugava

OFFLINE = str(Path(__file__).parent / "offline")
ROOT = Path(__file__).resolve().parent.parent

# Kernels, servers and commands that tests start inherit the block, and find this Python's commands.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["DAUGAVA_ROOT"] = str(ROOT)


class ByEdition(LoadScopeScheduling):
    """A file's tests share a worker, as its fixtures do; those of a lab's edition are a file to themselves."""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        editions = Path(file).name in ("test_labs.py", "test_variants.py")
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
