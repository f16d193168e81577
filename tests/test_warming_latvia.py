"""The science of warming-latvia by another route (pandas, numpy.polyfit on the CSV); every case is fair, the key right."""
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from lab_paths import ROOT, guide, names_of_class

import daugava
from daugava import lab as labs
from daugava.models import warming

LAB = labs.get("warming-latvia", ROOT)
SPANS = ((1961, 30), (1991, 30), (2015, 10))  # first year and number of winters
NAMES = ("first", "decade", "limit_c", "winter_eur", "warm_year", "cold_year", "start")
MONTHS = pd.read_csv(ROOT / "src" / "daugava" / "datasets" / "temperature_monthly_countries.csv")
WHOLE = MONTHS.groupby(["country", "year"]).filter(lambda rows: rows["temperature_c"].notna().sum() == 12)
YEARS = WHOLE.pivot_table(index="year", columns="country", values="temperature_c", aggfunc="mean")


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def cases():
    """What each class number is given, by name."""
    return names_of_class(LAB, NAMES)


def slope(country, start, until=2024, what=YEARS):
    """°C in 10 years by numpy.polyfit, and the standard error of the slope."""
    years = what[country].loc[start:until]
    (change, _), covariance = np.polyfit(years.index, years, 1, cov=True)
    return 10 * change, 10 * covariance[0, 0] ** 0.5


def normal(country, first):
    return YEARS[country].loc[first:first + 29].mean()


def cold(first, count, limit):
    """Cold Novembers, Decembers, … Marches in `count` winters; a winter belongs to the year of its January."""
    latvia = MONTHS[MONTHS["country"] == "Latvia"]
    winter = latvia["year"] + (latvia["month"] > 6)
    inside = winter.between(first, first + count - 1) & (latvia["temperature_c"] < limit)
    return [int((inside & (latvia["month"] == month)).sum()) for month in (11, 12, 1, 2, 3)]


def test_the_years_of_the_model_are_the_whole_years_of_the_file():
    assert list(YEARS.index) == list(range(1950, 2025)), "2025 has four months and does not count"
    for country in YEARS:
        assert np.allclose(warming.yearly(country), YEARS[country])
    assert not np.isnan(warming.month_value("Latvia", 2025, 4)) and np.isnan(warming.month_value("Latvia", 2025, 5))


@pytest.mark.parametrize("country, old, new", [
    ("Latvia", 5.63, 6.77), ("Norway", -0.91, 0.86), ("World", 13.85, 14.37)])
def test_thirty_year_means(country, old, new):
    for first, expected in ((1961, old), (1991, new)):
        assert round(normal(country, first), 2) == expected
        assert warming.mean(country, first) == pytest.approx(normal(country, first))


@pytest.mark.parametrize("start, latvia, norway, error", [
    (1950, 0.34, 0.48, 0.04), (1990, 0.44, 0.44, 0.11), (1995, 0.58, 0.51, None)])
def test_the_start_year_table(start, latvia, norway, error):
    for country, expected in (("Latvia", latvia), ("Norway", norway)):
        change, uncertain = slope(country, start)
        assert round(change, 2) == expected
        assert warming.rise(country, start) == pytest.approx(change)
        assert error is None or round(uncertain, 2) == error


def test_the_answer_flips_with_the_start_year_and_both_warm_from_every_one():
    shown = {start: [round(slope(country, start)[0], 2) for country in ("Latvia", "Norway")]
             for start in range(1950, 1996)}
    assert all(latvia > 0 and norway > 0 for latvia, norway in shown.values())
    assert [start for start, (latvia, norway) in shown.items() if latvia > norway] == [1992, 1993, 1994, 1995]
    assert [start for start, (latvia, norway) in shown.items() if latvia == norway] == [1990]


def test_ten_years_can_cool_and_months_warm_unevenly():
    assert round(slope("Latvia", 1988, 1997)[0], 1) == -1.6 and round(slope("Latvia", 1989, 1998)[0], 1) == -1.9
    by_month = WHOLE[WHOLE["country"] == "Latvia"].pivot(index="year", columns="month", values="temperature_c")
    assert [round(slope(month, 1950, what=by_month)[0], 2) for month in (3, 10)] == [0.64, 0.08]
    assert warming.rise("Latvia", 1988, 1997) == pytest.approx(slope("Latvia", 1988, 1997)[0])


