"""Whatever stands in a notebook, a catalogue or a guide, its translation says what it should and does the same."""

import copy

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st

from daugava import translate
from daugava.translate import catalogue, document, literal, markdown
from daugava.translate.message import rewritten

STEADY = settings(derandomize=True, deadline=None, max_examples=100, database=None)  # the same examples every time

SIGNS = "abc ĀŽš漢🐧 „”\"'`\\{}$#%|<>*_-.,:;!?012€\u00a0\n\t\r\x0b\x0c\x1b\x85\u2028\u200b"
TEXT = st.text(SIGNS, max_size=12)
WORLD = {"n": 3, "price": 1.9, "key": {"a": 5, "b c": "d"}}
FIELDS = ["{n}", "{price:.2f}", "{price:>{n}}", "{price:{n}.{n}f}", "{n!r}", "{n=}", "{n:Q>5}", "{ {1: 2}[1] }",
          "{(lambda x: x + 1)(n)}", "{key[Qb cQ]!s:>{n}}", "{Q}Q}", "{n != 2}", "{[n, (n)][0]:,}"]


def escaped(text, quote, style, double=False):
    """The source of a text between quotation marks, in one of the ways people write it."""
    if style == "ascii":
        text = text.encode("unicode_escape").decode()
    else:
        text = text.replace("\\", "\\\\").replace("\r", "\\r")
        text = text if len(quote) == 3 else text.replace("\n", "\\n")
    text = text.replace(quote[0], "\\" + quote[0])
    return text.replace("{", "{{").replace("}", "}}") if double else text


@st.composite
def literals(draw):
    """A literal as people write it: any quotation marks, raw, with escapes, an f-string, or several in a row."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        quote, style = draw(st.sampled_from(["'", '"', "'''", '"""'])), draw(st.sampled_from(["plain", "ascii", "raw"]))
        if draw(st.booleans()):
            other = "'" if quote[0] == '"' else '"'
            inner = "".join(escaped(text, quote, style, double=True) + field.replace("Q", other) for text, field in
                            draw(st.lists(st.tuples(TEXT, st.sampled_from(FIELDS)), max_size=3)))
            parts.append("f" + quote + "Two words " + inner + escaped(draw(TEXT), quote, style, double=True) + quote)
        else:
            text = "Two words " + draw(TEXT)
            raw = style == "raw" and not set(text) & set(f"\r{quote[0]}") and (len(quote) == 3 or "\n" not in text)
            text += "." if raw else ""  # a raw string cannot end in a backslash
            parts.append("r" + quote + text + quote if raw else quote + escaped(text, quote, style) + quote)
    return draw(st.sampled_from([" ", "\n    ", " \\\n    "])).join(parts)


COMMENT = TEXT.map(lambda text: "".join(each for each in text if each not in "\n\r")).map(lambda text: f"# some {text}")
MARKDOWN = st.lists(st.one_of(TEXT, st.sampled_from([
    "# Heading", "`code one`", "$x^{2}$", "[link](other.md)", "| a | b |\n|---|---|\n| c | d |", "```\nfenced\n```",
    "### BEGIN SOLUTION", "---", "- item", "some words"])), max_size=5).map("\n\n".join)


@st.composite
def code_cells(draw):
    lines = ['check.use("en")'] if draw(st.booleans()) else []
    for number in range(draw(st.integers(1, 4))):
        lines += draw(st.lists(st.one_of(COMMENT, st.sampled_from(["### BEGIN SOLUTION", "#", "# 12"])), max_size=3))
        tail = draw(st.one_of(st.just(""), COMMENT.map(lambda text: "    " + text)))
        lines.append(f"text{number} = ({draw(literals())}){tail}")
    return nbformat.v4.new_code_cell("\n".join(lines))


