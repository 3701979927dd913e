"""RDF read back as knowledge, as far as RDF tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import Quad, Triple

from kg.model import Document, Entity, Fact, Knowledge, Location, Mention, Merge, Named, Part, Span, Utterance, Value
from kg.rdf.index import Index, indexes
from kg.rdf.places import document_name
from kg.terms import (
    CLASSES,
    ENTITY_ROLES,
    ID,
    LEVELS,
    NODE,
    PREFIXES,
    ROLE_PROPERTY,
    STATUSES,
    TWO_PARTY,
    TYPE_OF,
    Class,
    EntityType,
    FactType,
    Kind,
    Property,
    Reused,
    Role,
    TurnRole,
)

_RDF: Final = PREFIXES["rdf"]
_BY_LINK: Final = {link.value: (kind, first, second) for kind, (link, first, second) in TWO_PARTY.items()}
_BY_VALUE: Final = {iri.value: name.value for names in (LEVELS, STATUSES) for name, iri in names.items()}
_UNKNOWN: Final = "\u3000"
"""What stands in a text where the graph quotes nothing of it."""

Texts = Callable[[str], str | None]
"""A document's name → its text, or None where that is not at hand."""


def knowledge(quads: Iterable[Quad | Triple], texts: Texts = lambda _: None) -> Knowledge:
    """The knowledge that the quads write. Where `texts` has no text, it is pieced together from the quotations."""
    graphs = indexes(quads)
    parts: dict[str, Part] = {}
    merges: list[tuple[bool, Merge]] = []
    for _, index in sorted(graphs.items(), key=lambda pair: pair[0] or ""):
        for part in _parts(index, texts):
            parts.setdefault(part.document.name, part)
        merges.extend(_merges(index))
    judged = sorted({m for proposed, m in merges if not proposed}, key=_order)
    proposals = sorted({m for proposed, m in merges if proposed}, key=_order)
    return Knowledge(tuple(parts[name] for name in sorted(parts)), tuple(judged), tuple(proposals))


def _order(merge: Merge) -> tuple[str, ...]:
    return (merge.entity, merge.other or "", *merge.names, merge.reason, merge.document or "")


def _parts(index: Index, texts: Texts) -> Iterator[Part]:
    facts = _by_document(index, index.all(*NODE.values(), Class.STATEMENT), Reused.PROV_WAS_DERIVED_FROM)
    entities = _by_document(index, list(index.said), Property.MENTIONED_IN)
    passages = _by_document(index, index.all(Class.PASSAGE), Reused.NIF_REFERENCE_CONTEXT)
    turns = _by_document(index, index.all(Class.UTTERANCE), Property.UTTERANCE_OF)
    for own in index.all(Class.DOCUMENT):
        base = own[: own.rindex("/document/") + 1] if "/document/" in own else ID
        read = _Reader(index, own, base, frozenset(passages.get(own, ())))
        document = read.document(turns.get(own, []), texts)
        yield Part(
            document,
            tuple(sorted((read.entity(node) for node in entities.get(own, ())), key=lambda entity: entity.id)),
            tuple(sorted(read.mentions(entities.get(own, ())), key=lambda named: named.mention.span)),
            tuple(sorted((read.fact(node) for node in facts.get(own, ())), key=lambda fact: fact.id)),
        )


def _by_document(index: Index, nodes: list[str], link: Property | Reused) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for node in nodes:
        for own in index.values(node, link):
            out.setdefault(own, []).append(node)
    return out


