"""„Strādājam pārī: p07, p12”: a line in a hand-in gives the work, its points and its feedback to the partner, too.

The partner gets a copy in `submitted/<partner>/<assignment>`, which nbgrader grades in the partner's name. It has to
be graded with the constants of the one who handed it in (`daugava.variant`): `graded_as` says whose. Nobody can forge
that: besides the marker in the folder, the course's own `pairs.json` must know these very bytes.

What is fair: naming somebody can only give points, so nobody has to consent. Who has a hand-in keeps it. Who is named
twice gets the first hand-in. More than two partners are no pair: the teacher decides. All of it is kept for the teacher
(`flags`; words in `grading.words.PAIRS`).
"""
from __future__ import annotations

import glob
import hashlib
import json
import logging
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.utils import parse_utc
from nbformat import NotebookNode

from daugava.accounts import write_private
from daugava.course import Course
from daugava.grading.pair_line import named, partners  # noqa: F401  `partners` is asked for here
from daugava.grading.repair import repair
from daugava.grading.submission import MOST_BYTES, ORIGINALS, find
from daugava.private import copy_plain

log = logging.getLogger(__name__)
MARKER = ".pair"
REGISTER = "pairs.json"
MOST = 2  # partners beside the one who hands in


def graded_as(folder: Path) -> str:
    """Whose constants the hand-in in `submitted/<pupil>/<assignment>` has: the pupil's, or those of the partner."""
    assignment, partner = folder.name, folder.parent.name
    marker = folder / MARKER
    try:
        said = marker.read_text("utf-8") if marker.is_file() and not marker.is_symlink() else ""
    except (OSError, UnicodeDecodeError):
        return partner
    for entry in _register(folder.parents[2]).get(assignment, {}).get("shared", {}).get(partner, []):
        kept = folder / ORIGINALS / f"{entry['notebook']}.ipynb"
        if entry["pupil"] == said and kept.is_file() and not kept.is_symlink() and _digest(kept) == entry["digest"]:
            return entry["pupil"]
    return partner


def flags(folder: Path, assignment: str) -> list[dict]:
    """What the teacher should know of the pairs, from the course's folder: `{"code", "pupil", "partner", …}`."""
    known = _register(folder).get(assignment, {})
    shared = [{"code": "shared", "pupil": entries[-1]["pupil"], "partner": partner}
              for partner, entries in sorted(known.get("shared", {}).items())
              if graded_as(folder / "submitted" / partner / assignment) == entries[-1]["pupil"]]
    return shared + known.get("flags", [])


def share(course: Course, assignment: str) -> list[str]:
    """Give the work of pairs to the partners; call it before grading, with the course to yourself (`workers.alone`).

    Returns the pupils whose copy is new: it wants grading. Marks that the teacher gave to one of a pair by hand go to
    the partner, where they are still waited for.
    """
    return _Sharing(course, assignment).run()


class _Sharing:
    """One assignment."""

    def __init__(self, course: Course, assignment: str):
        self.course, self.assignment = course, assignment
        place = next(iter(sorted((course.folder / "release" / assignment).glob("*.ipynb"))), None)
        self.release = nbformat.read(place, as_version=4) if place else None
        self.notebook = place.stem if place else None
        with course.api().gradebook as book:
            self.pupils = [student.id for student in book.students]
        self.register = _register(course.folder)
        self.written = json.dumps(self.register)
        self.known = self.register.setdefault(assignment, {})
        self.shared = self.known.setdefault("shared", {})
        self.flags: list[dict] = []

    def run(self) -> list[str]:
        if self.release is None:
            return []
        given = [work for folder in self._own() if (work := _hand_in(folder, self.notebook, self.release))]
        given.sort(key=lambda each: (each.time, each.pupil))
        wanted = self._wanted(given)
        new = [partner for partner, work in sorted(wanted.items()) if self._give(partner, work)]
        self.known["flags"] = self.flags
        self._keep()
        self._same_marks()
        return new

    def _own(self) -> list[Path]:
        found = sorted((self.course.folder / "submitted").glob(f"*/{glob.escape(self.assignment)}"))
        return [folder for folder in found if folder.is_dir() and graded_as(folder) == folder.parent.name]

    def _wanted(self, given: list[_HandIn]) -> dict[str, _HandIn]:
        """Whose work each partner gets. Who has one keeps it as long as that pupil names the partner."""
        claims: dict[str, list[_HandIn]] = {}
        for work in given:
            said = named(work.repaired, work.pupil, self.pupils, self.release)
            self.flags += [{"code": "unknown", "pupil": work.pupil, "partner": name} for name in said.unknown]
            if len(said.partners) > MOST:
                self.flags.append({"code": "many", "pupil": work.pupil, "partner": ", ".join(said.partners)})
                continue
            for partner in said.partners:
                if self._has_own(partner):
                    self.flags.append({"code": "own", "pupil": work.pupil, "partner": partner})
                else:
                    claims.setdefault(partner, []).append(work)
        wanted = {}
        for partner, works in claims.items():
            before = self.shared.get(partner, [{"pupil": None}])[-1]["pupil"]
            wanted[partner] = first = next((work for work in works if work.pupil == before), works[0])
            self.flags += [{"code": "twice", "pupil": work.pupil, "partner": partner, "first": first.pupil}
                           for work in works if work is not first]
        return wanted

    def _has_own(self, partner: str) -> bool:
        """Collected, or still waiting in the exchange: then collecting would find our copy and pass it by."""
        folder = self.course.folder / "submitted" / partner / self.assignment
        waiting = self.course.exchange / self.course.name / "inbound" / partner
        return folder.exists() and graded_as(folder) == partner or any(
            waiting.glob(f"{glob.escape(partner)}+{glob.escape(self.assignment)}+*"))

    def _give(self, partner: str, work: _HandIn) -> bool:
        """Copy a hand-in, unless the partner has it; True for a new copy."""
        text = nbformat.writes(work.repaired)
        entry = {"pupil": work.pupil, "notebook": self.notebook, "digest": hashlib.sha256(text.encode()).hexdigest()}
        folder = self.course.folder / "submitted" / partner / self.assignment
        if folder.exists() and self.shared.get(partner, [None])[-1] == entry and time_of(folder) == work.time:
            return False
        fresh = folder.with_name(f".{self.assignment}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            copy_plain(work.folder, fresh, 2 * MOST_BYTES)
            _dress(fresh, self.notebook, text, work)
        except OSError:
            self.flags.append({"code": "uncopied", "pupil": work.pupil, "partner": partner})
            return False
        # Known before it is there: whatever happens in between, neither copy, old or new, passes for own work.
        entries = self.shared.setdefault(partner, [])
        self.shared[partner] = [each for each in entries if each != entry] + [entry]
        self._keep()
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)
        receipt(self.course, folder, self.notebook, text.encode())
        return True

    def _keep(self) -> None:
        if (text := json.dumps(self.register)) == self.written:
            return
        self.written = text
        write_private(self.course.folder / REGISTER, json.dumps(self.register, ensure_ascii=False, indent=1))

    def _same_marks(self) -> None:
        with self.course.api().gradebook as book:
            for partner, entries in self.shared.items():
                if graded_as(self.course.folder / "submitted" / partner / self.assignment) == entries[-1]["pupil"]:
                    _same_marks(book, self.notebook, self.assignment, entries[-1]["pupil"], partner)
            book.db.commit()


