"""Where a graded cell stands in a lab: under which heading."""
from __future__ import annotations

import re

from nbgrader.utils import is_solution


def heading(source: str) -> str | None:
    """The last heading of a Markdown cell, as plain text."""
    found, fenced = None, False
    for line in source.splitlines():
        fenced ^= line.lstrip().startswith("```")
        if not fenced and (match := re.match(r" {0,3}#{1,6}\s+(.+?)\s*#*$", line)):
            found = re.sub(r"[*_`$]|\[([^]]*)\]\([^)]*\)", r"\1", match[1]).strip()
    return found


def headings(nb) -> dict[str, str]:
    """{grade_id: the heading above the cell}, in the order of the notebook; without a heading its grade_id."""
    last, found = None, {}
    for cell in nb.cells:
        if cell.cell_type == "markdown" and not is_solution(cell):
            last = heading(cell.source) or last
        if name := cell.metadata.get("nbgrader", {}).get("grade_id"):
            found[name] = last or name
    return found
