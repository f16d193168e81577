"""Which file of a hand-in is the notebook, and what nbgrader meets afterwards; nothing outside is read or written."""
import io
import json
import os
import zipfile

import nbformat
import pytest
from handed_in import MINE, handed_in, raw, release

from daugava.grading import packed
from daugava.grading.repair import repair
from daugava.grading.submission import ORIGINALS, find
from daugava.grading.words import REPAIRS

NAME = "badge-break-even"
STARTER = "badges_read = 7"


@pytest.fixture
def folder(tmp_path):
    """An empty hand-in."""
    place = tmp_path / "submitted" / "p07" / "badge-break-even-lv"
    place.mkdir(parents=True)
    (place / "timestamp.txt").write_text("2026-11-25 10:00:00 UTC")
    (place / "submission_secret.txt").write_text("secret-of-p07")
    return place


def put(folder, name, data):
    (folder / name).write_bytes(data if isinstance(data, bytes) else raw(data))


def zipped(entries: dict, links=()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o120777 if name in links else 0o100644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def graded(folder):
    """As grading does it: what is graded, all codes, and the folder afterwards; twice, and it comes out the same."""
    def once():
        found = find(folder, NAME, release())
        done = repair(found.raw, release(), "lv")
        found.settle(nbformat.writes(done.notebook))
        told = [note["code"] for note in [*found.notes, *done.notes]]
        files = [path for path in folder.rglob("*") if path.is_file()]
        return done, told, {str(path.relative_to(folder)): path.read_bytes() for path in files}

    first, second = once(), once()
    assert set(first[1]) <= set(REPAIRS)
    assert first[1:] == second[1:] and first[0].notebook == second[0].notebook
    target = nbformat.read(folder / f"{NAME}.ipynb", as_version=4)
    assert [each.source for each in target.cells] == [each.source for each in first[0].notebook.cells]
    return first[0], first[1]


def answer(done):
    return next(each.source for each in done.notebook.cells if each.id == "task-read")


def originals(folder):
    return {path.name: path.read_bytes() for path in (folder / ORIGINALS).glob("*") if not path.name.startswith(".")}


def test_a_sound_hand_in_is_left_alone(folder):
    put(folder, f"{NAME}.ipynb", handed_in(task_read=MINE))
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    done, told = graded(folder)
    assert answer(done) == MINE and told == []
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["mans darbs.ipynb", "badge-break-even (1).ipynb", "darbs/x.ipynb", "x.ipynb.txt",
                                  "x.json"])
def test_a_renamed_notebook_is_found(folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    data = raw(handed_in(task_read=MINE))
    put(folder, name, data)
    put(folder, "aaa.csv", b"1,2\n")
    done, told = graded(folder)
    assert answer(done) == MINE and told == ["renamed"]
    assert originals(folder) == {os.path.basename(name): data} and (folder / name).read_bytes() == data


def test_of_several_notebooks_the_one_of_the_lab_counts(folder):
    put(folder, "a.ipynb", nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))
    put(folder, "b.ipynb", handed_in(task_read=MINE))
    put(folder, "c.py", b"x")
    assert answer(graded(folder)[0]) == MINE


def test_an_untouched_notebook_gives_way_to_the_copy_with_the_work(folder):
    put(folder, f"{NAME}.ipynb", handed_in())
    put(folder, f"{NAME}-Copy1.ipynb", handed_in(task_read=MINE))
    done, told = graded(folder)
    assert answer(done) == MINE and told == ["second"]


def test_with_work_in_it_the_notebook_itself_counts(folder):
    put(folder, f"{NAME}.ipynb", handed_in(task_read=STARTER))
    put(folder, f"{NAME}-Copy1.ipynb", handed_in(task_read=MINE))
    done, told = graded(folder)
    assert answer(done) == STARTER and told == []


@pytest.mark.parametrize("name", ["darbs.zip", f"{NAME}.ipynb", "darbs.ipynb"])
def test_a_notebook_is_taken_out_of_a_zip(folder, name):
    other = nbformat.writes(nbformat.v4.new_notebook())
    put(folder, name, zipped({"a/other.ipynb": other, "b/lab.ipynb": raw(handed_in(task_read=MINE)),
                              "__MACOSX/._lab.ipynb": b"junk", "data.csv": b"1"}))
    done, told = graded(folder)
    assert answer(done) == MINE and told == ["zip"] and list(originals(folder)) == [name]


@pytest.mark.parametrize("name", ["../../../x.ipynb", "/etc/x.ipynb", "C:\\x.ipynb", "a/../../x.ipynb", "..\\x.ipynb"])
def test_a_name_that_leads_out_of_a_zip_is_ignored_and_noted(folder, tmp_path, name):
    put(folder, "darbs.zip", zipped({name: raw(handed_in(task_read="outside = 1")),
                                     "x.ipynb": raw(handed_in(task_read=MINE))}))
    files = set(tmp_path.rglob("*"))
    done, told = graded(folder)
    assert answer(done) == MINE and told == ["zip", "zip-left"]
    assert {path for path in tmp_path.rglob("*") if ORIGINALS not in path.parts} - files == {folder / f"{NAME}.ipynb"}


