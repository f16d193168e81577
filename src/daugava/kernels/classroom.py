"""The warm process of a classroom: kernels for all pupils, each in the own home and in no other. A service of the hub.

    python -m daugava.kernels.classroom HOMES SOCKETS NAME…

HOMES holds the pupils' home folders. In SOCKETS a folder is made for each name, with a socket in it: who reaches it gets
kernels of that home, whatever else is asked for, so a pupil's server is shown that folder only. Ends when its warm
process ends; the hub starts it again, with new sockets in the same folders.
"""
from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from daugava.kernels import bubble, client
from daugava.kernels.limits import Limits

SOCKET = "warm"
MOST = 8  # kernels of one pupil at once
# A person works here: no clock, room for the own files, and an end to what would hurt the neighbours.
LIMITS = Limits(memory_mb=1500, processes=64, cpu_seconds=0, seconds=0, file_mb=100)


def main(homes: Path, sockets: Path, names: list[str]) -> int:
    """Serve until the warm process ends; its exit code."""
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(sockets)  # a path to a socket has to be short
    listeners, terms = [], {}
    for name in names:
        Path(name).mkdir(exist_ok=True)
        (Path(name) / SOCKET).unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{name}/{SOCKET}")
        listener.listen(16)
        listeners.append(listener)
        terms[listener.fileno()] = {"home": str(homes / name), "limits": LIMITS.as_dict(), "most": MOST}
    theirs, mine = os.pipe()
    own = {**client.SINGLE, "PYTHONPATH": bubble.PACKAGES}
    command = [sys.executable, "-m", "daugava.kernels.warm", str(theirs), json.dumps(terms)]
    warm = subprocess.Popen(bubble.wrap_homes(command, own, homes), stdin=subprocess.DEVNULL,
                            pass_fds=(theirs, *(listener.fileno() for listener in listeners)))
    os.close(theirs)
    for listener in listeners:
        listener.close()
    try:
        return warm.wait()
    finally:
        os.close(mine)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
