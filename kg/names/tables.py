"""Tables: the header line tells what each column holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.lazy import regex
from kg.model import Span
from kg.page import SURE, Page, Proposal
from kg.patterns.columns import Column, Part, Rows
from kg.terms import EntityType

_PART = regex(r"[^\s\u3000、,\uff0c/\uff0f;\uff1b]+")
_PADDED = regex(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_NAME = regex(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}[\u00b7\u2022\u30fb][\u4e00-\u9fff]{1,8}")
_NO_NAME = regex(r"[等队组班级校部们]$|集体|团队|全体|名单|同学|老师|空缺|暂无|待定|团体|缺[席考赛]")
_MARKED = regex(r"《([^《》]+)》|“([^“”]+)”")
_MANY = regex(r"[、,\uff0c;\uff1b]")
_NO_PART = regex(r"[()\uff08\uff09\[\]【】\s\u3000]")
_LONGEST_AGENT = 30
_SHORT = regex(r"[\u4e00-\u9fff]{2,3}")
_LONG = regex(r"[\u4e00-\u9fff\d]{4,14}")
_HAS_NAME = regex(r"学校|[小中大]学|幼儿园|校区|分校|学院|中心")
"""A cell with a school's name and other words is no whole name: 外国语学校华侨城校区."""
_LEAST_AGREED, _AGREED = 3, 0.7
"""So many sure names of a column, and such a share of it, tell what the others are."""
_LONGEST_CELL = 400
_TYPES = {
    Part.CONTEST: EntityType.COMPETITION,
    Part.HONOUR: EntityType.HONOUR,
}


def proposals(page: Page) -> Iterator[Proposal]:
    """What stands in cells whose column tells its type: sure where it has the shape of such a name, else a thought."""
    rows = Rows()
    cells: dict[tuple[int, int], list[Span]] = defaultdict(list)
    held: dict[tuple[int, int], Part] = {}
    tables: dict[tuple[Column, ...], int] = {}
    for line in page.lines():
        row = rows.read(page.text, line)
        if row is None:
            continue
        number = tables.setdefault(row.columns, len(tables))
        for column, (name, cell) in enumerate(zip(row.columns, row.cells, strict=True)):
            if 0 < cell.end - cell.start <= _LONGEST_CELL and line.covers(cell):
                cells[number, column].append(cell)
                held[number, column] = name.part
    for key, found in cells.items():
        yield from _column(page.text, found, held[key])


def _column(text: str, cells: Sequence[Span], part: Part) -> Iterator[Proposal]:
    """The names of a column; where nearly all are sure, a short one of the same shape is, too: 支明 among 张明, 李明."""
    found = [one for cell in cells for one in _cell(text, cell, part)]
    likely = [one for one in found if one.rule == SURE]
    agreed = len(likely) >= _LEAST_AGREED and len(likely) >= _AGREED * len(found)
    for one in found:
        yield replace(one, rule=SURE) if agreed and one.rule != SURE and _may_be(one, text) else one


def _may_be(one: Proposal, text: str) -> bool:
    """Whether a name that no word list knows has the shape of its column's names."""
    name = one.span.of(text)
    if one.type is EntityType.PERSON:
        return bool(_SHORT.fullmatch(name)) and not _NO_NAME.search(name)
    return one.type is EntityType.SCHOOL and bool(_LONG.fullmatch(name)) and not _HAS_NAME.search(name)


def _cell(text: str, cell: Span, part: Part) -> Iterator[Proposal]:
    if part in {Part.PERSON, Part.TEACHER}:
        yield from _persons(text, cell)
    elif part is Part.AGENT:
        yield from _agents(text, cell)
    elif part is Part.WINNER:
        found = list(_agents(text, cell))
        yield from (one for one in found if one.rule == SURE)
        if not any(one.rule == SURE for one in found):
            yield from (one for one in _persons(text, cell) if one.rule == SURE)
    elif part is Part.WORK:
        marked = _MARKED.fullmatch(cell.of(text))
        own = cell if marked is None else Span(cell.start + 1, cell.end - 1)
        yield Proposal(own, EntityType.WORK, SURE)
    elif part in _TYPES:
        yield Proposal(cell, _TYPES[part], SURE)


def _persons(text: str, cell: Span) -> Iterator[Proposal]:
    """The persons of a cell: 张三、李四; names of two characters may be set wide."""
    padded = [Span(*found.span()) for found in _PADDED.finditer(text, cell.start, cell.end)]
    yield from (Proposal(one, EntityType.PERSON, SURE) for one in padded)
    for found in _PART.finditer(text, cell.start, cell.end):
        one = Span(*found.span())
        if not any(wide.covers(one) for wide in padded):
            sure = _NAME.fullmatch(found[0]) and not _NO_NAME.search(found[0]) and _has_surname(found[0])
            yield Proposal(one, EntityType.PERSON, SURE if sure else "tables.column")


def _has_surname(name: str) -> bool:
    surnames = lexicon.words("surnames")
    return name[:1] in surnames or name[:2] in surnames or not name.isalpha()


def _agents(text: str, cell: Span) -> Iterator[Proposal]:
    """The schools and bodies of a cell by the ends of their names; several where each part has such an end."""
    spans = [cell]
    if _MANY.search(text, cell.start, cell.end):
        spans = [Span(*found.span()) for found in _PART.finditer(text, cell.start, cell.end)]
    for one in spans:
        name = one.of(text)
        kind = _kind(name)
        sure = kind is not None and len(name) <= _LONGEST_AGENT and not _NO_PART.search(name)
        yield Proposal(one, kind or EntityType.SCHOOL, SURE if sure else "tables.column")


def _kind(name: str) -> EntityType | None:
    """The type that a name's longest known end tells."""
    kinds = _kinds()
    return next((kinds[name[n:]] for n in range(1, len(name)) if name[n:] in kinds), None)


@cache
def _kinds() -> Mapping[str, EntityType]:
    agents = {EntityType.SCHOOL, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION}
    heads = {row["word"]: row["type"] for row in lexicon.rows("heads")}
    ends = heads | {row["suffix"]: row["type"] for row in lexicon.rows("kinds")}
    return {end: EntityType(kind) for end, kind in ends.items() if kind in agents}
