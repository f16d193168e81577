"""The lab find-a-planet: a light curve seen whole and folded, how clear a dip is, a simulated star, a bet of hours.

The light curve is that of K2-3, data set ``k2_3_light_curve``: 3632 points, 29.4 minutes apart, in 80 days. Time is in
days, BJD − 2454833. Light is relative: 1 is the usual light of the star. The star itself stands in ``exoplanets``.
Sources and licences: `daugava.data.describe`. Depths are shares of 1 (0.0013 is 0.13 %).
"""
from __future__ import annotations

import functools

import numpy as np

from daugava import DaugavaError, data, language, plot

__all__ = ["PERIODS", "SCATTER", "WINDOW", "bet", "catalogue", "clear", "curve", "curve_alt", "curve_move", "deepest",
           "dips", "fold", "fold_move", "light_curve", "lowest", "phase", "picture", "score", "searched", "sides",
           "simulated", "without"]

WINDOW = 0.11      # d: a dip of planet b takes 2.6 hours
SCATTER = 0.00007  # of the points outside the dips: 0.007 %
PERIODS = [count / 100 for count in range(800, 3001)]  # d: fine enough for dips of 2.6 hours in 80 days
FIRST_DIP, PERIOD = 1980.416, 10.0549  # d: the middle of planet b's first dip, and its period, to find the others
_WORDS = {
    "en": {"time": "time, d (BJD − 2454833)", "phase": "phase, d", "light": "light, 1 = usual", "period": "period, d",
           "score": "score, times the scatter", "flux": "without the trend", "raw": "raw",
           "simulated": "SIMULATED, not a real star",
           "planet": "planet", "star": "radius of the star, Sun radii", "radius": "radius of the planet",
           "none": "not in the catalogue", "list": "bet", "stars": "stars that the hours allow",
           "mean": "planets found on average",
           "nothing": "chance of no planet, %",
           "positive": "Write a period above 0, in days.",
           "hours": "Write hours above 0 for one star.", "chance": "Write a chance from 0 to 1, such as 0.30.",
           "dip": "Planet b dips 8 times: write a number from 1 to 8.", "gap": "nothing measured",
           "dip-at": "near {time} d down to {light}",
           "curve": "Points lie close to 1. Narrow dips reach down: {dips}. An upright line stands at {time} d."},
    "lv": {"time": "laiks, d (BJD − 2454833)", "phase": "fāze, d", "light": "gaisma, parasti 1", "period": "periods, d",
           "score": "skaidrība, cik reižu virs izkliedes", "flux": "bez tendences", "raw": "neapstrādāta",
           "simulated": "SIMULĀCIJA, nevis īsta zvaigzne",
           "planet": "planēta", "star": "zvaigznes rādiuss, Saules rādiusi", "radius": "planētas rādiuss",
           "none": "katalogā nav", "list": "likme", "stars": "cik zvaigznēm pietiek stundu",
           "mean": "cik planētu atrod vidēji",
           "nothing": "varbūtība neatrast nevienu, %",
           "positive": "Ieraksti periodu, kas ir lielāks par 0, diennaktīs.",
           "hours": "Ieraksti, cik stundu vajag vienai zvaigznei: vairāk par 0.",
           "chance": "Ieraksti varbūtību no 0 līdz 1, piemēram, 0.30.",
           "dip": "Planētai b ir 8 kritumi: ieraksti skaitli no 1 līdz 8.", "gap": "nekas nav izmērīts",
           "dip-at": "pie {time} d līdz {light}",
           "curve": "Punkti ir tuvu 1. Uz leju iet šauri kritumi: {dips}. Stāva līnija ir pie {time} d."},
}


def _word(name):
    return _WORDS[language()][name]


@functools.cache
def light_curve():
    """Time in days and the light of K2-3: three read-only arrays of 3632 values (time, trend removed, raw)."""
    table = data.load("k2_3_light_curve")
    columns = tuple(table[name].to_numpy().copy() for name in ("time_bkjd", "flux_detrended_rel", "flux_raw_rel"))
    for column in columns:
        column.setflags(write=False)
    return columns


def phase(time, period: float, start: float | None = None):
    """Days since the last whole turn: the remainder of (time − start) : period. Without `start` it is the first point.

    Raises DaugavaError unless the period, in days, is above 0.
    """
    if not period > 0:
        raise DaugavaError(_word("positive"))
    return (np.asarray(time) - (light_curve()[0][0] if start is None else start)) % period


def deepest(period: float, light, time=None, scatter: float = SCATTER):
    """The clearest dip of the folded light: (phase of its middle in d, depth, score).

    A dip is a window of 2.6 hours; its depth is what its points lack on average. Score = depth · √points : scatter; so
    it says how many times deeper the dip is than scatter alone makes a mean of so many points.
    """
    middles, depths, scores = _windows(period, light, time, scatter)
    best = int(np.argmax(scores))
    return float(middles[best]), float(depths[best]), float(scores[best])


