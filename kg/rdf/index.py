"""One graph's triples by subject and property, for reading them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.terms import PREFIXES, Class, Property, Reused, ReusedClass

_RDF = PREFIXES["rdf"]
_TYPE = f"{_RDF}type"
_NUMBERS = {f"{PREFIXES['xsd']}{kind}" for kind in ("integer", "nonNegativeInteger", "decimal", "double")}


@dataclass(frozen=True, slots=True)
class Index:
    """What is said of each thing: IRI → property IRI → IRIs and literals."""

    said: dict[str, dict[str, list[NamedNode | Literal]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    of_type: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, quad: Quad | Triple) -> None:
        """One triple; blank nodes say nothing that is ours, and a reifier is read as an `edu:Statement`."""
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, Triple) and predicate == f"{_RDF}reifies":
            self._statement(subject.value, value)
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            self.said[subject.value][predicate].append(value)
            if predicate == _TYPE:
                self.of_type[value.value].append(subject.value)

    def _statement(self, node: str, triple: Triple) -> None:
        self.of_type[Class.STATEMENT].append(node)
        self.said[node][_TYPE].append(NamedNode(Class.STATEMENT))
        for end, value in (("subject", triple.subject), ("predicate", triple.predicate), ("object", triple.object)):
            if isinstance(value, NamedNode):
                self.said[node][f"{_RDF}{end}"].append(value)

    def values(self, node: str, name: Property | Reused | str) -> list[str]:
        """IRIs or lexical forms under a property, sorted."""
        said = self.said.get(node)
        return sorted({value.value for value in said.get(name, ())}) if said else []

    def value(self, node: str, name: Property | Reused | str) -> str | None:
        """The first value under a property, or None."""
        return next(iter(self.values(node, name)), None)

    def need(self, node: str, name: Property | Reused | str) -> str:
        """The value under a property. Raises ValueError where there is none."""
        found = self.value(node, name)
        if found is None:
            raise ValueError(f"{node}: no {name}")
        return found

    def typed(self, node: str, name: Property | Reused) -> str | int | float | None:
        """A literal as string or number."""
        found = next(iter(self.said.get(node, {}).get(name, ())), None)
        if isinstance(found, Literal) and found.datatype.value in _NUMBERS:
            return _number(found.value)
        return found.value if found is not None else None

    def types(self, node: str) -> set[str]:
        """The IRIs of a thing's classes."""
        return set(self.values(node, _TYPE))

    def all(self, *kinds: Class | ReusedClass) -> list[str]:
        """The things of the classes, sorted."""
        return sorted({node for kind in kinds for node in self.of_type.get(kind, ())})


def indexes(quads: Iterable[Quad | Triple]) -> dict[str | None, Index]:
    """An index for each graph, by its IRI; None for the default graph."""
    out: dict[str | None, Index] = defaultdict(Index)
    for quad in quads:
        graph = quad.graph_name if isinstance(quad, Quad) else DefaultGraph()
        out[graph.value if isinstance(graph, NamedNode | BlankNode) else None].add(quad)
    return out


def _number(written: str) -> int | float:
    try:
        return int(written)
    except ValueError:
        return float(written)
