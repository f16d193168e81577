"""What is a message, what its translation must keep, how it is written, and which old translation it takes over."""

import nbformat
import pytest

from daugava import translate
from daugava.translate import catalogue, code, document, literal, markdown
from daugava.translate.message import Fault

WRONG = [  # kind, English, translation, what is said
    ("f-string", "Cost {n} and {m:.2f}", "Maksā {n} un {m}", "has lost the placeholder {m:.2f}"),
    ("f-string", "Cost {n} and {m:.2f}", "Maksā {n} un {m}", "has the placeholder {m}, which is not in English"),
    ("f-string", "Cost {n} and {n}", "Maksā {n}", "has lost the placeholder {n}"),
    ("f-string", "Cost {n} now", "Maksā {n} {n}", "has the placeholder {n}, which is not in English"),
    ("f-string", "Cost {n} now", "Maksā {n", "curly brackets do not match"),
    ("f-string", "Cost {n} now", "Maksā }{n}", "curly brackets do not match"),
    ("string", "Cost {n} now", "Maksā {m} tagad", "has lost the placeholder {n}"),
    ("string", "Write `n` here", "Raksti `m`", "has lost the code `n`"),
    ("comment", "see `n` here", "skaties šeit", "has lost the code `n`"),
    ("string", "Ends here: ", "Te beigas:", "does not begin and end with the same spaces"),
    ("comment", "one line", "divas\nrindas", "is longer than one line"),
    ("comment", "one line", "viena\rrinda", r"has a control character ('\r')"),
    ("label", "cost", "izmaksas\neiro", "is longer than one line"),
    ("title", "One title", "Divi\nvirsraksti", "is longer than one line"),
    ("markdown", "Some $x^2$ here", "Kaut kas $x^3$", "has lost the formula $x^2$"),
    ("markdown", "$$\na + b\n$$ words", "vārdi", "has lost the formula $$ a + b $$"),
    ("markdown", "See [here](a.md)", "Skaties [te](b.md)", "has lost the link a.md"),
    ("markdown", "![words](a.png)", "![vārdi](a.jpg)", "has the link a.jpg, which is not in English"),
    ("markdown", "<details>words</details>", "<details>vārdi", "has lost the tag <details>"),
    ("markdown", "words\n```\na b\n```", "vārdi\n```\na c\n```", "has lost the code ```\na b\n```"),
    ("markdown", "# One\n\n## Two", "# Viens\n\n# Divi", "has other headings (# #, not # ##)"),
    ("markdown", "Just words", "# Vārdi", "has other headings (#, not none)"),
    ("markdown", "| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c |",
     "has a table of other columns (1-2, not 2)"),
    ("markdown", "We\n### BEGIN SOLUTION\nso\n### END SOLUTION", "Mēs\ntā\n### END SOLUTION",
     "has lost the line ### BEGIN SOLUTION"),
    ("comment", "the cost", "izmaksas ### END SOLUTION", "has the line ### END SOLUTION, which is not in English"),
    ("block", "One block", "Divi\n\nbloki", "has a blank line"),
    ("row", "| a | b |", "| a | b | c |", "has a table of other columns (3, not 2)"),
    ("row", "| a | b |", "| a |\n| b |", "is longer than one line"),
]


@pytest.mark.parametrize(("kind", "text", "said", "what"), WRONG)
def test_what_a_translation_breaks_is_named_with_its_cure(kind, text, said, what):
    found = markdown.faults(text, said, kind)
    assert any(what in fault.what and fault.mend.endswith(".") for fault in found), [fault.what for fault in found]


@pytest.mark.parametrize(("kind", "text", "said"), [
    ("f-string", "At {n} badges, €1.90 {{x}}", "Ar {{x}} 1,90 € {n}"),
    ("string", "Price 1.90 and $1.90 n$", "Cena $1{,}90 n$ un 1,90"),
    ("markdown", "$\\text{cost} = 2$ [a](x.md#here) https://a.lv/b.",
     "$\\text{izmaksas} = 2$ [b](x.lv.md#te) (https://a.lv/b)"),
    ("markdown", "- a\n- b\n\n`./daugava assign x --lang en`", "1. b `./daugava assign x --lang lv`"),
    ("markdown", "Costs \\$5 and \\$6", "Maksā 5 \\$ un 6"),
    ("comment", "one\ntwo", "viens\ndivi\ntrīs"),
    ("markdown", "| a `x|y` | b |\n|---|---|", "| b | a `x|y` |\n|---|---|"),
])
def test_what_may_differ_may_differ(kind, text, said):
    assert [fault.what for fault in markdown.faults(text, said, kind)] == []


