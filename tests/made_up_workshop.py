"""A small made-up workshop in a folder of its own, and all workshops of the repository."""
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from daugava import workshop as known
from daugava.workshop import Workshop

LETTERS = "āčēģīķļņšūž"
ABOUT = {"id": "made-up", "version": "0.1.0", "minutes": 30, "title": {"en": "A small workshop", "lv": "Maza darbnīca"},
         "question": {"en": "What is it for?", "lv": "Kam tā der?"}, "editions": ["en", "lv"], "labs": [],
         "parts": [{"minutes": 30, "en": "All", "lv": "Viss"}]}
HANDOUT = f"""# Lapa: {LETTERS} un „pēdiņas”

Badge costs 1,90 € – see `./daugava start`.

## Kā sākt

1. Pirmais
2. **Otrais**: $x^2$

| Minūte | Kas notiek |
|---|---|
| 0–10 | Ļoti īss teksts \\| zīme # un * un @ un <b> |

> Citāts

```
./daugava start --workshop 12
```

- [ ] Padarīts
"""


def cell(kind, source, make=new_markdown_cell, *, name, **metadata):
    return make(source, id=name, metadata={"slideshow": {"slide_type": kind}, **metadata})


def notebook(language):
    code = new_code_cell
    return new_notebook(metadata={"daugava": {"workshop": "made-up", "language": language}}, cells=[
        cell("notes", "Said before anything.", name="early"),
        cell("slide", f"# Title {LETTERS}\n\nA picture and a formula $x^2$ cost 1,90 € and 2 $.", name="title"),
        cell("notes", "Said on the title.", name="said"),
        cell("skip", "Long instructions.", name="long"),
        cell("skip", f'import daugava\ndaugava.use("{language}")\nfrom daugava import plot', code, name="setup"),
        cell("slide", "## Guess\n\n- one\n- two", name="guess"),
        cell("fragment", "It was two.", name="answer"),
        cell("notes", "Wait for hands.", name="wait"),
        cell("subslide", "## Below\n\n| a | b |\n|---|---|\n| 1 | 2 |", name="below"),
        cell("-", "from matplotlib.figure import Figure\nfigure = Figure(figsize=(6, 3))\n"
             "figure.subplots().plot([1, 2])\n"
             "plot.show(figure, 'A line that rises from 1 to 2.', 'A line')", code, name="picture"),
        cell("slide", "## End\n\n[A link](https://example.org)", name="end"),
        cell("-", "1 / 0", code, name="allowed", tags=["raises-exception"]),
    ])


def survey():
    code = new_code_cell
    return new_notebook(cells=[
        new_markdown_cell("# Pirms aiziešanas\n\nPalaidiet katru šūnu.", id="intro"),
        new_code_cell("import daugava\nfrom daugava import survey\ndaugava.use('lv')", id="setup"),
        new_markdown_cell("**1.** Cik **skaidrs** bija šis?", id="q1"),
        code('survey.scale("q1", low="nemaz", high="ļoti")', id="q1-answer"),
        new_markdown_cell("Kas palīdzēja?", id="q2"),
        code('survey.choice("q2", ["Slaidi", "Žurnāls", "\\"Pēdiņas\\""])', id="q2-answer"),
        new_markdown_cell("Ko mainīt?", id="q3"),
        code('survey.words("q3")', id="q3-answer"),
    ])


def make(folder: Path) -> Workshop:
    """Write the workshop into `folder`/teacher-guides/workshops/made-up."""
    place = folder / "teacher-guides" / "workshops" / "made-up"
    place.mkdir(parents=True)
    (folder / "labs").mkdir()
    (place / "workshop.yml").write_text(yaml.safe_dump(ABOUT, allow_unicode=True), encoding="utf-8")
    for ending, language in (("", "en"), (".lv", "lv")):
        nbformat.write(notebook(language), place / f"made-up{ending}.ipynb")
        nbformat.write(survey(), place / f"survey{ending}.ipynb")
        (place / f"handout{ending}.md").write_text(HANDOUT, encoding="utf-8")
        (place / f"run-sheet{ending}.md").write_text(HANDOUT + "\n\n".join(f"## {n}\n\nText." for n in range(60)),
                                                     encoding="utf-8")
    return known.load(place)


def editions():
    """Every edition of every workshop of the repository, and of the made-up one, as parameters of a test."""
    root = Path(__file__).parents[1]
    return [pytest.param((each, language), id=f"{each.id if each else 'made-up'}-{language}")
            for each in [None, *known.workshops(root)] for language in (each.editions if each else ("en", "lv"))]
