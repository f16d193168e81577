"""The numbers of stem-careers by another route (pandas on the CSV); every case is fair, the key of the guide right."""
import re

import pandas as pd
import pytest
from lab_paths import ROOT, figures, guide, guide_rows, names_of_class

import daugava
from daugava import lab as labs
from daugava.models import careers

LAB = labs.get("stem-careers", ROOT)
DATA = ROOT / "src" / "daugava" / "datasets"
SEXES = pd.read_csv(DATA / "stem_graduates_by_sex.csv").pivot_table(
    index=["iso3", "year"], columns=["field", "sex"], values="pct_of_graduates_of_that_sex")
MARKET = pd.read_csv(DATA / "labour_market_europe.csv").set_index(["geo", "year"])
PEOPLE = pd.read_csv(DATA / "population_age_sex.csv").pivot_table(
    index="year", columns=["country", "age_group"], values="population_thousand", aggfunc="sum")
GEO = {"LVA": "LV", "EST": "EE", "LTU": "LT", "NOR": "NO", "FIN": "FI"}
NAMES = {"LVA": ("Latvia", "Latvija"), "EST": ("Estonia", "Igaunija"), "LTU": ("Lithuania", "Lietuva"),
         "NOR": ("Norway", "Norvēģija"), "FIN": ("Finland", "Somija")}
FIELDS = ("natural_sciences_mathematics_statistics", "ict", "engineering_manufacturing_construction")


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def cases():
    """What each class number is given, by name."""
    return names_of_class(LAB, ("country", "year", "share", "start"))


def people(country, year, women, field="ict"):
    """How many women and men of 10 000 graduates are in a field, counted one group after the other."""
    groups = {"female": 100 * women, "male": 10000 - 100 * women}
    return [count * SEXES.loc[country, year][field, sex] / 100 for sex, count in groups.items()]


def share(country, year, women, field="ict"):
    """Women in % of a field: a mean of the two percents, weighted by the groups, says the same."""
    female, male = (SEXES.loc[country, year][field, sex] for sex in ("female", "male"))
    whole = women * female + (100 - women) * male
    return 100 * women * female / whole


def change(series, old, new):
    return 100 * (series[new] / series[old] - 1)


def test_latvia_in_2022_is_what_the_lab_says():
    said = {field: [round(SEXES.loc["LVA", 2022][field, sex], 2) for sex in ("female", "male")] for field in FIELDS}
    assert list(said.values()) == [[2.76, 2.72], [1.86, 12.31], [5.27, 23.46]]
    assert MARKET.loc["LV"]["ict_specialists_pct_employment"][[2014, 2024]].tolist() == [2.5, 4.9]
    assert [careers.specialists(year) for year in (2014, 2024)] == [2.5, 4.9]
    for number in "2.76 and 2.72", "1.86 and 12.31", "5.27 and 23.46":
        assert number in next(cell.source for cell in LAB.notebook("en").cells if cell.id == "run")


def test_the_percent_is_of_each_sex_and_cannot_be_a_share_of_women():
    """Were the column a share of women in the field, the two sexes would make 100 %."""
    together = SEXES["ict"]["female"] + SEXES["ict"]["male"]
    assert together.max() < 40
    assert (SEXES.T.groupby("sex").sum() < 100).all().all(), "three fields of one sex are a part of that sex"


def test_people_and_shares_of_every_pupil(cases):
    assert len({tuple(case.values()) for case in cases.values()}) == 30
    for case in cases.values():
        country, year, women = case["country"], case["year"], case["share"]
        assert careers.in_field(country, year, women) == pytest.approx(people(country, year, women))
        for part in (women, 50):
            assert careers.share_of_women(country, year, part) == pytest.approx(share(country, year, part))
        assert share(country, year, women) - share(country, year, 50) > 1, "the slider makes a difference that is seen"
        assert share(country, year, women) > 2 * SEXES.loc[country, year]["ict", "female"], "a share is not the column"


def test_as_many_women_as_men_are_on_the_slider_for_every_pupil(cases):
    """★: the share at which both boxes are equally large, from women * f = (100 - women) * m."""
    for case in cases.values():
        female, male = (SEXES.loc[case["country"], case["year"]]["ict", sex] for sex in ("female", "male"))
        equal = 100 * male / (female + male)
        assert 50 < equal <= 95
        assert careers.share_of_women(case["country"], case["year"], equal) == pytest.approx(50)
    assert round(100 * 12.307 / (12.307 + 1.857)) == 87 and "87 %" in guide(LAB, "en")


def test_natural_sciences_are_closest_everywhere():
    """★★: in which field the bars are closest, as the guide says."""
    for country in GEO:
        for year in range(2016, 2023):
            row = SEXES.loc[country, year]
            gaps = {field: abs(row[field, "female"] - row[field, "male"]) for field in FIELDS}
            assert min(gaps, key=gaps.get) == FIELDS[0], (country, year)


