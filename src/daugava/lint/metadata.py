"""lab.yml, answers.yml and the curriculum: what they say of one lab, and that they agree."""
from __future__ import annotations

import re

from daugava import versions
from daugava.lint import prose
from daugava.lint.checks import judging, roads
from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Guide

RIGHT, WRONG = 2, 3
MARK = "REPLACE"  # in the templates of ./daugava new-lab
CORE_SHARE = 32 / 40
MISCONCEPTIONS = {"en": "Common misconceptions", "lv": "Biežākās kļūdas"}


@rule("curriculum", at="lab")
def lab_yml_fits_the_curriculum(bench: Bench):
    """lab.yml follows its schema; its outcomes, occupations, strand and data sets exist in the curriculum."""
    folder = bench.name(bench.lab.folder)
    for each in bench.curriculum_problems:
        if each.file.startswith(f"{folder}/"):
            yield each.file, each.place, each.what, each.mend


@rule("editions", at="lab")
def editions_are_up_to_date(bench: Bench):
    """Every edition and guide is what its English master and its catalogue give."""
    for each in bench.stale:
        cell = bench.master.cell(each.place.removeprefix("Cell ")) if each.file.startswith("labs/") else None
        yield each.file, str(cell or each.place), each.what, each.mend


@rule("version", at="lab")
def content_has_a_version(bench: Bench):
    """Changed content has a new version, with a line in the change log."""
    complete = bench.lab.metadata.get("changes") and bench.lab.metadata.get("content")
    if not complete or any(sheet.fault for sheet in bench.sheets.values()) or any(
            each.file.startswith("labs/") for each in bench.stale):
        return  # other rules say so
    for each in versions.problems(bench.lab):
        yield each.file, each.place, each.what, each.mend


@rule("skeleton", at="lab")
def skeleton_is_written_over(bench: Bench):
    """What ./daugava new-lab marks with REPLACE is written over."""
    for file, place in _marked(bench):
        yield file, place, f"the skeleton still says {MARK}", "Write your own text there."


@rule("core-minutes", at="lab")
def core_path_leaves_time(bench: Bench):
    """The core path of 40 minutes ends at minute 32."""
    minutes, core = (bench.lab.metadata.get(key, 0) for key in ("minutes", "core_minutes"))
    if core > minutes * CORE_SHARE:
        yield bench.lab_file, "", f"the core path takes {core} of {minutes} minutes", (
            f"End it at minute {round(minutes * CORE_SHARE)}, with work that can be submitted.")


@rule("answers", at="lab")
def answers_are_enough(bench: Bench):
    """answers.yml has at least 2 right and 3 wrong answers for every task with a check."""
    if bench.answers_fault:
        yield bench.answers_file, "", bench.answers_fault, "Mend it; a colon inside a text needs quotation marks."
        return
    for task in bench.judged:
        answers = bench.answers.get(task["id"]) or {}
        for kind, least in (("right", RIGHT), ("wrong", WRONG)):
            count = len(answers.get(kind) or [])
            if count < least:
                yield bench.answers_file, task["id"], f"there are {count} {kind} answers", f"Write at least {least}."
    known = {task["id"] for task in bench.judged}
    for name in bench.answers:
        if name not in known:
            yield bench.answers_file, name, "lab.yml has no such task with a check", (
                "Name it as in lab.yml, or delete it.")


@rule("answers-known", at="lab")
def wrong_answers_are_named(bench: Bench):
    """Every wrong answer names a misconception or slip of lab.yml, and an excerpt of the hint in every edition."""
    known = {*bench.lab.metadata.get("misconceptions", {}), *bench.lab.metadata.get("slips", {})}
    for task, answers in bench.answers.items():
        for number, answer in enumerate(answers.get("wrong") or [], 1):
            name, place = answer.get("misconception"), f"{task}, wrong answer {number}"
            if name not in known:
                yield bench.answers_file, place, f"lab.yml does not know the misconception {name}", (
                    "Add it there, or take the id that is meant.")
            missing = [language for language in bench.lab.editions if not answer.get("hint", {}).get(language)]
            if missing:
                yield bench.answers_file, place, f"it has no hint in {several(missing)}", (
                    "Write an excerpt of what the check says.")


@rule("misconceptions", at="lab")
def misconceptions_agree(bench: Bench):
    """Every misconception of lab.yml has a wrong answer, a hint in a check, a row in each guide, and no other row."""
    named = list(bench.lab.metadata.get("misconceptions", {}))
    raised = {answer.get("misconception") for answers in bench.answers.values()
              for answer in answers.get("wrong") or []}
    hinted = {name for cell in judging(bench.master) for name, _ in roads(cell)}
    for name in named:
        if name not in raised and not bench.answers_fault:
            yield bench.answers_file, name, "no wrong answer shows this misconception", (
                "Write one, or take it out of lab.yml.")
        if name not in hinted and not bench.master.fault:
            yield bench.master.file, name, "no check has a hint for this misconception", "Add it to a check.roads."
    for guide in bench.guides.values():
        listed = _listed(guide)
        if listed is None:
            continue  # the guide's own rules say so
        for name in named:
            if name not in listed:
                yield guide.file, name, "the table of misconceptions has no row for it", (
                    "Write what pupils say, why, what to ask.")
        for name, row in listed.items():
            if name not in named:
                yield guide.file, name, "lab.yml does not know this misconception", "Add it there, or take the row out."
            elif len(row) != 4 or not all(row):
                yield guide.file, name, "the row of this misconception is not complete", (
                    "Write what pupils say, why, what to ask.")


def _marked(bench: Bench):
    """Where the mark of the skeleton stands, (file, place); in an edition only where English has lost it already."""
    for path in (bench.lab.folder / "lab.yml", bench.lab.folder / "answers.yml"):
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        yield from ((bench.name(path), f"line {number}") for number, line in enumerate(lines, 1) if MARK in line)
    for sheet in bench.sheets.values():
        for cell in sheet.cells:
            english = bench.master.cell(cell.id)
            if MARK in cell.source and (sheet is bench.master or not english or MARK not in english.source):
                yield sheet.file, str(cell)
    for guide in bench.guides.values():
        if guide.language == "en" or MARK not in bench.guides["en"].text:
            yield from ((guide.file, heading) for heading, text in guide.sections.items() if MARK in heading + text)


def _listed(guide: Guide) -> dict[str, list[str]] | None:
    """The rows of the misconceptions table of a guide, by id; None if there is no such section."""
    text = guide.sections.get(MISCONCEPTIONS.get(guide.language, ""))
    if text is None:
        return None
    return {name: row for row in prose.rows(text) for name in re.findall(r"^`?([a-z0-9-]+)`?$", row[0])}
