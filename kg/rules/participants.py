"""Who may have taken part: persons and bodies near an activity, weak candidates that the scorer takes or leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from kg.model import Claim, Mention
from kg.patterns.phrases import Item
from kg.patterns.signature import Signature
from kg.terms import FactType, Role

_WEAK = 0.1
_LIST = 12
_PAIRS = 60
"""A sentence gives no more candidates: a list of hundreds of names is told by rules or not at all."""


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """P, S or O in one sentence with an activity, or right behind the sentences that tell of an event."""
    for sign in passage:
        if sign.letters & set("PSOGA"):
            yield from islice(_pairs(sign), _PAIRS)


def _pairs(sign: Signature) -> Iterator[Claim]:
    activities = _things(sign, "EFC")
    if not activities and (chunk := sign.topic("E", 0, 3)) is not None:
        activities = list(chunk.items[:2])
    for one in _things(sign, "PSOGA") if activities else ():
        for other in activities:
            args = {Role.PARTICIPANT: one.head, Role.ACTIVITY: other.head}
            yield Claim(FactType.PARTICIPATES_IN, args, sign.sentence.span, "participants.near", _WEAK)


def _things(sign: Signature, letters: str) -> list[Item]:
    found = (chunk for _, chunk in sorted(sign.chunks.items()) if chunk.letter in letters)
    return [item for chunk in found for item in chunk.items[:_LIST] if isinstance(item.head, Mention)]
