"""The running JupyterHub of a classroom, and where it listens."""
from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from daugava.classroom import Classroom, ClassroomError

LOOPBACK = "127.0.0.1"
NO_ADDRESS = ("not an IPv4 address of this computer, such as 192.168.1.20: look it up in the settings of its network, "
              "and give it with --listen.")


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def check_port(port: int, address: str = LOOPBACK) -> None:
    """Raise ClassroomError when this computer cannot listen there, or something already does."""
    _check_address(address)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OverflowError:
            raise ClassroomError(f"{port} is not a port: choose one from 1024 to 65535.") from None
        except PermissionError:
            raise ClassroomError(f"Port {port} is reserved for the system: choose one above 1023 "
                                 "with --port.") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise ClassroomError(f"{address} is {NO_ADDRESS}") from None
            raise ClassroomError(f"Port {port} is busy (is the classroom open already?): stop what "
                                 f"runs there, or choose another port, for example "
                                 f"--port {port + 1}.") from None


def _check_address(address: str) -> None:
    """One address of the network that is wanted: login cards show it, and no other network is opened by the way."""
    try:
        given = ipaddress.IPv4Address(address)
    except ValueError:
        given = None
    if given is None or given.is_unspecified:
        raise ClassroomError(f"{address} is {NO_ADDRESS}")


class Hub:
    """The running JupyterHub of a classroom, as a child process with its log in a file."""

    def __init__(self, classroom: Classroom, port: int, confined: bool = True, listen: str = LOOPBACK):
        self.classroom = classroom
        self.confined = confined
        self.address = f"http://{listen}:{port}"
        self.private = ipaddress.IPv4Address(listen).is_loopback
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the hub; `wait_until_ready` tells when it answers."""
        environment = {
            **os.environ,
            "DAUGAVA_HOME": str(self.classroom.home),
            "DAUGAVA_ROOT": str(self.classroom.root),
            "DAUGAVA_ADDRESS": self.address,
            "DAUGAVA_UNCONFINED": "" if self.confined else "1",
        }
        config = self.classroom.root / "grading" / "hub" / "jupyterhub_config.py"
        with self.classroom.claimed() as claim, self.classroom.log_path.open("ab") as log:
            # The hub inherits the claim: it holds for as long as the hub lives, whoever started it.
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "--config", str(config)],
                cwd=self.classroom.hub_folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, pass_fds=[claim.fileno()])
            claim.write(f"{self.address} (process {self.process.pid})")
            self.classroom.address_path.write_text(self.address, encoding="utf-8")

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Return when the address answers; raise ClassroomError when the hub ends or is too slow."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise ClassroomError("The hub stopped while starting; the last lines of "
                                     f"{self.classroom.log_path} say why: {self._last_error()}")
            if self._answers():
                return
            time.sleep(0.25)
        self.stop()
        raise ClassroomError(f"The hub did not answer within {seconds:.0f} s: look into "
                             f"{self.classroom.log_path} and start again.")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/hub/health", timeout=2) as reply:
                return reply.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _last_error(self) -> str:
        lines = self.classroom.log_path.read_text("utf-8", "replace").splitlines()
        return lines[-1].strip() if lines else "(the log is empty)"

    def stop(self) -> None:
        """Ask the hub to stop its servers, its proxy and itself, and wait for it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
