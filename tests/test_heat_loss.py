"""The science of heat-loss, worked out anew: degree-days day by day, heat hour by hour, pay-back winter by winter."""
import ast
import csv
import re
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import pytest
import yaml
from lab_paths import ROOT, figures, guide_rows, names_of_class

import daugava
from daugava import lab as labs
from daugava.models import heat

LAB = labs.get("heat-loss", ROOT)
NAMES = ("winter", "wall_m2", "cm_eur", "u_wall", "cop", "lam")
SETS = files("daugava") / "datasets"


def rows_of(name):
    return csv.DictReader((SETS / f"{name}.csv").read_text(encoding="utf-8").splitlines())


MEANS = {(int(row["year"]), int(row["month"])): float(row["temperature_c"])
         for row in rows_of("temperature_monthly_countries") if row["country"] == "Latvia"}


def days(winter):
    """Every day from 1 October to 30 April."""
    day = date(winter, 10, 1)
    while day < date(winter + 1, 5, 1):
        yield day
        day += timedelta(1)


@pytest.fixture(scope="module")
def cases():
    """The numbers of every pupil, as the notebook draws them."""
    return {pupil: {name: given[name] for name in NAMES} for pupil, given in names_of_class(LAB).items()}


def wall_of(case):
    return heat.Wall(case["u_wall"], case["wall_m2"], case["lam"], case["cop"])


pytestmark = pytest.mark.usefixtures("english")


# the weather

@pytest.mark.parametrize("winter", [1950, 1995, *range(2015, 2025)])
def test_degree_days_are_the_differences_of_all_days(winter):
    rounded = sum(18 - round(MEANS[day.year, day.month], 1) for day in days(winter))
    exact = sum(18 - MEANS[day.year, day.month] for day in days(winter))
    assert heat.degree_days(winter) == pytest.approx(rounded)
    assert heat.degree_days(winter) == pytest.approx(exact, rel=0.003), "rounding to 0.1 °C changes little"


def test_every_month_of_the_season_is_so_cold_that_its_mean_will_do():
    assert max(mean for (_, month), mean in MEANS.items() if month in heat.SEASON) < 18 - 7
    assert {len(list(days(winter))) for winter in (2015, 2016)} == {213, 212}, "a leap year has 29 days in February"
    assert sum(count for _, count, _ in heat.months(2015)) == 213


def test_the_mean_winter_is_the_mean_of_ten():
    sums = [sum(18 - round(MEANS[day.year, day.month], 1) for day in days(winter)) for winter in range(2015, 2025)]
    assert round(np.mean(sums)) == heat.mean_degree_days() == 3382
    assert [int(round(each)) for each in (min(sums), max(sums))] == [2989, 3633], "what the alternative text says"
    assert (int(np.argmin(sums)) + 2015, int(np.argmax(sums)) + 2015) == (2019, 2016)


def test_a_winter_that_is_not_in_the_data_is_explained():
    for winter in (1949, 2025):
        with pytest.raises(daugava.DaugavaError, match="write a year from 1950 to 2024"):
            heat.months(winter)


def test_the_check_knows_the_weather_of_the_file(cases):
    source = {cell.id: cell.source for cell in LAB.notebook("en").cells}
    weather = ast.literal_eval(re.search(r"weather = (\{.*?\})", source["check-degree-days"], re.DOTALL)[1])
    own = ast.literal_eval(re.search(r"own = (\{.*?\})", source["check-winter"])[1])
    assert set(weather) == set(own) == {case["winter"] for case in cases.values()}
    for winter, (october, january, others) in weather.items():
        assert (october, january) == (round(MEANS[winter, 10], 1), round(MEANS[winter + 1, 1], 1))
        assert january < 0 < october, "everybody meets a minus"
        rest = sum(18 - round(MEANS[day.year, day.month], 1) for day in days(winter) if day.month not in (10, 1))
        assert others == pytest.approx(rest) and own[winter] == pytest.approx(heat.degree_days(winter))


# the wall

