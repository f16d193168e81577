"""An anonymous survey in a notebook; its answers lie beside the notebook in `survey-answers.json`, and nowhere else.

    survey.scale("q1", low="not at all", high="very much")
    survey.choice("q2", ["…", "…"])
    survey.words("q3")
    survey.show()

Each shows a widget and stores what is chosen at once; with ``answer=4`` it needs no widget. The file holds no name, no
time and no account: {"version": 1, "answers": {"q1": {"kind": "scale", "answer": 4, "low": …, "high": …},
"q2": {"kind": "choice", "answer": 0, "options": […]}, "q3": {"kind": "words", "answer": "…"}}}.
"""
from __future__ import annotations

import json
import os
import re
from pathlib import Path

import daugava
from daugava import DaugavaError

FILE = "survey-answers.json"
STEPS = 5
MOST_OPTIONS, MOST_LABEL, MOST_WORDS, MOST_BYTES = 12, 200, 2000, 100_000
FEWEST = 5  # with fewer surveys the answers could be told apart
ID = re.compile(r"[a-z][a-z0-9-]{0,30}")
_WORDS = {
    "stored": {"en": "Stored: {answer}", "lv": "Saglabāts: {answer}"},
    "of": {"en": "{answer} of {steps}", "lv": "{answer} no {steps}"},
    "yours": {"en": "Your answer to {question}", "lv": "Jūsu atbilde uz {question}"},
    "nothing": {"en": "Nothing has been stored yet.", "lv": "Vēl nekas nav saglabāts."},
    "there": {"en": "This is stored in the file {file}, and nothing else:",
              "lv": "Datnē {file} ir saglabāts šis, un nekas cits:"},
    "who": {"en": "Who sees it: the trainer sees how often each answer was given once there are at least {fewest} "
                  "surveys, and the words in shuffled order, without names. The file lies in your folder: whoever "
                  "looks after the computer could open it there.",
            "lv": "Kas to redz: kad ir vismaz {fewest} aptaujas, kursu vadītājs redz, cik reižu dota katra atbilde, un "
                  "uzrakstīto jauktā secībā, bez vārdiem. Datne glabājas jūsu mapē: to tur varētu atvērt tas, kas "
                  "pārzina datoru."},
    "plain": {"en": "There are no buttons here: write your answer into the cell, for example {example}, and run it.",
              "lv": "Te pogu nav: ierakstiet atbildi šūnā, piemēram, {example}, un izpildiet to."},
    "bad-id": {"en": "“{question}” cannot be the name of a question: use small letters, digits and hyphens, like q1.",
               "lv": "„{question}” nevar būt jautājuma nosaukums: lietojiet mazos burtus, ciparus un defises, "
                     "piemēram, q1."},
    "bad-label": {"en": "A label of {question} is empty or longer than {most} letters: write a short text.",
                  "lv": "Kāds {question} teksts ir tukšs vai garāks par {most} zīmēm: uzrakstiet īsu tekstu."},
    "bad-options": {"en": "{question} needs 2 to {most} different answers to choose from: list them.",
                    "lv": "Jautājumam {question} vajag no 2 līdz {most} dažādām atbildēm: uzskaitiet tās."},
    "bad-scale": {"en": "{question} takes a whole number from 1 to {steps}: write answer=4, for example.",
                  "lv": "{question} atbilde ir vesels skaitlis no 1 līdz {steps}: rakstiet, piemēram, answer=4."},
    "bad-choice": {"en": "{question} takes one of the listed answers: copy one of them exactly.",
                   "lv": "{question} atbilde ir viena no uzskaitītajām: nokopējiet to precīzi."},
    "bad-words": {"en": "{question} takes a text of at most {most} letters: shorten it.",
                  "lv": "{question} atbilde ir teksts, ne garāks par {most} zīmēm: saīsiniet to."},
    "full": {"en": "The answer cannot be written into {file} ({why}): tell the trainer.",
             "lv": "Atbildi nevar ierakstīt datnē {file} ({why}): pasakiet kursu vadītājam."},
}


class SurveyError(DaugavaError):
    """One sentence that says what to do."""


def scale(question: str, low: str, high: str, answer: int | None = None) -> None:
    """Ask for a step from 1 (`low`) to 5 (`high`); with `answer` store that. Raises SurveyError for anything else."""
    _question(question, low, high)
    about = {"kind": "scale", "low": low, "high": high}
    options = [(str(step), step) for step in range(1, STEPS + 1)]
    options[0], options[-1] = (f"1 – {low}", 1), (f"{STEPS} – {high}", STEPS)
    if answer is not None and (type(answer) is not int or not 1 <= answer <= STEPS):
        raise _error("bad-scale", question=question, steps=STEPS)
    _ask(question, about, answer, options, 'survey.scale("%s", …, answer=4)' % question)


def choice(question: str, options: list[str], answer: str | None = None) -> None:
    """Ask for one of at most 12 texts; with `answer`, one of them, store that. Raises SurveyError for anything else."""
    if not isinstance(options, list | tuple) or not 2 <= len(options) <= MOST_OPTIONS:
        raise _error("bad-options", question=question, most=MOST_OPTIONS)
    _question(question, *options)
    if len(set(options)) != len(options):
        raise _error("bad-options", question=question, most=MOST_OPTIONS)
    if answer is not None and answer not in options:
        raise _error("bad-choice", question=question)
    about = {"kind": "choice", "options": list(options)}
    place = None if answer is None else list(options).index(answer)
    _ask(question, about, place, [(text, number) for number, text in enumerate(options)],
         'survey.choice("%s", […], answer="…")' % question)


