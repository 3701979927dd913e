"""PDF with a text layer: paragraphs joined from their lines, ruled tables as tables, each with its page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from kg.sources.grid import Grid
from kg.sources.pdfchars import COLUMNS, Line, joined, letters, lines
from kg.sources.stored import Stored, UnreadableError, Writer

_MOST_PAGES = 3000
_EDGE = 0.1
"""The share of a page's height at its top and bottom where page numbers and running heads stand."""
_PAGE_NUMBER = re.compile(
    r"[\s\-\u2014\u2013\u00b7.]*(?:\u7b2c)?\s*\d{1,4}\s*(?:\u9875)?(?:\s*[/\uff0c,\u5171]+\s*\d{1,4}\s*\u9875?)?[\s\-\u2014\u2013\u00b7.]*"
)
_RUNNING = 3
"""A line that so many pages have in the same place, and at least half of them, is a running head."""
_MOST_UNKNOWN = 0.3
_NEAR = 2.0
"""Points by which edges of one ruled line may differ."""
_END = r"[。！？：；.!?:;…][”’」』）)]?$"
_CLOSED, _OPEN = 1.6, 4.5
"""By how many letters a line may end before the margin and still go on: marks may not open a line and pull letters down."""
_INDENT = 0.9
_SCAN = "扫描件没有文字层: 请先做文字识别,例如 ocrmypdf 原文件 新文件 (scan without a text layer)"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of text or a table, where it stands on its page."""

    page: int
    top: float
    line: Line | None = None
    table: Grid | None = None


def stored(data: bytes) -> Stored:
    """A PDF as text. Raises UnreadableError; what the library raises on broken files is its own."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts that it reads all the same
    try:
        file = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__, error.__context__)):
            raise UnreadableError("文件已加密: 请用密码打开后另存为不加密的文件 (encrypted)") from error
        raise UnreadableError("不是完整的 PDF 文件: 已损坏或被截断 (broken PDF)") from error
    with file:
        if not file.pages:
            raise UnreadableError("不是完整的 PDF 文件: 没有页面 (PDF without pages)")
        if len(file.pages) > _MOST_PAGES:
            raise UnreadableError(f"PDF 超过 {_MOST_PAGES} 页: 请拆成几个文件 (too many pages)")
        pieces: list[_Piece] = []
        blank: list[int] = []
        for page in file.pages:
            found = list(_page(page))
            pieces += found
            if not found and page.images:
                blank.append(page.page_number)
            page.close()
        count = len(file.pages)
    if not pieces:
        raise UnreadableError(_SCAN if blank else "文件里没有文字: 没有可读的内容 (no text in this file)")
    pages = "、".join(map(str, blank))
    notes = [f"PDF {count} 页", *([f"第 {pages} 页是图像，没有文字层"] if blank else [])]
    return _written(_without_furniture(pieces, count), notes)


def _page(page: Any) -> Iterator[_Piece]:  # noqa: ANN401 (the library has no types)
    chars = letters(page)
    if len([c for c in chars if c.text.startswith("(cid:")]) > _MOST_UNKNOWN * max(len(chars), 1):
        raise UnreadableError("PDF 的字体没有文字对照: 请另存或做文字识别,例如 ocrmypdf --force-ocr (no Unicode map)")
    chars = [c for c in chars if not c.text.startswith("(cid:")]
    tables = (
        [t for t in page.find_tables() if len(t.rows) > 1 and max(len(r.cells) for r in t.rows) > 1] if chars else []
    )
    boxes = [t.bbox for t in tables]
    free = [c for c in chars if not any(x0 <= c.x <= x1 and top <= c.y <= bottom for x0, top, x1, bottom in boxes)]
    found = [_Piece(page.page_number, line.top, line=line) for line in lines(free, page.height)]
    for table in tables:
        grid = _grid(table, chars)
        found.append(_Piece(page.page_number, table.bbox[1], table=grid))
    yield from sorted(found, key=lambda piece: piece.top)


