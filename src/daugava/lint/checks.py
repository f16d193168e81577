"""What a check says: its layers, its hints, its last word."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Cell, Sheet
from daugava.lint.tree import argument, calls, dicts, dotted, loads, texts

ROADS = 3
OPENING = {"en": "Check: run this cell. It cannot be changed.", "lv": "Pārbaude: izpildi šo šūnu. To nevar mainīt."}
UNKIND = {
    "en": re.compile(r"\byou(?:['’]re| are| were) (?:wrong|mistaken)|\bincorrect\b|\byour mistake\b|\bwrong answer\b|"
                     r"\byou made a mistake\b|^(?:wrong|no)\b[!.,]", re.IGNORECASE),
    "lv": re.compile(r"\bkļūdījies\b|\btu kļūd\w*|\btava kļūda\b|\bnepareiza atbilde\b|^(?:nepareizi|nē)\b[!.,]",
                     re.IGNORECASE),
}
_SILENT = {"check.right", "check.equal", "check.expect", "check.roads", "check.nearly", "check.help", "check.use",
           "print", "display"}


def judging(sheet: Sheet) -> Iterator[Cell]:
    """The checks that judge an answer: all but the one of the prediction."""
    return (cell for cell in sheet.cells if cell.is_check and cell.id != "check-predict" and cell.tree.body)


@rule("check-opening", at="edition")
def checks_say_what_they_are(sheet: Sheet):
    """A check begins with a comment that says what to do with it, the same in every lab."""
    opening = OPENING.get(sheet.language)
    for cell in sheet.cells:
        if cell.is_check and opening and cell.source.split("\n")[0] != f"# {opening}":
            yield cell, "the check does not say what it is", f"Begin it with the comment “# {opening}”."


@rule("check-language", at="edition")
def checks_speak_the_language_of_the_edition(sheet: Sheet):
    """The setup and every check choose the language of the edition."""
    for cell in sheet.cells:
        if cell.is_code and (cell.is_check or cell.id == "setup") and cell.tree.body:
            spoken = _said(cell, "check.use", "language", 0)
            if spoken != [sheet.language]:
                yield cell, f"it does not choose the language {sheet.language}", (
                    f"Write check.use(\"{sheet.language}\") once, before the first message.")


@rule("check-roads", at="master")
def checks_know_misconceptions(sheet: Sheet):
    """Every check has hints for at least 3 named misconceptions."""
    for cell in judging(sheet):
        known = list(dict.fromkeys(name for name, _ in roads(cell)))
        if len(known) < ROADS:
            said = f"only for {several(known)}" if known else "for no misconception"
            yield cell, f"there is a hint {said}", f"Give check.roads at least {ROADS} misconceptions with a hint each."


@rule("road-known", at="lab")
def misconceptions_of_checks_are_in_lab_yml(bench: Bench):
    """Every misconception of a check stands in lab.yml."""
    known = {*bench.lab.metadata.get("misconceptions", {}), *bench.lab.metadata.get("slips", {})}
    for cell in judging(bench.master):
        for name in dict.fromkeys(name for name, _ in roads(cell) if name not in known):
            yield bench.master.file, str(cell), f"lab.yml does not know the misconception {name}", (
                "Add it there, or take the id that is meant.")


@rule("road-question", at="edition")
def hints_ask_a_question(sheet: Sheet):
    """The hint of a misconception describes the road to that number and asks one question."""
    for cell in judging(sheet):
        for name, hints in roads(cell):
            for hint in hints:
                if hint.count("?") != 1:
                    asked = "more than one question" if "?" in hint else "no question"
                    yield cell, f"the hint of {name} asks {asked}", (
                        "Say how one gets that number, then ask one question.")


@rule("hint-kind", at="edition")
def hints_are_kind(sheet: Sheet):
    """No message says "you are wrong"."""
    pattern = UNKIND.get(sheet.language)
    for cell in sheet.cells:
        for node in ast.walk(cell.tree) if cell.is_check and pattern else ():
            said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if found := pattern.search(said):
                yield cell, f"a hint says “{found[0]}”", "Describe the road to that number, not the pupil."


@rule("check-order", at="master")
def layers_stand_in_their_order(sheet: Sheet):
    """The hints of a misconception and "nearly" come before "not yet", which stops at every other answer."""
    for cell in judging(sheet):
        closed = set()
        for node in cell.tree.body:
            call = node.value if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
            name, answer = (dotted(call.func), argument(call, "value", 0)) if call else ("", None)
            answer = answer.id if isinstance(answer, ast.Name) else None
            if name in ("check.roads", "check.nearly") and answer in closed:
                yield cell, f"{name} of {answer} stands below its check.equal and can say nothing", (
                    "Move it above check.equal.")
            elif name == "check.equal" and answer:
                closed.add(answer)


@rule("check-not-yet", at="edition")
def checks_say_not_yet(sheet: Sheet):
    """For an unknown wrong answer a check says "not yet", with a question and where to look."""
    for cell in judging(sheet):
        said = _said(cell, "check.equal", "otherwise", 2) + _said(cell, "check.expect", "otherwise", 1)
        asserts = [node for node in ast.walk(cell.tree) if isinstance(node, ast.Assert)]
        said += [text for node in asserts for text in texts(node.msg, cell.tree)]
        if not any("?" in text for text in said):
            yield cell, "an unknown wrong answer gets no question", (
                "Write check.equal(answer, expected, otherwise=\"Not yet. Start with …: what …?\").")


@rule("check-right", at="master")
def checks_say_why_it_is_right(sheet: Sheet):
    """A right answer is told why it is right."""
    for cell in judging(sheet):
        said = [texts(argument(call, "because", 0), cell.tree) for call in calls(cell.tree, "check.right")]
        if not said or not all(text and len(text[0].split()) >= 4 for text in said):
            yield cell, "a right answer is not told why", "End with check.right(\"Because …\")."


@rule("check-help", at="master")
def checks_help_in_steps(sheet: Sheet):
    """Help comes in steps: hint 1, hint 2, a similar example."""
    for cell in judging(sheet):
        helps = calls(cell.tree, "check.help")
        if not any(len(call.args) >= 2 and argument(call, "example") is not None for call in helps):
            yield cell, "there is no help in steps", (
                "Write check.help(\"hint 1\", \"hint 2\", example=\"a similar example\").")


@rule("assert-message", at="master")
def asserts_say_something(sheet: Sheet):
    """An assert that a pupil's answer can break says something."""
    for cell in sheet.cells:
        silent = [node for node in ast.walk(cell.tree) if isinstance(node, ast.Assert) and node.msg is None]
        if cell.is_check and any(set(loads(node)) - {"check"} for node in silent):
            yield cell, "an assert says nothing when it fails", "Give it a message, or use check.expect."


