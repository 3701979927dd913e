"""Trains the choice of a claim's details: `python -m training.attributes [MODEL]`, with the scorer of claims as it is shipped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kg import attributes, evaluate, relate
from kg.attributes.question import Earlier
from kg.scoring import located
from training import crfsuite
from training.marked import Marked, everything, key, named

PARAMETERS = {"c1": 0.5, "c2": 1.0, "max_iterations": 100, "feature.minfreq": 2}


def main() -> None:
    """Trains on everything annotated."""
    target = sys.argv[1] if len(sys.argv) > 1 else str(attributes.MODEL)
    documents = everything()
    count = train(documents, target)
    sys.stderr.write(f"{count} answers of {len(documents)} documents → {target}\n")


def train(documents: Iterable[Marked], target: str) -> int:
    """Writes the model; the number of answers that it was trained on. The same documents give the same bytes."""
    examples = chain.from_iterable(map(labelled, documents))
    model, count = crfsuite.loglinear(examples, PARAMETERS, attributes.TRUE)
    Path(target).write_bytes(model)
    return count


def labelled(marked: Marked) -> Iterator[tuple[list[str], str]]:
    """The features of each answer that the text offers for a claim which the annotation has, and whether it is the one there.

    A question whose answer is not among those offered teaches nothing; the claims that follow see the right answers.
    """
    earlier = Earlier()
    for passage, claims in relate.told_in(marked.document, marked.mentions):
        for found, sign in zip(claims, located(claims, passage), strict=True):
            told = marked.details.get(key(found, marked), [])
            claim = found
            for question in attributes.asked(claim) if told else ():
                wanted = {evaluate.literal(args.get(question.role)) for args in told}
                offered = [
                    (value, features, evaluate.literal(named(value, marked)) in wanted)
                    for value, features in attributes.described(question, claim, sign, earlier)
                ]
                right = [value for value, _, fits in offered if fits]
                if right:
                    claim = attributes.answered(claim, question, right[0])
                    earlier.note(question, claim)
                    yield from ((features, attributes.TRUE if fits else "0") for _, features, fits in offered)


if __name__ == "__main__":
    main()
