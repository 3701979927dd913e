"""Rigid groups of boxes put close together on a raster: no group over another, linked groups near each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.view.forces import UNIT, Points, snapped

_CELL = 22
"""Side of a raster cell in drawing units: a little more than the height of a label."""
_CHUNK = 256
_PROBES = 12
_FLIPS = ((1, 1), (-1, 1), (1, -1), (-1, -1))
_WIDE = np.array([4, 9])
"""How much a step sideways counts against one up or down: pictures are wider than high."""

Cells = NDArray[np.int64]


def packed(groups: Sequence[Cells], points: Points, halves: Points, edges: Cells, anchors: Points) -> Points:
    """The points (grid steps, each group around its own middle) with the groups moved and mirrored into one picture.

    The first group stands in the middle; each later one goes near to what it is linked to and to the middle. A group without
    links goes towards its anchor (a direction), so that it stands in the same quarter whatever else there is.
    """
    out = points.copy()
    extent = int(np.ceil(np.sqrt(float((4 * halves[:, 0] * halves[:, 1]).sum())) / UNIT / _CELL)) + 8
    side = 4 * extent + 2 * _reach(groups, points, halves)
    taken = np.zeros((side, side), dtype=bool)
    placed = np.zeros(len(points), dtype=bool)
    spots = _spots(side)
    for place, group in enumerate(groups):
        near, goals = _links(group, edges, placed)
        goal = (
            _goal(out, goals)
            if len(goals)
            else snapped(anchors[place] * (0.5 * extent * _CELL * UNIT if place else 0.0))
        )
        flip = _flip(points, group, near, out[goals] - goal) if len(near) else (1, 1)
        local = points[group] * np.array(flip)
        cells = _cells(local, halves[group])
        at = _free(taken, cells, spots, goal, pull=10 if len(near) else 3)
        taken[at[1] + cells[:, 1] + side // 2, at[0] + cells[:, 0] + side // 2] = True
        out[group] = local + at.astype(np.float64) * (_CELL * UNIT)
        placed[group] = True
    return out


def _reach(groups: Sequence[Cells], points: Points, halves: Points) -> int:
    most = max((float((np.abs(points[g]) + halves[g]).max()) for g in groups), default=0.0)
    return int(most / UNIT / _CELL) + 4


def _spots(side: int) -> Cells:
    step = np.arange(-side // 2, side // 2, 2, dtype=np.int64)
    x, y = np.meshgrid(step, step)
    return np.stack([x.ravel(), y.ravel()], axis=1)


def _links(group: Cells, edges: Cells, placed: NDArray[np.bool_]) -> tuple[Cells, Cells]:
    """The group's nodes with a link to what is placed, and the nodes at the other end."""
    own = np.zeros(len(placed), dtype=bool)
    own[group] = True
    out = edges[own[edges[:, 0]] & placed[edges[:, 1]]]
    back = edges[own[edges[:, 1]] & placed[edges[:, 0]]][:, ::-1]
    both = np.concatenate([out, back])
    return both[:, 0], both[:, 1]


def _goal(out: Points, goals: Cells) -> Points:
    return np.asarray(np.rint(out[goals].sum(axis=0) / max(len(goals), 1)))


def _flip(points: Points, group: Cells, near: Cells, wanted: Points) -> tuple[int, int]:
    """The mirroring that turns the linked nodes towards what they are linked to."""
    scores = [float((points[near] * np.array(flip) * wanted).sum()) for flip in _FLIPS]
    return _FLIPS[int(np.argmax(scores))] if len(group) > 1 else (1, 1)


def _cells(local: Points, halves: Points) -> Cells:
    """The raster cells that the boxes cover, with a cell of air around."""
    low = np.floor((local - halves) / UNIT / _CELL).astype(np.int64) - 1
    high = np.floor((local + halves) / UNIT / _CELL).astype(np.int64) + 1
    found = {
        (x, y)
        for (x0, y0), (x1, y1) in zip(low.tolist(), high.tolist(), strict=True)
        for x in range(x0, x1 + 1)
        for y in range(y0, y1 + 1)
    }
    return np.array(sorted(found), dtype=np.int64)


def _free(taken: NDArray[np.bool_], cells: Cells, spots: Cells, goal: Points, *, pull: int) -> Cells:
    """The best spot where none of the cells is taken."""
    half = len(taken) // 2
    aim = np.rint(goal / UNIT / _CELL).astype(np.int64)
    fits = (spots + cells.min(axis=0) >= -half).all(axis=1) & (spots + cells.max(axis=0) < half).all(axis=1)
    spots = spots[fits]
    off = spots - aim
    # Whole numbers throughout, so that ties are ties everywhere.
    cost = 3 * (spots * spots @ _WIDE) + pull * (off * off @ _WIDE)
    # A few of the cells rule most spots out; only the spots that remain are looked at in full.
    few = cells[:: max(1, len(cells) // _PROBES)]
    open_ = ~np.any([taken[spots[:, 1] + y + half, spots[:, 0] + x + half] for x, y in few.tolist()], axis=0)
    spots, cost = spots[open_], cost[open_]
    order = np.argsort(cost, kind="stable")
    for start in range(0, len(order), _CHUNK):
        some = spots[order[start : start + _CHUNK]]
        hit = taken[some[:, 1:] + cells[None, :, 1] + half, some[:, :1] + cells[None, :, 0] + half].any(axis=1)
        if not hit.all():
            return np.asarray(some[int(np.argmin(hit))])
    raise ValueError("the raster has no room left for a community")
