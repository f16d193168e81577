"""What the parts of a lab say, in every edition."""
from __future__ import annotations

import re

from daugava.lint import prose
from daugava.lint.rule import rule, several
from daugava.lint.sheet import Sheet
from daugava.lint.tree import argument, calls, texts

TERMS = 8
HEADINGS = {
    "en": ("About this lab", "What has to be decided?", "Predict!", "Set up", "Run and look",
           "Compare with your prediction", "Explore the model", "Now you!", "Decide and give reasons",
           "Who does this at work?", "What you can do now"),
    "lv": ("Par šo laboratorijas darbu", "Kas jāizlemj?", "Prognozē!", "Sagatavo darbu", "Izpildi un apskati",
           "Salīdzini ar prognozi", "Izpēti modeli", "Tagad tu!", "Izlem un pamato", "Kas šo dara darbā?",
           "Ko tu tagad proti"),
}
CARD = {
    "en": ("Time:", "Grades:", "Code:", "You need:", "After it you can"),
    "lv": ("Laiks:", "Klase:", "Kods:", "Vajadzēs:", "Pēc darba tu pratīsi"),
}
SUMMARY = {
    "en": {"an exit card": "exit card", "the next lab": "next lab", "sources and licence": "sources and licence"},
    "lv": {"an exit card": "izejas kartīte", "the next lab": "nākamais", "sources and licence": "avoti un licence"},
}
TASK = {"en": re.compile(r"^#+ Task (\d+)\. \S", re.MULTILINE),
        "lv": re.compile(r"^#+ (\d+)\. uzdevums\. \S", re.MULTILINE)}
AI = {"en": "An AI answered this. Find the mistake.", "lv": "MI atbildēja šādi. Atrodi kļūdu."}
_HEADING = re.compile(r"^#+ +(.+?)[ #]*$", re.MULTILINE)
_ITEM = re.compile(r"^[-*] \S", re.MULTILINE)
_NUMBERED = re.compile(r"^\d+\. \S", re.MULTILINE)


@rule("headings", at="edition")
def headings_are_the_usual_ones(sheet: Sheet):
    """Every part has its usual heading, in the usual order."""
    seen = [(heading, cell) for cell in sheet.cells if cell.is_text for heading in _HEADING.findall(cell.source)]
    names = [heading for heading, _ in seen]
    there = [heading for heading in HEADINGS.get(sheet.language, ()) if heading in names]
    if missing := [heading for heading in HEADINGS.get(sheet.language, ()) if heading not in there]:
        yield None, f"there is no heading {several([f'“{heading}”' for heading in missing])}", (
            "Write it as in every lab, letter by letter.")
    for before, after in zip(there, there[1:], strict=False):
        if names.index(before) > names.index(after):
            yield seen[names.index(after)][1], f"the heading “{after}” stands before “{before}”", (
                "Exchange the two parts.")


@rule("task-numbers", at="edition")
def tasks_are_numbered(sheet: Sheet):
    """Every task has a heading with its number, from 1 on."""
    pattern = TASK.get(sheet.language)
    tasks = [cell for cell in sheet.cells if cell.id.startswith("task-")]
    if pattern is None:
        return
    found = [(int(number), cell) for cell in sheet.cells if cell.is_text for number in pattern.findall(cell.source)]
    for number, (written, cell) in enumerate(found, 1):
        if written != number:
            yield cell, f"the heading of task {number} has the number {written}", f"Write {number}."
            return
    if len(found) != len(tasks):
        example = {"en": "## Task 1. …", "lv": "## 1. uzdevums. …"}[sheet.language]
        yield None, f"there are {len(tasks)} tasks and {len(found)} headings of tasks", (
            f"Give every task a heading such as “{example}”.")


@rule("card", at="edition")
def card_says_what_a_class_needs(sheet: Sheet):
    """The card names time, grades, code level, what is needed and what one will be able to do."""
    card = sheet.cell("card")
    if card:
        if missing := [words for words in CARD.get(sheet.language, ()) if words not in card.prose]:
            yield card, f"the card does not say {several([f'“{words}”' for words in missing], 'or')}", (
                "Add it, with these words.")


@rule("card-agrees", at="edition")
def card_agrees_with_lab_yml(sheet: Sheet):
    """Time, grades and code level on the card are those of lab.yml."""
    card, labels = sheet.cell("card"), CARD.get(sheet.language, ())[:3]
    metadata = sheet.lab.metadata
    grades = metadata.get("grades") or [0]
    wanted = ({metadata.get("minutes")}, {min(grades), max(grades)}, {metadata.get("code_level")})
    for label, numbers in zip(labels, wanted, strict=False):
        part = card.prose.partition(label)[2].split("·")[0].split("\n")[0] if card and label in card.prose else None
        written = {int(number) for number in re.findall(r"\d+", part or "")}
        if part is not None and not numbers <= written:
            yield card, f"behind “{label}” stands “{part.strip()}”, and lab.yml says {several(sorted(numbers))}", (
                "Make the two agree.")


