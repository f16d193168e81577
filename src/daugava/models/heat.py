"""The lab heat-loss: degree-days of winters, the heat that leaves through one wall, and what one more centimetre saves.

Temperatures are monthly means of Latvia (country means of the reanalysis ERA5, data set
``temperature_monthly_countries``; source and licence: `daugava.data.describe`), rounded to 0.1 °C as a pupil sees it.
Electricity costs what a household in Latvia paid in the first half of 2025 (``electricity_price_households_europe``).
All that belongs to a wall (U of the old wall, λ, COP, price of the material) is an assumption for practice.
"""
from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass

from daugava import DaugavaError, data, language, plot
from daugava.models.warming import month

__all__ = ["ELECTRICITY_EUR", "ROOM_C", "Wall", "choices", "degree_days", "mean_degree_days", "months", "table",
           "winter_table", "winters"]

ROOM_C = 18               # up to this temperature the heating has to warm; people, sun and lamps do the rest
ELECTRICITY_EUR = 0.244   # one kWh, all taxes, households in Latvia, 2025-S1
SEASON = (10, 11, 12, 1, 2, 3, 4)
FIRST, LAST = 2015, 2024  # the ten winters of the mean begin in October of these years
_WORDS = {
    "en": {"month": "month", "days": "days", "mean": "mean temperature, °C", "degree-days": "degree-days",
           "winter": "winter", "axis": "degree-days, °C · days", "mean of ten": "mean", "cm": "insulation, cm",
           "kwh": "heat a winter, kWh", "eur": "cost a winter, €", "saved": "saved a winter, €",
           "material": "insulation costs once, €",
           "years": "There are no months of the winter {winter} in the data; write a year from {first} to {last}."},
    "lv": {"month": "mēnesis", "days": "dienu skaits", "mean": "vidējā temperatūra, °C", "degree-days": "grāddienas",
           "winter": "ziema", "axis": "grāddienas, °C · dienas", "mean of ten": "vidēji",
           "cm": "siltumizolācija, cm", "kwh": "siltums ziemā, kWh", "eur": "izmaksas ziemā, €",
           "saved": "ietaupījums ziemā, €", "material": "siltumizolācija maksā vienu reizi, €",
           "years": "Datos nav {winter}. gada ziemas mēnešu; ieraksti gadu no {first} līdz {last}."},
}


@functools.cache
def _means():
    """Monthly means of Latvia in °C: {(year, month): temperature}."""
    rows = data.load("temperature_monthly_countries").query("country == 'Latvia'")
    return dict(zip(zip(rows.year, rows.month, strict=True), rows.temperature_c, strict=True))


def months(winter: int) -> list[tuple[int, int, float]]:
    """The seven months of a heating season: [(month, days, mean in °C rounded to 0.1)], October to April.

    winter: the year in which it begins, 1950 to 2024. Raises DaugavaError for any other.
    """
    years = sorted({year for year, each in _means() if each == SEASON[0]})
    if winter not in years:
        raise DaugavaError(_word("years", winter=winter, first=years[0], last=years[-1]))
    dated = [(winter if each >= SEASON[0] else winter + 1, each) for each in SEASON]
    return [(each, calendar.monthrange(year, each)[1], round(float(_means()[year, each]), 1)) for year, each in dated]


def degree_days(winter: int) -> float:
    """The degree-days of a winter in °C · days: for every month (18 °C − its mean) · its days, October to April.

    Every month of that season has a mean far below 18 °C, so that the mean of the month does for its days. May and
    September are left out: with single warm days a monthly mean would not do. See `months` for errors.
    """
    return sum((ROOM_C - mean) * days for _, days, mean in months(winter))


@functools.cache
def mean_degree_days() -> int:
    """The mean of the ten winters 2015/16 to 2024/25, in whole degree-days."""
    return round(sum(map(degree_days, range(FIRST, LAST + 1))) / (LAST - FIRST + 1))


