"""Lists that a PDF sets in columns without ruled lines → tables: their header tells the columns, places tell the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.carry import header
from kg.lazy import regex
from kg.sources.grid import Grid
from kg.sources.pdfchars import Line, Run

_HAN = regex("[\u4e00-\u9fff]")
_SENTENCE = regex(r"[。！？；：，]")
_LONGEST_HEADING = 30
_LEAST = 2
"""Cells of a row, and lines of a list."""
_NEARER = 2.0
"""A cell that stands under no column's words is in the one that is so much nearer than the next."""


@dataclass(slots=True)
class Table:
    """A table and the page of each of its rows; the last one holds for all below."""

    grid: Grid
    pages: list[int] = field(default_factory=list)

    def place(self, row: int, _column: int | None) -> str:
        """Where a cell stood."""
        return f"第{self.pages[min(row, len(self.pages) - 1)]}页"


def listed(found: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """The same with the lines of each list as a table."""
    at = 0
    while at < len(found):
        lines = _list(found, at)
        if len(lines) < _LEAST:
            yield found[at]
            at += 1
            continue
        yield _table(lines)
        at += len(lines)


@dataclass(slots=True)
class _Columns:
    """Where the columns of a list stand: each as wide as the cells in it."""

    edges: list[tuple[float, float]]

    def cells(self, line: Line) -> dict[int, str] | None:
        """The cells of a line by column; None where they do not stand in columns. The columns grow with what stands in them."""
        out: dict[int, str] = {}
        edges = list(self.edges)
        for run in line.runs:
            column = self._of(run)
            if column is None:
                return None
            out[column] = f"{out[column]} {run.text}" if column in out else run.text
            edges[column] = min(edges[column][0], run.x0), max(edges[column][1], run.x1)
        if any(a[1] > b[0] for a, b in pairwise(edges)):
            return None
        if len(out) >= _LEAST:
            self.edges = edges
        return out

    def _of(self, run: Run) -> int | None:
        within = [n for n, (x0, x1) in enumerate(self.edges) if run.x0 < x1 and run.x1 > x0]
        if within:
            return within[0] if len(within) == 1 else None
        far = sorted((max(x0 - run.x1, run.x0 - x1), n) for n, (x0, x1) in enumerate(self.edges))
        return far[0][1] if far[0][0] * _NEARER < far[1][0] else None


def _list(found: Sequence[Line | Table], at: int) -> list[tuple[Line, dict[int, str]]]:
    """The lines from a header on that stand in its columns, each with its cells; a heading has one for all."""
    first = found[at]
    named = _names(first) if isinstance(first, Line) else []
    if not isinstance(first, Line) or not header({n: run.text for n, run in enumerate(named)}):
        return []
    columns = _Columns([(run.x0, run.x1) for run in named])
    out = [(first, {n: run.text for n, run in enumerate(named)})]
    last = 1
    for line in found[at + 1 :]:
        if not isinstance(line, Line):
            break
        cells = columns.cells(line)
        if again := _again(line, len(named)):
            cells = again
        if cells is not None and len(cells) >= _LEAST:
            out.append((line, cells))
            last = len(out)
        elif len(line.text) <= _LONGEST_HEADING and len(line.runs) == 1 and not _SENTENCE.search(line.text):
            out.append((line, {}))
        else:
            break
    return out[:last]


def _again(line: Line, count: int) -> dict[int, str]:
    """The cells of the same header, once more at the top of a page."""
    cells = {n: run.text for n, run in enumerate(_names(line))}
    return cells if len(cells) == count and header(cells) else {}


def _names(line: Line) -> list[Run]:
    """The names of a header: letters that are set wide are one, 姓 名."""
    out: list[Run] = []
    for run in line.runs:
        if out and len(run.text) == 1 == len(out[-1].text) and _HAN.match(run.text) and _HAN.match(out[-1].text):
            out[-1] = Run(out[-1].text + run.text, out[-1].x0, run.x1)
        else:
            out.append(run)
    return out


def _table(lines: Sequence[tuple[Line, dict[int, str]]]) -> Table:
    out = Table(Grid())
    width = len(lines[0][1])
    for row, (line, cells) in enumerate(lines):
        out.pages.append(line.page)
        for column, text in sorted(cells.items()):
            out.grid.put(row, column, text)
        if not cells:
            out.grid.put(row, 0, line.text, columns=width)
    return out
