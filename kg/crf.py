"""A linear-chain CRF over features that are numbers: the weights of a file, and what they say of many sentences at once.

The probability of each label at each place comes from the forward-backward algorithm, all sentences in one step after the
other. The best path needs no search of its own where the labels that are likeliest make up more than half of the
probability; else only labels are searched that are at least as probable as that path: no better one has others.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kg.features.passage import Seen
from kg.keys import Numbers, Places, Where, ranges

Floats = NDArray[np.float64]

_HEAD = struct.Struct("<4sIII")
_MAGIC = b"JCRF"
_FACTOR = 0x9E3779B97F4A7C15
_LIGHT = 4
"""Features with so many weights are summed one by one; those with more, few but met most often, as rows of all labels."""
_HALF = 0.5
_CHECK, _LAST, _ROW, _MORE = np.uint64(32), np.uint64((1 << 32) - 1), np.uint64((1 << 31) - 1), np.uint64(1 << 63)
_NEARLY = 1 - 1e-9  # sums of many numbers differ in their last digits


def packed(
    labels: Sequence[str], states: Mapping[tuple[int, str], float], transitions: Mapping[tuple[str, str], float]
) -> bytes:
    """The bytes of a model's file: labels, the weight of each from one to the next, and of each feature by its number."""
    place = {label: n for n, label in enumerate(labels)}
    chain = np.zeros((len(labels), len(labels)), "<f8")
    for (source, target), weight in transitions.items():
        chain[place[source], place[target]] = weight
    rows = sorted((number, place[label], weight) for (number, label), weight in states.items())
    numbers, counts = np.unique(np.array([row[0] for row in rows], "<u8"), return_counts=True)
    told = json.dumps(list(labels)).encode("ascii")
    parts = (
        numbers.astype("<u8"), counts.astype("u1"), np.array([row[1] for row in rows], "u1"),
        np.array([row[2] for row in rows], "<f8"), chain,
    )  # fmt: skip
    return _HEAD.pack(_MAGIC, len(told), len(numbers), len(rows)) + told + b"".join(part.tobytes() for part in parts)


@dataclass(frozen=True, slots=True)
class Read:
    """What a model says of a sentence: the probability of each label at each place, and the labels of the best path."""

    sure: Floats
    best: list[int]


