"""Aliases that a text states between two mentions: A(B), 以下简称B, 原名B, 更名为B."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.identity.forms import number_of, plain
from kg.model import Document, Mention, Span
from kg.terms import EntityType

_WIDEST = 24
"""The widest gap between two names that a statement of alias spans, in characters."""
_SHORT = re.compile(r"^[”\"’》]?[(（,，]?(?:以下|下称|下文)?(?:统一?)?(?:简称|下称|称)(?:为|作)?[:：]?[“\"‘《]?$")
_OTHER = re.compile(
    r"^[”\"’]?[(（,，]?(?:即|又名|又称|亦称|亦名|也称|也叫|俗称|全称|现名|现称|现为|曾用名|曾名|原名|原称|原为|原|前身为|前身是|前身系|原来叫|当地人(?:至今)?(?:仍)?叫它"
    r"|老百姓(?:都|习惯)?叫(?:它)?|大家(?:习惯)?叫(?:它)?)[:：]?[“\"‘]?$"
)
_ONCE = re.compile(r"原|曾|前身")
"""Words before a name that the thing does not bear any more."""
_NOW = re.compile(r"现[名称为]")
_WAS = re.compile(r"前身|旧称")
_RENAMED = re.compile(
    r"^[”\"’]?[^,，。;；()（）]{0,8}?(?:更名为|改名为|改称为?|易名为|更名|改名|升格为|定名为|命名为)[“\"‘]?$"
)
_OPEN = re.compile(r"^[”\"’]?[(（][“\"‘]?$")
_CLOSE = re.compile(r"^[”\"’]?(?:的(?:简称|全称|前身|旧称))?[)）]")
_NAMED = frozenset({
    EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION,
    EntityType.PLACE, EntityType.PROGRAM, EntityType.COMPETITION, EntityType.EVENT, EntityType.POLICY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """Two mentions that the text itself says to be one, why, and where it says so; `former` is the one that is used no more."""

    first: Mention
    second: Mention
    reason: str
    confidence: float
    evidence: Span
    former: Mention | None = None


def stated(document: Document, mentions: tuple[Mention, ...]) -> Iterator[Stated]:
    """The aliases that neighbouring mentions of one type are stated to be; the mentions stand in text order."""
    text = document.text
    campuses = {m.span.start for m in mentions if m.type is EntityType.CAMPUS}
    for first, second in pairwise(mentions):
        if second.span.end in campuses:  # 育才小学更名为东洲小学育才校区 says nothing of 东洲小学
            continue
        gap = text[first.span.end : second.span.start]
        if first.type is not second.type or first.type not in _NAMED or len(gap) > _WIDEST:
            continue
        evidence = Span(first.span.start, second.span.end)
        if _SHORT.match(gap):
            yield Stated(first, second, "文中注明简称", 0.99, evidence)
        elif _OTHER.match(gap):
            former = first if _NOW.search(gap) else second if _ONCE.search(gap) else None
            yield Stated(first, second, "文中注明别名", 0.97, evidence, former)
        elif _RENAMED.match(gap):
            yield Stated(first, second, "文中注明更名", 0.95, evidence, first)
        elif _OPEN.match(gap) and (closed := _CLOSE.match(text[second.span.end : second.span.end + 8])):
            if _told_apart(first, second):
                continue
            former = first if _WAS.search(closed[0]) else None
            whole = Span(first.span.start, second.span.end + closed.end())
            yield Stated(first, second, "括号内别名", 0.9, whole, former)


def _told_apart(first: Mention, second: Mention) -> bool:
    numbers = {number_of(plain(first.text)), number_of(plain(second.text))}
    return len(numbers) > 1 and None not in numbers
