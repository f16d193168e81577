"""The numbers of penguin-classifier by another route: whole numbers and plain loops, no numpy, the file read anew."""
import csv
import re
from fractions import Fraction
from itertools import combinations
from math import isqrt
from statistics import pstdev

import pytest
from lab_paths import ROOT, figures, guide, guide_rows, names_of_class

from daugava import DaugavaError, live, plot
from daugava import lab as labs
from daugava.models import penguin_views, penguins

LAB = labs.get("penguin-classifier", ROOT)
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
KS = (5, 7, 9)


def read():
    """All penguins with both measures: (bill in tenths of a mm, mass in g, species, island), whole numbers."""
    with open(ROOT / "src/daugava/datasets/penguins.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, [(round(10 * float(row["bill_length_mm"])), int(row["body_mass_g"]), row["species"], row["island"])
                  for row in rows if row["bill_length_mm"] and row["body_mass_g"]]


ROWS, ALL = read()


def squared(one, two, grams):
    """The square of the distance in steps, exactly."""
    return Fraction(one[0] - two[0], 10) ** 2 + Fraction(one[1] - two[1], grams) ** 2


def voters(asked, known, k, grams):
    """The species of the k nearest rows, the nearest first; sorting is stable, so the table decides between equals."""
    weights = 10 * grams  # the squares times this square are whole numbers, which are quick to sort
    def key(row):
        return ((ALL[row][0] - ALL[asked][0]) * grams) ** 2 + ((ALL[row][1] - ALL[asked][1]) * 10) ** 2
    nearest = sorted(known, key=key)[:k]
    assert key(nearest[0]) == squared(ALL[asked], ALL[nearest[0]], grams) * weights ** 2
    return [ALL[row][2] for row in nearest]


def said(votes):
    counts = {}
    for vote in votes:
        counts[vote] = counts.get(vote, 0) + 1
    winner = votes[0]
    for vote in votes:
        if counts[vote] > counts[winner]:
            winner = vote
    return winner


def table(asked, known, k, grams=100):
    counts = {(real, named): 0 for real in SPECIES for named in SPECIES}
    for row in asked:
        counts[ALL[row][2], said(voters(row, known, k, grams))] += 1
    return [[counts[real, named] for named in SPECIES] for real in SPECIES]


def diagonal(counts):
    return sum(counts[place][place] for place in range(3))


class Case:
    """One pupil's sets as row numbers, and what follows from them."""

    def __init__(self, names):
        self.row, self.seed, self.k = names["row"], names["seed"], names["k"]
        self.training, self.test = names["training"].row.tolist(), names["test"].row.tolist()
        self.raw = table(self.test, self.training, self.k, 1)
        self.scaled = table(self.test, self.training, self.k)
        self.first = diagonal(table(self.test, self.training, 1))
        self.elsewhere = [row for row in self.training if ALL[row][3] != "Dream"]
        self.without = table(self.test, self.elsewhere, self.k)
        self.rules = [self.rule(one_is_enough) for one_is_enough in (False, True)]

    def rule(self, one_is_enough):
        missed = walks = 0
        for row in self.test:
            votes = voters(row, self.training, self.k, 100)
            named = "Chinstrap" in votes if one_is_enough else said(votes) == "Chinstrap"
            missed += ALL[row][2] == "Chinstrap" and not named
            walks += ALL[row][2] != "Chinstrap" and named
        return missed, walks


@pytest.fixture(scope="module")
def cases():
    drawn, kept = {}, {}
    for pupil, given in names_of_class(LAB).items():
        key = given["row"], given["seed"], given["k"]
        drawn[pupil] = kept.setdefault(key, None) or Case(given)
        kept[key] = drawn[pupil]
    return drawn


def test_the_data_are_those_that_the_lab_tells_of():
    assert len(ROWS) == 344 and len(ALL) == 342
    assert sum(not row["sex"] for row in ROWS) == 11
    assert [row[3] for row in ALL if row[2] == "Chinstrap"] == 68 * ["Dream"]
    assert {row[3] for row in ALL if row[2] == "Gentoo"} == {"Biscoe"}
    assert round(100 * sum(row[2] == "Adelie" for row in ALL) / 342) == 44
    assert round(pstdev(row[0] / 10 for row in ALL), 2) == 5.45 and round(pstdev(row[1] for row in ALL)) == 801
    everyone = penguins.everyone()
    assert [(round(10 * bill), mass, species) for bill, mass, species in everyone] == [row[:3] for row in ALL]


def test_thirty_pupils_have_thirty_cases(cases):
    assert len({(case.row, case.seed, case.k) for pupil, case in cases.items() if pupil}) == 30


