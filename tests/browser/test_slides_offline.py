"""The slides of every workshop, opened from a folder as from a USB stick: nothing is asked of anybody."""
import made_up_workshop as made_up
import nbformat
import pytest
from accessible import opened, violations
from running import ROOT, SHOTS

from daugava import workshop
from daugava.workshops.slides import kind, slides

EDITIONS = [pytest.param((each, language), id=f"{each.id}-{language}")
            for each in workshop.workshops(ROOT) for language in each.editions]


@pytest.fixture(scope="module", params=EDITIONS)
def shown(request, tmp_path_factory):
    """A workshop, its language, and the folder with its slides, far from the project."""
    each, language = request.param
    folder = tmp_path_factory.mktemp(f"{each.id}-{language}")
    for name, content in slides(each, language).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return each, language, folder


def test_every_slide_opens_offline_fits_and_can_be_read_by_everybody(browser, shown):
    each, language, folder = shown
    wanted = [cell for cell in each.notebook(language).cells if kind(cell) in ("slide", "subslide")]
    with opened(browser, folder / "index.html", width=1280) as page:
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("Reveal.getTotalSlides()") == len(wanted)
        found, tall, seen = [], [], set()
        for step in range(200):
            slide = page.evaluate("`${Reveal.getIndices().h}.${Reveal.getIndices().v}`")
            if slide not in seen:
                seen.add(slide)
                height = page.evaluate("Reveal.getCurrentSlide().scrollHeight")
                tall += [(slide, height)] if height > page.evaluate("Reveal.getConfig().height") else []
                if step < 6:
                    found += violations(page, ("serious", "critical"))
            if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
                break
            page.keyboard.press("Space")
        assert not found, "\n".join(found)
        assert not tall, f"higher than the screen: {tall}"
        assert len(seen) == len(wanted), "keys lead to every slide"
        SHOTS.mkdir(exist_ok=True)
        page.keyboard.press("Home")
        page.screenshot(path=SHOTS / f"slides-{each.id}-{language}.png")


def test_the_trainer_reads_the_notes_in_a_window_of_their_own(browser, shown):
    each, language, folder = shown
    first = next(cell for cell in each.notebook(language).cells if kind(cell) == workshop.NOTES)
    said = " ".join(first.source.split()[:4])
    with opened(browser, folder / "index.html") as page:
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        with page.context.expect_page() as opened_by_key:
            page.keyboard.press("s")
        notes = opened_by_key.value
        notes.wait_for_function(f"document.body.innerText.replace(/\\s+/g, ' ').includes({said!r})")


def test_no_slide_is_without_words_for_its_picture(shown):
    from bs4 import BeautifulSoup

    page = BeautifulSoup((shown[2] / "index.html").read_text("utf-8"), "html.parser")
    assert all(picture.get("alt") for picture in page.find_all("img"))
    assert page.find("aside", class_="notes")


def test_arrows_lead_through_all_slides_and_a_long_one_can_be_scrolled(browser, tmp_path):
    each = made_up.make(tmp_path)
    notebook = each.notebook("lv")
    notebook.cells[-2].source += "\n\nLine.\n" * 30
    nbformat.write(notebook, each.path("lv"))
    for name, content in slides(each, "lv").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    with opened(browser, tmp_path / "index.html") as page:
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        assert page.get_by_role("button", name="Nākamais slaids").is_visible()
        titles = []
        for _ in range(5):  # four slides and a fragment
            titles.append(page.evaluate("Reveal.getCurrentSlide().querySelector('h1, h2').innerText"))
            page.keyboard.press("ArrowRight")
        assert titles == [f"Title {made_up.LETTERS}", "Guess", "Guess", "Below", "End"]
        assert page.evaluate("getComputedStyle(Reveal.getCurrentSlide()).overflowY") == "auto"
        assert violations(page, ("serious", "critical")) == []
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("Reveal.getCurrentSlide().querySelector('h2').innerText") == "Below"
