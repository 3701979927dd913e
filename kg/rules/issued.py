"""Policies and works: who issues, publishes, writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Claim
from kg.patterns.signature import Relation, Signature, pairs
from kg.terms import FactType, Role

_AGENT = "[BOSGAZL]"
_FREE = "[^,;。BOSGAPCDW]"
ISSUED = (
    Relation("issued.by", rf"(?P<a>{_AGENT}){_FREE}{{0,16}}«issue»了?(?:了|的)?[^,;。BOSGAPD]{{0,12}}(?P<b>D)", 0.95),
    Relation(
        "issued.work",
        r"(?P<a>[BOSGA])[^,;。BOSGAPCDW的]{0,16}«issue»了?(?:了)?[^,;。BOSGAPDW]{0,12}(?P<b>W)(?![^,;。]{0,8}(?:获|荣|夺))",
        0.85,
    ),
    Relation(
        "issued.passive",
        r"(?P<b>[DW])[^;。BOSGAPCDW]{0,14}[,]?(?:已)?由[^,;。BOSGAP]{0,6}(?P<a>[BOSGA])[^,;。BOSGAPCD]{0,10}«issue»",
        0.95,
    ),
    Relation(
        "issued.joint",
        rf"(?P<a>B(?:[^;。BSGAPCD]{{0,4}}(?:联合|会同|与|和)[BO])?){_FREE}{{0,16}}«issue»了?[^,;。BOSGAPD]{{0,12}}(?P<b>D)",
        0.95,
    ),
    Relation(
        "issued.dropped",
        r"(?:^|[,;:。])(?:(?:[^,;。:BOSGAZLPDW将拟划]|T){0,10})(?:出台|印发|下发|制定|发布|颁布|制订|修订|配套出台|研究制定)(?:实施|并实施|了|和完善)*[^,;。BOSGAPDW的]{0,6}(?P<b>D)",
        0.8,
        carry_a="AREA",
    ),
    Relation(
        "issued.dropped-relative",
        r"(?:^|[,;:。])(?:[^,;。:BOSGAZLPDW将拟划]|T){0,8}(?:出台|印发|下发|发布|修订)(?:后)?的(?P<b>D)",
        0.5,
        carry_a="AREA",
    ),
    Relation(
        "issued.ours",
        r"(?:我们|我区|我市|我县|区里|市里|县里)[^,;。BOSGAPDW]{0,10}(?:出台|印发|下发|制定|发布|颁布|制订)了?的?[^,;。BOSGAPDW]{0,6}(?P<b>D)",
        0.9,
        carry_a="AREA",
    ),
    Relation("issued.relative", rf"(?P<a>{_AGENT}){_FREE}{{0,12}}«issue»的[^,;。BOSGAPD]{{0,12}}(?P<b>[D])", 0.95),
    Relation("issued.of-bodies", r"(?P<a>B)(?:的)?(?P<b>D)(?:,|提出|要求|明确|规定|和)", 0.8),
    Relation("issued.headline", r"(?P<a>B)关于(?:印发|公布|发布|下发)(?P<b>D)", 0.95),
)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """B会同B印发《D》, 我们出台的《D》, 《W》由O出版."""
    for sign in passage:
        if sign.letters & {"D", "W"}:
            yield from pairs(sign, ISSUED, FactType.ISSUED, Role.ISSUER, Role.DOCUMENT)
