"""Names that one document states to be a thing's, and that others use alone: 育才实验小学, once 德润里小学."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.identity.decided import Decided
from kg.identity.fits import may_be
from kg.identity.forms import parts, plain
from kg.identity.link import Link
from kg.identity.thing import Thing
from kg.terms import EntityType

_REASON = "另一文档注明的别名"
_CONFIDENCE = 0.9


def otherwise_called(every: Sequence[Thing], decided: Decided) -> list[Thing]:
    """Joins a thing with that of which another document states its name, where it can be one thing's alone."""
    gone: dict[int, Thing] = {}
    named: dict[tuple[EntityType, str], list[Thing]] = {}
    for thing in every:
        if thing.type is not EntityType.PLACE:
            named.setdefault((thing.type, plain(thing.name)), []).append(thing)
    stating: dict[tuple[EntityType, str], list[Thing]] = {}
    for thing in sorted(every, key=Thing.order):
        for name in thing.stated - {plain(thing.name)}:
            stating.setdefault((thing.type, name), []).append(thing)
    for key in sorted(stating, key=lambda k: (k[0], -len(k[1]), k[1])):
        for thing in sorted(named.get(key, ()), key=Thing.order):
            meant = _distinct(_left(other, gone) for other in stating[key])
            fitting = [other for other in meant if other is not _left(thing, gone) and _may_be(thing, other, decided)]
            if len(fitting) == 1 and id(thing) not in gone:
                (other,) = fitting
                other.take(thing, Link(thing.name, other.name, _REASON, _CONFIDENCE))
                gone[id(thing)] = other
    return [thing for thing in every if id(thing) not in gone]


def _left(thing: Thing, gone: dict[int, Thing]) -> Thing:
    """What a thing has become a part of."""
    while id(thing) in gone:
        thing = gone[id(thing)]
    return thing


def _distinct(some: Iterable[Thing]) -> list[Thing]:
    return list({id(thing): thing for thing in some}.values())


def _may_be(thing: Thing, other: Thing, decided: Decided) -> bool:
    """Whether areas and persons allow it, and the name tells enough of itself: 附小 and 实验小学 could be any school's around."""
    if not may_be(thing, other) or decided.forbids(thing.type, thing.names, other.names, thing.code):
        return False
    pieces = parts(plain(thing.name), thing.code)
    # 兰州市第三十一中学 tells city and number, 第一小学 no city
    numbered = {p.what for p in pieces} >= {"area", "number"}
    return numbered or any(p.what == "core" and len(p.text) > 1 for p in pieces)
