"""Handout, run sheet and paper survey: tagged A4 pages in their language, for every workshop there is."""
import io

import made_up_workshop as made_up
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pypdf import PdfReader

from daugava.workshop import WorkshopError
from daugava.workshops import paper, questions

A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return made_up.make(tmp_path_factory.mktemp("workshop"))


@pytest.fixture(params=made_up.editions())
def edition(request, example):
    workshop, language = request.param
    return workshop or example, language


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def tags(pdf: bytes) -> list[str]:
    """The structure of a tagged PDF: the names of its elements, in their order."""
    found = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict) and "/S" in element:
            found.append(element["/S"])
            walk(element.get("/K", []))

    walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def accessible(pdf: bytes, language: str) -> None:
    root = read(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].split("-")[0] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] and read(pdf).metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert tags(pdf).count("/H1") == 1
    for page in read(pdf).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & descendant["/FontDescriptor"].keys(), "a font is not in the file"


def test_handout_is_one_page_that_everybody_can_read(edition):
    workshop, language = edition
    pdf = paper.handout(workshop, language)
    accessible(pdf, language)
    assert len(read(pdf).pages) == 1
    assert "/H2" in tags(pdf)


def test_survey_is_one_page_with_every_question_of_the_notebook(edition):
    workshop, language = edition
    pdf = paper.survey(workshop, language)
    accessible(pdf, language)
    assert len(read(pdf).pages) == 1
    _, asked = questions.read(workshop.survey(language))
    shown = text(pdf)
    boxes = sum(5 if each.kind == "scale" else len(each.options) for each in asked)
    assert shown.count("☐") == boxes
    assert all(f"{number}." in shown for number in range(1, len(asked) + 1))
    assert all(word in shown.replace("\n", " ") for each in asked for option in (*each.options, each.low, each.high)
               for word in option.split())


def test_run_sheet_has_numbered_pages(edition):
    workshop, language = edition
    pdf = paper.run_sheet(workshop, language)
    accessible(pdf, language)
    assert "/TH" in tags(pdf) and "/Table" in tags(pdf)
    pages = read(pdf).pages
    assert all(f"{number} / {len(pages)}" in page.extract_text() for number, page in enumerate(pages, 1))


def test_what_is_written_stands_on_the_page(example):
    pdf = paper.handout(example, "lv")
    shown = text(pdf)
    assert made_up.LETTERS in shown and "„pēdiņas”" in shown and "1,90 € – " in shown
    assert "| zīme # un * un @ un" in shown and "./daugava start --workshop 12" in shown
    assert read(pdf).metadata.title == f"Lapa: {made_up.LETTERS} un „pēdiņas”"
    assert {"/Formula", "/Table", "/TH", "/BlockQuote", "/Code"} <= set(tags(pdf))
    assert len(read(paper.run_sheet(example, "lv")).pages) > 1


def test_a_table_shows_its_text_and_leaves_room_to_write(tmp_path):
    written = paper.markdown("# T\n\n| a | b | c |\n|---|---|---|\n| 2. diena | - x | |\n| + y | = z | |")
    assert r"[\2. diena], [\- x], []," in written and "auto, 33.33%" in written
    pdf = paper.Document(written, "T", "lv", tmp_path).pdf(11)
    assert not {"/L", "/LI", "/H2"} & set(tags(pdf))


def test_survey_on_paper(example):
    shown = text(paper.survey(example, "lv"))
    assert "Aptauja ir anonīma" in shown and "Palaidiet" not in shown
    assert "\n1. Cik skaidrs bija šis?" in shown and "3. Ko mainīt?" in shown and '"Pēdiņas"' in shown
    assert [each in shown for each in ("nemaz", "ļoti", "Žurnāls")] == [True] * 3


def test_the_same_text_gives_the_same_file(example):
    assert paper.handout(example, "lv") == paper.handout(example, "lv")


def test_letters_get_smaller_before_a_text_is_too_long(example, tmp_path):
    def written(lines):
        body = paper.markdown("# T\n\n" + "\n\n".join(["Rinda."] * lines))
        return paper.Document(body, "T", "lv", tmp_path).on_one_page("The handout of made-up (lv)")

    assert len(read(written(39)).pages) == 1
    with pytest.raises(WorkshopError, match=r"^The handout of made-up \(lv\) does not fit on one page: shorten it\.$"):
        written(80)


def test_a_picture_keeps_its_words_and_must_have_some(example, tmp_path):
    from PIL import Image

    Image.new("RGB", (20, 10)).save(tmp_path / "picture.png")
    document = paper.Document(paper.markdown("# T\n\n![Two „words\"](picture.png)"), "T", "lv", tmp_path)
    assert "/Figure" in tags(document.pdf(11))
    wordless = paper.Document(paper.markdown("# T\n\n![](picture.png)"), "T", "lv", tmp_path)
    with pytest.raises(WorkshopError, match="missing alt text"):
        wordless.pdf(11)
    lost = paper.Document(paper.markdown("# T\n\n![A](lost.png)"), "T", "lv", tmp_path)
    with pytest.raises(WorkshopError, match=r"cannot be set \(.*lost\.png"):
        lost.pdf(11)


def asked(source, text_cell="q1"):
    return questions.read(new_notebook(cells=[new_markdown_cell("Question?", id=text_cell),
                                              new_code_cell(source, id="answer")]))[1]


def test_questions_are_read_in_every_way_they_can_be_written():
    assert asked('survey.scale("q1", "low", "high")') == asked('survey.scale("q1", high="high", low="low")')
    assert asked('survey.scale("q1", "low", high="high")')[0].low == "low"
    assert asked('survey.choice("q1", options=["a", "b"])') == asked('survey.choice("q1", ["a", "b"])')
    assert asked('survey.words("q1")') == asked('survey.words(question="q1")')
    assert asked('survey.words("q1")')[0].kind == "words"
    assert asked('survey.scale("q1", "a", "b", answer=None)')[0].high == "b"


@pytest.mark.parametrize(("source", "text_cell", "problem"), [
    ('survey.words("q1")', "q2", r"survey\.words\('q1', …\) has no question: put a Markdown cell with the id q1"),
    ('survey.words(', "q1", "is not Python: mend line 1"),
    ('survey.choice("q1", options)', "q1", "write its words into the call itself"),
    ('print("q1")', "q1", "has no question: write survey.scale"),
])
def test_a_question_that_cannot_be_read_is_one_sentence(source, text_cell, problem):
    with pytest.raises(WorkshopError, match=problem):
        asked(source, text_cell)
