"""Start a kernel, run code in it, look at what is left: for the tests of kernels."""
import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor

from lab_paths import ROOT

from daugava.kernels.manager import ConfinedKernelManager, WarmKernelManager

SECONDS = 60


class Run:
    """One kernel and its client: ``async with Run(WarmKernelManager) as run: await run.says("1 + 1")``."""

    def __init__(self, manager, cwd=None, names=(), **config):
        """`names` are put into the environment; `config` is the provisioner's."""
        self.manager = type("Manager", (manager,), {"kernel_config": {**manager.kernel_config, **config}})()
        self.where = {"env": {**os.environ, **dict(names)}, **({"cwd": str(cwd)} if cwd else {})}

    async def __aenter__(self):
        await self.manager.start_kernel(**self.where)
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=SECONDS)
        return self

    async def __aexit__(self, *_):
        self.client.stop_channels()
        await self.manager.shutdown_kernel(now=True)

    async def says(self, code, seconds=SECONDS):
        """What a cell prints, its value, and its error as “Name: message”; “dead” when the kernel ended."""
        said = []

        def hook(message):
            content = message["content"]
            said.append(content.get("text") or content.get("data", {}).get("text/plain")
                        or (f"{content['ename']}: {content['evalue']}" if "ename" in content else ""))
        reply = asyncio.ensure_future(self.client.execute_interactive(code, output_hook=hook, timeout=seconds))
        while not reply.done():
            await asyncio.wait([reply], timeout=0.05)
            if not reply.done() and not await self.manager.is_alive():
                reply.cancel()
                return "dead"
        reply.result()
        return "".join(said).strip()


def run(coroutine):
    """Run a test's coroutine."""
    with ThreadPoolExecutor(1) as aside:  # a browser test before may have left its loop in this thread
        return aside.submit(asyncio.run, asyncio.wait_for(coroutine, 4 * SECONDS)).result()


def until(condition, seconds=20):
    """Wait until something holds; whether it does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


__all__ = ["CONFINED", "PLAIN", "ROOT", "Run", "run", "until"]
PLAIN, CONFINED = WarmKernelManager, ConfinedKernelManager
