"""The ontology as one HTML page, for people: every term with its definitions, example, domain, range and alignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from pyoxigraph import BlankNode, Literal, NamedNode, Triple, parse

from kg.ontology import Ontology, Term, folder, ontology

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class _Group:
    anchor: str
    zh: str
    en: str
    terms: list[dict[str, Any]]


def page() -> str:
    """The page: self-contained, the same bytes for the same ontology."""
    known, graph = ontology(), list(parse(path=folder() / "edu.ttl"))
    head = next(t for t in known.terms.values() if t.is_a(f"{_OWL}Ontology"))
    environment = Environment(loader=FileSystemLoader(folder()), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    groups = list(_groups(known, _Said(graph, known)))
    return environment.get_template("page.html").render(
        title=_texts(graph, head.iri, f"{_DCTERMS}title"),
        description=_texts(graph, head.iri, f"{_DCTERMS}description"),
        changes=_texts(graph, head.iri, f"{_SKOS}changeNote"),
        namespace=known.namespace,
        version=head.value(f"{_OWL}versionIRI"),
        licence=head.value(f"{_DCTERMS}license"),
        groups=groups,
        own={term["name"] for group in groups for term in group.terms},
    )


def _texts(graph: list[Triple], node: str, name: str) -> dict[str, str]:
    """The texts of a property by language."""
    found = (t.object for t in graph if t.subject == NamedNode(node) and t.predicate.value == name)
    return {text.language: text.value for text in found if isinstance(text, Literal) and text.language}


class _Said:
    """Domains, ranges and examples, unions resolved."""

    def __init__(self, graph: Iterable[Triple], known: Ontology) -> None:
        self._known = known
        self._said: dict[tuple[object, str], list[object]] = {}
        for triple in graph:
            self._said.setdefault((triple.subject, triple.predicate.value), []).append(triple.object)

    def names(self, term: Term, name: str) -> list[str]:
        """The short names of the classes under a property, a union's members one by one."""
        return [n for node in self._said.get((NamedNode(term.iri), name), []) for n in self._members(node)]

    def example(self, term: Term) -> str:
        """The term's example."""
        found = self._said.get((NamedNode(term.iri), f"{_SKOS}example"), [])
        return "; ".join(text.value for text in found if isinstance(text, Literal))

    def _members(self, node: object) -> Iterator[str]:
        if isinstance(node, NamedNode):
            yield self.short(node.value)
        elif isinstance(node, Literal):
            yield f"“{node.value}”"
        elif isinstance(node, BlankNode):
            for kind in ("unionOf", "oneOf"):
                for head in self._said.get((node, f"{_OWL}{kind}"), []):
                    yield from self._list(head)

    def _list(self, head: object) -> Iterator[str]:
        while head != NamedNode(f"{_RDF}nil"):
            yield from self._members(self._said[head, f"{_RDF}first"][0])
            head = self._said[head, f"{_RDF}rest"][0]

    def short(self, iri: str) -> str:
        """Ours by local name, others by prefix."""
        if iri.startswith(self._known.namespace):
            return iri[len(self._known.namespace) :]
        found = ((p, s) for p, s in sorted(self._known.prefixes.items()) if iri.startswith(s))
        prefix, space = next(found, ("", ""))
        return f"{prefix}:{iri[len(space) :]}" if prefix else iri


def _groups(known: Ontology, said: _Said) -> Iterator[_Group]:
    classes, properties = list(known.classes()), list(known.properties())
    domains = {p.local: said.names(p, f"{_RDFS}domain") for p in properties}
    levels = [t for kind in ("Level", "ConstructionStatus") for t in known.individuals(kind)]
    yield _Group("classes", "类", "Classes", [_class(t, said, domains) for t in classes])
    yield _Group("properties", "属性", "Properties", [_property(t, said) for t in properties])
    yield _Group("values", "取值", "Values", [_term(t, said, [("类型 type", _types(t, known, said))]) for t in levels])


def _types(term: Term, known: Ontology, said: _Said) -> list[str]:
    return [said.short(iri) for iri in term.values(f"{_RDF}type") if iri.startswith(known.namespace)]


def _class(term: Term, said: _Said, domains: dict[str, list[str]]) -> dict[str, Any]:
    used = [name for name, classes in domains.items() if term.local in classes]
    return _term(
        term,
        said,
        [
            ("上位类 subclass of", said.names(term, f"{_RDFS}subClassOf")),
            *_matches(term, said),
            ("属性 properties", used),
        ],
    )


def _property(term: Term, said: _Said) -> dict[str, Any]:
    kinds = {"ObjectProperty": "对象属性 object property", "DatatypeProperty": "数据属性 datatype property"}
    kind = next((zh for name, zh in kinds.items() if term.is_a(f"{_OWL}{name}")), "注释属性 annotation property")
    lines = [
        ("种类 kind", [kind]),
        ("定义域 domain", said.names(term, f"{_RDFS}domain")),
        ("值域 range", said.names(term, f"{_RDFS}range")),
        ("上位属性 subproperty of", said.names(term, f"{_RDFS}subPropertyOf")),
        *_matches(term, said),
    ]
    return _term(term, said, lines)


def _matches(term: Term, said: _Said) -> Iterator[tuple[str, list[str]]]:
    for name, words in (("broadMatch", "上位对应 broad match"), ("closeMatch", "相近对应 close match")):
        yield words, said.names(term, f"{_SKOS}{name}")


def _term(term: Term, said: _Said, facts: list[tuple[str, list[str]]]) -> dict[str, Any]:
    return {
        "name": term.local,
        **term.labels,
        "definition": term.definitions,
        "example": said.example(term),
        "facts": facts,
    }
