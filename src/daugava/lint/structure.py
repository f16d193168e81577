"""Which cells a lab has, and in which order."""
from __future__ import annotations

import re

from daugava.lint.rule import rule, several
from daugava.lint.sheet import Sheet
from daugava.lint.tree import calls

ORDER = ("card", "hook", "predict", "setup", "run", "compare", "explore", "make", "decide", "career", "summary")
CORE = {"en": "core path", "lv": "pamatceļ"}
STOP = {"en": "stop", "lv": "pietur"}
CELL_METADATA = {  # what an author may list in the metadata.daugava of a cell
    "labels": "texts of one word in the code that are translated, such as the name of a line",
    "keep": "texts of the code that are not translated",
    "numbers": "numbers that are given in the text alone, as the English text writes them",
    "files": "files of the class that the cell reads, such as my_survey.csv",
}
_READABLE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MACHINE_MADE = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]+)?")


@rule("notebook", at="edition")
def notebook_can_be_read(sheet: Sheet):
    """Every edition is a valid notebook."""
    if sheet.fault:
        written = "Write the English master." if sheet.language == "en" else f"Run ./daugava translate {sheet.lab.id}."
        yield None, sheet.fault, written if sheet.missing else "Open it in JupyterLab and save it again."


@rule("cell-ids", at="master")
def cell_ids_are_readable(sheet: Sheet):
    """Cell ids are readable and stand once."""
    seen = {}
    for cell in sheet.cells:
        if not _READABLE.fullmatch(cell.id) or _MACHINE_MADE.fullmatch(cell.id):
            yield cell, "the cell id is not a name that a person can read", (
                "Give it small letters and hyphens, such as task-cost or cost-text.")
        elif cell.id in seen:
            yield cell, f"cell {seen[cell.id].number} has the same id", "Give one of the two another id."
        seen.setdefault(cell.id, cell)


@rule("cell-order", at="master")
def cells_stand_in_order(sheet: Sheet):
    """A lab goes from card, hook, predict, setup, run, compare, explore over tasks to make, decide, career, summary."""
    places = {cell.id: cell.number for cell in sheet.cells}
    if missing := [id for id in ORDER if id not in places]:
        yield None, f"there is no cell {several(missing, 'and no cell')}", (
            "Add the cell, or give the one that is meant this id.")
    there = [id for id in ORDER if id in places]
    for before, after in zip(there, there[1:], strict=False):
        if places[before] > places[after]:
            yield sheet.cell(after), f"it stands before {before}", f"Move it behind {before}."
    tasks = [cell for cell in sheet.cells if cell.id.startswith("task-")]
    if not tasks:
        yield None, "there is no task", "Add a cell task-…, and its check-… below it."
    for cell in tasks:
        if not places.get("explore", 0) < cell.number < places.get("make", cell.number + 1):
            yield cell, "the task does not stand between explore and make", "Move it there, with its check."


@rule("check-follows", at="master")
def checks_follow_their_tasks(sheet: Sheet):
    """Every task is followed by its check, and the prediction too."""
    for cell in sheet.cells:
        after = sheet.cells[cell.number] if cell.number < len(sheet.cells) else None
        if cell.is_answer:
            wanted = f"check-{cell.id.removeprefix('task-')}"
            if after is None or after.id != wanted:
                yield cell, f"the next cell is not its check {wanted}", f"Put {wanted} directly below it."
        elif cell.is_check and sheet.task_of(cell) is None:
            name = cell.id.removeprefix("check-")
            yield cell, "it checks no task", f"Add the cell task-{name} above it, or delete the check."


@rule("predict-first", at="master")
def predict_before_any_code(sheet: Sheet):
    """The prediction comes before any other code."""
    first = next((cell for cell in sheet.cells if cell.is_code), None)
    if first and sheet.cell("predict") and first.id != "predict":
        yield first, "there is code before the prediction", (
            "Move it behind check-predict, so that nobody can look first.")


@rule("predict-free", at="master")
def prediction_is_not_judged(sheet: Sheet):
    """A prediction counts for being there, never for being true."""
    check = sheet.cell("check-predict")
    if check is None:
        return
    judging = [f"check.{name}" for name in ("equal", "expect", "nearly", "roads")]
    if calls(check.tree, *judging) or "assert " in check.source:
        yield check, "the prediction is marked for being true", (
            "Ask only for a letter (check.choice) and a reason (check.text).")


