"""The page in a real browser: what it shows, what it does, what it never does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.model import Knowledge
from kg.view import page
from kg.view.scene import scene
from tests.samples import knowledge_from_gold

_BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if _BROWSER is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def seed() -> Knowledge:
    return knowledge_from_gold()


@pytest.fixture(scope="module")
def seed_file(seed: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "graph.html"
    path.write_text(page(seed, title="钟楼访谈"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def seed_page(browser: Browser, seed_file: Path) -> Iterator[Opened]:
    opened = Opened(browser, seed_file)
    yield opened
    opened.context.close()
    assert opened.wrong == []
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def test_same_knowledge_same_bytes(seed: Knowledge) -> None:
    turned = Knowledge(tuple(reversed(seed.parts)))
    assert page(seed, title="t") == page(seed, title="t") == page(Knowledge(turned.parts[::-1]), title="t")


def test_file_is_small(seed_file: Path) -> None:
    assert seed_file.stat().st_size < 1_000_000


def test_every_node_and_link_is_drawn(seed_page: Opened, seed: Knowledge) -> None:
    shown = scene(seed)
    assert seed_page.js("[jiaopu.nodes, jiaopu.edges]") == [len(shown.nodes), len(shown.links)]
    assert seed_page.js("jiaopu.network.body.data.nodes.length") == len(shown.nodes)
    assert seed_page.page.title() == "钟楼访谈 · 教谱"


def test_no_label_lies_over_another(seed_page: Opened) -> None:
    boxes = seed_page.js("jiaopu.labels.map(({x, y, w, h}) => [x, y, x + w, y + h])")
    assert len(boxes) > 60
    over = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert over == []


def test_click_shows_facts_with_the_sources_own_words(seed_page: Opened, seed: Knowledge) -> None:
    seed_page.page.mouse.click(*seed_page.js(f"jiaopu.where({seed_page.node('觅渡教育集团')})"))
    panel = seed_page.page.locator("#panel")
    assert panel.locator("h2").inner_text() == "觅渡教育集团"
    exact = panel.locator(".exact")
    assert exact.count() >= 4
    text = seed.parts[0].document.text
    for quoted in exact.all():
        start, end = (int(quoted.get_attribute(f"data-{key}") or -1) for key in ("start", "end"))
        assert quoted.text_content() == text[start:end]
    award = panel.locator(".told", has=seed_page.page.locator(".tag-rank")).first
    assert "第五名" in award.locator(".fact").inner_text()
    assert "第五名" in award.locator("mark.word").all_inner_texts()[-1] + "".join(
        award.locator("mark.word").all_inner_texts()
    )
    assert "市乒乓球锦标赛" in award.locator("mark").all_inner_texts()
