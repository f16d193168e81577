"""The version of a lab: three numbers, a change log, and a hash of what pupils and graders get.

``lab.yml`` carries ``version``, ``changes`` (newest first) and ``content``, the hash of that version. Content that
has changed under the same version is a problem; ``./daugava version`` writes all three at once.
"""
from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from itertools import pairwise

import yaml

from daugava import translate
from daugava.lab import Lab, LabError, load
from daugava.problem import Problem, what_and_mend

# major: other cells or points, so that old hand-ins do not fit; minor: other numbers or checks; patch: words.
PARTS = ("major", "minor", "patch")
_CELL_METADATA = ("daugava", "jupyter", "nbgrader", "tags")
_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def content(lab: Lab) -> str:
    """The SHA-256 of the notebooks of all editions, as 64 hexadecimal digits.

    What counts is what a pupil gets or a grader uses: sources, ids, types and the metadata that rule a cell. Outputs,
    execution counts and the layout of the JSON do not. Answers, guides and the rest of lab.yml do not either: they
    may be mended at any time without a class noticing. Raises LabError if a notebook is missing or cannot be read.
    """
    editions = {language: _essence(notebook) for language, notebook in lab.notebooks.items()}
    text = json.dumps(editions, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def problems(lab: Lab) -> list[Problem]:
    """What is wrong with the version of a lab; an empty list if its content is that of its newest change."""
    file = f"labs/{lab.folder.parent.name}/{lab.folder.name}/lab.yml"
    command = f'./daugava version {lab.id} patch "What changed" "Kas mainīts"'
    metadata, entries = lab.metadata, lab.metadata.get("changes")
    listed = isinstance(entries, list) and entries and all(isinstance(entry, dict) for entry in entries)
    if not listed or not metadata.get("content"):
        return [Problem(file, "", "there is no change log with a content hash", f"Run {command}.")]
    found = []
    if entries[0].get("version") != lab.version:
        found.append(Problem(file, "", f"the version is {lab.version}, and the newest change is "
                             f"{entries[0].get('version')}", "Make the two the same; ./daugava version writes both."))
    for newer, older in pairwise(entries):
        if _order(newer) <= _order(older) or str(newer.get("date")) < str(older.get("date")):
            found.append(Problem(file, str(older.get("version")), f"the change stands below {newer.get('version')} "
                                 f"of {newer.get('date')}, which is not newer", "Put the newest change first."))
    try:
        if metadata["content"] != content(lab):
            found.append(Problem(file, "", f"the notebooks have changed since version {lab.version}",
                                 f"When they are as they should be, run {command} "
                                 "(minor for other numbers or checks, major for other cells or points)."))
    except LabError as error:
        found.append(Problem(file, "", *what_and_mend(str(error))))
    return found


def raise_version(lab: Lab, part: str, en: str, lv: str, today: date | None = None) -> Lab:
    """Give a lab with changed notebooks its next version, and return it as it is then.

    part: one of `PARTS`; en and lv: what changed, in both languages. The rest of lab.yml stays as it is written.
    Raises LabError if nothing has changed, if an edition is not up to date, or if lab.yml cannot be edited.
    """
    said = {"en": " ".join(en.split()), "lv": " ".join(lv.split())}
    if part not in PARTS:
        raise LabError(f"There is no part {part} of a version: choose one of {', '.join(PARTS)}.")
    if not all(said.values()):
        raise LabError("A change has no words: say in English and in Latvian what changed.")
    for problem in translate.problems(lab):
        if problem.file.startswith("labs/"):
            raise LabError(f"{problem.file} is not up to date: run ./daugava translate {lab.id}, mend what it says, "
                           "then give the version.")
    new = content(lab)
    if new == lab.metadata.get("content"):
        raise LabError(f"The notebooks of {lab.id} are those of version {lab.version}: "
                       "there is nothing to give a version.")
    entry = {"version": _next(lab, part), "date": f"{today or date.today()}", **said}
    path = lab.folder / "lab.yml"
    text = _edited(path.read_text(encoding="utf-8"), entry, new)
    wanted = {**lab.metadata, "version": entry["version"], "changes": [entry, *lab.changes], "content": new}
    if not _says(text, wanted):
        raise LabError(f"{path} cannot be edited: write `version`, `changes` and `content` as lines of their own, "
                       "each change with a dash on a line of its own.")
    path.write_text(text, encoding="utf-8", newline="\n")
    return load(lab.folder)


def _essence(notebook) -> dict:
    cells = []
    for cell in notebook.cells:
        metadata = {key: cell.metadata[key] for key in _CELL_METADATA if cell.metadata.get(key)}
        cells.append({"id": cell.get("id"), "type": cell.cell_type, "source": cell.source, "metadata": metadata,
                      "attachments": cell.get("attachments") or {}})
    return {"cells": cells, "about": notebook.metadata.get("daugava", {})}


def _order(entry):
    numbers = _NUMBERS.fullmatch(str(entry.get("version")))
    return tuple(map(int, numbers.groups())) if numbers else (-1,)


def _next(lab, part):
    numbers = _NUMBERS.fullmatch(str(lab.version))
    if not numbers:
        raise LabError(f"The lab {lab.id} has the version {lab.version}: write three numbers such as 1.0.0 in lab.yml.")
    place = PARTS.index(part)
    kept = [int(number) for number in numbers.groups()[:place + 1]]
    return ".".join(map(str, [*kept[:-1], kept[-1] + 1] + [0] * (2 - place)))


def _edited(text, entry, new):
    """The text of lab.yml with another version, a change more and another hash; the rest stays letter by letter."""
    text = re.sub(r"^version:[ \t]*\S+", f"version: {entry['version']}", text, count=1, flags=re.MULTILINE)
    if not re.search(r"^changes:", text, re.MULTILINE):
        text = _after("version", text, "changes:  # newest first")
    if not re.search(r"^content:", text, re.MULTILINE):
        text = _after("version", text, f"content: {new}")
    text = re.sub(r"^content:[ \t]*\S+", f"content: {new}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^(changes:)[ \t]*\[[ \t]*\]", r"\1", text, count=1, flags=re.MULTILINE)
    dash = re.search(r"^changes:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ ]*)- ", text, re.MULTILINE)
    indent = dash[1] if dash else "  "
    quoted = {key: json.dumps(entry[key], ensure_ascii=False) for key in entry if key != "version"}
    lines = [f"{key}: {quoted.get(key, entry[key])}" for key in entry]
    item = f"{indent}- " + f"\n{indent}  ".join(lines)
    return _after("changes", text, item)


def _after(key, text, line):
    return re.sub(rf"^{key}:[^\n]*$", lambda found: f"{found[0]}\n{line}", text, count=1, flags=re.MULTILINE)


def _says(text, wanted):
    try:
        return yaml.safe_load(text) == wanted
    except yaml.YAMLError:
        return False
