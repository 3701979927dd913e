"""The series that a contest or event is an instance of: 第六届 and 第七届 of one contest share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg import areas
from kg.identity.activities import activity
from kg.identity.forms import numerals
from kg.identity.ids import entity_id
from kg.model import Entity
from kg.terms import EntityType

_MOST = 200
"""The highest edition that is put in order by its number."""
_RECURRING = frozenset({EntityType.COMPETITION, EntityType.EVENT, EntityType.PROGRAM})


@dataclass(frozen=True, slots=True)
class Series:
    """A series by id and name, with what tells the instance: its year and edition (2019, 第六届; in Chinese numerals)."""

    id: str
    name: str
    year: str | None
    edition: str | None


def series_of(entity: Entity) -> Series | None:
    """The series of a contest, event or programme whose name tells a year or an edition; None for all else.

    The series is called by the rest of the name, behind the area if the name tells it: 全国第六届中小学艺术展演 → 全国中小学艺术展演.
    """
    if entity.type not in _RECURRING:
        return None
    told = activity(entity.name, entity.jurisdiction)
    if not (told.year or told.edition) or not told.rest:
        return None
    known = areas.area(told.code) if told.code else None
    place = "全国" if told.code == areas.COUNTRY else known.name if known else ""
    name = place + told.rest
    return Series("series/" + entity_id(entity.type, entity.jurisdiction, name), name, told.year, told.edition)


def gathered(entities: Iterable[Entity]) -> list[tuple[Series, list[tuple[Entity, Series]]]]:
    """The series of entities, by id, each with its instances in order of edition, then of year."""
    found: dict[str, list[tuple[Entity, Series]]] = {}
    for entity in entities:
        if series := series_of(entity):
            found.setdefault(series.id, []).append((entity, series))
    return [(found[key][0][1], sorted(found[key], key=_order)) for key in sorted(found)]


def _order(instance: tuple[Entity, Series]) -> tuple[int, str, str]:
    entity, series = instance
    return _numbers().get((series.edition or "")[1:-1], 0), series.year or "", entity.id


@cache
def _numbers() -> Mapping[str, int]:
    return {numerals(str(number)): number for number in range(1, _MOST)}
