"""Forces on points of an integer grid: sums are exact, so that every machine gives the same places."""

from __future__ import annotations

from importlib import import_module
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
Pairs: TypeAlias = NDArray[np.int64]
UNIT = 64.0
"""Grid steps in one drawing unit (a pixel at zoom 1). Coordinates here are whole numbers of steps."""
_FEW = 150
"""Points of which all pairs are looked at: measured, a search tree is not much faster for so few."""


def snapped(points: Points) -> Points:
    """The points on the grid."""
    return np.rint(points)


def summed(index: NDArray[np.int64], forces: Points, count: int) -> Points:
    """Forces added up by point. They are whole numbers, so the order of adding does not matter."""
    # Of nothing, bincount makes whole numbers.
    columns = [np.bincount(index, weights=forces[:, axis], minlength=count).astype(np.float64) for axis in (0, 1)]
    return np.stack(columns, axis=1)


def near(points: Points, radius: float) -> Pairs:
    """All pairs of points no farther apart than the radius, the first of a pair before the second; in any order."""
    if len(points) <= _FEW:
        first, second = np.triu_indices(len(points), 1)
        gap = points[first] - points[second]
        close = gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1] <= radius * radius
        return np.stack([first[close], second[close]], axis=1)
    tree = import_module("scipy.spatial").cKDTree(
        points
    )  # which takes a third of a second to import: small pages do without
    return np.asarray(tree.query_pairs(radius, output_type="ndarray"), dtype=np.int64).reshape(-1, 2)


def spread(
    points: Points, edges: Pairs, weights: Points, *, length: float, lengths: Points | None = None, rounds: int
) -> Points:
    """Points after springs along the edges and repulsion between neighbours, cooling over the rounds.

    `length` is the usual distance of neighbours in grid steps, `lengths` each edge's own where they differ.
    """
    rest = np.full(len(edges), length) if lengths is None else lengths
    count = len(points)
    now = snapped(points)
    for step in range(rounds):
        limit = length * (1.0 - step / rounds) + 2 * UNIT
        shift = _springs(now, edges, weights, rest) + _repulsion(now, 2.6 * length, length)
        goal = snapped(now.sum(axis=0) / max(count, 1))
        shift += snapped((goal - now) / 40.0)
        size = np.sqrt(shift[:, :1] * shift[:, :1] + shift[:, 1:] * shift[:, 1:])
        now = snapped(now + shift * (np.minimum(size, limit) / np.maximum(size, 1.0)))
    return now


def _springs(now: Points, edges: Pairs, weights: Points, rest: Points) -> Points:
    gap = now[edges[:, 1]] - now[edges[:, 0]]
    size = np.maximum(np.sqrt(gap[:, :1] * gap[:, :1] + gap[:, 1:] * gap[:, 1:]), 1.0)
    force = snapped(gap * ((size - rest[:, None]) / size) * (weights[:, None] * 0.12))
    return summed(edges[:, 0], force, len(now)) - summed(edges[:, 1], force, len(now))


def _repulsion(now: Points, radius: float, length: float) -> Points:
    """What all points push each other away that are no farther apart than the radius."""
    if len(now) <= _FEW:  # every point by every point: each pair twice, but in few steps
        across, along = (axis[None, :] - axis[:, None] for axis in now.T)
        square = across * across + along * along
        push = np.where(square <= radius * radius, _push(square, length), 0.0)
        return np.stack([snapped(gap * push).sum(axis=0) for gap in (across, along)], axis=1)
    pairs = near(now, radius)
    gap = now[pairs[:, 1]] - now[pairs[:, 0]]
    force = snapped(gap * _push(gap[:, :1] * gap[:, :1] + gap[:, 1:] * gap[:, 1:], length))
    return summed(pairs[:, 1], force, len(now)) - summed(pairs[:, 0], force, len(now))


def _push(square: Points, length: float) -> Points:
    """How strongly two points push, by their distance squared: of each unit of distance."""
    return (0.22 * length * length) / np.maximum(square, UNIT * UNIT)


def apart(points: Points, halves: Points, *, rounds: int, gap: float = 0.0) -> Points:
    """Points moved so that the boxes around them (half widths and heights in `halves`) overlap no more, or little.

    Each round looks at boxes near each other and moves both of an overlapping pair along the shorter way out.
    """
    now = snapped(points)
    reach = 2.0 * float(np.sqrt((halves * halves).sum(axis=1)).max()) if len(points) else 0.0
    for _ in range(rounds):
        pairs = near(now, reach)
        between = now[pairs[:, 1]] - now[pairs[:, 0]]
        over = halves[pairs[:, 0]] + halves[pairs[:, 1]] + gap - np.abs(between)
        clash = (over > 0).all(axis=1)
        if not clash.any():
            break
        pairs, between, over = pairs[clash], between[clash], over[clash]
        # Two points in one place are parted by their order.
        way = np.where(between == 0, 1.0, np.sign(between))
        sideways = over[:, :1] <= over[:, 1:]
        move = snapped(np.where(np.concatenate([sideways, ~sideways], axis=1), over * way * 0.7, 0.0))
        now = now + summed(pairs[:, 1], move, len(now)) - summed(pairs[:, 0], move, len(now))
    return now


def asunder(points: Points, radii: Points, *, rounds: int) -> Points:
    """Points moved so that the discs of these radii around them overlap no more, or little."""
    now = snapped(points)
    for _ in range(rounds):
        pairs = near(now, 2.0 * float(radii.max(initial=0.0)))
        between = now[pairs[:, 1]] - now[pairs[:, 0]]
        size = np.maximum(np.sqrt(between[:, :1] * between[:, :1] + between[:, 1:] * between[:, 1:]), 1.0)
        over = (radii[pairs[:, 0]] + radii[pairs[:, 1]])[:, None] - size
        clash = over[:, 0] > UNIT
        if not clash.any():
            break
        way = np.where(between == 0, 1.0, between)[clash]
        move = snapped(way * (over[clash] * 0.3 / size[clash]))
        now = now + summed(pairs[clash, 1], move, len(now)) - summed(pairs[clash, 0], move, len(now))
    return now


def spiral(count: int, distance: float) -> Points:
    """Places on a sunflower spiral, the first in the middle, neighbours about `distance` apart."""
    # The golden angle as a rotation: products and sums alone, which every machine rounds alike.
    cosine, sine = -0.7373688780783197, 0.6754902942615238
    x, y = 1.0, 0.0
    out = np.zeros((count, 2))
    for place in range(count):
        radius = distance * 0.56 * float(np.sqrt(float(place)))
        out[place] = (x * radius, y * radius)
        x, y = x * cosine - y * sine, x * sine + y * cosine
    return snapped(out)
