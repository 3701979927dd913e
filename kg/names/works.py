"""Works and policies: what stands in book title marks."""

from __future__ import annotations

from collections.abc import Iterator

from kg import lexicon
from kg.lazy import regex
from kg.model import Span
from kg.page import Page, Proposal
from kg.terms import EntityType

_MARKS = regex(r"《([^《》\n]{1,80})》")
_BRACKET = regex(r"[(（][^()（）]*[)）]$")
_LONGEST = 6


def proposals(page: Page) -> Iterator[Proposal]:
    """《X办法》 is a policy X办法, any other 《X》 a work."""
    for part in page.body:
        for found in _MARKS.finditer(page.text, part.start, part.end):
            kind = EntityType.POLICY if is_policy(found[1]) else EntityType.WORK
            yield Proposal(Span(*found.span(1)), kind, "works.book-title-marks")


def is_policy(title: str) -> bool:
    """Whether the title ends like a normative or planning document: 关于…的通知, …办法(试行)."""
    name = _BRACKET.sub("", title)
    policies = lexicon.words("policies")
    return any(name[-size:] in policies for size in range(2, _LONGEST + 1))
