"""Queries in processes of their own that can be ended: limits of time, memory and rows that hold."""

from __future__ import annotations

import io
import json
import multiprocessing
import queue
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

from kg.query import GRAPHS, TABLES, prefixes
from kg.store import opened

try:
    import resource
except ImportError:  # Windows: limits of time and rows hold there, that of memory does not
    resource = None  # type: ignore[assignment]

_NOT_CODE: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n\r]*|[?$:][\w.-]+|[\w.-]*:[\w.-]*",
    re.DOTALL,
)
"""Strings, IRIs, comments, variables and prefixed names of SPARQL: what is left are its keywords and punctuation."""
_SERVICE: Final = re.compile(r"\bservice\b", re.IGNORECASE)
_RESERVE: Final = 256
"""Megabytes of address space that a worker has beyond its limit, for the store's own caches and maps."""
_START: Final = 60.0
"""Seconds that a worker may take to open the store."""


class Why(StrEnum):
    """Why a query has no answer."""

    SYNTAX = "syntax"
    REFUSED = "refused"
    TIME = "time"
    MEMORY = "memory"
    ROWS = "rows"
    FAILED = "failed"
    BUSY = "busy"


class UnansweredError(Exception):
    """A query without an answer."""

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, megabytes beyond the store's own, rows or triples."""

    seconds: float = 30.0
    megabytes: int = 1024
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query; the formats for a table and for a graph (names of `query.TABLES`, `query.GRAPHS`); its dataset if it is told."""

    sparql: str
    table: str = "json"
    graph: str = "turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in a format (a name of `query.TABLES` or `query.GRAPHS`), and how many rows or triples it has."""

    form: str
    data: bytes
    rows: int


@dataclass
class Worker:
    """A process that answers one question at a time; it is ended when a question takes too long, and started anew."""

    path: Path
    limits: Limits
    _process: Any = field(default=None, init=False)
    _pipe: Connection | None = field(default=None, init=False)

    def ask(self, question: Question, seconds: float | None = None) -> Answer:
        """The answer. Raises UnansweredError; the process has been ended if the cause is time or memory."""
        pipe = self._started()
        allowed = self.limits.seconds if seconds is None else min(seconds, self.limits.seconds)
        try:
            pipe.send(question)
            if not pipe.poll(allowed):
                self.close()
                raise UnansweredError(Why.TIME, f"查询超过 {allowed:g} 秒，已中止 (query ended after {allowed:g} s)")
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            told = f"查询所需内存超过 {self.limits.megabytes} MB，已中止 (query ended: out of memory)"
            raise UnansweredError(Why.MEMORY, told) from error
        if isinstance(answer, Answer):
            return answer
        raise UnansweredError(*answer)

    def start(self) -> None:
        """Start the process, if it does not run."""
        self._started()

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.close()
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, self.path, self.limits), daemon=True)
            self._process.start()
            theirs.close()
            self._pipe = ours
            if not ours.poll(_START) or ours.recv() != "ready":
                self.close()
                raise UnansweredError(Why.FAILED, f"{self.path} 的库打不开 (the store cannot be opened)")
        return self._pipe

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


