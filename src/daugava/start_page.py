"""The start page of a single-user server: my assignments, in the pupil's language.

A Jupyter server extension over nbgrader's own exchange. nbgrader's assignment list has no
translation hooks and swallows errors; this one returns plain facts and the page finds the words.
"""
from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from contextlib import chdir, contextmanager
from pathlib import Path

import nbformat
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from nbgrader.apps import NbGrader
from nbgrader.auth import JupyterHubAuthPlugin
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from nbgrader.utils import is_grade, parse_utc
from tornado import web
from traitlets.config import Config

ACTIONS = {"fetch": "fetch_assignment", "submit": "submit_assignment", "feedback": "fetch_feedback"}
VALIDATE_SECONDS = 120


def cards(listing: list[dict], root: Path, language: str) -> list[dict]:
    """One card an assignment, from nbgrader's list of released, fetched and submitted ones.

    Where a lab is released in several languages, a pupil sees the edition in the own `language`,
    and others only when already begun.

    A card holds `id`, `course`, `lab`, `language`, `title`, `state` (released, fetched or
    submitted), `notebooks` (paths below `root`), `submitted` (ISO time in UTC of the last hand-in, or None), `feedback`
    (None, ready or fetched) and `pages` (feedback pages below `root`).
    """
    found: dict[tuple[str, str], dict] = {}
    for entry in listing:
        key = entry["course_id"], entry["assignment_id"]
        card = found.setdefault(key, {
            "id": key[1], "course": key[0], "title": key[1], "lab": key[1], "language": "",
            "state": "released", "notebooks": [], "submitted": None, "feedback": None, "pages": []})
        if entry["status"] == "submitted":
            _add_submissions(card, entry["submissions"], root)
        else:
            _add_work(card, entry, root)
    own = {(card["course"], card["lab"]) for card in found.values() if card["language"] == language}
    shown = [card for card in found.values() if card["state"] != "released"
             or card["language"] == language or (card["course"], card["lab"]) not in own]
    return sorted(shown, key=lambda card: (card["course"], card["id"]))


def _add_work(card: dict, entry: dict, root: Path) -> None:
    paths = [root / notebook["path"] for notebook in entry["notebooks"]]
    about = next(filter(None, map(_about, paths)), {})
    card.update({name: about[name] for name in ("title", "lab", "language") if name in about})
    if entry["status"] == "fetched":
        if card["state"] == "released":
            card["state"] = "fetched"
        card["notebooks"] = [os.path.relpath(path, root) for path in paths]


def _add_submissions(card: dict, submissions: list[dict], root: Path) -> None:
    last = submissions[-1]
    card["state"] = "submitted"
    card["submitted"] = parse_utc(last["timestamp"]).isoformat() + "Z"
    # A pupil who handed in again still wants to read what came back for an earlier hand-in.
    for submission in reversed(submissions):
        waiting = submission["has_exchange_feedback"]
        if waiting and (not submission["has_local_feedback"] or submission["feedback_updated"]):
            card["feedback"] = "ready"
            return
        if submission["has_local_feedback"]:
            folder = root / submission["local_feedback_path"]
            card["feedback"] = "fetched"
            card["pages"] = [os.path.relpath(page, root) for page in sorted(folder.glob("*.html"))]
            return


def _about(path: Path) -> dict:
    """What the notebook says of its lab: lab, title, language."""
    try:
        return nbformat.read(path, as_version=4).metadata.get("daugava", {})
    except Exception:  # a pupil may have damaged the file: the list must still open
        return {}


def validation(notebook: nbformat.NotebookNode, results: dict) -> dict:
    """What a pupil wants to know of nbgrader's validation: how many checks pass, what to do next.

    Returns `passed`, `total` and `problems`, each with the heading above the cell and a `message`
    (None when a cell is still empty); `changed` says that locked cells were edited.
    """
    checks = [cell for cell in notebook.cells if is_grade(cell) and cell.cell_type == "code"]
    headings = _headings(notebook)
    failed = [entry for entry in results.get("failed", []) if entry["source"] in headings]
    problems = [{"heading": headings[entry["source"]], "message": _message(entry["raw_error"])}
                for entry in failed]
    sources = {cell.source.strip() for cell in checks}
    wrong = sum(entry["source"] in sources for entry in failed)
    changed = bool(results.get("changed") or results.get("type_changed"))
    return {"passed": len(checks) - wrong, "total": len(checks), "problems": problems,
            "changed": changed}


def _headings(notebook) -> dict[str, str]:
    """The last heading above each graded cell, by the cell's source."""
    headings, heading = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            titles = re.findall(r"^#+\s+(.+)$", cell.source, re.MULTILINE)
            heading = titles[-1] if titles else heading
        if "nbgrader" in cell.metadata:
            headings[cell.source.strip()] = heading
    return headings