def through_layers(wall, cm):
    """U of a chain of layers, 1 cm each, from the temperatures between them: the same heat flows everywhere."""
    conducts = np.array([wall.u_wall, *[wall.lam / 0.01] * cm])  # of each layer, W/(m²·K)
    flow = np.zeros((cm + 2, cm + 2))
    flow[0, 0] = flow[-1, -1] = 1
    for place in range(1, cm + 1):
        flow[place, place - 1:place + 2] = conducts[place - 1], -conducts[place - 1] - conducts[place], conducts[place]
    temperatures = np.linalg.solve(flow, [1, *[0] * cm, 0])
    return (temperatures[0] - temperatures[1]) * conducts[0]


def test_u_is_what_a_chain_of_layers_lets_through(cases):
    for case in cases.values():
        wall = wall_of(case)
        for cm in (0, 1, 10, 20, 40):
            assert wall.u(cm) == pytest.approx(through_layers(wall, cm))


def test_heat_is_the_sum_of_all_hours(cases):
    """Ten winters, each hour by itself: watts to watt-hours, without the word degree-day."""
    differences = np.array([18 - round(MEANS[day.year, day.month], 1)
                            for winter in range(2015, 2025) for day in days(winter) for hour in range(24)])
    for case in cases.values():
        wall = wall_of(case)
        kwh = (wall.u(10) * case["wall_m2"] * differences).sum() / 1000 / 10
        assert wall.kwh(10) == pytest.approx(kwh, rel=2e-4), "the mean is rounded to whole degree-days"
        assert wall.eur(10) == pytest.approx(kwh / case["cop"] * 0.244, rel=2e-4)


def test_the_function_is_rational_and_its_slope_is_what_a_centimetre_saves(cases):
    """1 / U is linear in the thickness; the slope of a winter's cost, by the formula and by finite differences."""
    for case in cases.values():
        wall = wall_of(case)
        places = np.arange(41.0)
        assert np.allclose(np.diff(1 / wall.u(places), 2), 0), "U = k / (a · d + b)"
        slope = -wall.eur(places) * wall.u(places) * 0.01 / wall.lam  # derivative of k / (a · d + b)
        step = 1e-4
        numeric = (wall.eur(places + step) - wall.eur(places - step)) / (2 * step)
        assert np.allclose(slope, numeric, rtol=1e-6)
        saved = wall.saved(places[1:])
        assert (saved < -slope[:-1]).all() and (saved > -slope[1:]).all() and (np.diff(saved) < 0).all()
        assert wall.saved(10) == pytest.approx(float(np.interp(9.5, places, -slope)), rel=0.01)


def winters_to_pay(wall, cm, price):
    """After how many winters the cm-th centimetre has paid back, counted winter by winter."""
    left, winters = price, 0
    while left > 0 and winters < 500:
        left -= wall.eur(cm - 1) - wall.eur(cm)
        winters += 1
    return winters


def test_the_last_centimetre_by_brute_force(cases):
    for pupil, case in cases.items():
        wall, price = wall_of(case), case["wall_m2"] * case["cm_eur"]
        took = [winters_to_pay(wall, cm, price) for cm in range(1, 41)]
        assert took == sorted(took)
        for limit in (5, 10, 20, 40):
            paid = [cm for cm, winters in enumerate(took, 1) if winters <= limit]
            total = [price * cm + limit * wall.eur(cm) for cm in range(61)]
            last = wall.last(case["cm_eur"], limit)
            assert last == max(paid, default=0) == int(np.argmin(total)), (pupil, limit)
        larger = heat.Wall(case["u_wall"], 2 * case["wall_m2"], case["lam"], case["cop"])
        assert larger.last(case["cm_eur"], 20) == wall.last(case["cm_eur"], 20), "the area cancels out"


# what the lab and its guide say

def test_thirty_pupils_have_thirty_walls(cases):
    assert len({tuple(case.values()) for pupil, case in cases.items() if pupil}) == 30
    assert tuple(cases[None].values()) == (2023, 25, 1.15, 1.20, 3.0, 0.04)


