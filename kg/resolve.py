"""Mentions → entities, claims → facts: what many documents tell, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from kg import areas
from kg.decisions import Action, Decision, reference
from kg.identity.across import things
from kg.identity.cluster import clusters
from kg.identity.decided import Decided
from kg.identity.ids import UNKNOWN, entity_id, fact_id
from kg.identity.link import Alike, Cluster, Likely, Link
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
from kg.terms import EntityType, Kind, Level, Role

RULE = "resolve"
"""The name under which resolution tells what it rejects."""


Mentioned: TypeAlias = Mapping[tuple[Span, EntityType], str]
"""The entity that each mention of a document names."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of the whole corpus, which of them each document's mentions name, and the judgements behind."""

    entities: Mapping[str, Entity]
    of: Mapping[str, Mentioned]
    merges: tuple[Merge, ...]
    proposals: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with the things that its document names: what can be done without knowing any other document."""

    reading: Reading
    clusters: tuple[Cluster, ...]
    proposals: tuple[Likely, ...]


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
    told = resolution(((r.reading.document.name, r.clusters, r.proposals) for r in ready), decided)
    nothing: Mentioned = {}
    parts = tuple(
        part_of(r.reading, told.entities, told.of.get(r.reading.document.name, nothing), decided) for r in ready
    )
    return Knowledge(parts, told.merges, told.proposals, stale(decided))


def resolution(prepared: Iterable[tuple[str, Sequence[Cluster], Sequence[Likely]]], decided: Decided) -> Resolution:
    """The entities of all documents: of each its name, in order, with the things and proposals that were prepared of it."""
    found: list[tuple[str, Cluster]] = []
    within: list[tuple[str, Likely]] = []
    for name, own, likely in prepared:
        found += ((name, cluster) for cluster in own)
        within += ((name, one) for one in likely)
    every, across = things(found, decided)
    entities: dict[str, Entity] = {}
    of: dict[str, dict[tuple[Span, EntityType], str]] = {}
    merges: list[Merge] = []
    for thing in every:
        entity = entity_of(thing)
        entities[entity.id] = united(entities[entity.id], entity) if entity.id in entities else entity
        merges += (merge_of(entity.id, link) for link in thing.links)
        for document, cluster in thing.members:
            of.setdefault(document, {}).update({(m.span, m.type): entity.id for m in cluster.mentions})
    proposed = (
        proposal(one, other, link, decided)
        for asked in (_asked_within(within, of), _asked_across(across, every))
        for link, one, other in asked
    )
    return Resolution(entities, of, in_order(merges), in_order(one for one in proposed if one))


def _asked_within(
    likely: Iterable[tuple[str, Likely]], of: Mapping[str, Mentioned]
) -> Iterator[tuple[Link, str, str | None]]:
    """What single documents propose, with the ids of the entities that the mentions name by now."""
    for document, one in likely:
        first, *second = (of[document][end] for end in one.ends)
        if second or not is_decided(first):
            yield one.link, first, second[0] if second else one.area


def _asked_across(alike: Sequence[Alike], every: Iterable[Thing]) -> Iterator[tuple[Link, str, str]]:
    """What documents propose together, with the ids of the entities that the two things are by now."""
    asked = {id(cluster) for one in alike for cluster in (one.one, one.other)}
    ids = {id(c): entity_of(thing).id for thing in every for _, c in thing.members if id(c) in asked} if asked else {}
    return ((one.link, ids[id(one.one)], ids[id(one.other)]) for one in alike)


def is_decided(place: str) -> bool:
    """Whether the id of a place tells its area: what was a homonym in its document is none any more."""
    return reference(place)[1] != UNKNOWN


def stale(decided: Decided) -> tuple[str, ...]:
    """The decisions that no longer apply, in words; known when all parts are made."""
    return tuple(f"{d.action}: {'、'.join(d.subjects)} ({d.author}, {d.date})" for d in decided.unused())


def entity_of(thing: Thing) -> Entity:
    """The entity that a thing of the whole corpus is."""
    aliases = tuple(sorted({n for c in thing.members for n in c[1].names} - {thing.name}))
    key = entity_id(thing.type, thing.code, thing.told_name)
    return Entity(key, thing.type, thing.kind, thing.name, aliases, thing.code)


def united(one: Entity, other: Entity) -> Entity:
    """Two entities of one id: the first, with the other names of both."""
    return replace(one, aliases=tuple(sorted({*one.aliases, *other.aliases})))


def merge_of(entity: str, link: Link, other: str | None = None) -> Merge:
    """A link as the judgement on an entity that it leads to; `other` is the second one where it is only proposed."""
    return Merge(entity, (link.short, link.full), link.reason, link.confidence, link.document, link.evidence, other)


def proposal(one: str, other: str | None, link: Link, decided: Decided) -> Merge | None:
    """The proposal that two entities are one; None where they are one by now, or a person said that they are two."""
    if other is None:
        return merge_of(one, link)
    if one == other or decided.refuses(one, other):
        return None
    return merge_of(min(one, other), link, max(one, other))


def in_order(merges: Iterable[Merge]) -> tuple[Merge, ...]:
    """The judgements, each once, in an order that no order of documents changes."""
    return tuple(sorted(set(merges), key=_order))


def _order(merge: Merge) -> tuple[object, ...]:
    return merge.entity, merge.other or "", merge.names, merge.reason, merge.document or "", str(merge.evidence)


def known_areas(region: str | None) -> Iterator[str]:
    """The ids of the areas that scope words can mean in a document of the region."""
    for level in (None, *Level):
        area = _area(Scope(level), region)
        if area is not None:
            yield area.id


def part_of(reading: Reading, entities: Mapping[str, Entity], of: Mentioned, decided: Decided) -> Part:
    """What a document tells of resolved entities: those that its mentions name, and those of `known_areas`, are looked at."""
    document = reading.document
    named = tuple(Named(m, of[m.span, m.type]) for m in sorted(reading.mentions, key=lambda m: m.span))
    rejected = list(reading.rejected)
    facts: dict[str, Fact] = {}
    scopes: dict[str, Entity] = {}
    for claim in reading.claims:
        fact = _fact(claim, document, entities, of, scopes)
        if not isinstance(fact, Rejected):
            fact = _judged(fact, claim, document, decided)
        if isinstance(fact, Rejected):
            rejected.append(fact)
        else:
            facts[fact.id] = _together(facts[fact.id], fact) if fact.id in facts else fact
    used = {n.entity for n in named} | {
        v for f in facts.values() for v in f.args.values() if isinstance(v, str) and v in entities
    }
    own = {**scopes, **{key: entities[key] for key in used}}
    return Part(
        document,
        tuple(own[key] for key in sorted(own)),
        named,
        tuple(facts[key] for key in sorted(facts)),
        tuple(rejected),
    )


def _fact(
    claim: Claim, document: Document, entities: Mapping[str, Entity], of: Mentioned, scopes: dict[str, Entity]
) -> Fact | Rejected:
    args: dict[Role, Value] = {}
    for role in sorted(claim.args):
        value = claim.args[role]
        if isinstance(value, Mention):
            key = of.get((value.span, value.type))
            if key is None:
                return _refused(claim, document, f"{value.text} 不是已读出的名称")
            args[role] = key
        elif isinstance(value, Scope):
            area = _area(value, document.region)
            if area is None:
                return _refused(claim, document, "文档所属地区未知,不知“本地”指何处")
            if area.id not in entities:
                scopes[area.id] = area
            args[role] = area.id
        else:
            args[role] = value
    return Fact(fact_id(claim.type, args), claim.type, args, (claim.evidence,), claim.rule, claim.confidence)


def _area(scope: Scope, region: str | None) -> Entity | None:
    """The area that a scope word means in a document of the region."""
    code = areas.at(scope.level, region)
    known = areas.area(code) if code else None
    if code is None or known is None:
        return None
    kind = EntityType.PLACE
    return Entity(entity_id(kind, code, known.name), kind, Kind.ADMINISTRATIVE_AREA, known.name, (), code)


def _judged(fact: Fact, claim: Claim, document: Document, decided: Decided) -> Fact | Rejected:
    """The fact as a person judged it, if one did."""
    match decided.on_fact(fact):
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
