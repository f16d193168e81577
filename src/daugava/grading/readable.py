"""A page that everybody can read, whatever a pupil put into it: a filter of the feedback's template.

Headings follow each other, pictures have words, mathematics is MathML, tables scroll by keyboard; nothing runs and
nothing is asked of another server.
"""
from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from daugava.grading.words import FEEDBACK

_GONE = ["script", "style", "iframe", "object", "embed", "link", "meta", "base", "video", "audio", "select",
         "template", "noscript", "frame", "frameset", "portal"]
_BARE = ["marquee", "blink", "font", "center", "area", "map", "dialog", "label", "fieldset", "form", "button",
         "textarea", "body", "html", "head", "main", "header", "footer", "nav", "aside"]
_STYLE = re.compile(r"\s*(border|padding|margin|text-align|max-width|width|font-weight|font-style|list-style"
                    r"|white-space)")
_MATHML = {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
           "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose"}
_MATH_ATTRIBUTES = {"xmlns", "display", "stretchy", "fence", "separator", "linethickness", "columnalign", "rowspacing",
                    "columnspacing", "minsize", "maxsize", "lspace", "rspace", "movablelimits", "accent", "width",
                    "mathvariant"}
_LANGUAGES = {"lv", "en", "nb", "nn", "no", "ru", "uk", "de", "fr", "es", "et", "lt", "pl", "la"}
# As Pandoc reads it: no blank inside of the dollars, no digit behind them, so that prices stay prices.
_MATH = re.compile(r"(?<!\\)\$\$(?P<block>.+?)\$\$|(?P<env>\\begin\{(?P<kind>[a-z]+\*?)\}.+?\\end\{(?P=kind)\})"
                   r"|(?<![\\$])\$(?P<line>[^\s$](?:[^$]*[^\s$\\])?)\$(?!\d)", re.DOTALL)
_LINK = re.compile(r"(https?:|mailto:|#|[\w./-]+$)", re.IGNORECASE)
_LONGEST = 2000  # characters of a formula


def readable(page: str, language: str = "en") -> str:
    """Tidy the HTML of a page's body; what pupils can put in stands in elements of the class `content`."""
    says = {name: said[language if language in said else "en"] for name, said in FEEDBACK.items()}
    soup = BeautifulSoup(page, "html.parser")
    for place in soup.select(".content"):
        if place.find_parent(class_="content") is None:
            _tidy(place, says, soup)
    _order_headings(soup)
    _one_of_each_id(soup)
    return str(soup)


def _tidy(place: Tag, says: dict[str, str], soup) -> None:
    for tag in place.find_all(_GONE) + place.select(".anchor-link"):
        if not tag.decomposed:
            tag.decompose()
    for tag in place.find_all(_BARE):
        tag.unwrap()
    for tag in place.find_all(True):
        _attributes(tag)
    for box in place.find_all("input"):
        checked = box.get("type") == "checkbox"
        box.replace_with(("☑ " if box.has_attr("checked") else "☐ ") if checked else "")
    for picture in place.find_all(["img", "svg"]):
        _picture(picture, says, soup)
    for link in place.find_all("a"):
        if not link.get_text(strip=True) and not link.find("img", alt=True):
            link.unwrap()
    for item in place.find_all("li"):
        if item.parent.name not in ("ul", "ol"):
            item.name = "p"
    for item in place.find_all(["dt", "dd"]):
        if item.parent.name != "dl":
            item.name = "p"
    for table in place.find_all("table"):
        if table.find_parent("table") is None:
            table.wrap(soup.new_tag("div", attrs={"class": "scroll", "tabindex": "0", "role": "group",
                                                  "aria-label": says["table"]}))
    _mathematics(place, soup)


