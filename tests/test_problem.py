"""One problem for every tool: where, what is wrong, how to mend it."""

import pytest

from daugava import curriculum_rules, lint, translate, units, versions
from daugava.problem import Problem, what_and_mend


@pytest.mark.parametrize(("file", "place", "said"), [
    ("labs/a/b/b.ipynb", "Cell 7 (task-cost)", "labs/a/b/b.ipynb, Cell 7 (task-cost): the answer is empty. Write one."),
    ("curriculum/units.yml", "", "curriculum/units.yml: the answer is empty. Write one."),
    ("", "", "The answer is empty. Write one."),
])
def test_a_problem_says_where_what_and_how_to_mend_it(file, place, said):
    assert str(Problem(file, place, "the answer is empty", "Write one.")) == said


def test_an_error_of_one_sentence_becomes_the_two_of_a_problem():
    said = "The lab rain has a file that is no notebook: open it, or take it back: both help."
    assert what_and_mend(said) == ("the lab rain has a file that is no notebook: open it, or take it back",
                                   "Both help.")


@pytest.mark.parametrize("module", [curriculum_rules, lint, translate, units, versions])
def test_every_tool_speaks_of_the_same_problems(module):
    assert module.Problem is Problem
