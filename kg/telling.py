"""What each document tells, as the lines of its named graph and its entries of the report: any process can say it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg import codec, rdf
from kg.cache import Cache
from kg.decisions import Decision
from kg.gathered import Found
from kg.identity.decided import Decided
from kg.model import Entity, Part, Span
from kg.processes import batches
from kg.rdf.stream import nquads, records
from kg.resolve import known_areas, part_of
from kg.terms import ID, EntityType, FactType

_TOGETHER = 16
"""Documents that are handed out together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One document's packed reading, with what resolution found of it: places, types and entity ids; and these entities."""

    reading: bytes
    named: tuple[tuple[int, int, str, str], ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One document's named graph as N-Quads and as records, and what the report says of it."""

    name: str
    text: str
    nquads: bytes
    records: tuple[bytes, ...]
    about: str
    rejected: tuple[str, ...]
    mentions: int
    entities: tuple[tuple[str, EntityType], ...]
    facts: tuple[tuple[str, FactType], ...]
    met: frozenset[int] = frozenset()


def pieces(keys: Mapping[str, str], found: Found, kept: Cache, base: str = ID) -> Iterator[list[Piece]]:
    """The documents in order of their graphs' IRIs, some together. Raises KeyError where a reading is not kept."""
    names = sorted(keys, key=lambda name: rdf.graph_of(name, base))
    every = (Piece(kept.reading(keys[name]), *found.told(name, known_areas(kept.region(keys[name])))) for name in names)
    return batches(every, _TOGETHER)


def part(piece: Piece, decided: Decided) -> Part:
    """What the document tells of resolved entities."""
    of = {(Span(start, end), EntityType(kind)): entity for start, end, kind, entity in piece.named}
    return part_of(codec.unpacked(piece.reading), {entity.id: entity for entity in piece.entities}, of, decided)


def told(some: Sequence[Piece], decisions: Sequence[Decision], base: str = ID) -> list[Told]:
    """What the documents tell."""
    out = []
    for piece in some:
        decided = Decided(decisions)
        out.append(told_of(part(piece, decided), base, decided.met))
    return out


def told_of(one: Part, base: str = ID, met: frozenset[int] = frozenset()) -> Told:
    """What a part tells; `met` are the numbers of the decisions that met what they speak of."""
    document = one.document
    lines = tuple(records(rdf.statements(one, base)))
    about = {
        "name": document.name,
        "date": document.date,
        "region": document.region,
        "title": document.title,
        "notes": list(document.notes),
    }
    rejected = (
        {
            "document": document.name,
            "span": [r.span.start, r.span.end],
            "text": r.text,
            "what": r.what,
            "rule": r.rule,
            "reason": r.reason,
        }
        for r in one.rejected
    )
    return Told(
        document.name,
        document.text,
        nquads(rdf.graph_of(document.name, base), lines),
        lines,
        json.dumps(about, ensure_ascii=False),
        tuple(json.dumps(entry, ensure_ascii=False) for entry in rejected),
        len(one.mentions),
        tuple((entity.id, entity.type) for entity in one.entities),
        tuple((fact.id, fact.type) for fact in one.facts),
        met,
    )
