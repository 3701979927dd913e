"""Weak candidates of two parties: what stands near each other and may belong together, for the scorer to take or leave.

Each costs as much to weigh as what a rule reads, so that only such are offered as were ever found likely in annotated documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.layout import is_told
from kg.patterns.phrases import Item
from kg.patterns.roles import member_role
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.patterns.words import compiled
from kg.terms import FactType, Role

_WEAK = 0.1
_LIST = 12
_PAIRS = 60
"""A sentence gives no more candidates of one kind: a list of hundreds of names is told by rules or not at all."""
_BACK = 3
_ELSEWHERE = -1
"""The place of what the sentence itself does not name."""
_Placed: TypeAlias = tuple[int, Item]
"""An item and the place of its chunk."""


@dataclass(frozen=True)
class Near:
    """Two parties of a fact by their letters.

    `carry_a` and `carry_b` where one may be told before, `main` where the first may be what the document is about,
    `own` where it may be the area, `across` where a semicolon may part them, `behind` where the second must follow the first
    with no name between; `when` tells of it.
    """

    name: str
    kind: FactType
    a: Role
    left: str
    b: Role
    right: str
    carry_a: bool = False
    carry_b: bool = False
    main: bool = False
    own: bool = False
    across: bool = False
    behind: bool = False
    when: str = ""

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of which the sentence itself must have one."""
        return frozenset(self.right if not self.carry_b else self.left + self.right)


NEAR = (
    Near("nearby.joins", FactType.PARTICIPATES_IN, Role.PARTICIPANT, "PSO", Role.ACTIVITY, "EFC", carry_b=True),
    Near(
        "nearby.organizes",
        FactType.ORGANIZES,
        Role.ORGANIZER,
        "BOSGAL",
        Role.ACTIVITY,
        "CEF",
        own=True,
        when="«organize»|«hold»|办|搞|做|的[CEF]|[BOSGA][CEF]|推|开|承担|赛|评(?![估价审])|首届|第",
    ),
    Near("nearby.member", FactType.MEMBER_OF, Role.MEMBER, "SAG", Role.GROUP, "G", carry_b=True, across=True),
    Near(
        "nearby.part",
        FactType.PART_OF,
        Role.PART,
        "CEF",
        Role.WHOLE,
        "CEF",
        when="其间|期间|包括|子|系列|板块|环节|之一|[下包]含|下设|配套|安排|其中|内容|专场|围绕|框架|组成|分站|场|[CEF][中里上]|阶段|依托|纳入",
    ),
    Near("nearby.issued", FactType.ISSUED, Role.ISSUER, "BOSGAL", Role.DOCUMENT, "DW"),
    Near("nearby.held", FactType.HELD_AT, Role.ACTIVITY, "CEF", Role.PLACE, "LSOAB"),
    Near(
        "nearby.campus",
        FactType.CAMPUS_OF,
        Role.SCHOOL,
        "SG",
        Role.CAMPUS,
        "A",
        carry_a=True,
        main=True,
    ),
    Near(
        "nearby.guides",
        FactType.GUIDES,
        Role.WHOLE,
        "SG",
        Role.PART,
        "SA",
        behind=True,
        when="«pair»|«lead»|帮|托|带|对接|手拉手|结|姐妹|支教|送教|跟岗|拜|领|管|代|—|--|牵",
    ),
)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Every couple of a sentence that could be parties of a fact; one of them may be told before."""
    for sign in passage:
        for near in NEAR:
            if sign.letters & near.letters and (not near.when or compiled(near.when).search(sign.text)):
                yield from islice(_pairs(sign, near), _PAIRS)
        if "P" in sign.letters and is_told(sign.text):
            yield from islice(_belonging(sign), _PAIRS)


def _pairs(sign: Signature, near: Near) -> Iterator[Claim]:
    right = _things(sign, near.right) or (_carried(sign, near.right[0]) if near.carry_b else [])
    left = _things(sign, near.left)
    if near.own and right:
        left = [*left, (_ELSEWHERE, Item(sign.speaker or Scope(None), sign.sentence.span))]
    if near.carry_a and right:
        left += _carried(sign, near.left[:4])
    if near.main and right:
        left += _mains(sign, near.left)
    for at, one in left if right else ():
        for place, other in right:
            if one.head == other.head or (near.b is Role.PLACE and _stands_for(sign, other)):
                continue
            if near.behind and not _follows(sign, at, place):
                continue
            if _together(sign, at, place, across=near.across):
                yield Claim(near.kind, {near.a: one.head, near.b: other.head}, sign.sentence.span, near.name, _WEAK)


def _together(sign: Signature, one: int, other: int, *, across: bool = False) -> bool:
    """Whether two may be parties: in no list together, and unless `across` no semicolon between them."""
    return _ELSEWHERE in (one, other) or (one != other and (across or sign.together(one, other)))


def _follows(sign: Signature, one: int, other: int) -> bool:
    """Whether the second stands behind the first with nothing named between."""
    return one < other and not any(sign.between(one + 1, other))


def _stands_for(sign: Signature, place: Item) -> bool:
    """Whether an area is only whom somebody competes for: 代表L参加, L选手."""
    at = sign.places.get(place.span.start)
    if at is None:
        return False
    ahead, behind = sign.text[max(0, at - 3) : at], sign.text[at + 1 : at + 4]
    return re.search("代表$|代表着$", ahead) is not None or re.match("选手|代表|队|学生|教师|老师", behind) is not None


def _belonging(sign: Signature) -> Iterator[Claim]:
    """Each person with each school or body of the sentence; the first of a list with the one before and the one that the text is about, too."""
    owners = [*_things(sign, "SAGO"), *_carried(sign, "SAGO"), *_mains(sign, "SG")]
    for place, person in _things(sign, "P"):
        for at, owner in owners:
            if at == _ELSEWHERE and person is not sign.chunks[place].items[0]:
                continue
            if isinstance(owner.head, Mention) and _together(sign, at, place):
                args: dict[Role, Argument] = {
                    Role.PERSON: person.head,
                    Role.ORGANIZATION: owner.head,
                    Role.ROLE: member_role(sign, person, owner.head, ""),
                }
                yield Claim(FactType.AFFILIATED_WITH, args, sign.sentence.span, "nearby.belongs", _WEAK)


def _carried(sign: Signature, letters: str) -> list[_Placed]:
    chunk = sign.before.topic(letters, len(sign.before.text), _BACK - 1) if sign.before else None
    return [(_ELSEWHERE, item) for item in chunk.items[:2] if isinstance(item.head, Mention)] if chunk else []


def _mains(sign: Signature, letters: str) -> list[_Placed]:
    """What the document is mostly about, where the sentence does not name it."""
    here = {m.text for m in sign.sentence.mentions}
    return [(_ELSEWHERE, Item(m, m.span)) for m in sign.mains if LETTER[m.type] in letters and m.text not in here]


def _things(sign: Signature, letters: str) -> list[_Placed]:
    found = [(place, sign.chunks[place]) for place in sign.held(letters)]
    return [(place, item) for place, chunk in found for item in chunk.items[:_LIST] if isinstance(item.head, Mention)]
