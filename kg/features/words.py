"""The words around each character."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from kg import segment
from kg.features.passage import Passage, Seen, seen
from kg.keys import BASE, Part, both, joined, number, values

_PLACES = values("MBES")
_SIZES = values("01234")
_LONG = 4
_BEFORE, _AFTER = ("^", "^"), ("$", "$")
_EDGES = 4


class _Tags(dict[str, tuple[int, int]]):
    """Number and power of each tag, found when it is asked for."""

    def __missing__(self, tag: str) -> tuple[int, int]:
        self[tag] = found = number(tag), pow(BASE, len(tag), 1 << 64)
        return found


_TAGS = _Tags()


def words(passage: Passage) -> Iterator[Seen]:
    """The word of a character with two words on each side, and their parts of speech; those beside where the word begins and ends."""
    found = [segment.words(one) for one in passage.sentences]
    counts = np.array([len(one) for one in found])
    sizes = np.fromiter((len(word) for one in found for word, _ in one), np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    middle = np.arange(len(sizes)) + 2 + _EDGES * np.repeat(np.arange(len(found)), counts)
    whole = int(len(sizes) + _EDGES * len(found))
    own = passage.parts.parts(starts, ends)
    numbers, powers = np.empty(whole, np.uint64), np.full(whole, BASE, np.uint64)
    opens = np.cumsum(counts + _EDGES) - counts - _EDGES
    closes = opens + counts + 2
    for n in range(2):
        numbers[opens + n], numbers[closes + n] = number("^"), number("$")
    numbers[middle], powers[middle] = own.number, own.power
    tags = np.array(
        [_TAGS[tag] for _, tag in chain.from_iterable((_BEFORE, _BEFORE, *one, _AFTER, _AFTER) for one in found)],
        np.uint64,
    )
    v, u, w, x = (Part(numbers[middle + n], powers[middle + n]) for n in (-2, -1, 0, 1))
    y_t = Part(tags[middle + 2, 0], tags[middle + 2, 1])
    vt, ut, t, xt = (Part(tags[middle + n, 0], tags[middle + n, 1]) for n in (-2, -1, 0, 1))
    utt, txt = both(ut, t), both(t, xt)
    size = Part(_SIZES[np.minimum(sizes, _LONG)])
    yield seen(
        [
            joined("w", w), joined("t", t), joined("u", u), joined("x", x), joined("ut", utt), joined("tx", txt),
            joined("uw", u, w), joined("wx", w, x), joined("utx", utt, xt), joined("vu", v, u), joined("vt", vt, utt),
            joined("xy", txt, y_t), joined("n", size, t),
        ],
        starts,
        sizes,
    )  # fmt: skip
    word = np.repeat(np.arange(len(sizes)), sizes)
    first, last = passage.all == starts[word], passage.all == ends[word] - 1
    place = Part(_PLACES[first.astype(np.int64) + 2 * last])
    yield seen(
        [joined("p", place, t.at(word)), joined("pw", place, w.at(word)), joined("pu", place, both(utt, xt).at(word))],
        passage.all,
    )
    yield seen([joined("<", u), joined("<t", ut)], starts)
    yield seen([joined(">", x), joined(">t", xt)], ends - 1)