def test_pay_is_nominal_and_no_road_is_right(cases):
    assert MARKET.loc["NO"]["median_hourly_earnings_eur"][[2014, 2018]].tolist() == [27.99, 26.30]
    assert round(change(MARKET.loc["NO"]["median_hourly_earnings_eur"], 2014, 2018), 1) == -6.0
    for country in {case["country"] for case in cases.values()}:
        pay = MARKET.loc[GEO[country]]["median_hourly_earnings_eur"].dropna()
        assert list(pay.index) == [2014, 2018, 2022]
        assert [careers.earnings(country, year) for year in pay.index] == pay.tolist()
        right = change(pay, 2018, 2022)
        roads = [pay[2022] - pay[2018], 100 * pay[2022] / pay[2018], 100 * (1 - pay[2018] / pay[2022]),
                 change(pay, 2014, 2022), change(pay, 2014, 2018), -right]
        assert min(abs(road - right) for road in roads) > 0.6, country


def test_the_generation_shrank_engineering_fell_and_ict_rose(cases):
    latvia = MARKET.loc["LV"]
    assert latvia["graduates_engineering"][[2014, 2023]].tolist() == [2530, 1517]
    assert latvia["graduates_ict"][[2014, 2023]].tolist() == [687, 828]
    young = PEOPLE["Latvia", "15-19"]
    assert young[[2010, 2020]].round(1).tolist() == [132.3, 86.6]
    assert round(100 * (86.6 - 132.3) / 132.3, 1) == -34.5 and abs(change(young, 2010, 2020) + 34.6) < 0.05
    for start in {case["start"] for case in cases.values()}:
        assert change(latvia["graduates_engineering"], start, 2023) < -15
        assert change(latvia["graduates_ict"], start, 2023) > 0
        assert [careers.graduates(start, field) for field in ("engineering", "ict")] == \
            [latvia[f"graduates_{field}"][start] for field in ("engineering", "ict")]
    assert all(careers.young(year) == pytest.approx(young[year]) for year in (2010, 2020))


@pytest.mark.parametrize("ask, said", [
    (lambda: careers.percent("LVA", 2030, "ict", "female"), "no number for the year 2030"),
    (lambda: careers.percent("LAT", 2022, "ict", "female"), "choose one of: LVA, EST, LTU, NOR, FIN"),
    (lambda: careers.percent("LVA", 2022, "it", "female"), "no “it” in the data"),
    (lambda: careers.percent("LVA", 2022, "ict", "women"), "choose one of: female, male"),
    (lambda: careers.earnings("LVA", 2016), "choose one of: 2014, 2018, 2022"),
    (lambda: careers.graduates(2024), "no number for the year 2024"),
    (lambda: careers.young(2015), "no number for the year 2015"),
    (lambda: careers.fields("SWE", 2022), "no country “SWE”"),
])
def test_what_is_not_there_is_said_in_one_sentence(ask, said):
    message = str(pytest.raises(daugava.DaugavaError, ask).value)
    assert said in message and message.count(".") == 1
    daugava.use("lv")
    assert "; izvēlies kādu no š" in str(pytest.raises(daugava.DaugavaError, ask).value)


def test_the_boxes_are_as_wide_as_the_group_and_as_high_as_its_percent():
    axes = careers.plot.Figure().add_subplot()
    drawn = careers.mosaic(axes, "LVA", 2022)
    for women in (20, 60, 95):
        careers.mosaic_move(drawn, women)
        boxes = {sex: box for sex, (box, _) in drawn.items()}
        assert [box.get_width() for box in boxes.values()] == [women, 100 - women]
        assert boxes["male"].get_x() == women and boxes["female"].get_x() == 0
        for (box, label), count in zip(drawn.values(), people("LVA", 2022, women), strict=True):
            assert box.get_width() * box.get_height() == pytest.approx(count)
            assert label.get_text().endswith(f": {count:.0f}")
    assert len({box.get_hatch() for box in boxes.values()}) == 2, "never colour alone"


def test_the_bars_say_in_words_what_they_show():
    axes, = careers.fields("EST", 2018).axes
    heights = [bar.get_height() for bar in axes.patches]
    row = SEXES.loc["EST", 2018]
    assert heights == [row[field, sex] for sex in ("female", "male") for field in FIELDS]
    said = careers.fields_alt("EST", 2018)
    assert said.startswith("Estonia, 2018. ") and "ICT: 3.14 %, 12.62 %." in said and "\n" not in said
    daugava.use("lv")
    assert "IKT: 3,14 %, 12,62 %." in careers.fields_alt("EST", 2018)


