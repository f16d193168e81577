"""Every command that the README shows is run here, by the script that it names, or by CI."""
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from running import ROOT, START_SECONDS

from daugava.hub import free_port

AUTHOR = ("new-lab", "translate", "check", "version", "coverage")
COMMANDS = ("assign", "due", "grade", "marks", "password", "practice-class")
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = [line for block in re.findall(r"```(?:bash|sh)\n(.*?)```", README, re.DOTALL)
         for line in (text.split("#")[0].strip() for text in block.splitlines()) if line]
ROSTER = re.search(r"```csv\n(.*?)```", README, re.DOTALL)


def daugava(line, *more):
    """A README line as a command, with what keeps it out of the user's own classroom."""
    first, *rest = shlex.split(line)
    assert first == "./daugava"
    return [sys.executable, str(ROOT / "daugava"), *rest, *more]


def shown(verb):
    return [line for line in SHOWN if line.split()[1:2] == [verb]]


def test_readme_shows_nothing_that_is_not_run():
    assert {line.split()[1] for line in SHOWN} == {"start", "assign", "due", "grade", "marks", "password",
                                                       "practice-class", "workshop", "reset-workshop", "lab", "test", *AUTHOR}
    assert all(line.startswith("./daugava ") for line in SHOWN)
    assert shown("test") == ["./daugava test"]
    assert "./daugava test" in (ROOT / ".ci" / "run").read_text()


def test_start_assign_and_password(tmp_path):
    (tmp_path / "class.csv").write_text(ROSTER.group(1), encoding="utf-8")
    home = ["--home", str(tmp_path / "room")]
    assert shown("start") and shown("assign") and shown("grade") and shown("password") and shown("marks")
    for line in [line for line in shown("start") if "--workshop" not in line]:
        port = free_port()
        output = (tmp_path / "output.txt").open("w+")
        process = subprocess.Popen(daugava(line, *home, "--port", str(port), "--no-browser"),
                                   cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT)
        try:
            health = f"http://127.0.0.1:{port}/hub/health"
            _wait(lambda url=health: urllib.request.urlopen(url, timeout=2), process, output)
            if "--roster" in line:
                for other in [line for verb in COMMANDS for line in shown(verb)]:
                    subprocess.run(daugava(other, *home), cwd=tmp_path, check=True, capture_output=True)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(90)
    assert list((tmp_path / "room").glob("exchange/*/outbound/*/*.ipynb"))


def test_a_workshop(tmp_path):
    home = ["--home", str(tmp_path / "room")]
    start, = [line for line in shown("start") if "--workshop" in line]
    port, output = free_port(), (tmp_path / "output.txt").open("w+")
    process = subprocess.Popen(daugava(start.replace("12", "2"), *home, "--port", str(port), "--no-browser"),
                               cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/hub/health", timeout=2), process, output)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(90)
    for line in shown("workshop"):
        subprocess.run(daugava(line), cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "first-lab" / "slides" / "index.html").is_file()
    for line in shown("reset-workshop"):
        subprocess.run(daugava(line, *home, "--yes"), cwd=tmp_path, check=True, capture_output=True)
    assert not (tmp_path / "room" / "users" / "t01").exists()


@pytest.mark.parametrize("line", shown("lab"))
def test_lab(line, tmp_path):
    port = free_port()
    output = (tmp_path / "output.txt").open("w+")
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    process = subprocess.Popen(daugava(line, "--", "--no-browser", f"--port={port}", *root),
                               cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(lambda: socket.create_connection(("127.0.0.1", port), timeout=2).close(), process, output)
    finally:
        process.terminate()
        process.wait(30)


def test_author_commands_in_their_order(tmp_path):
    """On a copy, because they write: a new lab has to be made, translated and seen as unfinished."""
    for name in ("labs", "curriculum", "teacher-guides", "src", "pyproject.toml", "tests"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    environment = {**os.environ, "DAUGAVA_ROOT": str(tmp_path)}
    for changed in (tmp_path / "labs" / "enterprise" / "badge-price").glob("badge-price.*"):  # to have a next version
        changed.write_text(changed.read_text("utf-8").replace("Guess first", "First guess"), encoding="utf-8")
    for verb in AUTHOR:
        for line in shown(verb):
            done = subprocess.run([sys.executable, "-m", "daugava.cli", *shlex.split(line.split("#")[0])[1:]],
                                  cwd=tmp_path, env=environment, capture_output=True, text=True)
            said = done.stdout + done.stderr
            if verb == "check":  # the skeleton is still to be written over
                assert done.returncode == 1 and "pendulum" in said and "Traceback" not in said, said
            else:
                assert done.returncode == 0, said
    assert (tmp_path / "labs" / "physics" / "pendulum" / "pendulum.ipynb").is_file()


def test_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def _wait(attempt, process, output):
    began = time.monotonic()
    while True:
        try:
            return attempt()
        except OSError:
            output.seek(0)
            assert process.poll() is None and time.monotonic() - began < START_SECONDS, output.read()
            time.sleep(0.25)


def test_readme_is_short():
    assert len(README.splitlines()) <= 120
    assert Path(ROOT / "README.md").stat().st_size < 9000
