"""What persons decided on things: split off, made one, renamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg import areas
from kg.decisions import Action, Decision
from kg.identity.decided import Decided, Key, near
from kg.identity.forms import plain
from kg.identity.ids import UNKNOWN
from kg.identity.kinds import told_kind
from kg.identity.link import Link
from kg.identity.thing import Thing
from kg.terms import EntityType, Kind

_NO_MATCH = 9


def split_off(singles: Iterable[Thing], decided: Decided) -> list[Thing]:
    """The things of single documents, where what a person told from its namesakes is a thing of its own."""
    out = list(singles)
    for number, decision in decided.of(Action.SPLIT):
        keys = next(iter(decided.meant(number)), ())
        parted = [_parted(thing, decision) if _may_hold(thing, decision, keys) else [] for thing in out]
        if any(parted):
            decided.used(number)
        out = [part for thing, parts in zip(out, parted, strict=True) for part in parts or [thing]]
    return out


def by_document(singles: Iterable[Thing], decided: Decided) -> list[tuple[int, Decision]]:
    """The splits, by number, that take out whatever some of these documents tell of a thing."""
    splits = [(number, decision) for number, decision in decided.of(Action.SPLIT) if not decision.names]
    documents = {thing.members[0][0] for thing in singles} if splits else set[str]()
    return [(number, decision) for number, decision in splits if not documents.isdisjoint(decision.documents)]


def split_by_document(singles: Sequence[Thing], trial: Sequence[Thing], decided: Decided) -> None:
    """Takes out of a thing what documents name otherwise, by a short name say: `trial` is what all would be without it."""
    for number, decision in by_document(singles, decided):
        meant = _meant(trial, next(iter(decided.meant(number)), ()))
        taken = {id(c) for thing in meant for document, c in thing.members if document in decision.documents}
        for thing in singles:
            if not thing.alone and id(thing.members[0][1]) in taken:
                _call(thing, decision)
                thing.alone = True
                decided.used(number)


def in_one_area(singles: Sequence[Thing], decided: Decided) -> None:
    """Gives what one decision took out of several documents one area, the lowest: the documents may be of a city and its districts."""
    for number, decision in decided.of(Action.SPLIT):
        kinds = {kind for keys in decided.meant(number) for kind, _, _ in keys}
        parts = [t for t in singles if t.alone and t.name == decision.name and t.type in kinds and t.code]
        lowest = max(parts, key=lambda t: (len(areas.chain(t.code or "")), t.code), default=None)
        for part in parts:
            if lowest and lowest.code and areas.within(lowest.code, part.code or ""):
                part.code, part.told = lowest.code, lowest.told


def _may_hold(thing: Thing, decision: Decision, keys: Sequence[Key]) -> bool:
    """Whether mentions of a document's thing may be meant: the thing is, or is written so where only others tell its name in full."""
    document, cluster = thing.members[0]
    if (decision.documents and document not in decision.documents) or thing.alone:
        return False
    written = {*map(plain, decision.names)} & {*map(plain, cluster.names)}
    if decision.names and not written:
        return False
    return _rank(thing, keys) < _NO_MATCH or any(thing.type is k and near(thing.code, c) for k, c, _ in keys if written)