def test_everybody_meets_the_conflict_and_can_read_it_off(cases):
    for pupil, case in cases.items():
        wall, price = wall_of(case), case["wall_m2"] * case["cm_eur"]
        ten, twenty = wall.last(case["cm_eur"], 10), wall.last(case["cm_eur"], 20)
        assert 8 < ten < twenty - 3 < twenty < 24, f"{pupil}: two answers, both on the slider"
        assert ten != round(twenty / 2) and ten > twenty / 2 + 1, "half the time is not half the centimetres"
        for limit, last in ((10, ten), (20, twenty)):
            for cm in (last, last + 1):
                assert abs(limit * wall.saved(cm) - price) > 0.10, f"{pupil}: cents decide at centimetre {cm}"
        saved = wall.eur(0) - wall.eur(np.array([10, 20]))
        assert 2 * saved[0] > wall.eur(0) > saved[1] > saved[0], "twice as much would be more than there is"
        assert 20 * (wall.eur(0) - wall.eur(40)) > 40 * price, "40 cm together pay"


def test_the_prediction_is_answered_by_the_first_table(cases):
    run = next(cell.source for cell in LAB.notebook("en").cells if cell.id == "run")
    assert "u_wall=1.20, area_m2=25, lam=0.04, cop=3.0" in run
    wall = wall_of(cases[None])
    ten, twenty = wall.eur(0) - wall.eur(np.array([10, 20]))
    assert abs(ten - 150) < 2 and abs(twenty - 170) < 1


def test_prices_and_the_plan_are_those_that_were_published():
    price = next(row for row in rows_of("electricity_price_households_europe")
                 if (row["geo"], row["semester"]) == ("LV", "2025-S1"))
    assert float(price["price_all_taxes_eur_per_kwh"]) == heat.ELECTRICITY_EUR == 0.244
    facts = yaml.safe_load((ROOT / "curriculum" / "centre.yml").read_text("utf-8"))["facts"]
    plan = next(fact for fact in facts if fact["id"] == "building-energy")
    assert plan["verified"] and "address not kept" in plan["source"]
    for number in ("35.96", "43.997", "2,717,283.50", "4.2.2.0/20/I/006"):
        assert number in plan["fact"]
    for language, figures in (("en", ("35.96", "43.997", "2,717,283.50")), ("lv", ("35,96", "43,997", "2 717 283,50"))):
        extra = next(cell.source for cell in LAB.notebook(language).cells if cell.id == "extra")
        summary = next(cell.source for cell in LAB.notebook(language).cells if cell.id == "summary")
        assert all(number in extra for number in figures) and "4.2.2.0/20/I/006" in summary


@pytest.mark.parametrize("language, word", [("en", "assumption"), ("lv", "pieņēmum")])
def test_what_is_assumed_says_so_on_its_face(language, word):
    cells = {cell.id: cell.source for cell in LAB.notebook(language).cells}
    times = {"hook": 1, "numbers": 4, "explore-cm": 1, "explore-pay": 1, "make": 1, "make-centre": 2, "summary": 1}
    for id, least in times.items():
        assert cells[id].count(word) >= least, id


