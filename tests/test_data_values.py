"""What sources.yml says about the values is computed from the values: its checks, and the traps in its notes."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml

from daugava import data

SOURCES = {entry["name"]: entry for entry in yaml.safe_load(
    (Path(data.__file__).parent / "datasets" / "sources.yml").read_text(encoding="utf-8"))}
LICENSE = (Path(__file__).parents[1] / "LICENSE").read_text(encoding="utf-8")


def numbers(text):
    """The numbers of a text without their signs, the decimal comma as a point."""
    return Counter(number.replace(",", ".") for number in
                   re.findall(r"(?<![\w.,])\d+(?:[.,]\d+)?(?!\w)", text.replace("..", " to ")))


def says(name, given, *computed):
    """Checks and notes of an entry have exactly these numbers: those given (names, dates, constants) and those computed."""
    entry = SOURCES[name]
    assert set(numbers(f"{entry['sanity_checks']} {entry['notes']}")) == {*given.split(), *computed}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("key", ["trimmed", "notes"])
def test_both_languages_say_the_same_numbers(name, key):
    entry = SOURCES[name]
    assert numbers(entry.get(key, "")) == numbers(entry.get(f"{key}_lv", ""))


@pytest.mark.parametrize("name", ["exoplanets", "k2_3_light_curve"])
def test_mit_notice_goes_with_the_data(name):
    assert SOURCES[name]["licence"].startswith("MIT")
    notice = LICENSE[LICENSE.index(f"{name}.csv"):]
    holder = r"Copyright \([cC]\) \d{4} \w+ \w+"
    assert re.match(rf"[^\n]*\n+    (MIT License\n+    )?{holder}\n+    Permission is hereby granted", notice)


def test_exchange_price_of_2026_has_four_months():
    days = data.load("electricity_price_daily_lv_no")["date"]
    assert sorted(set(days[days.dt.year == 2026].dt.month)) == [1, 2, 3, 4]


def test_household_prices():
    t = data.load("electricity_price_households_europe")
    taxed, bare = t["price_all_taxes_eur_per_kwh"], t["price_no_taxes_eur_per_kwh"]
    row = t.set_index(["geo", "semester"])
    latvia, below = t[t["geo"] == "LV"], t[taxed < bare]
    assert not t.duplicated(["geo", "semester"]).any() and set(t.loc[bare.isna(), "geo"]) == {"IT"}
    span = t.groupby("geo")["semester"].agg(["min", "max"])
    assert (span["max"]["UK"], span["max"]["UA"], *span.loc["LV"]) == ("2020-S1", "2021-S1", "2007-S2", "2025-S1")
    assert (t["semester"].min(), t["semester"].max()) == ("2007-S1", "2025-S1")
    assert ("LV", "2022-S1") in set(zip(below["geo"], below["semester"]))
    exchange = data.load("electricity_price_daily_lv_no").query("country == 'Latvia' and '2025-01-01' <= date <= '2025-06-30'")
    mean = exchange["price_eur_per_mwh"].mean()
    says("electricity_price_households_europe", "2007 2020 2021 2022 2025",
         str(t["geo"].nunique()), str(len(latvia)), str(len(below)), str(bare.isna().sum()),
         *(str(count) for count in t["flag"].value_counts()[["e", "d", "p"]]),
         *(f"{row.loc[(geo, '2025-S1')].iloc[0]:.4f}" for geo in ("LV", "NO", "EU27_2020")),
         f"{row.loc[('LV', '2025-S1')].iloc[0]:.3f}", f"{mean:.1f}", f"{mean / 1000:.3f}",
         *(f"{price:.4f}" for price in row.loc[("LV", "2022-S1")].iloc[:2]))


def test_exoplanets():
    t = data.load("exoplanets")
    ratio = (t["semi_major_axis_au"] ** 3 / (t["star_mass_msun"] * (t["period_d"] / 365.25) ** 2)).dropna()
    row, method = t.set_index("name"), t["discovery_method"].value_counts()
    assert row.loc[["K2-3 b", "K2-3 c", "K2-3 d"], ["radius_rjup", "semi_major_axis_au"]].isna().all(axis=None)
    assert set(t.loc[t["star_temperature_k"] < 2000, "name"]) == {"HD 80869 b", "TOI-3540 b", "TOI-2445 b"}
    assert row.index.is_unique and "microlensing" not in method
    assert t[["period_d", "star_radius_rsun", "star_temperature_k"]].notna().all(axis=None)
    says("exoplanets", "3 5 95 1 50 2023 80869 3540 2445", str(len(t)), *map(str, method), str(len(ratio)),
         str(t["discovery_year"].min()), str(t["discovery_year"].max()),
         *(str(t[column].isna().sum()) for column in ("mass_mjup", "semi_major_axis_au", "radius_rjup")),
         f"{ratio.median():.3f}", *(f"{part:.2f}" for part in ratio.quantile([0.05, 0.95])),
         str((abs(ratio - 1) > 0.5).sum()), f"{100 * (abs(ratio - 1) < 0.01).mean():.0f}",
         *(f"{row.loc[name, 'star_temperature_k']:g}" for name in ("HD 80869 b", "TOI-3540 b", "TOI-2445 b")))


def dips(table, period, first, half=0.045):
    """One mean depth in per cent for each dip that was observed."""
    turn = ((table["time_bkjd"] - first) / period).round()
    inside = abs(table["time_bkjd"] - first - turn * period) < half
    return inside, 100 * (1 - table["flux_detrended_rel"][inside].groupby(turn).mean())


def box_scores(table, column, periods, width=0.12):
    """How deep the deepest box of each folded light curve is, against the noise of as many points."""
    time, drop = table["time_bkjd"], table[column].median() - table[column]
    scores = []
    for period in periods:
        bins = int(2 * period / width)
        box = (time % period / period * bins).astype(int)
        total, count = (np.bincount(box, weight, bins) for weight in (drop - drop.mean(), None))
        total, count = total + np.roll(total, -1), count + np.roll(count, -1)
        scores.append((total / np.sqrt(np.maximum(count, 1)))[count > 3].max())
    return np.array(scores)


def test_light_curve():
    t = data.load("k2_3_light_curve")
    steps, raw, flat = t["time_bkjd"].diff().dropna(), t["flux_raw_rel"], t["flux_detrended_rel"]
    planets = {"b": (10.05448, 1980.42), "c": (24.6466, 1979.28), "d": (44.56, 1993.22)}
    found = {name: dips(t, *when) for name, when in planets.items()}
    inside, depth = found["b"]
    points = inside.groupby(((t["time_bkjd"] - 1980.42) / 10.05448).round()).sum()
    assert set(points[points > 0]) <= {4, 5} and depth.between(0.11, 0.14).all() and set(found["d"][1].round(2)) == {0.07}
    quiet = ~np.any([dips(t, *when, half=0.2)[0] for when in planets.values()], axis=0)
    assert raw.median() == flat.median() == 1
    periods = np.exp(np.arange(np.log(2), np.log(30), 0.0005))
    by_raw, by_flat = (box_scores(t, column, periods) for column in ("flux_raw_rel", "flux_detrended_rel"))
    assert 24 < periods[by_raw.argmax()] < 28 and abs(periods[by_flat.argmax()] - 10.054) < 0.02
    for period in (5.03, 20.1):
        assert by_flat[abs(periods / period - 1) < 0.002].max() > 0.65 * by_flat.max()
    middle = 100 * (1 - flat[dips(t, *planets["b"], half=0.03)[0]].median())
    says("k2_3_light_curve", "1.0 1 2454833 24 28 4 5 0.0013 10.05448 10.05 24.6 44.6 5.03 20.1", str(len(t)),
         f"{steps.sum():.2f}", f"{1440 * steps.median():.2f}", f"{1440 * steps.median():.1f}",
         f"{steps.max():.2f}", f"{steps.max():.1f}", f"{middle:.2f}", f"{(middle / 100) ** 0.5:.3f}",
         *(str(len(found[name][1])) for name in planets), *(f"{found[name][1].median():.2f}" for name in "cd"),
         f"{100 * flat[quiet].std():.3f}", f"{100 * flat.std():.3f}",
         f"{100 * (raw.max() - raw.min()):.2f}", f"{100 * (raw.max() - raw.min()):.1f}")


def graduates_of_each_sex(geo, iso3, year):
    """How many women and men must have graduated if the numbers by field fit the UNESCO shares by field."""
    labour = data.load("labour_market_europe").set_index(["geo", "year"]).loc[(geo, year)]
    shares = data.load("stem_graduates_by_sex").query("iso3 == @iso3 and year == @year").pivot(
        index="field", columns="sex", values="pct_of_graduates_of_that_sex") / 100
    fields = ["ict", "engineering_manufacturing_construction"]
    return np.linalg.solve(shares.loc[fields, ["female", "male"]].to_numpy(float),
                           labour[["graduates_ict", "graduates_engineering"]].to_numpy(float))


def test_labour_market():
    t = data.load("labour_market_europe")
    row, earned = t.set_index(["geo", "year"]), t.dropna(subset="median_hourly_earnings_eur")
    pay, ict = row["median_hourly_earnings_eur"], row["ict_specialists_pct_employment"]
    assert set(t.loc[~t["is_eu27"], "geo"]) == {"EU27_2020", "EA20", "CH", "IS", "NO", "UK"}
    assert t["is_eu27"].sum() == 27 * 11
    assert (t.groupby("geo")["year"].agg(["min", "max"]) == [2014, 2024]).all(axis=None)
    assert t.loc[t["year"] == 2024, ["graduates_ict", "graduates_engineering"]].isna().all(axis=None)
    assert set(earned["year"]) == {2014, 2018, 2022}
    britain = t[t["geo"] == "UK"]
    assert britain.loc[britain["year"] > 2019].iloc[:, 4:].isna().all(axis=None)
    assert britain["unemployment_rate_pct"].isna().all()
    for year in range(2014, 2023):
        women, men = graduates_of_each_sex("LV", "LVA", year)
        assert 13_000 < women + men < 18_000 and 0.6 < women / (women + men) < 0.7
    for geo, iso3, year in (("FI", "FIN", 2015), ("SE", "SWE", 2015), ("IE", "IRL", 2015), ("FR", "FRA", 2018),
                            ("IT", "ITA", 2018)):
        assert min(graduates_of_each_sex(geo, iso3, year)) < 0, "counted twice: less than no graduates"
    says("labour_market_europe", "2014 2015 2018 2019 2022 2023 2024", str(t["geo"].nunique()), str(t["year"].nunique()),
         f"{ict['LV', 2014]}", f"{ict['LV', 2024]}", *{str(count) for count in earned["year"].value_counts()},
         *(f"{pay[place]:.2f}" for place in (("LV", 2014), ("LV", 2022), ("NO", 2014), ("NO", 2018), ("NO", 2022))),
         *(f"{row.loc[place, 'graduates_ict']:.0f}" for place in
           (("FI", 2014), ("FI", 2015), ("EU27_2020", 2018), ("EU27_2020", 2019))),
         *(f"{row.loc[('LV', year), 'graduates_engineering']:.0f}" for year in (2014, 2023)))


def test_population():
    t = data.load("population_age_sex")
    total = t.groupby(["country", "year"])["population_thousand"].sum()["Latvia"]
    students = t[t["age_group"] == "20-24"].groupby(["country", "year"])["population_thousand"].sum()["Latvia"]
    size = [t[column].nunique() for column in ("country", "year", "sex", "age_group")]
    assert len(t) == np.prod(size) and not t.duplicated(["country", "year", "sex", "age_group"]).any()
    years = t.groupby("kind")["year"].agg(["min", "max"])
    assert [*years.loc["estimate"], *years.loc["medium_projection"]] == [1950, 2020, 2030, 2100]
    assert sorted(t["year"].unique()) == list(range(1950, 2101, 10))
    as_text = sorted(t["age_group"].unique())
    assert as_text.index("10-14") < as_text.index("5-9")
    assert list(t.sort_values("age_order")["age_group"].unique())[:3] == ["0-4", "5-9", "10-14"]
    says("population_age_sex", "1950 1990 2010 2019 2020 2030 2050 2100 5 9 10 14 20 24", *map(str, size),
         *(f"{total[year]:.0f}" for year in (1990, 2020, 2050)), *(f"{students[year]:.1f}" for year in (2010, 2020)))


def runs():
    """For each run: all its rows, and those of its longest stretch near free fall."""
    for run, one in data.load("smartphone_free_fall").groupby("run"):
        light = (one["acc_abs_m_s2"] < 4).to_numpy()
        parts = np.split(np.arange(len(one)), np.where(np.diff(light))[0] + 1)
        yield run, one, one.iloc[max(parts, key=lambda part: len(part) * light[part[0]])]


def near_zero_speed(run, stretch):
    """16 rows: the start of a fall, the top of a throw."""
    start = 2 if run.startswith("fall") else len(stretch) // 2 - 8
    return stretch.iloc[start:start + 16]


def ends(values, digits):
    return f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"


def test_free_fall():
    t = data.load("smartphone_free_fall")
    axes, size = [f"acc_{axis}_m_s2" for axis in "xyz"], "acc_abs_m_s2"
    assert np.allclose(np.sqrt((t[axes] ** 2).sum(axis=1)), t[size], atol=2e-5)
    row = {run: dict(
        hertz=f"{1 / one['time_s'].diff().median():.0f}", begins=one["time_s"].iloc[0], seconds=np.ptp(stretch["time_s"]),
        before=one.loc[one["time_s"] < one["time_s"].iloc[0] + 0.3, size].mean(),
        slow=near_zero_speed(run, stretch).mean(numeric_only=True), late=stretch[size].iloc[-22:-2].mean(),
        peak=one[size].max(), limit=f"{one['acc_z_m_s2'].max():.1f}")
        for run, one, stretch in runs()}
    every, falls, throws = ([values for run, values in row.items() if run.startswith(kind)]
                            for kind in (("fall", "up"), "fall", "up"))
    assert {values["limit"] for values in every} == {f"{16 * 9.80665:.1f}"} and abs(t["acc_z_m_s2"]).max() < 157
    assert all(-1.1 < values["slow"]["acc_x_m_s2"] < -0.8 and 0.27 < values["slow"]["acc_y_m_s2"] < 0.43 for values in every)
    assert t[size].min() > 0.2 and all(values["begins"] > 0.5 for values in every)
    says("smartphone_free_fall", "0 4 0.3 0.35 0.8 9.8 16", *{values["hertz"] for values in every}, every[0]["limit"],
         *ends([values["slow"][size] for values in every], 1), *ends([values["peak"] for values in every], 0),
         *(text for some, key, digits in ((falls, "seconds", 2), (falls, "before", 1), (falls, "late", 1), (throws, "seconds", 2),
                                          (throws, "before", 1), (throws, "before", 0))
           for text in ends([values[key] for values in some], digits)))


def test_static_noise():
    t = data.load("smartphone_static_noise")
    mean, spread = t.mean(), t.std()["acc_abs_m_s2"]
    step = np.diff(np.sort(t["acc_z_m_s2"].unique())).min()
    offsets = [near_zero_speed(run, stretch)["acc_z_m_s2"].mean() for run, _, stretch in runs()]
    g = [mean["acc_z_m_s2"] - offset for offset in offsets]
    assert mean["acc_x_m_s2"] < 0 < mean["acc_y_m_s2"] and np.mean(offsets) < 0
    says("smartphone_static_noise", "0.01",
         f"{1 / t['time_s'].diff().median():.0f}", f"{np.ptp(t['time_s']):.2f}", f"{mean['acc_abs_m_s2']:.3f}", f"{spread:.3f}",
         f"{spread / len(t) ** 0.5:.4f}", *(f"{abs(mean[f'acc_{axis}_m_s2']):.3f}" for axis in "xyz"),
         *(f"{abs(mean[f'acc_{axis}_m_s2']):.2f}" for axis in "xy"), f"{step:.4f}",
         f"{abs(np.mean(offsets)):.2f}", f"{np.mean(g):.2f}", *ends(g, 2))


def test_stem_graduates():
    t = data.load("stem_graduates_by_sex")
    share = t.set_index(["iso3", "year", "field", "sex"])["pct_of_graduates_of_that_sex"]
    assert set(t.groupby(["iso3", "year"]).size()) == {6} and share.index.is_unique
    years = t.groupby("iso3")["year"].unique()
    assert set(years["LVA"]) == set(range(2000, 2023))
    assert {country for country in years.index if 2023 in years[country]} == {"DNK", "IND", "SWE"}
    assert set(range(2000, 2023)) - set(years["DEU"]) == set(range(2003, 2015))
    latvia = share["LVA"]
    men = latvia.xs(("engineering_manufacturing_construction", "male"), level=("field", "sex"))
    says("stem_graduates_by_sex", "2001 2002 2003 2014 2018 2022", str(t["year"].min()), str(t["year"].max()),
         str(t["iso3"].nunique()), str(t["field"].nunique()), str(t["sex"].nunique()), f"{share.min():.2f}", f"{share.max():.1f}",
         f"{share.groupby(level=['iso3', 'year', 'sex']).sum().max():.1f}",
         *(f"{latvia[year, field, sex]:.2f}" for sex in ("female", "male") for year, field in
           ((2018, "ict"), (2022, "ict"), (2022, "natural_sciences_mathematics_statistics"))),
         *(f"{men[year]:.2f}" for year in (2000, 2001, 2002)))
