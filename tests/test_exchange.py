"""The exchange: a folder for each pupil, and nothing in it that can reach out or hold up the others."""
import os
import shutil
from pathlib import Path

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from running import ROOT

from daugava import lab as labs
from daugava.course import Course
from daugava.exchange import sort_old_hand_ins
from daugava.private import copy_plain

LAB = "badge-break-even-lv"
NOTEBOOK = "badge-break-even.ipynb"


def course_in(folder):
    return Course(folder / "courses" / "stem", folder / "exchange", ROOT / "grading")


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The folder of a course with one lab released."""
    folder = tmp_path_factory.mktemp("released")
    (folder / "courses" / "stem" / "source").mkdir(parents=True)
    made = course_in(folder)
    made.add_pupils(["p01", "p02", "p03"])
    made.assign(labs.get("badge-break-even", ROOT), "lv")
    made.release(LAB)
    return folder


@pytest.fixture
def course(released, tmp_path):
    """A copy of that course."""
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    return course_in(tmp_path)


@pytest.fixture
def pupil(course, tmp_path):
    """Do something with the exchange as a pupil: `pupil(name, "Submit")`."""
    def act(name, what, **options):
        config = course.config()
        config.CourseDirectory.student_id = name
        config.CourseDirectory.assignment_id = LAB
        config.Exchange.assignment_dir = str(home(tmp_path, name))
        config.Exchange.cache = str(home(tmp_path, name) / "cache")
        config.ExchangeList.update(options)
        part = getattr(ExchangeFactory(config=config), what)
        return part(coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config),
                    config=config).start()
    return act


def home(folder, name):
    (path := folder / "users" / name).mkdir(parents=True, exist_ok=True)
    return path


def inbound(course, name):
    return course.exchange / "stem" / "inbound" / name


def hand_in(course, name, folder, **files):
    """A hand-in as a pupil's own program may write it."""
    path = inbound(course, name) / folder
    path.mkdir(parents=True)
    for file, text in {"timestamp": "2026-11-25 10:00:00.000000 EET", **files}.items():
        (path / (NOTEBOOK if file == "notebook" else f"{file}.txt")).write_text(text)
    return path


def collect(course):
    return course.api().collect(LAB, update=True)


def collected(course):
    return sorted(path.parent.name for path in (course.folder / "submitted").glob(f"*/{LAB}"))


def test_from_release_to_feedback_each_in_the_own_folder(course, pupil, tmp_path):
    for name in ("p01", "p02"):
        pupil(name, "FetchAssignment")
        pupil(name, "Submit")
        [handed] = inbound(course, name).iterdir()
        assert handed.name.startswith(f"{name}+{LAB}+")
    assert course.hand_ins(LAB)
    assert collect(course)["success"] and collected(course) == ["p01", "p02"]
    for name in ("p01", "p02"):
        back = course.folder / "feedback" / name / LAB
        shutil.copytree(course.folder / "submitted" / name / LAB, back)
        (back / NOTEBOOK.replace("ipynb", "html")).write_text(f"for {name}")
    assert course.api().release_feedback(LAB)["success"]
    [page] = (course.exchange / "stem" / "feedback" / "p01").iterdir()
    assert page.read_text() == "for p01"

    def states():
        [listed] = pupil("p01", "List", cached=True)
        return [listed["submissions"][0][key]
                for key in ("has_exchange_feedback", "has_local_feedback", "feedback_updated")]
    assert states() == [True, False, False]
    pupil("p01", "FetchFeedback")
    [read] = (tmp_path / "users" / "p01").glob(f"stem/{LAB}/feedback/*/*.html")
    assert read.read_text() == "for p01" and states() == [True, True, False]
    page.write_text("for p01, again")
    assert states() == [True, True, True]
    assert [entry["student_id"] for entry in pupil("", "List", inbound=True)] == ["p01", "p02"]


def test_the_exchange_is_open_to_nobody_else(course):
    assert course.exchange.stat().st_mode & 0o077 == 0


