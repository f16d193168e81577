"""nbgrader's exchange with a folder for each pupil, so that it stays private with one account for all.

    <root>/<course>/outbound/<assignment>/        released; everybody reads
                    inbound/<pupil>/<hand-in>/    handed in; only this pupil writes
                    feedback/<pupil>/<page>.html  given back; only this pupil reads
                    feedback/<pupil>/<hand-in>/   what a partner handed in for this pupil, too (`daugava.grading.pairs`)

Whose a hand-in is stands in the name of its folder, which the walls around a pupil's server fix (`daugava.confine`):
neither the owner of a file nor a name or link inside counts. Set in `grading/nbgrader_config.py` through nbgrader's
`ExchangeFactory`.
"""
from __future__ import annotations

import glob
import hashlib
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.exchange import default
from nbgrader.utils import notebook_hash
from traitlets import Bool

from daugava.private import copy_plain


class _Own:
    """What all parts share: where the folders are. The root need not be writable."""

    def ensure_root(self):
        if not os.path.isdir(self.root):
            self.fail(f"The exchange {self.root} is not there: open the classroom once with `daugava start`.")

    @property
    def course(self) -> Path:
        if not self.coursedir.course_id:
            self.fail("No course is named: give one with --course.")
        return Path(self.root, self.coursedir.course_id)

    @property
    def pupil(self) -> str:
        """The one who runs this; a name from outside is never a path."""
        name = self.coursedir.student_id
        if not name or name.startswith(".") or set(name) & set("*?[+/"):
            self.fail(f"“{name}” is not the name of one pupil: give it with --student.")
        return name


class ReleaseAssignment(_Own, default.ExchangeReleaseAssignment):
    """Stock, but the exchange does not become writable for everybody."""

    def ensure_root(self):
        Path(self.root).mkdir(mode=0o700, parents=True, exist_ok=True)


class FetchAssignment(_Own, default.ExchangeFetchAssignment):
    """Stock, from an exchange that may be read-only."""


class Submit(_Own, default.ExchangeSubmit):
    """Hand in into the pupil's own folder."""

    def set_timestamp(self):
        """In UTC: nbgrader reads “EEST” as UTC on a machine in another zone, and no hour comes twice."""
        self.timestamp = datetime.now(UTC).strftime(self.timestamp_format)

    def init_dest(self):
        course, pupil = self.course, self.pupil
        if not self.authenticator.has_access(pupil, self.coursedir.course_id):
            self.fail("You do not have access to this course.")
        self.inbound_path = str(course / "inbound" / pupil)
        os.makedirs(self.inbound_path, exist_ok=True)
        self.cache_path = os.path.join(self.cache, self.coursedir.course_id)
        self.assignment_filename = "+".join(
            [pupil, self.coursedir.assignment_id, self.timestamp, os.urandom(6).hex()])


class Collect(_Own, default.ExchangeCollect):
    """Collect from every pupil's folder; what cannot be collected keeps nobody else's waiting."""

    check_owner = Bool(False, help="Not asked: the account is the same for all, the folder says who.")

    def init_src(self):
        with _student(self.coursedir, f"{self.coursedir.student_id or '*'}/*"):
            super().init_src()

    def _path_to_record(self, path):
        """The folder tells the pupil; a time that nobody can read counts as the earliest."""
        try:
            timestamp = super()._path_to_record(path)["timestamp"]
        except (ValueError, OverflowError):
            timestamp = datetime.min
        pupil, name = Path(path).parts[-2:]
        return {"username": pupil, "filename": f"{pupil}/{name}", "timestamp": timestamp}

    def copy_files(self):
        records = self.src_records
        for record in records or [None]:
            self.src_records = [record] if record else []
            try:
                super().copy_files()
            except (OSError, RuntimeError) as error:
                self.log.error("The hand-in %s cannot be collected (%s); the others are.", record["filename"], error)
        self.src_records = records

    def do_copy(self, src, dest, log=None):
        """Only plain files: a link could bring in what its writer may not read."""
        for left_out in copy_plain(src, dest, self.coursedir.max_dir_size * 1000):
            self.log.warning("Left out of a hand-in: %s is not a plain file.", left_out)


