"""The house style: legible, never by colour alone, with a decimal comma in Latvian and alternative text everywhere."""
import os
import subprocess
import sys

import nbclient
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from running import ROOT

import daugava
from daugava import plot

ALT = "Two straight lines that cross at 10 <badges>"
CELL = f"""
from daugava import check, plot
check.use("lv")
picture = plot.lines({{"a": (0, 1), "b": (5, 0.5)}}, up_to=20, x="n", y="€", crossing=(10, 10, "te"))
plot.show(picture, alt="{ALT}", caption="Divas taisnes.")
plot.table({{"a": (0, 0.5)}}, at=[1], x="n")
plot.facts({{"part_eur": ("materiāli", plot.euro(0.8))}})
"""


@pytest.fixture(autouse=True)
def language_back():
    yield
    daugava.use(None)


def luminance(colour):
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_has_three_to_one_on_white():
    for colour in plot.PALETTE:
        assert 1.05 / (luminance(colour) + 0.05) >= 3, colour
    assert 1.05 / (luminance("#E69F00") + 0.05) < 3, "the measure tells a weak colour"


def test_lines_differ_by_more_than_colour():
    names = {name: (0, 1 + number) for number, name in enumerate("abcde")}
    axes = plot.lines(names, up_to=10, x="n", y="€").axes[0]
    drawn = [line for line in axes.lines if len(line.get_xdata()) == 2]
    assert len({str(line._unscaled_dash_pattern) for line in drawn}) == len({line.get_color() for line in drawn}) == 5
    assert {text.get_text() for text in axes.texts} >= set("abcde"), "each line carries its name"


def test_numbers_are_written_as_the_language_does():
    assert plot.euro(1.9, "lv") == "1,90\u00a0€" and plot.euro(1.9, "en") == "€1.90"
    assert plot.euro(-50, "lv") == "−50,00\u00a0€" and plot.euro(-50, "en") == "−€50.00"
    assert plot.number(-0.0, 1, "en") == "0.0" and plot.number(1234.5, language="lv") == "1234,5"
    with pytest.raises(ValueError, match="not available"):
        plot.number(1, language="xx")
    daugava.use("lv")
    figure = plot.lines({"a": (0, 0.05)}, up_to=5, x="n", y="€")
    figure.canvas.draw()
    assert any("," in label.get_text() for label in figure.axes[0].get_yticklabels())


@pytest.mark.parametrize("alt", [None, "", "  "])
def test_a_figure_without_alternative_text_is_an_error(alt):
    figure = plot.lines({"a": (0, 1)}, up_to=20, x="n", y="€")
    with pytest.raises(ValueError, match="alternative text"):
        plot.show(figure, alt=alt, caption="")


@pytest.fixture(scope="module")
def notebook():
    made = new_notebook(cells=[new_code_cell(CELL)])
    nbclient.NotebookClient(made, timeout=60, kernel_name="python3").execute()
    return made


@pytest.mark.parametrize("template", ["lab", "classic", "feedback"])
def test_alternative_text_survives_in_exported_pages(notebook, template):
    exporter = HTMLExporter(template_name=template, extra_template_basedirs=[
        str(ROOT / "grading" / "jupyter" / "nbconvert" / "templates")])
    about = {"nbgrader": {"notebook": "n", "score": 0, "max_score": 0, "late_penalty": 0}}
    page, _ = exporter.from_notebook_node(notebook, resources=about)
    assert ("Atgriezeniskā saite" in page or "Feedback" in page) == (template == "feedback")
    assert 'alt="Two straight lines that cross at 10 &lt;badges&gt;"' in page
    assert "<figcaption" in page and "Divas taisnes." in page and "0,80" in page


def test_drawing_does_not_load_pyplot():
    code = "import sys; from daugava import plot; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=os.environ).returncode == 0


