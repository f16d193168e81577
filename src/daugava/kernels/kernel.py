"""The forked child that becomes an ipykernel, on sockets that the client has opened."""
from __future__ import annotations

import os
import random
import signal
import sys
import traceback

import matplotlib
import numpy
import zmq
from ipykernel.heartbeat import Heartbeat
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp
from IPython.core.pylabtools import activate_matplotlib
from matplotlib_inline.backend_inline import configure_inline_support

import daugava
from daugava.kernels import answers, jail, limits
from daugava.kernels.wire import CHANNELS

STOPPED = 70
TOO_LONG = {
    "en": "This cell prints too much: it was stopped. Is there a print in a loop without an end?",
    "lv": "Šī šūna izvada pārāk daudz, tāpēc tā tika apturēta. Vai print nav bezgalīgā ciklā?"}
INLINE = "module://matplotlib_inline.backend_inline"


class ShortStream(OutStream):
    """Printed text that has an end, so that a loop without one stops its cell and not the page or the memory."""

    most = 1_000_000  # characters a cell

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.shown = {}

    def write(self, string):
        cell = self.parent_header.get("msg_id")
        self.shown = {cell: self.shown.get(cell, 0) + len(string)}
        if self.shown[cell] > self.most:
            raise OSError(TOO_LONG[daugava.language()])
        return super().write(string)


class _GivenHeartbeat(Heartbeat):
    """Beats on the socket that it was given."""

    def _try_bind_socket(self):
        self.socket.setsockopt(zmq.USE_FD, self.fd)
        self.socket.bind(f"ipc://{self.ip}-{self.port}")


class WarmKernelApp(IPKernelApp):
    """An ipykernel whose sockets are open already: it needs no folder that the client sees too."""

    sockets: dict = {}
    outstream_class = f"{__name__}.ShortStream"

    def _try_bind_socket(self, s, port):
        s.setsockopt(zmq.USE_FD, self.sockets[port])
        s.bind(f"ipc://{self.ip}-{port}")
        return port

    def init_heartbeat(self):
        self.heartbeat = _GivenHeartbeat(zmq.Context(), (self.transport, self.ip, self.hb_port))
        self.heartbeat.fd = self.sockets[self.hb_port]
        self.heartbeat.start()

    def parse_command_line(self, argv=None):
        """Spare the parser of every setting where nothing is set."""
        if argv:
            super().parse_command_line(argv)

    def init_connection_file(self):
        """The client has told everything."""

    def write_connection_file(self, **_):
        """The client has told everything."""


def run(request: dict, body: bytes, files: list[int], ends: limits.Limits | None) -> None:
    """Become the kernel; never returns. `files`: its listening sockets, in the order of `CHANNELS`,
    and the channel of `answers` if a referee will ask."""
    try:
        _settle(request, body, ends)
        app = WarmKernelApp.instance(log_level=50)
        if ends is not None:
            app.config.HistoryManager.hist_file = ":memory:"
        info = request["connection"]
        app.transport, app.ip = "ipc", "/tmp/kernel"
        if len(files) > len(CHANNELS):
            answers.channel = files[-1]
        for channel, file in zip(CHANNELS, files, strict=False):
            setattr(app, f"{channel}_port", info[f"{channel}_port"])
            app.sockets[info[f"{channel}_port"]] = file
        app.session.key = info["key"].encode()
        app.session.signature_scheme = info["signature_scheme"]
        app.initialize(request["arguments"])
        _draw_inline(app.shell)
        app.start()
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        os._exit(STOPPED)
    os._exit(0)


def _draw_inline(shell) -> None:
    """Figures of pyplot appear below their cell. The backend does this when it is imported: before there was a shell."""
    if os.environ["MPLBACKEND"] == INLINE:
        activate_matplotlib(INLINE)
        configure_inline_support(shell, INLINE)


def _settle(request: dict, body: bytes, ends: limits.Limits | None) -> None:
    """The environment, the folder and the limits of this kernel, then no way back."""
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv[:] = ["ipykernel_launcher", *request["arguments"]]
    random.seed()
    numpy.random.seed()  # the state was the same in every fork
    matplotlib.rcParams["backend"] = os.environ.setdefault("MPLBACKEND", INLINE)  # read when it was imported
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if ends is None:
        os.chdir(request["folder"])
        sys.path[:] = ["", *request["path"]]
        return
    if body:
        jail.unpack(body)
    if os.path.isdir(request["folder"]):
        os.chdir(request["folder"])
    limits.apply(ends, jail.counts_processes())
    jail.no_way_back()
