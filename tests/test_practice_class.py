"""A practice class: what it says that grading has to find is what grading finds."""
import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
import typer
from grading_course import ROOT
from typer.testing import CliRunner

from daugava import check, cli_practice, practice
from daugava import lab as labs
from daugava.course import Course
from daugava.grading import batch, results, workers
from daugava.practice import Expected, PracticeError
from daugava.practice_draw import Draw, counts, judge

NOW = datetime(2026, 11, 25, 12)
LAB, ASSIGNMENT = "badge-break-even", "badge-break-even-lv"
EDITIONS = [pytest.param(lab, language, id=f"{lab.id}-{language}")
            for lab in labs.labs(ROOT) for language in lab.editions]


def empty_course(folder: Path, name: str = "practice") -> Course:
    course = Course(folder / "courses" / name, folder / "exchange", ROOT / "grading")
    course.folder.mkdir(parents=True)
    return course


def hand_in(course, seed=7, pupils=24):
    return practice.hand_in(course, labs.get(LAB, ROOT), "lv", pupils, seed, NOW)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    course = empty_course(tmp_path_factory.mktemp("practice"))
    return course, hand_in(course)


@pytest.fixture(scope="module")
def graded(handed_in):
    course, expected = handed_in
    collected = course.api().collect(ASSIGNMENT)
    assert collected["success"], collected
    with workers.warm():
        outcomes = batch.Batch(course, ASSIGNMENT).run(lambda: workers.processes(2))
    assert len(outcomes) == 24 and not [each for each in outcomes if each.error]
    return results.read(course, ASSIGNMENT), expected


def test_grading_finds_the_expected_points_of_every_task(graded):
    found, expected = graded
    assert {row.pupil: {name: row.scores[name] for name in expected.most} for row in found.rows} == expected.points
    assert not found.ungraded and not found.absent


def test_the_report_has_the_expected_misconceptions_and_a_clear_top_three(graded):
    found, expected = graded
    listed = {name: sorted(pupils) for name, pupils in found.misconceptions().items()}
    assert listed == {name: sorted(pupils) for name, pupils in expected.misconceptions.items()}
    ranks = sorted(((len(pupils), name) for name, pupils in listed.items()), reverse=True)
    assert [name for _, name in ranks[:3]] == expected.top
    assert len({count for count, _ in ranks[:4]}) == 4, ranks


def test_late_broken_flagged_and_texts_are_as_expected(graded):
    found, expected = graded
    rows = {row.pupil: row for row in found.rows}
    assert {name: row.late for name, row in rows.items() if row.late} == expected.late and len(expected.late) == 2
    assert {name for name, row in rows.items() if row.grading["repairs"]} == set(expected.broken)
    assert [name for name, row in rows.items() if row.grading["flags"]] == expected.flagged
    assert {name for name, row in rows.items() if row.states["decide"] == "waits"} == set(expected.texts)
    assert set(expected.texts.values()) == {"full", "part", "bare"}
    assert Counter(expected.kinds.values()) == {"right": 10, "misconception": 9, "empty": 2, "late": 2, "broken": 1}


def test_what_is_expected_is_kept_in_the_course(handed_in):
    course, expected = handed_in
    assert Expected.read(course.folder, ASSIGNMENT) == expected
    kept = json.loads((course.folder / f"practice-{ASSIGNMENT}.json").read_text())
    assert kept["right"] == expected.right and kept["due_is_new"]
    with pytest.raises(PracticeError, match="makes one"):
        Expected.read(course.folder, "other-lv")


def content(course):
    """Everything that is handed in, by pupil and time, without secrets."""
    return {(path.parent.name.rsplit("+", 1)[0], path.name): path.read_bytes()
            for path in (course.exchange / course.name / "inbound").glob("*/*/*")
            if path.name != "submission_secret.txt"}


def test_the_same_seed_makes_the_same_class_and_half_a_class_is_made_anew(handed_in, tmp_path):
    course, expected = handed_in
    other = empty_course(tmp_path)
    for step in ("source", "release"):
        assert not (other.folder / step).exists()
    assert hand_in(other) == expected and content(other) == content(course) and len(content(other)) == 48
    with pytest.raises(PracticeError, match="already"):
        hand_in(other)
    (other.folder / f"practice-{ASSIGNMENT}.json").unlink()
    assert hand_in(other, seed=8) != expected
    assert len(other.hand_ins(ASSIGNMENT)) == 24 and content(other) != content(course)


def test_a_course_with_real_work_is_refused_before_anything_is_written(tmp_path):
    course = empty_course(tmp_path, "stem")
    real = course.exchange / "stem" / "inbound" / "p07" / "p07+other-lv+2026-11-25 10:00:00 UTC+x"
    real.mkdir(parents=True)
    with pytest.raises(PracticeError, match="Choose a course of its own with --course"):
        hand_in(course)
    real.rename(tmp_path / "away")
    (course.folder / "submitted" / "p07" / "other-lv").mkdir(parents=True)
    with pytest.raises(PracticeError, match="Choose a course of its own with --course"):
        hand_in(course)
    assert [path.name for path in course.folder.iterdir()] == ["submitted"]
    with pytest.raises(PracticeError, match="1 to 60"):
        hand_in(course, pupils=61)


