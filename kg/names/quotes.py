"""Names that open with a quotation: “春雨”计划, “青蓝杯”教学大赛."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg import lexicon
from kg.lazy import regex
from kg.model import Span
from kg.page import Page, Proposal
from kg.terms import EntityType

_QUOTED = regex(r"[“「]([^“”「」\n]{1,40})[”」]([\u4e00-\u9fff]{0,16})")
_TYPES = frozenset({"Program", "Event", "Competition", "Group", "Organization", "Work", "Honour", "Place"})
_LONGEST = 6


@cache
def _heads() -> Mapping[str, EntityType]:
    return {row["word"]: EntityType(row["type"]) for row in lexicon.rows("heads") if row["type"] in _TYPES}


def proposals(page: Page) -> Iterator[Proposal]:
    """The quotation with the head word behind it, and the quotation alone where its own end is a head word."""
    heads = _heads()
    for part in page.body:
        for found in _QUOTED.finditer(page.text, part.start, part.end):
            inside, behind = found[1], found[2]
            for end in range(1, len(behind) + 1):
                for size in range(min(_LONGEST, end), 0, -1):
                    kind = heads.get(behind[end - size : end])
                    if kind:
                        yield Proposal(Span(found.start(), found.end(1) + 1 + end), kind, "quotes.head-behind")
                        break
            for size in range(min(_LONGEST, len(inside)), 0, -1):
                kind = heads.get(inside[-size:])
                if kind:
                    yield Proposal(Span(*found.span(1)), kind, "quotes.head-inside")
                    break
            if behind.startswith(("称号", "荣誉", "等称号", "奖章")):
                yield Proposal(Span(*found.span(1)), EntityType.HONOUR, "quotes.title-conferred")
