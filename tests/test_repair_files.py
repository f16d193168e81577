"""Whatever became of the file, a sound notebook comes out; mending twice is mending once."""
import copy
import json

import nbformat
import pytest
from handed_in import MINE, cell, codes, handed_in, mended, raw, release, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from daugava.grading import likeness, reading
from daugava.grading.repair import repair


def test_notebook_format_3_is_read():
    nb = handed_in(task_read=MINE)
    cells = [{**each, "input": each["source"]} for each in json.loads(raw(nb))["cells"]]
    for each in cells:
        del each["source"], each["id"]
    done = mended(json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}).encode())
    assert MINE in cell(done.notebook, "task-read").source and "old" in codes(done)


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


def test_another_kernel_is_named_and_not_used():
    nb = handed_in(task_read=MINE)
    nb.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    done = mended(raw(nb))
    assert codes(done) == {"kernel"} and done.notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("minor", [0, 2, 4])
def test_older_notebooks_without_ids_are_the_same(minor):
    nb = handed_in(task_read=MINE)
    for each in nb.cells:
        del each["id"]
    nb["nbformat_minor"] = minor
    done = mended(raw(nb))
    assert codes(done) == {"old"} and cell(done.notebook, "task-read").source == MINE
    assert len(done.notebook.cells) == len(release().cells)


@pytest.mark.parametrize("spoil", [
    lambda text: text.replace('"execution_count": null', '"execution_count": ' + "9" * 6000),
    lambda text: text.replace('"metadata": {}', '"metadata": {"x": ' + "[" * 30_000 + "]" * 30_000 + "}", 1),
    lambda text: text.replace('"outputs": []', '"outputs": [' + "[" * 30_000 + "]" * 30_000 + "]", 3),
    lambda text: text.replace('"cell_type": "markdown"', '"cell_type: "markdown"', 2),
    lambda text: text.replace('"source": "', '"source": ', 1), lambda text: text[40:],
    lambda text: text.replace("}, {", "} {"),
    lambda text: text.replace('{"cell_type"', '<<<<<<< HEAD\n{"cell_type"', 5)])
def test_damage_in_one_place_leaves_the_rest(spoil):
    nb = handed_in(task_read=MINE)
    nb.cells[:] = [dict(sorted(each.items())) for each in nb.cells]
    done = mended(spoil(json.dumps(nb)).encode())
    assert cell(done.notebook, "task-read").source == MINE and done.named_reason is None
    assert codes(done) <= {"truncated", "deleted"}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "cp1257"])
def test_letters_survive_an_encoding_without_a_mark(encoding):
    done = mended(raw(handed_in(task_read=MINE)).decode().encode(encoding, "replace"))
    assert cell(done.notebook, "task-read").source == MINE and "encoding" in codes(done)


def test_line_ends_of_windows_are_no_change():
    nb = handed_in(task_read=MINE + "\nx = 1")
    for each in nb.cells:
        each.source = each.source.replace("\n", "\r\n")
    done = mended(json.dumps(nb, indent=1).replace("\n", "\r\n").encode())
    assert done.notes == [] and cell(done.notebook, "task-read").source == MINE + "\nx = 1"


def test_a_file_with_more_values_than_memory_is_looked_through(monkeypatch):
    monkeypatch.setattr(reading, "HEAVY", 500)
    done = repair(nbformat.writes(handed_in(task_read=MINE)).encode(), release())
    assert cell(done.notebook, "task-read").source == MINE and codes(done) == {"truncated"}


def test_comparing_comes_to_an_end():
    """Hostile texts are alike enough to be compared, and there is an end to it."""
    compare = likeness.Likeness(work=1000)
    one, other = " ".join(map(str, range(40))), " ".join(map(str, range(1, 41)))
    assert compare.of(one, other) == 0 and compare.of(one, one) == 1
    assert likeness.Likeness().of(one, other) > 0.9


NAMES = [each.id for each in release().cells]
KINDS = ["delete", "copy", "swap", "clear", "new id", "no metadata", "mark", "type", "answer",
         "empty", "own", "split", "merge", "gap"]
PLACE = st.integers(0, len(NAMES) - 1)
DAMAGE = st.lists(st.tuples(st.sampled_from(KINDS), PLACE, PLACE), max_size=10)


def damage(nb, kind, one, other, text):
    """One of the things that happen to notebooks; `one` and `other` are places of cells."""
    victim = nb.cells[one]
    if kind == "delete":
        del nb.cells[one]
    elif kind == "copy":
        nb.cells.insert(other, copy.deepcopy(victim))
    elif kind == "swap":
        nb.cells[one], nb.cells[other] = nb.cells[other], nb.cells[one]
    elif kind == "clear":
        victim.source, victim.metadata = text, {}
    elif kind == "new id":
        victim["id"] = f"x{one}"
    elif kind == "no metadata":
        victim.metadata = {}
    elif kind == "mark":
        victim.metadata["nbgrader"] = {"grade_id": NAMES[other]}
    elif kind == "type":
        victim.cell_type = "markdown" if victim.cell_type == "code" else "code"
    elif kind == "answer":
        victim.source += f"\n{text}"
    elif kind == "empty":
        victim.source = ""
    elif kind == "own":
        nb.cells.insert(one, nbformat.v4.new_markdown_cell(text, id=f"own{one}"))
    elif kind == "split":
        half = copy.deepcopy(victim)
        lines = victim.source.split("\n")
        victim.source, half.source = "\n".join(lines[:other % 5]), "\n".join(lines[other % 5:])
        half["id"] = f"half{one}"
        nb.cells.insert(one + 1, half)
    elif kind == "merge" and one + 1 < len(nb.cells):
        victim.source += "\n\n" + nb.cells.pop(one + 1).source
    elif kind == "gap":
        victim.pop("id", None)


@given(DAMAGE, st.text(alphabet="abcā \n=1\"\\{}", min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_damage_is_mended_and_no_text_is_lost(damages, text):
    nb = handed_in(task_read=MINE, decide="Izvēlamies 2 €")
    for number, (kind, one, other) in enumerate(damages):
        if nb.cells:
            damage(nb, kind, one % len(nb.cells), other % len(nb.cells), f"{text} {number}")
    kept = {line.strip() for each in (release(), mended(raw(nb)).notebook) for line in texts(each).split("\n")}
    assert {line.strip() for line in texts(nb).split("\n")} - {""} <= kept


@given(st.integers(0, 40_000), st.integers(0, 200), st.binary(max_size=20))
@settings(max_examples=60, deadline=None)
def test_a_hole_in_the_file_breaks_nothing(place, length, junk):
    data = nbformat.writes(handed_in(task_read=MINE)).encode()
    mended(data[:place] + junk + data[place + length:])


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_it(data):
    mended(data)


KEYS = ["cells", "source", "id", "metadata", "nbgrader", "grade_id", "cell_type", "attachments", "nbformat",
        "nbformat_minor", "worksheets", "input", "level"]
JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner))


@given(JSON, JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_breaks_it(value, other):
    mended(json.dumps(value).encode())
    cells = [value, other, {"id": "task-read", "source": other, "metadata": value, "attachments": other}]
    mended(json.dumps({"nbformat": other, "cells": cells}).encode())
