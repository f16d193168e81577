"""`./daugava new-lab` makes a lab that runs, releases, solves and grades, and that lacks nothing but its content."""

import datetime
import os
import shutil

import nbclient
import pytest
from lab_paths import CLASS, ROOT, as_pupil, given, graded, judged, names_by_pupil, run
from typer.testing import CliRunner

import daugava
from daugava import curriculum, lint, new_lab, translate, variant, versions
from daugava import lab as daugava_lab
from daugava.cli import app
from daugava.lab import LabError

DAY = datetime.date(2026, 11, 25)
LANGUAGES = ("en", "lv")
NOT_STARTED = {"en": "There is no answer here yet", "lv": "Te vēl nav atbildes."}
FILES = ["labs/energy/two-tanks/answers.yml", "labs/energy/two-tanks/lab.yml", "labs/energy/two-tanks/two-tanks.ipynb",
         "labs/energy/two-tanks/two-tanks.lv.ipynb", "labs/energy/two-tanks/two-tanks.lv.po",
         "teacher-guides/labs/two-tanks.lv.md", "teacher-guides/labs/two-tanks.lv.po",
         "teacher-guides/labs/two-tanks.md"]


def bare_root(folder):
    """A repository with a curriculum and without labs."""
    (folder / "labs").mkdir(parents=True)
    shutil.copytree(ROOT / "curriculum", folder / "curriculum")
    shutil.copytree(ROOT / "src" / "daugava" / "datasets", folder / "src" / "daugava" / "datasets")
    return folder


