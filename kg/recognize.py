"""Document → mentions: rules and the sequence model propose, the whole document judges, the best of what overlaps is kept."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from kg import judge, names
from kg.model import Document, Mention, Rejected, Span
from kg.page import Page, Proposal, occurrences
from kg.tagger import Tagger, shipped

Rule = Callable[[Page], Iterator[Proposal]]

_THRESHOLD = 0.42


def mentions(document: Document) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The named things of a document in text order, none overlapping, and the candidates that were not taken."""
    page, found = candidates(document.text, document.body, shipped())
    kept = [one for one in found if one.best and one.probability >= 0.3]
    return tuple(Mention(one.span, one.text, one.type, _rule(one), one.probability) for one in kept), ()


def candidates(text: str, body: Sequence[Span], tagger: Tagger) -> tuple[Page, list[judge.Candidate]]:
    """What the model and the rules take for mentions, with all that the document tells of it."""
    votes = [vote for part in body for vote in tagger.votes(text, part)]
    page = Page(text, tuple(body), judge.sure_names(text, votes))
    proposals = [one for rule in _rules() for one in rule(page)]
    return page, judge.gathered(text, votes, [*proposals, *_repeats(page)])


def _repeats(page: Page) -> Iterator[Proposal]:
    for part in page.body:
        for span, name in occurrences(page.sure, page.text, part):
            yield Proposal(span, page.sure[name], "repeat")


def _rule(one: judge.Candidate) -> str:
    """The rule that tells most: a structural one, the model, a repeat."""
    structural = sorted(one.rules - {"repeat"})
    return structural[0] if structural else "tagger" if one.best or not one.rules else "repeat"


@cache
def _rules() -> tuple[Rule, ...]:
    """The `proposals` function of every module in kg/names, in order of name: the folder is the registry."""
    found = sorted(module.name for module in pkgutil.iter_modules(names.__path__))
    return tuple(importlib.import_module(f"kg.names.{name}").proposals for name in found)