def test_half_a_year_is_no_year():
    latvia = MONTHS[(MONTHS["country"] == "Latvia") & (MONTHS["month"] <= 4)]
    begun = latvia[latvia["year"] == 2025]["temperature_c"].mean()
    usual = latvia[latvia["year"].between(1991, 2020)]["temperature_c"].mean()
    assert begun < YEARS["Latvia"].min() and round(begun, 2) == 2.50 and YEARS["Latvia"].idxmin() == 1956
    assert (round(usual, 2), round(begun - usual, 2)) == (-0.06, 2.57)
    assert warming.value("Latvia", 2025) == pytest.approx(begun)


def test_the_best_line_is_the_one_with_the_smallest_distance():
    for start in (1956, 1965, 1978):
        height, change = warming.best_line("Latvia", start)
        polynomial = np.polyfit(YEARS.loc[start:].index - start, YEARS["Latvia"].loc[start:], 1)
        assert (change / 10, height) == pytest.approx(tuple(polynomial))
        least = warming.misfit("Latvia", start, height, change)
        residuals = YEARS["Latvia"].loc[start:] - np.polyval(polynomial, YEARS.loc[start:].index - start)
        assert least == pytest.approx(float(np.sqrt((residuals**2).mean())))
        for up, more in ((0.1, 0), (-0.1, 0), (0, 0.1), (0, -0.1)):
            assert warming.misfit("Latvia", start, height + up, change + more) > least
        assert warming.line(2024, "Latvia", start) == pytest.approx(height + change / 10 * (2024 - start))
        assert np.isnan(warming.line(start - 2, "Latvia", start)), "nothing is drawn outside the years"


def test_lines_that_the_check_accepts_run_through_both_halves_and_are_no_guess(cases):
    """What is right before submitting is right after it; the first setting and the line through both ends are not."""
    for start in {case["start"] for case in cases.values()}:
        least = warming.misfit("Latvia", start, *warming.best_line("Latvia", start))
        half = start + (2024 - start) // 2
        accepted = [(height, change) for height in np.arange(3, 9.01, 0.1) for change in np.arange(-1, 1.501, 0.05)
                    if warming.misfit("Latvia", start, height, change) <= least + 0.03]
        for height, change in accepted:
            for begin, end in ((start, half), (half + 1, 2024)):
                middle = YEARS["Latvia"].loc[begin:end].mean()
                assert abs(height + change / 10 * ((begin + end) / 2 - start) - middle) < 0.45
        assert 5 <= len(accepted) <= 40 and max(change for _, change in accepted) < 0.7
        ends = YEARS["Latvia"][2024] - YEARS["Latvia"][start]
        assert warming.misfit("Latvia", start, YEARS["Latvia"][start], ends / (2024 - start) * 10) > least + 0.1
        assert warming.misfit("Latvia", start, 7, 0) > least + 0.1


def test_every_winter_counts_once_and_the_decision_has_two_sides(cases):
    assert cold(1961, 30, 0) == [8, 25, 27, 27, 20] and cold(1991, 30, 0) == [3, 19, 28, 23, 13]
    outside = MONTHS[(MONTHS["country"] == "Latvia") & ~MONTHS["month"].isin((11, 12, 1, 2, 3))]
    assert (outside["temperature_c"] > 0).all(), "no other month has been cold"
    for pupil, case in cases.items():
        limit, cost = case["limit_c"], case["winter_eur"]
        for first, count in SPANS:
            assert list(warming.cold_months(first, limit, count).values()) == cold(first, count, limit)
        new, last = (4000 * sum(cold(first, count, limit)) / count - cost for first, count in SPANS[1:])
        assert new > 1000 > 500 > 0 > -500 > last, f"{pupil}: thirty winters speak for the ski track, ten against it"


