"""Faults in checks and in what nbgrader needs."""

from lint_faults.case import breaks, latvian

ROAD = {"once": ("You get this number once.", "Tāds skaitlis sanāk reizi.")}


@breaks("check-opening", "Cell 18 (check-cost)")
def another_opening(draft):
    draft.code("check-cost", "# Check: run this cell. It cannot be changed.", "# Run the check.",
               said={"Run the check.": "Izpildi."})


@breaks("check-language", **latvian("Cell 18 (check-cost)"))
def wrong_language(draft):
    draft.code("check-cost", 'check.use("en")', 'check.use(language="en")')


@breaks("check-roads", "Cell 18 (check-cost)")
def two_misconceptions(draft):
    hint = "You get this number with parts for one badge. How many do you make?"
    draft.code("check-ai", '"twice": (', f'"one-badge": (72.8, "{hint}"),\n    "twice": (')
    draft.code("check-cost", f'    "one-badge": (machine_eur + part_eur, "{hint}"),\n', "")


@breaks("road-known", "Cell 18 (check-cost)")
def unknown_misconception(draft):
    draft.code("check-cost", '"every-badge"', '"each-badge"')


@breaks("road-question", "Cell 22 (check-ai)")
def hint_without_a_question(draft):
    draft.code("check-ai", "You get this number if everything doubles. What is bought once?", ROAD["once"][0],
               said=dict(ROAD.values()))


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
