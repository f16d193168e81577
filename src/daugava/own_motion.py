"""A class's own fall: read what a phone recorded, say which sensor it was, and find the fall.

    from daugava import own_motion
    my_fall = own_motion.read("my_phone.csv")   # a Recording, and what was found in the file
    own_motion.show(my_fall)                    # a picture, the time of the fall and its height

Reads the export of phyphox and of similar apps. Nothing here raises an error because of what stands in the file.
"""
from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import daugava
from daugava import own, plot
from daugava.own_columns import Columns, Table, columns, table
from daugava.own_motion_words import WORDS

__all__ = ["Recording", "fall", "read", "show"]

G = 9.81             # m/s²
LARGEST = 20_000_000  # bytes
FEWEST = 20          # readings
SLOWEST = 45         # readings a second; 50 are often a few fewer
FALLING = 4.0        # m/s²: below it a sensor with g falls
PLATEAU = (7.0, 12.5)  # m/s²: between them a sensor without g falls
SHORTEST = 0.15      # s
STANDARD_G = 9.80665  # m/s²
RANGES = (2, 4, 8, 16, 32)  # what sensors can show, in STANDARD_G
HIGHEST = 1.3        # m: what 1 m may come out as
ROWS_SAID = 5
_CLOCKS = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


@dataclass(frozen=True)
class Recording:
    """A recording: times in s from 0 on, x, y, z and length in m/s² (x, y, z empty if the file has none).

    `with_g` is True for the sensor that shows 9.8 m/s² at rest, False for the one that shows 0, None if nobody can
    tell. A recording that could not be read has no readings.
    """

    times: tuple[float, ...] = ()
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    z: tuple[float, ...] = ()
    lengths: tuple[float, ...] = ()
    with_g: bool | None = None


def read(path: str | Path = "my_phone.csv") -> Recording:
    """Read a recording and say in plain words what was found: columns, unit, sensor, rate, rows left out.

    path: a text file, or the ZIP of phyphox with it. Columns may be separated by a tab, a semicolon or a comma,
    decimals written with a point or a comma, times in s, ms, µs or ns, readings in m/s² or g. Returns a `Recording`,
    without readings if the file cannot be used; why is said below the cell.
    """
    path = Path(path)
    text, problem = _text(path)
    found = table(text) if not problem else Table()
    if not problem and not found.rows:
        problem = _word("no-numbers", file=path.name)
    which = columns(found.heading, [numbers for _, numbers in found.rows])
    problem = problem or _unusable(which, found, path)
    if problem:
        own.say([problem])
        return Recording()
    times, readings, clock, notes = _values(found, which)
    if len(times) < FEWEST:
        own.say([_word("few", file=path.name, count=len(times)), *_left_out(notes)[0]], _left_out(notes)[1])
        return Recording()
    unit = which.unit or _unit(times, readings)
    if unit == "g":
        readings = readings * G
    lengths = np.linalg.norm(readings, axis=1) if which.axes else np.abs(readings[:, 0])
    with_g = _with_g(times, lengths, which.linear)
    said = _report(path, found, which, times, clock, unit, with_g) + _clipped(readings, which)
    own.say([*said, *_left_out(notes)[0]], _left_out(notes)[1])
    axes = [tuple(column) for column in readings.T.tolist()] if which.axes else [(), (), ()]
    return Recording(tuple(times.tolist()), *axes, tuple(lengths.tolist()), with_g)


def fall(recording: Recording) -> tuple[int, int] | None:
    """Where the longest fall lies: its first reading and the first one after it; None if there is none.

    With g the length is below 4 m/s² in a fall, without g between 7 and 12.5 m/s².
    """
    lengths = np.array(recording.lengths)
    if len(lengths) < 2 or recording.with_g is None:
        return None
    low, high = (0, FALLING) if recording.with_g else PLATEAU
    first, after = _longest((lengths >= low) & (lengths < high), np.array(recording.times))
    return (first, after) if recording.times[after - 1] - recording.times[first] >= SHORTEST and after > first else None


