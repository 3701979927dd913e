"""What the sequence model sees of each character of a sentence: names as numbers, for many sentences at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kg.features.characters import characters
from kg.features.heads import Heads, before, following, neighbours
from kg.features.passage import Passage, Seen, constant
from kg.features.people import people
from kg.features.places import places
from kg.features.quotes import quotes
from kg.features.words import words

Features = list[list[str]]


def seen(sentences: Sequence[str]) -> Iterator[Seen]:
    """All that is seen of the characters of these sentences, one behind the other; none of them is empty."""
    passage = Passage(sentences)
    yield constant(("bias",), 0, passage.size)
    yield from characters(passage)
    yield from words(passage)
    heads = Heads(passage)
    yield from following(passage, heads)
    yield from before(passage, heads)
    yield from neighbours(passage, heads)
    yield from quotes(passage)
    yield from people(passage)
    yield from places(passage)


def features(sentence: str) -> Features:
    """One list of feature names per character: their numbers, spelled out for whoever trains a model."""
    out: Features = [[] for _ in sentence]
    for one in seen([sentence]):
        sizes = np.ones(len(one.starts), np.int64) if one.sizes is None else one.sizes
        for start, size, numbers in zip(one.starts.tolist(), sizes.tolist(), one.numbers.T.tolist(), strict=True):
            names = [f"{number:x}" for number in numbers]
            for place in range(start, start + size):
                out[place] += names
    return out
