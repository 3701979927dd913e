"""The cases of the W3C's SPARQL 1.1 Protocol test suite, each by its name there, over graphs of our own; updates are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import pytest

from kg import rdf, store
from kg.model import Knowledge
from kg.worker import Limits
from tests.samples import GOLD, knowledge_from_gold
from tests.serving import served

TOLD = Knowledge(knowledge_from_gold(GOLD / "tuned").parts[:3])
A, B, C = (rdf.graph_of(part.document.name) for part in TOLD.parts)
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
TABLE = ("application/sparql-results+xml", "application/sparql-results+json")
GRAPH = ("application/rdf+xml", "text/turtle", "application/n-triples")
ASK = "ASK {}"
IN_DEFAULT = "ASK { <%s> a edu:Document }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?d a edu:Document }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?d a edu:Document } } ORDER BY ?g"
CLEAR = "CLEAR ALL"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A request and what must come of it: a status (or 4xx), one of the media types, a boolean, or the rows."""

    name: str
    method: str = "GET"
    asked: Pairs = field(default_factory=list)
    kind: str | None = None
    body: str | bytes | None = None
    accept: str | None = None
    status: int = 200
    types: tuple[str, ...] = TABLE
    told: object = None


def defaults(*graphs: str) -> Pairs:
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> Pairs:
    return [("named-graph-uri", graph) for graph in graphs]


def form(*pairs: tuple[str, str]) -> str:
    return urlencode(pairs)


