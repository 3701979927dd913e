"""The service: every case of the SPARQL protocol, real clients, things by their IRIs, limits."""

from __future__ import annotations

import csv
import io
import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
import rdflib
from playwright.sync_api import Browser, Page
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg import rdf, store
from kg.errors import InputError
from kg.server import guard, pages, serve
from kg.server.negotiation import GRAPHS, TABLES, chosen
from kg.terms import EDU, ID
from kg.worker import Limits
from tests.samples import knowledge_from_gold
from tests.serving import served

ASK = "ASK { ?s a <https://w3id.org/jiaopu/ns#School> }"
SELECT = "SELECT ?l WHERE { ?s a edu:Campus ; rdfs:label ?l } ORDER BY ?l"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a edu:Campus ; rdfs:label ?l }"
CAMPUSES = ["双桂坊校区", "平冈校区", "第二校区", "觅渡广化校区"]
GRAPH = rdf.graph_of("000_1c5b6911978da789.txt")
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own JSON-LD parser


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    store.write(knowledge_from_gold(), folder)
    (folder / "graph.html").write_text("<!doctype html><title>图谱</title>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def url(out: Path) -> Iterator[str]:
    """The address of a real server on a free port."""
    with served(out, Limits(seconds=3.0, megabytes=300, rows=5000), ["https://example.org"]) as address:
        yield address


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30) as made:
        yield made


def test_query_by_get(client: httpx.Client) -> None:
    got = client.get("/sparql", params={"query": ASK})
    assert (got.status_code, got.headers["content-type"]) == (200, "application/sparql-results+json")
    assert got.json()["boolean"] is True


