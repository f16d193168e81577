"""Faults in lab.yml, answers.yml and the guides."""

import lint_labs
import lint_texts
from lint_faults.case import breaks, latvian


@breaks("curriculum", "MK 747 M.9.4.2.9.", "lab.yml")
def unknown_outcome(draft):
    draft.lab["outcomes"].append({"regulation": "MK 747", "code": "M.9.4.2.9."})
    row = "| MK 747 | M.9.4.2.9. | Pieraksta formulas. | 1 |"
    draft.guide = [block + [(row, row)] if isinstance(block, list) and "Wording" in block[0][0] else block
                   for block in draft.guide]


@breaks("editions", "", "badges.lv.ipynb")
def edition_changed_by_hand(draft):
    def change(folder):
        path = folder / "badges.lv.ipynb"
        path.write_text(path.read_text(encoding="utf-8").replace("Izpildi šūnu.", "Izpildi šo šūnu."), encoding="utf-8")

    draft.after.append(change)


@breaks("skeleton", "Cell 2 (hook)")
def skeleton_is_left(draft):
    draft.text("hook", ("Your team", "REPLACE. Your team"))


@breaks("skeleton", **latvian("Cell 2 (hook)"))
def skeleton_is_left_in_latvian(draft):
    draft.text("hook", latvian=("Tava komanda", "REPLACE. Tava komanda"))


@breaks("skeleton", "Pirms stundas", "badges.lv.md")
def skeleton_is_left_in_the_latvian_guide(draft):
    draft.guided(latvian=("Lomas maina.", "Lomas maina. REPLACE."))


@breaks("core-minutes", "", "lab.yml")
def core_path_takes_all_the_time(draft):
    draft.lab["core_minutes"] = 38


@breaks("version", "", "lab.yml")
def content_of_another_version(draft):
    draft.lab["content"] = "1" * 64


@breaks("version", "", "lab.yml")
def version_without_a_change(draft):
    draft.lab["version"] = "0.2.0"


@breaks("answers", "task-ai", "answers.yml")
def one_right_answer(draft):
    del draft.answers["task-ai"]["right"][1]


@breaks("answers", "", "answers.yml")
def answers_are_no_yaml(draft):
    draft.after.append(lambda folder: (folder / "answers.yml").write_text("predict: {", encoding="utf-8"))


@breaks("answers-known", "task-ai, wrong answer 4", "answers.yml")
def unknown_misconception_in_an_answer(draft):
    draft.answers["task-ai"]["wrong"] += lint_labs.wrong("thrice")


@breaks("answers-known", "task-ai, wrong answer 1", "answers.yml")
def no_hint_in_latvian(draft):
    del draft.answers["task-ai"]["wrong"][0]["hint"]["lv"]


@breaks("misconceptions", "one-badge", "answers.yml")
def nobody_shows_it(draft):
    draft.answers["task-cost"]["wrong"] = lint_labs.wrong("every-badge", "only-parts", "only-parts")


@breaks("misconceptions", "twice", "badges.md")
def not_in_the_guide(draft):
    draft.guide = [[row for row in block if "`twice`" not in row[0]] if isinstance(block, list) else block
                   for block in draft.guide]


@breaks("misconceptions", "twice", "badges.lv.md")
def nothing_to_ask(draft):
    draft.guided(("What does not? |", "|"), ("Kas ne? |", "|"))


@breaks("misconceptions", "only-parts", "badges.lv.md")
def no_table_of_misconceptions(draft):
    draft.guide = [block for block in draft.guide if not (isinstance(block, list) and "What pupils say" in block[0][0])]


@breaks("guide", "", "badges.md")
def no_guide(draft):
    draft.after.append(lambda folder: [path.unlink() for path in (folder.parents[2] / "teacher-guides/labs").iterdir()])


@breaks("guide-sections", "", "badges.lv.md")
def another_section(draft):
    draft.guided(latvian=("## Ar rokām", "## Darbs"))


@breaks("guide-first-page", "Īsumā", "badges.lv.md")
def no_plan_b(draft):
    draft.guided(latvian=("**Plāns B, ja nav datoru.** ", ""))


@breaks("guide-first-page", "At a glance", "badges.md")
def four_time_marks(draft):
    draft.guide = [[row for row in block if "0–6" not in row[0]] if isinstance(block, list) else block
                   for block in draft.guide]


@breaks("guide-parts", "With your hands", "badges.md")
def no_noise(draft):
    draft.guided(("**Noise:** close", "Close"))


@breaks("guide-parts", "Pirms stundas", "badges.lv.md")
def roles_that_stay(draft):
    draft.guided(latvian=(" Lomas maina.", ""))


@breaks("guide-outcomes", "MK 747 M.9.4.2.1.", "badges.md")
def no_outcome(draft):
    draft.guided((lint_texts.WORDING, ""))


@breaks("guide-outcomes", "MK 747 M.9.4.2.1.", "badges.lv.md")
def another_wording(draft):
    draft.guided((lint_texts.WORDING, lint_texts.WORDING), (lint_texts.WORDING, "Pieraksta formulas."))


@breaks("guide-outcomes", "MK 747 D.9.5.3.1.", "badges.md")
def wording_that_nobody_has_read(draft):
    draft.lab["outcomes"].append({"regulation": "MK 747", "code": "D.9.5.3.1."})
    row = "| MK 747 | D.9.5.3.1. | Apstrādā datus. | 1 |"
    draft.guide = [block + [(row, row)] if isinstance(block, list) and "Wording" in block[0][0] else block
                   for block in draft.guide]
