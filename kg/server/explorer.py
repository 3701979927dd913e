"""The explorer under /explorer/: carries the answers of kg.view.explorer."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.store import read
from kg.view.explorer import Answer, Explorer

_PLACE: Final = "/explorer"
_LONGEST: Final = 8000
"""Characters of a request's query; the explorer's own are far shorter."""


class Held:
    """The explorer of an output folder, made when it is first asked for and kept."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._lock = Lock()
        self._made: Explorer | None = None

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        """The explorer's answer. Raises InputError where the folder holds no graph."""
        with self._lock:
            if self._made is None:
                made = Explorer(read(self.out))
                made.prepare()
                self._made = made
        return self._made.answer(path, asked)


def routes(out: Path) -> list[Route]:
    """The explorer's routes over an output folder."""
    held = Held(out)

    async def explorer(request: Request) -> Response:
        if len(request.url.query) > _LONGEST:
            return Response("查询太长", status_code=414)
        found = await run_in_threadpool(held.answer, request.path_params["path"], dict(request.query_params))
        return Response(found.body, found.status, media_type=found.media)

    async def within(_: Request) -> Response:
        return RedirectResponse(f"{_PLACE}/", status_code=308)

    return [Route(_PLACE, within), Route(f"{_PLACE}/{{path:path}}", explorer)]
