"""The code level of a lab: nothing above it in code that pupils write or read."""
from __future__ import annotations

import ast

from daugava.lint.rule import rule
from daugava.lint.sheet import Bench, Cell, Sheet
from daugava.lint.tree import is_literal

MEANING = {0: "numbers and texts", 1: "expressions, variables, calls", 2: "functions and loops", 3: "algorithms"}
_LEVEL_1 = {ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Import, ast.ImportFrom}
_LEVEL_2 = _LEVEL_1 | {ast.FunctionDef, ast.Return, ast.If, ast.For, ast.While, ast.Break, ast.Continue, ast.Pass,
                       ast.Assert}
_ABOVE_1 = {ast.IfExp: "if … else in one line", ast.ListComp: "a loop in one line", ast.SetComp: "a loop in one line",
            ast.DictComp: "a loop in one line", ast.GeneratorExp: "a generator", ast.Lambda: "a lambda",
            ast.NamedExpr: ":="}
_ABOVE_2 = {node: name for node, name in _ABOVE_1.items() if node in (ast.GeneratorExp, ast.Lambda, ast.NamedExpr)} | {
    ast.Yield: "yield", ast.YieldFrom: "yield", ast.Await: "await"}
_NAMES = {ast.FunctionDef: "a function (def)", ast.If: "if", ast.For: "a loop (for)", ast.While: "a loop (while)",
          ast.Try: "try", ast.With: "with", ast.ClassDef: "a class", ast.Assert: "assert", ast.Return: "return",
          ast.Import: "an import", ast.ImportFrom: "an import", ast.AugAssign: "a calculation"}


@rule("code-level", at="master")
def code_stays_at_its_level(sheet: Sheet):
    """Nothing above the code level of the lab stands in a pupil's cell or in its solution."""
    level = sheet.lab.metadata.get("code_level")
    for cell in sheet.cells:
        above = _above(cell, level) if cell.is_pupils and level in (0, 1, 2) else None
        if above:
            yield cell, f"{above} is above code level {level} ({MEANING[level]})", (
                "Say it with less, or move the code into a locked cell or src/daugava.")


@rule("level-0-path", at="lab")
def every_task_can_be_done_with_numbers(bench: Bench):
    """Every task can be answered with numbers in place of code, with the same marks."""
    for task in bench.judged:
        answers = (bench.answers.get(task["id"]) or {}).get("right") or []
        cell = bench.master.cell(task["id"])
        given = {ast.dump(node) for node in cell.released_tree.body} if cell else set()
        plain = [answer for answer in answers
                 if answer.get("level") == 0 or _only_values(str(answer.get("code", "")), given)]
        if answers and not plain:
            yield bench.answers_file, task["id"], "no right answer does without code", (
                "Add one with numbers only, or mark the one that a slider or a calculator gives with `level: 0`.")


def _above(cell: Cell, level: int) -> str | None:
    """The first thing in a cell that is above the level, in words; None if there is none."""
    if not cell.released_tree.body:
        return None  # code-runs says so
    given = {node.name for node in cell.released_tree.body if isinstance(node, ast.FunctionDef)}
    for node in cell.tree.body:
        frame = level == 1 and isinstance(node, ast.FunctionDef) and node.name in given
        # A function that is given leaves the pupil an expression to fill in.
        above = _in_frame(node) if frame else _first(node, level)
        if above:
            return above
    return None


def _in_frame(function):
    for node in function.body:
        if not isinstance(node, ast.Return) and (above := _first(node, 1)):
            return above
        for inner in ast.walk(node):
            if type(inner) in _ABOVE_1:
                return _ABOVE_1[type(inner)]
    return None


def _first(node, level):
    if level == 0:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return None
        if isinstance(node, ast.Assign) and is_literal(node.value):
            return None
        return _NAMES.get(type(node), "a calculation")
    for inner in ast.walk(node):
        statement = isinstance(inner, ast.stmt) and type(inner) not in (_LEVEL_1 if level == 1 else _LEVEL_2)
        expression = type(inner) in (_ABOVE_1 if level == 1 else _ABOVE_2)
        if statement or expression:
            kind = type(inner)
            return _NAMES.get(kind) or _ABOVE_1.get(kind) or _ABOVE_2.get(kind) or kind.__name__
    return None


def _only_values(code: str, given: set[str]) -> bool:
    """True for an answer that only gives values to names; what stands in the released cell may stay."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError):
        return False
    own = [node for node in body if ast.dump(node) not in given]
    return bool(own) and all(isinstance(node, ast.Assign) and is_literal(node.value) for node in own)
