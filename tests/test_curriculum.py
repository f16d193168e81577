"""The curriculum's files are sound, each of their rules is seen to fail, and codes lead to what was read."""

import collections
import copy
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from curriculum_entries import BAD, DISAGREE, GONE, MAY_BE_MISSING, SAMPLES

import daugava
from daugava import curriculum, curriculum_rules
from daugava import lab as daugava_lab

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
           for path in sorted((ROOT / "curriculum" / "schema").glob("*.json"))}
LABS = daugava_lab.labs(ROOT)
FILES = [*(path.relative_to(ROOT).as_posix() for path in curriculum.outcome_files(ROOT)), *curriculum_rules.SCHEMAS,
         *((lab.folder / "lab.yml").relative_to(ROOT).as_posix() for lab in LABS)]
every_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)


def sample(schema):
    return yaml.safe_load(SAMPLES[schema])


def changed(content, place, value):
    """A copy of the content in which another value stands at the place ("outcomes/0/wording"), or none if GONE."""
    if not place:
        return value
    content = copy.deepcopy(content)
    *inside, last = [int(step) if step.isdigit() else step for step in place.split("/")]
    if value is GONE:
        del at(content, inside)[last]
    else:
        at(content, inside)[last] = value
    return content


def wrong(schema, content):
    return curriculum_rules.against_schema("file.yml", content, SCHEMAS[schema])


def nodes(content, path=()):
    """Every (path, value) below the content."""
    steps = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for step, value in steps:
        yield (*path, step), value
        yield from nodes(value, (*path, step))


def at(content, path):
    for step in path:
        content = content[step]
    return content


# ---------------------------------------------------------------- the files as they are


@pytest.fixture(scope="module")
def problems():
    """What is wrong in this repository."""
    return curriculum.validate(ROOT)


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_sound(file, problems):
    found = [str(problem) for problem in problems if problem.file == file]
    assert not found, "\n".join(found)


def test_nothing_else_is_wrong(problems):
    found = [str(problem) for problem in problems if problem.file not in FILES]
    assert not found, "\n".join(found)


def test_every_outcome_has_its_own_key_and_no_verified_wording_is_empty():
    known = curriculum.outcomes(ROOT)
    assert len({(one.regulation, one.code.rstrip(".")) for one in known}) == len(known)
    entries = [entry for path in curriculum.outcome_files(ROOT)
               for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["outcomes"]]
    assert len(entries) == len(known), "two entries share a key"
    for entry in entries:
        assert not entry["verified"] or all(text.strip() for text in entry["wording"].values()), entry["code"]
        if not entry["verified"]:
            assert curriculum.outcome(entry["regulation"], entry["code"], ROOT).shown("en") == "to be checked"


def test_no_wording_is_cut_short_or_carries_what_stood_around_it():
    around = re.compile(r"…$|:$|[1-6]\. [A-ZĀČĒĢĪĶĻŅŠŪŽ]|&\w+;|</?\w+>")  # dots, the next heading, HTML
    for one in curriculum.outcomes(ROOT):
        assert not any(around.search(text) for text in one.wordings.values()), f"{one.regulation} {one.code}"


def test_every_country_and_every_regulation_is_there():
    regulations = {one.regulation for one in curriculum.outcomes(ROOT)}
    assert {"MK 747", "MK 416", "MAT01-06", "NAT01-05", "EntreComp", "DigComp 2.2", "GreenComp"} <= regulations
    assert {one.framework.split()[0] for one in curriculum.outcomes(ROOT)} == {"Latvia", "Norway", "EU"}


def test_every_code_and_regulation_agree_with_the_rule_of_the_official_annex():
    levels = {"V": "upper secondary, general (vispārīgais)", "O": "upper secondary, optimal (optimālais)",
              "A": "upper secondary, advanced (augstākais)"}
    for one in curriculum.outcomes(ROOT):
        match = re.match(r"[A-Z]{1,3}\.([369VOA])\.\d", one.code)
        if match:
            assert one.regulation == ("MK 747" if match[1] in "369" else "MK 416"), one.code
            assert one.stage == levels.get(match[1], f"end of grade {match[1]}"), one.code


