"""Each rule finds its own fault in a lab that is sound otherwise, and says where it is and how to mend it."""

import json
import re
import shutil

import lint_labs
import pytest
from running import ROOT
from typer.testing import CliRunner

from daugava import cli, lint, units
from daugava import lab as daugava_lab
from daugava.lint import prose, spelling
from daugava.lint.rule import RULES, rule

CASES = []
LONG = " ".join(["badges"] * 9)
ROAD = {"once": ("You get this number once.", "Tāds skaitlis sanāk reizi.")}


def breaks(id, place="", file="badges.ipynb"):
    """A case: the function makes the fault that rule `id` reports at `place` in `file`."""
    def register(change):
        CASES.append(pytest.param(id, place, file, change, id=f"{id}-{change.__name__}"))
        return change

    return register


def latvian(place):
    return {"place": place, "file": "badges.lv.ipynb"}


# -- structure ---------------------------------------------------------------------------------------------------


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
    draft.add("check-nothing", "check-ai", lint_labs.CODE["check-ai"], **draft.copied("check-ai"))
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


# -- what the parts say ------------------------------------------------------------------------------------------


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


# -- reading -----------------------------------------------------------------------------------------------------


@breaks("core-words", "Cell 8 (run-text)")
def too_much_to_read(draft):
    draft.text("run-text", ("", f"\n{LONG}." * 50))


@breaks("task-words", "Cell 17 (task-cost)")
def too_much_before_a_task(draft):
    draft.text("cost-text", ("", f"\n{LONG}." * 5))


@breaks("short-sentences", "Cell 2 (hook)")
def long_sentence(draft):
    draft.text("hook", ("", f" {LONG} {LONG} {LONG}."))


@breaks("voice", "Cell 8 (run-text)")
def simply(draft):
    draft.text("run-text", ("Run the cell.", "Simply run the cell."))


@breaks("voice", **latvian("Cell 8 (run-text)"))
def polite(draft):
    draft.text("run-text", latvian=("Izpildi šūnu.", "Izpildi šūnu, kas jums patīk."))


@breaks("voice", **latvian("Cell 8 (run-text)"))
def foreign_word(draft):
    draft.text("run-text", latvian=("Izpildi šūnu.", "Nospiediet pogu."))


@breaks("guide-voice", "Pirms stundas", "badges.lv.md")
def foreign_word_in_the_guide(draft):
    draft.guided(("in pairs", "in pairs"), ("Skolēni strādā", "Skolnieki strādā"))


@breaks("image-alt", "Cell 2 (hook)")
def picture_without_alt(draft):
    draft.text("hook", ("", "\n\n![](machine.png)"), ("", "\n\n![mašīna](machine.png)"))


@breaks("spelling", "Cell 2 (hook)")
def misspelled(draft):
    draft.text("hook", ("badges", "bages"))


@breaks("spelling", **latvian("Cell 2 (hook)"))
def misspelled_in_latvian(draft):
    draft.text("hook", latvian=("nozīmītes", "nozīmites"))


@breaks("spelling", **latvian("Cell 18 (check-cost)"))
def misspelled_in_a_hint(draft):
    draft.said["Because the machine is bought once."] = "Jo mašīnu perk vienu reizi."


@breaks("spelling", "twice", "lab.yml")
def misspelled_in_lab_yml(draft):
    draft.lab["misconceptions"]["twice"]["en"] = "Mony."


@breaks("spelling", "Before the lesson", "badges.md")
def misspelled_in_the_guide(draft):
    draft.guided(("Pupils work", "Puppils work"))


# -- signs -------------------------------------------------------------------------------------------------------


@breaks("quotes", **latvian("Cell 2 (hook)"))
def english_quotation_marks(draft):
    draft.text("hook", latvian=("mašīnu", '"mašīnu"'))


@breaks("decimal-mark", **latvian("Cell 16 (cost-text)"))
def decimal_point(draft):
    draft.text("cost-text", latvian=("0,80 €", "0.80 €"))


@breaks("decimal-mark", "Cell 16 (cost-text)")
def decimal_comma(draft):
    draft.text("cost-text", ("€0.80", "€0,80"))