def test_thirty_pupils_have_thirty_cases_and_no_wrong_road_is_right(cases):
    assert len({tuple(case.values()) for pupil, case in cases.items() if pupil}) == 30
    latvia = YEARS["Latvia"]
    for pupil, case in cases.items():
        first, eleven = case["first"], latvia.loc[case["decade"]:case["decade"] + 10].round(1)
        change = normal("Latvia", 1991) - normal("Latvia", first)
        roads = [latvia[2020] - latvia[first], latvia[2024] - latvia[first], latvia[2020] - latvia[first + 29],
                 normal("Latvia", 1995) - normal("Latvia", first), normal("Latvia", first), normal("Latvia", 1991)]
        assert min(abs(road - change) for road in roads) > 0.08, pupil
        median, spread = eleven.median(), eleven.max() - eleven.min()
        order = sorted(eleven)
        others = [eleven.iloc[5], round(eleven.mean(), 1), round(eleven.mean(), 2), (order[0] + order[10]) / 2,
                  order[4], order[6]]
        assert min(abs(road - median) for road in others) > 0.05, pupil
        roads = (order[0], order[10], eleven.iloc[10] - eleven.iloc[0], 10, 11)
        assert min(abs(road - spread) for road in roads) > 0.2, pupil
        assert order == sorted(warming.eleven("Latvia", case["decade"]).values())
        warm, cool = (latvia[case[name]] - normal("Latvia", 1961) for name in ("warm_year", "cold_year"))
        assert warm > 1.8 and cool < -0.9, f"{pupil}: one year on each side of the normal"
        assert slope("Norway", case["start"])[0] - slope("Latvia", case["start"])[0] > 0.04, f"{pupil}: Norway is ahead"


def test_stripes_and_norms_say_what_is_possible():
    figure = warming.stripes("Latvia", 1961, 2012)
    axes, = figure.axes
    line = axes.lines[0].get_ydata()
    assert np.allclose(line, YEARS["Latvia"] - normal("Latvia", 1961)) and len(axes.patches) >= 75
    blue = [bar.get_facecolor()[2] > bar.get_facecolor()[0] for bar in axes.patches[:75]]
    assert blue == list(line < 0), "blue is colder than normal, red is warmer"
    assert "1956" in warming.stripes_alt("Latvija", 1961, 2012) and "+0.37" in warming.stripes_alt("Latvia", 1961, 2012)
    with pytest.raises(daugava.DaugavaError, match="choose one of: Latvia"):
        warming.stripes("Latveria", 1961, 2012)
    with pytest.raises(daugava.DaugavaError, match="no whole year 2025"):
        warming.stripes("Latvia", 1961, 2025)
    with pytest.raises(daugava.DaugavaError, match="first year from 1950 to 1995"):
        warming.stripes("Latvia", 2010, 2012)
    daugava.use("lv")
    assert "No 2010. gada" in str(pytest.raises(daugava.DaugavaError, warming.mean, "Latvia", 2010).value)


