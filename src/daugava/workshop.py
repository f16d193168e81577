"""Teacher training: a workshop as its folder ``teacher-guides/workshops/<id>/`` describes it, and pages for teachers.

The files of a workshop are translated as those of a lab are: English masters, a catalogue, generated editions.
"""
from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path

from daugava import LANGUAGES, DaugavaError
from daugava.lab import beside, find_root, read_yaml

TEXTS = ("run-sheet", "handout")
NOTES = "notes"  # the slide type of what the trainer says


class WorkshopError(DaugavaError):
    """One sentence that says what is wrong and what to do."""


@dataclass(frozen=True)
class Workshop:
    """One workshop: `folder` and the `metadata` of its workshop.yml."""

    folder: Path
    metadata: dict

    @property
    def id(self) -> str:
        """The name of the workshop, its folder and its notebook."""
        return self.metadata["id"]

    @property
    def root(self) -> Path:
        """The folder of the repository that the workshop is in."""
        return self.folder.resolve().parents[2]

    @property
    def editions(self) -> tuple[str, ...]:
        """The languages in which the workshop exists, the master first."""
        return tuple(self.metadata["editions"])

    @property
    def minutes(self) -> int:
        """How long the workshop takes, breaks included."""
        return self.metadata["minutes"]

    @property
    def parts(self) -> tuple[dict, ...]:
        """The parts in their order: ``{"minutes", "en", "lv"}``."""
        return tuple(self.metadata["parts"])

    @property
    def masters(self) -> tuple[Path, ...]:
        """The English files that are translated: the notebook first, the survey, the texts."""
        return (self.folder / f"{self.id}.ipynb", self.folder / "survey.ipynb",
                *(self.folder / f"{name}.md" for name in TEXTS))

    def title(self, language: str) -> str:
        """The title in a language."""
        return self.metadata["title"][language]

    def path(self, language: str) -> Path:
        """The participants' notebook. Raises WorkshopError if it is not there."""
        return self._there(self.masters[0], language)

    def notebook(self, language: str):
        """The participants' notebook with the notes of the trainer, for slides."""
        return _read(self.path(language))

    def survey(self, language: str):
        """The notebook of the anonymous exit survey."""
        return _read(self._there(self.masters[1], language))

    def text(self, name: str, language: str) -> str:
        """The Markdown of "run-sheet" or "handout"."""
        return self._there(self.folder / f"{name}.md", language).read_text(encoding="utf-8")

    def _there(self, master: Path, language: str) -> Path:
        path = beside(master, language)
        if not path.is_file():
            mend = "write it" if language == "en" else f"run ./daugava translate {self.id}"
            raise WorkshopError(f"The workshop {self.id} has no {path.name}: {mend}.")
        return path


@dataclass(frozen=True)
class Page:
    """One page for teachers that belongs to no lab, in all languages: ``teacher-guides/grading.md``."""

    master: Path
    root: Path
    editions = LANGUAGES

    @property
    def id(self) -> str:
        """The name of the page."""
        return self.master.stem

    @property
    def masters(self) -> tuple[Path]:
        """The English file."""
        return (self.master,)

    def path(self, language: str) -> Path:
        """The file of a language."""
        return beside(self.master, language)


def for_participants(notebook):
    """A copy of a workshop's notebook without what only the trainer reads."""
    given = copy.deepcopy(notebook)
    given.cells = [cell for cell in given.cells if cell.metadata.get("slideshow", {}).get("slide_type") != NOTES]
    return given


def _read(path: Path):
    import nbformat  # slow to import

    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise WorkshopError(f"{path.name} is not a notebook: open it in JupyterLab and save it again, or take it back "
                            "from git.") from error


def load(folder: Path) -> Workshop:
    """The workshop in a folder. Raises WorkshopError if there is none, LabError if its file cannot be read."""
    path = folder / "workshop.yml"
    if not path.is_file():
        raise WorkshopError(f"{folder} has no workshop.yml: give the folder of a workshop.")
    return Workshop(folder, read_yaml(path))


def workshops(root: Path | None = None) -> list[Workshop]:
    """All workshops of the repository, in the order of their folders."""
    root = Path(root) if root else find_root()
    return [load(path.parent) for path in sorted((root / "teacher-guides" / "workshops").glob("*/workshop.yml"))]


def pages(root: Path | None = None) -> list[Page]:
    """The pages for teachers that belong to no lab."""
    root = Path(root) if root else find_root()
    guides = root / "teacher-guides"
    found = sorted([*guides.glob("*.md"), *(guides / "workshops").glob("*.md")])
    return [Page(path, root) for path in found if "." not in path.stem]


def get(name: str, root: Path | None = None) -> Workshop:
    """A workshop by its id. Raises WorkshopError for another name."""
    known = {workshop.id: workshop for workshop in workshops(root)}
    if name not in known:
        raise WorkshopError(f"There is no workshop “{name}”: choose one of {', '.join(known)}.")
    return known[name]
