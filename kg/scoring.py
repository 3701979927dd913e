"""How sure a claim is: a log-linear model over what surrounds it, trained on annotated documents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.loglinear import LogLinear
from kg.model import Argument, Claim, Mention
from kg.patterns.signature import Signature
from kg.sight import Sight
from kg.terms import ENTITY_ROLES, FactType, Role

T = TypeVar("T")

MODEL = Path(__file__).parent / "models" / "claims.weights"
"""The shipped model; `python -m training.claims` makes it."""
TRUE = "1"
WEAK = "nearby."
"""Rules of this name offer what merely stands side by side."""


def scored(claims: Iterable[Claim], passage: Sequence[Signature]) -> list[Claim]:
    """The claims of a passage with the model's probability as confidence; unchanged where no model is shipped."""
    model = _model()
    found = list(claims)
    if model is None:
        return found
    return [
        Claim(claim.type, claim.args, claim.evidence, claim.rule, model.probability(sum(weights)))
        for claim, weights in _weighed(found, passage, model.weight, _weights())
    ]


def described(claims: Iterable[Claim], passage: Sequence[Signature]) -> Iterator[tuple[Claim, list[str]]]:
    """The claims of a passage with what the model sees of them: themselves, and which rules say the same or rival them.

    What only stands nearby is left out where a rule says the same.
    """
    for claim, names in _weighed(list(claims), passage, list, {}):
        yield claim, [name for some in names for name in some]


def _weighed(
    found: Sequence[Claim], passage: Sequence[Signature], weigh: Callable[[list[str]], T], everywhere: dict[Hashable, T]
) -> Iterator[tuple[Claim, list[T]]]:
    """Each claim with what is seen of it: by itself, and of others, of which each is looked up by its number."""
    numbers: dict[object, int] = {}
    names = [numbers.setdefault(_same(claim), len(numbers)) for claim in found]
    shared = [tuple([numbers.setdefault(key, len(numbers)) for key in _shared(claim)]) for claim in found]
    rules: list[set[str]] = [set() for _ in numbers]
    for claim, name, keys in zip(found, names, shared, strict=True):
        for number in (name, *keys):
            rules[number].add(claim.rule)
    read = {_prize(claim) for claim in found if not claim.rule.startswith(WEAK)} - {None}
    strong = [any(not rule.startswith(WEAK) for rule in some) for some in rules]
    others = cache(lambda name, key: tuple(sorted(rules[key] - rules[name])))
    sights: dict[int, Sight[T]] = {}
    told: set[int] = set()
    for claim, sign, name, keys in zip(found, located(found, passage), names, shared, strict=True):
        if claim.rule.startswith(WEAK):
            if strong[name] or name in told or _prize(claim) in read:
                continue
            told.add(name)
        place, kind = sign.sentence.span.start, claim.type.value
        if place not in sights:
            sights[place] = Sight(sign, weigh, everywhere)
        sight = sights[place]
        seen = sight.seen(claim)
        if len(rules[name]) > 1:
            seen.append(sight.other(kind, tuple(sorted(rules[name] - {claim.rule})), "also"))
        seen += [sight.other(kind, some, f"rival{n}") for n, key in enumerate(keys) if (some := others(name, key))]
        yield claim, seen


_DETAILS = frozenset({Role.WORKS, Role.DATE, Role.PROGRESS, Role.LEVEL, Role.WORK, Role.RECIPIENT_KIND, Role.OF})


def _same(claim: Claim) -> object:
    """What makes a claim the same claim: its parties by name, and what is told of them but for details."""
    left_out = _DETAILS | {Role.ROLE} if claim.type is FactType.AFFILIATED_WITH else _DETAILS
    args = ((r, v.text if isinstance(v, Mention) else v) for r, v in claim.args.items() if r not in left_out)
    return claim.type, frozenset(args)


def _prize(claim: Claim) -> object:
    """Who won which title, or which rank of which contest: a rule that reads it tells the category, too. None for others."""
    roles = (Role.RECIPIENT, *((Role.HONOUR,) if Role.HONOUR in claim.args else (Role.COMPETITION, Role.RANK)))
    parts = [claim.args.get(role) for role in roles]
    if claim.type is not FactType.AWARD or None in parts:
        return None
    return tuple(part.text if isinstance(part, Mention) else part for part in parts)


def _shared(claim: Claim) -> tuple[object, ...]:
    """What rivals share: the one party or the other; of observations the count."""
    if claim.type is FactType.OBSERVATION:
        return ((claim.evidence, *(claim.args.get(role) for role in (Role.MEASURE, Role.VALUE, Role.UNIT))),)
    return tuple((claim.type, role, compared(claim.args[role])) for role in sorted(claim.args) if role in ENTITY_ROLES)


def compared(value: Argument) -> object:
    """An argument by what it is compared by: no two mentions of a document have the same place and type."""
    return (value.span.start, value.span.end, value.type) if isinstance(value, Mention) else value


@cache
def _model() -> LogLinear | None:
    return LogLinear.read(MODEL) if MODEL.exists() else None


@cache
def _weights() -> dict[Hashable, float]:
    """What the shipped model was asked before."""
    return {}


def located(claims: Sequence[Claim], passage: Sequence[Signature]) -> list[Signature]:
    """The sentence of each claim: the one in which its evidence starts."""
    starts = [sign.sentence.span.start for sign in passage]
    return [passage[max(0, bisect_right(starts, claim.evidence.start) - 1)] for claim in claims]
