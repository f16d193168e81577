"""How many minutes the core path of each lab takes, counted from the notebook that pupils get.

    PYTHONPATH=src:tests python tests/benchmarks/lab_times.py

Counts from the first cell to the cell `core-end`, on the level-0 way, and prints minutes beside those on the card and
in the guide's table. A count by one procedure, not a measured lesson: it says whether a lab is far too long or short.
"""
import ast
import re
import sys
from dataclasses import astuple, dataclass, fields
from pathlib import Path

if __name__ == "__main__":  # run from anywhere; under pytest both are on the path already
    ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from lab_paths import ROOT, released

from daugava import lab as labs

WORDS_A_MINUTE = 120      # read slowly, by a second-language reader
SECONDS_A_CELL = 5        # run it and look at what comes
SECONDS_AN_ANSWER = 40    # work it out and type it
SECONDS_A_PROSE_ANSWER = 90
SECONDS_AN_EXPLORATION = 60
SECONDS_A_STOP = 120      # the class talks
LOG_IN_MINUTES = 5


@dataclass
class Counts:
    """What a pupil does on the core path."""

    words: int = 0
    cells: int = 0
    answers: int = 0
    prose: int = 0
    explorations: int = 0
    stops: int = 0

    @property
    def minutes(self) -> float:
        """Minutes by the procedure above, without the log-in."""
        seconds = (self.cells * SECONDS_A_CELL + self.answers * SECONDS_AN_ANSWER + self.prose * SECONDS_A_PROSE_ANSWER
                   + self.explorations * SECONDS_AN_EXPLORATION + self.stops * SECONDS_A_STOP)
        return self.words / WORDS_A_MINUTE + seconds / 60


def counts(notebook) -> Counts:
    """Count the core path of a released notebook; without a cell `core-end` the whole notebook."""
    counted = Counts()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _count_code(cell, counted)
        else:
            counted.words += words(cell.source)
            counted.stops += cell.id.startswith("stop-") or cell.id == "core-end"
            counted.prose += _to_be_written(cell) and "…" in cell.source
        if cell.id == "core-end":
            break
    return counted


def _count_code(cell, counted: Counts) -> None:
    counted.cells += 1
    if not cell.metadata.get("jupyter", {}).get("source_hidden"):
        counted.words += sum(words(comment) for comment in re.findall(r"#(.*)", cell.source))
    tree = ast.parse(cell.source)
    counted.explorations += any(isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
                                and node.value.id == "live" and node.attr != "slider" for node in ast.walk(tree))
    if cell.metadata.get("editable", True):
        gaps, sentences = _gaps(tree)
        counted.answers += gaps
        counted.prose += sentences


def _to_be_written(cell) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def words(text: str) -> int:
    """The words and numbers of a text; signs, lines of tables and addresses behind words are none."""
    return len(re.findall(r"[^\W_][\w.,:/'’–-]*", re.sub(r"\]\([^)]*\)", "]", text)))


def _gaps(tree: ast.Module) -> tuple[int, int]:
    """Dots to replace, and sentences to finish. A function is the longer of two ways where dots stand outside it."""
    outside = [part for node in tree.body if isinstance(node, ast.Assign) for part in ast.walk(node.value)]
    gaps = sum(_is_gap(part) for part in outside)
    if not gaps:
        gaps = sum(_is_gap(part) for node in tree.body if isinstance(node, ast.FunctionDef) for part in ast.walk(node))
    sentences = sum(isinstance(part, ast.Constant) and isinstance(part.value, str) and "..." in part.value
                    and not _is_gap(part) for part in outside)
    return gaps, sentences


def _is_gap(node) -> bool:
    return isinstance(node, ast.Constant) and node.value in (..., "...")


def guide_end(lab, language: str) -> int | None:
    """The minute of the lab at which the guide's table ends the core path; lessons of 40 minutes follow each other."""
    name = lab.id if language == "en" else f"{lab.id}.{language}"
    text = (ROOT / "teacher-guides" / "labs" / f"{name}.md").read_text("utf-8")
    for row in text.splitlines():
        cell = row.split("|")[1] if row.startswith("| ") else ""
        minute = re.search(r"\d+\.?–(\d+)\.?\s*$", cell)
        if minute and re.search(r"core path ends|Pamatceļš beidzas", row):
            lesson = re.search(r"(?:[Ll]esson )?([12])(?:\. stunda)?,", cell)
            return int(minute[1]) + 40 * (int(lesson[1]) - 1 if lesson else 0)
    return None


def table() -> list[tuple]:
    """(lab, language, counts, minutes on the card, core minutes, the guide's minute) of every edition."""
    return [(lab.id, language, counts(released(lab.notebook(language))), lab.metadata["minutes"],
             lab.metadata["core_minutes"], guide_end(lab, language))
            for lab in labs.labs(ROOT) for language in lab.editions]


def main() -> None:
    names = [field.name for field in fields(Counts)]
    print(f"{'lab':22}", *(f"{name:>12}" for name in (*names, "minutes", "with log-in", "core", "guide", "card")))
    for lab, language, counted, card, core, guide in table():
        minutes = round(counted.minutes), round(counted.minutes + LOG_IN_MINUTES)
        numbers = (*astuple(counted), *minutes, core, guide, card)
        print(f"{lab + ' ' + language:22}", *(f"{number or '-':>12}" for number in numbers))


if __name__ == "__main__":
    main()
