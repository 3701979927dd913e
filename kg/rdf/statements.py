"""What a document tells, as statements."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final

from kg.identity.series import Series, series_of
from kg.model import Document, Entity, Fact, Named, Part, Utterance, Value
from kg.rdf import syntax
from kg.rdf.places import node_path, period_path, prize_path
from kg.rdf.ranks import rank_order
from kg.rdf.sheet import RDF, TERM, Sheet, Statements
from kg.terms import (
    CLASSES,
    ENTITY_ROLES,
    LEVELS,
    NODE,
    ROLE_PROPERTY,
    STATUSES,
    TWO_PARTY,
    Class,
    EntityType,
    FactType,
    Level,
    Property,
    Reused,
    ReusedClass,
    Role,
    Status,
)

_SHORTCUT: Final = {FactType.HOLDS_POST: Property.HOLDS_POST_AT, FactType.AFFILIATED_WITH: Property.AFFILIATED_WITH}


def statements(part: Part, base: str) -> Statements:
    """One document's named graph."""
    sheet = Sheet(base, part.document.name)
    _document(sheet, part)
    for entity in part.entities:
        _entity(sheet, entity)
    for named in part.mentions:
        _mention(sheet, named)
    names = {entity.id: entity.name for entity in part.entities}
    for fact in part.facts:
        _fact(sheet, fact, part.document.text, names)
    return sheet.finished(part.document.locations)


def _document(sheet: Sheet, part: Part) -> None:
    document = part.document
    sheet.is_a(sheet.own, Class.DOCUMENT, *([Class.INTERVIEW] if document.utterances else []))
    sheet.add(sheet.own, Reused.DCTERMS_SOURCE, syntax.plain(document.name))
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    sheet.add(sheet.own, Property.SHA256, syntax.plain(digest))
    if document.date:
        sheet.add(sheet.own, Reused.DCTERMS_ISSUED, syntax.date(document.date))
    if document.region:
        sheet.add(sheet.own, Property.JURISDICTION, sheet.area(document.region))
    if document.title:
        sheet.add(sheet.own, Reused.DCTERMS_TITLE, syntax.chinese(document.title))
    if document.issuer:
        sheet.add(sheet.own, Property.ISSUER_NAME, syntax.plain(document.issuer))
    if document.address:
        sheet.add(sheet.own, Reused.SCHEMA_URL, syntax.typed(document.address, "anyURI"))
    people = _people(part.entities)
    for position, turn in enumerate(document.utterances, 1):
        _utterance(sheet, position, turn, document)
        _speakers(sheet, turn, people)
    _spoken(sheet, part)


def _utterance(sheet: Sheet, position: int, turn: Utterance, document: Document) -> None:
    node = sheet.at(turn.span)
    sheet.is_a(node, Class.UTTERANCE)
    sheet.add(node, Property.UTTERANCE_OF, sheet.own)
    sheet.add(node, Property.POSITION, syntax.number(position))
    sheet.add(node, Property.TURN_ROLE, syntax.plain(turn.role))
    sheet.add(node, Reused.NIF_BEGIN_INDEX, syntax.number(turn.span.start))
    sheet.add(node, Reused.NIF_END_INDEX, syntax.number(turn.span.end))
    if turn.time:
        sheet.add(node, Reused.DCTERMS_CREATED, syntax.time(turn.time))
    if turn.answers is not None:
        asked = document.utterances[turn.answers]
        sheet.add(node, Property.ANSWERS, sheet.at(asked.span))


def _spoken(sheet: Sheet, part: Part) -> None:
    """Which entities each turn names: mentions and turns are both in text order."""
    turns = sorted(part.document.utterances, key=lambda turn: turn.span)
    starts = [turn.span.start for turn in turns]
    for named in part.mentions:
        place = bisect_right(starts, named.mention.span.start) - 1
        if place >= 0 and turns[place].span.covers(named.mention.span):
            sheet.add(sheet.at(turns[place].span), Property.MENTIONS, sheet.iri(named.entity))


def _people(entities: Iterable[Entity]) -> Mapping[str, Entity]:
    people = [e for e in entities if e.type is EntityType.PERSON]
    return {name: e for e in reversed(people) for name in (*e.aliases, e.name)}


def _speakers(sheet: Sheet, turn: Utterance, people: Mapping[str, Entity]) -> None:
    node = sheet.at(turn.span)
    if turn.speaker is not None:
        _speaker(sheet, node, turn.speaker, people.get(turn.speaker), certain=True)
    for name in turn.possible:
        _speaker(sheet, node, name, people.get(name), certain=False)


def _speaker(sheet: Sheet, node: str, name: str, person: Entity | None, *, certain: bool) -> None:
    """The person, and the name as written where that is not the person's label."""
    if person:
        sheet.add(node, Property.SPEAKER if certain else Property.POSSIBLE_SPEAKER, sheet.iri(person.id))
    if person is None or person.name != name:
        sheet.add(node, Property.SPEAKER_NAME if certain else Property.POSSIBLE_SPEAKER_NAME, syntax.plain(name))


def _entity(sheet: Sheet, entity: Entity) -> None:
    node = sheet.iri(entity.id)
    sheet.is_a(node, *CLASSES[entity.kind or entity.type])
    sheet.add(node, Reused.RDFS_LABEL, syntax.chinese(entity.name))
    sheet.add(node, Property.MENTIONED_IN, sheet.own)
    for alias in entity.aliases:
        sheet.add(node, Reused.SKOS_ALT_LABEL, syntax.chinese(alias))
    if entity.jurisdiction:
        sheet.add(node, Property.JURISDICTION, sheet.area(entity.jurisdiction))
    if series := series_of(entity):
        _series(sheet, node, series)


