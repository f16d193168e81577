"""A live model in JupyterLab: by keyboard and by touch, with Reset, and honest when it cannot follow."""
import nbformat
import pytest
from playwright.sync_api import expect
from running import shot
from running_lab import RunningLab

BADGES = '''from daugava import check, live, plot
check.use("lv")
live.lines({"izmaksas": (72, 0.8), "ieņēmumi": lambda price: (0, price)}, up_to=150, top=400, at="n",
    x="nozīmīšu skaits", y="nauda, €", caption="Divas taisnes.",
    sliders={"price": live.slider(1.5, 1, 3.5, 0.1, "cena, €"), "n": live.slider(30, 0, 150, 1, "nozīmītes")},
    state=lambda price, n: f"Cena {plot.euro(price)}, nozīmītes: {n}, peļņa {plot.euro(price * n - 72 - 0.8 * n)}.",
    alt=lambda price, n: f"Divas taisnes. Pie {n} nozīmītēm ieņēmumi ir {plot.euro(price * n)}.")'''
STOPS = '''from daugava import live, plot
def start(axes):
    plot.style(axes, "share, 1", "height, m")
    return axes.plot([0, 1], [0, 1])
live.model(start, lambda lines, n: lines[0].set_ydata([0, 1 / (n - 3)]), {"n": live.slider(1, 0, 5, 1, "n, 1")},
    alt=lambda n: f"A line that rises to one over {n} minus three.")'''
WAITS = '''import pathlib, time
while not pathlib.Path("go-on").exists():
    time.sleep(0.1)'''
