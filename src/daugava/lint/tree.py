"""Reading Python code without running it."""
from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def dotted(node: ast.AST) -> str:
    """A name with its dots, such as "check.equal"; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    """The calls of functions with these dotted names, or of all; "plot.*" stands for every function of plot."""
    def fits(name):
        return not names or name in names or f"{name.rpartition('.')[0]}.*" in names

    return [call for name, call in _calls(tree) if fits(name)]


@functools.lru_cache(maxsize=10_000)  # many rules look at the same cell
def _calls(tree):
    return [(dotted(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """An argument by its name or its position, None if it is not given."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position is not None and position < len(call.args) else None


def bound(tree: ast.Module, imports: bool = False) -> list[str]:
    """The names that a cell leaves behind, in their order: assignments and definitions, imports only if asked."""
    found = []
    for node in _outside_functions(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found.append(node.name)
        elif imports and isinstance(node, ast.Import | ast.ImportFrom):
            found += [alias.asname or alias.name.split(".")[0] for alias in node.names]
    return list(dict.fromkeys(found))


def loads(tree: ast.AST, in_lambdas: bool = True) -> list[str]:
    """The names that are read, once for each time; those inside lambdas only if asked."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Lambda) and not in_lambdas:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.append(node.id)
        found += loads(node, in_lambdas)
    return found


def texts(node: ast.AST | None, tree: ast.Module) -> list[str]:
    """The constant strings that an expression can be; a name stands for what the cell assigns to it."""
    if node is None:
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return [text for value in assigned(node.id, tree) for text in texts(value, tree)]
    if isinstance(node, ast.IfExp):
        return texts(node.body, tree) + texts(node.orelse, tree)
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)]
    return []


def assigned(name: str, tree: ast.Module) -> list[ast.expr]:
    """What a cell assigns to a name."""
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)
            for target in node.targets if isinstance(target, ast.Name) and target.id == name]


def dicts(node: ast.AST | None, tree: ast.Module) -> list[ast.Dict]:
    """The dict displays that an expression can be."""
    if isinstance(node, ast.Name):
        return [value for value in assigned(node.id, tree) if isinstance(value, ast.Dict)]
    return [node] if isinstance(node, ast.Dict) else []


def constants(tree: ast.AST) -> set[float]:
    """The numbers that stand in the code, without their signs."""
    return {abs(float(node.value)) for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
            and not isinstance(node.value, bool)}


def is_literal(node: ast.AST) -> bool:
    """True for numbers, texts, the dots, and lists and tuples of them."""
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub | ast.UAdd) and is_literal(node.operand)
    if isinstance(node, ast.Tuple | ast.List):
        return all(is_literal(item) for item in node.elts)
    return isinstance(node, ast.Constant)


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported, with their dots: "from urllib import request" gives "urllib.request"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes whose names belong to the cell: not those inside functions and comprehensions."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda, *LOOPS)):
            yield from _outside_functions(node)
