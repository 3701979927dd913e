"""`kg serve` under load, under attack and under nonsense: loopback alone, bounded in count and time."""

from __future__ import annotations

import collections
import contextlib
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg import store
from kg.model import Knowledge
from kg.server.negotiation import GRAPHS, TABLES
from kg.view import page
from tests.reliability.ground import ROOT
from tests.reliability.queries import Maker
from tests.reliability.table import Row
from tests.samples import GOLD, knowledge_from_gold

_CLIENTS = 8
_HALF_OPEN = 400
_FOR_EVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"
_USUAL = (
    "/", "/healthz", "/explore", f"/id/{quote('school/320404/西新桥小学')}",
    "/sparql?query=" + quote("SELECT ?s ?l WHERE { ?s a edu:School ; rdfs:label ?l } ORDER BY ?l"),
    "/sparql?query=" + quote("SELECT ?c (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"), "/explorer/search?q=" + quote("小学"),
)  # fmt: skip
RUNAWAYS = {
    "for ever": _FOR_EVER,
    "everything": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }",
    "memory": "SELECT ?z { BIND('aaaaaaaaaa' AS ?a0) "
    + " ".join(f"BIND(CONCAT({','.join([f'?a{n}'] * 10)}) AS ?a{n + 1})" for n in range(10))
    + " BIND(STRLEN(?a10) AS ?z) }",
    "nested": "SELECT * " + "{" * 5000 + "}" * 5000,
    "expression": "ASK { FILTER(" + "!" * 100_000 + "true) }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?b (!<x:y>)* ?c . ?c (!<x:y>)* ?d }",
    "regex": f"ASK {{ FILTER(REGEX('{'a' * 5000}', '(a+)+$b')) }}",
}
REFUSED = (
    ("GET", "/sparql?query=" + quote("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")),
    ("GET", "/sparql?query=" + quote("ASK FROM <file:///etc/passwd> { ?s ?p ?o }")),
    ("GET", "/sparql?query=" + quote("LOAD <file:///etc/passwd>")), ("GET", "/sparql?query=" + quote("DROP ALL")),
    ("GET", "/sparql?query=" + quote("INSERT DATA { <x:a> <x:b> <x:c> }")), ("POST", "/sparql?update=" + quote("CLEAR ALL")),
    ("PUT", "/data?default"), ("DELETE", "/data?default"), ("GET", "/static/../../../etc/passwd"), ("GET", "/static/%2e%2e%2fworker.py"),
    ("GET", "/explorer/..%2f..%2fetc/passwd"), ("GET", "/id/..%2f..%2fetc/passwd"),
)  # fmt: skip


ALLOWED = frozenset({200, 400, 413, 503, 504, 507})
"""How a query may be answered: well, as none, or cut off at a limit of rows, load, time or memory."""


