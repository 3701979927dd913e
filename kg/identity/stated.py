"""Aliases that a text states between two mentions: A(B), 以下简称B, 原名B, 更名为B."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.aliases import EARLIER, FORMER, OTHER, PREDECESSOR, PRESENT, RENAMED, THUS, WHOLE
from kg.identity.forms import number_of, plain
from kg.lazy import regex
from kg.model import Document, Mention, Span
from kg.terms import EntityType

_WIDEST = 24
"""The widest gap between two names that a statement of alias spans, in characters."""
_SHORT = regex(
    r"^[”\"’》]?[(（,，]?(?:以下|下称|下文|习惯上?|人|对外)?(?:统一?)?(?:简称|下称|称)(?:为|作)?[:：]?[“\"‘《]?$"
)
_OTHER = regex(
    rf"^[”\"’]?[(（,，]?(?:{THUS}|{OTHER}|{WHOLE}|{PRESENT}|{FORMER}|[其的]?{PREDECESSOR}|{EARLIER}|原来叫|当地人(?:至今)?(?:仍)?叫它"
    r"|老百姓(?:都|习惯)?叫(?:它)?|大家(?:习惯)?叫(?:它)?)[:：]?[“\"‘]?$"
)
_ONCE = regex(r"原|曾|前身|旧[称名]|过去|从前")
"""Words before a name that the thing does not bear any more."""
_NOW = regex(r"现|今")
_WAS = regex(r"前身|旧称")
_TO = f"(?:{RENAMED}|升格为|定名为|命名为)"
_WHEN = (
    r"(?:[始创]?[建办立]于\d{4}年(?:\d{1,2}月)?[,，])?(?:于|自)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起)?"
    r"(?:正式|现已?|后来?|已|又|再次?|今|同年|次年|当年)?"
)
_RENAMED = regex(rf"^[”\"’]?(?:[^,，。;；()（）]{{0,8}}?|[,，(（]?{_WHEN}){_TO}[“\"‘]?$")
_AHEAD = regex(r"[将拟]|计划|预计")
"""Words before a name that the thing does not bear yet."""
_FROM = regex(r"^[”\"’]?[,，(（]?(?:是|系)?由原?[“\"‘]?$")
_CAME = regex(r"^[”\"’]?(?:更名|改名|改称|易名|演变|发展|升格)(?:而来|而成|[)）])")
_ANOTHER = regex(r"^[”\"’]?[、,，][“\"‘]?$")
_OPENED = regex(r"[(（]")
_LEFT_OPEN = regex(r"[(（][^()（）]*$")
_OPEN = regex(r"^[”\"’]?[(（][“\"‘]?$")
_CLOSE = regex(r"^[”\"’]?(?:的(?:简称|全称|前身|旧称))?[)）]")
_NAMED = frozenset({
    EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION,
    EntityType.PLACE, EntityType.PROGRAM, EntityType.COMPETITION, EntityType.EVENT, EntityType.POLICY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """Two mentions that the text itself says to be one, why, and where it says so; `former` is the one that is used no more (or not yet)."""

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
    once: Mention | None = None  # whose former names the open bracket lists
    outside: Mention | None = None  # what stands before the open bracket
    for before, second in pairwise(mentions):
        first, listing, once = before, once, None
        gap = text[first.span.end : second.span.start]
        if outside is not None and gap.startswith((")", "）")):  # 乙小学（原甲小学）更名为丙小学
            first, gap = outside, gap[1:]
        outside = first if _LEFT_OPEN.search(gap[-_WIDEST:]) else None
        if second.span.end in campuses:  # 育才小学更名为东洲小学育才校区 says nothing of 东洲小学
            continue
        if first.type is not second.type or first.type not in _NAMED or len(gap) > _WIDEST:
            continue
        if listing is not None and _ANOTHER.match(gap):  # （曾用名甲小学、乙小学）
            first, gap, once = listing, "曾用名", listing
        found = _between(first, second, gap, text[second.span.end : second.span.end + 8])
        if found is not None:
            yield found
            if found.former is second and _OPENED.search(gap):
                once = first


def _between(first: Mention, second: Mention, gap: str, after: str) -> Stated | None:
    """What is said between two names (and behind the second) of their being one."""
    evidence = Span(first.span.start, second.span.end)
    if _SHORT.match(gap):
        return Stated(first, second, "文中注明简称", 0.99, evidence)
    if _OTHER.match(gap):
        former = first if _NOW.search(gap) else second if _ONCE.search(gap) else None
        return Stated(first, second, "文中注明别名", 0.97, evidence, former)
    if _RENAMED.match(gap):
        return Stated(first, second, "文中注明更名", 0.95, evidence, second if _AHEAD.search(gap) else first)
    if _FROM.match(gap) and _CAME.match(after):
        return Stated(first, second, "文中注明更名", 0.95, evidence, second)
    if _OPEN.match(gap) and (closed := _CLOSE.match(after)) and not _told_apart(first, second):
        former = first if _WAS.search(closed[0]) else None
        whole = Span(first.span.start, second.span.end + closed.end())
        return Stated(first, second, "括号内别名", 0.9, whole, former)
    return None


def _told_apart(first: Mention, second: Mention) -> bool:
    numbers = {number_of(plain(first.text)), number_of(plain(second.text))}
    return len(numbers) > 1 and None not in numbers
