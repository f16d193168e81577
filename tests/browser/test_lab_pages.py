"""Every edition of every lab as a pupil first sees it: the released version, run from top to end in JupyterLab.

With DAUGAVA_PICTURES=1 pictures of all pages go to `test-artifacts/labs/` to be looked at.
"""
import os
import re

import pytest
from lab_paths import ROOT, released
from playwright.sync_api import expect
from running import SHOTS
from running_lab import RunningLab

from daugava import lab as daugava_lab

EDITIONS = [(lab, language) for lab in daugava_lab.labs(ROOT) for language in lab.editions]
NOT_STARTED = {"en": "There is no answer here yet", "lv": "Te vēl nav atbildes"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    notebooks = {f"{lab.id}-{language}": released(lab.notebook(language)) for lab, language in EDITIONS}
    running = RunningLab(tmp_path_factory.mktemp("labs"), notebooks)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def pupil(browser, pages):
    """One JupyterLab in which all notebooks are opened, one after the other; and every request to the outside."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(90_000)
    outside = []
    allowed = (pages.address, pages.address.replace("http", "ws"), "data:", "blob:")
    page = context.new_page()
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(allowed) else None)
    pages.begin(page)
    yield page, outside
    context.close()


@pytest.mark.parametrize("lab, language", [pytest.param(*each, id=f"{each[0].id}-{each[1]}") for each in EDITIONS])
def test_the_released_lab_runs_to_the_end_in_a_browser(lab, language, pupil, pages):
    page, outside = pupil
    pages.run_each(page, f"{lab.id}-{language}")
    if os.environ.get("DAUGAVA_PICTURES"):
        _keep_pictures(page, f"{lab.id}-{language}")
    expect(page.locator(".daugava-live-controls")).to_have_count(_models(lab, language))
    said = "\n".join(page.locator(".jp-Notebook .jp-OutputArea-output").all_inner_texts())
    assert "Traceback" not in said and "Error" not in said, said
    assert said.count(NOT_STARTED[language]) >= sum(not task.get("by_hand") for task in lab.tasks) - 1, said
    for image in page.locator(".jp-Notebook img").all():
        assert (image.get_attribute("alt") or "").strip()
    assert outside == []


def _models(lab, language):
    sources = [cell.source for cell in lab.notebook(language).cells if cell.cell_type == "code"]
    return sum(len(re.findall(r"^live\.(?:lines|curves|model)\(", source, re.MULTILINE)) for source in sources)


def _keep_pictures(page, name):
    """The whole notebook, page by page."""
    folder = SHOTS / "labs"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = page.locator(".jp-WindowedPanel-outer").first
    height = notebook.evaluate("node => node.scrollHeight")
    step = notebook.evaluate("node => node.clientHeight") - 60
    for number, top in enumerate(range(0, height, step), 1):
        notebook.evaluate("(node, top) => { node.scrollTop = top; }", top)
        page.wait_for_timeout(50)
        page.screenshot(path=folder / f"{name}-{number:02}.png")
