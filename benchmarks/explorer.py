"""How soon the explorer of a large graph is ready, moves and answers: `python -m benchmarks.explorer [NODES] [PICTURE]`."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, sync_playwright

from kg.rdf import union
from kg.view.explorer import Explorer
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold

_RUNS = 5
_ASKED = 200
_PAN = """async () => {
  const sky = jiaopu.sky, first = sky.frames, start = performance.now();
  let step = 0;
  while (performance.now() - start < 2500) {
    step++;
    sky.x += (12 * Math.sin(step / 9)) / sky.scale;
    jiaopu.skyDraw();
    await new Promise(requestAnimationFrame);
  }
  return (1000 * (sky.frames - first)) / (performance.now() - start);
}"""


def main() -> None:
    """Prints what a reader would feel, and saves a picture where a path is given."""
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    knowledge = enlarged(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), nodes)
    triples = sum(map(len, union(knowledge).values())) if nodes <= 50_000 else None  # noqa: PLR2004 — memory
    start = time.perf_counter()
    explorer = Explorer(knowledge, title=f"{nodes} 个实体")
    explorer.prepare()
    print(
        f"prepared in {time.perf_counter() - start:.1f} s: {len(explorer.scene.nodes)} nodes, {triples or 'many'} triples"
    )
    _answers(explorer)
    with served(explorer) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        pages = []
        for _ in range(_RUNS):
            page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
            page.goto(address)
            page.wait_for_selector("html[data-ready]")
            pages.append(page)
        ready = statistics.median(float(page.get_attribute("html", "data-ready") or 0) for page in pages)
        print(f"ready in {ready:.0f} ms (median of {_RUNS})")
        _moves(pages[-1])
        browser.close()


def _answers(explorer: Explorer) -> None:
    step = max(1, len(explorer.scene.nodes) // _ASKED)
    asked = list(explorer.scene.nodes[::step]) + [explorer.scene.nodes[i] for i in explorer.sky.order[:20]]
    for name, make in (
        ("a click", lambda node: ("part", {"n": node.id})),
        ("two hops", lambda node: ("part", {"around": node.id, "hops": "2"})),
        ("a search", lambda node: ("search", {"q": node.name[:3]})),
    ):
        times = []
        for node in asked:
            start = time.perf_counter()
            explorer.answer(*make(node))
            times.append(1000 * (time.perf_counter() - start))
        print(f"{name}: median {statistics.median(times):.1f} ms, slowest of {len(times)} {max(times):.0f} ms")


def _moves(page: Page) -> None:
    page.wait_for_function("() => jiaopu.sky.names !== null")
    print(f"panning the whole: {page.evaluate(_PAN):.0f} frames a second")
    if len(sys.argv) > 2:  # noqa: PLR2004 — the second argument
        page.wait_for_timeout(500)
        page.screenshot(path=Path(sys.argv[2]))
    page.evaluate("() => jiaopu.skyZoom(6)")
    print(f"panning close by: {page.evaluate(_PAN):.0f} frames a second")


@contextmanager
def served(explorer: Explorer) -> Iterator[str]:
    """The address of a server that answers for the explorer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            answer = explorer.answer(url.path.removeprefix("/"), dict(parse_qsl(url.query)))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


if __name__ == "__main__":
    main()
