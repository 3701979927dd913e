"""Whether a thing of one document may be a thing of another, and what it costs to believe it."""

from __future__ import annotations

from dataclasses import dataclass

from kg import areas
from kg.identity.activities import ACTIVITIES, activity, fuller
from kg.identity.align import shortening
from kg.identity.cluster import is_misprint, nested, own_part
from kg.identity.forms import letters, parts
from kg.identity.link import Link
from kg.identity.thing import Thing
from kg.lazy import regex
from kg.terms import EntityType, Level

_SITES = frozenset({EntityType.SCHOOL, EntityType.GROUP})
_CENTRE = "中心"
_TENS = "十"
STAGE_LETTERS = "实小中幼附初高校园"
"""The letters that short names of schools end in."""
_STAGES = regex(rf"[{STAGE_LETTERS}]+$")
_SHORTENED = "同一地区的全称与简称"
_MISPRINT = "一字之差,误写"
_NESTED = "上下级地区下同名"
_LEFT_OUT = "同一活动,名称有省略"
_MISPRINT_FROM = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """A thing that another may be: the cost of believing it, why, and whether that is enough."""

    full: Thing
    cost: float
    reason: str
    sure: bool
    wrong: str | None = None
    """The misprint, where the full thing bears it."""
    right: str | None = None
    """The name without the misprint."""

    def link(self, thing: Thing) -> Link:
        """The reason to take the thing for the other."""
        short, full = (self.wrong, thing.name) if self.wrong else (thing.name, self.full.name)
        return Link(short, full, self.reason, round(max(0.6, 0.95 - 0.12 * self.cost), 2))

    def settle(self, thing: Thing) -> None:
        """Gives what a misprint names, too, its right name, once the thing was taken."""
        if self.right is not None and self.full.name != self.right:
            self.full.name = self.right
            self.full.kind = thing.kind if self.wrong else self.full.kind


def may_be(thing: Thing, other: Thing) -> bool:
    """Whether jurisdictions allow that the two are one: equal, or one within the other and not both told apart."""
    if (
        thing.alone
        or other.alone
        or not thing.beside.isdisjoint(other.names)
        or not other.beside.isdisjoint(thing.names)
    ):
        return False
    if thing.code is None or other.code is None:
        return thing.code == other.code
    if thing.code == other.code:
        return True
    low, high = (thing, other) if areas.within(thing.code, other.code) else (other, thing)
    if not areas.within(low.code or "", high.code or areas.COUNTRY):
        return False
    known = areas.area(low.code or "")
    # 铜梁二中 and 重庆市铜梁第二中学校 both tell an area, and both tell 铜梁
    return not (thing.told and other.told) or (known is not None and areas.short_name(known.name) in high.name)


def fit(thing: Thing, full: Thing) -> Fit | None:
    """How the thing's names fit the other's; None if they do not."""
    if thing.type in ACTIVITIES:
        return _same_activity(thing, full)
    region = thing.code if thing.code and full.code and areas.within(thing.code, full.code) else full.code
    own = letters(full.name)
    fitting = [name for name in sorted(thing.names) if letters(name) <= own]
    costs = [c for name in fitting if (c := shortening(name, full.name, region, thing.type)) is not None]
    if costs:
        return Fit(full, min(costs), _SHORTENED, _sure(thing, full))
    if thing.code != full.code:
        return None
    return _under_two_areas(thing, full) or _misprint(thing, full)


def _same_activity(thing: Thing, full: Thing) -> Fit | None:
    one, other = activity(thing.name, thing.code), activity(full.name, full.code)
    if (one.year, one.edition, thing.code) != (other.year, other.edition, full.code):
        return None
    if one.rest == other.rest:
        return Fit(full, 0.1, _SHORTENED, sure=True)
    written, fulls = ({n for _, c in t.members for n in c.names} for t in (thing, full))
    if any(fuller(a, b, thing.code) for a in written for b in fulls):
        return Fit(full, 1.0, _LEFT_OUT, sure=True)
    return None


def _under_two_areas(thing: Thing, full: Thing) -> Fit | None:
    """合川区久长街小学 and 合阳城街道久长街小学: the one area lies in the other."""
    if thing.type not in _SITES:
        return None
    one, other = own_part(thing.name, thing.code), own_part(full.name, full.code)
    if one is None or one != other or not nested(thing.name, full.name, full.code):
        return None
    return Fit(full, 0.8, _NESTED, sure=True)


def _misprint(thing: Thing, full: Thing) -> Fit | None:
    if len(thing.name) != len(full.name) or len(thing.name) < _MISPRINT_FROM:
        return None
    if is_misprint(thing.name, full.name, full.code):
        return Fit(full, 1.2, _MISPRINT, sure=True, right=full.name)
    if is_misprint(full.name, thing.name, full.code):
        return Fit(full, 1.2, _MISPRINT, sure=True, wrong=full.name, right=thing.name)
    return None


def _told_of_one_place(thing: Thing, full: Thing) -> bool:
    """Whether every document that says the short name is of a place of which another says the full one."""
    places = {cluster.region for _, cluster in full.members}
    return all(cluster.region in places for _, cluster in thing.members)


def _names_above(code: str | None) -> tuple[str, ...]:
    """The names of the cities around a county, or a city of a county's rank; none for a district."""
    own = areas.area(code) if code else None
    if own is None or code is None or own.level is not Level.DISTRICT or own.name.endswith("区"):
        return ()
    known = (areas.area(above) for above in areas.chain(code)[1:-1])
    return tuple(area.name for area in known if area and area.name.endswith("市"))


def _sure(thing: Thing, full: Thing) -> bool:
    """Whether the short name tells enough of itself: 二十四中 does, 实验小学 and 一小 could be of any district around."""
    if _CENTRE in full.name and _CENTRE not in thing.name and not thing.name.endswith(tuple(STAGE_LETTERS)):
        return False  # 和平小学 need not be 和平镇中心小学
    if thing.code == full.code or _told_of_one_place(thing, full):
        return True
    if full.told and full.name.startswith(_names_above(thing.code)):
        return False  # 扬州市育才小学 lies in a district of the city: a county's 育才小学 is its own
    pieces = parts(thing.name, thing.code)
    own = (_STAGES.sub("", p.text) for p in pieces if p.what == "core")
    numbers = (p.text for p in pieces if p.what == "number")
    return thing.told or any(own) or any(_TENS in n and len(n) > 1 for n in numbers)
