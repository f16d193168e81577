"""Daugava Labs: what notebooks import and what the command line runs."""
from __future__ import annotations

import os

LANGUAGES = ("en", "lv")
_chosen: str | None = None


class DaugavaError(Exception):
    """A problem that a person can mend: its message is one sentence that says what to do."""


def use(lang: str | None) -> None:
    """Speak and write numbers in this language from now on.

    lang: "en", "lv", or None to go back to the environment variable ``DAUGAVA_LANG`` (else English).
    Raises ValueError for any other language.
    """
    global _chosen
    _chosen = None if lang is None else language(lang)


def language(lang: str | None = None) -> str:
    """The language to use: `lang` if it is given, else the one in use. Raises ValueError if there is no such one."""
    if lang is None:
        code = _chosen or os.environ.get("DAUGAVA_LANG", "")[:2].lower()
        return code if code in LANGUAGES else "en"
    if lang not in LANGUAGES:
        raise ValueError(f"The language “{lang}” is not available; choose one of: {', '.join(LANGUAGES)}.")
    return lang
