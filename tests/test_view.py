"""The page in a real browser: what it shows, what it does, what it never does."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kg.errors import InputError
from kg.model import Document, Knowledge, Mention, Merge, Reading, Span
from kg.resolve import resolve
from kg.terms import EntityType
from kg.view import page
from kg.view.scene import Scene, scene
from kg.view.words import words
from tests.browsing import Opened, until

_ASSETS = Path(__file__).parent.parent / "kg" / "view" / "assets"


def test_same_knowledge_same_bytes(seed: Knowledge) -> None:
    turned = Knowledge(tuple(reversed(seed.parts)))
    assert page(seed, title="t") == page(seed, title="t") == page(Knowledge(turned.parts[::-1]), title="t")


def test_file_is_small(seed_file: Path) -> None:
    assert seed_file.stat().st_size < 1_000_000


def _told(shown: Scene) -> set[int]:
    """The nodes of which a fact is told."""
    return {end for fact in shown.facts for end in fact.ends.values()}


def test_every_node_that_has_a_fact_is_drawn_and_the_others_by_a_click(seed_page: Opened, seed: Knowledge) -> None:
    shown = scene(seed)
    silent = len(shown.nodes) - len(_told(shown))
    assert silent > 12
    assert seed_page.js("[jiaopu.nodes, jiaopu.edges]") == [len(_told(shown)), len(shown.links)]
    seed_page.page.get_by_role("button", name=f"+{silent} 只提到名称").click()
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
    assert "江苏省常州市钟楼区" in panel.locator(".meta").first.inner_text()
    exact = panel.locator(".exact")
    assert exact.count() >= 4
    text = seed.parts[0].document.text
    for quoted in exact.all():
        start, end = (int(quoted.get_attribute(f"data-{key}") or -1) for key in ("start", "end"))
        assert quoted.text_content() == text[start:end]
    award = panel.locator(".told", has=seed_page.page.locator(".tag-rank")).first
    assert "第五名" in award.locator(".fact").inner_text()
    marked = award.locator("mark").all_inner_texts()
    assert "市乒乓球锦标赛" in marked
    assert any("第五名" in word for word in marked)


def test_every_fact_is_told_with_its_source(seed_page: Opened, seed: Knowledge) -> None:
    told = seed_page.js(
        "jiaopu.data.facts.map((f) => f.passages.map(([d, a, b]) => jiaopu.data.documents[d].slice(a, b)))"
    )
    text = seed.parts[0].document.text
    facts = scene(seed).facts
    assert told == [[p.span.of(text) for p in fact.passages] for fact in facts]
    assert all(passages for passages in told)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("觅渡教育", "觅渡教育集团"),
        ("实小集团", "实验小学教育集团"),
        ("xixinqiao", "西新桥小学"),
        ("xxqxx", "西新桥小学"),
        ("Hai Ping", "何海平"),
        ("he hai p", "何海平"),
    ],
)
def test_search_by_name_alias_pinyin_and_initials(seed_page: Opened, asked: str, found: str) -> None:
    seed_page.page.keyboard.press("/")
    seed_page.page.keyboard.type(asked)
    assert found in seed_page.page.locator("#found [role=option] b").all_inner_texts()[:2]


def test_search_finds_words_in_the_evidence_and_opens_the_source(seed_page: Opened) -> None:
    seed_page.page.fill("#search", "成功入围")
    seed_page.page.locator("#found [role=option]").first.click()
    assert "成功入围" in seed_page.page.locator("mark.passage").first.inner_text() + "".join(
        seed_page.page.locator("mark.passage").all_inner_texts()
    )
    assert seed_page.js("jiaopu.state.view") == "source"


def test_searching_nothing_known_says_so(seed_page: Opened) -> None:
    seed_page.page.fill("#search", "不存在的名字")
    assert seed_page.page.locator("#found").inner_text() == "没有找到"


def test_filters_hide_types_and_relations_with_counts(seed_page: Opened, seed: Knowledge) -> None:
    seed_page.js("jiaopu.go({named: true})")
    shown = scene(seed)
    schools = sum(node.type == "School" for node in shown.nodes)
    seed_page.page.get_by_role("tab", name="筛选").click()
    box = seed_page.page.locator("label.check", has_text="学校").first
    assert box.locator(".count").inner_text() == str(schools)
    box.locator("input").uncheck()
    assert seed_page.js("jiaopu.nodes") == len(shown.nodes) - schools
    seed_page.page.get_by_role("button", name="恢复全部").click()
    assert seed_page.js("jiaopu.nodes") == len(_told(shown))
    seed_page.page.locator("[data-filter=lonely]").uncheck()
    assert seed_page.js("jiaopu.nodes") == len({end for link in shown.links for end in (link.source, link.target)})
    seed_page.page.get_by_role("button", name="恢复全部").click()
    awards = sum(link.type == "award" for link in shown.links)
    seed_page.page.locator(
        f"[data-filter=relation{list(seed_page.js('jiaopu.data.relations')).index('award')}]"
    ).uncheck()
    assert seed_page.js("jiaopu.edges") == len(shown.links) - awards


def test_where_nothing_passes_the_page_says_so_and_leads_back(seed_page: Opened) -> None:
    seed_page.page.get_by_role("tab", name="筛选").click()
    seed_page.page.get_by_role("button", name="全不选").first.click()
    assert seed_page.js("jiaopu.nodes") == 0
    seed_page.page.locator("#void").get_by_role("button", name="恢复全部").click()
    assert seed_page.js("jiaopu.nodes") > 50
    assert seed_page.page.locator("#void").is_hidden()


def test_time_is_chosen_from_the_months_told(seed_page: Opened, seed: Knowledge) -> None:
    seed_page.page.get_by_role("tab", name="筛选").click()
    assert (
        seed_page.page.locator(".bars .in").count()
        == seed_page.page.locator("#time select").first.locator("option").count() - 1
    )
    months = seed_page.page.locator("#time select").first.locator("option").all_inner_texts()[1:]
    assert months == sorted(months)
    seed_page.page.locator("[data-filter=from]").select_option(months[1])
    assert seed_page.page.locator(".bars .out").count() == 1
    assert seed_page.js("document.activeElement.dataset.filter") == "from"
    assert f"time={months[1]}.." in seed_page.js("location.hash")
    assert 0 < seed_page.js("jiaopu.nodes") <= len(_told(scene(seed)))


def test_time_keeps_what_happened_then(seed_page: Opened) -> None:
    seed_page.js("jiaopu.go({from: '2019-09', to: '2019-09', undated: false})")
    kept = seed_page.js(
        "jiaopu.data.facts.filter((f) => f.date && f.date.split('/')[0] <= '2019-09' && f.date.split('/').at(-1) >= '2019-09').flatMap((f) => f.ends.map((e) => e[1]))"
    )
    assert kept
    assert seed_page.js("jiaopu.nodes") == len(set(kept))


def test_double_click_draws_the_surroundings(seed_page: Opened) -> None:
    node = seed_page.node("觅渡教育集团")
    until(
        seed_page.page,
        f"() => {{ const was = window.was; window.was = String(jiaopu.where({node})); return was === window.was; }}",
    )
    x, y = seed_page.js(f"jiaopu.where({node})")
    seed_page.page.mouse.dblclick(x, y)
    until(seed_page.page, "() => jiaopu.state.focus.kind === 'hops'")
    near = seed_page.js(
        f"new Set(jiaopu.data.nodes[{node}].edges.flatMap((e) => [jiaopu.data.edges[e].from, jiaopu.data.edges[e].to])).size"
    )
    assert seed_page.js("jiaopu.nodes") == near
    seed_page.page.keyboard.press("2")
    assert seed_page.js("jiaopu.nodes") >= near
    assert "二度关系" in seed_page.page.locator("#trail").inner_text()


def test_expanding_adds_neighbours_and_keeps_what_stands(seed_page: Opened) -> None:
    group, contest = seed_page.node("实验小学教育集团"), seed_page.node("市中小学生合唱比赛")
    seed_page.js(f"jiaopu.around({group})")
    before = seed_page.js(f"[jiaopu.nodes, jiaopu.network.getPosition({group})]")
    seed_page.js(f"jiaopu.pick({contest})")
    seed_page.page.get_by_role("button", name="展开").click()
    after = seed_page.js(f"[jiaopu.nodes, jiaopu.network.getPosition({group})]")
    assert after[0] > before[0]
    assert after[1] == before[1]


def test_path_between_two_nodes_shows_each_step_with_evidence(seed_page: Opened) -> None:
    start, end = seed_page.node("平冈校区"), seed_page.node("东方小学")
    seed_page.js(f"jiaopu.pick({start})")
    seed_page.page.get_by_role("button", name="从这里找路径").click()
    seed_page.page.fill("#search", "东方小学")
    seed_page.page.keyboard.press("Enter")
    assert seed_page.js("[jiaopu.state.focus.from, jiaopu.state.focus.to]") == [start, end]
    assert seed_page.js("jiaopu.nodes") == 4
    assert "3 步" in seed_page.page.locator("#trail").inner_text()
    assert seed_page.page.locator("#panel .step .exact").count() >= 3


def test_back_and_an_address_restore_what_was_shown(seed_page: Opened, browser: Browser, seed_file: Path) -> None:
    node = seed_page.node("觅渡教育集团")
    seed_page.js(f"jiaopu.around({node}, 2)")
    seed_page.js("jiaopu.go({view: 'table', table: 'facts'})")
    address = seed_page.js("location.hash")
    seed_page.page.go_back()
    until(seed_page.page, "() => jiaopu.state.view === 'graph'")
    assert seed_page.js("jiaopu.state.focus") == {"kind": "hops", "node": node, "hops": 2}
    seed_page.page.go_back()
    until(seed_page.page, "() => jiaopu.state.focus.kind === 'all'")
    seed_page.page.go_forward()
    until(seed_page.page, "() => jiaopu.state.focus.kind === 'hops'")
    again = Opened(browser, seed_file, address)
    assert again.js("[jiaopu.state.view, jiaopu.state.table, jiaopu.state.focus.node]") == ["table", "facts", node]
    again.context.close()


def test_broken_addresses_show_the_whole(browser: Browser, seed_file: Path, seed: Knowledge) -> None:
    opened = Opened(
        browser,
        seed_file,
        "#named=1&view=nonsense&around=nobody&plus=%7B%22a&types=X,School&time=x..y&doc=99&at=a,b&e=1e9",
    )
    assert opened.wrong == []
    assert opened.js("jiaopu.nodes") == sum(node.type != "School" for node in scene(seed).nodes)
    opened.context.close()


def test_table_and_csv_hold_what_is_shown(seed_page: Opened, seed: Knowledge) -> None:
    seed_page.page.get_by_role("button", name="表格").click()
    assert seed_page.page.locator("tbody tr").count() == len(scene(seed).nodes)
    seed_page.page.get_by_role("button", name="事实表").click()
    assert seed_page.page.locator("tbody tr").count() == len(scene(seed).facts)
    with seed_page.page.expect_download() as download:
        seed_page.page.get_by_role("button", name="导出 CSV").click()
    saved = list(csv.reader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert len(saved) == len(scene(seed).facts) + 1
    assert {len(row) for row in saved} == {7}


def test_copying_puts_the_table_on_the_clipboard(browser: Browser, seed_file: Path, seed: Knowledge) -> None:
    opened = Opened(browser, seed_file, "#view=table&table=facts", permissions=["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="复制").click()
    until(opened.page, "() => document.getElementById('live').textContent === '已复制'")
    lines = opened.js("navigator.clipboard.readText()").split("\n")
    assert lines[0].split("\t")[0] == "主体"
    assert len(lines) == len(scene(seed).facts) + 1
    assert {line.count("\t") for line in lines} == {6}
    opened.context.close()


def test_facts_stand_in_the_order_of_the_source(seed_page: Opened) -> None:
    seed_page.js("jiaopu.go({view: 'table', table: 'facts'})")
    column = seed_page.page.locator("tbody tr td:nth-child(6)").all_inner_texts()
    text = seed_page.js("jiaopu.data.documents[0].text")
    starts = [text.index(quoted) for quoted in column]
    assert len(starts) > 100
    # One quotation may stand in the text twice.
    assert sum(a > b for a, b in pairwise(starts)) < 5


def test_sorting_by_a_column(seed_page: Opened) -> None:
    seed_page.js("jiaopu.go({view: 'table'})")
    facts = seed_page.page.get_by_role("button", name="事实", exact=True)
    facts.click()
    facts = seed_page.page.locator("thead button", has_text="事实")
    facts.click()
    column = [int(text) for text in seed_page.page.locator("tbody tr td:nth-child(6)").all_inner_texts()]
    assert column == sorted(column, reverse=True)
    assert column[0] > 0


def test_schema_counts_the_facts_and_shows_one_relation(seed_page: Opened, seed: Knowledge) -> None:
    seed_page.page.keyboard.press("s")
    counts = [int(text) for text in seed_page.page.locator(".triples .count").all_inner_texts()]
    assert sum(counts) == sum(len(link.facts) for link in scene(seed).links)
    seed_page.page.locator(".triples button").first.click()
    shown = seed_page.js("jiaopu.edges")
    assert 0 < shown < len(scene(seed).links)


def test_source_reader_lights_every_mention_and_leads_to_its_node(seed_page: Opened, seed: Knowledge) -> None:
    seed_page.page.keyboard.press("r")
    part = seed.parts[0]
    assert seed_page.page.locator(".mention").count() == len(part.mentions)
    assert seed_page.page.locator(".mention").all_text_contents() == [n.mention.text for n in part.mentions]
    seed_page.page.locator(".mention", has_text="西新桥小学").first.click()
    assert seed_page.page.locator("#panel h2").inner_text() == "西新桥小学"
    assert seed_page.page.locator(".reader .turn b").count() == len(part.document.utterances)
    shown = "".join(seed_page.page.locator(".reader > .text").all_text_contents())
    assert "".join(shown.split()) == "".join(part.document.text.split())


def test_pictures_hold_the_labels(seed_page: Opened) -> None:
    drawn = seed_page.js("jiaopu.svg()")
    assert drawn.count("<text") == seed_page.js("jiaopu.labels.length")
    assert ">钟楼区</text>" in drawn
    read = "new DOMParser().parseFromString(jiaopu.svg(), 'image/svg+xml').documentElement.tagName"
    assert seed_page.js(read) == "svg"
    with seed_page.page.expect_download() as download:
        seed_page.page.click("#png")
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_each_word_of_the_interface_is_known() -> None:
    used = set(re.findall(r"""(?:\bt\(|act\(|tool\("\w+", |button\()"([a-zA-Z0-9:]+)\"""", _scripts()))
    used |= set(re.findall(r'data-(?:t|label|place)="(\w+)"', _template()))
    assert len(used) > 60
    assert {word for word in used if word not in words()} == {"neighbourhood"}  # a number follows


def test_no_name_of_the_scripts_is_given_twice() -> None:
    names = re.findall(r"^(?:async )?(?:function\*?|const|let) (\w+)", _scripts(), re.MULTILINE)
    assert len(names) > 150
    assert [name for name, times in Counter(names).items() if times > 1] == []


def _scripts() -> str:
    return "".join(
        path.read_text(encoding="utf-8") for path in sorted(_ASSETS.glob("*.js")) if path.name != "worker.js"
    )


def _template() -> str:
    return (_ASSETS / "page.html.j2").read_text(encoding="utf-8")


def test_why_names_are_one_thing_is_told(browser: Browser, tmp_path: Path, seed: Knowledge) -> None:
    part = seed.parts[0]
    group = next(e for e in part.entities if e.name == "实验小学教育集团")
    said = next(n.mention.span for n in part.mentions if n.entity == group.id)
    merge = Merge(group.id, ("实小集团", "实验小学教育集团"), "简称", 0.8, part.document.name, said)
    path = tmp_path / "merged.html"
    path.write_text(page(Knowledge(seed.parts, (merge,))), encoding="utf-8")
    opened = Opened(browser, path)
    opened.js(f"jiaopu.pick({opened.node('实验小学教育集团')})")
    box = opened.page.locator("details", has_text="为何是同一个")
    box.locator("summary").click()
    assert box.locator(".tag").all_inner_texts() == ["实小集团", "实验小学教育集团"]
    assert "简称" in box.inner_text()
    assert "80%" in box.inner_text()
    assert box.locator(".exact").text_content() == said.of(part.document.text)
    opened.context.close()


def test_a_contest_shows_its_series_and_leads_to_its_other_editions(browser: Browser, tmp_path: Path) -> None:
    names = ("第十届全国中小学艺术展演", "全国第七届中小学艺术展演")
    told = resolve(
        [
            Reading(
                Document(f"{i}.txt", name, None, None, (Span(0, len(name)),)),
                (Mention(Span(0, len(name)), name, EntityType.COMPETITION, "test"),),
                (),
            )
            for i, name in enumerate(names)
        ]
    )
    path = tmp_path / "page.html"
    path.write_text(page(told), encoding="utf-8", newline="\n")
    opened = Opened(browser, path)
    opened.js(f"jiaopu.pick({opened.node(names[1])})")
    box = opened.page.locator(".editions")
    assert box.locator(".meta").inner_text() == "全国中小学艺术展演"
    assert box.locator(".tag").all_inner_texts() == ["第七届", "第十届"]
    box.locator(".chip").click()
    assert opened.page.locator("#panel h2").inner_text() == names[0]
    opened.context.close()
    assert opened.wrong == []


def test_console_answers_over_the_pages_own_graph(browser: Browser, tmp_path: Path, seed: Knowledge) -> None:
    try:
        text = page(seed, sparql=True)
    except InputError as missing:
        pytest.skip(str(missing))
    path = tmp_path / "console.html"
    path.write_text(text, encoding="utf-8")
    opened = Opened(browser, path, "#view=query")
    opened.page.fill("#query", "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a edu:AwardResult }")
    opened.page.click("#run")
    awards = sum(fact.type == "award" for fact in scene(seed).facts)
    assert opened.page.locator("#sheet tbody td").inner_text(timeout=20_000) == str(awards)
    opened.page.get_by_label("常用查询").select_option("awards-of")
    opened.page.locator(".query-bar input").fill("觅渡教育集团")
    opened.page.click("#run")
    opened.page.wait_for_selector("#sheet tbody td")
    assert "第五名" in opened.page.locator("#sheet tbody").inner_text()
    opened.page.fill("#query", "SELECT nonsense")
    opened.page.click("#run")
    assert opened.page.get_by_role("alert").inner_text(timeout=5000)
    assert opened.wrong == []
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    opened.context.close()
