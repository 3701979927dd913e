"""Knowledge as a plain networkx.MultiDiGraph: typed nodes and edges, every edge of a fact with its evidence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError
from kg.identity.series import gathered
from kg.model import Entity, Fact, Knowledge, Part, Value
from kg.ontology import label
from kg.terms import ENTITY_ROLES, NODE, TWO_PARTY, FactType, Property, Role

if TYPE_CHECKING:
    import networkx as nx

_SERIES: Final = "Series"
_FOLDED: Final = {
    **{kind: (first, second) for kind, (_, first, second) in TWO_PARTY.items()},
    FactType.HOLDS_POST: (Role.PERSON, Role.ORGANIZATION),
    FactType.AFFILIATED_WITH: (Role.PERSON, Role.ORGANIZATION),
}
"""Facts of two entities are edges; the others (awards, works, counts) are nodes, with an edge to each entity by its role."""


@dataclass(slots=True)
class _Told:
    """A fact with what all documents say for it."""

    fact: Fact
    evidence: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)

    @property
    def attributes(self) -> dict[str, Any]:
        literals = {str(role): value for role, value in sorted(self.fact.args.items()) if role not in ENTITY_ROLES}
        about = {"fact": self.fact.id, "rule": self.fact.rule, "confidence": self.fact.confidence}
        told = {"evidence": "\n".join(self.evidence), "documents": "\n".join(sorted(self.documents))}
        return {**literals, **about, **told}


def multidigraph(knowledge: Knowledge) -> nx.MultiDiGraph:
    """Nodes are entities (key: their id; `type`, `kind`, `label`, `aliases`, `jurisdiction`, `documents`) and the facts that
    bind more than two or fewer than two entities: awards, works, observations (key: `award/HASH`; `type` is the fact's type).

    Edges are facts between two entities, and from those fact nodes the roles of their entities (key: fact id and role;
    `type` is the fact's type or the role). A series of contests or events is a node (`type` is Series), and each of its
    editions (`edition`, `editionYear`) has an edge to it (`type` is series). All attributes are strings and numbers; several values stand on a line each.
    """
    graph: nx.MultiDiGraph = import_module("networkx").MultiDiGraph(
        name="jiaopu"
    )  # not loaded where nobody asks for it
    seen: dict[str, set[str]] = {}
    for part in knowledge.parts:
        for entity in part.entities:
            seen.setdefault(entity.id, set()).add(part.document.name)
    entities = {entity.id: entity for part in knowledge.parts for entity in part.entities}
    for key in sorted(entities):
        graph.add_node(key, **_entity(entities[key]), documents="\n".join(sorted(seen[key])))
    _add_series(graph, (entities[key] for key in sorted(entities)))
    for told in _facts(knowledge.parts):
        if told.fact.type in _FOLDED:
            _edge(graph, told)
        else:
            _node(graph, told)
    return graph


def _add_series(graph: nx.MultiDiGraph, entities: Iterable[Entity]) -> None:
    """Each series as a node, with an edge from each of its editions, that tell which they are."""
    for series, instances in gathered(entities):
        graph.add_node(series.id, type=_SERIES, kind="", label=series.name, aliases="", jurisdiction="", documents="")
        for entity, told in instances:
            graph.nodes[entity.id].update(edition=told.edition or "", editionYear=told.year or "")
            graph.add_edge(entity.id, series.id, key=f"{entity.id}-series", type="series", label=label(Property.SERIES))


def _entity(entity: Entity) -> dict[str, str]:
    return {
        "type": entity.type.value,
        "kind": entity.kind.value if entity.kind else "",
        "label": entity.name,
        "aliases": "\n".join(entity.aliases),
        "jurisdiction": entity.jurisdiction or "",
    }


def _facts(parts: Iterable[Part]) -> Iterator[_Told]:
    """Each fact once, by id, with the evidence of all documents in their order."""
    told: dict[str, _Told] = {}
    for part in sorted(parts, key=lambda part: part.document.name):
        for fact in part.facts:
            one = told.setdefault(fact.id, _Told(fact))
            one.evidence += [
                quoted for span in fact.evidence if (quoted := span.of(part.document.text)) not in one.evidence
            ]
            one.documents.add(part.document.name)
    return (told[key] for key in sorted(told))


def _edge(graph: nx.MultiDiGraph, told: _Told) -> None:
    first, second = (str(told.fact.args[role]) for role in _FOLDED[told.fact.type])
    _known(graph, first, second)
    graph.add_edge(
        first, second, key=told.fact.id, type=told.fact.type.value, label=_name(told.fact.type), **told.attributes
    )


def _node(graph: nx.MultiDiGraph, told: _Told) -> None:
    fact = told.fact
    node = f"{fact.type.value}/{fact.id}"
    about = told.attributes
    graph.add_node(node, type=fact.type.value, label=_words(fact.args) or _name(fact.type), **about)
    for role, value in sorted(fact.args.items()):
        if role in ENTITY_ROLES:
            _known(graph, str(value))
            # a party that acts points at the fact, all else is pointed at: paths then run from winner to contest
            ends = (str(value), node) if role in _ACTING else (node, str(value))
            graph.add_edge(*ends, key=f"{fact.id}-{role}", type=role.value, label=role.value, fact=fact.id)


_ACTING: Final = {Role.RECIPIENT, Role.OF, Role.FACILITY, Role.SUBJECT}


def _known(graph: nx.MultiDiGraph, *keys: str) -> None:
    """An entity that a fact names and no part lists still has a type and a label."""
    for key in keys:
        if key not in graph:
            graph.add_node(
                key, type="", kind="", label=key.rpartition("/")[2], aliases="", jurisdiction="", documents=""
            )


def _words(args: Mapping[Role, Value]) -> str:
    shown = (Role.CATEGORY, Role.RANK, Role.WORKS, Role.MEASURE, Role.VALUE, Role.UNIT)
    return " ".join(str(args[role]) for role in shown if role in args)


def _name(kind: FactType) -> str:
    """The Chinese label of a fact's type."""
    return label(NODE[kind].value if kind in NODE else TWO_PARTY[kind][0].value)


def neighbourhood(knowledge: Knowledge, name: str, *, hops: int = 1) -> Knowledge:
    """What is said within `hops` facts of the entities of that name (label, alias or id). Raises InputError where there is none."""
    reached = {e.id for part in knowledge.parts for e in part.entities if name in {e.name, e.id, *e.aliases}}
    if not reached:
        raise InputError(f"图谱里没有名为 {name} 的实体", exit_code=1)
    parties = {fact.id: _parties(fact) for part in knowledge.parts for fact in part.facts}
    kept: set[str] = set()
    for _ in range(hops):
        kept = {key for key, ends in parties.items() if not ends.isdisjoint(reached)}
        reached = reached.union(*(parties[key] for key in kept))
    return Knowledge(
        tuple(part for whole in knowledge.parts if (part := _only(whole, reached, kept)).entities),
        tuple(merge for merge in knowledge.merges if merge.entity in reached),
        tuple(merge for merge in knowledge.proposals if not reached.isdisjoint({merge.entity, merge.other})),
    )


def _parties(fact: Fact) -> frozenset[str]:
    return frozenset(str(value) for role, value in fact.args.items() if role in ENTITY_ROLES)


def _only(part: Part, entities: set[str], facts: set[str]) -> Part:
    return dataclasses.replace(
        part,
        entities=tuple(e for e in part.entities if e.id in entities),
        mentions=tuple(n for n in part.mentions if n.entity in entities),
        facts=tuple(f for f in part.facts if f.id in facts),
        rejected=(),
    )
