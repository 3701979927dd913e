"""The sequence model at run time: a sentence's named things, each with the probability of its span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycrfsuite

from kg.features import features
from kg.model import Span
from kg.terms import EntityType

MODEL = Path(__file__).parent / "models" / "mentions.crf"
"""The shipped model; `python -m training.train` makes it."""

OUTSIDE = "O"
_SENTENCE = re.compile(r"[^\n。!?！？]{0,400}[\n。!?！？]*[”’』」》)）]{0,3}")  # 400: no real sentence is longer
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Vote:
    """A span of the text that the model takes for a named thing; `probability` is that of its least sure character."""

    span: Span
    type: EntityType
    probability: float


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


def votes(text: str, span: Span) -> Iterator[Vote]:
    """What the model finds within `span` of `text`, in order."""
    model = _model()
    for sentence in sentences(text, span):
        labels = model.tag(features(sentence.of(text)))
        for start, end, kind in unlabel(labels):
            sure = min(model.marginal(labels[i], i) for i in range(start, end))
            place = Span(sentence.start + start, sentence.start + end)
            yield Vote(place, EntityType(kind), round(sure, 4))


@cache
def _model() -> pycrfsuite.Tagger:
    model = pycrfsuite.Tagger()
    model.open(str(MODEL))
    return model
