"""Persons' decisions on identity, as resolution asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg import areas
from kg.decisions import Action, Decision, reference
from kg.identity.forms import plain
from kg.identity.ids import UNKNOWN, entity_id
from kg.terms import EntityType

_TYPES = {entity_id(kind, None, "").split("/")[0]: kind for kind in EntityType}
Key = tuple[EntityType, str, str]


class Decided:
    """The decisions of a build, and which of them met what they speak of."""

    def __init__(self, decisions: Sequence[Decision] = ()) -> None:
        self._decisions = tuple(decisions)
        self._used: set[int] = set()
        self._apart: dict[tuple[EntityType, frozenset[str]], list[tuple[int, frozenset[str]]]] = {}
        self._facts: dict[str, int] = {}
        joined: dict[frozenset[str], int] = {}
        for i, decision in enumerate(self._decisions):
            if decision.action in {Action.MERGE, Action.APART}:
                joined[frozenset(decision.subjects)] = i  # the last word counts
            elif decision.action in {Action.ACCEPT, Action.REJECT}:
                self._facts[decision.subjects[0]] = i
        self._last = set(joined.values())
        for i in sorted(self._last):
            if self._decisions[i].action is Action.APART:
                self._keep_apart(i)

    def __bool__(self) -> bool:
        return bool(self._decisions)

    def _keep_apart(self, number: int) -> None:
        subjects = [key for s in self._decisions[number].subjects if (key := key_of(s))]
        for kind, code, name in subjects:
            for other_kind, other_code, other in subjects:
                if kind is other_kind and name != other:
                    pair = kind, frozenset({name, other})
                    self._apart.setdefault(pair, []).append((number, frozenset({code, other_code})))

    def forbids(self, kind: EntityType, one: Iterable[str], other: Iterable[str], code: str | None) -> bool:
        """Whether a person said that names of the one and of the other are two things; `code` is where they are told."""
        if not self._apart:
            return False
        others = [plain(name) for name in other]
        for name in map(plain, one):
            for second in others:
                for number, codes in self._apart.get((kind, frozenset({name, second})), ()):
                    if any(near(code, c) for c in codes):
                        self._used.add(number)
                        return True
        return False

    def kept_apart(self, names: set[tuple[EntityType, str]]) -> None:
        """Marks the decisions to keep apart whose names are still there."""
        for (kind, pair), entries in self._apart.items():
            if all((kind, name) in names for name in pair):
                self._used.update(number for number, _ in entries)

    def of(self, *actions: Action) -> Iterable[tuple[int, Decision]]:
        """The decisions with these actions in the order in which they were made; overruled ones are left out."""
        for i, decision in enumerate(self._decisions):
            joins = decision.action in {Action.MERGE, Action.APART}
            if decision.action in actions and (not joins or i in self._last):
                yield i, decision
            elif joins and i not in self._last:
                self._used.add(i)

    def used(self, number: int) -> None:
        """Tells that a decision met what it speaks of."""
        self._used.add(number)

    def on_fact(self, fact: str) -> Action | None:
        """What was decided on the fact with this id."""
        number = self._facts.get(fact)
        if number is None:
            return None
        self._used.add(number)
        return self._decisions[number].action

    @property
    def met(self) -> frozenset[int]:
        """The numbers of the decisions that met what they speak of."""
        return frozenset(self._used)

    def unused(self) -> tuple[Decision, ...]:
        """The decisions that no longer apply: what they speak of is not told by any document."""
        overruled = {
            i
            for i, d in enumerate(self._decisions)
            if d.action in {Action.ACCEPT, Action.REJECT} and self._facts[d.subjects[0]] != i
        }
        return tuple(d for i, d in enumerate(self._decisions) if i not in self._used | overruled)


def key_of(subject: str) -> Key | None:
    """An entity id as type, jurisdiction and plain name; None for what is no entity id."""
    kind, code, name = reference(subject)
    return (_TYPES[kind], code, plain(name)) if kind in _TYPES else None


def near(code: str | None, other: str | None) -> bool:
    """Whether the areas are one, or one lies in the other; an unknown one is near to all."""
    if code is None or other is None or UNKNOWN in {code, other}:
        return True
    return areas.within(code, other) or areas.within(other, code)
