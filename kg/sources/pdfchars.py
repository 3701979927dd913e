"""The characters of a PDF page → lines, with the blanks that their gaps mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from kg import lexicon

_WORD_GAP = 0.25
COLUMN_GAP = 1.6
"""Gaps between letters, in letters' heights: from the first on a blank, from the second on the space between columns."""
_LISTED, _LIST_GAP = 2, 0.8
"""A line with so many spaces between columns is a row of a list: there a smaller gap parts columns too."""
COLUMNS = "  "
"""What parts the columns of a line."""
_SAME_LINE = 0.5
_STRUCK_TWICE = 0.3
_HAN = "\u4e00"
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, its middle, its left and right edges, its height, in points from the page's top left corner; its font."""

    text: str
    x: float
    y: float
    x0: float
    x1: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of a line without a gap between them."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its edges, the page with its height, the column (0 across the page), the fonts of its Chinese letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    height: float
    column: int
    fonts: frozenset[str]
    runs: tuple[Run, ...]


def letters(page: Any) -> list[Letter]:  # noqa: ANN401 (the library has no types)
    """The upright characters of a page without those struck twice for boldness; radicals as the characters that they show."""
    radicals = _radicals()
    out: list[Letter] = []
    seen: dict[tuple[str, int, int], Letter] = {}
    for char in page.chars:
        if not char["upright"] or not char["text"].strip():
            continue
        text = radicals.get(char["text"]) or _LIGATURES.get(char["text"], char["text"])
        size = max(char["bottom"] - char["top"], 1.0)
        middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        one = Letter(text, *middle, char["x0"], char["x1"], size, char.get("fontname", ""))
        grain = max(size * _STRUCK_TWICE, 0.5)
        key = (text, round(one.x / grain), round(one.y / grain))
        if key not in seen:
            seen[key] = one
            out.append(one)
    return out


@cache
def _radicals() -> Mapping[str, str]:
    """Fonts map the shape 西 to the radical ⻄ as often as to the character: names would not be found."""
    return {row["radical"]: row["character"] for row in lexicon.rows("radicals")}


def lines(found: Iterable[Letter], page: int, height: float, column: int = 0) -> list[Line]:
    """The lines from top to bottom."""
    return [
        Line(
            _text(row),
            row[0].x0,
            row[-1].x1,
            min(c.y - c.size / 2 for c in row),
            max(c.y + c.size / 2 for c in row),
            sorted(c.size for c in row)[len(row) // 2],
            page,
            height,
            column,
            frozenset(c.font for c in row if c.text >= _HAN),
            tuple(_runs(row)),
        )
        for row in rows(found)
    ]


def joined(found: Iterable[Letter], right: float) -> str:
    """The text of a cell: a line that fills it goes on in the next, else a blank parts the two. `right` is the cell's edge."""
    out = ""
    full = True
    for row in rows(found):
        out += ("" if full or not out else " ") + _text(row)
        full = row[-1].x1 + row[-1].size > right
    return out


def rows(found: Iterable[Letter]) -> Iterator[list[Letter]]:
    """The letters by line, from the top: those whose middles are level."""
    row: list[Letter] = []
    level = 0.0
    for one in sorted(found, key=lambda c: (c.y, c.x0)):
        if row and one.y - level > _SAME_LINE * max(min(one.size, row[0].size), 1.0):
            yield sorted(row, key=lambda c: c.x0)
            row = []
        level = one.y if not row else (level * len(row) + one.y) / (len(row) + 1)
        row.append(one)
    if row:
        yield sorted(row, key=lambda c: c.x0)


def _runs(row: Sequence[Letter]) -> Iterator[Run]:
    start = 0
    for end in range(1, len(row) + 1):
        if end == len(row) or row[end].x0 - row[end - 1].x1 > 2 * _WORD_GAP * row[end].size:
            yield Run(_text(row[start:end]), row[start].x0, row[end - 1].x1)
            start = end


def _text(row: Sequence[Letter]) -> str:
    gaps = [(b.x0 - a.x1) / max(min(a.size, b.size), 1.0) for a, b in pairwise(row)]
    # in a row of a list, long names all but touch the next column
    listed = sum(gap > COLUMN_GAP for gap in gaps) >= _LISTED
    out = [row[0].text] if row else []
    for gap, before, one in zip(gaps, row, row[1:], strict=False):
        narrow = one.text.isascii() and before.text.isascii()
        if gap > (_LIST_GAP if listed and not narrow else COLUMN_GAP):
            out.append(COLUMNS)
        elif gap > (_WORD_GAP if narrow else 2 * _WORD_GAP):
            out.append(" ")
        out.append(one.text)
    return "".join(out)
