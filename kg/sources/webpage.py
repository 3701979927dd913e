"""HTML: the main text of a page with its tables as tables, and what the page tells of itself."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree, html  # type: ignore[import-untyped]

from kg.lazy import regex
from kg.model import Location, Span
from kg.sources.grid import Grid
from kg.sources.pagebody import BLOCKS, is_data, is_left_out, squeezed
from kg.sources.pagebody import body as body_of
from kg.sources.pagehead import about, chunks
from kg.sources.stored import Stored, UnreadableError, Writer
from kg.sources.text import decoded, told

Element: TypeAlias = html.HtmlElement

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "utf8": "utf-8"}
"""Pages say GB 2312 and hold characters of its successors."""
_DECLARATION = regex(r"^\s*<\?xml[^>]*\?>")
"""The parser takes no text that declares an encoding."""
_EMBEDDED = regex(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=%]*", re.IGNORECASE)
"""Pictures within the page: most of its bytes, where there are any."""
_BLANKS = regex(r"[ \t\r\n\f\xa0]+")


def stored(data: bytes) -> Stored:
    """A page as text. Raises UnreadableError; what the libraries raise on broken pages is their own."""
    declared = found[1].decode().lower() if (found := _CHARSET.search(data[:4096])) else None
    text, encoding = decoded(data, _WIDER.get(declared or "", declared))
    text = _EMBEDDED.sub("", _DECLARATION.sub("", text))
    page = _parsed(text)
    told_of = about(page, text)
    body = body_of(page, text)
    writer = Writer()
    opening = _first_line(body)
    title = told_of.get("title")
    if title and squeezed(title) not in squeezed(opening):
        writer.line(title, "标题")
    inside = {squeezed(line) for line in chunks(body, is_left_out)}
    for line in told_of.lines:
        if squeezed(line) not in inside:
            writer.line(line, "页头")
    _write(body, writer)
    out = writer.finished(told_of.fields, told(encoding))
    address = told_of.get("address")
    if not address:
        return out
    whole = Location(Span(0, len(out.text)), address)
    return Stored(out.text, (whole, *out.locations), out.about, out.notes)


_TOO_DEEP = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT, which lxml names from 6.0.2 on; with libxml2 before 2.13 pages of any depth are read."""


def _parsed(text: str) -> Element:
    """The page. Raises UnreadableError where it is nested so deeply that the parser would drop what lies inside."""
    parser = html.HTMLParser(encoding=None, huge_tree=True)
    page = html.document_fromstring(text, parser=parser)
    if any(error.type == _TOO_DEEP for error in parser.error_log):
        raise UnreadableError("网页嵌套过深(超过约两千层): 请另存为较简单的网页或文本 (page nested too deeply)")
    return page


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
            data = element.tag == "table" and is_data(element)
            if element.tag in BLOCKS:
                _flush(line, writer)
            if data:
                tables += 1
                _table(element, writer, tables)
            if data or (element is not body and is_left_out(element)):
                skipped = element
            else:
                line.append(element.text or "")
        else:
            if element.tag in BLOCKS:
                _flush(line, writer)
            line.append(_tail(element, body))
    _flush(line, writer)


def _tail(element: Element, body: Element) -> str:
    return "" if element is body else element.tail or ""


def _flush(line: list[str], writer: Writer) -> None:
    writer.line(_BLANKS.sub(" ", "".join(line)))
    line.clear()


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
