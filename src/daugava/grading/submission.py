"""What a pupil handed in: which file it is, and the place where nbgrader looks for it.

Files that are not what nbgrader needs go unchanged into the hidden folder `.original` beside the repaired notebook:
nbgrader takes notebooks from the hand-in's own folder only, kernels do not get hidden files. Later runs begin again
from there, so that they find the same.
"""
from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.validator import isvalid
from nbgrader.utils import is_solution

from daugava.grading import packed, reading

ORIGINALS = ".original"
MOST_BYTES = 200_000_000
_WRITTEN = ".repaired"  # in ORIGINALS: the digest of what was written in place of the original
_NOT_WORK = {"timestamp.txt", "submission_secret.txt"}
_TEXTS = {".py", ".txt", ".md", ".json", ".html"}  # what may hold a pupil's work where no notebook is
_SMALL = 5_000_000  # bytes: a larger notebook is written anew, without its outputs


@dataclass
class Submission:
    """A hand-in: its notebook as bytes, and what was done to find it (`{"code": …, "cells": []}`)."""

    folder: Path
    name: str
    raw: bytes
    source: Path | None
    notes: list[dict] = field(default_factory=list)
    settled: bool = False  # an earlier run has kept the original

    def settle(self, notebook: str) -> None:
        """Write what is to be graded where nbgrader looks for it; a file that differs is kept in `.original/`.

        Links are removed: nbgrader would copy what they lead to into the pupil's feedback.
        """
        target, kept = self.folder / f"{self.name}.ipynb", self.folder / ORIGINALS
        for path in _walk(self.folder, links=True):
            if path.is_symlink():
                path.unlink()
        if self.source == target and _same(self.raw, notebook):
            return
        if not self.settled:
            _make_room(kept)
            kept.mkdir()
        for path in dict.fromkeys((target, self.source)):
            if path is not None and path.is_file() and path.parent != kept and not (self.settled and path == target):
                _make_room(kept / path.name)
                shutil.copyfile(path, kept / path.name)
        for path in (target, kept / _WRITTEN):
            if path.is_dir():
                _make_room(path)
        (kept / _WRITTEN).unlink(missing_ok=True)
        _replace(target, notebook)
        _replace(kept / _WRITTEN, _digest(notebook.encode()))


def find(folder: Path, name: str, release: NotebookNode) -> Submission:
    """The notebook in a hand-in folder: the one of this name, else the file that holds most of the release's cells.

    An untouched notebook gives way to another of the same lab with work in it. Links are not followed. Raises OSError
    when the folder cannot be read.
    """
    if folder.is_symlink():
        raise OSError(f"{folder} is a link")
    target, kept = folder / f"{name}.ipynb", folder / ORIGINALS
    files, named = [path for path in _walk(folder) if path.name not in _NOT_WORK], target
    if settled := _is_settled(kept, target):
        files, named = _walk(kept) or [path for path in files if path != target], kept / target.name
    if named in files:
        raw, source, codes = _named(named, files, release)
    else:
        raw, source, codes = _best(files, release)
    return Submission(folder, name, raw, source, [{"code": code, "cells": []} for code in codes], settled)


def _named(path: Path, files: list[Path], release: NotebookNode) -> tuple[bytes, Path, list[str]]:
    """The notebook of the right name, unless it is untouched and another one is not."""
    raw = _read(path)
    others = [other for other in files if other.suffix == ".ipynb" and other != path]
    if others and not _work(raw, release):
        works = {other: text for other in others if packed.shared(text := _read(other), release)}
        best = max(works, key=lambda other: _work(works[other], release), default=None)
        if best is not None and _work(works[best], release):
            return works[best], best, ["second"]
    return raw, path, []


def _best(files: list[Path], release: NotebookNode) -> tuple[bytes, Path | None, list[str]]:
    best = max((_offer(path, release) for path in files), key=lambda each: each[0], default=None)
    return best[1:] if best and best[0] > (0, 0) else (b"", None, [])


