"""Names of administrative areas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from kg.features.passage import Passage, Seen, inside, seen
from kg.gazetteer import areas
from kg.keys import Symbols, Where, codes, joined

_LONGEST = 8
_LEVELS = Symbols(["P", "C", "D", "T", "p", "c", "d", "t"])
_BUCKETS = 1 << 20
_STEP = 1 << 10  # of the first character's code, so that pairs of common characters mostly differ


def places(passage: Passage) -> Iterator[Seen]:
    """Where a character stands in the name of an area or beside one, and of which level that is."""
    table = np.array(list(_found(passage)), np.int64).reshape(-1, 3)
    starts, ends, level = table[:, 0], table[:, 1], _LEVELS.parts(table[:, 2])
    is_last = ends == passage.ends[passage.sentence[ends - 1]]
    yield seen([joined("A<", level.at(~is_last))], ends[~is_last])
    own, where, stands = inside(starts, ends - starts)
    yield seen([joined("A", stands), joined("A", stands, level.at(own))], where)
    is_first = starts == passage.starts[passage.sentence[starts]]
    yield seen([joined("A>", level.at(~is_first))], starts[~is_first] - 1)


def _found(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """Start, end and level of each name of an area, longest first from the left in each sentence."""
    known, sizes, text = areas().level, areas().sizes, passage.text
    at = 0
    for start in np.flatnonzero(_openings()[_buckets(text)]).tolist():
        if start < at:
            continue
        limit = int(passage.ends[passage.sentence[start]])
        for size in sizes(text[start : min(start + 2, limit)]):
            end = min(start + size, limit)
            if size <= _LONGEST and (level := known(text[start:end])):
                yield start, end, _LEVELS.place[level]
                at = end
                break


def _buckets(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint32]]:
    """The bucket of each character with the next."""
    found = codes(text)
    return (found[:-1] * np.uint32(_STEP) + found[1:]) % np.uint32(_BUCKETS)


@cache
def _openings() -> Where:
    """The buckets of what names of areas open with."""
    out = np.zeros(_BUCKETS, np.bool_)
    out[_buckets(areas().openings)[::2]] = True
    return out
