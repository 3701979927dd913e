"""The sequence model at run time: a sentence's named things, each with the probability of its span."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pycrfsuite

from kg.features import features
from kg.model import Span
from kg.terms import EntityType

MODEL = Path(__file__).parent / "models" / "mentions.crf.xz"
"""The shipped model; `python -m training.train` makes it."""

OUTSIDE = "O"
_SENTENCE = re.compile(r"[^\n。!?！？]{0,400}[\n。!?！？]*[”’』」》)）]{0,3}")  # 400: no real sentence is longer
_POSSIBLE = 0.03
_LONGEST = 60
_REMEMBERED = 1 << 12
"""Sentences whose votes are kept: notices, tables and forms repeat theirs."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Vote:
    """A span of the text that the model takes for a named thing.

    `probability` is that of its least sure character; `best` tells whether the span lies on the best path.
    """

    span: Span
    type: EntityType
    probability: float
    best: bool


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The parts of `span` that are read at once: sentences, cut where they are overlong; those without Chinese are left out."""
    at = span.start
    while at < span.end:
        end = max(_SENTENCE.match(text, at, span.end).end(), at + 1)  # type: ignore[union-attr]  # matches everywhere
        if _CHINESE.search(text, at, end):
            yield Span(at, end)
        at = end


def label(length: int, mentions: Sequence[tuple[int, int, str]]) -> list[str]:
    """One label per character: B, I, E for the parts of a mention, S for a mention of one character, with its type."""
    out = [OUTSIDE] * length
    for start, end, kind in mentions:
        out[start:end] = ["I" + kind] * (end - start)
        out[end - 1] = "E" + kind
        out[start] = ("B" if end - start > 1 else "S") + kind
    return out


def unlabel(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The mentions that the labels draw; a mention that is not closed ends where its labels end."""
    start, kind = 0, ""
    for i, one in enumerate([*labels, OUTSIDE]):
        if kind and one not in ("I" + kind, "E" + kind):
            yield start, i, kind
            kind = ""
        if one[0] in "BS":
            start, kind = i, one[1:]
        elif one == "E" + kind:
            yield start, i + 1, kind
            kind = ""


class Tagger:
    """A trained model, opened."""

    def __init__(self, model: bytes) -> None:
        self._crf = pycrfsuite.Tagger()
        self._model = model  # the library reads from these very bytes
        self._crf.open_inmemory(model)
        self.labels = frozenset(self._crf.labels())
        kinds = sorted(name[1:] for name in self.labels if name[0] == "B")
        self._kinds = [(kind, "B" + kind, "I" + kind, "E" + kind) for kind in kinds]
        self._read = lru_cache(maxsize=_REMEMBERED)(self._found)

    def votes(self, text: str, span: Span) -> Iterator[Vote]:
        """What the model finds or thinks possible within `span` of `text`: sentence by sentence, in order of place and type."""
        for sentence in sentences(text, span):
            for start, end, kind, sure, best in self._read(sentence.of(text)):
                yield Vote(Span(sentence.start + start, sentence.start + end), kind, sure, best)

    def _found(self, sentence: str) -> tuple[tuple[int, int, EntityType, float, bool], ...]:
        labels = self._crf.tag(features(sentence))
        best = set(unlabel(labels))
        found = {key: self._probability(*key) for key in best} | self._others(len(labels))
        return tuple((*key[:2], EntityType(key[2]), round(found[key], 4), key in best) for key in sorted(found))

    def _probability(self, start: int, end: int, kind: str) -> float:
        if end - start == 1:
            return self._at("S" + kind, start)
        inside = (self._at("I" + kind, i) for i in range(start + 1, end - 1))
        return min(self._at("B" + kind, start), self._at("E" + kind, end - 1), *inside)

    def _at(self, name: str, place: int) -> float:
        return float(self._crf.marginal(name, place)) if name in self.labels else 0.0

    def _others(self, length: int) -> dict[tuple[int, int, str], float]:
        """The spans whose characters all have a probability worth a thought."""
        out: dict[tuple[int, int, str], float] = {}
        marginal = self._crf.marginal
        for start in range(length - 1):
            if marginal(OUTSIDE, start) > 1 - _POSSIBLE:
                continue
            limit = min(length, start + _LONGEST)
            for kind, first, inside, last in self._kinds:
                sure = marginal(first, start)
                i = start + 1
                while sure >= _POSSIBLE and i < limit:
                    closes = marginal(last, i)
                    if closes >= _POSSIBLE:
                        out[start, i + 1, kind] = min(sure, closes)
                    sure = min(sure, self._at(inside, i))
                    i += 1
        return out


@cache
def shipped() -> Tagger:
    """The tagger of the shipped model; while it is unpacked, what features are made of is loaded, too."""
    with ThreadPoolExecutor(1) as beside:
        model = beside.submit(lzma.decompress, MODEL.read_bytes())
        features("市")
        return Tagger(model.result())
