"""A real browser on a real classroom: Chromium through Playwright."""
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from running import RunningClassroom, shot

# A busy machine is slow, not wrong.
expect.set_options(timeout=90_000)
INSTALL = ".venv/bin/playwright install --with-deps chromium"


def _system_chromium():
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, else Playwright's own, else a skip that names the command (never in CI)."""
    with sync_playwright() as playwright:
        path = _system_chromium()
        if path is None and not Path(playwright.chromium.executable_path).exists():
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
        if path is None and not Path(playwright.chromium.executable_path).exists():
            say = pytest.fail if os.environ.get("CI") else pytest.skip
            say(f"no Chromium on this machine: install it with `{INSTALL}`")
        # Chromium refuses its own sandbox to root; the pages are our own.
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=path, args=[
            *options, "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """Two pupils in Latvian, one in English; the first lab assigned and released in both."""
    folder = tmp_path_factory.mktemp("classroom")
    (folder / "class.csv").write_text("pupil;language\n1;lv\nZaķis;lv\n3;en\n", encoding="utf-8")
    running = RunningClassroom(folder / "room", None, "--roster", str(folder / "class.csv"))
    for language in ("lv", "en"):
        running.run("assign", "badge-break-even", "--lang", language, "--release")
    yield running
    running.stop()


@pytest.fixture
def visit(browser, classroom):
    """Log somebody in, in a browser profile of their own; note every request to the outside."""
    @contextmanager
    def logged_in(name):
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="lv-LV")
        context.set_default_timeout(90_000)
        outside = []
        allowed = (classroom.address, classroom.address.replace("http", "ws"), "data:", "blob:")
        context.on("request", lambda request: outside.append(request.url)
                   if not request.url.startswith(allowed) else None)
        page = context.new_page()
        page.goto(classroom.address)
        page.fill("#username_input", name)
        page.fill("#password_input", classroom.passwords[name])
        page.click("#login_submit")
        try:
            yield page
        except BaseException:
            shot(page, f"failed-{name}")
            raise
        else:
            assert outside == []
        finally:
            context.close()
    return logged_in

