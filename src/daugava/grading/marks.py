"""Marks out of nbgrader's gradebook, as a table that a spreadsheet opens: class numbers and nicknames, never names.

`daugava marks` writes it, and nbgrader itself:
`nbgrader export --exporter=daugava.grading.marks.MarksExport --to marks.csv`.
"""
from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import xlsxwriter
import yaml
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Enum

from daugava import DaugavaError
from daugava.accounts import write_private
from daugava.grading import due
from daugava.grading.words import MARKS, in_language
from daugava.lab import find_root

FILE = "marks.yml"
ROUNDING = {"half-up": ROUND_HALF_UP, "down": ROUND_DOWN, "none": None}
FORMULA = re.compile("[\\s\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")  # what a spreadsheet would run
COLUMNS = ("assignment", "pupil", "handed-in", "points", "most", "percent", "mark", "late", "manual")


class MarksError(DaugavaError):
    """One sentence that says what to do."""


@dataclass(frozen=True)
class Scale:
    """From percent to mark; `marks` is (mark, from percent), the highest first."""

    marks: tuple[tuple[int, Decimal], ...]
    pass_from: Decimal
    rounding: str
    note: dict[str, str]
    pass_note: dict[str, str]
    source: str

    def percent(self, points: Decimal, most: Decimal) -> Decimal | None:
        """The percent that decides; None where there is nothing to be had."""
        if not most:
            return None
        exact = points * 100 / most
        way = ROUNDING[self.rounding]
        return exact if way is None else exact.quantize(Decimal(1), rounding=way)

    def mark(self, percent: Decimal) -> int:
        """The mark for a percent; below the table the lowest one."""
        return next((mark for mark, least in self.marks if percent >= least), self.marks[-1][0])


def read_scale(folder: Path, settings: Path) -> Scale:
    """The scale of the course in `folder`, else that of the project's `grading/`. Raises MarksError."""
    path = folder / FILE if (folder / FILE).is_file() else settings / FILE
    try:
        written = yaml.safe_load(path.read_text("utf-8"))
        marks = [(int(mark), Decimal(str(least))) for mark, least in written["marks"].items()]
        marks = tuple(sorted(marks, reverse=True))
        notes = [{language: str((written.get(name) or {}).get(language, "")) for language in ("en", "lv")}
                 for name in ("note", "pass_note")]
        scale = Scale(marks, Decimal(str(written["pass_from"])), str(written.get("rounding", "half-up")), *notes,
                      str(written.get("source", "")))
    except (OSError, yaml.YAMLError, InvalidOperation, AttributeError, KeyError, TypeError, ValueError):
        raise MarksError(f"The scale {path} cannot be read: give “marks” (mark: from percent) and “pass_from”, as in "
                         "grading/marks.yml of the project.") from None
    least = [each for _, each in marks]
    if not marks or least != sorted(least, reverse=True) or len(set(least)) < len(least):
        raise MarksError(f"In {path} a better mark must begin at a higher percent: mend “marks”.")
    if scale.rounding not in ROUNDING:
        raise MarksError(f"In {path} “rounding” is “{scale.rounding}”: write half-up, down or none.")
    return scale


@dataclass
class Row:
    """One pupil in one assignment. What is not known yet is None; with `manual` points, they are those so far."""

    assignment: str
    pupil: str
    handed_in: bool
    points: Decimal | None = None
    most: Decimal | None = None
    percent: Decimal | None = None
    late: bool | None = None
    manual: bool | None = None


@dataclass
class Marks:
    """The marks of some assignments of a course; `rows` by assignment and class number."""

    scale: Scale
    rows: list[Row] = field(default_factory=list)

    def table(self, language: str, pass_fail: bool = False) -> list[list]:
        """Rows of text, whole numbers and decimals, the header first; None where there is nothing."""
        says = in_language(MARKS, language)
        head = [says["pass-fail" if name == "mark" and pass_fail else name] for name in COLUMNS]
        truth = {True: says["yes"], False: says["no"], None: None}
        return [head] + [[harmless(row.assignment), harmless(row.pupil), truth[row.handed_in], row.points, row.most,
                          row.percent, self._mark(row, says, pass_fail), truth[row.late], truth[row.manual]]
                         for row in self.rows]

    def _mark(self, row: Row, says: dict, pass_fail: bool):
        """None while a part waits for the teacher: it would be too low and look final."""
        if row.percent is None or row.manual:
            return None
        if pass_fail:
            return says["passed" if row.percent >= self.scale.pass_from else "not-passed"]
        return self.scale.mark(row.percent)

    def remarks(self, language: str, pass_fail: bool = False) -> list[str]:
        """What keeps the table from being final, and what its scale is worth."""
        waiting = sum(bool(row.manual) for row in self.rows)
        ungraded = sum(row.handed_in and row.points is None for row in self.rows)
        said = {MARKS["waiting"][language].format(count=waiting): waiting,
                MARKS["ungraded"][language].format(count=ungraded): ungraded}
        note = self.scale.pass_note if pass_fail else self.scale.note
        return [*(text for text, count in said.items() if count), *filter(None, [note[language]])]

    def save(self, path: Path, language: str, pass_fail: bool = False, kind: str | None = None) -> None:
        """Write xlsx or csv (`kind`, else by the ending); nobody else can read the file. Raises MarksError."""
        kind = kind or path.suffix.lower().removeprefix(".")
        content = (as_xlsx if kind == "xlsx" else as_csv)(self, language, pass_fail)
        try:
            write_private(path, content)
        except OSError as error:
            raise MarksError(f"The file {path} cannot be written ({error.strerror}): choose another place with "
                             "--output.") from None