class Model:
    """A trained model, opened."""

    def __init__(self, data: bytes) -> None:
        magic, told, features, weights = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("no model file of this program, or one of another version")
        at = _HEAD.size + told
        self.labels: tuple[str, ...] = tuple(json.loads(data[_HEAD.size : at]))
        sizes = (features, features, weights, weights, len(self.labels) ** 2)
        columns = []
        for kind, size in zip(("<u8", "u1", "u1", "<f8", "<f8"), sizes, strict=True):
            columns.append(np.frombuffer(data, kind, size, at))
            at += columns[-1].nbytes
        counts: Places = columns[1].astype(np.int64)
        self._label: Places = columns[2].astype(np.int64)
        self._weight: Floats = columns[3].astype(np.float64)
        self._chain: Floats = columns[4].astype(np.float64).reshape(len(self.labels), -1)
        self._steps = np.exp(self._chain)
        self._back = np.ascontiguousarray(self._steps.T)
        order = np.argsort(counts <= _LIGHT, kind="stable")  # the rows of those with many weights come first
        self._counts, self._first = counts[order], (np.cumsum(counts) - counts)[order]
        self._heavy, self._unknown = int(np.count_nonzero(counts > _LIGHT)), features
        some = self._counts[: self._heavy]
        weight = ranges(self._first[: self._heavy], some)
        self._full: Floats = np.zeros((self._heavy + 1, len(self.labels)))  # the last row weighs nothing
        self._full[np.repeat(np.arange(self._heavy), some), self._label[weight]] = self._weight[weight]
        self._tables = tuple(_tables(columns[0].astype(np.uint64)[order], features))

    def read(self, seen: Iterable[Seen], sizes: Sequence[int]) -> list[Read]:
        """What it says of sentences of these sizes whose features these are; none is empty."""
        ends = np.cumsum(np.array(sizes))
        weights = self._weights(seen, int(ends[-1]))
        sure, scale = self._probabilities(weights, ends)
        best = sure.argmax(1)
        scores = self._scores(weights, best, scale, ends)
        out, start = [], 0
        for end, score in zip(ends.tolist(), scores.tolist(), strict=True):
            path = best[start:end].tolist()
            if score <= _HALF:
                path = self._searched(weights[start:end], sure[start:end] >= score * _NEARLY)
            out.append(Read(sure[start:end], path))
            start = end
        return out

    def _weights(self, seen: Iterable[Seen], size: int) -> Floats:
        """The sum of the weights of each label at each place."""
        out = np.zeros((size, len(self.labels)))
        told = [one for one in seen if one.numbers.size]
        found = self._rows(np.concatenate([one.numbers.ravel() for one in told]))
        ends = np.cumsum([one.numbers.size for one in told])
        rows, places = [], []
        for one, its in zip(told, np.split(found, ends[:-1]), strict=True):
            row = its.reshape(one.numbers.shape)
            if not one.apart and one.sizes is not None:
                self._add(out, one.starts, one.sizes, row)
                continue
            total = self._totals(np.minimum(row, self._heavy))
            line, column = ((row >= self._heavy) & (row < self._unknown)).nonzero()
            light = row[line, column]
            if one.sizes is None:
                rows.append(light)
                places.append(one.starts[column])
            else:
                total += self._summed(light, column, len(one.starts))
                total = np.repeat(total, one.sizes, axis=0)
            if len(total) == size:
                out += total
            else:
                out[one.starts if one.sizes is None else ranges(one.starts, one.sizes)] += total
        out += self._summed(np.concatenate(rows), np.concatenate(places), size)
        return out

    def _totals(self, rows: Places) -> Floats:
        """The sum of the weights that the features of each column have for most labels: whole rows are fastest."""
        out: Floats = self._full[rows[0]]
        more = np.empty_like(out)
        for row in rows[1:]:
            np.take(self._full, row, axis=0, out=more, mode="clip")
            out += more
        return out

    def _add(self, out: Floats, starts: Places, sizes: Places, rows: Places) -> None:
        """Adds the weights of these features of stretches that overlap; those of one stretch follow each other."""
        first = np.flatnonzero(np.diff(starts, prepend=-1) | np.diff(sizes, prepend=-1))
        line, column = (rows < self._unknown).nonzero()
        group = np.searchsorted(first, column, "right") - 1
        total = self._summed(rows[line, column], group, len(first))
        for start, size, weights in zip(starts[first].tolist(), sizes[first].tolist(), total, strict=True):
            out[start : start + size] += weights

    def _summed(self, rows: Places, places: Places, size: int) -> Floats:
        """The sum of the weights of each label at so many places, of which these see these features."""
        counts = self._counts[rows]
        weight = ranges(self._first[rows], counts)
        cells = np.repeat(places * len(self.labels), counts)
        cells += self._label[weight]
        out = np.bincount(cells, self._weight[weight], size * len(self.labels))
        return cast("Floats", out.reshape(size, len(self.labels)))

    def _rows(self, numbers: Numbers) -> Places:
        """The row of each of the numbers, one behind the last where the model does not know it; few are not in the first table."""
        out = np.full(len(numbers), self._unknown)
        places = np.arange(len(numbers))
        for table in self._tables:
            here, told = table.looked_up(numbers)
            out[places] = np.where(here, told >> _CHECK & _ROW, self._unknown)
            rest = (~here & (told >= _MORE)).nonzero()[0]
            if not len(rest):
                break
            places, numbers = places[rest], numbers[rest]
        return out

    def _probabilities(self, weights: Floats, ends: Places) -> tuple[Floats, Floats]:
        """The probability of each label at each place, and what the sums at each place were divided by."""
        places, widths = _in_step(ends)
        here = np.exp(weights)[places]
        ahead, behind, scale = np.empty_like(here), np.ones_like(here), np.empty((len(here), 1))
        bounds = list(pairwise(accumulate(widths, initial=0)))
        before = here[:0]
        for start, end in bounds:
            now = ahead[start:end]
            np.multiply(here[start:end], before[: end - start] @ self._steps if start else 1, out=now)
            np.add.reduce(now, 1, out=scale[start:end], keepdims=True)
            now /= scale[start:end]
            before = now
        here /= scale
        for (start, _), (then, end) in reversed(list(pairwise(bounds))):
            here[then:end] *= behind[then:end]
            np.matmul(here[then:end], self._back, out=behind[start : start + end - then])
        ahead *= behind
        sure, divided = np.empty_like(ahead), np.empty(len(ahead))
        sure[places], divided[places] = ahead, scale[:, 0]
        return sure, divided

    def _scores(self, weights: Floats, path: Places, scale: Floats, ends: Places) -> Floats:
        """The probability of a path through each sentence."""
        out = weights[np.arange(len(path)), path] - np.log(scale)
        inside = self._chain[path[:-1], path[1:]]
        inside[ends[:-1] - 1] = 0.0
        out[1:] += inside
        return np.exp(np.add.reduceat(out, np.concatenate((np.zeros(1, np.int64), ends[:-1]))))

    def _searched(self, weights: Floats, possible: Where) -> list[int]:
        """The best path through the labels that are possible at each place."""
        chain = self._chain
        last = np.flatnonzero(possible[0])
        scores = weights[0, last]
        back = [(last, last)]
        for row, allowed in zip(weights[1:], possible[1:], strict=True):
            labels = np.flatnonzero(allowed)
            ways = scores[:, None] + chain[np.ix_(last, labels)]
            came = ways.argmax(0)
            scores = ways[came, np.arange(len(labels))] + row[labels]
            back.append((labels, came))
            last = labels
        at = int(scores.argmax())
        out = []
        for labels, came in reversed(back):
            out.append(int(labels[at]))
            at = int(came[at])
        return out[::-1]


