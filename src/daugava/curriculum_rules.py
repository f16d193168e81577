"""What must be true of the files that `daugava.curriculum` reads, said to a person: behind `curriculum.validate`."""
from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import jsonschema

from daugava import curriculum
from daugava.curriculum import CurriculumError, nearest
from daugava.problem import Problem, what_and_mend

DATASETS = "src/daugava/datasets/sources.yml"
SCHEMAS = {  # file: its schema
    "curriculum/careers.yml": "careers",
    "curriculum/strands.yml": "strands",
    "curriculum/units.yml": "units",
    "curriculum/glossary.csv": "glossary",
    "curriculum/centre.yml": "centre",
    DATASETS: "datasets",
}
KEYS = {  # what may stand only once in a file: in which list, by which key
    "outcomes": ("regulations", "regulation"),
    "careers": ("careers", "code"),
    "strands": ("strands", "id"),
    "units": ("units", "id"),
    "glossary": (None, "en"),
    "centre": ("facts", "id"),
    "datasets": (None, "name"),
    "lab": ("tasks", "id"),
}
_KINDS = {"object": "a group of keys", "array": "a list", "string": "text", "boolean": "true or false",
          "integer": "a whole number", "null": "null"}
_LOAD = re.compile(r"\bdata\.(?:load|describe)\(\s*[\"'](\w+)")


def problems(root: Path) -> list[Problem]:
    """Every problem in the repository `root`, file by file; an empty list if all is well."""
    outcomes = [path.relative_to(root).as_posix() for path in curriculum.outcome_files(root)]
    labs = [path.relative_to(root).as_posix() for path in sorted((root / "labs").glob("*/*/lab.yml"))]
    files = dict.fromkeys(outcomes, "outcomes") | SCHEMAS | dict.fromkeys(labs, "lab")
    found, sound = [], {}
    if not outcomes:
        found.append(Problem("curriculum/outcomes", "", "it is missing", "Restore it from a fresh copy."))
    for file, schema in files.items():
        try:
            content, rules = curriculum.read(root / file), _schema(root, schema)
        except CurriculumError as error:
            found.append(Problem(file, "", *_two_sentences(error, root / file)))
            continue
        wrong = against_schema(file, content, rules) + _twice(file, content, *KEYS[schema])
        found += wrong
        if not wrong:
            sound[file] = content
    found += _outcomes_agree({file: sound[file] for file in outcomes if file in sound})
    if DATASETS in sound:
        found += _columns_agree(sound[DATASETS])
    if all(one.file in labs for one in found):  # labs can be compared with a sound curriculum only
        for file in labs:
            found += _lab_agrees(root, file, sound[file], sound[DATASETS]) if file in sound else []
    return found


def against_schema(file: str, content, schema: dict) -> list[Problem]:
    """What in a file is not as its JSON Schema says."""
    errors = jsonschema.Draft202012Validator(schema).iter_errors(content)
    in_order = sorted(errors, key=lambda error: [f"{step:>9}" for step in error.absolute_path])
    return [_said(file, content, schema, error) for error in in_order]


def _schema(root: Path, name: str) -> dict:
    path = root / "curriculum" / "schema" / f"{name}.schema.json"
    if not path.is_file():
        raise CurriculumError(f"its schema curriculum/schema/{path.name} is missing: restore it from a fresh copy.")
    return json.loads(path.read_text(encoding="utf-8"))


def _two_sentences(error: CurriculumError, path: Path) -> tuple[str, str]:
    said = str(error).replace(str(path), "the file")
    return what_and_mend(said.replace(f"{path.name} is missing in {path.parent}", "it is missing"))


def _said(file: str, content, schema: dict, error) -> Problem:
    place, key = _place(content, error.absolute_path)
    rule = _rule(schema, list(error.absolute_schema_path)[:-1])
    meant = rule.get("description", "what the schema asks for")
    thing = f"`{key}`" if key else "the entry" if place else "the file"
    what, mend = _WORDS.get(error.validator, _wrong)(error, thing, meant, rule)
    return Problem(file, place, what, rule.get("$comment", mend))


