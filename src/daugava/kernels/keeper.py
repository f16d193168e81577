"""Keeps one kernel: passes signals on, ends it at its limits, and ends with it everything that it started.

Trusted code in a process of its own; where kernels are confined it is process 1 of the kernel's namespace, so that
its end is the end of every process in there.
"""
from __future__ import annotations

import os
import selectors
import signal
import socket
import time

from daugava.kernels import jail, kernel, linux, wire
from daugava.kernels.limits import MB, Limits

LOOK_SECONDS = 0.1


def keep(connection: socket.socket, request: dict, body: bytes, files: list[int]) -> None:
    """Run the kernel that `request` describes and watch over it; returns when everything has ended."""
    limits = Limits(**request["limits"]) if request.get("limits") else None
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    if limits is None:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    else:
        inside(connection, limits, request.get("home"), request.get("cover"))
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = os.fork()
    if child == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (proc, woken, wake):
            os.close(end)
        connection.close()
        os.setpgid(0, 0)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        kernel.run(request, body, files, limits)
    for file in files:
        os.close(file)
    if limits is not None:
        linux.prctl(linux.PR_SET_DUMPABLE, 0)  # no look into this process from the kernel
    _Watch(connection, child, limits, proc, woken).until_the_end()


def inside(connection: socket.socket, limits: Limits, home: str | None = None, cover: str | None = None) -> None:
    """Go on as process 1 of namespaces of its own; the process that calls this stays outside until that one ends."""
    jail.enter(limits, home, cover)
    first = os.fork()
    if first:
        connection.close()
        linux.prctl(linux.PR_SET_DUMPABLE, 0)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)


class _Watch:
    """The loop of a keeper."""

    def __init__(self, connection, child, limits, proc, woken):
        self.connection, self.child, self.limits, self.proc, self.woken = connection, child, limits, proc, woken
        self.deadline = time.monotonic() + limits.seconds if limits and limits.seconds else float("inf")
        self.me = int(os.readlink("self", dir_fd=proc))

    def until_the_end(self) -> None:
        """Serve the client until the kernel has ended; say how, then end what it left behind."""
        wire.send(self.connection, {"started": True})
        with selectors.DefaultSelector() as selector:
            selector.register(self.connection, selectors.EVENT_READ)
            selector.register(self.woken, selectors.EVENT_READ)
            ended = None
            while ended is None:
                ready = [key.fileobj for key, _ in selector.select(LOOK_SECONDS if self.limits else None)]
                if self.woken in ready:
                    os.read(self.woken, 512)
                if self.connection in ready and not self._obey():
                    ended = {"exit": -signal.SIGKILL, "why": "client"}
                ended = ended or self._reap() or self._over()
        if self.limits is None:
            self._end_all()
        try:
            wire.send(self.connection, ended)
        except OSError:
            pass  # the client is gone

    def _obey(self) -> bool:
        """Pass on the signal that the client sends; False when the client is gone."""
        try:
            message = wire.receive(self.connection)
        except (OSError, ValueError):
            message = None
        if message is None:
            return False
        for send in (os.killpg, os.kill):
            try:
                send(self.child, message[0]["signal"])
                break
            except OSError:
                continue
        return True

    def _reap(self) -> dict | None:
        """Wait for whatever has ended; how the kernel ended, if it did."""
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return {"exit": 0}
            if process == 0:
                return None
            if process == self.child:
                return {"exit": os.waitstatus_to_exitcode(status)}

    def _over(self) -> dict | None:
        """Which limit is passed, if one is."""
        if self.limits is None:
            return None
        if time.monotonic() > self.deadline:
            return {"exit": -signal.SIGKILL, "why": "time"}
        tree = self._tree()
        if len(tree) > self.limits.processes:
            return {"exit": -signal.SIGKILL, "why": "processes"}
        if sum(map(self._memory, tree)) > self.limits.memory_mb * MB:
            return {"exit": -signal.SIGKILL, "why": "memory"}
        return None

    def _tree(self) -> list[int]:
        """Every process below this one; orphans come back to it."""
        tree, found = [], [self.me]
        while found:
            children = self._read(f"{found[0]}/task/{found[0]}/children").split()
            found = [*found[1:], *map(int, children)]
            tree += map(int, children)
        return tree

    def _memory(self, process: int) -> int:
        """Bytes that a process has in memory, those that it shares with others counted in part."""
        for line in self._read(f"{process}/smaps_rollup").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
        return 0

    def _read(self, name: str) -> str:
        try:
            with open(os.open(name, os.O_RDONLY, dir_fd=self.proc), encoding="ascii", errors="replace") as file:
                return file.read()
        except OSError:
            return ""

    def _end_all(self) -> None:
        """Kill everything below; in a pid namespace the end of process 1, this one, does that."""
        for _ in range(20):
            left = self._tree()
            if not left:
                return
            for process in left:
                try:
                    os.kill(process, signal.SIGKILL)
                except OSError:
                    pass
            self._reap()
            time.sleep(0.005)
