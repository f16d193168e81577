"""`./daugava collect-files`: notebooks that came by e-mail, put where nbgrader has what it collects.

Whose work a file is stands in its name or in the name of a folder around it; what does not say so plainly is listed
and not guessed. The time of a hand-in is the time of the file. A pupil's newer hand-in is never overwritten, and own
work takes the place of a partner's copy (`daugava.grading.pairs`).
"""
from __future__ import annotations

import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import nbformat

from daugava import DaugavaError
from daugava.accounts import hub_name
from daugava.course import Course
from daugava.grading import due, packed, pairs, reading, workers
from daugava.grading.submission import MOST_BYTES, find
from daugava.grading.words import COLLECT

KINDS = (".ipynb", ".ipynb.txt", ".ipynb.json", ".json", ".zip")  # as mail programs rename them
ASIDE = {"nr", "numurs", "number", "skolens", "skolena", "pupil", "student", "copy", "kopija"}  # beside a plain number
COPY = re.compile(r"\s*\(\d+\)|-Copy\d+$", re.IGNORECASE)  # what a browser or JupyterLab adds to a name


@dataclass(frozen=True)
class Found:
    """What became of a file: `code` is a key of `words.COLLECT`, `values` what its sentence says."""

    code: str
    values: dict = field(default_factory=dict)

    def said(self, language: str) -> str:
        """The sentence, in lv or en."""
        values = {name: due.shown(value, language) if isinstance(value, datetime) else value
                  for name, value in self.values.items()}
        return COLLECT[self.code][language].format(**values)

    @property
    def is_taken(self) -> bool:
        return self.code in ("taken", "replaced")


@dataclass(frozen=True)
class _File:
    path: Path
    name: str  # with its folders
    pupil: str
    time: datetime  # UTC without a zone
    raw: bytes


def collect(course: Course, assignment: str, folder: Path) -> list[Found]:
    """Put the notebooks of a folder into `submitted/`; what became of each file, by the names of the files.

    Raises DaugavaError when there is no such folder, assignment or notebook.
    """
    if not folder.is_dir():
        raise DaugavaError(f"There is no folder {folder}: save the notebooks that came by e-mail in one and name it.")
    with workers.alone(course.folder):
        return _Collecting(course, assignment, folder).run()