def test_a_placeholder_with_the_same_quotation_marks_is_named():
    with pytest.raises(Fault, match="use the other quotation marks inside"):
        literal.read('f"two {words["a"]}"')


def test_a_translation_is_laid_out_like_the_master():
    cell = nbformat.v4.new_code_cell("""def f():
    \"\"\"Say a word.

    And more.\"\"\"
    # two
    # lines
    print('one word', r'\\d words')""", id="cell")
    said = {"Say a word.\n\n    And more.": 'Saki ""vārdu".\n\n    Un \\ "vēl"', "two\nlines": "trīs\nrindas\n\ngan",
            "one word": "it's 'q'\n\tvārds", "\\d words": "\\d vārdi"}
    edition = document.translated_notebook(nbformat.v4.new_notebook(cells=[cell]), lambda each: said[each.text], "lv")
    assert edition.cells[0].source == """def f():
    \"\"\"Saki \\""vārdu".

    Un \\\\ "vēl\\"\"\"\"
    # trīs
    # rindas
    #
    # gan
    print('it\\'s \\'q\\'\\n\\tvārds', '\\\\d vārdi')"""


def test_code_never_comes_out_of_a_translation():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a = 1  # some words", id="cell")])
    with pytest.raises(Fault, match="the code of cell cell would not do the same"):
        document.translated_notebook(notebook, lambda each: "vārdi\rb = 1", "lv")


def test_an_old_translation_goes_to_the_message_that_is_nearest(tmp_path):
    def entries(*old):
        path = tmp_path / "lab.lv.po"
        path.write_text("\n\n".join(old) + "\n", encoding="utf-8")
        return catalogue.read(path)

    def new(old, *texts):
        found = [translate.Message(text, f"cell-{number}", "string") for number, text in enumerate(texts)]
        return {entry.msgid: (entry.msgstr, entry.fuzzy) for entry in catalogue.merged(old, found, "a.ipynb", "lv")}

    used = '#: a.ipynb:cell-{}\nmsgid "{}"\nmsgstr "{}"'
    once = new(entries(used.format(0, "the old price", "cena")), "the older price", "the new price")
    assert once == {"the older price": ("cena", True), "the new price": ("", False)}, "one old, one new"
    here = entries(used.format(7, "the old price 1", "viens"), used.format(1, "the old price 2", "divi"))
    assert new(here, "something else", "the old price 3")["the old price 3"] == ("divi", True), "of the same cell"


@pytest.mark.parametrize(("source", "found"), [
    ("%matplotlib inline\nx = 'two words'  # a note", [("string", "two words"), ("comment", "a note")]),
    ("%%html\n<p>two words</p>", []),
    ("x = 'one', 'n 5', 'A B', 'my_file.csv', '%d %B', '95 %', '1.5 m'", []),
    ("x = f'{n} {m}', f'{n:>5} m', f'a{n}'", []),
    ("x = f'badges: {n}'", [("f-string", "badges: {n}")]),
    ("def f():\n    '''Say a word.'''", [("string", "Say a word.")]),
    ("x['one key'], x[['two keys', 'more keys']], x.loc[:, ('key here', 'key there')]", []),
    ("x = b'two words', r'two \\alpha words', u'more words'",
     [("string", "two \\alpha words"), ("string", "more words")]),
    ("x = rf'two \\alpha {n}', f'two \\x41 {n}'", [("f-string", "two \\alpha {n}"), ("f-string", "two A {n}")]),
    ("plt.style.use('two words')\ncheck.use('en')\nf('en')", [("string", "two words"), ("language", "en")]),
    ("x = 1  # noqa: E501\n# type: ignore\n#\n# ----\n### AUTOTEST x\n# real words", [("comment", "real words")]),
    ("if x:\n    y\n    # one\n    # two\n# three", [("comment", "one\ntwo"), ("comment", "three")]),
    ("#  one\n#    two\n#\n#  three\n#", [("comment", "one\n  two\n\nthree")]),
])
def test_what_is_a_message_in_code(source, found):
    assert [(piece.kind, piece.text) for piece in code.pieces(source)] == found


def test_the_skeleton_knows_code_from_words():
    one = code.skeleton('x = f"{a} or {b}"  # words\ny = "one"')
    assert one == code.skeleton("x = f'{b} vai {a}'\n\ny = '''viens'''")
    for other in ('x = f"{a} or {c}"\ny = "one"', 'x = f"{a} or {b}"\nz = "one"', 'x = "a or b"\ny = "one"',
                  'x = f"{a} or {b}"\ny = 1'):
        assert one != code.skeleton(other)
