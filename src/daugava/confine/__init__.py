"""A process that sees its own folder and nothing else: bubblewrap around a command.

`walls` builds the outer room, with the network of the machine: a server lives there. `within` builds a second room
inside it, without any network and with an environment of its own: what a person runs lives there. The inner room has
a user namespace of its own, so that nothing in it can trace the server or read its memory or its environment.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import daugava

NAME = "pupil"  # whom the processes inside take themselves for, whichever account of the machine runs them
USER = 1000
TEMPORARY_MB = 512
SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# What programs need of /etc; nothing there is a secret.
SETTINGS = ("alternatives", "bash.bashrc", "fonts", "host.conf", "hosts", "inputrc", "ld.so.cache", "ld.so.conf",
            "ld.so.conf.d", "locale.alias", "locale.conf", "localtime", "mime.types", "nsswitch.conf", "profile",
            "protocols", "services", "ssl/certs", "terminfo", "timezone")
NAMESPACES = ("--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")


def walls(command: Iterable[str], *, read: Mapping[Path, Path], write: Iterable[Path] = (),
          hide: Iterable[Path] = ()) -> list[str]:
    """Put a command into a room with the machine's programs, this Python and the folders named; nothing else.

    `read` maps places inside to what stands there, read-only; `write` are folders that may be changed; `hide` are
    folders that stay empty even where they lie in a folder of programs. The deeper of two places wins. The
    command starts in `/`, as an ordinary user, and dies with the process that started it.
    """
    places = {
        **{place: ["--tmpfs", place] for place in hide},
        **{place: ["--ro-bind", source, place] for place, source in {**programs(), **read}.items()},
        **{place: ["--bind", place, place] for place in write},
    }
    furniture = [part for place in sorted(places, key=lambda place: place.parts) for part in places[place]]
    read_only = [part for place in hide for part in ("--remount-ro", place)]
    return [str(part) for part in (
        _bubblewrap(), *NAMESPACES, "--unshare-pid", "--cap-drop", "ALL", "--die-with-parent",
        "--uid", USER, "--gid", USER, "--hostname", "daugava",
        "--ro-bind", "/usr", "/usr", *system(), *settings(),
        "--proc", "/proc", *_settings_of_root(), "--dev", "/dev", *_temporary("/tmp"), *_temporary("/run"),
        *furniture, *read_only, "--remount-ro", "/", "--chdir", "/", "--", *command)]


def within(command: Iterable[str], environment: Mapping[str, str]) -> list[str]:
    """Put a command, in a room made by `walls`, into one of its own: no network, only this environment."""
    # Bubblewrap itself must not have the server's environment: its first process stays in the room, to be looked at.
    given = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in environment.items())]
    return [*given, _bubblewrap(), "--dev-bind", "/", "/", *NAMESPACES, *_own_processes(), "--unshare-net",
            "--disable-userns", "--cap-drop", "ALL", "--die-with-parent", "--", *command]


def unavailable() -> str | None:
    """Try both rooms; return None when they can be had, else why not, as the second half of a sentence."""
    if sys.platform != "linux":
        return "because that needs Linux"
    if not shutil.which("bwrap"):
        return "because bubblewrap is missing (Debian, Ubuntu: sudo apt install bubblewrap)"
    done = _try(within([sys.executable, "-c", ""], {}))
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        if "nknown option" in said:
            return "because its bubblewrap is older than 0.8: install a newer one"
        return f"because this machine does not let bubblewrap make user namespaces ({said}): ask its administrator"
    return None


@cache
def _own_processes() -> list[str]:
    """A process list of its own in the inner room, so that what runs there ends with it, where that can be had.

    Not for root: bubblewrap then covers parts of the outer /proc, and the system refuses a second one.
    """
    options = ["--unshare-pid", "--proc", "/proc"]
    test = [_bubblewrap(), "--dev-bind", "/", "/", *NAMESPACES, *options, "--", sys.executable, "-c", ""]
    return options if _try(test).returncode == 0 else []


def _try(command: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run(walls(command, read={}), capture_output=True, text=True)


def package() -> dict[Path, Path]:
    """The package that runs now, at the place where this Python has it installed."""
    running = Path(daugava.__file__).resolve().parent
    return {Path(sysconfig.get_path("purelib"), running.name): running}


def _bubblewrap() -> str:
    return shutil.which("bwrap") or "bwrap"


def programs() -> dict[Path, Path]:
    """This Python and its packages."""
    folders = {Path(folder) for folder in (sys.prefix, sys.base_prefix)}
    folders |= {folder.resolve() for folder in folders}
    return {folder: folder for folder in folders if folder != Path("/usr")}


def system() -> list[str]:
    """/bin, /lib and their like: links into /usr on most machines, folders on others."""
    found = []
    for name in SYSTEM:
        path = Path("/", name)
        if path.is_symlink():
            found += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            found += ["--ro-bind", str(path), str(path)]
    return found


def settings() -> list[str]:
    return [part for name in SETTINGS for part in ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")]


def _settings_of_root() -> list[str]:
    """Root may write to /proc without any capability, up to /proc/sys/kernel/core_pattern: nothing of that here."""
    if os.geteuid() != 0:
        return []
    paths = [f"/proc/{name}" for name in os.listdir("/proc") if not name.isdigit()]
    open_to_root = [path for path in paths if not os.path.islink(path)
                    and (os.path.isdir(path) or os.stat(path).st_mode & 0o222)]
    # The limits in `user` are those of each namespace, and want a capability in it: bubblewrap sets one of them.
    return [*(part for path in open_to_root for part in ("--ro-bind", path, path)),
            "--bind", "/proc/sys/user", "/proc/sys/user"]


def _temporary(folder: str) -> list[str]:
    return ["--size", str(TEMPORARY_MB * 10**6), "--tmpfs", folder]
