"""The commands behind the class page's buttons: short ones are waited for, a long one runs beside the server.

Each is a process of its own, so that the server answers meanwhile; a course has one long job at a time.
"""
from __future__ import annotations

import asyncio
import atexit
import contextlib
import fcntl
import json
import os
import re
import signal
import sys
import time
from dataclasses import dataclass, field

from daugava.grading import class_rows
from daugava.grading.class_rows import Place
from daugava.grading.class_words import JOBS

WATCHED = {"grade": "autograded/*/{name}/*.ipynb", "feedback": "feedback/*/{name}/*.html"}
KEPT = 20_000  # characters of what a job said


def daugava(*arguments: str, place: Place) -> list[str]:
    """A command of `daugava` on this course; the separator at the end says that it is a folder."""
    return ["daugava.cli", *arguments, "--course", f"{place.folder}{os.sep}"]


def commands(action: str, name: str, place: Place) -> list[list[str]]:
    """What a long job runs, one after the other; `name` is the assignment."""
    if action == "grade":
        return [["nbgrader", "collect", name, "--update"], daugava("grade", name, place=place)]
    if action == "feedback":
        return [["nbgrader", "generate_feedback", name, "--force"], ["nbgrader", "release_feedback", name]]
    given = practice(place)
    return [daugava("practice-class", given["lab"], "--lang", given["language"], "--pupils", str(given["pupils"]),
                    "--seed", str(given["seed"]), place=place)]


def practice(place: Place) -> dict | None:
    """The made-up class of the course's file `.practice`: lab, language, pupils, seed; None where there is none."""
    try:
        given = json.loads((place.folder / ".practice").read_text("utf-8"))
        found = {"lab": str(given["lab"]), "language": given.get("language", "lv"),
                 "pupils": int(given.get("pupils", 24)), "seed": int(given.get("seed", 1))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if re.fullmatch("[a-z0-9][a-z0-9-]*", found["lab"]) and found["language"] in ("lv", "en") else None


async def start(place: Place, command: list[str], **more) -> asyncio.subprocess.Process:
    """Start a module of this Python in the course's folder, what it says in one stream."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, cwd=str(place.folder), stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True,
        env={**os.environ, "DAUGAVA_EXCHANGE": str(place.exchange), "DAUGAVA_COURSE": place.name}, **more)


async def run(place: Place, command: list[str]) -> tuple[bool, str]:
    """Run a short command: did it work, and what it said."""
    process = await start(place, command)
    said = (await process.communicate())[0].decode("utf-8", "replace")
    return process.returncode == 0, said


def sentence(said: str) -> str:
    """The one that says what went wrong, out of all that a command said."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    ours = [line.removeprefix("daugava: ") for line in lines if line.startswith("daugava: ")]
    theirs = [re.sub(r"^\[.*?\]\s*", "", line) for line in lines if re.search(r"\bERROR\b", line)]
    return (ours or theirs or lines or ["no reason was given."])[-1][:500]


@dataclass
class Job:
    """One long job: `action` is grade, feedback or practice. `worked` is None while it runs."""

    place: Place
    action: str
    name: str
    title: str
    step: int = 0
    said: str = ""
    worked: bool | None = None
    began: float = field(default_factory=time.time)
    counted: tuple[int, int] | None = None  # its last progress
    process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """Run its commands until one fails."""
        worked = False
        try:
            for self.step, command in enumerate(commands(self.action, self.name, self.place)):
                self.process = await start(self.place, command)
                said = (await self.process.communicate())[0].decode("utf-8", "replace")
                self.said = (self.said + said)[-KEPT:]
                worked = self.process.returncode == 0
                if not worked:
                    break
        except OSError as error:
            self.said += f"daugava: The command could not be started ({error.strerror})."
            worked = False
        finally:
            self.counted = await asyncio.to_thread(self.progress)
            self.worked = worked

    def progress(self) -> tuple[int, int]:
        """How many are done, and of how many; 0 of 0 where nobody knows."""
        if self.counted or self.action not in WATCHED:
            return self.counted or (0, 0)
        done = {path.parent.parent.name for path in self.place.folder.glob(WATCHED[self.action].format(name=self.name))
                if _is_newer(path, self.began)}
        left = (class_rows.to_grade if self.action == "grade" else class_rows.graded)(self.place, self.name)
        return len(done), len(done | set(left))

    def text(self, language: str) -> str:
        """Where it stands, or how it ended, as one sentence; a failure's reason follows from `reason`."""
        done, most = self.progress()
        ended = {True: "done", False: "failed"}.get(self.worked)
        if ended:
            key = f"{self.action}-{ended}" if done or self.action != "grade" or not self.worked else "grade-nothing"
        else:
            key = {"grade": ("collecting", "grading"), "feedback": ("writing", "sending")}.get(
                self.action, ("practising",))[self.step]
        return JOBS[key][language].format(title=self.title, done=done, all=most, left=self._left(done, most, language))

    def _left(self, done: int, most: int, language: str) -> str:
        if done < 2 or done >= most:
            return ""  # too early to tell, or nothing left to tell
        seconds = (time.time() - self.began) / done * (most - done)
        return JOBS["seconds" if seconds < 50 else "minutes"][language].format(count=max(1, round(seconds / 60)))

    @property
    def reason(self) -> str:
        """Why it failed, in the command's own words."""
        return sentence(self.said) if self.worked is False else ""

    def end(self) -> None:
        """End its processes; what is graded stays, and the next run goes on from there."""
        if self.worked is None and self.process and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGTERM)


def _is_newer(path, moment: float) -> bool:
    try:
        return path.stat().st_mtime >= moment - 0.1  # a file's time may be that of the last tick
    except OSError:
        return False  # it is being written anew


class Jobs:
    """The long jobs of a server's course: the last one, which may still run."""

    def __init__(self):
        self.last: Job | None = None
        self._task = None
        atexit.register(self.end)

    def is_busy(self, place: Place) -> bool:
        """A job runs, or somebody grades from elsewhere (see `workers.alone`)."""
        return bool(self.last and self.last.worked is None) or _is_locked(place)

    def start(self, job: Job) -> None:
        """Begin; the caller has asked whether the course is busy."""
        self.last = job
        self._task = asyncio.get_running_loop().create_task(job.run())

    def end(self) -> None:
        """End with the server: a job without its page would be nobody's."""
        if self.last:
            self.last.end()


def _is_locked(place: Place) -> bool:
    try:
        with open(place.folder / ".grading.lock", "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
