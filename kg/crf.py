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
        self._numbers: Numbers = columns[0].astype(np.uint64)
        self._counts: Places = columns[1].astype(np.int64)
        self._label: Places = columns[2].astype(np.int64)
        self._weight: Floats = columns[3].astype(np.float64)
        self._chain: Floats = columns[4].astype(np.float64).reshape(len(self.labels), -1)
        self._first = np.cumsum(self._counts) - self._counts
        self._steps = np.exp(self._chain)
        self._back = np.ascontiguousarray(self._steps.T)
        full = np.flatnonzero(self._counts > _LIGHT)
        self._full_row = np.zeros(features, np.int64)
        self._full_row[full] = np.arange(1, len(full) + 1)
        counts = self._counts[full]
        weight = ranges(self._first[full], counts)
        self._full: Floats = np.zeros((len(full) + 1, len(self.labels)))  # the first row weighs nothing
        self._full[np.repeat(self._full_row[full], counts), self._label[weight]] = self._weight[weight]
        self._tables = tuple(_tables(self._numbers))

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
        rows, places = [], []
        for one in seen:
            width = one.numbers.shape[1]
            if not width:
                continue
            found, row = self._found(one.numbers.ravel())
            column = found % width
            if not one.apart and one.sizes is not None:
                self._add(out, one.starts, one.sizes, row, column)
                continue
            full = self._full_row[row]
            light = np.flatnonzero(full == 0)
            total = self._totals(found, full, one.numbers.shape)
            if one.sizes is None:
                rows.append(row[light])
                places.append(one.starts[column[light]])
                if width == size:
                    out += total
                else:
                    out[one.starts] += total
            else:
                total += self._summed(row[light], column[light], width)
                told = np.repeat(total, one.sizes, axis=0)
                if len(told) == size:
                    out += told
                else:
                    out[ranges(one.starts, one.sizes)] += told
        out += self._summed(np.concatenate(rows), np.concatenate(places), size)
        return out

    def _totals(self, found: Places, full: Places, shape: tuple[int, ...]) -> Floats:
        """The sum of the weights that the features of each column have for most labels: whole rows are fastest."""
        places = np.zeros(shape, np.int64)
        places.ravel()[found] = full
        out: Floats = self._full[places[0]]
        more = np.empty_like(out)
        for row in places[1:]:
            np.take(self._full, row, axis=0, out=more, mode="clip")
            out += more
        return out

    def _add(self, out: Floats, starts: Places, sizes: Places, rows: Places, columns: Places) -> None:
        """Adds the weights of these features of stretches that overlap; those of one stretch follow each other."""
        first = np.flatnonzero(np.diff(starts, prepend=-1) | np.diff(sizes, prepend=-1))
        group = np.searchsorted(first, columns, "right") - 1
        total = self._summed(rows, group, len(first))
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

    def _found(self, numbers: Numbers) -> tuple[Places, Places]:
        """Which of the numbers the model knows, and where: few are not in the first table."""
        found, rows = [], []
        places, wanted = None, numbers
        for table in self._tables:
            slots = table.slots(wanted)
            is_it = table.numbers[slots] == wanted
            hit = np.flatnonzero(is_it)
            found.append(hit if places is None else places[hit])
            rows.append(table.rows[slots[hit]])
            rest = np.flatnonzero(~is_it)
            rest = rest[table.more[slots[rest]]]
            if not len(rest):
                break
            places, wanted = rest if places is None else places[rest], wanted[rest]
        return np.concatenate(found), np.concatenate(rows)

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
    """Where numbers are found by their first bits once they were multiplied; `more` tells where others had the same."""

    factor: np.uint64
    shift: np.uint64
    numbers: Numbers
    rows: Places
    more: Where

    def slots(self, numbers: Numbers) -> Places:
        """Where these numbers stand, if anywhere."""
        return (numbers * self.factor >> self.shift).astype(np.int64)


def _tables(numbers: Numbers) -> Iterator[_Table]:
    """Tables in which a number is found at once: what falls together with another is in the next, smaller one."""
    left, factor = np.arange(len(numbers)), 1
    while len(left):
        bits = len(left).bit_length() + 1
        size = 1 << bits
        # what stands in an empty slot belongs elsewhere, and so is never asked for there
        one = _Table(
            np.uint64(factor), np.uint64(64 - bits), np.full(size, numbers[left[0]]), np.zeros(size, np.int64), np.zeros(size, np.bool_)
        )  # fmt: skip
        slots = one.slots(numbers[left])
        one.rows[slots] = left
        one.numbers[slots] = numbers[left]
        taken = one.rows[slots] == left
        one.more[slots[~taken]] = True
        left, factor = left[~taken], factor * _FACTOR % (1 << 64)
        yield one
