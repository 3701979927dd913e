"""What the service says of itself: the SPARQL service description and VoID."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from kg.answers import UnansweredError
from kg.query import GRAPHS as FORMATS
from kg.server.context import Context, context, failure
from kg.server.negotiation import GRAPHS, chosen, media_type
from kg.terms import EDU, PREFIXES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = PREFIXES["void"]
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RDF_TYPE: Final = NamedNode(f"{PREFIXES['rdf']}type")
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_COUNTS: Final = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s edu:mentionedIn ?d }",
}
_CLASSES: Final = "SELECT (STR(?c) AS ?class) (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"


async def service_description(request: Request, form: str) -> Response:
    """The SPARQL 1.1 Service Description in a format of `query.GRAPHS`."""
    endpoint = NamedNode(str(request.url.replace(query="", fragment="")))
    graphs = await context(request).rows("SELECT (STR(?g) AS ?iri) WHERE { GRAPH ?g { } } ORDER BY ?g")
    return _sent(list(_service(endpoint, [row[0] for row in graphs])), form)


def _service(endpoint: NamedNode, graphs: list[str]) -> Iterator[Triple]:
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield _is(service, "Service")
    yield Triple(service, NamedNode(f"{_SD}endpoint"), endpoint)
    yield Triple(service, NamedNode(f"{_SD}supportedLanguage"), NamedNode(f"{_SD}SPARQL11Query"))
    yield Triple(service, NamedNode(f"{_SD}feature"), NamedNode(f"{_SD}UnionDefaultGraph"))
    for name in _RESULTS:
        yield Triple(service, NamedNode(f"{_SD}resultFormat"), NamedNode(f"{_FORMATS}{name}"))
    yield Triple(service, NamedNode(f"{_SD}defaultDataset"), dataset)
    yield _is(dataset, "Dataset")
    yield Triple(dataset, NamedNode(f"{_SD}defaultGraph"), default)
    yield _is(default, "Graph")
    for number, iri in enumerate(graphs):
        node = BlankNode(f"graph{number}")
        yield Triple(dataset, NamedNode(f"{_SD}namedGraph"), node)
        yield _is(node, "NamedGraph")
        yield Triple(node, NamedNode(f"{_SD}name"), NamedNode(iri))


def _is(node: BlankNode, kind: str) -> Triple:
    return Triple(node, _RDF_TYPE, NamedNode(f"{_SD}{kind}"))


async def void(request: Request) -> Response:
    """The VoID description of the data set."""
    kind = chosen(request.headers.get("accept"), GRAPHS) or "text/turtle"
    try:
        triples = await _dataset(context(request), str(request.base_url))
    except UnansweredError as error:
        return failure(error)
    return _sent(triples, GRAPHS[kind])


async def _dataset(about: Context, home: str) -> list[Triple]:
    node = NamedNode(f"{home}.well-known/void#dataset")
    triples = [
        Triple(node, _RDF_TYPE, NamedNode(f"{_VOID}Dataset")),
        Triple(node, NamedNode(f"{PREFIXES['dcterms']}title"), Literal("教谱", language="zh")),
        Triple(node, NamedNode(f"{_VOID}sparqlEndpoint"), NamedNode(f"{home}sparql")),
        Triple(node, NamedNode(f"{_VOID}uriSpace"), Literal(about.base)),
        Triple(node, NamedNode(f"{_VOID}dataDump"), NamedNode(f"{home}data?default")),
    ]
    triples += [
        Triple(node, NamedNode(f"{_VOID}vocabulary"), NamedNode(iri))
        for iri in (EDU, PREFIXES["nif"], PREFIXES["prov"])
    ]
    for name, sparql in _COUNTS.items():
        ((count,),) = await about.rows(sparql)
        triples.append(Triple(node, NamedNode(f"{_VOID}{name}"), Literal(int(count))))
    for number, (kind, count) in enumerate(await about.rows(_CLASSES)):
        part = BlankNode(f"class{number}")
        triples.append(Triple(node, NamedNode(f"{_VOID}classPartition"), part))
        triples.append(Triple(part, NamedNode(f"{_VOID}class"), NamedNode(kind)))
        triples.append(Triple(part, NamedNode(f"{_VOID}entities"), Literal(int(count))))
    return triples


def _sent(triples: list[Triple], form: str) -> Response:
    kind = media_type(form, GRAPHS)
    prefixes = {**PREFIXES, "sd": _SD}
    return Response(
        serialize(triples, format=FORMATS[form], prefixes=prefixes), media_type=kind, headers={"Vary": "Accept"}
    )
