"""Signs: quotation marks, decimal comma, minus, units, ordinals."""
from __future__ import annotations

import re

from daugava.lint import prose
from daugava.lint.rule import rule
from daugava.lint.sheet import Guide, Sheet

# What looks like a decimal and is a code, a version, a topic, a time or a date.
_NAMED = re.compile(
    r"(?:\bESCO|\bISCO|\bBY(?:-SA)?|\bv|\bversija|\bversion|\btem(?:ats|ati|atos|ata)|\btopics?|\bplkst\.|\bat|§|\bMK|"
    r"\bprasme\w*|\bskills?|\bEntreComp)(?:[\s,;]*(?:un |and |\w{1,2}\.)?\d+(?:\.\d+)*\.?)+", re.IGNORECASE)
UNIT = r"(?:[km]?g|[cdkm]?m[²³]?|(?<!\d\d\d)m?s|min|h|[kM]?Wh?|k?N|°C|EUR|euros?|eiro|m?l|k?Hz)"
_MARKS = {
    "quotes": {
        "lv": [(re.compile(r"[\"“‟«»]|(?<!\w)['‘]|(?<=\w)”(?=\w)"), "Write „ and ” around the words.")],
        "en": [(re.compile(r"[„«»‟]"), "Write \" before and after the words.")],
    },
    "decimal-mark": {
        "lv": [(re.compile(r"(?<![\w.,/])(?!\d\d\.(?:0\d|1[0-2])\.)\d+\.\d+(?!\w|[.,]\d)"),
                "Write a comma: 1,90 (code keeps the point, in `code`).")],
        "en": [(re.compile(r"(?<![\w.,/])\d+,(?:\d{1,2}|\d{4,})(?![\w,]|\.\d)"), "Write a point: 1.90.")],
    },
    "minus-sign": {
        "": [(re.compile(r"(?<![\w.,)\]–-])-\d|(?<=\d) - (?=\d)|\S+ [-—] \S+"),
              "Write − for minus, and – with a space on each side between words.")],
    },
    "unit-space": {
        "lv": [(re.compile(rf"(?<![\w.,])\d+(?:,\d+)?(?:{UNIT}\b|[€%‰])|(?<!\d)(?<!\d\s)€\s?\d"),
                "Put a space between number and unit: 1,90 €.")],
        "en": [(re.compile(rf"(?<![\w.,])\d+(?:\.\d+)?(?:{UNIT}\b|€)|\d €"),
                "Write 5 kg with a space, and €1.90 with the sign in front.")],
    },
    "ordinal": {
        "lv": [(re.compile(r"(?<![\w.])\d+ (?:klase|klasē|klasei|uzdevum\w|pietur\w|gadsimt\w+)\b"),
                "Write the full stop of the ordinal: 10. klase.")],
    },
}
_WHAT = {"quotes": "the quotation marks are not the usual ones",
         "decimal-mark": "the decimal mark is not the usual one",
         "minus-sign": "a hyphen stands for a minus or a dash", "unit-space": "the unit is not written as usual",
         "ordinal": "the number has no full stop"}


def _faults(name, text, language):
    if name == "decimal-mark":
        text = _NAMED.sub(" ", text)
    marks = _MARKS[name]
    for pattern, mend in [*marks.get(language, []), *marks.get("", [])]:
        for line in text.splitlines():
            if found := pattern.search(line):
                yield f"{_WHAT[name]}: “{_around(line, found)}”", mend
                return


def faults(markdown: str, language: str):
    """What in a Markdown text breaks a rule of signs: (what, mend)."""
    text = prose.plain(markdown)
    for name in _MARKS:
        yield from _faults(name, text, language)
    yield from _lone_numbers(markdown)


def _lone_numbers(markdown):
    for number in prose.lone_numbers(markdown):
        yield (f"Markdown takes “{number}.” at the beginning of a paragraph for a list of one item",
               f"Write {number}\\. there.")


def _around(line, found):
    start, end = line.rfind(" ", 0, max(found.start() - 8, 0)) + 1, line.find(" ", found.end() + 8)
    return line[start:end if end > 0 else len(line)].strip()


def _texts(sheet: Sheet):
    """What people read, a text of a cell at a time; columns and other short names in code are not prose."""
    return [(cell, text) for cell, text, kind in sheet.texts if kind != "label"]


def _rule_of(name: str, law: str) -> None:
    """Make the signs of one kind a rule of editions."""
    def look(sheet: Sheet):
        for cell, text in _texts(sheet):
            yield from ((cell, *fault) for fault in _faults(name, text, sheet.language))

    look.__doc__ = law
    rule(name, at="edition")(look)


for _name, _law in {
    "quotes": 'Latvian has „ and ”, English has ".',
    "decimal-mark": "Latvian prose has a decimal comma, English a point; code keeps the point.",
    "minus-sign": "A minus in a text is −, a dash is –; a hyphen belongs in code.",
    "unit-space": "A space stands between number and unit; in English € stands in front.",
    "ordinal": "A Latvian ordinal has a full stop: 10. klase.",
}.items():
    _rule_of(_name, _law)


@rule("lone-number", at="edition")
def no_list_has_one_item(sheet: Sheet):
    r"""An ordinal that begins a paragraph has a backslash before its full stop: 4\. un 5. uzdevums."""
    for cell in sheet.cells:
        if cell.is_text:
            yield from ((cell, *fault) for fault in _lone_numbers(cell.source))


@rule("guide-signs", at="guide")
def signs_of_a_guide(guide: Guide):
    """A guide follows the same rules for quotation marks, decimal marks, minus, units and ordinals."""
    for heading, text in guide.sections.items():
        for fault in faults(text, guide.language):
            yield heading, *fault
