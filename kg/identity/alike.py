"""Forms: all that resolution sees of a thing of one document, so that what is alike in many documents is looked at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from kg import areas
from kg.decisions import Decision
from kg.identity.across import JOINED, name_keys
from kg.identity.decided import key_of
from kg.identity.forms import plain
from kg.identity.link import Belonging, Cluster, Link
from kg.identity.thing import Thing
from kg.model import Entity, Span
from kg.terms import EntityType, Kind

_END, _ZERO = b"\x00\x01", b"\x00\xff"
"""What ends a part of a rank, and what stands in it for the character zero: shorter parts come first."""
_DECIDED = "decided"


def packed_form(thing: Thing, document: str | None = None) -> bytes:
    """The form of a thing of one document; of a person also what tells it from its namesakes, of a name whose it may be.

    With `document` it is like none of another document: a decision speaks of things of that document alone.
    """
    cluster = thing.members[0][1]
    person = thing.type is EntityType.PERSON
    region = cluster.region if person or thing.type in JOINED else None
    more = [[[b.type, b.name, b.pupil] for b in cluster.belongings] if person else [], region]
    told = [thing.type, thing.kind, thing.name, thing.code, thing.told, sorted(thing.names), sorted(cluster.names)]
    said = [sorted(thing.stated), sorted(thing.former), sorted(thing.beside), document]
    return json.dumps([*told, thing.qualifier, thing.alone, *more, *said]).encode()


def thing_of(form: bytes, document: str) -> Thing:
    """The thing of a form; `document` is the first one that tells it. Its cluster has names and no mentions."""
    kind, sort, name, code, told, names, written, qualifier, alone, belongings, region, *said = json.loads(form)
    held = tuple(Belonging(EntityType(what), other, pupil) for what, other, pupil in belongings)
    cluster = Cluster(EntityType(kind), written, [], region, belongings=held)
    member = document, cluster
    sort = None if sort is None else Kind(sort)
    stated, former, beside = map(frozenset, said[:3])
    thing = Thing(EntityType(kind), sort, name, code, told, set(names), [member], [], qualifier, alone)
    thing.stated, thing.former, thing.beside = stated, former, beside
    return thing


def told_form(thing: Thing, document: str | None = None) -> bytes:
    """The form of a thing whose namesakes have been told apart: what told them is no part of it any more."""
    thing.members[0][1].belongings, thing.members[0][1].region = (), None
    return packed_form(thing, document)


def spoken_of(document: str, decisions: Sequence[Decision]) -> str | None:
    """The document's name, where a decision takes its things out of others whatever they are called in it."""
    return document if any(document in d.documents and not d.names for d in decisions) else None


def packed_link(link: Link) -> bytes:
    """A link as bytes that are the same for equal links."""
    evidence = [link.evidence.start, link.evidence.end] if link.evidence else None
    return json.dumps([link.short, link.full, link.reason, link.confidence, link.document, evidence]).encode()


def link_of(data: bytes) -> Link:
    """The link that was packed."""
    short, full, reason, confidence, document, evidence = json.loads(data)
    return Link(short, full, reason, confidence, document, Span(*evidence) if evidence else None)


def packed_entity(entity: Entity) -> bytes:
    """An entity as bytes."""
    return json.dumps([entity.id, entity.type, entity.kind, entity.name, entity.aliases, entity.jurisdiction]).encode()


def entity_of(data: bytes) -> Entity:
    """The entity that was packed."""
    key, kind, sort, name, aliases, code = json.loads(data)
    return Entity(key, EntityType(kind), None if sort is None else Kind(sort), name, tuple(aliases), code)


def rank(thing: Thing) -> bytes:
    """Bytes whose order is that of `Thing.order`."""
    *parts, names = thing.order()
    told = (part.encode("utf-8", "surrogatepass").replace(b"\x00", _ZERO) for part in (*parts, *names))
    return b"".join(part + _END for part in told)


def digest(text: str | bytes) -> int:
    """A number for a form or an id: 64 bits keep a hundred million of them apart."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)


def node(*words: object) -> int:
    """A number for a form or a place: two that share one are looked at together, which changes nothing of the result."""
    return digest(repr(words))


def edges(form: bytes, decisions: Sequence[Decision]) -> Iterator[tuple[int, int, bool]]:
    """What ties a form to all that it may be one thing with: numbers of places that it shares with them.

    An edge that is not sure (False) leads to a place around, and counts where some form lies there.
    """
    mine = node(form)
    for place, around in places(thing_of(form, ""), decisions):
        yield mine, place, True
        yield from ((place, above, False) for above in around)


def places(thing: Thing, decisions: Sequence[Decision]) -> Iterator[tuple[int, Sequence[int]]]:
    """The numbers of the places at which a thing of a form lies, each with those around it.

    A place is a key of a name, or a name that some text states to be another's, in an area; the same key in an area around lies around it.
    """
    yield node("equal", thing.type, thing.code, thing.name, thing.qualifier), ()
    if _is_decided(thing, decisions):
        yield node(_DECIDED), ()
    keys = {("name", name) for name in {plain(thing.name), *thing.stated}}
    if thing.type in JOINED:
        keys |= {("key", key) for key in name_keys(thing.name, thing.code, thing.type)}
    above = areas.chain(thing.code)[1:] if thing.code else ()
    for key in sorted(keys):
        yield node(thing.type, *key, thing.code), [node(thing.type, *key, code) for code in above]


def _is_decided(thing: Thing, decisions: Sequence[Decision]) -> bool:
    """Whether a decision may speak of the thing: all of these are looked at together."""
    names = {plain(thing.name), *thing.names}
    for decision in decisions:
        subjects: list[Any] = [key for subject in decision.subjects if (key := key_of(subject))]
        if any(kind is thing.type and name in names for kind, _, name in subjects):
            return True
        if decision.name is not None and decision.name in {thing.name, *names}:
            return True
    return False
