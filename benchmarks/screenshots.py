"""Pictures of the page at its sizes and in its views: `python -m benchmarks.screenshots FOLDER [NAME …]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

import kg
from benchmarks.explorer import served
from kg.errors import InputError
from kg.model import Knowledge
from kg.view import page
from kg.view.explorer import Explorer
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold

_SEEDS = Path(__file__).parent.parent / "seeds"
_DESK: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}}
_DARK: dict[str, Any] = {**_DESK, "color_scheme": "dark"}
_PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
_DOUBLE: dict[str, Any] = {"viewport": {"width": 700, "height": 450}, "device_scale_factor": 2}
_FIND = "const node = (name) => jiaopu.data.nodes.find((n) => n.label === name).i;"
_ASK = """
  const query = document.getElementById("query");
  query.value = "SELECT ?学校 ?比赛 ?奖次 WHERE { ?r a edu:AwardResult ; edu:recipient ?学校 ; edu:competition ?比赛 ; edu:rank ?奖次 }";
  query.dispatchEvent(new Event("input"));
  document.getElementById("run").click();
  while (!document.querySelector("#sheet tbody td")) await new Promise((done) => setTimeout(done, 50));
"""
_SEARCH = "const s = document.getElementById('search'); s.focus(); s.value = {!r}; s.dispatchEvent(new Event('input'))"


class Shot(NamedTuple):
    """A picture: of which graph, at which address of the page, in which window, after which script."""

    name: str
    graph: str
    address: str = ""
    window: dict[str, Any] = _DESK
    script: str = ""


_SHOTS = (
    Shot("seed", "seed"),
    Shot("seed-dark", "seed", "", _DARK),
    Shot("seed-english", "seed", "#lang=en"),
    Shot("seed-all", "seed", "#named=1"),
    Shot("details", "seed", "", _DESK, "jiaopu.pick(node('觅渡教育集团'))"),
    Shot("details-dark", "seed", "", _DARK, "jiaopu.pick(node('实验小学教育集团'))"),
    Shot("link", "seed", "", _DESK, "jiaopu.go({ selected: { edge: jiaopu.data.edges.find((e) => e.facts.length > 1).i }, tab: 'details' })"),
    Shot("hops-1", "seed", "", _DESK, "jiaopu.around(node('钟楼区'), 1)"),
    Shot("hops-2", "seed", "", _DESK, "jiaopu.around(node('实验小学教育集团'), 2)"),
    Shot("path", "seed", "", _DESK, "jiaopu.go({ focus: { kind: 'path', from: node('平冈校区'), to: node('东方小学') }, tab: 'details' })"),
    Shot("filters", "seed", "", _DESK, "jiaopu.go({ tab: 'filters', from: '2019-01', to: '2019-06', undated: false })"),
    Shot("review", "seed", "", _DESK, "jiaopu.go({ tab: 'review' }); document.querySelectorAll('#panel .reject')[1].click()"),
    Shot("review-node", "seed", "", _DARK, "jiaopu.pick(node('觅渡教育集团')); document.querySelector('[data-decide=review]').click()"),
    Shot("search", "seed", "", _DESK, _SEARCH.format("xxqxx")),
    Shot("search-text", "seed", "", _DESK, _SEARCH.format("成功入围")),
    Shot("table", "seed", "#view=table&table=facts"),
    Shot("table-dark", "seed", "#view=table", _DARK),
    Shot("schema", "seed", "#view=schema"),
    Shot("schema-dark", "seed", "#view=schema", _DARK),
    Shot("source", "seed", "#view=source"),
    Shot("source-node", "seed", "#view=source", _DARK, "jiaopu.pick(node('西新桥小学'))"),
    Shot("console", "console", "#view=query", _DESK, _ASK),
    Shot("help", "seed", "", _DESK, "document.getElementById('keys').click()"),
    Shot("empty", "empty"),
    Shot("double", "seed", "", _DOUBLE),
    Shot("phone", "seed", "", _PHONE),
    Shot("phone-details", "seed", "", _PHONE, "jiaopu.pick(node('觅渡教育集团'))"),
    Shot("phone-source", "seed", "#view=source", _PHONE),
    Shot("phone-table", "seed", "#view=table&table=facts", _PHONE),
    Shot("nodes-1000", "1000"),
    Shot("nodes-10000", "10000"),
    Shot("nodes-10000-dark", "10000", "", _DARK, "jiaopu.go({ selected: { community: 0 }, tab: 'details' })"),
    Shot("community", "10000", "", _DESK, "jiaopu.go({ focus: { kind: 'community', at: 0 } })"),
    Shot("explorer", "explorer"),
    Shot("explorer-near", "explorer", "", _DARK, "jiaopu.skyZoom(6)"),
    Shot("explorer-node", "explorer", "", _DESK, "location.hash = '#' + new URLSearchParams({ n: jiaopu.sky.ids[0] })"),
)  # fmt: skip


def main() -> None:
    """Writes one PNG for each shot (or for those named) into the folder."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    target.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in _SHOTS if not sys.argv[2:] or shot.name in sys.argv[2:]]
    graphs = _graphs()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for graph in dict.fromkeys(shot.graph for shot in shots):
            with _opened(graph, graphs, Path(folder)) as address:
                for shot in (shot for shot in shots if shot.graph == graph and address):
                    _taken(browser, address + shot.address, shot, target / f"{shot.name}.png")
                    print(target / f"{shot.name}.png")
        browser.close()


def _graphs() -> dict[str, Callable[[], Knowledge]]:
    def tuned() -> Knowledge:
        return knowledge_from_gold(GOLD / "seed", GOLD / "tuned")

    def built() -> Knowledge:
        return kg.build([str(_SEEDS)])

    return {
        "seed": built,
        "console": built,
        "empty": lambda: Knowledge(()),
        "1000": lambda: enlarged(tuned(), 1000),
        "10000": lambda: enlarged(tuned(), 10_000),
        "explorer": lambda: enlarged(tuned(), 20_000),
    }


@contextmanager
def _opened(graph: str, graphs: dict[str, Callable[[], Knowledge]], folder: Path) -> Iterator[str]:
    """The address of a graph's page; empty where it cannot be made."""
    if graph == "explorer":
        explorer = Explorer(graphs[graph]())
        explorer.prepare()
        with served(explorer) as address:
            yield address
        return
    path = folder / f"{graph}.html"
    try:
        path.write_text(page(graphs[graph](), sparql=graph == "console"), encoding="utf-8")
    except InputError as missing:
        print(missing, file=sys.stderr)
        yield ""
        return
    yield path.as_uri()


def _taken(browser: Browser, address: str, shot: Shot, path: Path) -> None:
    context = browser.new_context(**shot.window)
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector("html[data-ready]")
    if shot.graph == "explorer":
        opened.wait_for_timeout(1500)
    if shot.script:
        opened.evaluate(f"async () => {{ {_FIND} {shot.script} }}")
    opened.wait_for_timeout(600)
    opened.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
