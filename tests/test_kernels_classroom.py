"""A classroom's warm process: each pupil's kernels live in the own home and see no other."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest
from kernel_runs import CONFINED, PLAIN, Run, run, until

NAMES = ["p01", "p02"]


@pytest.fixture(scope="module")
def classroom():
    """Homes, sockets and the service that the hub would run; not in /tmp, which a kernel has for itself."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        yield from served(Path(folder))


def served(room):
    homes, sockets = room / "users", room / "sockets"
    for name in NAMES:
        (homes / name / "lab").mkdir(parents=True)
        (homes / name / "diary.txt").write_text(f"of {name}")
    (room / "gradebook.db").write_text("secret")
    service = subprocess.Popen([sys.executable, "-m", "daugava.kernels.classroom", str(homes), str(sockets), *NAMES,
                                "--", NAMES[1]])
    assert until(lambda: all((sockets / name / "warm").exists() for name in NAMES))
    try:
        yield room, service
    finally:
        service.terminate()
        service.wait(20)


def kernel(room, name, cwd=""):
    """A kernel as this pupil's server asks for one."""
    home = room / "users" / name
    return Run(PLAIN, home / cwd, {"DAUGAVA_PUPIL": name}, at=str(room / "sockets" / name / "warm"),
               environment={"HOME": str(home), "PATH": os.environ["PATH"]})


def test_a_kernel_works_in_the_home_of_its_pupil(classroom):
    room, _ = classroom

    async def work():
        async with kernel(room, "p01", "lab") as one:
            assert await one.says("import os; print(os.getcwd())") == str(room / "users" / "p01" / "lab")
            assert await one.says("print(open('../diary.txt').read())") == "of p01"
            await one.says("open('mine.txt', 'w').write('kept')")
            assert await one.says("from daugava import variant; variant.pupil()") == "1"
    run(work())
    assert (room / "users" / "p01" / "lab" / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("attempt", [
    "open({home!r} + '/../p02/diary.txt').read()",
    "import os; assert os.listdir({home!r} + '/..') != ['p01']",
    "open({home!r} + '/../../gradebook.db').read()",
    "open('link').read()",
    "import os; assert [name for name in os.listdir('/proc') if name.isdigit()]",
    "import os; assert [name for name in os.environ if 'TOKEN' in name]",
    "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
    "import socket; socket.socket(socket.AF_UNIX).connect({home!r} + '/../../sockets/p02/warm')",
    "import subprocess; subprocess.run(['umount', {homes!r}], check=True)",
    "import subprocess; subprocess.run(['unshare', '--user', '--map-root-user', 'true'], check=True)",
    "open({homes!r} + '/p02/new', 'w')"])
def test_it_meets_nobody_else(classroom, attempt):
    import socket

    room, _ = classroom
    home = room / "users" / "p01"
    link = home / "link"
    if not link.is_symlink():
        link.symlink_to(room / "users" / "p02" / "diary.txt")

    async def work(port):
        async with kernel(room, "p01") as one:
            return await one.says(attempt.format(home=str(home), homes=str(home.parent), port=port))
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = run(work(server.getsockname()[1]))
    assert "Error" in said, said


def test_a_bomb_ends_and_the_neighbour_works_on(classroom):
    room, service = classroom
    at_rest = psutil.Process(service.pid).children(recursive=True)

    async def work():
        async with kernel(room, "p02") as neighbour:
            async with kernel(room, "p01") as one:
                said = await one.says("kept = []\nwhile True: kept.append(bytearray(50_000_000))")
                assert said == "dead" or "MemoryError" in said
            assert await neighbour.says("1 + 1") == "2"
    run(work())
    assert until(lambda: len(psutil.Process(service.pid).children(recursive=True)) <= len(at_rest))


def test_a_pupil_has_a_handful_of_kernels_and_not_more(classroom, monkeypatch):
    import socket

    room, service = classroom
    at_rest = psutil.Process(service.pid).children(recursive=True)
    asked = []
    monkeypatch.chdir(room / "sockets" / "p02")  # a path to a socket has to be short
    for _ in range(20):
        one = socket.socket(socket.AF_UNIX)
        one.connect("warm")
        asked.append(one)
    one.settimeout(20)
    assert one.recv(1) == b""  # the last one is sent away
    assert len(psutil.Process(service.pid).children(recursive=True)) <= len(at_rest) + 8
    for one in asked:
        one.close()

    async def work():
        async with kernel(room, "p02") as one:
            assert await one.says("1 + 1") == "2"
    assert until(lambda: len(psutil.Process(service.pid).children(recursive=True)) <= len(at_rest))
    run(work())


@pytest.fixture
def grading(classroom, monkeypatch):
    """What a grader's server has: the second socket."""
    room, _ = classroom
    monkeypatch.setenv("DAUGAVA_WARM_CONFINED", str(room / "sockets" / NAMES[1] / "grading"))
    return room


def test_a_grader_grades_in_the_warm_process_of_the_classroom(grading, monkeypatch):
    from test_referee import HIDDEN, RIGHT, graded, notebook, points

    from daugava.grading import workers
    from daugava.kernels import client

    monkeypatch.setattr(client, "WarmProcess", None)  # none of its own is started
    with workers.warm():
        assert points(graded(notebook(RIGHT, HIDDEN))) == 3
        assert points(graded(notebook("def profit(n):\n    return 25", HIDDEN))) == 0


@pytest.mark.parametrize("attempt", [
    "import os; assert [name for name in os.listdir('/proc') if name.isdigit()]",
    "import os; os.kill(2, 9)",
    "import os; os.kill({service}, 9)",
    "import os; os.listdir({homes!r} + '/p01')",
    "open({homes!r} + '/p01/diary.txt').read()",
    "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
    "import subprocess; subprocess.run(['unshare', '--user', '--map-root-user', 'true'], check=True)"])
def test_a_check_of_one_course_meets_no_other_course(classroom, grading, attempt):
    import socket

    from test_referee import RIGHT, graded, notebook

    with socket.create_server(("127.0.0.1", 0)) as server:
        check = attempt.format(homes=str(grading / "users"), service=classroom[1].pid, port=server.getsockname()[1])
        cell, = (cell for cell in graded(notebook(RIGHT, check)).cells if cell.id == "test-0")
    assert [output.output_type for output in cell.outputs] == ["error"], cell.outputs
    assert cell.outputs[0].ename != "NameError"


def test_a_grader_gets_no_home(grading, tmp_path):
    async def work():
        async with Run(CONFINED, tmp_path, {"DAUGAVA_PUPIL": "x"}) as one:
            return await one.says(f"import os; print(os.getcwd(), os.listdir(), os.path.exists({str(grading / 'users' / 'p01' / 'diary.txt')!r}))")
    assert run(work()) == "/submission [] False"