def test_training_and_test_set_share_nobody_and_are_the_same_again(cases):
    drawn = set()
    for case in cases.values():
        assert sorted(case.training + case.test) == list(range(342)) and len(case.test) == 80
        assert set(penguins.HAND) <= set(case.test), "nobody's penguin is known"
        assert {row for seven in penguins.HAND.values() for row in seven} <= set(case.training)
        again = penguins.split.__wrapped__(case.seed)
        assert again[1].row.tolist() == case.test
        drawn.add(tuple(case.test))
    assert len(drawn) == 7


def test_the_program_counts_what_plain_loops_count(cases):
    for case in {id(case): case for case in cases.values()}.values():
        training, test = penguins.split(case.seed)
        assert penguins.matrix(test, training, case.k, 1) == case.raw
        assert penguins.matrix(test, training, case.k) == case.scaled
        assert penguins.right(test, training, 1) == case.first
        assert penguins.matrix(test, penguins.without(training, "Dream"), case.k) == case.without
        assert [penguins.missed_and_walks(test, training, case.k, one) for one in (False, True)] == case.rules


def test_who_is_asked_of_the_training_set_is_its_own_neighbour():
    for row, (bill, mass, species, _) in enumerate(ALL):
        twins = [ALL[other][2] for other in range(342) if ALL[other][:2] == (bill, mass) and other != row]
        assert set(twins) <= {species}, "two penguins with the same measures are of one species: k = 1 is always right"
    training, _ = penguins.split(310)
    assert penguins.right(training, training, 1) == len(training) == 262


def test_everybody_meets_the_surprises(cases):
    for pupil, case in cases.items():
        chinstraps, adelies = sum(case.raw[1]), sum(case.raw[0])
        right, found = diagonal(case.raw) / 80, case.raw[1][1] / chinstraps
        assert diagonal(case.scaled) >= diagonal(case.raw) + 8, f"{pupil}: the scale matters"
        assert 80 * 0.85 < case.first < 80 * 0.95, f"{pupil}: k = 1 is not always right for new penguins"
        assert right - found > 0.2 and found < 0.5, f"{pupil}: one number is not enough"
        assert 0.35 < adelies / 80 < 0.5 and right > adelies / 80, pupil
        assert [line[1] for line in case.without] == [0, 0, 0], f"{pupil}: without Dream nobody is called Chinstrap"
        larger = table(case.test, case.elsewhere, 15)
        assert larger[1][1] == 0 and diagonal(larger) < diagonal(case.scaled), f"{pupil}: a larger k does not help"


def test_everybody_meets_the_conflict(cases):
    for pupil, case in cases.items():
        (missed, walks), (missed_1, walks_1) = case.rules
        assert missed > missed_1 and walks < walks_1, pupil
        assert missed + walks < missed_1 + walks_1, f"{pupil}: with 1 point most neighbours are cheaper"
        assert 5 * missed + walks > 5 * missed_1 + walks_1, f"{pupil}: with 5 points one is enough"


def test_the_top_is_flat_and_both_ends_are_worse(cases):
    for case in {id(case): case for case in cases.values()}.values():
        training, test = penguins.split(case.seed)
        right = {grams: penguins.right(test, training, case.k, grams) for grams in penguin_views.GRAMS}
        good = [grams for grams, count in right.items() if count >= max(right.values()) - 2]
        assert 100 in good and min(good) >= 10 and max(good) <= 2000, case.seed
    training, test = penguins.split(310)
    asked, known = test.row.tolist(), training.row.tolist()
    flat = {diagonal(table(asked, known, 5, grams)) for grams in (50, 100, 200, 500, 1000, 2000)}
    assert (min(flat), max(flat)) == (72, 74), "as the guide says"


def test_work_by_hand_has_no_road_to_a_right_number():
    for row, seven in penguins.HAND.items():
        squares = [squared(ALL[row], ALL[other], 100) for other in seven]
        order = sorted(range(7), key=squares.__getitem__)
        species = [ALL[seven[place]][2] for place in order]
        votes = [part.count("Adelie") for part in (species[:5], species[:1], species, species[2:])]
        assert len(set(votes)) == 4, "each way of counting has a number of its own"
        assert said(species[:5]) != species[0] and said(species[:5]) == ALL[row][2], "five are right where one is not"
        fifth, sixth = (isqrt(int(squares[place] * 10000)) for place in order[4:6])
        assert sixth - fifth > 30, "0.3 steps between the fifth and the sixth"
        raw = [squared(ALL[row], ALL[other], 1) for other in seven]
        assert raw[0] < raw[1] and squares[0] > squares[1], "in grams P is nearer, in steps Q"
        for other in seven[:2]:
            bills, masses = abs(ALL[other][0] - ALL[row][0]) / 10, abs(ALL[other][1] - ALL[row][1]) / 100
            right = (bills ** 2 + masses ** 2) ** 0.5
            roads = [bills + masses, bills ** 2 + masses ** 2, (bills ** 2 + (100 * masses) ** 2) ** 0.5,
                     bills, masses, abs(bills ** 2 - masses ** 2) ** 0.5, (bills + masses) ** 0.5]
            assert min(abs(road - right) for road in roads) > 0.18
            assert min(abs(one - two) for one, two in combinations(roads, 2)) > 0.055


