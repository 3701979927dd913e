"""What several test modules share: one real browser a module, examples without a clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

# a busy machine makes no example wrong
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium of the system's."""
    if _BROWSER is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The name of a test whose argument is bytes: some are files that name the moment they were made."""
    return argname if isinstance(val, bytes) else None
