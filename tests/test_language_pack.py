"""The Latvian language pack: complete for our own pages, sound for JupyterLab's."""
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "src" / "jupyterlab-language-pack-lv-LV"
CATALOGUES = sorted(PACK.rglob("*.po"))
START_PAGE = ROOT / "src" / "daugava" / "labextension" / "static" / "start-page.js"
# JupyterLab fills these %1 with an English "Notebook": Latvian leaves the place out.
WITHOUT_PLACE = {"Save %1", "Save %1 As…", "Rename%1…", "Duplicate %1", "Reload %1 from Disk",
                 "Revert %1 to Checkpoint…", "Revert %1 to checkpoint", "New View for %1",
                 "No checkpoints are available for this %1."}
# Words that a school does not use: class-room Latvian instead of transliterated English.
AVOIDED = re.compile(r"\b(kerneli?\w*|validēt\w*|sabmit\w*|fīdbek\w*|feedbek\w*|Jūs|Jūsu|Jums)\b")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_every_message_is_translated_and_keeps_its_places(path):
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > 0
    for entry in catalogue:
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        assert all(texts) and not entry.fuzzy, entry.msgid
        assert not entry.msgid_plural or len(texts) == 3, f"{entry.msgid}: Latvian has three forms"
        for text in texts:
            assert not AVOIDED.search(text), text
            if entry.msgid not in WITHOUT_PLACE:
                places = set(re.findall(r"%\d|\{\d\}", entry.msgid_plural or entry.msgid))
                assert set(re.findall(r"%\d|\{\d\}", text)) <= places | {"%1"}, entry.msgid
                if not entry.msgid_plural:
                    assert set(re.findall(r"%\d|\{\d\}", text)) == places, entry.msgid


def test_start_page_says_everything_in_latvian():
    source = START_PAGE.read_text("utf-8")
    said = set(re.findall(r'trans\.__\("([^"]+)"', source))
    assert len(said) > 20
    catalogue = polib.pofile(str(next(path for path in CATALOGUES if path.name == "daugava.po")))
    assert said == {entry.msgid for entry in catalogue}


def test_menus_that_a_pupil_meets_are_there():
    catalogue = polib.pofile(str(next(path for path in CATALOGUES if path.name == "jupyterlab.po")))
    known = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in catalogue}
    words = {msgid: text for (_, msgid), text in known.items()}
    assert words["File"] == "Datne" and words["Run"] == "Izpildīt" and words["Kernel"] == "Python"
    for needed in ("Edit", "View", "Tabs", "Settings", "Help", "Log Out", "Restart Kernel…", "Cut Cell",
                   "New Folder", "Upload Files", "Modified", "Cancel", "Close All Tabs"):
        assert needed in words, needed
    assert len(catalogue) >= 1000


def test_the_wheel_holds_catalogues_that_jupyterlab_accepts(tmp_path):
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
                    "--wheel-dir", str(tmp_path), str(PACK)], check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for path in CATALOGUES:
            [name] = [name for name in names if name.endswith(f"LC_MESSAGES/{path.stem}.json")]
            messages = json.loads(archive.read(name))
            # With "lv_LV" here JupyterLab would ignore the catalogue without a word.
            assert messages[""]["language"] == "lv-LV"
            assert all(isinstance(text, list) for key, text in messages.items() if key)
        entry_points = archive.read(next(n for n in names if n.endswith("entry_points.txt"))).decode()
    assert "[jupyterlab.languagepack]\nlv_LV = jupyterlab_language_pack_lv_LV" in entry_points
