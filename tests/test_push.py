"""Pushing: named graphs to another store by either protocol, resumed after a break; to Oxigraph's server, and to Virtuoso where it is installed."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg import store
from kg.errors import InputError
from kg.model import Knowledge
from kg.push import Protocol, Target, push
from tests.samples import GOLD, knowledge_from_gold

TOLD = Knowledge(knowledge_from_gold(GOLD / "tuned").parts[:6])
VIRTUOSO = os.environ.get("VIRTUOSO") or shutil.which("virtuoso-t")


class Other(ThreadingHTTPServer):
    """A store that takes SPARQL Update at /update and the Graph Store Protocol at /data, and can fail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.store, self.fails_at, self.asked, self.password = Store(), -1, 0, ""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Other

    def do_GET(self) -> None:
        self._answer(401 if self.server.password else 200, {"WWW-Authenticate": 'Basic realm="x"'})

    def do_POST(self) -> None:
        if self._may():
            self.server.store.update(self._body().decode())
            self._answer(204)

    def do_PUT(self) -> None:
        if self._may():
            graph = NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])
            self.server.store.remove_graph(graph)
            self.server.store.load(self._body(), RdfFormat.N_TRIPLES, to_graph=graph)
            self._answer(201)

    def do_DELETE(self) -> None:
        graph = NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])
        known = self.server.store.contains_named_graph(graph)
        self.server.store.remove_graph(graph)
        self._answer(200 if known else 404)

    def _may(self) -> bool:
        given = base64.b64decode(self.headers.get("Authorization", "Basic ").partition(" ")[2]).decode()
        if self.server.password and given != f"dba:{self.server.password}":
            self._body()
            self._answer(401, {"WWW-Authenticate": 'Basic realm="x"'})
            return False
        self.server.asked += 1
        if self.server.asked == self.server.fails_at:
            self._body()
            self._answer(500)
            return False
        return True

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def other() -> Iterator[Other]:
    server = Other()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built folder for all tests: what was pushed is noted by address, and each test has its own."""
    folder = tmp_path_factory.mktemp("out")
    store.write(TOLD, folder)
    return folder


def target(other: Other, protocol: Protocol) -> Target:
    return Target(f"{other.url}/{'update' if protocol == 'update' else 'data'}", protocol)


def held(out: Path) -> set[object]:
    loaded = Store()
    loaded.load(path=out / store.NQUADS)
    return set(loaded)


@pytest.mark.parametrize("protocol", ["update", "graph-store"])
def test_the_other_store_holds_the_named_graphs(other: Other, out: Path, protocol: Protocol) -> None:
    seen = list(push(out, target(other, protocol)))
    assert set(other.store) == held(out)
    assert [p.what for p in seen] == ["sent"] * len(TOLD.parts)
    assert [(p.number, p.total) for p in seen] == [(i, len(seen)) for i in range(1, len(seen) + 1)]
    assert sum(p.statements for p in seen) == len(held(out))


@pytest.mark.parametrize("protocol", ["update", "graph-store"])
@pytest.mark.parametrize("fails_at", [1, 2, 5])
def test_a_push_that_breaks_off_is_taken_up_again(other: Other, out: Path, protocol: Protocol, fails_at: int) -> None:
    other.fails_at = fails_at
    sent = []
    with pytest.raises(InputError, match="500"):
        sent.extend(push(out, target(other, protocol)))
    before = other.asked
    again = [p.what for p in push(out, target(other, protocol))]
    assert set(other.store) == held(out)
    assert again.count("kept") + again.count("sent") == len(TOLD.parts)
    if fails_at == 5:
        assert again.count("kept") > 0
        assert other.asked - before < len(TOLD.parts) * 2


def test_only_what_changed_is_sent_and_what_is_gone_is_removed(other: Other, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    store.write(TOLD, tmp_path / "first")
    list(push(tmp_path / "first", target(other, "update")))
    part = TOLD.parts[1]
    changed = Knowledge((TOLD.parts[0], dataclasses.replace(part, facts=part.facts[:1])))
    (tmp_path / "second").mkdir()
    store.write(changed, tmp_path / "second")
    for notes in (tmp_path / "first" / "store").glob("pushed-*.json"):
        shutil.copy(notes, tmp_path / "second" / "store")
    what = [p.what for p in push(tmp_path / "second", target(other, "update"))]
    assert what == ["removed"] * (len(TOLD.parts) - 2) + ["kept", "sent"]
    assert set(other.store) == held(tmp_path / "second")


def test_a_password_is_sent_where_it_is_asked_for(other: Other, out: Path) -> None:
    other.password = "secret"  # noqa: S105 (the test's own)
    with pytest.raises(InputError, match="401"):
        list(push(out, target(other, "update")))
    list(push(out, dataclasses.replace(target(other, "update"), user="dba", password="secret")))  # noqa: S106
    assert set(other.store) == held(out)


@pytest.mark.parametrize(("endpoint", "words"), [("http://127.0.0.1:9/x", "连不上"), ("file:///etc/passwd", "http")])
def test_what_cannot_be_reached_is_told_in_one_line(out: Path, endpoint: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        list(push(out, Target(endpoint)))


def test_a_folder_without_graph_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kg build"):
        list(push(tmp_path, Target("http://127.0.0.1:9/x")))


def free_ports(number: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [listening.getsockname()[1] for listening in sockets]


@contextmanager
def running(command: list[str], folder: Path, url: str, alive: str) -> Iterator[None]:
    """A server as a process of its own, until it answers a query."""
    with (folder / "out").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603 (fixed words)
    try:
        for _ in range(600):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{url}/{alive}", params={"query": "ASK {}"}).is_success:
                    break
            assert process.poll() is None, (folder / "out").read_text(errors="replace")
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    """The address of an empty Oxigraph server."""
    (port,) = free_ports(1)
    program = Path(sys.executable).parent / "oxigraph"
    command = [str(program), "serve", "--location", str(tmp_path / "db"), "--bind", f"127.0.0.1:{port}"]
    with running(command, tmp_path, f"http://127.0.0.1:{port}", "query"):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("protocol", "path"), [("update", "update"), ("graph-store", "store")])
def test_oxigraphs_server_holds_the_named_graphs(oxigraph: str, out: Path, protocol: Protocol, path: str) -> None:
    target = Target(f"{oxigraph}/{path}", protocol)
    first = [p.what for p in islice(push(out, target), 2)]
    again = [p.what for p in push(out, target)]
    assert first == ["sent"] * 2
    assert again == ["kept"] * 2 + ["sent"] * (len(TOLD.parts) - 2), "a push that was broken off goes on"
    dumped = Store()
    dumped.load(httpx.get(f"{oxigraph}/store", headers={"Accept": "application/n-quads"}).content, RdfFormat.N_QUADS)
    assert set(dumped) == held(out)


INI = """[Database]
DatabaseFile={0}/v.db
ErrorLogFile={0}/v.log
LockFile={0}/v.lck
TransactionFile={0}/v.trx
xa_persistent_file={0}/v.pxa
[TempDatabase]
DatabaseFile={0}/t.db
TransactionFile={0}/t.trx
[Parameters]
ServerPort={1}
NumberOfBuffers=10000
[HTTPServer]
ServerPort={2}
ServerRoot={0}
"""


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso of Debian's packages, empty, user dba with password dba."""
    if VIRTUOSO is None:
        pytest.skip("Virtuoso is not installed: apt install virtuoso-opensource-7-bin, or its path in VIRTUOSO")
    folder = tmp_path_factory.mktemp("virtuoso")
    ports = free_ports(2)
    (folder / "virtuoso.ini").write_text(INI.format(folder, *ports), encoding="ascii")
    url = f"http://127.0.0.1:{ports[1]}"
    with running([VIRTUOSO, "+foreground", "+configfile", str(folder / "virtuoso.ini")], folder, url, "sparql"):
        yield url


@pytest.mark.parametrize(("protocol", "path"), [("update", "sparql-auth"), ("graph-store", "sparql-graph-crud-auth")])
def test_virtuoso_holds_the_named_graphs(virtuoso: str, out: Path, protocol: Protocol, path: str) -> None:
    seen = list(push(out, Target(f"{virtuoso}/{path}", protocol, "dba", "dba")))
    graph, count = (
        seen[0].graph,
        f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{seen[0].graph[:40]}')) }}",
    )

    def ask(query: str) -> list[dict[str, str]]:
        got = httpx.get(
            f"{virtuoso}/sparql", params={"query": query, "format": "application/sparql-results+json"}, timeout=60
        )
        return [{k: v["value"] for k, v in row.items()} for row in json.loads(got.text)["results"]["bindings"]]

    assert ask(count) == [{"n": str(sum(p.statements for p in seen))}]
    labels = f"SELECT ?s ?l WHERE {{ GRAPH <{graph}> {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }} }}"
    ours = store.opened(out).query(labels)
    assert {(r["s"], r["l"]) for r in ask(labels)} == {(row["s"].value, row["l"].value) for row in ours}  # type: ignore[union-attr]
