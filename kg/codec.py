"""Readings and what resolution prepares of them as compact bytes: the same value gives the same bytes, and comes back equal."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from kg.identity.link import Belonging, Cluster, Likely, Link
from kg.model import Argument, Claim, Document, Location, Mention, Reading, Rejected, Scope, Span, Utterance
from kg.terms import EntityType, FactType, Level, Role, TurnRole

_LEVEL = 1
"""zlib's: stronger ones take ten times as long and save a tenth."""

Prepared = tuple[tuple[Cluster, ...], tuple[Likely, ...]]


def packed(reading: Reading) -> bytes:
    """A reading as bytes. Lone surrogates pass."""
    index = {id(mention): place for place, mention in enumerate(reading.mentions)}
    known = {mention: place for place, mention in enumerate(reading.mentions)}
    return _bytes(
        [
            _document(reading.document),
            [_mention(one) for one in reading.mentions],
            [_claim(one, index, known) for one in reading.claims],
            [[one.span.start, one.span.end, one.text, one.what, one.rule, one.reason] for one in reading.rejected],
        ]
    )


def unpacked(data: bytes) -> Reading:
    """The reading that was packed. Raises ValueError where the bytes are no reading."""
    document, mentions, claims, rejected = _value(data)
    named = tuple(_as_mention(one) for one in mentions)
    return Reading(
        _as_document(document),
        named,
        tuple(_as_claim(one, named) for one in claims),
        tuple(Rejected(Span(start, end), *rest) for start, end, *rest in rejected),
    )


def packed_things(clusters: Sequence[Cluster], proposals: Sequence[Likely]) -> bytes:
    """The things that a document names, as bytes."""
    return _bytes([[_cluster(one) for one in clusters], [_likely(one) for one in proposals]])


def unpacked_things(data: bytes) -> Prepared:
    """The things that were packed. Raises ValueError where the bytes are none."""
    clusters, proposals = _value(data)
    return tuple(_as_cluster(one) for one in clusters), tuple(_as_likely(one) for one in proposals)


def _bytes(value: object) -> bytes:
    # ASCII alone, so that lone surrogates pass
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), _LEVEL)


def _value(data: bytes) -> Any:  # noqa: ANN401 (whatever JSON holds)
    try:
        return json.loads(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _document(one: Document) -> list[Any]:
    return [
        one.name,
        one.text,
        one.date,
        one.region,
        [_span(span) for span in one.body],
        [[*_span(u.span), u.time, u.role, u.speaker, u.possible, u.answers] for u in one.utterances],
        one.title,
        one.issuer,
        one.address,
        [[*_span(place.span), place.place] for place in one.locations],
        one.column,
        one.notes,
    ]


def _as_document(raw: list[Any]) -> Document:
    name, text, date, region, body, turns, title, issuer, address, places, column, notes = raw
    return Document(
        name,
        text,
        date,
        region,
        tuple(Span(*span) for span in body),
        tuple(_as_turn(turn) for turn in turns),
        title,
        issuer,
        address,
        tuple(Location(Span(start, end), place) for start, end, place in places),
        column,
        tuple(notes),
    )


def _as_turn(raw: list[Any]) -> Utterance:
    start, end, time, role, speaker, possible, answers = raw
    return Utterance(Span(start, end), time, TurnRole(role), speaker, tuple(possible), answers)


def _span(one: Span) -> list[int]:
    return [one.start, one.end]


def _mention(one: Mention) -> list[Any]:
    return [one.span.start, one.span.end, one.text, one.type, one.rule, one.confidence]


def _as_mention(raw: list[Any]) -> Mention:
    start, end, text, kind, rule, confidence = raw
    return Mention(Span(start, end), text, EntityType(kind), rule, confidence)


def _claim(one: Claim, index: Mapping[int, int], known: Mapping[Mention, int]) -> list[Any]:
    args = [[role, *_argument(value, index, known)] for role, value in one.args.items()]
    return [one.type, args, *_span(one.evidence), one.rule, one.confidence]


def _argument(value: Argument, index: Mapping[int, int], known: Mapping[Mention, int]) -> list[Any]:
    """A number alone for a mention of the reading; else what it is, and its value."""
    if isinstance(value, Mention):
        place = index.get(id(value), known.get(value))
        return ["m", _mention(value)] if place is None else [place]
    return ["s", value.level] if isinstance(value, Scope) else ["v", value]


def _as_claim(raw: list[Any], mentions: Sequence[Mention]) -> Claim:
    kind, args, start, end, rule, confidence = raw
    told = {Role(role): _as_argument(rest, mentions) for role, *rest in args}
    return Claim(FactType(kind), told, Span(start, end), rule, confidence)


def _as_argument(raw: list[Any], mentions: Sequence[Mention]) -> Argument:
    match raw:
        case [int(place)]:
            return mentions[place]
        case ["m", mention]:
            return _as_mention(mention)
        case ["s", level]:
            return Scope(None if level is None else Level(level))
        case _:
            value: str | float = raw[1]
            return value


def _cluster(one: Cluster) -> list[Any]:
    return [
        one.type,
        one.names,
        [_mention(mention) for mention in one.mentions],
        one.region,
        one.code,
        one.holder,
        [[b.type, b.name, b.pupil] for b in one.belongings],
        [_link(link) for link in one.links],
        one.stated,
        one.former,
        one.beside,
    ]


def _as_cluster(raw: list[Any]) -> Cluster:
    kind, names, mentions, region, code, holder, belongings, links, stated, former, beside = raw
    return Cluster(
        EntityType(kind),
        names,
        [_as_mention(one) for one in mentions],
        region,
        code,
        holder,
        tuple(Belonging(EntityType(what), name, pupil) for what, name, pupil in belongings),
        [_as_link(one) for one in links],
        tuple(stated),
        tuple(former),
        tuple(beside),
    )


def _link(one: Link) -> list[Any]:
    evidence = _span(one.evidence) if one.evidence else None
    return [one.short, one.full, one.reason, one.confidence, one.document, evidence]


def _as_link(raw: list[Any]) -> Link:
    short, full, reason, confidence, document, evidence = raw
    return Link(short, full, reason, confidence, document, Span(*evidence) if evidence else None)


def _likely(one: Likely) -> list[Any]:
    return [_link(one.link), [[*_span(span), kind] for span, kind in one.ends], one.area]


def _as_likely(raw: list[Any]) -> Likely:
    link, ends, area = raw
    return Likely(_as_link(link), tuple((Span(start, end), EntityType(kind)) for start, end, kind in ends), area)
