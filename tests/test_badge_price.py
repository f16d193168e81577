"""The numbers of badge-price, worked out anew: every pupil meets the conflict, no wrong road is right, the key is right."""
import re

import numpy as np
import pytest
from lab_paths import ROOT, figures, guide_rows, names_of_class

from daugava import lab as labs
from daugava import live

LAB = labs.get("badge-price", ROOT)
CENTS = np.arange(0, 401, 10)  # the 10-cent grid
BAND = 20                      # cents of profit that a good price may lack
NAMES = ("slips", "visitors", "drop", "machine_eur", "part_eur", "order_eur")


class Case:
    """One pupil's numbers, and what follows from them, in whole cents."""

    def __init__(self, given):
        self.slips = np.array(given["slips"])
        self.visitors, self.drop = given["visitors"], given["drop"]
        self.machine, self.part, self.order = (round(100 * given[name]) for name in ("machine_eur", "part_eur", "order_eur"))
        self.written = np.repeat(np.arange(7) * 50, self.slips)  # each slip's price
        self.revenue = CENTS * self.sold(CENTS)
        self.profit = self.revenue - self.part * self.sold(CENTS) - self.machine
        self.best = int(CENTS[np.argmax(self.profit)])
        self.good = [int(cents) for cents in CENTS[self.profit >= self.profit.max() - BAND]]

    def sold(self, cents):
        return self.visitors - self.drop * cents / 100

    def would_buy(self, cents):
        return int((self.written >= cents).sum())


@pytest.fixture(scope="module")
def cases():
    return {pupil: Case({name: given[name] for name in NAMES}) for pupil, given in names_of_class(LAB).items()}


def test_thirty_pupils_have_thirty_cases(cases):
    seen = {(tuple(case.slips), case.visitors, case.drop, case.machine, case.part, case.order)
            for pupil, case in cases.items() if pupil}
    assert len(seen) == 30


def test_the_example_is_the_one_of_the_plan(cases):
    case = cases[None]
    assert (case.machine, case.part, case.order, case.visitors, case.drop) == (7200, 80, 160, 200, 60)
    assert case.machine / (case.order - case.part) == 90
    assert (case.best, case.sold(210), case.profit.max()) == (210, 74, 2420)
    assert CENTS[np.argmax(case.revenue)] == 170 and case.good == [200, 210]


def test_every_survey_is_made_of_28_slips_that_lie_near_the_line(cases):
    for pupil, case in cases.items():
        assert case.slips.sum() == 28
        demand = np.array([case.would_buy(cents) for cents in range(0, 301, 50)]) / 28 * case.visitors
        off = np.abs(demand - case.sold(np.arange(0, 301, 50)))
        assert off.max() < 0.06 * case.visitors, pupil
        assert (np.diff(demand) < 0).all(), "each step of the price loses somebody"


def test_badges_and_money_are_whole_on_the_grid(cases):
    for case in cases.values():
        assert np.allclose(case.sold(CENTS), np.round(case.sold(CENTS)))
        assert case.sold(300) > 0, "somebody still buys at the dearest price of the lab"


def test_everybody_meets_the_conflict(cases):
    for pupil, case in cases.items():
        sold = case.sold(case.best)
        same = case.machine / (case.order - case.part)
        assert sold < same, f"{pupil}: at the best price the order is cheaper"
        order = (case.best - case.order) * sold
        machine = case.profit.max()
        assert 0 < machine < order, f"{pupil}: one festival speaks for the order"
        dearer_order = ((CENTS - case.order) * case.sold(CENTS)).max()
        assert 2 * machine + case.machine > 2 * dearer_order >= 2 * order, f"{pupil}: two festivals speak for the machine"


def test_the_best_price_is_neither_the_one_of_revenue_nor_at_an_end(cases):
    for pupil, case in cases.items():
        loud = CENTS[case.revenue >= case.revenue.max() - BAND]
        assert max(loud) < min(case.good) - 10, f"{pupil}: revenue and profit have different tops"
        assert 150 < case.best < 250, f"{pupil}: about 2 euros, as the prediction says"
        assert case.profit[CENTS == 300] < 0 < case.profit[CENTS == 200], "a loss at 3.00, a profit at 2.00"
        ordered = CENTS[np.argmax((CENTS - case.order) * case.sold(CENTS))]
        assert ordered > case.best, "whoever orders asks more"


def test_the_table_of_the_other_class_answers_the_prediction():
    written = np.repeat([50, 100, 150, 200, 250, 300], [4, 4, 2, 5, 3, 2])
    run = next(cell.source for cell in LAB.notebook("en").cells if cell.id == "run")
    assert "4 * [0.50] + 4 * [1.00] + 2 * [1.50] + 5 * [2.00] + 3 * [2.50] + 2 * [3.00]" in run
    revenue = {price: price * (written >= price).sum() for price in (100, 200, 300)}
    assert max(revenue, key=revenue.get) == 200
    assert len(written) == 20 and (written == 200).sum() == 5 and (written >= 200).sum() == 10


