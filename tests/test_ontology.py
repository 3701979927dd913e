"""The ontology: complete, and the source of every generated file."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, parse

from kg import rendering, terms
from kg.ontology import Term, folder, label, ontology

SKOS = "http://www.w3.org/2004/02/skos/core#"
OWN = [
    *ontology().classes(),
    *ontology().properties(),
    *ontology().individuals("Level"),
    *ontology().individuals("ConstructionStatus"),
]


def test_terms_are_what_the_ontology_renders() -> None:
    assert Path(terms.__file__).read_text(encoding="utf-8") == rendering.terms()


def test_the_context_is_what_the_ontology_renders() -> None:
    assert (folder() / "context.jsonld").read_text(encoding="utf-8") == rendering.context()


@pytest.mark.parametrize("term", OWN, ids=lambda t: t.local)
def test_each_term_is_labelled_and_defined_in_both_languages_with_an_example(term: Term) -> None:
    assert set(term.labels) == {"zh", "en"}
    assert set(term.definitions) == {"zh", "en"}
    examples = [t for t in parse(path=folder() / "edu.ttl") if t.predicate.value == f"{SKOS}example"]
    assert [
        t.object.value
        for t in examples
        if getattr(t.subject, "value", "") == term.iri and isinstance(t.object, Literal)
    ]


def test_labels_are_unique_among_classes_and_among_properties() -> None:
    for group in (list(ontology().classes()), list(ontology().properties())):
        for language in ("zh", "en"):
            names = [term.labels[language] for term in group]
            assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


def test_every_own_name_that_is_used_is_declared() -> None:
    used = {
        node.value
        for t in parse(path=folder() / "edu.ttl")
        for node in (t.subject, t.predicate, t.object)
        if hasattr(node, "value")
    }
    own = {iri for iri in used if iri.startswith(terms.EDU) and len(iri) > len(terms.EDU)}
    declared = set(ontology().terms)
    assert own <= declared


def test_a_label_falls_back_to_the_local_name() -> None:
    assert label(terms.Individual.MUNICIPAL) == "市级"
    assert label("https://example.org/x#Unknown") == "Unknown"
