"""Commands for those who write labs: plain JupyterLab, editions in other languages, the tests."""
from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from daugava.lab import find_root


def lab(arguments: Annotated[list[str] | None, typer.Argument(help="Passed on to JupyterLab.")] = None):
    """Open plain JupyterLab on the project, for authors."""
    root = find_root()
    settings = [root / "grading" / "hub" / "servers" / "common", root / "grading"]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(map(str, settings))
    os.chdir(root)
    command = [sys.executable, "-m", "jupyterlab", *(arguments or [])]
    if sys.platform == "win32":
        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)


def test(context: typer.Context):
    """Run every test: notebooks, package, grading, and the classroom in a real browser.

    Further arguments go to pytest.
    """
    root = find_root()
    # What the warm process has, its kernels have: tests may not reach the outside.
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(root / "tests" / "offline"), *filter(None, [os.environ.get("PYTHONPATH")])])
    # loadscope keeps the cells of one notebook together; nbval's own time limit is 2000 s. Three for two processors, because
    # they often wait; their order is that of tests/conftest.py.
    command = [sys.executable, "-m", "pytest", "-n", "3", "--dist", "loadscope", "--no-loadscope-reorder", "--nbval-lax",
               "--nbval-cell-timeout", "60", *context.args]
    with _warm_kernels() as environment:
        sys.exit(subprocess.run(command, cwd=root, env=environment).returncode)


@contextmanager
def _warm_kernels():
    """The environment for the tests, with one warm process for all plain kernels and one for all confined ones."""
    if sys.platform != "linux":
        yield os.environ
        return
    from daugava.kernels import bubble, client

    with ExitStack() as both:
        environment, shared = both.enter_context(client.shared()), client.ADDRESS[True]
        if bubble.why_not() is None:
            environment[shared] = both.enter_context(client.shared(confined=True))[shared]
        yield environment


def translate(
    names: Annotated[list[str] | None, typer.Argument(
        help="Names of labs, workshops and pages for teachers; all if there is none.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what is not up to date.")] = False,
):
    """Write the catalogues and editions of labs, guides, workshops and pages from the English masters."""
    from daugava import translate as editions

    left = 0
    for chosen in _translated(names):
        changed, problems = ([], editions.problems(chosen)) if check else editions.update(chosen)
        if not check:
            said = ", ".join(path.name for path in changed) or "nothing new"
            typer.echo(f"{chosen.id}: {said}" + (f" ({len(problems)} to mend)" if problems else ""))
        for problem in problems:
            typer.echo(str(problem), err=True)
        left += len(problems)
    if left:
        raise typer.Exit(1)


def _translated(names):
    from daugava import lab as known
    from daugava import workshop

    others = [*workshop.workshops(), *workshop.pages()]
    if not names:
        return [*known.labs(), *others]
    by_name = {each.id: each for each in others}
    return [by_name.get(name) or known.get(name) for name in names]


def coverage():
    """Write the pages that show which lab covers which outcome, from every lab.yml and curriculum/units.yml."""
    from daugava import units

    root = find_root()
    names = ", ".join(path.relative_to(root).as_posix() for path in units.update(root)) or "nothing new"
    typer.echo(f"coverage: {names}")


def version(
    lab: Annotated[str, typer.Argument(help="Name of the lab.")],
    part: Annotated[str, typer.Argument(help="major (other cells or points), minor (other numbers) or patch (words).")],
    english: Annotated[str, typer.Argument(help="What changed, in English.")],
    latvian: Annotated[str, typer.Argument(help="What changed, in Latvian.")],
):
    """Give a lab with changed notebooks its next version, with a line in its change log."""
    from daugava import lab as known
    from daugava import versions

    changed = versions.raise_version(known.get(lab), part, english, latvian)
    typer.echo(f"{changed.id} has version {changed.version}.")


def new_lab(
    strand: Annotated[str, typer.Argument(help="A strand of curriculum/strands.yml, such as energy.")],
    name: Annotated[str, typer.Argument(help="Small letters and hyphens, such as heat-loss.")],
):
    """Make the skeleton of a new lab: a small lab that works, to be written over part by part."""
    from daugava import new_lab as skeleton

    skeleton.create(strand, name)
    typer.echo(f"1. Write over every REPLACE in {name}.ipynb, lab.yml and answers.yml of labs/{strand}/{name}/ and in "
               f"the guide teacher-guides/labs/{name}.md; ./daugava lab opens JupyterLab.\n"
               f"2. ./daugava translate {name}, then write the Latvian in the two .lv.po files until nothing is left.\n"
               f"3. ./daugava check {name} until only the version is left (./daugava check --rules says every rule); "
               f'./daugava version {name} minor "First version" "Pirmā versija"; ./daugava test.')


def check(
    labs: Annotated[list[str] | None, typer.Argument(help="Names of labs; all labs if there is none.")] = None,
    rules: Annotated[bool, typer.Option(
        "--rules", help="Say every rule, and what the metadata of a cell may list.")] = False,
):
    """Say what labs, guides, workshops and the curriculum lack, and how to mend it; say nothing if all is well."""
    from daugava import lab as known
    from daugava import lint, units, workshop_rules

    if rules:
        typer.echo("\n".join([
            *(f"{rule.id}: {rule.law}" for rule in lint.RULES.values()),
            "\nThe metadata of a cell may list, in {\"daugava\": {\"labels\": [\"cost\"]}}:",
            *(f"{name}: {meaning}" for name, meaning in lint.CELL_METADATA.items())]))
        return
    chosen = [known.get(name) for name in labs] if labs else known.labs()
    problems = lint.check_all(chosen, find_root())
    if not labs and not problems:
        problems = units.problems(find_root()) + workshop_rules.problems(find_root())
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(lab)
    app.command()(translate)
    app.command()(check)
    app.command()(coverage)
    app.command()(version)
    app.command()(new_lab)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)
