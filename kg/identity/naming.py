"""The canonical name of a thing, and the area that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kg import areas
from kg.identity.activities import activity
from kg.identity.forms import after_party, is_open, own_area, parts, plain
from kg.lazy import regex
from kg.lexicon import rows
from kg.terms import EntityType, Kind

_ACTIVITIES = frozenset({
    EntityType.COMPETITION, EntityType.EVENT, EntityType.PROGRAM, EntityType.HONOUR, EntityType.POLICY,
})  # fmt: skip
_LOCAL = frozenset({EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP})
_LEAGUE = regex(r"团([省市区县州旗])委$")
_GENERAL = frozenset({"number", "qualifier", "stage"})
"""Pieces that open what is not named: an area has one 青少年活动中心."""
_NAMED_IN_SHORT = frozenset({EntityType.ORGANIZATION, EntityType.GOVERNMENT_BODY})


def jurisdiction(
    kind: EntityType, names: Iterable[str], region: str | None, school: Kind | None = None
) -> tuple[str | None, bool]:
    """The code of the area that a thing belongs to, and whether its names tell it; else it is the document's region.

    Of several areas that the names tell, the lowest counts. Universities belong to no district that writes of them.
    """
    told = [code for name in names if (code := _told(kind, plain(name), region))]
    if told:
        return max(told, key=lambda c: (len(areas.chain(c)), c)), True
    if kind is EntityType.PLACE and any(areas.find(plain(n), region).candidates for n in names):
        return None, True  # a homonym that nothing decides
    if school is Kind.UNIVERSITY:
        short = (areas.prefix(plain(n), None, short=True).code for n in names)
        return next((c for c in short if c), None) or _initial(names, region), False
    if kind in _LOCAL and any(is_open(plain(n), region) for n in names):
        return None, False  # it lies in an area of that name, wherever the document comes from
    return region, False


def _initial(names: Iterable[str], region: str | None) -> str | None:
    """The city or province around the region whose first letter opens the name of a university: 福师大 in 福州 is 福州's."""
    for code in areas.chain(region) if region else ():
        known = areas.area(code)
        city = known is not None and code.endswith("00") and code != areas.COUNTRY
        if known and city and any(plain(n).startswith(known.name[0]) for n in names):
            return code
    return None


def _told(kind: EntityType, name: str, region: str | None) -> str | None:
    if kind in _ACTIVITIES:
        return activity(name, region).code
    if kind in {EntityType.PERSON, EntityType.WORK}:
        return None
    if kind in _NAMED_IN_SHORT:
        state = name.startswith("中华人民共和国")
        name = name if state else after_party(name)
        if (league := _LEAGUE.match(name)) and (code := areas.scope(league[1], region)):
            return code
        if name.startswith(_national()) and not own_area(name, region):
            return areas.COUNTRY
        short = areas.prefix(name, region, short=True)
        if short.code:
            return short.code
    code = own_area(name, region) or _area_around(name, region)
    if kind in _LOCAL and code and code.endswith("0000") and not _is_municipality(code):
        return None  # 江苏省…中学 is an honour, 中国…大学附属中学 the university's: neither tells where the school is
    # a street's own kindergarten is the county's: 西林街道中心幼儿园
    return code[:6] if code and len(code) > len(areas.COUNTRY) else code


def _area_around(name: str, region: str | None) -> str | None:
    """The area around the region whose short name opens the name: 郑州八中."""
    around = areas.chain(region) if region else ()
    codes = [p.code for p in parts(name, region) if p.what == "area" and p.code in around]
    return codes[-1] if codes else None


def _is_municipality(code: str) -> bool:
    known = areas.area(code)
    return known is not None and known.name.endswith("市")


def canonical(kind: EntityType, names: Iterable[str], code: str | None, region: str | None) -> str:
    """The fullest of the names without quotation marks; a scope word that opens a body's or contest's name becomes its area."""
    best = max((plain(n) for n in names), key=len)  # of equals the first: in A(B) the bracket holds the other name
    return expanded(kind, best, code, region)


def expanded(kind: EntityType, name: str, code: str | None, region: str | None) -> str:
    """The plain name with its area for the scope word that opens it: 区教育局 → 钟楼区教育局, 市乒乓球锦标赛 → 常州市乒乓球锦标赛."""
    known = areas.area(code) if code else None
    if known and kind is EntityType.ORGANIZATION and _LEAGUE.match(name):
        return f"共青团{known.name}委"
    scoped = areas.opening_scope(name, region)
    if known is None or scoped is None or areas.prefix(name, region).end:
        return name
    rest = name[scoped[1] :]
    opening = parts(rest, region)[:1]
    match kind:
        case EntityType.GOVERNMENT_BODY:
            told = scoped[0] == code and areas.opening_scope(rest, region) is None
        case EntityType.ORGANIZATION:
            told = any(p.what == "body" for p in parts(rest, region))
        case EntityType.SCHOOL:
            told = any(p.what in _GENERAL for p in opening)
        case EntityType.COMPETITION | EntityType.EVENT:
            told = activity(name, region).code == code and not rest.startswith("级")
        case _:
            told = False
    return known.name + rest if told else name


@cache
def _national() -> tuple[str, ...]:
    return tuple(sorted(r["word"] for r in rows("area-words") if r["what"] == "national"))
