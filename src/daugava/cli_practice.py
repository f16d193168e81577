"""The commands of a practice class and of the survey: arguments in, words out."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from daugava import DaugavaError
from daugava.cli_grading import Home, check_language, course_of, out
from daugava.lab import find_root

COURSE = "practice"


def practice_class(
    lab: Annotated[str, typer.Argument(help="Name of the lab, for example badge-break-even.")],
    lang: Annotated[str, typer.Option(help="lv or en.")] = "lv",
    pupils: Annotated[int, typer.Option(help="How many, 1 to 60.")] = 24,
    seed: Annotated[int, typer.Option(help="Another number, another class.")] = 1,
    course: Annotated[str, typer.Option(help="Name of the course, or its folder.")] = COURSE,
    home: Home = None,
):
    """Let a fictitious class hand in a lab, so that you can try grading: right, wrong, empty, late and broken work."""
    from daugava import lab as labs, practice

    check_language(lang)
    chosen = labs.get(lab, find_root())
    practice.check_size(pupils)  # before a course is made for it
    target, is_new = _course(course, home)
    with out.status(f"The practice class works on {chosen.id} …"):
        found = practice.hand_in(target, chosen, lang, pupils, seed)
    _tell(found, target, course)
    if is_new:
        out.print(f"The course {target.name} is new: close the classroom and start it again to see it.")


def _course(name: str, home: Path | None):
    """The course, made if there is a classroom but not yet this course; and whether it is new."""
    from nbgrader.api import Gradebook

    from daugava.classroom import Classroom, default_home

    is_new = False
    if os.sep in name:
        folder = Path(name).resolve()
        if (folder / "source").is_dir() and not (folder / "gradebook.db").is_file():
            Gradebook(f"sqlite:///{folder / 'gradebook.db'}", folder.name).close()
    else:
        room = Classroom(home or default_home(), find_root())
        if room.courses() and name not in room.courses():
            room.make_folders(name)
            is_new = True
    return course_of(name, home), is_new


def _tell(found, target, course: str) -> None:
    """Print what grading has to find."""
    from datetime import datetime

    from daugava.grading.due import shown

    names = list(found.kinds)
    due = f"{shown(datetime.fromisoformat(found.due))}, Latvian time"
    due += ", set by this command" if found.due_is_new else ""
    out.print(f"{len(names)} fictitious pupils, {names[0]} to {names[-1]}, have handed in {found.assignment} in the "
              f"course {found.course}.")
    out.print("What grading has to find:")
    rows = {
        "all points": ", ".join(f"{name.removeprefix('check-')} {count}" for name, count in found.right.items()),
        "misconceptions": ", ".join(f"{name} {len(each)}" for name, each in found.misconceptions.items()),
        "late": ", ".join(found.late) or "nobody",
        "broken": ", ".join(f"{name} ({how})" for name, how in found.broken.items()) or "nobody",
        "nearly empty": ", ".join(found.of_kind("empty")) or "nobody",
        "texts to mark": f"{len(found.texts)}: the lab's own good answers, whole, in part or without a number, with "
                         "the numbers of the lab's example",
    }
    for name, said in rows.items():
        out.print(f"  {name}: {said}", markup=False)
    out.print(f"Due {due}. Kept in {target.folder / f'practice-{found.assignment}.json'}")
    out.print(f"Next: collect in the formgrader, then `daugava grade {found.assignment} --course {course}`.")


def survey_results(home: Home = None):
    """Print what the participants' surveys say together; by question only where at least five have answered."""
    from daugava import survey_results as results
    from daugava.classroom import Classroom, workshop_home

    room = Classroom(home or workshop_home(), find_root())
    found = results.collect(room.home / "users")
    if not found:
        raise DaugavaError(f"No survey has been answered in {room.home}: ask the participants to run the cells of the "
                           "survey in their folder workshops.")
    for workshop, surveys in found.items():
        for line in results.lines(workshop, surveys):
            out.print(line, markup=False)


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(practice_class)
    app.command()(survey_results)