def show(recording: Recording) -> None:
    """Show a recording as a picture, and say how long the fall lasts and how high it was.

    Shows nothing without readings. The height is g·T²/2; its ends come from one reading more or fewer at both ends of
    the fall.
    """
    if not recording.times:
        return
    place, said = fall(recording), []
    times = np.array(recording.times)
    step = float(np.median(np.diff(times)))
    if place is None:
        said.append(_word("no-fall"))
    else:
        first, after = place
        seconds = float(times[after - 1] - times[first]) + step
        low, middle, high = (G * max(each, 0) ** 2 / 2 for each in (seconds - 2 * step, seconds, seconds + 2 * step))
        said.append(_word("fall", start=plot.number(times[first], 2), seconds=plot.number(seconds, 3),
                          height=plot.number(middle, 2), low=plot.number(low, 2), high=plot.number(high, 2)))
        if middle > HIGHEST:
            said.append(_word("safety"))
        if recording.with_g and recording.x:
            near = slice(first + 2, max(first + 3, first + 2 + round(0.08 / step)))
            means = {axis: plot.number(np.mean(getattr(recording, axis)[near]), 2) for axis in "xyz"}
            said.append(_word("offset", **means))
    own.say(said)
    ends = {} if place is None else {_word("begins"): times[place[0]], _word("ends"): times[place[1] - 1]}
    lengths = np.array(recording.lengths)
    figure = plot.chart({_word("length"): (times, lengths)}, x=_word("time"), y=_word("length"), at=ends)
    figure.axes[0].set_ylim(0, 20)
    plot.show(figure, alt=_word("alt", seconds=plot.number(times[-1], 1), middle=plot.number(np.median(lengths), 1),
                                peak=plot.number(lengths.max(), 1), fall=said[0]), caption=_word("caption"))


def _word(message, **values):
    return WORDS[message][daugava.language()].format(**values)


def _text(path):
    """The text of the file, or why there is none: (text, None) or ("", one sentence)."""
    try:
        if path.stat().st_size > LARGEST:
            return "", _word("large", file=path.name)
        content = path.read_bytes()
    except (OSError, ValueError):
        try:
            near = own.nearest(path)
        except (OSError, ValueError):
            near = None
        return "", _word("near" if near else "missing", file=path.name, near=near)
    text = own.decoded(_unpacked(content))
    if text is None:
        return "", _word("not-text", file=path.name)
    return (text, None) if text.strip() else ("", _word("empty", file=path.name))


