"""The details of a claim — a date, a level, a role, the works: each is chosen among what the text offers, by a log-linear model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.attributes import awards, dates, roles
from kg.attributes.question import Earlier, Question, Value
from kg.loglinear import LogLinear
from kg.model import Claim
from kg.patterns.rows import COLUMNS
from kg.patterns.signature import Signature
from kg.scoring import located
from kg.terms import FactType, Role

MODEL = Path(__file__).parent.parent / "models" / "attributes.weights"
"""The shipped model; `python -m training.attributes` makes it."""
TRUE = "1"
QUESTIONS: Mapping[FactType, tuple[Question, ...]] = {
    FactType.OBSERVATION: (dates.COUNTED,),
    FactType.CONSTRUCTION: (dates.BUILT,),
    FactType.AFFILIATED_WITH: (roles.ROLE,),
    FactType.AWARD: (awards.LEVEL, awards.KIND),
}
"""What is asked of a claim of each type, in this order."""
MARGIN = 0.1
"""So much likelier than the rule's own answer another must be: by cross-validation over the authored documents."""

TOLD = 0.5
"""The same for what a winner is where the names of a table's columns or of its contest tell it: they are seldom wrong."""


def decided(claims: Iterable[Claim], passage: Sequence[Signature], earlier: Earlier) -> list[Claim]:
    """The claims of a passage with their details chosen; unchanged where no model is shipped."""
    model = _model()
    found = list(claims)
    if model is None:
        return found
    out = []
    for claim, sign in zip(found, located(found, passage), strict=True):
        chosen = claim
        for question in asked(claim):
            chosen = answered(chosen, question, _best(model, question, chosen, sign, earlier))
            earlier.note(question, chosen)
        out.append(chosen)
    return out


def asked(claim: Claim) -> Iterator[Question]:
    """The questions that apply to a claim."""
    return (question for question in QUESTIONS.get(claim.type, ()) if question.asks(claim))


def described(question: Question, claim: Claim, sign: Signature, earlier: Earlier) -> Iterator[tuple[Value, list[str]]]:
    """Each value that the text offers as an answer, with what the model sees of it: where it comes from, and what is around."""
    offered: dict[Value, list[str]] = {}
    for source, value in question.options(claim, sign):
        offered.setdefault(value, []).append(source)
    for source, value in earlier.options(question, claim):
        offered.setdefault(value, []).append(source)
    context = ["", *question.context(claim, sign)]
    for value, sources in offered.items():
        seen = list(dict.fromkeys(sources))
        told = [s for s in seen if ":" not in s]
        name = question.name
        features = [f"{name}|{source}|{word}" for source in told for word in context]
        features += [f"{name}|{source}" for source in seen if ":" in source]
        features.append(f"{name}|{'+'.join(told)}")
        yield value, features


def _best(model: LogLinear, question: Question, claim: Claim, sign: Signature, earlier: Earlier) -> Value:
    """The likeliest answer; the rule's own stays where no other is clearly likelier."""
    told = claim.args.get(question.role)
    margin = TOLD if claim.rule == COLUMNS and question.role == Role.ROLE else MARGIN
    best, most = told, -1.0
    for value, features in described(question, claim, sign, earlier):
        sure = model.sure(features) + (margin if value == told else 0.0)
        if sure > most:
            best, most = value, sure
    return best


def answered(claim: Claim, question: Question, value: Value) -> Claim:
    """The claim with an answer; None takes the detail away."""
    if value == claim.args.get(question.role):
        return claim
    args = {role: told for role, told in claim.args.items() if role is not question.role}
    if value is not None:
        args[question.role] = value
    return replace(claim, args=args)


@cache
def _model() -> LogLinear | None:
    return LogLinear.read(MODEL) if MODEL.exists() else None
