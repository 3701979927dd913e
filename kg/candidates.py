"""Candidates for mentions: gathered from the model and the rules, and the best of them that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Span
from kg.page import Proposal
from kg.tagger import Vote
from kg.terms import EntityType

_SURE = 0.8
_ALIKE = {
    EntityType.COMPETITION: (EntityType.EVENT,),
    EntityType.EVENT: (EntityType.COMPETITION, EntityType.PROGRAM),
    EntityType.PROGRAM: (EntityType.EVENT, EntityType.WORK),
    EntityType.WORK: (EntityType.POLICY, EntityType.PROGRAM),
    EntityType.POLICY: (EntityType.WORK,),
}
"""Types that one wording serves: what was found as one, and not surely, is also thought of as the other."""


@dataclass(slots=True)
class Candidate:
    """A span with a type, what the model gives it, and the rules that propose it."""

    span: Span
    text: str
    type: EntityType
    probability: float = 0.0
    best: bool = False
    rules: set[str] = field(default_factory=set)


def sure_names(text: str, votes: Iterable[Vote]) -> dict[str, EntityType]:
    """The names that the model is sure of somewhere, each with the type it is most sure of."""
    best: dict[str, tuple[float, str]] = {}
    for vote in votes:
        name = vote.span.of(text)
        if vote.best and vote.probability >= _SURE and len(name) > 1:
            best[name] = max(best.get(name, (0.0, "")), (vote.probability, str(vote.type)))
    return {name: EntityType(kind) for name, (_, kind) in sorted(best.items())}


def gathered(text: str, votes: Iterable[Vote], proposals: Iterable[Proposal]) -> list[Candidate]:
    """Votes and proposals as candidates, one a span and type, in order."""
    found: dict[tuple[Span, EntityType], Candidate] = {}
    for vote in votes:
        found[vote.span, vote.type] = Candidate(vote.span, vote.span.of(text), vote.type, vote.probability, vote.best)
    for one in [one for one in found.values() if one.best and one.probability < _SURE]:
        for kind in _ALIKE.get(one.type, ()):
            found.setdefault((one.span, kind), Candidate(one.span, one.text, kind))
    for proposal in proposals:
        span, kind = proposal.span, proposal.type
        found.setdefault((span, kind), Candidate(span, span.of(text), kind)).rules.add(proposal.rule)
    return [found[key] for key in sorted(found)]


def rivals(candidates: Sequence[Candidate]) -> Mapping[Span, tuple[float, float, float]]:
    """For each span the best probability of a candidate inside, around and across it."""
    best: dict[Span, float] = {}
    for one in candidates:
        best[one.span] = max(best.get(one.span, 0.0), one.probability)
    spans = sorted(best)
    inside, around, across = ([0.0] * len(spans) for _ in range(3))
    live: list[tuple[int, float, int]] = []
    for at, span in enumerate(spans):
        start, end, mine = span.start, span.end, best[span]
        live = [one for one in live if one[0] > start]
        for other_end, other, its in live:  # a loop over plain numbers: a long name has hundreds of them
            if other_end >= end:  # it began no later
                mines, theirs = around, inside
            elif spans[its].start == start:
                mines, theirs = inside, around
            else:
                mines = theirs = across
            mines[at] = max(mines[at], other)
            theirs[its] = max(theirs[its], mine)
        live.append((end, mine, at))
    return {span: (inside[at], around[at], across[at]) for at, span in enumerate(spans)}


def chosen(candidates: Sequence[Candidate], scores: Sequence[float], threshold: float) -> list[int]:
    """The candidates that do not overlap and whose scores above the threshold add up to most; ties go to the longer, then the earlier."""
    order = sorted(
        range(len(candidates)),
        key=lambda i: (candidates[i].span.end, candidates[i].span.start, str(candidates[i].type)),
    )
    order = [i for i in order if scores[i] > threshold]
    best: list[tuple[float, int]] = [(0.0, 0)]
    kept: list[int] = [-1]
    before: list[int] = [0]
    ends = [0]
    for i in order:
        span = candidates[i].span
        j = _last(ends, span.start)
        gain = best[j][0] + scores[i] - threshold, best[j][1] + span.end - span.start
        if gain > best[-1]:
            best.append(gain)
            kept.append(i)
            before.append(j)
        else:
            best.append(best[-1])
            kept.append(-1)
            before.append(len(best) - 2)
        ends.append(span.end)
    out = []
    at = len(best) - 1
    while at > 0:
        if kept[at] >= 0:
            out.append(kept[at])
        at = before[at]
    return sorted(out)


def _last(ends: Sequence[int], start: int) -> int:
    """The last state that ends at or before `start`."""
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if ends[middle] <= start:
            low = middle
        else:
            high = middle - 1
    return low
