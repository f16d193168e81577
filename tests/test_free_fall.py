"""The numbers of free-fall, worked out anew from the data sets: time, height, offset, g, drag, alarm, and the key."""
import re

import numpy as np
import pytest
from lab_paths import ROOT, figures, guide, guide_rows, names_of_class

from daugava import data
from daugava import lab as labs
from daugava.models import motion

LAB = labs.get("free-fall", ROOT)
AXES = ["acc_x_m_s2", "acc_y_m_s2", "acc_z_m_s2"]
SETTINGS = ((50, 5), (10, 10))  # points of a missed fall and of a false alarm


class Run:
    """A run as it stands in the data set: time from 0, vectors, lengths, and where it is in the air."""

    def __init__(self, rows):
        self.time = rows["time_s"].to_numpy() - rows["time_s"].iloc[0]
        self.vectors = rows[AXES].to_numpy()
        self.length = np.sqrt((self.vectors ** 2).sum(axis=1))
        best, start = (0, 0), None
        for place, light in enumerate([*(self.length < 4), False]):  # another road than the package: one by one
            if light and start is None:
                start = place
            elif not light and start is not None:
                best, start = max(best, (start, place), key=lambda pair: pair[1] - pair[0]), None
        self.first, self.after = best
        self.air = self.time[self.after - 1] - self.time[self.first]
        self.step = np.median(np.diff(self.time))


@pytest.fixture(scope="module")
def runs():
    return {run: Run(rows) for run, rows in data.load("smartphone_free_fall").groupby("run")}


@pytest.fixture(scope="module")
def rest():
    return data.load("smartphone_static_noise")[AXES].to_numpy()


@pytest.fixture(scope="module")
def given():
    return names_of_class(LAB)


def near_zero_speed(name, run):
    """z where the speed is nearly 0, by a straight line over 0.3 s and not by a mean of 16 readings."""
    time = run.time - run.time[run.first]
    middle = 0.04 if name.startswith("fall") else run.air / 2
    some = slice(run.first + 2, run.after - 6)
    part = np.abs(time[some] - middle) < (0.05 if name.startswith("fall") else 0.15)
    return np.polyval(np.polyfit(time[some][part] - middle, run.vectors[some, 2][part], 1), 0)


def test_the_package_reads_the_runs_as_they_are(runs):
    assert set(motion.RUNS) == set(runs)
    for name, run in runs.items():
        assert motion.flight(name) == (run.first, run.after)
        assert np.allclose(motion.times(name), run.time, atol=1e-5)
        assert np.allclose(motion.lengths(name), run.length, atol=2e-5)
        assert motion.at(name, run.time[50])[:3] == pytest.approx(run.vectors[50])
        assert motion.line(name, "a")(run.time[60]) == pytest.approx(run.length[60], abs=1e-4)
        assert 197 < 1 / run.step < 200
    with pytest.raises(KeyError):
        motion.times("fall_3")


def test_a_fall_lasts_063_s_and_a_throw_086_s(runs):
    for name, run in runs.items():
        assert run.air == pytest.approx(0.64 if name.startswith("fall") else 0.855, abs=0.011)


def test_nothing_pushes_in_the_air_but_the_sensor_never_shows_0(runs):
    for run in runs.values():
        air = run.length[run.first + 2:run.after - 2]
        assert 0.85 < np.median(air) < 1.4 and (run.length > 0.2).all()
        assert run.length[:run.first - 10].mean() > 9


def test_the_offset_is_the_same_at_the_top_at_the_start_and_at_rest(runs, rest):
    for name in runs:
        x, y, z, length = motion.slow(name)
        assert -1.05 < x < -0.8 and 0.25 < y < 0.4 and -0.16 < z < 0.02 and 0.9 < length < 1.13
        assert z == pytest.approx(near_zero_speed(name, runs[name]), abs=0.06)
    assert rest[:, :2].mean(axis=0) == pytest.approx([-0.80, 0.33], abs=0.005)


def test_drag_has_a_sign_in_the_throw_and_not_in_the_length(runs):
    for name in ("up_and_down_2", "up_and_down_5"):
        up, top, down = (motion.window(name, middle)[2] for middle in (0.1, 0.43, 0.76))
        assert up < top - 0.3 and down > top + 0.3
        lengths = [np.linalg.norm(motion.window(name, middle)) for middle in (0.2, 0.43, 0.6)]
        assert np.ptp(lengths) < 0.06, "the reading hardly changes at the top"


