"""A pupil meets only what is theirs: every attempt fails in a confined classroom and succeeds in an unconfined one."""
import json
import os
import secrets
import socket
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from attempts import ATTEMPTS, FOR_ROOT, NOTEBOOK, PLANTED, REQUESTS, TRACING, WORK, WRITING, code
from pupil import Pupil
from running import ROOT, RunningClassroom

from daugava import confine

LAB = "badge-break-even-lv"
OPTIONS = {"confined": [], "unconfined": ["--unconfined"]}


@pytest.fixture(scope="module", params=OPTIONS)
def world(request, tmp_path_factory):
    """A classroom with one pupil who tries things and one who has something to lose."""
    folder = tmp_path_factory.mktemp(request.param)
    # The tests' own block of the network would stop attempts that the confinement has to stop.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT / "src"))
        classroom = RunningClassroom(folder / "room", None, "--pupils", "2", *OPTIONS[request.param])
    try:
        classroom.run("assign", LAB.removesuffix("-lv"), "--lang", "lv", "--release")
        attacker, other = Pupil(classroom, "p01"), Pupil(classroom, "p02")
        print(f"{request.param}: a server is up in {attacker.start():.1f} s, a second one in {other.start():.1f} s")
        other.write("diary.txt", "private")
        for action in ("fetch", "submit"):
            assert other.ask("POST", f"daugava/{action}", course="stem", id=LAB).ok
        (classroom.home / "exchange/stem/feedback/p02/page.html").write_text("private")
        with outside(folder) as listening:
            yield SimpleNamespace(confined=request.param == "confined", classroom=classroom, attacker=attacker,
                                  other=other, facts=facts(classroom, attacker, listening))
    finally:
        classroom.stop()


class outside:
    """Listeners of the machine that no pupil should reach: on the network, on an abstract socket, on a file."""

    def __init__(self, folder):
        addresses = [address.address for card in psutil.net_if_addrs().values() for address in card
                     if address.family == socket.AF_INET and not address.address.startswith("127.")]
        self.network, self.abstract, self.file = (socket.socket(family) for family in (
            socket.AF_INET, socket.AF_UNIX, socket.AF_UNIX))
        self.address = addresses[0] if addresses else "127.0.0.1"
        self.network.bind(("0.0.0.0", 0))  # one address alone would look like a way out, which tests may not take
        self.name = f"daugava-{secrets.token_hex(4)}"
        self.abstract.bind(f"\0{self.name}")
        self.folder = folder

    def __enter__(self):
        path = f"/tmp/{self.name}.socket"
        self.file.bind(path)
        for listener in (self.network, self.abstract, self.file):
            listener.listen(100)
        (temporary := self.folder / "notes.txt").write_text("private")
        return {"outside": self.address, "outside_port": self.network.getsockname()[1], "abstract": self.name, "socket": path,
                "temporary": str(temporary)}

    def __exit__(self, *_):
        for listener in (self.network, self.abstract, self.file):
            listener.close()
        os.remove(f"/tmp/{self.name}.socket")


def facts(classroom, attacker, listening):
    """The places, ports and secrets as they really are."""
    commands = [process.cmdline() for process in classroom.processes()]
    [proxy] = [words for words in commands if "--api-port" in words]
    [other] = [connection.laddr.port for process in classroom.processes()
               if process.environ().get("JUPYTERHUB_USER") == "p02" and "bwrap" not in process.name()
               for connection in process.net_connections("tcp") if connection.status == psutil.CONN_LISTEN]
    return {"room": str(classroom.home), "clone": str(ROOT), "me": "p01", "other": "p02", "course": "stem",
            "package": str(next(iter(confine.package()))),
            "token": attacker.headers["Authorization"].split()[1], "hub_port": classroom.port,
            "proxy_port": int(proxy[proxy.index("--api-port") + 1]), "other_port": other, **listening}


def test_start_says_how_it_is(world):
    said = world.classroom.said()
    assert ("Each pupil's server is confined" in said) == world.confined
    assert ("Warning: servers are unconfined" in said) != world.confined


def attempt(world, what, place="kernel"):
    """Whether an attempt reaches what it should not; and what was said."""
    mark = secrets.token_hex(4)
    said = getattr(world.attacker, place)(code(world.facts, what, mark))
    assert mark in said, said
    return f"{mark}True" in said, said


def possible(name):
    """Whether this machine lets the attempt succeed where nobody is confined."""
    scope = Path("/proc/sys/kernel/yama/ptrace_scope")
    if name in TRACING:
        return os.geteuid() == 0 or not scope.exists() or scope.read_text().strip() == "0"
    if name in FOR_ROOT:
        return os.geteuid() == 0
    return name not in WRITING or os.access(ROOT, os.W_OK)


@pytest.mark.parametrize("place", ["kernel", "terminal"])
@pytest.mark.parametrize("name", ATTEMPTS)
def test_from_kernel_and_terminal(world, place, name):
    reached, said = attempt(world, ATTEMPTS[name], place)
    assert reached == (not world.confined and possible(name)), said


