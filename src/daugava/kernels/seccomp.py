"""System calls that a pupil's code has no use for: ways to new namespaces, to other processes, and to memory or files
that no limit counts. A filter for the Linux kernel (seccomp), which also holds for every program started later.
"""
from __future__ import annotations

import ctypes
import errno
import os
import struct

from daugava.kernels import linux

# Numbers of x86_64 and aarch64.
REFUSED = {
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "mount_setattr": (442, 442),
    "chroot": (161, 51), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
}
CLONE, CLONE3 = (56, 220), (435, 435)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000  # the same calls under other numbers
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where the kernel shows them
PR_SET_SECCOMP, MODE_FILTER = 22, 2


def refuse() -> None:
    """From now on these calls fail with “not permitted”, here and in all that is started. One thread must be running.

    Raises OSError on a processor whose numbers are not known.
    """
    machine = os.uname().machine
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no filter of system calls for {machine}")
    program = _program(*ARCHITECTURES[machine])
    code = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    holder = ctypes.create_string_buffer(head, len(head))
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.addressof(holder))


def _program(column: int, architecture: int) -> bytes:
    """The filter, in the kernel's own instructions: (code, jump if true, jump if false, number)."""
    no, nothing = REFUSE | errno.EPERM, REFUSE | errno.ENOSYS
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, no), (LOAD, 0, 0, NUMBER)]
    for number in (call[column] for call in REFUSED.values()):
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, no)]
    # clone3 hides its flags from a filter; the C library falls back to clone, which does not.
    steps += [(EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, nothing),
              (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, no),
              (EQUAL, 0, 3, CLONE[column]), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_BIT, 0, 1, linux.CLONE_NEWUSER),
              (RETURN, 0, 0, no), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
