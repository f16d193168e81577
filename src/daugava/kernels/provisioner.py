"""The Jupyter kernel provisioner `daugava-warm`: kernels from a warm process, or cold ones where that cannot be."""
from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict, Unicode

from daugava.kernels import bubble, client, jail, wire
from daugava.kernels.limits import Limits
from daugava.kernels.wire import CHANNELS

log = logging.getLogger(__name__)
HANDED_ON = ("DAUGAVA_PUPIL", "DAUGAVA_LANG", "NBGRADER_EXECUTION", "TZ")  # all that a confined kernel gets to know


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by asking a warm process for a fork of itself."""

    confined = Bool(False, help="Give each kernel namespaces and limits of its own.").tag(config=True)
    answering = Bool(False, help="Let a referee ask what names hold (`daugava.kernels.answers`).").tag(config=True)
    at = Unicode(help="The socket of a classroom's warm process: it gives kernels of one home.").tag(config=True)
    environment = Dict(help="All that a kernel of a home gets to know, besides its pupil.").tag(config=True)
    limits = Dict(help="Numbers of `daugava.kernels.limits.Limits` that differ from the usual.").tag(config=True)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._connection: socket.socket | None = None
        self._folder: str | None = None
        self._exit: int | None = None  # like a process that has not ended
        self.answers: socket.socket | None = None  # takes one socket for each check
        self.why_ended: str | None = None  # client, time, memory, processes, output: the limit that was passed

    @property
    def has_process(self) -> bool:
        return self._connection is not None or super().has_process

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """The sockets stand in a private folder, before a kernel is there."""
        if sys.platform == "linux" and self.parent is not None:
            self._folder = self._folder or tempfile.mkdtemp(prefix="daugava-")
            self.parent.transport, self.parent.ip = "ipc", str(Path(self._folder) / "kernel")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any):
        """Ask for a kernel; start a cold one, with a warning, where there is no warm process."""
        if self._folder is not None:
            try:
                self._ask(cmd, kwargs)
                return self.connection_info
            except OSError as error:
                if self.confined:
                    raise  # never cold and open instead
                log.warning("There is no warm process (%s): this kernel starts cold.", error)
        elif self.confined:
            raise bubble.NotConfined(bubble.why_not())
        return await super().launch_kernel(cmd, **kwargs)

    def _ask(self, cmd, kwargs):
        """Open the sockets and hand them over; what becomes of the kernel comes by the connection."""
        folder = Path(kwargs.get("cwd") or os.getcwd())
        environment = dict(kwargs.get("env") or os.environ)
        request = {
            "connection": self._plain(self.connection_info), "folder": str(folder),
            "arguments": [part for part in cmd[1:] if part.startswith("--")],
            "path": [part for part in environment.get("PYTHONPATH", "").split(os.pathsep) if part] + [part for part in sys.path if part],
            "environment": environment, "limits": None}
        body = b""
        if self.confined or self.at:
            given = self.environment if self.at else bubble.ENVIRONMENT
            kept = {name: environment[name] for name in HANDED_ON if name in environment}
            request |= {"environment": {**given, **kept}, "arguments": [], "limits": Limits(**self.limits).as_dict()}
        if self.confined:
            request |= {"folder": jail.FOLDER}
            body = jail.pack(folder, Limits(**self.limits))
        listening = self._listen()
        if self.answering:
            self.answers, theirs = socket.socketpair()
            listening.append(theirs)
        try:
            handed = tuple(end.fileno() for end in listening)
            self._connection = client.ask(request, body, handed, self.confined, self.at)
        finally:
            for end in listening:
                end.close()
        self._exit, self.cwd = None, str(folder)

    @staticmethod
    def _plain(info):
        return {name: value.decode() if isinstance(value, bytes) else value for name, value in info.items()}

    def _listen(self) -> list[socket.socket]:
        listening = []
        for channel in CHANNELS:
            path = f"{self.connection_info['ip']}-{self.connection_info[f'{channel}_port']}"
            Path(path).unlink(missing_ok=True)  # of the kernel before a restart
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(path)
            listener.listen(16)
            listening.append(listener)
        return listening

    def _news(self) -> None:
        """Read what the keeper has said."""
        while self._exit is None:
            try:
                self._connection.settimeout(0)
                if not self._connection.recv(1, socket.MSG_PEEK):
                    self._exit = -signal.SIGKILL  # the warm process is gone, and its kernels with it
                    return
                self._connection.settimeout(5)
                said = wire.receive(self._connection)
            except BlockingIOError:
                return
            except (OSError, ValueError):
                said = None
            if said is None:
                self._exit = -signal.SIGKILL
            elif "exit" in said[0]:
                self._exit, self.why_ended = said[0]["exit"], said[0].get("why")

    async def poll(self) -> int | None:
        if self._connection is None:
            return await super().poll() if super().has_process else self._exit
        self._news()
        return self._exit

    async def wait(self) -> int | None:
        if self._connection is None:
            return await super().wait() if super().has_process else self._exit
        while await self.poll() is None:
            await asyncio.sleep(0.01)
        self._connection.close()
        self._connection = None
        return self._exit

    async def send_signal(self, signum: int) -> None:
        if self._connection is None:
            await super().send_signal(signum)
        elif signum and self._exit is None:
            try:
                self._connection.settimeout(5)
                wire.send(self._connection, {"signal": int(signum)})
            except OSError:
                self._exit = -signal.SIGKILL

    async def kill(self, restart: bool = False) -> None:
        if self._connection is None:
            await super().kill(restart)
        else:
            await self.send_signal(signal.SIGKILL)
            for _ in range(100):  # else the manager would look a tenth of a second later
                if await self.poll() is not None:
                    return
                await asyncio.sleep(0.002)

    def end(self, why: str) -> None:
        """Close the connection to a warm kernel: its keeper ends it, and all that it started."""
        if self._connection is not None and self._exit is None:
            self._connection.close()
            self._connection, self._exit, self.why_ended = None, -signal.SIGKILL, why

    async def terminate(self, restart: bool = False) -> None:
        if self._connection is None:
            await super().terminate(restart)
        else:
            await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        if self._connection is not None and not restart:
            self._connection.close()
            self._connection = None
        if self.answers is not None:
            self.answers.close()
            self.answers = None
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        await super().cleanup(restart)
