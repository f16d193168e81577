"""Runs test cells outside the pupil's kernel, so that nothing in there can change what they find.

A fork of the warm process takes one submission, then for each of its checks `{"check": source,
"names": […], "most": points}` with the socket of a fork of the pupil's kernel. It answers with the cell's outputs.
Why this holds is said in `referee.md` beside this module.
"""
from __future__ import annotations

import ast
import builtins
import contextlib
import io
import os
import signal
import socket
import sys
import types

import daugava
from daugava.kernels import jail, limits, values, wire
from daugava.lint.tree import bound, loads

SECONDS = 10      # that one answer of the pupil's kernel may take; a check takes twice as long at most
CELL = "<check>"  # the file name of a check's code
_WORDS = {
    "unpassed": {"en": "A test was not passed.", "lv": "Viena pārbaude nav izdevusies."},
    "silent": {"en": "The check could not ask for your answer: Python itself was changed in this notebook.",
               "lv": "Pārbaude nevarēja nolasīt tavu atbildi: šajā darba burtnīcā ir izmainīts pats Python."},
    "slow": {"en": "The check took too long. Is there a loop without an end?",
             "lv": "Pārbaude aizņēma pārāk daudz laika. Vai kodā nav bezgalīga cikla?"},
}


class Silent(BaseException):
    """The pupil's kernel does not answer, or not as an honest one does: "silent", or "slow"."""


def serve(connection: socket.socket, submission: dict, confined: bool = False) -> None:
    """Judge the checks of one submission, `{"locked": [source, …], "pupil": …, "language": …}`, until the grader hangs up.

    `confined`: the checks are not trusted either, because several courses share the warm process.
    """
    os.environ |= {"DAUGAVA_PUPIL": submission["pupil"], "NBGRADER_EXECUTION": "autograde"}  # locked cells draw nothing
    daugava.use(submission["language"])
    limits.apply(limits.Limits(memory_mb=512, cpu_seconds=0), count_processes=False)
    if confined:
        jail.no_way_back()
    sheet = _Referee(submission["locked"])
    while (asked := wire.receive(connection, 1)) is not None:
        request, _, handed = asked
        signal.alarm(2 * SECONDS)  # ends this process; the grader starts another
        with socket.socket(fileno=handed[0]) as kernel:
            verdict = sheet.judge(request["check"], request.get("most"), _Pupil(kernel))
        signal.alarm(0)
        wire.send(connection, {}, values.json.dumps(verdict).encode())


