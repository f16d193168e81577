"""Code that pupils read and run: short, self-contained, nothing from outside."""
from __future__ import annotations

import ast
import math
import re

from daugava.lint.rule import rule, several
from daugava.lint.sheet import Cell, Sheet
from daugava.lint.tree import FUNCTIONS, argument, bound, calls, dotted, imported

LINES = 12
NAMES = 8
SETS = 14  # so that of 28 pupils at most two share one
NETWORK = {"socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "websocket",
           "pyodide", "urllib3", "telnetlib", "xmlrpc", "webbrowser"}
SYSTEM = {"subprocess", "shutil", "ctypes", "multiprocessing", "tempfile", "pickle", "sqlite3"}
_FILE_CALLS = re.compile(
    r"(?:^|\.)(?:open|read_\w+|to_(?:csv|excel|json|parquet|pickle|html|markdown)|load|loadtxt|genfromtxt|fromfile|"
    r"savetxt|savez?|savefig|write_text|write_bytes|tofile)$")
_RANDOM = re.compile(r"^(?:np|numpy)\.random\.(?!default_rng|seed|Generator|RandomState|SeedSequence)\w+$|"
                     r"^random\.(?!seed|Random|SystemRandom)\w+$")
_MEANING = re.compile(r"(?<![\w.])([A-Za-z]\w*)\s*(?:=|:|–)\s*\S")


@rule("code-runs", at="master")
def code_is_python(sheet: Sheet):
    """Every code cell is plain Python, with its solution and without it."""
    for cell in sheet.cells:
        for source, what in ((cell.source, "the code"), (cell.released, "what a pupil gets")) if cell.is_code else ():
            try:
                ast.parse(source)
            except (SyntaxError, ValueError) as error:
                line = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
                yield cell, f"{what} is not plain Python{line}", (
                    "Mend it; there are no % and ! lines, and the gap ... stands above the solution.")
                break


@rule("cell-lines", at="master")
def code_is_short(sheet: Sheet):
    """A code cell has at most 12 lines for pupils to read, its check aside."""
    for cell in sheet.cells:
        if cell.is_code and not cell.is_check:
            lines = [line for line in cell.released.splitlines() if line.strip()]
            if len(lines) > LINES:
                yield cell, f"a pupil has {len(lines)} lines to read, {LINES} is the most", (
                    "Move code into src/daugava.")


@rule("few-names", at="master")
def names_are_few(sheet: Sheet):
    """At most 8 English names are given in a lab."""
    names = _given_names(sheet)
    if len(names) > NAMES:
        yield _given(sheet)[-1], f"{len(names)} English names are given: {several(names)}", f"Keep at most {NAMES}."


@rule("name-meaning", at="master")
def names_have_a_meaning(sheet: Sheet):
    """Every name that a pupil meets is explained: beside the setup or the numbers, or in a comment behind it."""
    known = _given_names(sheet)
    for cell in sheet.cells:
        if cell in _given(sheet) or cell.is_answer:
            tree = cell.released_tree
            names = [*bound(tree), *(each.arg for node in ast.walk(tree) if isinstance(node, FUNCTIONS)
                                     for each in node.args.args)]
            explained = _commented(cell, sheet)
            bare = [name for name in dict.fromkeys(names) if not name.startswith("my_") and name not in explained
                    and (cell in _given(sheet) or name not in known)]
            if bare:
                yield cell, f"nothing explains {several(bare)}", "Write a comment behind it: # the cost, in euros."


@rule("own-numbers", at="master")
def numbers_differ_by_pupil(sheet: Sheet):
    """Constants come from the class number (variant.numbers), so that a class of 28 does not share one answer."""
    draws = [(cell, call) for cell in sheet.cells for call in calls(cell.tree, "variant.numbers")]
    if not draws and sheet.cells:
        yield None, "every pupil has the same numbers", (
            "Draw them in a cell numbers: tank_l, = variant.numbers(tank_l=(60, 120, 240)), several values for each.")
    for cell, call in draws:
        sizes = [len(each.value.elts) for each in call.keywords if isinstance(each.value, ast.Tuple | ast.List)]
        if len(sizes) == len(call.keywords) and 0 not in sizes and (sets := math.lcm(*sizes)) < SETS:
            yield cell, f"there are {sets} different sets of numbers for a class", (
                f"Make at least {SETS}: numbers of values without a common divisor multiply, such as 5 and 4.")


