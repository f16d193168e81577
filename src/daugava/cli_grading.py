"""The commands of grading: arguments in, words out."""
from __future__ import annotations

import os
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from daugava import LANGUAGES, DaugavaError
from daugava.lab import find_root

out = Console(highlight=False, soft_wrap=True)
Home = Annotated[Path | None, typer.Option(help="Folder of the classroom.", show_default="the user's data folder")]
CourseName = Annotated[str | None, typer.Option(help="Name of the course, or its folder.", show_default="the only one")]
Assignment = Annotated[str, typer.Argument(help="For example badge-break-even-lv.")]


def check_language(lang: str | None, of: str = "classroom") -> None:
    """Raise DaugavaError for what is no language."""
    if lang not in LANGUAGES:
        raise DaugavaError(f"“{lang}” is not a language of the {of}: write lv or en.")


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
    from daugava.grading import workers

    with nullcontext() if scheduler else workers.warm():  # it imports what it needs while this process does
        from daugava.grading import batch

        target = course_of(course, home)
        chosen = partial(workers.cluster, scheduler) if scheduler else partial(workers.processes, jobs or os.cpu_count() or 1)
        with workers.alone(target.folder):
            outcomes = _work_off(batch.Batch(target, assignment, only, again), chosen)
    if outcomes:
        _sum_up(outcomes)
    else:
        out.print(f"Nothing new to grade in {assignment}.")


def _work_off(todo, chosen) -> list:
    """Grade what is to do, with a bar that shows how far it is."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if not todo.pupils:
        return []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out) as progress:
        bar = progress.add_task(f"Grading {todo.assignment}", total=len(todo.pupils))
        return todo.run(chosen, lambda _: progress.advance(bar))


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
    from daugava.grading.report_words import FLAGS
    from daugava.kernels.execute import WORDS

    said = [WORDS[grading["ended"]]["en"]] if grading.get("ended") else []
    said += [f"repaired ({', '.join(dict.fromkeys(note['code'] for note in grading['repairs']))})"] if grading.get("repairs") else []
    flagged: dict[str, dict[str, None]] = {}
    for flag in grading.get("flags", ()):
        flagged.setdefault(flag["code"], {})[flag.get("what", flag["cell"])] = None
    why = [f"it {FLAGS[code]['en'].format(what=', '.join(found))}" for code, found in flagged.items()]
    said += [f"look at it, {'; '.join(why)}"] if why else []
    return "; ".join(said)


def report(
    assignment: Assignment,
    course: CourseName = None,
    lang: Annotated[str | None, typer.Option(help="lv or en.", show_default="that of the assignment")] = None,
    hide_names: Annotated[bool, typer.Option("--hide-names", help="Leave class numbers and nicknames out of the file.")] = False,
    output: Annotated[Path | None, typer.Option(help="File to write.", show_default="in the course's folder reports")] = None,
    home: Home = None,
):
    """Write the class report of an assignment: where the class stands, and what the guide says to do about it."""
    from daugava.grading import report as class_report

    if lang is not None:
        check_language(lang, "report")
    out.print(f"The class report: {class_report.report(course_of(course, home), assignment, lang, hide_names, output)}")


def marks(
    assignments: Annotated[list[str] | None, typer.Argument(
        help="For example badge-break-even-lv; all if there is none.")] = None,
    kind: Annotated[str | None, typer.Option("--format", help="csv or xlsx.", show_default="csv")] = None,
    pass_fail: Annotated[bool, typer.Option(
        "--pass-fail", help="Ieskaitīts or neieskaitīts, not the 10-point scale.")] = False,
    lang: Annotated[str, typer.Option(help="lv (semicolons, decimal comma) or en.")] = "lv",
    course: CourseName = None,
    output: Annotated[Path | None, typer.Option(
        help="File to write.", show_default="in the course's folder reports")] = None,
    home: Home = None,
):
    """Write points, percents and marks as a table for a spreadsheet; class numbers and nicknames only."""
    from daugava.grading import due as dates, marks as table

    check_language(lang, "table")
    ending = output.suffix.lower().removeprefix(".") if output else ""
    kind = kind or ("xlsx" if ending == "xlsx" else "csv")
    if kind not in ("csv", "xlsx"):
        raise DaugavaError(f"“{kind}” is not a format of the table: write csv or xlsx.")
    if ending in ("csv", "xlsx") and ending != kind:
        raise DaugavaError(f"The file {output} ends in .{ending}, but the format is {kind}: leave one of them out.")
    target = course_of(course, home)
    with dates.gradebook(target) as book:
        found = table.collect(book, target.folder, target.settings, assignments or ())
    path = output or target.folder / "reports" / f"marks-{'-'.join([target.name, *(assignments or [])])[:100]}.{kind}"
    if output is None:
        path.parent.mkdir(exist_ok=True)
    found.save(path, lang, pass_fail, kind)
    out.print(f"The marks: {path}")
    for said in found.remarks(lang, pass_fail):
        out.print(said)


def due(
    assignment: Assignment,
    date: Annotated[list[str] | None, typer.Argument(
        help="2027-06-01 23:59, in Latvian time; a day alone means its end; none takes the date away.")] = None,
    pupil: Annotated[list[str] | None, typer.Option(
        help="Only for this class number or nickname; may be given several times.")] = None,
    course: CourseName = None,
    home: Home = None,
):
    """Show or set when an assignment is due, for everybody or for single pupils. Late work is marked, not refused."""
    from daugava.grading import due as dates

    target, text = course_of(course, home), " ".join(date or [])
    if text:
        when = None if text.lower() == "none" else dates.parse(text)
        if pupil:
            dates.extend(target, assignment, pupil, when)
        else:
            dates.set_due(target, assignment, when)
    everybody, own = dates.dates(target, assignment)
    if pupil and not text:
        own = {name: when for name, when in own.items() if name in dates.names(pupil)}
    out.print(f"{assignment} is due {dates.shown(everybody)}, Latvian time." if everybody else
              f"{assignment} has no due date: nothing is late.")
    for name, when in sorted(own.items() if everybody else ()):
        later = dates.own(everybody, when)
        out.print(f"  {name}: {dates.shown(later)}" + (" (as everybody)" if later != when else ""))


def collect_files(
    folder: Annotated[Path, typer.Argument(help="Where you saved them: p07.ipynb, “p07 darbs.ipynb”, zakis/lab.ipynb.")],
    assignment: Annotated[str, typer.Option(help="For example badge-break-even-lv.")],
    lang: Annotated[str, typer.Option(help="lv or en.")] = "en",
    course: CourseName = None,
    home: Home = None,
):
    """Hand in notebooks that came by e-mail: whose they are says the name of the file or of its folder."""
    from daugava.grading import collect
    from daugava.grading.words import COLLECT

    check_language(lang, "list")
    found = collect.collect(course_of(course, home), assignment, folder)
    for each in found:
        out.print(each.said(lang), markup=False)
    out.print(COLLECT["count"][lang].format(count=sum(each.is_taken for each in found), all=len(found)))


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(grade)
    app.command()(report)
    app.command()(marks)
    app.command()(due)
    app.command()(collect_files)
