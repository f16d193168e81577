"""The core path of each lab, counted by `benchmarks/lab_times.py`, agrees with the minutes that are told."""
import nbformat.v4 as new
import pytest
from benchmarks import lab_times
from lab_paths import ROOT, released

from daugava import lab as labs

EDITIONS = [pytest.param(lab, language, id=f"{lab.id}-{language}")
            for lab in labs.labs(ROOT) for language in lab.editions]


@pytest.mark.parametrize("lab, language", EDITIONS)
def test_the_core_path_fits_in_its_time_and_fills_half_of_it(lab, language):
    counted = lab_times.counts(released(lab.notebook(language))).minutes + lab_times.LOG_IN_MINUTES
    core, card = lab.metadata["core_minutes"], lab.metadata["minutes"]
    assert core / 2 <= counted <= core < card


@pytest.mark.parametrize("lab, language", EDITIONS)
def test_the_guide_ends_the_core_path_in_time(lab, language):
    end = lab_times.guide_end(lab, language)
    assert end == lab_times.guide_end(lab, "en")
    assert end == lab.metadata["core_minutes"]


def test_counts_what_a_pupil_does():
    solution, function = {"nbgrader": {"solution": True}}, "def cost(n):\n    euros = ...\n    return euros"
    cells = [
        new.new_markdown_cell("# One, two\n\n| **three** | [four](https://example.org/five) |\n|---|---|", id="card"),
        new.new_code_cell('letter = "..."\nreason = "I think ..., because ..."  # one', metadata=solution),
        new.new_code_cell("# hidden words\nlive.model(1, live.slider(2))",
                          metadata={"editable": False, "jupyter": {"source_hidden": True}}),
        new.new_code_cell(f"{function}\n\ncost_10 = ...\ncost_20 = ...", metadata=solution),
        new.new_code_cell(function, metadata=solution),
        new.new_markdown_cell("I choose …", metadata=solution),
        new.new_markdown_cell("Stop", id="stop-1"),
        new.new_markdown_cell("End", id="core-end"),
        new.new_code_cell("later = ..."),
    ]
    counted = lab_times.counts(new.new_notebook(cells=cells))
    assert counted == lab_times.Counts(words=9, cells=4, answers=4, prose=2, explorations=1, stops=2)
    assert counted.minutes == pytest.approx(9 / 120 + (4 * 5 + 4 * 40 + 2 * 90 + 60 + 2 * 120) / 60)
