"""Which nodes belong together: communities by modularity, none too large to draw, few enough to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module

_SEED = 7
_SMALL = 12
"""Nodes of a component that is not taken apart."""
LARGEST = 600
"""Nodes that a community may have when it is opened for itself."""
MOST = 120
"""Communities that are shown at once."""
_CRUMBS = (4, 8, 16, 32, 64)
"""Communities below the first of these sizes join others; the next are tried where too many remain."""

Group = list[int]


def communities(count: int, edges: Sequence[tuple[int, int]]) -> list[Group]:
    """Communities of the nodes 0 … count-1, the largest first; nodes without a link are one community at the end."""
    linked = sorted({node for edge in edges for node in edge})
    lonely = sorted(set(range(count)) - set(linked))
    found = _found(linked, edges)
    groups = sorted(found, key=lambda group: (-len(group), group[0]))
    return [*groups, lonely] if lonely else groups


def grouped(groups: Sequence[Group], edges: Sequence[tuple[int, int]], homes: Sequence[int]) -> list[Group]:
    """The same communities for an overview: cut to at most LARGEST nodes, and the smallest gathered.

    `homes` is the document that names each node first: what is small joins the largest community of its document.
    """
    linked = {node for edge in edges for node in edge}
    found: list[Group] = []
    for crumb in _CRUMBS:
        found = joined(groups, linked, homes, crumb)
        if len(found) <= MOST:
            break
    cut = [piece for group in _gathered(found, homes) for piece in _cut(sorted(group), edges)]
    return sorted(cut, key=lambda group: (-len(group), group[0]))


def joined(groups: Sequence[Group], linked: set[int], homes: Sequence[int], least: int) -> list[Group]:
    """The groups of at least this size; all else joins the largest group of its document, or is a group of its document."""
    whole: list[Group] = []
    hosts: dict[int, int] = {}
    rest: dict[int, Group] = {}
    for group in groups:
        if group[0] not in linked:
            for node in group:
                rest.setdefault(homes[node], []).append(node)
        elif len(group) < least:
            rest.setdefault(_home(group, homes), []).extend(group)
        else:
            hosts.setdefault(_home(group, homes), len(whole))
            whole.append(list(group))
    for home in sorted(rest):
        if home in hosts:
            whole[hosts[home]] += rest[home]
        else:
            whole.append(rest[home])
    return whole


def _home(group: Group, homes: Sequence[int]) -> int:
    """The document that most of the group's nodes are from; the first of several."""
    counts = Counter(homes[node] for node in group)
    return min(counts, key=lambda home: (-counts[home], home))


def _gathered(groups: list[Group], homes: Sequence[int]) -> list[Group]:
    """The groups as they are; where they are more than MOST, the smaller half of them several together, by their documents."""
    if len(groups) <= MOST:
        return groups
    ranked = sorted(groups, key=lambda group: (-len(group), group[0]))
    kept, rest = ranked[: MOST // 2], ranked[MOST // 2 :]
    least = -(-sum(map(len, rest)) // (MOST - MOST // 2))
    gathered: list[Group] = [[]]
    for group in sorted(rest, key=lambda group: (_home(group, homes), group[0])):
        if len(gathered[-1]) >= least:
            gathered.append([])
        gathered[-1] += group
    return [*kept, *gathered]


def _found(nodes: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[Group]:
    """Communities by modularity; a small component is one as it is (it saves much of the time on large graphs)."""
    components = _components(nodes, edges)
    small = [component for component in components if len(component) <= _SMALL]
    large = {node for component in components if len(component) > _SMALL for node in component}
    if not large:
        return small
    nx = import_module("networkx")  # takes long to import: small pages do without
    graph = nx.Graph()
    graph.add_nodes_from(node for node in nodes if node in large)
    graph.add_edges_from(edge for edge in edges if edge[0] in large)
    # One run over all large components: by itself each would be split the finer the smaller it is.
    return [*small, *(sorted(group) for group in nx.community.louvain_communities(graph, seed=_SEED))]


def _components(nodes: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[Group]:
    """The connected components, each sorted."""
    near: dict[int, Group] = {node: [] for node in nodes}
    for source, target in edges:
        near[source].append(target)
        near[target].append(source)
    found: list[Group] = []
    seen: set[int] = set()
    for start in nodes:
        if start in seen:
            continue
        seen.add(start)
        component = [start]
        for node in component:  # grows while it is walked
            fresh = [other for other in dict.fromkeys(near[node]) if other not in seen]
            seen.update(fresh)
            component += fresh
        found.append(sorted(component))
    return found


def _cut(group: Group, edges: Sequence[tuple[int, int]]) -> list[Group]:
    if len(group) <= LARGEST:
        return [group]
    inside = set(group)
    own = [edge for edge in edges if edge[0] in inside and edge[1] in inside]
    pieces = sorted(_found(group, own), key=lambda piece: (-len(piece), piece[0]))
    if len(pieces) == 1:
        return [list(piece) for piece in _pieces(group, LARGEST)]
    kept = [piece for piece in pieces if len(piece) >= _CRUMBS[-1]]
    crumbs = [node for piece in pieces[len(kept) :] for node in piece]
    return [part for piece in kept for part in _cut(piece, own)] + [
        list(piece) for piece in _pieces(crumbs, LARGEST // 2)
    ]


def _pieces(nodes: Sequence[int], size: int) -> list[Sequence[int]]:
    return [nodes[start : start + size] for start in range(0, len(nodes), size)]
