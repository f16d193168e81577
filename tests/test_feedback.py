"""What a pupil reads after grading: hints, points, comments, what was done to the notebook; never a hidden test."""
import re
from types import SimpleNamespace

import feedback_course as room
import pytest
from bs4 import BeautifulSoup
from lab_paths import Course
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from daugava import lab
from daugava.grading import feedback, hidden, words
from daugava.grading.readable import readable
from daugava.kernels.execute import WORDS as ENDED


@pytest.fixture(scope="module", params=["lv", "en"])
def pages(request, tmp_path_factory):
    made = room.everybody(tmp_path_factory.mktemp(f"feedback-{request.param}"), request.param).pages()
    html = {pupil: path.read_text("utf-8") for pupil, path in made.items()}
    return SimpleNamespace(language=request.param, html=html)


def soup(pages, pupil):
    return BeautifulSoup(pages.html[pupil], "html.parser")


def rows(page):
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
            for row in page.select(".tasks tbody tr")]


def said(language, name, **values):
    return words.FEEDBACK[name][language].format(**values)


def test_the_page_is_in_the_pupils_language_with_points_on_top(pages):
    page = soup(pages, "1")
    assert page.html["lang"] == pages.language and page.main["lang"] == pages.language
    assert page.title.string == {"lv": "Atgriezeniskā saite: Cik nozīmīšu jāpārdod?",
                                 "en": "Feedback: How many badges must we sell?"}[pages.language]
    assert page.select_one(".total").string == {"lv": "Punkti: 11,5 no 12", "en": "Points: 11.5 of 12"}[pages.language]
    last = {"lv": ["1 no 1", "2,5 no 3"], "en": ["1 of 1", "2.5 of 3"]}[pages.language]
    assert [row[1] for row in rows(page)][-2:] == last


def test_a_misconception_has_its_hint_and_the_way_back_to_the_task(pages):
    page, one = soup(pages, "2"), lab.get(room.LAB)
    hints = [answer["hint"][pages.language] for answer in one.answers["task-profit"]["wrong"]
             if answer["misconception"] == "revenue-is-profit"]
    row = page.select(".tasks tbody tr")[3]
    assert any(hint in row.get_text() for hint in hints), row.get_text()
    assert f"{room.LAB}.ipynb" in row.get_text()
    target = page.find(id=row.td.find_next("td").a["href"][1:])
    assert row.th.get_text() in target.get_text() and target.find(re.compile("h[2-6]"))
    assert page.find(id=row.th.a["href"][1:]).get_text()


def test_every_link_within_the_page_has_its_place(pages):
    for pupil in pages.html:
        page = soup(pages, pupil)
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        assert {link["href"][1:] for link in page.find_all("a", href=re.compile("^#"))} <= set(ids)


def test_the_teachers_comment_and_what_waits_for_the_teacher(pages):
    comment = soup(pages, "1").select_one(".comment")
    assert comment.strong.get_text() in room.COMMENT[pages.language]
    assert said(pages.language, "comment") in comment.get_text()
    assert said(pages.language, "waits") in rows(soup(pages, "2"))[-1][2]
    assert said(pages.language, "no-response") in rows(soup(pages, "3"))[-1][2]


def test_why_a_notebook_was_stopped(pages):
    assert ENDED["time"][pages.language] in soup(pages, "4").select_one(".remarks").get_text()
    assert ENDED["later"][pages.language] in rows(soup(pages, "4"))[4][2]
    assert soup(pages, "1").select_one(".remarks") is None


def test_what_was_repaired(pages):
    remarks = soup(pages, "5").select_one(".remarks").get_text()
    assert {"lv": "2. uzdevums. Izmaksas", "en": "Task 2. Cost"}[pages.language] in remarks
    assert all(words.REPAIRS[code][pages.language].rstrip(".") + " (" in remarks for code in ("deleted", "locked"))


