"""The ontology as data: the terms of ontology/edu.ttl with their labels, types and annotation names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, parse

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_VANN: Final = "http://purl.org/vocab/vann/"
_VOID: Final = "http://rdfs.org/ns/void#"
_PROPERTIES: Final = {f"{_OWL}{kind}" for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or value of the ontology: its IRI and all that is said of it, property IRI → values in file order."""

    iri: str
    said: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> str:
        """The part of the IRI behind the namespace."""
        return re.split(r"[#/]", self.iri)[-1]

    def values(self, name: str) -> tuple[str, ...]:
        """What is said under a property."""
        return self.said.get(name, ())

    def value(self, name: str) -> str | None:
        """The first that is said under a property, or None."""
        return next(iter(self.values(name)), None)

    def is_a(self, *kinds: str) -> bool:
        """Whether the term has one of the types."""
        return not set(kinds).isdisjoint(self.values(f"{_RDF}type"))


@dataclass(frozen=True, slots=True)
class Ontology:
    """The terms in file order, own and reused, with the prefixes of the file and the two namespaces."""

    terms: Mapping[str, Term]
    prefixes: Mapping[str, str]
    namespace: str
    things: str
    turn_roles: tuple[str, ...]

    def own(self, *kinds: str) -> Iterator[Term]:
        """The terms of our own namespace that have one of the types."""
        return (t for t in self.terms.values() if t.iri.startswith(self.namespace) and t.is_a(*kinds))

    def classes(self) -> Iterator[Term]:
        """Our classes."""
        return self.own(f"{_OWL}Class")

    def properties(self) -> Iterator[Term]:
        """Our properties, those that only describe the ontology left out."""
        inner = {self.namespace + name for name in ("annotatedAs", "subjectRole", "objectRole", "abstract")}
        return (t for t in self.own(*_PROPERTIES) if t.iri not in inner)

    def individuals(self, kind: str) -> Iterator[Term]:
        """The controlled values of one of our classes."""
        return self.own(self.namespace + kind)

    def name(self, term: Term) -> str | None:
        """The term's name in annotations: an entity type, a fact type, a role or a value."""
        return term.value(f"{self.namespace}annotatedAs")

    def parties(self, term: Term) -> tuple[str, str] | None:
        """The roles of a two-party fact's subject and object, where the term is such a property."""
        subject, value = (term.value(self.namespace + name) for name in ("subjectRole", "objectRole"))
        return (subject, value) if subject and value else None

    def above(self, term: Term) -> list[Term]:
        """The term and its concrete superclasses of our namespace, lowest first."""
        chain = [] if term.value(f"{self.namespace}abstract") else [term]
        for iri in term.values(f"{_RDFS}subClassOf"):
            if iri.startswith(self.namespace):
                chain += [t for t in self.above(self.terms[iri]) if t not in chain]
        return chain


def folder() -> Path:
    """Where the ontology's files are: beside the package in the repository, inside it once installed."""
    beside = Path(__file__).parent.parent / "ontology"
    return beside if beside.is_dir() else Path(__file__).parent / "_ontology"


@cache
def ontology() -> Ontology:
    """The ontology, read once. Raises SyntaxError where edu.ttl is no Turtle."""
    reader = parse(path=folder() / "edu.ttl")
    said: dict[str, dict[str, list[str]]] = {}
    texts: dict[str, dict[str, dict[str, str]]] = {}
    listed: list[str] = []
    for triple in reader:
        if isinstance(triple.subject, BlankNode):
            if triple.predicate.value == f"{_RDF}first" and isinstance(triple.object, Literal):
                listed.append(triple.object.value)  # edu:turnRole's range is the one list of literals
            continue
        subject = triple.subject.value
        value = triple.object
        if isinstance(value, Literal) and value.language:
            texts.setdefault(subject, {}).setdefault(triple.predicate.value, {})[value.language] = value.value
        elif isinstance(value, Literal | NamedNode):
            said.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(value.value)
    terms = {iri: _term(iri, what, texts.get(iri, {})) for iri, what in said.items()}
    head = next(t for t in terms.values() if t.is_a(f"{_OWL}Ontology"))
    namespace, things = head.value(f"{_VANN}preferredNamespaceUri"), head.value(f"{_VOID}uriSpace")
    if not namespace or not things:
        raise SyntaxError("edu.ttl: the ontology's header needs vann:preferredNamespaceUri and void:uriSpace")
    return Ontology(terms, dict(reader.prefixes), namespace, things, tuple(listed))


def _term(iri: str, said: Mapping[str, list[str]], texts: Mapping[str, Mapping[str, str]]) -> Term:
    fixed = {name: tuple(values) for name, values in said.items()}
    return Term(iri, fixed, texts.get(f"{_RDFS}label", {}), texts.get(f"{_SKOS}definition", {}))


def label(iri: str, language: str = "zh") -> str:
    """The label of a term of the ontology, or its local name where it has none."""
    term = ontology().terms.get(iri)
    return (term and term.labels.get(language)) or re.split(r"[#/]", iri)[-1]
