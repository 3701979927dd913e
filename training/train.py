"""Train the sequence model: `python -m training.train` writes kg/models/mentions.crf, the same bytes each time."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from kg import corpus, gold
from kg.features import features
from kg.model import Span
from kg.tagger import MODEL, label, sentences

ROOT = Path(__file__).parent.parent
PARAMETERS = {"c1": 0.1, "c2": 0.05, "max_iterations": 80, "feature.possible_transitions": False}

Marked = tuple[str, list[tuple[int, int, str]]]
"""A text and its mentions: start, end, type."""


def authored(folder: Path = ROOT / "training/annotated") -> list[Marked]:
    """The documents written for training."""
    found = (example for path in sorted(folder.glob("*.md")) for example in corpus.examples(path))
    return [(example.text, [(m.start, m.end, m.type) for m in example.mentions]) for example in found]


def annotated(folder: Path) -> list[Marked]:
    """The gold documents of a folder."""
    out = []
    for path in gold.gold_files(folder):
        one = gold.read(path)
        out.append((gold.source(one, folder).text, [(m.span.start, m.span.end, str(m.type)) for m in gold.mentions(one)]))
    return out


def train(documents: Iterable[Marked], path: Path) -> None:
    """Write the model of the documents to `path`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for text, mentions in documents:
        for part in sentences(text, Span(0, len(text))):
            here = [(s - part.start, e - part.start, t) for s, e, t in mentions if part.start <= s and e <= part.end]
            trainer.append(features(part.of(text)), label(part.end - part.start, here))
    trainer.train(str(path))


def main(arguments: list[str]) -> None:
    """Train from all that is annotated, or, with `--blind`, without the gold documents."""
    documents = authored()
    if "--blind" not in arguments:
        documents += annotated(ROOT / "tests/gold/tuned")
    MODEL.parent.mkdir(exist_ok=True)
    train(documents, MODEL)


if __name__ == "__main__":
    main(sys.argv[1:])
