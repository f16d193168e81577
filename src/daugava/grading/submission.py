"""What a pupil handed in: which file it is, and the place where nbgrader looks for it."""
from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

ORIGINALS = ".original"  # beside the repaired notebook: nbgrader and a kernel pass over hidden folders
MOST_BYTES = 200_000_000
MOST_FILES = 200


@dataclass
class Submission:
    """A hand-in: its notebook as bytes, and what was done to find it (`{"code": …, "cells": []}`)."""

    folder: Path
    name: str
    raw: bytes
    source: Path | None
    notes: list[dict] = field(default_factory=list)

    def settle(self, notebook: str) -> None:
        """Write what is to be graded where nbgrader looks for it; a file that differs is kept in `.original/`."""
        target = self.folder / f"{self.name}.ipynb"
        for path in self.folder.rglob("*"):
            if path.is_symlink():  # nbgrader would copy what it leads to into the pupil's feedback
                path.unlink()
        if self.source == target and _same(self.raw, notebook):
            return
        if self.source is not None:
            kept = self.folder / ORIGINALS
            kept.mkdir(exist_ok=True)
            if not (kept / self.source.name).exists():  # the first is the pupil's
                (kept / self.source.name).write_bytes(self.source.read_bytes())
        _replace(target, notebook)


def find(folder: Path, name: str, release: NotebookNode) -> Submission:
    """The notebook in a hand-in folder: the one of this name, else the file that holds most of the release's cells.

    Links are not followed. Raises OSError when the folder cannot be read.
    """
    files = [path for path in sorted(folder.rglob("*")) if _is_plain(path, folder)]
    kept = folder / ORIGINALS / f"{name}.ipynb"
    target = folder / f"{name}.ipynb"
    if kept.is_file() and not kept.is_symlink():
        return Submission(folder, name, _read(kept), target)
    if target in files:
        return Submission(folder, name, _read(target), target)
    ids = {cell.id for cell in release.cells}
    best = max(((_shared(raw, ids), notes, path, raw) for path in files for notes, raw in _notebooks(path)),
               key=lambda each: each[0], default=None)
    if best is None:
        return Submission(folder, name, b"", None, [{"code": "missing", "cells": []}])
    _, notes, path, raw = best
    return Submission(folder, name, raw, path, [{"code": code, "cells": []} for code in notes])


def _is_plain(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and path.is_file() and not path.is_symlink() and path.name != "timestamp.txt"


def _read(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(MOST_BYTES)


def _notebooks(path: Path):
    """The notebooks that a file is or holds, each with what is to be said."""
    if path.suffix == ".zip":
        try:
            with zipfile.ZipFile(path) as packed:
                for entry in packed.infolist()[:MOST_FILES]:
                    if entry.filename.endswith(".ipynb") and entry.file_size <= MOST_BYTES and _is_inside(entry.filename):
                        with packed.open(entry) as file:
                            yield ["zip"], file.read(MOST_BYTES)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError):
            return
    else:
        yield ["renamed"], _read(path)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in name and not name.startswith("__MACOSX")


def _shared(raw: bytes, ids: set[str]) -> int:
    """How many of the release's cell ids stand in a file."""
    return sum(f'"{each}"'.encode() in raw for each in ids)


def _same(raw: bytes, notebook: str) -> bool:
    """True if a file holds that notebook already, whatever its outputs."""
    try:
        one, other = json.loads(raw), json.loads(notebook)
        return [_plain(cell) for cell in one["cells"]] == [_plain(cell) for cell in other["cells"]] and \
            one.get("nbformat_minor") == other.get("nbformat_minor")
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        return False


def _plain(cell: dict):
    source = cell.get("source", "")
    return (cell.get("id"), cell.get("cell_type"), "".join(source) if isinstance(source, list) else source,
            (cell.get("metadata") or {}).get("nbgrader"))


def _replace(target: Path, text: str) -> None:
    """Write whole or not at all, over whatever stands there."""
    fresh = target.with_name(f".{target.name}.new")
    with io.open(fresh, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(target)