def _place(content, path) -> tuple[str, str]:
    """The name of the entry in which something is wrong, and the key there: ("MK 747 2.2.", "wording.lv")."""
    place, key = "", ""
    for step in path:
        content = content[step]
        name = _name(content) if isinstance(step, int) else None
        if name:
            place, key = name, ""
        elif isinstance(step, int):
            key = f"{key} {step + 1}".strip()
        else:
            key = f"{key}.{step}".strip(".")
    return place, key


def _name(entry) -> str | None:
    texts = {key: text for key, text in entry.items() if isinstance(text, str)} if isinstance(entry, dict) else {}
    pair = [texts[key] for key in ("regulation", "code") if key in texts]
    return " ".join(pair) or next((texts[key] for key in ("id", "name", "version", "en") if key in texts), None)


def _rule(schema: dict, path: list) -> dict:
    """The part of the schema that was broken; the words beside a $ref win over those behind it."""
    node = schema
    for step in [*path, None]:
        if isinstance(node, dict) and "$ref" in node:  # jsonschema leaves it out of the path
            behind = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
            node = behind | {key: node[key] for key in ("description", "$comment") if key in node}
        node = node if step is None else node[step]
    return node


def _value(error) -> str:
    if isinstance(error.instance, str):
        return f"“{textwrap.shorten(error.instance, 60, placeholder='…')}”"
    if isinstance(error.instance, dict | list):
        return _KINDS["object" if isinstance(error.instance, dict) else "array"]
    return json.dumps(error.instance, default=str).strip('"')


def _wrong(error, key, meant, rule):
    return f"{key} is {_value(error)}", f"Write {meant}."


def _type(error, key, meant, rule):
    kinds = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    wanted = " or ".join(_KINDS[kind] for kind in kinds)
    return f"{key} is {_value(error)}, not {wanted}", f"Write {meant}."


def _empty(error, key, meant, rule):
    return f"{key} is empty", f"Write {meant}."


def _enum(error, key, meant, rule):
    if "propertyNames" in error.absolute_schema_path:
        return f"{key} has the key “{error.instance}”", f"Write {meant}."
    return f"{key} is {_value(error)}", f"Choose one of: {', '.join(map(str, error.validator_value))}."


def _pattern(error, key, meant, rule):
    if "propertyNames" in error.absolute_schema_path:
        return _enum(error, key, meant, rule)
    return _empty(error, key, meant, rule) if error.instance == "" else _wrong(error, key, meant, rule)


def _required(error, key, meant, rule):
    missing = _quoted(error)[0]  # jsonschema finds one key at a time
    about = rule.get("properties", {}).get(missing, {}).get("description")
    return f"{key} has no `{missing}`", f"Add it: {about}." if about else f"Add `{missing}`."


def _additional(error, key, meant, rule):
    allowed = list(rule["properties"])
    extra = [str(name) for name in error.instance if name not in allowed]
    return (f"{key} has the key `{'`, `'.join(extra)}`, which nothing reads",
            f"Delete it, or write `{nearest(extra[0], allowed)}` if that is meant.")


def _dependent(error, key, meant, rule):
    missing, has = _quoted(error)
    return f"{key} has `{has}` but no `{missing}`", f"Add it: {rule['properties'][missing]['description']}."


def _quoted(error) -> list[str]:
    return re.findall(r"'(.+?)'", error.message)


def _unique(error, key, meant, rule):
    return f"{key} says the same thing twice", "Delete one of them."


def _forms(error, key, meant, rule):
    names = [f"`{name}`" for form in error.validator_value for name in form["required"]]
    return f"{key} needs exactly one of {', '.join(names)}", f"Write {meant}."


_WORDS = {"type": _type, "enum": _enum, "pattern": _pattern, "required": _required, "additionalProperties": _additional,
          "dependentRequired": _dependent, "uniqueItems": _unique, "oneOf": _forms, "minItems": _empty,
          "minLength": _empty, "minProperties": _empty}


def _twice(file: str, content, inside: str | None, key: str) -> list[Problem]:
    seen, found = set(), []
    entries = content.get(inside, []) if inside and isinstance(content, dict) else content
    for entry in entries if isinstance(entries, list) else []:
        name = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(name, str) and name in seen:
            found.append(Problem(file, name, f"the `{key}` stands twice", "Delete one of the two entries."))
        seen.add(name if isinstance(name, str) else None)
    return found