@rule("no-network", at="master")
def nothing_from_the_network(sheet: Sheet):
    """No code cell reaches the network or another program."""
    for cell in sheet.cells:
        for name in imported(cell.tree):
            if name.split(".")[0] in NETWORK | SYSTEM:
                yield cell, f"it imports {name.rstrip('.')}", "Use data that travel with the lab: daugava.data."
        addresses = [node.value for node in ast.walk(cell.tree) if isinstance(node, ast.Constant)
                     and isinstance(node.value, str) and re.match(r"(?:https?|ftp)://\S+$", node.value)]
        called = [dotted(call.func) for call in calls(cell.tree)]
        system = [name for name in called if re.match(r"os\.(?!path|environ)", name)]
        for found in (*addresses, *system):
            yield cell, f"it reaches outside: {found}", "Use data that travel with the lab: daugava.data."


@rule("no-input", at="master")
def nothing_is_asked(sheet: Sheet):
    """No code cell waits for the keyboard."""
    for cell in sheet.cells:
        if calls(cell.tree, "input", "getpass.getpass", "getpass"):
            yield cell, "it waits for the keyboard (input)", "Give a name to fill in: badges = ..."


@rule("no-files", at="master")
def no_files(sheet: Sheet):
    """No code cell writes a file, or reads one that is not declared; data come from daugava.data."""
    for cell in sheet.cells:
        for call in calls(cell.tree):
            name = dotted(call.func) or getattr(call.func, "attr", "")
            if not _FILE_CALLS.search(name) or name.startswith(("data.", "daugava.data.")):
                continue
            first = argument(call, "", 0)
            own = isinstance(first, ast.Constant) and first.value in cell.listed("files")
            if not own or _writes(call, name):
                yield cell, f"it opens a file ({name})", (
                    "Use daugava.data; a class's own CSV is declared in metadata.daugava.files of the cell.")


@rule("seeds", at="master")
def random_numbers_have_a_seed(sheet: Sheet):
    """Random numbers are the same in every run: the generator has a fixed seed."""
    seeds = ("random.seed", "np.random.seed", "numpy.random.seed")
    seeded = any(call.args for cell in sheet.cells for call in calls(cell.tree, *seeds))
    for cell in sheet.cells:
        for call in calls(cell.tree):
            name = dotted(call.func)
            generator = name.rpartition(".")[2] in ("default_rng", "RandomState", "Random")
            if (generator and not (call.args or call.keywords)) or (_RANDOM.match(name) and not seeded):
                yield cell, f"{name} gives other numbers in every run", (
                    "Give it a seed: rng = np.random.default_rng(2026).")


def _given(sheet: Sheet) -> list[Cell]:
    """The cells that explain names: setup and numbers."""
    return [cell for cell in sheet.cells if cell.id in ("setup", "numbers")]


def _given_names(sheet: Sheet) -> list[str]:
    """The names that setup and numbers give or explain, each once."""
    return list(dict.fromkeys(
        name for cell in _given(sheet) for name in (*bound(cell.tree), *_explained(cell, sheet))))


def _explained(cell: Cell, sheet: Sheet) -> list[str]:
    """The names that a comment alone on its line explains ("# n = number of badges"), or the text above."""
    lines = cell.source.splitlines()
    alone = [text for line, text in cell.comments.items() if lines[line - 1].lstrip().startswith("#")]
    found = [name for text in alone for name in _MEANING.findall(text) if name.islower() or "_" in name]
    above = sheet.cells[cell.number - 2] if cell.number > 1 else cell
    return found + (re.findall(r"`([A-Za-z]\w*)` +\w", above.source) if above.is_text else [])


def _commented(cell: Cell, sheet: Sheet) -> set[str]:
    """The names that a comment on their line, or alone above it, explains."""
    lines = cell.source.splitlines()
    found = set(_explained(cell, sheet))
    for number, line in enumerate(lines, 1):
        code = line.split("#")[0]
        above = number > 1 and lines[number - 2].lstrip().startswith("#") and "###" not in lines[number - 2]
        if number in cell.comments or above:
            found |= set(re.findall(r"[^\W\d]\w*", code))
    return found


def _writes(call: ast.Call, name: str) -> bool:
    mode = argument(call, "mode", 1)
    wrote = isinstance(mode, ast.Constant) and isinstance(mode.value, str) and set(mode.value) & set("wax+")
    return bool(re.search(r"write|\bto_|save|tofile", name) or (name.endswith("open") and wrote))
