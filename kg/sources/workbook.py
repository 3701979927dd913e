"""XLSX: the visible sheets, each row one line, merged cells repeated."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from kg.lazy import regex
from kg.sources.archive import check
from kg.sources.grid import MOST_COLUMNS, Grid
from kg.sources.stored import Stored, UnreadableError, Writer

_MOST_XML = 64 * 1024 * 1024
"""Bytes of the parts of a workbook: a million cells, which take half a gigabyte while they are read."""
_UNNAMED = regex(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


def stored(data: bytes) -> Stored:
    """A workbook as text. Raises UnreadableError; what the library raises on broken files is its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check(archive)
        if sum(one.file_size for one in archive.infolist() if one.filename.endswith(".xml")) > _MOST_XML:
            raise UnreadableError("工作簿太大(超过约一百万格): 请拆成几个文件 (workbook too large)")
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    writer = Writer()
    notes = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"隐藏的工作表“{sheet.title}”未读")
            continue
        _sheet(sheet, writer)
    return writer.finished(notes=notes)


def _sheet(sheet: Any, writer: Writer) -> None:  # noqa: ANN401 (the library has no types)
    spans = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
    grid, at, widest = Grid(), 0, 1
    # walking by rows would make a cell for every place up to the last formatted one: up to 16 thousand million
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001
        if cell.value is None or column > MOST_COLUMNS:
            continue
        if row != at:
            grid.hang(row)
            at = row
        span = spans.get((row, column))
        rows, columns = (span.size["rows"], span.size["columns"]) if span else (1, 1)
        grid.put(row, column - 1, _text(cell.value), rows=rows, columns=columns)
        widest = max(widest, column)
    if at and not _UNNAMED.fullmatch(sheet.title.strip()):
        writer.line(sheet.title, f"{sheet.title}(工作表名)")

    def place(row: int, column: int | None) -> str:
        if column is None:
            return f"{sheet.title}!A{row}:{get_column_letter(widest)}{row}"
        return f"{sheet.title}!{get_column_letter(column + 1)}{row}"

    grid.write(writer, place)


def _text(value: object) -> str:
    """A value as the sheet shows it, near enough: whole numbers without a point, days without an hour."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value)
