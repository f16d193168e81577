"""What a pupil might try: each attempt is Python that runs in the pupil's kernel and in the pupil's terminal.

An attempt is an expression that is true when it reaches what it should not. Names that it may use stand in PRELUDE
and in the facts of the classroom (`facts` in test_confinement.py): places, ports and process ids as they really are.
"""
import json

PRELUDE = r'''
import ctypes, glob, json, os, signal, socket, sqlite3, subprocess, sys, urllib.request
room, clone, me, other, course = (facts[name] for name in ("room", "clone", "me", "other", "course"))
exchange = f"{room}/exchange/{course}"

def read(pattern, expected=b""):
    """Whether a file that fits the pattern can be read and holds what is expected."""
    return any(expected in open(path, "rb").read() for path in glob.glob(pattern, recursive=True))

def write(folder):
    """Whether a new file can be put into a folder that is there; it is taken away again."""
    path = f"{folder}/attempt-{os.getpid()}"
    with open(path, "w") as file:
        file.write("mine")
    os.remove(path)
    return True

def change(path):
    """Whether a file that is there can be opened for writing."""
    open(path, "r+").close()
    return True

def query(path, sql):
    """Whether a database that is there gives an answer."""
    return sqlite3.connect(f"file:{path}?mode=rw", uri=True).execute(sql).fetchall()

def reach(family, address):
    with socket.socket(family) as probe:
        probe.settimeout(5)
        probe.connect(address)
        return True

def look(name):
    """A file of every process in sight, where it can be read: {process id: content}."""
    found = {}
    for path in glob.glob(f"/proc/[0-9]*/{name}"):
        try:
            found[int(path.split("/")[2])] = open(path, "rb").read()
        except OSError:  # not mine, or just ended
            pass
    return found

def servers():
    """Process ids of the single-user servers in sight."""
    return [pid for pid, command in look("cmdline").items() if len(words := command.split(b"\0")) > 1
            and b"/bin/python" in words[0] and words[1].endswith(b"jupyterhub-singleuser") and mine(pid)]

def mine(pid):
    try:
        return os.stat(f"/proc/{pid}").st_uid == os.getuid()
    except OSError:
        return False

def memory(pid):
    """Whether the memory of a process can be read, by the file or by the system call."""
    with open(f"/proc/{pid}/maps") as maps:
        start, end = (int(part, 16) for part in maps.readline().split()[0].split("-"))
    class Part(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    copy = ctypes.create_string_buffer(64)
    here, there = Part(ctypes.addressof(copy), 64), Part(start, 64)
    return ctypes.CDLL(None).process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) == 64

def trace(pid):
    """Whether a process can be taken over by a debugger (PTRACE_SEIZE); its end lets it go."""
    child = os.fork()
    if child == 0:
        os._exit(0 if ctypes.CDLL(None).ptrace(0x4206, pid, None, None) == 0 else 1)
    return os.waitpid(child, 0)[1] == 0

def hub(token):
    """Whether the hub says who I am."""
    request = urllib.request.Request(f"http://127.0.0.1:{facts['hub_port']}/hub/api/user",
                                     headers={"Authorization": f"token {token}"})
    return json.load(urllib.request.urlopen(request, timeout=5))["name"] == me
'''


def code(facts: dict, attempt: str, mark: str) -> str:
    """Python that prints the mark and whether the attempt succeeded."""
    return f'''facts = {facts!r}
{PRELUDE}
try:
    got = {attempt}
except Exception as error:
    print("stopped by", repr(error))
    got = False
print("{mark}" + str(bool(got)))
'''