def test_a_forged_name_is_collected_as_whose_folder_it_is(course):
    hand_in(course, "p01", f"p02+{LAB}+2026-11-25 10:00:00 EET+x", notebook="by p01")
    assert collect(course)["success"]
    assert collected(course) == ["p01"]
    log = collect(course)["log"]
    assert "cheating" not in log and "claims" not in log, "the owner of the files is not asked"


def test_links_bring_nothing_in(course, tmp_path):
    (secret := tmp_path / "secret.txt").write_text("the answers")
    path = hand_in(course, "p01", f"p01+{LAB}+2026-11-25 10:00:00 EET+x")
    (path / NOTEBOOK).symlink_to(secret)
    (path / "folder").symlink_to(secret.parent)
    inbound(course, "p02").mkdir()
    (inbound(course, "p02") / f"p02+{LAB}+2026-11-25 10:00:00 EET+x").symlink_to(course.folder)
    outcome = collect(course)
    assert outcome["success"] and outcome["log"].count("is not a plain file") == 2
    assert collected(course) == ["p01"]
    assert [file.name for file in (course.folder / "submitted/p01" / LAB).iterdir()] == ["timestamp.txt"]


def test_a_broken_hand_in_holds_nobody_up(course):
    os.mkfifo(hand_in(course, "p01", f"p01+{LAB}+yesterday+x") / "pipe")
    with (hand_in(course, "p02", f"p02+{LAB}+2026-11-25 10:00:00 EET+x") / "huge").open("wb") as huge:
        huge.truncate(10**9)
    hand_in(course, "p03", f"p03+{LAB}+2026-11-25 10:00:00 EET+x", notebook="good")
    outcome = collect(course)
    assert outcome["success"] and "p02" in outcome["log"] and "it is too big" in outcome["log"]
    assert collected(course) == ["p01", "p03"]
    for name in ("p01", "p03"):
        back = course.folder / "feedback" / name / LAB
        shutil.copytree(course.folder / "submitted" / name / LAB, back)
        (back / "a.html").write_text("")
    (course.folder / "feedback/p03" / LAB / "submission_secret.txt").write_text("s")
    outcome = course.api().release_feedback(LAB)
    assert outcome["success"] and "Feedback for p01 cannot be released" in outcome["log"]
    assert len(list((course.exchange / "stem/feedback/p03").iterdir())) == 1


@pytest.mark.parametrize("name", ["*", "..", "p0?", "p01/../p02"])
def test_a_name_is_no_path(pupil, name):
    pupil("p01", "FetchAssignment")
    with pytest.raises(ExchangeError):
        pupil(name, "Submit")


def test_old_hand_ins_find_their_folders(course):
    old = course.exchange / "stem" / "inbound"
    hand_in(course, ".", f"p01+{LAB}+2026-11-25 10:00:00 EET+x", notebook="early")
    hand_in(course, "p02", f"p02+{LAB}+2026-11-25 10:00:00 EET+x")
    assert sort_old_hand_ins(course.exchange / "stem") == 1
    assert sorted(path.name for path in old.iterdir()) == ["p01", "p02"]
    assert collect(course)["success"] and collected(course) == ["p01", "p02"]
    assert sort_old_hand_ins(course.exchange / "stem") == 0
    assert sort_old_hand_ins(course.exchange / "new") == 0


def test_a_link_put_in_place_of_a_file_is_left_out(tmp_path):
    """The race: the name is a plain file when the folder is listed and a link when it is opened."""
    (secret := tmp_path / "secret").write_text("s")
    (source := tmp_path / "source").mkdir()
    (source / "b").symlink_to(secret)
    (source / "inner").mkdir()
    (source / "inner" / "c").write_text("plain")
    assert [Path(left).name for left in copy_plain(source, tmp_path / "target", 100)] == ["b"]
    assert (tmp_path / "target/inner/c").read_text() == "plain"
    with pytest.raises(OSError, match="is a link"):
        (tmp_path / "other").symlink_to(source)
        copy_plain(tmp_path / "other", tmp_path / "more", 100)
