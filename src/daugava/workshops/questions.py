"""The questions of a survey notebook, read without running it: a Markdown cell and, below, a call of
`daugava.survey`."""
from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from daugava.workshop import WorkshopError

_NUMBER = re.compile(r"^(\*\*)?\d+\.\1?\s+")  # the paper numbers the questions itself
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """One question: its Markdown, and what is to be filled in (`kind`: "scale", "choice" or "words")."""

    name: str
    text: str
    kind: str
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()


def read(notebook) -> tuple[str, list[Question]]:
    """The title and the questions of a survey notebook. Raises WorkshopError for a question that cannot be read."""
    title, asked, texts = "", [], {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = _HEADING.match(cell.source)
            title = title or (found[1] if found else "")
            texts[cell.id] = _NUMBER.sub("", cell.source.strip())
        elif cell.cell_type == "code":
            asked += [_question(call, texts) for call in _calls(cell)]
    if not asked:
        raise WorkshopError("The survey has no question: write survey.scale, survey.choice or survey.words in a cell.")
    return title, asked


def _calls(cell) -> list[ast.Call]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        raise WorkshopError(f"The cell “{cell.id}” of the survey is not Python: mend line {error.lineno}.") from error
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and node.func.attr in KINDS and isinstance(node.func.value, ast.Name) and node.func.value.id == "survey"]


def _scale(question, low="", high="", **_):
    return {"name": question, "low": low, "high": high}


def _choice(question, options=(), **_):
    return {"name": question, "options": tuple(options)}


def _words(question, **_):
    return {"name": question}


def _question(call: ast.Call, texts: dict[str, str]) -> Question:
    kind = call.func.attr
    try:
        given = [ast.literal_eval(each) for each in call.args]
        named = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
        asked = KINDS[kind](*given, **named)
    except (ValueError, TypeError) as error:
        raise WorkshopError(f"A call of survey.{kind} cannot be read: write its words into the call itself.") from error
    name = asked["name"]
    if name not in texts:
        raise WorkshopError(f"survey.{kind}({name!r}, …) has no question: put a Markdown cell with the id "
                            f"{name} above it.")
    return Question(text=texts[name], kind=kind, **asked)


KINDS = {"scale": _scale, "choice": _choice, "words": _words}
