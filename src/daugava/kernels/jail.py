"""A kernel's own namespaces: no network, no foreign process, a private folder. Called while one thread runs."""
from __future__ import annotations

import fcntl
import io
import os
import signal
import socket
import struct
import tarfile
from pathlib import Path

from daugava.kernels import linux, seccomp
from daugava.kernels.limits import MB, Limits

NOBODY = 65534
FOLDER = "/submission"  # the mount points stand in the bubblewrap of the warm process
SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40
PRIVATE = linux.MS_NOSUID | linux.MS_NODEV
COUNTED_SINCE = (5, 14)  # from this Linux on processes are counted for each user namespace


def enter(limits: Limits, home: str | None = None, cover: str | None = None) -> None:
    """Take namespaces of its own: the next child is process 1 of a new pid namespace, without a network.

    The working folder is `home`, the one folder of its kind that stays to be seen, or an empty one in memory, of at
    most `limits.folder_mb`. `cover` is a folder of which nothing stays to be seen.
    """
    if home is None and os.geteuid() == 0:  # the system's own root is exempt from limits
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        linux.prctl(linux.PR_SET_DUMPABLE, 1)  # else /proc/self belongs to root, and the maps below cannot be written
    user, group = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS | linux.CLONE_NEWPID
                  | linux.CLONE_NEWIPC | linux.CLONE_NEWNET)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")
    _loopback()
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    if home is None:
        _in_memory(FOLDER, limits.folder_mb)
    else:
        linux.mount(home, FOLDER, None, linux.MS_BIND)
    for folder in ("/tmp", "/dev/shm"):
        _in_memory(folder, limits.file_mb)
    if home is not None:
        _alone(home)
    if cover is not None and os.path.isdir(cover):  # it may lie in what is covered already
        _in_memory(cover, 1)
    os.chdir(home or FOLDER)


def _loopback() -> None:
    """Let the kernel's processes reach each other by 127.0.0.1: nobody else is on this network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP | IFF_RUNNING))


def _in_memory(folder: str, size_mb: int, options: str = "mode=0700") -> None:
    linux.mount("tmpfs", folder, "tmpfs", PRIVATE, f"size={size_mb}m,nr_inodes=4096,{options}")


def _alone(home: str) -> None:
    """Cover the folder of homes: only this one, which waits in FOLDER, stands in it."""
    homes = os.path.dirname(home)
    if os.path.isdir(homes):  # it may lie in what is covered already
        _in_memory(homes, 1, "mode=0755")
    os.makedirs(home)
    linux.mount(FOLDER, home, None, linux.MS_MOVE)


def hide_processes() -> None:
    """Cover /proc: a process sees nobody, not even itself."""
    linux.mount("tmpfs", "/proc", "tmpfs", PRIVATE | linux.MS_NOEXEC | linux.MS_RDONLY, "size=0,mode=0555")


def no_way_back() -> None:
    """Cover the processes, give up what was needed for this, refuse what could bring it back."""
    hide_processes()
    linux.drop_capabilities()
    seccomp.refuse()
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)  # capset has cleared it


def counts_processes() -> bool:
    """True where a limit on processes counts those of this namespace alone."""
    release = os.uname().release.split("-")[0].split(".")
    return tuple(int(number) for number in release[:2] if number.isdigit()) >= COUNTED_SINCE


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def pack(folder: Path, limits: Limits) -> bytes:
    """The plain files of a submission, as bytes; links, notebooks, and what would not fit stay out.

    The notebook beside them may hold the hidden tests: a kernel gets its cells one by one and no file.
    """
    packed, room = io.BytesIO(), limits.folder_mb * MB // 2
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(_plain(folder)):
            size = path.stat().st_size
            if size <= min(room, limits.file_mb * MB):
                room -= size
                tar.add(path, arcname=str(path.relative_to(folder)), recursive=False)
    return packed.getvalue()


def _plain(folder: Path):
    """Files below the folder that are neither hidden nor links nor notebooks."""
    for place, folders, files in os.walk(folder):  # does not follow links
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place) / name
            if not name.startswith(".") and path.suffix != ".ipynb" and path.is_file() and not path.is_symlink():
                yield path


def unpack(packed: bytes) -> None:
    """Write packed files into the working folder."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        for member in tar:
            path = Path(member.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(tar.extractfile(member).read())
