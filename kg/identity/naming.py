"""The canonical name of a thing, and the area that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kg import areas
from kg.identity.activities import activity
from kg.identity.forms import own_area, parts, plain
from kg.lexicon import rows
from kg.terms import EntityType, Kind

_ACTIVITIES = frozenset({
    EntityType.COMPETITION, EntityType.EVENT, EntityType.PROGRAM, EntityType.HONOUR, EntityType.POLICY,
})  # fmt: skip
_SCOPES = "省市区县旗州"
_LOCAL = frozenset({EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP})
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
        return next((c for c in short if c), None), False
    return region, False


def _told(kind: EntityType, name: str, region: str | None) -> str | None:
    if kind in _ACTIVITIES:
        return activity(name, region).code
    if kind in {EntityType.PERSON, EntityType.WORK}:
        return None
    if kind in _NAMED_IN_SHORT:
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
    codes = [p.code for p in parts(name, region) if p.what == "area" and p.code]
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
    if known is None or name[:1] not in _SCOPES or areas.prefix(name, region).end:
        return name
    if kind is EntityType.GOVERNMENT_BODY and own_area(name, region) == code and name[1:2] not in _SCOPES:
        return known.name + name[1:]
    if kind is EntityType.ORGANIZATION and any(p.what == "body" for p in parts(name[1:], region)):
        return known.name + name[1:]
    if kind is EntityType.SCHOOL and any(p.what in {"number", "qualifier"} for p in parts(name[1:], region)[:1]):
        return known.name + name[1:]
    if kind in {EntityType.COMPETITION, EntityType.EVENT} and activity(name, region).code == code and name[1:2] != "级":
        return known.name + name[1:]
    return name


@cache
def _national() -> tuple[str, ...]:
    return tuple(sorted(r["word"] for r in rows("area-words") if r["what"] == "national"))