def test_no_wrong_road_leads_to_a_right_number(cases):
    for pupil, case in cases.items():
        for cents in (200, 100):
            right, exactly = case.would_buy(cents), int((case.written == cents).sum())
            below = int((case.written < cents).sum())
            roads = {exactly, right - exactly, below, below + exactly}
            assert len(roads) == 4 and right not in roads, pupil
            share = right / 28
            scaled = [right, case.visitors - 28 + right, share, 100 * share, case.visitors, exactly / 28 * case.visitors,
                      (1 - share) * case.visitors, case.visitors / share, 1 / share]
            assert min(abs(road - share * case.visitors) for road in scaled) > 2, pupil
        sold = case.sold(200)
        badges = [case.visitors, case.visitors - case.drop / 5, case.visitors - 20 * case.drop, case.visitors - case.drop,
                  2 * case.drop, case.would_buy(200) / 28 * case.visitors]
        assert sold not in badges and len({round(road, 6) for road in badges}) == len(badges), pupil
        revenue, parts = 200 * sold, case.part * sold
        profit = [revenue, revenue - parts, revenue - case.machine, revenue - case.machine - case.part,
                  (200 - case.part) * case.visitors - case.machine, case.machine + parts - revenue]
        assert min(abs(road - (revenue - parts - case.machine)) for road in profit) > 100, pupil
        assert len({round(road) for road in profit}) == len(profit), f"{pupil}: each road has its own number"


def rows(language, columns):
    return [row for row in guide_rows(LAB, language) if len(row) == columns]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, cases):
    table = rows(language, 6)
    single = {int(row[0]): row for row in table if re.fullmatch(r"[0-5]", row[0])}
    header = next(row for row in table if row[1].startswith("0: "))
    both = {int(figures(row[0])[0]): row for row in table if re.fullmatch(r"[^\W\d]+ [0-5]", row[0])}
    assert len(single) == len(both) == 6
    for pupil, case in cases.items():
        number = int(pupil[1:]) if pupil else 0
        row = single[number % 6]
        buyers = [case.would_buy(200), case.would_buy(100)]
        assert figures(row[1]) == [case.visitors] and figures(row[2]) == buyers
        assert figures(row[3]) == pytest.approx([count / 28 * case.visitors for count in buyers], abs=0.051)
        assert figures(row[4]) == [case.visitors, case.drop] and figures(row[5]) == [case.sold(200)]
        place = number % 5
        assert figures(header[1 + place]) == [place, case.part / 100, case.machine / 100]
        two, three, *good = figures(both[number % 6][1 + place].replace("–", " "))
        assert (100 * two, 100 * three) == (case.profit[CENTS == 200], case.profit[CENTS == 300])
        assert [round(100 * price) for price in good] == sorted({case.good[0], case.good[-1]})


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_says_of_the_example_what_is_true(language, cases):
    case = cases[None]
    text = "\n".join(" ".join(row) for row in rows(language, 3))
    for task in ("11", "20", "80", "-28", "2.10"):
        assert task in text
    whole = (ROOT / "teacher-guides" / "labs" / (f"{LAB.id}.md" if language == "en" else f"{LAB.id}.{language}.md")).read_text("utf-8")
    whole = whole.replace(",", ".")
    order = (CENTS - case.order) * case.sold(CENTS)
    assert CENTS[np.argmax(order)] == 250 and order.max() == 4500 and "45.00" in whole
    assert case.revenue.max() == 16660 and "166.60" in whole
    no_loss = CENTS[case.profit >= 0]
    assert (min(no_loss), max(no_loss)) == (150, 270) and "1.50" in whole and "2.70" in whole
    top = -(case.visitors + case.drop * case.part / 100) / (2 * -case.drop)  # of 60 p² − …, in euros
    reach = (((case.visitors - case.drop * top) * (100 * top - case.part) - case.machine - case.profit.max() + BAND) / 100 / case.drop) ** 0.5
    assert (round(top - reach, 2), int(100 * (top + reach)) / 100) == (2.00, 2.13) and "2.13" in whole


def test_curves_follow_sliders_over_points_that_stay():
    kept = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live.Model, "show", lambda self: kept.append(self))
        live.curves({"revenue": lambda p: p * (4 - p), "line": lambda p, start: start + 0 * p}, between=(0, 4), top=5, at="price",
                    bottom=-1, x="price, €", y="money, €", points={"survey": ([1, 2], [3, 4])},
                    sliders={"price": live.slider(1, 0, 4, 1, "price, €"), "start": live.slider(2, 0, 4, 1, "start")},
                    alt=lambda price: f"A hill and a level line, an upright line at {price}")
        with pytest.raises(ValueError, match="`at` names “cost”"):
            live.curves({}, between=(0, 1), top=1, at="cost", x="", y="", sliders={}, alt=lambda: "nothing to be seen here")
    model, = kept
    first, second = model.redraw({"price": 1, "start": 2}).copy(), model.redraw({"price": 3, "start": 2})
    assert (first != second).any(), "the upright line and the dots have moved"
    drawn, upright = model._artists
    assert list(upright.get_xdata()) == [3, 3]
    (_, dot), (line, level) = drawn["revenue"], drawn["line"]
    assert (dot.get_xdata()[0], dot.get_ydata()[0], level.get_ydata()[0]) == (3, 3, 2)
    model.redraw({"price": 3, "start": 4})
    assert set(line.get_ydata()) == {4} and len(line.get_xdata()) > 100
    legend = [text.get_text() for text in model._axes.get_legend().get_texts()]
    assert legend == ["revenue", "line", "survey"]
    looks = {(drawn[name][0].get_color(), str(drawn[name][0]._unscaled_dash_pattern), drawn[name][1].get_marker()) for name in drawn}
    assert len({colour for colour, _, _ in looks}) == len({dash for _, dash, _ in looks}) == len({mark for *_, mark in looks}) == 2
