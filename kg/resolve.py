"""Mentions → entities, claims → facts: what many documents tell, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import areas
from kg.decisions import Action, Decision
from kg.identity.across import things
from kg.identity.cluster import clusters
from kg.identity.decided import Decided
from kg.identity.forms import plain
from kg.identity.ids import entity_id, fact_id
from kg.identity.link import Cluster, Link
from kg.identity.thing import Thing
from kg.model import (
    Claim,
    Document,
    Entity,
    Fact,
    Knowledge,
    Mention,
    Merge,
    Named,
    Part,
    Reading,
    Rejected,
    Scope,
    Span,
    Value,
)
from kg.terms import EntityType, Kind, Role

RULE = "resolve"
"""The name under which resolution tells what it rejects."""


@dataclass(frozen=True, slots=True)
class _Resolved:
    """The entities of the whole corpus, and which of them each mention names."""

    entities: Mapping[str, Entity]
    of: Mapping[tuple[str, Span, EntityType], str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with the things that its document names: what can be done without knowing any other document."""

    reading: Reading
    clusters: tuple[Cluster, ...]
    proposals: tuple[Link, ...]


def prepared(reading: Reading, decisions: Sequence[Decision] = ()) -> Prepared:
    """The part of resolution that one document needs alone, so that processes can share it."""
    own, likely = clusters(reading, Decided(decisions))
    return Prepared(reading, tuple(own), tuple(likely))


def resolve(readings: Iterable[Reading | Prepared], decisions: Sequence[Decision] = ()) -> Knowledge:
    """The knowledge of all readings: entities over the whole corpus, one part a document, the reasons of every merge.

    The order of the readings does not matter. What persons decided is done; what no longer applies stands in `stale`.
    """
    decided = Decided(decisions)
    ready = [r if isinstance(r, Prepared) else prepared(r, decisions) for r in readings]
    ready.sort(key=lambda r: r.reading.document.name)
    read = [r.reading for r in ready]
    found = [(r.reading.document.name, cluster) for r in ready for cluster in r.clusters]
    proposals = [link for r in ready for link in r.proposals]
    every, likely = things(found, decided)
    proposals += likely
    entities: dict[str, Entity] = {}
    of: dict[tuple[str, Span, EntityType], str] = {}
    merges: list[Merge] = []
    for thing in every:
        entity = _entity(thing)
        entities[entity.id] = _united(entities[entity.id], entity) if entity.id in entities else entity
        merges += (_merge(entity.id, link) for link in thing.links)
        for document, cluster in thing.members:
            of |= {(document, m.span, m.type): entity.id for m in cluster.mentions}
    resolved = _Resolved(entities, of)
    parts = tuple(_part(reading, resolved, decided) for reading in read)
    ids = {plain(name): e.id for e in entities.values() for name in (*e.aliases, e.name)}
    ids |= {plain(thing.told_name): _entity(thing).id for thing in every}
    proposed = (
        _merge(ids.get(plain(link.full)) or ids.get(plain(link.short), ""), link)
        for link in proposals
        if ids.get(plain(link.short)) != ids.get(plain(link.full), "")
    )
    stale = tuple(f"{d.action}: {'、'.join(d.subjects)} ({d.author}, {d.date})" for d in decided.unused())
    return Knowledge(parts, _sorted(merges), _sorted(proposed), stale)


def _entity(thing: Thing) -> Entity:
    aliases = tuple(sorted({n for c in thing.members for n in c[1].names} - {thing.name}))
    key = entity_id(thing.type, thing.code, thing.told_name)
    return Entity(key, thing.type, thing.kind, thing.name, aliases, thing.code)


def _united(one: Entity, other: Entity) -> Entity:
    return replace(one, aliases=tuple(sorted({*one.aliases, *other.aliases})))


def _merge(entity: str, link: Link) -> Merge:
    return Merge(entity, (link.short, link.full), link.reason, link.confidence, link.document, link.evidence)


def _sorted(merges: Iterable[Merge]) -> tuple[Merge, ...]:
    return tuple(sorted(set(merges), key=lambda m: (m.entity, m.names, m.reason, m.document or "", str(m.evidence))))


def _part(reading: Reading, resolved: _Resolved, decided: Decided) -> Part:
    document = reading.document
    named = tuple(
        Named(m, resolved.of[document.name, m.span, m.type]) for m in sorted(reading.mentions, key=lambda m: m.span)
    )
    rejected = list(reading.rejected)
    facts: dict[str, Fact] = {}
    scopes: dict[str, Entity] = {}
    for claim in reading.claims:
        fact = _fact(claim, document, resolved, scopes)
        if not isinstance(fact, Rejected):
            fact = _judged(fact, claim, document, decided)
        if isinstance(fact, Rejected):
            rejected.append(fact)
        else:
            facts[fact.id] = _together(facts[fact.id], fact) if fact.id in facts else fact
    used = {n.entity for n in named} | {
        v for f in facts.values() for v in f.args.values() if isinstance(v, str) and v in resolved.entities
    }
    entities = {**scopes, **{key: resolved.entities[key] for key in used}}
    return Part(
        document,
        tuple(entities[key] for key in sorted(entities)),
        named,
        tuple(facts[key] for key in sorted(facts)),
        tuple(rejected),
    )


def _fact(claim: Claim, document: Document, resolved: _Resolved, scopes: dict[str, Entity]) -> Fact | Rejected:
    args: dict[Role, Value] = {}
    for role in sorted(claim.args):
        value = claim.args[role]
        if isinstance(value, Mention):
            key = resolved.of.get((document.name, value.span, value.type))
            if key is None:
                return _refused(claim, document, f"{value.text} 不是已读出的名称")
            args[role] = key
        elif isinstance(value, Scope):
            area = _area(value, document)
            if area is None:
                return _refused(claim, document, "文档所属地区未知,不知“本地”指何处")
            known = resolved.entities.get(area.id)
            if known is None:
                scopes[area.id] = area
            args[role] = area.id
        else:
            args[role] = value
    return Fact(fact_id(claim.type, args), claim.type, args, (claim.evidence,), claim.rule, claim.confidence)


def _area(scope: Scope, document: Document) -> Entity | None:
    """The area that a scope word means in the document."""
    code = areas.at(scope.level, document.region)
    known = areas.area(code) if code else None
    if code is None or known is None:
        return None
    kind = EntityType.PLACE
    return Entity(entity_id(kind, code, known.name), kind, Kind.ADMINISTRATIVE_AREA, known.name, (), code)


def _judged(fact: Fact, claim: Claim, document: Document, decided: Decided) -> Fact | Rejected:
    """The fact as a person judged it, if one did."""
    match decided.on_fact(fact.id):
        case Action.ACCEPT:
            return replace(fact, confidence=1.0)
        case Action.REJECT:
            return _refused(claim, document, "人工决定:不成立")
        case _:
            return fact


def _refused(claim: Claim, document: Document, reason: str) -> Rejected:
    return Rejected(claim.evidence, claim.evidence.of(document.text), claim.type, RULE, reason)


def _together(one: Fact, other: Fact) -> Fact:
    """One fact told twice: all evidence, the rule and confidence of the surer telling."""
    evidence = tuple(sorted({*one.evidence, *other.evidence}))
    sure = max(one, other, key=lambda f: (f.confidence, f.rule))
    return replace(sure, evidence=evidence)