DOT = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PIXELS = """image => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL();
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    running = RunningLab(tmp_path_factory.mktemp("lab"), {
        "badges": [BADGES], "again": [BADGES], "touch": [BADGES], "narrow": [BADGES], "stops": [STOPS],
        "two": [BADGES, BADGES.replace("Divas taisnes.", "Tās pašas.")], "busy": [BADGES, WAITS]})
    yield running
    running.stop()


@pytest.fixture
def open_model(browser, lab):
    """Run a notebook in a browser profile of its own; nothing may be asked of the outside."""
    contexts, outside = [], []

    def opened(name, run=True, **options):
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(90_000)
        allowed = (lab.address, lab.address.replace("http", "ws"), "data:", "blob:")
        context.on("request", lambda request: outside.append(request.url)
                   if not request.url.startswith(allowed) else None)
        page = context.new_page()
        (lab.run if run else lab.open)(page, name)
        expect(page.locator(".daugava-live").first).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []


def seen(page):
    """What is said and shown: the state, the alternative text, the picture. A page, or one model of it."""
    image = page.locator(".daugava-live img")
    return page.locator(".daugava-live-state").inner_text(), image.get_attribute("alt"), image.evaluate(PIXELS)


def restart_kernel(page):
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    # Not by its name: if the notebook has the focus, that has the keys in it.
    page.locator(".lm-Menu-itemLabel").get_by_text("Restart Kernel…", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()


def press(page, key, times=1):
    for _ in range(times):
        page.keyboard.press(key)


def expect_state(page, text):
    expect(page.locator(".daugava-live-state")).to_contain_text(text)


def tab_to(page, control):
    for _ in range(10):
        if control.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead to the control")


def test_a_model_is_used_by_keyboard_alone(open_model):
    page = open_model("badges")
    price, badges = page.get_by_role("slider", name="cena, €"), page.get_by_role("slider", name="nozīmītes")
    first = seen(page)
    assert first[0] == "Cena 1,50\u00a0€, nozīmītes: 30, peļņa −51,00\u00a0€."
    page.locator(".jp-InputPrompt").first.click()  # the notebook in command mode, where arrows walk from cell to cell
    tab_to(page, price)
    assert price.get_attribute("aria-valuetext") == "1,5"
    press(page, "ArrowRight")
    expect_state(page, "Cena 1,60\u00a0€, nozīmītes: 30")
    assert price.get_attribute("aria-valuetext") == "1,6"
    expect(page.locator(".daugava-live-value").first).to_have_text("1,6")
    dearer = seen(page)
    press(page, "Tab")
    expect(badges).to_be_focused()
    press(page, "ArrowUp", 3)
    press(page, "ArrowLeft")
    expect_state(page, "nozīmītes: 32, peļņa −46,40\u00a0€.")
    more = seen(page)
    assert more[1] == "Divas taisnes. Pie 32 nozīmītēm ieņēmumi ir 51,20\u00a0€."
    for words in zip(first, dearer, more, strict=True):
        assert len(set(words)) == 3, "state, alternative text and picture follow each move"
    press(page, "PageUp")  # far from every frame that was asked for ahead
    expect(page.locator(".daugava-live-state")).not_to_contain_text("nozīmītes: 32")
    shot(page, "live-model")
    press(page, "Tab")
    expect(page.get_by_role("button", name="Sākt no sākuma")).to_be_focused()
    press(page, "Enter")
    expect_state(page, first[0])
    assert seen(page) == first
    assert (price.get_attribute("aria-valuetext"), badges.get_attribute("aria-valuetext")) == ("1,5", "30")
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(1)  # no key reached the notebook


def test_a_model_survives_the_page_but_not_its_kernel_and_adds_no_output(open_model, lab):
    page = open_model("again")
    first = seen(page)
    page.get_by_role("slider", name="nozīmītes").focus()
    press(page, "ArrowRight", 40)
    expect_state(page, "nozīmītes: 70")
    expect(page.locator(".jp-OutputArea-output")).to_have_count(1)
    page.get_by_role("button", name="Save and create checkpoint").click()
    while not lab.outputs("again")[0]:
        page.wait_for_timeout(100)
    [[output]] = lab.outputs("again")
    assert "nozīmītes: 30" in output.data["text/html"] and "img" in output.data["text/html"]

    page.reload()
    expect(page.locator(".daugava-live-controls")).to_be_visible()
    assert seen(page) == first
    page.get_by_role("slider", name="nozīmītes").focus()
    press(page, "ArrowRight")
    expect_state(page, "nozīmītes: 31")

    restart_kernel(page)
    expect_it_says_so(page)
    page.reload()  # a notebook of yesterday: its kernel has never heard of the model
    expect_it_says_so(page)
    assert seen(page) == first


def expect_it_says_so(page):
    expect(page.locator(".daugava-live-controls [role=status]")).to_have_text(
        "Lai lietotu slīdņus, izpildi šo šūnu vēlreiz.")
    expect(page.get_by_role("slider", name="nozīmītes")).to_be_disabled()
    expect(page.get_by_role("button", name="Sākt no sākuma")).to_be_disabled()


def test_a_notebook_of_somebody_else_shows_the_figure_without_sliders(open_model, lab):
    """JupyterLab does not trust what it did not run, and takes the HTML beside."""
    open_model("badges").close()
    notebook = nbformat.read(lab.folder / "badges.ipynb", 4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", {
        "application/vnd.daugava.live+json": {"model": "gone", "sliders": [], "reset": "", "again": ""},
        "text/html": f'<div class="daugava-live"><figure><img alt="Divas taisnes." src="data:image/png;base64,{DOT}">'
                     '<figcaption><p class="daugava-live-state">Cena 1,50</p></figcaption></figure></div>'})]
    nbformat.write(notebook, lab.folder / "foreign.ipynb")
    page = open_model("foreign", run=False)
    expect(page.get_by_role("img", name="Divas taisnes.")).to_be_visible()
    expect_state(page, "Cena 1,50")
    expect(page.locator(".daugava-live-controls")).to_have_count(0)


def test_two_models_in_a_notebook_and_a_cell_run_twice(open_model):
    page = open_model("two")
    models = page.locator(".jp-OutputArea-output")
    expect(page.locator(".daugava-live-controls")).to_have_count(2)
    one, other = models.nth(0), models.nth(1)
    first = seen(one)
    for model, key in ((one, "ArrowRight"), (other, "ArrowLeft"), (one, "ArrowRight")):
        model.get_by_role("slider", name="nozīmītes").focus()
        press(page, key)
    expect_state(one, "nozīmītes: 32")
    expect_state(other, "nozīmītes: 29")
    moved = seen(other)

    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("ControlOrMeta+Enter")
    expect_state(one, first[0])
    expect(page.locator(".daugava-live-controls")).to_have_count(2)
    one.get_by_role("slider", name="cena, €").focus()
    press(page, "ArrowRight")
    expect_state(one, "Cena 1,60\u00a0€, nozīmītes: 30")
    assert seen(other) == moved
    other.get_by_role("slider", name="nozīmītes").focus()
    press(page, "ArrowRight", 5)
    expect_state(other, "nozīmītes: 34")


def test_a_model_follows_while_another_cell_runs(open_model, lab):
    page = open_model("busy")
    expect(page.locator(".jp-InputPrompt").nth(1)).to_have_text("[*]:")
    try:
        page.get_by_role("slider", name="nozīmītes").focus()
        press(page, "PageUp")
        expect(page.locator(".daugava-live-state")).not_to_contain_text("nozīmītes: 30")
        expect(page.locator(".jp-InputPrompt").nth(1)).to_have_text("[*]:")
    finally:
        (lab.folder / "go-on").touch()
    expect(page.locator(".jp-InputPrompt").nth(1)).to_have_text("[2]:")


def test_a_narrow_window_and_big_letters_leave_the_slider_its_room(open_model):
    page = open_model("narrow", viewport={"width": 683, "height": 450}, device_scale_factor=2)  # 200 % on 1366 by 900
    row = page.locator(".daugava-live-controls label").first
    label, track = row.locator("span").first.bounding_box(), row.locator("input").bounding_box()
    output = page.locator(".daugava-live").bounding_box()
    shot(page, "live-model-zoomed")
    assert track["width"] >= 200 and track["x"] + track["width"] <= output["x"] + output["width"]
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_function("() => innerWidth === 400")
    label, track = row.locator("span").first.bounding_box(), row.locator("input").bounding_box()
    shot(page, "live-model-narrow")
    assert label["y"] + label["height"] <= track["y"] + 1, "one above the other"
    assert page.locator(".daugava-live").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_model_is_used_by_touch(open_model):
    page = open_model("touch", has_touch=True)
    track = page.get_by_role("slider", name="nozīmītes").bounding_box()
    assert track["height"] >= 40, "a finger needs room"
    page.touchscreen.tap(track["x"] + track["width"] / 2, track["y"] + track["height"] / 2)
    expect_state(page, "nozīmītes: 75")
    page.get_by_role("button", name="Sākt no sākuma").tap()
    expect_state(page, "nozīmītes: 30")


def test_where_the_authors_code_stops_one_sentence_says_so(open_model):
    page = open_model("stops")
    first = seen(page)
    page.get_by_role("slider", name="n, 1").focus()
    press(page, "ArrowRight", 2)
    expect(page.locator(".daugava-live-state")).to_have_text(
        "The picture cannot follow here. Python says: ZeroDivisionError: division by zero.")
    expect(page.locator("figure.daugava-live-old")).to_be_visible()
    press(page, "ArrowLeft", 2)
    expect_state(page, first[0])
    assert seen(page) == first
