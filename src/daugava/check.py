"""Check a pupil's answer in layers, and say in plain words how far it is.

The layers, in this order: code stopped, not started, slip of the keyboard, named misconception, nearly,
not yet, right (and why). A check cell reaches what is the pupil's only through functions without arguments,
``check.number(lambda: profit_100, "profit_100")``: so a name that does not exist yet can be explained, and the
check can be evaluated outside the pupil's process. Plain data go in and come out; what is expected stands in
the cell. Messages are `Hint`s, which are AssertionErrors; a plain ``assert`` works too.
"""

from __future__ import annotations

import builtins
import html
import traceback

from IPython.display import HTML, display

import daugava
from daugava.check_words import SLIPS, WORDS

__all__ = ["Hint", "choice", "close", "equal", "expect", "help", "nearly", "number", "numbers", "right", "roads",
           "started", "text", "use"]

TOLERANCE = 0.005  # half a cent
_LOOKALIKES = str.maketrans("АВСЕ", "ABCE")  # Cyrillic letters that look like Latin ones
_steps: list[tuple[str, str]] = []


class Hint(AssertionError):
    """Why an answer is not right yet. `layer` is one of `LAYERS`, `misconception` its id in lab.yml or None."""

    LAYERS = ("stopped", "not-started", "slip", "misconception", "nearly", "not-yet")
    layer = "not-yet"
    misconception = None


def _say(layer, text, misconception=None):
    """Raise a hint. Its class name carries layer and id, because that is what a notebook keeps of an error."""
    name = ".".join(filter(None, ("Hint", layer, misconception)))
    raise type(name, (Hint,), {"layer": layer, "misconception": misconception})(text) from None


def _word(message, **values):
    return WORDS[message][daugava.language()].format(**values)


def use(language):
    """Speak this language from now on; in a notebook, say errors in one plain line."""
    daugava.use(language)
    _steps.clear()
    shell = getattr(builtins, "get_ipython", lambda: None)()
    if shell is not None:
        shell.set_custom_exc((Exception,), _show)


def help(*hints, example=None):
    """Hints that a pupil may open one after the other once the answer is not right, then a similar example."""
    _steps[:] = [(_word("hint", number=number), hint) for number, hint in enumerate(hints, 1)]
    if example is not None:
        _steps.append((_word("example"), example))


def _show(shell, kind, error, trace, tb_offset=None):
    """Show a cell that stopped: a hint as it is, an error of Python in plain words; then the steps of help."""
    shell._showtraceback(kind, error, [str(error) if isinstance(error, AssertionError) else _stopped(error)])
    if isinstance(error, Hint) and error.layer in ("misconception", "nearly", "not-yet") and _steps:
        display(HTML("".join(
            f'<details lang="{daugava.language()}"><summary style="padding:.5em;cursor:pointer">{html.escape(title)}'
            f'</summary><p style="margin:0 2em .5em">{html.escape(text)}</p></details>' for title, text in _steps)))


def _stopped(error):
    """Why Python stopped, with the line of the cell."""
    if isinstance(error, SyntaxError):
        return _word("stopped", line=error.lineno or 1, why=_slip(error))
    frames = traceback.extract_tb(error.__traceback__)
    cells = [frame for frame in frames if "ipykernel" in frame.filename or frame.filename.startswith("<")] or frames
    if isinstance(error, NameError) and getattr(error, "name", None):
        why = _word("bare-letter" if len(error.name) == 1 and error.name.isupper() else "unknown-name", name=error.name)
    elif isinstance(error, ZeroDivisionError):
        why = _word("by-zero")
    elif isinstance(error, TypeError) and ("for ^" in str(error) or "bitwise_xor" in str(error)):  # numpy's word for ^
        why = _word("power")
    elif isinstance(error, daugava.DaugavaError):
        return str(error)
    else:
        why = _word("other-error", error=f"{type(error).__name__}: {error}")
    return _word("stopped", line=cells[-1].lineno if cells else 1, why=why)


def _slip(error):
    """What a line that Python cannot read probably holds."""
    line = error.text or ""
    if "leading zeros" in str(error.msg):
        return _word("decimal-comma")
    return _word(next((SLIPS[sign] for sign in line.split("#")[0] if sign in SLIPS), "syntax"))


