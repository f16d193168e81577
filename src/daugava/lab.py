"""A lab as an object: its metadata, its notebooks, its tasks and its model answers."""

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from daugava import DaugavaError
from daugava.data import YamlLoader


class LabError(DaugavaError):
    """One sentence that says what is wrong and what to do."""


@dataclass(frozen=True)
class Lab:
    """One lab, as its folder ``labs/<strand>/<id>/`` describes it.

    ``tasks`` are the graded tasks in their order: ``{"id", "check", "points"}`` for an auto-graded task
    (``check`` is the grade_id of its test cell), ``{"id", "points", "by_hand": True}`` for the hand-marked one.
    """

    folder: Path
    metadata: dict

    @property
    def id(self):
        """The lab's name, which is also the name of its nbgrader assignment."""
        return self.metadata["id"]

    @property
    def strand(self):
        """The strand that the lab belongs to."""
        return self.metadata["strand"]

    @property
    def version(self):
        """The version of the lab's content, such as "1.0.0"; None if there is none yet."""
        return self.metadata.get("version")

    @property
    def changes(self):
        """The change log, newest first: ``{"version", "date", "en", "lv"}``; empty if there is none yet."""
        return tuple(self.metadata.get("changes") or ())

    @property
    def root(self):
        """The folder of the repository that the lab is in."""
        return self.folder.resolve().parents[2]

    @property
    def masters(self):
        """The English files that are translated: the notebook, which must be there, and the teacher guide."""
        return self.folder / f"{self.id}.ipynb", self.root / "teacher-guides" / "labs" / f"{self.id}.md"

    @property
    def editions(self):
        """The languages in which the lab exists, the master first."""
        return tuple(self.metadata["editions"])

    @property
    def tasks(self):
        """The graded tasks, in their order."""
        return tuple(self.metadata["tasks"])

    def title(self, language):
        """The title in a language."""
        return self.metadata["title"][self._known(language)]

    def question(self, language):
        """The question that the lab answers, in a language."""
        return self.metadata["question"][self._known(language)]

    def path(self, language):
        """The notebook file of a language: the English master is ``<id>.ipynb``, others ``<id>.<language>.ipynb``."""
        self._known(language)
        path = beside(self.folder / f"{self.id}.ipynb", language)
        if not path.is_file():
            raise LabError(f"The lab {self.id} has no file {path.name}: write it, or take {language} out of lab.yml.")
        return path

    def notebook(self, language):
        """The source notebook of a language, in nbgrader source format."""
        import nbformat  # slow to import, and most commands need no notebook

        path = self.path(language)
        try:
            return nbformat.read(path, as_version=4)
        except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
            raise LabError(f"The lab {self.id} has a file {path.name} that is not a notebook: "
                           "open it in JupyterLab and save it again, or take it back from git.") from error

    @property
    def notebooks(self):
        """All source notebooks, by language."""
        return {language: self.notebook(language) for language in self.editions}

    @property
    def answers(self):
        """Model answers by task: {task: {"right": [...], "wrong": [...]}}, empty if there is no answers.yml."""
        return read_yaml(self.folder / "answers.yml") if (self.folder / "answers.yml").is_file() else {}

    def points(self, by_hand=False):
        """All points that are given automatically, or by hand."""
        return sum(task["points"] for task in self.tasks if task.get("by_hand", False) == by_hand)

    def _known(self, language):
        if language not in self.editions:
            raise LabError(f"The lab {self.id} has no edition in {language!r}: "
                           f"choose one of {', '.join(self.editions)}.")
        return language


def beside(master, language, suffix=None):
    """The file of a language beside its English master: ``<name>.lv.ipynb``, or with the suffix its ``<name>.lv.po``."""
    return master if language == "en" else master.with_name(f"{master.stem}.{language}{suffix or master.suffix}")


def read_yaml(path):
    """What a YAML file holds. Raises LabError, with the line, if it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=YamlLoader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 1}" if place else ""
        raise LabError(f"{path} is not valid YAML{where}: mend it and try again.") from error


def find_root(start=None):
    """The repository: DAUGAVA_ROOT if it is set, else the nearest folder above that holds labs/ and pyproject.toml."""
    if os.environ.get("DAUGAVA_ROOT"):
        root = Path(os.environ["DAUGAVA_ROOT"])
        if not (root / "labs").is_dir():
            raise LabError(f"DAUGAVA_ROOT is {root}, which has no labs folder: set it to the folder of the repository.")
        return root
    start = Path(start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "labs").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise LabError(f"No labs found above {start}: go to the folder of the repository, or set DAUGAVA_ROOT to it.")


def load(folder):
    """The lab in a folder."""
    folder = Path(folder)
    if not (folder / "lab.yml").is_file():
        raise LabError(f"{folder} has no lab.yml: give the folder of a lab.")
    return Lab(folder, read_yaml(folder / "lab.yml"))


def labs(root=None):
    """All labs of the repository, in the order of their folders."""
    root = Path(root) if root else find_root()
    return [load(path.parent) for path in sorted((root / "labs").glob("*/*/lab.yml"))]


def get(name, root=None):
    """A lab by its id ("badge-break-even"), by strand and id, or by its folder or a file in it."""
    known = {lab.id: lab for lab in labs(root)}
    wanted = str(name).rstrip("/").split("/")[-1]
    if wanted in known:
        return known[wanted]
    path = Path(name)
    folder = path.parent if path.is_file() else path
    if (folder / "lab.yml").is_file():
        return load(folder)
    near = difflib.get_close_matches(wanted, known, n=1)
    advice = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(known)}."
    raise LabError(f"There is no lab called {name}: {advice}")
