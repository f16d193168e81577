"""What a lab must have, said to its author as a colleague would: what is wrong, and how to mend it.

    from daugava import lab, lint
    for problem in lint.check(lab.get("badge-break-even")):
        print(problem)      # file, Cell 7 (task-cost): what is wrong. How to mend it.

`RULES` holds every rule by its id, with the law in words; `CELL_METADATA` what the metadata.daugava of a cell may list
(./daugava check --rules prints both). The rules stand in the modules of this package, a family each.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from daugava import curriculum
from daugava.lab import Lab
from daugava.lint import (  # noqa: F401  each registers its rules
    checks,
    code,
    figures,
    grading,
    guides,
    level,
    metadata,
    numbers,
    referee,
    sections,
    spelling,
    structure,
    text,
    typography,
)
from daugava.lint.rule import RULES, Rule
from daugava.lint.sheet import Bench, is_sound
from daugava.lint.structure import CELL_METADATA
from daugava.problem import Problem

__all__ = ["CELL_METADATA", "RULES", "Rule", "check", "check_all"]


def check(lab: Lab) -> list[Problem]:
    """What in a lab, its editions and its guides is not as it should be, file by file; an empty list if all is well.

    lab: from `daugava.lab`. If lab.yml or a notebook has not the form that the rules build on, only that is said.
    """
    root = lab.root
    return _check([lab], root, lambda file: False)


def check_all(labs: Iterable[Lab], root: Path) -> list[Problem]:
    """The problems of some labs and of the curriculum of the repository `root`; unreadable notebooks come alone."""
    return _check(labs, root, lambda file: not file.startswith("labs/"))


def _check(labs: Iterable[Lab], root: Path, shared: Callable[[str], bool]) -> list[Problem]:
    labs = list(labs)
    benches = [Bench(lab) for lab in labs if is_sound(lab.metadata)]
    unreadable = [problem for bench in benches for problem in _broken(RULES["notebook"], bench)
                  if not any(sheet.missing and sheet.file == problem.file for sheet in bench.sheets.values())]
    if unreadable:
        return unreadable
    said = curriculum.validate(root)
    unsound = {f"labs/{lab.folder.parent.name}/{lab.folder.name}/lab.yml" for lab in labs if not is_sound(lab.metadata)}
    found = [replace(each, rule="curriculum") for each in said
             if shared(each.file) or each.file in unsound]
    for bench in benches:
        bench.curriculum_problems = said
        found += _problems(bench)
    return list(dict.fromkeys(found))


def _problems(bench: Bench) -> list[Problem]:
    found = [problem for rule in RULES.values() for problem in _broken(rule, bench)]
    files = [bench.lab_file, bench.answers_file, *(sheet.file for sheet in bench.sheets.values())]
    known = {file: number for number, file in enumerate(files)}
    return sorted(found, key=lambda problem: (known.get(problem.file, len(files)), _cell_number(problem)))


def _cell_number(problem: Problem) -> int:
    number = re.match(r"Cell (\d+)", problem.place)
    return int(number[1]) if number else 0


def _broken(rule: Rule, bench: Bench) -> Iterable[Problem]:
    if rule.at == "lab":
        for file, place, what, mend in rule.look(bench):
            yield _where(Problem(file, place, what, mend, rule.id), bench)
    elif rule.at == "guide":
        for guide in bench.guides.values():
            for section, what, mend in rule.look(guide) if guide.text or rule.id == "guide" else ():
                yield _where(Problem(guide.file, section, what, mend, rule.id), bench)
    else:
        sheets = bench.sheets.values() if rule.at == "edition" else [bench.master]
        told = set()
        for sheet in sheets:
            for cell, what, mend in rule.look(sheet) if not sheet.fault or rule.id == "notebook" else ():
                if sheet is bench.master:
                    told.add(str(cell))
                elif str(cell) in told:
                    continue  # an edition has the faults of its master
                yield _where(Problem(sheet.file, str(cell or ""), what, mend, rule.id), bench)


def _where(problem: Problem, bench: Bench) -> Problem:
    """An edition is generated: say in which catalogue its text is mended."""
    catalogue = bench.catalogue(problem.file)
    if catalogue is None or problem.rule in ("editions", "notebook", "guide", "curriculum"):
        return problem
    return replace(problem, mend=f"{problem.mend} The text stands in {catalogue}; then run ./daugava translate.")
