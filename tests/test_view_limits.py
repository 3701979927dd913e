"""The page at its limits: hostile names, nothing to show, very much to show, a frame of a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kg.graph import neighbourhood
from kg.model import Document, Entity, Fact, Knowledge, Mention, Named, Part, Span
from kg.terms import EntityType, FactType, Role
from kg.view import framed, page
from kg.view.scene import scene
from tests.browsing import Opened
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold

_HOSTILE = [
    "</script><script>window.owned = 1</script>",
    "<img src=x onerror=window.owned=1>",
    '"><svg onload=window.owned=1>',
    "javascript:window.owned=1//href",
    "{{ 7*7 }}{% raw %}",
    "__proto__",
    "constructor",
    '=HYPERLINK("http://example.org")',
    "\u202e倒\u2028\u0000\U0001f4a5",
]


def _hostile() -> Knowledge:
    text = "\U0001f4a5" + "，".join(_HOSTILE) + "。"
    entities, named, facts = [], [], []
    for place, name in enumerate(_HOSTILE):
        start = text.index(name)
        kind = EntityType.SCHOOL if place % 2 else EntityType.COMPETITION
        entities.append(Entity(f"x/{place}/{name}", kind, None, name, (name * 2,), name))
        named.append(Named(Mention(Span(start, start + len(name)), name, kind, name), entities[-1].id))
    for place in range(0, len(_HOSTILE) - 1, 2):
        args = {
            Role.RECIPIENT: entities[place + 1].id,
            Role.COMPETITION: entities[place].id,
            Role.RANK: _HOSTILE[place],
        }
        facts.append(Fact(f"f{place}", FactType.AWARD, args, (Span(0, len(text)),), _HOSTILE[0], 0.5))
    document = Document(
        _HOSTILE[0], text, None, _HOSTILE[1], (Span(0, len(text)),), title=_HOSTILE[0], address=_HOSTILE[3]
    )
    ordered = tuple(sorted(entities, key=lambda e: e.id))
    return Knowledge((Part(document, ordered, tuple(sorted(named, key=lambda n: n.mention.span)), tuple(facts)),))


def test_hostile_names_run_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(page(_hostile(), title=_HOSTILE[0]), encoding="utf-8")
    opened = Opened(browser, path)
    assert opened.js("jiaopu.nodes") == len(_HOSTILE)
    for view in ("table", "schema", "source", "graph"):
        opened.js(f"jiaopu.go({{view: '{view}'}})")
    for node in range(len(_HOSTILE)):
        opened.js(f"jiaopu.pick({node})")
        opened.js(f"jiaopu.around({node})")
    opened.page.fill("#search", "<img")
    opened.settle()
    assert opened.js("window.owned") is None
    assert opened.wrong == []
    names = opened.js("jiaopu.data.nodes.map((n) => n.label)")
    assert sorted(names) == sorted(_HOSTILE)
    opened.js("jiaopu.home()")
    assert "\"'=HYPERLINK" in opened.js("jiaopu.csv()")
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    opened.context.close()


def test_scripts_that_are_not_ours_are_refused(seed_page: Opened) -> None:
    seed_page.js(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s); })()"
    )
    assert seed_page.js("window.owned") is None
    assert seed_page.wrong
    seed_page.wrong.clear()


def test_above_ten_thousand_the_page_points_to_the_explorer(browser: Browser, tmp_path: Path) -> None:
    hostile = _hostile().parts[0]
    schools = tuple(
        Entity(f"school/320404/{n:05d}", EntityType.SCHOOL, None, f"第{n}小学", (), "320404") for n in range(10_001)
    )
    path = tmp_path / "many.html"
    path.write_text(page(Knowledge((Part(hostile.document, schools, (), ()),)), title="多"), encoding="utf-8")
    opened = Opened(browser, path)
    assert "kg serve" in opened.page.locator("#panel .hint").inner_text()
    assert opened.js("jiaopu.nodes") == opened.js("jiaopu.data.communities.length") > 10
    opened.context.close()


@pytest.mark.parametrize("nodes", [0, 1, 2])
def test_small_graphs(browser: Browser, tmp_path: Path, nodes: int) -> None:
    hostile = _hostile().parts[0]
    parts = (Part(hostile.document, hostile.entities[:nodes], (), ()),) if nodes else ()
    path = tmp_path / "small.html"
    path.write_text(page(Knowledge(parts), title="空"), encoding="utf-8")
    opened = Opened(browser, path)
    assert opened.js("jiaopu.nodes") == nodes
    assert opened.page.locator("#void").is_visible() == (not nodes)
    for view in ("table", "schema", "source", "graph"):
        opened.js(f"jiaopu.go({{view: '{view}'}})")
    assert opened.wrong == []
    opened.context.close()


def test_large_graphs_open_on_communities(browser: Browser, tmp_path: Path) -> None:
    knowledge = enlarged(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), 1500)
    path = tmp_path / "large.html"
    path.write_text(page(knowledge, title="大图"), encoding="utf-8")
    opened = Opened(browser, path)
    communities = opened.js("jiaopu.data.communities.map((c) => c.members.length)")
    assert opened.js("jiaopu.nodes") == len(communities) <= 120
    assert sum(communities) == len(scene(knowledge).nodes)
    assert max(communities) <= 600
    opened.page.keyboard.press("Tab")
    opened.js("jiaopu.go({focus: {kind: 'community', at: 0}})")
    assert opened.js("jiaopu.nodes") == communities[0]
    opened.page.keyboard.press("Escape")
    opened.js(f"jiaopu.around({opened.js('jiaopu.data.nodes.findIndex((n) => n.edges.length > 5)')})")
    assert opened.js("jiaopu.nodes") > 5
    assert opened.wrong == []
    opened.context.close()


def test_notebook_frame_draws_and_cannot_reach_out(browser: Browser, tmp_path: Path, seed: Knowledge) -> None:
    part = neighbourhood(seed, "实小集团", hops=1)
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><script>secret = 1</script>{framed(part)}", encoding="utf-8")
    context = browser.new_context()
    notebook = context.new_page()
    notebook.goto(path.as_uri())
    frame = notebook.frames[1]
    frame.wait_for_selector("html[data-ready]")
    assert frame.evaluate("jiaopu.nodes") == len(scene(part).nodes)
    frame.evaluate("jiaopu.around(0)")
    assert frame.evaluate("(() => { try { return parent.secret } catch { return 'refused' } })()") == "refused"
    context.close()


def test_pages_without_a_console_may_not_compile_code(seed_file: Path) -> None:
    text = seed_file.read_text(encoding="utf-8")
    assert "wasm-unsafe-eval" not in text
    assert "unsafe-eval" not in text
    assert "script-src 'sha256-" in text
