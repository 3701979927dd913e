"""The claims of a prize: winners × categories × ranks, each with what the name of the contest tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Scope
from kg.patterns.numbers import number
from kg.patterns.phrases import Item
from kg.patterns.prizes import SPECIAL, combined, in_order, recipient_kind
from kg.patterns.signature import Signature
from kg.patterns.standing import Counted, Standing, level_of
from kg.terms import FactType, Level, Role

APART = regex("分获|分列|分别|分摘|分夺|分享|依次|分居|分得|各获")
"""Words that give each of several winners its own."""


def told(
    sign: Signature,
    state: Standing,
    place: int,
    groups: list[tuple[str, ...]],
    every: tuple[str, ...],
    clause: tuple[int, int],
    *,
    spread: bool = False,
) -> Iterator[Claim]:
    """Winners × categories × ranks; 分别 spreads ranks (or categories) over the winners in order."""
    text = sign.text[max(0, min(state.at, clause[0])) : place]
    winners: Sequence[Item | None] = state.winners or ((None,) if state.counted else ())
    if not winners:
        host = state.host
        if host is None or isinstance(host.head, Scope):
            return
        winners = (host,)
    spelt = [" ".join(g) for g in groups]
    apart = spread or APART.search(text) is not None or (len(spelt) == 1 and in_order(every))
    if state.contest is None:
        return
    for winner, category, rank in combined(winners, spelt, every, apart=apart, all_of="包揽" in text):
        own = "" if SPECIAL.search(rank) and not SPECIAL.search(every[0]) else category
        yield claim(sign, state, place, winner, state.counted, own, rank, "awards.won", 0.9 if state.contest else 0.5)


def claim(
    sign: Signature,
    state: Standing,
    place: int,
    winner: Item | None,
    counted: Counted | None,
    category: str,
    rank: str,
    rule: str,
    confidence: float,
) -> Claim:
    """One prize for one winner, or for so many that are only counted."""
    args: dict[Role, Argument] = {Role.RANK: rank}
    if winner is not None:
        args[Role.RECIPIENT] = winner.head
    elif counted is not None:
        args[Role.RECIPIENT_COUNT] = number(counted.count.value) or 0
        args[Role.RECIPIENT_KIND] = recipient_kind(counted.noun) or kind_of(sign, state)
        args[Role.OF] = counted.of.head if counted.of else Scope(None)
    if state.contest is not None:
        args[Role.COMPETITION] = state.contest
        if (known := level_of(sign, state.contest)) is not None:
            args[Role.LEVEL] = known
        if "全国" in sign.text[max(0, place - 6) : place]:
            args[Role.LEVEL] = Level.NATIONAL
    if category:
        args[Role.CATEGORY] = re.sub(r"(项目|组别?)(?=[^ ])", r"\1 ", category)
    again = re.search("这支|该节目|该剧|该作品|这个节目|这部|该课|这节课|节目", sign.text[:place]) is not None
    if winner is not None and winner.head in state.paired:
        args[Role.WORK] = state.paired[winner.head]
    elif state.work is not None and (state.work.span.start >= sign.sentence.span.start or again):
        args[Role.WORK] = state.work.head
    start, end = sign.clause(place)
    return Claim(FactType.AWARD, args, sign.span(start, end), rule, confidence)


def kind_of(sign: Signature, state: Standing) -> str:
    """Who those are that are only counted, by the name of the contest."""
    name = state.contest.text if state.contest else sign.sentence.text
    for word in ("班主任", "教师", "学生"):
        if word in name:
            return word
    return "教师" if re.search("课|教学|基本功", name) else "学生"
