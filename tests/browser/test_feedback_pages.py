"""Feedback pages as nbgrader makes them from real grading, in Chromium: accessible, offline, also in JupyterLab."""
import shutil

import feedback_course as room
import pytest
from accessible import opened, violations
from running import SHOTS
from running_lab import RunningLab

PUPILS = {"1": "right", "2": "wrong", "3": "untouched", "4": "stopped", "5": "repaired", "6": "unreadable", "7": "own"}


@pytest.fixture(scope="module", params=["lv", "en"])
def pages(request, tmp_path_factory):
    """The language, and {pupil: page}."""
    return request.param, room.everybody(tmp_path_factory.mktemp(f"feedback-{request.param}"), request.param).pages()


@pytest.mark.parametrize("pupil", PUPILS)
def test_nothing_stands_in_anybodys_way(pages, pupil, browser):
    language, made = pages
    with opened(browser, made[pupil]) as page:
        assert violations(page) == []
        SHOTS.joinpath("feedback").mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / "feedback" / f"{PUPILS[pupil]}-{language}.png", full_page=True)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert violations(page) == []  # axe does not look into what is folded
        assert page.locator("html").get_attribute("lang") == language
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False)), levels
        assert page.evaluate("[...document.images].every(i => i.alt.trim() && i.complete)")


def test_narrow_or_printed_nothing_is_cut_off(pages, browser):
    for pupil in ("2", "7"):
        with opened(browser, pages[1][pupil], width=340) as page:
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert violations(page) == []
            page.emulate_media(media="print")
            assert page.locator(".fold").first.is_hidden() and page.locator("table.tasks").is_visible()


def test_links_lead_to_the_place_in_the_lab_also_in_jupyterlab(pages, browser, tmp_path):
    running = RunningLab(tmp_path, {"a": ["1"]})
    shutil.copy(pages[1]["2"], tmp_path / "feedback.html")
    context = browser.new_context()
    context.set_default_timeout(90_000)
    page = context.new_page()
    try:
        page.goto(f"{running.address}/lab/tree/feedback.html?token={running.token}")
        shown = page.frame_locator(".jp-HTMLViewer iframe")
        link = shown.locator(".tasks tr", has_text="3. " if pages[0] == "lv" else "Task 3").locator("td a")
        link.click()
        target = shown.locator(":target")
        target.wait_for()
        assert target.locator("h1, h2, h3, h4").inner_text() == link.inner_text()
        assert shown.locator("main").get_attribute("lang") == pages[0]
        # Loaded from the server, as JupyterLab would have it, a hub would refuse to show the page in a frame.
        assert [frame.url.split(":")[0] for frame in page.frames[1:]] == ["blob"]
    finally:
        context.close()
        running.stop()
