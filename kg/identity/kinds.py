"""An entity's kind, from its type and the end of its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg import areas
from kg.lazy import regex
from kg.lexicon import rows
from kg.terms import EntityType, Kind

_DEFAULT: Mapping[EntityType, Kind] = {
    EntityType.SCHOOL: Kind.COMBINED_SCHOOL,
    EntityType.GROUP: Kind.EDUCATION_GROUP,
    EntityType.PLACE: Kind.VENUE,
    EntityType.PROGRAM: Kind.INITIATIVE,
}
_BRANCH = regex(r"(?:[\u4e00-\u9fff]{1,6})?(?:分校|分园|校区|园区)$")
_LONGEST = 12
"""The longest suffix that tells a kind, in characters."""


def kind_of(entity: EntityType, name: str) -> Kind | None:
    """The kind of a thing called so; None for types that have no kinds."""
    if entity not in _DEFAULT:
        return None
    return told_kind(entity, name) or _DEFAULT[entity]


def told_kind(entity: EntityType, name: str) -> Kind | None:
    """The kind that the name itself tells; None where it tells none."""
    if entity not in _DEFAULT:
        return None
    if entity is EntityType.PLACE and areas.find(name).candidates:
        return Kind.ADMINISTRATIVE_AREA
    known = _suffixes(entity)
    for piece in (name, _BRANCH.sub("", name)):
        for length in range(min(_LONGEST, len(piece)), 0, -1):
            if (found := known.get(piece[-length:])) is not None:
                return found
    return None


@cache
def _suffixes(entity: EntityType) -> Mapping[str, Kind]:
    return {r["suffix"]: Kind(r["kind"]) for r in rows("kinds") if r["type"] == entity}