@pytest.mark.parametrize("name", REQUESTS)
def test_through_the_files_of_the_server(world, name):
    prepare, (method, path, content), proof = REQUESTS[name]
    attempt(world, f"{prepare} is None")
    answer = world.attacker.ask(method, path.format(room=world.classroom.home), **content)
    assert (answer.ok and proof in answer.text) != world.confined, answer.text


@pytest.mark.parametrize("path", ["..%2Fp02%2Fdiary.txt", "x%2F..%2F..%2Fp02%2Fdiary.txt", "%2Fetc%2Fpasswd"])
def test_no_path_leads_out(world, path):
    """Jupyter itself sees to that, also without the confinement."""
    assert not world.attacker.ask("GET", f"api/contents/{path}").ok


def test_a_terminal_runs_no_command_from_a_request(world):
    reach = (f"import socket; socket.create_connection(('127.0.0.1', {world.facts['proxy_port']}), 5); "
             "open('loot-terminal', 'w').close()")
    answer = world.attacker.ask("POST", "api/terminals", cwd=str(world.attacker.home),
                                shell_command=[sys.executable, "-c", reach], extra_env={"LD_PRELOAD": "/x.so"})
    assert answer.ok
    assert wait_for(world.attacker.home / "loot-terminal") != world.confined


def test_own_settings_and_modules_are_not_obeyed(world):
    """Files in the home that a server would run; the server starts again with all of them there."""
    home = world.attacker.home
    world.attacker.ask("POST", "daugava/fetch", course="stem", id=LAB)
    for number, (path, content, _) in enumerate(PLANTED.values()):
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(content(str(home / f"loot-{number}")))
    (home / "empty.ipynb").write_text(NOTEBOOK)
    world.attacker.stop()
    world.attacker.start()
    obeyed = {}
    for number, (name, (_, _, request)) in enumerate(PLANTED.items()):
        if request:
            method, path, content = request
            world.attacker.ask(method, path, **content)
        obeyed[name] = wait_for(home / f"loot-{number}")
    assert obeyed == dict.fromkeys(PLANTED, not world.confined)


def wait_for(path, seconds=1.5):
    """Whether a file is there, soon."""
    deadline = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return path.exists()


def test_what_is_a_pupils_own_works(world):
    """Fetch, work, check, hand in, look at feedback; settings, restart and interrupt: the same with and without."""
    pupil = world.other
    assert pupil.ask("PUT", "lab/api/settings/@jupyterlab/apputils-extension:themes",
                     raw=json.dumps({"theme": "JupyterLab Dark"})).ok
    assert pupil.ask("GET", f"api/contents/{WORK}").json()["content"]["cells"]
    checked = pupil.ask("POST", "daugava/validate", path=WORK).json()
    assert (checked["passed"], checked["total"]) == (0, 7)
    assert "42" in pupil.kernel("import daugava, matplotlib.pyplot as plt\nplt.plot([1]); print(6 * 7)")
    assert str(pupil.home) in pupil.kernel("import os; print(os.getcwd())")
    kernel = f"api/kernels/{pupil.kernel_id}"
    threading.Timer(1, lambda: pupil.ask("POST", f"{kernel}/interrupt")).start()
    assert "KeyboardInterrupt" in pupil.kernel("import time\ntime.sleep(60)")
    assert pupil.ask("POST", f"{kernel}/restart").ok and "NameError" in pupil.kernel("plt")
    [card] = pupil.ask("GET", "daugava/assignments").json()["assignments"]
    assert card["state"] == "submitted"


WARM = "import sys; print('daugava.kernels.keeper' in sys.modules)"


def test_a_confined_kernel_is_warm_and_its_warm_process_comes_back(world):
    pupil = world.other
    assert pupil.kernel(WARM).strip() == str(world.confined)
    services = [process for process in world.classroom.processes() if "daugava.kernels.classroom" in process.cmdline()]
    assert len(services) == world.confined
    for process in services:
        process.kill()
    deadline = time.monotonic() + 30
    while True:  # a kernel that starts meanwhile is a cold one, confined all the same
        pupil.ask("DELETE", f"api/kernels/{pupil.kernel_id}")
        pupil.kernel_id = None
        said = pupil.kernel(f"{WARM}\nimport socket; socket.create_connection(('127.0.0.1', {world.facts['proxy_port']}))")
        assert ("Error" in said) == world.confined
        if said.startswith(str(world.confined)) or time.monotonic() > deadline:
            break
    assert said.startswith(str(world.confined))


def test_nothing_of_a_pupil_outlives_the_server(world):
    world.attacker.kernel("import subprocess; subprocess.Popen(['sleep', '600'], start_new_session=True)")
    world.attacker.stop()
    deadline = time.monotonic() + 5
    while (left := [process for process in world.classroom.processes() if "p01" in process.environ().get("HOME", "")]) \
            and time.monotonic() < deadline:
        time.sleep(0.1)
    assert bool(left) != world.confined
    for process in left:
        process.kill()
