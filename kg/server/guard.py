"""What keeps the service up and its answers harmless: patience with clients has an end, and every answer says what browsers may do with it."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Final

import h11
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_PATIENCE: Final = 20.0
"""Seconds that a client has to send a request, and to take some of an answer that waits for it."""
_WAITED_FOR: Final = 256
"""Connections whose request has not come yet; when there are more, the oldest is ended."""
_ASKING: Final = frozenset({h11.IDLE, h11.SEND_BODY})
_NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"


class Patient(H11Protocol):
    """HTTP over a connection that ends where the client is too slow: a trickle of bytes gives it no more time."""

    waited_for: ClassVar[dict[Patient, asyncio.TimerHandle]] = {}
    """The connections whose request has not come yet, the oldest first."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has come."""
        super().connection_made(transport)
        self._stuck: asyncio.TimerHandle | None = None
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """A client has gone."""
        self._settle()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request has come."""
        self._await()
        super().data_received(data)
        if self.conn.their_state not in _ASKING:
            self._settle()

    def pause_writing(self) -> None:
        """The client does not take what is sent."""
        super().pause_writing()
        self._stuck = self.loop.call_later(_PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has taken it."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        super().resume_writing()

    def _await(self) -> None:
        if self in self.waited_for or self.transport.is_closing():
            return
        self.waited_for[self] = self.loop.call_later(_PATIENCE, self.transport.abort)
        if len(self.waited_for) > _WAITED_FOR:
            oldest = next(iter(self.waited_for))
            oldest._settle()  # noqa: SLF001 (another of the same class)
            oldest.transport.abort()

    def _settle(self) -> None:
        if timer := self.waited_for.pop(self, None):
            timer.cancel()


class Guarded:
    """The application, whose answers are taken for nothing else than what they say they are; pages bring a policy of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                if not headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", _NOTHING)
            await send(message)

        await self._app(scope, receive, sent)
