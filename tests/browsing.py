"""A page in a real browser, and waiting there under a content security policy that forbids `eval`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

_POLL_MS = 20


def until(page: Page, condition: str, seconds: float = 30) -> None:
    """Wait until a JavaScript function gives something true; playwright's own waiting evaluates text inside the page, which the policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(_POLL_MS)


class Opened:
    """A page in the browser, with all that it complained of and asked for."""

    def __init__(self, browser: Browser, path: Path, address: str = "", **options: Any) -> None:  # noqa: ANN401
        self.context = browser.new_context(viewport=options.pop("viewport", {"width": 1400, "height": 900}), **options)
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("html[data-ready]", timeout=20_000)

    def js(self, script: str) -> Any:  # noqa: ANN401
        """What an expression gives in the page."""
        return self.page.evaluate(script)

    def node(self, name: str) -> int:
        """The index of the node with this label."""
        return int(self.js(f"jiaopu.data.nodes.find((n) => n.label === {name!r}).i"))

    def settle(self) -> None:
        """Waits until the canvas has drawn what changed."""
        self.js("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
