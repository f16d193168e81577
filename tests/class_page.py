"""A class whose work waits in the exchange, and a teacher with a browser that knows cookies but no scripts."""
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import grading_course as room

WHEN = "2026-11-25 10:00:00.000000 UTC"


def waits(course, pupil: str, work, when: str = WHEN) -> Path:
    """Hand in through the exchange; it is not collected."""
    folder = course.exchange / course.name / "inbound" / pupil / f"{pupil}+{room.ASSIGNMENT}+{when}+0123456789ab"
    folder.mkdir(parents=True)
    (folder / f"{room.LAB}.ipynb").write_text(json.dumps(work))
    (folder / "timestamp.txt").write_text(when)
    (folder / "submission_secret.txt").write_text("secret")
    return folder


def made(folder: Path):
    """A course with the lab released, and two pupils whose work waits: one all right, one empty."""
    course = room.make(folder)
    course.add_pupils(["p01", "p02"])
    (course.exchange / course.name / "outbound" / room.ASSIGNMENT).mkdir(parents=True)
    waits(course, "p01", room.solved(course))
    waits(course, "p02", room.release(course))
    return course


class Reply:
    """What came back: status, headers, address after redirects, bytes."""

    def __init__(self, reply):
        self.status, self.headers, self.address, self.content = reply.status, reply.headers, reply.url, reply.read()

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    @property
    def alert(self) -> str:
        """The sentence that says what went wrong."""
        found = re.search(r'role="alert"><p>(.*?)</p>', self.text)
        return re.sub("<.*?>", "", found.group(1)) if found else ""


class Teacher:
    """Logged in by the token; `press` sends a button's form as a browser does."""

    def __init__(self, server, language: str = "en", logged_in: bool = True):
        self.server, self.language = server, language
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        if logged_in:
            self.get(f"api/status?token={server.token}")

    def get(self, path: str) -> Reply:
        return self._send(urllib.request.Request(f"{self.server.address}/{path}"))

    def press(self, action: str, xsrf: str | None = None, **fields: str) -> Reply:
        if xsrf is None:
            xsrf = re.search(r'name="_xsrf" value="([^"]*)"', self.get("daugava/").text).group(1)
        form = {"_xsrf": xsrf, "action": action, "assignment": room.ASSIGNMENT, **fields}
        body = urllib.parse.urlencode(form).encode()
        return self._send(urllib.request.Request(f"{self.server.address}/daugava/do", body))

    def _send(self, request) -> Reply:
        request.add_header("Accept-Language", self.language)
        request.add_header("Referer", f"{self.server.address}/daugava/")
        try:
            return Reply(self.opener.open(request, timeout=120))
        except urllib.error.HTTPError as error:
            return Reply(error)

    def job(self) -> dict:
        return json.loads(self.get("daugava/job").content)
