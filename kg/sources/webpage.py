"""HTML: the main text of a page with its tables as tables, and what the page tells of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import trafilatura
from lxml import etree, html  # type: ignore[import-untyped]
from trafilatura.settings import Document as Taken

from kg import lexicon
from kg.model import Location, Span
from kg.sources.grid import Grid
from kg.sources.pagehead import about, chunks
from kg.sources.stored import Stored, Writer
from kg.sources.text import decoded, told

Element: TypeAlias = html.HtmlElement

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "utf8": "utf-8"}
"""Pages say GB 2312 and hold characters of its successors."""
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
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu|foot\w*|copyright|crumbs?|breadcrumbs?|share\w*|bdshare\w*|related|recommend\w*|sidebar|side|"
    r"qrcode|ewm|print|prev|next|pager|toolbar|friendlink|login|search\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
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
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_LEAST_BODY = 20
"""Characters that a body must have; a picture's page has fewer."""
_WHOLE = 0.9
_MOST_LINKS = 0.3
_LONGEST_CELL = 600
_LEAST_PIECE = 6


def stored(data: bytes) -> Stored:
    """A page as text. Raises UnreadableError; what the libraries raise on broken pages is their own."""
    declared = found[1].decode().lower() if (found := _CHARSET.search(data[:4096])) else None
    text, encoding = decoded(data, _WIDER.get(declared or "", declared))
    page = html.document_fromstring(_without_declaration(text), parser=html.HTMLParser(encoding=None, huge_tree=False))
    told_of = about(page, text)
    body = _body(page, text)
    writer = Writer()
    opening = _first_line(body)
    title = told_of.get("title")
    if title and _squeezed(title) not in _squeezed(opening):
        writer.line(title, "标题")
    for line in told_of.lines:
        writer.line(line, "页头")
    _write(body, writer)
    out = writer.finished(told_of.fields, told(encoding))
    address = told_of.get("address")
    if not address:
        return out
    whole = Location(Span(0, len(out.text)), address)
    return Stored(out.text, (whole, *out.locations), out.about, out.notes)


def _without_declaration(text: str) -> str:
    """The parser takes no text that declares an encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _body(page: Element, text: str) -> Element:
    """The element that holds the main text: one that publishing systems mark, else the one that holds what trafilatura takes."""
    for row in lexicon.rows("page-bodies"):
        if row["attribute"] == "id":
            marked = [e for e in page.iter() if e.get("id") == row["value"]]
        else:
            wanted = set(row["value"].split())
            marked = [e for e in page.iter() if wanted <= set((e.get("class") or "").split())]
        best = max(marked, key=lambda e: len(_squeezed(_visible(e))), default=None)
        if best is not None and len(_squeezed(_visible(best))) >= _LEAST_BODY:
            return best
    return _located(page, text)


def _located(page: Element, text: str) -> Element:
    """The deepest element with nearly all of the pieces that trafilatura takes, and what stands beside it that is no list of links."""
    found = trafilatura.bare_extraction(text, include_tables=True, include_comments=False, favor_recall=True)
    pieces = {_squeezed(e.text or "") for e in found.body.iter()} if isinstance(found, Taken) else set()
    pieces = {piece for piece in pieces if len(piece) >= _LEAST_PIECE}
    root = page.find("body") if page.find("body") is not None else page
    hits = [e for e in root.iter() if isinstance(e.tag, str) and _squeezed("".join(_own(e))) in pieces]
    hits = list(dict.fromkeys(_table_around(e) for e in hits))
    if not hits:
        return root
    counts: dict[Element, int] = {}
    for hit in hits:
        for above in (hit, *hit.iterancestors()):
            counts[above] = counts.get(above, 0) + 1
    best = max(
        (e for e, n in counts.items() if n >= _WHOLE * len(hits)), key=lambda e: sum(1 for _ in e.iterancestors())
    )
    return _widened(best, root)


def _table_around(element: Element) -> Element:
    """The table of data that an element stands in, else itself: a long list weighs no more than a paragraph."""
    table = next(element.iterancestors("table"), None)
    return table if table is not None and _is_data(table) else element


def _own(element: Element) -> Iterator[str]:
    """The text of an element's own lines: of its inline children too, not of its blocks."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS:
            yield "".join(child.itertext())
        yield child.tail or ""