def test_more_features_and_their_order():
    assert [round(penguins.leave_one_out(list(pair), 5)) for pair in
            (("bill_length_mm", "bill_depth_mm"), ("bill_length_mm", "body_mass_g"))] == [97, 93]
    pairs = {pair: penguins.leave_one_out(list(pair), 5) for pair in combinations(penguins.MEASURES, 2)}
    assert max(pairs, key=pairs.get) == ("bill_length_mm", "bill_depth_mm")
    wide, heavy = pstdev(row[0] for row in ALL), pstdev(row[1] for row in ALL)
    right = 0
    for row, (bill, mass, species, _) in enumerate(ALL):
        others = sorted((other for other in range(342) if other != row), key=lambda other: round(
            ((ALL[other][0] - bill) / wide) ** 2 + ((ALL[other][1] - mass) / heavy) ** 2, 12))
        right += said([ALL[other][2] for other in others[:5]]) == species
    assert penguins.leave_one_out(["bill_length_mm", "body_mass_g"], 5) == pytest.approx(100 * right / 342)


def test_what_cannot_be_asked_is_said_in_one_sentence():
    training, _ = penguins.split(310)
    for k in (0, 263, 2.5):
        with pytest.raises(DaugavaError, match="whole number from 1 to 262"):
            penguins.name(45, 4000, training, k)
    with pytest.raises(DaugavaError, match="no measure “colour”; choose from: bill_length_mm"):
        penguins.leave_one_out(["colour"], 5)
    assert penguins.most(["Gentoo", "Adelie", "Adelie", "Gentoo"]) == "Gentoo", "of two with equal votes the nearer"


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_has_the_answers_of_every_class_number(language, cases):
    rows = guide_rows(LAB, language)
    hands = {int(row[0]): row for row in rows if len(row) == 5 and re.fullmatch(r"[0-3]", row[0])}
    sets = {int(figures(row[0])[0]): row for row in rows if len(row) == 6 and re.fullmatch(r"[^\W\d]+ [0-6]", row[0])}
    assert len(hands) == 4 and len(sets) == 7
    for pupil, case in cases.items():
        number = int(pupil[1:]) if pupil else 0
        row = hands[number % 4]
        mine, (p, q) = ALL[case.row], penguins.HAND[case.row][:2]
        assert figures(row[1]) == [mine[0] / 10, mine[1]]
        for cell, grams in ((row[2], 100), (row[4], 50)):
            away = [float(squared(mine, ALL[each], grams)) ** 0.5 for each in (p, q)]
            assert figures(cell) == pytest.approx(away, abs=0.051)
        order = sorted(penguins.HAND[case.row], key=lambda each: squared(mine, ALL[each], 100))
        near = [ALL[each][2] for each in order[:5]]
        assert [each.strip() for each in row[3].split(";")] == [str(near.count("Adelie")), said(near)[0], near[0][0]]
        row = sets[number % 7]
        assert case.k == KS[number % 3]
        assert figures(row[1]) == [100 * case.first / 80] and figures(row[2]) == [100 * sum(case.raw[0]) / 80]
        ones, found, now, *rules = figures(row[3 + number % 3])
        assert (ones, 80 * now / 100) == (diagonal(case.raw), diagonal(case.without))
        assert found == pytest.approx(100 * case.raw[1][1] / sum(case.raw[1]), abs=0.051)
        assert [tuple(rules[:2]), tuple(rules[2:])] == case.rules