def _same_marks(book, notebook: str, assignment: str, pupil: str, partner: str) -> None:
    """What the teacher marked and wrote by hand for the one counts for the other, where that one still waits."""
    try:
        one, other = (book.find_submission_notebook(notebook, assignment, name) for name in (pupil, partner))
    except MissingEntry:
        return
    waiting = {grade.name: grade for grade in other.grades if grade.needs_manual_grade}
    for grade in one.grades:
        if grade.name in waiting and not grade.needs_manual_grade and grade.manual_score is not None:
            mine = waiting[grade.name]
            mine.manual_score, mine.extra_credit = grade.manual_score, grade.extra_credit
            mine.needs_manual_grade = False
    silent = {comment.name: comment for comment in other.comments if comment.manual_comment is None}
    for comment in one.comments:
        if comment.manual_comment is not None and comment.name in silent:
            silent[comment.name].manual_comment = comment.manual_comment


def receipt(course: Course, folder: Path, notebook: str, raw: bytes) -> None:
    """Leave for a pupil what nbgrader remembers of a hand-in in the home of the one who submits: so feedback is found.

    `folder` is `submitted/<pupil>/<assignment>`, `raw` its notebook. It goes into the folder of feedback, which a pupil
    can read and not write; see `daugava.exchange`.
    """
    pupil, exchange = folder.parent.name, course.exchange / course.name
    if not exchange.is_dir():
        return
    own = exchange / "feedback" / pupil / f"{pupil}+{folder.name}+{stamp(time_of(folder))}"
    own.mkdir(parents=True, exist_ok=True)
    (own / f"{notebook}.ipynb").write_bytes(raw)
    for name in ("timestamp.txt", "submission_secret.txt"):
        shutil.copyfile(folder / name, own / name)


class _HandIn:
    """A pupil's own hand-in, as it is graded."""

    def __init__(self, folder: Path, notebook: str, release: NotebookNode):
        self.folder, self.pupil = folder, folder.parent.name
        self.time = time_of(folder)
        language = release.metadata.get("daugava", {}).get("language", "en")
        self.repaired = repair(find(folder, notebook, release).raw, release, language).notebook


def _hand_in(folder: Path, notebook: str, release: NotebookNode) -> _HandIn | None:
    """None for one that nobody can read: grading names the reason."""
    try:
        return _HandIn(folder, notebook, release)
    except (OSError, ValueError) as error:
        log.debug("%s", error, exc_info=True)
        return None


def _dress(folder: Path, notebook: str, text: str, work: _HandIn) -> None:
    """Make a copied hand-in the partner's: the notebook twice, as grading leaves originals alone; its own secret."""
    for name in (ORIGINALS, MARKER, f"{notebook}.ipynb", "timestamp.txt", "submission_secret.txt"):
        _remove(folder / name)
    (folder / ORIGINALS).mkdir()
    for path in (folder / ORIGINALS / f"{notebook}.ipynb", folder / f"{notebook}.ipynb"):
        path.write_text(text, encoding="utf-8")
    (folder / MARKER).write_text(work.pupil, encoding="utf-8")
    (folder / "timestamp.txt").write_text(stamp(work.time), encoding="utf-8")
    (folder / "submission_secret.txt").write_text(secrets.token_hex(64), encoding="utf-8")


def _remove(path: Path) -> None:
    """Whatever a pupil has put there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def time_of(folder: Path) -> datetime:
    """When it was handed in, UTC without a zone; of an unreadable time, when it was collected."""
    try:
        return parse_utc((folder / "timestamp.txt").read_text("utf-8").strip())
    except (OSError, ValueError, OverflowError, TypeError):
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC).replace(tzinfo=None)


def stamp(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S.%f} UTC"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _register(folder: Path) -> dict:
    """`pairs.json` of a course: by assignment, who has whose work and what to tell the teacher."""
    path = folder / REGISTER
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
