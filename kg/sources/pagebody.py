"""Which element of a web page holds its main text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import trafilatura
from lxml import html  # type: ignore[import-untyped]
from trafilatura.settings import Document as Taken

from kg import lexicon
from kg.lazy import regex
from kg.sources.pagehead import chunks

Element: TypeAlias = html.HtmlElement

BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
    ]
)
"""Elements that end a line."""
_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "button",
        "select",
        "input",
        "textarea",
        "nav",
        "footer",
        "aside",
        "head",
        "audio",
        "video",
    ]
)
_FURNITURE = regex(
    r"(?:^|[\s_-])(?:nav\w*|menu|foot\w*|copyright|crumbs?|breadcrumbs?|share\w*|bdshare\w*|related?|recommend\w*|sidebar|side|"
    r"qrcode|ewm|print|prev|next|pager|toolbar|friendlink|login|search\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEVER_FURNITURE = frozenset({"body", "html", "td", "tr", "tbody", "table", "form"})
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAST_BODY = 20
"""Characters that a body must have; a picture's page has fewer."""
_WHOLE = 0.8
_PAGE_WORDS = regex(
    r"版权所有|备案|ICP|技术支持|^主办|^承办|^地址|网站地图|联系我们|打印|关闭窗口|上一[篇条]|下一[篇条]|当前位置|所在位置|扫一扫|浏览次数|点击数"
)
"""Lines that belong to the page and not to its text, and that trafilatura takes where a page is laid out in tables."""
_MOST_LINKS = 0.3
_LONGEST_CELL = 600
_LEAST_PIECE = 6


def body(page: Element, text: str) -> Element:
    """The element that holds the main text: one that publishing systems mark, else the one that holds what trafilatura takes.

    `text` is the page's source.
    """
    ids: dict[str, list[Element]] = {}
    classes: dict[str, list[Element]] = {}
    for element in page.iter():
        ids.setdefault(element.get("id") or "", []).append(element)
        classes.setdefault(element.get("class") or "", []).append(element)
    for row in lexicon.rows("page-bodies"):
        wanted = row["value"]
        marked = ids.get(wanted, []) if row["attribute"] == "id" else _of_class(classes, wanted)
        best = max(marked, key=_size, default=None)
        if best is not None and _size(best) >= _LEAST_BODY:
            return best
    return _located(page, text)


def _of_class(classes: Mapping[str, list[Element]], wanted: str) -> list[Element]:
    """The elements that have all of the wanted classes."""
    words = set(wanted.split())
    return [one for name, found in classes.items() if words <= set(name.split()) for one in found]


def is_left_out(element: Element) -> bool:
    """Whether an element is no part of the main text: scripts, page furniture, hidden things."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or _HIDDEN.search(element.get("style") or ""):
        return True
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in _NEVER_FURNITURE and bool(_FURNITURE.search(words))


def is_data(table: Element) -> bool:
    """Whether a table holds data: rows of short cells, none with a table of its own."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[c for c in row if c.tag in {"td", "th"}] for row in table.iter("tr")]
    wide = [cells for cells in rows if len(cells) > 1]
    longest = max((len(squeezed(c.text_content())) for cells in rows for c in cells), default=0)
    return len(wide) > 1 and longest <= _LONGEST_CELL


def squeezed(text: str) -> str:
    """The text without blanks."""
    return "".join(text.split())


def _size(element: Element) -> int:
    """The visible characters of an element."""
    return sum(len(squeezed(chunk)) for chunk in chunks(element, is_left_out))


def _located(page: Element, text: str) -> Element:
    """The deepest element with nearly all of the lines that trafilatura takes, and what belongs to it.

    A table of data is one line, taken or not: lists of winners look like furniture to the library.
    """
    found = trafilatura.bare_extraction(text, include_tables=True, include_comments=False, favor_recall=True)
    taken = found.body.iter() if isinstance(found, Taken) else ()
    pieces = {squeezed(words or "") for e in taken for words in (e.text, e.tail)}
    pieces = {piece for piece in pieces if len(piece) >= _LEAST_PIECE and not _PAGE_WORDS.search(piece)}
    root = page.find("body") if page.find("body") is not None else page
    tables = {table for table in root.iter("table") if is_data(table) and not _is_linked(table)}
    inside = {cell for table in tables for cell in table.iterdescendants()}
    hits = Counter(tables)
    for element in root.iter():
        if isinstance(element.tag, str) and element not in inside and element not in tables:
            own = sum(line in pieces for line in _own_lines(element))
            hits[element] += own if own and not _is_linked(element) else 0
    counts: Counter[Element] = Counter()
    for hit, times in hits.items():
        for above in (hit, *hit.iterancestors()) if times else ():
            counts[above] += times
    enough = [e for e, n in counts.items() if n >= _WHOLE * hits.total()]
    return _widened(max(enough, key=lambda e: sum(1 for _ in e.iterancestors())), root) if enough else root


def _is_linked(element: Element) -> bool:
    """Whether an element is a list of links."""
    if element.tag == "a" or next(element.iterancestors("a"), None) is not None:
        return True
    links = sum(len(squeezed(a.text_content())) for a in element.iter("a"))
    return links > _MOST_LINKS * max(len(squeezed(element.text_content())), 1)


def _own_lines(element: Element) -> Iterator[str]:
    """The lines that stand in an element itself: with its inline children, between its blocks; without blanks."""
    line = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in BLOCKS:
            line.append("".join(child.itertext()))
        elif isinstance(child.tag, str):
            yield squeezed("".join(line))
            line.clear()
        line.append(child.tail or "")
    yield squeezed("".join(line))


def _widened(inner: Element, root: Element) -> Element:
    """The body with what belongs to it: parents are taken while what they add is text and not links."""
    while inner is not root and (parent := inner.getparent()) is not None:
        more = _size(parent) - _size(inner)
        links = sum(_size(a) for a in parent.iter("a")) - sum(_size(a) for a in inner.iter("a"))
        if more and links > _MOST_LINKS * more:
            break
        inner = parent
    return inner
