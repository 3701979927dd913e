"""Trains the scorer of claims: `python -m training.claims [MODEL]`, from annotated documents with their facts.

The categories of prizes are chosen by models that have not seen the document, as they will be for documents to come.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from kg import relate, scoring
from kg.loglinear import LogLinear
from training import categories, crfsuite
from training.marked import Marked, everything, key

PARAMETERS = {"c1": 0.5, "c2": 1.0, "max_iterations": 150, "feature.minfreq": 2}


def main() -> None:
    """Trains on everything annotated."""
    target = sys.argv[1] if len(sys.argv) > 1 else str(scoring.MODEL)
    documents = everything()
    count = train(documents, target)
    sys.stderr.write(f"{count} claims of {len(documents)} documents → {target}\n")


def train(documents: Sequence[Marked], target: str) -> int:
    """Writes the model; the number of claims that it was trained on. The same documents give the same bytes."""
    examples = chain.from_iterable(labelled(one, model) for one, model in categories.held_out(documents))
    model, count = crfsuite.loglinear(examples, PARAMETERS, scoring.TRUE)
    Path(target).write_bytes(model)
    return count


def labelled(marked: Marked, model: LogLinear | None = None) -> Iterator[tuple[list[str], str]]:
    """The features of each candidate claim and whether the annotation has it; what is arguable there is left out.

    `model` chooses the categories of prizes, by default the shipped one.
    """
    for claim, features in relate.candidates(marked.document, marked.mentions, model):
        certain = marked.facts.get(key(claim, marked))
        if certain is not False:
            yield features, scoring.TRUE if certain else "0"


if __name__ == "__main__":
    main()
