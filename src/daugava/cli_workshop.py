"""The command for those who train teachers: everything of a workshop to print and to project."""
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)


def workshop(
    name: Annotated[str, typer.Argument(help="Name of the workshop, for example first-lab.")],
    to: Annotated[Path, typer.Option("--to", help="Folder to write into; it is made if it is not there.")],
    lang: Annotated[str, typer.Option(help="lv or en.")] = "lv",
):
    """Write all of a workshop to print and project: slides, handout, survey, run sheet, the participants' notebook."""
    from daugava import workshop as known
    from daugava.workshops.export import export

    chosen = known.get(name)
    with out.status(f"{chosen.id} …") as status:
        for part in export(chosen, lang, to):
            status.update(f"{chosen.id}: {part} …")
    out.print(f"Everything of {chosen.id} ({lang}) is in {to}: project slides/index.html (S opens the speaker notes), "
              "print the three PDFs; all of it works without internet.")


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command()(workshop)
