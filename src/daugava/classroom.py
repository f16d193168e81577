"""One classroom: a folder with everything that must survive a restart.

    home/
      accounts.json, passwords.dbm, login-cards*.html   who may log in
      courses/<course>/                                 the nbgrader course with its gradebook
      exchange/                                         released; handed in and given back by pupil
      users/<name>/                                     one home folder a person
      hub/                                              the hub's database, secrets, log and address
"""
from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from daugava import DaugavaError
from daugava.accounts import PARTICIPANT, Account, Accounts
from daugava.private import inside

DEFAULT_COURSE = "stem"
COURSE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
NEEDED_MB = 200
LOCALES = {"lv": "lv_LV", "en": "en"}


class ClassroomError(DaugavaError):
    """One sentence that says what to do."""


def default_home() -> Path:
    """The classroom's folder when none is given: the user's data folder."""
    return Path(platformdirs.user_data_dir("daugava", appauthor=False))


def workshop_home() -> Path:
    """The folder of a workshop's classroom when none is given: beside that of the school's."""
    return default_home().with_name("daugava-workshop")


@dataclass
class Classroom:
    """A classroom in `home`, run with the hub configuration of the clone in `root`."""

    home: Path
    root: Path

    def __post_init__(self) -> None:
        self.home = self.home.expanduser().resolve()

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.home)

    @property
    def hub_folder(self) -> Path:
        return self.home / "hub"

    @property
    def address_path(self) -> Path:
        """Holds the address at which the classroom was opened last."""
        return self.hub_folder / "address"

    @property
    def address(self) -> str:
        """What login cards show."""
        return self.address_path.read_text("utf-8") if self.address_path.is_file() else "http://127.0.0.1:8000"

    @property
    def log_path(self) -> Path:
        return self.hub_folder / "jupyterhub.log"

    @property
    def exchange(self) -> Path:
        return self.home / "exchange"

    def course_folder(self, course: str) -> Path:
        return self.home / "courses" / course

    def courses(self) -> list[str]:
        """Names of the courses in this classroom, in alphabetical order."""
        return sorted(folder.name for folder in (self.home / "courses").glob("*") if folder.is_dir())

    @property
    def warm_folder(self) -> Path:
        """The sockets of the warm process that gives pupils their kernels, in a folder for each pupil."""
        return self.hub_folder / "kernels"

    def user_folder(self, name: str) -> Path:
        return self.home / "users" / name

    def outbound(self, course: str) -> Path:
        """What is released to the pupils of a course."""
        return self.exchange / course / "outbound"

    def inbound(self, course: str, name: str) -> Path:
        """What one pupil handed in."""
        return self.exchange / course / "inbound" / name

    def feedback(self, course: str, name: str) -> Path:
        """What is given back to one pupil."""
        return self.exchange / course / "feedback" / name

    def course_named(self, name: str | None) -> str:
        """The course of that name; without a name the only one. Raises ClassroomError otherwise."""
        known = self.courses()
        if name in known:
            return name
        if name is None and len(known) == 1:
            return known[0]
        if not known:
            raise ClassroomError(f"There is no classroom in {self.home} yet: open one with "
                                 "`daugava start`.")
        if name is None:
            raise ClassroomError(f"There are several courses: choose one of {', '.join(known)} "
                                 "with --course.")
        raise ClassroomError(f"There is no course “{name}” in {self.home} (there is: "
                             f"{', '.join(known)}): make it with `daugava start --course {name}`.")

    def make_folders(self, course: str | None = None) -> None:
        """Create what is missing: a new classroom gets a course, by default `stem`.

        Raises ClassroomError where the disk or the name forbids it.
        """
        if course is None:
            course = (self.courses() or [DEFAULT_COURSE])[0]
        if not COURSE_NAME.fullmatch(course):
            raise ClassroomError(f"“{course}” cannot be a course name: use small letters a–z, "
                                 "digits and hyphens, 31 at most.")
        try:
            if not self.home.exists():
                self.home.mkdir(parents=True)
                self.home.chmod(0o700)
            for folder in (self.hub_folder, self.exchange, self.course_folder(course) / "source",
                           self.home / "users"):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ClassroomError(f"The folder {self.home} cannot be used ({error.strerror}): "
                                 "choose another one with --home.") from None
        free_mb = free_disk_mb(self.home)
        if free_mb < NEEDED_MB:
            raise ClassroomError(f"The disk is nearly full: {free_mb} MB are free near {self.home}, "
                                 f"{NEEDED_MB} MB are needed; free some space or choose another "
                                 "disk with --home.")

    def environment(self, role: str, language: str, course: str = "") -> dict[str, str]:
        """Environment of a server: `role` pupil, teacher, trainer or course; `language` lv or en.

        What differs by role comes in as Jupyter configuration folders.
        """
        servers = self.root / "grading" / "hub" / "servers"
        kind = "teacher" if role == "trainer" else role
        folders = [servers / kind, servers / "common", self.root / "grading"]
        # The course's server grades with the project's own labs and settings; nobody else needs to know where they are.
        root = {"DAUGAVA_ROOT": str(self.root)} if role == "course" else {}
        return root | {
            "DAUGAVA_ROLE": role,
            "DAUGAVA_LANG": language,
            "DAUGAVA_COURSE": course,
            "DAUGAVA_EXCHANGE": str(self.exchange),
            "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, folders)),
            # Templates beside nbconvert's own: the formgrader's pages load nothing from elsewhere.
            "JUPYTER_PATH": str(self.root / "grading" / "jupyter"),
        }

    def claimed(self):
        """An open file that is a lock on the folder: two hubs on one database would spoil it.

        Raises ClassroomError while the classroom is open.
        """
        import fcntl  # not on Windows, where the hub does not run

        claim = (self.hub_folder / "open").open("a+", encoding="utf-8")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            claim.seek(0)
            where = claim.read() or "another address"
            claim.close()
            raise ClassroomError(f"The classroom in {self.home} is open already at {where}: "
                                 "use that one, or close it first.") from None
        claim.truncate(0)
        return claim

    def practice_folder(self, name: str) -> Path:
        """The practice course of a workshop's participant: in the own home, so that nothing of it is anybody else's."""
        return self.user_folder(name) / f"practice-{name}"

    def practice_exchange(self, name: str) -> Path:
        """Where the participant's fictitious class hands in."""
        return self.user_folder(name) / ".practice-exchange"

    def _practice(self, name: str) -> dict[str, str]:
        """What makes a server the formgrader of the practice course, beside what it is for a pupil."""
        return {"DAUGAVA_ROOT": str(self.root), "DAUGAVA_COURSE": f"practice-{name}",
                "DAUGAVA_COURSE_FOLDER": str(self.practice_folder(name)),
                "DAUGAVA_EXCHANGE": str(self.practice_exchange(name)), "DAUGAVA_CLASS_EXCHANGE": str(self.exchange)}

    def prepare_user(self, account: Account) -> dict[str, str]:
        """Make a person's home folder; return the environment of the person's server."""
        home = self.user_folder(account.name)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for course in self.courses():
            for folder in (self.outbound(course), self.inbound(course, account.name),
                           self.feedback(course, account.name)):
                folder.mkdir(parents=True, exist_ok=True)
        # Pupils can do in their home what they like; it must not keep the server from starting.
        with contextlib.suppress(OSError, RuntimeError):
            _give_language(home, account.language)
        with contextlib.suppress(OSError, RuntimeError):
            inside(home, home / ".local" / "share" / "jupyter").mkdir(parents=True, exist_ok=True)
        environment = self.environment(account.role, account.language)
        if account.role == PARTICIPANT:
            environment |= self._practice(account.name)
        # Constants that differ by pupil; staff see the example.
        return environment if account.is_staff else {**environment, "DAUGAVA_PUPIL": account.name}


def _give_language(home: Path, language: str) -> None:
    """Set a person's language in JupyterLab when the roster changes it; otherwise it is theirs to choose.

    A user setting, not a default of the server: only so are setting titles translated too.
    """
    settings = home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / "translation-extension"
    given = inside(home, settings / "given-by-roster")
    setting = inside(home, settings / "plugin.jupyterlab-settings")
    if not given.exists() or given.read_text() != language:
        settings.mkdir(parents=True, exist_ok=True)
        setting.write_text(json.dumps({"locale": LOCALES[language]}))
        given.write_text(language)


def free_disk_mb(folder: Path) -> int:
    """Free space on the disk of `folder`, in megabytes."""
    stat = os.statvfs(folder)
    return stat.f_bavail * stat.f_frsize // 10**6
