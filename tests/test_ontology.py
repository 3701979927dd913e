"""The ontology: complete, and the source of every generated file."""

import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, parse

from kg import rendering, terms
from kg.ontology import Term, folder, label, ontology
from kg.ontology_page import page
from tests.test_cli import kg
from tests.vocabularies import exists

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


def test_every_class_and_property_that_axioms_speak_of_has_a_kind() -> None:
    """Else the ontology is not in OWL 2 DL: `make ontology` asks the OWL API, this test the one thing that is easily forgotten."""
    triples = list(parse(path=folder() / "edu.ttl"))
    kinds = {t.subject for t in triples if t.predicate == NamedNode(f"{rdflib.RDF}type")}
    axioms = {NamedNode(f"{rdflib.RDFS}{name}") for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    named = {t.object for t in triples if t.predicate in axioms and isinstance(t.object, NamedNode)}
    built_in = (str(rdflib.XSD), str(rdflib.OWL), str(rdflib.RDF), str(rdflib.RDFS))
    assert {iri.value for iri in named - kinds if not iri.value.startswith(built_in)} == set()


def test_a_label_falls_back_to_the_local_name() -> None:
    assert label(terms.Individual.MUNICIPAL) == "市级"
    assert label("https://example.org/x#Unknown") == "Unknown"


def foreign() -> list[str]:
    """Every term of another vocabulary that the ontology says anything with or of, classes, properties and datatypes."""
    graph = rdflib.Graph().parse(folder() / "edu.ttl")
    met = {str(node) for triple in graph for node in triple if isinstance(node, rdflib.URIRef)}
    met |= {str(node.datatype) for node in graph.objects() if isinstance(node, rdflib.Literal) and node.datatype}
    return sorted(iri for iri in met if not iri.startswith((terms.EDU[:-1], terms.ID, "https://www.apache.org/")))


@pytest.mark.parametrize("iri", foreign())
def test_every_term_of_another_vocabulary_exists_there(iri: str) -> None:
    assert exists(iri)


def test_a_term_that_does_not_exist_is_found() -> None:
    assert not exists("https://schema.org/Shcool")
    assert not exists("http://www.w3.org/ns/oa#begin")
    assert not exists("http://www.w3.org/ns/org#Organisation")


def test_the_ontology_is_aligned_to_all_vocabularies_that_it_promises() -> None:
    spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in foreign()}
    promised = ("schema", "org", "prov", "skos", "foaf", "nif", "oa")
    assert {ontology().prefixes[prefix] for prefix in promised} <= spaces


def test_the_page_shows_every_term() -> None:
    text = page()
    assert all(f'id="{term.local}"' in text for term in OWN)
    assert '<dt>值域 range</dt><dd><a href="#Group"><code>edu:Group</code></a></dd>' in text
    assert "schema:EducationalOrganization" in text
    assert "http" not in re.sub(r"https?://(?:w3id\.org|www\.apache\.org|www\.w3\.org|schema\.org)/", "", text)


def test_the_ontology_has_a_version_of_its_own() -> None:
    head = next(t for t in ontology().terms.values() if t.is_a("http://www.w3.org/2002/07/owl#Ontology"))
    version = head.value("http://www.w3.org/2002/07/owl#versionInfo")
    assert head.value("http://www.w3.org/2002/07/owl#versionIRI") == f"{terms.EDU[:-1]}/{version}"
    assert f"{version}：" in page(), "the change log speaks of the version"


def test_the_page_is_written_by_one_command(tmp_path: Path) -> None:
    assert kg("terms", "--page", tmp_path / "o.html").returncode == 0
    assert (tmp_path / "o.html").read_text(encoding="utf-8") == page()


def test_the_example_graph_uses_no_term_that_the_ontology_does_not_declare() -> None:
    used = set()
    for triple in parse(path=Path(__file__).parents[1] / "exports" / "graph.ttl"):
        used.add(triple.predicate.value)
        if triple.predicate.value == str(rdflib.RDF.type) and isinstance(triple.object, NamedNode):
            used.add(triple.object.value)
    assert {iri for iri in used if not iri.startswith(str(rdflib.RDF))} <= set(ontology().terms)
    assert len(used) > 60
