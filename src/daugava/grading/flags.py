"""What a teacher should look at in a submission: parts of Python that no task needs. It never changes the points."""
from __future__ import annotations

import ast

from nbgrader.utils import is_locked

from daugava.lint.tree import dotted

MODULES = {"os", "sys", "subprocess", "ctypes", "inspect", "gc", "importlib", "builtins", "socket", "signal", "threading",
           "multiprocessing", "shutil", "pathlib", "pickle", "asyncio", "traceback", "urllib", "requests", "zmq",
           "IPython", "ipykernel", "nbgrader", "sqlite3", "atexit", "resource", "types"}
NAMES = {"get_ipython", "In", "Out", "__import__", "eval", "exec", "compile", "globals", "locals", "vars", "open",
         "setattr", "delattr", "breakpoint", "__builtins__", "SystemExit", "KeyboardInterrupt", "BaseException"}
OWN = {"check", "variant", "live", "plot", "np", "numpy", "pd", "pandas", "plt", "data"}  # nobody writes into these


def seen(nb) -> list[dict]:
    """Flags of a notebook's unlocked code cells: `{"code": "python", "cell": id, "what": name}`, each name once."""
    found = []
    for cell in nb.cells:
        if cell.cell_type == "code" and not is_locked(cell):
            found += [{"code": "python", "cell": cell.id, "what": what} for what in dict.fromkeys(_named(cell.source))]
    return found


def _named(source: str):
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (name for name in names if name.split(".")[0] in MODULES)
        elif isinstance(node, ast.Name) and node.id in NAMES:
            yield node.id
        elif isinstance(node, ast.Attribute) and node.attr.startswith("__") and node.attr != "__name__":
            yield node.attr
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and dotted(node).split(".")[0] in OWN:
            yield dotted(node)
