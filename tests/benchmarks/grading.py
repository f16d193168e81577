"""Sixty submissions of one assignment: stock `nbgrader autograde` against `daugava grade --jobs 2`, in one run.

    python tests/benchmarks/grading.py [LAB] [SUBMISSIONS] [MANY]

On the clock from the command to the gradebook written, start of the warm process included. Prints seconds and the
ratio; fails unless both sides give every honest submission the same points in every cell. Then our seconds and peak
memory with MANY (300) submissions.
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil

from daugava import lab
from daugava.course import Course
from daugava.model_answers import judged, names_by_pupil

ROOT = Path(__file__).resolve().parents[2]
STOCK = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "stem"
from nbgrader.converters import Autograde
c.Autograde.autograde_preprocessors = ["daugava.course.NamePupil", *Autograde.autograde_preprocessors.default()]
"""
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # for alembic
os.environ["DAUGAVA_ROOT"] = str(ROOT)


def make(folder: Path, one, number: int) -> str:
    """A course with so many submissions, each task answered as a model answer says; the assignment's name."""
    course = Course(folder / "stem", folder / "exchange", ROOT / "grading")
    course.folder.mkdir(parents=True)
    assignment = course.assign(one, "en")
    release = (course.folder / "release" / assignment / f"{one.id}.ipynb").read_text("utf-8")
    answers: dict[str, list[str]] = {}
    for _, task, _, answer in judged(one, names_by_pupil(one, "en")):
        answers.setdefault(task["id"], []).append(answer["code"])
    for place in range(1, number + 1):
        nb = nbformat.reads(release, as_version=4)
        for cell in nb.cells:
            if cell.id in answers:
                cell.source = answers[cell.id][place % len(answers[cell.id])].rstrip("\n")
        home = course.folder / "submitted" / f"p{place:02}" / assignment
        home.mkdir(parents=True)
        nbformat.write(nb, home / f"{one.id}.ipynb")
        (home / "timestamp.txt").write_text("2026-11-25 10:00:00 UTC\n")
    return assignment


def clock(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds that a command takes, and the most megabytes that it and its children had (proportional set size)."""
    began, most, over = time.monotonic(), 0.0, threading.Event()
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)

    def watch():
        nonlocal most
        while not over.wait(2):
            most = max(most, memory(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    complaint = process.communicate()[1]
    seconds = time.monotonic() - began
    over.set()
    watching.join()
    if process.returncode:
        raise SystemExit(complaint[-3000:])
    return seconds, most


def memory(process: int) -> float:
    total = 0
    try:
        for each in [psutil.Process(process), *psutil.Process(process).children(recursive=True)]:
            total += each.memory_full_info().pss
    except psutil.Error:
        pass
    return total / 1e6


def grades(folder: Path) -> list[tuple]:
    """Every automatic score in a gradebook, by pupil and cell."""
    with sqlite3.connect(folder / "gradebook.db") as book:
        return book.execute(
            "select student.id, base_cell.name, grade.auto_score from grade join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id "
            "join student on student.id = submitted_assignment.student_id order by 1, 2").fetchall()


def ours(folder: Path, assignment: str, jobs: int = 2) -> tuple[float, float]:
    return clock(["daugava.cli", "grade", assignment, "--course", f"{folder}{os.sep}", "--jobs", str(jobs)], folder)


def main(name: str = "badge-break-even", number: str = "60", many: str = "300") -> None:
    one = lab.get(name, ROOT)
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        assignment = make(place / "ours", one, int(number))
        shutil.copytree(place / "ours", place / "stock")
        stock = place / "stock" / "stem"
        (stock / "nbgrader_config.py").write_text(STOCK.format(root=str(stock)))
        mine, _ = ours(place / "ours" / "stem", assignment)
        theirs, _ = clock(["nbgrader", "autograde", assignment], stock)
        one_side, other = grades(place / "ours" / "stem"), grades(stock)
        if one_side != other or not any(score for *_, score in other):
            raise SystemExit(f"The scores differ: {[pair for pair in zip(one_side, other, strict=True) if pair[0] != pair[1]][:5]}")
        print(f"{number} submissions of {assignment}: nbgrader {theirs:.1f} s, daugava grade --jobs 2 {mine:.1f} s; "
              f"ratio {theirs / mine:.1f}; {len(other)} scores alike", flush=True)
        for count in sorted({int(many) // 10, int(many)} - {0}):
            assignment = make(place / str(count), one, count)
            seconds, most = ours(place / str(count) / "stem", assignment)
            print(f"{count} submissions: {seconds:.1f} s, {seconds / count:.3f} s each, at most {most:.0f} MB", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
