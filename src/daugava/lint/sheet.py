"""A lab as the rules see it: its notebooks cell by cell, its guides, its answers."""
from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from daugava import DaugavaError, translate
from daugava.lab import Lab
from daugava.lint import prose
from daugava.problem import Problem

_REGION = re.compile(
    r"^[^\n]*###? ?BEGIN (?:SOLUTION|HIDDEN TESTS)[^\n]*\n.*?###? ?END (?:SOLUTION|HIDDEN TESTS)[^\n]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE)


class Cell:
    """One cell of a notebook. `number` counts from 1; `marks` are nbgrader's metadata, `own` are ours."""

    def __init__(self, number: int, raw: dict):
        metadata = raw.get("metadata", {})
        self.number, self.raw = number, raw
        self.id: str = raw.get("id", "")
        self.kind: str = raw.get("cell_type", "")
        self.source: str = raw["source"]
        marks, own = metadata.get("nbgrader"), metadata.get("daugava")
        self.marks: dict = marks if isinstance(marks, dict) else {}
        self.own: dict = own if isinstance(own, dict) else {}
        self.tags: list = metadata.get("tags", [])

    def __str__(self) -> str:
        return f"Cell {self.number} ({self.id})" if self.id else f"Cell {self.number}"

    def listed(self, name: str) -> set[str]:
        """The texts that metadata.daugava lists under a name: labels, keep, numbers, files."""
        found = self.own.get(name)
        return {str(each) for each in found} if isinstance(found, list) else set()

    def with_listed(self, name: str, more) -> str:
        """The metadata.daugava that lists some texts more, to be pasted into the cell."""
        listed = [*(self.own.get(name) or []), *more]
        return json.dumps({"daugava": {**self.own, name: listed}}, ensure_ascii=False)

    @property
    def is_code(self) -> bool:
        return self.kind == "code"

    @property
    def is_text(self) -> bool:
        return self.kind == "markdown"

    @property
    def is_check(self) -> bool:
        """A locked test cell; told by its name, so that wrong marks can be seen."""
        return self.is_code and self.id.startswith("check-")

    @property
    def is_answer(self) -> bool:
        """A code cell that a pupil's marks depend on; told by its name."""
        return self.is_code and (self.id == "predict" or self.id.startswith("task-"))

    @property
    def is_marked_by_hand(self) -> bool:
        return bool(self.marks.get("grade") and self.marks.get("solution"))

    @property
    def is_pupils(self) -> bool:
        """A code cell that the pupil changes."""
        return self.is_code and not self.is_check and not self.marks.get("locked", False)

    @cached_property
    def released(self) -> str:
        """The source as the pupil gets it: without solution and hidden tests."""
        return _REGION.sub("", self.source)

    @cached_property
    def tree(self) -> ast.Module:
        """The code, empty for text and for code that Python cannot read."""
        return _parsed(self.source if self.is_code else "")

    @cached_property
    def released_tree(self) -> ast.Module:
        """The code as the pupil gets it."""
        return _parsed(self.released if self.is_code else "")

    @cached_property
    def hidden_tree(self) -> ast.Module:
        """The hidden tests of a check cell."""
        found = re.findall(r"### BEGIN HIDDEN TESTS[^\n]*\n(.*?)### END HIDDEN TESTS", self.source, re.DOTALL)
        return _parsed("\n".join(found))

    @cached_property
    def comments(self) -> dict[int, str]:
        """The comments by line, counted from 1."""
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(self.source).readline))
        except (tokenize.TokenError, SyntaxError):
            return {}
        return {token.start[0]: token.string.lstrip("# ") for token in tokens
                if token.type == tokenize.COMMENT and not token.string.startswith("###")}

    @cached_property
    def prose(self) -> str:
        """The text of a Markdown cell as the pupil reads it."""
        return prose.plain(self.released) if self.is_text else ""

    @cached_property
    def plain(self) -> str:
        """The text of a Markdown cell with its solution."""
        return prose.plain(self.source) if self.is_text else ""


class Sheet:
    """One notebook of a lab: its `language`, its `file` in the repository, its `cells`; empty if it cannot be read."""

    def __init__(self, bench: Bench, language: str):
        self.bench, self.lab, self.language = bench, bench.lab, language
        name = f"{self.lab.id}.ipynb" if language == "en" else f"{self.lab.id}.{language}.ipynb"
        self.path = self.lab.folder / name
        self.file = bench.name(self.path)
        self.missing = not self.path.is_file()
        self.raw, self.fault = (None, "the notebook is not there") if self.missing else _read(self.path)
        self.cells = [] if self.fault else [Cell(number, cell) for number, cell in enumerate(self.raw["cells"], 1)]

    def cell(self, id: str) -> Cell | None:
        """The cell with this id."""
        return next((cell for cell in self.cells if cell.id == id), None)

    def between(self, first: str, last: str) -> list[Cell]:
        """The cells after one id and before another; none if one of them is missing."""
        ids = [cell.id for cell in self.cells]
        return self.cells[ids.index(first) + 1:ids.index(last)] if first in ids and last in ids else []

    def task_of(self, check: Cell) -> Cell | None:
        """The answer cell that a check cell looks at."""
        name = check.id.removeprefix("check-")
        return self.cell("predict" if name == "predict" else f"task-{name}")

    @cached_property
    def texts(self) -> list[tuple[Cell | None, str, str]]:
        """All that is said to people, as (cell, text, kind): kind "markdown" is plain text, others come from code."""
        import nbformat

        if self.fault:
            return []
        cells = {cell.id: cell for cell in self.cells}
        found = [(cell, cell.prose, "markdown") for cell in self.cells if cell.is_text]
        if self.language == "en":
            messages = translate.messages(nbformat.from_dict(self.raw))
        else:
            messages = [] if self.bench.master.fault else translate.translated(self.lab, self.language)
        found += [(cells.get(each.cell), prose.spoken(each.text), each.kind)
                  for each in messages if each.kind != "markdown"]
        return sorted(found, key=lambda each: each[0].number if each[0] else 0)


