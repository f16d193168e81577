"""What one kernel may use, and how the system is told."""
from __future__ import annotations

import os
import resource
from dataclasses import asdict, dataclass

MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Ends of a kernel: memory and processes count the whole tree, `seconds` the whole notebook on the clock.

    0 seconds are no end, for a kernel that a person works with.
    """

    memory_mb: int = 1024
    processes: int = 64
    cpu_seconds: int = 120
    seconds: float = 150
    file_mb: int = 16
    folder_mb: int = 64

    def as_dict(self) -> dict:
        return asdict(self)


def apply(limits: Limits, count_processes: bool) -> None:
    """Limit this process and what it starts; the keeper watches what no rlimit counts.

    `count_processes`: processes are counted for this kernel alone, so that the limit can be a small one.
    """
    address_space = (limits.memory_mb + _address_space_mb() + RESERVED_MB) * MB
    ends = {resource.RLIMIT_AS: address_space, resource.RLIMIT_FSIZE: limits.file_mb * MB, resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NOFILE: 512}
    if limits.cpu_seconds:
        ends[resource.RLIMIT_CPU] = limits.cpu_seconds
    if count_processes:
        ends[resource.RLIMIT_NPROC] = limits.processes + THREADS
    for name, end in ends.items():
        hard = resource.getrlimit(name)[1]
        end = end if hard == resource.RLIM_INFINITY else min(end, hard)
        resource.setrlimit(name, (end, end))


THREADS = 32  # the kernel's own: shell, control, iopub, heartbeat, ZeroMQ
RESERVED_MB = 768  # threads reserve addresses that they never use; the keeper counts what is used


def _address_space_mb() -> int:
    """What is mapped already: the libraries, most of it never touched."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") // MB
