"""The bundled data sets are what their provenance says, and both languages can read about them."""

import csv
import doctest
import hashlib
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

import daugava
from daugava import data

FOLDER = Path(data.__file__).parent / "datasets"
SOURCES = yaml.safe_load((FOLDER / "sources.yml").read_text(encoding="utf-8"))
PROVENANCE = {"name", "file", "title", "original_source", "url", "taken_from", "licence", "licence_read_in", "retrieved",
              "rows", "bytes", "sha256", "columns", "trimmed", "citation", "sanity_checks"}

every_entry = pytest.mark.parametrize("entry", SOURCES, ids=lambda entry: entry["name"])
both_languages = pytest.mark.parametrize("lang", ["en", "lv"])


@pytest.fixture(autouse=True)
def language_not_chosen(monkeypatch):
    monkeypatch.delenv("DAUGAVA_LANG", raising=False)
    daugava.use(None)
    yield
    daugava.use(None)


@pytest.fixture
def copied(tmp_path, monkeypatch):
    shutil.copytree(FOLDER, tmp_path / "datasets")
    monkeypatch.setattr(data, "_folder", tmp_path / "datasets")
    return tmp_path / "datasets"


def header(entry):
    with (FOLDER / entry["file"]).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_every_file_has_one_entry_and_every_entry_a_file():
    assert sorted(entry["file"] for entry in SOURCES) == sorted(path.name for path in FOLDER.glob("*.csv"))
    assert data.names() == sorted(entry["name"] for entry in SOURCES)


