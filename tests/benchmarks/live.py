"""How long it takes from a key press to the changed picture, in a browser: `daugava.live` against `interact`.

    python tests/benchmarks/live.py [PRESSES]

Both sides draw the same picture in the same notebook in JupyterLab and take turns. At rest: one press after an
irregular pause. Held: presses 25 to 60 ms apart, measured from the last one to the last change of the picture. No place
on a slider is visited twice; a press that no picture follows within 5 s is lost. Prints milliseconds; exits with 1 if a
ratio is below 4, a median of ours above 60 ms, or a press of ours lost. A warm environment is assumed (`./daugava
--help` was run before), and an idle machine.
"""
import os
import random
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
LEAST_RATIO, MOST_MS = 4, 60
WARM_UP, BURST = 5, (8, 12)

OURS = '''from daugava import live
live.lines({"cost": (72, 0.8), "revenue": lambda n: (0, 0.5 + n / 900)}, up_to=900, top=1400, at="n",
           x="badges", y="money, €", sliders={"n": live.slider(0, 0, 900, 1, "badges")},
           alt=lambda n: f"Two straight lines, marked at {n}.")'''
INTERACT = '''%matplotlib inline
%config InlineBackend.print_figure_kwargs = {"bbox_inches": None}
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact
from daugava import plot

@interact(n=IntSlider(0, 0, 900))
def show(n):
    figure, axes = plt.subplots(figsize=(9, 4.5), dpi=100, layout="constrained")
    plot.style(axes, "badges", "money, €")
    plot.draw_lines(axes, {"cost": (72, 0.8), "revenue": (0, 0.5 + n / 900)}, 900, 0, 1400, n)
    plt.show()'''
# A change counts when the new picture is decoded and the next frame of the page is painted.
PROBE = """cell => {
  const seen = cell.seen = { pressed: [], changed: [] };
  const address = () => cell.querySelector(".jp-Cell-outputArea img")?.src;
  let last = address();
  cell.addEventListener("keydown", event => seen.pressed.push(event.timeStamp), true);
  new MutationObserver(async () => {
    const now = address();
    if (!now || now === last) return;
    last = now;
    await cell.querySelector(".jp-Cell-outputArea img").decode().catch(() => {});
    requestAnimationFrame(() => setTimeout(() => seen.changed.push(performance.now())));
  }).observe(cell, { subtree: true, childList: true, attributes: true, attributeFilter: ["src"] });
}"""
# The last press and the last change, once nothing has changed for a while.
TAKE = """cell => new Promise(done => {
  const { pressed, changed } = cell.seen, began = performance.now();
  const wait = (many, since) => setTimeout(() => {
    const now = performance.now();
    if (changed.length !== many) return wait(changed.length, now);
    if (now - since < 700 || (!many && now - began < 5000)) return wait(many, since);
    done([pressed.at(-1), changed.at(-1) ?? 0]);
    pressed.length = changed.length = 0;
  }, 20);
  wait(changed.length, began);
})"""


@dataclass
class Side:
    """One way to draw the picture: its code, where its slider is, and the milliseconds measured."""

    name: str
    code: str
    slider: str
    rest: list[float | None] = field(default_factory=list)
    held: list[float | None] = field(default_factory=list)


def sides() -> list[Side]:
    return [Side("daugava.live", OURS, ".daugava-live-controls input"), Side("interact", INTERACT, ".noUi-handle")]


def measure(page, cell, slider: str, pauses: list[float]) -> float | None:
    """Press the right arrow, and again after each pause; milliseconds from the last one to the last change."""
    cell.locator(slider).focus()
    page.keyboard.down("ArrowRight")
    for pause in pauses:
        page.wait_for_timeout(pause)
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    pressed, changed = cell.evaluate(TAKE)
    return changed - pressed if changed > pressed else None


def take_turns(page, rivals: list[Side], presses: int, chance: random.Random) -> None:
    cells = {side.name: page.locator(".jp-CodeCell").nth(place) for place, side in enumerate(rivals)}
    for side in rivals:
        cells[side.name].locator(f".jp-Cell-outputArea {side.slider}").wait_for(state="attached", timeout=120_000)
        page.wait_for_timeout(2000)
        cells[side.name].evaluate(PROBE)
    for turn in range(WARM_UP + presses):
        print(f"\r{turn + 1} of {WARM_UP + presses} turns", end="", file=sys.stderr, flush=True)
        for side in rivals:
            page.wait_for_timeout(chance.uniform(0, 800))
            pauses = [chance.uniform(25, 60) for _ in range(chance.randint(*BURST))]
            rest = measure(page, cells[side.name], side.slider, [])
            held = measure(page, cells[side.name], side.slider, pauses)
            if turn >= WARM_UP:
                side.rest.append(rest)
                side.held.append(held)


def run(rivals: list[Side], presses: int) -> None:
    """Fill in what each side takes, all of them in one notebook."""
    from playwright.sync_api import sync_playwright
    from running_lab import RunningLab

    os.environ["PYTHONPATH"] = str(ROOT / "src")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = RunningLab(Path(folder), {"race": [side.code for side in rivals]})
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=options)
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 900 * len(rivals)})
            lab.run(page, "race")
            take_turns(page, rivals, presses, random.Random(2026))
        finally:
            browser.close()
            lab.stop()


def report(rivals: list[Side]) -> bool:
    """Print the figures of each side, and how many times longer than the first it takes; whether the bar is reached."""
    ours, reached = rivals[0], True
    for way, what in (("rest", "at rest"), ("held", "held")):
        for side in rivals:
            times = [time for time in getattr(side, way) if time is not None]
            lost = len(getattr(side, way)) - len(times)
            median, ninety = statistics.median(times), statistics.quantiles(times, n=10)[-1]
            first = median if side is ours else first
            print(f"{side.name:18} {what:8} median {median:6.1f} ms, 90 % below {ninety:6.1f} ms, "
                  f"{len(times)} times, {lost} lost, ratio {median / first:5.1f}")
            reached &= median <= MOST_MS and not lost if side is ours else median / first >= LEAST_RATIO
    return reached


def main(presses: int) -> None:
    rivals = sides()
    run(rivals, presses)
    print(file=sys.stderr)
    if not report(rivals):
        sys.exit(f"The bar is a ratio of {LEAST_RATIO} and a median of at most {MOST_MS} ms.")


if __name__ == "__main__":
    if PYTHON.exists() and Path(sys.prefix) != PYTHON.parent.parent:
        os.execv(PYTHON, [PYTHON, *sys.argv])
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
