"""Code cells: comments and strings that people read, and the skeleton that all editions share."""
from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from dataclasses import replace

from daugava.translate import literal
from daugava.translate.message import MARKER, Fault, Piece

_LETTERS = re.compile(r"[^\W\d_]{2}")
_LETTER = re.compile(r"[^\W\d_]")
_TOOLS = re.compile(r"#+ ?(?:noqa|type:|fmt:|pylint:|isort:|%%)")
_MAGIC = re.compile(r"^([ \t]*)[%!?].*$", re.MULTILINE)


def pieces(source: str, language: str = "en", labels=(), keep=()) -> list[Piece]:
    """What is said in a code cell, in its order.

    Comments (those in a row are one), strings and f-strings of two or more words, and one-word ``labels``; never the
    texts in ``keep``, nor a string that picks a column (``table["mass in kg"]``) and stands nowhere else in the cell.
    A piece of kind "language" is the argument of ``.use("en")``. A cell of another language (``%%html``) says
    nothing. Raises Fault if the cell is not valid Python, if a placeholder hides prose, or if a label is not there.
    """
    if source.lstrip().startswith("%%"):
        return []
    plain, tree = _parsed(source)
    place = _places(source)
    found = list(_comments(plain, source))
    for node, is_key, is_language in _strings(tree, language):
        start, end = place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)
        _nothing_hidden(node, labels, keep)
        found.append(_string(node, start, source[start:end], is_key, is_language, labels))
    _all_there(tree, {piece.text for piece in found}, labels=labels, keep=keep)
    strings = {piece.text for piece in found if piece.kind == "string"}
    found = [replace(piece, kind="string" if piece.text in strings else "") if piece.kind == "key" else piece
             for piece in found]
    spoken = [piece for piece in found if piece.kind and (piece.text not in keep or piece.kind == "language")]
    for piece in spoken:
        if piece.kind != "comment":
            literal.read(source[piece.start:piece.end])  # what cannot be read could not be written
    return sorted(spoken, key=lambda piece: piece.start)


def skeleton(source: str) -> str:
    """The code of a cell without comments and without what its strings say: the same in all editions.

    The values inside an f-string stay, in any order. Raises Fault if the cell is not valid Python.
    """
    class Blank(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.copy_location(ast.Constant(""), node) if isinstance(node.value, str) else node

        def visit_JoinedStr(self, node):
            values = [ast.dump(self.visit(part)) for part in node.values if isinstance(part, ast.FormattedValue)]
            return ast.copy_location(ast.Constant("f" + json.dumps(sorted(values))), node)

    return source if source.lstrip().startswith("%%") else ast.dump(Blank().visit(_parsed(source)[1]))


def same(before: str, after: str) -> bool:
    """True if two sources are the same code, and no two keys of a dictionary have become one."""
    def keys(source):
        found = [node for node in ast.walk(_parsed(source)[1]) if isinstance(node, ast.Dict)]
        return [len({ast.dump(key) for key in node.keys if key}) for node in found]

    return before == after or (skeleton(before) == skeleton(after) and keys(before) == keys(after))


def is_prose(text: str) -> bool:
    """True for two or more words with a space between them; a letter alone, a number or a sign is no word."""
    return bool(_LETTERS.search(text)) and sum(bool(_LETTER.search(word)) for word in text.split()) > 1


def _parsed(source):
    """The source and its tree; lines for IPython (``%matplotlib inline``) become ``pass`` if there are any."""
    try:
        return source, ast.parse(source)
    except (SyntaxError, ValueError):
        plain = _MAGIC.sub(r"\1pass", source)
    try:
        return plain, ast.parse(plain)
    except (SyntaxError, ValueError) as error:
        line = f" (line {error.lineno}: {error.msg})" if isinstance(error, SyntaxError) else ""
        raise Fault(f"the code is not valid Python{line}", "Run the cell and mend it.") from None


def _places(source):
    """A function from Python's (line, column in bytes) to a place in the source."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return lambda line, column: starts[line - 1] + len(lines[line - 1].encode()[:column].decode())


def _strings(node, language, is_key=False):
    """Every outermost string: (node, it picks a column, it is the language of the notebook)."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node, is_key, False
        return
    spoken = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "use" and node.args:
        spoken = node.args[0]
    for child in ast.iter_child_nodes(node):
        key = isinstance(node, ast.Subscript) and child is node.slice
        if child is spoken and isinstance(child, ast.Constant) and child.value == language:
            yield child, False, True
        else:
            yield from _strings(child, language, key or (is_key and isinstance(node, ast.Tuple | ast.List)))


def _string(node, start, segment, is_key, is_language, labels):
    """A string as a piece; its kind is "" if it is nothing to translate."""
    if isinstance(node, ast.Constant):
        text, kind, words = node.value, "string", node.value
    else:
        read = literal.read(segment)
        text, kind = read.text, "f-string"
        words = "".join("x" if is_field else part for is_field, part in read.parts)  # a placeholder is a word
    if is_language:
        kind = "language"
    elif text in labels:
        kind = "label"
    elif not is_prose(words):
        kind = ""
    elif is_key:
        kind = "key"
    return Piece(start, start + len(segment), text, kind, lambda said: literal.write(literal.read(segment), said))


def _nothing_hidden(node, labels, keep):
    """Placeholders stay as they are written, so nothing to translate may stand in one."""
    for part in node.values if isinstance(node, ast.JoinedStr) else ():
        for text in _texts(part.value) if isinstance(part, ast.FormattedValue) else ():
            if (text in labels or is_prose(text)) and text not in keep:
                raise Fault(f"the text {text!r} stands inside a placeholder, where it cannot be translated",
                            "Give its value a name on a line of its own, and put that name into the placeholder.")


def _all_there(tree, texts, **marks):
    texts = texts.union(_texts(tree))
    for name, marked in marks.items():
        for text in marked:
            if text not in texts:
                raise Fault(f"{text!r} stands in the {name} of this cell, but not in its code",
                            f"Take it out of metadata.daugava.{name}, or spell it as in the code.")


def _texts(tree):
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _comments(plain, source):
    """The comments as pieces: a trailing one alone, those that follow each other at the same depth together."""
    lines = source.split("\n")
    starts = _places(source)
    groups = []
    for token in tokenize.generate_tokens(io.StringIO(plain).readline):
        if token.type != tokenize.COMMENT or MARKER.search(token.string) or _TOOLS.match(token.string):
            continue
        row, column = token.start
        alone = not lines[row - 1][:column].strip()
        hashes = len(token.string) - len(token.string.lstrip("#"))
        start = starts(row, 0) + column
        line = (row, column if alone else None, hashes, start, token.string.rstrip())
        if groups and alone and groups[-1][-1][:3] == (row - 1, column, hashes):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [piece for group in groups for piece in _comment(group, lines)]


def _comment(group, lines):
    while group and not group[0][4].strip("# "):
        group = group[1:]
    while group and not group[-1][4].strip("# "):
        group = group[:-1]
    if not group:
        return
    row, column, hashes, start, _ = group[0]
    texts = [string[hashes:] for *_, string in group]
    margin = min(len(text) - len(text.lstrip()) for text in texts if text)
    text = "\n".join(each[margin:] for each in texts)
    indent = "\n" + lines[row - 1][:column] if column is not None else "\n"
    prefix = "#" * hashes + texts[0][:margin]

    def write(said):
        return indent.join((prefix + line).rstrip() for line in said.split("\n"))

    if _LETTERS.search(text):
        yield Piece(start, group[-1][3] + len(group[-1][4]), text, "comment", write)