@dataclass(frozen=True)
class Wall:
    """A wall that gets insulation.

    u_wall: U of the old wall in W/(m²·K), both surfaces included. area_m2: without windows. lam: λ of the insulation
    in W/(m·K). cop: kWh of heat from 1 kWh of electricity. Thicknesses are in centimetres; numpy arrays do, too.
    """

    u_wall: float
    area_m2: float
    lam: float
    cop: float

    def u(self, cm):
        """U in W/(m²·K) with so much insulation: 1 / (1 / u_wall + thickness in metres / λ)."""
        return 1 / (1 / self.u_wall + cm / 100 / self.lam)

    def kwh(self, cm):
        """Heat through the wall in a mean winter, in kWh."""
        return self.u(cm) * self.area_m2 * mean_degree_days() * 24 / 1000

    def eur(self, cm):
        """What this heat costs, in euros: a heat pump makes it from electricity."""
        return self.kwh(cm) / self.cop * ELECTRICITY_EUR

    def saved(self, cm):
        """What the last centimetre saves in a winter, in euros: from cm − 1 to cm."""
        return self.eur(cm - 1) - self.eur(cm)

    def last(self, cm_eur: float, winters: int) -> int:
        """The last whole centimetre that saves at least its price in so many winters; 0 if not even the first does.

        cm_eur: what one centimetre on 1 m² costs, in euros.
        """
        cm = 0
        while winters * self.saved(cm + 1) >= self.area_m2 * cm_eur:
            cm += 1
        return cm


def winter_table(winter: int, gaps: tuple[int, ...] = (10, 1)) -> None:
    """Show the months of a winter with days, mean in °C and degree-days; a question mark for the months in `gaps`."""
    rows = months(winter)
    plot.columns({
        _word("month"): [f"{month(each)} {winter if each >= SEASON[0] else winter + 1}" for each, _, _ in rows],
        _word("days"): [days for _, days, _ in rows],
        _word("mean"): [plot.number(mean, 1) for _, _, mean in rows],
        _word("degree-days"): ["?" if each in gaps else plot.number((ROOM_C - mean) * days, 1)
                               for each, days, mean in rows],
    })


def winters():
    """A bar for each of the ten winters, and their mean as a level line: a figure."""
    bars = {f"{year % 100}/{(year + 1) % 100}": round(degree_days(year)) for year in range(FIRST, LAST + 1)}
    figure = plot.bars(bars, _word("winter"), _word("axis"))
    figure.axes[0].axhline(mean_degree_days(), color="#000000", linestyle="--", linewidth=2, label=_word("mean of ten"))
    for text in figure.axes[0].texts:
        text.set(zorder=4, bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 1})
    figure.axes[0].set_ylim(0, 4400)
    figure.axes[0].legend(fontsize=plot.FONT - 1, framealpha=1, loc="upper right")
    return figure


def table(wall: Wall, thicknesses) -> None:
    """Show for some thicknesses in cm: heat in kWh, cost and saving in a mean winter in euros."""
    plot.columns({
        _word("cm"): list(thicknesses),
        _word("kwh"): [plot.number(wall.kwh(cm), 0) for cm in thicknesses],
        _word("eur"): [plot.number(wall.eur(cm), 2) for cm in thicknesses],
        _word("saved"): [plot.number(wall.eur(0) - wall.eur(cm), 2) for cm in thicknesses],
    })


def choices(wall: Wall, cm_eur: float, thicknesses) -> None:
    """Show what the insulation costs once in euros (material only), and heat and cost in a mean winter."""
    plot.columns({
        _word("cm"): list(thicknesses),
        _word("material"): [plot.number(wall.area_m2 * cm_eur * cm, 2) for cm in thicknesses],
        _word("eur"): [plot.number(wall.eur(cm), 2) for cm in thicknesses],
        _word("kwh"): [plot.number(wall.kwh(cm), 0) for cm in thicknesses],
    })


def _word(message, **values):
    return _WORDS[language()][message].format(**values)
