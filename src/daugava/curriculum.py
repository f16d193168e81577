"""What is taught and why: learning outcomes by official code, occupations, strands, school terms.

    from daugava import curriculum
    curriculum.outcome("MK 747", "M.9.4.2.1.").shown("lv")   # the official wording, or „jāpārbauda”
    curriculum.career("2141.4").shown("en")                  # ESCO's own label, or "to be checked"
    curriculum.validate()                                    # what is wrong in the files, said to a person

The files stand in ``curriculum/`` of the repository; each says where its facts were read.
"""
from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass, field
from functools import lru_cache
from os.path import commonprefix
from pathlib import Path

import yaml

from daugava import DaugavaError, language
from daugava.data import YamlLoader
from daugava.lab import find_root

__all__ = ["Career", "CurriculumError", "Outcome", "Strand", "career", "careers", "glossary", "outcome", "outcomes",
           "strands", "validate"]

TO_BE_CHECKED = {"en": "to be checked", "lv": "jāpārbauda"}


class CurriculumError(DaugavaError, LookupError):
    """A code that is not known, or a file that cannot be read; one sentence that says what to do."""


@dataclass(frozen=True)
class Outcome:
    """One learning outcome. `regulation` and `code` together are its key: 2.2. stands in MK 747 and in MK 416.

    `version` is that of the regulation, `stage` says when the outcome is reached (None if the source has no stages),
    `replaced` is the date from which another regulation is in force, `now` the code there with the same wording.
    """

    framework: str
    version: str
    regulation: str
    stage: str | None
    code: str
    wordings: dict[str, str]
    glosses: dict[str, str]
    source: str
    verified: bool
    verified_in: str
    note: str | None = None
    section: str | None = None
    skill: str | None = None
    replaced: str | None = None
    now: str | None = None

    def wording(self, lang: str | None = None) -> str | None:
        """The official wording as read: in this language if there is one, else in its own; None if it was not read."""
        own = next(iter(self.wordings.values()), None)
        return self.wordings.get(language(lang), own)

    def shown(self, lang: str | None = None) -> str:
        """What a guide prints: the official wording, or "to be checked" if it was not read or not verified."""
        return (self.verified and self.wording(lang)) or TO_BE_CHECKED[language(lang)]


@dataclass(frozen=True)
class Career:
    """One occupation of ESCO. `labels` and `glosses` are by language; a label that was not read is missing."""

    code: str
    labels: dict[str, str]
    glosses: dict[str, str]
    uri: str
    source: str
    verified: bool
    attribution: str = field(repr=False)

    def label(self, lang: str | None = None) -> str | None:
        """ESCO's own name in this language, None if it was not read."""
        return self.labels.get(language(lang))

    def shown(self, lang: str | None = None) -> str:
        """What a lab prints: ESCO's own name, or "to be checked" if it was not read in this language."""
        return (self.verified and self.label(lang)) or TO_BE_CHECKED[language(lang)]


@dataclass(frozen=True)
class Strand:
    """One strand of the labs; `id` is the name of its folder in ``labs/``."""

    id: str
    titles: dict[str, str]
    sentences: dict[str, str]

    def title(self, lang: str | None = None) -> str:
        """The name of the strand in a language."""
        return self.titles[language(lang)]

    def sentence(self, lang: str | None = None) -> str:
        """One sentence on what its labs do, in a language."""
        return self.sentences[language(lang)]


def outcomes(root: Path | str | None = None) -> list[Outcome]:
    """All learning outcomes, in the order of the files.

    root: the repository, found from the current folder if left out.
    Raises CurriculumError if a file is missing or is not YAML.
    """
    return list(_known(_root(root)).values())


def outcome(regulation: str, code: str, root: Path | str | None = None) -> Outcome:
    """A learning outcome by regulation and code, such as ("MK 747", "2.2."); the last full stop may be missing.

    Raises CurriculumError if there is no such outcome; the message names the nearest.
    """
    known = _known(_root(root))
    found = known.get((regulation, bare(code)))
    if not found:
        advice = _nearest_outcome(known, regulation, code)
        raise CurriculumError(f"There is no outcome {code} in {regulation}: {advice}")
    return found


def careers(root: Path | str | None = None) -> list[Career]:
    """All occupations, in the order of their codes. Raises CurriculumError as `outcomes` does."""
    content = read(_root(root) / "curriculum" / "careers.yml")
    return [Career(entry["code"], _told(entry["label"]), _told(entry["gloss"]), entry["uri"], entry["source"],
                   entry["verified"], content["attribution"]) for entry in content["careers"]]