def test_the_decision_has_two_sides_and_follows_the_assumptions(monkeypatch):
    shown = []
    cells = re.compile(r"<t[dh].*?>(.*?)</t[dh]>")
    monkeypatch.setattr("daugava.plot.display", lambda html: shown.append(cells.findall(html.data)))
    careers.offers(100, 500, 4, 15, 720, 40)
    assert shown[0][6:] == ["one day for many", "100", "€500", "€5", "4", "€125",
                            "a club for few", "15", "€720", "€48", "6", "€120"]
    careers.offers(0, 500, 4, 15, 720, 0)
    assert shown[1][6:] == ["one day for many", "0", "€500", "–", "0", "–",
                            "a club for few", "15", "€720", "€48", "0", "–"]
    given = next(cell.source for cell in LAB.notebook("en").cells if cell.id == "decide-table")
    assert re.findall(r"= (\d+) ", given) == ["100", "500", "4", "15", "720", "40"]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, cases):
    rows = guide_rows(LAB, language)
    each = {figures(row[0])[-1]: row for row in rows if len(row) == 4 and re.match(r"(none, |nav, )?\d+$", row[0])}
    by_5 = {figures(row[0])[0]: row for row in rows if len(row) == 7 and re.match(r"\d$", row[0])}
    assert len(each) == 30 and len(by_5) == 5
    for pupil, case in cases.items():
        number = int(pupil[1:]) if pupil else 30
        country, year, women, start = case.values()
        name = NAMES[country][language == "lv"]
        row = each[number]
        assert row[1].startswith(name) and figures(row[1]) == [year, women]
        assert figures(row[2]) == [round(count) for count in people(country, year, women)]
        assert figures(row[3]) == [round(share(country, year, part), 1) for part in (women, 50)]
        row, pay = by_5[number % 5], MARKET.loc[GEO[country]]["median_hourly_earnings_eur"].dropna()
        graduates = MARKET.loc["LV"][["graduates_engineering", "graduates_ict"]]
        assert row[1] == name and figures(row[2]) == pay.tolist() and figures(row[4]) == [start]
        assert figures(row[3]) == [round(change(pay, 2018, 2022), 1)]
        assert figures(row[5]) == graduates.loc[start].tolist()
        assert figures(row[6]) == [round(change(graduates["graduates_engineering"], start, 2023), 1)]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_quotes_wrong_answers_that_are_really_made(language):
    """The column "what pupils say", with the numbers of the example."""
    whole = guide(LAB, language)
    women, men = people("LVA", 2022, 60)
    assert [round(each) for each in (women, men)] == [111, 492]
    swapped, halves = 100 - share("LVA", 2022, 60), [round(each) for each in people("LVA", 2022, 50)]
    pay, engineers = MARKET.loc["LV"]["median_hourly_earnings_eur"], MARKET.loc["LV"]["graduates_engineering"]
    said = {"wrong-group": [f"{swapped:.1f}"], "other-share": map(str, halves), "part-to-other-part": ["22.6"],
            "ignores-group-size": [f"{100 * 1.86 / (1.86 + 12.31):.1f}"],
            "difference-not-percent": [f"{pay[2022] - pay[2018]:.2f}", f"{engineers[2014] - engineers[2023]:.0f}"],
            "whole-not-change": [f"{100 * pay[2022] / pay[2018]:.0f}", f"{100 * 1517 / 2530:.0f}"],
            "other-base": [f"{100 * (1 - pay[2018] / pay[2022]):.1f}", f"{100 * (1 - 2530 / 1517):.1f}"],
            "other-years": [f"{change(pay, 2014, 2022):.1f}"]}
    assert round(100 * 111 / 492, 1) == 22.6
    for misconception, numbers in said.items():
        line = next(line for line in whole.splitlines() if line.startswith(f"| `{misconception}`"))
        assert all(number in line for number in numbers), misconception


@pytest.mark.parametrize("language", LAB.editions)
def test_beans_and_ages_of_the_guide(language):
    whole = guide(LAB, language)
    for white, dark, percent in ((60, 40, "17 %"), (50, 50, "14 %")):
        few = round(white * 1.86 / 100), round(dark * 12.31 / 100)
        assert f"{100 * few[0] / sum(few):.0f} %" == percent and percent in whole
    assert (15 + 4, 19 + 4, 15 + 3, 19 + 3) == (19, 23, 18, 22) and "19–23" in whole and "18–22" in whole


def test_the_private_page_asks_for_nothing_in_the_notebook():
    cells = LAB.notebook("en").cells
    place = next(index for index, cell in enumerate(cells) if cell.id == "private-text")
    assert cells[place].cell_type == "markdown" and "nbgrader" not in cells[place].metadata
    assert "paper" in cells[place].source and "may skip" in cells[place].source
    assert cells[place + 1].id == "decide-text", "no cell to write into follows it"
