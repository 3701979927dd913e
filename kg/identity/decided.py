"""Persons' decisions on identity, as resolution asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from kg import areas
from kg.decisions import Action, Decision, reference
from kg.identity.forms import plain
from kg.identity.ids import UNKNOWN, entity_id, fact_id
from kg.model import Fact
from kg.terms import ENTITY_ROLES, EntityType, Role

_TYPES = {entity_id(kind, None, "").split("/")[0]: kind for kind in EntityType}
_FACTS = frozenset({Action.ACCEPT, Action.REJECT})
_MOST = 64
"""So many ids at most are tried of a fact whose things were called otherwise when it was judged."""
Key = tuple[EntityType, str, str]


class Decided:
    """The decisions of a build, and which of them met what they speak of."""

    def __init__(self, decisions: Sequence[Decision] = ()) -> None:
        self._decisions = tuple(decisions)
        self._used: set[int] = set()
        self._refused: dict[frozenset[Key], int] = {}
        self._apart: dict[tuple[EntityType, frozenset[str]], list[tuple[int, frozenset[str]]]] = {}
        last = {decision.about: i for i, decision in enumerate(self._decisions)}
        self._last = set(last.values())
        self._facts = {d.subjects[0]: i for i, d in self._latest() if d.action in _FACTS}
        self._meant = _meanings(self._decisions)
        self._former = _former(self._decisions) if self._facts else {}
        for i, decision in self._latest():
            if decision.action is Action.APART:
                self._keep_apart(i)

    def __bool__(self) -> bool:
        return bool(self._decisions)

    def _latest(self) -> Iterator[tuple[int, Decision]]:
        return ((i, decision) for i, decision in enumerate(self._decisions) if i in self._last)

    def _keep_apart(self, number: int) -> None:
        subjects = [(at, key) for at, keys in enumerate(self._meant[number]) for key in keys]
        for at, (kind, code, name) in subjects:
            for other_at, (other_kind, other_code, other) in subjects:
                if at != other_at and kind is other_kind:
                    self._refused[frozenset({(kind, code, name), (other_kind, other_code, other)})] = number
                if at != other_at and kind is other_kind and name != other:
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

    def refuses(self, one: str, other: str) -> bool:
        """Whether a person said that the entities with these ids are two: it is not proposed again."""
        if not self._refused:
            return False
        number = self._refused.get(frozenset(key for key in (key_of(one), key_of(other)) if key))
        if number is not None:
            self._used.add(number)
        return number is not None

    @property
    def held_apart(self) -> Sequence[tuple[str, Sequence[str], Sequence[str]]]:
        """The names that are told apart, each pair with its type and the areas; two builds with the same join the same."""
        pairs = ((kind, sorted(pair), entries) for (kind, pair), entries in self._apart.items())
        return sorted((str(kind), pair, sorted(set[str]().union(*(e[1] for e in es)))) for kind, pair, es in pairs)

    def kept_apart(self, names: set[tuple[EntityType, str]]) -> None:
        """Marks the decisions to keep apart whose names are still there."""
        for (kind, pair), entries in self._apart.items():
            if all((kind, name) in names for name in pair):
                self._used.update(number for number, _ in entries)

    def of(self, *actions: Action) -> Iterable[tuple[int, Decision]]:
        """The decisions with these actions in the order in which they were made; overruled ones are left out."""
        return ((i, decision) for i, decision in self._latest() if decision.action in actions)

    def meant(self, number: int) -> tuple[tuple[Key, ...], ...]:
        """For each subject of a decision the keys that may mean it: its own, and those of what was renamed to it before."""
        return self._meant[number]

    def used(self, *numbers: int) -> None:
        """Tells that decisions met what they speak of."""
        self._used.update(numbers)

    def on_fact(self, fact: Fact) -> Action | None:
        """What was decided on the fact, also where its things were called otherwise then."""
        if not self._facts:
            return None
        for key in (fact.id, *self._former_ids(fact)):
            number = self._facts.get(key)
            if number is not None:
                self._used.add(number)
                return self._decisions[number].action
        return None

    def _former_ids(self, fact: Fact) -> Iterator[str]:
        """The ids that the fact had before its things were renamed, made one or split off."""
        things: dict[Role, list[str]] = {
            role: [str(value), *self._former[str(value)]]
            for role, value in fact.args.items()
            if role in ENTITY_ROLES and str(value) in self._former
        }
        for told in islice(product(*things.values()), 1, _MOST) if things else ():
            yield fact_id(fact.type, {**fact.args, **dict(zip(things, told, strict=True))})

    @property
    def met(self) -> frozenset[int]:
        """The numbers of the decisions that met what they speak of."""
        return frozenset(self._used)

    def unused(self) -> tuple[Decision, ...]:
        """The decisions that no longer apply: what they speak of is not told by any document."""
        return tuple(d for i, d in self._latest() if i not in self._used)


def key_of(subject: str) -> Key | None:
    """An entity id as type, jurisdiction and plain name; None for what is no entity id."""
    kind, code, name = reference(subject)
    return (_TYPES[kind], code, plain(name)) if kind in _TYPES else None


def near(code: str | None, other: str | None) -> bool:
    """Whether the areas are one, or one lies in the other; an unknown one is near to all."""
    if code is None or other is None or UNKNOWN in {code, other}:
        return True
    return areas.within(code, other) or areas.within(other, code)


def _meanings(decisions: Sequence[Decision]) -> list[tuple[tuple[Key, ...], ...]]:
    """For each decision and each of its subjects the keys that may mean it, its own first.

    Who decides on a thing that was renamed before speaks of it by its new name, which no document tells.
    """
    out: list[tuple[tuple[Key, ...], ...]] = []
    renamed: list[tuple[Key, tuple[Key, ...]]] = []
    for decision in decisions:
        keys = [key for subject in decision.subjects if (key := key_of(subject))]
        meant = tuple(
            tuple(dict.fromkeys([key, *(old for new, before in renamed if _same(new, key) for old in before)]))
            for key in keys
        )
        out.append(meant)
        if decision.action is Action.RENAME and meant:
            kind, code, _ = keys[0]
            renamed.append(((kind, code, plain(decision.name or "")), meant[0]))
    return out


def _same(one: Key, other: Key) -> bool:
    return (one[0], one[2]) == (other[0], other[2]) and near(one[1], other[1])


def _former(decisions: Iterable[Decision]) -> Mapping[str, Sequence[str]]:
    """The other ids that a thing had, or that things had which are one with it, by its id."""
    same: dict[str, set[str]] = {}
    for decision in decisions:
        one, *others = decision.subjects
        if decision.action in {Action.RENAME, Action.SPLIT} and (key := key_of(one)):
            code = None if key[1] == UNKNOWN else key[1]
            same.setdefault(entity_id(key[0], code, decision.name or ""), set()).update({one, *same.get(one, ())})
        elif decision.action is Action.MERGE:
            every = {one, *others}.union(*(same.get(subject, set()) for subject in decision.subjects))
            for subject in every:
                same.setdefault(subject, set()).update(every)
    return {key: sorted(ids - {key}) for key, ids in same.items()}