def written(root):
    return sorted(path.relative_to(root).as_posix() for place in ("labs", "teacher-guides")
                  for path in (root / place).rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return new_lab.create("energy", "two-tanks", bare_root(tmp_path_factory.mktemp("root")), DAY)


@pytest.fixture
def alone(monkeypatch):
    """Whoever the pupil is here, the next test does not know."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr(variant, "_given", None)
    yield
    daugava.use(None)


def checks(lab):
    return {task["check"]: task["points"] for task in lab.tasks if not task.get("by_hand")}


def told(result):
    """What nbgrader gave a submission, and what its cells said."""
    said = [f"{cell}: {result.message(cell)}" for cell in result.outputs if result.message(cell)]
    return "\n".join([str(result.points), *said])


def test_it_has_every_file_and_names_itself(lab):
    root = lab.folder.parents[2]
    assert written(root) == FILES
    assert (lab.id, lab.strand, lab.version, lab.editions) == ("two-tanks", "energy", "0.1.0", LANGUAGES)
    assert lab.changes[0]["date"] == "2026-11-25"
    for file in FILES:
        assert "$" not in (root / file).read_text(encoding="utf-8"), file
    guide = (root / "teacher-guides" / "labs" / "two-tanks.lv.md").read_text(encoding="utf-8")
    assert "`energy/two-tanks`" in guide and "./daugava assign two-tanks" in guide


def test_its_editions_and_its_version_are_up_to_date(lab):
    assert translate.problems(lab) == []
    assert versions.problems(lab) == []
    text = (lab.folder / "two-tanks.ipynb").read_text(encoding="utf-8")
    (lab.folder / "two-tanks.ipynb").write_text(text.replace("Soon the school", "Now the school"), encoding="utf-8")
    try:
        assert versions.problems(lab)
        stale = [str(problem) for problem in translate.problems(lab)]
        assert any("Cell hook: the English text has changed" in problem for problem in stale), stale
    finally:
        (lab.folder / "two-tanks.ipynb").write_text(text, encoding="utf-8")


def test_only_what_an_author_has_to_write_is_missing(lab):
    problems = lint.check(lab)
    assert {problem.rule for problem in problems} == {"curriculum", "skeleton"}, "\n".join(map(str, problems))
    assert sorted(problem.what for problem in problems if problem.rule == "curriculum") == [
        "`careers` is empty", "`outcomes` is empty"]
    marked = {problem.place for problem in problems if problem.file.endswith("two-tanks.ipynb")}
    assert {f"Cell {number} ({cell.id})" for number, cell in enumerate(lab.notebook("en").cells, 1)
            if cell.id in ("card", "hook", "predict-text", "run-text", "explore-text", "water-text", "ai-text",
                           "make-text", "decide-text", "career", "summary")} == marked
    assert {problem.file for problem in problems if problem.rule == "skeleton"} == {
        file for file in FILES if not file.endswith((".po", ".lv.ipynb", ".lv.md"))}, "Latvian is written after English"


def test_it_loses_its_marks_as_an_author_writes(tmp_path):
    lab = new_lab.create("energy", "two-tanks", bare_root(tmp_path), DAY)
    root = lab.folder.parents[2]
    for file in FILES:
        text = (root / file).read_text(encoding="utf-8").replace("REPLACE", "X")
        text = text.replace("outcomes: []", "outcomes: [{regulation: MK 747, code: M.9.4.2.1.}]")
        (root / file).write_text(text.replace("careers: []", 'careers: ["2141.4"]'), encoding="utf-8")
    lab = daugava_lab.load(lab.folder)
    assert translate.update(lab)[1] == []
    named = {"career", "guide-outcomes"}  # the lab and its guide have to name what lab.yml cites
    assert {problem.rule for problem in lint.check(lab)} == {"version", *named}
    lab = versions.raise_version(lab, "minor", "First version.", "Pirmā versija.", DAY)
    assert {problem.rule for problem in lint.check(lab)} == named


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pupil", [None, "p07"])
def test_its_solution_runs_clean(lab, language, pupil, alone):
    as_pupil(pupil)
    notebook = lab.notebook(language)
    nbclient.NotebookClient(notebook, timeout=60, allow_errors=True).execute()
    shown = [(cell.id, output) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [show for show in shown if show[1].output_type == "error" or show[1].get("name") == "stderr"] == []
    assert {"run", "numbers", "explore", "check-water", "check-ai", "make"} <= {id for id, _ in shown}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_released_and_graded(lab, language, tmp_path):
    released, results = graded(lab, language, tmp_path)
    untouched, solution = results["untouched"], results["solution"]
    assert {check: untouched.points[check] for check in checks(lab)} == dict.fromkeys(checks(lab), 0), told(untouched)
    assert set(untouched.errors) == set(checks(lab)), told(untouched)
    for check in checks(lab):
        assert NOT_STARTED[language] in untouched.message(check), told(untouched)
    assert solution.errors == {}, told(solution)
    assert {check: solution.points[check] for check in checks(lab)} == checks(lab), told(solution)
    assert all("SOLUTION" not in cell.source and "HIDDEN" not in cell.source for cell in released.cells)
    decide = next(cell.source for cell in released.cells if cell.id == "decide")
    assert decide.startswith({"en": "We choose …", "lv": "Mēs izvēlamies …"}[language])
    for pupil, task, verdict, answer in judged(lab, names_by_pupil(lab, language)):
        result, expected = results[pupil], task["points"] if verdict == "right" else 0
        assert result.points[task["check"]] == expected, f"{pupil} {task['id']} {answer}\n{told(result)}"
        hint = answer["hint"][language] if verdict == "wrong" else ""
        assert hint in result.message(task["check"]), f"{pupil} {task['id']} {answer}\n{told(result)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_fair_to_every_pupil(lab, language, alone):
    cells = {cell.id: cell.source for cell in lab.notebook(language).cells if cell.cell_type == "code"}

    def hint(task, code):
        names = given(cells)
        run(code, names)
        try:
            run(cells[task["check"]], names)
        except AssertionError as said:
            return str(said)
        return None

    drawn = set()
    for pupil in CLASS:
        as_pupil(pupil)
        given(cells)
        drawn.add(variant.given())
        for task in lab.tasks:
            if not task.get("by_hand"):
                assert hint(task, cells[task["id"]]) is None, (pupil, task["id"])
        for _, task, verdict, answer in judged(lab, lambda _: given(cells)):
            said = hint(task, answer["code"])
            assert said is None if verdict == "right" else answer["hint"][language] in str(said), (pupil, answer, said)
    assert len(drawn) == 20


def test_cells_of_every_role_can_be_made():
    source = """About the cells.

%% a-text text
# Title

A line.

%% an-answer answer
n = ...

%% a-check check 2 | one | of two
"one"

%% seen given
1

%% folded given hidden | a label
2

%% free try
3

%% by-hand by-hand 3
…
"""
    cells = {cell["id"]: cell for cell in new_lab.cells_of(source)}
    assert list(cells) == ["a-text", "an-answer", "a-check", "seen", "folded", "free", "by-hand"]
    text = cells["a-text"]
    assert (text.cell_type, text.source, text.metadata) == ("markdown", "# Title\n\nA line.", {})
    marks = {name: tuple(cell.metadata.nbgrader.get(key) for key in ("grade", "solution", "locked", "points"))
             for name, cell in cells.items() if "nbgrader" in cell.metadata}
    assert marks == {"an-answer": (False, True, False, None), "a-check": (True, False, True, 2),
                     "seen": (False, False, True, None), "folded": (False, False, True, None),
                     "by-hand": (True, True, False, 3)}
    assert cells["a-check"].metadata.daugava == {"labels": ["one", "of two"]}
    assert [name for name, cell in cells.items() if "jupyter" in cell.metadata] == ["a-check", "folded"]
    assert [name for name, cell in cells.items() if "tags" in cell.metadata] == ["an-answer", "a-check"]


@pytest.mark.parametrize("strand, name, words", [
    ("energi", "two-tanks", "There is no strand energi: choose one of enterprise, climate, energy,"),
    ("", "two-tanks", "There is no strand : choose one of"),
    ("../labs", "two-tanks", "There is no strand"),
    ("energy", "Two tanks", "is not a name for a lab: write small letters"),
    ("energy", "two--tanks", "is not a name for a lab"),
    ("energy", "../two", "is not a name for a lab"),
    ("energy", "ūdens", "is not a name for a lab"),
    ("energy", "", "is not a name for a lab"),
    ("energy", "a" * 41, "at most 40"),
])
def test_what_cannot_be_a_lab_is_refused_in_one_sentence(strand, name, words, tmp_path):
    root = bare_root(tmp_path)
    with pytest.raises(LabError) as refused:
        new_lab.create(strand, name, root)
    assert words in str(refused.value) and str(refused.value).count(". ") == 0
    assert list((root / "labs").iterdir()) == [] and not (root / "teacher-guides").exists()


@pytest.mark.parametrize("taken", [
    "labs/energy/two-tanks", "labs/climate/two-tanks", "teacher-guides/labs/two-tanks.md",
    "teacher-guides/labs/two-tanks.lv.po", "teacher-guides/labs/two-tanks.nb.md"])
def test_nothing_is_written_over(taken, tmp_path):
    root = bare_root(tmp_path)
    (root / taken).parent.mkdir(parents=True, exist_ok=True)
    (root / taken).mkdir() if taken.startswith("labs") else (root / taken).write_text("mine", encoding="utf-8")
    before = sorted(root.rglob("*"))
    with pytest.raises(LabError, match=f"The name two-tanks is taken by {taken}: choose another name."):
        new_lab.create("energy", "two-tanks", root)
    assert sorted(root.rglob("*")) == before
    assert new_lab.create("energy", "two", root).id == "two", "a name that begins alike is free"


def test_without_a_list_of_strands_the_folders_of_labs_are_the_strands(tmp_path):
    for strand in ("sea", "sky"):
        (tmp_path / "labs" / strand).mkdir(parents=True)
    with pytest.raises(LabError, match="There is no strand energy: choose one of sea, sky."):
        new_lab.create("energy", "two-tanks", tmp_path)
    assert new_lab.create("sky", "two-tanks", tmp_path).folder == tmp_path / "labs" / "sky" / "two-tanks"


def test_every_strand_of_the_curriculum_can_have_a_lab(tmp_path):
    root = bare_root(tmp_path)
    for number, strand in enumerate(curriculum.strands(ROOT)):
        assert new_lab.create(strand.id, f"lab-{number}", root).strand == strand.id


def test_the_command_makes_a_lab_and_says_what_comes_next(tmp_path, monkeypatch):
    monkeypatch.setenv("DAUGAVA_ROOT", str(bare_root(tmp_path)))
    done = CliRunner().invoke(app, ["new-lab", "energy", "two-tanks"])
    assert done.exit_code == 0, done.output
    assert written(tmp_path) == FILES
    lines = done.output.splitlines()
    assert len(lines) == 3 and all(line.startswith(f"{number}. ") for number, line in enumerate(lines, 1))
    for words in ("REPLACE", "teacher-guides/labs/two-tanks.md", "./daugava translate two-tanks",
                  "./daugava check two-tanks", "./daugava version two-tanks"):
        assert words in done.output
    with pytest.raises(LabError, match="is taken by labs/energy/two-tanks"):
        CliRunner().invoke(app, ["new-lab", "energy", "two-tanks"], catch_exceptions=False)
