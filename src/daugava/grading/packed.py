"""Notebooks in a zip: nothing is written, no name is a path, and it ends in time."""
from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from nbformat import NotebookNode

MOST_BYTES = 200_000_000  # unpacked, all together
MOST_FILES = 200
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError)


@dataclass
class Entry:
    """A notebook in a zip."""

    name: str
    raw: bytes


@dataclass
class Unpacked:
    """The notebooks of a zip, and the names of entries that were left out."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def is_zip(raw: bytes) -> bool:
    """True for a file that begins as a zip does."""
    return raw[:4] == b"PK\x03\x04"


def unpack(raw: bytes) -> Unpacked:
    """The notebooks in a zip. Links, names that lead out of it and what is too big or too many is left out."""
    found, room = Unpacked(), MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".ipynb")
                       and not PurePosixPath(entry.filename).name.startswith("._")]  # what macOS adds
            for number, entry in enumerate(entries):
                content = None
                if number < MOST_FILES and is_inside(entry.filename) and not _is_link(entry):
                    content = _content(archive, entry, room)
                if content is None:
                    found.left_out.append(entry.filename)
                else:
                    room -= len(content)
                    found.entries.append(Entry(entry.filename, content))
    except _FAULTS:
        pass
    return found


def best(raw: bytes, release: NotebookNode) -> tuple[bytes, list[str]]:
    """The notebook in a zip that holds most of the release's cells (else no bytes), and what is to be said."""
    found = unpack(raw)
    notes = ["zip-left"] if found.left_out else []
    if not found.entries:
        return b"", notes
    return max((entry.raw for entry in found.entries), key=lambda each: shared(each, release)), ["zip", *notes]


def shared(raw: bytes, release: NotebookNode) -> int:
    """How many of the release's cells are named in a file, in whatever encoding."""
    flat = raw.replace(b"\0", b"")
    names = {cell.id for cell in release.cells} | {
        cell.metadata.nbgrader.grade_id for cell in release.cells if "nbgrader" in cell.metadata}
    return sum(f'"{each}"'.encode() in flat for each in names)


def is_inside(name: str) -> bool:
    """True for a name that leads out of no folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in name and "\0" not in name


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes | None:
    """What stands in an entry; None if it cannot be read or is too big. What it says of its size may be a lie."""
    try:
        with archive.open(entry) as file:
            content = file.read(room + 1)
    except _FAULTS:
        return None
    return content if len(content) <= room else None
