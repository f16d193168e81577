"""The lab warming-latvia: yearly and 30-year means, lines from a start year, cold months, stripes.

Temperatures are country means of the reanalysis ERA5 in °C, 1950-01 to 2025-04, from the data set
``temperature_monthly_countries`` (source and licence: `daugava.data.describe`). A year counts only with all its twelve
months; its mean is the plain mean of the twelve, as in the source's yearly figures. Rises are in °C in 10 years.
"""
from __future__ import annotations

import functools
import html

import numpy as np
from IPython.display import display
from matplotlib import colormaps, patheffects

from daugava import DaugavaError, data, language, plot

__all__ = ["as_text", "best_line", "cold_months", "eleven", "level", "line", "mean", "misfit", "month", "month_value",
           "name", "points", "race", "race_move", "rise", "ski_plan", "stripes", "stripes_alt", "value", "yearly"]

FIRST, LAST = 1950, 2024  # the first and the last whole year
NORMAL = 30               # years of a climate normal
WINTER = (11, 12, 1, 2, 3)
NAMES = {"Latvia": "Latvija", "Norway": "Norvēģija", "Estonia": "Igaunija", "Lithuania": "Lietuva",
         "Finland": "Somija", "Sweden": "Zviedrija", "World": "Pasaule"}
MONTHS = {"en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December"),
          "lv": ("janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts", "septembris",
                 "oktobris", "novembris", "decembris")}
_WORDS = {
    "en": {"year": "year", "mean": "mean of the year, °C", "anomaly": "anomaly, °C",
           "country": "There is no country “{country}” in the data; choose one of: {names}.",
           "years": "There is no whole year {year} in the data; write a year from {first} to {last}.",
           "norm": "There are no {count} whole years from {year} on; write a first year from {first} to {last}.",
           "winters": "winters", "cold": "cold months in one winter", "ski": "the ski track leaves in a year",
           "summer": "the summer track leaves in a year", "month_eur": "income in a cold month (assumption)",
           "cost_eur": "cost of one winter (assumption)",
           "summer_eur": "what a summer track leaves in a year (assumption)",
           "alt": "Stripes from {first} to {last}, one for each year: blue is colder than the mean of {since}–{until}, "
                  "red is warmer. A line over the stripes shows the same anomalies. The coldest year is {coldest}, the "
                  "warmest is {warmest}. An arrow points at {year}: {anomaly} °C."},
    "lv": {"year": "gads", "mean": "gada vidējā temperatūra, °C", "anomaly": "novirze no normas, °C",
           "country": "Datos nav valsts „{country}”; izvēlies kādu no šīm: {names}.",
           "years": "Datos nav pilna {year}. gada; ieraksti gadu no {first} līdz {last}.",
           "norm": "No {year}. gada datos nav {count} pilnu gadu; ieraksti pirmo gadu no {first} līdz {last}.",
           "winters": "ziemas", "cold": "aukstie mēneši vienā ziemā", "ski": "no slēpošanas trases gadā paliek",
           "summer": "no vasaras trases gadā paliek", "month_eur": "ieņēmumi aukstā mēnesī (pieņēmums)",
           "cost_eur": "vienas ziemas izmaksas (pieņēmums)",
           "summer_eur": "cik gadā paliek no vasaras trases (pieņēmums)",
           "alt": "Svītras no {first}. līdz {last}. gadam, katram gadam sava: zila ir vēsāka par {since}.–{until}. "
                  "gada vidējo, sarkana – siltāka. Līnija pāri svītrām rāda tās pašas novirzes. Aukstākais ir "
                  "{coldest}. gads, siltākais – {warmest}. gads. Bultiņa rāda {year}. gadu: {anomaly} °C."},
}


@functools.cache
def _monthly():
    """Temperatures in °C by country, year and month: {country: DataFrame of years x 12 months}, blank months NaN."""
    table = data.load("temperature_monthly_countries")
    return {country: rows.pivot(index="year", columns="month", values="temperature_c")
            for country, rows in table.groupby("country")}


def _country(country):
    known = {word.casefold(): english for english, latvian in NAMES.items() for word in (english, latvian)}
    if str(country).strip().casefold() not in known:
        raise DaugavaError(_WORDS[language()]["country"].format(country=country, names=", ".join(map(name, NAMES))))
    return known[str(country).strip().casefold()]


def name(country: str) -> str:
    """What a country of the data set, given in either language, is called in the language in use."""
    return NAMES[_country(country)] if language() == "lv" else _country(country)


def month(number: int) -> str:
    """The name of a month (1 to 12) in the language in use."""
    return MONTHS[language()][number - 1]


@functools.cache
def yearly(country: str):
    """The mean of every whole year, in °C: a pandas Series of 75 values, index 1950 to 2024.

    country: a name of the data set, in English or Latvian. Raises DaugavaError, with the names, for any other.
    """
    return _monthly()[_country(country)].dropna().mean(axis=1)


