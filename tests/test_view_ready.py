"""The page is ready soon: what is drawn once, what is left out, what waits until it is asked for."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser

from kg.model import Entity, Knowledge, Part
from kg.view import drawing, page
from kg.view.scene import scene
from tests.browsing import Opened
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold


def test_the_first_picture_is_drawn_once(seed_page: Opened) -> None:
    seed_page.settle()
    assert seed_page.js("jiaopu.frames") <= 2
    assert seed_page.js("jiaopu.labels.length") > 60


def test_what_changes_together_is_drawn_once(seed_page: Opened) -> None:
    seed_page.settle()
    drawn = "(() => { const before = jiaopu.frames; %s; return jiaopu.frames - before; })()"
    assert seed_page.js(drawn % "jiaopu.go({hiddenTypes: new Set([0])})") == 1
    assert seed_page.js(drawn % "jiaopu.go({hiddenTypes: new Set()})") == 1
    assert seed_page.js(drawn % "jiaopu.around(0)") == 1
    assert seed_page.js("jiaopu.labels.length") > 0


def test_search_click_and_filter_answer_as_soon_as_the_page_is_ready(browser: Browser, tmp_path: Path) -> None:
    knowledge = enlarged(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), 900)
    path = tmp_path / "ready.html"
    path.write_text(page(knowledge, title="大"), encoding="utf-8")
    shown = scene(knowledge)
    name = shown.nodes[0].name
    script = f"""() => {{
      const box = document.getElementById("search");
      box.value = {name!r};
      box.dispatchEvent(new Event("input"));
      const found = document.querySelectorAll("#found [role=option]").length, all = jiaopu.nodes;
      jiaopu.go({{ hiddenTypes: new Set(jiaopu.data.types.keys()) }});
      const none = jiaopu.nodes;
      jiaopu.pick(0);
      return [found > 0, all > none, none, document.querySelector("#panel h2").textContent];
    }}"""
    for _ in range(2):
        opened = Opened(browser, path)
        assert opened.js(script) == [True, True, 0, name]
        assert opened.wrong == []
        opened.context.close()


def test_mentions_are_gathered_when_they_are_asked_for(seed_page: Opened, seed: Knowledge) -> None:
    assert seed_page.js("jiaopu.data.mentions") is None
    told = Counter(node for source in scene(seed).sources for _, node in source.mentions)
    counts = seed_page.js("jiaopu.data.nodes.map((n) => n.mentions.length)")
    assert counts == [told[node] for node in range(len(counts))]
    first = [[span.start, span.end, node] for span, node in scene(seed).sources[0].mentions]
    assert seed_page.js("jiaopu.data.documents[0].mentions") == first


def test_the_trials_left_out_of_vis_network_stand_in_it_once(seed_file: Path) -> None:
    found = find_spec("pyvis")
    assert found is not None
    assert found.origin is not None
    script = Path(found.origin).parent.joinpath(*drawing._VIS).read_text(encoding="utf-8")
    text = seed_file.read_text(encoding="utf-8")
    for trial in drawing._TRIALS:
        assert script.count(trial) == 1
        assert trial not in text


def test_large_numbers_have_commas(browser: Browser, tmp_path: Path, seed: Knowledge) -> None:
    part = seed.parts[0]
    many = tuple(Entity(f"x/{n:04d}", part.entities[0].type, None, f"名{n}", (), None) for n in range(1234))
    path = tmp_path / "commas.html"
    path.write_text(page(Knowledge((Part(part.document, many, (), ()),)), title="千"), encoding="utf-8")
    opened = Opened(browser, path)
    assert opened.page.locator("#panel .sums b").all_inner_texts() == ["1,234", "0", "1"]
    opened.context.close()