@every_lab
def test_every_outcome_and_occupation_that_a_lab_cites_exists(lab):
    for cited in lab.metadata["outcomes"]:
        assert curriculum.outcome(cited["regulation"], cited["code"], ROOT).code == cited["code"]
    for code in lab.metadata["careers"]:
        assert curriculum.career(code, ROOT).code == code
    assert lab.strand in [strand.id for strand in curriculum.strands(ROOT)]


@every_lab
def test_every_data_set_that_a_lab_names_has_its_provenance(lab):
    text = (ROOT / curriculum_rules.DATASETS).read_text(encoding="utf-8")
    known = {entry["name"] for entry in yaml.load(text, Loader=yaml.CSafeLoader)}
    for lang in lab.editions:
        for cell in lab.notebook(lang).cells:
            if cell.cell_type == "code":
                assert set(re.findall(r"\bdata\.(?:load|describe)\(\s*[\"'](\w+)", cell.source)) <= known, cell.id


# ---------------------------------------------------------------- what the functions give


def test_a_code_that_stands_in_both_regulations_is_told_apart():
    basic, upper = (curriculum.outcome(regulation, "2.2.", ROOT) for regulation in ("MK 747", "MK 416"))
    assert basic.shown("lv").startswith("Izzina situāciju no dažādiem skatpunktiem, lieto")
    assert upper.shown("lv").startswith("raugoties uz situāciju no dažādiem skatpunktiem, pamana jaunas iespējas")
    assert (basic.stage, upper.stage) == ("end of grade 9", "end of upper secondary")
    times = collections.Counter(one.code for one in curriculum.outcomes(ROOT))
    both = [code for code in times if times[code] == 2]
    assert len(both) == 23 and all(re.fullmatch(r"[1-6]\.[1-5]\.", code) for code in both)


def test_a_wording_comes_with_where_it_was_read():
    one = curriculum.outcome("MK 747", "M.9.4.2.1.", ROOT)
    assert one.wording("lv").startswith("Pieraksta formulas veidā vispārīgu sakarību starp lielumiem")
    assert one.verified and one.verified_in == "official_pdf_copy" and one.source.endswith("Matematika_G.pdf")
    assert (one.framework, one.version, one.stage) == ("Latvia", "2018-11-27", "end of grade 9")
    assert one.wording("en") == one.wording("lv"), "there is no official English wording"
    assert curriculum.outcome("MK 747", "M.9.4.2.1", ROOT) == one, "the last full stop may be missing"
    both = curriculum.outcome("UTV01-03", "KM1167", ROOT)
    assert both.wording("en") == "gather, analyse and use information about education and employment"


@pytest.mark.parametrize(("lang", "words"), [("en", "to be checked"), ("lv", "jāpārbauda")])
def test_what_was_not_read_or_not_verified_is_shown_as_to_be_checked(lang, words):
    unread = curriculum.outcome("MK 747", "D.9.5.3.1.", ROOT)
    assert unread.wording(lang) is None and unread.shown(lang) == words
    parts = {**vars(curriculum.outcome("MK 747", "2.2.", ROOT)), "verified": False}
    assert curriculum.Outcome(**parts).wording(lang) and curriculum.Outcome(**parts).shown(lang) == words
    engineer = curriculum.career("2141.4", ROOT)
    assert engineer.shown("en") == "industrial engineer" and engineer.label("lv") is None
    assert engineer.shown("lv") == "jāpārbauda"
    assert curriculum.Career(**{**vars(engineer), "verified": False}).shown(lang) == words


def test_the_language_in_use_is_followed():
    try:
        daugava.use("lv")
        assert curriculum.outcome("MK 747", "D.9.5.3.1.", ROOT).shown() == "jāpārbauda"
        assert curriculum.strands(ROOT)[0].title() == "Uzņēmējdarbība"
    finally:
        daugava.use(None)
    with pytest.raises(ValueError, match="choose one of: en, lv"):
        curriculum.strands(ROOT)[0].title("de")


def test_strands_are_those_of_the_plan_and_have_a_sentence_each():
    known = curriculum.strands(ROOT)
    assert [one.id for one in known] == ["enterprise", "climate", "energy", "physics", "space", "computing", "careers"]
    for one in known:
        assert one.title("en") != one.title("lv") and one.sentence("en") != one.sentence("lv")