def _widened(body: Element, root: Element) -> Element:
    """The body with what belongs to it: parents are taken while what they add is text and not links."""
    while body is not root and (parent := body.getparent()) is not None:
        more = len(_squeezed(_visible(parent))) - len(_squeezed(_visible(body)))
        links = sum(len(_squeezed(_visible(a))) for a in parent.iter("a"))
        links -= sum(len(_squeezed(_visible(a))) for a in body.iter("a"))
        if more and links > _MOST_LINKS * more:
            break
        body = parent
    return body


def _visible(element: Element) -> str:
    return "\n".join(chunks(element, is_left_out))


def is_left_out(element: Element) -> bool:
    """Whether an element is no part of the main text: scripts, forms, page furniture, hidden things."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or _HIDDEN.search(element.get("style") or ""):
        return True
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in {"body", "html", "td", "tr", "table"} and bool(_FURNITURE.search(words))


def _first_line(body: Element) -> str:
    return " ".join(line for line, _ in zip(chunks(body, is_left_out), range(3), strict=False))


def _write(body: Element, writer: Writer) -> None:
    """The lines of the body in order; a table of data becomes rows, one that only lays the page out is read through."""
    tables = 0
    line: list[str] = []
    skipped: Element | None = None
    for event, element in etree.iterwalk(body, events=("start", "end", "comment")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                line.append(_tail(element, body))
            continue
        if event == "comment":
            line.append(_tail(element, body))
            continue
        if event == "start":
            data = element.tag == "table" and _is_data(element)
            if element.tag in _BLOCKS:
                _flush(line, writer)
            if data:
                tables += 1
                _table(element, writer, tables)
            if data or (element is not body and is_left_out(element)):
                skipped = element
            else:
                line.append(element.text or "")
        else:
            if element.tag in _BLOCKS:
                _flush(line, writer)
            line.append(_tail(element, body))
    _flush(line, writer)


def _tail(element: Element, body: Element) -> str:
    return "" if element is body else element.tail or ""


def _flush(line: list[str], writer: Writer) -> None:
    writer.line(_BLANKS.sub(" ", "".join(line)))
    line.clear()


def _is_data(table: Element) -> bool:
    """Whether a table holds data: rows of short cells, none with a table of its own."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[c for c in row if c.tag in {"td", "th"}] for row in table.iter("tr")]
    wide = [cells for cells in rows if len(cells) > 1]
    longest = max((len(_squeezed(c.text_content())) for cells in rows for c in cells), default=0)
    return len(wide) > 1 and longest <= _LONGEST_CELL


def _table(table: Element, writer: Writer, number: int) -> None:
    grid = Grid()
    for caption in table.iter("caption"):
        writer.line(_BLANKS.sub(" ", caption.text_content()))
    for row, line in enumerate(table.iter("tr")):
        grid.hang(row)
        column = 0
        for cell in line:
            if cell.tag in {"td", "th"}:
                column = grid.free(row, column)
                wide, high = (_count(cell.get(name)) for name in ("colspan", "rowspan"))
                grid.put(row, column, _cell(cell), rows=high, columns=wide)
                column += wide

    def place(row: int, column: int | None) -> str:
        return f"表{number}第{row + 1}行" + ("" if column is None else f"第{column + 1}列")

    grid.write(writer, place)


def _cell(cell: Element) -> str:
    return " ".join(filter(None, (_BLANKS.sub(" ", chunk).strip() for chunk in chunks(cell, is_left_out))))


def _count(value: str | None) -> int:
    """A span as browsers take it: at least one."""
    digits = re.match(r"\s*(\d{1,5})", value or "")
    return max(int(digits[1]), 1) if digits else 1
