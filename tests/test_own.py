"""A class's own survey: every good row is read, every other row is explained by its number, in the pupil's language."""
import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import daugava
from daugava import own, plot
from daugava.own_words import WORDS


@pytest.fixture(autouse=True)
def language_back():
    yield
    daugava.use(None)


@pytest.fixture
def read(tmp_path, capsys):
    """A function that writes a file, reads its prices, and returns them with what was said."""
    def reading(content, name="my_survey.csv", **options):
        if content is not None:
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        found = own.prices(tmp_path / "my_survey.csv", **options)
        return found, shown(capsys)
    return reading


def shown(capsys):
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Show plain text, as a console does."""
    monkeypatch.setattr(own, "display", lambda data, raw=True: print(data["text/plain"]))


@pytest.mark.parametrize("written, price", [
    ("1.50", 1.5), ("1,50", 1.5), ("1,5", 1.5), ("2", 2), ("0", 0), ("0,00", 0), ("1,50 €", 1.5), ("1,50\u00a0€", 1.5),
    ("€1.50", 1.5), ("€ 1.50", 1.5), ("2 eiro", 2), ("2 EUR", 2), ("EUR 2", 2), ("2 euros", 2), ("2eur", 2), ("50 centi", 0.5),
    ("50 c", 0.5), ("50 cents", 0.5), (" 1.20 ", 1.2), ('"1,20"', 1.2), ("20", 20), ("2.", 2),
])
@pytest.mark.parametrize("before", ["", "1,25\n", "cena\n"])
def test_a_price_is_read_however_it_is_written(read, written, price, before):
    found, said = read(f"{before}{written}\n3\n")
    assert found == ([1.25] if before == "1,25\n" else []) + [price, 3]
    assert "left out" not in said


@pytest.mark.parametrize("written, why", [
    ("", "there is no price"), ("   ", "there is no price"), ("two euros", "“two euros” is not a number"),
    ("-", "is not a number"), ("-1", "below zero"), ("−1,50 €", "below zero"), ("1 50", "more than one number"),
    ("2-3", "more than one number"), ("1.2.3", "more than one number"), ("1e5", "more than one number"),
    ("max 2", "is more than a price"), ("2 apples", "is more than a price"), ("1.505", "more than two decimals"),
    ("1000", "Are these cents?"), ("20.01", "more than €20.00"), ("nan", "is not a number"), ("½", "is not a number"),
])
def test_every_other_row_is_explained_by_its_number(read, written, why):
    found, said = read(f"1\n{written}\n2\n")
    assert found == [1, 2]
    assert said.splitlines()[:2] == ["Prices read from my_survey.csv: 2.", "Rows that are left out: 1."]
    line = said.splitlines()[2]
    assert line.startswith("Row 2: ") and why in line


def test_what_is_believed_can_be_changed(read):
    assert read("1\n150\n", largest=200)[0] == [1, 150]


@pytest.mark.parametrize("content, found", [
    ("vārds;cena\nAnna;1,50\nIlze;2\n", [1.5, 2]),
    ("cena;vārds\n1,50;Anna\n2;Ilze\n", [1.5, 2]),
    ("name,price\nAnna,1.50\nIlze,2\n", [1.5, 2]),
    ("vards,cena\nAnna,1,50\nIlze,2\n", [1.5, 2]),
    ("Anna,1,50\nIlze,2,00\n", [1.5, 2]),
    ("Anna\t1,50\nIlze\t2\n", [1.5, 2]),
    ('"When","How much would you pay?"\n"2026/11/25 10:00","1,50"\n"2026/11/25 10:01","2"\n', [1.5, 2]),
    ("1;3\n2;1,20\n3;2\n4;0\n5;1\n", [3, 1.2, 2, 0, 1]),
    ("1,3\n2,1\n3,2\n4,2\n5,1\n", [3, 1, 2, 2, 1]),
    ("1.50, 2, 0.80, 3\n", [1.5, 2, 0.8, 3]),
    ("1,50; 2; 0,80\n", [1.5, 2, 0.8]),
    ("1,5\n2\n2,5\n", [1.5, 2, 2.5]),
    ("price\n1\n\n2\n\n\n", [1, 2]),
    ("1;1,50\n\n2;2,00\n;;\n", [1.5, 2]),
    ('Anna;1\n"Ilze;2\nJānis;3\n', [1, 3]),
])
def test_columns_are_told_apart(read, content, found):
    assert read(content)[0] == found


def test_only_one_column_is_kept_and_the_class_is_told(read):
    found, said = read("name;price\nAnna;1,50\nIlze;2\nZane;\n")
    assert found == [1.5, 2]
    assert "Row 1 is the heading" in said and "Only column 2 is read. Are there names" in said
    assert "Row 4: there is no price" in said
    assert not any(name in said for name in ("Anna", "Ilze", "Zane"))


@pytest.mark.parametrize("encode", [
    lambda text: codecs.BOM_UTF8 + text.encode(), lambda text: text.encode("utf-16"), lambda text: text.encode("cp1257"),
    lambda text: text.replace("\n", "\r\n").encode(),
], ids=["BOM", "UTF-16", "Baltic", "Windows lines"])
def test_files_of_spreadsheet_programs_are_read(read, encode):
    found, said = read(encode("cena\n1,50 €\nčetri\n2\n"))
    assert found == [1.5, 2]
    assert "Row 3: “četri” is not a number" in said


def test_without_a_file_one_sentence_says_what_to_do(read):
    found, said = read(None)
    assert found == [] and said.count(". ") == 0 and len(said.splitlines()) == 1
    assert "choose File > New > Text File" in said and "rename it to my_survey.csv" in said
    daugava.use("lv")
    assert "Datne > Izveidot > Teksta datne" in read(None)[1]


@pytest.mark.parametrize("name", ["my_survey.csv.txt", "my-survey.csv", "my_survey (1).csv", "my survey.csv"])
def test_a_file_with_nearly_the_same_name_is_pointed_out(read, tmp_path, name):
    (tmp_path / name).write_text("1\n")
    assert f"there is {name}: rename it" in read(None)[1]


@pytest.mark.parametrize("content, said", [
    (b"", "is empty"), (b" \n\n", "is empty"), (b"PK\x03\x04...", "is not a text file"), (b"\xd0\xcf\x11\xe0\0\0", "not a text file"),
    (b";;;\n", "no price that can be read"), (b"price\nno\n", "no price that can be read"),
])
def test_a_file_without_prices_is_explained(read, content, said):
    found, message = read(content)
    assert found == [] and said in message


def test_a_folder_in_place_of_the_file_is_explained(read, tmp_path):
    (tmp_path / "my_survey.csv").mkdir()
    assert "There is no file my_survey.csv" in read(None)[1]


GOOD = st.decimals(0, 20, places=2).map(float)
UNITS = st.sampled_from(["", " €", "€", " eiro", " EUR", "\u00a0€"])
BAD = st.sampled_from(["", "-1", "divi", "99", "1 un 2", "cik?", "1.234"])


@st.composite
def surveys(draw):
    """The text of a survey, its good prices, and the numbers of its bad rows."""
    separator = draw(st.sampled_from(["\t", ";", None]))
    mark = draw(st.sampled_from([".", ","]))
    lines, good, bad = ["cena" if separator is None else f"nr{separator}cena"], [], []
    for number in range(2, draw(st.integers(3, 25))):
        if draw(st.booleans()):
            price = draw(GOOD)
            good.append(price)
            cell = f"{price:.2f}".replace(".", mark) + draw(UNITS)
        else:
            cell = draw(BAD)
            bad.append(number)
        lines.append(cell if separator is None else f"x{separator}{cell}")
    lines.append("1" if separator is None else f"x{separator}1")
    return "\n".join(lines), [*good, 1], bad


@settings(max_examples=200, deadline=None)
@given(surveys())
def test_no_good_row_is_ever_lost(survey):
    text, good, bad = survey
    rows, heading = own._rows(text)
    column = own._column(rows, heading)
    judged = [(number, *own._price(cells[column] if column < len(cells) else "", own.LARGEST)) for number, cells in rows]
    assert [price for _, price, why in judged if why is None] == good
    assert [number for number, _, why in judged if why] == bad


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="019.,;\t\n\"€-abc ", max_size=60))
def test_whatever_a_class_types_nothing_breaks(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "my_survey.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert all(0 <= price <= own.LARGEST for price in own.prices(path))


def test_the_table_counts_this_price_or_more(monkeypatch):
    tables = []
    monkeypatch.setattr(own.plot, "columns", tables.append)
    own.table([])
    assert tables == []
    own.table([1, 3, 1, 2.5])
    prices, exactly, buyers, revenue = tables[0].values()
    assert prices == ["1.00", "2.50", "3.00"] and exactly == [2, 1, 1] and buyers == [4, 2, 1]
    assert revenue == ["4.00", "5.00", "3.00"]
    daugava.use("lv")
    own.table([1.5])
    assert tables[1]["cena, €"] == ["1,50"]


def test_a_table_of_columns_writes_numbers_as_the_language_does(monkeypatch):
    shown = []
    monkeypatch.setattr(plot, "display", shown.append)
    daugava.use("lv")
    plot.columns({"cena": ["<1,50>", "2,00"], "daļa": [0.25, 3]})
    assert shown[0].data == (
        '<table lang="lv" style="font-size:1.1em"><thead><tr><th scope="col">cena</th><th scope="col">daļa</th></tr></thead>'
        '<tbody><tr><th scope="row">&lt;1,50&gt;</th><td>0,25</td></tr>'
        '<tr><th scope="row">2,00</th><td>3</td></tr></tbody></table>')
    with pytest.raises(ValueError, match="shorter"):
        plot.columns({"a": [1, 2], "b": [1]})


def test_every_message_is_there_in_every_language():
    for message, said in WORDS.items():
        assert set(said) == set(daugava.LANGUAGES), message
        fields = [{part for part in ("file", "near", "count", "row", "column", "why", "cell", "largest")
                   if f"{{{part}}}" in text} for text in said.values()]
        assert fields[0] == fields[1], message
