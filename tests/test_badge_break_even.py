"""The numbers of badge-break-even, worked out anew: every pupil's case makes sense, and the guide's key is right."""
import re
from math import ceil

import pytest
from lab_paths import ROOT, as_pupil, figures, guide_rows, names_by_pupil

from daugava import lab as labs

LAB = labs.get("badge-break-even", ROOT)
CLASS = [f"p{number:02}" for number in range(1, 31)]
PART, ORDER = 0.80, 1.60


@pytest.fixture(scope="module")
def prices():
    """(machine, price) of every pupil, as the notebook draws them."""
    names = names_by_pupil(LAB, "en")
    drawn = {}
    for pupil in CLASS:
        given = names(pupil)
        assert (given["part_eur"], given["order_eur"]) == (PART, ORDER)
        drawn[pupil] = given["machine_eur"], given["price_eur"]
    as_pupil(None)
    return drawn


def losses(machine, price):
    """The smallest number of badges without loss, by counting cents."""
    badges = 0
    while round(100 * price * badges) < round(100 * (machine + PART * badges)):
        badges += 1
    return badges


def test_every_class_number_has_a_case_with_a_point(prices):
    assert len(set(prices.values())) == 30
    for machine, price in prices.values():
        assert round(machine / 1.20) * 120 == machine * 100, "task 1 ends on a whole badge"
        assert round(machine / 0.80) * 80 == machine * 100, "task 5 ends on a whole badge"
        assert price * 100 - machine - PART * 100 > 0 > price * 20 - machine - PART * 20, "a profit, then a loss"
        assert 100 * machine % round(100 * (price - PART)), "task 4 has to be rounded"
        assert max(losses(machine, price), machine / 0.80) < 150, "the graph shows it"


def rows(language, columns):
    return [row for row in guide_rows(LAB, language) if len(row) == columns]


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, prices):
    single = {figures(row[0])[0]: row for row in rows(language, 5) if row[0] in "012345"}
    matrix = rows(language, 6)
    header = next(row for row in matrix if re.match(r"0: ", row[1]))
    by_machine = {figures(row[0])[0]: row for row in matrix if re.fullmatch(r"[^\W\d]+ €?\d+(\s?€)?", row[0])}
    for pupil, (machine, price) in prices.items():
        number = int(pupil[1:])
        row = single[number % 6]
        assert figures(row[1]) == [machine] and figures(row[2]) == [round(machine / 1.20)]
        assert figures(row[3]) == [machine + 8, machine + 36] and figures(row[4]) == [round(machine / 0.80)]
        assert figures(header[1 + number % 5]) == [number % 5, price]
        cell = figures(by_machine[machine][1 + number % 5])
        assert cell == [losses(machine, price), round(100 * (price - PART) - machine, 2),
                        round(20 * (price - PART) - machine, 2)]


def test_the_example_is_the_one_of_the_text():
    assert ceil(72 / (1.90 - PART)) == losses(72, 1.90) == 66
    assert 72 + PART * 90 == ORDER * 90 == 144
