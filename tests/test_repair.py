"""Cells that are not where or what they were are mended by the release, and nothing of a pupil's text is lost."""
import copy

import nbformat
import pytest
from handed_in import MINE, cell, codes, handed_in, mended, raw, release, texts
from lab_paths import released

from daugava import lab
from daugava.grading.repair import repair
from daugava.grading.words import REPAIRS, REPAIRS_TEACHER


def test_what_is_whole_stays_as_it_is():
    nb = handed_in(task_read=MINE)
    done = mended(raw(nb))
    assert done.notes == [] and done.named_reason is None
    assert [each.source for each in done.notebook.cells] == [each.source for each in nb.cells]


def test_a_split_cell_is_joined_again():
    nb = handed_in(task_cost="def cost(n, machine_eur, part_eur):\n    return 1")
    place = nb.cells.index(cell(nb, "task-cost"))
    half = copy.deepcopy(nb.cells[place])
    half["id"], half.source = "new1", "cost_10 = 80\ncost_45 = 108"
    nb.cells.insert(place + 1, half)
    done = mended(raw(nb))
    assert cell(done.notebook, "task-cost").source == nb.cells[place].source + "\n" + half.source
    assert codes(done) == {"split"}


@pytest.mark.parametrize("worked", ["original", "copy"])
def test_of_a_copied_cell_the_one_with_the_work_counts(worked):
    nb = handed_in(**({"task_read": MINE} if worked == "original" else {}))
    place = nb.cells.index(cell(nb, "task-read"))
    twin = copy.deepcopy(cell(release(), "task-read"))
    twin["id"] = "copy1"
    if worked == "copy":
        twin.source = twin.source.replace("...", "60") + "\n" + MINE
    nb.cells.insert(place + 1, twin)
    done = mended(raw(nb))
    assert MINE in cell(done.notebook, "task-read").source and codes(done) == {"copied"}


def test_deleted_and_moved_cells_come_back():
    nb = handed_in(task_read=MINE)
    nb.cells = [each for each in nb.cells if each.id not in ("check-read", "card")][::-1]
    done = mended(raw(nb))
    assert MINE in cell(done.notebook, "task-read").source and {"deleted", "moved"} <= codes(done)


@pytest.mark.parametrize("change", [
    lambda mark: mark.update(points=100), lambda mark: mark.update(grade=True, solution=False), dict.clear,
    lambda mark: mark.update(schema_version=1), lambda mark: mark.update(grade_id="check-read")])
def test_changed_metadata_counts_for_nothing(change):
    nb = handed_in(task_read=MINE)
    change(cell(nb, "task-read").metadata.nbgrader)
    assert MINE in cell(mended(raw(nb)).notebook, "task-read").source


def test_cells_without_ids_are_known_by_grade_id_and_those_without_both_by_their_text():
    nb = handed_in(task_read=cell(release(), "task-read").source.replace("...", "60"))
    for each in nb.cells:
        del each["id"]
    nb["nbformat_minor"] = 4
    done = mended(raw(nb))
    assert "60" in cell(done.notebook, "task-read").source and "old" in codes(done)
    for each in nb.cells:
        each.metadata = {}
    assert "60" in cell(mended(raw(nb)).notebook, "task-read").source


def test_a_code_cell_turned_into_text_is_code_again():
    nb = handed_in(task_read=MINE)
    cell(nb, "task-read").cell_type = "markdown"
    done = mended(raw(nb))
    assert cell(done.notebook, "task-read").source == MINE and "type" in codes(done)


def test_locked_cells_are_the_releases():
    nb = handed_in(check_read="print('Right!')", setup="1 + 1")
    assert "locked" in codes(mended(raw(nb)))


def test_a_pupils_own_cells_stay_where_they_were():
    nb = handed_in()
    place = nb.cells.index(cell(nb, "task-read"))
    nb.cells.insert(place, nbformat.v4.new_code_cell(MINE, id="mine"))
    done = mended(raw(nb))
    ids = [each.id for each in done.notebook.cells]
    assert ids.index("mine") == ids.index("task-read") - 1 and done.notes == []


@pytest.mark.parametrize("one", lab.labs(), ids=lambda one: one.id)
def test_untouched_labs_stay_as_they_are(one):
    for language in one.editions:
        nb = released(one.notebook(language))
        done = repair(nbformat.writes(nb).encode(), nb, language)
        assert done.notes == [] and done.notebook.cells == nb.cells


def test_what_pupils_write_where_nothing_is_graded_stays_in_place():
    """`compare` and `make` are theirs, and nbgrader does not know these cells."""
    nb = handed_in(compare="look = 1", make="mine = 2", hook="Strādājam pārī: 7, 12")
    done = mended(raw(nb))
    assert [each.source for each in done.notebook.cells] == [each.source for each in nb.cells] and done.notes == []


def test_an_emptied_answer_stays_empty():
    done = mended(raw(handed_in(task_read="")))
    assert cell(done.notebook, "task-read").source == "" and done.notes == []


def merge(nb, first, last, keep=None):
    """What JupyterLab does: one cell with the texts of several."""
    ids = [each.id for each in nb.cells]
    cells = nb.cells[ids.index(first):ids.index(last) + 1]
    whole = copy.deepcopy(cell(nb, keep or first))
    whole.source = "\n\n".join(each.source.strip("\n") for each in cells)
    nb.cells[ids.index(first):ids.index(last) + 1] = [whole]


PROFIT = "profit_100 = 90\nprofit_20 = -38"
BREAK_EVEN = "badges_a = 48\nbadges_b = 40"


@pytest.mark.parametrize("first, last, keep", [
    ("task-profit", "check-profit", None), ("task-profit", "check-profit", "check-profit"),
    ("task-profit", "task-break-even", None), ("task-profit", "task-break-even", "check-profit"),
    ("profit-text", "task-break-even", "task-break-even"), ("check-cost", "check-break-even", "task-profit")])
