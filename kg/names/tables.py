"""Pasted tables: the header line tells what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg import lexicon
from kg.model import Span
from kg.page import Page, Proposal
from kg.terms import EntityType

_CELL = re.compile(r"[^\t|｜]+")
_PART = re.compile(r"[^\s、,，/;；]+")
_MIN_COLUMNS = 3


def proposals(page: Page) -> Iterator[Proposal]:
    """Cells under a header that names a type; a cell of persons may hold several."""
    header: list[EntityType | None] = []
    for line in page.lines():
        cells = _cells(page.text, line)
        if len(cells) < _MIN_COLUMNS:
            header = header if not line.of(page.text).strip() else []
            continue
        kinds = _columns()
        names = [cell.of(page.text).replace(" ", "").replace("\u3000", "") for cell in cells]
        if sum(name in kinds for name in names) * 2 > len(names):
            header = [kinds.get(name) for name in names]
        elif header and len(cells) <= len(header):
            yield from _row(page.text, cells, header)


@cache
def _columns() -> Mapping[str, EntityType | None]:
    return {row["word"]: EntityType(row["type"]) if row["type"] else None for row in lexicon.rows("columns")}


def _cells(text: str, line: Span) -> list[Span]:
    return [
        _stripped(text, Span(*found.span())) for found in _CELL.finditer(text, line.start, line.end) if found[0].strip()
    ]


def _stripped(text: str, span: Span) -> Span:
    whole = span.of(text)
    return Span(span.start + len(whole) - len(whole.lstrip()), span.end - len(whole) + len(whole.rstrip()))


def _row(text: str, cells: Sequence[Span], header: Sequence[EntityType | None]) -> Iterator[Proposal]:
    for cell, kind in zip(cells, header, strict=False):
        if kind is EntityType.PERSON:
            for found in _PART.finditer(text, cell.start, cell.end):
                yield Proposal(Span(*found.span()), kind, "tables.column")
        elif kind is EntityType.WORK:
            marked = cell.of(text).startswith("《") and cell.of(text).endswith("》")
            yield Proposal(Span(cell.start + marked, cell.end - marked), kind, "tables.column")
        elif kind is not None:
            yield Proposal(cell, kind, "tables.column")