def test_occupations_carry_their_attribution():
    known = curriculum.careers(ROOT)
    assert len(known) >= 84 and {one.attribution for one in known} == {
        "This service uses the ESCO classification of the European Commission."}
    assert curriculum.career("2141.4", ROOT).glosses["en"].startswith("Industrial engineers design")


def test_the_glossary_marks_what_has_to_be_checked():
    terms = {term["en"]: term for term in curriculum.glossary(ROOT)}
    read = terms["quadratic function"]
    assert (read["lv"], read["lv_verified"]) == ("kvadrātfunkcija", "true")
    for lv in ("bezzaudējumu punkts", "siltumcaurlaidības koeficients U", "grāddienas", "nulles nobīde",
               "spožuma līkne", "kļūdu matrica", "biržas cena", "vidējais svārstīgums"):
        assert [term["lv_verified"] for term in terms.values() if term["lv"] == lv] == ["false"], lv


@pytest.mark.parametrize(("regulation", "code", "advice"), [
    ("MK 747", "M.9.4.2.11.", "did you mean M.9.4.2.1.?"),
    ("MK 747", "M.O.5.3.3.", "it belongs to MK 416, so write that."),
    ("MK 474", "M.9.4.2.1.", "the regulation is not known, did you mean MK 747?"),
])
def test_an_unknown_outcome_gets_the_nearest(regulation, code, advice):
    with pytest.raises(curriculum.CurriculumError) as error:
        curriculum.outcome(regulation, code, ROOT)
    assert str(error.value) == f"There is no outcome {code} in {regulation}: {advice}"
    assert isinstance(error.value, daugava.DaugavaError) and isinstance(error.value, LookupError)


def test_an_unknown_occupation_gets_the_nearest():
    with pytest.raises(curriculum.CurriculumError, match=r"did you mean 2141\.4 \(industrial engineer\)\?$"):
        curriculum.career("2141.5", ROOT)


def test_looking_up_a_code_does_not_import_the_checker():
    code = ("import sys; from daugava import curriculum; curriculum.outcome('MK 747', '2.2.'); "
            "sys.exit(', '.join({'jsonschema', 'nbformat', 'pandas', 'matplotlib'} & set(sys.modules)) or 0)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------- each rule fails on a bad entry


@pytest.mark.parametrize("schema", SCHEMAS)
def test_each_schema_is_one_and_accepts_its_sample(schema):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[schema])
    assert SCHEMAS[schema]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert [str(problem) for problem in wrong(schema, sample(schema))] == []


@pytest.mark.parametrize(("schema", "place", "value", "message"), BAD, ids=["-".join(bad[:2]) for bad in BAD])
def test_each_rule_fails_on_a_bad_entry_and_says_how_to_mend_it(schema, place, value, message):
    found = [str(problem) for problem in wrong(schema, changed(sample(schema), place, value))]
    assert len(found) == 1 and found[0].startswith("file.yml") and found[0].endswith(message), "\n".join(found)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_key_is_needed_known_and_of_one_kind(schema):
    good = sample(schema)
    for path, value in nodes(good):
        bad = copy.deepcopy(good)
        at(bad, path[:-1])[path[-1]] = 1.5
        assert wrong(schema, bad), f"{path} may be 1.5"
        if isinstance(value, dict):
            bad = copy.deepcopy(good)
            at(bad, path)["surprise"] = "Pārsteigums"
            assert wrong(schema, bad), f"{path} may hold a key that nothing reads"
        if isinstance(path[-1], str):
            bad = copy.deepcopy(good)
            del at(bad, path[:-1])[path[-1]]
            name = ".".join(step for step in path if isinstance(step, str))
            may = any(name == free or name.endswith(f".{free}") for free in MAY_BE_MISSING[schema])
            unread = schema == "outcomes" and path[1:] == (1, "note")  # says why a wording is missing
            assert bool(wrong(schema, bad)) == (unread or not may), f"{path} is missing"
    for empty in ({}, [], None, "text"):
        assert wrong(schema, empty), f"the file may be {empty!r}"


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_rule_of_a_schema_is_without_a_bad_entry(schema):
    """Every pattern, choice, limit and condition is broken by one of BAD."""
    checked = {"pattern", "enum", "const", "minimum", "maximum", "minItems", "minLength", "minProperties",
               "uniqueItems", "oneOf", "dependentRequired", "not"}
    rules, parts = set(), [((), SCHEMAS[schema]), *nodes(SCHEMAS[schema])]
    for path, part in parts:
        if isinstance(part, dict) and not {"if", "not"} & set(path):  # they ask, they do not forbid
            rules |= {(json.dumps(part, sort_keys=True), keyword) for keyword in checked & part.keys()}
    broken = set()
    for of, place, value, _ in BAD:
        if of == schema:
            for error in jsonschema.Draft202012Validator(SCHEMAS[of]).iter_errors(changed(sample(of), place, value)):
                broken.add((json.dumps(error.schema, sort_keys=True), error.validator))
    assert rules - broken == set()