def collect(book: Gradebook, folder: Path, settings: Path, assignments: Iterable[str] = (),
            pupils: Iterable[str] = ()) -> Marks:
    """Read the marks of these assignments (all if none is named) and pupils (all likewise) from the gradebook.

    `folder` is the course's, `settings` the project's `grading/`. Raises MarksError for an unknown name.
    """
    assignments, pupils = list(assignments), {str(pupil) for pupil in pupils}
    known = {assignment.name: assignment for assignment in book.assignments}
    for name in assignments:
        if name not in known:
            raise MarksError(f"There is no assignment “{name}” in the gradebook: there is "
                             f"{', '.join(known) or 'none yet'}.")
    there = {student.id for student in book.students}
    if pupils - there:
        raise MarksError(f"{', '.join(sorted(pupils - there))} is not in the gradebook: give names as they stand "
                         "there.")
    given = due.extensions(folder)
    marks = Marks(read_scale(folder, settings))
    for name in assignments or known:
        for pupil in sorted(pupils or there, key=_place):
            handed_in = (folder / "submitted" / pupil / name).is_dir()
            marks.rows.append(_row(book, marks.scale, known[name], pupil, given.get(name, {}).get(pupil), handed_in))
    return marks


def _row(book, scale: Scale, assignment, pupil: str, extension, handed_in: bool) -> Row:
    most = _decimal(assignment.max_score)
    try:
        submission = book.find_submission(assignment.name, pupil)
    except MissingEntry:
        return Row(assignment.name, pupil, handed_in, most=most)
    points = max(Decimal(0), _decimal(submission.score) - _decimal(submission.late_submission_penalty))
    return Row(assignment.name, pupil, True, points, most, scale.percent(points, most),
               due.seconds_late(submission, extension) > 0, bool(submission.needs_manual_grade))


def _decimal(number: float | None) -> Decimal:
    """Without what binary fractions add: three times 0.1 is 0.3."""
    return Decimal(str(round(number or 0, 6))).normalize()


def _place(pupil: str) -> list:
    """p2 before p10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]{1,9}|[^0-9]+", pupil)]


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def written(number: Decimal, language: str) -> str:
    """A number with two decimals at most: 7.5, in Latvian 7,5."""
    text = f"{number.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "lv" else text


def as_csv(marks: Marks, language: str, pass_fail: bool = False) -> bytes:
    """CSV as spreadsheets of that language open it: UTF-8 with a byte order mark, every cell in quotes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "lv" else ",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in marks.table(language, pass_fail):
        writer.writerow(["" if cell is None else cell if isinstance(cell, str) else written(Decimal(cell), language)
                         for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(marks: Marks, language: str, pass_fail: bool = False) -> bytes:
    """A workbook: the table, and the scale by which it was made."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        table = marks.table(language, pass_fail)
        sheet = _sheet(book, MARKS["title"][language], table, bold)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(table) - 1), len(table[0]) - 1)
        _sheet(book, MARKS["scale"][language], _scale_table(marks.scale, language), bold)
    return content.getvalue()


def _scale_table(scale: Scale, language: str) -> list[list]:
    rows = [[MARKS[name][language] for name in ("mark", "from")], *([mark, least] for mark, least in scale.marks),
            [MARKS["passed"][language], scale.pass_from]]
    said = (scale.note[language], scale.pass_note[language], scale.source)
    return rows + [[], *([harmless(text)] for text in said)]


def _sheet(book, title: str, rows: list[list], bold):
    """Text is written as text and numbers as numbers: nothing is guessed."""
    sheet = book.add_worksheet(title)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(y, x, cell, None if y else bold)
            elif cell is not None:
                sheet.write_number(y, x, float(round(cell, 2)))
    for x, name in enumerate(rows[0]):
        longest = max(len(str(row[x])) for row in rows if x < len(row) > 1)
        sheet.set_column(x, x, min(40, max(len(name), longest) + 2))
    return sheet


class MarksExport(ExportPlugin):
    """nbgrader's export with our table: `--to` names the file, whose ending .xlsx or .csv says the format."""

    language = Enum(("lv", "en"), "lv", help="language of the table").tag(config=True)
    pass_fail = Bool(False, help="passed or not passed instead of the 10-point scale").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks of the gradebook that nbgrader has opened."""
        folder = Path(self.parent.coursedir.root)
        marks = collect(gradebook, folder, find_root() / "grading", self.assignment, self.student)
        path = Path(self.to or "marks.csv")
        marks.save(path, self.language, self.pass_fail)
        self.log.info("Marks written to %s. %s", path, " ".join(marks.remarks(self.language, self.pass_fail)))
