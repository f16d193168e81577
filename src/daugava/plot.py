"""The house style of pictures and numbers.

Straight lines with a colour, a dash and a name each, big letters for the projector, a decimal comma in
Latvian, and alternative text on every figure. Draws without pyplot, so that a notebook starts fast.
"""

import base64
import html
import io

from IPython.display import HTML, display
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")  # each at least 3:1 on white
DASHES = ("-", (0, (6, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), (0, (3, 3)))
FONT = 14
LANGUAGES = ("en", "lv")
_language = "en"
_THIN = "\u00a0"


def use(language):
    """Write numbers as this language does, from now on."""
    global _language
    _language = _known(language)


def _known(language):
    if language not in LANGUAGES:
        raise ValueError(f"No way to write numbers in {language!r}: use one of {', '.join(LANGUAGES)}.")
    return language


def number(value, decimals=None, language=None):
    """A number as text: 1.9 gives "1,9" in Latvian and "1.9" in English.

    >>> number(-1.5, 2, "lv")
    '−1,50'
    """
    language = _known(language or _language)
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
    if (language or _language) == "lv":
        return f"{written}{_THIN}€"
    sign = "−" if written.startswith("−") else ""
    return f"{sign}€{written.lstrip('−')}"


def lines(named, up_to, x, y, crossing=None, at=None, top=None, size=(9, 4.5)):
    """Draw named straight lines from 0 to ``up_to`` and return the figure.

    ``named`` is {name: (value at 0, change per 1)}; ``x`` and ``y`` are axis labels with quantity and unit.
    ``crossing`` = (x, y, label) marks one point, ``at`` draws an upright line with a dot on every line,
    ``top`` fixes the height of the picture, so that two pictures can be compared.
    """
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.add_subplot()
    ends = {name: start + change * up_to for name, (start, change) in named.items()}
    highest = top or max(*ends.values(), *(start for start, _ in named.values())) * 1.05
    lowest = min(0, *ends.values(), *(start for start, _ in named.values()))
    for (name, (start, change)), colour, dash in zip(named.items(), PALETTE, DASHES, strict=False):
        axes.plot([0, up_to], [start, ends[name]], color=colour, linestyle=dash, linewidth=3)
        if at is not None:
            axes.plot([at], [start + change * at], "o", color=colour, markersize=9, zorder=3)
    _name_ends(axes, named, ends, up_to, lowest, highest)
    if at is not None:
        axes.axvline(at, color="#000000", linewidth=1)
    if crossing is not None:
        across, up, label = crossing
        axes.plot([across], [up], "o", color="#000000", markersize=11, zorder=4)
        axes.annotate(label, (across, up), (-12, 14), textcoords="offset points", fontsize=FONT, ha="right")
    axes.set_xlim(0, up_to)
    axes.set_ylim(lowest, highest)
    axes.set_xlabel(x, fontsize=FONT)
    axes.set_ylabel(y, fontsize=FONT)
    axes.tick_params(labelsize=FONT - 1)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.grid(color="#dddddd")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _name_ends(axes, named, ends, up_to, lowest, highest):
    """Write each line's name at its right end, or where it leaves the top, and keep the names apart."""
    gap = (highest - lowest) * 0.075
    where = []
    for (name, (start, change)), colour in zip(named.items(), PALETTE, strict=False):
        leaves = (highest - start) / change if ends[name] > highest else up_to
        where.append([min(ends[name], highest), leaves, name, colour])
    where.sort(key=lambda place: place[0])
    for below, above in zip(where, where[1:], strict=False):
        if above[1] == below[1]:
            above[0] = max(above[0], below[0] + gap)
    for height, across, name, colour in where:
        axes.annotate(name, (across, height), (8, 0), textcoords="offset points", fontsize=FONT, fontweight="bold",
                      color=colour, va="center" if across == up_to else "top", annotation_clip=False)


def table(named, at, x, decimals=2):
    """Show named straight lines as a table with one row for each number in ``at``."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in (x, *named))
    rows = "".join(
        f'<tr><th scope="row">{number(across)}</th>'
        + "".join(f"<td>{number(start + change * across, decimals)}</td>" for start, change in named.values())
        + "</tr>"
        for across in at
    )
    display(HTML(f'<table lang="{_language}" style="font-size:1.1em"><thead><tr>{head}</tr></thead>'
                 f"<tbody>{rows}</tbody></table>"))


def show(figure, alt, caption):
    """Show a figure with alternative text (what a sighted pupil sees) and a caption.

    An HTML figure keeps its alternative text in JupyterLab, in exported pages and in nbgrader's feedback.
    """
    if not alt or not alt.strip():
        raise ValueError("The figure has no alternative text: say in `alt` what a sighted pupil sees.")
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100)
    source = base64.b64encode(picture.getvalue()).decode("ascii")
    display(HTML(
        f'<figure lang="{_language}" style="margin:0"><img alt="{html.escape(alt)}" style="max-width:100%" '
        f'src="data:image/png;base64,{source}"><figcaption style="font-size:1.1em">{html.escape(caption)}'
        "</figcaption></figure>"
    ))