def _parted(thing: Thing, decision: Decision) -> list[Thing]:
    """What stays of a document's thing, and what a decision takes out of it; nothing where it takes nothing."""
    ((document, cluster),) = thing.members
    written = {*map(plain, decision.names)} or {*map(plain, cluster.names)}
    taken = [m for m in cluster.mentions if plain(m.text) in written]
    left = [m for m in cluster.mentions if plain(m.text) not in written]
    if not taken:
        return []
    if not left:
        _call(thing, decision)
        thing.alone = True
        return [thing]
    own, other = ([n for n in cluster.names if (plain(n) in written) is out] for out in (True, False))
    links = [link for link in thing.links if not {plain(link.short), plain(link.full)} & written]
    stated, former = (tuple(n for n in some if n not in written) for some in (cluster.stated, cluster.former))
    rest = replace(cluster, names=other, mentions=left, links=links, stated=stated, former=former)
    thing.members, thing.links = [(document, rest)], links
    thing.stated, thing.former = frozenset(stated), frozenset(former)
    thing.names -= written
    if plain(thing.name) in written:
        thing.name = max(other, key=lambda name: len(plain(name)))
    part = replace(cluster, names=own, mentions=taken, links=[], belongings=(), stated=(), former=())
    names, none = {*map(plain, own)}, frozenset[str]()
    new = replace(thing, names=names, members=[(document, part)], links=[], alone=True, stated=none, former=none)
    _call(new, decision)
    return [thing, new]


def _call(thing: Thing, decision: Decision) -> None:
    """Gives the thing the decision's name; what sort of thing it is follows from it, where the name tells."""
    thing.name = decision.name or thing.name
    if told := told_kind(thing.type, plain(thing.name)):
        thing.kind = told


def united(every: list[Thing], decided: Decided) -> list[Thing]:
    """Joins what a person said to be one."""
    for number, decision in decided.of(Action.MERGE):
        meant = [_one_meant(every, keys) for keys in decided.meant(number)]
        known = [thing for found in meant for thing in found]
        if len(known) == len(decision.subjects):
            decided.used(number)
        if len(known) > 1 and all(thing is known[0] for thing in known):
            _found_out(known[0], decided.meant(number))
        for other in known[1:]:
            if other is not known[0]:
                known[0].take(other, Link(other.name, known[0].name, f"人工决定({decision.author})", 1.0))
                every = [t for t in every if t is not other]
    return every


def _one_meant(every: Iterable[Thing], keys: Sequence[Key]) -> list[Thing]:
    """The one thing that the keys mean; none where they mean it by a name alone that several bear."""
    found = _meant(every, keys)
    exact = [thing for thing in found if _rank(thing, keys) == 0]
    return exact[:1] or (found if len(found) == 1 else [])


def _found_out(place: Thing, subjects: Iterable[Sequence[Key]]) -> None:
    """Gives a place of unknown area the area that a person said it to be, where no document names that otherwise."""
    codes = (code for keys in subjects for kind, code, _ in keys if kind is EntityType.PLACE)
    known = next((found for code in codes if (found := areas.area(code))), None)
    if known is not None and place.type is EntityType.PLACE and place.code is None:
        place.name, place.code, place.kind = known.name, known.code, Kind.ADMINISTRATIVE_AREA


def renamed(every: list[Thing], decided: Decided) -> list[Thing]:
    """Gives things the names that a person chose."""
    for number, decision in decided.of(Action.RENAME):
        for thing in _meant(every, decided.meant(number)[0]) if decided.meant(number) else ():
            _call(thing, decision)
            decided.used(number)
    return every


def _meant(every: Iterable[Thing], keys: Sequence[Key]) -> list[Thing]:
    """The things that an entity's keys mean: those that bear its very name and area, or failing that those that come nearest."""
    ranks = [(thing, _rank(thing, keys)) for thing in every]
    best = min((rank for _, rank in ranks), default=_NO_MATCH)
    return [thing for thing, rank in ranks if rank == best] if best < _NO_MATCH else []


def _rank(thing: Thing, keys: Sequence[Key]) -> int:
    """How near a thing is to the keys: its own name and area, its name in an area around, one of its other names; the lower the nearer."""
    ranks = [_NO_MATCH]
    for kind, code, name in keys:
        if kind is not thing.type or not near(thing.code, code):
            continue
        if name in {plain(thing.name), plain(thing.told_name)}:
            exact = name == plain(thing.told_name) and (thing.code or UNKNOWN) == code
            ranks.append(0 if exact else 1)
        elif name in thing.names and not thing.alone:
            ranks.append(2)
    return min(ranks)
