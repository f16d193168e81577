"""Teacher guides: the printable first page and the sections after it, in every language."""
from __future__ import annotations

import re

from daugava import LANGUAGES, curriculum
from daugava.curriculum import CurriculumError
from daugava.lint import prose
from daugava.lint.rule import rule, several
from daugava.lint.sheet import Bench, Guide
from daugava.translate.message import short

FIRST_PAGE_WORDS = 400
SECTIONS = {
    "en": ("At a glance", "The main idea", "The lesson", "Before the lesson", "Common misconceptions",
           "Answers and marking", "Support and extension", "With your hands", "Talk about enterprise and careers",
           "Without a computer", "Words"),
    "lv": ("Īsumā", "Galvenā doma", "Stundas gaita", "Pirms stundas", "Biežākās kļūdas", "Atbildes un vērtēšana",
           "Atbalsts un padziļinājums", "Ar rokām", "Saruna par uzņēmējdarbību un profesijām", "Bez datora",
           "Vārdnīca"),
}
FIRST_PAGE = {  # point, marks, hang-ups, journal, plan B, absent pupils
    "en": {"the point of the lesson": "The point of the lesson", "three likely hang-ups": "Three likely hang-ups",
           "the line for the class journal": "For the class journal", "plan B without computers": "Plan B",
           "the 10-minute way for absent pupils": "Absent pupil"},
    "lv": {"the point of the lesson": "Stundas jēga", "three likely hang-ups": "Kur visbiežāk iestrēgst",
           "the line for the class journal": "Ieraksts žurnālā", "plan B without computers": "Plāns B",
           "the 10-minute way for absent pupils": "Ja skolēns stundu kavēja"},
}
INSIDE = {  # section number: {what: words that tell}
    "en": {3: {"pairs": r"\bpairs?\b", "roles that change": r"\broles?\b|\bswap"},
           5: {"a rubric": r"\brubric\b", "oral questions of 60 seconds": r"60.second"},
           6: {"V (basic)": r"\bV \(", "O (optimal)": r"\bO \(", "A (advanced)": r"\bA \("},
           7: {"safety": r"\bsafety\b", "noise": r"\bnoise\b"}},
    "lv": {3: {"pairs": r"\bpār[iīouās]", "roles that change": r"\blom[aāuo]"},
           5: {"a rubric": r"\bkritērij", "oral questions of 60 seconds": r"60 sekun"},
           6: {"V (basic)": r"\bV \(", "O (optimal)": r"\bO \(", "A (advanced)": r"\bA \("},
           7: {"safety": r"\bdrošīb", "noise": r"\btroksn"}},
}


@rule("guide", at="guide")
def guide_is_there(guide: Guide):
    """Every lab has a teacher guide in every language."""
    if not guide.text.strip():
        mend = ("Write it; the guide of badge-break-even shows how." if guide.language == "en" else
                "Run ./daugava translate once the English one is written.")
        yield "", "there is no guide", mend


@rule("guide-sections", at="guide")
def guide_has_its_sections(guide: Guide):
    """A guide has its sections, in order, with the usual headings."""
    headings = list(guide.sections)
    wanted = SECTIONS.get(guide.language, ())
    if missing := [name for name in wanted if _section(guide, name) is None]:
        yield "", f"there is no section {several([f'“{name}”' for name in missing])}", "Write it as in every guide."
    places = [headings.index(next(heading for heading in headings if _is(heading, name)))
              for name in wanted if name not in missing]
    for before, after in zip(places, places[1:], strict=False):
        if before > after:
            yield headings[after], f"it stands before “{headings[before]}”", "Exchange the two sections."


@rule("guide-first-page", at="guide")
def first_page_is_complete(guide: Guide):
    """The first page has the point, five time marks, three hang-ups, journal line, plan B, a way for absent pupils."""
    names = SECTIONS.get(guide.language)
    page = _section(guide, names[0]) if names else None
    if page is None:
        return
    for what, label in FIRST_PAGE[guide.language].items():
        if label not in page:
            yield names[0], f"the first page has no {what} (“{label}”)", "Add it, with these words."
    tables = [prose.rows(block) for block in re.split(r"\n\s*\n", page)]
    sizes = [len(rows) for rows in tables if rows]
    if sizes[:2] != [5, 3]:
        yield names[0], "the first page does not have five time marks and three hang-ups", (
            "Write a table of 5 rows (minute, what happens) and then one of 3 (what you see, cure).")
    if (count := len(prose.words(prose.plain(page)))) > FIRST_PAGE_WORDS:
        yield names[0], f"the first page has {count} words", f"Keep {FIRST_PAGE_WORDS}, so that it prints on one A4."


@rule("guide-parts", at="guide")
def sections_have_their_parts(guide: Guide):
    """A guide has pairs, rubric, oral questions, levels of support, safety, noise, questions, words in 3 languages."""
    names = SECTIONS.get(guide.language)
    if names is None:
        return
    for number, parts in INSIDE[guide.language].items():
        section = _section(guide, names[number])
        for what, pattern in parts.items() if section is not None else ():
            if not re.search(pattern, prose.plain(section), re.IGNORECASE):
                yield names[number], f"it says nothing of {what}", "Add it."
    talk = _section(guide, names[8])
    if talk is not None and (count := len(re.findall(r"^\d+\. .*\?", talk, re.MULTILINE))) != 3:
        yield names[8], f"there are {count} questions", "Write three, as a list: 1., 2., 3."
    table = _section(guide, names[10])
    if table is not None and not (prose.rows(table) and all(len(row) == 3 for row in prose.rows(table))):
        yield names[10], "there is no table of words in three languages", "Write one: English, Latvian, Norwegian."


@rule("guide-outcomes", at="lab")
def guides_name_the_outcomes(bench: Bench):
    """Every guide names the outcomes of lab.yml by code, with the official wording or "to be checked"."""
    for guide in bench.guides.values():
        rows = [row for row in prose.rows(guide.text) if len(row) >= 3]
        for cited in bench.lab.metadata.get("outcomes", ()) if guide.text else ():
            code = curriculum.bare(cited["code"])
            row = next((row for row in rows if row[0] == cited["regulation"] and curriculum.bare(row[1]) == code), None)
            place = f"{cited['regulation']} {cited['code']}"
            if row is None or not row[2]:
                yield guide.file, place, "the table of outcomes does not have it with its wording", (
                    "Add a row: regulation, code, wording, where in the lab.")
            elif wording := _missing_wording(row[2], cited, guide.language, bench):
                yield guide.file, place, "the table of outcomes has another wording than curriculum/outcomes", (
                    f"Write it as there: {short(wording)}.")


def _missing_wording(written: str, cited: dict, language: str, bench: Bench) -> str | None:
    """The words that have to stand in the table, None if they do; an unknown outcome is a matter of lab.yml."""
    try:
        outcome = curriculum.outcome(cited["regulation"], cited["code"], bench.root)
    except CurriculumError:
        return None
    spoken = language if language in LANGUAGES else "en"  # another language has the wording as it was read
    wording = (outcome.verified and outcome.wording(spoken)) or curriculum.TO_BE_CHECKED.get(language, "")
    return None if _letters(wording) in _letters(written) else wording


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold()


def _section(guide: Guide, name: str) -> str | None:
    return next((text for heading, text in guide.sections.items() if _is(heading, name)), None)


def _is(heading: str, name: str) -> bool:
    return heading == name or heading.startswith(f"{name} (")
