"""Which nodes belong together: communities by modularity, none too large to draw, few enough to show."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

_SEED = 7
LARGEST = 600
"""Nodes that a community may have when it is opened for itself."""
MOST = 400
"""Communities that are shown at once."""
_CRUMB = 4
"""Communities below this size are gathered where there are too many."""

Group = list[int]


def communities(count: int, edges: Sequence[tuple[int, int]]) -> list[Group]:
    """Communities of the nodes 0 … count-1, the largest first; nodes without a link are one community at the end."""
    linked = sorted({node for edge in edges for node in edge})
    lonely = sorted(set(range(count)) - set(linked))
    found = _found(linked, edges)
    groups = sorted(found, key=lambda group: (-len(group), group[0]))
    return [*groups, lonely] if lonely else groups


def grouped(groups: Sequence[Group], edges: Sequence[tuple[int, int]]) -> list[Group]:
    """The same communities cut to at most LARGEST nodes, the smallest gathered where they are more than MOST."""
    cut = [piece for group in groups for piece in _cut(group, edges)]
    cut.sort(key=lambda group: (-len(group), group[0]))
    if len(cut) <= MOST:
        return cut
    kept = [group for group in cut[: MOST // 2] if len(group) >= _CRUMB]
    crumbs = [node for group in cut[len(kept) :] for node in group]
    return [*kept, *(list(piece) for piece in _pieces(crumbs, LARGEST // 2))]


def _found(nodes: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[Group]:
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return [sorted(group) for group in nx.community.louvain_communities(graph, seed=_SEED)] if nodes else []


def _cut(group: Group, edges: Sequence[tuple[int, int]]) -> list[Group]:
    if len(group) <= LARGEST:
        return [group]
    inside = set(group)
    own = [edge for edge in edges if edge[0] in inside and edge[1] in inside]
    pieces = _found(group, own)
    if len(pieces) in {1, len(group)}:
        return [list(piece) for piece in _pieces(group, LARGEST)]
    return [part for piece in pieces for part in _cut(piece, own)]


def _pieces(nodes: Sequence[int], size: int) -> list[Sequence[int]]:
    return [nodes[start : start + size] for start in range(0, len(nodes), size)]
