"""The walls by themselves: what is seen, what can be changed, what is said where they cannot be had."""
import subprocess
import sys

import pytest
from running import ROOT

from daugava import confine

SHOW = "import os, sys; print(*sorted(os.listdir(sys.argv[1])))"


def run(command, **walls):
    done = subprocess.run(confine.walls(command, **{"read": {}, **walls}), capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else f"failed: {done.stderr.strip()}"


def python(code, *arguments):
    return [sys.executable, "-c", code, *map(str, arguments)]


@pytest.fixture
def folders(tmp_path):
    for name in ("mine", "given", "theirs", "mine/deep"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.txt").write_text(name)
    return tmp_path


def test_what_is_not_named_is_not_there(folders):
    assert run(python(SHOW, folders), write=[folders / "mine"], read={folders / "given": folders / "given"},
               hide=[folders]) == "given mine"


def test_the_deeper_of_two_places_wins(folders):
    mine = folders / "mine"
    assert run(python(SHOW, mine / "deep"), write=[mine], hide=[mine / "deep"]) == ""
    assert run(python(SHOW, mine), hide=[mine], read={mine / "deep": mine / "deep"}) == "deep"


@pytest.mark.parametrize("name, outcome", [("mine", "written"), ("given", "Read-only"), ("", "Read-only")])
def test_only_what_may_be_changed_can_be(folders, name, outcome):
    said = run(python("import sys; open(sys.argv[1], 'w'); print('written')", folders / name / "new"), hide=[folders],
               write=[folders / "mine"], read={folders / "given": folders / "given"})
    assert outcome in said


@pytest.mark.parametrize("at", ["/new", "/usr/new", sys.prefix + "/new", "/etc/new"])
def test_the_system_cannot_be_changed(at):
    assert "Read-only" in run(python("import sys; open(sys.argv[1], 'w')", at))


@pytest.mark.parametrize("setting", ["kernel/core_pattern", "user/max_user_namespaces", "vm/swappiness"])
def test_the_machine_cannot_be_set_not_even_by_root(setting):
    """Root needs no capability for most of these."""
    said = run(python("import sys; open(sys.argv[1], 'r+')", f"/proc/sys/{setting}"))
    assert "Read-only" in said or "Permission denied" in said


def test_inside_there_is_only_the_given_environment(monkeypatch):
    monkeypatch.setenv("SECRET", "hub")
    code = """import glob, os
found = ""
for path in glob.glob("/proc/[0-9]*/environ"):
    try: found += open(path).read()
    except OSError: pass
print(os.environ.get("GIVEN"), "SECRET" in os.environ, "SECRET" in found)"""
    assert run(confine.within(python(code), {"GIVEN": "this"})) == "this False False"


def test_inside_there_is_no_network():
    code = "import os; print(*sorted(line.split(':')[0].strip() for line in list(open('/proc/net/dev'))[2:]))"
    assert run(confine.within(python(code), {})) == "lo"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A machine whose only program is a bubblewrap of ours."""
    def machine(script):
        if script:
            (tmp_path / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "bwrap").chmod(0o700)
        monkeypatch.setenv("PATH", str(tmp_path))
    confine._own_processes.cache_clear()
    yield machine
    confine._own_processes.cache_clear()


def test_here_it_can_be_had():
    assert confine.unavailable() is None


def test_where_it_cannot_be_had_the_reason_is_said(programs, monkeypatch):
    programs("")
    assert "bubblewrap is missing (Debian, Ubuntu: sudo apt install bubblewrap)" in confine.unavailable()
    programs("echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    assert "(bwrap: No permissions to create new namespace): ask its administrator" in confine.unavailable()
    programs("echo 'bwrap: Unknown option --size' >&2; exit 1")
    assert confine.unavailable() == "because its bubblewrap is older than 0.8: install a newer one"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confine.unavailable() == "because that needs Linux"


def test_start_refuses_in_one_sentence(programs, tmp_path):
    programs("exit 1")
    start = f"import os; os.environ['PATH'] = {str(tmp_path)!r}; from daugava.cli import app; app()"
    done = subprocess.run(python(start, "start", "--no-browser", "--home", tmp_path / "r"),
                          capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1 and "cannot be confined here" in done.stderr
    assert "or start with --unconfined, among people you trust" in done.stderr
    assert not (tmp_path / "r").exists()
