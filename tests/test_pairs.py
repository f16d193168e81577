"""„Strādājam pārī”: the partner gets the work, its points and its feedback; nobody gains or loses by a trick."""
import json
import shutil
import unicodedata

import grading_course as room
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

from daugava.grading import pairs, words
from daugava.grading.pair_line import named

PUPILS = ["p05", "p06", "p07", "p08", "p09", "p12", "p15", "p16", "p17", "zakis", "mazais-zakis", "berzins"]
TWO = ["p07", "p12"]


def own(*sources, kind=new_markdown_cell):
    return new_notebook(cells=[kind(source) for source in sources])


@pytest.mark.parametrize("line, found", [
    ("Strādājam pārī: p07, p12", ["p12"]),
    ("Strādājam pārī - 7 un 12", ["p12"]),
    ("**Strādājam pārī:** 7. un 12.", ["p12"]),
    ("strādājam pārī 07;12", ["p12"]),
    ("STRADAJAM PARI: P7, P12", ["p12"]),
    ("Mēs strādājām pārī ar Nr. 12", ["p12"]),
    ("> Strādāju pārī ar 12", ["p12"]),
    ("- Strādājam pāros: 7/12/15", ["p12", "p15"]),
    ("Strādājam pārī – 7 & Zaķis!", ["zakis"]),
    ("Strādājam pārī: es un mazais zaķis", ["mazais-zakis"]),
    ("Strādājam pārī: Bērziņš, „Zaķis”", ["berzins", "zakis"]),
    ("## Strādājam pārī: 7, 12", ["p12"]),
    (unicodedata.normalize("NFD", "Strādājam pārī: 7, Zaķis"), ["zakis"]),
    ("We work as a pair: 7 and 12", ["p12"]),
    ("We work in pairs with 12.", ["p12"]),
    ("Working as a pair: me & #12", ["p12"]),
    ("We're working in a pair, 7+12", ["p12"]),
    ("I worked together in a pair with p 12", ["p12"]),
    ("Strādājam pārī: 7, 12. Izmantojam 5 nozīmītes", ["p12"]),
    ("Strādājam pārī: 7 un 12 (5. datorā)", ["p12"]),
    ("Strādājam pārī: 7 un 12, 8.b klase", ["p12"]),
    ("Strādājam pārī: 7 un 12 no 8. klases", ["p12"]),
    ("Strādājam pārī: 7, 7", []),
    ("Strādājam pārī: …", []),
    ("Strādājam pārī, jo tā ir jautrāk", []),
    ("Mēs nestrādājam pārī: 12", []),
    ("We do not work as a pair: 12", []),
    ("Nauda paliek pāri: 12", []),
    ("Strādājam pārī:" + " 9" * 5000, ["p09"]),
    ("Strādājam pārī: " + "9" * 5000, []),
    ("Strādājam pārī: \x00\u202e12", ["p12"])])
def test_the_line_is_understood(line, found):
    assert pairs.partners(own("Text", f"First.\n{line}\nLast."), "p07", PUPILS) == found


def test_comments_of_code_count_and_code_does_not():
    assert pairs.partners(own("x = 1  # Strādājam pārī: 7, 12", kind=new_code_cell), "p07", PUPILS) == ["p12"]
    assert pairs.partners(own("'Strādājam pārī: 7, 12'\ndef f(:", kind=new_code_cell), "p07", PUPILS) == []


def test_what_was_released_and_what_is_locked_does_not_count():
    example = "Raksti, piemēram:\nStrādājam pārī: 7, 12"
    locked = own(example)
    locked.cells[0].metadata["nbgrader"] = {"grade": False, "locked": True, "solution": False, "grade_id": "a",
                                            "schema_version": 3}
    assert pairs.partners(locked, "p07", PUPILS) == []
    assert pairs.partners(own(example), "p07", PUPILS, release=own(example)) == []
    assert pairs.partners(own(example, "Strādājam pārī: 7, 15"), "p07", PUPILS, release=own(example)) == ["p15"]


@pytest.mark.parametrize("line, unknown", [
    ("Strādājam pārī: 7, 99", ["99"]), ("Strādājam pārī: Anna", ["anna"]), ("Strādājam pārī šodien", []),
    ("Strādājam pārī: 7, 12, 8.b klase", [])])
def test_who_is_not_in_the_class_is_noticed(line, unknown):
    assert named(own(line), "p07", PUPILS).unknown == unknown