def _message(error: str) -> str | None:
    """The sentence of a failed check, without traceback and colours; None for an empty cell."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", error).strip()
    if plain.startswith("You did not provide a response"):
        return None
    said = re.search(r"AssertionError: (.+)\Z", plain, re.DOTALL)
    return said.group(1) if said else plain.splitlines()[-1]


class Assignments(AssignmentList):
    """nbgrader's list with the classroom's settings only.

    nbgrader also runs an `nbgrader_config.py` that lies in the folder where a pupil works.
    """

    def load_config(self):
        """The settings that Jupyter's configuration folders hold."""
        return settings()

    @contextmanager
    def get_assignment_dir_config(self):
        """The same, with the pupil's folder as the working folder."""
        with chdir(self.root_dir):
            yield settings()


def settings():
    """nbgrader's settings, without those that the working folder may hold."""
    app = NbGrader()
    app.load_cwd_config = False
    app.load_config_file()
    if os.environ.get("DAUGAVA_CLASS_EXCHANGE"):
        app.config.merge(_as_pupil(os.environ["DAUGAVA_CLASS_EXCHANGE"]))
    return app.config


def _as_pupil(exchange: str) -> Config:
    """What makes a workshop's participant a pupil of the class: all else is for the practice course of the own."""
    config = Config()
    config.Exchange.root = exchange
    config.Authenticator.plugin_class = JupyterHubAuthPlugin
    config.CourseDirectory.course_id = ""
    config.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
    config.CourseDirectory.root = str(Path.home())
    return config


class RoleHandler(APIHandler):
    """GET: whose start page this is; no role in an author's own JupyterLab, outside any classroom."""

    @web.authenticated
    def get(self):
        self.finish({"role": os.environ.get("DAUGAVA_ROLE", "")})


class AssignmentsHandler(APIHandler):
    """GET: my assignments."""

    @web.authenticated
    def get(self):
        listing = self.settings["daugava_assignments"].list_assignments()
        if not listing["success"]:
            self.log.error("daugava: %s", listing["value"])
            raise web.HTTPError(503, "The list of assignments cannot be read.")
        root = Path(self.settings["daugava_assignments"].root_dir)
        self.finish({"assignments": cards(listing["value"], root, os.environ.get("DAUGAVA_LANG", ""))})


class ActionHandler(APIHandler):
    """POST: fetch, submit, or fetch the feedback of one assignment."""

    @web.authenticated
    def post(self, action):
        wanted = self.get_json_body()
        perform = getattr(self.settings["daugava_assignments"], ACTIONS[action])
        outcome = perform(wanted["course"], wanted["id"])
        if not outcome["success"]:
            self.log.error("daugava: %s failed: %s", action, outcome["value"])
            raise web.HTTPError(409, "nbgrader could not do this; the server's log says why.")
        self.finish({"done": action})


class ValidateHandler(APIHandler):
    """POST: run the checks of one notebook, beside the server and not inside it."""

    @web.authenticated
    async def post(self):
        root = Path(self.settings["daugava_assignments"].root_dir).resolve()
        path = (root / self.get_json_body()["path"]).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise web.HTTPError(404, "There is no such notebook.")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "daugava.start_page", str(path),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        try:
            output, errors = await asyncio.wait_for(process.communicate(), VALIDATE_SECONDS)
        except TimeoutError:
            process.kill()
            raise web.HTTPError(504, "The checks took too long.") from None
        if process.returncode:
            self.log.error("daugava: validation failed: %s", errors.decode("utf-8", "replace"))
            raise web.HTTPError(500, "The checks could not run.")
        self.finish(json.loads(output.decode().splitlines()[-1]))


def _jupyter_server_extension_points():
    return [{"module": "daugava.start_page"}]


def _load_jupyter_server_extension(server):
    assignments = Assignments(parent=server)
    assignments.root_dir = server.root_dir
    server.web_app.settings["daugava_assignments"] = assignments
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(".*$", [
        (url_path_join(base, "daugava/role"), RoleHandler),
        (url_path_join(base, "daugava/assignments"), AssignmentsHandler),
        (url_path_join(base, "daugava/validate"), ValidateHandler),
        (url_path_join(base, f"daugava/({'|'.join(ACTIONS)})"), ActionHandler),
    ])


def main(path: str) -> None:
    """Validate one notebook and print the outcome as the last line, in JSON."""
    from nbgrader.validator import Validator

    config = settings()
    config.ExecutePreprocessor.kernel_name = "python3"  # whichever one the notebook names
    results = Validator(config=config).validate(path)
    print(json.dumps(validation(nbformat.read(path, as_version=4), results)))


if __name__ == "__main__":
    main(sys.argv[1])
