"""What was resolved of any number of documents: entities, and which of them each document's mentions name; read from disk."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from kg.identity.alike import digest, entity_of
from kg.identity.ties import alike, distinct
from kg.model import Entity, Merge
from kg.resolve import united
from kg.shelf import Shelf

Named = tuple[int, int, str, str]
"""Where a mention begins and ends, its type, and the id of the entity that it names."""


class Entities:
    """The entities of things by number. Those of one id are one: of which there are several is known once `unite` was called."""

    def __init__(self, records: Shelf, ranks: Shelf) -> None:
        self._records, self._ranks = records, ranks
        self._digests = array("q")
        self._united: dict[int, Entity] = {}
        self._sorted, self._numbers = array("q"), array("q")

    def add(self, entity: bytes, key: str, rank: bytes) -> int:
        """A packed entity with its id and rank; its number."""
        self._ranks.add(rank)
        self._digests.append(digest(key))
        return self._records.add(entity)

    def unite(self) -> None:
        """Make the entities of one id one: the first, with the other names of all."""
        for some in alike(self._digests):
            by_id: dict[str, list[tuple[bytes, int]]] = {}
            for number in some:
                by_id.setdefault(self[number].id, []).append((self._ranks[number], number))
            for same in by_id.values():
                entity = reduce(united, (entity_of(self._records[number]) for _, number in sorted(same)))
                self._united.update((number, entity) for _, number in same)
        first, _ = distinct(self._digests)
        self._numbers = array("q", first.tolist())
        self._sorted = array("q", (self._digests[number] for number in self._numbers))

    def __getitem__(self, number: int) -> Entity:
        return self._united[number] if number in self._united else entity_of(self._records[number])

    def get(self, key: str) -> Entity | None:
        """The entity with an id."""
        wanted = digest(key)
        place = bisect_left(self._sorted, wanted)
        if place == len(self._sorted) or self._sorted[place] != wanted:
            return None
        found = self[self._numbers[place]]
        return found if found.id == key else None


@dataclass(frozen=True, slots=True)
class Found:
    """What was resolved; `first` has the first thing of each document and ends with their number, `of` the entity of each thing."""

    places: Mapping[str, int]
    mentions: Shelf
    first: array[int]
    of: array[int]
    entities: Entities
    merges: tuple[Merge, ...]
    proposals: tuple[Merge, ...]

    def named_in(self, document: str) -> array[int]:
        """The numbers of the entities that a document names."""
        place = self.places[document]
        return self.of[self.first[place] : self.first[place + 1]]

    def told(self, document: str, areas: Iterable[str]) -> tuple[tuple[Named, ...], tuple[Entity, ...]]:
        """What a document's mentions name; and these entities, with those of the areas that any document names."""
        numbers = self.named_in(document)
        found = {number: self.entities[number] for number in sorted(set(numbers))}
        named = tuple(
            (start, end, kind, found[number].id)
            for number, mentions in zip(numbers, json.loads(self.mentions[self.places[document]]), strict=True)
            for start, end, kind in mentions
        )
        own = {entity.id: entity for entity in (*found.values(), *map(self.entities.get, areas)) if entity}
        return named, tuple(own[key] for key in sorted(own))
