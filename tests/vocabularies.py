"""The terms of the vocabularies that the ontology refers to: those that rdflib lists, and two that it does not."""

from __future__ import annotations

import rdflib
from rdflib.namespace import DefinedNamespace

_LISTED: dict[str, type[DefinedNamespace]] = {
    "http://purl.org/dc/terms/": rdflib.DCTERMS,
    "http://xmlns.com/foaf/0.1/": rdflib.FOAF,
    "http://www.w3.org/ns/org#": rdflib.ORG,
    "http://www.w3.org/2002/07/owl#": rdflib.OWL,
    "http://www.w3.org/ns/prov#": rdflib.PROV,
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": rdflib.RDF,
    "http://www.w3.org/2000/01/rdf-schema#": rdflib.RDFS,
    "https://schema.org/": rdflib.SDO,
    "http://www.w3.org/2004/02/skos/core#": rdflib.SKOS,
    "http://purl.org/vocab/vann/": rdflib.VANN,
    "http://rdfs.org/ns/void#": rdflib.VOID,
    "http://www.w3.org/2001/XMLSchema#": rdflib.XSD,
}
# NIF 2.0 core, nif-core.ttl of the NLP2RDF project: classes and what passages need of its properties
_NIF = """
String Context RFC5147String ContextHashBasedString OffsetBasedString CStringInst CString URIScheme Structure Word Phrase Sentence
Paragraph Title ContextCollection referenceContext isString beginIndex endIndex anchorOf head tail before after subString superString
sourceUrl wasConvertedFrom broaderContext narrowerContext hasContext annotation literalAnnotation classAnnotation inter lang predLang
"""
# W3C Web Annotation Vocabulary, Recommendation of 23 February 2017: all of it
_OA = """
Annotation Choice CssSelector CssStyle DataPositionSelector Direction FragmentSelector HttpRequestState Motivation
PreferContainedDescriptions PreferContainedIRIs RangeSelector ResourceSelection Selector SpecificResource State Style SvgSelector
TextPositionSelector TextQuoteSelector TextualBody TimeState XPathSelector annotationService assessing bodyValue bookmarking
cachedSource canonical classifying commenting describing editing end exact hasBody hasEndSelector hasPurpose hasScope hasSelector
hasSource hasStartSelector hasState hasTarget highlighting identifying linking ltrDirection moderating motivatedBy prefix
processingLanguage questioning refinedBy renderedVia replying rtlDirection sourceDate sourceDateEnd sourceDateStart start styleClass
styledBy suffix tagging textDirection via
"""
_WRITTEN = {
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": frozenset(_NIF.split()),
    "http://www.w3.org/ns/oa#": frozenset(_OA.split()),
}


def exists(iri: str) -> bool:
    """Whether the term is one of its vocabulary. Raises KeyError for a vocabulary that is not known here."""
    space, local = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1], iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
    if space in _WRITTEN:
        return local in _WRITTEN[space]
    listed = _LISTED[space]
    return local in {*listed.__annotations__, *getattr(listed, "_extras", ())}
