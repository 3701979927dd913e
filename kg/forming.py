"""The parts of resolution that any process can do: documents' things as forms, where forms lie, which forms are one thing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kg import codec
from kg.decisions import Decision
from kg.identity.across import joined, single
from kg.identity.alike import packed_entity, packed_form, places, rank, spoken_of, thing_of, told_form
from kg.identity.decided import Decided
from kg.identity.link import Cluster, Likely, Link
from kg.identity.replay import split_off
from kg.resolve import entity_of
from kg.terms import EntityType


@dataclass(frozen=True, slots=True)
class Person:
    """A person among a document's things, by number: its name and place, and its form with what tells it from namesakes."""

    number: int
    called: str
    form: bytes


@dataclass(frozen=True, slots=True)
class Formed:
    """The things of a document. Those that are meant stand by their numbers: in links, and in proposals (or an area by its id)."""

    name: str
    forms: tuple[bytes, ...]
    people: tuple[Person, ...]
    mentions: tuple[bytes, ...]
    """Of each thing where its mentions begin and end, and their types, as JSON."""
    links: tuple[tuple[int, Link], ...]
    likely: tuple[tuple[Link, int, int | None, str | None], ...]
    met: frozenset[int]


@dataclass(frozen=True, slots=True)
class One:
    """An entity of some forms: packed, its id, its rank, the forms that are it by their numbers, and why they are one."""

    entity: bytes
    key: str
    rank: bytes
    forms: tuple[int, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """What some forms are: entities, which of them may be one (two ids), and the numbers of the decisions that were met."""

    ones: tuple[One, ...]
    likely: tuple[tuple[Link, str, str], ...]
    met: frozenset[int]


def formed(some: Sequence[tuple[str, bytes]], decisions: Sequence[Decision]) -> list[Formed]:
    """The things of documents, given by name with their packed things."""
    return [formed_of(name, *codec.unpacked_things(data), decisions) for name, data in some]


def formed_of(
    name: str, clusters: Sequence[Cluster], proposals: Sequence[Likely], decisions: Sequence[Decision]
) -> Formed:
    """The things of a document."""
    decided, spoken = Decided(decisions), spoken_of(name, decisions)
    things = split_off((single(name, cluster) for cluster in clusters), decided)
    numbers = {(m.span, m.type): n for n, thing in enumerate(things) for m in thing.members[0][1].mentions}
    links = tuple((number, link) for number, thing in enumerate(things) for link in thing.links)
    mentions = ([(m.span.start, m.span.end, m.type) for m in thing.members[0][1].mentions] for thing in things)
    people, forms = [], []
    for number, thing in enumerate(things):
        form = packed_form(thing, spoken)
        if thing.type is EntityType.PERSON:
            people.append(Person(number, json.dumps([thing.code, thing.name]), form))
            form = told_form(thing, spoken)
        forms.append(form)
    likely = []
    for one in proposals:
        first, *second = (numbers[end] for end in one.ends)
        likely.append((one.link, first, second[0] if second else None, one.area))
    return Formed(
        name,
        tuple(forms),
        tuple(people),
        tuple(json.dumps(of).encode() for of in mentions),
        links,
        tuple(likely),
        decided.met,
    )


def laid(forms: Sequence[bytes], decisions: Sequence[Decision]) -> list[list[tuple[int, Sequence[int]]]]:
    """Of each form the places at which it lies, each with those around it."""
    return [list(places(thing_of(form, ""), decisions)) for form in forms]


def joined_forms(some: Sequence[tuple[int, bytes, str]], decisions: Sequence[Decision]) -> Joined:
    """What forms are that no others may be one thing with; each is given with its number and the first document that tells it."""
    decided = Decided(decisions)
    singles = [thing_of(form, document) for _, form, document in some]
    number = {id(thing.members[0][1]): n for thing, (n, *_) in zip(singles, some, strict=True)}
    every, likely = joined(singles, decided)
    ones, keys = [], dict[int, str]()
    for thing in every:
        entity, clusters = entity_of(thing), [id(cluster) for _, cluster in thing.members]
        keys.update(dict.fromkeys(clusters, entity.id))
        forms = tuple(number[cluster] for cluster in clusters)
        ones.append(One(packed_entity(entity), entity.id, rank(thing), forms, tuple(thing.links)))
    asked = tuple((one.link, keys[id(one.one)], keys[id(one.other)]) for one in likely)
    return Joined(tuple(ones), asked, decided.met)
