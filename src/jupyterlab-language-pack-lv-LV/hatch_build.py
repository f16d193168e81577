# SPDX-License-Identifier: BSD-3-Clause
"""Compile every PO catalogue to JSON (browser) and MO (server) when a wheel is built."""

import json
import shutil
import tempfile
from pathlib import Path

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "jupyterlab_language_pack_lv_LV/locale/lv_LV/LC_MESSAGES"
# With "lv_LV" instead of "lv-LV" JupyterLab would silently ignore the catalogue.
LANGUAGE = "lv-LV"
PLURAL_FORMS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);"


def to_json(po: polib.POFile, domain: str) -> dict:
    """Return the catalogue in the shape JupyterLab reads: message -> list of forms."""
    catalogue = {"": {"domain": domain, "language": LANGUAGE, "plural_forms": PLURAL_FORMS}}
    for entry in po.translated_entries():
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        if entry.msgid_plural:
            catalogue[key] = [entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural)]
        else:
            catalogue[key] = [entry.msgstr]
    return catalogue


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        if version == "editable":
            raise RuntimeError("An editable install has no catalogues: install the package normally.")
        self.compiled = Path(tempfile.mkdtemp(prefix="lv_LV-"))
        for source in sorted(Path(self.root, CATALOGUES).glob("*.po")):
            po = polib.pofile(str(source))
            json_file = self.compiled / f"{source.stem}.json"
            json_file.write_text(
                json.dumps(to_json(po, source.stem), ensure_ascii=False, indent=1),
                encoding="utf-8",
            )
            mo_file = self.compiled / f"{source.stem}.mo"
            po.save_as_mofile(str(mo_file))
            for file in (json_file, mo_file):
                build_data["force_include"][str(file)] = f"{CATALOGUES}/{file.name}"

    def finalize(self, version: str, build_data: dict, artifact_path: str) -> None:
        shutil.rmtree(self.compiled, ignore_errors=True)