def test_points_differ_by_shape_and_marks_are_named():
    axes = plot.chart({"a": ([1, 2], [3, 4]), "b": ([1, 2], [4, 5])}, x="m, kg", y="v, m/s", points=True,
                      at={"edge": 1.5}, level={"mean": 4}).axes[0]
    assert [line.get_marker() for line in axes.lines[:2]] == ["o", "s"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a", "b", "edge", "mean"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("m, kg", "v, m/s")
    assert plot.chart({"a": ([1, 2], [3, 4])}, x="m, kg", y="v, m/s").axes[0].get_legend() is None


@pytest.mark.parametrize("values, labels", [
    ((100.7, 96.92, 60), ["100,7", "96,9", "60,0"]), ((12.3, 3.5), ["12,3", "3,5"]), ((2980, 3460.4), ["2980", "3460"]),
    ((5, 0), ["5", "0"]), ((-0.5, 12345.5), ["0", "12346"]),
])
def test_bars_have_the_same_decimals(values, labels):
    daugava.use("lv")
    axes = plot.bars(dict(zip("abc", values, strict=False)), x="valsts", y="daļa, %").axes[0]
    assert [text.get_text() for text in axes.texts] == labels


def test_bars_carry_their_numbers_and_boxes_their_medians():
    daugava.use("lv")
    axes = plot.bars({"LV": 12.3, "NO": 3.5}, x="valsts", y="daļa, %").axes[0]
    assert [text.get_text() for text in axes.texts] == ["12,3", "3,5"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["LV", "NO"]
    boxes = plot.boxes({"a": [1, 2, 9], "b": [4, 5, 6]}, y="cena, €").axes[0]
    medians = [line.get_ydata()[0] for line in boxes.lines if line.get_color() == plot.PALETTE[1]]
    assert medians == [2, 5]


def test_histograms_count_and_differ_by_dash():
    one = plot.histogram({"a": [1, 1, 2]}, [0.5, 1.5, 2.5], x="n", y="days").axes[0]
    assert [bar.get_height() for bar in one.patches] == [2, 1]
    two = plot.histogram({"a": [1, 1, 2], "b": [2, 2, 2]}, [0.5, 1.5, 2.5], x="n", y="days", at={"mean": 1.3}).axes[0]
    assert len({str(patch.get_linestyle()) for patch in two.patches}) == 2
    assert [text.get_text() for text in two.get_legend().get_texts()] == ["a", "b", "mean"]


def test_in_grading_a_figure_is_its_words(monkeypatch, capsys):
    drawn = []
    monkeypatch.setattr(plot, "png", lambda pixels: drawn.append(1) or b"")
    monkeypatch.setattr(plot, "display", lambda shown: print(shown.data))
    figure = plot.lines({"a": (0, 1)}, up_to=20, x="n", y="€")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    plot.show(figure, alt=ALT, caption="Divas taisnes.")
    said = capsys.readouterr().out
    assert "Divas taisnes." in said and "&lt;badges&gt;" in said and "<img" not in said and not drawn
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    plot.show(figure, alt=ALT, caption="Divas taisnes.")
    assert "<img" in capsys.readouterr().out and drawn


@pytest.mark.parametrize("make", [
    lambda: plot.lines({"a long name of a line": (0, 100_000)}, up_to=20, x="n", y="€"),
    lambda: plot.bars({"a": -12345.5, "b": 3}, "country", "share, %"),
    lambda: plot.chart({"a": ([2000, 2020], [-0.0012, 0.5])}, "year", "two\nlines"),
    lambda: plot.boxes({"a": [1, 2, 3]}, "°C"),
], ids=["lines", "bars", "chart", "boxes"])
def test_everything_beside_the_axes_has_room(make):
    figure = make()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    axes, = figure.axes
    outer = axes.get_tightbbox(canvas.get_renderer(), for_layout_only=True)
    width, height = figure.bbox.size
    assert -0.5 <= outer.x0 < 15 and -0.5 <= outer.y0 < 15
    assert width - 15 < outer.x1 <= width + 0.5 and height - 15 < outer.y1 <= height + 0.5
