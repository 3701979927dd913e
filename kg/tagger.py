"""The sequence model at run time: a sentence's named things, each with the probability of its span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

from kg import crf
from kg.features import seen
from kg.lazy import regex
from kg.model import Span
from kg.terms import EntityType

MODEL = Path(__file__).parent / "models" / "mentions.weights"
"""The shipped model; `python -m training.train` makes it."""

OUTSIDE = "O"
_SENTENCE = regex(r"[^\n。!?！？]{0,400}[\n。!?！？]*[”’』」》)）]{0,3}")  # 400: no real sentence is longer
_POSSIBLE = 0.03
_LONGEST = 60
_REMEMBERED = 1 << 12
"""Sentences whose votes are kept: notices, tables and forms repeat theirs."""
_AT_ONCE = 1 << 11
"""Characters that are read at once."""
_CHINESE = regex(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Vote:
    """A span of the text that the model takes for a named thing.

    `probability` is that of its least sure character; `best` tells whether the span lies on the best path.
    """

    span: Span
    type: EntityType
    probability: float
    best: bool


_Found: TypeAlias = tuple[tuple[int, int, EntityType, float, bool], ...]


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
        self._model = crf.Model(model)
        self.labels = frozenset(self._model.labels)
        self._place = {label: n for n, label in enumerate(self._model.labels)}
        self._opened = [name[1:] for name in self._model.labels if name[0] == "B"]
        self._opens = np.array([self._place["B" + kind] for kind in self._opened])
        self._read: dict[str, _Found] = {}

    def votes(self, text: str, body: Iterable[Span]) -> Iterator[Vote]:
        """What the model finds or thinks possible within the spans of `text`: sentence by sentence, in order of place and type."""
        places = [place for span in body for place in sentences(text, span)]
        told = [place.of(text) for place in places]
        found = self._all(told)
        for place, sentence in zip(places, told, strict=True):
            for start, end, kind, sure, best in found[sentence]:
                yield Vote(Span(place.start + start, place.start + end), kind, sure, best)

    def _all(self, told: Sequence[str]) -> dict[str, _Found]:
        """What is found in each of the sentences; those that were read before are not read again."""
        known = self._read
        out = {sentence: known[sentence] for sentence in told if sentence in known}
        for together in _together(sentence for sentence in dict.fromkeys(told) if sentence not in out):
            read = self._model.read(seen(together), [len(sentence) for sentence in together])
            out |= {sentence: self._found(one) for sentence, one in zip(together, read, strict=True)}
        for sentence, one in out.items():
            known.pop(sentence, None)
            known[sentence] = one
        while len(known) > _REMEMBERED:
            del known[next(iter(known))]
        return out

    def _found(self, read: crf.Read) -> _Found:
        sure = _Columns(read.sure, self._place)
        best = set(unlabel([self._model.labels[n] for n in read.best]))
        found = {key: _probability(sure, *key) for key in best} | self._others(read.sure, sure)
        return tuple((*key[:2], EntityType(key[2]), round(found[key], 4), key in best) for key in sorted(found))

    def _others(self, read: crf.Floats, sure: _Columns) -> dict[tuple[int, int, str], float]:
        """The spans whose characters all have a probability worth a thought."""
        out: dict[tuple[int, int, str], float] = {}
        for start, number in np.argwhere(read[:-1, self._opens] >= _POSSIBLE).tolist():
            kind = self._opened[number]
            inside, last = sure["I" + kind], sure["E" + kind]
            least = sure["B" + kind][start]
            for i in range(start + 1, min(len(read), start + _LONGEST)):
                if last[i] >= _POSSIBLE:
                    out[start, i + 1, kind] = min(least, last[i])
                least = min(least, inside[i])
                if least < _POSSIBLE:
                    break
        return out


class _Columns(dict[str, list[float]]):
    """The probability of a label from place to place, read when it is first asked for."""

    def __init__(self, sure: crf.Floats, place: Mapping[str, int]) -> None:
        super().__init__()
        self._sure, self._place = sure, place

    def __missing__(self, label: str) -> list[float]:
        at = self._place.get(label)
        self[label] = found = [0.0] * len(self._sure) if at is None else self._sure[:, at].tolist()
        return found


def _probability(sure: _Columns, start: int, end: int, kind: str) -> float:
    if end - start == 1:
        return sure["S" + kind][start]
    return min(sure["B" + kind][start], sure["E" + kind][end - 1], *sure["I" + kind][start + 1 : end - 1])


def _together(told: Iterable[str]) -> Iterator[list[str]]:
    """Sentences in batches that fit into the processor's cache."""
    held: list[str] = []
    size = 0
    for sentence in told:
        held.append(sentence)
        size += len(sentence)
        if size >= _AT_ONCE:
            yield held
            held, size = [], 0
    if held:
        yield held


@cache
def shipped() -> Tagger:
    """The tagger of the shipped model."""
    return Tagger(MODEL.read_bytes())
