"""A figure that follows sliders, fast.

    live.lines({"cost": (72, 0.8), "revenue": lambda price: (0, price)}, up_to=150, top=300, x="badges", y="money, €",
               sliders={"price": live.slider(1.5, 1, 3, 0.1, "price, €")}, alt=lambda price: f"Two straight lines …")

Lines and curves are ready-made; `model` takes whatever matplotlib draws.

Not ipympl 0.10, nor mpl-interactions 0.24 on it: from key press to changed pixels the same picture takes 167 ms, there
without the lines' names 114; held down 278 and 186; here 29 and 18 (2026-11-25, two cores, tests/benchmarks/live.py).
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from daugava import plot
from daugava.live_model import Model, Slider, model, slider, with_sliders

__all__ = ["Model", "Slider", "curves", "lines", "model", "slider"]


def lines(named: dict, up_to: float, x: str, y: str, top: float, sliders: dict[str, Slider], alt: Callable,
          state: Callable | None = None, at: str | None = None, bottom: float = 0, caption: str = "",
          size: tuple[float, float] = (9, 4.5)) -> None:
    """Show named straight lines from 0 to ``up_to`` that follow sliders; see `plot.lines` and `model`.

    named: {name: (value at 0, change per 1), or a function of the sliders that returns the two}. x, y: axis labels with
    quantity and unit. bottom, top: the ends of the y axis, which stay. at: the slider whose value is shown by an
    upright line with a dot on every line.
    """
    def start(axes):
        plot.style(axes, x, y)
        # Level lines first: their names stand at the right, so room is kept for them.
        level = dict.fromkeys(named, (bottom, 0))
        return plot.draw_lines(axes, level, up_to, bottom, top, None if at is None else 0)

    def update(artists, **values):
        drawn, upright = artists
        now = {name: straight(**values) for name, straight in straights.items()}
        for name, (across, height, side) in plot.name_places(now, up_to, bottom, top).items():
            (value, change), (line, dot, label) = now[name], drawn[name]
            line.set_ydata([value, value + change * up_to])
            label.xy = across, height
            label.set_va(side)
            if dot is not None:
                dot.set_data([values[at]], [value + change * values[at]])
        if upright is not None:
            upright.set_xdata([values[at], values[at]])

    _check(list(named), at, sliders)
    asked = {name: straight if callable(straight) else lambda straight=straight: straight
             for name, straight in named.items()}
    straights = {name: with_sliders(straight, name, sliders) for name, straight in asked.items()}
    model(start, update, sliders, alt, state, caption, size)


def curves(named: dict[str, Callable], between: tuple[float, float], x: str, y: str, top: float,
           sliders: dict[str, Slider], alt: Callable, state: Callable | None = None, at: str | None = None,
           bottom: float = 0, points: dict | None = None, caption: str = "",
           size: tuple[float, float] = (9, 4.5)) -> None:
    """Show named curves that follow sliders, over points that stay; see `model`.

    named: {name: a function of the place on the x axis, first, and of the sliders that it asks for}; places are a
    numpy array. points: {name: (x values, y values)}. between: both ends of the x axis; bottom, top: of the y axis.
    x, y: axis labels with quantity and unit. at: the slider whose value is shown by an upright line with a dot on
    every curve.
    """
    across = np.linspace(*between, 201)

    def start(axes):
        plot.style(axes, x, y)
        axes.set_xlim(*between)
        axes.set_ylim(bottom, top)
        looks = list(zip(plot.PALETTE, plot.DASHES, plot.MARKERS, strict=True))
        drawn = {}
        for name, (colour, dash, marker) in zip(named, looks, strict=False):
            line, = axes.plot([], [], color=colour, linestyle=dash, linewidth=3, label=name)
            dot, = axes.plot([], [], marker, color=colour, markersize=10, zorder=3, clip_on=False)
            drawn[name] = line, dot
        for (name, (right, up)), (colour, _, marker) in zip((points or {}).items(), looks[len(named):], strict=False):
            axes.plot(right, up, marker, color=colour, markersize=10, label=name, zorder=1, clip_on=False)
        if bottom < 0 < top:
            axes.axhline(0, color="#000000", linewidth=1, zorder=1)
        if len(named) + len(points or {}) > 1:
            axes.legend(fontsize=plot.FONT, framealpha=1, loc="upper right")
        upright = None if at is None else axes.axvline(between[0], color="#000000", linewidth=2)
        return drawn, upright

    def update(artists, **values):
        drawn, upright = artists
        for name, (line, dot) in drawn.items():
            line.set_data(across, np.broadcast_to(heights[name](across, **values), across.shape))
            if upright is not None:
                dot.set_data([values[at]], [heights[name](values[at], **values)])
        if upright is not None:
            upright.set_xdata([values[at], values[at]])

    _check([*named, *(points or {})], at, sliders)
    heights = {name: with_sliders(height, name, sliders, 1) for name, height in named.items()}
    model(start, update, sliders, alt, state, caption, size)


def _check(names: list[str], at: str | None, sliders: dict[str, Slider]) -> None:
    most = len(plot.PALETTE)
    if len(names) > most:
        raise ValueError(f"A picture shows at most {most} lines that can be told apart: leave out {len(names) - most}.")
    if at is not None and at not in sliders:
        raise ValueError(f"`at` names “{at}”, but the sliders are: {', '.join(sliders)}.")