def score(period: float, light) -> float:
    """How clear the clearest dip of K2-3 is when its light is folded with this period (in d): see `deepest`.

    The light curve's own arrays are remembered, so that a loop may ask again for what it knows.
    """
    known = next((place for place, each in enumerate(light_curve()) if each is light), None)
    return deepest(period, light)[2] if known is None else _score(float(period), known)


@functools.lru_cache(maxsize=20_000)
def _score(period, place):
    """What `deepest` says of its score, without the middles and depths of all windows."""
    _, lacking, _, roots = _lacking(period, light_curve()[place], None)
    return float((lacking / roots).max() / SCATTER)


def clear(period: float, light, least: float, time=None, scatter: float = SCATTER) -> list[float]:
    """The depths of all dips in the folded light whose score is at least `least`, the clearest first."""
    middles, depths, scores = _windows(period, light, time, scatter)
    found = []
    scores = scores.copy()
    while scores.max() >= least:
        best = int(np.argmax(scores))
        found.append(float(depths[best]))
        away = np.abs((middles - middles[best] + period / 2) % period - period / 2)
        scores[away < 2.5 * WINDOW] = 0
    return found


def _windows(period, light, time, scatter):
    """A window that begins at each point of the folded light: phase of its middle in d, depth, score."""
    when, lacking, points, roots = _lacking(period, light, time)
    return (when + WINDOW / 2) % period, lacking / points, lacking / roots / scatter


def _lacking(period, light, time):
    """Windows that begin at each point of the folded light: phase there, the light that is missing in the window,
    its number of points and the root of that."""
    when, order, ends, points, roots = _own_turns(period) if time is None else _turns(period, time)
    light = np.asarray(light)[order]
    missing = np.zeros(len(when) + 1)  # after a whole turn nothing is missing: the mean is that of the turn
    np.cumsum(light.mean() - light, out=missing[1:])
    return when, missing[ends] - missing[:-1], points, roots


def _turns(period, time):
    """The phases of the points in order, which points they are, and for the window that begins at each of them: the
    place after it (a window may run over the end of the turn), how many points it has, and the root of that."""
    when = phase(time, period, time[0])
    order = np.argsort(when, kind="stable")  # a turn is in order already: this takes its runs together
    when = when[order]
    ends = np.searchsorted(np.concatenate([when, when + period]), when + min(WINDOW, period / 2))
    points = ends - np.arange(len(when))
    return when, order, np.where(ends > len(when), ends - len(when), ends), points, np.sqrt(points)


@functools.lru_cache(maxsize=2)
def _own_turns(period):
    """The turns of K2-3 itself: its raw light and that without the trend are folded alike."""
    return _turns(period, light_curve()[0])


def lowest(time: float, near: float = 0.1) -> str:
    """The lowest light (trend removed) within `near` days of a time, as text; a word where nothing was measured."""
    when, flux, _ = light_curve()
    there = flux[np.abs(when - time) <= near]
    return plot.number(float(there.min()), 4) if len(there) else _word("gap")


def dips(begin: float, end: float, below: float = 0.99945) -> list[tuple[float, float]]:
    """Every dip between two times: (time of its middle in d, its lowest light). A single low point is no dip."""
    when, flux, _ = light_curve()
    low = np.flatnonzero((flux < below) & (when > begin) & (when < end))
    groups = np.split(low, np.flatnonzero(np.diff(when[low]) > 0.3) + 1)
    return [(float(when[each].mean()), float(flux[each].min())) for each in groups if len(each) > 1]


def sides(dip: int) -> tuple[float, float, float]:
    """The raw light before, in and after a dip of planet b, each a mean rounded to 5 decimals. dip: 1 to 8.

    Before and after are 3 to 8 hours from the middle, in is one hour on both sides of it. Raises
    DaugavaError for another dip.
    """
    if dip not in range(1, 9):
        raise DaugavaError(_word("dip"))
    time, _, raw = light_curve()
    away = time - FIRST_DIP - (dip - 1) * PERIOD
    means = (raw[(away > low) & (away < high)].mean() for low, high in ((-0.35, -0.12), (-0.042, 0.042), (0.12, 0.35)))
    return tuple(round(float(mean), 5) for mean in means)


def without(light, period: float, middle: float, width: float = 0.25):
    """The light with its dips filled in with 1: a copy of the array. period, middle of one dip, width: in days."""
    away = (light_curve()[0] - middle + period / 2) % period - period / 2
    return np.where(np.abs(away) < width / 2, 1.0, light)


@functools.cache
def simulated(every: float, one: float, other: float, days: float = 40, scatter: float = 0.0002, seed: int = 2026):
    """A SIMULATED star, no real one: (time in d, light). Every `every` days it dips, by `one` and by `other` in turn.

    Two different depths are two stars that hide each other in turn; two equal depths look like a planet. A point each
    29.4 minutes, dips of 2.6 hours, scatter as given, random numbers with a fixed seed.
    """
    time = np.arange(0, days, 29.42 / 1440)
    turn, away = np.divmod(time - every / 2 + WINDOW / 2, every)
    depth = np.where(away < WINDOW, np.where(turn % 2 == 0, one, other), 0)
    light = 1 - depth + np.random.default_rng(seed).normal(0, scatter, len(time))
    for each in (time, light):
        each.setflags(write=False)
    return time, light