def _grid(table: Any, chars: Sequence[Any]) -> Grid:  # noqa: ANN401 (the library has no types)
    """The cells by the ruled lines that bound them: a merged cell covers several."""
    cells = [cell for cell in table.cells if cell]
    columns = _edges([x for cell in cells for x in (cell[0], cell[2])])
    rows = _edges([y for cell in cells for y in (cell[1], cell[3])])
    x0, top, x1, bottom = table.bbox
    inside = [c for c in chars if x0 <= c.x <= x1 and top <= c.y <= bottom]
    grid = Grid()
    placed = sorted((_place(rows, c[1]), _place(columns, c[0]), c) for c in cells)
    at = -1
    for row, column, (left, upper, right, lower) in placed:
        if row != at:
            grid.hang(row)
            at = row
        own = [c for c in inside if left <= c.x < right and upper <= c.y < lower]
        high, wide = _place(rows, lower) - row, _place(columns, right) - column
        grid.put(row, column, joined(own, right), rows=max(high, 1), columns=max(wide, 1))
    return grid


def _edges(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _place(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))


def _without_furniture(pieces: Sequence[_Piece], pages: int) -> list[_Piece]:
    """The pieces without page numbers and running heads."""

    def at_edge(line: Line) -> bool:
        return line.top < _EDGE * line.height or line.bottom > (1 - _EDGE) * line.height

    edge = [p for p in pieces if p.line and at_edge(p.line)]
    times = Counter((p.line.text, round(p.line.top)) for p in edge if p.line)
    running = {key for key, n in times.items() if n >= _RUNNING and 2 * n >= pages}
    drop = {
        id(p)
        for p in edge
        if p.line and (_PAGE_NUMBER.fullmatch(p.line.text) or (p.line.text, round(p.line.top)) in running)
    }
    return [p for p in pieces if id(p) not in drop]


def _written(pieces: Sequence[_Piece], notes: Sequence[str]) -> Stored:
    writer = Writer()
    sizes = Counter(round(p.line.size, 1) for p in pieces if p.line for _ in p.line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    paragraph: list[_Piece] = []
    for piece in pieces:
        if paragraph and not (piece.line and _goes_on(paragraph[-1], piece, usual)):
            _flush(paragraph, writer)
        if piece.line:
            paragraph.append(piece)
        elif piece.table:
            place = f"第{piece.page}页"
            piece.table.write(writer, lambda _row, _column, place=place: place)  # type: ignore[misc]
    _flush(paragraph, writer)
    return writer.finished(notes=notes)


def _goes_on(before: _Piece, after: _Piece, usual: float) -> bool:
    """Whether a line goes on with the one before: that one runs to the margin, and this one is not set in.

    Titles in large letters that need two lines are one title.
    """
    a, b = before.line, after.line
    if a is None or b is None or abs(a.size - b.size) > 1:
        return False
    if COLUMNS in a.text and COLUMNS in b.text:  # rows of a list without ruled lines
        return False
    if a.size > 1.15 * usual and before.page == after.page:
        return b.top - a.bottom < a.size and a.x1 - a.x0 > (a.right - a.left) / 2
    short = _CLOSED if re.search(_END, a.text) else _OPEN
    return a.x1 > a.right - short * a.size and b.x0 < b.left + _INDENT * b.size


def _flush(paragraph: list[_Piece], writer: Writer) -> None:
    pieces: list[tuple[str, str]] = []
    for piece in paragraph:
        if piece.line is None:
            continue
        text, place = piece.line.text, f"第{piece.page}页"
        if pieces and pieces[-1][0][-1].isascii() and text[0].isascii() and pieces[-1][0][-1].isalnum():
            text = " " + text
        if pieces and pieces[-1][1] == place:
            pieces[-1] = (pieces[-1][0] + text, place)
        else:
            pieces.append((text, place))
    writer.wrapped(pieces)
    paragraph.clear()
