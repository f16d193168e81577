"""A batch of hostile and broken hand-ins: none gains a mark, none reaches outside, and their neighbours are graded as if alone."""
import io
import json
import os
import zipfile

import grading_course as room
import nbformat
import pytest
from test_referee import FORGED

COST = ("def profit(n)", "def cost(n, machine_eur, part_eur)")
SECRET = "answers-of-another-pupil"


def code(text: str):
    """A hand-in of the untouched release with this code in the cell of task 2."""
    return lambda course: room.answered(course, {"task-cost": text.replace(*COST)})


def zipped(name: str):
    def make(course):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, json.dumps(room.release(course)))
        return packed.getvalue()
    return make


def changed(change):
    """A hand-in of the release whose notebook `change` has spoilt."""
    def make(course):
        nb = room.release(course)
        change(nb)
        return nb
    return make


def points_for_everything(nb):
    for cell in nb.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=1000, grade=True)


def stored_outputs(nb):
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "3"}, execution_count=1)]


def own_tests(nb):
    for cell in nb.cells:
        if cell.id.startswith("check"):
            cell.source = "3"


def twice(nb):
    for cell in [cell for cell in nb.cells if cell.id.startswith("check")]:
        twin = nbformat.from_dict(cell)
        twin["id"] = f"{cell.id}-twin"
        nb.cells.insert(0, nbformat.from_dict({**twin, "source": "3"}))


FORGED_HERE = {f"forged: {name}": code(text) for name, text in FORGED.items()}
BOMBS = {
    "fork bomb": code("import os\nwhile True:\n    os.fork()"),
    "memory bomb": code("x = [0]\nwhile True:\n    x += x"),
    "disk filler": code("n = 0\nwhile True:\n    n += 1\n    open(f'/submission/{n}', 'wb').write(b'0' * 10_000_000)"),
    "endless loop": code("while True:\n    pass"),
    "loop that swallows interrupts": code("while True:\n    try:\n        while True:\n            pass\n"
                                          "    except BaseException:\n        pass"),
    "output flood": code("while True:\n    print('x' * 10_000)"),
    "endless loop in the tested function": code("def profit(n):\n    while True:\n        pass"),
    "threads that print for ever": code("import threading\ndef go():\n    while True:\n        print('x' * 1000)\n"
                                        "[threading.Thread(target=go, daemon=True).start() for _ in range(20)]"),
    "kernel that ends itself": code("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
    "kernel that leaves by exit": code("exit()"),
}
OUTSIDE = {
    "reads the gradebook": code("text = open({book!r}, 'rb').read()"),
    "reads another's hand-in": code("text = open({other!r}).read()"),
    "writes outside": code("open({target!r}, 'w').write('x')"),
    "lists the course": code("import os\nprint(os.listdir({course!r}))"),
    "reads its own tests": code("import glob\nfor f in glob.glob('/**/*.ipynb', recursive=True):\n    print(open(f).read())"),
    "reaches the network": code("import socket\nsocket.create_connection(('127.0.0.1', 22), 2)\nprint('got it')"),
}
BROKEN = {
    "points for everything": changed(points_for_everything), "stored outputs": changed(stored_outputs),
    "tests of its own": changed(own_tests), "every test twice": changed(twice),
    "a zip": zipped("badge-break-even.ipynb"), "a zip that climbs out": zipped("../../../../p01/x.ipynb"),
    "no bytes": lambda course: b"", "a program": lambda course: b"cost_10 = 80",
    "half a file": lambda course: json.dumps(room.release(course)).encode()[:20_000],
    "another notebook": lambda course: nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("cost_10 = 1")]),
    "deep nesting": lambda course: b'{"cells":' + b"[" * 200_000,
}
CORPUS = {**FORGED_HERE, **BOMBS, **OUTSIDE, **BROKEN}
FLAGLESS = {"always equal", "huge integer", "deep recursion", "deep value"}
HONEST = ("p01", "p98", "p99")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The course, {what was handed in: its outcome}, and the neighbours' points graded alone and among the others."""
    course = room.make(tmp_path_factory.mktemp("hostile"))
    for pupil in HONEST:
        room.hand_in(course, pupil, room.solved(course))
    room.run(course)
    alone = room.scores(course)
    (course.folder / "secret.txt").write_text(SECRET)
    places = {"book": str(course.folder / "gradebook.db"), "course": str(course.folder),
              "other": str(course.folder / "submitted" / "p01" / room.ASSIGNMENT / "badge-break-even.ipynb"),
              "target": str(course.folder / "submitted" / "p01" / "planted.txt")}
    names = {}
    for number, (what, make) in enumerate(CORPUS.items(), 10):
        work = make(course)
        if not isinstance(work, bytes):
            for cell in work.cells:
                if cell.cell_type == "code" and any("{%s!r}" % place in cell.source for place in places):
                    cell.source = cell.source.format(**places)
        folder = room.hand_in(course, f"p{number}", work, "work.zip" if "zip" in what else "badge-break-even.ipynb")
        (folder / "link.csv").symlink_to(course.folder / "secret.txt")
        names[f"p{number}"] = what
    outcomes = room.run(course, again=True, timeout=6, seconds=25, memory_mb=500)
    return course, {names.get(pupil, pupil): outcome for pupil, outcome in outcomes.items()}, alone, names


