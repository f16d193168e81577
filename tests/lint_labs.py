"""A small lab with nothing wrong in it, to be broken in one place: a `Draft`, written into a repository of its own.

Texts are pairs of English and Latvian. `Draft.cells` are the cells of the English notebook by id, `said` the Latvian of
every message; the Latvian files are made by `daugava.translate`, as in every lab.
"""

import copy
import json
import shutil
from pathlib import Path

import polib
import yaml
from lint_texts import CODE, GUIDE, LABELS, ORDER, OUTCOMES, PREDICT, ROLES, SAID, TEXTS, UNITS
from running import ROOT

from daugava import translate, versions
from daugava import lab as daugava_lab


def wrong(*names):
    """Wrong answers that show misconceptions."""
    return [{"misconception": name, "code": "cost_50 = 1", "hint": {"en": "What", "lv": "Ko"}} for name in names]


class Draft:
    """The lab before it is written: change it, then `write` it."""

    def __init__(self):
        self.texts, self.order, self.said = dict(TEXTS), list(ORDER), dict(SAID)
        self.cells = {id: {"source": CODE.get(id), "metadata": self._metadata(id)} for id in ORDER}
        self.guide = [list(block) if isinstance(block, list) else block for block in GUIDE]
        self.about = {"lab": "badges", "language": "en", "minutes": 40, "title": "How many badges?"}
        self.said["How many badges?"] = "Cik nozīmīšu?"
        self.answers = {
            "predict": copy.deepcopy(PREDICT),
            "task-cost": {"right": [{"code": "def cost(n):\n    return machine_eur + part_eur * n"},
                                    {"code": "def cost(n):\n    return 80", "level": 0}],
                          "wrong": wrong("every-badge", "only-parts", "one-badge")},
            "task-ai": {"right": [{"code": "cost_50 = 112"}, {"code": "cost_50 = 72 + 40"}],
                        "wrong": wrong("twice", "only-parts", "every-badge")},
        }
        self.lab = {
            "id": "badges", "strand": "enterprise", "version": "0.1.0", "content": None,
            "changes": [{"version": "0.1.0", "date": "2026-11-25", "en": "First version.", "lv": "Pirmā versija."}],
            "title": {"en": "How many badges?", "lv": "Cik nozīmīšu?"},
            "question": {"en": "Do we buy a machine?", "lv": "Vai pirkt mašīnu?"},
            "grades": [7, 8, 9], "minutes": 40, "core_minutes": 32, "code_level": 1, "editions": ["en", "lv"],
            "licence": "CC-BY-4.0", "outcomes": [{"regulation": "MK 747", "code": "M.9.4.2.1."}], "careers": ["2141.4"],
            "tasks": [{"id": "predict", "check": "check-predict", "points": 1},
                      {"id": "task-cost", "check": "check-cost", "points": 2},
                      {"id": "task-ai", "check": "check-ai", "points": 2},
                      {"id": "decide", "points": 3, "by_hand": True}],
            "misconceptions": {name: {"en": "Money.", "lv": "Nauda."}
                               for name in ("every-badge", "only-parts", "one-badge", "twice")},
            "slips": {name: {"en": "Dots.", "lv": "Punkti."} for name in ("not-started", "not-a-choice", "not-run")},
        }
        self.after = []  # what to do with the written lab: functions of its folder

    def code(self, id, old, new, **latvian):
        """Put other code into a cell; `latvian` is said={English: Latvian} for texts that are new."""
        assert old in self.cells[id]["source"], f"{old} is not in {id}"
        self.cells[id]["source"] = self.cells[id]["source"].replace(old, new)
        self.said |= latvian.get("said", {})

    def marks(self, id, **values):
        """Change the metadata of nbgrader in a cell."""
        self.cells[id]["metadata"]["nbgrader"] |= values

    def text(self, id, english=("", ""), latvian=("", "")):
        """Change a cell of text: (old, new) in each language."""
        pair = []
        for text, (old, new) in zip(self.texts[id], (english, latvian), strict=True):
            assert old in text, f"{old} is not in {id}"
            pair.append(text.replace(old, new, 1) if old else text + new)
        self.texts[id] = tuple(pair)

    def guided(self, english=("", ""), latvian=("", "")):
        """Change the guide: every block and row that holds the old text."""
        def change(pair):
            return tuple(text.replace(old, new) if old else text
                         for text, (old, new) in zip(pair, (english, latvian), strict=True))

        assert any(english[0] in pair[0] and latvian[0] in pair[1] for pair in self._pairs()), "not in the guide"
        self.guide = [[change(row) for row in block] if isinstance(block, list) else change(block)
                      for block in self.guide]

    def add(self, id, after, source, latvian=None, **metadata):
        """A further cell: code, or text if there is Latvian for it."""
        self.order.insert(self.order.index(after) + 1, id)
        self.cells[id] = {"source": source, "metadata": metadata}
        if latvian is not None:
            self.texts[id] = (source, latvian)

    def copied(self, id):
        """The metadata of a cell, for another one."""
        return copy.deepcopy(self.cells[id]["metadata"])

    def remove(self, *ids):
        for id in ids:
            self.order.remove(id)

    def move(self, id, after):
        self.order.remove(id)
        self.order.insert(self.order.index(after) + 1, id)

    def write(self, root, shared):
        """Write the lab into an empty repository and return it; `shared` is a folder made by `small_curriculum`."""
        folder = root / "labs" / "enterprise" / "badges"
        guides = root / "teacher-guides" / "labs"
        for place in (folder, guides, root / "src" / "daugava"):
            place.mkdir(parents=True)
        (root / "curriculum").symlink_to(shared / "curriculum")
        (root / "src" / "daugava" / "datasets").symlink_to(shared / "datasets")
        for name, content in (("lab.yml", self.lab), ("answers.yml", self.answers)):
            _write(folder / name, content)
        (folder / "badges.ipynb").write_text(json.dumps(self._notebook(), ensure_ascii=False), encoding="utf-8")
        (guides / "badges.md").write_text(self._guide(), encoding="utf-8")
        pairs = {**self.said, **{english: latvian for english, latvian in self.texts.values()}}
        _catalogue(pairs).save(str(folder / "badges.lv.po"))
        _catalogue(dict(self._pairs())).save(str(guides / "badges.lv.po"))
        translate.update(daugava_lab.load(folder))
        if self.lab["content"] is None:
            self.lab["content"] = self._content(folder)
            _write(folder / "lab.yml", self.lab)
        for change in self.after:
            change(folder)
        return daugava_lab.load(folder)

    @staticmethod
    def _content(folder):
        try:
            return versions.content(daugava_lab.load(folder))
        except daugava_lab.LabError:  # a notebook is broken on purpose
            return "0" * 64

    def _pairs(self):
        return [pair for block in self.guide for pair in (block if isinstance(block, list) else [block])]

    def _guide(self):
        blocks = ["\n".join(row[0] for row in block) if isinstance(block, list) else block[0] for block in self.guide]
        return "\n\n".join(blocks) + "\n"

    def _notebook(self):
        cells = []
        for id in self.order:
            cell = {"cell_type": "markdown" if id in self.texts else "code", "id": id,
                    "metadata": self.cells[id]["metadata"]}
            cell["source"] = self.texts[id][0] if id in self.texts else self.cells[id]["source"]
            cell |= self.cells[id].get("more", {})
            if cell["cell_type"] == "code":
                cell = {"execution_count": None, "outputs": []} | cell
            cells.append(cell)
        return {"cells": cells, "metadata": {"daugava": self.about, "language_info": {"name": "python"}, "kernelspec": {
            "display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}, "nbformat": 4,
            "nbformat_minor": 5}

    @staticmethod
    def _metadata(id):
        role = ROLES.get(id, "by hand" if id == "decide" else "check" if id.startswith("check-") else
                         "answer" if id in CODE else None)
        metadata = {"daugava": {"labels": list(LABELS[id])}} if id in LABELS else {}
        if role is None:
            return metadata
        grade, solution, locked = {"given": (False, False, True), "check": (True, False, True),
                                   "answer": (False, True, False), "by hand": (True, True, False)}[role]
        metadata["nbgrader"] = {"cell_type": "code" if id in CODE else "markdown", "grade": grade, "grade_id": id,
                                "locked": locked, "schema_version": 3, "solution": solution, "task": False}
        if grade:
            metadata["nbgrader"]["points"] = {"check-predict": 1, "decide": 3}.get(id, 2)
        if role in ("check", "answer"):
            metadata["tags"] = ["raises-exception"]
        return metadata


def small_curriculum(folder: Path) -> Path:
    """A small curriculum with the real schemas and word lists, and one entry of each real file that a lab may cite."""
    source, target = ROOT / "curriculum", folder / "curriculum"
    shutil.copytree(source / "schema", target / "schema")
    for file in ("centre.yml", "strands.yml", "words.en.txt", "words.lv.txt"):
        shutil.copy(source / file, target)
    head, *terms = (source / "glossary.csv").read_text(encoding="utf-8").splitlines()
    terms = [term for term in terms if term.startswith(("accelerometer,", "quadratic function,"))]
    assert len(terms) == 2, "terms that no dictionary has"
    (target / "glossary.csv").write_text("\n".join([head, *terms]) + "\n", encoding="utf-8")
    _shorten(source / "careers.yml", target / "careers.yml", "careers", lambda entry: entry["code"] == "2141.4")
    _write(target / "units.yml", UNITS)
    (target / "outcomes").mkdir()
    _shorten(source / "outcomes" / "latvia.yml", target / "outcomes" / "latvia.yml", "outcomes",
             lambda entry: entry["regulation"] == "MK 747" and entry["code"] in OUTCOMES)
    (folder / "datasets").mkdir()
    datasets = yaml.safe_load((ROOT / "src/daugava/datasets/sources.yml").read_text(encoding="utf-8"))
    (folder / "datasets" / "sources.yml").write_text(yaml.safe_dump(datasets[:1], allow_unicode=True), encoding="utf-8")
    return folder


def _shorten(source, target, key, wanted):
    content = yaml.load(source.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    content[key] = [entry for entry in content[key] if wanted(entry)]
    assert content[key], f"nothing to cite is left in {source}"
    target.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _write(path, content):
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")  # JSON is YAML too


def _catalogue(pairs):
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Language": "lv", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
                     "Content-Transfer-Encoding": "8bit"}
    file.extend(polib.POEntry(msgid=english, msgstr=latvian) for english, latvian in pairs.items())
    return file
