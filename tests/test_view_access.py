"""The page for everyone: by keyboard, in English, on a phone, enlarged, without motion, for screen readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browsing import Opened


def test_everything_by_keyboard(seed_page: Opened) -> None:
    seed_page.page.focus("#canvas")
    seed_page.page.keyboard.press("ArrowRight")
    first = seed_page.page.locator("#panel h2").inner_text()
    seed_page.page.keyboard.press("ArrowLeft")
    assert seed_page.page.locator("#panel h2").inner_text() != first
    assert seed_page.page.locator("#live").inner_text().startswith("已选")
    seed_page.page.keyboard.press("Enter")
    assert seed_page.js("document.activeElement.id") == "panel"
    seed_page.page.keyboard.press("1")
    assert seed_page.js("jiaopu.state.focus.kind") == "hops"
    for _ in range(3):
        seed_page.page.keyboard.press("Escape")
    assert seed_page.js("[jiaopu.state.focus.kind, jiaopu.state.selected]") == ["all", None]
    seed_page.page.keyboard.press("?")
    assert seed_page.page.get_by_role("dialog").is_visible()
    seed_page.page.keyboard.press("Escape")
    assert seed_page.page.get_by_role("dialog").count() == 0


def test_english_by_a_switch(seed_page: Opened) -> None:
    seed_page.page.click("#lang")
    assert seed_page.page.locator("[data-view=graph]").inner_text() == "Graph"
    assert seed_page.js("document.documentElement.lang") == "en"
    left = seed_page.js(
        "[...document.querySelectorAll('#bar button, #tabs button, #legend span, .block h2')].map((e) => e.textContent).filter((s) => /[\u4e00-\u9fff]/.test(s))"
    )
    assert left == ["中"]


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("", "light"),
        ("", "dark"),
        ("#view=table&lang=en", "light"),
        ("#view=schema", "light"),
        ("#view=source", "light"),
        ("#view=source&lang=en", "dark"),
        ("#n=place/320404/%E9%92%9F%E6%A5%BC%E5%8C%BA", "light"),
        ("#n=place/320404/%E9%92%9F%E6%A5%BC%E5%8C%BA", "dark"),
    ],
)
def test_no_barrier_that_axe_knows(browser: Browser, seed_file: Path, address: str, scheme: str) -> None:
    opened = Opened(browser, seed_file, address, color_scheme=scheme, bypass_csp=True)
    _no_barrier(opened)
    for tab in ("filters", "review"):
        opened.page.locator(f"#tab-{tab}").click()
        _no_barrier(opened)
    opened.context.close()


def _no_barrier(opened: Opened) -> None:
    found = Axe().run(opened.page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []


_PAINTED = """(() => {{
  const canvas = jiaopu.network.canvas.frame.canvas, box = canvas.getBoundingClientRect(), [x, y] = jiaopu.where({});
  const ratio = canvas.width / box.width;
  const at = (dx) => canvas.getContext("2d").getImageData((x - box.left) * ratio + dx, (y - box.top) * ratio, 1, 1).data.join();
  return at(0) !== at(40);
}})()"""
"""Whether the middle of a node has another colour than the paper beside it."""
_FARTHEST = """Object.values(jiaopu.network.body.nodes).reduce((a, b) => (b.x ** 2 + b.y ** 2 > a.x ** 2 + a.y ** 2 ? b : a)).id"""


def test_phone(browser: Browser, seed_file: Path) -> None:
    opened = Opened(
        browser, seed_file, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, bypass_csp=True
    )
    assert opened.js("document.documentElement.scrollWidth") <= 390
    x, y = opened.js(f"jiaopu.where({opened.node('钟楼区')})")
    opened.page.touchscreen.tap(x, y)
    opened.page.wait_for_selector("#side.open")
    assert opened.page.locator("#panel h2").inner_text() == "钟楼区"
    opened.page.wait_for_timeout(300)
    _, below = opened.js(f"jiaopu.where({opened.node('钟楼区')})")
    assert below < opened.js("document.getElementById('side').getBoundingClientRect().top")
    _no_barrier(opened)
    opened.context.close()


def test_what_is_picked_is_drawn_at_once(browser: Browser, seed_file: Path) -> None:
    opened = Opened(browser, seed_file, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    opened.page.wait_for_timeout(500)
    far = opened.js(_FARTHEST)
    opened.js(f"jiaopu.pick({far})")
    opened.page.wait_for_timeout(300)
    assert opened.js(_PAINTED.format(far))
    opened.context.close()


def test_reduced_motion_moves_at_once(browser: Browser, seed_file: Path) -> None:
    opened = Opened(browser, seed_file, reduced_motion="reduce")
    opened.page.fill("#search", "觅渡教育集团")
    opened.page.keyboard.press("Enter")
    x, y = opened.js(f"jiaopu.where({opened.node('觅渡教育集团')})")
    box = opened.js(
        "(() => { const b = document.getElementById('canvas').getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] })()"
    )
    assert abs(x - box[0]) + abs(y - box[1]) < 2
    assert opened.js("getComputedStyle(document.getElementById('side')).transitionDuration") == "0s"
    opened.context.close()


def test_reading_at_double_size(browser: Browser, seed_file: Path) -> None:
    opened = Opened(browser, seed_file, viewport={"width": 700, "height": 450}, device_scale_factor=2)
    assert opened.js("document.documentElement.scrollWidth") <= 700
    assert opened.page.locator("#search").is_visible()
    opened.context.close()
