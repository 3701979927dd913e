"""The overview of a large graph: every node's place in one picture, as compact arrays for the explorer's canvas."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

import numpy as np

from kg.terms import EntityType
from kg.view.communities import communities, joined
from kg.view.forces import UNIT, Pairs, Points, snapped, spiral
from kg.view.layout import centres
from kg.view.scene import Scene

_LEAST = 8
"""Smaller communities join that of their document."""
_SPACE = 30.0
"""Distance between neighbours in a community."""
_TYPES = tuple(EntityType)


@dataclass(frozen=True, slots=True)
class Sky:
    """Nodes in order of importance: `order` holds scene indices; places, types, degrees and links follow that order.

    `islands` are the communities, the largest first: middle, radius, and the type of the best connected node.
    """

    order: Pairs
    places: Points
    types: Pairs
    degrees: Pairs
    links: Pairs
    islands: Pairs

    def packed(self) -> bytes:
        """Little-endian arrays behind a header of three counts: int32 x and y, uint32 link ends, int32 islands, uint16 degree, uint8 type."""
        head = np.array([len(self.order), len(self.links), len(self.islands)], dtype="<u4").tobytes()
        columns = (
            self.places[:, 0].astype("<i4"),
            self.places[:, 1].astype("<i4"),
            self.links.astype("<u4").ravel(),
            self.islands.astype("<i4").ravel(),
            np.minimum(self.degrees, 65535).astype("<u2"),
            self.types.astype("u1"),
        )
        return gzip.compress(head + b"".join(column.tobytes() for column in columns), compresslevel=5, mtime=0)


def sky(shown: Scene) -> Sky:
    """The overview of a scene: communities as discs, the best connected of each in its middle."""
    count = len(shown.nodes)
    pairs = sorted({(min(e.source, e.target), max(e.source, e.target)) for e in shown.links})
    edges = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(edges.ravel(), minlength=count)
    linked = set(np.unique(edges).tolist())
    found = joined(communities(count, pairs), linked, shown.homes, _LEAST)
    groups = [np.array(sorted(group), dtype=np.int64) for group in sorted(found, key=lambda g: (-len(g), min(g)))]
    member = np.zeros(count, dtype=np.int64)
    places = np.zeros((count, 2))
    radii = np.array([UNIT * _SPACE * (0.8 + 0.62 * np.sqrt(float(len(group)))) for group in groups])
    for place, group in enumerate(groups):
        member[group] = place
        places[group[np.lexsort((group, -degree[group]))]] = spiral(len(group), _SPACE * UNIT)
    middles = centres(snapped(radii), member[edges]) if count else np.zeros((0, 2))
    if count:
        places = places + middles[member]
    order = np.lexsort((np.arange(count), -degree))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    types = np.array([_TYPES.index(node.type) for node in shown.nodes], dtype=np.int64)
    hubs = [group[int(np.argmax(degree[group]))] for group in groups]
    islands = np.array([[*middles[i], radii[i], types[hub] * UNIT] for i, hub in enumerate(hubs)]).reshape(-1, 4)
    return Sky(
        order,
        snapped(places / UNIT)[order],
        types[order],
        degree[order],
        rank[edges],
        snapped(islands / UNIT).astype(int),
    )


def names(shown: Scene, order: Pairs) -> bytes:
    """The nodes' ids and names in the sky's order, as compressed JSON."""
    nodes = [shown.nodes[place] for place in order.tolist()]
    text = json.dumps([[n.id for n in nodes], [n.name for n in nodes]], ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)
