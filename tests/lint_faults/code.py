"""Faults in code, figures and levels."""

from lint_faults.case import breaks, latvian


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
    draft.code("make", "machine_eur +",
               'import pandas as pd\npd.DataFrame({"n": [1]}).to_csv("my_badges.csv")\nmachine_eur +')
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
    draft.code("task-cost",
               "# the cost of n badges, in euros\ndef cost(n):\n    cost_eur = ...\n    ### BEGIN SOLUTION\n"
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
    draft.code("make", "machine_eur + part_eur * 20",
               'plot.lines({"badges sold": (72, 0.80)}, 10, x="number of badges", y="cost, €")')
    draft.cells["make"]["metadata"] = {"daugava": {"labels": ["cost, €"]}}


@breaks("figure-colour", "Cell 9 (run)")
def red_line(draft):
    draft.code("run", "plot.show",
               'picture.axes[0].axhline(0, color="black")\npicture.axes[0].axvline(90, color="red")\nplot.show')


@breaks("axis-unit", **latvian("Cell 9 (run)"))
def axis_without_unit(draft):
    draft.said["cost, €"] = "nozīmīšu izmaksas"
    draft.code("explore", 'y="cost, €"', 'y="money, €"', said={"money, €": "nauda, €"})
    draft.cells["explore"]["metadata"]["daugava"]["labels"][-1] = "money, €"


@breaks("labels", "Cell 9 (run)")
def label_stays_english(draft):
    draft.cells["run"]["metadata"]["daugava"]["labels"].remove("cost")
