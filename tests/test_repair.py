"""Broken submissions are mended by the release, nothing of a pupil's text is lost, and mending twice is mending once."""
import copy
import functools
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lab_paths import released

from daugava import lab
from daugava.grading.repair import repair

MINE = "mana_atbilde = 42  # ābols"


@functools.cache
def release():
    return released(lab.get("badge-break-even").notebook("lv"))


def handed_in(**answers):
    """A hand-in with these answers: {cell id with _ for -: source}."""
    nb = copy.deepcopy(release())
    for cell in nb.cells:
        cell.source = answers.get(cell.id.replace("-", "_"), cell.source)
    return nb


def raw(nb) -> bytes:
    return json.dumps(nb, ensure_ascii=False).encode("utf-8", "surrogatepass")


def cell(nb, name):
    return next(each for each in nb.cells if each.id == name)


def mended(data: bytes):
    """Repaired, and proven sound: valid, every cell of the release once and in order, locked ones as released."""
    done = repair(data, release(), "lv")
    nbformat.validate(done.notebook)
    ids = [each.id for each in release().cells]
    assert [each.id for each in done.notebook.cells if each.id in ids] == ids
    for one in release().cells:
        other = cell(done.notebook, one.id)
        assert other.cell_type == one.cell_type and other.metadata.get("nbgrader") == one.metadata.get("nbgrader")
        if not one.metadata.get("nbgrader", {}).get("solution"):
            assert other.source == one.source
    again = repair(nbformat.writes(done.notebook).encode(), release(), "lv")
    assert [(each.id, each.source) for each in again.notebook.cells] == [(each.id, each.source) for each in done.notebook.cells]
    return done


def texts(nb) -> str:
    return "\n".join(each.source for each in nb.cells)


def codes(done) -> set:
    return {note["code"] for note in done.notes}


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


def test_notebook_format_3_is_read():
    nb = handed_in(task_read=MINE)
    cells = [{**each, "input": each["source"]} for each in json.loads(raw(nb))["cells"]]
    for each in cells:
        del each["source"], each["id"]
    done = mended(json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}).encode())
    assert MINE in cell(done.notebook, "task-read").source and "old" in codes(done)


def test_a_code_cell_turned_into_text_is_code_again():
    nb = handed_in(task_read=MINE)
    cell(nb, "task-read").cell_type = "markdown"
    done = mended(raw(nb))
    assert cell(done.notebook, "task-read").source == MINE and "type" in codes(done)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.999])
def test_a_file_that_breaks_off_keeps_its_whole_cells(part):
    nb = handed_in(predict=MINE)
    data = raw(nb)
    done = mended(data[:int(len(data) * part)])
    assert cell(done.notebook, "predict").source == MINE and "truncated" in codes(done)


def test_the_half_cell_at_the_break_is_kept():
    nb = nbformat.writes(handed_in(task_read=MINE + "\nlast = 1\n"))
    data = nb[:nb.index("last = 1")].encode()
    assert MINE in cell(mended(data).notebook, "task-read").source


@pytest.mark.parametrize("data", [
    b"", b"print('mans darbs')", b"\xff\xfe\x00", b"{}", b"[]", b"null", b'{"cells": 3}', b'{"cells": {"a": 1}}',
    b'{"cells": [1, null, "x", []]}', b"[" * 100_000, b'{"cells": [{"source": 5, "metadata": 7, "id": {}}]}',
    b'{"cells": [{"source": "\\ud800", "cell_type": "code"}]}', b'{"nbformat": 1e999, "cells": []}', b"PK\x03\x04junk",
    "mans darbs ā".encode("utf-16"), b"\0" * 1000])
def test_whatever_the_bytes_a_sound_notebook_comes_out(data):
    done = mended(data)
    text = done.notebook
    if b"mans darbs" in data:
        assert "mans darbs" in texts(text) and done.named_reason == "unreadable"


def test_encodings_of_other_programs_are_read():
    text = raw(handed_in(task_read=MINE)).decode()
    for encoding in ("utf-8-sig", "utf-16"):
        done = mended(text.encode(encoding))
        assert cell(done.notebook, "task-read").source == MINE and codes(done) == {"encoding"}


def test_fifty_megabytes_of_output_are_no_work_of_the_pupils():
    nb = handed_in(task_read=MINE)
    cell(nb, "explore").outputs = [{"output_type": "stream", "name": "stdout", "text": ['"[]\\n' * 100] * 100_000}]
    data = raw(nb)
    assert len(data) > 50_000_000
    done = mended(data)
    assert cell(done.notebook, "task-read").source == MINE and codes(done) == {"huge"}
    assert cell(done.notebook, "explore").outputs == []


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


NAMES = [each.id for each in release().cells]
DAMAGE = st.lists(st.tuples(st.sampled_from(
    ["delete", "copy", "swap", "clear", "new id", "no metadata", "type", "answer", "cut", "own"]),
    st.integers(0, len(NAMES) - 1), st.integers(0, len(NAMES) - 1)), max_size=8)


@given(DAMAGE, st.text(alphabet="abcā \n=1\"\\{}", min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_damage_is_mended_and_no_text_is_lost(damages, text):
    nb, answers = handed_in(), []
    for number, (kind, one, other) in enumerate(damages):
        if not nb.cells:
            break
        one, other = one % len(nb.cells), other % len(nb.cells)
        victim = nb.cells[one]
        if kind == "delete":
            if victim.source in answers:
                answers.remove(victim.source)
            del nb.cells[one]
        elif kind == "copy":
            nb.cells.insert(other, copy.deepcopy(victim))
        elif kind == "swap":
            nb.cells[one], nb.cells[other] = nb.cells[other], nb.cells[one]
        elif kind == "new id":
            victim["id"] = f"x{number}"
        elif kind == "no metadata":
            victim.metadata = {}
        elif kind == "type":
            victim.cell_type = "markdown"
        elif kind == "answer" and "\n" + text.strip() and text.strip():
            victim.source = f"{text.strip()} {number}"
            answers.append(victim.source)
        elif kind == "own":
            nb.cells.insert(one, nbformat.v4.new_markdown_cell(f"own {number}", id=f"own{number}"))
            answers.append(f"own {number}")
    done = mended(raw(nb))
    kept = texts(done.notebook)
    assert all(answer in kept for answer in answers if any(answer == each.source for each in nb.cells))


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_it(data):
    mended(data)
