"""Weak candidates: what stands near each other and may belong together, for the scorer to take or leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from kg.model import Claim, Mention, Scope
from kg.patterns.phrases import Chunk, Item
from kg.patterns.signature import Signature
from kg.patterns.words import compiled
from kg.terms import FactType, Role

_WEAK = 0.1
_LIST = 12
_PAIRS = 60
"""A sentence gives no more candidates of one kind: a list of hundreds of names is told by rules or not at all."""


@dataclass(frozen=True)
class Near:
    """Two parties of a fact by their letters; `carry` where one may be told before, `own` where it may be the area; `when` tells of it."""

    name: str
    kind: FactType
    a: Role
    left: str
    b: Role
    right: str
    carry_a: bool = False
    carry_b: bool = False
    own: bool = False
    when: str = ""

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of which the sentence itself must have one."""
        return frozenset(self.right if not self.carry_b else self.left + self.right)


_BACK = 3
NEAR = (
    Near("nearby.joins", FactType.PARTICIPATES_IN, Role.PARTICIPANT, "PSOGA", Role.ACTIVITY, "EFC", carry_b=True),
    Near(
        "nearby.organizes",
        FactType.ORGANIZES,
        Role.ORGANIZER,
        "BOSGAL",
        Role.ACTIVITY,
        "CEF",
        carry_a=True,
        own=True,
        when="«organize»|«hold»|办|搞|做|的[CEF]|[BOSGA][CEF]",
    ),
    Near("nearby.member", FactType.MEMBER_OF, Role.MEMBER, "SA", Role.GROUP, "G", carry_b=True),
    Near(
        "nearby.part",
        FactType.PART_OF,
        Role.PART,
        "CEF",
        Role.WHOLE,
        "CEF",
        when="其间|期间|包括|子|系列|板块|环节|之一|[下包]含|下设|配套|安排|其中|内容|专场|围绕|框架|组成|分站|场|[CEF][中里上]|阶段|依托|纳入",
    ),
)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Every couple of a sentence that could be parties of a fact; one of them may be told before."""
    for sign in passage:
        for near in NEAR:
            if sign.letters & near.letters and (not near.when or compiled(near.when).search(sign.text)):
                yield from islice(_pairs(sign, near), _PAIRS)


def _pairs(sign: Signature, near: Near) -> Iterator[Claim]:
    right = _things(sign, near.right) or (_carried(sign, near.right[0]) if near.carry_b else [])
    left = _things(sign, near.left)
    if near.own and right:
        left = [*left, Item(sign.speaker or Scope(None), sign.sentence.span)]
    if near.carry_a and right:
        left += _carried(sign, near.left[:4])
    for one in left if right else ():
        for other in right:
            if one.head != other.head:
                yield Claim(near.kind, {near.a: one.head, near.b: other.head}, sign.sentence.span, near.name, _WEAK)


def _carried(sign: Signature, letters: str) -> list[Item]:
    chunk = sign.before.topic(letters, len(sign.before.text), _BACK - 1) if sign.before else None
    return [item for item in chunk.items[:2] if isinstance(item.head, Mention)] if chunk else []


def _things(sign: Signature, letters: str) -> list[Item]:
    found: Iterator[Chunk] = (chunk for _, chunk in sorted(sign.chunks.items()) if chunk.letter in letters)
    return [item for chunk in found for item in chunk.items[:_LIST] if isinstance(item.head, Mention)]