# ---------------------------------------------------------------- what no schema can say


@pytest.fixture
def tree(tmp_path):
    """A repository with this curriculum and one sound lab."""
    shutil.copytree(ROOT / "curriculum", tmp_path / "curriculum")
    (tmp_path / curriculum_rules.DATASETS).parent.mkdir(parents=True)
    shutil.copy(ROOT / curriculum_rules.DATASETS, tmp_path / curriculum_rules.DATASETS)
    folder = tmp_path / "labs" / "enterprise" / "sample"
    folder.mkdir(parents=True)
    (folder / "lab.yml").write_text(SAMPLES["lab"], encoding="utf-8")
    cell = {"id": "run", "cell_type": "code", "source": ["from daugava import data\n", 'data.load("penguins")']}
    (folder / "sample.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    return tmp_path


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(tree):
    return [str(problem) for problem in curriculum.validate(tree)]


def test_the_sound_tree_has_no_problem(tree):
    assert said(tree) == []


@pytest.mark.parametrize(("file", "old", "new", "message"), DISAGREE)
def test_files_that_disagree_are_told(tree, file, old, new, message):
    rewrite(tree / file, old, new)
    assert said(tree) == [message]


def test_a_missing_file_is_told(tree):
    (tree / "curriculum" / "careers.yml").unlink()
    assert said(tree) == ["curriculum/careers.yml: it is missing. Restore it from a fresh copy."]
    with pytest.raises(curriculum.CurriculumError, match=r"^careers\.yml is missing in .*: restore it from a .*\.$"):
        curriculum.careers(tree)


def test_a_missing_schema_is_told(tree):
    (tree / "curriculum" / "schema" / "lab.schema.json").unlink()
    assert said(tree) == ["labs/enterprise/sample/lab.yml: its schema curriculum/schema/lab.schema.json is missing. "
                          "Restore it from a fresh copy."]


def test_a_regulation_in_two_files_is_told(tree):
    rewrite(tree / "curriculum" / "outcomes" / "norway.yml", "- regulation: GEO01-02\n    framework",
            "- regulation: MK 747\n    framework")
    assert said(tree) == [
        "curriculum/outcomes/norway.yml, MK 747: the regulation stands in curriculum/outcomes/latvia.yml already. "
        "Delete one of the two entries.",
        "curriculum/outcomes/norway.yml, GEO01-02 GEO01-02/KV49#5: its regulation is not described at the top of the "
        "file. Describe it there, or write FYS01-02 if that is meant."]


def test_missing_outcomes_are_told(tree):
    shutil.rmtree(tree / "curriculum" / "outcomes")
    assert said(tree) == ["curriculum/outcomes: it is missing. Restore it from a fresh copy."]
    with pytest.raises(curriculum.CurriculumError, match=r"^outcomes is missing in .*: restore it from a .*\.$"):
        curriculum.outcome("MK 747", "2.2.", tree)


def test_a_changed_file_is_read_again(tree):
    assert curriculum.strands(tree)[0].title("en") == "Enterprise"
    rewrite(tree / "curriculum" / "strands.yml", "en: Enterprise", "en: Trade")
    assert curriculum.strands(tree)[0].title("en") == "Trade"