def career(code: str, root: Path | str | None = None) -> Career:
    """An occupation by its ESCO code, such as "2141.4".

    Raises CurriculumError if there is no such occupation; the message names the nearest.
    """
    known = {one.code: one for one in careers(root)}
    if code not in known:
        near = _nearest_code(code, known)
        raise CurriculumError(f"There is no occupation {code} in curriculum/careers.yml: "
                              f"did you mean {near} ({known[near].label('en')})?")
    return known[code]


def strands(root: Path | str | None = None) -> list[Strand]:
    """The strands in the order of the catalogue. Raises CurriculumError as `outcomes` does."""
    content = read(_root(root) / "curriculum" / "strands.yml")
    return [Strand(entry["id"], entry["title"], entry["sentence"]) for entry in content["strands"]]


def glossary(root: Path | str | None = None) -> list[dict[str, str]]:
    """School terms: a dict for each, with en, lv, nb ("" if not known), source, lv_verified, nb_verified and note.

    The two flags are "true", "seen_elsewhere", "partly" or "false". Raises CurriculumError as `outcomes` does.
    """
    return [dict(row) for row in read(_root(root) / "curriculum" / "glossary.csv")]


def validate(root: Path | str | None = None) -> list:
    """What is wrong in ``curriculum/``, in the provenance of the data sets and in every ``lab.yml``.

    Returns a list of problems with `file`, `place` (the entry), `what` is wrong and how to `mend` it; as text each
    reads "file, entry: what is wrong. How to mend it." The list is empty if all is well.
    """
    from daugava import curriculum_rules  # jsonschema takes a moment to import, and lookups do not need it

    return curriculum_rules.problems(_root(root))


def nearest(wanted: str, known) -> str:
    """The known text that is most like the wanted one."""
    return difflib.get_close_matches(str(wanted), list(known), n=1, cutoff=0)[0]


def _nearest_code(wanted: str, known) -> str:
    """The known code that begins most like the wanted one: its first steps say what it is about."""
    return max(known, key=lambda code: (len(commonprefix([str(wanted), code])),
                                        difflib.SequenceMatcher(None, str(wanted), code).ratio()))


def _nearest_outcome(known: dict, regulation: str, code: str) -> str:
    regulations = dict.fromkeys(of for of, _ in known)
    if regulation not in regulations:
        return f"the regulation is not known, did you mean {nearest(regulation, regulations)}?"
    elsewhere = next((one for one in known.values() if bare(one.code) == bare(code)), None)
    if elsewhere:
        return f"it belongs to {elsewhere.regulation}, so write that."
    codes = [one.code for one in known.values() if one.regulation == regulation]
    return f"did you mean {_nearest_code(code, codes)}?"


def _root(root) -> Path:
    return Path(root) if root else find_root()


def outcome_files(root: Path) -> list[Path]:
    """The files of learning outcomes, one for each country or for Europe."""
    return sorted((root / "curriculum" / "outcomes").glob("*.yml"))


def _known(root: Path) -> dict[tuple[str, str], Outcome]:
    files = outcome_files(root)
    if not files:
        raise CurriculumError(f"outcomes is missing in {root / 'curriculum'}: restore it from a fresh copy.")
    return _outcomes(tuple(_stamped(path) for path in files))


def bare(code: str) -> str:
    """A code without its last full stop: official texts print it, but it tells nothing apart."""
    return str(code).rstrip(".")


def _told(words: dict | None) -> dict[str, str]:
    return {lang: text for lang, text in (words or {}).items() if text}


def _stamped(path: Path) -> tuple[Path, int]:
    try:
        return path, path.stat().st_mtime_ns
    except FileNotFoundError:
        raise CurriculumError(f"{path.name} is missing in {path.parent}: restore it from a fresh copy.") from None


def read(path: Path):
    """The content of a YAML file, or the rows of a CSV file. Raises CurriculumError if it is missing or broken."""
    return _parsed(*_stamped(path))


@lru_cache(maxsize=16)
def _parsed(path: Path, changed: int):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(text, newline=""), restkey="one column too many"))
    try:
        return yaml.load(text, Loader=YamlLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise CurriculumError(f"{path} is not valid YAML{where}: mend it and try again.") from error


@lru_cache(maxsize=4)
def _outcomes(files: tuple[tuple[Path, int], ...]) -> dict[tuple[str, str], Outcome]:
    known = {}
    for path, changed in files:
        content = _parsed(path, changed)
        about = {entry["regulation"]: entry for entry in content["regulations"]}
        for entry in content["outcomes"]:
            of = about[entry["regulation"]]
            known[entry["regulation"], bare(entry["code"])] = Outcome(
                of["framework"], of["version"], entry["regulation"], entry["stage"], entry["code"],
                _told(entry["wording"]), _told(entry["gloss"]), entry["source"], entry["verified"],
                entry["verified_in"], entry.get("note"), entry.get("section"), entry.get("skill"),
                of.get("replaced"), entry.get("now"))
    return known
