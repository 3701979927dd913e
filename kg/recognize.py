"""Document → mentions: rules and the sequence model propose, the whole document judges, the best of what overlaps is kept."""

from __future__ import annotations

import importlib
import pkgutil
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from kg import judge, names
from kg.also import introduced
from kg.candidates import Candidate, chosen, gathered, sure_names
from kg.model import Document, Mention, Rejected, Span
from kg.page import SURE, Page, Proposal, occurrences
from kg.tagger import Vote, shipped
from kg.terms import EntityType

Rule = Callable[[Page], Iterator[Proposal]]

_THRESHOLD = 0.42
_WORTH_TELLING = 0.05
_TOLD = 0.97
"""How sure a cell is whose column tells its type: names of other things under such headers are rare."""


def mentions(document: Document) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The named things of a document in text order, none overlapping, and the candidates that were not taken."""
    votes = list(shipped().votes(document.text, document.body))
    page, found = candidates(document.text, document.body, votes)
    scores = _settled(found, judge.shipped().scores(page, found))
    kept = chosen(found, scores, _THRESHOLD)
    told = tuple(Mention(found[i].span, found[i].text, found[i].type, _rule(found[i]), scores[i]) for i in kept)
    told = introduced(document.text, document.body, told)
    taken = set(kept)
    rejected = (
        Rejected(one.span, one.text, str(one.type), _rule(one), f"可信度 {scores[i]:.2f}")
        for i, one in enumerate(found)
        if i not in taken and (one.best or one.rules) and scores[i] >= _WORTH_TELLING
    )
    return told, tuple(rejected)


def candidates(text: str, body: Sequence[Span], votes: Sequence[Vote]) -> tuple[Page, list[Candidate]]:
    """What the model's votes and the rules take for mentions, with all that the document tells of it."""
    places = sorted(vote.span for vote in votes if vote.type is EntityType.PLACE)
    page = Page(text, tuple(body), sure_names(text, votes), tuple(places))
    proposals = [one for rule in _rules() for one in rule(page)]
    return page, gathered(text, votes, [*proposals, *_repeats(page)])


def _repeats(page: Page) -> Iterator[Proposal]:
    for span, name in occurrences(page.sure, page.text, page.body):
        yield Proposal(span, page.sure[name], "repeat")


def _settled(found: Sequence[Candidate], scores: Sequence[float]) -> list[float]:
    """The scores, with what a table's header tells taken as it tells it, and nothing across it."""
    told = [one.span for one in found if SURE in one.rules]
    starts, ends = [span.start for span in told], [span.end for span in told]
    out = []
    for one, score in zip(found, scores, strict=True):
        if SURE in one.rules:
            out.append(max(score, _TOLD))
        else:
            near = bisect_right(ends, one.span.start)
            out.append(0.0 if near < len(starts) and starts[near] < one.span.end else score)
    return out


def _rule(one: Candidate) -> str:
    """The rule that tells most: a structural one, the model, a repeat."""
    structural = sorted(one.rules - {"repeat"})
    return structural[0] if structural else "tagger" if one.best or not one.rules else "repeat"


@cache
def _rules() -> tuple[Rule, ...]:
    """The `proposals` function of every module in kg/names, in order of name: the folder is the registry."""
    found = sorted(module.name for module in pkgutil.iter_modules(names.__path__))
    return tuple(importlib.import_module(f"kg.names.{name}").proposals for name in found)