class Cells(HTMLParser):
    """The texts of the cells of a table, in order."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("td", "th"):
            self.found.append("")
        self.open = self.open or tag in ("td", "th")

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open:
            self.found[-1] += data


def test_the_plan_follows_the_assumptions(monkeypatch):
    shown = []
    monkeypatch.setattr("daugava.plot.display", lambda html: shown.append(Cells(html.data).found))
    warming.ski_plan(0, 4000, 9500, 500)
    assert shown[0][2::3] == ["€4000", "€9500", "€500"]
    assert shown[1][4:] == ["1961–1990", "3.57", "€4767", "€500", "1991–2020", "2.87", "€1967", "€500",
                            "2015–2024", "2.00", "−€1500", "€500"]
    warming.ski_plan(0, 5000, 9500, 500)
    assert shown[3][14] == "€500", "5000 · 2 − 9500"


def test_the_text_for_the_spreadsheet_is_read_back(monkeypatch):
    shown = []
    monkeypatch.setattr("daugava.models.warming.display", lambda bundle, raw: shown.append(bundle["text/plain"]))
    warming.as_text("Latvia", "Norway")
    daugava.use("lv")
    warming.as_text("Latvija", "Norvēģija")
    for text, mark, heads in zip(shown, ".,", (["year", "Latvia, °C"], ["gads", "Latvija, °C"]), strict=True):
        rows = [line.split("\t") for line in text.split("\n")]
        assert rows[0][:2] == heads and len(rows) == 76
        read = pd.Series({int(row[0]): float(row[2].replace(mark, ".")) for row in rows[1:]})
        assert np.allclose(read, YEARS["Norway"], atol=0.0051)


def test_the_race_draws_the_years_from_the_start_year_on():
    figure = warming.plot.Figure()
    drawn = warming.race(figure.add_subplot())
    warming.race_move(drawn, since=1990)
    for country, (dots, straight, label) in drawn.items():
        assert list(dots.get_xdata()) == list(range(1990, 2025))
        assert np.allclose(dots.get_ydata(), YEARS[country].loc[1990:])
        ends = straight.get_ydata()
        assert (ends[1] - ends[0]) / 34 * 10 == pytest.approx(slope(country, 1990)[0])
        assert label.get_text() == country and label.xy[1] == pytest.approx(ends[1])
    looks = [(dots.get_marker(), str(straight.get_linestyle())) for dots, straight, _ in drawn.values()]
    assert len({marker for marker, _ in looks}) == len({dash for _, dash in looks}) == 2, "never colour alone"


def figures(cell):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", cell.replace("-€", "-").replace("€", ""))]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, cases):
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in guide(LAB, language).splitlines() if re.match(r"\| [0-5] \|", line)]
    by_5, by_6, ski = ({int(row[0]): row for row in rows if len(row) == width} for width in (7, 6, 5))
    assert (len(by_5), len(by_6), len(ski)) == (5, 6, 5)
    latvia, shown = YEARS["Latvia"], lambda number: round(float(number), 2)
    for pupil, case in cases.items():
        number = int(pupil[1:]) if pupil else 0
        row, eleven = by_5[number % 5], latvia.loc[case["decade"]:case["decade"] + 10].round(1)
        assert row[1] == f"{case['first']}–{case['first'] + 29}" and row[3] == f"{case['decade']}–{case['decade'] + 10}"
        old, limit = normal("Latvia", case["first"]), case["limit_c"]
        assert figures(row[2]) == [shown(old), shown(normal("Latvia", 1991) - old)]
        assert figures(row[4]) == [eleven.median(), round(eleven.max() - eleven.min(), 1)]
        winters = [sum(cold(first, count, limit)) / count for first, count in SPANS]
        assert figures(row[5]) == [limit] and figures(row[6]) == [shown(each) for each in winters[:2]]
        assert figures(ski[number % 5][1]) == [limit, case["winter_eur"]]
        money = [figures(cell)[0] for cell in ski[number % 5][2:]]
        assert money == [round(4000 * each - case["winter_eur"]) for each in winters]
        row = by_6[number % 6]
        assert figures(row[1]) == [case["warm_year"], case["cold_year"]] and figures(row[3]) == [case["start"]]
        assert figures(row[2]) == [shown(shown(latvia[case[year]]) - 5.63) for year in ("warm_year", "cold_year")]
        since = latvia.loc[case["start"]:]
        height, change = np.polyfit(since.index - case["start"], since, 1)[::-1]
        assert figures(row[4]) == [round(height, 1), shown(10 * change)]
        norway, latvian = (shown(slope(country, case["start"])[0]) for country in ("Norway", "Latvia"))
        assert figures(row[5]) == [shown(norway - latvian)]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_says_of_the_data_what_is_true(language):
    whole = guide(LAB, language)
    eleven = YEARS["Latvia"].loc[1969:1979].round(1)
    facts = [*(normal(country, 1991) - normal(country, 1961) for country in ("Latvia", "Norway")),
             *YEARS["Latvia"][[2019, 1987, 1961]], slope("Norway", 1965)[0], slope("Latvia", 1965)[0]]
    for number in facts:
        assert f"{number:.2f}" in whole, number
    mark = ", " if language == "en" else "; "
    assert mark.join(f"{value:.1f}" for value in eleven) in whole
    assert (eleven.iloc[5], round(eleven.mean(), 1), (eleven.min() + eleven.max()) / 2) == (6.5, 5.5, 5.8)
    assert round(100 * (YEARS["Latvia"][2019] / normal("Latvia", 1961) - 1)) == 43 and "43 %" in whole
    assert [sum(cold(first, count, 0)) for first, count in SPANS] == [107, 86, 20] and "21.4" in whole
    assert round(warming.line(2024, "Latvia", 1965).item(), 1) == 7.6 and round(slope("Latvia", 1965)[0] * 5.9, 1) == 2.5
