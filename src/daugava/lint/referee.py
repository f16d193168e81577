"""What keeps a check from being evaluated outside the pupil's process, or from judging alike every time."""
from __future__ import annotations

import ast

from daugava.lint.rule import rule, several
from daugava.lint.sheet import Cell, Sheet
from daugava.lint.tree import bound, calls, dotted, imported, loads

FORBIDDEN = {"globals", "locals", "vars", "inspect", "get_ipython", "In", "Out", "exec", "eval", "compile",
             "__import__", "breakpoint", "gc", "_", "__", "_oh", "_ih", "_dh", "_i", "__builtins__", "builtins"}
MUTATING = {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "update", "add", "discard",
            "setdefault", "popitem", "fill", "resize", "put", "setflags", "drop_duplicates", "shuffle"}
WRITING = {"warnings", "logging", "sys"}
WORDS = {"plot.number", "plot.euro"}  # what a check may take from plot


@rule("check-quiet", at="master")
def checks_do_not_warn(sheet: Sheet):
    """A check writes nothing to stderr and gives no warning: nbgrader would give 0 points."""
    for cell in _checks(sheet):
        loud = [name.rstrip(".") for name in imported(cell.tree) if name.split(".")[0] in WRITING]
        loud += [dotted(node) for node in ast.walk(cell.tree) if isinstance(node, ast.Attribute)
                 and dotted(node) in ("sys.stderr", "warnings.warn")]
        if loud:
            yield cell, f"it uses {loud[0]}, and a word on stderr costs a pupil the points", (
                "Say it with check, or print it.")


@rule("check-no-figure", at="master")
def checks_draw_nothing(sheet: Sheet):
    """A check draws no figure."""
    for cell in _checks(sheet):
        drawn = [name for name in map(dotted, (call.func for call in calls(cell.tree)))
                 if name.split(".")[0] in ("plot", "live", "plt", "Figure") and name not in WORDS]
        if drawn:
            yield cell, f"it draws ({drawn[0]})", "Put the figure into a cell of its own above the task."


@rule("check-getter", at="master")
def pupils_names_stand_in_lambdas(sheet: Sheet):
    """A check reaches what is the pupil's only through functions without arguments that name it."""
    pupils = _pupils(sheet)
    for cell in _checks(sheet):
        own = set(bound(cell.tree, imports=True))
        bare = [name for name in loads(cell.tree, in_lambdas=False) if name in pupils - own]
        if bare:
            yield cell, f"it reads {several(dict.fromkeys(bare))} directly", (
                f"Write check.number(lambda: {bare[0]}, \"{bare[0]}\"): so a missing name can be explained.")
        named = [node for node in ast.walk(cell.tree) if isinstance(node, ast.Lambda) and _has_arguments(node)
                 and pupils & set(loads(node))]
        if named:
            yield cell, f"`{ast.unparse(named[0])}` has arguments", (
                "Use a function without arguments: lambda: cost(10).")


@rule("check-overwrites", at="master")
def checks_leave_names_alone(sheet: Sheet):
    """A check does not overwrite a pupil's name."""
    pupils = _pupils(sheet)
    for cell in _checks(sheet):
        taken = [name for name in bound(cell.tree) if name in pupils]
        if taken:
            yield cell, f"it overwrites the pupil's {several(taken)}", "Give the value in the check another name."


@rule("check-given", at="master")
def checks_ask_for_the_given_numbers(sheet: Sheet):
    """A check takes the given numbers from variant.given(), whatever a pupil did to their names."""
    numbers = sheet.cell("numbers")
    drawn = set(bound(numbers.tree)) if numbers and calls(numbers.tree, "variant.numbers") else set()
    for cell in _checks(sheet):
        used = [name for name in loads(cell.tree) if name in drawn]
        if used and not calls(cell.tree, "variant.given"):
            yield cell, f"it trusts the pupil's {several(dict.fromkeys(used))}", (
                "Write machine_eur, … = variant.given() at its top, with all names of the cell numbers.")


@rule("check-plain-data", at="master")
def only_plain_data_go_in(sheet: Sheet):
    """Only plain data go into a pupil's function: no lambda, no generator, and nothing is changed in place."""
    pupils = _pupils(sheet)
    for cell in _checks(sheet):
        for call in calls(cell.tree):
            if dotted(call.func).split(".")[0] in pupils:
                odd = [each for each in [*call.args, *(keyword.value for keyword in call.keywords)]
                       if any(isinstance(node, ast.Lambda | ast.GeneratorExp) for node in ast.walk(each))]
                if odd:
                    yield cell, f"`{ast.unparse(odd[0])}` goes into the pupil's {dotted(call.func)}", (
                        "Give it numbers, text, lists, arrays or tables.")
        if changed := _changed(cell, pupils):
            yield cell, f"`{changed}` changes the pupil's data", (
                "Work with a copy in the check, and leave the original alone.")


@rule("check-outside", at="master")
def checks_do_not_look_behind(sheet: Sheet):
    """A check does not look behind the code: no globals, no inspect, no In and Out."""
    for cell in _checks(sheet):
        own = set(bound(cell.tree))
        names = [name for name in loads(cell.tree) if name in FORBIDDEN - own]
        names += [name.rstrip(".") for name in imported(cell.tree) if name.split(".")[0] in FORBIDDEN]
        if names:
            yield cell, f"it uses {names[0]}", "Ask the pupil's function or value for what you need: lambda: cost(10)."


@rule("hidden-data", at="master")
def hidden_tests_use_other_data(sheet: Sheet):
    """Hidden tests use other data than the visible ones."""
    pupils = _pupils(sheet)
    for cell in _checks(sheet):
        shown, hidden = ({ast.unparse(call) for call in calls(tree) if dotted(call.func) in pupils}
                         for tree in (cell.released_tree, cell.hidden_tree))
        if hidden and hidden <= shown:
            yield cell, f"the hidden tests try {several(sorted(hidden))} again", "Use other data there."


def _checks(sheet: Sheet) -> list[Cell]:
    return [cell for cell in sheet.cells if cell.is_check]


def _pupils(sheet: Sheet) -> set[str]:
    """The names that answer cells give to pupils."""
    trees = [tree for cell in sheet.cells if cell.is_answer for tree in (cell.released_tree, cell.tree)]
    return {name for tree in trees for name in bound(tree)}


def _has_arguments(node: ast.Lambda) -> bool:
    arguments = node.args
    return bool(arguments.args or arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg)


def _changed(cell: Cell, pupils: set[str]) -> str | None:
    """The code that changes a pupil's data in place, None if there is none."""
    for node in ast.walk(cell.tree):
        targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else (
            [node.target] if isinstance(node, ast.AugAssign) else [])
        for target in targets:
            if isinstance(target, ast.Subscript | ast.Attribute) and dotted(target.value).split(".")[0] in pupils:
                return ast.unparse(node)
    lambdas = [node for node in ast.walk(cell.tree) if isinstance(node, ast.Lambda)]
    within = {id(call) for node in lambdas for call in calls(node)}
    for call in calls(cell.tree):
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method in MUTATING and (id(call) in within or dotted(call.func).split(".")[0] in pupils):
            return ast.unparse(call)
    return None
