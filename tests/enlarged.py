"""Knowledge of any size made from annotated documents: the same shapes under other names, with a few things in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from kg.model import Entity, Fact, Knowledge, Named, Part, Span
from kg.terms import ENTITY_ROLES, Kind
from tests.samples import entity_id, fact_id

_COMMON = 220
"""Characters so frequent that they are words of the subject (小学, 获奖 …): they stay, the rarer ones are exchanged."""
_NAMING = "钟楼常州"
"""Frequent characters that are exchanged none the less: the names of districts and cities are to differ."""
_REGION = 110101


def enlarged(knowledge: Knowledge, nodes: int) -> Knowledge:
    """At least so many entities: copies of the parts, each with rarer characters exchanged, joined by what is national or provincial."""
    texts = "".join(part.document.text for part in knowledge.parts)
    ranked = [c for c, _ in Counter(c for c in texts if "\u4e00" <= c <= "\u9fff").most_common()]
    frequent = set(ranked[:_COMMON]) - set(_NAMING)
    rare = sorted(set(ranked) - frequent)
    parts: list[Part] = []
    seen: set[str] = set()
    while len(seen) < nodes:
        number = len(parts)
        shuffled = rare[:]
        Random(number).shuffle(shuffled)
        exchange = str.maketrans(dict(zip(rare, shuffled, strict=True))) if number >= len(knowledge.parts) else {}
        part = _copy(knowledge.parts[number % len(knowledge.parts)], number, exchange)
        parts.append(part)
        seen |= {entity.id for entity in part.entities}
    assert frequent.isdisjoint(rare)
    return Knowledge(tuple(sorted(parts, key=lambda p: p.document.name)))


def _copy(part: Part, number: int, exchange: dict[int, int]) -> Part:
    region = str(_REGION + number)
    entities = {e.id: _entity(e, region, exchange) for e in part.entities}
    document = replace(
        part.document,
        name=f"{number:05d}.txt",
        text=part.document.text.translate(exchange),
        region=region,
        title=(part.document.title or part.document.text.strip().splitlines()[0][:24]).translate(exchange),
        date=f"{2012 + number % 13}-{1 + number % 12:02d}-{1 + number % 28:02d}",
    )
    mentions = tuple(
        Named(replace(n.mention, text=n.mention.text.translate(exchange)), entities[n.entity].id) for n in part.mentions
    )
    facts = sorted((_fact(f, entities, exchange) for f in part.facts), key=lambda f: f.id)
    unique = {f.id: f for f in facts}
    return Part(
        document,
        tuple(sorted({e.id: e for e in entities.values()}.values(), key=lambda e: e.id)),
        mentions,
        tuple(unique.values()),
    )


def _entity(entity: Entity, region: str, exchange: dict[int, int]) -> Entity:
    shared = entity.name.startswith(("全国", "中国", "国家", "教育部", "省")) and entity.kind is not Kind.PRIMARY_SCHOOL
    name = entity.name if shared else entity.name.translate(exchange)
    where = "100000" if shared else region
    aliases = tuple(sorted({a.translate(exchange) for a in entity.aliases} - {name}))
    return Entity(entity_id(entity.type, where, name), entity.type, entity.kind, name, aliases, where)


def _fact(fact: Fact, entities: dict[str, Entity], exchange: dict[int, int]) -> Fact:
    args = {
        role: entities[str(value)].id
        if role in ENTITY_ROLES
        else value.translate(exchange)
        if isinstance(value, str)
        else value
        for role, value in fact.args.items()
    }
    return Fact(
        fact_id(fact.type, args),
        fact.type,
        args,
        tuple(Span(s.start, s.end) for s in fact.evidence),
        fact.rule,
        fact.confidence,
    )
