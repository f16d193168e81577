"""The lab free-fall: a falling and a thrown phone, a phone at rest, and made-up movements for a fall alarm.

Readings are in m/s², as the sensor gives them, from the data sets ``smartphone_free_fall`` and
``smartphone_static_noise`` (source and licence: `daugava.data.describe`). Times are in seconds since the first reading
of a run. The flight is the longest stretch with a length below 4 m/s². The movements of `falls` and `everyday` are
made up.
"""
from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np

from daugava import data

__all__ = ["AXES", "G", "LIMIT", "RUNS", "at", "calm", "cost", "counts", "everyday", "falls", "flight", "lengths",
           "line", "reading", "rest", "slow", "stacks", "times", "window"]

RUNS = ("fall_1", "fall_2", "fall_5", "fall_10", "up_and_down_2", "up_and_down_5")
AXES = ("x", "y", "z")
LIMIT = 4.0  # m/s²: below it the phone is in the air
G = 9.81     # m/s²
SLOW = 16    # readings: the speed hardly changes from zero

# Made up for practice: how many movements in half a metre per second squared, the first from 1 to 1.5 m/s².
_FALLS = ((1, 2, 2, 1, 1, 1, 1, 0, 1), (2, 2, 2, 1, 1, 0, 1, 0, 1), (1, 3, 1, 1, 1, 1, 1, 1),
          (2, 3, 1, 1, 1, 1, 0, 0, 1), (1, 1, 2, 2, 1, 0, 1, 0, 1, 1))
_EVERYDAY = ((0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 2), (0, 0, 0, 1, 1, 1, 1, 2, 3, 2, 2, 2, 2, 2, 1),
             (0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1, 2, 1), (0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1, 1),
             (0, 0, 1, 2, 1, 1, 2, 2, 2, 2, 2, 1, 2, 1, 1))


@functools.cache
def _run(run: str) -> np.ndarray:
    """A run as rows of time, x, y, z, |a|. Raises KeyError for a run that is not one of `RUNS`."""
    table = data.load("smartphone_free_fall")
    rows = table[table["run"] == run].drop(columns="run").to_numpy()
    if not len(rows):
        raise KeyError(run)
    rows[:, 0] = np.round(rows[:, 0] - rows[0, 0], 5)
    return rows


@functools.cache
def _still() -> np.ndarray:
    """The phone at rest: 1000 rows of x, y, z, |a|."""
    return data.load("smartphone_static_noise").drop(columns="time_s").to_numpy()


def times(run: str) -> list[float]:
    """The times of a run's readings, in seconds since the first."""
    return _run(run)[:, 0].tolist()


def lengths(run: str) -> list[float]:
    """The length of each reading of a run, in m/s²."""
    return _run(run)[:, 4].tolist()


def flight(run: str) -> tuple[int, int]:
    """Where the longest stretch below `LIMIT` lies: the first reading in it, and the first one after it."""
    light = np.concatenate([[False], _run(run)[:, 4] < LIMIT, [False]])
    first, after = np.flatnonzero(light[1:] & ~light[:-1]), np.flatnonzero(~light[1:] & light[:-1])
    longest = int(np.argmax(after - first))
    return int(first[longest]), int(after[longest])


def at(run: str, time: float) -> tuple[float, float, float, float]:
    """The reading nearest to a time: x, y, z and length, in m/s². time: seconds since the first reading."""
    rows = _run(run)
    return tuple(map(float, rows[np.argmin(np.abs(rows[:, 0] - time)), 1:]))


def reading(run: str, seconds: float) -> tuple[float, float, float]:
    """x, y and z in m/s², rounded to two decimals, so many seconds after the flight began."""
    began = _run(run)[flight(run)[0], 0]
    return tuple(round(each, 2) for each in at(run, began + seconds)[:3])


def line(run: str, name: str, since: float = 0.0):
    """A function that gives an axis ("x", "y", "z") or the length ("a") of a run, in m/s², at any times.

    since: the time, in seconds since the first reading, that counts as 0.
    """
    rows, column = _run(run), ("x", "y", "z", "a").index(name) + 1
    return lambda time: np.interp(time, rows[:, 0] - since, rows[:, column])


def window(run: str, middle: float, width: float = 0.1) -> tuple[float, float, float]:
    """The means of x, y and z in m/s² over `width` seconds around a time, in seconds since the flight began."""
    rows = _run(run)
    off = np.abs(rows[:, 0] - rows[flight(run)[0], 0] - middle)
    return tuple(map(float, rows[off <= width / 2 + 1e-9, 1:4].mean(axis=0)))


def slow(run: str) -> tuple[float, float, float, float]:
    """The means of x, y, z and of the length, in m/s², at nearly no speed: the start of a fall, the top of a throw."""
    first, after = flight(run)
    start = first + 2 if run.startswith("fall") else first + (after - first) // 2 - SLOW // 2
    return tuple(map(float, _run(run)[start:start + SLOW, 1:5].mean(axis=0)))


def rest() -> tuple[float, float, float, float]:
    """The means of x, y, z and of the length of a phone at rest, in m/s²."""
    return tuple(map(float, _still().mean(axis=0)))


def calm() -> list[float]:
    """The lengths of the 1000 readings at rest, in m/s²."""
    return _still()[:, 3].tolist()


def falls(watch: int) -> list[float]:
    """Made up: the lowest length, in m/s², that a watch feels in each of 10 falls of a person. watch: 1 to 5."""
    return _each(_FALLS[watch - 1])


def everyday(watch: int) -> list[float]:
    """Made up: the lowest length, in m/s², that a watch feels in each of 20 everyday movements. watch: 1 to 5."""
    return _each(_EVERYDAY[watch - 1])


def _each(count: Iterable[int]) -> list[float]:
    """The middle of a step for each movement in it: no movement lies on a limit."""
    return [1.25 + step / 2 for step, many in enumerate(count) for _ in range(many)]


def stacks(watch: int) -> tuple[tuple[list, list], tuple[list, list]]:
    """Places (m/s², number in the column) for a dot each: the falls below, the everyday movements on top of them."""
    below, above = falls(watch), everyday(watch)
    return ((below, [below[:place + 1].count(each) for place, each in enumerate(below)]),
            (above, [below.count(each) + above[:place + 1].count(each) for place, each in enumerate(above)]))


def counts(watch: int, limit: float) -> tuple[int, int]:
    """How many falls, and how many everyday movements, go below a limit in m/s²: an alarm each."""
    return tuple(sum(each < limit for each in movements) for movements in (falls(watch), everyday(watch)))


def cost(watch: int, limit: float, missed_points: float, false_points: float) -> float:
    """What a limit costs in points: falls without an alarm, and alarms without a fall."""
    found, false = counts(watch, limit)
    return missed_points * (len(falls(watch)) - found) + false_points * false
