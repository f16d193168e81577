"""Notebooks that came by e-mail: whose they are is read and not guessed, and nothing newer is lost for them."""
import io
import json
import os
import shutil
import unicodedata
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import grading_course as room
import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import parse_utc
from nbformat.v4 import new_markdown_cell
from typer.testing import CliRunner

from daugava import DaugavaError, cli, lab
from daugava.grading import collect, pairs

PUPILS = {"p02", "p07", "p08", "p12", "zakis", "mazais-zakis", "berzins"}
TITLES = [["badge", "break", "even", "lv"], ["badge", "break", "even"]]
TIME = datetime(2026, 11, 25, 18, 30, 15, 250000)


@pytest.mark.parametrize("path, found", [
    ("p07.ipynb", "p07"), ("P7.IPYNB", "p07"), ("7.ipynb", "p07"), ("07.ipynb", "p07"), ("p07 darbs.ipynb", "p07"),
    ("darbs_p07.ipynb", "p07"), ("p 7 darbs.ipynb", "p07"), ("Nr. 7.ipynb", "p07"), ("7 (1).ipynb", "p07"),
    ("p07 (12).ipynb", "p07"), ("07_badge-break-even.ipynb", "p07"), ("badge-break-even-lv p07.ipynb", "p07"),
    ("p07/badge-break-even.ipynb", "p07"), ("7/badge-break-even (1).ipynb", "p07"), ("8. klase/p07/x.ipynb", "p07"),
    ("p07/p07.ipynb", "p07"), ("p07.ipynb.txt", "p07"), ("p07.zip", "p07"), ("p07-Copy1.ipynb", "p07"),
    ("Bērziņš.ipynb", "berzins"), (unicodedata.normalize("NFD", "Bērziņš darbs.ipynb"), "berzins"),
    ("Zaķis, \"darbs\".ipynb", "zakis"), ("Mazais Zaķis.ipynb", "mazais-zakis"),
    ("mazais-zakis/7. darbs.ipynb", "mazais-zakis"),
    ("p99.ipynb", "p99"), ("99.ipynb", "p99"),
    # not plain: listed
    ("p07 un p12.ipynb", "p07 p12"), ("p07/p12.ipynb", "p07 p12"), ("8/7.ipynb", "p07 p08"), ("7 un 12.ipynb", ""),
    ("7. darbs.ipynb", ""), ("badge-break-even 2.ipynb", ""), ("badge-break-even (2).ipynb", ""),
    ("2026-12-07.ipynb", ""),
    ("badge-break-even.ipynb", ""), ("8. klase/darbs.ipynb", ""), ("sp07.ipynb", ""), ("Untitled7.ipynb", ""),
    ("zakisa.ipynb", ""), ("².ipynb", "p02"), ("….ipynb", ""), ("p" + "9" * 300 + ".ipynb", "")])
def test_whose_it_is(path, found):
    assert " ".join(sorted(collect.named(Path(path), PUPILS, TITLES))) == found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = room.make(tmp_path_factory.mktemp("collect"))
    made.add_pupils(sorted(PUPILS))
    made.assign(lab.get("badge-price", room.ROOT), "en")
    (made.exchange / "stem").mkdir(parents=True)
    return made


@pytest.fixture
def course(made, tmp_path):
    """The course without hand-ins, and a folder of mail."""
    shutil.rmtree(made.folder / "submitted", ignore_errors=True)
    (made.folder / pairs.REGISTER).unlink(missing_ok=True)
    (tmp_path / "mail").mkdir()
    return made


def mail(tmp_path, name, work, time=TIME):
    path = tmp_path / "mail" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(work if isinstance(work, bytes) else json.dumps(work).encode())
    os.utime(path, (time.replace(tzinfo=UTC).timestamp(),) * 2)
    return path


def codes(course, tmp_path):
    found = collect.collect(course, room.ASSIGNMENT, tmp_path / "mail")
    for each in found:
        assert all(each.values["file"] in each.said(language) for language in ("en", "lv"))
    return {each.values["file"]: each.code for each in found}


def folder_of(course, pupil):
    return course.folder / "submitted" / pupil / room.ASSIGNMENT


def handed_in(course, pupil):
    return (folder_of(course, pupil) / f"{room.LAB}.ipynb").read_bytes()


