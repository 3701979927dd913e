"""The graph to another store: one named graph at a time, by SPARQL Update or the Graph Store Protocol; a broken push is taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, TypeAlias

import httpx

from kg.errors import InputError
from kg.store import NQUADS, STORE

Protocol: TypeAlias = Literal["update", "graph-store"]
_STATEMENTS: Final = 2000
"""Statements of one update: stores limit how long a request may be."""
_UPDATE: Final = "application/sparql-update"
_TIMEOUT: Final = 300.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: the endpoint's address, its protocol, and who asks (Basic or Digest, as the server wants)."""

    endpoint: str
    protocol: Protocol = "update"
    user: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """One named graph: `sent`, `kept` (unchanged since the last push) or `removed`; `number` of `total`."""

    graph: str
    what: Literal["sent", "kept", "removed"]
    statements: int
    number: int
    total: int


def push(out: Path, target: Target) -> Iterator[Pushed]:
    """Bring the endpoint's named graphs to what the folder holds, one after the other.

    What was sent is noted in the folder, so that a push that was broken off goes on where it stopped, and one after a new
    build sends only the documents that changed. Raises InputError for a folder without graph and for what the server refuses.
    """
    if not (out / NQUADS).is_file():
        raise InputError(f"{out} 里没有 {NQUADS}。请先运行 kg build … -o {out}")
    notes = out / STORE / f"pushed-{hashlib.sha256(target.endpoint.encode()).hexdigest()[:12]}.json"
    done: dict[str, str] = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
    wanted = {graph: _digest(lines) for graph, lines in _graphs(out / NQUADS)}
    with closing(_Sender(target)) as send:
        gone = sorted(set(done) - set(wanted))
        total = len(wanted) + len(gone)
        for number, graph in enumerate(gone, 1):
            send.drop(graph)
            del done[graph]
            _note(notes, done)
            yield Pushed(graph, "removed", 0, number, total)
        for number, (graph, lines) in enumerate(_graphs(out / NQUADS), len(gone) + 1):
            if done.get(graph) == wanted[graph]:
                yield Pushed(graph, "kept", len(lines), number, total)
                continue
            if done.pop(graph, None):  # half of it may be replaced when the line breaks: it is not as noted any more
                _note(notes, done)
            send.put(graph, lines)
            done[graph] = wanted[graph]
            _note(notes, done)
            yield Pushed(graph, "sent", len(lines), number, total)


def _graphs(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The named graphs of a graph.nq of ours, whose lines are grouped by graph: IRI and N-Triples statements."""
    with path.open(encoding="utf-8", newline="\n") as file:
        pairs = (line[:-3].rpartition(" ") for line in file)  # the last word but the dot is the graph
        for graph, group in groupby(pairs, key=lambda pair: pair[2]):
            yield graph[1:-1], [f"{statement} ." for statement, _, _ in group]


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _note(path: Path, done: dict[str, str]) -> None:
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(done, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")
    beside.replace(path)


class _Sender:
    """Speaks with one endpoint."""

    def __init__(self, target: Target) -> None:
        if not target.endpoint.startswith(("http://", "https://")):
            raise InputError(f"{target.endpoint} 不是 http(s) 地址")
        self._target = target
        self._client = httpx.Client(timeout=_TIMEOUT, follow_redirects=True)
        if target.user is not None:
            try:
                self._client.auth = self._auth(target.user, target.password or "")
            except InputError:
                self.close()
                raise

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def _auth(self, user: str, password: str) -> httpx.Auth:
        """Digest where the server asks for it, else Basic; asked without a body, as servers hang up on one that they refuse."""
        try:
            asked = self._client.get(self._target.endpoint).headers.get("www-authenticate", "")
        except httpx.HTTPError as error:
            raise InputError(f"连不上 {self._target.endpoint}：{error}", exit_code=1) from error
        if not asked.lower().startswith("digest"):
            return httpx.BasicAuth(user, password)
        auth = httpx.DigestAuth(user, password)
        self._client.get(self._target.endpoint, auth=auth)  # it knows the challenge from now on
        return auth

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Let the named graph hold these statements and no others. Raises InputError."""
        if self._target.protocol == "graph-store":
            self._send("PUT", "\n".join(lines) + "\n", "application/n-triples", graph)
            return
        self.drop(graph)
        for start in range(0, len(lines), _STATEMENTS):
            told = "\n".join(lines[start : start + _STATEMENTS])
            self._send("POST", f"INSERT DATA {{ GRAPH <{graph}> {{\n{told}\n}} }}", _UPDATE)

    def drop(self, graph: str) -> None:
        """Let there be no such named graph. Raises InputError."""
        if self._target.protocol == "graph-store":
            self._send("DELETE", None, None, graph)
        else:
            self._send("POST", f"DROP SILENT GRAPH <{graph}>", _UPDATE)

    def _send(self, method: str, body: str | None, kind: str | None, graph: str | None = None) -> None:
        address = httpx.URL(self._target.endpoint)
        if graph is not None:
            address = address.copy_merge_params({"graph": graph})
        headers = {"Content-Type": f"{kind}; charset=utf-8"} if kind else {}
        try:
            answer = self._client.request(method, address, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise InputError(f"连不上 {address}：{error}。再次运行将从断处继续", exit_code=1) from error
        gone = method == "DELETE" and answer.status_code == httpx.codes.NOT_FOUND
        if not (answer.is_success or gone):
            told = answer.text.strip()[:500]
            raise InputError(f"{address} 拒绝了：{answer.status_code} {answer.reason_phrase} {told}", exit_code=1)