class Pool:
    """Some workers over one store; a question waits for a free one within its time."""

    def __init__(self, path: Path, limits: Limits, size: int) -> None:
        self.limits = limits
        self._workers = [Worker(path, limits) for _ in range(size)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._free.put(worker)

    def start(self) -> None:
        """Start all workers before anybody asks. Raises UnansweredError where the store cannot be opened."""
        for worker in self._workers:
            worker.start()

    def ask(self, question: Question, seconds: float | None = None) -> Answer:
        """The answer of the first free worker. Raises UnansweredError."""
        started = time.monotonic()
        allowed = self.limits.seconds if seconds is None else min(seconds, self.limits.seconds)
        try:
            worker = self._free.get(timeout=allowed)
        except queue.Empty as error:
            raise UnansweredError(Why.BUSY, "查询太多，请稍后再试 (too many queries, try again later)") from error
        try:
            return worker.ask(question, max(0.0, allowed - (time.monotonic() - started)))
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.close()


def once(path: Path, question: Question, limits: Limits) -> Answer:
    """The answer to one question over an output folder or an RDF file, within its limits. Raises UnansweredError."""
    worker = Worker(path, limits)
    try:
        return worker.ask(question)
    finally:
        worker.close()


def calls_service(sparql: str) -> bool:
    """Whether the query asks another server: SERVICE outside of strings, IRIs, names and comments."""
    return _SERVICE.search(_NOT_CODE.sub(" ", sparql)) is not None


def _work(pipe: Connection, path: Path, limits: Limits) -> None:
    """A worker's life: open the store, then answer until the pipe closes."""
    store = opened(path)
    _limit_memory(limits.megabytes + _RESERVE)
    pipe.send("ready")
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            pipe.send(_answered(store, pipe.recv(), limits))


def _limit_memory(megabytes: int) -> None:
    """Let the process grow by so many megabytes of address space, then fail (on Linux, where the space in use is told)."""
    used = Path("/proc/self/statm")
    if resource is not None and used.exists():
        now = int(used.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        ceiling = now + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _answered(store: Store, question: Question, limits: Limits) -> Answer | tuple[Why, str]:
    try:
        return answer(store, question, limits.rows)
    except UnansweredError as error:
        return error.why, str(error)
    except SyntaxError as error:
        return Why.SYNTAX, str(error)
    except MemoryError:
        return Why.MEMORY, f"查询所需内存超过 {limits.megabytes} MB，已中止 (query ended: out of memory)"
    except (OSError, ValueError, RuntimeError) as error:
        return Why.FAILED, str(error)


def answer(store: Store, question: Question, rows: int) -> Answer:
    """The answer to a question, of at most so many rows. Raises UnansweredError, SyntaxError."""
    if calls_service(question.sparql):
        raise UnansweredError(Why.REFUSED, "不允许 SERVICE：本服务不访问其他服务 (SERVICE is not allowed)")
    dataset: dict[str, Any] = {}
    if question.default_graphs or question.named_graphs:
        dataset["default_graph"] = [NamedNode(iri) for iri in question.default_graphs]
        dataset["named_graphs"] = [NamedNode(iri) for iri in question.named_graphs]
    results = store.query(question.sparql, prefixes=prefixes(), **dataset)
    if isinstance(results, QueryBoolean):
        return Answer(question.table, results.serialize(format=TABLES[question.table]) or b"", 1)
    if isinstance(results, QuerySolutions):
        count, data = _table(results, rows)
        if question.table != "json":
            data = parse_query_results(data, QueryResultsFormat.JSON).serialize(format=TABLES[question.table]) or b""
        return Answer(question.table, data, count)
    triples = list(_counted(results, rows))
    data = serialize(triples, format=GRAPHS[question.graph], prefixes=prefixes()) or b""
    return Answer(question.graph, data, len(triples))


def _counted(found: Iterable[Any], rows: int) -> Iterator[Any]:
    """What is found, as long as it is no more than so many. Raises UnansweredError."""
    for number, one in enumerate(found, 1):
        if number > rows:
            raise UnansweredError(Why.ROWS, f"结果超过 {rows} 行，请加 LIMIT (more than {rows} rows: add a LIMIT)")
        yield one


def _table(solutions: QuerySolutions, rows: int) -> tuple[int, bytes]:
    """The rows as SPARQL JSON: written row by row, so that they can be counted."""
    names = [variable.value for variable in solutions.variables]
    out = io.StringIO()
    out.write(f'{{"head":{{"vars":{json.dumps(names, ensure_ascii=False)}}},"results":{{"bindings":[')
    count = 0
    for count, solution in enumerate(_counted(solutions, rows), 1):
        bound = {name: _json(term) for name, term in zip(names, solution, strict=True) if term is not None}
        out.write(f"{',' if count > 1 else ''}{json.dumps(bound, ensure_ascii=False)}")
    out.write("]}}")
    return count, out.getvalue().encode()


def _json(term: NamedNode | BlankNode | Literal | Triple) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = {"type": "literal", "value": term.value}
    return plain if term.datatype.value.endswith("#string") else {**plain, "datatype": term.datatype.value}
