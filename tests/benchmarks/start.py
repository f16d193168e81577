"""How long `./daugava start` takes until it answers: the first start of a classroom, and later ones.

    python tests/benchmarks/start.py [STARTS]

Prints seconds; a warm environment is assumed (`./daugava --help` was run before).
"""
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start_once(home: Path, port: int) -> float:
    """Seconds from the command to its line that the classroom is open."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "daugava"), "start", "--home", str(home), "--port", str(port),
         "--no-browser"], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if "The classroom is open at" in line:
            break
    seconds = time.monotonic() - began
    process.send_signal(signal.SIGINT)
    process.communicate()
    return seconds


def main(starts: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        first = start_once(Path(folder) / "room", port)
        later = [start_once(Path(folder) / "room", port) for _ in range(starts)]
    print(f"first start {first:.1f} s; {starts} later starts: median {statistics.median(later):.1f} s, "
          f"from {min(later):.1f} to {max(later):.1f} s; first to later {first / statistics.median(later):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
