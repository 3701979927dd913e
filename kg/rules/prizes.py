"""Weak candidates of prizes and titles: who stands near a rank or a title and may have won it, for the scorer to weigh."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from kg.lazy import regex
from kg.model import Argument, Claim, Mention
from kg.patterns.layout import is_told
from kg.patterns.phrases import Item
from kg.patterns.prizes import level, ranks
from kg.patterns.signature import Signature
from kg.patterns.standing import AGENTS, level_of
from kg.terms import FactType, Role

_WEAK, _MOST, _NEAR = 0.1, 80, 4
"""How sure a candidate is; how many a sentence has; how many lists of names around a rank are looked at."""
_BACK = 4
_NO_TITLE = regex("的?(?:创建|标准|建设|评选|评审|申报|候选|培育|工作|评估|推荐|展示|动态)")
_NOT_WON = regex(
    "(?:没|未|无缘|错失|惜失|冲击|争夺|剑指|目标|力争|争取|争创|创建|申报|候选|拟|推荐|评出|评选|参评|迎接)[^,;。:]{0,8}$"
)
"""Before a rank or title that is only sought, missed, or what a body gives."""


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Each rank with the winners and contests around it; each title with the winners around it. Categories are chosen later."""
    for sign in passage:
        if "R" in sign.letters and is_told(sign.text):
            yield from islice(_prizes(sign), _MOST)
        if "H" in sign.letters:
            yield from islice(_titles(sign), _MOST)


def _prizes(sign: Signature) -> Iterator[Claim]:
    for place, chunk in sorted(sign.chunks.items()):
        if chunk.letter != "R" or _NOT_WON.search(sign.text, 0, place):
            continue
        if sign.text.startswith("N", place + 1):  # 一等奖3项: a count of prizes, nobody's prize
            continue
        contests = _contests(sign, place)
        winners = _winners(sign, place) if contests else []
        for rank in ranks(sign.said(place)):
            for contest in contests:
                known = level_of(sign, contest)
                for winner in winners:
                    args: dict[Role, Argument] = {
                        Role.RECIPIENT: winner.head,
                        Role.COMPETITION: contest,
                        Role.RANK: rank,
                    }
                    if known is not None:
                        args[Role.LEVEL] = known
                    yield Claim(FactType.AWARD, args, sign.span(*sign.clause(place)), "nearby.prize", _WEAK)


def _contests(sign: Signature, place: int) -> list[Mention]:
    """The last contests before a rank, the first one behind it in the sentence, else those told before."""
    held = sign.held("C")
    at = bisect_left(held, place)
    before = [sign.chunks[i] for i in held[:at][:-3:-1]]
    chunks = before + [sign.chunks[i] for i in held[at : at + 1]]
    if len(before) < 2 and sign.before is not None:  # noqa: PLR2004 (as many as before it)
        carried = sign.before.last("C", len(sign.before.text), _BACK)
        chunks += [carried] if carried is not None else []
    heads = [c.items[-1].head for c in chunks]
    return list(dict.fromkeys(h for h in heads if isinstance(h, Mention)))


def _winners(sign: Signature, place: int) -> list[Item]:
    """The names before a rank, nearest first, and the next ones behind it, as far as no semicolon parts them."""
    held = sign.held(AGENTS)
    at = bisect_left(held, place)
    near = [i for i in (*held[:at][: -_NEAR - 1 : -1], *held[at : at + 2]) if sign.together(i, place)]
    found = [item for i in near for item in sign.chunks[i].items[:_NEAR]]
    found += [Item(owner, i.span) for i in found if isinstance(owner := i.owner, Mention)]
    seen: dict[str, Item] = {}
    for item in found:
        if isinstance(item.head, Mention):
            seen.setdefault(item.head.text, item)
    return list(seen.values())


def _titles(sign: Signature) -> Iterator[Claim]:
    for place, chunk in sorted(sign.chunks.items()):
        if chunk.letter != "H" or _NOT_WON.search(sign.text, 0, place) or _NO_TITLE.match(sign.text, place + 1):
            continue
        for winner in _winners(sign, place):
            for item in chunk.items:
                args: dict[Role, Argument] = {Role.RECIPIENT: winner.head, Role.HONOUR: item.head}
                if isinstance(item.head, Mention) and (known := level(item.head.text, sign.sentence.document.region)):
                    args[Role.LEVEL] = known
                yield Claim(FactType.AWARD, args, sign.span(*sign.clause(place)), "nearby.title", _WEAK)