def _get(get, name):
    """The pupil's value, once there is one."""
    try:
        value = get()
    except AssertionError:
        raise
    except Exception as error:
        if isinstance(error, NameError) and error.name == name:
            _say("stopped", _word("missing", name=name))
        if "ellipsis" in str(error):
            _say("not-started", _word("not-started", name=name))
        _say("stopped", _stopped(error))
    if value is ...:
        _say("not-started", _word("not-started", name=name))
    return value


def started(get):
    """False as long as the dots stand where the answer belongs."""
    try:
        return get() is not ...
    except NameError:
        return False
    except Exception as error:
        return "ellipsis" not in str(error)


def number(get, name):
    """The pupil's value as a float. `get` is a function without arguments, `name` what the pupil calls it."""
    value = _get(get, name)
    if isinstance(value, tuple):
        _say("slip", _word("comma", name=name))
    return _number(value, name)


def numbers(get, name, count=None):
    """The pupil's list, tuple or array as a list of floats, of length `count` if that is given."""
    value = _get(get, name)
    if isinstance(value, str | bytes | dict) or not hasattr(value, "__len__") or count not in (None, len(value)):
        _say("slip", _word("no-number", name=name))
    if any(item is ... for item in value):
        _say("not-started", _word("not-started", name=name))
    return [_number(item, name) for item in value]


def _number(value, name):
    if isinstance(value, str):
        _say("slip", _word("text", name=name))
    try:
        if isinstance(value, bool) or hasattr(value, "__len__"):
            raise TypeError
        value = float(value)
    except (TypeError, ValueError, OverflowError):
        _say("slip", _word("no-number", name=name))
    if value != value:
        _say("slip", _word("no-number", name=name))
    return value


def choice(get, name, options):
    """The letter that the pupil chose; case, dots and look-alike Cyrillic letters do not matter."""
    value = _get(get, name)
    letter = str(value).strip(" .)„”\"'").upper().translate(_LOOKALIKES)
    if not letter:
        _say("not-started", _word("not-started", name=name))
    if len(letter) != 1 or letter not in options:
        _say("slip", _word("choose", name=name, options=", ".join(options)))
    return letter


def text(get, name, starter):
    """The pupil's sentence, once it says more than its starter."""
    value = str(_get(get, name))
    if not _letters(value) or _letters(value) == _letters(starter):
        _say("not-started", _word("no-reason", name=name))
    return value


def _letters(value):
    return "".join(character for character in value.casefold() if character.isalnum())


def close(value, expected, tolerance=TOLERANCE):
    """True if two numbers differ by no more than the tolerance, or two letters are the same."""
    if isinstance(value, str) or isinstance(expected, str):
        return value == expected
    return abs(value - expected) <= tolerance


def _some(numbers):
    return numbers if isinstance(numbers, list | tuple) else [numbers]


def roads(value, roads, right=None, tolerance=TOLERANCE):
    """Stop with the hint of the misconception that leads to this value.

    `roads` is {id in lab.yml: (wrong number or list of wrong numbers, hint)}; the first that fits is said.
    A road that happens to lead to the `right` number is not held against anybody.
    """
    if right is not None and close(value, right, tolerance):
        return
    for misconception, (wrong, hint) in roads.items():
        if any(close(value, number, tolerance) for number in _some(wrong)):
            _say("misconception", hint, misconception)


def nearly(value, expected, hint, within=None, at=(), tolerance=TOLERANCE):
    """Stop with a hint when the value is not right but within a distance of it, or one of the numbers in `at`."""
    if close(value, expected, tolerance):
        return
    near = within is not None and abs(value - expected) <= within
    if near or any(close(value, number, tolerance) for number in _some(at)):
        _say("nearly", hint)


def equal(value, expected, otherwise, tolerance=TOLERANCE):
    """Stop with a question and where to look, unless the value is the expected one."""
    expect(close(value, expected, tolerance), otherwise)


def expect(condition, otherwise):
    """Stop with a question and where to look, unless the condition holds."""
    if not condition:
        _say("not-yet", otherwise)


def right(because):
    """Say that the answer is right, and why."""
    said = _word("right", because=because)
    display({"text/plain": said, "text/html":
             f'<p lang="{daugava.language()}" style="border-left:6px solid #009E73;padding-left:.6em;margin:.3em 0">'
             f"✓ {html.escape(said)}</p>"}, raw=True)