def test_a_repair_names_its_tasks_and_one_without_words_is_not_shown():
    nb = new_notebook(cells=[new_markdown_cell("## 1. *Viens*"), _graded("check-a", "1"),
                             new_markdown_cell("## 2. Divi."), _graded("check-b", "1")])
    grading = {"repairs": [{"code": "deleted", "cells": ["check-a", "check-b"]}, {"code": "kernel", "cells": []},
                           {"code": "of tomorrow", "cells": ["check-a"]}]}
    facts = feedback._Page(nb, "lv", grading, set()).facts({"score": 0, "max_score": 2})
    assert facts["remarks"] == [words.REPAIRS["deleted"]["lv"][:-1] + " (1. Viens un 2. Divi).",
                                words.REPAIRS["kernel"]["lv"]]


def test_everything_that_is_mended_can_be_said_in_both_languages():
    codes = {"deleted", "copied", "split", "moved", "metadata", "type", "locked", "truncated", "unreadable", "encoding",
             "huge", "old", "kernel", "zip", "renamed", "missing"}
    assert codes <= set(words.REPAIRS) and set(words.REPAIRS_TEACHER) <= set(words.REPAIRS)
    for said in (*words.REPAIRS.values(), *words.REPAIRS_TEACHER.values()):
        assert set(said) == {"en", "lv"} and all(re.fullmatch(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ].*\.", text) for text in said.values())


def test_what_could_not_be_read_is_kept_as_text(pages):
    page = soup(pages, "6")
    assert page.select_one(".kept").string == "This is <b>no</b> notebook: https://elsewhere.example"


def test_the_hidden_tests_of_the_lab_are_nowhere(pages):
    cells = lab.get(room.LAB).notebook(pages.language).cells
    parts = [hidden.split(cell.source) for cell in cells if cell.cell_type == "code"]
    shown = {line.strip() for part in parts for line in part[0].splitlines()}
    hidden_lines = {line.strip() for part in parts for line in part[1].splitlines()} - shown
    assert len(hidden_lines) > 8
    for pupil, html in pages.html.items():
        text = BeautifulSoup(html, "html.parser").get_text()
        assert "HIDDEN TESTS" not in html
        assert not [line for line in hidden_lines if line in text], pupil


def test_what_pupils_put_in_asks_nobody_and_says_what_it_is(pages):
    page = soup(pages, "7")
    assert not page.find_all(["script", "iframe", "link", "object"]) and not page.find_all(src=re.compile("^(?!data:)"))
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    drawn = [image["alt"] for image in page.find_all("img")]
    assert len(drawn) == 2 and set(drawn) == {said(pages.language, "picture")}
    formulas = [math["alttext"] for math in page.find_all("math")]
    assert formulas.count("E = \\frac{1}{2} m v^2") == 2 and "a price of $5 and of $6," in page.get_text()
    assert "mathjax" not in pages.html["7"].lower()
    assert "color" not in str(page.find("p", string="pale").attrs)


def _graded(name, source, outputs=(), **more):
    mark = {"schema_version": 3, "grade": True, "locked": True, "solution": False, "task": False, "grade_id": name}
    if more.get("grade", True):
        mark["points"] = 1
    return new_code_cell(source, id=name, outputs=list(outputs), metadata={"nbgrader": {**mark, **more}})


SECRET = "assert cost(7) == 77.25  # never seen"
TEST = f"assert cost(1) > 0\n### BEGIN HIDDEN TESTS\n{SECRET}\nassert cost(8) == \\\n    88.125\n### END HIDDEN TESTS"
SPIES = {  # what stock nbgrader, which runs tests in the pupil's kernel, would show
    "in": "def cost(n):\n    print(In[-1])\n    return 1",
    "repr": "def cost(n):\n    print(repr(In[-1]))\n    print([In[-1]])\n    return 1",
    "shown": "from IPython.display import HTML, Markdown, display\ndef cost(n):\n    display(Markdown(In[-1]))\n"
             "    display(HTML('<pre>' + In[-1] + '</pre>'))\n    return 1",
    "raised": "def cost(n):\n    raise ValueError(In[-1])",
    "later": "def cost(n):\n    global seen\n    seen = In[-1]\n    return 1",
    "trace": "def cost(n):\n    return 1",
    "html": "def cost(n):\n    return 1\n### BEGIN HIDDEN TESTS",  # not closed, and not a test
}


def test_a_spy_in_stock_nbgrader_reads_no_hidden_test(tmp_path):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    source = new_notebook(metadata={"kernelspec": kernel}, cells=[
        new_markdown_cell("# Lab\n\n## Cost"),
        _graded("task", "def cost(n):\n    ...", grade=False, locked=False, solution=True),
        _graded("check", TEST), _graded("later", "seen = 1", grade=False, locked=False, solution=True)])
    course = Course(tmp_path, source, "lab")
    config = tmp_path / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "\nfrom nbgrader.converters import Autograde\n"
                      "c.Autograde.autograde_preprocessors = Autograde.autograde_preprocessors.default()\n", "utf-8")
    for name, code in SPIES.items():
        nb = course.answered({"later": "print(seen)\nprint(seen.encode())" if name == "later" else "1"})
        nb.cells[1].source = code
        course.submit(name, nb)
    course.nbgrader("autograde", "lab")
    course.nbgrader("generate_feedback", "lab")
    pages = {path.parts[-3]: path.read_text("utf-8") for path in (tmp_path / "feedback").glob("*/lab/lab.html")}
    assert set(pages) == set(SPIES)
    for name, html in pages.items():
        text = BeautifulSoup(html, "html.parser").get_text()
        letters = "".join(filter(str.isalnum, text + html))
        assert not [secret for secret in ("7725", "88125", "cost7", "neverseen") if secret in letters], name
        assert "assert cost(1) > 0" in text and "Traceback" not in text, name


