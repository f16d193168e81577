"""The catalogue of a language: a PO file with the messages of one master, in their order."""
from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import polib

from daugava.translate.message import Fault, Message

_TEXT = re.compile(r'(?:#[~|]+ *)?(?:msg[\w\[\]]+ *)?"')
_WHOLE = re.compile(r'[^"]*"(?:[^"\\]|\\.)*"\s*')
_NEAR = 0.6
_NEAR_CELL = 0.35  # a whole cell that keeps its id is the same message, however much it has changed


def read(path: Path) -> polib.POFile:
    """A catalogue, empty if there is no file. Raises Fault if it is no PO file or holds a message twice."""
    if not path.is_file():
        return polib.POFile(wrapwidth=0)
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if _TEXT.match(line) and not _WHOLE.fullmatch(line):  # polib would drop the last letter
                raise ValueError(f"line {number}: a quotation mark is missing, or has no \\ before it")
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=0, check_for_duplicates=True)
    except (OSError, ValueError, IndexError) as error:
        why = str(error).replace(str(path), path.name)
        raise Fault(f"the catalogue cannot be read ({why})", "Mend it there, or take it back from git.") from error


def merged(old: polib.POFile, messages: list[Message], master: str, language: str) -> polib.POFile:
    """The catalogue that belongs to these messages, with the translations of the old one.

    The translation of a message that has changed a little is kept as fuzzy, with the text it was made for; what
    fits nothing any more is kept once at the end as obsolete.
    """
    new = polib.POFile(wrapwidth=0)
    new.header = f"Translation of {master} (messages in its order). Fill in msgstr, then run ./daugava translate."
    new.metadata = {"Language": language, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
                    "Content-Transfer-Encoding": "8bit"}
    places: dict[str, list[Message]] = {}
    for message in messages:
        places.setdefault(message.text, []).append(message)
    left = [entry for entry in old if entry.msgid not in places and entry.msgstr]
    known = {entry.msgid: entry for entry in old if entry.msgstr}
    near = _near({text: found for text, found in places.items() if text not in known}, left, master)
    for text, found in places.items():
        entry = polib.POEntry(msgid=text, comment=_about(found[0]))
        entry.occurrences = list(dict.fromkeys((_place(master, each), "") for each in found))
        before = known.get(text) or near.get(text)
        if before:
            _take_over(entry, before)
        new.append(entry)
    used = {id(entry) for entry in near.values()}
    for entry in left:
        if id(entry) not in used:
            new.append(polib.POEntry(msgid=entry.msgid, msgstr=entry.msgstr, tcomment=entry.tcomment,
                                     flags=["fuzzy"] if "fuzzy" in entry.flags else [], obsolete=True))
    return new


def translations(catalogue: polib.POFile) -> dict[str, str]:
    """What may be used: {text: translation}, without fuzzy and obsolete ones."""
    return {entry.msgid: entry.msgstr for entry in catalogue if entry.translated()}


def _about(message):
    return f"{message.kind} in {message.cell}" if message.cell else message.kind


def _place(master, message):
    return f"{master}:{message.cell or 'top'}"


def _take_over(entry, before):
    entry.msgstr, entry.tcomment = before.msgstr, before.tcomment
    if "fuzzy" in before.flags:
        entry.flags = ["fuzzy"]
        entry.previous_msgid = before.previous_msgid
    if before.msgid != entry.msgid:
        entry.flags = ["fuzzy"]
        entry.previous_msgid = entry.previous_msgid or before.msgid


def _near(places, left, master):
    """The old entry that each new text most likely comes from, none of them twice: {text: entry}."""
    pairs = []
    for order, (text, found) in enumerate(places.items()):
        matcher = SequenceMatcher(None, "", text, autojunk=False)
        cells = {_place(master, message) for message in found}
        for entry in left:
            same_cell = any(place in cells for place, _ in entry.occurrences)
            whole = same_cell and found[0].kind == "markdown" and entry.comment.startswith("markdown")
            needed = _NEAR_CELL if whole else _NEAR
            matcher.set_seq1(entry.msgid)
            if matcher.real_quick_ratio() >= needed and matcher.quick_ratio() >= needed and matcher.ratio() >= needed:
                pairs.append((-matcher.ratio() - 0.1 * same_cell, order, text, entry))
    near = {}
    for *_, text, entry in sorted(pairs, key=lambda pair: pair[:2]):
        if text not in near and all(entry is not taken for taken in near.values()):
            near[text] = entry
    return near
