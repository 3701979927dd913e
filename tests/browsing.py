"""Waiting in a browser under a content security policy that forbids `eval`."""

from __future__ import annotations

import time

from playwright.sync_api import Page

_POLL_MS = 20


def until(page: Page, condition: str, seconds: float = 30) -> None:
    """Wait until a JavaScript function gives something true; playwright's own waiting evaluates text inside the page, which the policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(_POLL_MS)