@every_entry
def test_provenance_is_complete_and_true(entry):
    assert PROVENANCE <= entry.keys()
    content = (FOLDER / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert len(content) == entry["bytes"]


@every_entry
def test_load_gives_every_row_and_column(entry):
    table = data.load(entry["name"])
    assert table.shape == (entry["rows"], len(entry["columns"]))
    assert list(table.columns) == header(entry)


@every_entry
def test_only_blank_cells_are_missing(entry):
    with (FOLDER / entry["file"]).open(encoding="utf-8", newline="") as file:
        blank = sum(cell == "" for row in csv.reader(file) for cell in row)
    assert data.load(entry["name"]).isna().sum().sum() == blank


def test_values_arrive_as_in_the_provenance():
    towns = data.load("cities_baltic_norway").set_index("name")
    assert towns.loc["Daugavpils", "population"] == 78126
    prices = data.load("electricity_price_daily_lv_no")
    assert str(prices["date"].min().date()) == "2015-01-01" and str(prices["date"].max().date()) == "2026-04-30"
    assert data.load("penguins")["sex"].isna().sum() == 11


def test_changed_file_is_refused(copied):
    path = copied / "penguins.csv"
    path.write_bytes(path.read_bytes().replace(b"39.1", b"93.1", 1))
    with pytest.raises(data.DataError, match=r"^The data file penguins\.csv differs .*; ask your teacher .*\.$"):
        data.load("penguins")
    daugava.use("lv")
    with pytest.raises(data.DataError, match=r"^Datne penguins\.csv atšķiras .*; palūdz, lai skolotājs .*\.$"):
        data.load("penguins")
    assert len(data.load("cities_baltic_norway")) == 696


def test_missing_file_is_one_sentence(copied):
    (copied / "penguins.csv").unlink()
    with pytest.raises(data.DataError, match=r"^The data file penguins\.csv is missing; .*\.$"):
        data.load("penguins")


@every_entry
@both_languages
def test_description_is_whole_in_both_languages(entry, lang):
    shown = data.describe(entry["name"], lang=lang)
    page = text_of(shown._repr_html_())
    facts = dict(shown.facts)
    columns = entry["columns_lv" if lang == "lv" else "columns"]
    assert [name for name, _, _ in shown.columns] == list(columns) == header(entry)
    assert all(re.fullmatch(r"\[[^]]+\] \S.*", text) for text in columns.values()), "[unit] meaning"
    title, source, licence = (entry.get(f"{key}_{lang}", entry[key]) for key in ("title", "original_source", "licence"))
    label = {"en": ("Source", "Licence", "Cite as", "no unit"), "lv": ("Avots", "Licence", "Atsauce", "bez mērvienības")}[lang]
    assert facts[label[0]] == source and facts[label[1]] == licence and facts[label[2]] == entry["citation"]
    for name, unit, meaning in shown.columns:
        raw = columns[name][1:columns[name].index("]")]
        assert unit == {"-": label[3], "degC": "°C", "deg": "°"}.get(raw, raw)
        row = next(line for line in str(shown).splitlines() if line.startswith(f"  {name} "))
        assert unit in row and meaning in row and unit in page and meaning in page
    for text in (title, source, licence, entry["url"], entry["citation"], str(entry["rows"])):
        assert text in str(shown) and text in page


@every_entry
def test_latvian_wording_is_there_and_is_not_the_english(entry):
    for key in ("title", "columns", "trimmed", "notes"):
        assert (key in entry) == (f"{key}_lv" in entry)
        if key in entry:
            assert entry[key] != entry[f"{key}_lv"]


@both_languages
def test_html_is_an_accessible_table(lang):
    html = data.describe("penguins", lang=lang)._repr_html_()
    assert html.startswith(f'<section lang="{lang}">')
    assert html.count("<caption") == 1 and html.count('<th scope="col"') == 3 and html.count('<th scope="row"') == 8
    assert not re.search(r"<th(?! scope=|ead>)", html), "every heading cell has a scope"
    assert ('<dd lang="en">Horst AM' in html) == (lang == "lv")


def test_html_is_escaped():
    entry = {"name": "<b>n", "title": "<script>t", "original_source": 'A & "B"', "url": 'https://example.org/"><b>',
             "licence": "<i>", "citation": "<u>", "rows": 1, "columns": {"<c>": "[<kg>] a < b"}}
    html = data.Description(entry, "en")._repr_html_()
    for raw in ("<b>", "<script>", "<i>", "<u>", "<c>", "<kg>", "a < b", '"B"', '/">'):
        assert raw not in html
    assert "&lt;script&gt;t" in html and "A &amp; &quot;B&quot;" in html


@pytest.mark.parametrize(("wrong", "near"), [("pinguin", "penguins"), ("Penguins", "penguins"),
                                             ("cities", "cities_baltic_norway"),
                                             ("temperature", "temperature_monthly_countries"), ("", None)])
def test_unknown_name_suggests_the_nearest(wrong, near):
    for ask in (data.load, data.describe):
        with pytest.raises(data.DataError) as error:
            ask(wrong)
        assert isinstance(error.value, LookupError)
        suggested = re.fullmatch(rf"There is no data set “{wrong}”; did you mean “(\w+)”\?", str(error.value))[1]
        assert suggested == near or near is None and suggested in data.names()
    with pytest.raises(data.DataError, match=r"^Datu kopas „.*” nav; varbūt meklēji „\w+”\?$"):
        data.describe(wrong, lang="lv")


def test_language_comes_from_argument_then_use_then_environment(monkeypatch):
    assert data.describe("penguins").lang == "en"
    monkeypatch.setenv("DAUGAVA_LANG", "lv_LV.UTF-8")
    assert data.describe("penguins").lang == "lv"
    monkeypatch.setenv("DAUGAVA_LANG", "xx")
    assert data.describe("penguins").lang == "en"
    daugava.use("lv")
    assert data.describe("penguins").lang == "lv"
    assert data.describe("penguins", lang="en").lang == "en"
    for ask in (daugava.use, lambda lang: data.describe("penguins", lang=lang)):
        with pytest.raises(ValueError, match="choose one of: en, lv"):
            ask("de")


def test_examples_in_the_docstrings():
    result = doctest.testmod(data)
    assert result.attempted >= 3 and result.failed == 0


def text_of(html):
    class Reader(HTMLParser):
        text = ""

        def handle_data(self, piece):
            self.text += piece

    reader = Reader()
    reader.feed(html)
    return reader.text