@breaks("minus-sign", "Cell 2 (hook)")
def hyphen_for_minus(draft):
    draft.text("hook", ("or not?", "or -5?"), ("mašīnu", "−5 mašīnu"))


@breaks("unit-space", **latvian("Cell 2 (hook)"))
def no_space_before_the_unit(draft):
    draft.text("hook", latvian=("72 €", "72€"))


@breaks("ordinal", **latvian("Cell 2 (hook)"))
def ordinal_without_full_stop(draft):
    draft.text("hook", latvian=("festivālam", "festivālam, 9 klase"))


@breaks("guide-signs", "Biežākās kļūdas", "badges.lv.md")
def decimal_point_in_the_guide(draft):
    draft.guided(("72.80", "72.80"), ("72,80", "72.80"))


@breaks("quoted-numbers", "Cell 2 (hook)")
def number_from_nowhere(draft):
    draft.text("hook", ("€72", "€73"), ("72 €", "73 €"))


@breaks("quoted-numbers", "Cell 2 (hook)")
def two_thousand_badges(draft):
    draft.text("hook", ("Your team", "Sell 2000 badges of 1950 g. Your team"), ("Tava", "Pārdod 2000 nozīmītes pa 1950 g. Tava"))


@breaks("listed-numbers", "Cell 2 (hook)")
def number_that_is_not_quoted(draft):
    draft.cells["hook"]["metadata"]["daugava"] = {"numbers": ["72", "73"]}


@breaks("same-numbers", **latvian("Cell 2 (hook)"))
def other_number_in_latvian(draft):
    draft.text("hook", latvian=("72 €", "92 €"))


# -- code --------------------------------------------------------------------------------------------------------


@breaks("code-runs", "Cell 24 (make)")
def magic_line(draft):
    draft.code("make", "machine_eur", "%matplotlib inline\nmachine_eur")


@breaks("code-runs", "Cell 17 (task-cost)")
def nothing_left_without_the_solution(draft):
    draft.code("task-cost", "    cost_eur = ...\n", "    # cost_eur = ...\n", said={"cost_eur = ...": "cost_eur = ..."})
    draft.code("task-cost", "    return cost_eur", "    ### BEGIN SOLUTION\n    return cost_eur\n    ### END SOLUTION")


@breaks("cell-lines", "Cell 24 (make)")
def thirteen_lines(draft):
    draft.code("make", "machine_eur", "machine_eur + 1\n" * 12 + "machine_eur")


@breaks("few-names", "Cell 13 (numbers)")
def nine_names(draft):
    draft.code("numbers", "# n = number of badges", "# n = number of badges\n" + "\n".join(
        f"{name} = 1    # number of badges" for name in "abcdef"), said={"number of badges": "nozīmīšu skaits"})


@breaks("name-meaning", "Cell 21 (task-ai)")
def name_without_meaning(draft):
    draft.code("task-ai", "    # the right cost of 50 badges, in euros", "")


@breaks("own-numbers", "Cell 13 (numbers)")
def fifteen_pupils_share_an_answer(draft):
    draft.code("numbers", "part_eur=(0.80, 0.70, 0.60)", "part_eur=(0.80, 0.70, 0.60, 0.50, 0.90)")


@breaks("own-numbers")
def same_numbers_for_all(draft):
    draft.code("numbers", "machine_eur, part_eur = variant.numbers(\n", "")
    draft.code("numbers", "    machine_eur=(72, 60, 96, 48, 84),", "machine_eur = 72")
    draft.code("numbers", "    part_eur=(0.80, 0.70, 0.60))", "part_eur = 0.80")


@breaks("no-network", "Cell 24 (make)")
def network(draft):
    draft.code("make", "machine_eur", "from urllib import request\nmachine_eur")


@breaks("no-network", "Cell 24 (make)")
def address(draft):
    draft.code("make", "machine_eur", 'place = "https://example.org/prices.csv"\nmachine_eur')


@breaks("no-input", "Cell 24 (make)")
def keyboard(draft):
    draft.code("make", "machine_eur +", "float(input()) +")


@breaks("no-files", "Cell 24 (make)")
def file_of_another_notebook(draft):
    draft.code("make", "machine_eur", 'prices = open("prices.csv")\nmachine_eur')


