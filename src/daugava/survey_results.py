"""What the surveys of a workshop say together: counts, and words in shuffled order; nobody's answers stay together."""
from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

from daugava import private, survey

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def collect(users: Path) -> dict[str, list[dict]]:
    """{workshop: the answers of each participant} from the homes in a folder: `<home>/workshops/<workshop>/`.

    Participants may have put anything there: links are not followed, files that are too big or no survey count as none.
    """
    found: dict[str, list[dict]] = {}
    for home in sorted(users.iterdir()) if users.is_dir() else ():
        for workshop, raw in _files(home):
            if answers := survey.read(raw):
                found.setdefault(workshop, []).append(answers)
    return dict(sorted(found.items()))


def _files(home: Path):
    """(workshop, bytes) of each survey in a home."""
    opened = []
    try:
        opened.append(os.open(home, FOLDER))
        opened.append(os.open("workshops", FOLDER, dir_fd=opened[0]))
        for name in sorted(os.listdir(opened[1]))[:50]:
            if not survey.ID.fullmatch(name):
                continue
            try:
                folder = os.open(name, FOLDER, dir_fd=opened[1])
            except OSError:
                continue
            try:
                raw = private.content(survey.FILE, folder, survey.MOST_BYTES)
            except OSError:
                raw = None  # too big
            finally:
                os.close(folder)
            if raw is not None:
                yield name, raw
    except OSError:
        return
    finally:
        for each in opened:
            os.close(each)


def lines(workshop: str, surveys: list[dict]) -> list[str]:
    """What is printed of one workshop. Below five surveys, or five answers to a question, no counts are given."""
    said = [f"{workshop}: {len(surveys)} survey{'s' if len(surveys) != 1 else ''}"]
    if len(surveys) < survey.FEWEST:
        return [*said, f"  Fewer than {survey.FEWEST}: nothing is shown, so that nobody can be told apart."]
    for question in sorted({name for each in surveys for name in each}):
        entries = [each[question] for each in surveys if question in each]
        kind = Counter(entry["kind"] for entry in entries).most_common(1)[0][0]
        said += _question(question, kind, [entry for entry in entries if entry["kind"] == kind])
    return said


def _question(question: str, kind: str, entries: list[dict]) -> list[str]:
    if kind == "words":
        texts = [_clean(entry["answer"]) for entry in entries]
        random.SystemRandom().shuffle(texts)
        return [f"  {question}", *(f"    – {text}" for text in texts)]
    if len(entries) < survey.FEWEST:
        return [f"  {question}: fewer than {survey.FEWEST} answers, no counts"]
    counts = Counter(entry["answer"] for entry in entries)
    if kind == "scale":
        low, high = Counter((entry["low"], entry["high"]) for entry in entries).most_common(1)[0][0]
        names = {step: str(step) for step in range(1, survey.STEPS + 1)}
        names[1], names[survey.STEPS] = f"1 {low}", f"{survey.STEPS} {high}"
    else:
        options = Counter(tuple(entry["options"]) for entry in entries).most_common(1)[0][0]
        names = dict(enumerate(options))
    return [f"  {question}", *(f"    {counts[value]:3}  {_clean(name)}" for value, name in names.items())]


def _clean(text: str) -> str:
    """One line, without what a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
