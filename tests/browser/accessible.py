"""A page on its own in Chromium: what it asks others for, and what axe-core finds in it."""
import sys
from contextlib import contextmanager
from pathlib import Path

AXE = Path(sys.prefix) / "share" / "daugava-axe" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def opened(browser, path: Path, width=1100, **options):
    """The page of a file; at the end it must have asked nobody for anything."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    outside, complaints = [], []
    context.on("request", lambda request: outside.append(request.url)
               if not request.url.startswith(("file:", "data:")) else None)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(path.as_uri())
        yield page
        assert outside == [] and complaints == [], (outside, complaints)
    finally:
        context.close()


def violations(page, impacts=("minor", "moderate", "serious", "critical")) -> list[str]:
    """What axe-core finds, one line each; all of its rules are applied, best practices included."""
    assert AXE.is_file(), "axe-core is missing: `./daugava test` installs it."
    page.evaluate(AXE.read_text("utf-8"))
    # A page from a folder may not read its own style sheets.
    found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
    assert found["passes"], "axe-core looked at nothing"
    return [f"{each['id']} ({each['impact']}): {node['html'][:200]}" for each in found["violations"]
            if each["impact"] in impacts for node in each["nodes"]]