def _attributes(tag: Tag) -> None:
    """Leave what says something; colours and sizes are the page's, so that they can be read."""
    for name in list(tag.attrs):
        value = tag.attrs[name]
        text = " ".join(value) if isinstance(value, list) else str(value or "")
        drop = name.startswith(("on", "aria-")) and name not in ("aria-label", "aria-hidden")
        drop |= name in ("role", "tabindex", "color", "bgcolor", "background", "accesskey", "srcdoc", "contenteditable",
                         "autofocus", "srcset", "ping", "summary", "headers")
        drop |= name == "lang" and text.split("-")[0] not in _LANGUAGES
        drop |= name in ("href", "xlink:href") and not _LINK.match(text.strip())
        drop |= name == "aria-label" and tag.name not in ("img", "svg")
        drop |= name == "aria-hidden" and tag.name != "svg"
        if drop:
            del tag.attrs[name]
        elif name == "style":
            tag.attrs[name] = ";".join(part for part in text.split(";") if _STYLE.match(part) and "url" not in part)


def _picture(picture: Tag, says: dict[str, str], soup) -> None:
    if picture.name == "svg":
        if picture.find_parent("svg") is None:
            title = picture.find("title")
            label = picture.get("aria-label") or (title.get_text() if title else "") or says["picture"]
            picture.attrs.update({"role": "img", "aria-label": label})
            for tag in picture.find_all(["image", "use", "foreignobject", "foreignObject", "a"]):
                tag.unwrap() if tag.name == "a" else tag.decompose()
        return
    words = (picture.get("alt") or "").strip() or says["picture"]
    if not str(picture.get("src", "")).startswith("data:image/"):
        instead = soup.new_tag("span")
        instead.string = f"[{says['outside']}: {words}]" if picture.get("alt") else f"[{says['outside']}]"
        picture.replace_with(instead)
        return
    picture["alt"] = words


def _mathematics(place: Tag, soup) -> None:
    for text in place.find_all(string=re.compile(r"\$|\\begin\{")):
        if text.find_parent(["code", "pre", "math", "svg"]) is not None:
            continue
        parts, end = [], 0
        for found in _MATH.finditer(text):
            tex = found["block"] or found["line"] or found["env"]
            parts += [NavigableString(text[end:found.start()]), _math(tex, found["line"] is None, soup)]
            end = found.end()
        if parts:
            text.replace_with(*parts, NavigableString(text[end:]))


def _math(tex: str, block: bool, soup) -> Tag:
    """A formula as MathML; as it was written where it is none."""
    from latex2mathml.converter import convert

    try:
        if len(tex) > _LONGEST:
            raise ValueError
        math = BeautifulSoup(convert(tex.strip(), display="block" if block else "inline"), "html.parser").math
    except Exception:  # anything can stand between two dollars
        math = None
    if math is None:
        plain = soup.new_tag("code")
        plain.string = tex
        return plain
    for tag in math.find_all(True):
        if tag.name not in _MATHML:
            tag.unwrap()
    for tag in [math, *math.find_all(True)]:
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in _MATH_ATTRIBUTES}
    math["alttext"] = tex.strip()
    return math


def _order_headings(soup) -> None:
    """No level is left out: the notebook's own headings stand below the page's.

    Every `.content` begins one level below the heading that the page put above it.
    """
    before = base = 1
    for heading in soup.find_all(re.compile(r"^h[1-6]$")):
        wanted = int(heading.name[1])
        if heading.find_parent(class_="content") is None:
            base = wanted
        else:
            wanted = min(wanted + base, 6)
        if not heading.get_text(strip=True) and not heading.find("img"):
            heading.decompose()
            continue
        before = min(wanted, before + 1)
        heading.name = f"h{before}"


def _one_of_each_id(soup) -> None:
    """The page's own ids first: a pupil's cannot lead a link elsewhere."""
    tags = soup.find_all(id=True)
    seen = {tag["id"] for tag in tags if tag.find_parent(class_="content") is None}
    for tag in tags:
        if tag.find_parent(class_="content") is None:
            continue
        if tag["id"] in seen or not str(tag["id"]).strip():
            del tag["id"]
        else:
            seen.add(tag["id"])
