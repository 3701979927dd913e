"""A table with merged cells → rows that are each complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kg.carry import Carry
from kg.sources.stored import Writer, cell_text

MOST_COLUMNS = 256
"""A list of winners has ten columns; a page may claim any number."""
_MOST_ROWS_OF_A_CELL = 10_000


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell where it begins."""

    row: int
    text: str
    columns: int


@dataclass(slots=True)
class Grid:
    """The cells of one table, by row and column from 0; a merged cell stands in each place that it covers."""

    _rows: dict[int, dict[int, _Cell]] = field(default_factory=dict)
    _waiting: dict[int, list[tuple[int, int, _Cell]]] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str, *, rows: int = 1, columns: int = 1) -> None:
        """A cell that begins there. Rows that hold nothing of their own are not made by a cell that hangs down into them."""
        columns = max(1, min(columns, MOST_COLUMNS - column))
        if column >= MOST_COLUMNS:
            return
        cell = _Cell(row, cell_text(text), columns)
        places = self._rows.setdefault(row, {})
        places.update((column + n, cell) for n in range(columns))
        if rows > 1:
            last = row + min(rows, _MOST_ROWS_OF_A_CELL) - 1
            self._waiting.setdefault(column, []).append((row + 1, last, cell))

    def hang(self, row: int) -> None:
        """Begin a row: the cells above that reach into it take their places."""
        places = self._rows.setdefault(row, {})
        for column, cells in self._waiting.items():
            for first, last, cell in cells:
                if first <= row <= last:
                    places.update((column + n, cell) for n in range(cell.columns))
            cells[:] = [one for one in cells if one[1] > row]

    def below(self, row: int, column: int) -> None:
        """The cell above goes on here."""
        above = self._rows.get(row - 1, {}).get(column)
        if above is not None:
            self._rows.setdefault(row, {}).update((column + n, above) for n in range(above.columns))

    def free(self, row: int, column: int) -> int:
        """The first column from `column` on that no cell has taken in the row."""
        places = self._rows.get(row, {})
        while column in places:
            column += 1
        return column

    def _carried(self, row: int, carry: Carry) -> None:
        """Gives the row's blank cells what stands above them, where a group is named in its first row alone."""
        places = self._rows[row]
        for column in carry.blanks({column: cell.text for column, cell in places.items()}):
            above = self._rows.get(row - 1, {}).get(column)
            if above is not None and above.columns == 1:
                places[column] = above

    def write(self, writer: Writer, place: Callable[[int, int | None], str | None]) -> None:
        """The rows as lines; `place` names a cell, or with None a whole row.

        A row of one merged cell is a heading and stands alone; it is told once, though it be several rows high.
        """
        writer.gap()
        carry = Carry()
        for row in sorted(self._rows):
            self._carried(row, carry)
            places = self._rows[row]
            told = {id(cell): cell for cell in places.values() if cell.text}
            if all(cell.row < row for cell in told.values()):
                continue
            if len(told) == 1 and (only := next(iter(told.values()))).columns > 1:
                writer.line(only.text, place(row, min(places)))
                continue
            width = max(places) + 1
            cells = [places[n].text if n in places else "" for n in range(width)]
            writer.row(cells, [place(row, n) or "" for n in range(width)], place(row, None))
        writer.gap()