class ReleaseFeedback(_Own, default.ExchangeReleaseFeedback):
    """Feedback into each pupil's own folder."""

    def init_dest(self):
        self.dest_path = str(self.course / "feedback")

    def copy_files(self):
        whole = Path(self.dest_path)
        for folder in sorted(glob.glob(self.src_path)):
            # The course's folders are <step>/<pupil>/<assignment>.
            pupil = Path(folder).parts[-2]
            self.src_path, self.dest_path = folder, str(whole / pupil)
            os.makedirs(self.dest_path, exist_ok=True)
            try:
                super().copy_files()
            except FileNotFoundError as error:
                self.log.error("Feedback for %s cannot be released: %s is missing.", pupil, error.filename)


class FetchFeedback(_Own, default.ExchangeFetchFeedback):
    """Feedback from the pupil's own folder."""

    def init_src(self):
        self.src_path = str(self.course / "feedback" / self.pupil)
        self.cache_path = os.path.join(self.cache, self.coursedir.course_id)
        self.feedback_files = []
        pattern = f"*+{glob.escape(self.coursedir.assignment_id) or '*'}+*"
        for hand_in in sorted([*Path(self.cache_path).glob(pattern), *Path(self.src_path).glob(pattern)]):
            timestamp = hand_in.name.split("+")[2]
            for notebook in sorted(hand_in.glob("*.ipynb")):
                page = _page(self.src_path, hand_in, notebook.stem)
                if page and page.is_file():
                    self.feedback_files.append((notebook.stem, timestamp, str(page)))


class List(_Own, default.ExchangeList):
    """What is released, and what was handed in with the feedback that waits for it."""

    def init_dest(self):
        if not self.inbound:
            super().init_dest()
            if self.cached:
                self.assignments += self._by_partners()
            return
        with _student(self.coursedir, f"{self.coursedir.student_id or '*'}/*"):
            super().init_dest()

    def _by_partners(self) -> list[str]:
        """What a partner handed in for this pupil, too."""
        course, pupil, assignment = (glob.escape(name) or "*" for name in (
            self.coursedir.course_id, self.coursedir.student_id, self.coursedir.assignment_id))
        return sorted(map(str, Path(self.root).glob(f"{course}/feedback/{pupil}/{pupil}+{assignment}+*")))

    def parse_assignment(self, assignment):
        info = super().parse_assignment(assignment)
        parts = Path(assignment).parts
        if self.inbound:
            info["student_id"] = parts[-2]
        elif self.cached and parts[-3] == "feedback":
            info["course_id"] = parts[-4]
        return info

    def parse_assignments(self):
        found = super().parse_assignments()
        if self.inbound or self.cached:
            for submission in (entry for group in found for entry in group["submissions"]):
                self._look_for_feedback(submission)
        return found

    def _look_for_feedback(self, submission):
        """nbgrader looks into one folder for all; ours is the pupil's own."""
        own = Path(self.root, submission["course_id"], "feedback", submission["student_id"])
        notebooks = submission["notebooks"]
        for notebook in notebooks:
            page = _page(own, Path(submission["path"]), notebook["notebook_id"])
            notebook["has_exchange_feedback"] = waits = bool(page and page.is_file())
            notebook["feedback_updated"] = bool(waits and notebook["has_local_feedback"]
                                                and _digest(page) != _digest(notebook["local_feedback_path"]))
        submission["has_exchange_feedback"] = bool(notebooks) and all(n["has_exchange_feedback"] for n in notebooks)
        submission["feedback_updated"] = any(n["feedback_updated"] for n in notebooks)


@contextmanager
def _student(coursedir, pattern: str):
    """nbgrader puts `student_id` into a file pattern: for the length of a block, one with a folder in it."""
    before = coursedir.student_id
    coursedir.student_id = pattern
    try:
        yield
    finally:
        coursedir.student_id = before


def _page(feedback: str | Path, hand_in: Path, notebook: str) -> Path | None:
    """Where the feedback page of a notebook is released: nbgrader names it by the hand-in's secret."""
    try:
        secret = (hand_in / "submission_secret.txt").read_text("utf-8")
    except OSError:
        return None
    return Path(feedback, f"{notebook_hash(secret=secret, notebook_id=notebook)}.html")


def _digest(path: str | Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def sort_old_hand_ins(course: Path) -> int:
    """Move hand-ins of the time of one folder for all into their pupils' folders; return how many."""
    old = [path for path in (course / "inbound").glob("*+*+*") if path.is_dir()]
    for path in old:
        own = course / "inbound" / path.name.split("+")[0]
        own.mkdir(exist_ok=True)
        shutil.move(path, own / path.name)
    return len(old)
