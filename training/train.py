"""Train the models of mentions: `python -m training.train` writes two files of kg/models, the same bytes each time.

The tagger learns from annotated documents and from renewals of them with other names. The judge learns from what taggers
say of documents that they were not trained on: each document is read by a tagger of the other folds.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pycrfsuite

from kg import corpus, crf, gold, judge, recognize, tagger
from kg.features import features
from kg.model import Span
from training import crfsuite
from training.generator.renew import Renewal

ROOT = Path(__file__).parent.parent
SEED = 20191031
FOLDS = 4
ROUNDS = 60
FOLD_ROUNDS = 35  # the folds serve the judge alone: it needs no best tagger, and no renewals
RENEWALS = 1
TAGGER = {"c1": 0.1, "c2": 0.05, "feature.minfreq": 3, "feature.possible_transitions": False}
JUDGE = {"c1": 0.0, "c2": 2.0, "max_iterations": 200}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its mentions (start, end, type); `inner` ones are neither asked for nor wrong."""

    text: str
    mentions: tuple[tuple[int, int, str], ...]
    inner: tuple[tuple[int, int, str], ...] = ()


def authored(folder: Path) -> list[Marked]:
    """The documents written for training, or the examples that rules are shown by."""
    found = (example for path in sorted(folder.glob("*.md"), key=lambda p: p.name) for example in corpus.examples(path))
    return [Marked(example.text, tuple((m.start, m.end, m.type) for m in example.mentions)) for example in found]


def annotated(folder: Path) -> list[Marked]:
    """The gold documents of a folder."""
    out = []
    for path in gold.gold_files(folder):
        one = gold.read(path)
        marks = [((m["start"], m["end"], m["type"]), bool(m.get("inner"))) for m in one.mentions]
        asked, inner = (tuple(sorted(mark for mark, is_inner in marks if is_inner is side)) for side in (False, True))
        out.append(Marked(gold.source(one, folder).text, asked, inner))
    return out


def tagger_model(documents: Sequence[Marked], renewals: int, rounds: int = ROUNDS) -> bytes:
    """The sequence model of the documents and of so many renewals of each, after so many rounds of L-BFGS."""
    plain = [(one.text, list(one.mentions)) for one in documents]
    renewal = Renewal(plain, SEED)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=TAGGER | {"max_iterations": rounds}, verbose=False)
    known: set[str] = set()
    for text, mentions in plain + [renewal.renewed(one) for _ in range(renewals) for one in plain]:
        for part in tagger.sentences(text, Span(0, len(text))):
            here = [(s - part.start, e - part.start, t) for s, e, t in mentions if part.start <= s and e <= part.end]
            if here or part.of(text) not in known:  # a renewal has nothing new for a sentence without names
                trainer.append(features(part.of(text)), tagger.label(part.end - part.start, here))
                known.add(part.of(text))
    return with_numbers(crfsuite.trained(trainer))


def with_numbers(data: bytes) -> bytes:
    """The model of a file of CRFsuite, whose features are spelled-out numbers, as the tagger reads it."""
    model = crfsuite.read(data)
    states = {(int(name, 16), label): weight for (name, label), weight in model.states.items()}
    return crf.packed(model.labels, states, model.transitions)


def judge_model(documents: Iterable[tuple[Marked, Sequence[tagger.Vote]]]) -> bytes:
    """The judge of documents and what a tagger that does not know them says of them."""
    model, _ = crfsuite.loglinear(_weighed(documents), JUDGE, judge.RIGHT)
    return model


def _weighed(documents: Iterable[tuple[Marked, Sequence[tagger.Vote]]]) -> Iterator[tuple[list[str], str]]:
    """The evidence for each candidate, and whether it is right."""
    for document, votes in documents:
        page, candidates = recognize.candidates(document.text, (Span(0, len(document.text)),), votes)
        evidence = judge.Evidence(page, candidates)
        asked, inner = set(document.mentions), set(document.inner)
        for one in candidates:
            key = one.span.start, one.span.end, str(one.type)
            if key in asked or key not in inner:
                yield evidence.features(one), judge.RIGHT if key in asked else judge.WRONG


def held_out(documents: Sequence[Marked], jobs: int = 1) -> list[tuple[Marked, list[tagger.Vote]]]:
    """Each document with the votes of a tagger that was trained without it."""
    folds = [[one for one in documents if fold(one) == number] for number in range(FOLDS)]
    rest = [[one for one in documents if fold(one) != number] for number in range(FOLDS)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        models = pool.map(tagger_model, rest, [0] * FOLDS, [FOLD_ROUNDS] * FOLDS)
        return [(one, votes(model, one.text)) for model, part in zip(models, folds, strict=True) for one in part]


def fold(document: Marked) -> int:
    """The fold of a document: it follows from its text alone."""
    return zlib.crc32(document.text.encode()) % FOLDS


def votes(model: bytes, text: str) -> list[tagger.Vote]:
    """What a tagger says of a text."""
    return list(tagger.Tagger(model).votes(text, [Span(0, len(text))]))


def main(arguments: Sequence[str]) -> None:
    """Train, and write both models."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--blind", action="store_true", help="leave the gold documents out: for honest figures on them")
    parser.add_argument("--out", type=Path, default=tagger.MODEL.parent, help="folder for the models")
    chosen = parser.parse_args(arguments)
    documents = authored(ROOT / "training/annotated") + authored(ROOT / "tests/corpus")
    if not chosen.blind:
        documents += annotated(ROOT / "tests/gold/tuned") + annotated(ROOT / "tests/gold/seed")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        best = pool.submit(tagger_model, documents, RENEWALS)
        models = {
            judge.MODEL.name: judge_model(held_out(documents)),
            tagger.MODEL.name: best.result(),
        }
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        (chosen.out / name).write_bytes(model)


if __name__ == "__main__":
    main(sys.argv[1:])
