"""The graph as a service: SPARQL, things by their IRIs, pages for people; read-only, on loopback unless told otherwise."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import uvicorn
from pyoxigraph import NamedNode
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.answers import Question, UnansweredError
from kg.errors import InputError
from kg.server import explorer
from kg.server.context import Context, context, failure, refused
from kg.server.description import void
from kg.server.guard import Guarded, Patient
from kg.server.pages import start
from kg.server.protocol import sparql
from kg.server.resources import graph, thing, vocabulary
from kg.store import opened
from kg.terms import ID, PREFIXES, Class
from kg.worker import Limits, Pool

_PAGE: Final = "graph.html"
_DOCUMENTS: Final = "/document/"


def application(out: Path, limits: Limits | None = None, *, workers: int = 2, origins: Sequence[str] = ()) -> Starlette:
    """The service over an output folder as an ASGI application; `origins` may call it from other pages. Raises InputError."""
    about = Context(out, _base(out), Pool(out, limits or Limits(), workers))

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(about.pool.start)
        try:
            yield
        finally:
            about.pool.close()

    around = [Middleware(Guarded)]
    if origins:
        around.append(Middleware(CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "POST"]))
    made = Starlette(routes=[*_routes(), *explorer.routes(out)], middleware=around, lifespan=life)
    made.state.context = about
    return made


def serve(
    out: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    workers: int = 2,
    origins: Sequence[str] = (),
) -> None:
    """Serve until interrupted. Raises InputError where there is no graph or the port is taken."""
    made = application(out, limits, workers=workers, origins=origins)
    _check(host, port)
    uvicorn.run(made, host=host, port=port, http=Patient, log_level="warning")


def _routes() -> list[Route | Mount]:
    return [
        Route("/", _start),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/data", graph, methods=["GET"]),
        Route("/healthz", _health),
        Route("/.well-known/void", void),
        Route("/ns", vocabulary),
        Route("/explore", _explore),
        Route("/id/{path:path}", thing),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


async def _start(request: Request) -> Response:
    try:
        return await start(request)
    except UnansweredError as error:
        return failure(error)


async def _health(request: Request) -> Response:
    """Whether queries are answered."""
    try:
        await context(request).ask(Question("ASK {}"))
    except UnansweredError as error:
        return failure(error)
    return JSONResponse({"status": "ok"})


async def _explore(request: Request) -> Response:
    page = context(request).out / _PAGE
    return FileResponse(page) if page.is_file() else refused(404, f"没有 {_PAGE} (not built)")


def _base(out: Path) -> str:
    """The IRI that the folder's things begin with, read from one of its documents."""
    store = opened(out)
    kind = NamedNode(f"{PREFIXES['rdf']}type")
    found = next(iter(store.quads_for_pattern(None, kind, NamedNode(Class.DOCUMENT.value), None)), None)
    if found is None or not isinstance(found.subject, NamedNode):
        return ID
    return found.subject.value.partition(_DOCUMENTS)[0] + "/"


def _check(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        raise InputError(f"不能在 {host}:{port} 提供服务：{error.strerror or error}。请换一个 --port") from error
