"""Hostile code in a confined kernel reaches nothing and hurts nobody; in a plain kernel each attempt works."""
import os
import secrets
import time
from pathlib import Path

import psutil
import pytest
from kernel_runs import CONFINED, PLAIN, ROOT, Run, run, until

from daugava.kernels import client

pytestmark = pytest.mark.usefixtures("own_warm_process")
SMALL = {"memory_mb": 300, "processes": 20, "cpu_seconds": 20, "seconds": 12, "file_mb": 4, "folder_mb": 8}

# Code that says “got it” where it succeeds; {…} is filled in by `places`.
ATTEMPTS = {
    "read a file of the course": "open({secret!r}).read(); print('got it')",
    "read the sanitised notebook beside the submission":
        "import glob; [open(name) for name in glob.glob('*.ipynb')][0]; print('got it')",
    "follow a link out of the submission": "open('link').read(); print('got it')",
    "read the model answers": "open({answers!r}).read(); print('got it')",
    "list the classroom's folder": "import os; os.listdir({room!r}); print('got it')",
    "write beside the submission": "open({room!r} + '/new', 'w').close(); print('got it')",
    "read the password file of the system": "open('/etc/passwd').read(); print('got it')",
    "change the installed package": "import daugava, os; open(os.path.dirname(daugava.__file__) + '/x.tmp', 'w'); "
                                    "os.remove(os.path.dirname(daugava.__file__) + '/x.tmp'); print('got it')",
    "see other processes": "import os; print('got it' if [n for n in os.listdir('/proc') if n.isdigit()] else '')",
    "see them with ps": "import subprocess; print('got it' if b'python' in subprocess.check_output(['ps', '-A', '-o', "
                        "'args']) else '')",
    "signal a process of the client": "import os; os.kill({client}, 0); print('got it')",
    "read the client's memory": "open('/proc/{client}/mem', 'rb'); print('got it')",
    "read the environment of the client": "import os; print('got it' if os.environ.get('DAUGAVA_TOKEN') else '')",
    "reach a port of this machine": "import socket; socket.create_connection(('127.0.0.1', {port}), 2); print('got it')",
    "reach it with another program": "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; "
                                     "socket.create_connection((\"127.0.0.1\", {port}), 2)'], check=True); print('got it')",
    "reach a socket in a folder": "import socket; s = socket.socket(socket.AF_UNIX); s.connect({socket!r}); print('got it')",
    "reach an abstract socket": "import socket; s = socket.socket(socket.AF_UNIX); s.connect('\\0' + {name!r}); "
                                "print('got it')",
    "read what another pupil left in /tmp": "open('/tmp/' + {name!r}).read(); print('got it')",
    "become root of a new namespace": "import subprocess; subprocess.run(['unshare', '--user', '--map-root-user', 'true'], "
                                      "check=True); print('got it')",
    "mount a folder in memory": "import subprocess; subprocess.run(['unshare', '--user', '--map-root-user', '--mount', "
                                "'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], check=True); print('got it')",
    "make a file that no limit counts": "import os; os.memfd_create('x'); print('got it')",
    "keep memory that no process has": "import ctypes; print('got it' if ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0 "
                                       "else '')",
    # Attach, wait until it has stopped, let it go again.
    "trace the keeper": "import ctypes, os; print('got it' if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0 "
                        "and os.waitpid(os.getppid(), 0) and ctypes.CDLL(None).ptrace(17, os.getppid(), 0, 0) == 0 else '')",
    "learn the host's name": "import socket; print('got it' if socket.gethostname() == {host!r} else '')",
}


@pytest.fixture
def places(tmp_path):
    """A classroom to attack, and a submission in it."""
    import socket

    room = tmp_path / "room"
    submission = room / "autograded" / "p01" / "lab"
    submission.mkdir(parents=True)
    (room / "gradebook.db").write_text("secret")
    (submission / "lab.ipynb").write_text("### BEGIN HIDDEN TESTS")
    (submission / "link").symlink_to(room / "gradebook.db")
    name = f"daugava-{secrets.token_hex(4)}"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as unix, \
            socket.socket(socket.AF_UNIX) as abstract:
        unix.bind(str(room / "s"))
        unix.listen()
        Path("/tmp", name).write_text("answers")
        abstract.bind("\0" + name)
        abstract.listen()
        yield submission, {"secret": str(room / "gradebook.db"), "room": str(room), "client": os.getpid(),
                           "answers": str(next(ROOT.glob("labs/*/*/answers.yml"))), "socket": str(room / "s"),
                           "port": server.getsockname()[1], "name": name, "host": socket.gethostname()}
    Path("/tmp", name).unlink(missing_ok=True)


