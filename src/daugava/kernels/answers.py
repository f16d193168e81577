"""The pupil's side of the referee: a fork of the kernel says what names hold and calls functions, then is thrown away.

All this runs in the pupil's process, so the pupil may change it: what it says is only ever an answer, right or wrong.
"""
from __future__ import annotations

import builtins
import io
import os
import signal
import socket
import sys
import traceback

from daugava.kernels import values, wire

CALL = "__import__('daugava.kernels.answers', fromlist=['answer']).answer()"  # what the grader has the kernel evaluate
SECONDS = 10  # that the referee may take to ask
channel: int | None = None  # the open socket by which the grader hands over one for each check
_child: int | None = None


def answer() -> None:
    """Say what names hold, by the socket that waits in the channel; fork a child that answers for their functions.

    Only a fork costs time, and only a call runs code, so there is none where all names are plain values.
    """
    global _child
    if _child is not None:
        os.kill(_child, signal.SIGKILL)
        os.waitpid(_child, 0)
        _child = None
    with socket.socket(fileno=os.dup(channel)) as waiting:
        _, _, (handed,) = wire.receive(waiting, 1)
    with socket.socket(fileno=handed) as connection:
        connection.settimeout(SECONDS)
        answers = _Answers(sys.modules["IPython"].get_ipython().user_ns, connection)
        if answers.once() and answers.functions:
            _child = os.fork()
            if _child == 0:
                try:
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                    sys.stdout = sys.stderr = io.StringIO()  # the kernel's own threads are not in this fork
                    connection.settimeout(None)
                    while answers.once():
                        sys.stdout.seek(0)
                        sys.stdout.truncate()
                finally:
                    os._exit(0)


class _Answers:
    """What one check asks of a namespace."""

    def __init__(self, names: dict, connection: socket.socket):
        self.names, self.connection, self.functions = names, connection, []

    def once(self) -> bool:
        """Answer one question; False when the referee has heard enough."""
        asked = wire.receive(self.connection)
        if asked is None:
            return False
        request = values.json.loads(asked[1])
        try:
            reply = values.dumps(self._call(request) if "call" in request else self._get(request["get"]))
        except (values.Unfit, RecursionError, MemoryError):
            reply = values.dumps({"unfit": True})
        wire.send(self.connection, {}, reply)
        return True

    def _get(self, names):
        return {"values": {name: self._encoded(self.names[name]) for name in names if name in self.names}}

    def _encoded(self, value):
        try:
            return values.encode(value, self._number)
        except (values.Unfit, RecursionError):
            return {"object": type(value).__name__[:80]}

    def _number(self, function) -> int:
        self.functions.append(function)
        return len(self.functions) - 1

    def _call(self, request):
        positional, named = (values.decode(request[part], lambda number, _: self.functions[number])
                             for part in ("positional", "named"))
        try:
            return {"value": values.encode(self.functions[request["call"]](*positional, **named), self._number)}
        except values.Unfit:
            raise
        except BaseException as error:
            return {"raised": _described(error)}


def _described(error: BaseException) -> dict:
    """An exception as plain data: a builtin one of the same kind can be made of it."""
    kind = next((base for base in type(error).__mro__ if getattr(builtins, base.__name__, None) is base), Exception)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if "ipykernel" in frame.filename]
    return {"kind": kind.__name__, "text": str(error)[:500], "line": lines[-1] if lines else 1,
            "name": str(getattr(error, "name", None) or "")[:80]}
