"""The classroom's folder and the running hub: what survives, what is private, what is said."""
import errno
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from running import ROOT, RunningClassroom
from traitlets.config import PyFileConfigLoader

from daugava import classroom, cli
from daugava.accounts import Account
from daugava.classroom import Classroom, ClassroomError
from daugava.hub import check_port, free_port


@pytest.fixture
def room(tmp_path):
    return Classroom(tmp_path / "room", ROOT)


def test_folders_are_made_and_private(room):
    room.make_folders("stem")
    assert room.courses() == ["stem"]
    assert room.home.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "Mana klase", "../x", "a" * 40, "stem/8"])
def test_course_name_is_a_plain_word(room, name):
    with pytest.raises(ClassroomError, match="cannot be a course name"):
        room.make_folders(name)


def test_full_disk_is_one_sentence(room, monkeypatch):
    monkeypatch.setattr(classroom, "free_disk_mb", lambda folder: 3)
    with pytest.raises(ClassroomError, match="disk is nearly full: 3 MB .* choose another disk"):
        room.make_folders("stem")


def test_disk_that_fills_up_later_is_one_sentence(monkeypatch, capsys):
    def write():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli, "app", write)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == ("daugava: the disk is full: free some space and run the same "
                                       "command again.\n")


def test_folder_that_cannot_be_used_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ClassroomError, match="cannot be used .* choose another one with --home"):
        Classroom(tmp_path / "file" / "room", ROOT).make_folders("stem")


def test_busy_port_is_one_sentence():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(ClassroomError, match=f"Port {port} is busy .* --port {port + 1}"):
            check_port(port)
    with pytest.raises(ClassroomError, match="is not a port"):
        check_port(70000)
    check_port(free_port())


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "school", "203.0.113.9", ""])
def test_what_is_no_address_of_this_computer_is_refused(address):
    """0.0.0.0 too: it would open every network that the computer is in, and no login card could show it."""
    with pytest.raises(ClassroomError, match="is not an IPv4 address of this computer"):
        check_port(free_port(), address)


def test_roles_find_their_own_settings(room):
    pupil = room.environment("pupil", "lv")["JUPYTER_CONFIG_PATH"]
    trainer = room.environment("trainer", "lv")["JUPYTER_CONFIG_PATH"]
    assert "servers/pupil" in pupil and "servers/teacher" in trainer
    for path in f"{pupil}:{trainer}".split(":"):
        assert Path(path).is_dir()


def test_language_is_a_setting_that_the_pupil_may_change(room):
    account = Account("p01", "pupil", "lv")
    room.prepare_user(account)
    [setting] = room.user_folder("p01").rglob("plugin.jupyterlab-settings")
    assert '"lv_LV"' in setting.read_text()
    setting.write_text('{"locale": "en"}')
    room.prepare_user(account)
    assert '"en"' in setting.read_text()
    room.prepare_user(Account("p01", "pupil", "en"))
    room.prepare_user(account)
    assert '"lv_LV"' in setting.read_text(), "the roster changed"


@pytest.mark.parametrize("trap", [".jupyter", ".jupyter/lab/user-settings", ".local"])
def test_the_hub_follows_no_link_out_of_a_home(room, tmp_path, trap):
    (elsewhere := tmp_path / "elsewhere").mkdir()
    path = room.user_folder("p01") / trap
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)
    room.prepare_user(Account("p01", "pupil", "lv"))
    assert list(elsewhere.iterdir()) == []


def test_a_pupil_cannot_keep_the_own_server_from_starting(room):
    room.user_folder("p01").mkdir(parents=True)
    for name in (".jupyter", ".local"):
        (room.user_folder("p01") / name).write_text("in the way")
    assert room.prepare_user(Account("p01", "pupil", "lv"))["DAUGAVA_PUPIL"] == "p01"


def test_hand_ins_and_feedback_have_a_folder_for_each_pupil(room):
    room.make_folders("stem")
    room.prepare_user(Account("p01", "pupil", "lv"))
    assert room.inbound("stem", "p01").is_dir() and room.feedback("stem", "p01").is_dir()