def test_query_by_form(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_query_by_post_directly(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=utf-8"}
    assert client.post("/sparql", content=ASK.encode(), headers=headers).json()["boolean"] is True


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_format(client: httpx.Client, kind: str) -> None:
    got = client.get("/sparql", params={"query": SELECT}, headers={"Accept": kind})
    assert got.status_code == 200
    assert TABLES[got.headers["content-type"].partition(";")[0]] == TABLES[kind]
    text = got.content.decode()
    assert [name for name in CAMPUSES if name in text] == CAMPUSES
    if TABLES[kind] == "csv":
        assert list(csv.reader(io.StringIO(text))) == [["l"], *([name] for name in CAMPUSES)]


@pytest.mark.parametrize("kind", sorted(set(GRAPHS) - {"application/json", "text/plain", "application/x-turtle"}))
def test_every_graph_format(client: httpx.Client, kind: str) -> None:
    got = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": kind})
    assert got.headers["content-type"].partition(";")[0] == kind
    form = {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
        "application/ld+json": "json-ld",
    }[kind]
    graph = rdflib.Graph().parse(data=got.content, format=form)
    assert sorted(str(label) for label in graph.objects(None, rdflib.RDFS.label)) == CAMPUSES


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/*;q=0.1, text/csv", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, text/tab-separated-values;q=0.001", "text/tab-separated-values"),
    ],
)
def test_negotiation_follows_quality(client: httpx.Client, accept: str, kind: str) -> None:
    got = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert got.headers["content-type"].partition(";")[0] == kind
    assert "Accept" in got.headers["vary"].split(", ")


def test_what_cannot_be_sent_is_refused(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/turtle"}).status_code == 406
    assert client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": "text/csv"}).status_code == 406


COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s a edu:Document }"
NAMED = "SELECT ?g WHERE { GRAPH ?g { ?s a edu:Document } }"


def bindings(got: httpx.Response) -> list[dict[str, str]]:
    return [{name: term["value"] for name, term in row.items()} for row in got.json()["results"]["bindings"]]


@pytest.mark.parametrize("method", ["get", "form", "post"])
def test_the_dataset_of_the_protocol(client: httpx.Client, method: str) -> None:
    def rows(query: str, **dataset: str) -> list[dict[str, str]]:
        if method == "get":
            return bindings(client.get("/sparql", params={"query": query, **dataset}))
        if method == "form":
            return bindings(client.post("/sparql", data={"query": query, **dataset}))
        headers = {"Content-Type": "application/sparql-query"}
        return bindings(client.post("/sparql", content=query, params=dataset, headers=headers))

    assert rows(COUNT, **{"default-graph-uri": GRAPH}) == [{"n": "1"}]
    assert rows(COUNT, **{"default-graph-uri": "http://localhost/none"}) == [{"n": "0"}]
    assert rows(NAMED, **{"named-graph-uri": GRAPH}) == [{"g": GRAPH}]
    assert rows(NAMED, **{"named-graph-uri": "http://localhost/none"}) == []
    assert rows(COUNT, **{"named-graph-uri": GRAPH}) == [{"n": "0"}]


def test_several_default_graphs_are_merged(client: httpx.Client) -> None:
    pairs = [("query", COUNT), ("default-graph-uri", "http://localhost/none"), ("default-graph-uri", GRAPH)]
    assert bindings(client.get("/sparql", params=pairs)) == [{"n": "1"}]


def test_the_dataset_of_the_protocol_wins_over_that_of_the_query(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <http://localhost/none> WHERE { ?s a edu:Document }"
    assert bindings(client.get("/sparql", params={"query": query})) == [{"n": "0"}]
    assert bindings(client.get("/sparql", params={"query": query, "default-graph-uri": GRAPH})) == [{"n": "1"}]


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (400, FORM, ""),
        (400, FORM, f"query={quote(ASK)}&query={quote(ASK)}"),
        (400, FORM, "query=ASK%20%7B"),
        (400, "application/sparql-query", "SELECT nonsense"),
        (400, "application/sparql-query", b"ASK { ?s ?p '\xff' }"),
        (403, FORM, "update=CLEAR%20ALL"),
        (403, "application/sparql-update", "CLEAR ALL"),
        (400, "application/sparql-query", "CLEAR ALL"),
        (400, FORM, "query=LOAD%20%3Chttp%3A%2F%2Flocalhost%2Fx%3E"),
        (403, "application/sparql-query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
        (415, "application/json", "{}"),
        (415, "text/plain", ASK),
        (413, "application/sparql-query", "#" * 1_000_001),
    ],
)
def test_bad_posts(client: httpx.Client, status: int, kind: str, body: str | bytes) -> None:
    got = client.post("/sparql", content=body, headers={"Content-Type": kind})
    assert got.status_code == status
    assert got.headers["content-type"] == "text/plain; charset=utf-8"
    assert got.text.strip()


def test_bad_gets(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 403
    assert client.get("/sparql", params=[("query", ASK), ("query", ASK)]).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        got = client.request(method, "/sparql")
        assert (got.status_code, "GET" in got.headers["allow"]) == (405, True)


def test_head_is_get_without_a_body(client: httpx.Client) -> None:
    got = client.head("/sparql", params={"query": ASK})
    assert (got.status_code, got.content) == (200, b"")


def test_a_runaway_query_ends_while_others_are_answered(client: httpx.Client, url: str) -> None:
    for_ever = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"
    ended: list[httpx.Response] = []
    thread = threading.Thread(
        target=lambda: ended.append(httpx.get(f"{url}/sparql", params={"query": for_ever}, timeout=30))
    )
    started = time.monotonic()
    thread.start()
    answered = [client.get("/sparql", params={"query": ASK}).status_code for _ in range(10)]
    quick = time.monotonic() - started
    thread.join()
    assert answered == [200] * 10
    assert quick < 3.0 < time.monotonic() - started < 8.0
    assert ended[0].status_code == 504
    assert client.get("/healthz").json() == {"status": "ok"}


def test_too_many_rows_are_refused(client: httpx.Client) -> None:
    got = client.get("/sparql", params={"query": "SELECT * WHERE { ?a ?b ?c . ?d a edu:School }"})
    assert (got.status_code, "LIMIT" in got.text) == (413, True)


def test_the_service_describes_itself(client: httpx.Client, url: str) -> None:
    got = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=got.content, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{url}/sparql")
    assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert graph.value(service, sd.feature) == sd.UnionDefaultGraph
    assert {str(name) for name in graph.objects(None, sd.name)} == {GRAPH}


def test_void_counts(client: httpx.Client, out: Path) -> None:
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").content, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert int(graph.value(None, void.triples) or next(graph.objects(None, void.triples))) == len(
        rdflib.Graph().parse(out / store.TURTLE)
    )
    parts = {
        str(graph.value(p, void["class"])): int(graph.value(p, void.entities))
        for p in graph.objects(None, void.classPartition)
    }
    assert parts[f"{EDU}Campus"] == 4


def test_people_get_the_editor(client: httpx.Client) -> None:
    got = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
    assert got.headers["content-type"].startswith("text/html")
    assert "awards-of：一所学校" in got.text
    assert "script-src 'self'" in got.headers["content-security-policy"]
    assert client.get("/static/editor.js").status_code == 200
    assert "校区" in client.get("/").text


@pytest.mark.parametrize("kind", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"])
def test_a_thing_by_its_iri_for_programs(client: httpx.Client, kind: str) -> None:
    local = "school/320404/西新桥小学"
    got = client.get(f"/id/{quote(local)}", headers={"Accept": kind})
    assert got.headers["content-type"].partition(";")[0] == kind
    form = {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
        "application/ld+json": "json-ld",
    }[kind]
    graph = rdflib.Graph().parse(data=got.content, format=form)
    node = rdflib.URIRef(ID + local)
    assert (node, rdflib.RDFS.label, rdflib.Literal("西新桥小学", "zh")) in graph
    results = list(graph.subjects(rdflib.URIRef(f"{EDU}recipient"), node))
    assert len(results) == 2


def test_a_thing_for_people(client: httpx.Client) -> None:
    got = client.get(f"/id/{quote('school/320404/西新桥小学')}", headers={"Accept": "text/html"})
    assert got.headers["content-type"].startswith("text/html")
    assert "<h1>西新桥小学</h1>" in got.text
    assert "第三名" in got.text
    assert "西新桥小学、刘海粟美术幼儿园成功入选市级示范基地校" in got.text
    assert 'href="/id/competition/320404/市羽毛球锦标赛"' in got.text


def test_every_entity_has_a_page(client: httpx.Client) -> None:
    for entity in knowledge_from_gold().parts[0].entities:
        assert client.get(f"/id/{quote(entity.id, safe='/%')}", headers={"Accept": "text/turtle"}).status_code == 200, (
            entity.id
        )


def opened(browser: Browser, url: str) -> tuple[Page, list[str]]:
    """The editor, and what the browser finds wrong with it."""
    page, told = browser.new_page(), list[str]()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((url, "data:")) else told.append(asked.url))
    page.goto(f"{url}/sparql")
    return page, told


def test_the_plain_editor_works_in_a_browser(url: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_WORKBENCH", Path("absent"))
    page, told = opened(browser, url)
    page.select_option("#example", "members-of")
    page.fill("#query", page.input_value("#query").replace("?成员 ?关系", "?part ?关系", 1))
    page.click("#run")
    page.wait_for_selector("#answer table")
    assert page.locator("#answer td a:not(.mark)").all_inner_texts() == ["双桂坊校区", "平冈校区"], (
        "IRIs are shown by their labels"
    )
    assert page.inner_text("#state").startswith("2 行")
    page.locator("#answer td a").first.click()
    assert page.inner_text("h1") == "双桂坊校区"
    page.go_back()
    page.fill("#query", "SELECT nonsense")
    page.click("#run")
    page.wait_for_selector(".error")
    assert [line for line in told if "400" not in line] == []
    page.close()


@pytest.fixture
def workbench(url: str, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    if not pages._WORKBENCH.is_file():
        pytest.skip("built without YASGUI: npm was not there when the package was installed")
    page, told = opened(browser, url)
    page.wait_for_selector(".yasqe .CodeMirror")
    yield page, told
    page.close()


def test_yasgui_runs_a_named_query_and_shows_labels_that_link(workbench: tuple[Page, list[str]]) -> None:
    page, told = workbench
    page.select_option("#example", "organized-by")
    page.wait_for_selector("table.answer")
    ask = "SELECT ?s ?p { ?s a edu:Campus ; ?p ?group . ?group rdfs:label '实验小学教育集团'@zh } ORDER BY ?s"
    page.evaluate(f"void yasgui.getTab().setQuery({json.dumps(ask)})")
    page.click(".yasqe_queryButton")
    page.wait_for_selector("table.answer td a.mark")
    cells = page.locator("table.answer td a:not(.mark)").all_inner_texts()
    assert cells == ["双桂坊校区", "校区属于", "平冈校区", "校区属于"]
    assert page.locator(".yasr .selected").all_inner_texts() == ["中文表"]
    assert unquote(page.locator("a.mark").first.get_attribute("href") or "") == (
        "/explorer/#around=campus/320404/双桂坊校区&hops=1&n=campus/320404/双桂坊校区"
    )
    page.locator("table.answer td a").first.click()
    assert page.inner_text("h1") == "双桂坊校区"
    assert page.locator("a", has_text="在图谱中看").count() == 1
    assert told == [], "nothing is asked of others"


def test_yasgui_completes_the_names_of_the_ontology(workbench: tuple[Page, list[str]]) -> None:
    page, told = workbench
    page.evaluate(
        "void yasgui.getTab().setQuery('PREFIX edu: <https://w3id.org/jiaopu/ns#>\\nSELECT * { ?s edu:recip')"
    )
    page.evaluate("void yasgui.getTab().getYasqe().focus()")
    page.evaluate("void yasgui.getTab().getYasqe().setCursor(1, 24)")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints")
    assert page.locator(".CodeMirror-hint").all_inner_texts() == [
        "edu:recipient",
        "edu:recipientCount",
        "edu:recipientKind",
    ]
    assert told == [], "nothing is asked of others"


def test_yasgui_tells_what_the_service_says_of_a_wrong_query(workbench: tuple[Page, list[str]]) -> None:
    page, _ = workbench
    page.evaluate("void yasgui.getTab().setQuery('SELECT nonsense')")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr .errorResult")
    assert "error at 1:" in page.inner_text(".yasr .errorResult")


def test_an_unknown_thing_is_not_found(client: httpx.Client) -> None:
    assert client.get("/id/school/320404/none").status_code == 404
    assert client.get("/id/%3E%20%3Fs%20%3Fp%20%3Fo%20%7D%20%23").status_code == 404


def test_graphs_by_the_graph_store_protocol(client: httpx.Client, out: Path) -> None:
    whole = client.get("/data?default", headers={"Accept": "text/turtle"})
    assert whole.content == (out / store.TURTLE).read_bytes()
    one = client.get("/data", params={"graph": GRAPH}, headers={"Accept": "application/n-triples"})
    assert len(one.text.splitlines()) == len(rdflib.Graph().parse(data=whole.content, format="turtle"))
    assert client.get("/data", params={"graph": "http://localhost/none"}).status_code == 404
    assert client.get("/data").status_code == 400
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert client.request(method, "/data?default").status_code == 405


def test_other_pages(client: httpx.Client) -> None:
    assert "图谱" in client.get("/explore").text
    ontology = client.get("/ns")
    assert ontology.headers["content-type"].startswith("text/turtle")
    assert len(rdflib.Graph().parse(data=ontology.content, format="turtle")) > 1000


def test_cors_is_for_the_origins_that_were_named(client: httpx.Client) -> None:
    ours = client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://example.org"})
    assert ours.headers["access-control-allow-origin"] == "https://example.org"
    others = client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://example.com"})
    assert "access-control-allow-origin" not in others.headers


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sparqlwrapper_is_answered(url: str) -> None:
    for method in ("GET", POST):
        wrapper = SPARQLWrapper(f"{url}/sparql")
        wrapper.setQuery(f"PREFIX edu: <{EDU}> PREFIX rdfs: <{rdflib.RDFS}> {SELECT}")
        wrapper.setReturnFormat(JSON)
        wrapper.setMethod(method)
        rows = wrapper.queryAndConvert()["results"]["bindings"]
        assert [row["l"]["value"] for row in rows] == CAMPUSES


def test_rdflib_as_a_client_is_answered(url: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{url}/sparql"))
    assert sorted(str(row[0]) for row in graph.query(SELECT, initNs={"edu": EDU})) == CAMPUSES


def test_curl_is_answered(url: str) -> None:
    command = [
        "curl",
        "-sS",
        f"{url}/sparql",
        "--data-urlencode",
        f"query={SELECT}",
        "-H",
        "Accept: application/sparql-results+json",
    ]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)  # noqa: S603 (fixed words)
    assert [row["l"]["value"] for row in told["results"]["bindings"]] == CAMPUSES


def test_a_taken_port_is_told_in_one_line(out: Path, url: str) -> None:
    with pytest.raises(InputError, match="--port"):
        serve(out, port=int(url.rpartition(":")[2]))


@pytest.mark.parametrize(
    ("accept", "offered", "kind"),
    [("a/b", ["a/c"], None), ("a/*", ["b/c", "a/c"], "a/c"), (None, ["x/y"], "x/y"), ("x/y;q=zero", ["x/y"], None)],
)
def test_accept_headers(accept: str | None, offered: list[str], kind: str | None) -> None:
    assert chosen(accept, offered) == kind


def test_graphs_that_are_no_iris_are_bad_requests(client: httpx.Client) -> None:
    for key in ("default-graph-uri", "named-graph-uri"):
        assert client.get("/sparql", params={"query": ASK, key: "a b<>"}).status_code == 400
    assert client.get("/data", params={"graph": "\0"}).status_code == 400


def test_a_query_of_unknown_length_is_read_to_its_limit(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 100_000

    got = client.post("/sparql", content=endless(), headers={"Content-Type": "application/sparql-query"})
    assert (got.status_code, "1000000" in got.text) == (413, True)


def test_answers_say_what_they_are_and_no_page_runs_them(client: httpx.Client) -> None:
    for path in ("/sparql?query=SELECT", "/data?default", "/healthz", "/ns", "/static/editor.js", "/none"):
        got = client.get(path, headers={"Accept": "*/*"})
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in got.headers["content-security-policy"]
    assert "sandbox" not in client.get("/").headers["content-security-policy"]


def test_deep_lists_are_no_plus(client: httpx.Client) -> None:
    assert client.get("/explorer/part", params={"plus": "[" * 2500}).status_code == 200


def closed(connection: socket.socket) -> bool:
    """Whether the server has ended the connection, which is waited for."""
    connection.settimeout(10)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def test_clients_that_never_finish_are_left(url: str, client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0.5)
    address = ("127.0.0.1", int(url.rpartition(":")[2]))
    for opening in (
        b"",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nq",
    ):
        with socket.create_connection(address) as slow:
            slow.sendall(opening)
            assert client.get("/healthz").status_code == 200
            assert closed(slow)


def test_a_trickle_gives_no_more_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0.5)
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as slow, pytest.raises(ConnectionError):
        slow.sendall(b"GET /healthz HTTP/1.1\r\n")
        for _ in range(200):
            slow.sendall(b"X: 1\r\n")
            time.sleep(0.05)


def test_half_open_connections_give_way_to_new_ones(
    url: str, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_WAITED_FOR", 5)
    address = ("127.0.0.1", int(url.rpartition(":")[2]))
    held = [socket.create_connection(address) for _ in range(10)]
    try:
        assert client.get("/healthz").status_code == 200
        assert closed(held[0])
        held[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        held[-1].settimeout(10)
        assert held[-1].recv(100).startswith(b"HTTP/1.1 200")
    finally:
        for one in held:
            one.close()


def test_who_takes_no_answer_is_left(
    url: str, out: Path, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0.5)
    large = out / "graph.html"
    before = large.read_bytes()
    large.write_bytes(before + b" " * 30_000_000)
    try:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as slow:
            slow.sendall(b"GET /explore HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(2)
            assert client.get("/healthz").status_code == 200
            slow.settimeout(10)
            got = 0
            with suppress(ConnectionError):
                while piece := slow.recv(1 << 20):
                    got += len(piece)
            assert got < 30_000_000
    finally:
        large.write_bytes(before)