def words(question: str, answer: str | None = None) -> None:
    """Ask for a text of at most 2000 letters; with `answer` store that. Raises SurveyError for anything else."""
    _question(question)
    if answer is not None and (not isinstance(answer, str) or len(answer) > MOST_WORDS):
        raise _error("bad-words", question=question, most=MOST_WORDS)
    _ask(question, {"kind": "words"}, answer, None, 'survey.words("%s", answer="…")' % question)


def show() -> None:
    """Show what is stored, and say who sees it."""
    answers = stored()
    if answers:
        print(_word("there", file=FILE))
        for question, entry in answers.items():
            print(f"  {question}: {_said(entry)}")
    else:
        print(_word("nothing"))
    print(_word("who", fewest=FEWEST))


def stored(folder: Path | None = None) -> dict[str, dict]:
    """The answers in a folder, by default the notebook's; none where the file is missing or is no survey."""
    try:
        return read(((folder or Path.cwd()) / FILE).read_bytes())
    except OSError:
        return {}


def read(raw: bytes) -> dict[str, dict]:
    """The sound answers in a file's bytes, which anybody may have written; what is not as it should be is left out."""
    try:
        content = json.loads(raw[:MOST_BYTES + 1].decode("utf-8")) if len(raw) <= MOST_BYTES else None
        given = content["answers"] if content["version"] == 1 else {}
        return {question: _plain(entry) for question, entry in list(given.items())[:50]
                if ID.fullmatch(question) and _is_sound(entry)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _plain(entry: dict) -> dict:
    """Only what belongs there."""
    return {key: entry[key] for key in ("kind", "answer", "low", "high", "options") if key in entry}


def _is_sound(entry) -> bool:
    if not isinstance(entry, dict):
        return False
    kind, answer = entry.get("kind"), entry.get("answer")
    if kind == "words":
        return isinstance(answer, str) and 0 < len(answer) <= MOST_WORDS
    texts = [entry.get("low"), entry.get("high")] if kind == "scale" else entry.get("options")
    if kind not in ("scale", "choice") or not isinstance(texts, list) or not 2 <= len(texts) <= MOST_OPTIONS:
        return False
    least, most = (1, STEPS) if kind == "scale" else (0, len(texts) - 1)
    return all(map(_is_label, texts)) and type(answer) is int and least <= answer <= most


def _is_label(text) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) and len(text) <= MOST_LABEL


def _question(question, *labels) -> None:
    if not isinstance(question, str) or not ID.fullmatch(question):
        raise _error("bad-id", question=question)
    if not all(map(_is_label, labels)):
        raise _error("bad-label", question=question, most=MOST_LABEL)


def _word(name: str, **values) -> str:
    return _WORDS[name][daugava.language()].format(**values)


def _error(name: str, **values) -> SurveyError:
    return SurveyError(_word(name, **values))


def _said(entry: dict) -> str:
    if entry["kind"] == "choice":
        return entry["options"][entry["answer"]]
    return _word("of", answer=entry["answer"], steps=STEPS) if entry["kind"] == "scale" else entry["answer"]


def _ask(question: str, about: dict, answer, options: list | None, example: str) -> None:
    """Store an answer that is given, else show the widget that asks for it."""
    if answer is not None:
        said = _store(question, about, answer)
        print(_word("stored", answer=said) if said else _word("nothing"))
        return
    try:
        import ipywidgets
        from IPython.display import display
    except ImportError:
        print(_word("plain", example=example))
        return
    label = _word("yours", question=question)
    wide = {"width": "100%", "max_width": "45em"}
    before = stored().get(question, {})
    start = before.get("answer") if before.get("kind") == about["kind"] else None
    if options is None:
        asked = ipywidgets.Textarea(value=start or "", rows=4, layout=wide, description=f"{label}:",
                                    style={"description_width": "initial"})
    else:
        known = start if start in [value for _, value in options] else None
        asked = ipywidgets.RadioButtons(options=options, value=known, layout={**wide, "height": "auto"},
                                        description=f"{label}:", style={"description_width": "initial"})
    state = ipywidgets.HTML()

    def keep(change):
        if change["new"] is None:
            return
        try:
            said = _store(question, about, change["new"][:MOST_WORDS] if options is None else change["new"])
            state.value = _word("stored", answer="✓") if said else _word("nothing")
        except SurveyError as error:
            state.value = str(error)

    asked.observe(keep, "value")
    display(ipywidgets.VBox([asked, state]))


def _store(question: str, about: dict, answer) -> str:
    """Keep an answer, an empty text means none; return it in words. Raises SurveyError where nothing can be written."""
    answers, entry = stored(), {**about, "answer": answer}
    answers.pop(question, None)
    if not isinstance(answer, str) or answer.strip():
        answers[question] = entry
    fresh = Path(f".{FILE}.new")
    try:
        text = json.dumps({"version": 1, "answers": dict(sorted(answers.items()))}, ensure_ascii=False, indent=1)
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, FILE)
    except (OSError, UnicodeError) as error:
        raise _error("full", file=FILE, why=getattr(error, "strerror", None) or "Unicode") from None
    return _said(entry) if question in answers else ""
