"""All of a workshop in one folder: to project, to print, to hand out."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from daugava.workshop import Workshop, WorkshopError, for_participants
from daugava.workshops import paper, slides


def export(workshop: Workshop, language: str, folder: Path) -> Iterator[str]:
    """Write slides/, handout.pdf, survey.pdf, run-sheet.pdf and the participants' notebook into a folder.

    Gives the name of each part before it is made; files are written when all are there. Files of these names are
    replaced, all others stay as they are. Raises WorkshopError.
    """
    import nbformat

    if language not in workshop.editions:
        raise WorkshopError(f"The workshop {workshop.id} has no edition in “{language}”: choose one of "
                            f"{', '.join(workshop.editions)}.")
    made = {}
    for name, make in (("handout.pdf", paper.handout), ("survey.pdf", paper.survey),
                       ("run-sheet.pdf", paper.run_sheet)):
        yield name
        made[name] = make(workshop, language)
    yield "slides/"
    made |= {f"slides/{name}": content for name, content in slides.slides(workshop, language).items()}
    name = workshop.path(language).name
    yield name
    made[name] = nbformat.writes(for_participants(workshop.notebook(language))).encode() + b"\n"
    _write(made, folder)


def _write(made: dict[str, bytes], folder: Path) -> None:
    try:
        for name, content in made.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        raise WorkshopError(f"{error.filename} cannot be written ({error.strerror}): choose another folder "
                            "with --to.") from error