@breaks("no-files", "Cell 24 (make)")
def file_that_is_written(draft):
    draft.code("make", "machine_eur +", 'import pandas as pd\npd.DataFrame({"n": [1]}).to_csv("my_badges.csv")\nmachine_eur +')
    draft.cells["make"]["metadata"] = {"daugava": {"files": ["my_badges.csv"]}}


@breaks("seeds", "Cell 24 (make)")
def no_seed(draft):
    draft.code("make", "machine_eur", "import numpy as np\nluck = np.random.default_rng().random()\nmachine_eur")


@breaks("code-level", "Cell 24 (make)")
def loop_at_level_1(draft):
    draft.code("make", "machine_eur + part_eur * 20", "for n in range(3):\n    print(machine_eur + part_eur * n)")


@breaks("code-level", "Cell 17 (task-cost)")
def branch_in_a_given_function(draft):
    draft.code("task-cost", "machine_eur + part_eur * n\n", "machine_eur + part_eur * n if n else 0\n")


@breaks("code-level", "Cell 24 (make)")
def calculation_at_level_0(draft):
    draft.lab["code_level"] = 0
    draft.text("card", ("level 1", "level 0"), ("1. līmenis", "0. līmenis"))
    draft.code("task-cost", "# the cost of n badges, in euros\ndef cost(n):\n    cost_eur = ...\n    ### BEGIN SOLUTION\n"
               "    cost_eur = machine_eur + part_eur * n\n    ### END SOLUTION\n    return cost_eur",
               "cost_10 = ...    # the cost of n badges, in euros\n### BEGIN SOLUTION\ncost_10 = 80\n### END SOLUTION")
    draft.code("check-cost", "cost(10)", "cost_10")
    draft.code("check-cost", "cost(30)", "cost_10")
    draft.code("task-ai", "72 + 0.80 * 50", "112")


@breaks("level-0-path", "task-cost", "answers.yml")
def only_code_is_right(draft):
    del draft.answers["task-cost"]["right"][1]["level"]


@breaks("figure-alt", "Cell 9 (run)")
def empty_alt(draft):
    draft.code("run", '"A straight line that starts at €72 and rises."', '""')


@breaks("figure-alt", "Cell 15 (explore)")
def model_without_alt(draft):
    draft.code("explore", ',\n    alt=lambda n: f"A straight line that rises. An upright line shows {n} badges."', "")


@breaks("figure-shown", "Cell 9 (run)")
def pyplot(draft):
    draft.code("run", "picture =", "import matplotlib.pyplot as plt\npicture =")


@breaks("figure-shown", "Cell 24 (make)")
def bare_figure(draft):
    draft.code("make", "machine_eur + part_eur * 20", 'plot.lines({"badges sold": (72, 0.80)}, 10, x="number of badges", y="cost, €")')
    draft.cells["make"]["metadata"] = {"daugava": {"labels": ["cost, €"]}}


@breaks("figure-colour", "Cell 9 (run)")
def red_line(draft):
    draft.code("run", "plot.show", 'picture.axes[0].axhline(0, color="black")\npicture.axes[0].axvline(90, color="red")\nplot.show')


@breaks("axis-unit", **latvian("Cell 9 (run)"))
def axis_without_unit(draft):
    draft.said["cost, €"] = "nozīmīšu izmaksas"
    draft.code("explore", 'y="cost, €"', 'y="money, €"', said={"money, €": "nauda, €"})
    draft.cells["explore"]["metadata"]["daugava"]["labels"][-1] = "money, €"


@breaks("labels", "Cell 9 (run)")
def label_stays_english(draft):
    draft.cells["run"]["metadata"]["daugava"]["labels"].remove("cost")


# -- checks ------------------------------------------------------------------------------------------------------


@breaks("check-opening", "Cell 18 (check-cost)")
def another_opening(draft):
    draft.code("check-cost", "# Check: run this cell. It cannot be changed.", "# Run the check.", said={"Run the check.": "Izpildi."})


@breaks("check-language", **latvian("Cell 18 (check-cost)"))
def wrong_language(draft):
    draft.code("check-cost", 'check.use("en")', 'check.use(language="en")')