def saying(course, line, **answers):
    """All right, for the numbers of class number 7 (75 badges; 12 would need 90), and a line in a cell of its own."""
    nb = room.solved(course)
    for cell in nb.cells:
        cell.source = {"task-order-or-make": "badges_same = 75", **answers}.get(cell.id, cell.source)
    nb.cells.insert(1, new_markdown_cell(line, id="our-names"))
    return nb


def hand_in(course, name, work, stamp=room.STAMP):
    folder = room.hand_in(course, name, work, stamp=stamp)
    (folder / "submission_secret.txt").write_text(f"secret of {name}")
    return folder


def folder_of(course, name):
    return course.folder / "submitted" / name / room.ASSIGNMENT


def copied(course):
    folders = {name: folder_of(course, name) for name in PUPILS}
    return {name for name, folder in folders.items() if folder.exists() and pairs.graded_as(folder) != name}


@pytest.fixture
def course(tmp_path):
    made = room.make(tmp_path)
    made.add_pupils(PUPILS)
    (made.exchange / "stem").mkdir(parents=True)
    return made


def grade(course, **options):
    """Grade what is new; {pupil: what went wrong}."""
    return {name: outcome.error for name, outcome in room.run(course, **options).items()}


def as_pupil(course, home, name, what, **options):
    config = course.config()
    config.CourseDirectory.student_id, config.CourseDirectory.assignment_id = name, room.ASSIGNMENT
    config.Exchange.assignment_dir, config.Exchange.cache = str(home), str(home / "cache")
    config.ExchangeList.update(options)
    (home / "cache" / "stem").mkdir(parents=True, exist_ok=True)
    return getattr(ExchangeFactory(config=config), what)(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config).start()


def test_both_get_points_and_feedback(course, tmp_path):
    hand_in(course, "p07", saying(course, "Strādājam pārī: 7 un 12"))
    assert grade(course, only=["p07"]) == dict.fromkeys(TWO), "the partner in the same run"
    assert copied(course) == {"p12"}
    got = room.scores(course)
    assert got["p12"] == got["p07"] and got["p12"]["check-order-or-make"], "with the numbers of number 7"
    assert pairs.share(course, room.ASSIGNMENT) == [] and grade(course) == {}, "a second time changes nothing"
    assert grade(course, only=["p12"], again=True) == {"p12": None} and room.scores(course) == got
    assert pairs.flags(course.folder, room.ASSIGNMENT) == [{"code": "shared", "pupil": "p07", "partner": "p12"}]

    for name in TWO:
        assert course.api().generate_feedback(room.ASSIGNMENT, name)["success"]
    assert course.api().release_feedback(room.ASSIGNMENT)["success"]
    [card] = as_pupil(course, tmp_path / "p12", "p12", "List", cached=True)
    assert card["course_id"] == "stem" and card["submissions"][0]["has_exchange_feedback"]
    as_pupil(course, tmp_path / "p12", "p12", "FetchFeedback")
    [page] = (tmp_path / "p12").glob(f"stem/{room.ASSIGNMENT}/feedback/*/*.html")
    assert "Strādājam pārī" in page.read_text("utf-8")
    [card] = as_pupil(course, tmp_path / "p12", "p12", "List", cached=True)
    assert card["submissions"][0]["has_local_feedback"] and not card["submissions"][0]["feedback_updated"]
    assert as_pupil(course, tmp_path / "p15", "p15", "List", cached=True) == [], "nobody else sees it"
    (folder_of(course, "p12") / pairs.MARKER).unlink()
    assert grade(course, only=["p12"], again=True) == {"p12": None}
    assert room.scores(course)["p12"]["check-order-or-make"] == 0, "with the own numbers it would have been wrong"
    secrets = {(folder_of(course, name) / "submission_secret.txt").read_text() for name in TWO}
    assert len(secrets) == 2


def test_marks_by_hand_are_for_both(course):
    hand_in(course, "p07", saying(course, "We work as a pair: 7, 12", decide="We buy the machine, because …"))
    grade(course)

    def mark(book, name):
        grades = book.find_submission_notebook(room.LAB, room.ASSIGNMENT, name)
        return (next(each for each in grades.grades if each.name == "decide"),
                next(each for each in grades.comments if each.name == "decide"))

    with course.api().gradebook as book:
        assert mark(book, "p12")[0].needs_manual_grade
        points, comment = mark(book, "p07")
        points.manual_score, points.needs_manual_grade, comment.manual_comment = 2, False, "Good."
        book.db.commit()
    assert pairs.share(course, room.ASSIGNMENT) == []
    with course.api().gradebook as book:
        points, comment = mark(book, "p12")
        assert (points.manual_score, points.needs_manual_grade, comment.manual_comment) == (2, False, "Good.")
        points.manual_score, mark(book, "p07")[0].manual_score = 3, 1
        book.db.commit()
    pairs.share(course, room.ASSIGNMENT)
    with course.api().gradebook as book:
        assert mark(book, "p12")[0].manual_score == 3, "what the teacher decided for the partner stays"


