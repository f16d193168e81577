"""The numbers of electricity-market, worked out anew: without pandas, from lists of years, from a bank account."""
import csv
import datetime
import re
from collections import Counter, defaultdict
from math import ceil, fsum
from statistics import fmean, median, pstdev, quantiles

import pytest
from lab_paths import ROOT, figures, guide, guide_rows, names_of_class

import daugava
from daugava import DaugavaError, live_model, plot
from daugava import lab as labs
from daugava.models import electricity as el

LAB = labs.get("electricity-market", ROOT)
DATASETS = ROOT / "src" / "daugava" / "datasets"
NAMES = ("half", "kwh", "fixed_cents", "chance", "year", "weekend", "rate", "device_eur")


def rows_of(name):
    with open(DATASETS / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def days():
    """{country: {date: EUR/MWh}}, read without pandas."""
    found = defaultdict(dict)
    for row in rows_of("electricity_price_daily_lv_no"):
        found[row["country"]][datetime.date.fromisoformat(row["date"])] = float(row["price_eur_per_mwh"])
    return found


@pytest.fixture(scope="module")
def pupils():
    """The numbers of every pupil, as the notebook draws them."""
    return {pupil: {name: given[name] for name in NAMES} for pupil, given in names_of_class(LAB).items()}


pytestmark = pytest.mark.usefixtures("english")


def in_half(days, half, country="Latvia"):
    year, part = int(half[:4]), int(half[-1])
    return [price for day, price in days[country].items() if day.year == year and (day.month > 6) + 1 == part]


def test_means_and_spread_of_the_years(days):
    for country in ("Latvia", "Norway"):
        for year in range(2015, 2026):
            prices = [price for day, price in days[country].items() if day.year == year]
            middle = fsum(prices) / len(prices)
            square = fsum(price * price for price in prices) / len(prices)
            assert len(prices) in (365, 366)
            assert el.mean(country, year) == pytest.approx(middle, abs=1e-9)
            assert el.spread(country, year) == pytest.approx((square - middle ** 2) ** 0.5, abs=1e-6)
    latvia = {year: el.mean("Latvia", year) for year in el.WHOLE_YEARS}
    assert min(latvia, key=latvia.get) == 2020 and max(latvia, key=latvia.get) == 2022
    assert [round(latvia[year], 1) for year in (2020, 2022, 2025)] == [34.0, 226.9, 85.9]
    assert abs(latvia[2017] - latvia[2020]) < 1 and el.spread("Latvia", 2020) > 2 * el.spread("Latvia", 2017)
    assert all(el.spread("Norway", year) < el.spread("Latvia", year) for year in el.WHOLE_YEARS)
    assert [round(latvia[year] / 10, 1) for year in (2020, 2025, 2022)] == list(el.SCENARIOS.values())
    assert len(el.days("Latvia", 2026)) == 31 + 28 + 31 + 30, "2026 has four months"


def test_the_weekend_is_cheaper(days):
    for year in (2023, 2024, 2025):
        parts = [[price for day, price in days["Latvia"].items() if day.year == year and (day.isoweekday() > 5) == late]
                 for late in (False, True)]
        assert el.week(year) == pytest.approx([fmean(part) for part in parts])
        by_day = list(el.weekdays(year).values())
        assert min(by_day[:5]) > 1.15 * max(by_day[5:]), "as the description of the bars says"
        monday = [price for day, price in days["Latvia"].items() if day.year == year and day.isoweekday() == 1]
        assert by_day[0] == pytest.approx(fmean(monday))
        weeks = el.weeks(year)
        first = next(day for day in days["Latvia"] if day.year == year and day.isoweekday() == 1)
        assert weeks[0] == [days["Latvia"][first + datetime.timedelta(step)] for step in range(7)]
        assert len(weeks) in (51, 52) and {len(week) for week in weeks} == {7}
    since = [[price for day, price in days["Latvia"].items() if day.year >= 2023 and (day.isoweekday() > 5) == late]
             for late in (False, True)]
    assert [round(fmean(part)) for part in since] == [101, 66], "the numbers of the guide"


def test_quartiles_bars_and_bill_of_every_half_year(days, pupils):
    bills = {row["semester"]: row for row in rows_of("electricity_price_households_europe") if row["geo"] == "LV"}
    for half in {case["half"] for case in pupils.values()}:
        prices = in_half(days, half)
        assert el.days("Latvia", half) == prices
        lower, middle, upper = quantiles(prices, n=4, method="inclusive")
        ordered = sorted(prices)
        assert lower == pytest.approx(ordered[len(prices) // 4], abs=2), "every definition of a quartile is accepted"
        assert upper == pytest.approx(ordered[3 * len(prices) // 4], abs=2)
        assert middle == median(prices) and min(middle - lower, upper - middle) > 4
        row = bills[half]
        assert el.bill(half) == (float(row["price_all_taxes_eur_per_kwh"]), float(row["price_no_taxes_eur_per_kwh"]))
        assert not row["flag"] and 25 < fmean(prices) / 10 / el.bill(half)[0] < 40
        edges = el.edges(half)
        assert edges[0] <= min(prices) and max(prices) <= edges[-1] and edges[-1] - edges[0] <= live_model.MOST_STEPS
        start, end, count = el.peak(half)
        assert count == sum(start <= price < end for price in prices)
        assert el.on_or_below(half, lower) == sum(price <= lower for price in prices)
    assert el.mean("Latvia", "2025-S1") == pytest.approx(86.55, abs=0.005) and el.bill("2025-S1")[0] == 0.244


def test_correlation_of_the_months(days):
    sums = {country: defaultdict(list) for country in days}
    for country, prices in days.items():
        for day, price in prices.items():
            sums[country][day.year, day.month].append(price)
    norway, latvia = ([fmean(month) for month in sums[country].values()] for country in ("Norway", "Latvia"))
    right, up = fmean(norway), fmean(latvia)
    together = fmean((one - right) * (two - up) for one, two in zip(norway, latvia, strict=True))
    r = together / pstdev(norway) / pstdev(latvia)
    assert len(norway) == 136 and round(r, 2) == 0.88 and round(max(latvia)) == 467
    assert el.months()[0] == pytest.approx(norway) and el.months()[2] == pytest.approx(r)


def test_expected_cost_and_deviation_from_a_list_of_twenty_years(pupils):
    for case in pupils.values():
        counts = [round(20 * part) for part in case["chance"]]
        assert sum(counts) == 20 and [count / 20 for count in counts] == pytest.approx(case["chance"])
        costs = zip((3.4, 8.6, 22.7), counts, strict=True)
        years = [case["kwh"] * cents / 100 for cents, count in costs for _ in range(count)]
        assert el.expected(case["kwh"], case["chance"]) == pytest.approx((fmean(years), pstdev(years)))


def test_present_value_empties_a_bank_account(pupils):
    for case in pupils.values():
        saving, rate = el.plan(case["year"], case["weekend"]), case["rate"]
        for years in (1, 5, 10):
            account = el.present(saving, rate, years)
            assert account == pytest.approx(saving * (1 - (1 + rate) ** -years) / rate), "the geometric sum"
            for _ in range(years):
                account = account * (1 + rate) - saving
            assert account == pytest.approx(0, abs=1e-6)


def test_both_contracts_can_be_defended_by_everybody(pupils):
    for pupil, case in pupils.items():
        quiet, usual, shock = el.exchange(case["kwh"])
        expected, risk = el.expected(case["kwh"], case["chance"])
        fixed = case["kwh"] * case["fixed_cents"] / 100
        assert quiet < usual < fixed < shock and 1.05 * expected < fixed < expected + risk, pupil
        assert 2500 <= case["kwh"] < 5000, "the band of the bill"
        assert case["chance"][2] < switch(case) < 0.40, "the lines of ★ cross in the picture"
        saving = el.plan(case["year"], case["weekend"])
        worth = el.present(saving, case["rate"], 10)
        assert 240 < abs(worth - case["device_eur"]) < 0.1 * worth and case["device_eur"] < 10 * saving, pupil
        assert case["weekend"] > 100 * 2 / 7 and saving > 0
    gains = Counter(el.present(el.plan(case["year"], case["weekend"]), case["rate"], 10) > case["device_eur"]
                    for pupil, case in pupils.items() if pupil)
    assert gains == {True: 15, False: 15}, "for half of the class the device does not pay"


def switch(case):
    """The chance of a shock year from which on the fixed price is cheaper on average."""
    quiet = case["chance"][0]
    return (case["fixed_cents"] - 3.4 * quiet - 8.6 * (1 - quiet)) / (22.7 - 8.6)


def test_a_class_has_many_cases_and_letters(pupils):
    assert len({tuple(case.values()) for pupil, case in pupils.items() if pupil}) == 30
    letters = {el.rotated(case["half"], list("rnlc")).index("r") for case in pupils.values()}
    assert len(letters) >= 3
    for case in pupils.values():
        assert sorted(el.rotated(case["half"], list("rnlc"))) == sorted("rnlc")


def test_what_cannot_be_read_is_said():
    assert el.days("Norvēģija", "2024-q3") == el.days(" norway ", "2024-Q3")
    assert len(el.days("Latvija", 2024)) == 366
    for wrong in ((lambda: el.days("Estonia", 2024), "write Latvia or Norway"),
                  (lambda: el.days("Latvia", "2024-Q5"), "no prices for “2024-Q5”"),
                  (lambda: el.days("Latvia", "2014"), "a half-year 2024-S1"),
                  (lambda: el.days("Latvia", "2024-S3"), "no prices"),
                  (lambda: el.bill("2026-S1"), "no bill for “2026-S1”")):
        with pytest.raises(DaugavaError, match=wrong[1]):
            wrong[0]()
    assert el.named("2025-S1") == "first half of 2025"
    daugava.use("lv")
    assert el.named("2018-S2") == "2018. gada 2. pusgads" and list(el.weekdays(2025))[-1] == "Sv"


def test_pictures_follow_the_sliders():
    _, axes = plot.blank("", "")
    drawn = el.histogram(axes, "2025-S1")
    el.histogram_move(drawn, 52)
    shade, line = drawn
    assert shade.get_x() + shade.get_width() == 52 and list(line.get_xdata()) == [52, 52]
    assert sum(patch.get_height() for patch in axes.patches if patch is not shade) == 181
    _, axes = plot.blank("", "")
    bars = el.savings(axes, 800)
    el.savings_move(bars, 800, 0.05, 10)
    assert [round(bar.get_height(), 2) for bar in bars[:2]] == [761.90, 725.62] and bars[10].get_height() == 0
    assert fsum(bar.get_height() for bar in bars) == pytest.approx(6177.39, abs=0.005)
    dots = el.together().axes[0].lines
    assert [len(line.get_xdata()) for line in dots] == [124, 12] and dots[0].get_marker() != dots[1].get_marker()
    assert len(el.boxes_of_years().axes[0].get_xticklabels()) == 12


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, pupils, days):
    table = [row for row in guide_rows(LAB, language) if len(row) == 6 and re.fullmatch(r"\d", row[0])]
    key = {7: table[:7], 5: table[7:12], 6: table[12:]}
    assert [len(rows) for rows in key.values()] == [7, 5, 6]
    for pupil, case in pupils.items():
        number = int(pupil[1:]) if pupil else 0
        row = key[7][number % 7]
        prices = in_half(days, case["half"])
        lower, _, upper = quantiles(prices, n=4, method="inclusive")
        cents = fmean(prices) / 10
        assert row[1] == case["half"] and figures(row[2]) == pytest.approx([lower, upper], abs=2.1)
        assert figures(row[3]) == pytest.approx([cents], abs=0.0051)
        assert figures(row[4]) == pytest.approx([cents / el.bill(case["half"])[0]], abs=0.051)
        assert row[5] == "ABCD"[el.rotated(case["half"], list("rnlc")).index("r")]
        row = key[5][number % 5]
        assert figures(row[1]) == [case["kwh"], *case["chance"]]
        costs = el.expected(case["kwh"], case["chance"])
        assert [*figures(row[2]), *figures(row[3])] == pytest.approx(costs, abs=0.0051)
        assert figures(row[4]) == pytest.approx([case["kwh"] * case["fixed_cents"] / 100])
        assert figures(row[5]) == [ceil(100 * switch(case))]
        row = key[6][number % 6]
        work, late = el.week(case["year"])
        price = work * (1 - case["weekend"] / 100) + late * case["weekend"] / 100
        saving = el.plan(case["year"], case["weekend"])
        worth = [saving * (1 - (1 + case["rate"]) ** -years) / case["rate"] for years in (10, 5)]
        saved = 200 * (el.mean("Latvia", case["year"]) - price)
        assert figures(row[1]) == [case["year"], case["weekend"]]
        assert figures(row[2]) == [pytest.approx(price, abs=0.0051), pytest.approx(saved, abs=0.51)]
        assert figures(row[3]) == [saving, round(100 * case["rate"])] and saving == round(saved / 100) * 100
        assert figures(row[4]) == pytest.approx(worth, abs=0.0051)
        assert figures(row[5]) == [case["device_eur"], pytest.approx(worth[0] - case["device_eur"], abs=0.51)]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_says_of_the_example_what_is_true(language, pupils):
    text, case = guide(LAB, language), pupils[None]
    now, (work, late) = el.mean("Latvia", 2025), el.week(2025)
    price = 0.6 * work + 0.4 * late
    assert (case["half"], case["kwh"], case["year"], case["weekend"]) == ("2025-S1", 3000, 2025, 40)
    told = [f"{200 * round(price, 2):,.0f}".replace(",", " "), f"{now - price:.2f}",
            f"{work:.2f}", f"{late:.2f}", f"{now:.2f}",
            f"{100 * 0.244 / el.mean('Latvia', '2025-S1') * 1000:.0f} %", f"{800 / 1.05 ** 10:.0f}",
            f"{800 * (1.05 ** 10 - 1) / 0.05:,.0f}".replace(",", " "), f"{el.present(800, 0.05, 10) * 1.05:.0f}",
            f"{el.present(800, 0.05, 9):.0f}", f"{el.present(800, 5, 10):.0f}", f"{200000 / 3000:.0f} ",
            f"{100 * el.mean('Latvia', '2025-S1') / 1000 / el.bill('2025-S1')[1]:.0f} %"]
    costs = el.exchange(3000)
    middle, risk = el.expected(3000, case["chance"])
    away = fsum(part * abs(cost - middle) for part, cost in zip(case["chance"], costs, strict=True))
    told += [f"{round(sum(costs))}", f"{costs[2] - costs[0]:.0f}", f"{away:.0f}", f"{risk ** 2:,.0f}".replace(",", " ")]
    weeks = el.weeks(2025)
    two = fmean(sum(sorted(week)[:2]) / 2 for week in weeks)
    told += [f"{fmean(map(min, weeks)):.1f}", f"{two:.1f}", str(len(weeks))]
    told += [f"{el.mean('Latvia', 2022) / el.mean('Latvia', 2020):.1f}",
             *(f"{el.spread('Latvia', year):.1f}" for year in (2017, 2020))]
    assert [number for number in told if number not in text] == []
    monthly = [round(price) for price in el.months()[1][120:132]]
    assert ", ".join(map(str, monthly)) in text, "the twelve months of the page without a computer"
