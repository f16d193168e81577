"""Kernel managers for nbclient, which nbgrader and nbconvert run notebooks with: no kernelspec has to be installed."""
from __future__ import annotations

import sys

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

PROVISIONER = "daugava-warm"
MOST_BYTES = 16_000_000


def spec(**config) -> KernelSpec:
    """Python with the warm provisioner and its `config`; the command line is what a cold start falls back to."""
    return KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name="Python 3",
        language="python", interrupt_mode="signal",
        metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": config}})


class WarmKernelManager(AsyncKernelManager):
    """Kernels of a warm process."""

    kernel_config: dict = {}

    @property
    def kernel_spec(self) -> KernelSpec:
        return spec(**self.kernel_config)


class ConfinedKernelManager(WarmKernelManager):
    """Kernels of a warm process, each in namespaces and limits of its own: for code that is hostile by assumption."""

    kernel_config = {"confined": True}

    @default("context")
    def _context_default(self):
        """No message of a hostile kernel may fill this process's memory: a longer one ends the connection."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, MOST_BYTES)
        return context
