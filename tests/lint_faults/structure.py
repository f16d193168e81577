"""Faults in the order of cells, and in what the parts of a lab have to say."""

import lint_texts
from lint_faults.case import breaks, latvian


@breaks("notebook")
def json_is_cut_off(draft):
    draft.after.append(lambda folder: (folder / "badges.ipynb").write_text('{"cells": [', encoding="utf-8"))


@breaks("notebook")
def no_valid_notebook(draft):
    draft.cells["hook"]["more"] = {"metadata": {"tags": "poem"}}


@breaks("cell-ids", "Cell 8 (3f9a21bc)")
def machine_made_id(draft):
    draft.texts["3f9a21bc"] = draft.texts["run-text"]
    draft.add("3f9a21bc", "run-text", *draft.texts["run-text"])
    draft.remove("run-text")


@breaks("cell-order", "Cell 8 (compare)")
def comparison_too_early(draft):
    draft.move("compare", "setup")


@breaks("cell-order")
def no_hook(draft):
    draft.texts["opening"] = draft.texts["hook"]
    draft.add("opening", "card", *draft.texts["hook"])
    draft.remove("hook")


@breaks("cell-order", "Cell 23 (task-ai)")
def task_after_make(draft):
    draft.move("task-ai", "make")
    draft.move("check-ai", "task-ai")


@breaks("check-follows", "Cell 17 (task-cost)")
def text_between_task_and_check(draft):
    draft.add("between", "task-cost", "Now run the check.", "Tagad izpildi pārbaudi.")


@breaks("check-follows", "Cell 23 (check-nothing)")
def check_of_nothing(draft):
    draft.add("check-nothing", "check-ai", lint_texts.CODE["check-ai"], **draft.copied("check-ai"))
    draft.marks("check-nothing", grade_id="check-nothing")
    draft.lab["tasks"].append({"id": "nothing", "check": "check-nothing", "points": 2})
    draft.answers["nothing"] = draft.answers["task-ai"]


@breaks("predict-first", "Cell 3 (first)")
def code_before_prediction(draft):
    draft.add("first", "hook", "1 + 1")


@breaks("predict-free", "Cell 5 (check-predict)")
def prediction_is_judged(draft):
    draft.code("check-predict", 'print("Thank you.")', 'assert my_prediction == "B", "Thank you."')
    draft.code("check-predict", "my_prediction ==", '(lambda: my_prediction)() ==')


@breaks("setup-short", "Cell 7 (setup)")
def long_setup(draft):
    draft.code("setup", "check.use", "import math\nimport statistics\ncheck.use")


@breaks("core-path")
def no_end_of_core_path(draft):
    draft.remove("core-end")


@breaks("core-path", **latvian("Cell 3 (predict-text)"))
def start_of_core_path_is_not_said(draft):
    draft.text("predict-text", latvian=("Te sākas pamatceļš", "Te sākas darbs"))


@breaks("core-path", "Cell 25 (core-end)")
def core_path_ends_too_late(draft):
    draft.move("core-end", "decide-text")


@breaks("stop-lines")
def no_stop_line(draft):
    draft.remove("stop-1")


@breaks("stop-lines", **latvian("Cell 12 (stop-1)"))
def stop_line_does_not_say_so(draft):
    draft.text("stop-1", latvian=("1. pietura.", "Tagad."))


@breaks("one-by-hand", "Cell 27 (decide)")
def two_cells_by_hand(draft):
    draft.add("report", "compare", *draft.texts["decide"], **draft.copied("decide"))
    draft.marks("report", grade_id="report")
    draft.lab["tasks"].append({"id": "report", "points": 3, "by_hand": True})


@breaks("run-all", "Cell 18 (check-cost)")
def check_stops_the_notebook(draft):
    del draft.cells["check-cost"]["metadata"]["tags"]


@breaks("clean", "Cell 9 (run)")
def output_is_stored(draft):
    draft.cells["run"]["more"] = {"execution_count": 3}


@breaks("cell-metadata", "Cell 2 (hook)")
def misspelled_metadata(draft):
    draft.cells["hook"]["metadata"]["daugava"] = {"number": ["73"]}


@breaks("cell-metadata", "Cell 2 (hook)")
def metadata_are_no_list(draft):
    draft.cells["hook"]["metadata"]["daugava"] = {"numbers": "73"}


@breaks("about")
def wrong_minutes(draft):
    draft.about["minutes"] = 80


@breaks("headings", **latvian(""))
def another_heading(draft):
    draft.text("hook", latvian=("Kas jāizlemj?", "Izvēle"))


@breaks("task-numbers", "Cell 20 (ai-text)")
def wrong_number_of_a_task(draft):
    draft.text("ai-text", ("Task 2.", "Task 3."))


@breaks("card", **latvian("Cell 1 (card)"))
def card_without_time(draft):
    draft.text("card", latvian=("**Laiks:** 40 minūtes · ", ""))
    draft.text("card", latvian=("papīrs", "papīrs, 40 minūtes"))


@breaks("card-agrees", "Cell 1 (card)")
def another_level_on_the_card(draft):
    draft.text("card", ("level 1", "level 2"))


@breaks("card-agrees", **latvian("Cell 1 (card)"))
def other_grades_on_the_card(draft):
    draft.text("card", latvian=("7.–9.", "7.–8."))


@breaks("word-box", "Cell 1 (card)")
def nine_words(draft):
    draft.text("card", ("", "\n| part | A piece. |" * 7), ("", "\n| daļa | Gabals. |" * 7))


@breaks("word-box", "Cell 1 (card)")
def word_without_a_sentence(draft):
    draft.text("card", ("Money that the team spends.", "money"))


@breaks("ai-task", **latvian(""))
def no_task_with_an_ai(draft):
    draft.text("ai-text", latvian=("MI atbildēja šādi. Atrodi kļūdu.", "Atrodi kļūdu."))


@breaks("make-levels", "Cell 24 (make)")
def two_stars_at_most(draft):
    draft.text("make-text", ("★★★", "★★"))


@breaks("decide-criteria", "Cell 26 (decide)")
def two_criteria(draft):
    draft.text("decide-text", ("\n3. There is a reason.", ""))


@breaks("career", "Cell 27 (career)")
def another_occupation(draft):
    draft.text("career", ("2141.4", "2142.1"), ("2141.4", "2142.1"))
    draft.text("career", ("ESCO 2142.1", "ESCO v2142.1.1"), ("ESCO 2142.1", "ESCO v2142.1.1"))


@breaks("career", **latvian("Cell 27 (career)"))
def two_lines_of_a_career(draft):
    draft.text("career", latvian=("- Kļūdas cena: mašīna.\n", ""))


@breaks("summary", "Cell 28 (summary)")
def next_lab_is_no_question(draft):
    draft.text("summary", ("what should a badge cost?", "the price."))


@breaks("summary", **latvian("Cell 28 (summary)"))
def no_exit_card(draft):
    draft.text("summary", latvian=("**Izejas kartīte.** ", ""))


@breaks("starters", "Cell 26 (decide)")
def empty_answer(draft):
    draft.text("decide", ("We choose … , because …", "… "))


@breaks("starters", "Cell 5 (check-predict)")
def empty_starter(draft):
    draft.code("check-predict", 'starter="I predict that ..., because ..."', 'starter=""')
