"""The numbers of find-a-planet by other roads: boxes laid by brute force, aliases, depths, the guide's key."""
import re

import numpy as np
import pytest
from lab_paths import ROOT, figures, guide_rows, names_of_class

import daugava
from daugava import DaugavaError, data, live, plot
from daugava import lab as labs
from daugava.models import transit

LAB = labs.get("find-a-planet", ROOT)
TIME, FLUX, RAW = transit.light_curve()
PUBLISHED = data.load("exoplanets").set_index("name").loc[["K2-3 b", "K2-3 c", "K2-3 d"]]
PERIOD = PUBLISHED.loc["K2-3 b", "period_d"]
DEEP = np.array([1980.41, 1990.47, 2000.53, 2010.58, 2020.64, 2030.69, 2040.74, 2050.80])
SHALLOW = np.array([1979.28, 1993.20, 2003.92, 2028.58, 2037.77, 2053.22])


def power(period, light, wide=0.11, step=0.02):
    """Box least squares with nothing clever: every box at every `step` of the folded light; a number without unit."""
    bins = int(period / step)
    place = ((TIME % period) / period * bins).astype(int) % bins
    count = np.bincount(place, minlength=bins).astype(float)
    total = np.bincount(place, weights=light - light.mean(), minlength=bins)
    size = round(wide / step)
    best = 0.0
    for first in range(bins):
        inside = np.arange(first, first + size) % bins
        points, missing = count[inside].sum(), -total[inside].sum()
        if points and missing > 0:
            share = points / len(light)
            best = max(best, (missing / len(light)) ** 2 / (share * (1 - share)))
    return best ** 0.5


@pytest.fixture(scope="module")
def cases():
    """What every pupil is given, by class number; None is the example."""
    return names_of_class(LAB)


def depth_beside(dip):
    """The depth of a dip in the raw light, from a straight line through 6 hours on both sides of it."""
    middle = np.polyval(np.polyfit(range(1, 9), DEEP, 1), dip)  # all eight dips say where each one is
    away = TIME - middle
    beside = (np.abs(away) > 0.1) & (np.abs(away) < 0.35)
    line = np.polyval(np.polyfit(away[beside], RAW[beside], 1), 0)
    return 1 - RAW[np.abs(away) < 0.042].mean() / line


def test_boxes_laid_by_brute_force_find_the_published_period():
    periods = np.arange(9, 11.2, 0.01)
    found = periods[np.argmax([power(period, FLUX) for period in periods])]
    assert found == pytest.approx(PERIOD, abs=0.015) and PERIOD == pytest.approx(10.05463)
    assert transit.score(10.05, FLUX) == max(transit.score(period, FLUX) for period in transit.PERIODS)


@pytest.mark.parametrize("period", [5.03, 8.0, 10.05, 12.0, 20.11, 24.65])
def test_the_score_is_the_power_of_boxes_in_other_units(period):
    same = power(period, FLUX) * len(FLUX) ** 0.5 / transit.SCATTER
    assert transit.score(period, FLUX) == pytest.approx(same, rel=0.12)


def test_half_and_double_period_score_as_theory_says():
    whole, half, double = (transit.score(period, FLUX) for period in (10.05, 5.03, 20.11))
    assert half / whole == pytest.approx(0.5 ** 0.5, rel=0.05) and double / whole == pytest.approx(0.5 ** 0.5, rel=0.05)
    for period in (10.05, 10.06):
        assert len(transit.clear(period, FLUX, 50)) == 1
    for period in (20.10, 20.11, 20.12):
        assert len(transit.clear(period, FLUX, 50)) == 2
    others = [period for period in transit.PERIODS if min(abs(period - 10.05), abs(period - 20.11)) > 0.3]
    assert max(transit.score(period, FLUX) for period in others) < 52, "nothing else comes near"


def test_every_period_that_task_3_accepts_scores_more_than_any_other():
    good = [transit.score(period, FLUX) for period in (10.05, 10.06)]
    assert min(good) > 95 > max(transit.score(period, FLUX) for period in (10.03, 10.04, 10.07, 10.08))


def test_the_raw_light_scores_most_where_no_planet_is():
    scores = {period: transit.score(period, RAW) for period in transit.PERIODS}
    best = max(scores, key=scores.get)
    assert best == 24.94 and round(scores[best]) == 116 and round(scores[10.05]) == 111
    near = np.arange(24.8, 25.1, 0.01)
    assert near[np.argmax([power(period, RAW) for period in near])] == pytest.approx(best, abs=0.03)
    middle = TIME[0] + transit.deepest(best, RAW)[0]
    there = [FLUX[np.abs(TIME - middle - turn * best) < 0.055].mean() for turn in range(4)
             if (np.abs(TIME - middle - turn * best) < 0.055).any()]
    assert [light < 0.9995 for light in there] == [False, False, True], "two low places of the trend, one dip"
    wide = {period: power(period, RAW, wide=0.3) for period in np.arange(8, 30, 0.25)}
    assert 18 < max(wide, key=wide.get) < 28, "another box, another period of the trend"
    assert np.ptp(RAW) > 0.008 > 6 * 0.0013