@rule("check-ending", at="master")
def checks_end_without_a_value(sheet: Sheet):
    """A check does not end in a value: nbgrader would take it for the points (np.float64(1) for none at all)."""
    for cell in sheet.cells:
        last = cell.tree.body[-1] if cell.is_check and cell.tree.body else None
        if isinstance(last, ast.Expr) and not (isinstance(last.value, ast.Call) and dotted(last.value.func) in _SILENT):
            yield cell, "its last line has a value, which nbgrader takes for points", (
                "End with check.right(\"Because …\").")


@rule("tolerance", at="master")
def floats_are_compared_with_a_tolerance(sheet: Sheet):
    """Numbers with decimals are compared with a tolerance."""
    for cell in sheet.cells:
        if not cell.is_check:
            continue
        given = [node for node in ast.walk(cell.tree) if isinstance(node, ast.Assign)
                 and dotted(getattr(node.value, "func", node)) in ("check.number", "check.numbers")]
        read = {target.id for node in given for target in node.targets if isinstance(target, ast.Name)}
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Compare) and _is_exact(node, read):
                yield cell, f"`{ast.unparse(node)}` compares without a tolerance", "Write check.equal or check.close."


def _said(cell: Cell, function: str, name: str, position: int) -> list[str]:
    """The texts that a check gives to a function as one of its arguments."""
    return [text for call in calls(cell.tree, function) for text in texts(argument(call, name, position), cell.tree)]


def roads(cell: Cell) -> Iterator[tuple[str, list[str]]]:
    """The misconceptions that a check looks for: (id, [hint])."""
    for call in calls(cell.tree, "check.roads"):
        for table in dicts(argument(call, "roads", 1), cell.tree):
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    hint = value.elts[-1] if isinstance(value, ast.Tuple) and value.elts else None
                    yield key.value, texts(hint, cell.tree)


def _is_exact(node: ast.Compare, read: set[str]) -> bool:
    """True for == and != of numbers with decimals, and for `in` of a list that has some."""
    if any(isinstance(sign, ast.Eq | ast.NotEq) for sign in node.ops):
        return any(_is_float(each, read) for each in (node.left, *node.comparators))
    listed = isinstance(node.comparators[-1], ast.Tuple | ast.List | ast.Set)
    return listed and isinstance(node.ops[-1], ast.In | ast.NotIn) and _is_float(node.comparators[-1], read)


def _is_float(node, read) -> bool:
    """True for what has decimals or comes from the pupil: 0.5, a / b, a name that check.number filled."""
    return any(isinstance(inner, ast.Constant) and isinstance(inner.value, float)
               or isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div)
               or isinstance(inner, ast.Name) and inner.id in read
               or isinstance(inner, ast.Call) and dotted(inner.func) == "check.number"
               for inner in ast.walk(node) if not isinstance(node, ast.Lambda))