def _unpacked(content):
    """The largest CSV in a ZIP, as phyphox exports it; other content as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [each for each in packed.infolist()
                      if each.filename.lower().endswith(".csv") and not each.filename.startswith("meta/")]
            largest = max(inside, key=lambda each: each.file_size, default=None)
            if largest is not None and largest.file_size <= LARGEST:
                with packed.open(largest) as file:
                    return file.read(LARGEST)
    except Exception:  # a damaged or locked ZIP can fail in many ways; it is said to be no text file
        pass
    return content


def _unusable(which: Columns, found: Table, path: Path):
    """Why the columns do not do, in one sentence; None if they do."""
    if which.time is None:
        return _word("few" if len(found.rows) < FEWEST else "no-time", file=path.name, count=len(found.rows))
    return _word("no-axes", file=path.name) if which.axes is None and which.length is None else None


def _values(found: Table, which: Columns):
    """Times in seconds, readings as written, the unit of time, and the rows left out as [(number, why)]."""
    notes = [(row, _word("words", cell=own.short(cell))) for row, cell in found.bad]
    kept, last = [], -np.inf
    for row, numbers in found.rows:
        if numbers[which.time] > last:
            last = numbers[which.time]
            kept.append(numbers)
        else:
            notes.append((row, _word("back")))
    numbers = np.array(kept, dtype=float).reshape(len(kept), -1)
    times = numbers[:, which.time] - numbers[0, which.time]
    clock = _clock(times, which.clock)
    return times * _CLOCKS[clock], numbers[:, which.axes or (which.length,)], clock, sorted(notes)


def _clock(times, written):
    """The unit of time: the one in which there are 5 to 1500 readings a second, the written one if that fits, too."""
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0
    fits = [unit for unit, size in _CLOCKS.items() if step > 0 and 5 <= 1 / (step * size) <= 1500]
    written = (written or "").strip().lower().replace("μ", "µ").replace("us", "µs")
    return written if written in fits else (fits or ["s"])[0]


def _longest(falling, times):
    """Where `falling` holds longest, in seconds: its first place and the one after its last; (0, 1) if nowhere."""
    edges = np.diff(np.concatenate([[0], falling.astype(int), [0]]))
    first, after = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(first):
        return 0, 1
    longest = int(np.argmax(times[after - 1] - times[first]))
    return int(first[longest]), int(after[longest])


def _calm(times, lengths):
    """The mean lengths of the stretches of 0.1 s in which the reading hardly changes."""
    count = max(4, round(0.1 / max(float(np.median(np.diff(times))), 1e-6)))
    parts = lengths[:len(lengths) // count * count].reshape(-1, count)
    return parts.mean(axis=1)[parts.std(axis=1) < max(0.05, 0.05 * np.percentile(lengths, 90))]


def _unit(times, readings):
    """ "g" or "m/s²", by what a phone that lies still or falls shows: 1 or 9.8."""
    lengths = np.linalg.norm(readings, axis=1)
    calm = _calm(times, lengths)
    metres, gs = (((low < calm) & (calm < high)).sum() for low, high in ((8.5, 11), (0.85, 1.15)))
    return "g" if gs > metres == 0 else "m/s²"


def _with_g(times, lengths, linear):
    """True for the sensor with g, False for the one without, None if the readings do not tell."""
    calm = _calm(times, lengths)
    still, zero = ((calm > 8.5) & (calm < 11)).sum(), (calm < 2).sum()
    peak = int(np.argmax(lengths))
    begin = peak
    while begin > 0 and lengths[begin] > PLATEAU[1]:
        begin -= 1
    before = lengths[(times > times[begin] - 0.12) & (times < times[begin] - 0.02)]
    level = float(np.median(before)) if lengths[peak] > 2 * G and len(before) else None
    if level is not None and level < FALLING and (lengths[:begin] > 6).mean() > 0.1:
        return True   # light before the impact, heavy before that
    if level is not None and PLATEAU[0] < level < PLATEAU[1] and zero:
        return False  # 9.8 before the impact, nothing before that
    if still != zero:
        return bool(still > zero)
    return False if linear else None


def _report(path, found, which, times, clock, unit, with_g):
    """What was found, as sentences."""
    hertz = 1 / float(np.median(np.diff(times)))
    said = [_word("read", file=path.name, count=len(times), seconds=plot.number(times[-1], 2),
                  hertz=plot.number(hertz, 0))]
    used = [which.time, *(which.axes or (which.length,))]
    names = [found.heading[place] for place in used if place < len(found.heading)] if found.heading else []
    if names:
        said.append(_word("columns", names=", ".join(own.short(name) for name in names)))
    if which.axes is None:
        said.append(_word("only-length"))
    elif sum(_says(name, axis) for name, axis in zip(names[1:], "xyz", strict=False)) < 3:
        said.append(_word("by-place"))
    if clock != "s":
        said.append(_word("clock", unit=clock))
    if unit == "g":
        said.append(_word("g"))
    said.append(_word({True: "with-g", False: "without-g", None: "which"}[with_g]))
    if hertz < SLOWEST:
        said.append(_word("slow", hertz=plot.number(hertz, 0)))
    gap = float(np.diff(times).max())
    if gap > max(0.05, 5 / hertz):
        said.append(_word("gap", seconds=plot.number(gap, 2)))
    return said


def _says(name, axis):
    return axis in name.lower().translate(str.maketrans("ху", "xy"))


def _clipped(readings: np.ndarray, which: Columns):
    """A sentence for each axis that stops at the end of its range, or twice at the same largest value."""
    said = []
    for axis, values in zip("xyz", np.abs(readings).T if which.axes else (), strict=False):
        top = float(values.max())
        at_range = min(abs(top - many * STANDARD_G) for many in RANGES) < 0.001 * top
        if top > 1.9 * G and (at_range or (values > top * 0.9999).sum() >= 2):
            said.append(_word("clipped", axis=axis, limit=plot.number(top, 1), g=plot.number(top / G, 0)))
    return said


def _left_out(notes: Sequence[tuple[int, str]]):
    """The sentence about rows left out, and the first few of them."""
    if not notes:
        return [], []
    return [_word("look", count=len(notes))], [_word("row", row=row, why=why) for row, why in notes[:ROWS_SAID]]
