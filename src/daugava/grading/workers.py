"""Who does the work of grading: processes of this machine, or a Dask cluster; and one writer to the gradebook."""
from __future__ import annotations

import fcntl
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from daugava import DaugavaError
from daugava.kernels import client


@contextmanager
def alone(course: Path):
    """One writer to the gradebook of the course in this folder: whoever comes second waits."""
    with open(course / ".grading.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def warm():
    """One warm process, for the kernels and referees of all workers that start in this block.

    A server that is confined itself has been given one (`daugava.confine`).
    """
    name = client.ADDRESS[True]
    if client.reaches(os.environ.get(name)):
        yield
        return
    with client.shared(confined=True) as environment:
        os.environ[name] = environment[name]
        try:
            yield
        finally:
            del os.environ[name]


def processes(jobs: int) -> ProcessPoolExecutor:
    """An executor of `jobs` forks of this process: what it has imported, they have."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"))


@contextmanager
def cluster(address: str):
    """An executor on a Dask cluster that is there already; raises DaugavaError where `distributed` is missing."""
    try:
        from distributed import Client
    except ImportError:
        raise DaugavaError("Grading on a cluster needs the package “distributed”: install the extra “cluster”.") from None
    with Client(address) as connected:
        yield connected.get_executor(pure=False)