def rows(language, columns):
    return [row for row in guide_rows(LAB, language) if len(row) == columns and re.fullmatch(r"[^\W\d]+ [0-5]", row[0])]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, cases):
    weather, walls, both = rows(language, 5), rows(language, 4), rows(language, 6)
    assert (len(weather), len(walls), len(both)) == (6, 5, 12)
    for pupil, case in cases.items():
        number, wall = int(pupil[1:]) if pupil else 0, wall_of(case)
        months = [(18 - mean) * count for _, count, mean in heat.months(case["winter"])]
        row = weather[number % 6]
        assert [figures(cell)[0] for cell in row[1:4]] == [case[name] for name in ("winter", "wall_m2", "cm_eur")]
        assert figures(row[4]) == pytest.approx([months[0], months[3], sum(months)], abs=0.051)
        row = walls[number % 5]
        assert figures(row[1]) == [case["u_wall"]] and figures(row[2]) == [case["cop"]]
        assert figures(row[3]) == pytest.approx([wall.u(10), wall.u(20)], abs=0.00051)
        watts, kwh, winter, cost = figures(both[number % 6][1 + number % 5])
        power = case["u_wall"] * case["wall_m2"] * 28
        assert watts == pytest.approx(power, abs=0.51) and kwh == pytest.approx(power * 24 / 1000, abs=0.051)
        assert winter == pytest.approx(wall.kwh(0), abs=0.51) and cost == pytest.approx(wall.eur(0), abs=0.0051)
        first, tenth, twenty, ten = figures(both[6 + number % 6][1 + number % 5])
        assert (first, tenth) == pytest.approx((wall.saved(1), wall.saved(10)), abs=0.0051)
        assert (twenty, ten) == (wall.last(case["cm_eur"], 20), wall.last(case["cm_eur"], 10))


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_says_of_the_example_what_is_true(language, cases):
    name = f"{LAB.id}.md" if language == "en" else f"{LAB.id}.{language}.md"
    text = (ROOT / "teacher-guides" / "labs" / name).read_text("utf-8").replace(",", ".")
    case, wall = cases[None], wall_of(cases[None])
    tenth = wall.kwh(9) - wall.kwh(10)
    price = case["wall_m2"] * case["cm_eur"]
    winter = wall.kwh(0)
    said = {"840": 1.2 * 25 * 28, "20.16": 0.84 * 24, "33.6": 1.2 * 28, "2435": winter, "198.05": wall.eur(0),
            "101": winter / 24, "97": winter / 25, "2491": winter * heat.degree_days(2023) / 3382,
            "594": winter * 0.244, "1782": winter * 3 * 0.244, "811.68": winter / 3,
            "148.54": wall.eur(0) - wall.eur(10), "169.76": wall.eur(0) - wall.eur(20),
            "3.33": 1 / wall.u(10), "5.83": 1 / wall.u(20), "0.171": wall.u(20),
            "45.70": wall.saved(1), "4.01": wall.saved(10), "49.51": wall.eur(10),
            "14.85": (wall.eur(0) - wall.eur(10)) / 10, "28.75": price, "27": wall.last(case["cm_eur"], 40),
            "0.117": price / 5 / tenth,
            "0.167": 0.04 * (1 / 0.20 - 1 / 1.20), "181": 2717283.50 / (43.997 / 0.264 * 90),
            "41": 2717283.50 / (43.997 / 0.10 * 150), "2157.6": 35.96 * 60,
            "719": 35.96 * 60 / 3}
    for written, computed in said.items():
        assert written in text, written
        assert float(written) == pytest.approx(computed, abs=0.51 * 10 ** -len(written.partition(".")[2])), written


# what pupils see

def test_the_tables_and_the_figure_show_what_they_should(monkeypatch, cases):
    shown = {}
    monkeypatch.setattr(heat.plot, "columns", lambda named: shown.update(named))
    heat.winter_table(2023)
    assert shown["degree-days"].count("?") == 2 and shown["degree-days"][1] == "498.0" and shown["days"][4] == 29
    shown.clear()
    daugava.use("lv")
    heat.table(wall_of(cases[None]), [0, 10])
    assert list(shown.values()) == [[0, 10], ["2435", "609"], ["198,05", "49,51"], ["0,00", "148,54"]]
    shown.clear()
    heat.choices(wall_of(cases[None]), 1.15, [12, 18])
    assert list(shown.values())[1:3] == [["345,00", "517,50"], ["43,05", "30,95"]]
    axes = heat.winters().axes[0]
    bars = [round(bar.get_height()) for bar in axes.patches]
    assert bars == [round(heat.degree_days(year)) for year in range(2015, 2025)]
    assert axes.get_ylim()[0] == 0 and set(axes.lines[0].get_ydata()) == {3382}