def _offer(path: Path, release: NotebookNode) -> tuple[tuple[int, int], bytes, Path, list[str]]:
    """A file as the hand-in: how much speaks for it, its bytes, where they are, and what is to be said."""
    raw, codes = _read(path), ["renamed"]
    if packed.is_zip(raw):
        raw, codes = packed.best(raw, release)
        return (packed.shared(raw, release), 2 if raw else 0), raw, path, codes
    kind = 2 if ".ipynb" in path.name else 1 if path.suffix.lower() in _TEXTS else 0
    return (packed.shared(raw, release), kind), raw, path, codes


def _work(raw: bytes, release: NotebookNode) -> int:
    """How many of the answers differ from the release, for a notebook whose cells have their names."""
    starters = {cell.id: cell.source.strip() for cell in release.cells if is_solution(cell)}
    names = {cell.metadata.nbgrader.grade_id: cell.id for cell in release.cells if is_solution(cell)}
    given = [(cell.id if cell.id in starters else names.get(cell.grade_id), cell.source.strip())
             for cell in reading.read(raw).cells]
    return sum(text not in ("", starters[home]) for home, text in given if home is not None)


def _is_settled(kept: Path, target: Path) -> bool:
    """True where the original is kept, unless somebody has put another notebook in the place of the repaired one."""
    if not kept.is_dir() or kept.is_symlink():
        return False
    written = kept / _WRITTEN
    if not written.is_file() or not target.is_file() or target.is_symlink():
        return any(_walk(kept))
    return written.read_bytes()[:64] == _digest(_read(target)).encode()


def _walk(folder: Path, links: bool = False) -> list[Path]:
    """Plain files below a folder, in order; with `links` also links, and what is hidden."""
    found = []
    for place, folders, files in os.walk(folder, followlinks=False):
        if links:
            found += [Path(place, each) for each in (*folders, *files)]
            continue
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [path for each in files if not each.startswith(".") and (path := Path(place, each)).is_file()
                  and not path.is_symlink()]
    return sorted(found)


def _read(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(MOST_BYTES)


def _same(raw: bytes, notebook: str) -> bool:
    """True if a file is that notebook already, whatever its outputs, and one that nbgrader can read."""
    if len(raw) > _SMALL:
        return False
    try:
        one, other = json.loads(raw.decode("utf-8")), json.loads(notebook)
        json.dumps(one, ensure_ascii=False).encode("utf-8")  # half characters, which nbgrader could not write
        return one.get("nbformat_minor") == other.get("nbformat_minor") and \
            [_plain(cell) for cell in one["cells"]] == [_plain(cell) for cell in other["cells"]] and \
            isvalid(nbformat.from_dict(one), version=4, version_minor=5)
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        return False


def _plain(cell: dict):
    source = cell.get("source", "")
    return (cell.get("id"), cell.get("cell_type"), "".join(source) if isinstance(source, list) else source,
            (cell.get("metadata") or {}).get("nbgrader"), cell.get("attachments") or {})


def _make_room(path: Path) -> None:
    """Put aside what stands there."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}-{number}")):
        number += 1
    if os.path.lexists(path):
        path.replace(aside)


def _replace(target: Path, text: str) -> None:
    """Write whole or not at all, over whatever stands there."""
    fresh = target.with_name(f".{target.name}.new")
    if fresh.is_dir():
        shutil.rmtree(fresh)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(target)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def is_graded(submitted: Path, graded: Path, notebook: str) -> bool:
    """True if grading has come to its end (`./daugava grade`), and with this very hand-in."""
    try:
        nb = json.loads((graded / f"{notebook}.ipynb").read_text("utf-8"))
        finished = "checks" in nb["metadata"]["daugava"]["grading"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return finished and stamp(submitted) == stamp(graded)


def stamp(folder: Path) -> str | None:
    """The time of a hand-in as `collect` wrote it, unread; None without one."""
    try:
        return (folder / "timestamp.txt").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
