"""DOCX: paragraphs and tables in their order; deleted text, headers and footers are left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from kg.sources.archive import check
from kg.sources.grid import Grid
from kg.sources.stored import Stored, UnreadableError, Writer

_MOST_XML = 64 * 1024 * 1024
_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen"))
_LEFT_OUT = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
"""Deleted and moved-away text; properties; a text box stands twice, and is read from its own place."""
_BOX = qn("w:txbxContent")
_MARKS = {_TAB: "\t", _BREAK: "\n", _RETURN: "\n", _HYPHEN: "-"}


def stored(data: bytes) -> Stored:
    """A Word file as text. Raises UnreadableError; what the library raises on broken files is its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check(archive)
        if sum(one.file_size for one in archive.infolist() if one.filename.endswith(".xml")) > _MOST_XML:
            raise UnreadableError("文件太大: 请拆成几个文件 (document too large)")
    writer = Writer()
    paragraph = table = 0
    try:
        file = docx.Document(io.BytesIO(data))
    except ValueError as error:  # it names the object in memory, which is another each time
        raise UnreadableError("不是 Word 文档: 请检查扩展名 (not a Word document)") from error
    for block in _blocks(file.element.body):
        if block.tag == _TABLE:
            table += 1
            _table(block, writer, table)
        else:
            paragraph += 1
            writer.line(_text(block), f"第{paragraph}段")
            for box in block.iter(_BOX):
                if not any(above.tag in _LEFT_OUT - {_BOX} for above in box.iterancestors()):
                    for inner in box.iter(_PARAGRAPH):
                        writer.line(_text(inner), f"第{paragraph}段(文本框)")
    return writer.finished()


def _blocks(parent: Any) -> Iterator[Any]:  # noqa: ANN401 (the library has no types)
    """Paragraphs and tables, also those within content controls and insertions."""
    for child in parent:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _text(element: Any) -> str:  # noqa: ANN401 (the library has no types)
    """The text of a paragraph or cell as it stands after all changes are accepted."""
    out: list[str] = []
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == _TEXT:
            out.append(child.text or "")
        elif child.tag in _MARKS:
            out.append(_MARKS[child.tag])
        elif child.tag not in _LEFT_OUT:
            if child.tag == _PARAGRAPH and out:
                out.append("\n")
            stack.append(iter(child))
    return "".join(out)


def _table(table: Any, writer: Writer, number: int) -> None:  # noqa: ANN401 (the library has no types)
    grid = Grid()
    for row, line in enumerate(one for one in _within(table, _ROW)):
        column = _before(line)
        for cell in _within(line, _CELL):
            wide, goes_on = _merged(cell)
            if goes_on:
                grid.below(row, column)
            else:
                grid.put(row, column, _text(cell), columns=wide)
            column += wide

    def place(row: int, column: int | None) -> str:
        return f"表{number}第{row + 1}行" + ("" if column is None else f"第{column + 1}列")

    grid.write(writer, place)


def _within(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401 (the library has no types)
    """The rows of a table or the cells of a row, also those within content controls; those of inner tables are not."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in {_TABLE, _ROW, _CELL} | _LEFT_OUT:
            yield from _within(child, tag)


def _before(row: Any) -> int:  # noqa: ANN401 (the library has no types)
    """The columns that a row leaves out at its start."""
    found = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return int(found.get(qn("w:val"), 0)) if found is not None else 0


def _merged(cell: Any) -> tuple[int, bool]:  # noqa: ANN401 (the library has no types)
    """How many columns a cell covers, and whether it goes on with the one above."""
    about = cell.find(qn("w:tcPr"))
    if about is None:
        return 1, False
    wide, high = about.find(qn("w:gridSpan")), about.find(qn("w:vMerge"))
    columns = int(wide.get(qn("w:val"), 1)) if wide is not None else 1
    return max(columns, 1), high is not None and high.get(qn("w:val"), "continue") != "restart"
