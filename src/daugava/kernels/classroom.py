"""The warm process of a classroom: kernels for all pupils, each in the own home and in no other. A service of the hub.

    python -m daugava.kernels.classroom HOMES SOCKETS NAME… [-- GRADER…]

HOMES holds the pupils' home folders. In SOCKETS a folder is made for each name, with a socket in it: who reaches it gets
kernels of that home, whatever else is asked for, so a pupil's server is shown that folder only. A grader, who is one of
the names, gets a second socket, for kernels and referees without any home: such a server cannot confine what it grades
itself, because it is confined already. Ends when its warm process ends; the hub starts it again, with new sockets in
the same folders.
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
GRADING = "grading"
MOST = 8  # kernels of one pupil at once
MOST_GRADING = 32  # kernels and referees of one course at once
# A person works here: no clock, room for the own files, and an end to what would hurt the neighbours.
LIMITS = Limits(memory_mb=1500, processes=64, cpu_seconds=0, seconds=0, file_mb=100)


def main(homes: Path, sockets: Path, names: list[str], graders: list[str]) -> int:
    """Serve until the warm process ends; its exit code."""
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(sockets)  # a path to a socket has to be short
    listeners, terms = [], {}
    homely = {"limits": LIMITS.as_dict(), "most": MOST}
    grading = {"home": None, "cover": str(homes), "limits": Limits().as_dict(), "most": MOST_GRADING, "referee": True}
    for name, file, each in [*((name, SOCKET, {"home": str(homes / name), **homely}) for name in names),
                             *((name, GRADING, grading) for name in graders)]:
        listener = _listener(Path(name, file))
        listeners.append(listener)
        terms[listener.fileno()] = each
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


def _listener(path: Path) -> socket.socket:
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(16)
    return listener


if __name__ == "__main__":
    asked = sys.argv[3:]
    end = asked.index("--") if "--" in asked else len(asked)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), asked[:end], asked[end + 1:]))
