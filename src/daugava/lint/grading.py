"""nbgrader's metadata and its lines: schema, flags, points, solution and hidden tests."""
from __future__ import annotations

import re

from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Cell, Sheet

KINDS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")
KEYS = {"schema_version", "grade", "grade_id", "locked", "solution", "task", "points", "cell_type"}
_LINE = re.compile(rf"###\s?(BEGIN|END) ({'|'.join(KINDS)})")
_FLAGS = {  # grade, solution, locked
    "check": (True, False, True),
    "answer": (False, True, False),
    "answer by hand": (True, True, False),
    "given": (False, False, True),
}
_MEND = {
    "check": "A check is graded and locked, and is no solution.",
    "answer": "An answer is a solution, not graded and not locked.",
    "answer by hand": "An answer marked by hand is graded and a solution, not locked.",
    "given": "A cell that is given is locked only.",
}


@rule("marks-schema", at="master")
def marks_follow_the_schema(sheet: Sheet):
    """nbgrader's metadata follow schema 3, and the grade id is the cell id."""
    for cell in sheet.cells:
        marks = cell.marks
        if not marks:
            continue
        if marks.get("grade_id") != cell.id:
            yield cell, f"the grade id is {marks.get('grade_id')!r}", "Make it the same as the cell id."
        elif marks.get("schema_version") != 3:
            yield cell, f"the schema version is {marks.get('schema_version')!r}", "Write 3."
        elif extra := set(marks) - KEYS:
            yield cell, f"nbgrader does not know {several(sorted(extra))}", (
                "Put own keys beside nbgrader, into daugava.")
        elif wrong := [key for key in ("grade", "locked", "solution", "task") if not isinstance(marks.get(key), bool)]:
            yield cell, f"{several(wrong)} must be true or false", "Write one of the two."
        elif marks.get("cell_type", cell.kind) != cell.kind:
            yield cell, f"nbgrader takes it for a {marks['cell_type']} cell", f"Write {cell.kind}."


@rule("marks-flags", at="master")
def marks_fit_the_cell(sheet: Sheet):
    """Checks are graded and locked, answers are solutions, given cells are locked."""
    for cell in sheet.cells:
        role = _role(cell, sheet)
        if role is None:
            continue
        flags = tuple(bool(cell.marks.get(key)) for key in ("grade", "solution", "locked"))
        if flags != _FLAGS[role] or cell.marks.get("task"):
            yield cell, "the marks for nbgrader do not fit this cell", _MEND[role]


@rule("points", at="lab")
def points_agree(bench: Bench):
    """Every graded cell gives the points that lab.yml says, more than none, and no other cell does."""
    tasks = {task.get("check", task["id"]): task["points"] for task in bench.lab.metadata.get("tasks", ())}
    file = bench.master.file
    if bench.master.fault:
        return
    for cell in bench.master.cells:
        points = cell.marks.get("points")
        graded = bool(cell.marks.get("grade"))
        if graded and not (isinstance(points, int | float) and points > 0):
            yield file, str(cell), f"it gives {points if points is not None else 'no'} points", "Give at least 1 point."
        elif graded and tasks.get(cell.id) != points:
            said = f"lab.yml says {tasks[cell.id]}" if cell.id in tasks else "lab.yml does not know it"
            yield file, str(cell), f"it gives {points} points, and {said}", "Make the two the same."
        elif points and not graded and _role(cell, bench.master) in (None, "given"):
            yield file, str(cell), "it has points and is not graded", "Take the points away."
    for name in tasks:
        if bench.master.cell(name) is None:
            yield bench.lab_file, name, "the notebook has no such cell", (
                "Add the cell, or take the task out of lab.yml.")


@rule("delimiters", at="edition")
def delimiters_are_balanced(sheet: Sheet):
    """The lines BEGIN … and END … come in pairs, one after the other, in the right cells."""
    for cell in sheet.cells:
        open_kind = None
        for sign, kind in _LINE.findall(cell.source):
            if sign == "BEGIN" and open_kind:
                yield cell, f"BEGIN {kind} stands inside {open_kind}", f"Close it first with ### END {open_kind}."
                break
            if sign == "END" and open_kind != kind:
                yield cell, f"END {kind} closes nothing", f"Write ### BEGIN {kind} above it."
                break
            open_kind = kind if sign == "BEGIN" else None
        else:
            if open_kind:
                yield cell, f"BEGIN {open_kind} is not closed", f"Write ### END {open_kind} below it."
                continue
            yield from _misplaced(cell, sheet)


def _misplaced(cell: Cell, sheet: Sheet):
    kinds = {kind for _, kind in _LINE.findall(cell.source)}
    answer = cell.is_answer or _role(cell, sheet) == "answer by hand"
    if "SOLUTION" in kinds and not answer:
        yield cell, "there is a solution in a cell that is no answer", "Take it out: pupils would get it."
    if "HIDDEN TESTS" in kinds and not cell.is_check:
        yield cell, "there are hidden tests in a cell that is no check", "Move them into the check."
    if re.search(r"\b(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)", _LINE.sub("", cell.source)):
        yield cell, "a line BEGIN or END is misspelled", (
            "Write ### BEGIN SOLUTION and ### END SOLUTION, with ### and one space.")


@rule("solution-gap", at="edition")
def solutions_leave_a_gap(sheet: Sheet):
    """An answer cell has a solution, and a gap (...) or a beginning above it that stays for the pupil."""
    for cell in sheet.cells:
        if not (cell.is_answer or _role(cell, sheet) == "answer by hand"):
            continue
        before, found, _ = cell.source.partition("### BEGIN SOLUTION")
        if not found:
            yield cell, "there is no solution", "Write one between ### BEGIN SOLUTION and ### END SOLUTION."
        elif not re.search(r"\.\.\.|…", before):
            yield cell, "no gap stands above the solution", "Write a line with ... above it, such as badges = ...."


def _role(cell: Cell, sheet: Sheet) -> str | None:
    """What a cell is for nbgrader; None for text and for cells that pupils try things in."""
    if cell.is_check:
        return "check"
    if cell.is_answer:
        return "answer"
    by_hand = [task["id"] for task in sheet.lab.metadata.get("tasks", ()) if task.get("by_hand")]
    if cell.is_text and (cell.id in by_hand or cell.marks.get("grade") or cell.marks.get("solution")):
        return "answer by hand"
    if cell.marks or (cell.is_code and cell.id in ("setup", "numbers", "run", "explore")):
        return "given"
    return None
