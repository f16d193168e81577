"""The command line: arguments in, words out."""
from __future__ import annotations

import errno
import os
import signal
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from daugava import DaugavaError, cli_author, cli_grading, cli_practice, cli_workshop
from daugava.cli_grading import check_language
from daugava.lab import find_root

app = typer.Typer(name="daugava", no_args_is_help=True, add_completion=False,
                  pretty_exceptions_enable=False,
                  help="Daugava Labs: STEM lab notebooks in a classroom of their own.")
out = Console(highlight=False, soft_wrap=True)
problems = Console(stderr=True, highlight=False, soft_wrap=True)

Home = Annotated[Path | None, typer.Option(help="Folder of the classroom; all its state is there.",
                                              show_default="the user's data folder")]
Lang = Annotated[str, typer.Option(help="lv or en.")]


@app.command()
def start(
    home: Home = None,
    port: Annotated[int, typer.Option(help="Port at this address.")] = 8000,
    listen: Annotated[str, typer.Option(
        help="Address of this computer at which others reach the classroom, such as 192.168.1.20.",
        show_default="only this computer")] = "127.0.0.1",
    pupils: Annotated[int | None, typer.Option(
        min=0, max=500, help="How many numbered pupils.", show_default="3 in a new classroom")] = None,
    roster: Annotated[Path | None, typer.Option(
        help="CSV with class numbers or nicknames, and lv or en.")] = None,
    course: Annotated[str | None, typer.Option(
        help="Make a course of this name.", show_default="stem in a new classroom")] = None,
    workshop: Annotated[int | None, typer.Option(
        min=1, max=60, help="A classroom for a teacher workshop with so many participants, in a folder of its own.")] = None,
    lang: Annotated[str, typer.Option(help="Language where the roster names none: lv or en.")] = "lv",
    browser: Annotated[bool, typer.Option(help="Open the browser when the classroom is ready.")] = True,
    unconfined: Annotated[bool, typer.Option(
        "--unconfined", help="Let pupils' servers see everything of this account; for machines that cannot do "
        "better.")] = False,
):
    """Open the classroom: JupyterHub with an nbgrader course on this machine."""
    from daugava import accounts as people, confine
    from daugava.classroom import Classroom, default_home, workshop_home
    from daugava.hub import Hub, check_port

    if workshop and (roster or pupils or course):
        raise DaugavaError("A workshop has participants only: leave --roster, --pupils and --course away.")

    if sys.platform == "win32":
        raise DaugavaError("JupyterHub does not run on Windows: use `python daugava lab` here, "
                           "or start the classroom inside WSL or on a Linux machine.")
    check_language(lang)
    if not unconfined and (reason := confine.unavailable()):
        raise DaugavaError(f"Pupils' servers cannot be confined here, {reason}; or start with --unconfined, "
                           "among people you trust.")
    room = Classroom(home or (workshop_home() if workshop else default_home()), find_root())
    check_port(port, listen)
    if workshop:
        from daugava import workshop_room

        workshop_room.claim(room)
    else:
        room.make_folders(course)
    _sort_hand_ins(room)
    hub = Hub(room, port, not unconfined, listen)
    # The sheet comes before anything that may fail: a password stands nowhere else.
    new = _add_accounts(room, _places(workshop, lang) if workshop else _class(room, roster, pupils, lang))
    sheet = people.write_cards(room.home, new, hub.address) if new else None
    if workshop:
        with out.status("Furnishing the workshop …") as status:
            workshop_room.fill(room, lang, status.update)
    # A shell's background job ignores SIGINT, and so would the servers that the hub stops with it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        with out.status("Opening the classroom …"):
            hub.start()
            _fill_gradebooks(room)
            hub.wait_until_ready()
        _welcome(room, hub, sheet)
        if browser:
            webbrowser.open(hub.address)
        hub.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        with out.status("Closing the classroom …"):
            hub.stop()
    out.print("The classroom is closed; everything is kept in", str(room.home))


def _sort_hand_ins(room) -> None:
    """A classroom of an earlier version kept all hand-ins in one folder."""
    from daugava.exchange import sort_old_hand_ins

    moved = sum(sort_old_hand_ins(room.exchange / course) for course in room.courses())
    if moved:
        out.print(f"{moved} earlier hand-ins moved into their pupils' own folders; feedback that pupils have not "
                  "fetched yet must be released again.")


def _places(count, lang) -> list:
    """A trainer, and places for the participants of a workshop."""
    from daugava import accounts as people

    return [people.Account("trainer", "trainer", lang), *people.participants(count, lang)]


def _class(room, roster, pupils, lang) -> list:
    """Staff and pupils; a classroom that is there stays as it is unless asked."""
    from daugava import accounts as people

    known = room.accounts.all()
    wanted = [] if known else [people.Account(role, role, lang) for role in people.STAFF]
    if roster:
        wanted += people.read_roster(roster, lang)
    elif pupils is not None or not known:
        wanted += people.numbered_pupils(3 if pupils is None else pupils, lang)
    return wanted