def picture():
    """The whole light curve, with the trend removed: a figure."""
    figure, axes = plot.blank("", "")
    _points(axes, *light_curve()[0][[0, -1]])
    return figure


def curve(axes, begin: float, end: float):
    """Draw the light (trend removed) between two times for a live figure; the upright line that moves is returned."""
    _points(axes, begin, end)
    return axes.axvline(begin, color=plot.PALETTE[1], linewidth=2, linestyle=plot.DASHES[1])


def curve_alt(begin: float, end: float, time: float) -> str:
    """What a sighted pupil sees in the light curve between two times, with the line at `time`."""
    found = ", ".join(_word("dip-at").format(time=round(when), light=plot.number(light, 4))
                      for when, light in dips(begin, end))
    return _word("curve").format(dips=found, time=plot.number(time, 1))


def _points(axes, begin, end):
    time, flux, _ = light_curve()
    plot.style(axes, _word("time"), _word("light"))
    inside = (time >= begin) & (time <= end)
    axes.plot(time[inside], flux[inside], ".", color=plot.PALETTE[0], markersize=4)
    _light_axis(axes, begin, end, 0.9982, 1.0006)


def curve_move(upright, time: float) -> None:
    """Move the upright line to a time."""
    upright.set_xdata([time, time])


def fold(axes, most: float, bottom: float = 0.9982, top: float = 1.0006, is_simulated: bool = False):
    """Draw the axes of a folded light curve for periods up to `most` days; what `fold_move` moves is returned."""
    plot.style(axes, _word("phase"), _word("light"))
    points, = axes.plot([], [], ".", color=plot.PALETTE[0], markersize=4)
    end = axes.axvline(0, color="#000000", linewidth=1.5)
    arrow, = axes.plot([], [], "v", color=plot.PALETTE[1], markersize=14, clip_on=False)
    _light_axis(axes, -0.02 * most, 1.02 * most, bottom, top)
    if is_simulated:
        axes.set_title(_word("simulated"), fontsize=plot.FONT, fontweight="bold")
    return points, end, arrow


def fold_move(drawn, period: float, light, time=None, scatter: float = SCATTER) -> None:
    """Fold the light with a period: move the points, the end of the turn, and the arrow over the deepest window."""
    points, end, arrow = drawn
    when = light_curve()[0] if time is None else time
    points.set_data(phase(when, period, when[0]), light)
    end.set_xdata([period, period])
    top = points.axes.get_ylim()[1]
    arrow.set_data([deepest(period, light, time, scatter)[0]], [top])


def _light_axis(axes, left, right, bottom, top):
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.yaxis.set_major_formatter(lambda value, _: plot.number(value, 4))


def searched():
    """How clear the clearest dip is at every period of `PERIODS`, raw and with the trend removed: a figure.

    None in grading: nobody would look at what takes longer than all the rest of the lab.
    """
    if plot.graded():
        return None
    _, flux, raw = light_curve()
    scores = [[score(period, light) for light in (raw, flux)] for period in PERIODS]  # a period is folded once
    return plot.chart({_word(name): (PERIODS, each) for name, each in zip(("raw", "flux"), zip(*scores), strict=True)},
                      x=_word("period"), y=_word("score"))


def catalogue() -> None:
    """Show what the catalogue says of K2-3 and its planets b, c and d; that the planets' radii are missing, too."""
    rows = data.load("exoplanets").set_index("name").loc[["K2-3 b", "K2-3 c", "K2-3 d"]]
    plot.columns({
        _word("planet"): list(rows.index),
        _word("period"): [plot.number(each, 4) for each in rows["period_d"]],
        _word("star"): [plot.number(each, 2) for each in rows["star_radius_rsun"]],
        _word("radius"): [_word("none") if each != each else plot.number(each) for each in rows["radius_rjup"]],
    })


def bet(hours: float, lists: dict[str, tuple[float, float]]) -> None:
    """Show what a bet of hours brings: {name: (hours for one star, chance that a star of it has a planet)}.

    As many stars are looked at as the hours allow; on average stars · chance planets are found, and none with the
    chance (1 − chance) to the power of stars. Raises DaugavaError for hours or chances that make no sense.
    """
    stars = []
    for each, chance in lists.values():
        if not each > 0:
            raise DaugavaError(_word("hours"))
        if not 0 <= chance <= 1:
            raise DaugavaError(_word("chance"))
        stars.append(int(hours / each + 1e-9))
    chances = [chance for _, chance in lists.values()]
    plot.columns({_word("list"): list(lists), _word("stars"): stars,
                  _word("mean"): [plot.number(count * chance, 2) for count, chance in zip(stars, chances, strict=True)],
                  _word("nothing"): [plot.number(100 * (1 - chance) ** count, 0)
                                     for count, chance in zip(stars, chances, strict=True)]})
