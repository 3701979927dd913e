"""Rows of a table whose header line names its columns: what stands in which cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kg import lexicon
from kg.carry import Carry
from kg.lazy import regex
from kg.model import Span
from kg.patterns.aligned import Aligned

_BARS = regex(r"[\t|\uff5c]")
_WIDE = regex(r"[ \u3000\u00a0]{2,}|\u3000")
_BLANK = regex(r"[ \u3000\u00a0]+")
_NOTE = regex(r"[(\uff08].*?[)\uff09]|[\s\u3000:\uff1a*]")
_NUMBERED = regex(r"[\d一二三四]+$")
_RANK = regex(r"(?:[特一二三四]等|金|银|铜|优秀|优胜|鼓励|入围|提名)奖|[冠亚季]军|第[一二三四五六七八]名|[金银铜]牌")
_HEADING = regex(
    r"[奖名组类项级段科班队]|^\s*[(\uff08]?[一二三四五六七八九十\d]{1,3}[)\uff09]?[、.\uff0e]|年级|小学|中学|初中|高中|幼儿|男|女|团体|个人|\d米"
)
_NUMBERED_LINE = regex(r"\s*[(\uff08]?[一二三四五六七八九十]{1,3}[)\uff09、.\uff0e]")
_GROUP = regex("(?:[一-龥]{0,5}(?:[组段部]|[男女]子)|[小初高中幼]学|[初高]中|幼儿园?|个人|团体)(?:组|赛|团体|个人)?")
_ONE_HAN = regex(r"[\u4e00-\u9fff]")
_LEAST_SUFFIX = 2
_LONGEST_NAME = 14
_LEAST_PERSON, _LEAST_AGENT = 2, 3


class Part(StrEnum):
    """What a column holds of a row's facts."""

    NUMBER = "number"
    PERSON = "person"
    TEACHER = "teacher"
    AGENT = "agent"
    WORK = "work"
    RANK = "rank"
    CATEGORY = "category"
    CONTEST = "contest"
    HONOUR = "honour"
    WINNER = "winner"
    """Winners of the rank that names the column."""
    GROUP = "group"
    """Winners of the group that names the column, in the order of the column of ranks."""
    OTHER = ""


_VALUES = {Part.WINNER: {Part.RANK}, Part.GROUP: {Part.CATEGORY, Part.RANK}}
"""What names a column in one table and stands in a column of another."""
_LEAST_COLUMNS = 2
_TELLING = frozenset({Part.PERSON, Part.AGENT, Part.WORK, Part.WINNER})
"""A table that gives facts has one of these columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the header."""

    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its columns, and a span for each: empty where the cell is, above the line where it goes on with that."""

    span: Span
    columns: tuple[Column, ...]
    cells: tuple[Span, ...]


class Rows:
    """Follows a text line by line: a header opens a table, the lines that fit it are its rows."""

    def __init__(self) -> None:
        self._columns: tuple[Column, ...] = ()
        self._cut: re.Pattern[str] = _BARS
        self._doubted = False
        self._carry = Carry()
        self._above: tuple[Span, ...] = ()
        self._aligned = Aligned()

    def read(self, text: str, line: Span) -> Row | None:
        """The row that a line is; None for headers, headings, prose, and lines that do not fit the header."""
        row = self._read(text, line)
        if row is None:
            said = [cell.of(text) for cell in self._aligned.first] if self._aligned.line == line else [line.of(text)]
            self._carry.blanks(dict(enumerate(said)))
            return None
        cells = list(row.cells)
        for n in self._carry.blanks({n: cell.of(text) for n, cell in enumerate(cells)}):
            cells[n] = self._above[n]
        self._above = tuple(cells)
        return Row(line, row.columns, self._above)

    def _read(self, text: str, line: Span) -> Row | None:
        if (found := _header(text, line)) is not None and not self._says_values(text, line, found):
            self._columns, self._cut = found
            self._doubted = False
            self._aligned = Aligned(text, line, _cells(text, line, self._cut))
            return None
        if not self._columns:
            return None
        cells = _cells(text, line, self._cut)
        if self._cut is not _BARS and len(cells) < len(self._columns):
            cells = self._aligned.placed(text, cells)
        filled = [cell for cell in cells if cell.end > cell.start]
        if len(filled) == 1 and not _HEADING.search(line.of(text)):
            self._doubted = True  # a line of other words may end the table; a heading of ranks or groups does not
        elif self._cut is not _BARS and _NUMBERED_LINE.match(text, line.start, line.end):
            self._columns = ()  # blanks alone part too many lines into so many cells: each section needs its own header
        if len(cells) > len(self._columns) or len(filled) < 2:  # noqa: PLR2004 (one cell is no row)
            return None
        if self._cut is not _BARS and not self._fits(text, cells):
            return None
        if self._doubted and not self._resumes(cells):
            self._columns = ()
            return None
        self._doubted = False
        self._aligned.add(text, cells)
        cells += [Span(line.end, line.end)] * (len(self._columns) - len(cells))
        return Row(line, self._columns, tuple(cells))

    def _says_values(self, text: str, line: Span, found: tuple[tuple[Column, ...], re.Pattern[str]]) -> bool:
        """Whether what looks like a header is a row of the open table: a school's name may end in 学校, a rank name a column."""
        columns, cut = found
        if len(columns) != len(self._columns):
            return False
        names = (_bare(cell.of(text)) for cell in _cells(text, line, cut))
        return all(
            name not in _known() and (column.part is own.part or own.part in _VALUES.get(column.part, ()))
            for name, column, own in zip(names, columns, self._columns, strict=True)
            if column.part is not Part.OTHER
        )

    def _resumes(self, cells: Sequence[Span]) -> bool:
        """Whether a line behind other words is a row all the same: its names have the length of names."""
        least = {Part.PERSON: _LEAST_PERSON, Part.AGENT: _LEAST_AGENT}
        named = [
            (cell, least[column.part])
            for column, cell in zip(self._columns, cells, strict=False)
            if column.part in least
        ]
        return self._cut is _BARS and bool(named) and all(cell.end - cell.start >= size for cell, size in named)

    def _fits(self, text: str, cells: Sequence[Span]) -> bool:
        """Whether cells that blanks alone part are those of the header: as many, and numbers where numbers are due."""
        pairs = zip(self._columns, cells, strict=False)
        numbers = (cell for column, cell in pairs if column.part is Part.NUMBER and cell.end > cell.start)
        return len(cells) == len(self._columns) and all(re.search(r"\d", cell.of(text)) for cell in numbers)