@rule("word-box", at="edition")
def word_box_is_small(sheet: Sheet):
    """The card has a word box of at most 8 terms, each with a sentence."""
    card = sheet.cell("card")
    if card is None:
        return
    terms = prose.rows(card.source)
    if not terms:
        yield card, "there is no word box", "Add a table of at most 8 words and what they mean."
    if len(terms) > TERMS:
        yield card, f"the word box has {len(terms)} words", f"Keep the {TERMS} that the lab cannot do without."
    for term, *meaning in terms:
        if not meaning or not re.search(r"\w.*[.!?]$", prose.plain(meaning[0]).strip()):
            yield card, f"“{term}” has no sentence that explains it", "Add one; it ends with a full stop."


@rule("ai-task", at="edition")
def one_task_is_a_wrong_answer_of_an_ai(sheet: Sheet):
    """One of the tasks is "An AI answered this. Find the mistake."."""
    wanted = AI.get(sheet.language, "")
    if not any(wanted in cell.source for cell in sheet.cells if cell.is_text):
        yield None, f"no task says “{wanted}”", "Add one: a wrong answer with numbered steps, and a question about it."


@rule("make-levels", at="edition")
def make_has_three_levels(sheet: Sheet):
    """Make is an open task in three levels: one, two, three stars."""
    cells = [cell for cell in sheet.between("explore", "decide") if cell.is_text]
    stars = {match for cell in cells for match in re.findall("★+", cell.source)}
    if cells and not {"★", "★★", "★★★"} <= stars:
        missing = [level for level in ("★", "★★", "★★★") if level not in stars]
        yield sheet.cell("make"), f"the open task has no {several(missing)}", (
            "Write one line for each level: ★, ★★, ★★★.")


@rule("decide-criteria", at="edition")
def decision_has_three_criteria(sheet: Sheet):
    """The decision is marked by peers with three criteria."""
    cells = [cell for cell in sheet.between("make", "decide") if cell.is_text]
    if cells and 3 not in [len(_NUMBERED.findall(cell.source)) for cell in cells]:
        yield sheet.cell("decide"), "there are no three criteria above the decision", (
            "Write them as a list: 1., 2., 3., one point each.")


@rule("career", at="edition")
def career_names_one_occupation(sheet: Sheet):
    """The career has one occupation by its ESCO code of lab.yml, and three lines."""
    cell = sheet.cell("career")
    if cell is None:
        return
    codes = sheet.lab.metadata.get("careers", [])
    if codes and not any(re.search(rf"(?<![\d.]){re.escape(code)}(?![\d]|\.\d)", cell.source) for code in codes):
        yield cell, f"the ESCO code {several(codes, 'or')} is not there", "Name the occupation with its code."
    if (lines := len(_ITEM.findall(cell.source))) != 3:
        yield cell, f"it has {lines} lines with a dash, not 3", (
            "Write three: what it decides, what a mistake costs, which school subject it needs.")


@rule("summary", at="edition")
def summary_closes_the_lesson(sheet: Sheet):
    """The summary has an exit card, the next lab as a question, sources and licence."""
    cell = sheet.cell("summary")
    if cell is None:
        return
    lines = cell.prose.casefold().splitlines()
    for name, words in SUMMARY.get(sheet.language, {}).items():
        line = next((line for line in lines if words in line), None)
        if line is None:
            yield cell, f"the summary has no {name} (“{words}”)", "Add it."
        elif name == "the next lab" and not line.rstrip().endswith("?"):
            yield cell, "the next lab is not a question", "Ask the question that the next lab answers."


@rule("starters", at="edition")
def written_answers_have_a_starter(sheet: Sheet):
    """Every written answer starts with a beginning of a sentence."""
    for cell in sheet.cells:
        if cell.is_text and cell.is_marked_by_hand and not re.search(r"\w.*(…|\.\.\.)", cell.released):
            yield cell, "the answer has no beginning of a sentence", "Write one with … above the solution."
        for call in calls(cell.tree, "check.text") if cell.is_check else ():
            said = texts(argument(call, "starter", 2), cell.tree)
            if not said or not any(re.search(r"\w", text) and re.search(r"…|\.\.\.", text) for text in said):
                yield cell, "check.text has no beginning of a sentence as its starter", (
                    "Give it the starter that stands in the answer cell, with the dots.")