@pytest.mark.parametrize("due", [None, NOW + timedelta(days=3), NOW - timedelta(minutes=20)])
def test_nobody_hands_in_in_the_future_and_late_is_after_the_due_date(due, monkeypatch, tmp_path):
    monkeypatch.setattr(practice.dates, "dates", lambda *_: (due, {}))
    monkeypatch.setattr(practice.dates, "set_due", lambda *_: None)
    when, is_new = practice._due(empty_course(tmp_path), ASSIGNMENT, NOW)
    assert is_new == (due is None) and (due or when <= NOW - timedelta(days=1))
    lab = labs.get(LAB, ROOT)
    drawn = Draw(lab, "lv", lab.notebook("lv"), 60, 1)
    expected = Expected(LAB, "lv", ASSIGNMENT, "practice", 1, {}, {}, "", True, [])
    for pupil in drawn.pupils:
        pupil.kind = "right" if due and due > NOW else pupil.kind
        at = practice._when(pupil, drawn, when, NOW, expected)
        assert at < NOW and (at > when) == (pupil.name in expected.late)
    assert len(expected.late) == (0 if due and due > NOW else 5)


@pytest.mark.parametrize("pupils", [1, 2, 5, 12, 24, 25, 60])
def test_kinds_keep_their_proportions(pupils):
    made = counts(pupils)
    assert sum(made.values()) == pupils and made["right"] >= made["misconception"] >= made["empty"] >= made["broken"]


@pytest.mark.parametrize("lab, language", EDITIONS)
def test_every_lab_has_a_class_whose_answers_are_judged_as_drawn(lab, language):
    source = lab.notebook(language)
    code = {cell.id for cell in source.cells if cell.cell_type == "code"}
    drawn = Draw(lab, language, source, 24, 1)
    assert [pupil.answers for pupil in Draw(lab, language, source, 24, 1).pupils] == [p.answers for p in drawn.pupils]
    found = Counter()
    most = {task["check"] for task in lab.tasks if not task.get("by_hand")}
    for pupil in drawn.pupils:
        verdicts = judge(lab, source, pupil.name, {name: text for name, text in pupil.answers.items() if name in code})
        assert set(verdicts) == most
        found.update({name for _, name in verdicts.values() if name})
        if pupil.kind == "empty":
            assert sum(right for right, _ in verdicts.values()) <= 2 and pupil.text is None
        if pupil.kind in ("right", "late", "broken"):
            assert sum(not right for right, _ in verdicts.values()) <= 2, (pupil.name, verdicts)
    assert [name for name, _ in found.most_common(3)] == list(drawn.top)
    assert len({count for _, count in found.most_common(4)}) == 4
    [open_task] = drawn.texts
    texts = {pupil.text: pupil.answers[open_task] for pupil in drawn.pupils if pupil.text}
    assert len(set(texts.values())) == 3 and not any("SOLUTION" in text or "…" in text for text in texts.values())
    if language == "en":
        lines = [line for pupil in drawn.pupils for line in pupil.answers["predict"].splitlines()]
        reasons = [line for line in lines if "my_reason" in line]
        assert reasons and not any(set("āčēģīķļņšūž") & set(reason) for reason in reasons)


def test_judging_leaves_no_trace_in_this_process(english, monkeypatch):
    monkeypatch.delenv("DAUGAVA_PUPIL", raising=False)
    lab = labs.get(LAB, ROOT)
    judge(lab, lab.notebook("lv"), "practice-01", {})
    import os

    import daugava
    assert "DAUGAVA_PUPIL" not in os.environ and daugava.language() == "en" and check._steps == []


def test_a_cut_off_file_is_expected_as_it_is_repaired(handed_in):
    course, expected = handed_in
    lab = labs.get(LAB, ROOT)
    given = practice._released(course, lab, "lv")
    source = nbformat.read(given.source, as_version=4)
    drawn = Draw(lab, "lv", source, 24, 8)
    [pupil] = [each for each in drawn.pupils if each.kind == "broken"]
    other = Expected(LAB, "lv", ASSIGNMENT, "practice", 8, {}, expected.most, "", True, [])
    raw = practice._raw(pupil, given, drawn, other)
    with pytest.raises(ValueError):
        json.loads(raw)
    practice._expect(pupil, raw, given, lab, source, other)
    assert other.broken == {pupil.name: "truncated"} and 0 < sum(other.points[pupil.name].values()) < 9


def test_the_command_prints_what_grading_has_to_find(monkeypatch, handed_in, tmp_path):
    _, expected = handed_in
    app = typer.Typer()
    cli_practice.register(app)
    (tmp_path / "courses" / "stem").mkdir(parents=True)
    asked = []
    monkeypatch.setattr(practice, "hand_in", lambda *given: asked.append(given) or expected)
    monkeypatch.setenv("DAUGAVA_ROOT", str(ROOT))
    done = CliRunner().invoke(app, ["practice-class", LAB, "--seed", "3", "--home", str(tmp_path)],
                              catch_exceptions=False)
    [(course, lab, language, pupils, seed)] = asked
    assert (course.name, lab.id, language, pupils, seed) == ("practice", LAB, "lv", 24, 3)
    assert (tmp_path / "courses" / "practice" / "source").is_dir()
    for said in ("24 fictitious pupils", *expected.top, *expected.late, *expected.broken, "start it again"):
        assert said in done.output, said
