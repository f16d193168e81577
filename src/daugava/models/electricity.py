"""The lab electricity-market: daily prices of the exchange, bills of households, contracts and savings.

Exchange prices are daily means in EUR/MWh (1 EUR/MWh = 0.1 cent/kWh), Latvia and Norway, 2015-01-01 to 2026-04-30, from
``electricity_price_daily_lv_no``; bills are in EUR/kWh, by half-year, from ``electricity_price_households_europe``
(sources and licences: `daugava.data.describe`). Euros are those of the year. Contracts, chances and devices are made up
for practice.
"""
from __future__ import annotations

import functools
import math
import re
from statistics import fmean, pstdev

import numpy as np

from daugava import DaugavaError, data, language, plot

__all__ = ["SCENARIOS", "STORE_MWH", "WHOLE_YEARS", "bill", "boxes_of_years", "days", "edges", "exchange",
           "expected", "histogram", "histogram_move", "mean", "months", "named", "on_or_below", "outcomes", "peak",
           "plan", "present", "rotated", "savings", "savings_move", "spread", "together", "week", "weekdays",
           "weeks", "yearly"]

WHOLE_YEARS = range(2015, 2026)
SCENARIOS = {"quiet": 3.4, "usual": 8.6, "shock": 22.7}  # cent/kWh: Latvia in 2020, 2025 and 2022
STORE_MWH = 200        # what the cold store uses in a year, made up
LONGEST = 15           # years of savings that are drawn
_COUNTRIES = {"latvia": "Latvia", "latvija": "Latvia", "norway": "Norway", "norvēģija": "Norway"}
_PERIOD = re.compile(r"(\d{4})(?:-([SQ])([1-4]))?")
_WORDS = {
    "en": {"country": "There is no country “{country}” in the data; write Latvia or Norway.",
           "period": "There are no prices for “{period}”; write a year such as 2024, a half-year 2024-S1 or a quarter "
                     "2024-Q3.",
           "no-bill": "There is no bill for “{period}”; write a half-year from 2007-S2 to 2025-S1, such as 2024-S1.",
           "price": "price, EUR/MWh", "days": "number of days", "together": ("Norway, EUR/MWh", "Latvia, EUR/MWh"),
           "year": "year", "value": "value today, €", "half": ("first half of {year}", "second half of {year}"),
           "weekdays": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")},
    "lv": {"country": "Datos nav valsts „{country}”; raksti Latvija vai Norvēģija.",
           "period": "Datos nav cenu periodam „{period}”; raksti gadu, piemēram, 2024, pusgadu 2024-S1 vai ceturksni "
                     "2024-Q3.",
           "no-bill": "Datos nav rēķina periodam „{period}”; raksti pusgadu no 2007-S2 līdz 2025-S1: 2024-S1.",
           "price": "cena, EUR/MWh", "days": "dienu skaits", "together": ("Norvēģija, EUR/MWh", "Latvija, EUR/MWh"),
           "year": "gads", "value": "vērtība šodien, €", "half": ("{year}. gada 1. pusgads", "{year}. gada 2. pusgads"),
           "weekdays": ("P", "O", "T", "C", "Pk", "S", "Sv")},
}


@functools.cache
def _daily():
    """Prices in EUR/MWh by country: {country: Series with the days as index}."""
    table = data.load("electricity_price_daily_lv_no").set_index("date")
    return {name: table.loc[table["country"] == name, "price_eur_per_mwh"] for name in ("Latvia", "Norway")}


def _prices(country, period):
    """The daily prices of a country in a period as a Series."""
    english = _COUNTRIES.get(str(country).strip().casefold())
    if english is None:
        raise DaugavaError(_WORDS[language()]["country"].format(country=country))
    found = _PERIOD.fullmatch(str(period).strip().upper())
    prices = _part(english, *found.groups()) if found else ()
    if not len(prices):
        raise DaugavaError(_WORDS[language()]["period"].format(period=period))
    return prices


@functools.lru_cache(maxsize=200)
def _part(country, year, kind, part):
    """The daily prices of a year, of one of its halves or of one of its quarters; asked for at every step of a slider."""
    prices = _daily()[country]
    prices = prices[prices.index.year == int(year)]
    return prices[(prices.index.month - 1) // {"S": 6, "Q": 3}[kind] + 1 == int(part)] if kind else prices


def days(country: str, period: str | int) -> list[float]:
    """The price of every day in EUR/MWh, in the order of the calendar.

    country: Latvia or Norway, in English or Latvian. period: a year (2024), a half-year ("2024-S1") or a quarter
    ("2024-Q3"); 2026 has four months. Raises DaugavaError, with what can be written, for anything else.
    """
    return _prices(country, period).tolist()


def mean(country: str, period: str | int) -> float:
    """The plain mean of the days in EUR/MWh; for country and period see `days`."""
    return fmean(days(country, period))


def spread(country: str, period: str | int) -> float:
    """The standard deviation of the days from their mean, in EUR/MWh; for country and period see `days`."""
    return pstdev(days(country, period))


def named(period: str) -> str:
    """A half-year in words: "2025-S1" is the first half of 2025."""
    return _WORDS[language()]["half"][int(period[-1]) - 1].format(year=period[:4])


def boxes_of_years():
    """A box plot of the daily prices of Latvia in EUR/MWh for every year from 2015 to 2026, which has four months."""
    return plot.boxes({str(year): days("Latvia", year) for year in (*WHOLE_YEARS, 2026)}, _WORDS[language()]["price"])


def yearly() -> tuple[list[str], list[str], list[str], list[str]]:
    """Whole years, and as text in EUR/MWh: mean and standard deviation of Latvia, mean of Norway."""
    return ([str(year) for year in WHOLE_YEARS], *(
        [plot.number(of(country, year), 1) for year in WHOLE_YEARS]
        for of, country in ((mean, "Latvia"), (spread, "Latvia"), (mean, "Norway"))))


def bill(period: str) -> tuple[float, float]:
    """What a household in Latvia paid for 1 kWh in a half-year, in EUR: with all taxes, and without taxes.

    The network is in both. Band 2500–4999 kWh a year. Raises DaugavaError if there is no such half-year.
    """
    paid = _bills().get(str(period))
    if paid is None:
        raise DaugavaError(_WORDS[language()]["no-bill"].format(period=period))
    return paid


@functools.cache
def _bills():
    """{half-year: what a household in Latvia paid, in EUR/kWh: (with all taxes, without taxes)}."""
    table = data.load("electricity_price_households_europe")
    table = table[table["geo"] == "LV"].set_index("semester")
    columns = table["price_all_taxes_eur_per_kwh"], table["price_no_taxes_eur_per_kwh"]
    return {half: tuple(float(column[half]) for column in columns) for half in table.index}


def on_or_below(period: str, price: float) -> int:
    """On how many days of a period the price in Latvia was this price (EUR/MWh) or lower."""
    return sum(each <= price for each in days("Latvia", period))


def edges(period: str) -> list[float]:
    """The edges of the bars of `histogram` in EUR/MWh: round numbers, about 20 bars."""
    prices = days("Latvia", period)
    width = 5 if max(prices) < 120 else 20 if max(prices) > 350 else 10
    return [width * step for step in range(math.floor(min(0, *prices) / width), math.ceil(max(prices) / width) + 1)]


def peak(period: str) -> tuple[float, float, int]:
    """The highest bar of `histogram`: from and to, in EUR/MWh, and its number of days."""
    counts, places = np.histogram(days("Latvia", period), edges(period))
    best = int(counts.argmax())
    return float(places[best]), float(places[best + 1]), int(counts[best])


def histogram(axes, period: str):
    """Draw how many days of a period had which price in Latvia; returns what `histogram_move` moves."""
    plot.style(axes, _WORDS[language()]["price"], _WORDS[language()]["days"])
    places = edges(period)
    axes.hist(days("Latvia", period), places, color=plot.PALETTE[0], edgecolor="#ffffff", zorder=2)
    axes.set_xlim(places[0], places[-1])
    axes.set_ylim(0, axes.get_ylim()[1])
    shade = axes.axvspan(places[0], places[0] + 1, color="#000000", alpha=0.18, zorder=3)
    line = axes.axvline(places[0], color="#000000", linewidth=3, zorder=4)
    return shade, line


def histogram_move(drawn, price: float) -> None:
    """Shade everything up to a price (EUR/MWh), with a line at its end."""
    shade, line = drawn
    shade.set_width(price - shade.get_x())
    line.set_xdata([price, price])


@functools.cache
def months() -> tuple[list[float], list[float], float]:
    """The means of all months in EUR/MWh, 2015-01 to 2026-04, and their correlation: (Norway, Latvia, r)."""
    norway, latvia = (_daily()[country].resample("MS").mean() for country in ("Norway", "Latvia"))
    return norway.tolist(), latvia.tolist(), float(np.corrcoef(norway, latvia)[0, 1])


def together():
    """A mark for every month: the mean of Norway to the right, that of Latvia up; 2022 has a shape of its own."""
    right, up, _ = months()
    shock = [2015 + place // 12 == 2022 for place in range(len(up))]
    x, y = _WORDS[language()]["together"]
    dots = {name: ([at for at, is_in in zip(right, shock, strict=True) if is_in == chosen],
                   [at for at, is_in in zip(up, shock, strict=True) if is_in == chosen])
            for name, chosen in (("2015–2021, 2023–2026", False), ("2022", True))}
    return plot.chart(dots, x, y, points=True)


def rotated(period: str, texts: list[str]) -> list[str]:
    """The texts in an order that depends on the half-year, so that a class does not share one letter."""
    start = (int(period[:4]) + 2 * int(period[-1]) + 1) % len(texts)
    return [*texts[-start:], *texts[:-start]] if start else list(texts)


def week(year: int) -> tuple[float, float]:
    """The mean price in Latvia in EUR/MWh: Monday to Friday, Saturday and Sunday."""
    prices = _prices("Latvia", year)
    late = prices.index.day_of_week >= 5
    return float(prices[~late].mean()), float(prices[late].mean())


def weekdays(year: int) -> dict[str, float]:
    """The mean price in Latvia in EUR/MWh by day of the week, Monday first."""
    prices = _prices("Latvia", year)
    return {name: float(prices[prices.index.day_of_week == day].mean())
            for day, name in enumerate(_WORDS[language()]["weekdays"])}


def weeks(year: int) -> list[list[float]]:
    """The daily prices in Latvia in EUR/MWh of every whole week of a year: lists of 7, Monday first."""
    prices = _prices("Latvia", year)
    first = (7 - prices.index[0].day_of_week) % 7
    return [prices.iloc[start:start + 7].tolist() for start in range(first, len(prices) - 6, 7)]


def plan(year: int, weekend: int) -> int:
    """What the cold store plans to save in a year, in euros, rounded to hundreds.

    It uses 200 MWh a year; `weekend` % of them at the weekend, in place of the same amount every day.
    """
    work, late = week(year)
    price = work + (late - work) * weekend / 100
    return int(round(STORE_MWH * (mean("Latvia", year) - price), -2))


def present(saving_eur: float, rate: float, years: int) -> float:
    """What savings at the end of each of some years are worth today, in euros (rate: 0.05 is 5 % a year)."""
    return sum(saving_eur / (1 + rate) ** year for year in range(1, years + 1))


def savings(axes, saving_eur: float):
    """Draw a bar for the saving of each of 15 years; returns the bars that `savings_move` changes."""
    plot.style(axes, _WORDS[language()]["year"], _WORDS[language()]["value"])
    axes.set_xlim(0.4, LONGEST + 0.6)
    axes.set_ylim(0, 1.1 * saving_eur)
    axes.set_xticks(range(1, LONGEST + 1))
    axes.axhline(saving_eur, color="#000000", linestyle=plot.DASHES[1], linewidth=1.5)
    return list(axes.bar(range(1, LONGEST + 1), [saving_eur] * LONGEST, color=plot.PALETTE[0], width=0.7, zorder=2))


def savings_move(bars, saving_eur: float, rate: float, years: int) -> None:
    """Show what the saving of each year is worth today, and no bar after the last year."""
    for year, bar in enumerate(bars, 1):
        bar.set_height(saving_eur / (1 + rate) ** year if year <= years else 0)


def exchange(kwh: float) -> list[float]:
    """What a year's electricity costs at the exchange in a quiet, a usual and a shock year (`SCENARIOS`), in euros."""
    return [kwh * cents / 100 for cents in SCENARIOS.values()]


def expected(kwh: float, chance: tuple[float, float, float]) -> tuple[float, float]:
    """Expected cost of a year at the exchange and its standard deviation, in euros.

    kwh: used in the year. chance: of a quiet, a usual and a shock year, together 1.
    """
    costs = exchange(kwh)
    middle = sum(part * cost for part, cost in zip(chance, costs, strict=True))
    return middle, math.sqrt(sum(part * (cost - middle) ** 2 for part, cost in zip(chance, costs, strict=True)))


def outcomes(kwh: float, chance: tuple[float, float, float], fixed_cents: float) -> list[int]:
    """Both contracts in whole euros a year.

    The quiet, usual and shock year at the exchange, its expected cost and standard deviation, the fixed price.
    """
    return [round(euros) for euros in (*exchange(kwh), *expected(kwh, chance), kwh * fixed_cents / 100)]
