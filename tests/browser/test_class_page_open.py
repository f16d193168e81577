"""The class page in Chromium: accessible in both languages, by the keyboard, offline."""
from contextlib import contextmanager

import class_page
import grading_course as room
import pytest
from accessible import violations
from course_server import serving
from playwright.sync_api import expect
from running import SHOTS

from daugava import lab
from daugava.grading.class_words import PAGE

EXTENSION = "daugava.grading.class_page"
TITLE = lab.get(room.LAB, room.ROOT).title("en")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class-page")
    course = class_page.made(folder)
    (course.folder / ".practice").write_text('{"lab": "badge-price", "language": "lv", "pupils": 24, "seed": 7}')
    with serving(course, folder / "server", EXTENSION) as server:
        yield course, server


@contextmanager
def opened(browser, server, language, width=1366):
    """A teacher's own browser on the page; at the end it has asked nobody else, and complained of nothing."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    context.set_default_timeout(90_000)
    outside, complaints = [], []
    context.on("request", lambda request: outside.append(request.url)
               if not request.url.startswith((server.address, "data:")) else None)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text)
            if "the server responded with a status of 40" not in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(f"{server.address}/daugava/?token={server.token}")
        yield page
        assert outside == [] and complaints == []
    finally:
        context.close()


@pytest.mark.parametrize("language", ["lv-LV", "en-GB"])
def test_nothing_stands_in_anybodys_way(served, browser, language):
    with opened(browser, served[1], language) as page:
        expect(page.locator("html")).to_have_attribute("lang", language[:2])
        assert violations(page) == []
        page.locator("summary").first.press("Enter")
        expect(page.locator("#flags dt").first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        _shot(page, f"first-{language[:2]}")
    with opened(browser, served[1], language, width=360) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_teacher_grades_reads_and_gives_back_by_the_keyboard(served, browser):
    course, server = served
    with opened(browser, server, "lv-LV") as page:
        says = {name: said["lv"] for name, said in PAGE.items()}
        page.get_by_role("link", name="English").press("Enter")
        expect(page.locator("h1")).to_have_text("Class page: stem")
        page.get_by_role("link", name="Latviešu").press("Enter")
        expect(page.locator("h1")).to_have_text("Klases lapa: stem")
        row = page.locator(f"tr[data-assignment={room.ASSIGNMENT}]")
        expect(row).to_contain_text("jāsavāc: 2")
        button = row.get_by_role("button", name=f"{says['grade']}: {TITLE}")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("progressbar")).to_be_visible()
        assert violations(page) == []
        _shot(page, "running-lv")
        expect(page.locator("#job-text")).to_have_text(f"„{TITLE}”: no jauna novērtēti: 2.")
        expect(page.locator("#job")).to_be_focused()
        expect(row).to_contain_text("2 no 2")
        assert violations(page) == []
        _shot(page, "graded-lv")
        with page.expect_download() as file:
            row.get_by_role("button", name="Vērtējumi (CSV)").press("Enter")
        assert file.value.suggested_filename == f"marks-stem-{room.ASSIGNMENT}.csv"
        row.locator("input[type=datetime-local]").fill("2027-06-01T23:59")
        row.get_by_role("button", name=says["set-due"]).press("Enter")
        expect(page.get_by_role("status")).to_have_text("Termiņš ir saglabāts.")
        expect(row.locator("input[type=datetime-local]")).to_have_value("2027-06-01T23:59")
        row.get_by_role("button", name=says["feedback"]).press("Enter")
        expect(page.locator("#job-text")).to_contain_text("nosūtīta skolēniem: 2")
        row.get_by_role("button", name=says["report"]).press("Enter")
        expect(page.locator("h2").first).to_have_text("Skolēni un uzdevumi")
        page.go_back()
        expect(row).to_be_visible()


def test_a_problem_is_said_in_one_sentence(served, browser):
    course, server = served
    with opened(browser, server, "lv-LV") as page:
        (course.folder / ".practice").rename(course.folder / ".gone")
        page.get_by_role("button", name=PAGE["practice"]["lv"]).press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Šajā kursā nav mācību klases")
        assert violations(page) == []
        _shot(page, "problem-lv")
        page.goto(f"{server.address}/daugava/report/none")
        expect(page.get_by_role("alert")).to_contain_text("Tāda pārskata vēl nav")
        assert violations(page) == []


def _shot(page, name):
    SHOTS.joinpath("class-page").mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "class-page" / f"{name}.png", full_page=True)