@st.composite
def notebooks(draw):
    cells = draw(st.lists(st.one_of(code_cells(), MARKDOWN.map(nbformat.v4.new_markdown_cell)), min_size=1, max_size=4))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    about = {"daugava": {"language": "en", "title": "Two words"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=about)


def other_words(noise):
    """A translation of every message: placeholders in another order, any signs, valid for its kind."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in noise).split())

    def say(message):
        if message.kind == "f-string":
            text = escaped(noise, "'''", "plain", double=True).replace("\\\\", "\\").replace("\\'", "'")
            return "Jauns teksts " + text + text.join(reversed(literal.fields(literal.split(message.text)))) + text
        noisy = noise if message.kind == "string" else noise.strip() if message.kind == "markdown" else line
        return ("Jauns teksts " + noisy) if message.kind == "string" else f"Jauns teksts {noisy}".strip()

    return say


def values(source):
    """What the strings of a cell are when it runs."""
    spoken = []
    check = type("check", (), {"use": spoken.append})
    world = {**copy.deepcopy(WORLD), "check": check}
    exec(source, world)
    return spoken, {name: value for name, value in world.items() if name.startswith("text")}


@STEADY
@given(notebooks())
def test_english_said_in_english_is_the_master(notebook):
    same = document.translated_notebook(notebook, lambda message: message.text, "en")
    assert nbformat.writes(same) == nbformat.writes(notebook)


@STEADY
@given(notebooks(), TEXT)
def test_a_translated_notebook_says_the_translation_and_computes_the_same(notebook, noise):
    say = other_words(noise)
    edition = document.translated_notebook(notebook, say, "lv")
    assert edition.metadata.daugava == {"language": "lv", "title": say(translate.Message("Two words", "", "title"))}
    assert [cell.id for cell in edition.cells] == [cell.id for cell in notebook.cells]
    ours, theirs = translate.messages(notebook), translate.messages(lv_as_en(edition))
    assert [each.text for each in theirs] == [say(each) for each in ours]
    assert [(each.cell, each.kind) for each in theirs] == [(each.cell, each.kind) for each in ours]
    for before, after in zip(notebook.cells, edition.cells, strict=True):
        assert after.metadata == before.metadata
        if before.cell_type == "code":
            assert translate.skeleton(after.source) == translate.skeleton(before.source)
            spoken, said = values(after.source)
            assert spoken == ["lv"] * len(values(before.source)[0])
            assert list(said.values()) == [expected(each, say) for each in ours
                                           if each.cell == before.id and each.kind != "comment"]


def expected(message, say):
    """What a string is at run time once it is translated."""
    if message.kind == "string":
        return say(message)
    return "".join(eval(f"f'''{text}'''" if "'" not in text else f'f"""{text}"""', dict(WORLD)) if is_field else text
                   for is_field, text in literal.split(say(message)))


def lv_as_en(notebook):
    notebook = copy.deepcopy(notebook)
    notebook.metadata.daugava.language = "lv"
    return notebook


@STEADY
@given(literals())
def test_a_message_is_what_python_makes_of_the_literal(source):
    read = literal.read(source)
    value = eval(f"({source})", dict(WORLD))
    said = "".join(str(eval(f"f'''{text}'''" if "'" not in text else f'f"""{text}"""', dict(WORLD)))
                   if is_field else text for is_field, text in read.parts)
    assert said == value
    assert eval(f"({literal.write(read, read.text)})", dict(WORLD)) == value


@STEADY
@given(st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=6, unique_by=lambda pair: pair[0]))
def test_a_catalogue_keeps_every_sign(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("po") / "lab.lv.po"
    messages = [translate.Message(text, f"cell-{number}", "string") for number, (text, _) in enumerate(pairs)]
    made = catalogue.merged(catalogue.read(path), messages, "lab.ipynb", "lv")
    for entry, (_, said) in zip(made, pairs, strict=True):
        entry.msgstr = said
    path.write_bytes(str(made).encode())
    again = catalogue.merged(catalogue.read(path), messages, "lab.ipynb", "lv")
    assert catalogue.translations(again) == {text: said for text, said in pairs if said}
    assert str(again).encode() == path.read_bytes()


@STEADY
@given(st.lists(st.one_of(MARKDOWN, st.sampled_from(["", "  ", "    indented words", "<!-- a\n\nb -->", "| 1 | 2 |"])))
       .map("\n".join), TEXT)
def test_a_guide_keeps_its_form(text, noise):
    pieces = markdown.pieces(text)
    assert rewritten(text, pieces, lambda piece: piece.text) == text
    word = "".join(sign for sign in noise if sign.isalpha())

    def say(piece):
        return f"| jauns {word} |" if piece.kind == "row" else f"Jauns {word}\nteksts"

    edition = rewritten(text, pieces, say)
    assert [(piece.text, piece.kind) for piece in markdown.pieces(edition)] == [(say(p), p.kind) for p in pieces]
    fenced = [text[one.end:two.start] for one, two in zip(pieces, pieces[1:], strict=False)]
    assert all(between in edition for between in fenced), "what is no message stays as it is"