class _Pupil:
    """What the pupil's kernel holds, asked from afar."""

    def __init__(self, connection: socket.socket):
        self.connection = connection
        connection.settimeout(SECONDS)
        self.hidden: list[range] = []  # lines whose questions nobody is to hear of

    def names(self, wanted: list[str]) -> dict:
        """The values of those names that there are."""
        given = self._ask({"get": wanted}).get("values")
        if not isinstance(given, dict):
            raise Silent("silent")
        return {name: self._decoded(given[name]) for name in wanted if name in given}

    def call(self, number: int, positional: tuple, named: dict):
        """What a function returns; an exception comes back as a builtin one of its kind."""
        part = [values.encode(given, self._number) for given in (positional, named)]
        reply = self._ask({"call": number, "positional": part[0], "named": part[1]})
        if "unfit" in reply:
            raise ValueError("the function returns what cannot be judged")
        if "raised" in reply:
            _raise(reply["raised"], self._in_hidden())
        return self._decoded(reply.get("value"))

    def _decoded(self, given):
        try:
            return values.decode(given, lambda number, name: _Function(self, number, name))
        except (values.Unfit, RecursionError):
            raise Silent("silent") from None

    @staticmethod
    def _number(function) -> int:
        if not isinstance(function, _Function):
            raise TypeError("a test cannot hand its own function to a pupil's one")
        return function.number

    def _ask(self, question: dict) -> dict:
        try:
            wire.send(self.connection, {}, values.dumps(question))
            reply = wire.receive(self.connection, most=values.MOST_BYTES + 1000)
            message = None if reply is None else values.json.loads(reply[1])
        except TimeoutError:
            raise Silent("slow") from None
        except (OSError, ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            raise Silent("silent")
        return message

    def _in_hidden(self) -> bool:
        frame = sys._getframe()
        while frame is not None:
            if frame.f_code.co_filename == CELL and any(frame.f_lineno in lines for lines in self.hidden):
                return True
            frame = frame.f_back
        return False


class _Function:
    """Stands in for a function of the pupil's."""

    def __init__(self, pupil: _Pupil, number: int, name: str):
        self.pupil, self.number, self.__name__ = pupil, number, name

    def __call__(self, *positional, **named):
        return self.pupil.call(self.number, positional, named)


def _raise(told, hidden: bool):
    """Raise what the pupil's function raised, in the line of the pupil's cell."""
    if not isinstance(told, dict):
        raise Silent("silent")
    kind = getattr(builtins, str(told.get("kind")), None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = RuntimeError  # SystemExit, KeyboardInterrupt: the pupil's function ended there
    text = str(told.get("text"))[:500]
    if hidden:  # it may name what was asked; `check.started` has to know of an untouched gap all the same
        text = "'ellipsis'" if "ellipsis" in text else "…"
    try:
        error = kind(text)
    except TypeError:
        error = RuntimeError(f"{kind.__name__}")
    if isinstance(error, NameError) and not hidden:
        error.name = str(told.get("name"))
    line = told.get("line")
    line = line if isinstance(line, int) and 0 < line < 10_000 else 1
    exec(compile("\n" * (line - 1) + "raise error", "<pupil>", "exec"), {"error": error})


class _Referee:
    """The tests of one submission; what they define stays for those that follow, as in a notebook."""

    def __init__(self, locked: list[str]):
        """`locked`: the sources of all locked cells that are no tests, in order: they come from the release."""
        self.shell = _shell()
        self.shell._showtraceback = self._show
        self.names, self.fetched, self.ran = self.shell.user_ns, set(), set()
        self.locked = []
        for source in locked:
            with contextlib.suppress(SyntaxError, ValueError):
                tree = _parse(source)
                self.locked.append((tree, set(bound(tree, imports=True)), set(loads(tree))))

    def judge(self, check: str, most: float | None, pupil: _Pupil) -> dict:
        """A check cell's outputs, and what it found; `most`: the points that it can give."""
        self.outputs, self.error, last = [], None, None
        pupil.hidden = hidden_lines(check)
        try:
            tree = _parse(check)
            needed = set(loads(tree)) - set(dir(builtins)) - set(bound(tree, imports=True))
            for name in self.fetched:
                self.names.pop(name, None)
            self._run_locked(needed)
            fetched = pupil.names(sorted(needed - set(self.names)))
            self.fetched = set(fetched)
            self.names.update(fetched)
            last = self._run(_parse(check, last=True))
        except Silent as silent:
            return trouble(silent.args[0], daugava.language())
        return self._verdict(_partial(last, most))

    def _run_locked(self, needed: set[str]) -> None:
        """Run the locked cells that the needed names, and the pupil's own numbers, rest on."""
        chosen = []
        for place in reversed(range(len(self.locked))):
            tree, binds, reads = self.locked[place]
            if binds & needed or _draws(tree):
                chosen.append(place)
                needed = needed | reads
        for place in reversed(chosen):
            if place not in self.ran:
                self.ran.add(place)
                with _quiet(), contextlib.suppress(Exception):  # it rests on what is the pupil's: that is asked for
                    exec(compile(self.locked[place][0], "<locked>", "exec"), self.names)

    def _run(self, tree: ast.Module):
        """Run a check; the value of its last line."""
        self.shell.display_pub.outputs.clear()
        with _quiet() as out:
            try:
                exec(compile(tree, CELL, "exec"), self.names)
            except Silent:
                raise
            except BaseException as error:
                self.error = error
                if isinstance(error, self.shell.custom_exceptions):  # `check.use` says errors in plain words
                    self.shell.CustomTB(type(error), error, error.__traceback__)
                else:
                    self._show(type(error), error, [f"{type(error).__name__}: {error}"])
        if text := out.getvalue()[:100_000]:
            self.outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text})
        self.outputs += [{"output_type": "display_data", "data": shown["data"], "metadata": shown["metadata"] or {}}
                         for shown in self.shell.display_pub.outputs]
        return self.names.pop(LAST, None)

    def _show(self, kind, error, lines, *_):
        """What a check says of an error; never a line of its source."""
        text = str(error) or _WORDS["unpassed"][daugava.language()] if isinstance(error, AssertionError) else "\n".join(map(str, lines))[:2000]
        self.outputs.append(_error(kind.__name__, text))

    def _verdict(self, points: float | None) -> dict:
        if self.error is not None:
            found = {"layer": getattr(self.error, "layer", "not-yet"), "hint": str(self.error)[:1000]}
            if misconception := getattr(self.error, "misconception", None):
                found["misconception"] = misconception
            return {"outputs": self.outputs, "found": found}
        if points is not None:
            self.outputs.append({"output_type": "execute_result", "data": {"text/plain": repr(points)},
                                 "metadata": {}, "execution_count": None})
        return {"outputs": self.outputs, "found": {"layer": "right"}}


def trouble(why: str, language: str) -> dict:
    """The verdict where nothing could be asked: "silent" or "slow"."""
    text = _WORDS[why].get(language, _WORDS[why]["en"])
    return {"outputs": [_error("KernelSilent", text)], "found": {"layer": "stopped", "hint": text}, "trouble": why}


@contextlib.contextmanager
def _quiet():
    """What is printed, and nothing of what is warned of: that costs no marks."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        yield out


LAST = "_daugava_last"  # the value of a test cell's last line: partial credit


def _shell():
    """What `display` and `check` need of IPython, without history or streams."""
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    return InteractiveShell.instance(config=config, display_pub_class=CapturingDisplayPublisher)


def _parse(source: str, last: bool = False) -> ast.Module:
    """The tree of a cell without IPython's own commands; with `last` the last line's value is kept as `LAST`."""
    lines = ["pass" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()]
    tree = ast.parse("\n".join(lines))
    if last and tree.body and isinstance(tree.body[-1], ast.Expr):
        final = tree.body[-1]
        tree.body[-1] = ast.copy_location(ast.Assign([ast.Name(LAST, ast.Store())], final.value), final)
        ast.fix_missing_locations(tree)
    return tree


def hidden_lines(source: str, begin="BEGIN HIDDEN TESTS", end="END HIDDEN TESTS") -> list[range]:
    """The lines of a check's hidden tests, counted from 1."""
    found, start = [], None
    for number, line in enumerate(source.splitlines(), 1):
        if begin in line:
            start = number
        elif end in line and start is not None:
            found.append(range(start, number + 1))
            start = None
    return found


def _draws(tree: ast.AST) -> bool:
    """True for the cell that draws a pupil's constants (`daugava.variant.numbers`)."""
    return any(isinstance(node, ast.Attribute) and node.attr == "numbers" and isinstance(node.value, ast.Name)
               and node.value.id == "variant" for node in ast.walk(tree))


def _partial(value, most) -> float | None:
    """Points that the last line gives; None where it gives none, so that nbgrader counts all."""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, types.ModuleType | values.Opaque):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(number, 0.0), float(most if most is not None else number)) if number == number else 0.0


def _error(name: str, text: str) -> dict:
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [text]}