@rule("setup-short", at="master")
def setup_is_short(sheet: Sheet):
    """The setup has at most 3 lines."""
    setup = sheet.cell("setup")
    if setup:
        lines = [line for line in setup.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if len(lines) > 3:
            yield setup, f"the setup has {len(lines)} lines", "Keep at most 3; more belongs in src/daugava."


@rule("core-path", at="edition")
def core_path_is_marked(sheet: Sheet):
    """The core path is marked where it begins and where it ends, after the first task and before make."""
    word = CORE.get(sheet.language)
    end = sheet.cell("core-end")
    if end is None:
        yield None, "there is no cell core-end", "Add it where the core path ends: save, submit."
        return
    checks = [cell.number for cell in sheet.cells if cell.is_check and cell.id != "check-predict"]
    make = sheet.cell("make")
    if (checks and end.number < min(checks)) or (make and end.number > make.number):
        yield end, "the core path does not end between the first task and make", "Move core-end there."
    starts = [cell for cell in sheet.between("hook", "predict") if cell.is_text]
    for cells, where in ((starts, "begins"), ([end], "ends")):
        if word and cells and not any(word in cell.prose.casefold() for cell in cells):
            yield cells[-1], f"it does not say that the core path {where} here", f"Say it, with the words “{word}…”."


@rule("stop-lines", at="edition")
def there_are_stop_lines(sheet: Sheet):
    """There are stop lines where the class looks at the projector: cells stop-1, stop-2 and so on."""
    stops = [cell for cell in sheet.cells if re.fullmatch(r"stop-\d+", cell.id)]
    if not stops:
        yield None, "there is no stop line", "Add a Markdown cell stop-1 where pairs swap roles."
    for number, cell in enumerate(stops, 1):
        if cell.id != f"stop-{number}":
            yield cell, f"stop line {number} is called {cell.id}", f"Call it stop-{number}."
        elif STOP.get(sheet.language, "") not in cell.prose.casefold():
            yield cell, "the stop line does not say that it is one", (
                f"Begin it with “{STOP[sheet.language].capitalize()}…”.")


@rule("one-by-hand", at="master")
def one_cell_marked_by_hand(sheet: Sheet):
    """At most one cell of a lab is marked by hand."""
    by_hand = [cell for cell in sheet.cells if cell.is_marked_by_hand]
    for cell in by_hand[1:]:
        yield cell, f"{by_hand[0].id} is marked by hand already", (
            "Keep one, so that a teacher of 28 pupils gets to the end.")


@rule("run-all", at="master")
def run_all_goes_on(sheet: Sheet):
    """Every cell can be reached by "run all above": an answer or check that stops does not stop the notebook."""
    for cell in sheet.cells:
        if (cell.is_answer or cell.is_check) and "raises-exception" not in cell.tags:
            yield cell, "“run all” stops here as long as the answer is not right", (
                "Give the cell the tag raises-exception.")


@rule("clean", at="master")
def nothing_is_stored(sheet: Sheet):
    """Notebooks are committed without outputs and execution counts."""
    for cell in sheet.cells:
        if cell.is_code and (cell.raw.get("outputs") or cell.raw.get("execution_count") is not None):
            yield cell, "an output or a number of a run is stored", "Clear all outputs and save the notebook."


@rule("cell-metadata", at="master")
def own_metadata_are_known(sheet: Sheet):
    """The metadata.daugava of a cell lists texts under names that something reads."""
    for cell in sheet.cells:
        for name, listed in cell.own.items():
            if name not in CELL_METADATA:
                yield cell, f"nothing reads metadata.daugava.{name}", (
                    f"Take it out, or write {several(CELL_METADATA, 'or')}.")
            elif not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
                yield cell, f"metadata.daugava.{name} is no list of texts", (
                    f'Write it so: {{"daugava": {{"{name}": ["…"]}}}}.')


@rule("about", at="edition")
def notebook_says_what_it_is(sheet: Sheet):
    """The metadata of a notebook name its lab, language, title and minutes, as lab.yml does, and the Python kernel."""
    about = sheet.raw.get("metadata", {}).get("daugava", {})
    metadata = sheet.lab.metadata
    wanted = {"lab": sheet.lab.id, "language": sheet.language, "minutes": metadata.get("minutes"),
              "title": metadata.get("title", {}).get(sheet.language)}
    for key, value in wanted.items():
        if about.get(key) != value:
            yield None, f"metadata.daugava.{key} is {about.get(key)!r}, and lab.yml says {value!r}", (
                "Make them the same.")
    kernel = sheet.raw.get("metadata", {}).get("kernelspec", {}).get("name")
    if kernel != "python3":
        yield None, f"the kernel is {kernel!r}", "Choose the kernel python3."