def test_the_lines_of_a_hidden_test_are_known_again():
    tell = "x = 1\n" + SECRET
    outputs = [new_output("stream", text=f"a\n> {SECRET}\nb"),
               new_output("display_data", data={"text/html": f"<i>{SECRET}</i>"}),
               new_output("error", ename="ValueError", evalue=SECRET, traceback=[f"\x1b[31m{SECRET}\x1b[0m", "end"]),
               new_output("execute_result", data={"text/plain": repr(tell)})]
    nb = new_notebook(cells=[new_code_cell("cost", id="a", outputs=outputs), _graded("check", TEST)])
    hidden.hide(nb, set(), {"hidden": "[…]", "unpassed": "-"})
    assert [output.get("text") or output.get("data") or output.traceback for output in nb.cells[0].outputs] == [
        "a\n[…]\nb", {"text/plain": "[…]"}, ["[…]", "end"], {"text/plain": "[…]"}]


def test_a_hint_of_a_hidden_test_is_read():
    hint = new_output("error", ename="Hint.not-yet", evalue="Do the same with 60.", traceback=["File <x>\nsecret"])
    test = 'x\n### BEGIN HIDDEN TESTS\nequal(a, 40,\n"Do the same with 60.")\n### END HIDDEN TESTS'
    nb = new_notebook(cells=[_graded("check", test, [hint])])
    hidden.hide(nb, set(), {"hidden": "[…]", "unpassed": "-"})
    assert nb.cells[0].outputs[0].traceback == ["Do the same with 60."] and nb.cells[0].source == "x"


@pytest.mark.parametrize("given, shown", [
    ("$5 and $6", "$5 and $6"), ("`$x$`", "`$x$`"), ("costs $5, not $6$7", "costs $5, not $6$7"),
    (r"$\nosuchthing{$", None), (r"$\text{<b>bold}$", None), (r"$\href{javascript:alert(1)}{x}$", None),
    ("$" + "x" * 3000 + "$", None)])
def test_dollars_are_formulas_only_where_they_are(given, shown):
    made = BeautifulSoup(readable(f'<div class="content">{feedback._html(given)}</div>'), "html.parser")
    if shown:
        assert made.get_text().strip().replace("`", "") == shown.replace("`", "") and not made.find("math")
    assert not made.find_all(["b", "script"]) and not made.find_all(href=True)


def test_markdown_that_leads_nowhere_is_still_shown():
    assert "lost" in feedback._html("![](attachment:a.png)") and "data:image/png" in feedback._html(
        "![](attachment:a.png)", {"a.png": {"image/png": "AAAA"}})
    assert "&gt;" in feedback._html(">" * 20_000 + " deep") or "deep" in feedback._html(">" * 20_000 + " deep")
