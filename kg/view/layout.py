"""Where everything stands: communities apart, labels kept apart; computed once, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from kg.view.communities import communities, grouped
from kg.view.forces import UNIT, Pairs, Points, apart, asunder, snapped, spiral, spread
from kg.view.packing import packed
from kg.view.scene import Link

_LENGTH = 66.0
_FONT = 12.0
_SHORT = 9.0
"""Label width in characters that the layout keeps free; longer labels wait for a closer look."""
_HALF_HEIGHT = 17.0
_WINDOW = (870.0, 620.0)
"""The part of a usual window, in pixels, that a whole graph is fitted to."""
_SPACED = 2.3
"""The distance of columns in half widths of their labels."""
_BELOW = 0.35
"""How high the rows of what has no link may be, beside the picture of what has."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in drawing units. `community` is each node's community, `hubs` the best connected node of each.

    `local` is each node's place when its community is drawn alone, `centres` and `radii`
    where the communities stand when they are drawn as nodes.
    """

    places: Points
    local: Points
    community: tuple[int, ...]
    hubs: tuple[int, ...]
    centres: Points
    radii: Points


def layout(
    names: Sequence[str], links: Sequence[Link], homes: Sequence[int], *, whole: bool, silent: Sequence[int] = ()
) -> Layout:
    """The layout of nodes with these names, `homes` the document of each.

    Without `whole`, only communities and each one's own layout are drawn. Of `silent` nodes no fact is told: they come last.
    """
    count = len(names)
    joined = sorted({(min(e.source, e.target), max(e.source, e.target)) for e in links})
    edges = np.array(joined, dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(edges.ravel(), minlength=count)
    found = communities(count, joined)
    groups = [np.array(group, dtype=np.int64) for group in (found if whole else grouped(found, joined, homes))]
    member = np.zeros(count, dtype=np.int64)
    for place, group in enumerate(groups):
        member[group] = place
    halves = np.array([_half(name) for name in names]).reshape(-1, 2) * UNIT
    local = np.zeros((count, 2))
    for group in groups:
        lonely = not degree[group].any()
        local[group] = _rows(halves[group]) if lonely else _alone(group, _within(group, edges, member), degree, halves)
    places = _whole(groups, local, halves, edges, degree, names, silent) if whole else local
    hubs = [int(group[int(np.argmax(degree[group]))]) for group in groups]
    radii = snapped(UNIT * (12 + 5 * np.sqrt([float(len(group)) for group in groups])))
    middles = np.zeros((len(groups), 2)) if whole else centres(radii, member[edges])
    return Layout(_units(places), _units(local), tuple(member.tolist()), tuple(hubs), _units(middles), _units(radii))


def width(text: str) -> float:
    """About how wide a text is, in characters of full width."""
    return sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in text)  # noqa: PLR2004 — CJK begins there


def _half(name: str) -> tuple[float, float]:
    return (min(max(width(name), 2.0), _SHORT) * _FONT / 2 + 6, _HALF_HEIGHT)


def _units(points: Points) -> Points:
    return snapped(points / UNIT)


def _centred(points: Points) -> Points:
    if not len(points):
        return points
    return snapped(points - (points.min(axis=0) + points.max(axis=0)) / 2)


def _within(group: Pairs, edges: Pairs, member: Pairs) -> Pairs:
    """The group's own edges, as places in the group."""
    own = edges[(member[edges] == member[group[0]]).all(axis=1)]
    return np.searchsorted(group, own) if (np.diff(group) > 0).all() else _looked_up(group, own)


def _looked_up(group: Pairs, own: Pairs) -> Pairs:
    place = {int(node): i for i, node in enumerate(group)}
    return np.array([[place[int(a)], place[int(b)]] for a, b in own], dtype=np.int64).reshape(-1, 2)


def _alone(group: Pairs, edges: Pairs, degree: Pairs, halves: Points) -> Points:
    """One community around its own middle."""
    size = len(group)
    # The best connected start in the middle; ties by id, so that a new node at the end moves little.
    order = np.lexsort((group, -degree[group]))
    start = np.zeros((size, 2))
    start[order] = spiral(size, _LENGTH * UNIT)
    # Around a hub there is room for all only on a wide ring; its neighbours' places are free for others.
    busy = np.bincount(edges.ravel(), minlength=size)[edges].max(axis=1).astype(np.float64)
    lengths = snapped(_LENGTH * UNIT * (0.8 + 0.2 * np.sqrt(busy)))
    spaced = spread(
        start, edges, np.ones(len(edges)), length=_LENGTH * UNIT, lengths=lengths, rounds=min(160, 40 + 2 * size)
    )
    # Labels are wide: what is spread in a circle is drawn as an ellipse.
    return _centred(apart(snapped(spaced * np.array([1.3, 0.8])), halves[group], rounds=160))


