"""Files in folders that somebody else may write to: never follow a link out of them."""
from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path


def inside(home: Path, path: Path) -> Path:
    """The path, if no link in it leads out of the home; raises OSError else."""
    if not path.resolve().is_relative_to(home):
        raise OSError(f"{path} leads out of {home}")
    return path


def copy_plain(source: str | Path, target: str | Path, most: int) -> list[str]:
    """Copy a folder's plain files and folders, `most` bytes at most; return what was left out.

    Links and devices are left out, also when one is put in the place of a file meanwhile. Raises OSError when the
    folder itself is a link or is too big.
    """
    if os.path.islink(source):
        raise OSError(f"{source} is a link")
    Path(target).mkdir(parents=True)
    try:
        return _copy(source, target, most)
    except BaseException:
        shutil.rmtree(target)  # half a copy would pass for the whole
        raise


def _copy(source: str | Path, target: str | Path, most: int) -> list[str]:
    left_out, size = [], 0
    for folder, folders, files, descriptor in os.fwalk(source, follow_symlinks=False):
        here = Path(target, os.path.relpath(folder, source))
        here.mkdir(exist_ok=True)
        left_out += [os.path.join(folder, name) for name in folders if _is_link(name, descriptor)]
        for name in files:
            found = content(name, descriptor, most - size)
            if found is None:
                left_out.append(os.path.join(folder, name))
                continue
            size += len(found)
            (here / name).write_bytes(found)
    return left_out


def content(name: str, folder: int, most: int) -> bytes | None:
    """What stands in a plain file of an open folder; None for anything else."""
    try:
        # Without NONBLOCK a pipe would wait for its writer for ever.
        opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(opened, "rb") as file:
        about = os.fstat(opened)
        if not stat.S_ISREG(about.st_mode):
            return None
        if about.st_size > most:
            raise OSError("it is too big")
        return file.read(about.st_size)  # no more, should it grow meanwhile


def _is_link(name: str, folder: int) -> bool:
    return stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode)
