"""Figures: alt text, axes with quantity and unit, nothing drawn past daugava.plot and daugava.live."""
from __future__ import annotations

import ast
import re

from daugava.lint.rule import rule, several
from daugava.lint.sheet import Sheet
from daugava.lint.tree import argument, calls, dicts, dotted, imported, texts
from daugava.translate.code import is_prose

DRAWING = ("lines", "chart", "bars", "histogram", "boxes", "blank")
ALT_WORDS = 5
COLOURS = {"color", "c", "colors", "facecolor", "edgecolor", "cmap"}
NO_COLOURS = {"black", "white", "k", "w", "none", "#000000", "#ffffff", "#FFFFFF"}
BESIDE_COLOUR = {"marker", "linestyle", "ls", "dashes", "hatch", "label"}
_DRAWS = re.compile(r"\w\.(?:plot|hist|scatter|boxplot|bar|barh)$|\.plot\.")  # with matplotlib or pandas
# A quantity and its unit ("cost, €", "height (m)"), a count, or a point in time.
_QUANTITY = re.compile(r",\s*\S+|\(\S[^)]*\)|^number of |^count of |\bskaits\b|^(?:year|date|month|day|hour)s?$|"
                       r"^(?:gads|datums|mēnesis|diena|stunda)$", re.IGNORECASE)


@rule("figure-alt", at="edition")
def figures_have_alt(sheet: Sheet):
    """Every figure has alt text that says what a sighted pupil sees."""
    for cell in sheet.cells:
        for call in _shown(cell.tree):
            alt = argument(call, "alt", 1 if dotted(call.func) == "plot.show" else None)
            said = texts(alt.body if isinstance(alt, ast.Lambda) else alt, cell.tree)
            if alt is None or any(len(text.split()) < ALT_WORDS for text in said):
                yield cell, f"{dotted(call.func)} has no alt text that says what a sighted pupil sees", (
                    "Say it in a sentence: alt=\"Two straight lines that cross at …\".")


@rule("figure-shown", at="master")
def figures_are_shown_by_daugava(sheet: Sheet):
    """Every figure is shown by daugava.plot.show or daugava.live, which keep its alt text."""
    for cell in sheet.cells:
        names = list(imported(cell.tree))
        if any(name.startswith(("matplotlib.pyplot", "pylab", "seaborn", "plotly", "bokeh")) for name in names):
            yield cell, "it draws with a library of its own", (
                "Draw with daugava.plot or daugava.live, which keep the alt text.")
            continue
        bare = [call for node in ast.walk(cell.tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
                for call in [node.value] if dotted(call.func) in {f"plot.{name}" for name in DRAWING}]
        other = [] if calls(cell.tree, "plot.show", "live.*") else [
            call for call in calls(cell.tree) if _DRAWS.search(dotted(call.func))]
        if bare or other:
            yield cell, f"the figure of {dotted((bare + other)[0].func)} has no alt text", (
                "Show it with plot.show(figure, alt=…, caption=…).")


@rule("figure-colour", at="master")
def colours_are_not_alone(sheet: Sheet):
    """No figure tells things apart by colour alone: a line has a dash or a sign too, or a name."""
    for cell in sheet.cells:
        for call in calls(cell.tree):
            given = {keyword.arg: ast.unparse(keyword.value).strip("'\"") for keyword in call.keywords}
            bright = [value for name, value in given.items() if name in COLOURS and value not in NO_COLOURS]
            if bright and not set(given) & BESIDE_COLOUR:
                yield cell, f"{dotted(call.func) or 'a call'} chooses a colour and nothing beside it", (
                    "Leave the colour to daugava.plot, or add a marker, a linestyle or a label.")


@rule("axis-unit", at="edition")
def axes_have_quantity_and_unit(sheet: Sheet):
    """Axes are labelled with quantity and unit."""
    for cell in sheet.cells:
        for call in calls(cell.tree, *(f"plot.{name}" for name in (*DRAWING, "style")), "live.*"):
            for axis in ("x", "y"):
                if axis == "x" and dotted(call.func) == "plot.bars":
                    continue  # names of categories
                for label in texts(argument(call, axis), cell.tree):
                    if label.strip() and not _QUANTITY.search(label):
                        yield cell, f"the axis label “{label}” has no unit", "Write quantity and unit: “cost, €”."


@rule("labels", at="master")
def labels_are_translated(sheet: Sheet):
    """One-word labels in a figure or table are marked, so that every edition shows them in its language."""
    for cell in sheet.cells:
        marked = cell.listed("labels") | cell.listed("keep")
        plain = [label for label in _labels(cell.tree) if not is_prose(label) and re.search(r"[^\W\d_]{2}", label)]
        bare = [label for label in dict.fromkeys(plain) if label not in marked]
        if bare:
            yield cell, f"{several([f'“{label}”' for label in bare])} would stay English in every edition", (
                f"Write into the metadata of the cell: {cell.with_listed('labels', bare)}.")


def _labels(tree: ast.Module):
    """The texts that a figure, table or slider shows: names of lines, axes, columns and sliders."""
    for call in calls(tree, "plot.*", "live.*"):
        if dotted(call.func) == "plot.facts":
            continue
        for table in dicts(argument(call, "", 0), tree):
            yield from (key.value for key in table.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        for axis in ("x", "y"):
            yield from texts(argument(call, axis), tree)
        if dotted(call.func) == "live.slider":
            yield from (text for each in call.args for text in texts(each, tree))


def _shown(tree: ast.Module) -> list[ast.Call]:
    """The calls that show a figure: plot.show, and every call of live that is not part of another."""
    inner = {id(node) for call in calls(tree, "live.*") for node in ast.walk(call) if node is not call}
    live = [call for call in calls(tree, "live.*") if id(call) not in inner and not call.func.attr.startswith("slider")]
    return calls(tree, "plot.show") + live