ATTEMPTS = {
    # Other people's work
    "read another home": 'read(f"{room}/users/{other}/diary.txt", b"private")',
    "list the homes": 'other in os.listdir(f"{room}/users")',
    "write into another home": 'write(f"{room}/users/{other}")',
    "read another hand-in": 'read(f"{exchange}/inbound/{other}/*/*.ipynb", b"cells")',
    "list who handed in": 'other in os.listdir(f"{exchange}/inbound")',
    "hand in under another name": 'write(f"{exchange}/inbound/{other}")',
    "read another's feedback": 'read(f"{exchange}/feedback/{other}/page.html", b"private")',
    "forge own feedback": 'write(f"{exchange}/feedback/{me}")',
    "change a released assignment": 'change(glob.glob(f"{exchange}/outbound/*/*.ipynb")[0])',
    "release an assignment": 'write(f"{exchange}/outbound")',
    # The course and the project
    "read the gradebook": 'query(f"{room}/courses/{course}/gradebook.db", "select id from student")',
    "read the course's sources": 'read(f"{room}/courses/{course}/source/*/*.ipynb", b"SOLUTION")',
    "read the answers": 'read(f"{clone}/labs/*/*/answers.yml", b"wrong")',
    "read the labs' sources": 'read(f"{clone}/labs/*/*/*.ipynb", b"HIDDEN")',
    "read the tests": 'read(f"{clone}/tests/attempts.py")',
    "look into the clone": '".git" in os.listdir(clone) or "labs" in os.listdir(clone)',
    "change the packages": 'write(os.path.dirname(facts["package"]))',
    "change the server's settings": 'change(f"{clone}/grading/nbgrader_config.py")',
    # The hub
    "read the hub's database": 'read(f"{room}/hub/jupyterhub.sqlite", b"SQLite")',
    "read the hub's cookie secret": 'read(f"{room}/hub/cookie_secret")',
    "read the hub's log": 'read(f"{room}/hub/jupyterhub.log")',
    "read the password hashes": 'read(f"{room}/passwords.dbm*")',
    "read the login cards": 'read(f"{room}/login-cards*.html", b"password")',
    "read the list of accounts": 'read(f"{room}/accounts.json")',
    "have the server's token": '"JUPYTERHUB_API_TOKEN" in os.environ',
    "ask the hub with the own token": 'hub(facts["token"])',
    # Processes
    "see processes of others": 'any(b"configurable-http-proxy" in command for command in look("cmdline").values())',
    "read the proxy's token": 'any(b"CONFIGPROXY_AUTH_TOKEN" in each for each in look("environ").values())',
    "read a server's environment": 'any(b"JUPYTERHUB_API_TOKEN" in each for each in look("environ").values())',
    "read a server's memory": 'any(memory(pid) for pid in servers())',
    "trace a server": 'any(trace(pid) for pid in servers())',
    "signal another's server": 'len(servers()) > 1 and not any(os.kill(pid, 0) for pid in servers())',
    "enter a server's folders": 'any(os.path.exists(f"/proc/{pid}/root/etc") for pid in servers())',
    "change the machine's settings": 'change("/proc/sys/kernel/core_pattern")',
    # Network
    "reach the hub": 'reach(socket.AF_INET, ("127.0.0.1", facts["hub_port"]))',
    "reach the proxy's API": 'reach(socket.AF_INET, ("127.0.0.1", facts["proxy_port"]))',
    "reach another's server": 'reach(socket.AF_INET, ("127.0.0.1", facts["other_port"]))',
    "reach the network": 'reach(socket.AF_INET, (facts["outside"], facts["outside_port"]))',
    "reach a socket of the machine": 'reach(socket.AF_UNIX, "\\0" + facts["abstract"])',
    "reach a socket file of the machine": 'reach(socket.AF_UNIX, facts["socket"])',
    "read another's temporary file": 'read(facts["temporary"], b"private")',
    # The walls themselves
    "make namespaces": 'subprocess.run(["unshare", "--user", "--map-root-user", "true"]).returncode == 0',
    "mount": 'subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "x", "/mnt"])'
             '.returncode == 0',
}

# What is refused without the confinement too: tracing on some machines, the next to all but root, the last to all but
# the owner of the clone.
TRACING = ("read a server's memory", "trace a server")
FOR_ROOT = ("change the machine's settings",)
WRITING = ("change the packages", "change the server's settings")


def _touch(loot: str) -> str:
    return f'open({loot!r}, "w").close()\n'


def _kernel(loot: str) -> str:
    return json.dumps({"argv": ["touch", loot], "display_name": "Mine", "language": "python"})


def _template(loot: str) -> str:
    return '{% set x = cycler.__init__.__globals__.os.system("touch LOOT") %}'.replace("LOOT", loot)


WORK = "stem/badge-break-even-lv/badge-break-even.ipynb"
NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
# Files that a pupil puts into the own home so that the server runs what stands in them: path, what makes the content
# (given the file that proves it), and the request that follows, once the server has started again.
PLANTED = {
    "server config": (".jupyter/jupyter_server_config.py", _touch, None),
    "config of all Jupyter programs": (".jupyter/jupyter_config.py", _touch, None),
    "nbgrader config": (".jupyter/nbgrader_config.py", _touch, ("GET", "daugava/assignments", {})),
    "a module with the name of another":
        ("nbformat.py", _touch, ("POST", "daugava/validate", {"path": WORK})),
    "a page template": ("lab/index.html.j2", _template, ("GET", "nbconvert/html/empty.ipynb", {})),
    "a kernel": (".local/share/jupyter/kernels/mine/kernel.json", _kernel, ("POST", "api/kernels", {"name": "mine"})),
    "a kernel of IPython's": (".ipython/kernels/old/kernel.json", _kernel, ("POST", "api/kernels", {"name": "old"})),
}

# Requests to the server: what the kernel prepares, the request, and what its answer holds if it reaches too far.
REQUESTS = {
    "read through a link":
        ('os.symlink(f"{room}/users/{other}/diary.txt", "link.txt")', ("GET", "api/contents/link.txt", {}), "private"),
    "read through a link to a folder":
        ('os.symlink(f"{room}/users", "up")', ("GET", "api/contents/up/p02/diary.txt", {}), "private"),
    "list through a link to the root":
        ('os.symlink("/", "root")', ("GET", "api/contents/root{room}/users/p02", {}), "diary.txt"),
    "write through a link":
        ('os.symlink(f"{room}/users/{other}", "their")',
         ("PUT", "api/contents/their/left.txt", {"type": "file", "format": "text", "content": "mine"}), "left.txt"),
}
