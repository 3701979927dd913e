"""How fast pages are ready and move, beside stock pyvis on the same graph: `python -m benchmarks.view [NODES …]`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Waited
from pyvis.network import Network

from kg.model import Knowledge
from kg.view import page
from kg.view.scene import scene
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold

_PAN = """async () => {
  const start = performance.now(), at = jiaopu.network.getViewPosition(), first = jiaopu.frames;
  let step = 0;
  while (performance.now() - start < 2000) {
    step++;
    jiaopu.network.moveTo({ position: { x: at.x + 60 * Math.sin(step / 9), y: at.y + 40 * Math.cos(step / 9) } });
    await new Promise(requestAnimationFrame);
  }
  return (1000 * (jiaopu.frames - first)) / (performance.now() - start);
}"""
_RUNS = 5
_STOCK = 300
"""Entities given to stock pyvis: with more, its first drawing takes minutes."""
_PATIENCE = 120_000


def main() -> None:
    """Prints a line for the seed and for each size, then the ratio to stock pyvis."""
    sizes = [int(word) for word in sys.argv[1:]] or [1000, 10_000]
    tuned = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print(f"{'graph':>8} {'nodes':>7} {'links':>7} {'made s':>7} {'MB':>6} {'ready ms':>9} {'pan fps':>8}")
        _line(browser, Path(folder), "seed", knowledge_from_gold())
        for size in sizes:
            _line(browser, Path(folder), str(size), enlarged(tuned, size))
        _compare(browser, Path(folder), enlarged(tuned, _STOCK))
        browser.close()


def _line(browser: Browser, folder: Path, name: str, knowledge: Knowledge) -> float:
    shown = scene(knowledge)
    start = time.perf_counter()
    text = page(knowledge, title=name)
    made = time.perf_counter() - start
    path = folder / f"{name}.html"
    path.write_text(text, encoding="utf-8")
    ready, fps = _opened(browser, path)
    size = path.stat().st_size / 1e6
    print(f"{name:>8} {len(shown.nodes):>7} {len(shown.links):>7} {made:>7.2f} {size:>6.2f} {ready:>9.0f} {fps:>8.0f}")
    return ready


def _opened(browser: Browser, path: Path) -> tuple[float, float]:
    """Median milliseconds to the first drawing, and frames a second while panning."""
    times, fps = [], 0.0
    for run in range(_RUNS):
        opened = _fresh(browser)
        opened.goto(path.as_uri())
        opened.wait_for_selector("html[data-ready]")
        times.append(float(opened.get_attribute("html", "data-ready") or 0))
        if run == _RUNS - 1:
            fps = opened.evaluate(_PAN)
        opened.context.close()
    return statistics.median(times), fps


def _fresh(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1400, "height": 900}).new_page()


def _compare(browser: Browser, folder: Path, knowledge: Knowledge) -> None:
    """The same graph through stock pyvis: time to its first drawing, when the layout has settled."""
    ready = _line(browser, folder, "same", knowledge)
    shown = scene(knowledge)
    network = Network(directed=True, cdn_resources="in_line")
    for index, node in enumerate(shown.nodes):
        network.add_node(index, label=node.name, title=node.name)
    for link in shown.links:
        network.add_edge(link.source, link.target, title=link.type)
    path = folder / "stock.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    opened = _fresh(browser)
    opened.route("http*://**", lambda route: route.abort())
    start = time.perf_counter()
    opened.goto(path.as_uri(), wait_until="commit")
    try:
        opened.wait_for_function(
            "window.network && (window.settled ??= new Promise(r => network.once('stabilizationIterationsDone', () => r(true))))",
            timeout=_PATIENCE,
        )
        stock = 1000 * (time.perf_counter() - start)
        print(
            f"stock pyvis: {stock:.0f} ms to the first drawing of {len(shown.nodes)} nodes, {stock / ready:.0f} times as long"
        )
    except Waited:
        print(
            f"stock pyvis: nothing drawn after {_PATIENCE / 1000:.0f} s, more than {_PATIENCE / ready:.0f} times as long"
        )
    opened.context.close()


if __name__ == "__main__":
    main()
