"""Read a pupil's answer and say in plain words why it cannot be read.

A check cell gives a function without arguments, so that a name that does not exist yet can be
explained: ``check.number(lambda: profit_100, "profit_100")``. What is expected, and what each wrong
number means, stands in the cell. Messages are AssertionErrors; in a notebook they are one line long.
"""

import builtins
import traceback

LANGUAGES = ("en", "lv")
_language = "en"

_WORDS = {
    "missing": {
        "en": "The name `{name}` does not exist yet. Did you run the cell above? If there is a red error "
        "message, mend that first: write - for minus and . in decimals.",
        "lv": "Nosaukums `{name}` vēl nav izveidots. Vai izpildīji šūnu virs šīs? Ja tur ir sarkans kļūdas "
        "paziņojums, vispirms izlabo to: mīnusam raksti -, decimāldaļā raksti punktu.",
    },
    "not-started": {
        "en": "There is no answer here yet. Write it in place of the dots. (`{name}`)",
        "lv": "Te vēl nav atbildes. Ieraksti to daudzpunktes vietā. (`{name}`)",
    },
    "comma": {
        "en": "Python writes decimals with a point: write 1.50, not 1,50. (`{name}`)",
        "lv": "Python decimāldaļās lieto punktu: raksti 1.50, nevis 1,50. (`{name}`)",
    },
    "text": {
        "en": "`{name}` is text, and a number is needed. Write the number without quotation marks and without a unit.",
        "lv": "`{name}` ir teksts, bet te vajag skaitli. Raksti skaitli bez pēdiņām un bez mērvienības.",
    },
    "no-number": {
        "en": "`{name}` is not a number. Write one number or one calculation, for example 2 + 3.",
        "lv": "`{name}` nav skaitlis. Ieraksti vienu skaitli vai vienu aprēķinu, piemēram, 2 + 3.",
    },
    "stopped": {
        "en": "Python stopped in line {line}: {why}",
        "lv": "Python apstājās {line}. rindā: {why}",
    },
    "unknown": {
        "en": "the name `{name}` does not exist yet. Check how it is spelled. Did you run the cells above?",
        "lv": "nosaukums `{name}` vēl nav izveidots. Pārbaudi, kā tas ir uzrakstīts. Vai izpildīji šūnas augstāk?",
    },
    "by-zero": {
        "en": "division by zero. What do you divide by?",
        "lv": "dalīšana ar nulli. Ar ko tu dali?",
    },
    "other": {
        "en": "{error}. Ask a classmate or raise your hand.",
        "lv": "{error}. Pajautā klasesbiedram vai pacel roku.",
    },
    "choose": {
        "en": "Write one letter between the quotation marks: {options}. (`{name}`)",
        "lv": "Starp pēdiņām ieraksti vienu burtu: {options}. (`{name}`)",
    },
    "no-reason": {
        "en": "The reason is missing. Finish the sentence in `{name}`. A short answer is enough.",
        "lv": "Vēl nav iemesla. Pabeidz teikumu: `{name}`. Pietiek ar īsu atbildi.",
    },
}
_LOOKALIKES = str.maketrans("АВС", "ABC")  # Cyrillic letters that look like A, B, C


def _say(message, **words):
    raise AssertionError(_WORDS[message][_language].format(**words)) from None


def use(language):
    """Speak this language from now on, and keep error messages to one line in plain words."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"No messages in {language!r}: use one of {', '.join(LANGUAGES)}.")
    _language = language
    shell = getattr(builtins, "get_ipython", lambda: None)()
    if shell is not None:
        shell.InteractiveTB.set_mode("Minimal")
        shell.set_custom_exc((AssertionError, NameError, ZeroDivisionError), _show)


def _show(shell, kind, error, trace, tb_offset=None):
    """Show a cell that stopped: a hint as it is, an error of Python in plain words."""
    shell._showtraceback(kind, error, [str(error) if isinstance(error, AssertionError) else _stopped(error)])


def _stopped(error):
    frames = traceback.extract_tb(error.__traceback__)
    cells = [frame for frame in frames if "ipykernel" in frame.filename] or frames
    if isinstance(error, NameError):
        why = _WORDS["unknown"][_language].format(name=error.name)
    elif isinstance(error, ZeroDivisionError):
        why = _WORDS["by-zero"][_language]
    else:
        why = _WORDS["other"][_language].format(error=f"{type(error).__name__}: {error}")
    return _WORDS["stopped"][_language].format(line=cells[-1].lineno, why=why)


def _get(get, name):
    try:
        value = get()
    except Exception as error:
        if isinstance(error, NameError) and error.name == name:
            _say("missing", name=name)
        if "ellipsis" in str(error):
            _say("not-started", name=name)
        raise AssertionError(_stopped(error)) from None
    if value is ...:
        _say("not-started", name=name)
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
    """The pupil's value as a float."""
    value = _get(get, name)
    if isinstance(value, tuple):
        _say("comma", name=name)
    if isinstance(value, str):
        _say("text", name=name)
    try:
        if isinstance(value, bool):
            raise TypeError
        value = float(value)
    except (TypeError, ValueError):
        _say("no-number", name=name)
    if value != value:
        _say("no-number", name=name)
    return value


def choice(get, name, options):
    """The letter that the pupil chose; case, dots and look-alike Cyrillic letters do not matter."""
    value = _get(get, name)
    letter = str(value).strip(" .)„”\"'").upper().translate(_LOOKALIKES)
    if not letter:
        _say("not-started", name=name)
    if len(letter) != 1 or letter not in options:
        _say("choose", name=name, options=", ".join(options))
    return letter


def text(get, name, starter):
    """The pupil's sentence, once it says more than its starter."""
    value = str(_get(get, name))
    if not _letters(value) or _letters(value) == _letters(starter):
        _say("no-reason", name=name)
    return value


def _letters(value):
    return "".join(character for character in value if character.isalnum())


def close(value, expected, tolerance=0.005):
    """True if two numbers of euros or badges are the same."""
    return abs(value - expected) <= tolerance


def roads(value, hints, tolerance=0.005):
    """Stop with the hint of the wrong number that this value is. ``hints`` is {number: hint}."""
    for road, hint in hints.items():
        assert not close(value, road, tolerance), hint
