"""A SPARQL question over a store and its answer, counted as it is written; other servers are not asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
    serialize,
)

from kg.lazy import regex
from kg.query import GRAPHS, TABLES, prefixes
from kg.results import Counted, as_json

_NOT_CODE: Final = regex(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n\r]*|[?$:][\w.-]+|[\w.-]*:[\w.-]*",
    re.DOTALL,
)
"""Strings, IRIs, comments, variables and prefixed names of SPARQL: what is left are its keywords and punctuation."""
_SERVICE: Final = regex(r"\bservice\b", re.IGNORECASE)


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


def calls_service(sparql: str) -> bool:
    """Whether the query asks another server: SERVICE outside of strings, IRIs, names and comments."""
    return _SERVICE.search(_NOT_CODE.sub(" ", sparql)) is not None


def answer(store: Store, question: Question, rows: int) -> Answer:
    """The answer to a question, of at most so many rows. Raises UnansweredError, SyntaxError."""
    if calls_service(question.sparql):
        raise UnansweredError(Why.REFUSED, "不允许 SERVICE：本服务不访问其他服务 (SERVICE is not allowed)")
    dataset: dict[str, Any] = {}
    if question.default_graphs or question.named_graphs:
        try:
            dataset["default_graph"] = [NamedNode(iri) for iri in question.default_graphs]
            dataset["named_graphs"] = [NamedNode(iri) for iri in question.named_graphs]
        except ValueError as error:
            raise UnansweredError(Why.SYNTAX, f"图的 IRI 不合法：{error} (not an IRI)") from error
    results = store.query(question.sparql, prefixes=prefixes(), **dataset)
    if isinstance(results, QueryBoolean):
        return Answer(question.table, results.serialize(format=TABLES[question.table]) or b"", 1)
    if isinstance(results, QuerySolutions):
        names, counted = [variable.value for variable in results.variables], Counted(_no_more(results, rows))
        data = "".join(as_json(names, counted)).encode()
        if question.table != "json":
            data = parse_query_results(data, QueryResultsFormat.JSON).serialize(format=TABLES[question.table]) or b""
        return Answer(question.table, data, counted.number)
    triples = list(_no_more(results, rows))
    data = serialize(triples, format=GRAPHS[question.graph], prefixes=prefixes()) or b""
    return Answer(question.graph, data, len(triples))


def _no_more(found: Iterable[Any], rows: int) -> Iterator[Any]:
    """What is found, as long as it is no more than so many. Raises UnansweredError."""
    for number, one in enumerate(found, 1):
        if number > rows:
            raise UnansweredError(Why.ROWS, f"结果超过 {rows} 行，请加 LIMIT (more than {rows} rows: add a LIMIT)")
        yield one
