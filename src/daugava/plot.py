"""The house style of pictures and numbers.

Straight lines with a colour, a dash and a name each, big letters for the projector, a decimal comma in
Latvian, and alternative text on every figure. Draws without pyplot, so that a notebook starts fast.
"""

import base64
import html
import os
import struct
import zlib
from itertools import pairwise

import numpy as np
from IPython.display import HTML, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

import daugava
from daugava.room import Room

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")  # each at least 3:1 on white
DASHES = ("-", (0, (6, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), (0, (3, 3)))
MARKERS = ("o", "s", "^", "D", "v")
FONT = 14
_THIN = "\u00a0"


def graded():
    """True while nbgrader grades: nobody looks, so nothing is drawn."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def number(value, decimals=None, language=None):
    """A number as text: 1.9 gives "1,9" in Latvian and "1.9" in English.

    >>> number(-1.5, 2, "lv")
    '−1,50'
    """
    language = daugava.language(language)
    written = f"{value:.10g}" if decimals is None else f"{value:.{decimals}f}"
    if float(written) == 0:
        written = written.lstrip("-")
    written = written.replace("-", "−")
    return written.replace(".", ",") if language == "lv" else written


def euro(value, language=None, decimals=2):
    """An amount as text.

    >>> euro(1.9, "lv"), euro(-50, "en")
    ('1,90\\xa0€', '−€50.00')
    """
    written = number(value, decimals, language)
    if daugava.language(language) == "lv":
        return f"{written}{_THIN}€"
    sign = "−" if written.startswith("−") else ""
    return f"{sign}€{written.lstrip('−')}"


def blank(x, y, size=(9, 4.5)):
    """An empty figure in the house style and its axes; ``x`` and ``y`` are labels with quantity and unit."""
    figure = Figure(figsize=size, layout=Room())
    axes = figure.add_subplot()
    style(axes, x, y)
    return figure, axes


def style(axes, x, y):
    """Give axes the house style: big labels, numbers as the language writes them, a light grid."""
    axes.set_xlabel(x, fontsize=FONT)
    axes.set_ylabel(y, fontsize=FONT)
    axes.tick_params(labelsize=FONT - 1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.grid(color="#dddddd")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def chart(series, x, y, points=False, at=None, level=None, size=(9, 4.5)):
    """Draw named series and return the figure.

    ``series`` is {name: (x values, y values)}: lines that differ in colour and dash, or with ``points`` markers that
    differ in colour and shape. ``at`` is {name: x} for upright lines, ``level`` {name: y} for level ones.
    ``x`` and ``y`` are axis labels with quantity and unit.
    """
    figure, axes = blank(x, y, size)
    styles = zip(series.items(), PALETTE, DASHES, MARKERS, strict=False)
    for (name, (across, up)), colour, dash, marker in styles:
        how = {"linestyle": "", "marker": marker, "markersize": 6} if points else {"linestyle": dash, "linewidth": 2}
        axes.plot(across, up, color=colour, label=name, **how)
    for draw, marks in ((axes.axvline, at or {}), (axes.axhline, level or {})):
        for (name, place), dash in zip(marks.items(), DASHES[2:], strict=False):
            draw(place, color="#000000", linestyle=dash, linewidth=1.5, label=name)
    if len(series) + len(at or {}) + len(level or {}) > 1:
        axes.legend(fontsize=FONT - 1, framealpha=1)
    return figure


def bars(values, x, y, size=(9, 4.5)):
    """Draw one bar for each of {name: number}, with the number written on it, and return the figure."""
    figure, axes = blank(x, y, size)
    drawn = axes.bar(range(len(values)), list(values.values()), color=PALETTE[0], width=0.7)
    axes.bar_label(drawn, _alike(list(values.values())), fontsize=FONT - 1, padding=2)
    axes.set_xticks(range(len(values)), list(values))
    axes.grid(visible=False, axis="x")
    axes.margins(y=0.12)
    return figure


def _alike(values):
    """Numbers as text with the same decimals: at most four digits for the largest, no zeros that nobody needs."""
    most = max(map(abs, values), default=0)
    decimals = max(0, 4 - len(str(int(most))))
    while decimals and all(round(value, decimals) == round(value, decimals - 1) for value in values):
        decimals -= 1
    return [number(value, decimals) for value in values]


def histogram(named, edges, x, y, at=None, size=(9, 4.5)):
    """Draw how often values fall between ``edges`` and return the figure; ``named`` is {name: values}.

    One series is filled, others are outlined with dashes of their own; ``at`` is {name: x} for upright lines.
    """
    figure, axes = blank(x, y, size)
    for (name, values), colour, dash in zip(named.items(), PALETTE, DASHES, strict=False):
        filled = len(named) == 1
        axes.hist(values, edges, color=colour, histtype="bar" if filled else "step", linestyle=dash,
                  linewidth=2, edgecolor="#ffffff" if filled else colour, label=name)
    for (name, place), dash in zip((at or {}).items(), DASHES, strict=False):
        axes.axvline(place, color="#000000", linestyle=dash, linewidth=2, label=name)
    axes.legend(fontsize=FONT - 1, framealpha=1)
    return figure


def boxes(named, y, size=(9, 4.5)):
    """Draw a box plot of each of {name: values} and return the figure: median, quartiles, 1.5 box lengths, outliers."""
    figure, axes = blank("", y, size)
    black = {"color": "#000000", "linewidth": 1.5}
    axes.boxplot(list(named.values()), tick_labels=list(named), widths=0.5, boxprops=black, whiskerprops=black,
                 capprops=black, medianprops={"color": PALETTE[1], "linewidth": 3}, flierprops={"marker": "."})
    axes.tick_params(axis="x", labelsize=FONT)
    axes.grid(visible=False, axis="x")
    return figure


def lines(named, up_to, x, y, crossing=None, at=None, top=None, size=(9, 4.5)):
    """Draw named straight lines from 0 to ``up_to`` and return the figure.

    ``named`` is {name: (value at 0, change per 1)}; ``x`` and ``y`` are axis labels with quantity and unit.
    ``crossing`` = (x, y, label) marks one point, ``at`` draws an upright line with a dot on every line,
    ``top`` fixes the height of the picture, so that two pictures can be compared.
    """
    figure, axes = blank(x, y, size)
    values = [value for start, change in named.values() for value in (start, start + change * up_to)]
    draw_lines(axes, named, up_to, min(0, *values), top or max(values) * 1.05, at)
    if crossing is not None:
        across, up, label = crossing
        axes.plot([across], [up], "o", color="#000000", markersize=11, zorder=4)
        axes.annotate(label, (across, up), (-12, 14), textcoords="offset points", fontsize=FONT, ha="right")
    return figure


def draw_lines(axes, named, up_to, lowest, highest, at=None):
    """Draw named straight lines on axes that show ``lowest`` to ``highest``; `live` moves them afterwards.

    Returns {name: its line, dot and label} and the upright line; without ``at`` there are no dots and no upright line.
    """
    drawn, upright = {}, None
    places = name_places(named, up_to, lowest, highest)
    for (name, (start, change)), colour, dash in zip(named.items(), PALETTE, DASHES, strict=False):
        line, = axes.plot([0, up_to], [start, start + change * up_to], color=colour, linestyle=dash, linewidth=3)
        dot = None
        if at is not None:
            dot, = axes.plot([at], [start + change * at], "o", color=colour, markersize=9, zorder=3)
        across, height, side = places[name]
        label = axes.annotate(name, (across, height), (8, 0), textcoords="offset points", fontsize=FONT,
                              fontweight="bold", color=colour, va=side, annotation_clip=False)
        drawn[name] = line, dot, label
    if at is not None:
        upright = axes.axvline(at, color="#000000", linewidth=1)
    axes.set_xlim(0, up_to)
    axes.set_ylim(lowest, highest)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    return drawn, upright


def name_places(named, up_to, lowest, highest):
    """Where each line's name stands: {name: (x, y, vertical alignment)}.

    At its right end, or where the line leaves the picture; names at the right end are kept apart.
    """
    places = {}
    for name, (start, change) in named.items():
        end = start + change * up_to
        height = min(max(end, lowest), highest)
        across = up_to if height == end or change == 0 else min(max((height - start) / change, 0), up_to)
        places[name] = [across, height, "center" if across == up_to else "top" if end > highest else "bottom"]
    gap = (highest - lowest) * 0.075
    at_the_end = sorted((place for place in places.values() if place[0] == up_to), key=lambda place: place[1])
    for below, above in pairwise(at_the_end):
        above[1] = max(above[1], below[1] + gap)
    return places


def table(named, at, x, decimals=2):
    """Show named straight lines as a table with one row for each number in ``at``."""
    values = {name: [number(start + change * across, decimals) for across in at]
              for name, (start, change) in named.items()}
    columns({x: [number(across) for across in at], **values})


def columns(named):
    """Show {heading: numbers or texts} as a table: the first column names the rows, numbers as the language writes them."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in named)
    rows = "".join(
        "<tr>" + "".join(f'<{tag}>{html.escape(cell if isinstance(cell, str) else number(cell))}</{tag.split()[0]}>'
                         for cell, tag in zip(cells, ('th scope="row"', *["td"] * (len(cells) - 1)), strict=True)) + "</tr>"
        for cells in zip(*named.values(), strict=True)
    )
    _show_table(f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")


def facts(named):
    """Show constants as a table: {name in code: (what it is, value as text)}."""
    rows = "".join(f'<tr><th scope="row" style="text-align:left"><code>{html.escape(name)}</code></th>'
                   f'<td style="text-align:left">{html.escape(what)}</td><td><strong>{html.escape(value)}</strong></td></tr>'
                   for name, (what, value) in named.items())
    _show_table(f"<tbody>{rows}</tbody>")


def _show_table(parts):
    display(HTML(f'<table lang="{daugava.language()}" style="font-size:1.1em">{parts}</table>'))


def show(figure, alt, caption):
    """Show a figure with alternative text (what a sighted pupil sees) and a caption.

    An HTML figure keeps its alternative text in JupyterLab and in exported pages. In grading its words stand alone: a
    class's feedback would repeat every picture of the lab for everybody.
    """
    if not alt or not alt.strip():
        raise ValueError("The figure has no alternative text: say in `alt` what a sighted pupil sees.")
    if graded():
        display(HTML(f'<p lang="{daugava.language()}">{html.escape(caption)} ({html.escape(alt)})</p>'))
        return
    figure.set_dpi(100)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # once: to save a figure draws it twice, for its layout first
    source = base64.b64encode(png(np.asarray(canvas.buffer_rgba()))).decode("ascii")
    display(HTML(
        f'<figure lang="{daugava.language()}" style="margin:0"><img alt="{html.escape(alt)}" style="max-width:100%" '
        f'src="data:image/png;base64,{source}"><figcaption style="font-size:1.1em">{html.escape(caption)}'
        "</figcaption></figure>"
    ))


def png(pixels: np.ndarray) -> bytes:
    """RGBA pixels as an RGB picture. Pillow takes three times as long, most of it choosing a filter for each row."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    rows[:, 1:] = pixels[:, :, :3].reshape(height, 3 * width)
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
