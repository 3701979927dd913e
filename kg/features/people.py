"""Characters that persons' names are made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from kg import lexicon
from kg.features.passage import Passage, Seen, seen
from kg.keys import BASE, Part, Places, Where, joined, number, values

_LONGEST = 3
_GIVEN = values("01")


def people(passage: Passage) -> Iterator[Seen]:
    """Surnames with the characters behind them, by which of those are used in given names."""
    given = passage.which(lexicon.words("given-names"))
    left = passage.ends[passage.sentence] - passage.all
    one = passage.which(lexicon.words("surnames"))
    ones = np.flatnonzero(one)
    two = np.flatnonzero(passage.which(_heads()) & ~one & (left > 1)).tolist()
    twos = np.array([i for i in two if passage.text[i : i + 2] in lexicon.words("surnames")], np.int64)
    pattern = _pattern(given, ones, left[ones])
    for offset in range(_LONGEST, -1, -1):  # what is said of an earlier character comes first
        yield _all(f"s2+{offset}", twos[left[twos] > offset] + offset)
        if offset < _LONGEST:
            has = left[ones] > offset
            yield _all(f"s1+{offset}", ones[has] + offset)
            yield seen([joined(f"sg{offset or ''}", pattern.at(has))], ones[has] + offset)
    yield _all("g1", np.flatnonzero(given))


@cache
def _heads() -> frozenset[str]:
    """The first characters of surnames of two."""
    return frozenset(name[0] for name in lexicon.words("surnames") if len(name) > 1)


def _all(name: str, places: Places) -> Seen:
    return seen([np.full(len(places), number(name), np.uint64)], places)


def _pattern(given: Where, starts: Places, left: Places) -> Part:
    """Which of three characters behind are used in given names; fewer where the sentence ends."""
    out, power = np.zeros(len(starts), np.uint64), np.ones(len(starts), np.uint64)
    for offset in range(1, _LONGEST + 1):
        has = left > offset
        out[has] = out[has] * np.uint64(BASE) + _GIVEN[given[starts[has] + offset].astype(np.int64)]
        power[has] *= np.uint64(BASE)
    return Part(out, power)
