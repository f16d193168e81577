"""A JupyterLab of its own on a folder of notebooks, with the project's extensions as they stand in the tree."""
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect
from running import ROOT, START_SECONDS

from daugava.hub import free_port

EXTENSION = ROOT / "src" / "daugava" / "labextension" / "live"


class RunningLab:
    """JupyterLab without a hub: loopback, a random token, settings and notebooks in one temporary folder."""

    def __init__(self, folder: Path, notebooks: dict[str, list[str]]):
        """notebooks: {name: a notebook, or the code of its cells}."""
        self.folder, self.token, self.port = folder, secrets.token_hex(16), free_port()
        for name, cells in notebooks.items():
            made = new_notebook(cells=[new_code_cell(code) for code in cells]) if isinstance(cells, list) else cells
            made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(made, folder / f"{name}.ipynb")
        share = folder / ".share"
        shutil.copytree(EXTENSION, share / "labextensions" / "@daugava" / "live")
        environment = {
            **os.environ, "JUPYTER_TOKEN": self.token, "JUPYTER_NO_CONFIG": "",
            "JUPYTER_PATH": os.pathsep.join(filter(None, [str(share), os.environ.get("JUPYTER_PATH")])),
            "JUPYTER_CONFIG_DIR": str(folder / ".config"), "JUPYTER_DATA_DIR": str(folder / ".data"),
            "JUPYTER_CONFIG_PATH": str(ROOT / "grading" / "hub" / "servers" / "common")}
        self.log = folder / ".log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
                 "--LabApp.expose_app_in_browser=True",
                 f"--ServerApp.port={self.port}", f"--ServerApp.root_dir={folder}"],
                stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=folder)
        began = time.monotonic()
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                self.stop()
                raise AssertionError(f"JupyterLab did not start:\n{self.log.read_text('utf-8')[-3000:]}")
            time.sleep(0.1)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/api/status?token={self.token}", timeout=5) as reply:
                return reply.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def run(self, page, name: str) -> None:
        """Open a notebook in a browser page and run all its cells, up to the first one that stops."""
        self.open(page, name)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def begin(self, page) -> None:
        """Open JupyterLab in a browser page, without a notebook."""
        page.goto(f"{self.address}/doc?reset&token={self.token}")
        page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")

    def run_each(self, page, name: str) -> None:
        """Open a notebook in a page that has begun, in place of the one before; run cell by cell, also after one that stops."""
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save-all')"
                      ".then(() => window.jupyterapp.commands.execute('application:close-all'))")
        expect(page.locator(".jp-Notebook")).to_have_count(0)
        page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', {path}); }", f"{name}.ipynb")
        self._ready(page)
        page.locator(".jp-Notebook .jp-Cell").first.click()
        for _ in nbformat.read(self.folder / f"{name}.ipynb", 4).cells:  # the page draws them one by one
            page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell-and-select-next')")

    def open(self, page, name: str) -> None:
        """Open a notebook in a browser page, with its kernel ready."""
        page.goto(f"{self.address}/doc/tree/{name}.ipynb?token={self.token}")
        self._ready(page)

    @staticmethod
    def _ready(page) -> None:
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_text("| Idle").wait_for()  # before that JupyterLab would ask which kernel

    def outputs(self, name: str) -> list:
        """The outputs of the saved notebook, cell by cell."""
        while True:
            try:
                return [cell.outputs for cell in nbformat.read(self.folder / f"{name}.ipynb", 4).cells]
            except nbformat.reader.NotJSONError:
                time.sleep(0.05)  # it is just being written

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