def test_files_become_hand_ins_as_nbgrader_has_them(course, tmp_path):
    work = mail(tmp_path, "p07 darbs.ipynb", room.solved(course))
    mail(tmp_path, "Bērziņš/badge-break-even.ipynb", room.release(course))
    assert set(codes(course, tmp_path).values()) == {"taken"}
    assert handed_in(course, "p07") == work.read_bytes()
    stamp = (folder_of(course, "p07") / "timestamp.txt").read_text()
    assert stamp == "2026-11-25 18:30:15.250000 UTC" and parse_utc(stamp) == TIME
    directory = CourseDirectory(config=course.config())
    assert directory.get_existing_timestamp(str(folder_of(course, "berzins"))) == TIME
    assert {path.parent.name for path in course.hand_ins(room.ASSIGNMENT)} == {"p07", "berzins"}
    assert codes(course, tmp_path) == {"p07 darbs.ipynb": "same", "Bērziņš/badge-break-even.ipynb": "same"}


def test_what_is_handed_in_so_is_graded_and_gets_feedback(course, tmp_path):
    mail(tmp_path, "p07.ipynb", room.solved(course))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("darbs/mans.ipynb", json.dumps(room.solved(course)))
    mail(tmp_path, "p12.zip", packed.getvalue())
    mail(tmp_path, "p08.ipynb", json.dumps(room.solved(course)).encode()[:30_000])
    assert set(codes(course, tmp_path).values()) == {"taken"}
    outcomes = room.run(course)
    assert {name: outcome.error for name, outcome in outcomes.items()} == {"p07": None, "p08": None, "p12": None}
    assert "zip" in [note["code"] for note in outcomes["p12"].grading["repairs"]]
    got = room.scores(course)
    assert got["p07"]["check-ai"] and got["p12"]["check-ai"]
    assert set(codes(course, tmp_path).values()) == {"same"}, "also when it was repaired"
    assert room.run(course) == {}
    for name in ("p07", "p12"):
        assert course.api().generate_feedback(room.ASSIGNMENT, name)["success"]
        assert course.api().release_feedback(room.ASSIGNMENT)["success"]
        config = course.config()
        config.CourseDirectory.student_id, config.CourseDirectory.assignment_id = name, room.ASSIGNMENT
        config.Exchange.assignment_dir, config.Exchange.cache = str(tmp_path / name), str(tmp_path / name / "cache")
        (tmp_path / name / "cache" / "stem").mkdir(parents=True)
        ExchangeFactory(config=config).FetchFeedback(
            coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config).start()
        assert len(list((tmp_path / name).glob(f"stem/{room.ASSIGNMENT}/feedback/*/*.html"))) == 1


def test_something_newer_is_never_overwritten(course, tmp_path):
    mail(tmp_path, "p07.ipynb", room.solved(course))
    room.hand_in(course, "p07", room.release(course), stamp="2026-11-25 20:31:00 EET")  # 18:31 UTC
    (folder_of(course, "p07") / "own.csv").write_text("1")
    before = handed_in(course, "p07")
    assert codes(course, tmp_path) == {"p07.ipynb": "older"}
    assert handed_in(course, "p07") == before and (folder_of(course, "p07") / "own.csv").exists()
    room.hand_in(course, "p07", room.release(course), stamp="2026-11-25 20:30:00 EET")
    assert codes(course, tmp_path) == {"p07.ipynb": "replaced"}
    assert handed_in(course, "p07") != before and not (folder_of(course, "p07") / "own.csv").exists()


def test_the_same_file_saved_again_is_no_later_hand_in(course, tmp_path):
    mail(tmp_path, "p07.ipynb", room.solved(course))
    codes(course, tmp_path)
    mail(tmp_path, "p07.ipynb", room.solved(course), time=TIME.replace(day=28))
    assert codes(course, tmp_path) == {"p07.ipynb": "same"}
    assert pairs.time_of(folder_of(course, "p07")) == TIME


def test_of_several_files_the_newest_counts(course, tmp_path):
    mail(tmp_path, "p07.ipynb", room.release(course), time=TIME.replace(hour=8))
    mail(tmp_path, "p07 (1).ipynb", room.solved(course))
    mail(tmp_path, "7/badge-break-even.ipynb", b"{", time=TIME.replace(hour=7))
    assert codes(course, tmp_path) == {"p07.ipynb": "twice", "p07 (1).ipynb": "taken",
                                       "7/badge-break-even.ipynb": "twice"}
    assert json.loads(handed_in(course, "p07")) == room.solved(course)


