"""Sound samples for each schema of the curriculum, and bad entries with what their author reads."""

import datetime

SAMPLES = {  # a sound file for each schema
    "outcomes": """
regulations:
  - {regulation: MK 747, framework: Latvia, version: "2018", title: {lv: Noteikumi}, gloss: {en: Rules},
     licence: official, source: "https://example.org", copy_read: A copy, replaced: "2030-01-01", note: A note}
sources: [A book]
notes: [A note]
outcomes:
  - {regulation: MK 747, code: M.9.1.1.1., stage: end of grade 9, section: 1 Skaitļi, skill: 1. Prasme,
     wording: {lv: Skaita.}, gloss: {en: Count.}, source: A book, verified: true,
     verified_in: official_page, now: M.9.1.1.2., note: A note}
  - {regulation: MK 747, code: D.9.1.1.1., stage: null, wording: null, gloss: null, source: A book, verified: false,
     verified_in: not_seen, note: Not read.}
""",
    "careers": """
classification: ESCO
version: 1.1.1
attribution: This service uses the ESCO classification of the European Commission.
note: A note
sources: [A book]
careers:
  - {code: "2141.4", label: {en: industrial engineer, lv: null}, gloss: {en: They design., lv: Plāno.},
     uri: "http://data.europa.eu/esco/occupation/53d2052f-edc0-4f44-8be1-164526412bfe", source: A book,
     verified: true, verified_in: dataset_copy, note: A note}
""",
    "strands": """
strands:
  - {id: enterprise, title: {en: Enterprise, lv: Uzņēmējdarbība}, sentence: {en: Count., lv: Ēd un rēķini.}}
""",
    "units": """
labs:
  - {id: badge-price, knows: {en: Adds., lv: Saskaita.}, after: []}
units:
  - {id: money, title: {en: Money, lv: Nauda}, question: {en: "How?", lv: "Kā?"}, grades: [8, 9], labs: [
      {id: badge-price, lessons: 2, part: {en: All., lv: Viss.}},
      {id: heat-loss, lessons: 2, part: {en: All., lv: Viss.}}]}
""",
    "glossary": """
- {en: slope, lv: virziena koeficients, nb: stigningstall, source: A book, lv_verified: "true", nb_verified: "true",
   note: ""}
- {en: swing, lv: svārstīgums, nb: "", source: A teacher, lv_verified: "false", nb_verified: "false", note: check}
""",
    "centre": """
facts:
  - {id: address, fact: Vienības iela 30, source: example.org, verified: true, note: A note}
""",
    "datasets": """
- &first {name: penguins, file: penguins.csv, title: Penguins, title_lv: Pingvīni, original_source: A station,
   original_source_lv: Stacija, url: "https://example.org",
   taken_from: {package: PyPI penguins, version: "1.0", path: p.csv}, licence: CC0, licence_lv: CC0,
   licence_read_in: A file, retrieved: "2026-11-22", rows: 3, bytes: 9,
   sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", columns: {mass_g: "[g] mass"},
   columns_lv: {mass_g: "[g] masa"}, trimmed: Nothing., trimmed_lv: Nekas., citation: A paper, sanity_checks: 3 rows,
   notes: A trap, notes_lv: Lamatas}
- {<<: *first, name: towns, columns: {mass_g: "[g] mass"},
   taken_from: {repository: "github:a/b", commit: 0123456789abcdef0123456789abcdef01234567, path: t.csv}}
- {<<: *first, name: slips, columns: {mass_g: "[g] mass"},
   taken_from: {made_by: Daugava Labs, how: Numbers made up for practice.}}
""",
    "lab": """
id: sample
strand: enterprise
version: 0.1.0
changes: [{version: 0.1.0, date: "2026-11-25", en: First version., lv: Pirmā versija.}]
content: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
title: {en: A sample, lv: Paraugs}
question: {en: "How many?", lv: "Cik?"}
grades: [7, 8]
minutes: 40
core_minutes: 32
code_level: 1
editions: [en, lv]
licence: CC-BY-4.0
outcomes: [{regulation: MK 747, code: "2.2."}]
careers: ["2141.4"]
tasks: [{id: task-read, check: check-read, points: 1}, {id: decide, points: 3, by_hand: true}]
misconceptions: {revenue-is-profit: {en: A road., lv: Ceļš.}}
slips: {not-started: {en: Dots., lv: Daudzpunkte.}}
""",
}
MAY_BE_MISSING = {  # keys that may be left out
    "outcomes": {"notes", "copy_read", "replaced", "section", "skill", "now", "note"},
    "careers": {"note", "gloss.lv"},
    "strands": set(),
    "units": set(),
    "glossary": set(),
    "centre": {"note"},
    "datasets": {"original_source_lv", "licence_lv"},
    "lab": {"misconceptions.revenue-is-profit", "slips.not-started"},
}
GONE = object()
BAD = [  # schema, place in the sample, what stands there, what the author reads
    ("outcomes", "outcomes/0/wording", None,
     "MK 747 M.9.1.1.1.: `wording` is null, not a group of keys. Write the wording as read, or set `verified` to "
     "false."),
    ("outcomes", "outcomes/0/wording", {},
     "MK 747 M.9.1.1.1.: `wording` is empty. Write the wording as read, by language, or null if it was not read in "
     "full."),
    ("outcomes", "outcomes/0/wording/lv", "",
     "MK 747 M.9.1.1.1.: `wording.lv` is empty. Write a text that is not empty."),
    ("outcomes", "outcomes/0/wording/lv", " Skaita",
     "MK 747 M.9.1.1.1.: `wording.lv` is “Skaita”. Write a text that is not empty."),
    ("outcomes", "outcomes/0/wording/de", "Zählt",
     "MK 747 M.9.1.1.1.: `wording` has the key “de”. Write a language: en, lv, nb (bokmål) or nn (nynorsk)."),
    ("outcomes", "outcomes/0/verified_in", "not_seen",
     "MK 747 M.9.1.1.1.: `verified_in` is “not_seen”. Say where it was read, or set `verified` to false."),
    ("outcomes", "outcomes/0/verified_in", "memory",
     "MK 747 M.9.1.1.1.: `verified_in` is “memory”. Choose one of: official_page, official_pdf_copy, dataset_copy, "
     "third_party_transcription, not_seen."),
    ("outcomes", "outcomes/1/wording", {"lv": "Domā."},
     "MK 747 D.9.1.1.1.: `wording` is a group of keys, not null. Write null: a wording that nobody has read is not "
     "written down."),
    ("outcomes", "outcomes/1/note", GONE,
     "MK 747 D.9.1.1.1.: the entry has no `note`. Say in `note` what is missing."),
    ("outcomes", "outcomes/0/code", "M9",
     "MK 747 M9: `code` is “M9”. Write the code as the source prints it, in quotation marks, "
     'such as "M.9.4.2.1.".'),
    ("outcomes", "outcomes/0/stage", "",
     "MK 747 M.9.1.1.1.: `stage` is empty. Write the stage at whose end the outcome is reached, or null."),
    ("outcomes", "outcomes/0/stage", GONE,
     "MK 747 M.9.1.1.1.: the entry has no `stage`. Add it: the stage at whose end the outcome is reached, or null."),
    ("outcomes", "outcomes/0/wordin", {"lv": "Skaita."},
     "MK 747 M.9.1.1.1.: the entry has the key `wordin`, which nothing reads. Delete it, or write `wording` if "
     "that is meant."),
    ("outcomes", "outcomes/0/verified", "yes",
     "MK 747 M.9.1.1.1.: `verified` is “yes”, not true or false. Write true if the whole wording was read in the "
     "source, else false."),
    ("outcomes", "outcomes", [], "`outcomes` is empty. Write the learning outcomes."),
    ("outcomes", "sources", ["A book", "A book"], "`sources` says the same thing twice. Delete one of them."),
    ("outcomes", "notes", ["A note", "A note"], "`notes` says the same thing twice. Delete one of them."),
    ("outcomes", "regulations", [],
     "`regulations` is empty. Write the regulations, curricula or frameworks that the outcomes below belong to."),
    ("outcomes", "regulations/0/regulation", "mk 747",
     "mk 747: `regulation` is “mk 747”. Write the official short name, such as MK 747 or NAT01-05."),
    ("outcomes", "regulations/0/source", "likumi.lv",
     "MK 747: `source` is “likumi.lv”. Write the address of the official text."),
    ("outcomes", "regulations/0/replaced", "soon",
     'MK 747: `replaced` is “soon”. Write the date from which another text is in force, as "2026-08-01".'),
    ("outcomes", "regulations/0/licence", "",
     "MK 747: `licence` is empty. Write what may be done with the text, or null if that was not read."),
    ("careers", "classification", "ISCO",
     "`classification` is “ISCO”. Write the classification that the codes belong to, ESCO."),
    ("careers", "attribution", "ESCO",
     "`attribution` is “ESCO”. Write “This service uses the ESCO classification of the European Commission.”, "
     "which the Commission asks for."),
    ("careers", "version", "new", "`version` is “new”. Write the version of ESCO, such as 1.1.1."),
    ("careers", "careers/0/code", 2141.4,
     "2141.4, not text. Write the ESCO code in quotation marks: four digits of ISCO-08, a point, a number, such as "
     '"2141.4".'),
    ("careers", "careers/0/code", "12.4",
     "12.4: `code` is “12.4”. Write the ESCO code in quotation marks: four digits of ISCO-08, a point, a number, "
     'such as "2141.4".'),
    ("careers", "careers/0/label/en", None,
     "2141.4: `label.en` is null, not text. Write ESCO's English label, or set `verified` to false."),
    ("careers", "careers/0/label/lv", "",
     "2141.4: `label.lv` is empty. Write ESCO's own name, or null if it was not read."),
    ("careers", "careers/0/uri", "https://esco.ec.europa.eu",
     "2141.4: `uri` is “https://esco.ec.europa.eu”. Write the address of the occupation in ESCO, "
     "http://data.europa.eu/esco/occupation/…."),
    ("careers", "careers/0/verified_in", "memory",
     "2141.4: `verified_in` is “memory”. Choose one of: official_page, dataset_copy, not_seen."),
    ("careers", "careers/0/gloss/en", "", "2141.4: `gloss.en` is empty. Write a text that is not empty."),
    ("careers", "careers", [], "`careers` is empty. Write the occupations."),
    ("strands", "strands/0/id", "Enterprise",
     "Enterprise: `id` is “Enterprise”. Write the name of its folder in labs/: small letters and hyphens."),
    ("strands", "strands/0/sentence/lv", "rēķini.",
     "enterprise: `sentence.lv` is “rēķini.”. Write one sentence that begins with a capital letter and ends in a "
     "full stop."),
    ("strands", "strands/0/title/lv", "", "enterprise: `title.lv` is empty. Write a text that is not empty."),
    ("strands", "strands", [], "`strands` is empty. Write the strands, in the order of the catalogue."),
    ("units", "labs/0/id", "Badge price", "Badge price: `id` is “Badge price”. Write the id of a lab."),
    ("units", "labs/0/knows/lv", "saskaita",
     "badge-price: `knows.lv` is “saskaita”. Write text that begins with a capital letter and ends in a full stop."),
    ("units", "labs/0/after", ["heat-loss", "heat-loss"],
     "badge-price: `after` says the same thing twice. Delete one of them."),
    ("units", "labs", [], "`labs` is empty. Write what pupils know before each lab, and which lab comes before it."),
    ("units", "units/0/title/lv", "", "money: `title.lv` is empty. Write a text that is not empty."),
    ("units", "units/0/grades", [], "money: `grades` is empty. Write the grades, such as [8, 9]."),
    ("units", "units/0/grades", [8, 8], "money: `grades` says the same thing twice. Delete one of them."),
    ("units", "units/0/grades/0", 6, "money: `grades 1` is 6. Write a grade from 7 to 12."),
    ("units", "units/0/grades/0", 13, "money: `grades 1` is 13. Write a grade from 7 to 12."),
    ("units", "units/0/labs/0/lessons", 0, "badge-price: `lessons` is 0. Write lessons of 40 minutes."),
    ("units", "units/0/labs/0/lessons", 9, "badge-price: `lessons` is 9. Write lessons of 40 minutes."),
    ("units", "units/0/labs", [{"id": "badge-price", "lessons": 2, "part": {"en": "All.", "lv": "Viss."}}],
     "money: `labs` is empty. Write two or more labs in their order."),
    ("units", "units", [], "`units` is empty. Write the units."),
    ("glossary", "0/lv", "", "slope: `lv` is empty. Write the Latvian term."),
    ("glossary", "0/nb", "", "slope: `nb_verified` is “true”. Write the Norwegian term, or false."),
    ("glossary", "0/lv_verified", "yes",
     "slope: `lv_verified` is “yes”. Choose one of: true, seen_elsewhere, partly, false."),
    ("glossary", "0/nb_verified", "yes", "slope: `nb_verified` is “yes”. Choose one of: true, false."),
    ("glossary", "0/note", None, "slope: `note` is null, not text. Write a remark for authors, or nothing."),
    ("glossary", "", [], "the file is empty. Write what the schema asks for."),
    ("centre", "facts/0/id", "Address",
     "Address: `id` is “Address”. Write a short name: small letters and hyphens."),
    ("centre", "facts/0/verified", False,
     "address: `verified` is false. Read the fact in its source and write true, or leave it out."),
    ("centre", "facts/0/fact", "", "address: `fact` is empty. Write the fact as read."),
    ("centre", "facts", [], "`facts` is empty. Write the facts."),
    ("datasets", "0/name", "My data",
     "My data: `name` is “My data”. Write the name that data.load takes: small letters, digits and underscores."),
    ("datasets", "0/file", "penguins.xlsx",
     "penguins: `file` is “penguins.xlsx”. Write the name of the CSV file beside sources.yml."),
    ("datasets", "0/url", "a page",
     "penguins: `url` is “a page”. Write the address of the original source, https://…."),
    ("datasets", "0/taken_from/package", GONE,
     "penguins: `taken_from` needs exactly one of `package`, `repository`, `made_by`. Name a package (with version "
     "and path), a repository (with commit and path), or made_by (with how)."),
    ("datasets", "0/taken_from/version", GONE,
     "penguins: `taken_from` has `package` but no `version`. Add it: the version of the package, in quotation "
     "marks."),
    ("datasets", "1/taken_from/repository", "b",
     "towns: `taken_from.repository` is “b”. Write the repository, such as github:owner/name."),
    ("datasets", "1/taken_from/commit", "main",
     "towns: `taken_from.commit` is “main”. Write the commit, 40 hexadecimal digits."),
    ("datasets", "0/retrieved", datetime.date(2026, 11, 22),
     "penguins: `retrieved` is 2026-11-22, not text. Write the day on which the file was copied, in quotation "
     "marks, such as '2026-11-22'."),
    ("datasets", "0/retrieved", "today",
     "penguins: `retrieved` is “today”. Write the day on which the file was copied, in quotation marks, such as "
     "'2026-11-22'."),
    ("datasets", "0/rows", 0, "penguins: `rows` is 0. Write the number of rows below the heading."),
    ("datasets", "0/bytes", 0, "penguins: `bytes` is 0. Write the size of the file in bytes."),
    ("datasets", "0/sha256", "abc",
     "penguins: `sha256` is “abc”. Write the SHA-256 checksum of the file, 64 hexadecimal digits."),
    ("datasets", "0/columns", {},
     'penguins: `columns` is empty. Write each column as "[unit] meaning", with [-] where there is no unit.'),
    ("datasets", "0/columns/mass_g", "mass",
     "penguins: `columns.mass_g` is “mass”. Write \"[unit] meaning\", such as '[mm] bill length'."),
    ("datasets", "0/notes_lv", GONE,
     "penguins: the entry has `notes` but no `notes_lv`. Add it: the same in Latvian."),
    ("datasets", "0/title", "", "penguins: `title` is empty. Write the title in English."),
    ("datasets", "", [], "the file is empty. Write what the schema asks for."),
    ("lab", "id", "My lab",
     "`id` is “My lab”. Write the name of the lab's folder: small letters, digits and hyphens."),
    ("lab", "version", "1", "`version` is “1”. Write the version, three numbers such as 1.0.0."),
    ("lab", "changes", [],
     "`changes` is empty. Write the change log, one entry for each version, as ./daugava version writes it."),
    ("lab", "changes/0/date", "today",
     '0.1.0: `date` is “today”. Write the day of the change, in quotation marks, such as "2026-11-25".'),
    ("lab", "content", GONE,
     "the file has no `content`. Add it: the SHA-256 checksum of the content, as ./daugava version writes it."),
    ("lab", "content", "abc",
     "`content` is “abc”. Write the SHA-256 checksum of the content, as ./daugava version writes it."),
    ("lab", "title/lv", "", "`title.lv` is empty. Write the Latvian text."),
    ("lab", "grades", [], "`grades` is empty. Write the grades, such as [7, 8, 9]."),
    ("lab", "grades", [7, 7], "`grades` says the same thing twice. Delete one of them."),
    ("lab", "grades", [0], "`grades 1` is 0. Write a grade from 1 to 12."),
    ("lab", "grades", [13], "`grades 1` is 13. Write a grade from 1 to 12."),
    ("lab", "minutes", 5, "`minutes` is 5. Write the whole time in minutes, 10 to 240."),
    ("lab", "minutes", True, "`minutes` is true, not a whole number. Write the whole time in minutes, 10 to 240."),
    ("lab", "minutes", 500, "`minutes` is 500. Write the whole time in minutes, 10 to 240."),
    ("lab", "core_minutes", 1, "`core_minutes` is 1. Write the time of the core path in minutes, 5 to 240."),
    ("lab", "core_minutes", 500, "`core_minutes` is 500. Write the time of the core path in minutes, 5 to 240."),
    ("lab", "code_level", 4,
     "`code_level` is 4. Write 0 (sliders and numbers), 1 (expressions), 2 (functions and loops) or 3 (algorithms)."),
    ("lab", "code_level", -1,
     "`code_level` is -1. Write 0 (sliders and numbers), 1 (expressions), 2 (functions and loops) or 3 "
     "(algorithms)."),
    ("lab", "editions", ["lv", "en"], "`editions 1` is “lv”. Write the English master, en."),
    ("lab", "editions", ["en", "de"], "`editions 2` is “de”. Choose one of: en, lv, nb."),
    ("lab", "editions", [],
     "`editions` is empty. Write the languages, the English master first, such as [en, lv]."),
    ("lab", "editions", ["en", "lv", "lv"], "`editions` says the same thing twice. Delete one of them."),
    ("lab", "licence", "CC BY", "`licence` is “CC BY”. Write the licence by its SPDX name, such as CC-BY-4.0."),
    ("lab", "outcomes", [], "`outcomes` is empty. Write the learning outcomes, each by regulation and code."),
    ("lab", "outcomes/0/code", 2.2,
     'MK 747: `code` is 2.2, not text. Write the code in quotation marks, such as "2.2.".'),
    ("lab", "careers", [], "`careers` is empty. Write the occupations by ESCO code."),
    ("lab", "careers", ["2141.4", "2141.4"], "`careers` says the same thing twice. Delete one of them."),
    ("lab", "outcomes", [{"regulation": "MK 747", "code": "2.2."}, {"regulation": "MK 747", "code": "2.2."}],
     "`outcomes` says the same thing twice. Delete one of them."),
    ("lab", "careers", [2141.4],
     '`careers 1` is 2141.4, not text. Write an ESCO code in quotation marks, such as "2141.4".'),
    ("lab", "careers", ["engineer"],
     '`careers 1` is “engineer”. Write an ESCO code in quotation marks, such as "2141.4".'),
    ("lab", "tasks", [], "`tasks` is empty. Write the tasks that give points, in their order."),
    ("lab", "tasks/0/points", 11, "task-read: `points` is 11. Write the points, a whole number from 1 to 10."),
    ("lab", "tasks/0/points", 0, "task-read: `points` is 0. Write the points, a whole number from 1 to 10."),
    ("lab", "tasks/0/check", GONE,
     "task-read: the entry needs exactly one of `check`, `by_hand`. Name its check cell in `check`, or write "
     "by_hand: true."),
    ("lab", "tasks/1/by_hand", False, "decide: `by_hand` is false. Write true for the task that a teacher marks."),
    ("lab", "misconceptions/Wrong id", {"en": "A", "lv": "B"},
     "`misconceptions` has the key “Wrong id”. Write an id of small letters, digits and hyphens."),
]

