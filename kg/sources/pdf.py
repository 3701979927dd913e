"""PDF with a text layer: paragraphs joined from their lines, ruled tables as tables, each with its page."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from kg.sources.grid import Grid
from kg.sources.pdfchars import Line, joined, letters, lines
from kg.sources.pdfcolumns import columned
from kg.sources.pdflists import Table, listed
from kg.sources.pdfparagraphs import Setting, without_furniture
from kg.sources.stored import Stored, UnreadableError, Writer

_MOST_PAGES = 3000
_MOST_UNKNOWN = 0.3
_NEAR = 2.0
"""Points by which edges of one ruled line may differ."""
_AHEAD = 2
"""Lines below that tell where a paragraph ends: what is left of a title, the date below who signs."""
_SCAN = "扫描件没有文字层: 请先做文字识别,例如 ocrmypdf 原文件 新文件 (scan without a text layer)"


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
        pieces: list[Line | Table] = []
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
    return _written(pieces, count, notes)


def _page(page: Any) -> Iterator[Line | Table]:  # noqa: ANN401 (the library has no types)
    chars = letters(page)
    if len([c for c in chars if c.text.startswith("(cid:")]) > _MOST_UNKNOWN * max(len(chars), 1):
        raise UnreadableError("PDF 的字体没有文字对照: 请另存或做文字识别,例如 ocrmypdf --force-ocr (no Unicode map)")
    chars = [c for c in chars if not c.text.startswith("(cid:")]
    tables = (
        [t for t in page.find_tables() if len(t.rows) > 1 and max(len(r.cells) for r in t.rows) > 1] if chars else []
    )
    boxes = [t.bbox for t in tables]
    free = [c for c in chars if not any(x0 <= c.x <= x1 and top <= c.y <= bottom for x0, top, x1, bottom in boxes)]
    waiting = sorted(tables, key=lambda table: table.bbox[1])
    number = page.page_number
    for column, some in columned(free):
        for line in lines(some, number, page.height, column):
            while waiting and waiting[0].bbox[1] < line.top:
                yield Table(_grid(waiting.pop(0), chars), [number])
            yield line
    for table in waiting:
        yield Table(_grid(table, chars), [number])


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


def _written(pieces: Sequence[Line | Table], pages: int, notes: Sequence[str]) -> Stored:
    furniture = without_furniture([p for p in pieces if isinstance(p, Line)], pages)
    kept = list(listed([p for p in pieces if isinstance(p, Table) or p not in furniture]))
    setting = Setting([p for p in kept if isinstance(p, Line)])
    writer = Writer()
    paragraph: list[Line] = []
    for number, piece in enumerate(kept):
        if isinstance(piece, Line):
            then = [one for one in kept[number + 1 : number + 1 + _AHEAD] if isinstance(one, Line)]
            if paragraph and not setting.goes_on(paragraph, piece, then):
                _flush(paragraph, writer)
            paragraph.append(piece)
        else:
            _flush(paragraph, writer)
            piece.grid.write(writer, piece.place)
    _flush(paragraph, writer)
    return writer.finished(notes=notes)


def _flush(paragraph: list[Line], writer: Writer) -> None:
    pieces: list[tuple[str, str]] = []
    for line in paragraph:
        text, place = line.text, f"第{line.page}页"
        last = pieces[-1][0][-1] if pieces else ""
        if last.isascii() and last.isalnum() and text[0].isascii() and not (last.isdigit() and text[0].isdigit()):
            text = " " + text
        if pieces and pieces[-1][1] == place:
            pieces[-1] = (pieces[-1][0] + text, place)
        else:
            pieces.append((text, place))
    writer.wrapped(pieces)
    paragraph.clear()
