"""How labs make a course: units of 3 to 5 lessons, what a lab builds on, and which outcomes are covered by which lab.

    from daugava import units
    units.units()                # the units of curriculum/units.yml
    units.coverage("lv")         # curriculum/coverage.lv.md: outcomes in rows, labs in columns
    units.update(root)           # write these pages anew: ./daugava coverage
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from daugava import curriculum
from daugava import lab as labs_of
from daugava.problem import Problem

__all__ = ["LESSONS", "Unit", "coverage", "problems", "units", "update"]

FILE = "curriculum/units.yml"
LESSONS = range(3, 6)
_WORDS = {
    "en": {"title": "Which lab covers which outcome", "minutes": "{} min", "grades": "grades", "lab": "Lab",
           "time": "time", "level": "code level", "covers": "outcomes", "code": "Code", "wording": "Wording",
           "made": "Written by `./daugava coverage` from every `lab.yml`; a test compares.",
           "units": "Units", "lessons": "lessons", "labs-title": "Labs",
           "knows": "pupils know before"},
    "lv": {"title": "Kurš darbs sasniedz kuru rezultātu", "minutes": "{} min", "grades": "klases",
           "lab": "Laboratorijas darbs", "time": "laiks", "level": "koda līmenis", "covers": "rezultāti",
           "code": "Kods", "wording": "Formulējums", "made": "Lapu no visiem `lab.yml` raksta "
           "`./daugava coverage`; to salīdzina tests.", "units": "Tematu bloki", "lessons": "stundas",
           "labs-title": "Laboratorijas darbi", "knows": "skolēns pirms tam prot"},
}


@dataclass(frozen=True)
class Unit:
    """A few labs that answer one question together; `parts` are (lab id, lessons of 40 minutes, what is done)."""

    id: str
    titles: dict[str, str]
    questions: dict[str, str]
    grades: tuple[int, ...]
    parts: tuple[tuple[str, int, dict[str, str]], ...]

    @property
    def lessons(self) -> int:
        """Lessons of 40 minutes in all."""
        return sum(lessons for _, lessons, _ in self.parts)


def units(root: Path | None = None) -> list[Unit]:
    """The units, in the order of the file. Raises `curriculum.CurriculumError` if it is missing or is not YAML."""
    return [Unit(entry["id"], entry["title"], entry["question"], tuple(entry["grades"]),
                 tuple((part["id"], part["lessons"], part["part"]) for part in entry["labs"]))
            for entry in _read(root)["units"]]


def problems(root: Path) -> list[Problem]:
    """What does not agree between the units, the labs and the written pages; `curriculum.validate` comes before it."""
    known = labs_of.labs(root)
    labs = {lab.id: lab for lab in known}
    return [*_labs_agree(root, labs), *_units_agree(root, labs), *_stale(root, known)]


def _labs_agree(root, labs):
    entries = {entry["id"]: entry for entry in _read(root)["labs"]}
    for name in sorted(set(labs) - set(entries)):
        yield Problem(FILE, "labs", f"the lab {name} is missing", "Write what pupils know before it.")
    seen = []
    for name, entry in entries.items():
        for other in [name, *entry["after"]]:
            if other not in labs:
                yield Problem(FILE, f"labs, {name}", f"there is no lab {other}", f"Choose one of {', '.join(labs)}.")
        for other in entry["after"]:
            if other in entries and other not in seen:
                yield Problem(FILE, f"labs, {name}", f"it comes after {other}, which stands below it",
                              f"Put {other} above it, or take it out of `after`.")
        seen.append(name)


def _units_agree(root, labs):
    used = set()
    for unit in units(root):
        place = f"units, {unit.id}"
        if unit.lessons not in LESSONS:
            yield Problem(FILE, place, f"it has {unit.lessons} lessons", "Make it 3 to 5 lessons long.")
        for name, _, _ in unit.parts:
            used.add(name)
            if name not in labs:
                yield Problem(FILE, place, f"there is no lab {name}", f"Choose one of {', '.join(labs)}.")
            elif not set(unit.grades) & set(labs[name].metadata["grades"]):
                yield Problem(FILE, place, f"the lab {name} is for no grade of the unit",
                              f"Choose among the grades {', '.join(map(str, labs[name].metadata['grades']))}.")
    for name in sorted(set(labs) - used):
        yield Problem(FILE, "units", f"the lab {name} is in no unit", "Put it into one.")


def _stale(root, labs):
    for path in _outdated(root, labs):
        yield Problem(path.relative_to(root).as_posix(), "", "the page does not say what the labs say",
                      "Run ./daugava coverage.")


def update(root: Path) -> list[Path]:
    """Write the pages that are not up to date; return them."""
    changed = _outdated(root, labs_of.labs(root))
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return list(changed)


def _outdated(root, labs):
    """What the pages that are missing or not up to date should say: {path: Markdown}."""
    folder = Path(root) / "curriculum"
    pages = {folder / "coverage.md": _page("en", root, labs), folder / "coverage.lv.md": _page("lv", root, labs)}
    return {path: text for path, text in pages.items() if not path.is_file() or path.read_text("utf-8") != text}


def coverage(lang: str, root: Path | None = None) -> str:
    """The page for a head of studies: the units, the labs, and a table of outcomes by labs for each regulation.

    A wording that was not read is shown as "to be checked". Returns Markdown in the language (en or lv).
    """
    return _page(lang, root, labs_of.labs(root))


def _page(lang, root, labs):
    said = _WORDS[lang]
    parts = [f"# {said['title']}", said["made"], f"## {said['units']}",
             *(_unit(unit, lang, labs) for unit in units(root)),
             f"## {said['labs-title']}", _labs_table(lang, root, labs)]
    regulations = dict.fromkeys(key["regulation"] for lab in labs for key in lab.metadata["outcomes"])
    for regulation in sorted(regulations):
        parts += [f"## {regulation}", _matrix(lang, root, labs, regulation)]
    return "\n\n".join(parts) + "\n"


def _unit(unit, lang, labs):
    """A unit as a section: its question, its grades, its labs in order."""
    said, known = _WORDS[lang], {lab.id: lab for lab in labs}
    lines = [f"### {unit.titles[lang]}", "",
             f"{unit.questions[lang]} {said['grades'].capitalize()}: {_span(unit.grades)}. "
             f"{said['lessons'].capitalize()}: {unit.lessons}.", ""]
    for number, (name, lessons, part) in enumerate(unit.parts, 1):
        title = f"[{known[name].title(lang)}](../{_guide(known[name], lang)})" if name in known else name
        lines.append(f"{number}. {title}, {said['lessons']}: {lessons}. {part[lang]}")
    return "\n".join(lines)


def _labs_table(lang, root, labs):
    said = _WORDS[lang]
    knows = {entry["id"]: entry["knows"][lang] for entry in _read(root)["labs"]}
    rows = [[f"{number}", f"[{lab.title(lang)}](../{_guide(lab, lang)})", _span(lab.metadata["grades"]),
             said["minutes"].format(lab.metadata["minutes"]), str(lab.metadata["code_level"]),
             str(len(lab.metadata["outcomes"])), knows.get(lab.id, "")] for number, lab in enumerate(labs, 1)]
    return _table(["", said["lab"], said["grades"], said["time"], said["level"], said["covers"], said["knows"]], rows)


def _matrix(lang, root, labs, regulation):
    said, cited = _WORDS[lang], {}
    for number, lab in enumerate(labs):
        for key in lab.metadata["outcomes"]:
            if key["regulation"] == regulation:
                cited.setdefault(key["code"], set()).add(number)
    rows = []
    for code in sorted(cited):
        outcome = curriculum.outcome(regulation, code, root)
        dots = ["●" if number in cited[code] else "" for number in range(len(labs))]
        rows.append([code, outcome.shown(lang).replace("|", "\\|"), *dots])
    return _table([said["code"], said["wording"], *(str(number) for number in range(1, len(labs) + 1))], rows)


def _guide(lab, lang):
    return f"teacher-guides/labs/{lab.id}.md" if lang == "en" else f"teacher-guides/labs/{lab.id}.{lang}.md"


def _span(grades):
    return f"{min(grades)}–{max(grades)}" if len(grades) > 1 else str(grades[0])


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _read(root):
    return curriculum.read(Path(root or labs_of.find_root()) / FILE)
