"""A server extension: the class page of a course, for a teacher who has only the browser.

    <base>/daugava/                  where the assignments stand, and the buttons
    <base>/daugava/do                POST: `action` and `assignment` of a button
    <base>/daugava/job               how far the long job is, as JSON
    <base>/daugava/report/<name>     the class report that was made last

What a button does, a command does too: `grade`, `report`, `marks`, `due` of `daugava`, `collect` and the feedback of
nbgrader, on the course that the formgrader of this server has open. Who may open the formgrader may open this.
"""
from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from datetime import UTC
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_xsrf
from tornado import web
from tornado.escape import to_unicode

from daugava.grading import class_job, class_rows, due
from daugava.grading.class_rows import Place
from daugava.grading.class_words import FLAG_HELP, PAGE, SAID
from daugava.grading.report_words import ENDED, FLAGS
from daugava.grading.words import in_language

COOKIE = "daugava-language"
LANGUAGES = {"lv": "Latviešu", "en": "English"}
MARKS = {"csv": "text/csv; charset=utf-8",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
TEMPLATES = Environment(loader=PackageLoader("daugava"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def language_of(asked: str | None, remembered: str | None, accepted: str) -> str:
    """lv or en: what is asked for, else what the cookie says, else what the browser prefers, else en."""
    for given in (asked, remembered):
        if given in LANGUAGES:
            return given
    wanted = []
    for place, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, name[:2].lower()))
        except ValueError:
            continue
    return next((name for weight, _, name in sorted(wanted) if name in LANGUAGES and weight < 0), "en")


class _Handler(BaseHandler):
    """What the addresses of the page share: the course, the language, and a page that loads nothing from elsewhere."""

    @property
    def place(self) -> Place:
        """The course that the formgrader has open."""
        folder = Path(self.coursedir.root).resolve()
        exchange = os.environ.get("DAUGAVA_EXCHANGE") or folder.parent / "exchange"
        return Place(folder, Path(exchange), self.coursedir.course_id or folder.name)

    @property
    def jobs(self) -> class_job.Jobs:
        return self.settings["daugava_jobs"]

    @cached_property
    def language(self) -> str:
        return language_of(self.get_query_argument("lang", None), self.get_cookie(COOKIE),
                           self.request.headers.get("Accept-Language", ""))

    @cached_property
    def _nonce(self) -> str:
        return secrets.token_urlsafe(16)

    @property
    def content_security_policy(self) -> str:
        """Nothing from elsewhere, and no script but the page's own."""
        return (f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{self._nonce}'; connect-src 'self'; "
                "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'")

    def address(self, *parts: str) -> str:
        """An address of this server."""
        return url_path_join(self.base_url or "/", *parts)

    def said(self, key: str, **about: str) -> str:
        """A sentence in answer to a press."""
        return SAID[key][self.language].format(**about)

    async def show(self, problem: str = "", reason: str = "", note: str = "", status: int = 200) -> None:
        """The page; `problem` is one sentence, `reason` the command's own, in English."""
        place, job = self.place, self.jobs.last
        listed = await asyncio.to_thread(class_rows.rows, place)
        running = bool(job) and job.worked is None  # asked first: a page that waits in vain looks again
        text = await asyncio.to_thread(job.text, self.language) if job else ""
        self.set_status(status)
        self.write(TEMPLATES.get_template("class-page.html.j2").render(
            **self.common(), course=place.name, rows=listed, job=job, running=running, job_text=text,
            problem=problem, reason=reason, note=note, practice=class_job.practice(place), shown_due=_shown_due,
            path=self.address("daugava/"),
            flags=[(FLAGS[code][self.language].format(what="…"), said[self.language])
                   for code, said in FLAG_HELP.items()],
            ended=[text[self.language] for text in ENDED.values()]))

    def common(self) -> dict:
        """What every page needs."""
        return {"language": self.language, "languages": LANGUAGES, "says": in_language(PAGE, self.language),
                "nonce": self._nonce, "address": self.address, "xsrf": to_unicode(self.xsrf_token)}

    def write_error(self, status_code, **kwargs):
        """One sentence, and the way back."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        key = "no-report" if status_code == 404 else "refused"
        self.finish(TEMPLATES.get_template("class-page.html.j2").render(
            **self.common(), course="", rows=None, job=None, problem=self.said(key), path=self.address("daugava/")))


class PageHandler(_Handler):
    """The page itself."""

    @web.authenticated
    @check_xsrf
    async def get(self):
        """Show it; `?lang=` is remembered."""
        if self.get_query_argument("lang", None) in LANGUAGES:
            self.set_cookie(COOKIE, self.language, path=self.address("daugava"), httponly=True, samesite="Lax")
        note = self.get_query_argument("said", "")
        await self.show(note=self.said(note) if note == "due-set" else "")


class JobHandler(_Handler):
    """How far the long job is."""

    @web.authenticated
    async def get(self):
        """`text`, `done`, `all` and whether it is `running`."""
        job = self.jobs.last
        if job is None:
            return self.finish({"running": False, "text": "", "done": 0, "all": 0})
        running = job.worked is None  # asked first: what ends meanwhile is told with its last words the next time
        done, most = await asyncio.to_thread(job.progress)
        text = await asyncio.to_thread(job.text, self.language)
        self.finish({"running": running, "text": text, "done": done, "all": most})


class ReportHandler(_Handler):
    """The report that was made last."""

    @web.authenticated
    @check_xsrf
    async def get(self, name):
        """Only of an assignment that is there: the name is no path."""
        listed = await asyncio.to_thread(class_rows.rows, self.place)
        path = self.place.folder / "reports" / f"{name}.{self.language}.html"
        if name not in [row.name for row in listed] or not path.is_file():
            raise web.HTTPError(404)
        self.set_header("Cache-Control", "no-store")
        self.finish(await asyncio.to_thread(path.read_bytes))


class DoHandler(_Handler):
    """The buttons."""

    @web.authenticated
    async def post(self):
        """Do what `action` says with `assignment`, and lead back to a page."""
        action, name = self.get_body_argument("action", ""), self.get_body_argument("assignment", "")
        listed = await asyncio.to_thread(class_rows.rows, self.place)
        row = next((row for row in listed if row.name == name), None)
        doing = {"grade": self.long, "feedback": self.long, "practice": self.long, "report": self.report,
                 "marks-csv": self.marks, "marks-xlsx": self.marks, "due": self.due}.get(action)
        if doing is None or (row is None and action != "practice"):
            return await self.show(self.said("unknown"), status=404)
        if action == "practice" and class_job.practice(self.place) is None:
            return await self.show(self.said("no-practice"), status=409)
        if action in ("feedback", "report") and not row.graded:
            return await self.show(self.said("ungraded", title=row.title), status=409)
        await doing(action, row)

    async def long(self, action, row):
        """Begin a long job, unless there is one; the same one pressed twice is that one."""
        place, name = self.place, row.name if row else ""
        last = self.jobs.last
        if last and last.worked is None and (last.action, last.name, last.place) == (action, name, place):
            return self.back("#job")
        if self.jobs.is_busy(place):
            return await self.show(self.said("busy"), status=409)
        self.jobs.start(class_job.Job(place, action, name, row.title if row else ""))
        self.back("#job")

    async def report(self, action, row):
        """Make the class report and open it."""
        worked, said = await self.run("report", row.name, "--lang", self.language)
        if not worked:
            return await self.show(self.said("report-failed"), class_job.sentence(said), status=409)
        self.back(f"report/{quote(row.name, safe='')}")

    async def marks(self, action, row):
        """Send the table of marks as a file."""
        kind = action.removeprefix("marks-")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"marks.{kind}"
            worked, said = await self.run("marks", row.name, "--format", kind, "--lang", self.language, "--output",
                                          str(path))
            if not worked:
                return await self.show(self.said("marks-failed"), class_job.sentence(said), status=409)
            content = await asyncio.to_thread(path.read_bytes)
        file = quote(f"marks-{self.place.name}-{row.name}.{kind}")
        self.set_header("Content-Type", MARKS[kind])
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{file}")
        self.set_header("Cache-Control", "no-store")
        self.finish(content)

    async def due(self, action, row):
        """Set everybody's due date; an empty field takes it away."""
        if self.jobs.is_busy(self.place):
            return await self.show(self.said("busy"), status=409)
        date = self.get_body_argument("date", "").strip() or "none"
        try:
            if date != "none":
                due.parse(date)  # before it gets to the command line, where “--help” is no date
        except due.DueError as error:
            return await self.show(self.said("due-failed"), str(error), status=409)
        worked, said = await self.run("due", row.name, date)
        if not worked:
            return await self.show(self.said("due-failed"), class_job.sentence(said), status=409)
        self.back("?said=due-set")

    async def run(self, *arguments: str) -> tuple[bool, str]:
        """A short command of `daugava` on this course."""
        return await class_job.run(self.place, class_job.daugava(*arguments, place=self.place))

    def back(self, rest: str) -> None:
        """Lead to a page: loading it anew repeats nothing."""
        self.redirect(self.address("daugava/") + rest, status=303)


def _shown_due(row: class_rows.Row) -> str:
    """A due date as the field of a form has it, in Latvian time."""
    return f"{row.due.replace(tzinfo=UTC).astimezone(due.ZONE):%Y-%m-%dT%H:%M}" if row.due else ""


def _jupyter_server_extension_points():
    return [{"module": "daugava.grading.class_page"}]


def _load_jupyter_server_extension(server):
    server.web_app.settings["daugava_jobs"] = class_job.Jobs()
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(".*$", [
        (url_path_join(base, r"/daugava/?"), PageHandler),
        (url_path_join(base, r"/daugava/do"), DoHandler),
        (url_path_join(base, r"/daugava/job"), JobHandler),
        (url_path_join(base, r"/daugava/report/([^/]+)"), ReportHandler)])
