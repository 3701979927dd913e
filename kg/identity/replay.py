"""What persons decided on things: split off, made one, renamed."""

from __future__ import annotations

from collections.abc import Iterable

from kg.decisions import Action
from kg.identity.decided import Decided, key_of, near
from kg.identity.forms import plain
from kg.identity.link import Link
from kg.identity.thing import Thing


def split_off(singles: Iterable[Thing], decided: Decided) -> None:
    """Gives a name of its own to what a person told from its namesake, in the documents that were named."""
    for number, decision in decided.of(Action.SPLIT):
        for thing in singles:
            if _is(thing, decision.subjects[0]) and thing.members[0][0] in decision.documents:
                thing.name, thing.alone = decision.name or thing.name, True
                decided.used(number)


def united(every: list[Thing], decided: Decided) -> list[Thing]:
    """Joins what a person said to be one."""
    for number, decision in decided.of(Action.MERGE):
        meant = [next((t for t in every if _is(t, subject)), None) for subject in decision.subjects]
        known = [t for t in meant if t]
        if len(known) == len(meant):
            decided.used(number)
        for other in known[1:]:
            if other is not known[0]:
                known[0].take(other, Link(other.name, known[0].name, f"人工决定({decision.author})", 1.0))
                every = [t for t in every if t is not other]
    return every


def renamed(every: list[Thing], decided: Decided) -> list[Thing]:
    """Gives things the names that a person chose."""
    for number, decision in decided.of(Action.RENAME):
        for thing in every:
            if _is(thing, decision.subjects[0]):
                thing.name = decision.name or thing.name
                decided.used(number)
    return every


def _is(thing: Thing, subject: str) -> bool:
    """Whether an entity id means the thing: its type, a near jurisdiction, one of its names."""
    key = key_of(subject)
    if key is None or key[0] is not thing.type or not near(thing.code, key[1]):
        return False
    return key[2] == plain(thing.name) or key[2] in thing.names
