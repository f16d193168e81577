"""The bubblewrap around the warm process that serves confined kernels: libraries to read, nothing else."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import daugava
from daugava import confine
from daugava.kernels.jail import FOLDER

PACKAGES = str(Path(daugava.__file__).parents[1])  # where this package stands, installed or in a clone
USER = "1000"  # whom processes in a home take themselves for
ENVIRONMENT = {"HOME": FOLDER, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MPLCONFIGDIR": "/tmp/matplotlib",
               "IPYTHONDIR": "/tmp/ipython", "TMPDIR": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"}


class NotConfined(daugava.DaugavaError):
    """One sentence that says why pupils' code cannot be confined on this machine, and what to do."""


def wrap(command: list[str], environment: dict[str, str]) -> list[str]:
    """`command` in a bubblewrap that holds Python, this environment's libraries and fonts, all read-only.

    Raises NotConfined where that is impossible.
    """
    reason = why_not()
    if reason:
        raise NotConfined(reason)
    return _wrapped(command, environment)


def wrap_homes(command: list[str], environment: dict[str, str], homes: Path) -> list[str]:
    """The same with a folder of homes that may be written to, for kernels that each see one of them."""
    user = ["--unshare-user", "--uid", USER, "--gid", USER]
    return _wrapped(command, environment, user, [*_parents(str(homes)), "--bind", str(homes), str(homes)])


def _wrapped(command, environment, user=None, places=()):
    if user is None:  # the system's own root keeps what it needs to become nobody for a kernel
        user = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if os.geteuid() == 0 \
            else ["--unshare-user"]
    settings = (part for name, value in {**ENVIRONMENT, **environment}.items() for part in ("--setenv", name, value))
    return ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc",
            "--unshare-uts", "--hostname", "lab", *user, "--clearenv", *settings, *_folders(), *places, "--", *command]


@cache
def why_not() -> str | None:
    """None where code can be confined; else one sentence that says why not and what to do."""
    if sys.platform != "linux":
        return "Pupils' code can be confined on Linux only: grade on a Linux machine, or set DAUGAVA_UNCONFINED=1."
    if shutil.which("bwrap") is None:
        return ("bubblewrap is missing, so pupils' code cannot be confined: install the package bubblewrap, "
                "or set DAUGAVA_UNCONFINED=1 to grade without.")
    inner = [sys.executable, "-c", "from daugava.kernels import jail, limits, seccomp; "
             "jail.enter(limits.Limits()); seccomp.refuse()"]
    tried = subprocess.run(_wrapped(inner, {"PYTHONPATH": PACKAGES}),
                           capture_output=True, text=True, timeout=60)
    if tried.returncode:
        said = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        return (f"Pupils' code cannot be confined on this machine ({said}): allow user namespaces, "
                "or set DAUGAVA_UNCONFINED=1 to grade without.")
    return None


def _folders() -> list[str]:
    places = set(confine.programs()) | {Path(sys.executable).resolve().parents[1]}
    # The package alone, also where it is used from a clone: beside it stand labs and answers.
    package = Path(daugava.__file__).resolve().parent
    if not any(package.is_relative_to(place) for place in places):
        places.add(package)
    read = [str(path) for path in sorted(places) if not path.is_relative_to("/usr")]
    return ["--ro-bind", "/usr", "/usr", *confine.system(), *confine.settings(),
            *(part for name in read for part in (*_parents(name), "--ro-bind", name, name)),
            "--proc", "/proc", "--dev", "/dev", "--dir", "/tmp", "--dir", FOLDER, "--chdir", "/"]


def _parents(name: str) -> list[str]:
    """The folders on the way, open to nobody too; bubblewrap would make them for its own user only."""
    above = [str(path) for path in reversed(Path(name).parents)][1:]
    return [part for path in above for part in ("--perms", "0755", "--dir", path)]