def value(country: str, year: int) -> float:
    """The mean in °C of the months of a year that are in the data, all twelve or not."""
    return float(_monthly()[_country(country)].loc[year].mean())


def month_value(country: str, year: int, number: int) -> float:
    """The mean of one month (1 to 12) of a year, in °C; NaN if it is not in the data."""
    return float(_monthly()[_country(country)].loc[year, number])


def points(country: str, since: int = FIRST, until: int = LAST) -> tuple[list[int], list[float]]:
    """Years and their means in °C; `until` 2025 adds the year that has four months only."""
    years = list(range(since, until + 1))
    return years, [value(country, year) for year in years]


def mean(country: str, first: int, count: int = NORMAL) -> float:
    """The mean in °C of `count` whole years from `first` on: 30 if nothing else is said.

    Raises DaugavaError, with the years that are possible, if the data do not hold so many whole years from there.
    """
    last = LAST - count + 1
    if not FIRST <= first <= last:
        raise DaugavaError(_WORDS[language()]["norm"].format(count=count, year=first, first=FIRST, last=last))
    return float(yearly(country).loc[first:first + count - 1].mean())


def level(place, country: str, first: int, count: int = NORMAL):
    """The mean of `count` years from `first` on, in °C, over the places of these years; NaN elsewhere. place: years."""
    return np.where((place >= first - 0.5) & (place <= first + count - 0.5), mean(country, first, count), np.nan)


def eleven(country: str, first: int) -> dict[int, float]:
    """Eleven years from `first` on: {year: mean in °C, rounded to one decimal}."""
    return {int(year): float(f"{each:.1f}") for year, each in yearly(country).loc[first:first + 10].items()}


@functools.cache
def best_line(country: str, start: int, until: int = LAST) -> tuple[float, float]:
    """The straight line that lies closest to the years from `start` on: (°C in the year `start`, °C in 10 years).

    Closest means the smallest `misfit` (least squares), so it is what a pupil looks for with two sliders.
    """
    years = yearly(country).loc[start:until]
    off = years.index.to_numpy() - np.mean(years.index)
    warm = years - years.mean()
    change = float((off * warm).sum() / (off**2).sum())
    return float(years.mean()) - change * (len(years) - 1) / 2, 10 * change


def rise(country: str, start: int, until: int = LAST) -> float:
    """How fast a country warms from a start year on, in °C in 10 years: the slope of `best_line`."""
    return best_line(country, start, until)[1]


def line(place, country: str, start: int, until: int = LAST):
    """The best line over the years `start` to `until`, in °C at the places (years); NaN elsewhere."""
    height, change = best_line(country, start, until)
    return np.where((place >= start - 0.5) & (place <= until + 0.5), height + change / 10 * (place - start), np.nan)


def misfit(country: str, start: int, height: float, change: float) -> float:
    """How far a year typically lies from a line by eye, in °C (root of the mean square).

    height: of the line in the year `start`, in °C; change: in °C in 10 years.
    """
    years = yearly(country).loc[start:]
    return float(np.sqrt(np.mean((years - height - change / 10 * (years.index - start)) ** 2)))


def cold_months(first: int, below: float = 0, count: int = NORMAL, country: str = "Latvia") -> dict[int, int]:
    """In how many of `count` winters each month had a mean below `below` °C: {11: …, 12: …, 1: …, 2: …, 3: …}.

    The winter of a year is November and December before it, and January to March of it. No other month of Latvia
    has had a mean below 0 °C. first: the year of the first winter, from 1951 on.
    """
    table = _monthly()[_country(country)]
    years = np.arange(first, first + count)
    return {each: int((table.loc[years - (each > 6), each] < below).sum()) for each in WINTER}


def ski_plan(below: float, month_eur: float, winter_eur: float, summer_eur: float) -> None:
    """Show what a ski track and a summer track leave in a year, in euros, in three climates.

    below: a month is cold below this mean, in °C. month_eur: income of a cold month; winter_eur: cost of a winter;
    summer_eur: what a summer track leaves. All three are assumptions that the caller makes, in euros.
    """
    words = _WORDS[language()]
    plot.facts({key: (words[key], plot.euro(value, decimals=0))
                for key, value in (("month_eur", month_eur), ("cost_eur", winter_eur), ("summer_eur", summer_eur))})
    spans = ((1961, NORMAL), (1991, NORMAL), (LAST - 9, 10))
    cold = [sum(cold_months(first, below, count).values()) / count for first, count in spans]
    plot.columns({words["winters"]: [f"{first}–{first + count - 1}" for first, count in spans],
                  words["cold"]: [plot.number(each, 2) for each in cold],
                  words["ski"]: [plot.euro(month_eur * each - winter_eur, decimals=0) for each in cold],
                  words["summer"]: [plot.euro(summer_eur, decimals=0)] * len(spans)})


