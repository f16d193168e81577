"""The bootstrap says in one sentence what a machine lacks, and does nothing twice."""
import builtins
import importlib.machinery
import importlib.util
import shutil
import sys
from collections import namedtuple

import pytest
from running import ROOT


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The script as a module, set up for an empty clone."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = importlib.machinery.SourceFileLoader("bootstrap", str(ROOT / "daugava"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bootstrap", loader))
    loader.exec_module(module)
    module.ROOT = tmp_path
    module.VENV = tmp_path / ".venv"
    module.PYTHON = module.VENV / "bin" / "python"
    return module


def test_old_python(bootstrap, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(bootstrap.SetupError, match="Python 3.11 or newer is needed"):
        bootstrap.set_up()


def test_python_without_venv(bootstrap, monkeypatch):
    def refuse(name, *rest):
        if name == "ensurepip":
            raise ImportError(name)
        return real(name, *rest)

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(bootstrap.SetupError, match="sudo apt install python3-venv"):
        bootstrap.make_venv()


def test_full_disk(bootstrap, monkeypatch):
    usage = namedtuple("usage", "free")(free=int(0.4e9))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(bootstrap.SetupError, match=r"disk is nearly full: free 2 GB .*0\.4 GB"):
        bootstrap.make_venv()


def test_folder_that_cannot_be_written(bootstrap):
    bootstrap.VENV = bootstrap.ROOT / "file" / ".venv"
    (bootstrap.ROOT / "file").write_text("")
    bootstrap.PYTHON = bootstrap.VENV / "bin" / "python"
    with pytest.raises(bootstrap.SetupError, match="check that the folder is writable"):
        bootstrap.make_venv()


def test_a_step_runs_once_and_again_after_a_change_or_a_failure(bootstrap):
    bootstrap.VENV.mkdir()
    ran = []

    def step(fingerprint, code):
        bootstrap.step("packages", fingerprint,
                       lambda: ran.append(fingerprint) or [[sys.executable, "-c", f"exit({code})"]])

    step("a", 0)
    step("a", 0)
    assert ran == ["a"]
    with pytest.raises(bootstrap.SetupError, match="packages failed .* check the internet connection"):
        step("b", 1)
    step("b", 0)
    assert ran == ["a", "b", "b"]


def test_a_change_of_any_file_is_seen(bootstrap):
    folder = bootstrap.ROOT / "src"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "file").write_text("1")
    first = bootstrap.digest(folder)
    assert bootstrap.digest(folder) == first
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_text("made by Python")
    assert bootstrap.digest(folder) == first
    (folder / "deep" / "file").write_text("2")
    assert bootstrap.digest(folder) != first


@pytest.mark.parametrize("command, wanted", [("test", True), ("start", False)])
def test_the_accessibility_checker_is_fetched_for_the_tests_only(bootstrap, monkeypatch, command, wanted):
    steps = []
    monkeypatch.setattr(sys, "argv", ["daugava", command])
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    monkeypatch.setattr(bootstrap, "digest", lambda *paths: [path.name for path in paths])
    monkeypatch.setattr(bootstrap, "step", lambda name, fingerprint, commands: steps.append((name, fingerprint[-1])))
    bootstrap.set_up()
    assert (("accessibility-checker", "axe") in steps) == wanted and len(steps) >= 3