def groups(columns: Sequence[Column]) -> list[list[int]]:
    """The columns of each winner of a row: all of them, or where names repeat (姓名 学校 姓名 学校) each repeat with the shared ones."""
    names = [column.name for column in columns]
    first = next((n for n, name in enumerate(names) if name in names[n + 1 :]), None)
    if first is None:
        return [list(range(len(names)))]
    period = names.index(names[first], first + 1) - first
    starts = [n for n in range(first, len(names), period) if names[n] == names[first]]
    parts = [{columns[n].part for n in range(start, min(start + period, len(names)))} for start in starts]
    wins = Part.PERSON if any(c.part is Part.PERSON for c in columns) else Part.AGENT
    if not all(wins in found for found in parts):
        return [list(range(len(names)))]
    end = min(starts[-1] + period, len(names))
    shared = [*range(first), *range(end, len(names))]
    return [[*shared, *range(start, min(start + period, end))] for start in starts]


def _header(text: str, line: Span) -> tuple[tuple[Column, ...], re.Pattern[str]] | None:
    raw = line.of(text)
    if len(raw) > _LONGEST_NAME * 40 or not _ONE_HAN.search(raw):
        return None
    barred = _BARS.search(raw) is not None
    if not barred and len(raw.split()) < _LEAST_COLUMNS:
        return None
    found = [
        (columns, cut) for cut in ((_BARS,) if barred else (_WIDE, _BLANK)) if (columns := _columns(text, line, cut))
    ]
    # columns may stand nearer than two blanks: 序号 姓名  学校
    return max(found, key=lambda one: len(one[0]), default=None)


def _columns(text: str, line: Span, cut: re.Pattern[str]) -> tuple[Column, ...]:
    """The columns that a line names where it is cut so; empty where it is no header."""
    cells = _cells(text, line, cut)
    columns = tuple(column(cell.of(text)) for cell in cells)
    named = [c for c in columns if c is not None]
    told = [c for c, cell in zip(columns, cells, strict=True) if cell.end > cell.start]
    enough = len(named) == len(told) if cut is _BLANK else 2 * len(named) > len(told)
    parts = {c.part for c in named}
    tells = bool(parts & _TELLING) or {Part.RANK, Part.GROUP} <= parts
    if len(named) < _LEAST_COLUMNS or not enough or not tells:
        return ()
    names = (cell.of(text) for cell in cells)
    return tuple(c or Column(name, Part.OTHER) for c, name in zip(columns, names, strict=True))


def column(cell: str) -> Column | None:
    """The column that a header's cell names: by the whole name, else by the longest known end of it; None for other words."""
    name = _bare(cell)
    if not 0 < len(name) <= _LONGEST_NAME:
        return None
    if _RANK.fullmatch(name):
        return Column(name, Part.WINNER)
    known = _known()
    bare = _NUMBERED.sub("", name) or name
    if bare in known:
        return Column(bare, known[bare])
    for start in range(1, len(bare) - _LEAST_SUFFIX + 1):
        if bare[start:] in known:
            part = known[bare[start:]]
            guides = part is Part.PERSON and re.search("指导|辅导|教练", bare)
            return Column(bare, Part.TEACHER if guides else part)
    return Column(name, Part.GROUP) if _GROUP.fullmatch(name) else None


def _bare(cell: str) -> str:
    return _NOTE.sub("", cell).split("/")[0]


@cache
def _known() -> Mapping[str, Part]:
    return {row["word"]: Part(row["role"]) for row in lexicon.rows("columns")}


def _cells(text: str, line: Span, cut: re.Pattern[str]) -> list[Span]:
    """The cells of a line without the blanks at their ends; with bars, a bar at the line's ends parts nothing."""
    start, end = line.start, line.end
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    if cut is not _BARS:
        return _joined(text, list(_parts(text, Span(*_trimmed(text, start, end)), cut)))
    spans = list(_parts(text, Span(start, end), cut))
    if len(spans) > 1 and "\t" not in text[start:end]:
        spans = spans[spans[0].start == spans[0].end : len(spans) - (spans[-1].start == spans[-1].end)]
    return spans


def _parts(text: str, span: Span, cut: re.Pattern[str]) -> Iterator[Span]:
    at = span.start
    for found in cut.finditer(text, span.start, span.end):
        yield Span(*_trimmed(text, at, found.start()))
        at = found.end()
    yield Span(*_trimmed(text, at, span.end))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _joined(text: str, cells: list[Span]) -> list[Span]:
    """The cells with names of two characters put together that are set as wide as those of three: 鞠  爽."""
    out: list[Span] = []
    for cell in cells:
        single = cell.end - cell.start == 1 and _ONE_HAN.match(text, cell.start)
        before = out[-1] if out else None
        if single and before and before.end - before.start == 1 and _ONE_HAN.match(text, before.start):
            out[-1] = Span(before.start, cell.end)
        else:
            out.append(cell)
    return out
