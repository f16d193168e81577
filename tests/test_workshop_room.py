"""The classroom of a workshop: places in one command, each alone with a practice course, and a reset between groups."""
import json
import os
import subprocess
import sys

import pytest
from pupil import Pupil
from running import ROOT, RunningClassroom

from daugava import workshop, workshop_room
from daugava.accounts import Account, participants
from daugava.classroom import Classroom, ClassroomError

LAB = "badge-break-even"


def command(*arguments, **given):
    return subprocess.run([sys.executable, "-m", "daugava.cli", *arguments], capture_output=True, text=True, cwd=ROOT, **given)


@pytest.fixture
def room(tmp_path):
    """A workshop's folder with two places, not open."""
    room = Classroom(tmp_path / "room", ROOT)
    workshop_room.claim(room)
    room.accounts.add([Account("trainer", "trainer", "lv"), *participants(2, "lv")])
    for account in participants(2, "lv"):
        workshop_room.furnish(room, account)
    return room


def test_a_place_has_its_notebooks_and_a_practice_course(room):
    home = room.user_folder("t01")
    for each in workshop.workshops(ROOT):
        given = (home / "workshops" / each.id / f"{each.id}.ipynb").read_text("utf-8")
        assert each.title("lv") in given and '"notes"' not in given
        assert (home / "workshops" / each.id / "survey.ipynb").is_file()
    course = home / "practice-t01"
    assert (course / "source" / f"{LAB}-lv" / f"{LAB}.ipynb").is_file() and (course / "gradebook.db").is_file()
    assert json.loads((course / ".practice").read_text())["pupils"] == 24


def test_furnishing_again_changes_nothing(room):
    own = room.user_folder("t01") / "workshops" / "first-lab" / "first-lab.ipynb"
    own.write_text("mine")
    workshop_room.furnish(room, participants(1, "lv")[0])
    assert own.read_text() == "mine"


def test_a_reset_removes_the_group_and_keeps_the_trainer(room):
    (room.inbound("workshop", "t01") / "hand-in").mkdir(parents=True)
    (room.home / "login-cards.html").write_text("old")
    assert workshop_room.reset(room) == 2
    assert room.accounts.all() == [Account("trainer", "trainer", "lv")]
    assert not any(room.user_folder(name).exists() for name in ("t01", "t02"))
    assert not room.exchange.exists() and not list(room.home.glob("login-cards*"))
    assert [account.name for account, _ in room.accounts.add(participants(1, "lv"))] == ["t01"], "a new password"


def test_only_a_workshop_is_ever_reset(tmp_path):
    school = Classroom(tmp_path / "school", ROOT)
    school.make_folders()
    school.accounts.add([Account("p01", "pupil", "lv")])
    with pytest.raises(ClassroomError, match="There is no workshop's classroom"):
        workshop_room.reset(school)
    with pytest.raises(ClassroomError, match="is the classroom of a school"):
        workshop_room.claim(school)
    assert school.accounts.all()


def test_an_open_room_is_not_reset_and_nothing_goes_without_a_yes(room):
    said = command("reset-workshop", "--home", str(room.home), input="n\n")
    assert said.returncode and "Nothing is removed" in said.stderr
    with room.claimed():
        said = command("reset-workshop", "--home", str(room.home), "--yes")
    assert said.returncode and "is open already" in said.stderr
    assert len(room.accounts.all()) == 3


def test_a_workshop_has_no_pupils():
    said = command("start", "--workshop", "2", "--pupils", "3")
    assert said.returncode and "A workshop has participants only" in said.stderr


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A running workshop, and one of its two participants."""
    with pytest.MonkeyPatch.context() as patch:  # the walls have to hold, not the tests' own block
        patch.setenv("PYTHONPATH", str(ROOT / "src"))
        running = RunningClassroom(tmp_path_factory.mktemp("workshop") / "room", None, "--workshop", "2", "--lang", "en")
    try:
        one, trainer = Pupil(running, "t01"), Pupil(running, "trainer")
        one.start()
        trainer.start()
        yield running, one, trainer
    finally:
        running.stop()


ATTEMPTS = ["open({home!r} + '/users/t02/practice-t02/gradebook.db', 'rb')", "import os; os.listdir({home!r} + '/users/t02')",
            "open({home!r} + '/users/t02/workshops/first-lab/survey.ipynb')", "open({home!r} + '/accounts.json')",
            "open({home!r} + '/courses/workshop/gradebook.db', 'rb')", "import os; os.listdir({home!r} + '/hub')",
            "import os; os.listdir({home!r} + '/exchange/workshop/inbound/t02')", "open({root!r} + '/pyproject.toml')",
            "open({root!r} + '/labs/new', 'w')", "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
            "import socket; socket.socket(socket.AF_UNIX).connect({home!r} + '/hub/kernels/t02/grading')"]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_participant_meets_nobody_else(two, attempt):
    running, one, _ = two
    said = one.kernel(attempt.format(home=str(running.home), root=str(ROOT), port=running.port))
    assert "Error" in said, said


def test_what_is_their_own_they_do_meet(two):
    running, one, _ = two
    assert os.path.exists(running.home / "users" / "t02" / "practice-t02" / "gradebook.db")
    assert "SQLite" in one.kernel(f"print(open({str(running.home)!r} + '/users/t01/practice-t01/gradebook.db', 'rb').read(6))")
    for path in ("formgrader/api/assignments", "daugava/assignments", "daugava/"):
        assert one.ask("GET", path).ok, path
    assert one.ask("GET", "../trainer/api/contents").status_code in (403, 404)


def test_the_trainer_teaches_the_course_of_the_workshop(two):
    assert two[2].ask("GET", "formgraders").json()["value"][0]["course_id"] == "workshop"