def test_a_file_from_the_future_does_not_block_what_follows(course, tmp_path):
    mail(tmp_path, "p07.ipynb", room.solved(course), time=TIME.replace(year=2099))
    codes(course, tmp_path)
    assert pairs.time_of(folder_of(course, "p07")) <= datetime.now(UTC).replace(tzinfo=None)


def test_what_is_not_plain_is_listed_and_left(course, tmp_path):
    mail(tmp_path, "p07 un p12.ipynb", room.solved(course))
    mail(tmp_path, "p99.ipynb", room.solved(course))
    mail(tmp_path, "darbs.ipynb", room.solved(course))
    mail(tmp_path, "p07.docx", b"text")
    mail(tmp_path, ".ipynb_checkpoints/p07.ipynb", room.solved(course))
    mail(tmp_path, ".p07.ipynb", room.solved(course))
    (tmp_path / "mail" / "p12.ipynb").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "mail" / "p08.ipynb")
    assert codes(course, tmp_path) == {"p07 un p12.ipynb": "several", "p99.ipynb": "stranger", "darbs.ipynb": "unknown",
                                       "p07.docx": "no-notebook"}
    assert not (course.folder / "submitted").exists()


def test_another_assignment_is_not_taken_for_this_one(course, tmp_path):
    other = (course.folder / "release" / "badge-price-en" / "badge-price.ipynb").read_bytes()
    mail(tmp_path, "p07.ipynb", other)
    mail(tmp_path, "p12/badge-price.ipynb", other)
    mail(tmp_path, "p12/badge-break-even.ipynb", room.solved(course), time=TIME.replace(hour=1))
    assert codes(course, tmp_path) == {"p07.ipynb": "other", "p12/badge-price.ipynb": "other",
                                       "p12/badge-break-even.ipynb": "taken"}


def test_own_work_takes_the_place_of_a_partners_copy(course, tmp_path):
    nb = room.solved(course)
    nb.cells.insert(1, new_markdown_cell("Strādājam pārī: 7, 12", id="our-names"))
    room.hand_in(course, "p07", nb, stamp="2026-11-26 10:00:00 UTC")
    assert pairs.share(course, room.ASSIGNMENT) == ["p12"]
    mail(tmp_path, "12.ipynb", room.release(course))
    assert codes(course, tmp_path) == {"12.ipynb": "taken"}
    assert pairs.share(course, room.ASSIGNMENT) == [] and pairs.graded_as(folder_of(course, "p12")) == "p12"
    assert json.loads(handed_in(course, "p12")) == room.release(course)


def run(course, *words):
    done = CliRunner().invoke(cli.app, ["collect-files", *map(str, words), "--course", f"{course.folder}/"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_command_says_what_became_of_each_file(course, tmp_path):
    mail(tmp_path, "p07.ipynb", room.solved(course))
    mail(tmp_path, "darbs [bold].ipynb", room.solved(course))
    said = run(course, tmp_path / "mail", "--assignment", room.ASSIGNMENT)
    assert "p07: p07.ipynb is handed in, at the time of the file: 2026-11-25 20:30." in said
    assert "darbs [bold].ipynb: whose is it?" in said and "Taken: 1 of 2 files." in said
    said = run(course, tmp_path / "mail", "--assignment", room.ASSIGNMENT, "--lang", "lv")
    assert "p07: datne p07.ipynb jau ir iesniegta." in said and "Pievienotas datnes: 0 no 2." in said


def test_what_cannot_be_is_said(course, tmp_path):
    for words, reason in [((tmp_path / "nowhere", "--assignment", room.ASSIGNMENT), "There is no folder"),
                          ((tmp_path / "mail", "--assignment", "none-lv"), "no assignment “none-lv” in stem: there is"),
                          ((tmp_path / "mail", "--assignment", room.ASSIGNMENT), "There is no notebook in"),
                          ((tmp_path / "mail", "--assignment", room.ASSIGNMENT, "--lang", "no"), "write lv or en")]:
        with pytest.raises(DaugavaError, match=reason):
            run(course, *words)
