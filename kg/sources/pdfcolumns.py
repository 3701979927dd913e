"""Prose that a page sets in two columns: which letters stand in which, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kg.sources.pdfchars import COLUMN_GAP, Letter, rows

_LEAST_ROWS = 5
_MIDDLE = (0.35, 0.65)
"""Where of a text's width the space between two columns may stand."""
_STEP = 2.0
_FULL = 0.5
"""The share of rows on one side that reach its end: lists of names do not."""
_REACH = 2.5
_LETTERS = 8
_TABLE = 0.3
"""So many rows with a wide gap on one side are a list's."""

Row = Sequence[Letter]


def columned(found: Sequence[Letter]) -> Iterator[tuple[int, list[Letter]]]:
    """The letters in the order of reading, in pieces: 0 across the page, 1 the left column, 2 the right one."""
    level = list(rows(found))
    middle = _gutter(level)
    for parted, run in groupby(level, key=lambda row: middle is not None and not _crosses(row, middle)):
        band = list(run)
        if not parted or middle is None or not _is_prose(band, middle):
            yield 0, [letter for row in band for letter in row]
            continue
        for column, side in enumerate(_sides(band, middle), 1):
            yield column, [letter for row in side for letter in row]


def _gutter(level: Sequence[Row]) -> float | None:
    """The upright strip in the middle that the fewest rows cross."""
    if len(level) < _LEAST_ROWS:
        return None
    left, right = min(row[0].x0 for row in level), max(row[-1].x1 for row in level)
    places = [left + (right - left) * _MIDDLE[0]]
    while places[-1] < left + (right - left) * _MIDDLE[1]:
        places.append(places[-1] + _STEP)
    crossed = [sum(_crosses(row, x) for row in level) for x in places]
    least = min(crossed)
    best = [x for x, count in zip(places, crossed, strict=True) if count == least]
    return best[len(best) // 2] if least <= len(level) - _LEAST_ROWS else None


def _crosses(row: Row, x: float) -> bool:
    half = row[0].size / 2
    return any(letter.x0 < x + half and letter.x1 > x - half for letter in row)


def _sides(band: Sequence[Row], middle: float) -> tuple[list[Row], list[Row]]:
    left = [[letter for letter in row if letter.x < middle] for row in band]
    right = [[letter for letter in row if letter.x >= middle] for row in band]
    return [row for row in left if row], [row for row in right if row]


def _is_prose(band: Sequence[Row], middle: float) -> bool:
    """Whether a band is two columns of prose: lines on both sides that run to their ends, without gaps."""
    for side in _sides(band, middle):
        if len(side) < _LEAST_ROWS:
            return False
        end = max(row[-1].x1 for row in side)
        full = [row for row in side if row[-1].x1 > end - _REACH * row[-1].size and len(row) >= _LETTERS]
        gapped = [row for row in side if any(b.x0 - a.x1 > COLUMN_GAP * a.size for a, b in pairwise(row))]
        if len(full) < _FULL * len(side) or len(gapped) > _TABLE * len(side):
            return False
    return True