def _series(sheet: Sheet, node: str, series: Series) -> None:
    """What a contest is an edition of: so 第六届 and 第七届 can be asked for together."""
    whole = sheet.iri(series.id)
    sheet.is_a(whole, Class.SERIES)
    sheet.add(whole, Reused.RDFS_LABEL, syntax.chinese(series.name))
    sheet.add(node, Property.SERIES, whole)
    if series.edition:
        sheet.add(node, Property.EDITION, syntax.plain(series.edition))
    if series.year:
        sheet.add(node, Property.EDITION_YEAR, syntax.plain(series.year))


def _mention(sheet: Sheet, named: Named) -> None:
    mention = named.mention
    passage = sheet.passage(mention.span, mention.text)
    sheet.add(sheet.iri(named.entity), Property.MENTION, passage)
    sheet.add(passage, Property.RULE, syntax.plain(mention.rule))
    sheet.add(passage, Property.CONFIDENCE, syntax.number(float(mention.confidence)))


def _fact(sheet: Sheet, fact: Fact, text: str, names: Mapping[str, str]) -> None:
    kind = NODE.get(fact.type, Class.STATEMENT)
    node = sheet.iri(node_path(kind, fact.id))
    sheet.is_a(node, kind)
    sheet.add(node, Property.RULE, syntax.plain(fact.rule))
    sheet.add(node, Property.CONFIDENCE, syntax.number(float(fact.confidence)))
    sheet.add(node, Reused.PROV_WAS_DERIVED_FROM, sheet.own)
    for span in fact.evidence:
        sheet.add(node, Property.EVIDENCE, sheet.passage(span, span.of(text)))
    args = dict(fact.args)
    if fact.type in TWO_PARTY:
        _two_party(sheet, node, fact.type, args)
    for role, value in args.items():
        sheet.add(node, ROLE_PROPERTY[role], _argument(sheet, role, value))
    if fact.type is FactType.AWARD:
        _award(sheet, node, fact.args, names)
    elif fact.type in _SHORTCUT and {Role.PERSON, Role.ORGANIZATION} <= args.keys():
        person, place = (sheet.iri(str(args[role])) for role in (Role.PERSON, Role.ORGANIZATION))
        sheet.add(person, _SHORTCUT[fact.type], place)


def _two_party(sheet: Sheet, node: str, kind: FactType, args: dict[Role, Value]) -> None:
    """The direct triple and its reification; what is left in `args` is written like an n-ary fact's."""
    link, first, second = TWO_PARTY[kind]
    subject, value = sheet.iri(str(args.pop(first))), sheet.iri(str(args.pop(second)))
    sheet.add(subject, link, value)
    for name, part in (("subject", subject), ("predicate", TERM[link]), ("object", value)):
        sheet.said[node].append(f"<{RDF}{name}> {part}")


def _argument(sheet: Sheet, role: Role, value: Value) -> str:
    if role in ENTITY_ROLES:
        return sheet.iri(str(value))
    if role is Role.LEVEL and value in set(Level):
        return sheet.controlled(LEVELS[Level(str(value))])
    if role is Role.STATUS and value in set(Status):
        return sheet.controlled(STATUSES[Status(str(value))])
    if role is Role.DATE:
        return _date(sheet, str(value))
    if role is Role.PROGRESS and not isinstance(value, str):
        return syntax.number(float(value))
    return syntax.number(value)


def _date(sheet: Sheet, value: str) -> str:
    start, between, end = value.partition("/")
    if not between:
        return syntax.date(value)
    node = sheet.iri(period_path(value))
    sheet.is_a(node, ReusedClass.DCTERMS_PERIOD_OF_TIME)
    sheet.add(node, Reused.SCHEMA_START_DATE, syntax.date(start))
    sheet.add(node, Reused.SCHEMA_END_DATE, syntax.date(end))
    return node


def _award(sheet: Sheet, node: str, args: Mapping[Role, Value], names: Mapping[str, str]) -> None:
    """The order of the rank, the prize, and the shortcut from the recipient to what it received."""
    rank, competition, category = (args.get(role) for role in (Role.RANK, Role.COMPETITION, Role.CATEGORY))
    received = [sheet.iri(str(args[Role.HONOUR]))] if Role.HONOUR in args else []
    order = syntax.number(found) if rank and (found := rank_order(str(rank))) is not None else None
    if order:
        sheet.add(node, Property.RANK_ORDER, order)
    if rank and competition:
        prize = sheet.iri(prize_path(str(competition), str(category) if category else None, str(rank)))
        received.append(prize)
        sheet.is_a(prize, Class.PRIZE, Class.AWARD)
        words = [names.get(str(competition), ""), str(category or ""), str(rank)]
        sheet.add(prize, Reused.RDFS_LABEL, syntax.chinese(" ".join(filter(None, words))))
        sheet.add(prize, Property.COMPETITION, sheet.iri(str(competition)))
        sheet.add(prize, Property.RANK, syntax.plain(str(rank)))
        if category:
            sheet.add(prize, Property.CATEGORY, syntax.plain(str(category)))
        if order:
            sheet.add(prize, Property.RANK_ORDER, order)
        sheet.add(node, Property.AWARD, prize)
    if Role.RECIPIENT in args:
        for award in received:
            sheet.add(sheet.iri(str(args[Role.RECIPIENT])), Property.RECEIVED, award)