def test_who_handed_in_keeps_it_and_the_teacher_knows(course):
    hand_in(course, "p07", saying(course, "Strādājam pārī: 7, 12"))
    hand_in(course, "p12", room.release(course))
    before = (folder_of(course, "p12") / f"{room.LAB}.ipynb").read_bytes()
    waiting = course.exchange / "stem" / "inbound" / "p15" / f"p15+{room.ASSIGNMENT}+2026-11-25 09:00:00 UTC+x"
    waiting.mkdir(parents=True)
    hand_in(course, "p09", saying(course, "Strādājam pārī: 15"))
    assert pairs.share(course, room.ASSIGNMENT) == []
    assert (folder_of(course, "p12") / f"{room.LAB}.ipynb").read_bytes() == before
    assert not folder_of(course, "p15").exists()
    assert pairs.flags(course.folder, room.ASSIGNMENT) == [
        {"code": "own", "pupil": "p07", "partner": "p12"}, {"code": "own", "pupil": "p09", "partner": "p15"}]


def test_named_twice_the_first_counts_and_stays(course):
    hand_in(course, "p05", saying(course, "Strādājam pārī: 12"), "2026-11-25 11:00:00 UTC")
    hand_in(course, "p07", saying(course, "Strādājam pārī: 12"), "2026-11-25 11:30:00 EET")  # 9:30 UTC
    assert pairs.share(course, room.ASSIGNMENT) == ["p12"]
    assert pairs.graded_as(folder_of(course, "p12")) == "p07"
    twice = {"code": "twice", "pupil": "p05", "partner": "p12", "first": "p07"}
    assert twice in pairs.flags(course.folder, room.ASSIGNMENT)
    hand_in(course, "p07", saying(course, "Strādājam pārī: 12", predict="x = 1"), "2026-11-25 12:00:00 UTC")
    assert pairs.share(course, room.ASSIGNMENT) == ["p12"] and pairs.graded_as(folder_of(course, "p12")) == "p07"
    assert "x = 1" in (folder_of(course, "p12") / f"{room.LAB}.ipynb").read_text(), "a newer hand-in is for both"
    hand_in(course, "p07", saying(course, "Alone"), "2026-11-25 13:00:00 UTC")
    hand_in(course, "p05", saying(course, "Alone"), "2026-11-25 13:00:00 UTC")
    assert pairs.share(course, room.ASSIGNMENT) == [] and copied(course) == {"p12"}, "what was given is not taken away"


def test_own_work_handed_in_later_takes_the_place_of_the_copy(course):
    hand_in(course, "p07", saying(course, "Strādājam pārī: 12"))
    pairs.share(course, room.ASSIGNMENT)
    shutil.rmtree(folder_of(course, "p12"))  # as `collect` does for a newer hand-in
    hand_in(course, "p12", room.release(course), "2026-11-26 10:00:00 UTC")
    assert pairs.share(course, room.ASSIGNMENT) == [] and copied(course) == set()
    assert pairs.flags(course.folder, room.ASSIGNMENT) == [{"code": "own", "pupil": "p07", "partner": "p12"}]


def test_a_whole_class_is_no_pair(course):
    hand_in(course, "p07", saying(course, "Strādājam pārī: 5, 6, 8, 9, 12"))
    hand_in(course, "p16", saying(course, "Strādājam pārī: 15, 17, 99"))
    assert pairs.share(course, room.ASSIGNMENT) == ["p15", "p17"]
    codes = [flag["code"] for flag in pairs.flags(course.folder, room.ASSIGNMENT)]
    assert sorted(codes) == ["many", "shared", "shared", "unknown"]
    for flag in pairs.flags(course.folder, room.ASSIGNMENT):
        assert all("{" not in words.PAIRS[flag["code"]][language].format(**flag) for language in ("en", "lv"))