def race(axes):
    """Draw Latvia and Norway for a live figure: every year small and grey; what `race_move` moves is returned."""
    plot.style(axes, _WORDS[language()]["year"], _WORDS[language()]["mean"])
    axes.set_xlim(FIRST - 1, LAST + 1)
    axes.set_ylim(-4, 9.5)
    drawn = {}
    looks = zip(plot.PALETTE, plot.DASHES, plot.MARKERS, strict=True)
    for country, (colour, dash, marker) in zip(("Latvia", "Norway"), looks, strict=False):
        axes.plot(*points(country), marker, color="#bbbbbb", markersize=4)
        dots, = axes.plot([], [], marker, color=colour, markersize=5)
        straight, = axes.plot([], [], linestyle=dash, color=colour, linewidth=4)
        label = axes.annotate(name(country), (LAST, float(line(LAST, country, FIRST))), (12, 0),
                              textcoords="offset points", fontsize=plot.FONT, fontweight="bold", color=colour, va="center", annotation_clip=False)
        drawn[country] = dots, straight, label
    return drawn


def race_move(drawn, since: int) -> None:
    """Show the years from `since` on and the line that lies closest to them, for both countries."""
    places = np.array([since, LAST])
    for country, (dots, straight, label) in drawn.items():
        dots.set_data(*points(country, since))
        straight.set_data(places, line(places, country, since))
        label.xy = LAST, float(line(LAST, country, since))


def stripes(country: str, norm_from: int, year: int):
    """A stripe for every whole year, coloured by its anomaly, with a line of the values over them: a figure.

    The anomaly is the mean of a year minus the mean of the 30 years from `norm_from` on, in °C. An arrow shows `year`.
    Raises DaugavaError for an unknown country and for a year that is not whole. Idea: Ed Hawkins, #ShowYourStripes.
    """
    anomaly = _anomaly(country, norm_from, year)
    figure, axes = plot.blank(_WORDS[language()]["year"], _WORDS[language()]["anomaly"], (9, 4))
    most = float(np.ceil(anomaly.abs().max() * 2) / 2)
    colours = colormaps["RdBu_r"](0.5 + anomaly.to_numpy() / most / 2)
    axes.bar(anomaly.index, 2 * most, bottom=-most, width=1, color=colours)
    edge = [patheffects.withStroke(linewidth=5, foreground="#ffffff")]
    axes.plot(anomaly.index, anomaly, color="#000000", linewidth=2, path_effects=edge)
    axes.axhline(0, color="#000000", linewidth=1, linestyle="--")
    side = -1 if anomaly[year] > 0 else 1
    axes.plot([year], [anomaly[year]], "o", color="#000000", markersize=9, markeredgecolor="#ffffff", zorder=4)
    axes.annotate(f"{year}: {_signed(anomaly[year])} °C", (year, anomaly[year]), (year, side * most * 0.75),
                  ha="right" if year > 2010 else "left" if year < 1965 else "center", va="center", fontsize=plot.FONT,
                  fontweight="bold", bbox={"facecolor": "#ffffff", "edgecolor": "#000000"},
                  arrowprops={"arrowstyle": "->", "linewidth": 2}, zorder=5)
    axes.grid(visible=False)
    axes.set_xlim(FIRST - 0.5, LAST + 0.5)
    axes.set_ylim(-most, most)
    return figure


def stripes_alt(country: str, norm_from: int, year: int) -> str:
    """What a sighted pupil sees in the stripes."""
    anomaly = _anomaly(country, norm_from, year)
    return f"{name(country)}. " + _WORDS[language()]["alt"].format(
        first=FIRST, last=LAST, since=norm_from, until=norm_from + NORMAL - 1, coldest=anomaly.idxmin(),
        warmest=anomaly.idxmax(), year=year, anomaly=_signed(anomaly[year]))


def _anomaly(country, norm_from, year):
    if year not in yearly(country).index:
        raise DaugavaError(_WORDS[language()]["years"].format(year=year, first=FIRST, last=LAST))
    return yearly(country) - mean(country, norm_from)


def _signed(value):
    return ("+" if value > 0 else "") + plot.number(value, 2)


def as_text(*countries: str) -> None:
    """Show the yearly means in °C as text with tabs, to be copied into a spreadsheet: a row for each whole year."""
    rows = [[_WORDS[language()]["year"], *(f"{name(country)}, °C" for country in countries)]]
    rows += [[str(year), *(plot.number(yearly(country)[year], 2).replace("−", "-") for country in countries)]
             for year in range(FIRST, LAST + 1)]
    text = "\n".join("\t".join(row) for row in rows)
    display({"text/plain": text, "text/html": f'<pre lang="{language()}" tabindex="0" style="max-height:14em;'
             f'overflow:auto;border:1px solid;padding:.5em;user-select:all">{html.escape(text)}</pre>'}, raw=True)
