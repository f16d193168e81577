"""A real classroom, started the way a teacher starts it."""
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
from playwright.sync_api import expect

from daugava.hub import LOOPBACK, free_port
from daugava.kernels import client

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "test-artifacts"
START_SECONDS = 120  # a busy machine; the benchmark measures an idle one


class RunningClassroom:
    """`daugava start` in a folder of its own, with the passwords read off the login cards."""

    def __init__(self, home: Path, port: int | None = None, *options: str):
        self.home = home
        self.port = port or free_port()
        listen = options[options.index("--listen") + 1] if "--listen" in options else LOOPBACK
        self.address = f"http://{listen}:{self.port}"
        self.output = home.parent / f"{home.name}-output.txt"
        own = {name: value for name, value in os.environ.items() if name not in client.ADDRESS.values()}
        began = time.monotonic()
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "daugava.cli", "start", "--home", str(home),
                 "--port", str(self.port), "--no-browser", *options],
                stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, env=own)
        while "The classroom is open at" not in self.said():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                self.stop()
                raise AssertionError(f"the classroom did not open:\n{self.said()}\n{self.log()[-3000:]}")
            time.sleep(0.1)
        self.seconds_to_open = time.monotonic() - began

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def log(self) -> str:
        path = self.home / "hub" / "jupyterhub.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    @property
    def passwords(self) -> dict[str, str]:
        found = {}
        for sheet in sorted(self.home.glob("login-cards*.html")):
            text = sheet.read_text("utf-8")
            names = re.findall(r'class="name">([^<]+)<', text)
            found.update(zip(names, re.findall(r'class="password">([^<]+)<', text), strict=True))
        return found

    def run(self, *arguments: str) -> str:
        """Run another command of the command line on this classroom; return what it printed."""
        done = subprocess.run([sys.executable, "-m", "daugava.cli", *arguments, "--home", str(self.home)],
                              capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def answers(self) -> bool:
        with urllib.request.urlopen(f"{self.address}/hub/health", timeout=5) as reply:
            return reply.status == 200

    def processes(self) -> list[psutil.Process]:
        """Processes that work for this classroom."""
        found = []
        for process in psutil.process_iter():
            try:
                if any(str(self.home) in word for word in (*process.cmdline(), *process.environ().values())):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(90)


def shot(page, name):
    """Keep a picture of a browser page to look at."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def press(page, link):
    """Press a formgrader action and close the window that reports its success."""
    link.click()
    modal = page.locator(".modal.in, .modal.show").last
    expect(modal).to_contain_text("uccess")
    modal.locator("button", has_text="OK").or_(modal.locator("button.close")).first.click()
    expect(page.locator(".modal")).to_have_count(0)


def open_submission(page, address):
    """Open the first submission of a list of the formgrader, with its marks and comments loaded: they replace what is typed."""
    page.goto(address)
    page.locator("td.name a").first.click()
    page.wait_for_function("() => window.formgrader?.grades?.loaded && window.formgrader.comments?.loaded")
