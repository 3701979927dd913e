"""Columns that blanks alone keep apart: where each begins and ends, in the widths that letters are printed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kg.model import Span


class Aligned:
    """Follows the rows of a table from its header: a row with blank cells has its others below those of the rows above."""

    def __init__(self, text: str = "", line: Span | None = None, cells: Sequence[Span] = ()) -> None:
        self.line, self.first = line, tuple(cells)
        self._begins: list[set[int]] = [set() for _ in cells]
        self._edges = [_edges(text, cell) for cell in cells]
        self.add(text, cells)

    def add(self, text: str, cells: Sequence[Span]) -> None:
        """A row with all its cells (empty where one is blank): the columns are as wide as what stands in them."""
        if len(cells) != len(self._edges):
            return
        for n, cell in enumerate(cells):
            if cell.end > cell.start:
                begin, end = _edges(text, cell)
                self._begins[n].add(begin)
                self._edges[n] = min(begin, self._edges[n][0]), max(end, self._edges[n][1])

    def placed(self, text: str, cells: Sequence[Span]) -> list[Span]:
        """The cells of a row with blank ones in their columns; as they are where one does not begin where its column does."""
        out: dict[int, Span] = {}
        for cell in cells:
            begin, end = _edges(text, cell)
            below = [n for n, (a, b) in enumerate(self._edges) if begin < b and end > a]
            if len(below) != 1 or begin not in self._begins[below[0]] or below[0] in out:
                return list(cells)
            out[below[0]] = cell
        at = cells[-1].end if cells else 0
        return [out.get(n, Span(at, at)) for n in range(len(self._edges))]


def _edges(text: str, cell: Span) -> tuple[int, int]:
    """Where a cell begins and ends in its line: Chinese letters are two wide."""
    start = text.rfind("\n", 0, cell.start) + 1
    begin = sum(map(_width, text[start : cell.start]))
    return begin, begin + sum(map(_width, cell.of(text)))


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
