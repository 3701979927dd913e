"""The category of a prize (小学组, 中式面点, 男子 100米): chosen among what the text spells, by a log-linear model.

What rules read of it is one proposal among others: the words stand before the rank, behind the winner in brackets, in the heading of
a list, or were said a sentence before. `python -m training.categories` makes the model.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.categories.proposals import Names, Option, Proposer
from kg.categories.spelling import Speller
from kg.loglinear import LogLinear
from kg.model import Argument, Claim
from kg.patterns.signature import Signature
from kg.scoring import WEAK, compared, located
from kg.terms import FactType, Role

MODEL = Path(__file__).parent.parent / "models" / "categories.weights"
TRUE = "1"
_LISTS = "winners."
"""What the names of rules begin with that read lists and tables."""


def chosen(claims: Iterable[Claim], passage: Sequence[Signature], model: LogLinear | None = None) -> list[Claim]:
    """The claims of a passage, each prize with its likeliest category and as sure as that is; unchanged without a model."""
    found = list(claims)
    model = model or _model()
    if model is None:
        return found
    open_ = asked(found)
    if not open_:
        return found
    proposer, weights = Proposer(Speller(model)), _Weights(model)
    return [
        _with_best(claim, proposer.options(claim, sign), weights) if n in open_ else claim
        for n, (claim, sign) in enumerate(zip(found, located(found, passage), strict=True))
    ]


def asked(claims: Sequence[Claim]) -> frozenset[int]:
    """The numbers of those whose category is in question: prizes with a rank that are told in prose.

    What the columns and headings of a list say stands, and so do several categories that a rule reads for one prize (男子、女子团体冠军).
    """
    prizes = {n: _prize(claim) for n, claim in enumerate(claims) if is_prize(claim)}
    read: dict[object, set[object]] = defaultdict(set)
    for n, prize in prizes.items():
        if not claims[n].rule.startswith(WEAK):
            read[prize].add(claims[n].args.get(Role.CATEGORY))
    return frozenset(
        n for n, prize in prizes.items() if not claims[n].rule.startswith(_LISTS) and len(read.get(prize, ())) <= 1
    )


def is_prize(claim: Claim) -> bool:
    """Whether somebody won a rank."""
    return claim.type is FactType.AWARD and Role.RANK in claim.args


def _prize(claim: Claim) -> object:
    """Who won which rank of what, in which clause."""
    told = ((role, compared(value)) for role, value in claim.args.items() if role is not Role.CATEGORY)
    return claim.rule, claim.evidence, frozenset(told)


def with_category(claim: Claim, words: str) -> Claim:
    """The claim with these words as its category; none where there are none."""
    args: dict[Role, Argument] = {role: value for role, value in claim.args.items() if role is not Role.CATEGORY}
    if words:
        args[Role.CATEGORY] = words
    return replace(claim, args=args)


class _Weights(dict[Names, float]):
    """What names add together that several proposals show, each weighed once."""

    def __init__(self, model: LogLinear) -> None:
        super().__init__()
        self._model = model

    def __missing__(self, names: Names) -> float:
        self[names] = weight = self._model.weight(names)
        return weight

    def of(self, option: Option) -> float:
        """What all adds that is seen of a proposal."""
        return sum([self[names] for names in option.shared]) + self._model.weight(option.own)


def _with_best(claim: Claim, found: Sequence[Option], weights: _Weights) -> Claim:
    told = [weights.of(option) for option in found]
    most = max(told)
    sure = 1 / sum(math.exp(weight - most) for weight in told)
    return replace(with_category(claim, found[told.index(most)].words), confidence=round(sure, 1))


@cache
def _model() -> LogLinear | None:
    return LogLinear.read(MODEL) if MODEL.exists() else None
