"""Sentences that are looked at together, and what is seen of their characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from kg import keys
from kg.keys import Numbers, Places, Where

FOLD = str.maketrans("，：；（）！？．　\u00a0０１２３４５６７８９", ",:;()!?.  0123456789")
STOPS = frozenset(",;:。!?、\n\t|“”《》()")
FULL_STOPS = frozenset("。!?\n")
NEAR = tuple(str(sum(far >= one for one in (1, 2, 3, 4, 5, 8, 13))) for far in range(14))
"""The class of each distance in characters; greater ones are of the last."""
_NEAR = keys.Symbols(NEAR)
_STANDS = keys.values("IBE")
_LAST = 0xFFFF  # no character: what lies beyond is none of those that are looked for


@dataclass(frozen=True, slots=True)
class Seen:
    """Some features of some stretches of characters: one row a feature, one column a stretch.

    `sizes` is None where each stretch is one character; `apart` tells that no character is in two of them.
    """

    numbers: Numbers
    starts: Places
    sizes: Places | None = None
    apart: bool = True


def seen(features: Sequence[Numbers], starts: Places, sizes: Places | None = None) -> Seen:
    """These features of these stretches."""
    return Seen(np.stack(features), starts, sizes)


def constant(names: Sequence[str], start: int, size: int) -> Seen:
    """The same features of one stretch."""
    numbers = np.array([[keys.number(name)] for name in names], np.uint64)
    return Seen(numbers, np.array([start]), np.array([size]))


class Passage:
    """Sentences one behind the other, folded to one width; none is empty."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = [one.translate(FOLD) for one in sentences]
        self.text = "".join(self.sentences)
        self.sizes = np.array([len(one) for one in self.sentences])
        self.ends = np.cumsum(self.sizes)
        self.starts = self.ends - self.sizes
        self.size = len(self.text)
        self.all = np.arange(self.size)
        self.sentence = np.repeat(np.arange(len(self.sentences)), self.sizes)
        self.parts = keys.Text(self.text)
        self._codes = np.minimum(keys.codes(self.text), _LAST)
        self.stops = self._counted(STOPS)
        self.full_stops = self._counted(FULL_STOPS)

    def _counted(self, marks: frozenset[str]) -> Places:
        """How many of the marks stand before each place; the end of a sentence is one."""
        is_mark = self.which(marks)
        is_mark[self.ends - 1] = True
        out = np.zeros(self.size + 1, np.int64)
        np.cumsum(is_mark, out=out[1:])
        return out

    def which(self, chars: frozenset[str]) -> Where:
        """Where one of the characters stands."""
        return _table(chars)[self._codes]


@cache
def _table(chars: frozenset[str]) -> Where:
    """Which code points are those of the characters."""
    out = np.zeros(_LAST + 1, np.bool_)
    out[[ord(char) for char in chars if len(char) == 1 and ord(char) < _LAST]] = True
    return out


def near(distances: Places) -> keys.Part:
    """The classes of distances in characters."""
    return _NEAR.parts(np.minimum(distances, len(NEAR) - 1))


def inside(starts: Places, sizes: Places) -> tuple[Places, Places, keys.Part]:
    """For each place in these stretches: the number of its stretch, the place, and whether it opens (B), goes on or closes (E)."""
    number, place = np.repeat(np.arange(len(sizes)), sizes), keys.ranges(starts, sizes)
    opens = place == starts[number]
    closes = (place == (starts + sizes - 1)[number]) & ~opens
    return number, place, keys.Part(_STANDS[opens + 2 * closes])