BOTH = "SELECT ?x { { ?x a edu:Document } UNION { GRAPH ?x { ?d a edu:Document } } } ORDER BY ?x"
FROM = f"SELECT (COUNT(*) AS ?n) FROM <{A}> {{ ?d a edu:Document }}"  # noqa: S608 (SPARQL, of our own IRIs)
ANSWERED = [
    Case("query_get", asked=[("query", ASK)], told=True),
    Case("query_post_form", "POST", kind=FORM, body=form(("query", ASK)), told=True),
    Case("query_post_direct", "POST", kind=QUERY, body=ASK, told=True),
    Case("query_dataset_default_graphs_get", asked=[("query", COUNT), *defaults(A, B)], told=[("2",)]),
    Case(
        "query_dataset_default_graphs_post",
        "POST",
        defaults(A, B),
        QUERY,
        COUNT,
        told=[("2",)],
    ),
    Case(
        "query_dataset_default_graph, of one that is told", asked=[("query", IN_DEFAULT % A), *defaults(A)], told=True
    ),
    Case("query_dataset_default_graph, of another", asked=[("query", IN_DEFAULT % A), *defaults(B)], told=False),
    Case("query_dataset_named_graphs_get", asked=[("query", NAMES), *named(A, B)], told=sorted([(A,), (B,)])),
    Case("query_dataset_named_graphs_post", "POST", named(A, B), QUERY, NAMES, told=sorted([(A,), (B,)])),
    Case(
        "query_dataset_full, get", asked=[("query", BOTH), *defaults(A, B), *named(C)], told=sorted([(A,), (B,), (C,)])
    ),
    Case(
        "query_dataset_full, form",
        "POST",
        kind=FORM,
        body=form(("query", BOTH), *defaults(A, B), *named(C)),
        told=sorted([(A,), (B,), (C,)]),
    ),
    Case(
        "query_dataset_full, post", "POST", [*defaults(A, B), *named(C)], QUERY, BOTH, told=sorted([(A,), (B,), (C,)])
    ),
    Case("query_multiple_dataset", asked=[("query", FROM), *defaults(B, C)], told=[("2",)]),
    Case("the dataset of the query", asked=[("query", FROM)], told=[("1",)]),
    Case("query_content_type_select", "POST", [], QUERY, "SELECT (1 AS ?value) {}", told=[("1",)]),
    Case("query_content_type_ask", "POST", [], QUERY, ASK, told=True),
    Case("query_content_type_describe", "POST", [], QUERY, f"DESCRIBE <{A}>", ", ".join(GRAPH), types=GRAPH),
    Case(
        "query_content_type_construct",
        "POST",
        [],
        QUERY,
        "CONSTRUCT { <x:s> <x:p> 1 } WHERE {}",
        ", ".join(GRAPH),
        types=GRAPH,
    ),
]
REFUSED = [
    Case("bad_query_method", "PUT", [("query", ASK)], status=405),
    Case("bad_multiple_queries", asked=[("query", ASK), ("query", "SELECT * {}")], status=400),
    Case("bad_multiple_queries, form", "POST", kind=FORM, body=form(("query", ASK), ("query", ASK)), status=400),
    Case("bad_query_wrong_media_type", "POST", kind="text/plain", body=ASK, status=415),
    Case("bad_query_missing_form_type", "POST", body=form(("query", ASK)), status=415),
    Case("bad_query_missing_direct_type", "POST", body=ASK, status=415),
    Case("bad_query_non_utf8", "POST", kind=f"{QUERY}; charset=UTF-16", body=ASK.encode("utf-16"), status=400),
    Case("bad_query_non_utf8, no byte order mark", "POST", kind=QUERY, body=ASK.encode("utf-16-le"), status=400),
    Case("bad_query_syntax", asked=[("query", "ASK {")], status=400),
    Case("bad_update_get", asked=[("update", CLEAR)], status=403),
    Case("bad_multiple_updates", "POST", kind=FORM, body=form(("update", CLEAR), ("update", CLEAR)), status=403),
    Case("bad_update_wrong_media_type", "POST", kind="text/plain", body=CLEAR, status=415),
    Case("bad_update_missing_form_type", "POST", body=form(("update", CLEAR)), status=415),
    Case("bad_update_non_utf8", "POST", kind=f"{UPDATE}; charset=UTF-16", body=CLEAR.encode("utf-16"), status=400),
    Case("bad_update_syntax", "POST", kind=FORM, body=form(("update", "CLEAR XYZ")), status=403),
    Case(
        "bad_update_dataset_conflict",
        "POST",
        kind=FORM,
        body=form(("using-named-graph-uri", A), ("update", CLEAR)),
        status=403,
    ),
    Case("update_post_form", "POST", kind=FORM, body=form(("update", CLEAR)), status=403),
    Case("update_post_direct", "POST", kind=UPDATE, body=CLEAR, status=403),
    Case("update_dataset_default_graph", "POST", [("using-graph-uri", A)], UPDATE, CLEAR, status=403),
    Case("update_dataset_named_graphs", "POST", [("using-named-graph-uri", A)], UPDATE, CLEAR, status=403),
    Case(
        "update_dataset_full", "POST", [("using-graph-uri", A), ("using-named-graph-uri", B)], UPDATE, CLEAR, status=403
    ),
    Case("update_base_uri", "POST", kind=UPDATE, body="BASE <http://x/> INSERT DATA { <a> <b> <c> }", status=403),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("out")
    store.write(TOLD, folder)
    with served(folder, Limits(seconds=20.0)) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


def sent(client: httpx.Client, case: Case) -> httpx.Response:
    headers = {name: text for name, text in (("Content-Type", case.kind), ("Accept", case.accept)) if text}
    return client.request(case.method, "/sparql", params=case.asked, content=case.body, headers=headers)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_a_query_is_answered(client: httpx.Client, case: Case) -> None:
    got = sent(client, case)
    assert got.status_code == case.status, got.text
    assert got.headers["content-type"].partition(";")[0] in case.types
    if isinstance(case.told, bool):
        assert got.json()["boolean"] is case.told
    elif case.told is not None:
        rows = [tuple(term["value"] for term in row.values()) for row in got.json()["results"]["bindings"]]
        assert rows == case.told


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_bad_request_and_every_update_are_refused_and_change_nothing(client: httpx.Client, case: Case) -> None:
    got = sent(client, case)
    assert got.status_code == case.status, got.text
    assert got.text.strip()
    assert len(sent(client, Case("", asked=[("query", NAMES)])).json()["results"]["bindings"]) == len(TOLD.parts)