@breaks("check-roads", "Cell 18 (check-cost)")
def two_misconceptions(draft):
    draft.code("check-ai", '"twice": (', '"one-badge": (72.8, "You get this number with parts for one badge. How many do you make?"),\n    "twice": (')
    draft.code("check-cost", '    "one-badge": (machine_eur + part_eur, "You get this number with parts for one badge. How many do you make?"),\n', "")


@breaks("road-known", "Cell 18 (check-cost)")
def unknown_misconception(draft):
    draft.code("check-cost", '"every-badge"', '"each-badge"')


@breaks("road-question", "Cell 22 (check-ai)")
def hint_without_a_question(draft):
    draft.code("check-ai", "You get this number if everything doubles. What is bought once?", ROAD["once"][0], said=dict(ROAD.values()))


@breaks("hint-kind", **latvian("Cell 22 (check-ai)"))
def unkind_hint(draft):
    draft.said["You get this number if everything doubles. What is bought once?"] = "Tu kļūdījies. Ko pērk vienu reizi?"


@breaks("check-order", "Cell 22 (check-ai)")
def hints_that_come_too_late(draft):
    equal = 'check.equal(answer, 112, otherwise="Not yet. Start with the machine: what do you buy once?")\n'
    draft.code("check-ai", equal, "")
    draft.code("check-ai", "check.roads", f"{equal}check.roads")


@breaks("check-not-yet", "Cell 22 (check-ai)")
def nothing_to_go_on_with(draft):
    draft.code("check-ai", "Not yet. Start with the machine: what do you buy once?", "Not yet.")


@breaks("check-right", "Cell 18 (check-cost)")
def right_without_a_reason(draft):
    draft.code("check-cost", "Because the machine is bought once.", "Thank you.")


@breaks("check-help", "Cell 18 (check-cost)")
def help_in_one_step(draft):
    draft.code("check-cost", '"What do you buy once?", ', "")


@breaks("assert-message", "Cell 22 (check-ai)")
def silent_assert(draft):
    draft.code("check-ai", "check.right", "assert answer > 0\ncheck.right")


@breaks("check-ending", "Cell 22 (check-ai)")
def ends_in_a_value(draft):
    draft.code("check-ai", 'check.right("Because only the parts double.")',
               'check.right("Because only the parts double.")\nround(answer)')


@breaks("tolerance", "Cell 22 (check-ai)")
def compared_without_a_tolerance(draft):
    draft.code("check-ai", "check.right", 'assert answer == 112, "Not yet."\ncheck.right')


@breaks("tolerance", "Cell 22 (check-ai)")
def looked_up_without_a_tolerance(draft):
    draft.code("check-ai", "check.right", 'assert answer in (112, 112.8), "Not yet."\ncheck.right')


@breaks("check-quiet", "Cell 22 (check-ai)")
def warning(draft):
    draft.code("check-ai", "check.right", "import warnings\ncheck.right")


@breaks("check-no-figure", "Cell 22 (check-ai)")
def figure_in_a_check(draft):
    draft.code("check-ai", "from daugava import check", "from daugava import check, plot")
    draft.code("check-ai", "check.right", 'plot.table({"n": (72, 0.80)}, at=[10], x="n")\ncheck.right')


@breaks("check-getter", "Cell 22 (check-ai)")
def pupils_name_outside_a_lambda(draft):
    draft.code("check-ai", "check.right", 'check.expect(cost_50 > 0, "Not yet.")\ncheck.right')


@breaks("check-getter", "Cell 18 (check-cost)")
def getter_with_arguments(draft):
    draft.code("check-cost", "lambda: cost(10)", "lambda n=10: cost(n)")


@breaks("check-overwrites", "Cell 22 (check-ai)")
def overwritten(draft):
    draft.code("check-ai", "answer = check", "answer = cost_50 = check")


@breaks("check-given", "Cell 18 (check-cost)")
def trusted(draft):
    draft.code("check-cost", "machine_eur, part_eur = variant.given()\n", "")


@breaks("check-plain-data", "Cell 18 (check-cost)")
def generator_goes_in(draft):
    draft.code("check-cost", "cost(30)", "cost(sum(n for n in [30]))")


