"""The SPARQL 1.1 Protocol: queries by GET, by form and directly; read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kg.answers import Question, UnansweredError
from kg.server.context import context, failure, refused
from kg.server.description import service_description
from kg.server.negotiation import GRAPHS, TABLES, chosen, media_type
from kg.server.pages import editor

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_LARGEST: Final = 1_000_000
"""Bytes that a query may have."""


@dataclass(frozen=True, slots=True)
class _Bad:
    """A request that is no query, and how that is answered."""

    status: int
    message: str


async def sparql(request: Request) -> Response:
    """The endpoint: a query's answer; without a query the editor for people, the service description for programs."""
    if request.method in {"GET", "HEAD"} and not any(key in request.query_params for key in ("query", "update")):
        try:
            return await _about(request)
        except UnansweredError as error:
            return failure(error)
    asked = await _question(request)
    if isinstance(asked, _Bad):
        return refused(asked.status, asked.message)
    try:
        answer = await context(request).ask(asked)
    except UnansweredError as error:
        return failure(error)
    types = TABLES if answer.form in TABLES.values() else GRAPHS
    if chosen(request.headers.get("accept"), types) is None:
        return refused(406, f"可用格式 (available): {', '.join(types)}")
    return Response(answer.data, media_type=media_type(answer.form, types), headers={"Vary": "Accept"})


async def _about(request: Request) -> Response:
    kind = chosen(request.headers.get("accept"), ["text/turtle", *GRAPHS, "text/html", "application/xhtml+xml"])
    if kind is None or "html" in kind:
        return editor(request)
    return await service_description(request, GRAPHS[kind])


async def _question(request: Request) -> Question | _Bad:
    """The query that a request asks, by any of the three ways of the protocol."""
    if request.method in {"GET", "HEAD"}:
        pairs = list(request.query_params.multi_items())
        return _told(request, pairs)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    text = await _text(request)
    if isinstance(text, _Bad):
        return text
    if kind == _FORM:
        return _told(request, parse_qsl(text, keep_blank_values=True))
    if kind == _QUERY:
        graphs = [pair for pair in request.query_params.multi_items() if pair[0] != "query"]
        return _told(request, [("query", text), *graphs])
    if kind == _UPDATE:
        return _Bad(403, "本服务只读 (this service is read-only)")
    return _Bad(415, f"请以 {_FORM} 或 {_QUERY} 提交 (unsupported media type)")


async def _text(request: Request) -> str | _Bad:
    """What was sent, of which no more is held than a query may have."""
    held = bytearray()
    try:
        async for piece in request.stream():
            held += piece
            if len(held) > _LARGEST:
                return _Bad(413, f"查询超过 {_LARGEST} 字节 (the query is too long)")
        return held.decode("utf-8")
    except UnicodeDecodeError:
        return _Bad(400, "请求不是 UTF-8 (the request is not UTF-8)")
    except ClientDisconnect:
        return _Bad(400, "请求没有发完 (the request was broken off)")


def _told(request: Request, pairs: list[tuple[str, str]]) -> Question | _Bad:
    if any(key in {"update", "using-graph-uri", "using-named-graph-uri"} for key, _ in pairs):
        return _Bad(403, "本服务只读 (this service is read-only)")
    queries = [value for key, value in pairs if key == "query"]
    if len(queries) != 1:
        return _Bad(400, f"须有且仅有一个 query 参数，现有 {len(queries)} 个 (exactly one query parameter is needed)")
    accept = request.headers.get("accept")
    table, graph = chosen(accept, TABLES), chosen(accept, GRAPHS)
    if table is None and graph is None:
        return _Bad(406, f"可用格式 (available): {', '.join((*TABLES, *GRAPHS))}")
    return Question(
        queries[0],
        TABLES[table] if table else "json",
        GRAPHS[graph] if graph else "turtle",
        tuple(value for key, value in pairs if key == "default-graph-uri"),
        tuple(value for key, value in pairs if key == "named-graph-uri"),
    )
