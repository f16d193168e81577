"""Warm kernels: as good as others, ready at once, and gone with whoever asked for them."""
import logging
import os
import signal
import subprocess
import sys
import textwrap

import psutil
import pytest
from jupyter_client import KernelManager
from kernel_runs import CONFINED, PLAIN, Run, run, until
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from daugava.kernels import client, manager, provisioner

pytestmark = pytest.mark.usefixtures("own_warm_process")
each = pytest.mark.parametrize("kind", [PLAIN, CONFINED], ids=["plain", "confined"])


@each
def test_a_kernel_runs_code_draws_and_knows_whose_it_is(kind, tmp_path):
    (tmp_path / "my_survey.csv").write_text("1.5\n")

    async def work():
        async with Run(kind, tmp_path, {"DAUGAVA_PUPIL": "p07"}) as one:
            assert await one.says("1 + 1") == "2"
            assert await one.says("from daugava import variant; variant.pupil()") == "7"
            assert await one.says("print(open('my_survey.csv').read())") == "1.5"
            drawn = await one.says("import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()")
            assert drawn == "<Figure size 640x480 with 1 Axes>", drawn
            assert (await one.says("1 / 0")).endswith("ZeroDivisionError: division by zero")
            assert await one.says("import ipywidgets; ipywidgets.IntSlider(3)") == "IntSlider(value=3)"
    run(work())


@each
def test_figures_of_pyplot_stand_below_their_cell(kind):
    nb = new_notebook(cells=[new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"),
                             new_code_cell("plt.plot([1, 2]);")])
    NotebookClient(nb, kernel_manager_class=kind).execute()
    assert ["image/png" in cell.outputs[0]["data"] for cell in nb.cells] == [True, True]


@each
def test_it_is_interrupted_and_restarted_like_any_other(kind):
    async def work():
        async with Run(kind) as one:
            await one.says("kept = 5")
            one.client.execute("import time\nprint('begun', flush=True)\nwhile True: time.sleep(0.01)")
            while "begun" not in str((await one.client.get_iopub_msg(timeout=60))["content"].get("text")):
                pass
            await one.manager.interrupt_kernel()
            assert (await one.client.get_shell_msg(timeout=60))["content"]["ename"] == "KeyboardInterrupt"
            while not (said := await one.says("kept")):  # what is asked in the very moment is dropped, as ever
                pass
            assert said == "5"
            await one.manager.restart_kernel(now=True)
            await one.client.wait_for_ready(timeout=30)
            assert "NameError" in await one.says("kept")
    run(work())


def test_kernels_share_neither_names_nor_random_numbers():
    async def work():
        drawn = set()
        for _ in range(3):
            async with Run(PLAIN) as one:
                assert "NameError" in await one.says("mine")
                drawn.add(await one.says("mine = 1; import random, numpy; (random.random(), numpy.random.rand())"))
        assert len(drawn) == 3
    run(work())


def test_a_kernel_ends_with_the_code_that_ended_it():
    async def work():
        async with Run(PLAIN) as one:
            assert await one.says("import os; os._exit(3)") == "dead"
            assert await one.manager.provisioner.poll() == 3
    run(work())


@each
def test_after_the_warm_process_died_the_next_kernel_gets_a_new_one(kind):
    confined = kind is CONFINED

    async def work():
        async with Run(kind) as one:
            warm = client._started[os.getpid(), confined].process
            psutil.Process(warm.pid).kill()
            assert until(lambda: warm.poll() is not None)
            assert await one.says("1") == "dead"
        async with Run(kind) as two:
            assert await two.says("1") == "1"
            assert client._started[os.getpid(), confined].process.pid != warm.pid
    run(work())


@each
def test_nothing_is_left_when_the_client_is_killed(kind, tmp_path):
    code = textwrap.dedent(f"""
        import asyncio, sys
        from daugava.kernels.manager import {kind.__name__}
        async def work():
            manager = {kind.__name__}()
            await manager.start_kernel()
            kernel = manager.client()
            kernel.start_channels()
            await kernel.wait_for_ready(timeout=60)
            kernel.execute("import subprocess; subprocess.Popen(['sleep', '600'], start_new_session=True)")
            await asyncio.sleep(1)
            print("ready", flush=True)
            await asyncio.sleep(600)
        asyncio.run(work())
        """)
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=own) as child:
        assert child.stdout.readline() == "ready\n"
        family = psutil.Process(child.pid).children(recursive=True)
        assert any("sleep" in process.name() for process in family) and len(family) >= 4
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert until(lambda: not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE])


@each
def test_a_kernel_ends_with_its_keeper(kind, tmp_path):
    async def work():
        async with Run(kind, tmp_path) as one:
            warm = psutil.Process(client._started[os.getpid(), kind is CONFINED].process.pid)
            await one.says("import subprocess; subprocess.Popen(['sleep', '600'], start_new_session=True)")
            [sleeping] = [process for process in warm.children(recursive=True) if "sleep" in process.name()]
            _, keeper, *_ = sleeping.parents()  # the first one is the kernel
            keeper.kill()
            while await one.says("1") != "dead":
                pass
        return sleeping
    left = run(work())
    if kind is CONFINED:  # what a plain kernel started in a session of its own is the author's own affair
        assert until(lambda: not left.is_running())
    elif left.is_running():
        left.kill()


def test_a_kernelspec_finds_it_by_its_entry_point():
    kernels = KernelManager()
    kernels._kernel_spec = manager.spec()
    kernels.start_kernel()
    try:
        assert isinstance(kernels.provisioner, provisioner.WarmProvisioner)
        kernel = kernels.blocking_client()
        kernel.start_channels()
        kernel.wait_for_ready(timeout=60)
        assert kernel.execute("1", reply=True)["content"]["status"] == "ok"
        kernel.stop_channels()
    finally:
        kernels.shutdown_kernel(now=True)


def test_without_a_warm_process_a_kernel_starts_cold_and_says_so_once(monkeypatch, caplog):
    def refuse(*_, **__):
        raise OSError("no fork here")

    monkeypatch.setattr(client, "ask", refuse)

    async def work():
        async with Run(PLAIN) as one:
            assert await one.says("1 + 1") == "2"
    with caplog.at_level(logging.WARNING, logger=provisioner.__name__):
        run(work())
    assert [record.message for record in caplog.records] == [
        "There is no warm process (no fork here): this kernel starts cold."]


def test_the_warm_process_has_one_thread():
    address = client.address(confined=False)
    assert address
    assert psutil.Process(client._started[os.getpid(), False].process.pid).num_threads() == 1
