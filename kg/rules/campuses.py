"""Campuses: whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.model import Argument, Claim, Span
from kg.patterns.signature import Relation, Signature, pairs
from kg.patterns.tokens import LETTER
from kg.terms import FactType, Role

_LIST = r"(?P<a>A(?:(?:[、和与及]|以及)(?:[^,;。、A-Z]|T){0,10}的?A)*)"
"""Campuses in a list, each with what is said of it: A和去年启用的A."""
CAMPUSES = (
    Relation(
        "campuses.added",
        r"(?P<b>[SG])(?!领衔|牵头|为)[^;。SAGPC]{0,24}(?:增设|新增|新设|设立|启用|开设|建设|揭牌|新建|有|设有|拥有|分为|下设|包括|含|包含|现有|分|设|添|成立|由)[^;。SGPC]{0,14}?"
        + _LIST,
        0.85,
    ),
    Relation("campuses.sign", r"(?P<b>[SG])[^;。SAGPC]{0,30}(?:是|为|挂|叫)(?P<a>A)", 0.75),
    Relation(
        "campuses.has-carried",
        r"(?:^|[,;。])(?:[^,;。A-Z]|T){0,8}(?:增设|设有|设|现有|分设|下辖|开设|启用|新增|新设)[^;。A-Z]{0,8}(?P<a>A)",
        0.7,
        carry_b="SG",
    ),
    Relation("campuses.become", r"(?:更名为|改为|成为|改建为|挂牌)(?P<b>[SG])的?(?P<a>A)", 0.9),
    Relation(
        "campuses.beside-main",
        r"(?P<b>[SG])(?:的)?(?:校|园)?(?:本部|总部|主校区|老校区|东校区|西校区)?[、和与及]+" + _LIST,
        0.7,
    ),
    Relation(
        "campuses.of-topic", r"^\s*(?P<b>[SG])(?:[^;。SAGPCEF]|T|N){0,30}[:,](?:[^;。SAGPCEF]|T|N){0,16}(?P<a>A)", 0.6
    ),
    Relation("campuses.under", r"(?P<b>[SG])(?:旗下|下属|所属|下设|下辖|名下)的?[^,;。A-Z]{0,6}" + _LIST, 0.85),
    Relation(
        "campuses.counted", r"(?:校区|园区|分园|分校)[,:](?:即|分别(?:是|为)|包括|有|是)?" + _LIST, 0.75, carry_b="SG"
    ),
    Relation("campuses.part-of", r"(?P<b>[SG])(?!领衔|与|和)(?:[^,;。A-Z]|T){1,10}的(?P<a>A)", 0.7),
    Relation("campuses.listed", r"(?P<b>[SG])(?:\(|:|—+)(?:[^;。SAGPC]{0,4})(?P<a>A)", 0.8),
)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """A campus behind its school (S A) and a school that opens or has campuses."""
    for sign in passage:
        for school, campus in pairwise(sign.sentence.mentions):
            gap = sign.sentence.document.text[school.span.end : campus.span.start]
            if LETTER[campus.type] == "A" and LETTER[school.type] in "SG" and gap in ("", "的"):
                args: dict[Role, Argument] = {Role.CAMPUS: campus, Role.SCHOOL: school}
                yield Claim(FactType.CAMPUS_OF, args, Span(school.span.start, campus.span.end), "campuses.behind", 0.98)
        for chunk in sign.chunks.values():
            for item in chunk.items:
                if chunk.letter in "ASG" and item.owner is not None:
                    args = {Role.CAMPUS: item.head, Role.SCHOOL: item.owner}
                    yield Claim(FactType.CAMPUS_OF, args, item.span, "campuses.behind", 0.98)
        if "A" in sign.letters:
            for claim in pairs(sign, CAMPUSES, FactType.CAMPUS_OF, Role.CAMPUS, Role.SCHOOL):
                if not _owned(sign, claim):
                    yield claim


def _owned(sign: Signature, claim: Claim) -> bool:
    """Whether the campus stands behind a school already: it has no second one."""
    items = (item for chunk in sign.chunks.values() for item in chunk.items)
    return any(item.head == claim.args[Role.CAMPUS] and item.owner is not None for item in items)