def test_merged_cells_are_taken_apart(first, last, keep):
    nb = handed_in(task_profit=PROFIT, task_break_even=BREAK_EVEN)
    merge(nb, first, last, keep)
    done = mended(raw(nb))
    assert cell(done.notebook, "task-profit").source == PROFIT and "merged" in codes(done)
    assert cell(done.notebook, "task-break-even").source == BREAK_EVEN
    assert len(done.notebook.cells) == len(release().cells)


def test_all_answers_in_one_cell_are_found_by_the_names_that_they_give():
    nb = handed_in(task_profit=f"{PROFIT}\n{BREAK_EVEN}")
    nb.cells = [each for each in nb.cells if each.id not in (
        "check-profit", "stop-2", "break-even-text", "task-break-even")]
    done = mended(raw(nb))
    assert cell(done.notebook, "task-profit").source == PROFIT
    assert cell(done.notebook, "task-break-even").source == BREAK_EVEN


def test_an_answer_in_a_new_cell_instead_of_the_deleted_one_counts():
    nb = handed_in()
    place = nb.cells.index(cell(nb, "task-read"))
    nb.cells[place:place + 1] = [nbformat.v4.new_markdown_cell("te", id="t"),
                                 nbformat.v4.new_code_cell("a = 1\nb = a", id="n")]
    done = mended(raw(nb))
    assert cell(done.notebook, "task-read").source == "a = 1\nb = a" and "guessed" in codes(done)


def test_own_code_stands_behind_an_answer_that_was_put_back():
    nb = handed_in()
    place = nb.cells.index(cell(nb, "task-read"))
    nb.cells[place:place + 1] = [nbformat.v4.new_code_cell(f"badges = {n}", id=f"n{n}") for n in (1, 2)]
    ids = [each.id for each in mended(raw(nb)).notebook.cells]
    assert ids[ids.index("task-read"):][:4] == ["task-read", "n1", "n2", "check-read"]


@pytest.mark.parametrize("parts", [
    ["profit_100 = 90", "profit_20 = -38"], ["profit_100 = 90", "", "profit_20 = -38"],
    ["# mans", "profit_100 = 90\nprofit_20 = -38"], ["profit_100 = 90", "profit_20 = 60 - 98", "print(profit_20)"]])
def test_halves_are_joined_however_alike_or_empty(parts):
    nb = handed_in()
    place = nb.cells.index(cell(nb, "task-profit"))
    halves = [copy.deepcopy(nb.cells[place]) for _ in parts]
    for number, (half, text) in enumerate(zip(halves, parts, strict=True)):
        half["id"], half.source = (f"half{number}" if number else "task-profit"), text
    nb.cells[place:place + 1] = halves
    done = mended(raw(nb))
    assert cell(done.notebook, "task-profit").source == "\n".join(filter(None, parts)) and codes(done) == {"split"}


def test_of_two_copies_with_work_the_original_counts_and_the_other_is_kept_as_text():
    nb = handed_in(task_profit=PROFIT)
    twin = copy.deepcopy(cell(nb, "task-profit"))
    twin["id"], twin.source = "copy1", "profit_100 = 1\nprofit_20 = 2"
    nb.cells.insert(0, twin)
    done = mended(raw(nb))
    assert cell(done.notebook, "task-profit").source == PROFIT and codes(done) == {"copied"}
    behind = done.notebook.cells[[each.id for each in done.notebook.cells].index("task-profit") + 1]
    assert behind.cell_type == "raw" and behind.source == twin.source


def test_pictures_in_an_answer_stay():
    nb = handed_in(decide="![mans](attachment:a.png)")
    cell(nb, "decide").attachments = {"a.png": {"image/png": "aGVq"}, "bad": 7}
    nb.cells.append(nbformat.v4.new_markdown_cell(
        "![b](attachment:b.png)", id="own1", attachments={"b.png": {"image/png": "eA=="}}))
    done = mended(raw(nb))
    assert cell(done.notebook, "decide").attachments == {"a.png": {"image/png": "aGVq"}}
    assert cell(done.notebook, "own1").attachments == {"b.png": {"image/png": "eA=="}}


def test_another_notebook_is_called_so_and_kept():
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(MINE)])
    done = mended(raw(nb))
    assert codes(done) == {"other"} and MINE in texts(done.notebook)


def test_more_own_cells_than_anybody_writes_become_one():
    nb = handed_in(task_read=MINE)
    nb.cells += [nbformat.v4.new_code_cell(f"x = {n}") for n in range(2000)]
    done = mended(raw(nb))
    assert len(done.notebook.cells) == len(release().cells) + 500
    assert all(f"x = {n}" in texts(done.notebook) for n in range(2000))


def test_an_id_of_the_release_is_nobody_elses():
    nb = handed_in()
    nb.cells = [nbformat.v4.new_code_cell("a = 1", id="kept"), *nb.cells, nbformat.v4.new_code_cell("b = 1", id="kept")]
    ids = [each.id for each in mended(raw(nb)).notebook.cells]
    assert ids[0] == "kept" and ids[-1] == "kept-2" and len(set(ids)) == len(ids)


def test_teachers_read_what_pupils_read_or_words_of_their_own():
    assert set(REPAIRS_TEACHER) < set(REPAIRS)
    assert all(set(said) == {"en", "lv"} for said in (*REPAIRS.values(), *REPAIRS_TEACHER.values()))
    tu = ("tav", "tev", "iesniedz ", "uzraksti")
    assert not [said["lv"] for said in REPAIRS_TEACHER.values() if any(word in said["lv"].lower() for word in tu)]