def test_no_marker_of_a_pupil_is_believed(course):
    """Who hands in a classmate's work with a marker is graded with the own numbers."""
    work = saying(course, "Alone")
    folder = hand_in(course, "p12", work)
    (folder / pairs.MARKER).write_text("p07")
    assert pairs.graded_as(folder) == "p12"
    hand_in(course, "p07", saying(course, "Strādājam pārī: 15"))
    pairs.share(course, room.ASSIGNMENT)
    given = folder_of(course, "p15")
    assert pairs.graded_as(given) == "p07"
    shutil.copytree(given, folder_of(course, "p16"))  # another pupil's folder, byte for byte
    assert pairs.graded_as(folder_of(course, "p16")) == "p16"
    kept = given / ".original" / f"{room.LAB}.ipynb"
    before = kept.read_text()
    kept.write_text(before.replace("badges_same = 75", "badges_same = 76"))
    assert pairs.graded_as(given) == "p15", "other bytes"
    kept.write_text(before)
    (given / pairs.MARKER).unlink()
    (given / pairs.MARKER).symlink_to(folder / pairs.MARKER)
    assert pairs.graded_as(given) == "p15", "a link"


def test_nothing_in_a_hand_in_stops_the_others(course):
    folder = hand_in(course, "p07", saying(course, "Strādājam pārī: 12"))
    (folder / ".original").write_text("a file")
    for name in (".pair", "a"):
        (folder / name).mkdir()
    (folder / "timestamp.txt").write_text("../../../etc")
    (folder / "a" / "link").symlink_to("/etc/passwd")
    hand_in(course, "p09", b"{" * 100_000)
    hand_in(course, "p15", saying(course, "Strādājam pārī: 16"))
    assert pairs.share(course, room.ASSIGNMENT) == ["p12", "p16"]
    assert pairs.graded_as(folder_of(course, "p12")) == "p07" and not (folder_of(course, "p12") / "a" / "link").exists()
    assert all(path.name.startswith("p12+") for path in (course.exchange / "stem" / "feedback" / "p12").iterdir())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_in_between_no_copy_passes_for_own_work(course, monkeypatch, moment):
    honest = pairs.Path.replace

    def breaks(self, target):
        if str(target).endswith(room.ASSIGNMENT):
            if moment == "after":
                honest(self, target)
            raise KeyboardInterrupt
        return honest(self, target)

    for hour, line in ((10, "Strādājam pārī: 12"), (11, "Strādājam pārī: 7, 12")):
        hand_in(course, "p07", saying(course, line), f"2026-11-25 {hour}:00:00 UTC")
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(pairs.Path, "replace", breaks)
            pairs.share(course, room.ASSIGNMENT)
        pairs.share(course, room.ASSIGNMENT)
        assert copied(course) == {"p12"} and line in (folder_of(course, "p12") / f"{room.LAB}.ipynb").read_text("utf-8")


def test_a_repaired_hand_in_is_shared_too(course):
    text = json.dumps(saying(course, "Strādājam pārī: 12")).encode()
    hand_in(course, "p07", text[:text.rindex(b"check-ai") - 2000])
    assert grade(course) == dict.fromkeys(TWO)
    got = room.scores(course)
    assert got["p12"] == got["p07"] and any(got["p12"].values())
    assert nbformat.read(folder_of(course, "p12") / f"{room.LAB}.ipynb", as_version=4).cells


def test_who_is_asked_for_by_name_may_have_handed_in_through_the_partner(course):
    hand_in(course, "p07", saying(course, "Strādājam pārī: 12"))
    hand_in(course, "p09", room.release(course))
    assert grade(course, only=["p12"]) == {"p12": None}
    assert grade(course) == {"p07": None, "p09": None} and grade(course) == {}
    hand_in(course, "p07", saying(course, "Strādājam pārī: 12", predict="x = 1"), "2026-11-26 12:00:00 UTC")
    assert grade(course) == dict.fromkeys(TWO), "a newer hand-in is graded for both"
    assert "x = 1" in str(room.graded(course, "p12"))


def test_a_hand_in_that_nobody_can_read_keeps_no_pair_waiting(course, monkeypatch):
    honest = pairs.find

    def find(folder, *rest):
        if folder.parent.name == "p05":
            raise OSError("no disk")
        return honest(folder, *rest)

    monkeypatch.setattr(pairs, "find", find)
    hand_in(course, "p05", room.release(course))
    hand_in(course, "p07", saying(course, "Strādājam pārī: 12"))
    assert pairs.share(course, room.ASSIGNMENT) == ["p12"]
    before = (course.folder / pairs.REGISTER).stat().st_mtime_ns
    assert pairs.share(course, room.ASSIGNMENT) == []
    assert (course.folder / pairs.REGISTER).stat().st_mtime_ns == before, "nothing new is not written"