class Served:
    """`kg serve` over a graph, in a process of its own; what it says is kept."""

    def __init__(self, folder: Path, told: Knowledge) -> None:
        self.out = folder / "out"
        self.out.mkdir(parents=True)
        store.write(told, self.out)
        (self.out / "graph.html").write_text(page(told), encoding="utf-8")
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
        self._said = folder / "said"
        words = [sys.executable, "-m", "kg", "serve", str(self.out), "--port", str(self.port), "--timeout", "10"]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(words, cwd=ROOT, stderr=said, stdout=said)
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=120)
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                if self.client.get("/healthz").status_code == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(self.said())

    def said(self) -> str:
        """All that it said."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def megabytes(self) -> float:
        """Resident memory of the server and its workers."""
        family = [str(self._process.pid), *_children(self._process.pid)]
        told = (Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace") for pid in family)
        return sum(int(found[1]) for text in told if (found := re.search(r"VmRSS:\s+(\d+)", text))) / 1024

    def close(self) -> None:
        """End it."""
        self.client.close()
        self._process.terminate()
        self._process.wait(30)


def _children(pid: int) -> list[str]:
    found: list[str] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += (task / "children").read_text(encoding="ascii").split()
    return found


def rows(requests: int, fuzzed: int) -> Iterator[Row]:
    """A line for each kind of trouble."""
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder), knowledge_from_gold(GOLD / "seed", GOLD / "tuned"))
        try:
            yield _load(served, requests)
            yield from _runaways(served)
            yield _refused(served)
            yield _slow(served)
            yield _fuzzed(served, fuzzed)
            yield queried(served.client, fuzzed)
            yield Row("4 service", "tracebacks in all that it said", 1, tuple(re.findall("Traceback.*", served.said())))
        finally:
            served.close()


def _load(served: Served, requests: int) -> Row:
    """So many usual requests by some clients at once."""
    statuses: Counter[int] = Counter()
    times: list[float] = []

    def client(number: int) -> None:
        with httpx.Client(base_url=served.url, timeout=60) as own:
            for turn in range(requests // _CLIENTS):
                began = time.perf_counter()
                statuses[own.get(_USUAL[(number + turn) % len(_USUAL)]).status_code] += 1
                times.append(time.perf_counter() - began)

    before, began = served.megabytes(), time.perf_counter()
    with ThreadPoolExecutor(_CLIENTS) as threads:
        list(threads.map(client, range(_CLIENTS)))
    seconds = time.perf_counter() - began
    figures = (
        f"{len(times) / seconds:.0f} requests/s by {_CLIENTS} clients, median {statistics.median(times) * 1000:.0f} ms, "
        f"99th percentile {statistics.quantiles(times, n=100)[98] * 1000:.0f} ms, {before:.0f} → {served.megabytes():.0f} MB"
    )
    wrong = tuple(f"{count} answers {status}" for status, count in statuses.items() if status != 200)
    return Row("4 service", "usual requests", len(times), wrong, figures)


def _runaways(served: Served) -> Iterator[Row]:
    """Each runaway twice at once, so that all workers have one, while others ask."""
    failures, told = [], []
    for name, text in RUNAWAYS.items():
        got: list[int] = []

        def run(text: str = text, got: list[int] = got) -> None:
            with httpx.Client(base_url=served.url, timeout=120) as own:
                got.append(own.post("/sparql", data={"query": text}).status_code)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        beside = [served.client.get("/healthz").status_code for _ in range(5)]
        waited = time.monotonic() - began
        for thread in threads:
            thread.join(90)
        told.append(f"{name} {'/'.join(sorted(set(map(str, got))))}")
        if beside != [200] * 5 or len(got) != 2 or not set(got) <= {200, 400, 413, 503, 504, 507} or waited > 60:
            failures.append(f"{name}: {got}, others {beside} in {waited:.1f} s")
    yield Row("4 service", "runaway queries, others going on", 2 * len(RUNAWAYS), tuple(failures), ", ".join(told))


def _refused(served: Served) -> Row:
    failures = []
    for method, path in REFUSED:
        with socket.create_connection(("127.0.0.1", served.port)) as own:
            own.sendall(
                f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: own.recv(65536), b"")).decode("utf-8", "replace")
        status = int(answer.split(" ")[1])
        empty = '"boolean":false' in answer
        if not (400 <= status < 500 or empty) or "root:" in answer:
            failures.append(f"{method} {path}: {answer[:200]}")
    return Row("4 service", "SERVICE, LOAD, updates, files", len(REFUSED), tuple(failures), "refused, or empty")


def _slow(served: Served) -> Row:
    """Connections that say nothing or half of something, held while others ask."""
    address, failures = ("127.0.0.1", served.port), []
    half = (b"", b"GET / HTTP/1.1\r\n", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nq")
    held = [socket.create_connection(address) for _ in range(_HALF_OPEN)]
    try:
        for number, one in enumerate(held):
            with contextlib.suppress(OSError):
                one.sendall(half[number % len(half)])
        times = []
        for _ in range(50):
            began = time.perf_counter()
            if served.client.get("/healthz").status_code != 200:
                failures.append("not healthy")
            times.append(time.perf_counter() - began)
        figures = f"50 answers beside them, the slowest after {max(times) * 1000:.0f} ms; "
        time.sleep(22)
        left = sum(not _closed(one) for one in held)
        if left:
            failures.append(f"{left} still open")
    finally:
        for one in held:
            one.close()
    return Row(
        "4 service", "slow and half-open connections", _HALF_OPEN, tuple(failures), figures + "all ended after 20 s"
    )


def _closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def http_line(chance: random.Random) -> bytes:
    """A request that is broken somewhere."""
    path = chance.choice(
        ["/", "/sparql", "/sparql?query=ASK{}", "/data?graph=x:y", "/id/a", "/explorer/part?n=", "/explorer/search?q=", "/ns", "/static/editor.js", "*", ""]
    )  # fmt: skip
    lines = [
        f"{chance.choice(['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'TRACE', 'get', ''])} {path} HTTP/{chance.choice(['1.1', '1.0', '9.9'])}"
    ]
    headers = (
        "Host: x", "Host: [::1", "Host: a b", "Accept: */*;q=nan", "Accept: text/html", "Accept: ;;,,", "Content-Length: 3", "Content-Length: -1", "Content-Length: x",
        "Transfer-Encoding: chunked", "Content-Type: application/x-www-form-urlencoded", "Content-Type: application/sparql-query", "Content-Type: \xff", "Range: bytes=9-1",
        "Range: bytes=0-0,1-1", "If-Modified-Since: x", "If-None-Match: *", "Origin: x", "Expect: 100-continue", "Upgrade: websocket", "Connection: upgrade", "Cookie: a=\x01",
    )  # fmt: skip
    lines += chance.sample(headers, chance.randrange(6))
    told = bytearray(
        "\r\n".join(lines).encode("latin-1")
        + b"\r\n\r\n"
        + chance.choice([b"", b"abc", b"query=ASK{}", b"3\r\nabc\r\n0\r\n\r\n"])
    )
    for _ in range(chance.choice([0, 0, 1, 3])):
        told[chance.randrange(len(told))] = chance.randrange(256)
    return bytes(told)


def _fuzzed(served: Served, count: int) -> Row:
    """Nonsense; what is no whole request is waited for no longer than a second."""
    chance, statuses, failures = random.Random(4), Counter[str](), []
    for _ in range(count):
        request = http_line(chance)
        answer = b""
        with socket.create_connection(("127.0.0.1", served.port)) as own, contextlib.suppress(OSError):
            own.settimeout(1.0)
            own.sendall(request)
            while b"\r\n" not in answer and (piece := own.recv(65536)):
                answer += piece
        status = answer[9:12].decode("latin-1") or "none"
        statuses[status] += 1
        if status == "500" or b"Traceback" in answer:
            failures.append(f"{request!r}: {answer[:300]!r}")
    if served.client.get("/healthz").status_code != 200:
        failures.append("not healthy afterwards")
    return Row("4 service", "fuzzed HTTP", count, tuple(failures), _told(statuses))


def queried(client: httpx.Client, count: int, seed: int = 5) -> Row:
    """So many queries of random shape, each answered well-formed, refused, or cut off at a limit; the simple one after it is answered."""
    chance = random.Random(seed)
    maker, statuses, failures = _maker(client, chance), Counter[str](), []
    for _ in range(count):
        query, table, graph = maker.query(), chance.choice(list(TABLES)), chance.choice(list(GRAPHS))
        answer = client.post("/sparql", data={"query": query}, headers={"Accept": f"{table}, {graph}"})
        statuses[str(answer.status_code)] += 1
        wrong = _wrong(answer)
        if answer.status_code not in (200, 400) and client.post("/sparql", data={"query": "ASK {}"}).status_code != 200:
            wrong = "no simple query is answered afterwards"
        if wrong:
            failures.append(f"{wrong}: {query!r} as {table}, {graph}: {answer.status_code} {answer.text[:300]!r}")
    return Row("4 service", "fuzzed SPARQL", count, tuple(failures), _told(statuses))


def _maker(client: httpx.Client, chance: random.Random) -> Maker:
    """Makes queries over some of what is served."""

    def some(query: str) -> tuple[str, ...]:
        asked = client.post("/sparql", data={"query": query}, headers={"Accept": "text/tab-separated-values"})
        return tuple(asked.text.splitlines()[1:])

    return Maker(
        chance,
        some("SELECT DISTINCT ?s { ?s rdfs:label ?l ; ?p ?o } ORDER BY STRLEN(?l) ?s LIMIT 300"),
        some("SELECT DISTINCT ?l { ?s rdfs:label ?l } ORDER BY ?l LIMIT 100"),
        some("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g LIMIT 20"),
    )


def _wrong(answer: httpx.Response) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if answer.status_code not in ALLOWED:
        return "status"
    if "Traceback" in answer.text[:100_000]:
        return "traceback"
    if answer.status_code != 200:
        return ""
    kind = answer.headers["content-type"].partition(";")[0]
    try:
        if (form := RdfFormat.from_media_type(kind)) is not None:
            collections.deque(parse(answer.content, form), 0)
        elif kind != "text/csv":
            found = parse_query_results(answer.content, QueryResultsFormat.from_media_type(kind))
            collections.deque(() if isinstance(found, QueryBoolean) else found, 0)
    except (SyntaxError, ValueError) as error:
        return f"broken {kind}, {error}"
    return ""


def _told(statuses: Counter[str]) -> str:
    return ", ".join(f"{n} {s}" for s, n in statuses.most_common())
