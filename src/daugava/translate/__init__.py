"""One English master, one catalogue and one edition per language: for notebooks and for teacher guides.

``<lab>.ipynb`` and ``<lab>.lv.po`` give ``<lab>.lv.ipynb``; ``teacher-guides/labs/<lab>.md`` goes the same way, and so
do the files of a workshop and the pages for teachers (`daugava.workshop`): whatever names its `masters`.
A message that is new, fuzzy or wrongly translated stops the edition: nothing half translated is ever written.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from daugava.lab import Lab, beside
from daugava.problem import Problem
from daugava.translate import catalogue, document, markdown
from daugava.translate.code import skeleton
from daugava.translate.message import Fault, Message, TranslateError, short

__all__ = ["Message", "TranslateError", "edition", "messages", "problems", "skeleton", "translated", "update"]


def messages(source) -> list[Message]:
    """What a notebook, or the text of a guide, says to people, in its order.

    A cell whose code cannot be read says nothing. Labels stand in the metadata in English: take `translated` for
    an edition.
    """
    return document.guide_messages(source) if isinstance(source, str) else document.notebook_messages(source)[0]


def translated(lab: Lab, language: str) -> list[Message]:
    """The messages of a lab's notebook with the text of an edition, as far as they are translated."""
    work = _work(document.masters(lab)[0], language, lab)
    return [Message(work.said[each.text], each.cell, each.kind) for each in work.messages if each.text in work.said]


def edition(lab: Lab, language: str):
    """The notebook in a language, made anew from the master and the catalogue.

    Raises TranslateError with the first problem if it cannot be made.
    """
    import nbformat

    if language == document.MASTER:
        return lab.notebook(language)
    work = _work(document.masters(lab)[0], language, lab)
    if work.edition is None:
        raise TranslateError(str(work.problems[0]))
    return nbformat.reads(work.edition, as_version=4)


def problems(lab: Lab) -> list[Problem]:
    """All that keeps the files of the other editions from being what master and catalogue give; writes nothing."""
    found = []
    for work in _all(lab):
        found += work.problems
        for path, text in work.files.items():
            if not path.is_file() or path.read_bytes() != text.encode():
                found.append(Problem(_name(path, lab), "", "the file is not what its master and catalogue give",
                                     f"Run ./daugava translate {lab.id}, and never change the file of an edition."))
    return found


def update(lab: Lab) -> tuple[list[Path], list[Problem]]:
    """Write the catalogues and every edition that is complete: (changed files, what is left to mend)."""
    changed, found = [], []
    for work in _all(lab):
        found += work.problems
        for path, text in work.files.items():
            if not path.is_file() or path.read_bytes() != text.encode():
                path.write_bytes(text.encode())
                changed.append(path)
    return changed, found


@dataclass
class _Work:
    """What one master gives in one language."""

    messages: list[Message] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: dict[Path, str] = field(default_factory=dict)
    edition: str | None = None


def _all(lab):
    first, *others = document.masters(lab)
    for master in (first, *(other for other in others if other.master.is_file())):
        for language in lab.editions:
            if language != document.MASTER:
                yield _work(master, language, lab)


def _work(master, language, lab):
    lab.path(document.MASTER)  # says so if there is no master
    work = _Work()
    path = beside(master.master, language, ".po")

    def report(file, cell, fault):
        place = "" if cell is None else document.place(master, cell)
        work.problems.append(Problem(_name(file, lab), place, fault.what, fault.mend))

    try:
        work.messages, faults = master.messages()
    except Fault as fault:
        faults = [(None, fault)]
    for cell, fault in faults:
        report(master.master, cell, fault)
    if faults:  # a catalogue made from half a master would lose translations
        return work
    try:
        known = catalogue.merged(catalogue.read(path), work.messages, master.master.name, language)
    except Fault as fault:
        report(path, None, fault)
        return work
    work.files[path] = str(known)
    work.said = catalogue.translations(known)
    for cell, fault in _faults(work, known):
        report(path, cell, fault)
    if not work.problems:
        try:
            work.edition = master.edition(lambda message: work.said[message.text], language)
            work.files[beside(master.master, language)] = work.edition
        except Fault as fault:
            report(path, None, fault)
    return work


def _faults(work, known):
    """What is wrong with the translation of each message, said once: (cell, fault)."""
    fuzzy = {entry.msgid for entry in known.fuzzy_entries()}
    told = set()
    for each in work.messages:
        if (each.text, each.kind) in told:
            continue
        told.add((each.text, each.kind))
        if each.text in work.said:
            for fault in markdown.faults(each.text, work.said[each.text], each.kind):
                yield each.cell, fault
        elif each.text in fuzzy:
            yield each.cell, Fault(f"the English text has changed: {short(each.text)}",
                                   "Change its translation and take the flag “fuzzy” away.")
        else:
            yield each.cell, Fault(f"{short(each.text)} is not translated", "Write the translation into msgstr.")


def _name(path, lab):
    return path.resolve().relative_to(lab.root).as_posix()
