"""Knowledge as RDF: statements, quads, Turtle and N-Quads with the same bytes on any machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, parse

from kg.model import Knowledge, Merge, Part
from kg.rdf.jsonld import as_jsonld
from kg.rdf.merges import merge_statements
from kg.rdf.places import document_path
from kg.rdf.reified import with_triple_terms
from kg.rdf.sheet import Statements
from kg.rdf.statements import statements
from kg.rdf.syntax import iri
from kg.rdf.turtle import as_trig, as_turtle
from kg.terms import ID

__all__ = [
    "IDENTITY",
    "Statements",
    "graph_of",
    "identity_statements",
    "jsonld_chunks",
    "merge_statements",
    "merged",
    "named_graphs",
    "nquads_chunks",
    "ntriples_chunks",
    "quads",
    "statements",
    "trig_chunks",
    "turtle_chunks",
    "union",
    "with_triple_terms",
]

IDENTITY = "identity"
"""The graph of the judgements of identity, relative to the base."""
_CHUNK = 1000
"""Subjects written at a time."""


def graph_of(name: str, base: str = ID) -> str:
    """The IRI of a document's named graph, which is the document's own."""
    return iri(base, document_path(name))[1:-1]


def named_graphs(knowledge: Knowledge, base: str = ID) -> Iterator[tuple[str, Statements]]:
    """Each named graph, its IRI and what it states: one per document, and the graph of the judgements of identity last."""
    for part in knowledge.parts:
        yield graph_of(part.document.name, base), statements(part, base)
    if judged := _identity(knowledge, base):
        yield f"{base}{IDENTITY}", judged


def _identity(knowledge: Knowledge, base: str) -> Statements:
    texts = {part.document.name: part.document.text for part in knowledge.parts}
    return identity_statements(knowledge.merges, knowledge.proposals, texts.get, base)


def identity_statements(
    merges: Iterable[Merge], proposals: Iterable[Merge], text: Callable[[str], str | None], base: str = ID
) -> Statements:
    """The graph of the judgements of identity; `text` is that of the document with the name."""
    return merged(
        merge_statements(merge, base, proposed=proposed, quote=_quote(merge, text))
        for judged, proposed in ((merges, False), (proposals, True))
        for merge in judged
    )


def _quote(merge: Merge, text: Callable[[str], str | None]) -> str | None:
    said = text(merge.document) if merge.document and merge.evidence else None
    return merge.evidence.of(said) if said is not None and merge.evidence else None


def merged(graphs: Iterable[Statements]) -> Statements:
    """All that the graphs state, each statement once."""
    out: Statements = {}
    several: set[str] = set()
    for graph in graphs:
        for subject, said in graph.items():
            if subject in out:
                out[subject] = out[subject] + said
                several.add(subject)
            else:
                out[subject] = said
    for subject in several:
        out[subject] = sorted(set(out[subject]))
    return out


def union(knowledge: Knowledge, base: str = ID) -> Statements:
    """All statements once, whichever documents tell them."""
    return merged(graph for _, graph in named_graphs(knowledge, base))


def turtle_chunks(statements: Statements, base: str = ID) -> Iterator[bytes]:
    """graph.ttl in pieces."""
    return (piece.encode() for piece in as_turtle(statements, base))


def ntriples_chunks(statements: Statements) -> Iterator[bytes]:
    """Sorted N-Triples in pieces."""
    return _lines(statements, " .\n")


def nquads_chunks(graphs: Iterable[tuple[str, Statements]]) -> Iterator[bytes]:
    """graph.nq in pieces: the graphs in order of their IRIs, sorted within."""
    for graph, said in sorted(graphs, key=lambda pair: pair[0]):
        yield from _lines(said, f" <{graph}> .\n")


def trig_chunks(graphs: Iterable[tuple[str, Statements]], base: str = ID) -> Iterator[bytes]:
    """The named graphs as TriG in pieces."""
    return (piece.encode() for piece in as_trig(graphs, base))


def jsonld_chunks(graphs: Iterable[tuple[str, Statements]], base: str = ID) -> Iterator[bytes]:
    """The named graphs as compact JSON-LD in pieces; the context of ontology/context.jsonld stands in it."""
    return (piece.encode() for piece in as_jsonld(graphs, base))


def quads(part: Part, base: str = ID) -> Iterator[Quad]:
    """One document's named graph as pyoxigraph quads."""
    end = f" <{graph_of(part.document.name, base)}> .\n"
    return parse(b"".join(_lines(statements(part, base), end)), RdfFormat.N_QUADS)


def _lines(said: Statements, end: str) -> Iterator[bytes]:
    order = sorted(said)
    for start in range(0, len(order), _CHUNK):
        subjects = order[start : start + _CHUNK]
        yield "".join([f"{subject} {rest}{end}" for subject in subjects for rest in said[subject]]).encode()