@dataclass(frozen=True)
class Guide:
    """The teacher guide of a lab in one language; `text` is "" if it is not there."""

    language: str
    file: str
    text: str

    @cached_property
    def sections(self) -> dict[str, str]:
        """The text below each heading of first and second level, by heading."""
        return dict(prose.sections(self.text))


class Bench:
    """A lab with all that belongs to it: `lab`, `root` of the repository, `sheets` and `guides` by language."""

    def __init__(self, lab: Lab):
        self.lab = lab
        self.root = lab.root
        self.sheets = {language: Sheet(self, language) for language in lab.editions}
        self.guides = {language: self._guide(language) for language in lab.editions}
        self.lab_file = self.name(lab.folder / "lab.yml")
        self.answers_file = self.name(lab.folder / "answers.yml")
        self.answers_fault = ""
        try:
            self.answers = lab.answers or {}
        except DaugavaError:
            self.answers, self.answers_fault = {}, "the file is not valid YAML"
        if not _are_answers(self.answers):
            self.answers, self.answers_fault = {}, "the file is not a list of right and wrong answers for each task"
        self.curriculum_problems: list[Problem] = []  # of all labs, once they are known

    @property
    def master(self) -> Sheet:
        """The English notebook."""
        return self.sheets["en"]

    @property
    def judged(self) -> list[dict]:
        """The tasks that a check cell judges, the prediction included."""
        return [task for task in self.lab.metadata.get("tasks", ()) if not task.get("by_hand")]

    @cached_property
    def stale(self) -> list[Problem]:
        """What keeps editions and guides from being what master and catalogue give."""
        return [] if self.master.fault else translate.problems(self.lab)

    def catalogue(self, file: str) -> str | None:
        """The catalogue in which the text of an edition is changed, None for a master."""
        path = self.root / file
        language = Path(path.stem).suffix[1:]
        return path.with_suffix(".po").name if language in self.lab.editions else None

    def name(self, path: Path) -> str:
        """A file as an author reads it: relative to the repository."""
        return path.resolve().relative_to(self.root).as_posix()

    def _guide(self, language):
        suffix = ".md" if language == "en" else f".{language}.md"
        path = self.root / "teacher-guides" / "labs" / f"{self.lab.id}{suffix}"
        return Guide(language, self.name(path), path.read_text(encoding="utf-8") if path.is_file() else "")


def is_sound(metadata) -> bool:
    """True if lab.yml has the form that the rules build on; its schema says what is wrong with it."""
    if not isinstance(metadata, dict):
        return False
    said = [metadata.get("title"), metadata.get("question")]
    for key in ("misconceptions", "slips"):
        said += metadata[key].values() if isinstance(metadata.get(key), dict) else [None]
    cited = {"tasks": ("id",), "outcomes": ("regulation", "code")}
    return (all(isinstance(each, dict) and all(isinstance(text, str) for text in each.values()) for each in said)
            and all(isinstance(metadata.get(key), list) and all(isinstance(each, dict) and all(
                isinstance(each.get(name), str) for name in names) for each in metadata[key])
                for key, names in cited.items())
            and all(isinstance(task.get("points"), int) and isinstance(task.get("check", ""), str)
                    for task in metadata["tasks"])
            and all(isinstance(metadata.get(key), list) and all(isinstance(each, kind) for each in metadata[key])
                    for key, kind in (("editions", str), ("careers", str), ("grades", int)))
            and all(isinstance(metadata.get(key), int) for key in ("minutes", "core_minutes"))
            and all(isinstance(metadata.get(key), str) for key in ("id", "strand"))
            and "en" in metadata["editions"])


def _are_answers(answers) -> bool:
    def is_answer(answer):
        return isinstance(answer, dict) and isinstance(answer.get("hint", {}), dict)

    return isinstance(answers, dict) and all(
        isinstance(each, dict) and all(isinstance(each.get(kind, []), list) and all(map(is_answer, each.get(kind, [])))
                                       for kind in ("right", "wrong")) for each in answers.values())


def _read(path: Path) -> tuple[dict | None, str]:
    """A notebook as it stands in its file, each source as one text; or what is wrong with it: (notebook, fault)."""
    import nbformat

    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if (raw["nbformat"], type(raw["nbformat_minor"])) != (4, int) or raw["nbformat_minor"] < 5:
            return None, "the notebook has an old format"
        nbformat.validate(nbformat.from_dict(raw), relax_add_props=True)
        about = [raw["metadata"], *(cell["metadata"] for cell in raw["cells"])]
        if not all(isinstance(metadata.get("daugava", {}), dict) for metadata in about):
            return None, "metadata.daugava is no group of keys"
    except nbformat.ValidationError as error:
        return None, f"the notebook is not valid ({str(error).splitlines()[0].rstrip('.')[:80]})"
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, "this is not a notebook that can be read"
    for cell in raw["cells"]:
        cell["source"] = "".join(cell["source"])  # a list of lines, or text
    return raw, ""


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])
