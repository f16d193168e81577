"""The lab penguin-classifier: training and test set, k nearest neighbours with two features, what is named right.

Measures of the data set ``penguins`` (source and licence: `daugava.data.describe`): bill length in mm, body mass in
g. The 342 penguins that have both are numbered 0 to 341 in the order of the file. Distances are in steps: 1 step is
1 mm of bill, and as many grams of mass as the parameter `grams` says. Nothing here is random but the split, and that
is the same in every run.
"""
from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from daugava import DaugavaError, data, language

__all__ = ["Penguins", "distance", "everyone", "hand", "leave_one_out", "matrix", "missed_and_walks", "most", "name",
           "names", "nearest", "right", "split", "without"]

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
GRAMS = 100  # grams that count as much as 1 mm, if nothing else is said
TESTED = 80  # penguins of the test set
# The penguin of a pupil, and seven of the training set for work by hand: the first two are called P and Q.
HAND = {338: (61, 284, 36, 66, 67, 292, 335), 151: (94, 177, 32, 38, 42, 208, 219), 68: (82, 98, 70, 81, 138, 157, 159),
        211: (44, 219, 25, 42, 145, 153, 167)}
_WORDS = {
    "en": {"k": "k has to be a whole number from 1 to {most}.",
           "feature": "There is no measure “{name}”; choose from: {names}."},
    "lv": {"k": "k jābūt veselam skaitlim no 1 līdz {most}.",
           "feature": "Tāda mērījuma „{name}” nav; izvēlies no šiem: {names}."},
}


@dataclass(frozen=True, eq=False)  # each is only the same as itself, so that results can be kept
class Penguins:
    """Some penguins: `row` numbers, `bill` in mm, `mass` in g, `species` and `island` by name, each a numpy array.

    A loop over them gives (bill, mass, species) of one after the other.
    """

    row: np.ndarray
    bill: np.ndarray
    mass: np.ndarray
    species: np.ndarray
    island: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    def __iter__(self) -> Iterator[tuple[float, float, str]]:
        return zip(self.bill.tolist(), self.mass.tolist(), self.species.tolist(), strict=True)

    def take(self, places) -> Penguins:
        """Those at these places (numbers, or True and False for each)."""
        return Penguins(*(column[places] for column in (self.row, self.bill, self.mass, self.species, self.island)))


@functools.cache
def everyone() -> Penguins:
    """All 342 penguins with bill length and mass; two of the 344 have no measures."""
    table = data.load("penguins").dropna(subset=["bill_length_mm", "body_mass_g"])
    columns = [table[column].to_numpy() for column in ("bill_length_mm", "body_mass_g", "species", "island")]
    bill, mass, species, island = columns
    return Penguins(np.arange(len(table)), bill, mass, species.astype(str), island.astype(str))


@functools.cache
def split(seed: int) -> tuple[Penguins, Penguins]:
    """The training set and the test set of 80, drawn at random but the same for the same seed.

    The penguins of pupils (`HAND`) are always in the test set, their seven for work by hand in the training set.
    """
    known = {row for seven in HAND.values() for row in seven}
    drawn = random.Random(seed)
    order = sorted((row not in HAND, row in known, drawn.random(), row) for row in range(len(everyone())))
    tested = sorted(row for *_, row in order[:TESTED])
    asked = np.isin(everyone().row, tested)
    return everyone().take(~asked), everyone().take(asked)


def hand(row: int) -> tuple[float, float, Penguins]:
    """A penguin of `HAND` and its seven for work by hand: (bill in mm, mass in g, the seven, P and Q first)."""
    mine = everyone().take(row)
    return float(mine.bill), float(mine.mass), everyone().take(list(HAND[row]))


def distance(bill: float, mass: float, known: Penguins, grams: float = GRAMS) -> np.ndarray:
    """How far a penguin is from each known one, in steps: bill in mm, mass in g, `grams` g count as much as 1 mm."""
    return np.hypot(known.bill - bill, (known.mass - mass) / grams)