@breaks("check-plain-data", "Cell 22 (check-ai)")
def changed_in_place(draft):
    draft.code("check-ai", "check.right", 'check.number(lambda: [cost_50].pop(), "cost_50")\ncheck.right')


@breaks("check-outside", "Cell 22 (check-ai)")
def looks_behind(draft):
    draft.code("check-ai", "check.right", 'check.expect("n" in globals(), "Not yet.")\ncheck.right')


@breaks("hidden-data", "Cell 18 (check-cost)")
def hidden_test_is_the_visible_one(draft):
    draft.code("check-cost", "cost(30)", "cost(10)")


# -- nbgrader ----------------------------------------------------------------------------------------------------


@breaks("marks-schema", "Cell 17 (task-cost)")
def another_grade_id(draft):
    draft.marks("task-cost", grade_id="cost")


@breaks("marks-schema", "Cell 17 (task-cost)")
def old_schema(draft):
    draft.marks("task-cost", schema_version=1)


@breaks("marks-flags", "Cell 18 (check-cost)")
def check_is_not_locked(draft):
    draft.marks("check-cost", locked=False)


@breaks("points", "Cell 18 (check-cost)")
def no_points(draft):
    draft.marks("check-cost", points=0)


@breaks("points", "Cell 18 (check-cost)")
def other_points(draft):
    draft.marks("check-cost", points=3)


@breaks("delimiters", "Cell 17 (task-cost)")
def solution_is_not_closed(draft):
    draft.code("task-cost", "    ### END SOLUTION\n", "")


@breaks("delimiters", "Cell 18 (check-cost)")
def nested(draft):
    draft.code("check-cost", "### BEGIN HIDDEN TESTS\n", "### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS\n")


@breaks("delimiters", "Cell 24 (make)")
def solution_in_another_cell(draft):
    draft.code("make", "machine_eur", "### BEGIN SOLUTION\nmachine_eur")
    draft.code("make", "20", "20\n### END SOLUTION")


@breaks("solution-gap", "Cell 21 (task-ai)")
def no_gap(draft):
    draft.code("task-ai", "cost_50 = ...    #", "cost_50 = 0    #")


# -- lab.yml, answers.yml, guides --------------------------------------------------------------------------------


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
    draft.guided((lint_labs.WORDING, ""))


@breaks("guide-outcomes", "MK 747 M.9.4.2.1.", "badges.lv.md")
def another_wording(draft):
    draft.guided((lint_labs.WORDING, lint_labs.WORDING), (lint_labs.WORDING, "Pieraksta formulas."))


@breaks("guide-outcomes", "MK 747 D.9.5.3.1.", "badges.md")
def wording_that_nobody_has_read(draft):
    draft.lab["outcomes"].append({"regulation": "MK 747", "code": "D.9.5.3.1."})
    row = "| MK 747 | D.9.5.3.1. | Apstrādā datus. | 1 |"
    draft.guide = [block + [(row, row)] if isinstance(block, list) and "Wording" in block[0][0] else block
                   for block in draft.guide]