def test_dips_stand_where_the_checks_say():
    found = transit.dips(1977, 2058)
    assert sorted(round(time, 2) for time, _ in found) == pytest.approx(sorted([*DEEP, *SHALLOW]), abs=0.015)
    for time, light in found:
        assert (light < 0.9990) == (np.abs(DEEP - time).min() < 0.1)
    assert len(TIME) == 3632 and round(TIME[-1] - TIME[0]) == 80
    assert np.diff(DEEP).mean() == pytest.approx(PERIOD, abs=0.005)
    c, d = SHALLOW[[0, 2, 3, 5]], SHALLOW[[1, 4]]
    assert np.diff(c).mean() == pytest.approx(PUBLISHED.loc["K2-3 c", "period_d"], abs=0.01)
    assert np.diff(d)[0] == pytest.approx(PUBLISHED.loc["K2-3 d", "period_d"], abs=0.02)


def test_depths_from_the_raw_light_agree_with_those_of_others_and_give_2_earth_radii():
    text = next(cell.source for cell in LAB.notebook("en").cells if cell.id == "check-depth")
    for dip in range(1, 9):
        before, inside, after = transit.sides(dip)
        assert f"({before}, {inside}, {after})" in text
        depth = 1 - inside / ((before + after) / 2)
        assert depth == pytest.approx(depth_beside(dip), abs=0.00004)
        others = 1 - FLUX[np.abs(TIME - np.polyval(np.polyfit(range(1, 9), DEEP, 1), dip)) < 0.042].mean()
        assert depth == pytest.approx(others, abs=0.0001) and 0.00115 < others < 0.0014
        assert depth ** 0.5 == pytest.approx(0.036, abs=0.0013)
        assert depth ** 0.5 * 0.56 * 6.957e8 / 6.3781e6 == pytest.approx(2.2, abs=0.1)
    assert 6.957e8 / 6.3781e6 == pytest.approx(109, abs=0.1), "nominal radii of Sun and Earth, in metres"
    with pytest.raises(DaugavaError, match="8 times"):
        transit.sides(9)


def test_the_catalogue_has_the_star_and_no_radius_of_the_planets(capsys):
    assert PUBLISHED["radius_rjup"].isna().all() and PUBLISHED["semi_major_axis_au"].isna().all()
    assert set(PUBLISHED["star_radius_rsun"]) == {0.56} and set(PUBLISHED["star_mass_msun"]) == {0.60}
    for said in ("not in the catalogue", "0.56"):
        assert said in shown(transit.catalogue)
    assert (0.60 * (PERIOD / 365.25) ** 2) ** (1 / 3) == pytest.approx(0.077, abs=0.0005)
    assert (0.60 * (24.65 / 365.25) ** 2) ** (1 / 3) == pytest.approx(0.14, abs=0.001)


def test_planet_c_is_found_when_b_is_taken_out():
    rest = transit.without(FLUX, 10.0549, 1980.416)
    assert max(transit.PERIODS, key=lambda period: transit.score(period, rest)) == 24.65
    assert FLUX.min() < 0.9987 and rest.min() > 0.9990, "b is gone, c is not"


def test_every_pupil_has_a_case_with_a_point(cases):
    names = ("window", "dip", "made_up", "double", "false_dips")
    seen = {tuple(str(case[name]) for name in names) for case in cases.values()}
    assert len(seen) >= 30
    for pupil, case in cases.items():
        begin, end = case["window"]
        deep = DEEP[(DEEP > begin) & (DEEP < end)]
        shallow = SHALLOW[(SHALLOW > begin) & (SHALLOW < end)]
        steps = len(deep) - 1
        between = ((shallow > deep[0]) & (shallow < deep[-1])).sum()
        roads = [(deep[-1] - deep[0]) / (steps + 1), (deep[-1] - deep[0]) / (steps + between), deep[-1] - deep[0]]
        assert steps in (3, 4) and between and min(abs(road - 10.05) for road in roads) > 1.5, pupil
        assert min(deep[0] - begin, end - deep[-1]) > 0.7, "the dip is not at the edge of the picture"
        assert 1 < (2030.69 - begin) % 10.05 < 9, "the phase is not at the end of a turn"
        radius, depth = case["made_up"]
        right = depth ** 0.5 * radius * 109
        wrong = [depth ** 0.5 * 0.56 * 109, depth * radius * 109, depth ** 0.5 * 109]
        assert min(abs(right - road) for road in wrong) > 0.12, pupil


def test_the_simulated_star_says_so_and_can_be_read(cases):
    for language, word in (("en", "SIMULATED"), ("lv", "SIMULĀCIJA")):
        daugava.use(language)
        axes = plot.blank("x, d", "y, d")[1]
        transit.fold(axes, 8, 0.994, 1.001, is_simulated=True)
        assert word in axes.get_title()
    daugava.use(None)
    for case in cases.values():
        every, one, other = case["double"]
        time, light = transit.simulated(every, one, other)
        assert (transit.simulated.__wrapped__(every, one, other)[1] == light).all(), "the seed is fixed"
        once = transit.clear(every, light, 25, time, 0.0002)
        twice = transit.clear(2 * every, light, 25, time, 0.0002)
        assert len(once) == 1 and len(twice) == 2
        assert twice == pytest.approx([one, other], abs=0.0004)
        assert (twice[0] - twice[1] > 0.0005) == (one > other), "the eye can tell equal from different"
        if one > other:
            assert one - once[0] > 0.0008 and once[0] == pytest.approx((one + other) / 2, abs=0.0004)


