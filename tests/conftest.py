"""What several test modules share: one real browser a module, examples without a clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from kg.model import Knowledge
from kg.view import page
from tests.browsing import Opened
from tests.samples import knowledge_from_gold

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


@pytest.fixture(scope="session")
def seed() -> Knowledge:
    """What the gold of the seed says."""
    return knowledge_from_gold()


@pytest.fixture(scope="session")
def seed_file(seed: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the seed."""
    path = tmp_path_factory.mktemp("view") / "graph.html"
    path.write_text(page(seed, title="钟楼访谈"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def seed_page(browser: Browser, seed_file: Path) -> Iterator[Opened]:
    """The page of the seed, opened; when it is closed, it has complained of nothing and asked the network for nothing."""
    opened = Opened(browser, seed_file)
    yield opened
    opened.context.close()
    assert opened.wrong == []
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The name of a test whose argument is bytes: some are files that name the moment they were made."""
    return argname if isinstance(val, bytes) else None
