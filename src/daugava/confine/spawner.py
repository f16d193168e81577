"""The hub starts a pupil's server inside the walls of `daugava.confine`; staff have theirs as before."""
from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import Instance

from daugava import confine
from daugava.accounts import PARTICIPANT, STAFF
from daugava.classroom import Classroom
from daugava.kernels.classroom import GRADING, SOCKET
from daugava.kernels.client import ADDRESS
from daugava.kernels.manager import PROVISIONER

SETTINGS = Path("/etc/daugava")  # inside: the settings written here for one server, read-only
RUNTIME = Path("/run/jupyter")   # inside: sockets of kernels; gone with the server
KERNELS = Path("/run/daugava")   # inside: the socket of the classroom's warm process that gives this pupil's kernels
# What a kernel or terminal gets of the server's environment; all else, the hub's tokens first, stays outside.
GIVEN = ("HOME", "USER", "PATH", "LANG", "LC_ALL", "DAUGAVA_ROLE", "DAUGAVA_LANG", "DAUGAVA_PUPIL")
# A terminal has ends too: kilobytes of addresses and of a file, and processes (root is exempt from the last).
TERMINAL = "ulimit -v 4000000 -f 200000 -u 256; exec bash"
KEPT = (*GIVEN, "JUPYTER_CONFIG_PATH", "JUPYTER_PATH", "DAUGAVA_COURSE", "DAUGAVA_EXCHANGE")
# A workshop's participant teaches a practice course from the own server: it needs labs, guides and settings.
TAUGHT = ("DAUGAVA_ROOT", "DAUGAVA_COURSE_FOLDER", "DAUGAVA_CLASS_EXCHANGE")
TEACHING = ("labs", "teacher-guides", "curriculum", "grading")


class ConfinedSpawner(SimpleLocalProcessSpawner):
    """A local server for each account; a pupil's is confined."""

    room = Instance(Classroom, help="The classroom whose pupils are confined.").tag(config=True)

    @property
    def role(self) -> str | None:
        """The role of this person's account; None where there is none."""
        return next((account.role for account in self.room.accounts.all() if account.name == self.user.name), None)

    @property
    def confined(self) -> bool:
        """Whether this person is confined: everybody but staff."""
        return self.role not in STAFF

    def get_env(self) -> dict[str, str]:
        """For a pupil: what the server needs, and Jupyter's own folders where a pupil cannot write."""
        env = super().get_env()
        if not self.confined:
            return env
        kept = {name: value for name, value in env.items()
                if name in KEPT or name.startswith(("JUPYTERHUB_", "JPY_"))}
        if self.role == PARTICIPANT:
            kept |= {name: env[name] for name in TAUGHT} | {ADDRESS[True]: str(KERNELS / GRADING)}
        lab = Path(env["HOME"], ".jupyter", "lab")
        return {
            **kept,
            "PATH": os.pathsep.join([str(Path(sys.prefix, "bin")), "/usr/local/bin", "/usr/bin", "/bin"]),
            "JUPYTER_CONFIG_DIR": str(SETTINGS),
            "JUPYTER_DATA_DIR": str(SETTINGS),
            "JUPYTER_RUNTIME_DIR": str(RUNTIME),
            "JUPYTERLAB_SETTINGS_DIR": str(lab / "user-settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(lab / "workspaces"),
            "JUPYTERHUB_DISABLE_USER_CONFIG": "1",
            "JUPYTERHUB_ROOT_DIR": env["HOME"],
            # A module in a pupil's folder must not be taken for one of Python's.
            "PYTHONSAFEPATH": "1",
            "PYTHONNOUSERSITE": "1",
        }

    async def start(self):
        """Start the server, a pupil's with walls around the command."""
        plain = self.cmd
        if self.confined:
            self.cmd = self.walls(plain)
        try:
            return await super().start()
        finally:
            self.cmd = plain

    def walls(self, command: list[str]) -> list[str]:
        """The command with everything around it that this pupil may see."""
        room, name = self.room, self.user.name
        grading, home = room.root / "grading", room.user_folder(name)
        settings = write_settings(room.hub_folder / "servers" / name, self.get_env())
        read = [grading / "hub" / "servers" / "pupil", grading / "hub" / "servers" / "common",
                grading / "nbgrader_config.py", grading / "jupyter"]
        if self.role == PARTICIPANT:
            read = [room.root / name for name in TEACHING]
        write = [home]
        for course in room.courses():
            read += [room.outbound(course), room.feedback(course, name)]
            write.append(room.inbound(course, name))
        warm = room.warm_folder / name
        warm.mkdir(parents=True, exist_ok=True)
        places = {SETTINGS: settings, KERNELS: warm, Path("/etc/passwd"): settings / "passwd", Path("/etc/group"): settings / "group"}
        return confine.walls(command, hide=[room.root, room.home], write=write,
                             read={**confine.package(), **{path: path for path in read}, **places})


def write_settings(folder: Path, env: dict[str, str]) -> Path:
    """Write what stands in `SETTINGS` inside: the one kernel, the one terminal, names for the account.

    Only the hub writes here, afresh for each start. Returns the folder.
    """
    shutil.rmtree(folder, ignore_errors=True)
    kernel = folder / "kernels" / "python3"
    kernel.mkdir(parents=True)
    given = {name: env[name] for name in GIVEN if name in env}
    _write(kernel / "kernel.json", {
        "argv": confine.within([sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], given),
        "display_name": "Python 3", "language": "python",
        # Warm, in a room that the classroom's warm process makes; the command above is for when there is none.
        "metadata": {"debugger": True, "kernel_provisioner": {
            "provisioner_name": PROVISIONER, "config": {"at": str(KERNELS / SOCKET), "environment": given}}},
        # A signal would end the room around the kernel.
        "interrupt_mode": "message"})
    _write(folder / "jupyter_server_config.json", {
        "ServerApp": {
            "kernel_spec_manager_class": "daugava.confine.server.FixedKernels",
            "terminado_settings": {"shell_command": confine.within(
                ["bash", "-c", TERMINAL], {**given, "TERM": "xterm-256color", "SHELL": "/bin/bash"})}},
        "TerminalsExtensionApp": {"terminal_manager_class": "daugava.confine.server.FixedTerminals"},
        # The inner room has no network.
        "KernelManager": {"transport": "ipc"},
        "NotebookNotary": {"data_dir": str(Path(env["HOME"], ".local", "share", "jupyter"))}})
    (folder / "passwd").write_text(f"{confine.NAME}:x:{confine.USER}:{confine.USER}::{env['HOME']}:/bin/bash\n")
    (folder / "migrated").touch()  # else Jupyter tries to move settings of its first versions out of the home
    (folder / "group").write_text(f"{confine.NAME}:x:{confine.USER}:\n")
    return folder


def _write(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
