"""The block that keeps notebooks off the network while they are tested does block."""
import nbclient
import pytest
from nbformat.v4 import new_code_cell, new_notebook

WAYS_OUT = {
    "by name": "import urllib.request; urllib.request.urlopen('https://example.org')",
    "by number": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=2)",
    "by datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "from a child": "import subprocess, sys; print(subprocess.run([sys.executable, '-c', "
                    "\"import socket; socket.create_connection(('192.0.2.1', 80), timeout=2)\"], "
                    "capture_output=True, text=True).stderr); raise OSError('see above')",
}


@pytest.mark.parametrize("code", WAYS_OUT.values(), ids=WAYS_OUT)
def test_a_notebook_that_wants_the_internet_fails(code):
    notebook = new_notebook(cells=[new_code_cell(code)])
    with pytest.raises(nbclient.exceptions.CellExecutionError) as failure:
        nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    said = str(failure.value) + "".join(str(cell.get("outputs")) for cell in notebook.cells)
    assert "blocked in tests" in said


def test_this_machine_itself_stays_reachable():
    code = ("import socket\nserver = socket.create_server(('127.0.0.1', 0))\n"
            "socket.create_connection(server.getsockname(), timeout=5).close()")
    nbclient.NotebookClient(new_notebook(cells=[new_code_cell(code)]), timeout=60, kernel_name="python3").execute()