@pytest.mark.parametrize("kind", [CONFINED, PLAIN], ids=["confined", "plain"])
def test_attempts_fail_in_a_confined_kernel_and_work_in_a_plain_one(kind, places):
    submission, values = places

    async def work():
        wrong = []
        async with Run(kind, submission, {"DAUGAVA_TOKEN": "secret"}) as one:
            for attempt, code in ATTEMPTS.items():
                said = await one.says(code.format(**values))
                if ("got it" in said) != (kind is PLAIN) or said == "dead":
                    wrong.append(f"{attempt}: {said[-300:]}")
        return wrong
    assert run(work()) == []


def test_the_warm_process_outlives_the_thread_that_asked_for_it(tmp_path):
    """bubblewrap ends with the thread that started it; every `run` here is a thread of its own."""
    async def work():
        async with Run(CONFINED, tmp_path) as one:
            assert await one.says("1 + 1") == "2"
        return client._started[os.getpid(), True]
    first = run(work())
    assert run(work()) is first and first.alive()


def test_a_kernel_has_no_open_file_but_its_own(tmp_path):
    """Its sockets and what it opened itself: no way to the client, the keeper or the warm process."""
    code = ("import os, socket, stat\nfound = []\nfor number in range(3, 200):\n"
            "    try: about = os.fstat(number)\n    except OSError: continue\n"
            "    if stat.S_ISSOCK(about.st_mode):\n        one = socket.socket(fileno=os.dup(number))\n"
            "        try: found.append(os.path.basename(one.getpeername() or 'pair'))\n        except OSError: pass\n"
            "print(sorted(name for name in found if name not in ('pair', '')))")

    async def work():
        async with Run(CONFINED, tmp_path) as one:
            return await one.says(code)
    assert run(work()) == "[]"


BOMBS = {
    "fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "fork bomb of programs": "import subprocess\nwhile True: subprocess.Popen(['sleep', '600'])",
    "memory": "kept = []\nwhile True: kept.append(bytearray(10_000_000))",
    "memory of many": "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        kept = b'x' * 150_000_000\n"
                      "        time.sleep(600)\ntime.sleep(600)",
    "endless loop": "while True: pass",
    "loop that swallows interrupts": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "disk": "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'wb').write(b'x' * 1_000_000)",
    "small files": "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'w').close()",
    "disk of /tmp and /dev/shm": "for place in ('/tmp/', '/dev/shm/'):\n    with open(place + 'f', 'wb') as f:\n"
                                 "        for _ in range(100): f.write(b'x' * 1_000_000)",
    "threads": "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(600,)).start()",
}
ENDS = {"dead", "MemoryError", "OSError", "RuntimeError", "BlockingIOError"}


@pytest.mark.parametrize("code", BOMBS.values(), ids=BOMBS)
def test_a_bomb_ends_its_neighbour_works_on_and_nothing_is_left(code, tmp_path):
    async def work():
        async with Run(CONFINED, tmp_path) as neighbour:
            warm = psutil.Process(client._started[os.getpid(), True].process.pid)
            before = {process.pid for process in warm.children(recursive=True)}
            async with Run(CONFINED, tmp_path, limits=SMALL) as one:
                said = await one.says(code, seconds=60)
                while said != "dead" and time.monotonic() < start + 3 * SMALL["seconds"] and "Error" not in said:
                    said = await one.says("1")
            assert any(said.startswith(end) or end in said for end in ENDS), said
            assert await neighbour.says("1 + 1") == "2"
            assert until(lambda: {process.pid for process in warm.children(recursive=True)} <= before)
    start = time.monotonic()
    run(work())


def test_a_daemon_ends_with_its_kernel(tmp_path):
    code = ("import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(600)\n"
            "    os._exit(0)\nprint('begun')")

    async def work():
        async with Run(CONFINED, tmp_path) as one:
            warm = psutil.Process(client._started[os.getpid(), True].process.pid)
            before = len(warm.children(recursive=True))
            assert await one.says(code) == "begun"
            assert len(warm.children(recursive=True)) > before
        assert until(lambda: not warm.children(recursive=True) or len(warm.children(recursive=True)) < before)
    run(work())


def test_the_whole_notebook_has_one_budget_of_time(tmp_path):
    async def work():
        async with Run(CONFINED, tmp_path, limits={**SMALL, "seconds": 6}) as one:
            said = [await one.says("import time; time.sleep(2)") for _ in range(5)]
            assert said[0] == "" and said[-1] == "dead"
            assert one.manager.provisioner.why_ended == "time"
    run(work())


def test_files_that_no_pupil_may_hand_in_stay_out(tmp_path):
    (tmp_path / "my_survey.csv").write_text("1.5")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.csv").write_text("2")
    (tmp_path / "lab.ipynb").write_text("hidden tests")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    (tmp_path / "big.bin").write_bytes(bytes(6_000_000))

    async def work():
        async with Run(CONFINED, tmp_path, limits=SMALL) as one:
            return await one.says("import glob; print(sorted(glob.glob('**', recursive=True)))")
    assert run(work()) == "['more', 'more/b.csv', 'my_survey.csv']"