def test_averaging_is_exact_and_not_true(rest):
    size = np.linalg.norm(rest, axis=1)
    error = size.std(ddof=1) / np.sqrt(len(size))
    assert (round(size.mean(), 3), round(size.std(ddof=1), 3), round(error, 4)) == (9.751, 0.021, 0.0007)
    assert (9.81 - size.mean()) / error > 80
    halves = [half.mean() for half in np.split(size, 2)]
    assert abs(np.diff(halves)[0]) < 0.005, "more readings do not come nearer to 9.81"


def test_g_is_982_with_003_and_981_lies_inside(runs, rest):
    each = np.array([rest[:, 2].mean() - motion.slow(name)[2] for name in runs])
    mean, spread = each.mean(), each.std(ddof=1)
    assert (round(mean, 2), round(spread, 2), round(spread / np.sqrt(6), 2)) == (9.82, 0.07, 0.03)
    assert abs(mean - 9.81) < spread / np.sqrt(6)
    assert (round(each.min(), 2), round(each.max(), 2)) == (9.70, 9.87)
    vectors = [np.linalg.norm(rest.mean(axis=0) - motion.slow(name)[:3]) for name in runs]
    assert np.mean(vectors) == pytest.approx(mean, abs=0.003), "vectors and z give the same"
    lines = [rest[:, 2].mean() - near_zero_speed(name, run) for name, run in runs.items()]
    fits = [rest[:, 2].mean() - drag(name, run, slowed=False)[1] for name, run in runs.items()]
    for other in (np.mean(lines), np.mean(fits)):
        assert other == pytest.approx(9.81, abs=0.035), "another way to read the offset gives g, too, and not to 0.01"


