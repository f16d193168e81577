"""What a confined pupil's server is made of: one kernel and one terminal, whatever a pupil asks for.

The server itself reaches the network and the hub, so nothing of a pupil's may run in it. Jupyter takes kernels from
folders in a home and lets a request for a terminal name the command: both are closed here.
"""
from __future__ import annotations

import os

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_data_dir
from jupyter_server_terminals.terminalmanager import TerminalManager


class FixedKernels(KernelSpecManager):
    """Only the kernels in the server's data folder, which a pupil cannot change."""

    ensure_native_kernel = False

    def _kernel_dirs_default(self) -> list[str]:
        return [os.path.join(jupyter_data_dir(), "kernels")]


class FixedTerminals(TerminalManager):
    """Terminals that run the configured command, with nothing but a folder taken from a request."""

    def new_terminal(self, **wanted):
        """Drop the command and the environment that a request may carry."""
        return super().new_terminal(**{name: wanted[name] for name in ("cwd",) if name in wanted})