def test_both_bets_can_be_defended_by_everybody(cases):
    for case in cases.values():
        chance = 18 / (18 + case["false_dips"])
        assert 4 * chance > 0.90, "Q finds more on average"
        assert (1 - chance) ** 4 > 0.10, "S more seldom finds nothing"
    table = shown(lambda: transit.bet(10, {"Q": (2.5, 0.30), "S": (10, 0.90)}))
    assert re.findall(r"<td>([^<]+)</td>", table) == ["4", "1.20", "24", "1", "0.90", "10"]
    for wrong, said in (((0, 0.3), "hours"), ((2, 30), "chance")):
        with pytest.raises(DaugavaError, match=said):
            transit.bet(10, {"Q": wrong})
    with pytest.raises(DaugavaError, match="above 0"):
        transit.score(0, np.ones(3632))


def shown(function):
    """The HTML that a function shows."""
    kept = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plot, "display", lambda each: kept.append(each.data))
        function()
    return "".join(kept)


def test_folding_moves_the_points_and_nothing_else():
    model = live.Model(lambda axes: transit.fold(axes, 26), lambda drawn, days: transit.fold_move(drawn, days, FLUX),
                       {"days": live.slider(7.0, 4.0, 26.0, 0.1, "period, d")}, lambda days: f"{days} d")
    first, second = model.redraw({"days": 7.0}).copy(), model.redraw({"days": 10.05})
    assert (first != second).any()
    points, end, arrow = model._artists
    assert len(points.get_xdata()) == 3632 and max(points.get_xdata()) < 10.05 == end.get_xdata()[0]
    assert arrow.get_xdata()[0] == pytest.approx((DEEP[0] - TIME[0]) % 10.05, abs=0.06)
    moving = live.Model(lambda axes: transit.curve(axes, 1978, 2014), transit.curve_move,
                        {"time": live.slider(1978, 1978, 2014, 0.1, "time, d")}, lambda time: f"{time} d")
    assert moving.redraw({"time": 1990.5}) is not None and moving._artists.get_xdata()[0] == 1990.5
    assert transit.lowest(2016.5) == "nothing measured" and transit.lowest(1990.5) == "0.9986"
    assert "near 1990 d down to 0.9986" in transit.curve_alt(1978, 2014, 1990.5)


def rows(language, columns):
    return [row for row in guide_rows(LAB, language) if len(row) == columns and re.fullmatch(r"\d", row[0])]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, cases):
    five, six, seven = (rows(language, columns) for columns in (5, 6, 7))
    pieces, stars = {int(row[0]): row for row in five[:7]}, {int(row[0]): row for row in five[7:]}
    dips, chances = {int(row[0]): row for row in six}, {int(row[0]): row for row in seven}
    assert [len(each) for each in (pieces, dips, chances, stars)] == [7, 8, 5, 6]
    for pupil, case in cases.items():
        number = int(pupil[1:]) if pupil else 0
        begin, end = case["window"]
        deep = DEEP[(DEEP > begin) & (DEEP < end)]
        piece = [figures(cell) for cell in pieces[number % 7][1:]]
        assert piece[:2] == [[begin, end], [len(deep)]]
        assert piece[2] == pytest.approx([deep[0], deep[-1]], abs=0.051)
        assert piece[3] == pytest.approx([(time - begin) % 10.05 for time in (2030.69, 2050.80)], abs=0.0051)
        before, inside, after = transit.sides(case["dip"])
        depth = 1 - inside / ((before + after) / 2)
        row = [figures(cell) for cell in dips[number % 8][1:]]
        assert row[0] == [case["dip"]] and row[1] == [before, inside, after]
        assert row[2][0] == pytest.approx(depth, abs=0.0000051)
        assert row[3][0] == pytest.approx(depth ** 0.5, abs=0.000051)
        assert row[4][0] == pytest.approx(depth ** 0.5 * 0.56 * 109, abs=0.0051)
        chance = 18 / (18 + case["false_dips"])
        row = [figures(cell) for cell in chances[number % 5][1:]]
        assert row[0] == list(case["made_up"]) and row[2] == [case["false_dips"]]
        assert row[1][0] == pytest.approx(case["made_up"][1] ** 0.5 * case["made_up"][0] * 109, abs=0.0051)
        assert [row[3][0], row[4][0]] == pytest.approx([chance, 4 * chance], abs=0.0051)
        assert row[5][0] == pytest.approx(100 * (1 - chance) ** 4, abs=0.51)
        every, one, other = case["double"]
        row = stars[number % 6]
        assert figures(row[1]) == [every] and figures(row[3]) == pytest.approx([100 * one])
        assert figures(row[2]) == pytest.approx([2 * every if one > other else every])
        assert row[4] == ("B" if one > other else "A")
