"""Values that pass between a pupil's kernel and the referee: plain data as JSON, never pickle.

What has no place in the table below arrives as a stand-in: a function as one that can be called from afar, anything
else as an `Opaque` that can do nothing.
"""
from __future__ import annotations

import base64
import dataclasses
import json
import math
import re
import sys

import numpy as np
import pandas as pd

MOST_BYTES = 8_000_000
KINDS = "biufcUSMm"  # of numpy arrays that are plain bytes
MODELS = "daugava.models."
MODULES = ("math", "statistics", "numpy", "pandas")  # what a test may take from a pupil's import


class Unfit(ValueError):
    """A message that no honest kernel sends, or a value that cannot pass."""


class Opaque:
    """Something of the pupil's that is no plain value."""

    def __repr__(self):
        return f"<{type(self).__name__}>"


def dumps(message) -> bytes:
    """A message as bytes; raises Unfit when it is too long."""
    text = json.dumps(message).encode()
    if len(text) > MOST_BYTES:
        raise Unfit("too long")
    return text


def encode(value, function=None):
    """JSON for a value; `function` gives the number of a callable one. Raises Unfit or RecursionError."""
    kind = type(value)
    if value is None or kind in (bool, str, float):
        return value
    if kind is int:
        return value if -(1 << 60) < value < (1 << 60) else {"int": hex(value)}
    if kind in (list, tuple, set, frozenset):
        return {kind.__name__: [encode(item, function) for item in value]}
    if kind is dict:
        return {"dict": [[encode(key, function), encode(item, function)] for key, item in value.items()]}
    if kind is range:
        return {"range": [encode(part) for part in (value.start, value.stop, value.step)]}
    if value is ...:
        return {"dots": 0}
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    if kind is bytes:
        return {"bytes": base64.b64encode(value).decode()}
    return _encode_tables(value, kind, function)


def _encode_tables(value, kind, function):
    if kind is np.ndarray or isinstance(value, np.generic) and value.dtype.kind in KINDS:
        array = np.asarray(value)
        if array.dtype.kind in KINDS:
            data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
            return {"array" if kind is np.ndarray else "scalar": [array.dtype.str, list(array.shape), data]}
        return {"objects": [list(array.shape), [encode(item, function) for item in array.ravel().tolist()]]}
    if kind is pd.Series:
        return {"series": [_column(value, function), _column(value.index, function), encode(value.name, function)]}
    if kind is pd.DataFrame:
        columns = [[encode(name, function), _column(value.iloc[:, place], function)]
                   for place, name in enumerate(value.columns)]
        return {"frame": [columns, _column(value.index, function)]}
    if isinstance(value, type(json)) and value.__name__ in MODULES:
        return {"module": value.__name__}
    if (home := f"{kind.__module__}:{kind.__qualname__}").startswith(MODELS) and dataclasses.is_dataclass(kind):
        return {"model": [home, [[each.name, encode(getattr(value, each.name), function)]
                                 for each in dataclasses.fields(kind)]]}
    if callable(value) and function is not None:
        return {"function": [function(value), str(getattr(value, "__name__", ""))[:80]]}
    return {"object": kind.__name__[:80]}


def _column(column, function):
    """The values of a column: plain numbers as they are, all else (text, categories, gaps) one by one."""
    kind = getattr(column.dtype, "kind", "O")
    array = column.to_numpy() if isinstance(column.dtype, np.dtype) and kind in KINDS else column.to_numpy(dtype=object)
    return encode(array, function)


def decode(value, function=None):
    """The value that JSON stands for; `function(number, name)` makes what stands in for a callable one.

    Raises Unfit for anything that `encode` does not write.
    """
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        raise Unfit("no value")
    (kind, given), = value.items()
    try:
        return _DECODERS[kind](given, function)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, MemoryError, OverflowError) as error:
        raise Unfit(f"no {kind[:20]}") from error


def _array(given, _):
    kind, shape, data = given
    dtype = np.dtype(kind)
    if dtype.kind not in KINDS or dtype.fields or not 0 < dtype.itemsize <= MOST_BYTES:
        raise Unfit(kind[:20])
    raw = base64.b64decode(data, validate=True)
    if len(raw) != math.prod(shape) * dtype.itemsize:
        raise Unfit("shape")
    return np.frombuffer(raw, dtype).reshape(shape).copy()


def _objects(given, function):
    shape, items = given
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = decode(item, function)
    return array.reshape(shape)


def _series(given, function):
    values, index, name = (decode(part, function) for part in given)
    return pd.Series(_plain(values), index=pd.Index(_plain(index)), name=name)


def _frame(given, function):
    columns, index = given
    index = pd.Index(_plain(decode(index, function)))
    series = [pd.Series(_plain(decode(column, function)), index=index) for _, column in columns]
    frame = pd.concat(series, axis=1) if series else pd.DataFrame(index=index)
    frame.columns = [decode(name, function) for name, _ in columns]
    return frame


def _plain(array):
    """Objects as pandas would read them: text becomes text, numbers with gaps numbers."""
    return pd.Series(array.tolist()).array if array.dtype == object else array


def _module(name, _):
    if name not in MODULES:
        raise Unfit("module")
    return __import__(name)


def _model(given, function):
    """An object of a lab's own model: the same class on both sides, made of plain values."""
    home, fields = given
    module, _, name = home.partition(":")
    kind = getattr(sys.modules.get(module) if module.startswith(MODELS) else None, name, None)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == module):
        raise Unfit("model")
    return kind(**{field: decode(value, function) for field, value in fields})


def _opaque(name, _):
    return type(re.sub(r"\W", "_", str(name))[:80] or "object", (Opaque,), {})()


def _function(given, function):
    number, name = given
    if function is None or not isinstance(number, int):
        raise Unfit("function")
    return function(number, str(name))


def _items(kind):
    return lambda given, function: kind(decode(item, function) for item in given)


_DECODERS = {
    "int": lambda text, _: int(text, 16),
    **{kind.__name__: _items(kind) for kind in (list, tuple, set, frozenset)},
    "dict": lambda pairs, function: {decode(key, function): decode(item, function) for key, item in pairs},
    "range": lambda parts, function: range(*(decode(part) for part in parts)),
    "dots": lambda *_: ...,
    "complex": lambda parts, _: complex(*parts),
    "bytes": lambda text, _: base64.b64decode(text, validate=True),
    "array": _array, "scalar": lambda given, _: _array(given, None)[()],
    "objects": _objects, "series": _series, "frame": _frame, "model": _model, "module": _module, "function": _function,
    "object": _opaque,
}