def nearest(bill: float, mass: float, known: Penguins, k: int, grams: float = GRAMS) -> np.ndarray:
    """The places of the k nearest known penguins, the nearest first; of equally near ones the first in the table."""
    if not 1 <= k <= len(known) or k % 1:
        raise DaugavaError(_WORDS[language()]["k"].format(most=len(known)))
    return _order(bill, mass, known, grams)[:int(k)]


def _order(bill, mass, known, grams):
    # Rounded, so that equal distances stay equal whatever the computer does with the last digit.
    return np.argsort(np.round(distance(bill, mass, known, grams), 9), kind="stable")


def most(votes) -> str:
    """The species with the most votes; if there are two, the one whose vote came first (it is nearer)."""
    votes = [str(vote) for vote in votes]
    return max(votes, key=votes.count)


def name(bill: float, mass: float, known: Penguins, k: int, grams: float = GRAMS) -> str:
    """The species that the k nearest known penguins vote for."""
    return most(known.species[nearest(bill, mass, known, k, grams)])


@functools.lru_cache(maxsize=64)
def _votes(asked, known, k, grams):
    return [known.species[nearest(bill, mass, known, k, grams)].tolist() for bill, mass, _ in asked]


def names(asked: Penguins, known: Penguins, k: int, grams: float = GRAMS) -> list[str]:
    """The species that the program says for each of the penguins asked."""
    return [most(votes) for votes in _votes(asked, known, k, grams)]


def right(asked: Penguins, known: Penguins, k: int, grams: float = GRAMS) -> int:
    """How many of the penguins asked the program names right."""
    return int(np.sum(np.array(names(asked, known, k, grams)) == asked.species))


def matrix(asked: Penguins, known: Penguins, k: int, grams: float = GRAMS) -> list[list[int]]:
    """The confusion matrix, 3 x 3: a row for what the penguins are, a column for what the program says."""
    said = np.array(names(asked, known, k, grams))
    return [[int(np.sum((asked.species == real) & (said == column))) for column in SPECIES] for real in SPECIES]


@functools.lru_cache(maxsize=16)
def without(known: Penguins, island: str) -> Penguins:
    """The known penguins that do not come from this island: Biscoe, Dream or Torgersen."""
    return known.take(known.island != island)


def missed_and_walks(asked: Penguins, known: Penguins, k: int, one_is_enough: bool,
                     species: str = "Chinstrap") -> tuple[int, int]:
    """Penguins of a species that a rule misses, and walks for nothing to others: two counts.

    The rule says "this species" if it has the most of the k votes, or, with `one_is_enough`, if one of them does.
    """
    votes = _votes(asked, known, k, GRAMS)
    said = np.array([species in each if one_is_enough else most(each) == species for each in votes])
    real = asked.species == species
    return int(np.sum(real & ~said)), int(np.sum(said & ~real))


def leave_one_out(features: list[str], k: int) -> float:
    """How many percent of all penguins the other ones name right, with these measures of the data set.

    Each measure is divided by its standard deviation, so that all count alike. Penguins without a measure are left out.
    Raises DaugavaError for a measure that is not in the data, with the names of those that are.
    """
    table = data.load("penguins")
    for feature in features:
        if feature not in MEASURES:
            raise DaugavaError(_WORDS[language()]["feature"].format(name=feature, names=", ".join(MEASURES)))
    table = table.dropna(subset=list(features))
    scaled = table[list(features)].to_numpy() / table[list(features)].to_numpy().std(axis=0)
    species = table["species"].to_numpy()
    away = np.round(np.sqrt(((scaled[:, None, :] - scaled[None, :, :]) ** 2).sum(axis=2)), 9)
    np.fill_diagonal(away, np.inf)
    said = [most(species[near[:k]]) for near in np.argsort(away, axis=1, kind="stable")]
    return 100 * float(np.mean(np.array(said) == species))