# -- the tests ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def curriculum(tmp_path_factory):
    """A small curriculum that all labs here share."""
    return lint_labs.small_curriculum(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def write(tmp_path, curriculum):
    """Write a draft and return the lab."""
    return lambda draft: draft.write(tmp_path / "repository", curriculum)


def test_a_sound_lab_has_no_problem(write):
    assert lint.check(write(lint_labs.Draft())) == []


def test_every_lab_and_the_curriculum_of_the_repository_have_no_problem():
    problems = lint.check_all(daugava_lab.labs(ROOT), ROOT)
    assert problems == [], "\n".join(map(str, problems))


@pytest.mark.parametrize(("id", "place", "file", "change"), CASES)
def test_each_rule_finds_its_fault_and_no_other_rule_does(write, id, place, file, change):
    draft = lint_labs.Draft()
    change(draft)
    problems = lint.check(write(draft))
    assert {problem.rule for problem in problems} == {id}, "\n".join(map(str, problems))
    found = [problem for problem in problems if problem.file.endswith(f"/{file}") and problem.place == place]
    assert found, "\n".join(map(str, problems))
    for problem in problems:
        assert problem.what and not problem.what.endswith((".", "!")), "the sentence goes on in str"
        assert problem.mend.strip().endswith((".", "?", "!")) and " " in problem.mend
        where = ", ".join(filter(None, (problem.file, problem.place)))
        assert str(problem) == f"{where}: {problem.what}. {problem.mend}"


def test_what_is_allowed_is_not_reported(write):
    draft = lint_labs.Draft()
    draft.text("hook", ("", ' In 2022–2024 the play "Vējš" (1975) costs €1,200 for 1 000 or −5 people (p. 59).'),
               ("", " 2022.–2024. gadā luga „The Wind” (1975) maksā 1 200 € jeb 1,5 × 800, plkst. 10.32, ESCO v1.1.1 "
                "(59. lpp.), 1 000 vai −5."))
    draft.cells["hook"]["metadata"]["daugava"] = {"numbers": ["1,200", "1 000"]}
    draft.code("make", "machine_eur +", "import numpy as np\nimport pandas as pd\nluck = np.random.default_rng(2026)\n"
               'slips = pd.read_csv("my_survey.csv")\nmachine_eur +')
    draft.cells["make"]["metadata"]["daugava"] = {"files": ["my_survey.csv"]}
    draft.code("check-ai", "check.right", "prices = sorted([3, 1], key=lambda price: -price)\nprices.append(2)\ncheck.right")
    problems = [problem for problem in lint.check(write(draft)) if problem.rule != "same-numbers"]
    assert problems == [], "\n".join(map(str, problems))


def test_a_lab_yml_without_tasks_is_told_so_and_nothing_else(write):
    draft = lint_labs.Draft()
    lab = write(draft)
    del draft.lab["tasks"]
    (lab.folder / "lab.yml").write_text(json.dumps(draft.lab), encoding="utf-8")
    problems = lint.check(daugava_lab.load(lab.folder))
    assert [(problem.rule, "`tasks`" in problem.what) for problem in problems] == [("curriculum", True)]


def test_missing_dictionaries_are_told_once(write, monkeypatch, tmp_path):
    monkeypatch.setattr(spelling, "folder", lambda: tmp_path / "nowhere")
    said = [str(problem) for problem in lint.check(write(lint_labs.Draft()))]
    assert said == ["The spelling dictionaries (dictionary-en-gb and dictionary-lv) are not installed. "
                    "Run ./daugava check with the internet at hand: it installs them once."]


def test_the_command_is_silent_if_all_is_well_and_else_says_where(write, monkeypatch):
    lab = write(lint_labs.Draft())
    monkeypatch.setenv("DAUGAVA_ROOT", str(lab.folder.parents[2]))
    units.update(lab.folder.parents[2])
    silent = CliRunner().invoke(cli.app, ["check"])
    assert (silent.exit_code, silent.output) == (0, "")
    (lab.folder / "lab.yml").write_text((lab.folder / "lab.yml").read_text(encoding="utf-8").replace(
        '"core_minutes": 32', '"core_minutes": 39'), encoding="utf-8")
    for arguments in (["check"], ["check", "badges"], ["check", "enterprise/badges"]):
        result = CliRunner().invoke(cli.app, arguments)
        assert result.exit_code == 1
        assert result.output == ("labs/enterprise/badges/lab.yml: the core path takes 39 of 40 minutes. "
                                 "End it at minute 32, with work that can be submitted.\n")


def test_the_command_checks_the_curriculum_too(write, monkeypatch, tmp_path, curriculum):
    lab = write(lint_labs.Draft())
    root = lab.folder.parents[2]
    (root / "curriculum").unlink()
    shutil.copytree(curriculum / "curriculum", root / "curriculum")
    careers = root / "curriculum" / "careers.yml"
    careers.write_text(careers.read_text(encoding="utf-8").replace("attribution:", "attributed:"), encoding="utf-8")
    monkeypatch.setenv("DAUGAVA_ROOT", str(root))
    result = CliRunner().invoke(cli.app, ["check"])
    assert result.exit_code == 1 and result.output.startswith("curriculum/careers.yml: ")


def test_the_command_says_every_rule_and_what_metadata_may_list():
    said = CliRunner().invoke(cli.app, ["check", "--rules"])
    assert said.exit_code == 0
    for line in (*(f"{each.id}: {each.law}" for each in RULES.values()), *(f"{name}: " for name in lint.CELL_METADATA)):
        assert f"\n{line}" in f"\n{said.output}"


def test_what_is_listed_in_metadata_is_said_to_be_pasted(tmp_path, curriculum):
    draft = lint_labs.Draft()
    draft.text("hook", ("€72", "€73 or 74"), ("72 €", "73 € vai 74"))
    draft.cells["hook"]["metadata"]["daugava"] = {"keep": [], "numbers": ["73"]}
    problem, = lint.check(draft.write(tmp_path / "before", curriculum))
    assert problem.what == "no code computes 74"
    pasted = json.loads(re.search(r"cell: (.*)[.]$", problem.mend)[1])
    assert pasted == {"daugava": {"keep": [], "numbers": ["73", "74"]}}
    draft.cells["hook"]["metadata"] |= pasted
    draft.lab["content"] = None
    assert lint.check(draft.write(tmp_path / "after", curriculum)) == []


def test_words_of_the_school_are_known(curriculum):
    latvian = spelling.Speller("lv", curriculum)
    assert latvian.unknown("Akselerometra un kvadrātfunkcijas pamatceļu, Trondheimas VISC, my_name, v2, n.") == []
    assert latvian.unknown("mašinu Nozīmite") == ["mašinu", "Nozīmite"]
    assert latvian.unknown("Wind", "„The Wind”") == [] and latvian.unknown("Wind") == ["Wind"]
    assert latvian.unknown("cost = izmaksas", code={"cost"}) == []
    english = spelling.Speller("en", curriculum)
    assert english.unknown("The team’s colour, don't, ready-made, 60-second, JupyterLab.") == []
    assert english.unknown("The color of a bagde, readi-made.") == ["color", "bagde", "readi-made"]


@pytest.mark.parametrize("language", ["en", "lv"])
def test_word_lists_are_in_order_and_short(language):
    lines = (ROOT / "curriculum" / f"words.{language}.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert words == sorted(set(words), key=str.casefold) and len(words) < 200
    speller = spelling.Speller(language, ROOT)
    speller.words, speller.stems = set(), None
    assert [word for word in words if speller.knows(word)] == [], "the dictionary has them"


def test_prose_is_what_a_person_reads():
    text = ("## A `b = 1.5` [link](https://a.b/12.5) ![a line](p.png)\n\n| x | y |\n|---|---|\n| *1,90 €* | **z** |\n\n"
            "1. First\n- Second $a^{10}$ <b>bold</b> https://a.b/13.5\n```\n14.5\n```\n")
    assert prose.words(prose.plain(text)) == ["A", "link", "a", "line", "x", "y", "z", "First", "Second", "bold"]
    assert [number.value for number in prose.numbers(prose.plain(text), "lv")] == [1.9]
    found = prose.numbers("From 12 to 1,200 or 0.5 (−38), 25 %, 7–9, v1.1.1, 2.2.1., Skola2030", "en")
    assert [(number.value, number.percent) for number in found] == [
        (12, False), (1200, False), (0.5, False), (38, False), (25, True), (7, False), (9, False)]
    assert [number.value for number in prose.numbers("1 200 € un 65,45", "lv")] == [1200, 65.45]
    assert prose.rows("| a | b |\n|---|---|\n| 1 | `x` |\n\ntext\n\n| c |\n|:-:|\n| 2 |") == [["1", "`x`"], ["2"]]
    assert prose.sentences("Run it. In the 3. klase it is so. And now?\nYes") == [
        "Run it.", "In the 3. klase it is so.", "And now?", "Yes"]


def test_every_rule_is_shown_failing():
    assert {case.values[0] for case in CASES} == set(RULES)


def test_every_rule_has_a_law_in_words():
    for each in RULES.values():
        assert re.fullmatch(r"\S.*[.]\"?", each.law), each.id
    with pytest.raises(ValueError, match="two rules called cell-order"):
        rule("cell-order", at="master")(lambda sheet: None)