def drag(name, run, slowed):
    """k in 1/m and the offset of z = offset + k·v·|v|, by least squares over the flight; v = g·t, or slowed by drag."""
    part = slice(run.first, run.after)
    time, z = run.time[part] - run.time[run.first], run.vectors[part, 2]
    speed = np.cumsum((9.81 - z + motion.slow(name)[2]) * np.gradient(time)) if slowed else 9.81 * time
    if not name.startswith("fall"):
        speed = speed - speed[len(speed) // 2]
    use = slice(4, -6)
    return np.polyfit((speed * np.abs(speed))[use], z[use], 1)


def test_drag_by_another_route_gives_the_same_k(runs):
    plain = [drag(name, run, slowed=False)[0] for name, run in runs.items()]
    assert np.mean(plain) == pytest.approx(0.043, abs=0.002) and min(plain) > 0.036 and max(plain) < 0.050
    true = [drag(name, run, slowed=True)[0] for name, run in runs.items()]
    assert np.mean(true) == pytest.approx(0.047, abs=0.002)
    assert np.sqrt(9.81 / np.mean(plain)) == pytest.approx(15, abs=0.5)
    for name in ("fall_1", "fall_2", "fall_5", "fall_10"):  # ★★: one reading of the slider
        k = (motion.at(name, 1.20)[2] - motion.slow(name)[2]) / (9.81 * 0.60) ** 2
        assert 0.0385 <= k < 0.0495 and 14 < np.sqrt(9.81 / k) < 16.1


def test_the_height_is_smaller_with_drag_by_about_5_cm(runs):
    for name, run in runs.items():
        if name.startswith("fall"):
            k = drag(name, run, slowed=True)[0]
            height = np.log(np.cosh(np.sqrt(9.81 * k) * run.air)) / k
            assert 0.035 < 9.81 * run.air ** 2 / 2 - height < 0.085


def test_the_peak_is_the_end_of_the_scale(runs):
    tops = [np.abs(run.vectors[:, 2]).max() for run in runs.values()]
    assert np.ptp(tops) < 0.1 and np.mean(tops) == pytest.approx(16 * 9.80665, abs=0.1)
    peaks = [run.length.max() for run in runs.values()]
    assert (round(min(peaks)), round(max(peaks))) == (165, 187)


def test_thirty_pupils_have_thirty_cases(given):
    seen = {tuple(names[each] for each in ("fall", "throw", "seconds", "watch")) for pupil, names in given.items() if pupil}
    assert len(seen) == 30
    for names in given.values():
        assert (names["x"], names["y"], names["z"]) == motion.reading(names["fall"], names["seconds"])


def test_no_wrong_road_of_length_and_height_is_right(given):
    for pupil, names in given.items():
        x, y, z, t = (names[name] for name in ("x", "y", "z", "seconds"))
        right = np.hypot(np.hypot(x, y), z)
        wrong = [x + y + z, abs(x) + abs(y) + abs(z), max(abs(x), abs(y), abs(z))]
        assert min(abs(right - each) for each in wrong) > 0.05, pupil
        right = 9.81 * t * t / 2
        assert min(abs(right - each) for each in (2 * right, 9.81 * t, 9.81 * t / 2, 5 * t * t)) > 0.0075, pupil
        low = 9.81 * (t - 0.01) ** 2 / 2
        assert min(abs(low - each) for each in (right - 0.01, right * (t - 0.01) / t)) > 0.01, pupil


@pytest.mark.parametrize("watch", range(1, 6))
def test_the_alarm_has_two_defensible_limits(watch):
    falls, everyday = np.array(motion.falls(watch)), np.array(motion.everyday(watch))
    assert (len(falls), len(everyday)) == (10, 20) and falls.max() > everyday.min(), "no limit tells them apart"
    cheapest = []
    for missed, false in SETTINGS:
        costs = {limit: missed * (falls >= limit).sum() + false * (everyday < limit).sum() for limit in range(2, 8)}
        assert all(costs[limit] == motion.cost(watch, limit, missed, false) for limit in costs)
        cheapest.append([limit for limit in costs if costs[limit] == min(costs.values())])
    assert max(cheapest[1]) < min(cheapest[0]), "the points decide"
    for limit in (3, 5):
        found, false = motion.counts(watch, limit)
        assert (found, false) == ((falls < limit).sum(), (everyday < limit).sum())
        assert len({10 - found, found, false, found + false}) == 4 or limit == 5
        assert false not in {20 - false, found, found + false}
    below, above = motion.stacks(watch)
    dots = [*zip(*below, strict=True), *zip(*above, strict=True)]
    assert len(set(dots)) == 30 and max(height for _, height in dots) < 5, "every dot has a place of its own"
    assert not any(float(place * 2).is_integer() for place, _ in dots), "no dot lies on a limit"


def table(language, columns):
    return [row for row in guide_rows(LAB, language) if len(row) == columns]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, given, runs):
    moments = {int(figures(row[0])[0]): row for row in table(language, 7) if re.fullmatch(r"[^\W\d]+ [0-6]", row[0])}
    by_run = {row[0].split(" ")[0]: row for row in table(language, 3) if row[0].split(" ")[0] in runs}
    watches = {int(row[0]): row for row in table(language, 5) if re.fullmatch(r"[0-4]", row[0])}
    assert len(moments) == 7 and len(by_run) == 6 and len(watches) == 5
    for pupil, names in given.items():
        number = int(pupil[1:]) if pupil else 0
        row, t = moments[number % 7], names["seconds"]
        assert figures(row[1]) == [t]
        length = np.linalg.norm([names["x"], names["y"], names["z"]])
        assert figures(row[2 + number % 4])[0] == pytest.approx(length, abs=0.0051)
        heights = [9.81 * time ** 2 / 2 for time in (t, t - 0.01, t + 0.01)]
        assert figures(row[6]) == pytest.approx(heights, abs=0.0051)
        for run in (names["fall"], names["throw"]):
            assert figures(by_run[run][1])[0] == pytest.approx(runs[run].air + runs[run].step, abs=0.0051)
        assert figures(by_run[names["throw"]][2]) == pytest.approx(motion.slow(names["throw"])[:3], abs=0.0051)
        watch = names["watch"]
        row = watches[number % 5]
        assert figures(row[1]) == [watch]
        (found, false), (_, more) = motion.counts(watch, 3), motion.counts(watch, 5)
        assert figures(row[2]) == [10 - found, false, more]
        for place, points in enumerate(SETTINGS):
            costs = {limit: motion.cost(watch, limit, *points) for limit in range(2, 8)}
            assert figures(row[3 + place]) == [limit for limit in costs if costs[limit] == min(costs.values())]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_page_without_a_computer_has_the_data_of_the_example(language, runs):
    page = next(line for line in guide(LAB, language).splitlines() if re.match(r"\*(Fall 1|1\. kritiens)", line))
    for value in motion.reading("fall_1", 0.40):
        assert f"{value:.2f}" in page
    for value in (runs["fall_1"].time[[119, 244]], runs["up_and_down_2"].time[[118, 288]]):
        assert all(f"{each:.2f}" in page for each in value)
    slow = ", ".join(f"{motion.slow(run)[2]:.2f}" for run in motion.RUNS)
    assert slow in page and ", ".join(f"{each:.2f}" for each in motion.falls(1)) in page
