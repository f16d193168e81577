"""The skeleton of a new lab: a small lab that works in both languages, to be written over part by part.

The texts stand in ``templates/new-lab/``: the notebook cell by cell in notebook.txt, lab.yml, answers.yml, the guide,
and the Latvian of notebook and guide as catalogues. What an author has to write anew is marked with REPLACE.
"""
from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from daugava import curriculum, translate, versions
from daugava.lab import Lab, LabError, find_root, load

LONGEST_NAME = 40
_TEMPLATES = files("daugava") / "templates" / "new-lab"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CELL = re.compile(r"^%% ([a-z0-9-]+) ([a-z -]+?)(?: (\d+))?((?: \| [^|\n]+)*)$", re.MULTILINE)
_ROLES = {  # role: (cell type, nbgrader's grade, solution, locked, folded in, goes on after an error)
    "text": ("markdown", None, None, None, False, False),
    "try": ("code", None, None, None, False, False),
    "given": ("code", False, False, True, False, False),
    "given hidden": ("code", False, False, True, True, False),
    "answer": ("code", False, True, False, False, True),
    "check": ("code", True, False, True, True, True),
    "by-hand": ("markdown", True, True, False, False, False),
}


def create(strand: str, name: str, root: Path | None = None, today: date | None = None) -> Lab:
    """Make ``labs/<strand>/<name>/`` and the teacher guide, in English and Latvian, and return the lab.

    root: the repository, found from the current folder if left out. Raises LabError, and writes nothing, for a strand
    that is not known, a name that is no plain word, or a name that a lab or a guide has already.
    """
    root = Path(root) if root else find_root()
    _refuse(strand, name, root)
    folder, guides = root / "labs" / strand / name, root / "teacher-guides" / "labs"
    values = {"name": name, "strand": strand, "today": f"{today or date.today()}", "content": "0" * 64}
    texts = {
        folder / "lab.yml": _template("lab.yml", values),
        folder / f"{name}.ipynb": _notebook(_template("notebook.txt", values), name),
        folder / f"{name}.lv.po": _template("notebook.lv.po", values),
        folder / "answers.yml": _template("answers.yml", values),
        guides / f"{name}.md": _template("guide.md", values),
        guides / f"{name}.lv.po": _template("guide.lv.po", values),
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    lab = load(folder)
    translate.update(lab)
    text = texts[folder / "lab.yml"].replace(values["content"], versions.content(lab))
    (folder / "lab.yml").write_text(text, encoding="utf-8", newline="\n")
    return load(folder)


def _refuse(strand, name, root):
    if (root / "curriculum" / "strands.yml").is_file():
        known = [one.id for one in curriculum.strands(root)]
    else:
        known = sorted(path.name for path in (root / "labs").iterdir() if path.is_dir())
    if strand not in known:
        raise LabError(f"There is no strand {strand}: choose one of {', '.join(known)}.")
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise LabError(f"“{name}” is not a name for a lab: write small letters a to z, digits and single hyphens, "
                       f"at most {LONGEST_NAME}, such as heat-loss.")
    guides = root / "teacher-guides" / "labs"
    taken = [*(root / "labs").glob(f"*/{name}"), *guides.glob(f"{name}.md"), *guides.glob(f"{name}.??.*")]
    if taken:
        raise LabError(f"The name {name} is taken by {taken[0].relative_to(root).as_posix()}: choose another name.")


def _template(file, values):
    return Template((_TEMPLATES / file).read_text(encoding="utf-8")).substitute(values)


def _notebook(text, name):
    """The notebook that a text with %% lines describes, as the text of its file."""
    import nbformat  # slow to import, and most commands need no notebook

    cells = cells_of(text)
    title = re.search(r"^# (.+)$", cells[0].source, re.MULTILINE)[1]
    metadata = {"daugava": {"lab": name, "language": "en", "minutes": 40, "title": title},
                "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
                "language_info": {"name": "python"}}
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata)) + "\n"


def cells_of(text: str) -> list:
    """The cells that a text in the layout of notebook.txt describes; what stands above the first %% is for people."""
    _, *parts = _CELL.split(text)
    return [_cell(*parts[start:start + 5]) for start in range(0, len(parts), 5)]


def _cell(name, role, points, labels, source):
    import nbformat

    kind, grade, solution, locked, folded, goes_on = _ROLES[role]
    metadata = {}
    if labels:
        metadata["daugava"] = {"labels": labels.removeprefix(" | ").split(" | ")}
    if folded:
        metadata["jupyter"] = {"source_hidden": True}
    if grade is not None:
        metadata["nbgrader"] = {"cell_type": kind, "grade": grade, "grade_id": name, "locked": locked,
                                "schema_version": 3, "solution": solution, "task": False}
        if points:
            metadata["nbgrader"]["points"] = int(points)
    if goes_on:
        metadata["tags"] = ["raises-exception"]
    new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    return new(source.strip("\n"), id=name, metadata=metadata)
