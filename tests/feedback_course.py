"""Courses in both languages, graded and with feedback: what the tests of feedback and of the report look at."""
from contextlib import contextmanager
from pathlib import Path

import grading_course
import nbformat
from grading_course import LAB, ROOT, STAMP
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from daugava import lab

COMMENT = {"en": "Good risk. **What would it cost?**", "lv": "Labs risks. **Cik tas maksātu?**"}
WRONG = {  # whatever the pupil's own numbers are
    "task-profit": "profit_100 = price_eur * 100\nprofit_20 = 0",
    "task-break-even": "from math import ceil\nbadges_a = ceil(machine_eur / (price_eur - part_eur))\nbadges_b = 41"}
DRAWING = """%matplotlib inline
import matplotlib.pyplot as plt
from IPython.display import display, HTML
plt.plot([0, 1], [0, 1])
plt.show()
dot = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
       "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
display(HTML(f'<img src="data:image/png;base64,{dot}"><img src="https://elsewhere.example/a.png">'
             '<script src="https://elsewhere.example/a.js"></script><p style="color:#eee">pale</p>'))"""
PUPILS_TEXT = """#### A deep heading

$E = \\frac{1}{2} m v^2$, a price of $5 and of $6, $$\\text{<script>x</script>} \\le 1$$

![](https://elsewhere.example/b.png) ![](attachment:lost.png) [](https://elsewhere.example)

- [ ] a box

<h6 id="top">a name that is taken</h6><li>alone</li><iframe src="https://elsewhere.example"></iframe>
<link rel="stylesheet" href="https://elsewhere.example/c.css"><font color="yellow">pale</font>

|a|b|
|-|-|
|1|2|"""


class Class:
    """One course with the lab in one language."""

    def __init__(self, folder: Path, language: str):
        self.language, self.assignment = language, f"{LAB}-{language}"
        self.course = grading_course.make(folder, language=language)

    def answered(self, answers: dict) -> nbformat.NotebookNode:
        """The release with these answers: {cell id: source}."""
        nb = nbformat.read(self.course.folder / "release" / self.assignment / f"{LAB}.ipynb", as_version=4)
        for cell in nb.cells:
            cell.source = answers.get(cell.id, cell.source)
        return nb

    def solution(self) -> dict:
        """What the model writes into the gaps."""
        cells = lab.get(LAB, ROOT).notebook(self.language).cells
        return {cell.id: "\n".join(line for line in cell.source.splitlines() if " SOLUTION" not in line)
                for cell in cells if "BEGIN SOLUTION" in cell.source}

    def hand_in(self, pupil: str, work) -> None:
        """Put a notebook, or bytes, where `collect` would."""
        folder = self.course.folder / "submitted" / pupil / self.assignment
        folder.mkdir(parents=True)
        (folder / f"{LAB}.ipynb").write_bytes(work if isinstance(work, bytes) else nbformat.writes(work).encode())
        (folder / "timestamp.txt").write_text(STAMP)

    def grade(self) -> None:
        outcomes = grading_course.run(self.course, assignment=self.assignment, seconds=8)
        assert not [each for each in outcomes.values() if each.error], outcomes

    @contextmanager
    def gradebook(self):
        with Gradebook(f"sqlite:///{self.course.folder / 'gradebook.db'}", self.course.name) as book:
            yield book

    def mark_by_hand(self, pupil: str, score: float) -> None:
        with self.gradebook() as book:
            book.find_grade("decide", LAB, self.assignment, pupil).manual_score = score
            book.find_grade("decide", LAB, self.assignment, pupil).needs_manual_grade = False
            book.find_comment("decide", LAB, self.assignment, pupil).manual_comment = COMMENT[self.language]
            book.db.commit()

    def pages(self) -> dict[str, Path]:
        """{pupil: the page of feedback}, made by nbgrader."""
        outcome = self.course.api().generate_feedback(self.assignment)
        assert outcome["success"], outcome["log"][-1500:]
        return {path.parts[-3]: path for path in (self.course.folder / "feedback").glob(f"*/{self.assignment}/*.html")}


def everybody(folder: Path, language: str) -> Class:
    """Right (1), wrong (2), untouched (3), stopped (4), repaired (5), not a notebook (6), own pictures (7)."""
    room = Class(folder, language)
    right = room.solution()
    room.hand_in("1", room.answered(right))
    room.hand_in("2", room.answered({**right, **WRONG}))
    room.hand_in("3", room.answered({}))
    room.hand_in("4", room.answered({**right, "task-profit": "while True:\n    pass"}))
    mended = room.answered({**right, "check-ai": "x = 1"})
    mended.cells = [cell for cell in mended.cells if cell.id != "check-cost"]
    room.hand_in("5", mended)
    room.hand_in("6", "This is <b>no</b> notebook: https://elsewhere.example".encode())
    drawn = room.answered({**right, "decide": PUPILS_TEXT})
    drawn.cells[5:5] = [new_code_cell(DRAWING, id="own-drawing"), new_markdown_cell(PUPILS_TEXT, id="own-text")]
    room.hand_in("7", drawn)
    room.grade()
    room.mark_by_hand("1", 2.5)
    return room
