"""CSV and TSV: rows as lines of tab-separated cells."""

from __future__ import annotations

import csv
import io

from kg.carry import Carry
from kg.sources.stored import Stored, UnreadableError, Writer
from kg.sources.text import decoded, told

_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 50
_LONGEST_CELL = 1_000_000
_MOST_COLUMNS = 16_384
"""Those of a spreadsheet."""


def stored(data: bytes) -> Stored:
    """A table in a text file; the separator is the one that gives most rows the same number of cells. Raises UnreadableError."""
    text, encoding = decoded(data)
    writer = Writer()
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    carry, above = Carry(), list[str]()
    try:
        for number, row in enumerate(rows, 1):
            if len(row) > _MOST_COLUMNS:
                raise UnreadableError(f"表格第 {number} 行有 {len(row)} 列: 请检查分隔符和换行 (too many columns)")
            for column in carry.blanks(dict(enumerate(row))):
                row[column] = above[column]
            above = row
            writer.row(row, [f"第{number}行第{column}列" for column in range(1, len(row) + 1)], f"第{number}行")
    except csv.Error as error:
        raise UnreadableError(f"表格第 {rows.line_num} 行不能读: {error} (broken CSV)") from error
    return writer.finished(notes=told(encoding))


def _delimiter(text: str) -> str:
    """The separator of most rows: the one whose most common number of cells covers most lines, then the one with most cells."""
    lines = [line for line in text[:200_000].splitlines()[:_SAMPLE_LINES] if line.strip()]

    def fit(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts) - {0}, key=lambda n: (counts.count(n), n), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(_DELIMITERS, key=fit)