def test_links_and_what_is_too_much_stays_in_the_zip(monkeypatch):
    monkeypatch.setattr(packed, "MOST_FILES", 3)
    monkeypatch.setattr(packed, "MOST_BYTES", 10_000)
    given = {"link.ipynb": "/etc/passwd", "bomb.ipynb": b"0" * 10_000_000, "a.ipynb": b"a", "b.ipynb": b"b"}
    found = packed.unpack(zipped(given, links={"link.ipynb"}))
    assert [entry.name for entry in found.entries] == ["a.ipynb"]
    assert found.left_out == ["link.ipynb", "bomb.ipynb", "b.ipynb"]


def test_a_broken_zip_is_no_disaster(folder):
    data = bytearray(zipped({"x.ipynb": raw(handed_in(task_read=MINE))}))
    data[60:90] = b"\xff" * 30  # within what is packed
    put(folder, "darbs.zip", bytes(data))
    put(folder, "half.zip", bytes(data[:200]))
    done, told = graded(folder)
    assert told == ["missing"] and done.named_reason == "missing"


def test_a_program_or_a_text_is_kept_as_text(folder):
    put(folder, "darbs.py", "print('mans darbs')  # ābols".encode("cp1257"))
    done, told = graded(folder)
    assert "unreadable" in told and "renamed" in told and done.named_reason == "unreadable"
    assert done.notebook.cells[-1].source == "print('mans darbs')  # ābols"


@pytest.mark.parametrize("names", [[], ["photo.png", "data.csv"]])
def test_where_nothing_was_handed_in_the_reason_is_named_and_no_secret_is_shown(folder, names):
    for name in names:
        put(folder, name, b"\x89PNG something")
    done, told = graded(folder)
    assert told == ["missing"] and done.named_reason == "missing"
    assert "secret-of-p07" not in nbformat.writes(done.notebook)


def test_links_are_not_followed_and_not_left(folder, tmp_path):
    outside = tmp_path / "other.ipynb"
    put(tmp_path, "other.ipynb", handed_in(task_read="of_another = 1"))
    (folder / f"{NAME}.ipynb").symlink_to(outside)
    (folder / "more").symlink_to(tmp_path)
    (folder / ORIGINALS).symlink_to(tmp_path)
    done, told = graded(folder)
    assert told == ["missing"] and "of_another" not in nbformat.writes(done.notebook)
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert "of_another" in outside.read_text() and not (folder / f"{NAME}.ipynb").is_symlink()


def test_a_hand_in_that_is_a_link_is_refused(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(OSError, match="is a link"):
        find(tmp_path / "link", NAME, release())


@pytest.mark.parametrize("name", [f"{NAME}.ipynb", f".{NAME}.ipynb.new", ORIGINALS + "/x", ORIGINALS + "/.repaired/x",
                                  ORIGINALS + "/darbs.ipynb"])
def test_folders_in_the_way_do_no_harm(folder, name):
    (folder / name).mkdir(parents=True)
    put(folder, "darbs.ipynb", handed_in(task_read=MINE))
    done, told = graded(folder)
    assert answer(done) == MINE and told == ["renamed"]


def test_a_file_in_the_way_is_put_aside(folder):
    put(folder, ORIGINALS, b"mine")
    put(folder, f"{NAME}.ipynb", b"mans darbs")
    graded(folder)
    assert (folder / f"{ORIGINALS}-1").read_bytes() == b"mine" and originals(folder) == {f"{NAME}.ipynb": b"mans darbs"}


def test_what_a_teacher_puts_in_the_place_of_a_repaired_notebook_counts(folder):
    put(folder, f"{NAME}.ipynb", b"mans darbs")
    graded(folder)
    mended = raw(handed_in(task_read=MINE))
    put(folder, f"{NAME}.ipynb", mended)
    done, told = graded(folder)
    assert answer(done) == MINE and told == [] and (folder / f"{NAME}.ipynb").read_bytes() == mended
    assert originals(folder) == {f"{NAME}.ipynb": b"mans darbs"}
    put(folder, f"{NAME}.ipynb", b"cits darbs")
    graded(folder)
    assert originals(folder) == {f"{NAME}.ipynb": b"cits darbs"}
    assert (folder / f"{ORIGINALS}-1" / f"{NAME}.ipynb").read_bytes() == b"mans darbs"


@pytest.mark.parametrize("spoil", [
    lambda nb: nb.cells[3].update(outputs=[{"output_type": "?"}]), lambda nb: nb.metadata.update(author="\ud800"),
    lambda nb: nb.metadata.update(kernelspec=5), lambda nb: nb.cells[5].metadata.update(tags="x")])
def test_a_notebook_that_nbgrader_could_not_take_is_written_anew(folder, spoil):
    nb = handed_in(task_read=MINE)
    spoil(nb)
    data = json.dumps(nb).encode()
    put(folder, f"{NAME}.ipynb", data)
    done, told = graded(folder)
    assert answer(done) == MINE and told == [] and originals(folder) == {f"{NAME}.ipynb": data}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_another_encoding_is_written_anew(folder, encoding):
    data = raw(handed_in(task_read=MINE)).decode().encode(encoding)
    put(folder, f"{NAME}.ipynb", data)
    done, told = graded(folder)
    assert answer(done) == MINE and told == ["encoding"] and originals(folder) == {f"{NAME}.ipynb": data}