class _Collecting:
    """One folder for one assignment."""

    def __init__(self, course: Course, assignment: str, folder: Path):
        self.course, self.assignment, self.folder = course, assignment, folder
        self.releases = {place.parent.name: place for place in sorted((course.folder / "release").glob("*/*.ipynb"))}
        if assignment not in self.releases:
            raise DaugavaError(f"There is no assignment “{assignment}” in {course.name}: there is "
                               f"{', '.join(self.releases) or 'none yet'}.")
        self.notebook = self.releases[assignment].stem
        self.release = nbformat.read(self.releases[assignment], as_version=4)
        self.marks = {name: _marks(reading.read(place.read_bytes())) for name, place in self.releases.items()}
        titles = {*self.releases, *(place.stem for place in self.releases.values())}
        self.titles = sorted((name.lower().split("-") for name in titles), key=len, reverse=True)
        with course.api().gradebook as book:
            self.pupils = {student.id for student in book.students}

    def run(self) -> list[Found]:
        found: dict[str, Found] = {}
        given: dict[str, list[_File]] = {}
        for path in _plain_files(self.folder):
            name = str(path.relative_to(self.folder))
            file = self._look_at(path, name)
            if isinstance(file, Found):
                found[name] = file
            else:
                given.setdefault(file.pupil, []).append(file)
        for pupil, files in given.items():
            newest, *others = sorted(files, key=lambda file: (file.time, file.name), reverse=True)
            found[newest.name] = self._take(pupil, newest)
            for file in others:
                found[file.name] = Found("twice", {"pupil": pupil, "file": file.name, "newer": newest.name})
        if not found:
            raise DaugavaError(f"There is no notebook in {self.folder}: save the .ipynb files of the pupils there.")
        return [found[name] for name in sorted(found)]

    def _look_at(self, path: Path, name: str) -> _File | Found:
        """What a file holds and whose work it is; or why it is left out."""
        if not path.name.lower().endswith(KINDS):
            return Found("no-notebook", {"file": name})
        who = named(Path(name), self.pupils, self.titles)
        if len(who) != 1 or not who <= self.pupils:
            code = "several" if len(who) > 1 else "stranger" if who else "unknown"
            return Found(code, {"file": name, "named": ", ".join(sorted(who))})
        try:
            about = path.stat()
            if about.st_size > MOST_BYTES:
                raise OSError("it is too big")
            raw = path.read_bytes()
        except OSError as error:
            return Found("unreadable", {"file": name, "reason": error.strerror or str(error)})
        if other := self._other(raw):
            return Found("other", {"file": name, "other": other, "assignment": self.assignment})
        # A time ahead of now would keep out every later hand-in.
        time = min(datetime.fromtimestamp(about.st_mtime, UTC), datetime.now(UTC)).replace(tzinfo=None)
        return _File(path, name, next(iter(who)), time, raw)

    def _other(self, raw: bytes) -> str | None:
        """The other assignment whose cells a notebook has, rather than those of this one."""
        if packed.is_zip(raw):
            return None
        cells = _marks(reading.read(raw))
        shared = {name: len(cells & marks) for name, marks in self.marks.items()}
        best = max(shared, key=lambda name: shared[name])
        return best if shared[best] > shared[self.assignment] else None

    def _take(self, pupil: str, file: _File) -> Found:
        """Put a file where nbgrader would, unless the pupil has handed in something newer, or the same."""
        folder = self.course.folder / "submitted" / pupil / self.assignment
        said = {"pupil": pupil, "file": file.name, "time": file.time}
        code = "taken"
        if folder.exists() and pairs.graded_as(folder) == pupil:
            said["before"] = before = pairs.time_of(folder)
            if file.raw in (find(folder, self.notebook, self.release).raw, _read(folder / file.path.name)):
                return Found("same", said)
            if file.time <= before:
                return Found("older", said)
            code = "replaced"
        try:
            self._put(folder, file)
            pairs.receipt(self.course, folder, self.notebook, find(folder, self.notebook, self.release).raw)
        except OSError as error:
            return Found("unreadable", {**said, "reason": error.strerror or str(error)})
        return Found(code, said)

    def _put(self, folder: Path, file: _File) -> None:
        fresh = folder.with_name(f".{self.assignment}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        is_zip = packed.is_zip(file.raw)  # grading looks into it, and says so
        (fresh / (file.path.name if is_zip else f"{self.notebook}.ipynb")).write_bytes(file.raw)
        (fresh / "timestamp.txt").write_text(pairs.stamp(file.time), encoding="utf-8")
        (fresh / "submission_secret.txt").write_text(secrets.token_hex(64), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)


def _plain_files(folder: Path) -> Iterator[Path]:
    """Files in a folder and below; neither links nor what is hidden."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _marks(read: reading.Read) -> set[str]:
    """By what the cells of a notebook are known."""
    return {name for cell in read.cells for name in (cell.id, cell.grade_id) if name}


def named(path: Path, pupils: set[str], titles: list[list[str]] = ()) -> set[str]:
    """Everybody whom a file's name and the names of its folders name; `p99` too, should there be no such pupil.

    `titles` are the words of names of labs, which say nothing. A plain number has to stand alone or before the title:
    „7. darbs” may be the seventh work, and a second download of a file may end in “2”.
    """
    name = path.name
    while name.lower().endswith((*KINDS, ".txt")):
        name = name[:name.rindex(".")]
    return {who for level in (*path.parts[:-1], name) for who in _named(level, pupils, titles)}


def _named(text: str, pupils: set[str], titles: list[list[str]]) -> set[str]:
    text = COPY.sub("", unicodedata.normalize("NFC", text))
    words = [word if word.isdigit() else hub_name(word) for word in re.findall(r"[^\W_]+", text)]
    words, before = _without_title([word for word in words if word], titles)
    found, rest, place = set(), [], 0
    while place < len(words):
        who, length = _at(words, place, pupils)
        if who:
            found.add(who)
        elif words[place] not in ASIDE:
            rest.append(place)
        place += length
    if not found and len(rest) == 1 and words[rest[0]].isdigit() and rest[0] < before:
        found.add(hub_name(words[rest[0]][:9]))
    return found


def _without_title(words: list[str], titles: list[list[str]]) -> tuple[list[str], int]:
    """The words without the name of a lab, and where it stood."""
    for title in titles:
        for place in range(len(words) - len(title) + 1):
            if words[place:place + len(title)] == title:
                return words[:place] + words[place + len(title):], place
    return words, len(words)


def _at(words: list[str], place: int, pupils: set[str]) -> tuple[str | None, int]:
    """The one named at a word, by p and the class number or by a nickname of one to four words; and how many words."""
    two = "".join(words[place:place + 2])
    for text, length in ((words[place], 1), (two, 2)):
        if (length == 1 or words[place] == "p") and (match := re.fullmatch(r"p([0-9]{1,9})", text)):
            return hub_name(match[1]), length
    for length in range(min(4, len(words) - place), 0, -1):
        name = "-".join(words[place:place + length])
        if name in pupils and not name.isdigit():
            return name, length
    return None, 1