def _outcomes_agree(contents: dict[str, dict]) -> list[Problem]:
    found, keys, regulations = [], {}, {}
    for file, content in contents.items():
        for entry in content["regulations"]:
            name = entry["regulation"]
            if name in regulations:
                found.append(Problem(file, name, f"the regulation stands in {regulations[name]} already",
                                     "Delete one of the two entries."))
            regulations.setdefault(name, file)
        for entry in content["outcomes"]:
            name = f"{entry['regulation']} {entry['code']}"
            key = (entry["regulation"], curriculum.bare(entry["code"]))
            if regulations.get(entry["regulation"]) != file:
                near = nearest(entry["regulation"], [one["regulation"] for one in content["regulations"]])
                found.append(Problem(file, name, "its regulation is not described at the top of the file",
                                     f"Describe it there, or write {near} if that is meant."))
            if key in keys:
                found.append(Problem(file, name, f"the outcome stands in {keys[key]} already",
                                     "Delete one of the two entries."))
            keys.setdefault(key, file)
    return found


def _columns_agree(datasets: list[dict]) -> list[Problem]:
    what = "`columns` and `columns_lv` do not name the same columns in the same order"
    return [Problem(DATASETS, entry["name"], what, "Write each column in both.")
            for entry in datasets if list(entry["columns"]) != list(entry["columns_lv"])]


def _lab_agrees(root: Path, file: str, lab: dict, datasets: list[dict]) -> list[Problem]:
    found = []
    folder = Path(file).parent
    if (lab["strand"], lab["id"]) != (folder.parent.name, folder.name):
        found.append(Problem(file, "", f"the lab calls itself {lab['strand']}/{lab['id']}",
                             f"Write the names of its folders: strand {folder.parent.name}, id {folder.name}."))
    known = [strand.id for strand in curriculum.strands(root)]
    if lab["strand"] not in known:
        found.append(Problem(file, "", f"the strand {lab['strand']} is not in curriculum/strands.yml",
                             f"Add it there, or write {nearest(lab['strand'], known)} if that is meant."))
    if lab["core_minutes"] > lab["minutes"]:
        found.append(Problem(file, "", "the core path takes longer than the whole lab",
                             "Make `core_minutes` at most `minutes`."))
    for cited in lab["outcomes"]:
        found += _cited(root, file, cited["regulation"], cited["code"])
    for code in lab["careers"]:
        try:
            curriculum.career(code, root)
        except CurriculumError as error:
            found.append(Problem(file, code, *_two_sentences(error, root / file)))
    return found + _data_named(root, folder, [entry["name"] for entry in datasets])


def _cited(root: Path, file: str, regulation: str, code: str) -> list[Problem]:
    place = f"{regulation} {code}"
    try:
        outcome = curriculum.outcome(regulation, code, root)
    except CurriculumError as error:
        return [Problem(file, place, *_two_sentences(error, root / file))]
    if outcome.replaced:
        same = [one.code for one in curriculum.outcomes(root) if one.code == outcome.now]
        instead = f"Cite {same[0]}, which has the same wording." if same else "Cite an outcome that is in force."
        return [Problem(file, place, f"{regulation} is replaced from {outcome.replaced} on", instead)]
    return []


def _data_named(root: Path, folder: Path, known: list[str]) -> list[Problem]:
    """Data sets that the notebooks of a lab open by name and that have no provenance."""
    found = []
    for path in sorted((root / folder).glob("*.ipynb")):
        file = f"{folder.as_posix()}/{path.name}"
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (ValueError, KeyError):
            found.append(Problem(file, "", "the file is not a notebook", "Open it in JupyterLab, or restore it."))
            continue
        for cell in cells:
            source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
            found += [Problem(file, f"cell {cell.get('id', '?')}", f"there is no data set {name} in {DATASETS}",
                              f"Add it there, or write {nearest(name, known)} if that is meant.")
                      for name in _LOAD.findall(source) if name not in known]
    return found