def test_there_are_enough():
    assert len(CORPUS) >= 45


def test_every_hand_in_ends_with_a_grade_or_a_reason(results):
    course, outcomes, _, names = results
    scores = room.scores(course)
    print()
    for pupil, what in names.items():
        grading = outcomes[what].grading
        flags = ", ".join(dict.fromkeys(flag.get("what", flag["code"]) for flag in grading.get("flags", ())))
        repairs = ", ".join(note["code"] for note in grading.get("repairs", ()))
        print(f"{what:45} points {sum(scores[pupil][name] or 0 for name in scores[pupil] if name.startswith('check')):g}  "
              f"ended {grading.get('ended')}  flags {flags or 'none'}  repairs {repairs or 'none'}  {outcomes[what].error or ''}")
    assert {what: outcome.error for what, outcome in outcomes.items() if outcome.error} == {}


def test_none_gains_a_mark(results):
    course, _, _, names = results
    scores = room.scores(course)
    gained = {what: scores[pupil] for pupil, what in names.items()
              if any(points for name, points in scores[pupil].items() if name.startswith("check") and points)}
    assert gained == {}


def test_who_tries_is_flagged_ended_or_repaired(results):
    _, outcomes, _, names = results
    unseen = [what for what in names.values() if not outcomes[what].grading["flags"] and not outcomes[what].grading["ended"]
              and not outcomes[what].grading["repairs"] and what.removeprefix("forged: ") not in FLAGLESS]
    # Loops and floods end with their cell, and every pupil writes one some day; stored outputs are wiped; a kernel that
    # is asked to leave may go only after its last cell.
    assert set(unseen) <= {"endless loop", "output flood", "endless loop in the tested function", "stored outputs",
                           "kernel that leaves by exit"}


def test_nobody_reads_or_writes_outside(results):
    course, _, _, names = results
    shown = [path for path in (course.folder / "autograded").rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    outputs = json.dumps([cell.get("outputs") for pupil in names for cell in room.graded(course, pupil).cells])
    assert shown == []
    for secret in ("BEGIN HIDDEN", "got it", "SQLite format", "'submitted', "):
        assert secret not in outputs, secret
    assert not (course.folder / "submitted" / "p01" / "planted.txt").exists()
    assert sorted(os.listdir(course.folder / "submitted" / "p01")) == [room.ASSIGNMENT]


def test_neighbours_are_graded_as_if_alone(results):
    course, outcomes, alone, _ = results
    scores = room.scores(course)
    assert {pupil: scores[pupil] for pupil in HONEST} == alone
    assert all(outcomes[pupil].grading["flags"] == [] and outcomes[pupil].error is None for pupil in HONEST)
