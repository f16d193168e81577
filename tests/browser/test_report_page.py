"""The class report in Chromium: accessible, offline, and without names at one press of a key, without any script."""
import pytest
import report_course as room
from accessible import opened, violations
from playwright.sync_api import expect
from running import SHOTS

from daugava.grading.report import report


@pytest.fixture(scope="module", params=["lv", "en"])
def given(request, tmp_path_factory):
    return request.param, room.mixed(tmp_path_factory.mktemp(f"report-{request.param}"), request.param)


@pytest.mark.parametrize("names_hidden", [False, True])
def test_nothing_stands_in_anybodys_way(given, names_hidden, browser):
    language, made = given
    with opened(browser, report(made.course, made.assignment, None, names_hidden), width=1366) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        _shot(page, f"{'without' if names_hidden else 'with'}-names-{language}")


def test_names_are_hidden_and_shown_by_the_keyboard_without_a_script(given, browser):
    language, made = given
    with opened(browser, report(made.course, made.assignment), width=1366, java_script_enabled=False) as page:
        table = page.locator(".map:visible")
        expect(table.locator("tbody tr").last).to_contain_text("zakis")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_text("zakis")).to_have_count(4)
        for name in page.get_by_text("zakis").all():
            expect(name).to_be_hidden()
        expect(table).to_have_count(1)
        expect(table.locator("tbody th").first).to_have_text("12 no 12" if language == "lv" else "12 of 12")
    with opened(browser, report(made.course, made.assignment), width=1366) as page:
        page.get_by_role("checkbox").check()
        assert violations(page) == []
        _shot(page, f"hidden-{language}")
        page.emulate_media(media="print")
        assert page.locator("label").is_hidden() and page.locator(".without .map").is_visible()
        assert page.locator(".with").is_hidden()
        page.get_by_role("checkbox", include_hidden=True).evaluate("box => { box.checked = false; }")
        page.set_viewport_size({"width": 1030, "height": 700})  # A4 on its side, without the margins
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator(".with").is_visible()


def test_it_is_read_on_a_phone_and_from_afar(given, browser):
    _, made = given
    with opened(browser, report(made.course, made.assignment), width=360) as page:
        assert violations(page, ("serious", "critical")) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        sizes = "[...document.querySelectorAll('.with td')].map(cell => parseFloat(getComputedStyle(cell).fontSize))"
        assert min(page.evaluate(sizes)) >= 16


def _shot(page, name):
    SHOTS.joinpath("report").mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "report" / f"{name}.png", full_page=True)