@pytest.mark.parametrize("language", LAB.editions)
def test_the_guide_says_of_the_example_what_is_true(language, cases):
    case, text = cases[None], guide(LAB, language)
    assert (diagonal(case.raw), diagonal(case.scaled), case.first, sum(case.raw[0])) == (62, 74, 69, 36)
    assert case.raw == [[31, 2, 3], [6, 6, 1], [5, 1, 25]] and case.rules == [(2, 1), (0, 5)]
    assert diagonal(case.without) == 63
    page = text.split("## Without a computer" if language == "en" else "## Bez datora")[1]
    measures = [figures(line) for line in page.splitlines() if re.match(r"\| (?:bill|knābis|mass|masa),", line)]
    assert measures == [[ALL[row][0] / 10 for row in penguins.HAND[338]], [ALL[row][1] for row in penguins.HAND[338]]]
    for number in ("77.5 %", "86.25 %", "331", "92.5 %", "62", "74", "69"):
        assert number in text, number
    with live_models() as kept:
        votes = penguin_views.Votes(338, *penguins.split(310))
        live.model(votes.start, votes.move, votes.sliders(5), votes.alt, votes.state)
    assert "says Gentoo" in kept[0]._state(grams=10000, k=5), "★"


class live_models:
    """The live models that are shown in the meantime, in a list, without being shown."""

    def __enter__(self):
        self.kept, self.patch = [], pytest.MonkeyPatch()
        self.patch.setattr(live.Model, "show", lambda model: self.kept.append(model))
        return self.kept

    def __exit__(self, *_):
        self.patch.undo()


def test_the_voting_neighbours_are_marked_by_shape_line_and_outline():
    training, test = penguins.split(310)
    votes = penguin_views.Votes(338, training, test)
    with live_models() as kept:
        live.model(votes.start, votes.move, votes.sliders(5), votes.alt, votes.state, size=votes.size)
    model, = kept
    before = model.redraw({"grams": 1, "k": 5}).copy()
    assert (before != model.redraw({"grams": 100, "k": 5})).any()
    lines, outline, near = model._artists
    marked = sorted(point for marks in near for point in marks.get_xydata().tolist())
    known = sorted(training.row.tolist(), key=lambda row: squared(ALL[338], ALL[row], 100))[:5]
    assert marked == sorted([ALL[row][0] / 10, ALL[row][1]] for row in known)
    assert len({marks.get_marker() for marks in near}) == len({marks.get_color() for marks in near}) == 3
    assert {marks.get_markeredgecolor() for marks in near} == {"#000000"}
    assert len(lines.get_xdata()) == 15, "a line to each of the five"
    def height():
        return max(outline.get_ydata()) - min(outline.get_ydata())
    low = height()
    model.redraw({"grams": 10000, "k": 5})
    assert height() > 5 * low
    said_now = model._state(grams=1, k=5)
    assert "Right in the test set: 62 of 80" in said_now and "the penguin is Chinstrap" in said_now


def test_the_compasses_hold_what_is_within_their_radius():
    for row in penguins.HAND:
        compasses = penguin_views.Compasses(row)
        with live_models() as kept:
            live.model(compasses.start, compasses.move, {"radius": live.slider(1.0, 0.0, 10.0, 0.1, "radius, steps")},
                       compasses.alt, compasses.state, size=compasses.size)
        model, = kept
        for radius in (0.0, 3.0, 5.5, 10.0):
            model.redraw({"radius": radius})
            circle, inside = model._artists
            held = [letter for letter, other in zip("PQRSTUV", penguins.HAND[row], strict=True)
                    if squared(ALL[row], ALL[other], 100) <= Fraction(round(10 * radius), 10) ** 2]
            assert sum(len(marks.get_xdata()) for marks in inside) == len(held)
            assert (", ".join(held) or "nobody") in model._state(radius=radius)
        pixels = model._axes.transData.transform([(0, 0), (1, 0), (0, 100)])
        assert pixels[1][0] - pixels[0][0] == pytest.approx(pixels[2][1] - pixels[0][1]), "100 g are as long as 1 mm"
        across = max(circle.get_xdata()) - min(circle.get_xdata())
        assert across == pytest.approx(20, abs=0.01)


def test_tables_show_the_counts(monkeypatch):
    shown = []
    monkeypatch.setattr(plot, "columns", shown.append)
    training, test = penguins.split(310)
    penguin_views.ways(310, 5)
    penguin_views.by_k(training, test)
    penguin_views.confusion(test, training, 5, 1)
    penguin_views.costs(test, training, 5, 3, 1)
    penguin_views.seven(338)
    ways, by_k, confusion, costs, seven = shown
    assert list(ways.values())[1] == [62, 74, 36]
    assert [column[0] for column in by_k.values()] == ["1", 262, 69]
    assert [list(column) for column in confusion.values()][1:] == [[31, 6, 5], [2, 6, 1], [3, 1, 25], [36, 13, 31]]
    assert list(costs.values())[1:] == [[2, 0], [1, 5], [7, 5]]
    assert list(seven.values())[-1][:3] == ["?", "?", "2.0"]