class _Reader:
    """Reads what one graph says of one document."""

    def __init__(self, index: Index, own: str, base: str, passages: frozenset[str]) -> None:
        self._index, self._own, self._base, self._passages = index, own, base, passages

    def _id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def _span(self, node: str) -> Span:
        need = self._index.need
        return Span(int(need(node, Reused.NIF_BEGIN_INDEX)), int(need(node, Reused.NIF_END_INDEX)))

    def document(self, turns: list[str], texts: Texts) -> Document:
        """The document, with its text if that is at hand."""
        index, own = self._index, self._own
        name = index.need(own, Reused.DCTERMS_SOURCE)
        text = texts(name)
        if text is None:
            text = self._quoted(turns)
        order = sorted(turns, key=lambda node: int(index.value(node, Property.POSITION) or 0))
        utterances = tuple(self._utterance(node, order) for node in order)
        body = tuple(turn.span for turn in utterances) or (Span(0, len(text)),)
        places = sorted((self._span(p), w) for p in self._passages for w in index.values(p, Property.PLACE))
        area = index.value(own, Property.JURISDICTION)
        return Document(
            name,
            text,
            index.value(own, Reused.DCTERMS_ISSUED),
            index.value(area, Property.CODE) if area else None,
            body,
            utterances,
            index.value(own, Reused.DCTERMS_TITLE),
            index.value(own, Property.ISSUER_NAME),
            index.value(own, Reused.SCHEMA_URL),
            tuple(Location(span, place) for span, place in places),
        )

    def _quoted(self, turns: list[str]) -> str:
        """The text as far as passages quote it, at their offsets."""
        spans = {node: self._span(node) for node in self._passages}
        length = max((span.end for span in (*spans.values(), *map(self._span, turns))), default=0)
        text = [_UNKNOWN] * length
        for node, span in spans.items():
            text[span.start : span.end] = self._index.need(node, Reused.NIF_ANCHOR_OF)
        return "".join(text)

    def _utterance(self, node: str, order: list[str]) -> Utterance:
        index = self._index
        asked = index.value(node, Property.ANSWERS)
        people = (self._named(node, link, written) for link, written in _SPEAKERS)
        speaker, possible = people
        return Utterance(
            self._span(node),
            index.value(node, Reused.DCTERMS_CREATED),
            TurnRole(index.need(node, Property.TURN_ROLE)),
            next(iter(speaker), None),
            tuple(possible),
            order.index(asked) if asked in order else None,
        )

    def _named(self, node: str, link: Property, written: Property) -> list[str]:
        """The names under a property: as written, else the labels of the people."""
        index = self._index
        labels = [label for person in index.values(node, link) for label in index.values(person, Reused.RDFS_LABEL)]
        names = index.values(node, written)
        return names if link is Property.SPEAKER and names else sorted({*names, *labels})

    def entity(self, node: str) -> Entity:
        """An entity with its type, names and jurisdiction."""
        index = self._index
        kind_of_thing, kind = _type(frozenset(index.types(node)))
        area = index.value(node, Property.JURISDICTION)
        code = index.value(area, Property.CODE) if area else None
        label, others = index.need(node, Reused.RDFS_LABEL), tuple(index.values(node, Reused.SKOS_ALT_LABEL))
        return Entity(self._id(node), kind_of_thing, kind, label, others, code)

    def mentions(self, entities: Iterable[str]) -> Iterator[Named]:
        """Where the entities are named in the document."""
        index = self._index
        for node in entities:
            kind_of_thing, _ = _type(frozenset(index.types(node)))
            for passage in index.values(node, Property.MENTION):
                if passage in self._passages:
                    quoted, rule = index.need(passage, Reused.NIF_ANCHOR_OF), index.value(passage, Property.RULE) or ""
                    sure = float(index.value(passage, Property.CONFIDENCE) or 1)
                    yield Named(Mention(self._span(passage), quoted, kind_of_thing, rule, sure), self._id(node))

    def fact(self, node: str) -> Fact:
        """A fact with the evidence that this document gives; of several rules the first, of several confidences the highest."""
        index = self._index
        kind, args = self._statement(node) if Class.STATEMENT in index.types(node) else self._n_ary(node)
        evidence = sorted(self._span(p) for p in index.values(node, Property.EVIDENCE) if p in self._passages)
        sure = max((float(c) for c in index.values(node, Property.CONFIDENCE)), default=1.0)
        identifier = node.rpartition("/")[2]
        return Fact(identifier, kind, args, tuple(evidence), index.value(node, Property.RULE) or "", sure)

    def _statement(self, node: str) -> tuple[FactType, dict[Role, Value]]:
        kind, first, second = _BY_LINK[self._index.need(node, f"{_RDF}predicate")]
        subject, value = (self._id(self._index.need(node, f"{_RDF}{end}")) for end in ("subject", "object"))
        return kind, {first: subject, second: value}

    def _n_ary(self, node: str) -> tuple[FactType, dict[Role, Value]]:
        index = self._index
        kind = next(kind for kind, iri in NODE.items() if iri in index.types(node))
        args: dict[Role, Value] = {}
        for role, name in ROLE_PROPERTY.items():
            if role is Role.HONOUR:
                found = next((a for a in index.values(node, name) if Class.PRIZE not in index.types(a)), None)
                value: Value | None = found
            else:
                value = index.typed(node, name)
            if value is not None:
                args[role] = self._argument(role, value)
        return kind, args

    def _argument(self, role: Role, value: Value) -> Value:
        if not isinstance(value, str):
            return value
        if role in ENTITY_ROLES:
            return self._id(value)
        if start := self._index.value(value, Reused.SCHEMA_START_DATE):
            return f"{start}/{self._index.value(value, Reused.SCHEMA_END_DATE) or ''}"
        return _BY_VALUE.get(value, value)


_SPEAKERS: Final = (
    (Property.SPEAKER, Property.SPEAKER_NAME),
    (Property.POSSIBLE_SPEAKER, Property.POSSIBLE_SPEAKER_NAME),
)


@cache
def _type(classes: frozenset[str]) -> tuple[EntityType, Kind | None]:
    """The finest kind whose classes are all given, else the entity type. Raises ValueError."""
    kinds = [kind for kind in Kind if set(CLASSES[kind]) <= classes]
    if kinds:
        finest = max(kinds, key=lambda kind: len(CLASSES[kind]))
        return TYPE_OF[finest], finest
    types = [name for name in EntityType if set(CLASSES[name]) <= classes]
    if not types:
        raise ValueError(f"no entity type among {sorted(classes)}")
    return types[0], None


def _merges(index: Index) -> Iterator[tuple[bool, Merge]]:
    for node in index.all(Class.MERGE, Class.MERGE_PROPOSAL):
        own = index.value(node, Reused.PROV_WAS_DERIVED_FROM)
        passage = index.value(node, Property.EVIDENCE)
        entity = index.need(node, Property.MERGED_ENTITY)
        second = index.values(node, Property.MERGED_ENTITY)[1:]
        base = node[: -len("/".join(node.rsplit("/", 2)[1:]))]
        begin, end = (index.value(passage or "", name) for name in (Reused.NIF_BEGIN_INDEX, Reused.NIF_END_INDEX))
        yield (
            Class.MERGE_PROPOSAL in index.types(node),
            Merge(
                entity.removeprefix(base),
                tuple(index.values(node, Property.MERGED_NAME)),
                index.value(node, Property.REASON) or "",
                float(index.value(node, Property.CONFIDENCE) or 1),
                document_name(own) if own else None,
                Span(int(begin), int(end)) if begin and end else None,
                second[0].removeprefix(base) if second else None,
            ),
        )