@pytest.mark.parametrize("account, extra", [(1000, []), (0, ["--allow-root"])])
def test_the_hub_is_configured_for_an_ordinary_account_and_for_root(room, monkeypatch, account, extra):
    room.make_folders("stem")
    for name, value in {"HOME": room.home, "ROOT": ROOT, "ADDRESS": "http://127.0.0.1:8000"}.items():
        monkeypatch.setenv(f"DAUGAVA_{name}", str(value))
    monkeypatch.setattr(os, "geteuid", lambda: account)
    config = PyFileConfigLoader("jupyterhub_config.py", path=str(ROOT / "grading" / "hub")).load_config()
    warm, service = config.JupyterHub.services
    assert warm["name"] == "warm_kernels" and str(room.warm_folder) in warm["command"]
    assert service["command"][2:] == extra and config.Spawner.args == extra


def test_the_only_course_needs_no_name(room):
    with pytest.raises(ClassroomError, match="no classroom in .* yet: open one"):
        room.course_named(None)
    room.make_folders("fizika-8a")
    room.make_folders()
    assert room.courses() == ["fizika-8a"] and room.course_named(None) == "fizika-8a"
    with pytest.raises(ClassroomError, match="no course “stem” .*there is: fizika-8a"):
        room.course_named("stem")
    room.make_folders("stem")
    with pytest.raises(ClassroomError, match="choose one of fizika-8a, stem with --course"):
        room.course_named(None)


def listens_only_where_it_was_told(running):
    """What stands behind the proxy stays on loopback, whoever may reach the log-in page."""
    listening = {connection.laddr for process in running.processes()
                 for connection in process.net_connections("tcp")
                 if connection.status == psutil.CONN_LISTEN}
    assert len(listening) >= 4, "hub, proxy, proxy's API, course"
    told = {each for each in listening if each.port == running.port}
    assert [f"http://{ip}:{port}" for ip, port in told] == [running.address]
    assert {ip for ip, _ in listening - told} == {"127.0.0.1"}
    card = running.run("password", "teacher").split()[-1]
    assert running.address in Path(card).read_text("utf-8")


def test_stop_and_start_on_the_same_port_loses_nothing(tmp_path):
    first = RunningClassroom(tmp_path / "room", None, "--pupils", "2")
    try:
        assert first.answers()
        passwords = first.passwords
        assert sorted(passwords) == ["p01", "p02", "teacher", "trainer"]
        busy = subprocess.run([sys.executable, "-m", "daugava.cli", "start", "--no-browser", "--home",
                               str(tmp_path / "other"), "--port", str(first.port)],
                              capture_output=True, text=True, cwd=ROOT)
        assert busy.returncode == 1 and "Traceback" not in busy.stderr
        assert f"Port {first.port} is busy" in busy.stderr
    finally:
        first.stop()
    assert "The classroom is closed" in first.said()
    check_port(first.port)
    assert first.processes() == []

    second = RunningClassroom(tmp_path / "room", first.port)
    try:
        assert second.answers()
        assert second.passwords == passwords
        assert "printed earlier" in second.said()
        assert not list(second.home.glob("login-cards-2*"))
        listens_only_where_it_was_told(second)
        print(f"opened in {first.seconds_to_open:.1f} s, then in {second.seconds_to_open:.1f} s")
    finally:
        second.stop()
    for text in (first.said(), second.said(), second.log()):
        assert not any(password in text for password in passwords.values())
    assert "this computer only" in first.said()


def test_one_classroom_is_not_opened_twice(tmp_path):
    running = RunningClassroom(tmp_path / "room", None, "--pupils", "0", "--listen", "127.0.0.2")

    def open_again():
        done = subprocess.run([sys.executable, "-m", "daugava.cli", "start", "--no-browser", "--home",
                               str(running.home), "--port", str(free_port())],
                              capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        return done.stderr

    try:
        listens_only_where_it_was_told(running)
        said = open_again()
        assert f"is open already at {running.address} (process" in said
        # The command is killed, the hub lives on: it must still be seen.
        running.process.kill()
        running.process.wait()
        assert running.answers() and open_again() == said
    finally:
        running.process.kill()
        os.kill(int(re.search(r"process (\d+)", said)[1]), signal.SIGTERM)
    _, alive = psutil.wait_procs(running.processes(), timeout=30)
    assert alive == []
    again = RunningClassroom(running.home)
    again.stop()
