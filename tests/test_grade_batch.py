"""`daugava grade`: everything new once, in parallel, by one writer; whatever happens in between."""
import os
import random
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import grading_course as room
import psutil
import pytest
from nbgrader.api import Gradebook

from daugava import DaugavaError
from daugava.cli_grading import _remarks
from daugava.grading import work


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Four hand-ins, graded: all right, half, untouched, and one that is cut off."""
    course = room.make(tmp_path_factory.mktemp("batch"))
    room.hand_in(course, "p01", room.solved(course))
    room.hand_in(course, "p02", room.answered(course, {"task-ai": "wrong_step = 3\ncost_50 = 112",
                                                       "task-read": "badges_read = 48"}))
    room.hand_in(course, "p03", room.release(course))
    room.hand_in(course, "p04", room.json.dumps(room.solved(course)).encode()[:30_000])
    done = room.command(course, "--jobs", "2")
    said = done.communicate()[0]
    assert done.returncode == 0, said
    return course, said


def test_every_hand_in_has_its_points(course):
    got = room.scores(course[0])
    assert all(points for name, points in got["p01"].items() if name.startswith("check-"))
    assert got["p02"]["check-ai"] and got["p02"]["check-read"] == 0
    assert not any(got["p03"].values())
    assert "p04" in got and "4 graded." in course[1] and "p04: repaired (truncated" in course[1]


def test_what_was_found_stands_in_the_graded_notebook(course):
    found = room.graded(course[0], "p02").metadata["daugava"]["grading"]
    assert found["checks"]["check-read"]["misconception"] == "forgot-part-cost"
    assert found["checks"]["check-ai"] == {"layer": "right"} and found["ended"] is None


def test_a_second_run_changes_nothing(course):
    before, files = room.scores(course[0]), sorted(path.stat().st_mtime_ns for path in course[0].folder.rglob("*.ipynb"))
    done = room.command(course[0])
    assert "Nothing new to grade" in done.communicate()[0] and done.returncode == 0
    assert room.scores(course[0]) == before
    assert sorted(path.stat().st_mtime_ns for path in course[0].folder.rglob("*.ipynb")) == files


def test_a_newer_hand_in_is_graded_and_the_others_are_not(course):
    room.hand_in(course[0], "p03", room.solved(course[0]), stamp="2026-11-26 10:00:00 UTC\n")
    assert list(room.run(course[0])) == ["p03"]
    assert room.scores(course[0])["p03"]["check-ai"]


def test_the_original_of_a_repaired_hand_in_is_kept(course):
    kept, = (course[0].folder / "submitted" / "p04" / room.ASSIGNMENT / ".original").glob("[!.]*")
    assert len(kept.read_bytes()) == 30_000


def test_manual_marks_survive_grading_again(course):
    def decide(book):
        return book.find_grade("decide", room.LAB, room.ASSIGNMENT, "p01")

    url = f"sqlite:///{course[0].folder / 'gradebook.db'}"
    with Gradebook(url, "stem") as book:
        decide(book).manual_score = 2
        book.db.commit()
    assert room.run(course[0], only=["p01"], again=True)["p01"].error is None
    with Gradebook(url, "stem") as book:
        assert decide(book).manual_score == 2 and decide(book).score == 2


def test_who_handed_in_nothing_is_named(course):
    with pytest.raises(DaugavaError, match="no submission of p99"):
        room.run(course[0], only=["p99"])


def test_what_to_look_at_is_said_in_words():
    flags = [{"code": "python", "cell": "task-cost", "what": "os"}, {"code": "silent", "cell": "check-cost"},
             {"code": "python", "cell": "task-ai", "what": "os"}, {"code": "python", "cell": "task-ai", "what": "open"}]
    assert _remarks({"flags": flags}) == ("look at it, it uses what no task needs: os, open; "
                                          "it did not answer a check in time: check-cost")
    assert _remarks({"flags": [], "repairs": [], "ended": None}) == ""


def test_a_worker_that_dies_takes_nobody_with_it(course, monkeypatch):
    honest = work._graded

    def graded(job):
        if job.pupil == "p02":
            os._exit(1)
        return honest(job)

    before = room.scores(course[0])
    monkeypatch.setattr(work, "_graded", graded)
    outcomes = room.run(course[0], again=True)
    assert {pupil: outcome.error for pupil, outcome in outcomes.items() if outcome.error} == {
        "p02": "the grading itself died of it twice"}
    assert set(outcomes) == set(before) and room.scores(course[0]) == before


def test_who_was_not_in_work_yet_when_a_worker_died_is_graded_too(course, monkeypatch):
    honest, breaks = ProcessPoolExecutor.submit, iter([False, True])

    def submit(pool, *job):
        if next(breaks, False):
            raise BrokenProcessPool
        return honest(pool, *job)

    before = room.scores(course[0])
    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    outcomes = room.run(course[0], again=True)
    assert {pupil: outcome.error for pupil, outcome in outcomes.items()} == dict.fromkeys(before)


def test_a_hand_in_that_is_replaced_meanwhile_is_left_for_the_next_run(course, monkeypatch):
    honest = work._graded

    def graded(job):
        room.hand_in(course[0], "p02", room.solved(course[0]), stamp="2026-11-27 10:00:00 UTC\n")
        return honest(job)

    monkeypatch.setattr(work, "_graded", graded)
    assert room.run(course[0], only=["p02"], again=True)["p02"].error == "it was handed in anew meanwhile"
    monkeypatch.undo()
    assert room.run(course[0])["p02"].error is None and room.scores(course[0])["p02"]["check-ai"]


def test_grading_on_a_cluster_of_two_workers_gives_the_same(course):
    from distributed import LocalCluster

    before = room.scores(course[0])
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        done = room.command(course[0], "--again", "--scheduler", cluster.scheduler_address)
        said = done.communicate()[0]
    assert done.returncode == 0 and "4 graded." in said, said
    assert room.scores(course[0]) == before


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path, own_warm_process, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # who is killed leaves sockets there
    course = room.make(tmp_path)
    for place in range(1, 13):
        room.hand_in(course, f"p{place:02}", room.solved(course) if place % 2 else room.release(course))
    room.run(course)
    undisturbed = room.scores(course)
    chance = random.Random(2026)
    for turn in range(20):
        for place in range(1, 13):  # all is new again
            stamp = f"2026-12-{turn + 1:02} 10:00:00 UTC\n"
            (course.folder / "submitted" / f"p{place:02}" / room.ASSIGNMENT / "timestamp.txt").write_text(stamp)
        process = room.command(course, "--jobs", "2")
        time.sleep(chance.uniform(1.0, 5.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    done = room.command(course, "--jobs", "2")
    assert "graded" in done.communicate()[0] and done.returncode == 0
    assert room.scores(course) == undisturbed
    assert all("checks" in room.graded(course, pupil).metadata["daugava"]["grading"] for pupil in undisturbed)
    for _ in range(50):
        left = [each for each in psutil.process_iter(["cmdline"]) if str(course.folder) in " ".join(each.info["cmdline"] or [])]
        if not left:
            break
        time.sleep(0.1)
    assert not left


def test_a_pair_is_graded_by_one_command(tmp_path):
    course = room.make(tmp_path)
    course.add_pupils(["p20", "p21"])
    (course.exchange / "stem").mkdir(parents=True)
    work_of_both = room.answered(course, {"task-ai": "# Strādājam pārī: 20 un 21\nwrong_step = 3\ncost_50 = 112"})
    room.hand_in(course, "p20", work_of_both)
    done = room.command(course)
    said = done.communicate()[0]
    assert done.returncode == 0 and "2 graded." in said, said
    got = room.scores(course)
    assert got["p20"] == got["p21"] and got["p21"]["check-ai"]
    assert "Nothing new" in room.command(course).communicate()[0]
