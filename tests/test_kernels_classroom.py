"""A classroom's warm process: each pupil's kernels live in the own home and see no other."""
import os
import subprocess
import sys

import psutil
import pytest
from kernel_runs import PLAIN, Run, run, until

NAMES = ["p01", "p02"]


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """Homes, sockets and the service that the hub would run."""
    room = tmp_path_factory.mktemp("room")
    homes, sockets = room / "users", room / "sockets"
    for name in NAMES:
        (homes / name / "lab").mkdir(parents=True)
        (homes / name / "diary.txt").write_text(f"of {name}")
    (room / "gradebook.db").write_text("secret")
    service = subprocess.Popen([sys.executable, "-m", "daugava.kernels.classroom", str(homes), str(sockets), *NAMES])
    assert until(lambda: all((sockets / name / "warm").exists() for name in NAMES))
    yield room, service
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
