"""Trains the choice of a prize's category: `python -m training.categories [MODEL]`, from annotated documents with their facts.

One file holds two models: which words of a sentence name categories, and which of the proposals made of them is the category of a prize.
"""

from __future__ import annotations

import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from kg import categories, evaluate, relate
from kg.categories import spelling
from kg.categories.proposals import Proposer, bare
from kg.loglinear import LogLinear, packed
from kg.scoring import located
from kg.terms import FactType, Role
from training import crfsuite
from training.marked import Marked, everything, key

FOLDS = 4
PARAMETERS = {"c1": 0.3, "c2": 0.5, "max_iterations": 100, "feature.minfreq": 2}
_AHEAD = 3
"""A category stands at most so many sentences before its rank."""
_LEAST = 2
"""Characters of a category that is looked for in the text."""


def main() -> None:
    """Trains on everything annotated."""
    target = sys.argv[1] if len(sys.argv) > 1 else str(categories.MODEL)
    documents = everything()
    weights = trained(documents)
    Path(target).write_bytes(packed(weights))
    sys.stderr.write(f"{len(weights)} weights of {len(documents)} documents → {target}\n")


def trained(documents: Sequence[Marked]) -> dict[str, float]:
    """The weights of both models. The same documents give the same weights."""
    told = [one for one in documents if any(kind == FactType.AWARD for kind, *_ in one.facts)]
    words, _ = crfsuite.weights(chain.from_iterable(map(spelt, told)), PARAMETERS, categories.TRUE)
    speller = LogLinear(words)
    offered = chain.from_iterable(proposed(one, speller) for one in told)
    choice, _ = crfsuite.weights(offered, PARAMETERS, categories.TRUE)
    return words | choice


def held_out(documents: Sequence[Marked]) -> Iterator[tuple[Marked, LogLinear]]:
    """Each document with a model that was trained without it and all others of its fold; the fold follows from its text alone."""
    folds = [zlib.crc32(one.document.text.encode()) % FOLDS for one in documents]
    for number in range(FOLDS):
        rest = [one for one, fold in zip(documents, folds, strict=True) if fold != number]
        model = LogLinear(trained(rest))
        yield from ((one, model) for one, fold in zip(documents, folds, strict=True) if fold == number)


def spelt(marked: Marked) -> Iterator[tuple[list[str], str]]:
    """The features of each word near a rank, and whether it belongs to a category that the annotation has."""
    pieces = sorted(_pieces(marked), key=lambda piece: (-len(piece), piece))
    if not pieces:
        return
    for passage in relate.passages(marked.document, marked.mentions):
        for n, sign in enumerate(passage):
            if any("R" in near.letters for near in passage[n : n + _AHEAD]):
                line = spelling.units(sign)
                yield from _words(line, _inside(line, pieces))


def _pieces(marked: Marked) -> set[str]:
    """The categories of a document's prizes, word by word."""
    told = (
        args.get(Role.CATEGORY) for fact, every in marked.details.items() if fact[0] == FactType.AWARD for args in every
    )
    return {piece for words in told for piece in str(words or "").split() if len(piece) >= _LEAST}


def _words(line: Sequence[spelling.Unit], inside: set[int]) -> Iterator[tuple[list[str], str]]:
    before = False
    for unit, seen in zip(line, spelling.described(line), strict=True):
        if not unit.spelt:
            before = False
            continue
        within = sum(place in inside for place in range(unit.start, unit.end)) * 2 >= unit.end - unit.start
        yield [*seen, *spelling.behind(before, unit)], categories.TRUE if within else "0"
        before = within


def _inside(line: Sequence[spelling.Unit], pieces: Sequence[str]) -> set[int]:
    """The places of a sentence at which a category is written, longer ones first."""
    text, places = "", list[int]()
    for unit in line:
        said = bare(unit.text) if unit.worded else "|"
        text += said
        places += [
            min(unit.start + n, unit.end - 1) for n in range(len(said))
        ]  # a chunk has one place for all its words
    taken: set[int] = set()
    for piece in pieces:
        at = text.find(piece)
        while at >= 0:
            if taken.isdisjoint(range(at, at + len(piece))):
                taken.update(range(at, at + len(piece)))
            at = text.find(piece, at + 1)
    return {places[at] for at in taken}


def proposed(marked: Marked, model: LogLinear) -> Iterator[tuple[list[str], str]]:
    """The features of each proposal for a prize that the annotation has, and whether it is the category there.

    Where the right one is not among those offered nothing is learnt.
    """
    wanted = _wanted(marked.facts)
    for passage in relate.passages(marked.document, marked.mentions):
        proposer = Proposer(spelling.Speller(model))
        offered = list(relate.offered(passage))
        claims = [offered[n] for n in sorted(categories.asked(offered))]
        for claim, sign in zip(claims, located(claims, passage), strict=True):
            right = wanted.get(key(claim, marked)[:-1], set())
            found = proposer.options(claim, sign) if right else []
            if any(bare(option.words) in right for option in found):
                yield from (
                    (option.features, categories.TRUE if bare(option.words) in right else "0") for option in found
                )


def _wanted(facts: Mapping[evaluate.Key, bool]) -> Mapping[evaluate.Key, set[str]]:
    """The categories of the certain prizes that are the same but for those."""
    out: dict[evaluate.Key, set[str]] = defaultdict(set)
    for fact, certain in facts.items():
        if fact[0] == FactType.AWARD and certain:
            out[fact[:-1]].add(str(fact[-1] or ""))
    return out


if __name__ == "__main__":
    main()
