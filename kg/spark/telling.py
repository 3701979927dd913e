"""What a process of Spark tells of resolved documents: their named graphs, and rows of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from kg import rdf
from kg.decisions import Decision
from kg.identity.alike import entity_of, link_of
from kg.identity.decided import Decided
from kg.model import Entity, Fact, Merge, Part, Span
from kg.rdf.stream import nquads, records
from kg.resolve import merge_of
from kg.spark.reading import as_text
from kg.spark.rows import Row, Values
from kg.telling import Piece, part, told_of

TOLD = "what string, value string"
ENTITIES = "id string, type string, kind string, name string, aliases array<string>, jurisdiction string"
MENTIONS = "document string, `start` bigint, `end` bigint, text string, type string, entity string, rule string, confidence double"
FACTS = (
    "id string, document string, type string, args map<string,string>, "
    "evidence array<struct<`start`:bigint,`end`:bigint,text:string>>, rule string, confidence double"
)


def told(decisions: Sequence[Decision], base: str, rows: list[Row]) -> Iterator[Values]:
    """What one document tells, of its reading and the entities that its mentions name."""
    reading = next(row["value"] for row in rows if row["mentions"] is None and row["entity"] is None)
    known = {row["entity"]: entity_of(row["entity"]) for row in rows if row["entity"] is not None}
    named = tuple(
        (start, end, kind, known[row["entity"]].id)
        for row in rows
        if row["mentions"] is not None
        for start, end, kind in json.loads(row["mentions"])
    )
    entities = sorted({entity.id: entity for entity in known.values()}.items())
    decided = Decided(decisions)
    whole = part(Piece(reading, named, tuple(entity for _, entity in entities)), decided)
    yield from _rows(whole, base)
    yield from (("met", str(number)) for number in sorted(decided.met))


def _rows(whole: Part, base: str) -> Iterator[Values]:
    one = told_of(whole, base)
    yield "quads", one.nquads.decode().removesuffix("\n")
    yield from (("entity", _json(_entity(entity))) for entity in whole.entities)
    for named in whole.mentions:
        mention = named.mention
        place = {"document": one.name, "start": mention.span.start, "end": mention.span.end, "text": mention.text}
        about = {"type": mention.type, "entity": named.entity, "rule": mention.rule, "confidence": mention.confidence}
        yield "mention", _json(place | about)
    yield from (("fact", _json(_fact(fact, whole))) for fact in whole.facts)


def _entity(one: Entity) -> dict[str, object]:
    about = {"id": one.id, "type": one.type, "kind": one.kind, "name": one.name}
    return {**about, "aliases": one.aliases, "jurisdiction": one.jurisdiction}


def _fact(one: Fact, whole: Part) -> dict[str, object]:
    about = {"id": one.id, "document": whole.document.name, "type": one.type, "rule": one.rule}
    return {
        **about,
        "args": {role: str(value) for role, value in sorted(one.args.items())},
        "evidence": [_passage(span, whole.document.text) for span in one.evidence],
        "confidence": one.confidence,
    }


def _passage(span: Span, text: str) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _json(about: dict[str, object]) -> str:
    """As JSON; a lone surrogate, which no table holds, becomes U+FFFD."""
    return json.dumps(about, ensure_ascii=False).encode("utf-8", "replace").decode()


def judgement(base: str, row: Row) -> Iterator[Values]:
    """The statements of a judgement of identity, a line each."""
    other = None if row["other"] is None else as_text(row["other"])
    merge: Merge = merge_of(as_text(row["id"]), link_of(row["link"]), other)
    quote = None if row["quote"] is None else as_text(row["quote"])
    said = rdf.merge_statements(merge, base, proposed=row["proposed"], quote=quote)
    lines = nquads(f"{base}{rdf.IDENTITY}", records(said)).decode()
    yield from (("quads", line) for line in lines.removesuffix("\n").split("\n"))