def _in_step(ends: Places) -> tuple[Places, list[int]]:
    """The places of all sentences, first the first of each, then the second …, longer sentences first; and how many each time."""
    sizes = np.diff(ends, prepend=0)
    order = np.argsort(-sizes, kind="stable")
    widths = np.searchsorted(-sizes[order], -np.arange(sizes.max()))
    ordered = (ends - sizes)[order]
    step = np.repeat(np.arange(len(widths)), widths)
    rank = np.arange(len(step)) - np.repeat(np.cumsum(widths) - widths, widths)
    return ordered[rank] + step, widths.tolist()


@dataclass(frozen=True, slots=True)
class _Table:
    """Where numbers are found by their first bits once they were multiplied.

    An entry holds the last 32 bits of its number, its row, and a bit that tells whether others fell to the same place.
    """

    factor: np.uint64
    shift: np.uint64
    entries: Numbers

    def slots(self, numbers: Numbers) -> Places:
        """Where these numbers stand, if anywhere."""
        return (numbers * self.factor >> self.shift).astype(np.int64)

    def looked_up(self, numbers: Numbers) -> tuple[Where, Numbers]:
        """Which of the numbers stand there, and the entries at their places."""
        told = self.entries[self.slots(numbers)]
        return (told ^ numbers).astype(np.uint32) == 0, told


def _tables(numbers: Numbers, unknown: int) -> Iterator[_Table]:
    """Tables in which a number is found at once: what falls together with another is in the next, smaller one."""
    left, factor = np.arange(len(numbers)), 1
    while len(left):
        bits = len(left).bit_length() + 1
        size = 1 << bits
        one = _Table(np.uint64(factor), np.uint64(64 - bits), np.full(size, unknown, np.uint64) << _CHECK)
        slots = one.slots(numbers[left])
        one.entries[slots] = left.astype(np.uint64) << _CHECK | numbers[left] & _LAST
        taken = (one.entries[slots] >> _CHECK).astype(np.int64) == left
        one.entries[slots[~taken]] |= _MORE
        yield one
        left, factor = left[~taken], factor * _FACTOR % (1 << 64)
