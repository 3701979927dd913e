"""The head words of names (小学, 比赛) and the verbs around each character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from kg import lexicon
from kg.features.passage import STOPS, Passage, Seen, inside, near, seen
from kg.gazetteer import openings
from kg.keys import Places, Symbols, Where, joined, number

_FAR = 24  # a head word further back says nothing
_NONE = "-"
_RANK = "Rank"


@cache
def head_words() -> Mapping[str, str]:
    """Head words and verbs with their types."""
    return {row["word"]: row["type"] for row in (*lexicon.rows("acts"), *lexicon.rows("heads"))}


@cache
def _sizes() -> Mapping[str, tuple[int, ...]]:
    return openings(head_words(), 1)


@cache
def _kinds() -> Symbols:
    return Symbols([_NONE, *sorted(set(head_words().values()))])


@cache
def _acts() -> Places:
    """The places of the types of verbs."""
    return np.array(sorted(_kinds().place[kind] for kind in lexicon.words("acts", "type")))


class Heads:
    """The head words and verbs of a passage in order of place, longest first from the left in each sentence."""

    def __init__(self, passage: Passage) -> None:
        known, place = head_words(), _kinds().place
        found = [
            (start + at, start + at + size, place[known[text[at : at + size]]])
            for start, text in zip(passage.starts.tolist(), passage.sentences, strict=True)
            for at, size in _in(text)
        ]
        table = np.array(found, np.int64).reshape(-1, 3)
        self.starts, self.ends, self.kinds = table[:, 0], table[:, 1], table[:, 2]
        self.kind = _kinds().parts(self.kinds)
        self.word = passage.parts.parts(self.starts, self.ends)
        self.sizes = self.ends - self.starts


def _in(text: str) -> Iterator[tuple[int, int]]:
    known, sizes = head_words(), _sizes()
    at = 0
    for i, char in enumerate(text):
        if i >= at and char in sizes:
            for size in sizes[char]:
                if text[i : i + size] in known:
                    yield i, min(size, len(text) - i)
                    at = i + size
                    break


def following(passage: Passage, heads: Heads) -> Iterator[Seen]:
    """The next head word up to the next mark, the one behind it, the last one; and whether a rank is told further on."""
    own, where, stands = inside(heads.starts, heads.sizes)
    yield seen([joined("H", heads.kind.at(own), stands)], where)

    nouns = ~np.isin(heads.kinds, _acts())
    last, kind, word = heads.ends[nouns] - 1, heads.kind.at(nouns), heads.word.at(nouns)
    reached = passage.stops[last]
    until = np.searchsorted(reached, reached, "right")
    second = np.zeros(len(last), np.int64)
    second[:-1] = np.where(reached[1:] == reached[:-1], heads.kinds[nouns][1:], 0)
    ends_with = kind.at(until - 1)
    ranks = heads.ends[heads.kinds == _kinds().place[_RANK]] - 1
    full = passage.full_stops
    ranked = _RANKED.parts(_same(full[ranks], np.searchsorted(ranks, last), full[last]).astype(np.int64))
    behind = np.searchsorted(last, passage.all)
    has = _same(reached, behind, passage.stops[:-1])
    place, head = passage.all[has], behind[has]
    reach = np.bincount(head, minlength=len(last))  # each speaks for so many characters, the last of which is its own
    opens = last + 1 - reach
    yield seen([joined("f", kind)], opens, reach)
    yield seen([joined("fd", kind.at(head), near(last[head] - place))], place)
    yield seen(
        [
            joined("fw", word), joined("fs", kind, _kinds().parts(second)), joined("fl", ends_with),
            joined("fwl", word, ends_with), joined("fr", word, ranked),
        ],
        opens,
        reach,
    )  # fmt: skip
    alone = passage.all[~has]
    yield seen([np.full(len(alone), number("f-"), np.uint64)], alone)


_RANKED = Symbols(["0", "1"])


def _same(counts: Places, found: Places, own: Places) -> Where:
    """Where one was found and no mark stands between: the counts of marks are the same."""
    out = found < len(counts)
    out[out] = counts[found[out]] == own[out]
    return out


def before(passage: Passage, heads: Heads) -> Iterator[Seen]:
    """The last head word or verb before, up to the mark before."""
    found = np.searchsorted(heads.ends, passage.all, "right") - 1
    place = passage.all[found >= 0]
    head = found[place]
    clear = (passage.stops[heads.ends[head] - 1] == passage.stops[place]) & (place - heads.ends[head] < _FAR)
    place, head = place[clear], head[clear]
    far = near(place - heads.ends[head])
    yield seen([joined("q", heads.kind.at(head), far), joined("qw", heads.word.at(head), far)], place)


def neighbours(passage: Passage, heads: Heads) -> Iterator[Seen]:
    """In a list, the head words at the ends of the items before and behind."""
    bounds = passage.all[np.diff(passage.stops) > 0]  # the marks, and the last character of each sentence
    is_last = np.zeros(passage.size, np.bool_)
    is_last[passage.ends - 1] = True
    listed = passage.which(frozenset("、"))[bounds]
    if not listed.any():
        return
    at_end = is_last[bounds] & ~passage.which(STOPS)[bounds]
    # an item ends before its mark; one without a mark ends with its sentence, and what ends there is not looked at
    item_ends = np.where(at_end, bounds + 1, bounds)
    reach = np.searchsorted(heads.ends, bounds, "right") - 1
    item_starts = np.concatenate((np.zeros(1, np.int64), bounds[:-1] + 1))
    own = (
        np.where((reach >= 0) & (heads.ends[reach] > item_starts), heads.kinds[reach], 0)
        if len(heads.ends)
        else reach * 0
    )
    before_it, behind_it = np.zeros_like(own), np.zeros_like(own)
    before_it[1:] = np.where(listed[:-1] & ~is_last[bounds[:-1]], own[:-1], 0)
    behind_it[:-1] = np.where(listed[:-1] & ~is_last[bounds[:-1]], own[1:], 0)
    some = (before_it > 0) | (behind_it > 0)
    some &= item_ends > item_starts
    names = _kinds()
    yield seen(
        [joined("ps", names.parts(before_it[some])), joined("ns", names.parts(behind_it[some]))],
        item_starts[some],
        (item_ends - item_starts)[some],
    )