LAB, NOTEBOOK = "labs/enterprise/sample/lab.yml", "labs/enterprise/sample/sample.ipynb"
DATASETS = "src/daugava/datasets/sources.yml"
OUTCOMES = "curriculum/outcomes"
DISAGREE = [  # file, what stands there, what is put in its place, what the author reads
    (LAB, "strand: enterprise", "strand: climate",
     f"{LAB}: the lab calls itself climate/sample. Write the names of its folders: strand enterprise, id sample."),
    (LAB, "core_minutes: 32", "core_minutes: 41",
     f"{LAB}: the core path takes longer than the whole lab. Make `core_minutes` at most `minutes`."),
    (LAB, '"2.2."', '"2.2.1."', f"{LAB}, MK 747 2.2.1.: there is no outcome 2.2.1. in MK 747. Did you mean 2.2.?"),
    (LAB, '"2.2."', '"M.V.5.3.3."',
     f"{LAB}, MK 747 M.V.5.3.3.: there is no outcome M.V.5.3.3. in MK 747. It belongs to MK 416, so write that."),
    (LAB, '"2141.4"', '"2141.5"',
     f"{LAB}, 2141.5: there is no occupation 2141.5 in curriculum/careers.yml. "
     "Did you mean 2141.4 (industrial engineer)?"),
    (LAB, 'MK 747, code: "2.2."', "NAT01-04, code: KM831",
     f"{LAB}, NAT01-04 KM831: NAT01-04 is replaced from 2026-08-01 on. "
     "Cite NAT01-05/KV1078#1, which has the same wording."),
    (LAB, 'MK 747, code: "2.2."', "MAT01-05, code: KM282",
     f"{LAB}, MAT01-05 KM282: MAT01-05 is replaced from 2026-08-01 on. Cite an outcome that is in force."),
    (LAB, "id: decide", "id: task-read", f"{LAB}, task-read: the `id` stands twice. Delete one of the two entries."),
    (LAB, "careers: [", "careers: [[", f"{LAB}: the file is not valid YAML in line 17. Mend it and try again."),
    (NOTEBOOK, "penguins", "pinguins", f"{NOTEBOOK}, cell run: there is no data set pinguins in {DATASETS}. "
     "Add it there, or write penguins if that is meant."),
    (NOTEBOOK, '{"cells"', "{cells", f"{NOTEBOOK}: the file is not a notebook. Open it in JupyterLab, or restore it."),
    ("curriculum/strands.yml", "id: climate", "id: enterprise",
     "curriculum/strands.yml, enterprise: the `id` stands twice. Delete one of the two entries."),
    ("curriculum/strands.yml", "id: enterprise", "id: enterprises",
     f"{LAB}: the strand enterprise is not in curriculum/strands.yml. "
     "Add it there, or write enterprises if that is meant."),
    ("curriculum/careers.yml", '"1120.6"', '"2141.4"',
     "curriculum/careers.yml, 2141.4: the `code` stands twice. Delete one of the two entries."),
    ("curriculum/centre.yml", "id: history", "id: address",
     "curriculum/centre.yml, address: the `id` stands twice. Delete one of the two entries."),
    ("curriculum/glossary.csv", "\nfunction,", "\nlinear function,",
     "curriculum/glossary.csv, linear function: the `en` stands twice. Delete one of the two entries."),
    ("curriculum/glossary.csv", "true,true,\nlinear", "true,true,,\nlinear",
     "curriculum/glossary.csv, function: the entry has the key `one column too many`, which nothing reads. "
     "Delete it, or write `note` if that is meant."),
    (f"{OUTCOMES}/latvia.yml", '"M.6.1.1.1."', '"M.3.1.1.1."',
     f"{OUTCOMES}/latvia.yml, MK 747 M.3.1.1.1.: the outcome stands in {OUTCOMES}/latvia.yml already. "
     "Delete one of the two entries."),
    (f"{OUTCOMES}/eu.yml", "regulation: GreenComp\n    code", "regulation: LifeComp\n    code",
     f"{OUTCOMES}/eu.yml, LifeComp GreenComp 1.1: its regulation is not described at the top of the file. "
     "Describe it there, or write GreenComp if that is meant."),
    (f"{OUTCOMES}/eu.yml", "- regulation: EntreComp\n    framework", "- regulation: GreenComp\n    framework",
     f"{OUTCOMES}/eu.yml, GreenComp: the `regulation` stands twice. Delete one of the two entries."),
    (DATASETS, "    island: '[-] sala", "    sala: '[-] sala",
     f"{DATASETS}, penguins: `columns` and `columns_lv` do not name the same columns in the same order. "
     "Write each column in both."),
    (DATASETS, "- name: cities_baltic_norway", "- name: penguins",
     f"{DATASETS}, penguins: the `name` stands twice. Delete one of the two entries."),
]
