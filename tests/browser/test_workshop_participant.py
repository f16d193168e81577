"""One participant through the workshop assign-and-grade: from the login card to exported marks; nobody else is met."""
import csv
import io
import re

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect
from running import RunningClassroom, open_submission, press, shot

from daugava.practice import Expected

LAB = "badge-break-even"
ASSIGNMENT = f"{LAB}-lv"
PUPILS = 24


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A workshop with two places."""
    running = RunningClassroom(tmp_path_factory.mktemp("workshop") / "room", None, "--workshop", "2", "--lang", "lv")
    yield running
    running.stop()


def wait_for_the_job(page):
    """The class page shows how far its long job is until it has ended."""
    expect(page.locator("#job")).to_be_visible()
    expect(page.locator("#job[data-address]")).to_have_count(0, timeout=180_000)
    return page.locator("#job-text").inner_text()


def course_of(classroom, name):
    return classroom.home / "users" / name / f"practice-{name}"


def mark_the_open_task(page, base, points):
    """Mark the first open text in the formgrader."""
    open_submission(page, f"{base}formgrader/gradebook/{ASSIGNMENT}/{LAB}")
    with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT"):
        page.locator("input#decide").fill(points)
        page.locator("input#decide").press("Tab")


def test_a_participant_takes_a_practice_class_from_release_to_marks(visit, classroom):
    base = f"{classroom.address}/user/t01/"
    with visit("t01") as page:
        expect(page.locator(".daugava-start h1")).to_have_text("Mani darbi")
        expect(page.locator(".daugava-card h2")).to_have_text(["Cik nozīmīšu jāpārdod?", "Mans mācību kurss"])
        shot(page, "participant-start")
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Atvērt vērtēšanu").click()
        grader = opened.value
        row = grader.locator("tr", has_text=ASSIGNMENT)
        press(grader, row.locator(".assign a"))
        press(grader, row.locator(".release a"))
        shot(grader, "participant-released")

        grader.goto(f"{base}daugava/?lang=lv")
        grader.get_by_role("button", name="Mācību klase iesniedz darbus").click()
        assert "Mācību klase ir iesniegusi darbus" in wait_for_the_job(grader)
        expect(grader.locator("tr", has_text=ASSIGNMENT)).to_contain_text(f"jāsavāc: {PUPILS}")
        grader.get_by_role("button", name=re.compile("Savākt un novērtēt visus")).click()
        assert f"no jauna novērtēti: {PUPILS}" in wait_for_the_job(grader)
        expect(grader.locator("tr", has_text=ASSIGNMENT)).to_contain_text(f"{PUPILS} no {PUPILS}")
        shot(grader, "participant-class-page")
        as_expected(course_of(classroom, "t01"))

        mark_the_open_task(grader, base, "1.5")
        grader.goto(f"{base}daugava/?lang=lv")
        grader.get_by_role("button", name=re.compile("Klases pārskats")).click()
        expect(grader.locator("h1")).to_contain_text("Cik nozīmīšu jāpārdod?")
        shot(grader, "participant-report")

        grader.goto(f"{base}daugava/?lang=lv")
        grader.get_by_role("button", name=re.compile("Nosūtīt atgriezenisko saiti")).click()
        assert "ir nosūtīta" in wait_for_the_job(grader)
        with grader.expect_download() as given:
            grader.get_by_role("button", name=re.compile(r"Vērtējumi \(CSV\)")).click()
        marks_are_whole(given.value.path().read_bytes())
        as_expected(course_of(classroom, "t01"))


def as_expected(folder):
    """The gradebook holds what the practice class was made to give."""
    expected = Expected.read(folder, ASSIGNMENT)
    assert len(expected.points) == PUPILS and len(expected.late) == 2 and len(expected.broken) == 1
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        for pupil, points in expected.points.items():
            notebook, = gradebook.find_submission(ASSIGNMENT, pupil).notebooks
            found = {grade.name: grade.auto_score for grade in notebook.grades}
            assert {check: found[check] for check in points} == points, pupil


def marks_are_whole(content):
    assert content.startswith(b"\xef\xbb\xbf"), "a spreadsheet needs the byte order mark"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == PUPILS + 1
    assert any(re.fullmatch(r"\d+,\d+", cell) for row in rows[1:] for cell in row), "a decimal comma"


def test_nobody_else_is_met(visit, classroom):
    other = course_of(classroom, "t02")
    assert not (other / "submitted").exists() and not (other / "release").exists()
    with visit("t02") as page:
        expect(page.locator(".daugava-start h1")).to_have_text("Mani darbi")
        for path in ("formgrader/manage_assignments", "daugava/", "api/contents"):
            reply = page.request.get(f"{classroom.address}/user/t01/{path}", max_redirects=5)
            assert ASSIGNMENT not in reply.text() and "Klases lapa" not in reply.text(), path
        listed = page.request.get(f"{classroom.address}/user/t02/api/contents").json()["content"]
        assert {each["name"] for each in listed} == {"workshops", "practice-t02"}
        page.goto(f"{classroom.address}/user/t02/daugava/?lang=en")
        expect(page.locator("main")).to_contain_text("There is no assignment yet")


def test_a_participant_is_a_pupil_of_the_workshops_course(visit, classroom):
    with visit("t02") as page:
        page.get_by_role("button", name=re.compile("Saņemt darbu: Cik nozīmīšu")).click()
        expect(page.locator(".jp-NotebookPanel")).to_contain_text("Kas jāizlemj?")
        page.locator(".jp-NotebookPanel").get_by_role("button", name="Iesniegt", exact=True).click()
        page.locator(".jp-Dialog").get_by_role("button", name="Iesniegt").click()
        expect(page.locator(".daugava-start")).to_contain_text("Darbs ir iesniegts")
    handed = list((classroom.home / "exchange" / "workshop" / "inbound" / "t02").iterdir())
    assert len(handed) == 1
