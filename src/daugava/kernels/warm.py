"""The warm process: imports what notebooks need, then forks a keeper for every kernel that is asked for.

Started with an open pipe and open listening sockets; when the other end of the pipe closes, its owner is gone and it
ends. What comes in by a socket may be bound to terms that hold whatever the request says: `{"home": …, "limits": …}`;
with `"referee": true` among them it may ask for a referee too, which then is confined as a kernel is.
It stays a process of one thread, because only such a one can fork safely.
"""
from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading

# What a kernel imports sooner or later; what shows an error is half of it.
WARM = ("ipykernel.kernelapp", "ipykernel.debugger", "ipykernel.ipkernel", "IPython.core.completer",
        "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect",
        "IPython.extensions.storemagic", "executing", "faulthandler", "ipywidgets", "matplotlib.backends.backend_agg",
        "matplotlib.patheffects", "matplotlib.pyplot", "matplotlib_inline.config", "numpy", "numpy.random", "pandas",
        "pdb", "pygments.formatters.terminal256", "sqlite3", "stack_data", "statistics", "tornado.platform.asyncio",
        "daugava.check", "daugava.data", "daugava.kernels.answers", "daugava.kernels.referee",
         "daugava.live", "daugava.own", "daugava.own_motion", "daugava.plot",
        "daugava.variant")


def warm_up() -> None:
    """Import everything, and refuse to go on with more than one thread."""
    import importlib
    import pkgutil

    from daugava import models

    for name in (*WARM, *(f"{models.__name__}.{module.name}" for module in pkgutil.iter_modules(models.__path__))):
        importlib.import_module(name)
    _look_once()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1 or threading.active_count() != 1:
        raise SystemExit(f"The warm process has {threads} threads after its imports: it could not fork safely.")
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector of a child does not touch it


def _look_once() -> None:
    """The first picture loads fonts and tables of glyphs, the first question reads a list; every kernel would do it again."""
    import io

    from matplotlib.backends import backend_registry

    from daugava import data, plot

    backend_registry.list_all()
    data.names()

    figure = plot.chart({"a": ([0, 1], [0.5, 1]), "b": ([0, 1], [1, 0])}, x="x, $m^2$", y="y, €")
    for kind in ("png", "raw"):
        figure.savefig(io.BytesIO(), format=kind, dpi=100)


class Server:
    """Forks a keeper for every connection until the owner is gone."""

    def __init__(self, listeners: list[tuple[socket.socket, dict]], owner: int):
        """`listeners`: each with its terms; `most` of them is how many kernels there may be at once."""
        self.listeners, self.owner, self.kernels = listeners, owner, {}
        self.woken, self.wake = os.pipe()
        for end in (self.woken, self.wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def serve(self) -> None:
        """Return when the owner is gone."""
        with selectors.DefaultSelector() as selector:
            for end in (self.owner, self.woken):
                selector.register(end, selectors.EVENT_READ)
            for listener, terms in self.listeners:
                selector.register(listener, selectors.EVENT_READ, terms)
            while True:
                for key, _ in selector.select():
                    if key.fileobj == self.owner:
                        return
                    if key.fileobj == self.woken:
                        self._reap()
                    else:
                        self._accept(key, selector)

    def _accept(self, key, selector) -> None:
        connection, _ = key.fileobj.accept()
        terms = dict(key.data)
        if list(self.kernels.values()).count(key.fd) >= terms.pop("most", float("inf")):
            connection.close()
            return
        child = os.fork()
        if child == 0:
            signal.set_wakeup_fd(-1)
            selector.close()
            for listener, _ in self.listeners:
                listener.close()
            for end in (self.owner, self.woken, self.wake):
                os.close(end)
            _keep(connection, terms)
        self.kernels[child] = key.fd
        connection.close()

    def _reap(self) -> None:
        os.read(self.woken, 512)
        while self.kernels:
            child, _ = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            self.kernels.pop(child, None)


def _keep(connection: socket.socket, terms: dict) -> None:
    """One kernel, from the request to its end; never returns."""
    import traceback

    from daugava.kernels import keeper, linux, referee, wire
    from daugava.kernels.limits import Limits

    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        asked = wire.receive(connection, len(wire.CHANNELS) + 1)
        if asked is not None:
            request, body, files = asked
            judges = terms.pop("referee", not terms)
            if "referee" in request and judges:
                if terms:
                    keeper.inside(connection, Limits(**terms["limits"]), cover=terms.get("cover"))
                referee.serve(connection, request["referee"], confined=bool(terms))
            else:
                keeper.keep(connection, {**request, **terms}, body, files)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    pipe, terms_of = int(sys.argv[1]), json.loads(sys.argv[2])
    warm_up()
    Server([(socket.socket(fileno=int(number)), terms) for number, terms in terms_of.items()], pipe).serve()
