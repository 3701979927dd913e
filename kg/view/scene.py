"""What is drawn: entities as nodes, the facts between them folded into links; documents and passages are no nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.decisions import joins
from kg.model import Document, Entity, Fact, Knowledge, Named, Span, Value
from kg.terms import ENTITY_ROLES, TWO_PARTY, FactType, Role

_ENDS: Mapping[FactType, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    # The first role that is told is where the link starts; it ends at each of the second that is told.
    **{fact: ((subject,), (target,)) for fact, (_, subject, target) in TWO_PARTY.items()},
    FactType.AWARD: ((Role.RECIPIENT, Role.OF, Role.WORK), (Role.COMPETITION, Role.HONOUR, Role.WORK)),
}
_ORDER = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the document with that index in the scene."""

    document: int
    span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of one document or more: `ends` are node indices by role, `values` its literals."""

    id: str
    type: FactType
    ends: Mapping[Role, int]
    values: Mapping[Role, Value]
    passages: tuple[Passage, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Link:
    """All facts of one type from one node to another, as indices of the scene's facts."""

    source: int
    target: int
    type: FactType
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document and its mentions, each with the index of the node that it names."""

    document: Document
    mentions: tuple[tuple[Span, int], ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Why names are one node: the reason, how sure it is, and the passage that says it, if one does."""

    node: int
    names: tuple[str, ...]
    reason: str
    confidence: float
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether two names are one thing, for a person to say: their entity ids, the question, and the passage where it is said.

    `words` are those of the passage where the scene has not its document.
    """

    subjects: tuple[str, ...]
    text: str
    confidence: float
    passage: Passage | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Nodes by id, facts by id, links by their ends, sources by name: the same knowledge gives the same scene.

    `homes` is for each node the index of the first source that tells of it.
    """

    nodes: tuple[Entity, ...]
    facts: tuple[Told, ...]
    links: tuple[Link, ...]
    sources: tuple[Source, ...]
    homes: tuple[int, ...]
    merges: tuple[Same, ...] = ()
    asked: tuple[Asked, ...] = ()


def scene(knowledge: Knowledge) -> Scene:
    """The scene of all parts together; what several documents tell is one node or one fact."""
    entities: dict[str, Entity] = {}
    homes: dict[str, int] = {}
    for place, part in enumerate(knowledge.parts):
        for entity in part.entities:
            homes.setdefault(entity.id, place)
            entities[entity.id] = _joined(entity, entities.get(entity.id))
    nodes = tuple(entities[key] for key in sorted(entities))
    index = {entity.id: place for place, entity in enumerate(nodes)}
    facts = _facts(knowledge, index)
    sources = tuple(Source(part.document, _mentions(part.mentions, index)) for part in knowledge.parts)
    merges = tuple(_merges(knowledge, index))
    asked = tuple(_asked(knowledge))
    return Scene(nodes, facts, links(facts), sources, tuple(homes[node.id] for node in nodes), merges, asked)


def _asked(knowledge: Knowledge) -> Iterator[Asked]:
    place = {part.document.name: i for i, part in enumerate(knowledge.parts)}
    for question in joins(knowledge):
        at = place.get(question.document or "")
        passage = Passage(at, question.span) if at is not None and question.span else None
        yield Asked(question.subjects, question.text, question.confidence, passage)


def _merges(knowledge: Knowledge, index: Mapping[str, int]) -> Iterator[Same]:
    place = {part.document.name: i for i, part in enumerate(knowledge.parts)}
    for merge in knowledge.merges:
        if merge.entity in index:
            said = merge.evidence if merge.document in place else None
            passage = Passage(place[merge.document], said) if said and merge.document else None
            yield Same(index[merge.entity], merge.names, merge.reason, merge.confidence, passage)


def _joined(entity: Entity, known: Entity | None) -> Entity:
    if known is None:
        return entity
    aliases = {*entity.aliases, *known.aliases, entity.name} - {known.name}
    return Entity(known.id, known.type, known.kind, known.name, tuple(sorted(aliases)), known.jurisdiction)


def _mentions(named: tuple[Named, ...], index: Mapping[str, int]) -> tuple[tuple[Span, int], ...]:
    found = ((n.mention.span, index[n.entity]) for n in named if n.entity in index)
    return tuple(sorted(found))


def _facts(knowledge: Knowledge, index: Mapping[str, int]) -> tuple[Told, ...]:
    passages: dict[str, list[Passage]] = defaultdict(list)
    first: dict[str, Fact] = {}
    for place, part in enumerate(knowledge.parts):
        for fact in part.facts:
            passages[fact.id] += [Passage(place, span) for span in fact.evidence]
            known = first.setdefault(fact.id, fact)
            if fact.confidence > known.confidence:
                first[fact.id] = fact
    return tuple(_told(first[key], tuple(passages[key]), index) for key in sorted(first))


def _told(fact: Fact, passages: tuple[Passage, ...], index: Mapping[str, int]) -> Told:
    ends: dict[Role, int] = {}
    values: dict[Role, Value] = {}
    for role, value in sorted(fact.args.items(), key=lambda pair: _ORDER[pair[0]]):
        if role in ENTITY_ROLES and isinstance(value, str) and value in index:
            ends[role] = index[value]
        else:
            values[role] = value
    return Told(fact.id, fact.type, ends, values, passages, fact.rule, fact.confidence)


def links(facts: tuple[Told, ...]) -> tuple[Link, ...]:
    """The links that the facts make, sorted."""
    found: dict[tuple[int, int, FactType], list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        for source, target in ends(fact):
            found[source, target, fact.type].append(place)
    return tuple(Link(*key, tuple(found[key])) for key in sorted(found))


def ends(fact: Told) -> tuple[tuple[int, int], ...]:
    """The node pairs that a fact joins; none where it tells of one thing alone.

    A type without a rule of its own joins its things in the ontology's order of roles.
    """
    if fact.type not in _ENDS:
        things = tuple(fact.ends.values())
        return tuple((a, b) for a, b in pairwise(things) if a != b)
    starts, targets = _ENDS[fact.type]
    start = next((fact.ends[role] for role in starts if role in fact.ends), None)
    if start is None:
        return ()
    return tuple((start, fact.ends[role]) for role in targets if role in fact.ends and fact.ends[role] != start)
