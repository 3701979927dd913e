"""What all requests share: the folder, its base and its pool of workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import QueryResultsFormat, parse_query_results
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.answers import Answer, Question, UnansweredError, Why
from kg.query import rows
from kg.worker import Pool

STATUS: Final = {
    Why.SYNTAX: 400,
    Why.REFUSED: 403,
    Why.TIME: 504,
    Why.MEMORY: 507,
    Why.ROWS: 413,
    Why.FAILED: 500,
    Why.BUSY: 503,
}


@dataclass(frozen=True, slots=True)
class Context:
    """The output folder that is served, the IRI that its things begin with, and who answers queries."""

    out: Path
    base: str
    pool: Pool

    async def ask(self, question: Question) -> Answer:
        """The answer, without holding up other requests. Raises UnansweredError."""
        return await run_in_threadpool(self.pool.ask, question)

    async def rows(self, sparql: str) -> list[tuple[str, ...]]:
        """The rows of a query of our own. Raises UnansweredError."""
        answer = await self.ask(Question(sparql))
        return list(rows(parse_query_results(answer.data, QueryResultsFormat.JSON)))


def context(request: Request) -> Context:
    """The context of the application that a request came to."""
    found = request.app.state.context
    if not isinstance(found, Context):
        raise TypeError("the application has no context")
    return found


def failure(error: UnansweredError) -> Response:
    """An unanswered query as a response: one line of text."""
    headers = {"Retry-After": "5"} if error.why is Why.BUSY else None
    return PlainTextResponse(f"{error}\n", STATUS[error.why], headers=headers)


def refused(status: int, message: str) -> Response:
    """A refusal in one line."""
    return PlainTextResponse(f"{message}\n", status)
