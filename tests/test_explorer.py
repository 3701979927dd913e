"""The explorer of a large graph: its answers, and its page in a real browser."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette

from kg.model import Span
from kg.server.explorer import routes
from kg.store import write
from kg.view.explorer import Answer, Explorer
from kg.view.scene import Asked, Passage
from tests.browsing import until
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold

_GROUP = "group/320404/觅渡教育集团"


@pytest.fixture(scope="module")
def explorer() -> Explorer:
    made = Explorer(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), title="示例")
    made.prepare()
    return made


def _told(answer: Answer) -> Any:  # noqa: ANN401 — JSON
    assert answer.status == 200
    return json.loads(answer.body)


def _names(part: dict[str, Any]) -> set[str]:
    return {node["label"] for node in part["nodes"]}


def test_nothing_is_left_for_the_first_reader_to_wait_for(explorer: Explorer) -> None:
    made_once = {name for name, value in vars(Explorer).items() if isinstance(value, cached_property)}
    assert made_once
    assert made_once <= vars(explorer).keys()


def test_overview_holds_every_node_and_link(explorer: Explorer) -> None:
    data = gzip.decompress(explorer.answer("sky", {}).body)
    nodes, links, islands = np.frombuffer(data, "<u4", 3)
    assert nodes == len(explorer.scene.nodes)
    pairs = {frozenset((e.source, e.target)) for e in explorer.scene.links}
    assert links == len(pairs)
    assert len(data) == 12 + 11 * nodes + 8 * links + 16 * islands
    ends = np.frombuffer(data, "<u4", 2 * links, 12 + 8 * nodes).reshape(-1, 2)
    order = explorer.sky.order
    assert {frozenset((int(order[a]), int(order[b]))) for a, b in ends} == pairs
    ids, names = json.loads(gzip.decompress(explorer.answer("names", {}).body))
    assert sorted(ids) == [node.id for node in explorer.scene.nodes]
    assert names[0] == explorer.scene.nodes[order[0]].name
    assert list(explorer.sky.degrees) == sorted(explorer.sky.degrees, reverse=True)


def test_every_node_stands_on_an_island_and_no_island_on_another(explorer: Explorer) -> None:
    middles, radii = explorer.sky.islands[:, :2], explorer.sky.islands[:, 2]
    away = np.hypot(*(explorer.sky.places[:, None] - middles[None]).transpose(2, 0, 1))
    assert ((away < radii[None]).sum(axis=1) == 1).all()
    between = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1)) + 1e9 * np.eye(len(radii))
    assert (between - radii[:, None] - radii[None]).min() > -2


def test_no_two_nodes_stand_in_one_place(explorer: Explorer) -> None:
    places = explorer.sky.places
    assert len(np.unique(places, axis=0)) == len(places)


def test_part_around_a_node_holds_its_facts_and_their_sources(explorer: Explorer) -> None:
    part = _told(explorer.answer("part", {"around": _GROUP, "hops": "1"}))
    assert {"觅渡教育集团", "觅渡广化校区", "市乒乓球锦标赛"} <= _names(part)
    place = part["ids"].index(_GROUP)
    told = [fact for fact in part["facts"] if place in [end for _, end in fact[1]]]
    assert len(told) == len(explorer.facts_of[explorer.index[_GROUP]]) == part["values"][place]
    for _, _, _, passages, _, _ in told:
        for document, start, end in passages:
            text = part["documents"][document]["text"]
            name = part["documents"][document]["name"]
            source = next(s.document for s in explorer.scene.sources if s.document.name == name)
            assert text[start:end] == source.text[start:end]


def test_more_hops_hold_more(explorer: Explorer) -> None:
    contest = next(node.id for node in explorer.scene.nodes if node.name == "市中小学生合唱比赛")
    near = _names(_told(explorer.answer("part", {"around": contest, "hops": "1"})))
    far = _names(_told(explorer.answer("part", {"around": contest, "hops": "2"})))
    assert near < far
    assert "平冈校区" in far - near


def test_part_between_two_nodes_holds_the_path(explorer: Explorer) -> None:
    ends = {n.name: n.id for n in explorer.scene.nodes if n.name in {"平冈校区", "东方小学"}}
    part = _told(explorer.answer("part", {"from": ends["平冈校区"], "to": ends["东方小学"]}))
    assert {"平冈校区", "实验小学教育集团", "市中小学生合唱比赛", "东方小学"} <= _names(part)


@pytest.mark.parametrize("asked", [{"n": "nobody"}, {"plus": "{"}, {"plus": '{"a": 1}'}, {"hops": "x"}, {}])
def test_parts_of_what_is_not_there_are_the_start(explorer: Explorer, asked: dict[str, str]) -> None:
    assert _told(explorer.answer("part", asked))["nodes"] == _told(explorer.answer("part", {}))["nodes"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("觅渡教育", "觅渡教育集团"),
        ("实小集团", "实验小学教育集团"),
        ("xixinqiao", "西新桥小学"),
        ("XXQXX", "西新桥小学"),
    ],
)
def test_search(explorer: Explorer, asked: str, found: str) -> None:
    assert found in [node["label"] for node in _told(explorer.answer("search", {"q": asked}))["nodes"][:3]]


def test_search_in_the_evidence(explorer: Explorer) -> None:
    passages = _told(explorer.answer("search", {"q": "成功入围"}))["passages"]
    assert passages
    assert all(p["text"][1] == "成功入围" and p["node"] in explorer.index for p in passages)


@pytest.mark.parametrize("asked", ["", " ", "\n", "没有这样的名字", "a" * 5000, "(.*", "%"])
def test_search_for_nothing(explorer: Explorer, asked: str) -> None:
    assert _told(explorer.answer("search", {"q": asked})) == {"nodes": [], "passages": []}


def test_other_addresses_are_not_found(explorer: Explorer) -> None:
    assert explorer.answer("../etc/passwd", {}).status == 404


def test_same_knowledge_same_answers(explorer: Explorer) -> None:
    again = Explorer(knowledge_from_gold(GOLD / "tuned", GOLD / "seed"), title="示例")
    for path in ("", "sky", "names", "part"):
        assert again.answer(path, {}) == explorer.answer(path, {})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    made = Explorer(enlarged(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), 3000), title="大图")
    made.prepare()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            answer = made.answer(url.path.removeprefix("/explorer/"), dict(parse_qsl(url.query)))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                return  # a search that was overtaken by the next letter

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/explorer/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    until(page, "() => jiaopu.sky.names !== null")
    yield page
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_page_draws_the_overview(opened: Page) -> None:
    assert opened.evaluate("jiaopu.sky.n") >= 3000
    until(opened, "() => jiaopu.sky.drawn >= 3000")
    assert "3," in opened.locator("#trail").inner_text()
    colours = opened.evaluate(
        "(() => { const c = document.getElementById('sky'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const s = new Set(); for (let i = 0; i < d.length; i += 4) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size })()"
    )
    assert colours > 20


def test_click_asks_the_server_and_shows_the_evidence(opened: Page) -> None:
    x, y, name = opened.evaluate(
        "(() => { const h = jiaopu.sky, b = document.getElementById('sky').getBoundingClientRect(); return [(h.px[0] - h.x) * h.scale + b.x + b.width / 2, (h.py[0] - h.y) * h.scale + b.y + b.height / 2, h.names[0]] })()"
    )
    opened.mouse.click(x, y)
    opened.wait_for_selector("#panel h2:has-text('" + name + "')")
    assert opened.locator("#panel .exact").count() > 3
    assert opened.evaluate("jiaopu.state.focus.kind") == "all"


def test_search_hops_and_back(opened: Page) -> None:
    opened.keyboard.press("/")
    opened.keyboard.type("教育集团")
    opened.locator("#found [role=option]").first.click()
    until(opened, "() => jiaopu.state.focus.kind === 'hops'")
    first = opened.evaluate("jiaopu.nodes")
    assert first > 1
    opened.get_by_role("button", name="二度关系").click()
    until(opened, "() => jiaopu.state.focus.hops === 2 && jiaopu.data.loaded.includes('hops=2')")
    assert opened.evaluate("jiaopu.nodes") >= first
    opened.go_back()
    until(opened, "() => jiaopu.state.focus.hops === 1")
    opened.go_back()
    until(opened, "() => jiaopu.state.focus.kind === 'all'")
    assert opened.locator("#sky").is_visible()


def test_table_and_picture_of_the_overview(opened: Page) -> None:
    with opened.expect_download() as download:
        opened.click("#png")
    assert len(Path(download.value.path()).read_bytes()) > 50_000
    assert opened.locator("#svg").is_disabled()
    opened.keyboard.press("t")
    assert opened.locator("tbody tr").count() >= 8
    total = f"{opened.evaluate('jiaopu.sky.n'):,}"
    assert opened.locator(".sheet-bar .count").inner_text().endswith(f"/ {total}")
    opened.get_by_role("tab", name="筛选").click()
    counts = [int(text) for text in opened.locator("label.check:has([data-filter^=type]) .count").all_inner_texts()]
    assert sum(counts) == opened.evaluate("jiaopu.sky.n")


def test_address_restores_the_view(opened: Page, browser: Browser) -> None:
    opened.keyboard.press("/")
    opened.keyboard.type("教育集团")
    opened.locator("#found [role=option]").first.click()
    until(opened, "() => jiaopu.state.focus.kind === 'hops'")
    context = browser.new_context()
    again = context.new_page()
    again.goto(opened.url)
    again.wait_for_selector("html[data-ready]")
    assert again.evaluate("[jiaopu.state.focus.kind, jiaopu.nodes]") == ["hops", opened.evaluate("jiaopu.nodes")]
    assert again.locator("#panel h2").inner_text() == opened.locator("#panel h2").inner_text()
    context.close()


def test_keyboard_and_wheel_move_the_overview(opened: Page) -> None:
    opened.focus("#canvas")
    before = opened.evaluate("[jiaopu.sky.x, jiaopu.sky.scale]")
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("+")
    after = opened.evaluate("[jiaopu.sky.x, jiaopu.sky.scale]")
    assert after[0] > before[0]
    assert after[1] > before[1]
    opened.mouse.move(500, 400)
    opened.mouse.wheel(0, -300)
    until(opened, f"() => jiaopu.sky.scale > {after[1]}")
    opened.keyboard.press("0")
    assert opened.evaluate("jiaopu.sky.scale") == pytest.approx(before[1])


def test_server_carries_the_answers(tmp_path: Path) -> None:
    write(knowledge_from_gold(), tmp_path)
    app = Starlette(routes=routes(tmp_path))

    async def asked() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            return [
                await client.get("/explorer"),
                await client.get("/explorer/"),
                await client.get("/explorer/part", params={"around": _GROUP}),
                await client.get("/explorer/nothing"),
                await client.get("/explorer/search", params={"q": "x" * 9000}),
            ]

    with ThreadPoolExecutor(1) as pool:  # the browser has a loop running in this thread
        moved, page, part, nothing, long = pool.submit(lambda: asyncio.run(asked())).result()
    assert moved.headers["location"] == "/explorer/"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "connect-src 'self'" in page.text
    assert "觅渡教育集团" in _names(part.json())
    assert nothing.status_code == 404
    assert long.status_code == 414


def test_questions_come_with_the_words_that_raise_them() -> None:
    made = Explorer(knowledge_from_gold(GOLD / "seed"))
    asked = Asked(("school/a", "school/b"), "同一所学校吗？", 0.5, Passage(0, Span(3, 19)))
    made.scene = replace(made.scene, asked=(asked,))
    words = made.scene.sources[0].document.text[3:19]
    assert made.part({})["asked"] == [[["school/a", "school/b"], "同一所学校吗？", 0.5, words]]
