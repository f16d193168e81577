"""The commands of grading: arguments in, words out."""
from __future__ import annotations

import os
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from daugava import DaugavaError
from daugava.lab import find_root

out = Console(highlight=False, soft_wrap=True)
Home = Annotated[Path | None, typer.Option(help="Folder of the classroom.", show_default="the user's data folder")]
CourseName = Annotated[str | None, typer.Option(help="Name of the course, or its folder.", show_default="the only one")]
Assignment = Annotated[str, typer.Argument(help="For example badge-break-even-lv.")]


def course_of(name: str | None, home: Path | None):
    """The course of this name in the classroom, or in this folder."""
    from daugava.classroom import Classroom, default_home
    from daugava.course import Course

    if name and os.sep in name:
        folder = Path(name).resolve()
        if not (folder / "gradebook.db").is_file():
            raise DaugavaError(f"There is no course in {folder}: give the folder that holds gradebook.db.")
        return Course(folder, Path(os.environ.get("DAUGAVA_EXCHANGE") or folder.parent / "exchange"), find_root() / "grading")
    room = Classroom(home or default_home(), find_root())
    return Course(room.course_folder(room.course_named(name)), room.exchange, room.root / "grading")


def grade(
    assignment: Assignment,
    course: CourseName = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="How many at once.", show_default="one for each processor")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this pupil; may be given several times.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Grade anew what is graded already.")] = False,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask cluster, tcp://…, to grade on.")] = None,
    home: Home = None,
):
    """Grade all new submissions of an assignment; run it again at any time, it goes on where it was."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from daugava.grading import workers

    with nullcontext() if scheduler else workers.warm():  # it imports what it needs while this process does
        from daugava.grading import batch

        target = course_of(course, home)
        with workers.alone(target.folder):
            todo = batch.Batch(target, assignment, only, again)
            if not todo.pupils:
                out.print(f"Nothing new to grade in {assignment}.")
                return
            jobs = min(jobs or os.cpu_count() or 1, len(todo.pupils))
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            chosen = partial(workers.cluster, scheduler) if scheduler else partial(workers.processes, jobs)
            with Progress(*columns, console=out) as progress:
                bar = progress.add_task(f"Grading {assignment}", total=len(todo.pupils))
                outcomes = todo.run(chosen, lambda _: progress.advance(bar))
    _sum_up(outcomes)


def _sum_up(outcomes) -> None:
    graded = [each for each in outcomes if each.error is None]
    out.print(f"{len(graded)} graded.")
    for each in outcomes:
        if each.error:
            out.print(f"  {each.pupil}: not graded, {each.error}")
        elif remarks := _remarks(each.grading):
            out.print(f"  {each.pupil}: {remarks}")
    if len(graded) < len(outcomes):
        raise DaugavaError("Some submissions have no grade: run the same command again, and look at those named above.")


def _remarks(grading: dict) -> str:
    from daugava.kernels.execute import WORDS

    said = [WORDS[grading["ended"]]["en"]] if grading.get("ended") else []
    said += [f"repaired ({', '.join(dict.fromkeys(note['code'] for note in grading['repairs']))})"] if grading.get("repairs") else []
    flagged = dict.fromkeys(flag.get("what", flag["code"]) for flag in grading.get("flags", ()))
    said += [f"look at it: {', '.join(flagged)}"] if flagged else []
    return "; ".join(said)


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(grade)
