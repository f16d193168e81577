"""Kernel managers for nbclient, which nbgrader and nbconvert run notebooks with: no kernelspec has to be installed."""
from __future__ import annotations

import sys
import time
from queue import Empty

import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import DottedObjectName, Type, default

PROVISIONER = "daugava-warm"
MOST_BYTES = 16_000_000


def spec(**config) -> KernelSpec:
    """Python with the warm provisioner and its `config`; the command line is what a cold start falls back to."""
    return KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name="Python 3",
        language="python", interrupt_mode="signal",
        metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": config}})


class PromptClient(AsyncKernelClient):
    """A client that is ready when the kernel says so, and does not listen for a fifth of a second to its silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered and is idle; raises RuntimeError when it ends before, or after `timeout` s."""
        asked, ends = self.kernel_info(), time.monotonic() + (timeout or float("inf"))
        await self._reply(asked, ends)
        while True:
            try:
                said = await self.iopub_channel.get_msg(timeout=0.2)
            except Empty:
                return
            if said["content"].get("execution_state") == "idle" and said["parent_header"].get("msg_id") == asked:
                return

    async def _reply(self, asked, ends):
        while time.monotonic() < ends:
            try:
                if (await self.shell_channel.get_msg(timeout=0.5))["parent_header"].get("msg_id") == asked:
                    return
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
        raise RuntimeError("Kernel didn't respond in time")


class WarmKernelManager(AsyncKernelManager):
    """Kernels of a warm process."""

    kernel_config: dict = {}
    client_class = DottedObjectName(f"{__name__}.PromptClient")
    client_factory = Type(klass=PromptClient)

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