def _add_accounts(room, wanted) -> list:
    """Add who is not there yet; the new ones with their passwords."""
    from daugava import accounts as people

    for course in room.courses():
        room.accounts.lock(people.GRADER + course)
    return room.accounts.add(wanted)


def _interrupt(*_):
    raise KeyboardInterrupt


def _fill_gradebooks(room) -> None:
    from daugava.course import Course

    names = [account.name for account in room.accounts.all() if not account.is_staff]
    for name in room.courses():
        marker = room.course_folder(name) / ".pupils"
        if not marker.exists() or marker.read_text().split() != names:
            Course(room.course_folder(name), room.exchange, room.root / "grading").add_pupils(names)
            marker.write_text("\n".join(names))


def _welcome(room, hub, sheet) -> None:
    out.print(f"\nThe classroom is open at [bold]{hub.address}[/bold]   (Ctrl+C closes it)")
    by_role: dict[str, list[str]] = {}
    for account in room.accounts.all():
        by_role.setdefault(account.role, []).append(account.name)
    for role, names in sorted(by_role.items(), reverse=True):
        out.print(f"  {role:11}", ", ".join(names))
    if sheet:
        out.print(f"  passwords   are on the login cards, only there: {sheet}")
    else:
        out.print("  passwords   are on the login cards printed earlier (`daugava password NAME` "
                  "makes a new one)")
    out.print(f"  courses     {', '.join(room.courses())}")
    if hub.confined:
        out.print("Each pupil's server is confined to the pupil's own folders; what runs in it has no network.")
    else:
        out.print("Warning: servers are unconfined, and every pupil can read and change everybody's work: open it "
                  "only to people you trust.")
    if hub.private:
        out.print("It listens on this computer only; --listen ADDRESS opens it to others.\n")
    else:
        out.print("Everybody in the network of this address reaches the log-in page, and passwords travel there "
                  "unencrypted: use a network of your own.\n")


@app.command()
def password(name: Annotated[str, typer.Argument(help="User name of the account.")], home: Home = None,
             workshop: Annotated[bool, typer.Option("--workshop", help="In the classroom of a workshop.")] = False):
    """Give one account a new password, on a new login card."""
    from daugava import accounts as people
    from daugava.classroom import Classroom, default_home, workshop_home

    room = Classroom(home or (workshop_home() if workshop else default_home()), find_root())
    try:
        card = room.accounts.renew(name)
    except KeyError:
        raise DaugavaError(f"There is no account “{name}” in {room.home}: `daugava start` prints the "
                       "names.") from None
    out.print("The new login card:",
              str(people.write_cards(room.home, [card], room.address)))


@app.command()
def reset_workshop(
    home: Home = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
):
    """Between two groups: remove the participants of a workshop with all they did; the next start makes places anew."""
    from daugava import workshop_room
    from daugava.classroom import Classroom, workshop_home

    room = Classroom(home or workshop_home(), find_root())
    if not yes and not typer.confirm(f"Remove all participants' work in {room.home}?"):
        raise DaugavaError("Nothing is removed.")
    out.print(f"{workshop_room.reset(room)} places are removed; `daugava start --workshop N` makes new ones, with new cards.")


@app.command()
def assign(
    lab: Annotated[str, typer.Argument(help="Name of the lab, for example badge-break-even.")],
    lang: Lang = "lv",
    course: Annotated[str | None, typer.Option(
        help="Name of the course.", show_default="the only one")] = None,
    home: Home = None,
    release: Annotated[bool, typer.Option("--release", help="Give it to the pupils at once.")] = False,
):
    """Put a lab into the course as an nbgrader assignment."""
    from daugava import lab as labs
    from daugava.classroom import Classroom, default_home

    check_language(lang)
    room = Classroom(home or default_home(), find_root())
    chosen = labs.get(lab, room.root)
    course = room.course_named(course)
    with out.status(f"Putting {chosen.id} into {course} …"):
        from daugava.course import Course

        target = Course(room.course_folder(course), room.exchange, room.root / "grading")
        assignment = target.assign(chosen, lang)
        if release:
            target.release(assignment)
    if release:
        out.print(f"{assignment} is in the course {course} and released: pupils find it under "
                  "“My assignments”.")
    else:
        out.print(f"{assignment} is in the course {course}; release it in the formgrader, or run "
                  f"`daugava assign {lab} --lang {lang} --release`.")


cli_author.register(app)
cli_grading.register(app)
cli_practice.register(app)
cli_workshop.register(app)


def main() -> None:
    """Run a command; a known problem is one sentence, not a traceback."""
    # The hub, nbgrader (for `alembic`) and JupyterLab call programs that live beside this Python.
    programs = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    try:
        app()
    except DaugavaError as error:
        problems.print(f"daugava: {error}")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        problems.print("daugava: the disk is full: free some space and run the same command again.")
    else:
        return
    sys.exit(1)


if __name__ == "__main__":
    main()
