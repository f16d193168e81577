"""A client's side: the warm process that it asks, and one connection for each of its kernels."""
from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from daugava.kernels import bubble, wire

# The socket of a warm process that a parent shares with its children: for plain kernels, and for confined ones.
ADDRESS = {False: "DAUGAVA_WARM", True: "DAUGAVA_WARM_CONFINED"}
# One thread for each library of linear algebra, and no advice of the debugger about its own files.
SINGLE = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
                                 "PYDEVD_DISABLE_FILE_VALIDATION")}
# On JUPYTER_PATH this folder makes every kernel `python3` a warm one: nbval, Validate and JupyterLab ask by name.
SPEC_FOLDER = Path(__file__).parent / "spec"
_started: dict[tuple, WarmProcess] = {}


class WarmProcess:
    """A warm process, for confined kernels or for plain ones; it ends with this process or with `stop`."""

    def __init__(self, confined: bool):
        self.folder = tempfile.mkdtemp(prefix="daugava-")
        self.address = str(Path(self.folder) / "warm")
        self.owner = os.getpid()
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(64)
            theirs, self.pipe = os.pipe()
            path = [bubble.PACKAGES, *filter(None, [os.environ.get("PYTHONPATH")])]
            own = {**SINGLE, "PYTHONPATH": path[0] if confined else os.pathsep.join(path)}
            command = [sys.executable, "-m", "daugava.kernels.warm", str(theirs), f'{{"{listener.fileno()}": {{}}}}']
            try:
                self.process = _popen(
                    bubble.wrap(command, own) if confined else command, env={**os.environ, **own},
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=_errors(), start_new_session=True,
                    pass_fds=(listener.fileno(), theirs))
            except BaseException:
                shutil.rmtree(self.folder, ignore_errors=True)
                raise
            finally:
                os.close(theirs)
        atexit.register(self.stop)

    def alive(self) -> bool:
        """True while it can be asked, from the process that started it."""
        return self.owner == os.getpid() and self.process.poll() is None

    def stop(self) -> None:
        """End it and its kernels."""
        if self.owner != os.getpid():
            return  # a fork of its client
        atexit.unregister(self.stop)
        os.close(self.pipe)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _popen(*arguments, **options) -> subprocess.Popen:
    """Start a process that may be told to die with its parent: that is the thread that starts it, so one that lasts."""
    if threading.current_thread() is threading.main_thread():
        return subprocess.Popen(*arguments, **options)
    return _lasting(os.getpid()).submit(subprocess.Popen, *arguments, **options).result()


@cache
def _lasting(_process: int) -> ThreadPoolExecutor:
    """One thread for each process that asks; a fork has none of its parent's threads."""
    return ThreadPoolExecutor(1, thread_name_prefix="daugava-warm")


def address(confined: bool) -> str:
    """The socket of this process's warm process; one that has died is started anew.

    Raises `bubble.NotConfined` where kernels cannot be confined.
    """
    key = (os.getpid(), confined)
    warm = _started.get(key)
    if warm is None or not warm.alive():
        if warm is not None:
            warm.stop()
        warm = _started[key] = WarmProcess(confined)
    return warm.address


@contextmanager
def shared(confined: bool = False):
    """An environment in which every kernel named `python3`, or every confined one, comes from one warm process (Linux)."""
    warm = WarmProcess(confined)
    paths = [*([] if confined else [str(SPEC_FOLDER)]), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    try:
        yield {**os.environ, "JUPYTER_PATH": os.pathsep.join(paths), ADDRESS[confined]: warm.address}
    finally:
        warm.stop()


def _reaches(connection: socket.socket, address: str | None) -> bool:
    """Connect to a shared warm process, if there is one that answers."""
    try:
        if address:
            connection.connect(address)
    except OSError:
        return False
    return bool(address)


def ask(request: dict, body: bytes, files: tuple[int, ...], confined: bool = False,
        at: str = "") -> socket.socket:
    """A connection to the keeper of a new kernel, by the socket `at` if that is given.

    Raises OSError when the warm process cannot be reached.
    """
    connection = socket.socket(socket.AF_UNIX)
    try:
        if at:
            connection.connect(at)
        elif not _reaches(connection, os.environ.get(ADDRESS[confined])):
            connection.connect(address(confined))
        wire.send(connection, request, body, files)
    except BaseException:
        connection.close()
        raise
    return connection


def reaches(address: str | None) -> bool:
    """Whether a shared warm process answers at this socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        return _reaches(connection, address)


def _errors():
    """Where a warm process complains: nowhere, unless DAUGAVA_WARM_LOG names a file."""
    name = os.environ.get("DAUGAVA_WARM_LOG")
    return open(name, "ab") if name else subprocess.DEVNULL
