"""Paired schools: entrusted, supported, led by another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Argument, Claim, Mention
from kg.patterns.signature import Relation, Signature, pairs
from kg.patterns.words import compiled
from kg.terms import EntityType, FactType, Role

_GAP = "[^;。SAGPC]"
GUIDES = (
    Relation(
        "guides.pairwise",
        r"(?P<a>[SAG])(?:则|还|也|将|已)?(?:分别|一对一|依次|各自)?(?:与|同|和|跟)(?P<b>[SAG])(?:分别|一一|两两|一对一)?(?:签约)?(?:结对|手拉手|(?:结成|结为|签订|签约|签署|签下|签了|建立)[^,;。]{0,6}(?:对子|帮扶|结对|手拉手|托管)|一对一)",
        0.9,
        pairwise=True,
    ),
    Relation(
        "guides.active",
        r"(?P<a>[SG])(?:则|还|也|将|已|继续|正式|,)?[^;。SAGPCBO由被与和]{0,12}«pair»了?(?:远在)?[^,;。SAGPCBO]{0,8}(?P<b>[SA])",
        0.9,
    ),
    Relation(
        "guides.passive",
        r"(?P<b>[SA])[^;。SAGPC]{0,10}(?:由|被|交由|交给|委托)(?P<a>[SG])[^;。SAGPC]{0,8}(?:«pair»|«lead»|整体管理|管理|负责)",
        0.9,
    ),
    Relation(
        "guides.with",
        r"(?P<a>[SG])[^;。SAGPC由分]{0,10}(?:与|和|同|跟)[^,;。SAGPC]{0,6}(?P<b>[SA])[^;。SAGPC]{0,10}(?:(?:托管|结对|帮扶|对口支援|手拉手)|(?:结成|结为|签了|签订|签下|签署|达成|建立|缔结|确定)[^,;。SAGPC]{0,8}(?:托管|帮扶|结对|对子|帮带|手拉手))",
        0.8,
    ),
    Relation("guides.apprentice", r"(?P<b>[SA])[^;。SAGPC]{0,6}拜(?P<a>[SG])为师", 0.95),
    Relation(
        "guides.hand",
        r"(?P<a>[SG])[^;。SAGPC由]{0,6}(?:手拉手|一对一|牵着)(?:帮扶|带动|结对)?了?[^;。SAGPC]{0,6}(?P<b>[SA])",
        0.8,
    ),
    Relation(
        "guides.for",
        r"(?P<a>[SG])[^;。SAGPC由]{0,8}(?:对|为|给|向)(?P<b>[SA])[^;。SAGPC]{0,8}(?:帮扶|托管|支教|对口支援|结对|支援|帮带|派出|送教|全面管理)",
        0.8,
    ),
    Relation(
        "guides.dropped",
        r"(?:^|[,;])(?:[^,;。A-Z由与和被]|T){0,8}(?:托管|结对帮扶|对口帮扶|领办|对口支援|对口支持|接管|帮扶)了?[^,;。A-Z]{0,4}(?P<b>S)",
        0.75,
        carry_a="SG",
    ),
    Relation("guides.under", r"(?P<a>[SG])(?:托管|领办|帮扶|结对|代管|接管)的(?P<b>[SA])", 0.9),
    Relation("guides.entrusted", r"(?:把|将)(?P<b>[SA])(?:整体|全面|正式)?(?:委托|交)(?:给|由)?(?P<a>[SG])", 0.9),
    Relation(
        "guides.joined",
        r"(?P<b>[SA])[^;。SAGPC]{0,4}(?:结对|跟着|对接|牵手|携手)[^;。SAGPC]{0,4}(?:名校|优质校|龙头校)(?P<a>[SG])",
        0.7,
    ),
)


_TWO = 2
_CHAIN = r"S(?:(?:与|和|同|结对帮扶|结对|牵手|携手|托管|帮扶|对口支援)S){2,}(?:[^;。SAGPC]{0,10}(?:«pair»|结成|结为|签|手拉手|对子|牵手|协议)|(?<=[对手管扶援]S))"


def _chain(sign: Signature) -> Iterator[Claim]:
    """A与B、C与D、E与F结对: the middle lists hold the second of one pair and the first of the next."""
    for found in compiled(_CHAIN).finditer(sign.text):
        lists = [c.items for _, c in sign.between(*found.span()) if c.letter == "S"]
        if len(lists[0]) == len(lists[-1]) == 1 and all(len(items) == _TWO for items in lists[1:-1]):
            flat = [item for items in lists for item in items]
            for whole, part in zip(flat[::2], flat[1::2], strict=True):
                args = {Role.WHOLE: whole.head, Role.PART: part.head}
                yield Claim(FactType.GUIDES, args, sign.span(*found.span()), "guides.chain", 0.85)


_SENT = r"(?P<a>P)[^;。SAGC]{0,3}(?:到|去|往|赴|前往|入驻|进驻)(?P<b>[SA])[^;。SAGC]{0,6}(?:担任|任|挂职|支教|当|驻点|蹲点|跟班|任教|主持工作|帮扶|驻校)"


def _sends(sign: Signature) -> Iterator[Claim]:
    """A派出副校长P到B担任执行校长: who sends staff guides those who receive them."""
    for found in compiled(_SENT).finditer(sign.text):
        for item in sign.items(found, "a"):
            senders = [own for own, words in item.offices if re.match("派|选派|委派|抽调|选送|输出", words)]
            for part in sign.items(found, "b"):
                for own in senders:
                    if isinstance(own, Mention) and own.type in (EntityType.SCHOOL, EntityType.GROUP):
                        args: dict[Role, Argument] = {Role.WHOLE: own, Role.PART: part.head}
                        yield Claim(FactType.GUIDES, args, sign.span(*found.span()), "guides.sends", 0.85)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """A托管B, B由A结对帮扶, A、B分别与C、D结对, B拜A为师."""
    for sign in passage:
        chained = list(_chain(sign))
        if chained:
            yield from chained
            continue
        if sign.letters & {"S", "A"} and sum(c.letter in "SAG" for c in sign.chunks.values()) > 1:
            yield from _sends(sign)
            yield from pairs(sign, GUIDES, FactType.GUIDES, Role.WHOLE, Role.PART)
