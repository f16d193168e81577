"""Feedback: what nbgrader's page for a pupil needs besides the points, and what may not stand on it.

A step of nbgrader's `GenerateFeedback`, in place of its `GetGrades`; the page itself is the template
`grading/jupyter/nbconvert/templates/feedback`, and `daugava.grading.readable` tidies what it shows.
"""
from __future__ import annotations

import html
import re
from collections.abc import Iterable

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader import preprocessors
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from daugava.grading import hidden, places, words
from daugava.kernels.execute import WORDS as ENDED

LANGUAGES = ("en", "lv")
_SYMBOLS = {"full": "✓", "part": "◐", "none": "○", "waits": "…"}
_NO_RESPONSE = "No response."  # nbgrader's comment on an answer that is as it was released


class Feedback(preprocessors.GetGrades):
    """Puts points and comments into the notebook, hides the hidden tests, and says what to look at next.

    The page finds all of it in ``resources["feedback"]`` and in each cell's ``metadata.feedback``.
    """

    def preprocess(self, nb, resources):
        """Prepare an autograded notebook; its language is that of its metadata."""
        self._waiting = set()
        nb, resources = super().preprocess(nb, resources)
        about = nb.metadata.get("daugava", {})
        language = about.get("language") if about.get("language") in LANGUAGES else "en"
        grading = about.get("grading", {})
        hidden.hide(nb, set(grading.get("checks", {})), _words(language))
        page = _Page(nb, language, grading, self._waiting)
        resources["feedback"] = page.facts(resources["nbgrader"])
        return nb, resources

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id,
                                          self.student_id)
        if grade.needs_manual_grade:
            self._waiting.add(grade.name)


class _Page:
    """One notebook on its way to the page."""

    def __init__(self, nb, language: str, grading: dict, waiting: set[str]):
        self.nb, self.language, self.grading, self.waiting = nb, language, grading, waiting
        self.says = _words(language)
        self.names = places.headings(nb)

    def facts(self, marks: dict) -> dict:
        """What stands above the notebook; the cells get their part."""
        place = None
        tasks = []
        for cell in self.nb.cells:
            shown = self._shown(cell)
            if cell.cell_type == "markdown" and not is_solution(cell) and (heading := places.heading(cell.source)):
                place = (f"place-{cell.get('id') or len(tasks)}", heading)
                shown["anchor"] = place[0]
            if is_grade(cell) or is_task(cell):
                shown["task"] = self._task(cell, place, shown.get("remark"))
                tasks.append(shown["task"])
            cell.metadata["feedback"] = shown
        score, most = marks.get("score") or 0, marks.get("max_score") or 0
        late = marks.get("late_penalty") or 0
        return {"language": self.language, "words": self.says, "tasks": tasks, "remarks": self._remarks(),
                "total": self.says["total"].format(score=self._number(score), most=self._number(most)),
                "late": self.says["late"].format(points=self._number(late)) if late > 0 else None}

    def _shown(self, cell) -> dict:
        """How a cell is shown: folded code, the teacher's comment."""
        shown = {}
        if cell.cell_type == "code" and is_grade(cell) and is_locked(cell):
            shown["fold"] = self.says["check-code"]
        elif cell.cell_type == "code" and (is_locked(cell) or cell.metadata.get("jupyter", {}).get("source_hidden")):
            shown["fold"] = self.says["given-code"]
        if is_solution(cell):
            shown["answer"] = True
        comment = cell.metadata.get("nbgrader", {}).get("comment")
        if comment == _NO_RESPONSE:
            shown["remark"] = self.says["no-response"]
        elif comment:
            shown["comment"] = _html(comment)
        if cell.cell_type == "markdown":
            shown["html"] = _html(cell.source, cell.get("attachments", {}))
        return shown

    def _task(self, cell, place, remark: str | None) -> dict:
        mark = cell.metadata.nbgrader
        score, most = float(mark.get("score") or 0), float(mark.get("points") or 0)
        state = "full" if score >= most else "part" if score > 0 else "none"
        if mark.grade_id in self.waiting:
            state = "waits"
        found = self.grading.get("checks", {}).get(mark.grade_id, {})
        hint = _said(cell) or found.get("hint") or remark  # the first is cleared of hidden tests
        shown = "…" if state == "waits" else self._number(score)
        return {"anchor": f"points-{mark.grade_id}", "place": place[0] if place else None,
                "name": place[1] if place else mark.grade_id, "state": state, "symbol": _SYMBOLS[state],
                "said": self.says[state], "hint": _code(hint) if hint and state in ("part", "none") else None,
                "points": self.says["of"].format(score=shown, most=self._number(most))}

    def _remarks(self) -> list[str]:
        """What was repaired, and why the notebook was stopped, in plain words."""
        said = [repair(note, words.REPAIRS, self.names, self.language) for note in self.grading.get("repairs") or ()]
        ended = ENDED.get(self.grading.get("ended"))
        if ended:
            said.append(f"{ended[self.language]} {self.says['graded-so-far']}")
        return list(dict.fromkeys(filter(None, said)))

    def _number(self, value: float) -> str:
        return number(value, self.language)


def repair(note: dict, known: dict, places: dict[str, str], language: str) -> str | None:
    """One thing that was mended, in the `known` words, with the headings of its cells; None without words for it."""
    text = known.get(note.get("code"), {}).get(language)
    named = listed((places.get(cell, cell) for cell in note.get("cells") or ()), language)
    return f"{text.rstrip('.')} ({named.rstrip('.')})." if text and named else text


def listed(names: Iterable[str], language: str) -> str:
    """Names in a row, each once: a, b and c."""
    *first, last = dict.fromkeys(names) or [""]
    return _words(language)["and"].join([", ".join(first), last] if first else [last])


def number(value: float, language: str) -> str:
    """Points as they are written: 7.5, in Latvian 7,5."""
    text = f"{round(float(value), 2):g}"
    return text.replace(".", ",") if language == "lv" else text


def _words(language: str) -> dict[str, str]:
    return words.in_language(words.FEEDBACK, language)


def _said(cell) -> str | None:
    """What the check itself says."""
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            return output.evalue
    return None


def _code(text: str) -> str:
    """A hint as HTML: names between backticks are code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _html(source: str, attachments: dict | None = None) -> str:
    """Markdown as HTML; as it was written where that fails, for a page there has to be."""
    attachments = attachments or {}
    source = re.sub(r"attachment:([^)\s\"'>]+)", lambda found: found[0] if found[1] in attachments else "lost", source)
    try:
        return MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=attachments)).render(source)
    except Exception:
        return f"<pre>{html.escape(source)}</pre>"
