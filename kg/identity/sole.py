"""Short names that are not sure of themselves, taken where all documents know one thing alone that they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg import areas
from kg.identity.fits import Fit
from kg.identity.forms import parts
from kg.identity.link import Alike, Link
from kg.identity.thing import Thing

_SOLE = "全部文档中同一地区只有它相符"
_CONFIDENCE = 0.65
_LIKELY = Link("", "", "同一地区可能的全称与简称", 0.5)
_PREFECTURE = "00"


@dataclass(frozen=True, slots=True)
class Unsure:
    """A thing, the one that it fits best, and whether no other fits at all."""

    thing: Thing
    fit: Fit
    alone: bool


def sole(unsure: Sequence[Unsure]) -> tuple[set[int], list[Alike]]:
    """Joins what fits one thing alone; gives the ids of what was joined, and the links that are only proposed.

    三幼 of one district is the city's 第三幼儿园 where no other document knows another; said in two districts it may be
    either's own. 实验小学 has no number and no name of its own: every district has one.
    """
    waiting = {id(u.thing) for u in unsure}
    wanted: dict[int, set[str | None]] = {}
    for u in unsure:
        wanted.setdefault(id(u.fit.full), set()).add(u.thing.code)
    taken: set[int] = set()
    proposals: list[Alike] = []
    for u in unsure:
        full = u.fit.full
        if u.alone and len(wanted[id(full)]) == 1 and id(full) not in waiting and _tells(u.thing, full):
            full.take(u.thing, Link(u.thing.name, full.name, _SOLE, _CONFIDENCE))
            taken.add(id(u.thing))
        else:
            link = Link(u.thing.name, full.name, _LIKELY.reason, _LIKELY.confidence)
            proposals.append(u.thing.may_be(full, link))
    return taken, proposals


def _tells(thing: Thing, full: Thing) -> bool:
    """Whether the names share a number (of the city's own schools), or the town whose central school the full one is."""
    if thing.code == full.code:
        towns = {areas.short_name(p.text) for p in parts(full.name, full.code) if p.what == "town"}
        return any(p.what in {"core", "town"} and p.text in towns for p in parts(thing.name, thing.code))
    known = areas.area(full.code) if full.code else None
    # 四川省第三幼儿园 is no kindergarten of the city
    city = known is not None and known.code.endswith(_PREFECTURE) and known.name.endswith("市")
    return city and any(p.what == "number" for p in parts(thing.name, thing.code))
