"""Hidden tests do not stand in what a pupil is shown: not in the code, not in what any cell shows."""
from __future__ import annotations

import re

from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_locked

BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
SHORTEST = 8  # letters and digits of a line that is known by itself; a shorter one only beside such a line
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def hide(nb, judged: set[str], says: dict[str, str]) -> None:
    """Take hidden tests out of a graded notebook.

    `judged`: grade_ids of the checks that ran outside of the pupil's kernel, whose printed text is the test's own;
    `says`: words for "hidden" (in place of a line) and "unpassed" (a test without a message).
    """
    lines = _Lines(nb)
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        test = is_grade(cell) and is_locked(cell)
        if test:
            cell.source = split(cell.source)[0].strip("\n")
        outputs = cell.outputs
        if test:
            outputs = _of_test(outputs, cell.metadata.nbgrader.grade_id in judged, says)
        cell.outputs = [lines.without(output, says["hidden"]) for output in outputs]


def split(source: str) -> tuple[str, str]:
    """The open and the hidden part of a test; one that is not closed is hidden to the end."""
    parts, inside = ([], []), False
    for line in source.split("\n"):
        if BEGIN in line or END in line:
            inside = BEGIN in line
        else:
            parts[inside].append(line)
    return "\n".join(parts[0]), "\n".join(parts[1])


def _of_test(outputs: list, judged: bool, says: dict[str, str]) -> list:
    """What a test shows: no points, no traceback; what the pupil's code printed only where it cannot know the test."""
    kept = []
    for output in outputs:
        if output.output_type == "error":
            text = output.evalue.strip()
            if not output.ename.startswith(("Hint", "AssertionError", "Kernel")):
                text = f"{output.ename}: {text}"
            kept.append(new_output("error", ename=output.ename, evalue=text or says["unpassed"],
                                   traceback=[text or says["unpassed"]]))
        elif output.output_type == "display_data" or output.output_type == "stream" and judged:
            kept.append(output)
    return kept


class _Lines:
    """The lines of a notebook's hidden tests, known again in whatever quotes, colours or frames they stand."""

    def __init__(self, nb):
        tests = [cell for cell in nb.cells if cell.cell_type == "code" and is_grade(cell) and is_locked(cell)]
        shown = set()
        for cell in nb.cells:
            source = split(cell.source)[0] if cell in tests else cell.source
            shown |= {_key(line) for line in source.splitlines()}
        secret = {_key(line) for cell in tests for line in split(cell.source)[1].splitlines()}
        self.all = secret - shown
        self.keys = {key for key in self.all if len(key) >= SHORTEST}

    def without(self, output, instead: str):
        """An output without those lines; a hint stays, it is meant to be read."""
        if output.output_type == "stream":
            output.text = self._text(output.text, instead)
        elif output.output_type == "error" and not output.ename.startswith(("Hint", "AssertionError")):
            output.evalue = self._text(output.evalue, instead)
            output.traceback = [self._text(part, instead) for part in output.traceback]
        elif output.output_type in ("display_data", "execute_result"):
            texts = {kind: text for kind, text in output.data.items()
                     if isinstance(text, str) and not _is_picture(kind)}
            if any(self._tells(text) for text in texts.values()):
                output.data = {"text/plain": self._text(texts.get("text/plain", instead), instead)}
        return output

    def _text(self, text: str, instead: str) -> str:
        if not self._tells(text):
            return text
        return "\n".join(instead if self._tells(line) or _key(line) in self.all else line
                         for line in text.split("\n"))

    def _tells(self, text: str) -> bool:
        key = _key(text)
        return any(each in key for each in self.keys)


def _is_picture(kind: str) -> bool:
    return kind.startswith("image/") and kind != "image/svg+xml"


def _key(line: str) -> str:
    """Letters and digits alone; a backslash in a quoted line begins `\\n` and the like."""
    return "".join(filter(str.isalnum, re.sub(r"\\[ntr]", "", _ANSI.sub("", line))))
