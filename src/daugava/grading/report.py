"""The class report: one page that shows where a class stands, and what the guide says to do about it.

It is read by a teacher at the desk, and by the class on the wall: then without class numbers, and in another order,
because the place in a list is a name as well.
"""
from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import mistune
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from daugava import DaugavaError, lab as labs
from daugava.accounts import write_private
from daugava.course import Course
from daugava.grading import pairs, places, results, words
from daugava.grading.feedback import number, repair
from daugava.grading.report_words import ATTENTION, ENDED, FLAGS, REPORT, STATES
from daugava.grading.results import Results, Row, class_number

COMMON = 3  # misconceptions that the guide is asked about


def report(course: Course, assignment: str, language: str | None = None, names_hidden: bool = False,
           output: Path | None = None) -> Path:
    """Write the report of an assignment and return its path.

    `language` is lv or en, else that of the assignment. With `names_hidden` no class number and no nickname is in the
    file at all. Without `output` it is written to the course's folder `reports/`. Raises DaugavaError if nothing is
    graded yet.
    """
    found = results.read(course, assignment)
    language = language or found.about.get("language", "en")
    page = _Page(found, _lab(found, course.settings.parent), language, pairs.flags(course.folder, assignment))
    template = Environment(loader=PackageLoader("daugava"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    text = template.get_template("report.html.j2").render(page=page, says=page.says, named=not names_hidden)
    path = output or course.folder / "reports" / f"{assignment}.{language}{'.no-names' if names_hidden else ''}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, text)
    return path


class _Page:
    """What the template shows, in one language."""

    def __init__(self, found: Results, lab: labs.Lab | None, language: str, pairs: list[dict]):
        self.found, self.lab, self.language, self.pairs = found, lab, language, pairs
        self.says = words.in_language(REPORT, language)
        self.states = {name: (sign, said[language]) for name, (sign, said) in STATES.items()}
        self.titles = places.headings(found.notebook)
        self.title = found.about.get("title", found.assignment)
        if lab and language in lab.editions:
            self.title = lab.title(language)
            self.titles.update(places.headings(lab.notebook(language)))

    def number(self, value: float) -> str:
        return number(value, self.language)

    def of(self, score: float, most: float) -> str:
        return self.says["of"].format(score=self.number(score), most=self.number(most))

    def name(self, pupil: str) -> str:
        return class_number(pupil)

    def summary(self) -> list[str]:
        """How many have handed in, how many are graded, the mean."""
        rows = self.found.rows
        handed_in = len({row.pupil for row in rows} | set(self.found.ungraded))
        mean = statistics.mean(row.score for row in rows)
        return [self.says["handed-in"].format(count=handed_in, all=handed_in + len(self.found.absent)),
                self.says["graded"].format(count=len(rows)),
                self.says["mean"].format(score=self.number(round(mean, 1)), most=self.number(self.found.most)),
                self.says["made"].format(when=self._now())]

    def _now(self) -> str:
        now = datetime.now(ZoneInfo("Europe/Riga"))
        return f"{now:%d.%m.%Y. plkst. %H.%M}" if self.language == "lv" else f"{now:%Y-%m-%d %H:%M}"

    def by_number(self) -> list[Row]:
        """In the order of class numbers."""
        return self.found.rows

    def by_points(self) -> list[Row]:
        """Most points first; equal ones by what they did, so that nothing is left of the class numbers."""
        order = list(STATES)
        return sorted(self.found.rows, key=lambda row: (
            -row.score, [(order.index(row.states[task.name]), -row.scores[task.name]) for task in self.found.tasks]))

    def all_points(self, task) -> str:
        """How many have all points of a task."""
        return self.of(sum(row.states[task.name] == "right" for row in self.found.rows), len(self.found.rows))

    def misconceptions(self) -> list[dict]:
        """Most frequent first: name, pupils, tasks, and the share of the class in percent."""
        named = {}
        if self.lab:
            named = {**self.lab.metadata.get("misconceptions", {}), **self.lab.metadata.get("slips", {})}
        found = self.found.misconceptions()
        place = {name: number for number, name in enumerate(named)}
        listed = sorted(found, key=lambda name: (-len(found[name]), place.get(name, len(place)), name))
        return [{"id": name, "text": named.get(name, {}).get(self.language, name), "pupils": list(found[name]),
                 "count": len(found[name]), "share": round(100 * len(found[name]) / len(self.found.rows)),
                 "tasks": [self.titles.get(check, check) for check in self.titles
                           if any(check in checks for checks in found[name].values())]} for name in listed]

    def advice(self) -> dict | None:
        """What the guide's table says about the most common misconceptions: its headers, rows, and the file."""
        path = _guide(self.lab, self.language)
        if path is None:
            return None
        headers, rows = table_of_misconceptions(path.read_text("utf-8"))
        common = [each for each in self.misconceptions() if each["id"] in rows][:COMMON]
        return {"file": path.name, "items": [
            {**each, "says": [(_inline(header), _inline(cell))
                              for header, cell in zip(headers, rows[each["id"]], strict=True)]} for each in common]}

    def attention(self) -> list[dict]:
        """Reasons, each with the pupils and what was found."""
        ways: dict[str, Callable[[Row], str | None]] = {
            "unreadable": lambda row: "" if row.grading.get("named_reason") else None,
            "crashed": lambda row: ENDED.get(row.grading.get("ended"), {}).get(self.language),
            "empty": lambda row: "" if row.empty and not row.grading.get("named_reason") else None,
            "flagged": lambda row: "; ".join(self._flags(row)) or None,
            "late": lambda row: self._long(row.late) if row.late > 0 else None,
            "repaired": lambda row: " ".join(self._repairs(row)) or None,
            "by-hand": lambda row: ", ".join(
                self.titles[name] for name, state in row.states.items() if state == "waits") or None}
        listed = []
        for reason, said in ATTENTION.items():
            if reason in ways:
                pupils = [(row.pupil, what) for row in self.found.rows if (what := ways[reason](row)) is not None]
            elif reason == "pairs":
                pupils = [(note["pupil"], self._pair(note)) for note in self.pairs]
            else:
                pupils = [(pupil, "") for pupil in getattr(self.found, reason)]
            if pupils:
                listed.append({"reason": said[self.language], "pupils": pupils, "count": len(pupils),
                               "same": pupils[0][1] if len({what for _, what in pupils}) == 1 else None})
        return listed

    def _flags(self, row: Row) -> list[str]:
        """What is flagged, by its kind and the heading of the cell."""
        kinds: dict[str, dict[str, list[str]]] = {}
        for flag in row.grading.get("flags") or ():
            where = self.titles.get(flag.get("cell"), flag.get("cell", "")).rstrip(".")
            kinds.setdefault(flag["code"], {}).setdefault(where, []).append(flag.get("what"))
        return [FLAGS.get(kind, {}).get(self.language, "{what}").format(what="; ".join(
            f"{', '.join(dict.fromkeys(found))} ({where})" if all(found) else where for where, found in cells.items()))
            for kind, cells in kinds.items()]

    def _repairs(self, row: Row) -> list[str]:
        known = {**words.REPAIRS, **words.REPAIRS_TEACHER}
        return list(dict.fromkeys(repair(note, known, self.titles, self.language) or note.get("code", "")
                                  for note in row.grading.get("repairs") or ()))

    def _pair(self, note: dict) -> str:
        names = {key: ", ".join(map(class_number, value.split(", "))) for key, value in note.items() if key != "code"}
        return words.PAIRS[note["code"]][self.language].format(**names)

    def _long(self, seconds: float) -> str:
        """A time as days, hours and minutes."""
        minutes = max(1, round(seconds / 60))
        units = ("d.", "st.", "min") if self.language == "lv" else ("d", "h", "min")
        parts = zip((minutes // 1440, minutes // 60 % 24, minutes % 60), units, strict=True)
        return " ".join(f"{count} {unit}" for count, unit in parts if count)

    def time(self) -> list[str]:
        """What is known of time."""
        seconds = [row.grading["seconds"] for row in self.found.rows if row.grading.get("seconds")]
        said = [self.says["time-unknown"]]
        if seconds:
            said.append(self.says["time-run"].format(median=self.number(round(statistics.median(seconds), 1)),
                                                     longest=self.number(round(max(seconds), 1))))
        return said


def table_of_misconceptions(guide: str) -> tuple[list[str], dict[str, list[str]]]:
    """The guide's table whose first column is `id`: the other headers, and {id: the other cells}, as Markdown."""
    headers, rows = None, {}
    for line in guide.splitlines():
        if not line.startswith("|"):
            if rows:
                break
            headers = None
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if headers is None:
            headers = cells
        elif headers[0] == "id" and cells[0].startswith("`"):
            rows[cells[0].strip("`")] = cells[1:]
    return (headers[1:] if rows else []), rows


def _lab(found: Results, root: Path) -> labs.Lab | None:
    """The lab of an assignment; None for one of the teacher's own."""
    try:
        return labs.get(found.about["lab"], root)
    except (KeyError, DaugavaError):
        return None


def _guide(lab: labs.Lab | None, language: str) -> Path | None:
    if lab is None:
        return None
    folder = lab.root / "teacher-guides" / "labs"
    name = lab.id if language == "en" else f"{lab.id}.{language}"
    return next((path for path in (folder / f"{name}.md", folder / f"{lab.id}.md") if path.is_file()), None)


def _inline(text: str) -> Markup:
    """Markdown of one line as HTML."""
    return Markup(mistune.create_markdown(escape=True)(text).strip().removeprefix("<p>").removesuffix("</p>"))
