"""All lab notebooks under nbval: stock kernels one after the other, against warm kernels on two processors.

    python tests/benchmarks/notebooks.py [TIMES] [WORKERS]

Runs each notebook TIMES times (5) on both sides in one run, start-up included, and prints the ratio. Then, for one
kernel of each kind: seconds until it is ready, of its imports, and until it has ended. Then the memory of 30 kernels.
"""
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client.manager import AsyncKernelManager

from daugava import lab
from daugava.kernels import client
from daugava.kernels.manager import ConfinedKernelManager, WarmKernelManager

IMPORTS = "import numpy, pandas, matplotlib.pyplot as plt, ipywidgets\nfrom daugava import check, live, plot, variant"
DRAW = "\nfigure = plt.figure(); figure.gca().plot([1, 2]); figure.savefig('/dev/null', format='png'); plt.close()"
KINDS = {"stock": AsyncKernelManager, "warm": WarmKernelManager, "warm and confined": ConfinedKernelManager}
PUPILS = 30
EMPTY = tempfile.mkdtemp()  # a kernel's folder
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # neither side compiles pytest's plugins anew
# No property test is run: without hypothesis no process of pytest loads it, on either side.
PLUGINS = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-q", "--nbval-lax", "--nbval-cell-timeout", "60"]


def copies(folder: Path, times: int) -> int:
    """Write every lab's notebooks into the folder that many times; how many there are."""
    number = 0
    for turn in range(times):
        for one in lab.labs():
            for language in one.editions:
                shutil.copy(one.path(language), folder / f"{one.id}-{language}-{turn}.ipynb")
                number += 1
    return number


def nbval(folder: Path, environment: dict, *options: str) -> float:
    """Seconds that a run of pytest on the folder takes; it has to pass."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "pytest", *PLUGINS, *options, str(folder)], env=environment, cwd=folder,
                          capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:])
    return time.monotonic() - began


def notebooks(times: int, workers: int) -> None:
    """Print the seconds of both sides and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        number = copies(Path(name), times)
        began = time.monotonic()
        with client.shared() as environment:
            nbval(Path(name), environment, "-n", str(workers), "--dist", "loadscope")
        ours = time.monotonic() - began
        stock = nbval(Path(name), {**os.environ, "JUPYTER_PATH": ""})
    print(f"{number} notebooks: stock, one after the other {stock:.1f} s; warm, {workers} workers on two processors "
          f"{ours:.1f} s; ratio {stock / ours:.1f}", flush=True)


async def one_kernel(kind) -> tuple[float, float, float]:
    """Seconds until a kernel is ready, of its imports, until it has ended."""
    marks = [time.monotonic()]
    manager = kind()
    await manager.start_kernel(cwd=EMPTY)
    kernel = manager.client()
    kernel.start_channels()
    await kernel.wait_for_ready(timeout=60)
    marks.append(time.monotonic())
    await kernel.execute_interactive(IMPORTS, timeout=60)
    marks.append(time.monotonic())
    kernel.stop_channels()
    await manager.shutdown_kernel(now=True)
    marks.append(time.monotonic())
    return tuple(later - earlier for earlier, later in zip(marks, marks[1:], strict=False))


async def kernels(turns: int = 5) -> None:
    """Print the medians for every kind of kernel; the first of each, which warms up, is left out."""
    for name, kind in KINDS.items():
        await one_kernel(kind)
        measured = [await one_kernel(kind) for _ in range(turns)]
        ready, imports, end = (statistics.median(column) for column in zip(*measured, strict=True))
        print(f"one kernel, {name}: ready {ready:.2f} s, imports {imports:.2f} s, end {end:.2f} s", flush=True)


async def memory() -> None:
    """Print the memory (proportional set size) of 30 pupils' kernels after the imports, everything included."""
    for name, kind in KINDS.items():
        for warm in list(client._started.values()):
            warm.stop()
        client._started.clear()
        managers = [kind() for _ in range(PUPILS)]
        for manager in managers:
            await manager.start_kernel(cwd=EMPTY)
            kernel = manager.client()
            kernel.start_channels()
            await kernel.wait_for_ready(timeout=60)
            await kernel.execute_interactive(IMPORTS + DRAW, timeout=60)
            kernel.stop_channels()
        used = 0
        for process in psutil.Process().children(recursive=True):
            used += process.memory_full_info().pss
        print(f"{PUPILS} kernels, {name}: {used / 1e6:.0f} MB", flush=True)
        for manager in managers:
            await manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]] + [5, 4][len(sys.argv) - 1:]
    notebooks(*numbers)
    asyncio.run(kernels())
    asyncio.run(memory())
    os.rmdir(EMPTY)