def _whole(
    groups: Sequence[Pairs],
    local: Points,
    halves: Points,
    edges: Pairs,
    degree: Pairs,
    names: Sequence[str],
    silent: Sequence[int],
) -> Points:
    """One picture of all: linked groups packed together, what has no link in rows below."""
    linked = [group for group in groups if degree[group].any()]
    anchors = [_direction(names[int(group[int(np.argmax(degree[group]))])]) for group in linked]
    places = packed(linked, local, halves, edges, np.array(anchors).reshape(-1, 2))
    if not linked or degree.all():
        return places
    box = places[degree > 0]
    size, low = np.ptp(box, axis=0), float(box[:, 1].max())
    quiet = np.zeros(len(degree), dtype=bool)
    quiet[list(silent)] = True
    grown = halves * _growth(size, halves[degree == 0])
    for rest in (np.flatnonzero((degree == 0) & ~quiet), np.flatnonzero((degree == 0) & quiet)):
        if len(rest):
            rows = _rows(grown[rest], float(size[0]))
            top = low + 4 * _HALF_HEIGHT * UNIT + float(grown[rest[0], 1])
            places[rest] = snapped(rows + np.array([box[:, 0].min() + size[0] / 2, top - rows[:, 1].min()]))
            low = float(places[rest][:, 1].max())
    return places


def _growth(size: Points, halves: Points) -> float:
    """How much wider rows are set, so that their labels have room once the picture is fitted to a window; in halves."""
    fitted = float(np.max(size / UNIT / np.array(_WINDOW)))
    room = _BELOW * float(size[0] * size[1]) / float((4 * halves[:, 0] * halves[:, 1]).sum())
    return max(1.0, float(np.floor(2 * min(fitted, np.sqrt(room)))) / 2)


def _direction(name: str) -> tuple[float, float]:
    """A point on the edge of the unit square that depends on the name alone."""
    value = crc32(name.encode()) % 4000
    along = value % 1000 / 500 - 1
    return ((along, -1.0), (1.0, along), (-along, 1.0), (-1.0, -along))[value // 1000]


def _rows(halves: Points, limit: float = 0.0) -> Points:
    """Things without a link in a grid no wider than the limit, or wider than high.

    It is filled column by column: one more thing moves the others by a line, not by a column.
    """
    count = len(halves)
    wide, high = float(snapped(_SPACED * halves[:, 0].sum() / count)), 2.7 * float(halves[0, 1])
    limit = max(limit, 1.9 * float(np.sqrt(count * wide * high)))
    lines = int(np.ceil(count * wide / limit))
    place = np.arange(count)
    return _centred(np.stack([place // lines * wide, place % lines * high], axis=1))


def centres(radii: Points, between: Pairs) -> Points:
    """Communities as discs: linked ones near each other, none over another."""
    count = len(radii)
    between = np.sort(between[between[:, 0] != between[:, 1]], axis=1)
    pairs, weight = np.unique(between, axis=0, return_counts=True) if len(between) else (between, np.zeros(0))
    mean = float(snapped(radii.sum() / max(count, 1)))
    weights = np.minimum(np.sqrt(weight.astype(np.float64)), 4) / 4
    now = spread(spiral(count, 2.4 * mean), pairs.reshape(-1, 2), weights, length=2.4 * mean, rounds=120)
    # Drawn together to an ellipse that is a little larger than all discs, then parted.
    room = 1.7 * float((radii * radii).sum())
    reach = np.maximum(np.abs(now - snapped(now.sum(axis=0) / max(count, 1))).max(axis=0), 1.0) if count else np.ones(2)
    aim = np.sqrt(room) * np.array([1.25, 0.8])
    return _centred(asunder(snapped(now * np.minimum(aim / reach, 1.0)), radii + 4 * UNIT, rounds=800))
