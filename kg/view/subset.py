"""A part of a scene as a scene of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.view.scene import Passage, Same, Scene, Source, Told, links


def part_of(whole: Scene, nodes: Iterable[int], facts: Sequence[int]) -> Scene:
    """The scene of these nodes and facts (indices in the whole); the facts' other ends come along, and their sources."""
    told = [whole.facts[place] for place in facts]
    kept = sorted({*nodes, *(end for fact in told for end in fact.ends.values())})
    place = {node: index for index, node in enumerate(kept)}
    sources = sorted(
        {p.document for fact in told for p in fact.passages}
        | {whole.homes[node] for node in kept if not told and node < len(whole.homes)}
    )
    at = {source: index for index, source in enumerate(sources)}
    own = tuple(_fact(fact, place, at) for fact in told)
    return Scene(
        tuple(whole.nodes[node] for node in kept),
        own,
        links(own),
        tuple(_source(whole.sources[source], place) for source in sources),
        tuple(at.get(whole.homes[node], 0) for node in kept),
        tuple(_merge(merge, place, at) for merge in whole.merges if merge.node in place),
    )


def _fact(fact: Told, place: dict[int, int], at: dict[int, int]) -> Told:
    ends = {role: place[end] for role, end in fact.ends.items()}
    return replace(fact, ends=ends, passages=tuple(Passage(at[p.document], p.span) for p in fact.passages))


def _source(source: Source, place: dict[int, int]) -> Source:
    return Source(source.document, tuple((span, place[node]) for span, node in source.mentions if node in place))


def _merge(merge: Same, place: dict[int, int], at: dict[int, int]) -> Same:
    said = merge.passage
    passage = Passage(at[said.document], said.span) if said and said.document in at else None
    return replace(merge, node=place[merge.node], passage=passage)
