"""How much there is to read, and how it is said."""
from __future__ import annotations

import re

from daugava.lint import prose
from daugava.lint.rule import rule
from daugava.lint.sheet import Cell, Guide, Sheet

WORDS_IN_40_MINUTES = 450
WORDS_BEFORE_A_TASK = 45
WORDS_A_SENTENCE = 22
AVOID = {
    "en": {r"simply": "Leave it out: what is simple for one is not for another.",
           r"obviously": "Leave it out: what is obvious to one is not to another.",
           r"just": "Leave it out, or write “only”."},
    "lv": {r"kerne[lļ]\w*": "Raksti „Python” (administratoriem: „kodols”).",
           r"validē\w*": "Raksti „pārbaudīt”.",
           r"sabmit\w*": "Raksti „iesniegt”.",
           r"fe?edbek\w*|fīdbek\w*": "Raksti „atgriezeniskā saite”.",
           r"task(?:a|u|as|i|us|am|iem|ām|os|ās)": "Raksti „uzdevums”.",
           r"ieskrīnē\w*": "Raksti „ierakstīt” vai „nofotografēt”.",
           r"nospiediet\w*": "Raksti „nospied”.",
           r"balstoties uz": "Raksti „pēc” vai „no”.",
           r"izaicinājum\w*": "Raksti „uzdevums”.",
           r"mājien\w*": "Raksti „padoms”.",
           r"darblap\w*|piezīmju grāmat\w*": "Raksti „darba burtnīca”.",
           r"skolnie[kc]\w*": "Raksti „skolēns”.",
           r"pats/pati|pats \(pati\)|\w+s/-?a": "Raksti bez dzimtes formām.",
           r"iztikai": "Raksti „Kas šo dara darbā?”."},
}
POLITE = re.compile(r"\b(?:jūs|jums|jūsu|jūsos)\b", re.IGNORECASE)


@rule("core-words", at="edition")
def core_path_is_short_to_read(sheet: Sheet):
    """The core path has at most 450 words to read in 40 minutes (900 in 80)."""
    path = _core(sheet)
    limit = round(WORDS_IN_40_MINUTES * sheet.lab.metadata.get("minutes", 40) / 40)
    count = sum(len(prose.words(cell.prose)) for cell in path)
    if count > limit:
        longest = max(path, key=lambda cell: len(prose.words(cell.prose)))
        yield longest, f"the core path has {count} words to read, {limit} is the most", (
            "Shorten it; this cell is the longest.")


@rule("task-words", at="edition")
def tasks_are_short_to_read(sheet: Sheet):
    """At most 45 words stand before a task."""
    for cell in sheet.cells:
        if cell.is_answer:
            count = sum(len(prose.words(text.prose)) for text in _before(sheet, cell))
            if count > WORDS_BEFORE_A_TASK:
                yield cell, f"{count} words stand before this task, {WORDS_BEFORE_A_TASK} is the most", (
                    "Shorten them, one instruction a sentence, verb first.")


@rule("short-sentences", at="edition")
def sentences_are_short(sheet: Sheet):
    """A sentence has at most 22 words."""
    for cell in sheet.cells:
        for sentence in prose.sentences(cell.prose) if cell.id != "summary" else ():
            if (count := len(prose.words(sentence))) > WORDS_A_SENTENCE:
                yield cell, f"a sentence has {count} words: “{_short(sentence)}”", "Make two of it."


@rule("voice", at="edition")
def words_are_kind(sheet: Sheet):
    """Pupils are not told that something is simple, nor addressed politely; foreign and gendered forms are avoided."""
    for cell, text, _ in sheet.texts:
        yield from ((cell, *fault) for fault in _avoided(text, sheet.language))
        if sheet.language == "lv" and (found := POLITE.search(text)):
            yield cell, f"„{found[0]}” is the polite form", "Say tu to a pupil."


@rule("guide-voice", at="guide")
def words_of_a_guide_are_usual(guide: Guide):
    """A guide uses the words that the platform uses."""
    for heading, text in guide.sections.items() if guide.language != "en" else ():
        for fault in _avoided(prose.plain(text), guide.language):
            yield heading, *fault


@rule("image-alt", at="edition")
def pictures_in_text_have_alt(sheet: Sheet):
    """Every picture in a text has alt text."""
    for cell in sheet.cells:
        bare = re.search(r"!\[\s*\]\(|<img(?![^>]*\balt=[\"'][^\"']*\w)[^>]*>", cell.source) if cell.is_text else None
        if bare:
            yield cell, "a picture has no alt text", "Say what a sighted pupil sees: ![two lines that cross](…)."


def _core(sheet: Sheet) -> list[Cell]:
    """The Markdown cells of the core path: from the text of the prediction to the end of the path."""
    ids = [cell.id for cell in sheet.cells]
    if "core-end" not in ids or "predict" not in ids:
        return []
    start = ids.index("predict")
    while start and sheet.cells[start - 1].is_text and ids[start - 1] not in ("hook", "card"):
        start -= 1
    return [cell for cell in sheet.cells[start:ids.index("core-end") + 1] if cell.is_text]


def _before(sheet: Sheet, task: Cell) -> list[Cell]:
    """The Markdown cells directly before a task, or before the figures and tables that it shows first."""
    found = []
    for cell in reversed(sheet.cells[:task.number - 1]):
        shows = cell.is_code and not cell.is_check and not cell.is_pupils
        if (cell.is_code and (found or not shows)) or cell.id.startswith(("stop-", "core-end", "hook", "card")):
            break
        if cell.is_text and not cell.source.startswith("# "):  # a heading over several tasks
            found.append(cell)
    return found


def _avoided(text, language):
    for pattern, mend in AVOID.get(language, {}).items():
        if found := re.search(rf"\b(?:{pattern})(?!\w)", text, re.IGNORECASE):
            yield f"“{found[0]}” is a word that we avoid", mend


def _short(text, length=60):
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length - 1].rstrip() + "…"
