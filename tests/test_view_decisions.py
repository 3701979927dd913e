"""Decisions made in the page: exported, read by `kg review`, and replayed by the next build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kg.decisions import Action, Decision, joins, read
from kg.model import Knowledge
from kg.resolve import resolve
from kg.terms import Role
from kg.view import page
from tests.browsing import Opened
from tests.test_cli import kg
from tests.test_decisions import reading

_READ = [reading("a.txt", "解放路小学", "解放门小学", "解小"), reading("b.txt", "清潭小学", "解放路小学")]


@pytest.fixture(scope="module")
def told() -> Knowledge:
    return resolve(_READ)


@pytest.fixture
def opened(browser: Browser, told: Knowledge, tmp_path: Path) -> Page:
    path = tmp_path / "graph.html"
    path.write_text(page(told), encoding="utf-8")
    shown = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    shown.goto(path.as_uri())
    shown.wait_for_selector("html[data-ready]")
    return shown


def _exported(shown: Page, tmp_path: Path) -> tuple[Decision, ...]:
    shown.get_by_role("tab", name="核定").click()
    shown.fill("#author", "张老师")
    with shown.expect_download() as download:
        shown.click("#decisions")
    assert download.value.suggested_filename == "decisions.toml"
    download.value.save_as(tmp_path / "decisions.toml")
    return read(tmp_path / "decisions.toml")


def _fact(told: Knowledge, name: str) -> str:
    return next(f.id for part in told.parts for f in part.facts if str(f.args[Role.FACILITY]).endswith(name))


def test_answers_are_exported_and_the_next_build_replays_them(opened: Page, told: Knowledge, tmp_path: Path) -> None:
    opened.get_by_role("tab", name="核定").click()
    (asked,) = joins(told)
    question = opened.locator(".told", has_text=asked.text)
    assert question.locator(".exact").count() == (asked.span is not None)
    question.get_by_role("button", name="是同一个", exact=True).click()
    wrong = opened.locator(f"[data-decide='reject {_fact(told, '清潭小学')}']")
    wrong.click()
    assert wrong.get_attribute("aria-pressed") == "true"
    assert opened.evaluate("document.activeElement.dataset.decide") == wrong.get_attribute("data-decide")
    assert opened.locator(".said").all_inner_texts() == ["解小 = 解放路小学", "学校建设 清潭小学"]
    decided = _exported(opened, tmp_path)
    assert [(d.action, set(d.subjects), d.author) for d in decided] == [
        (Action.MERGE, set(asked.subjects), "张老师"),
        (Action.REJECT, {_fact(told, "清潭小学")}, "张老师"),
    ]
    after = resolve(_READ, decided)
    assert after.stale == ()
    assert [m.reason for m in after.merges] == ["人工决定(张老师)"]
    assert "清潭小学" not in {str(f.args[Role.FACILITY]).rpartition("/")[2] for p in after.parts for f in p.facts}


def test_things_are_renamed_joined_and_split_off(opened: Page, told: Knowledge, tmp_path: Path) -> None:
    ids = {e.name: e.id for part in told.parts for e in part.entities}

    def reviewed(name: str) -> None:
        opened.evaluate(f"jiaopu.pick(jiaopu.data.nodes.find((n) => n.label === '{name}').i)")

    reviewed("清潭小学")
    opened.locator("#panel").get_by_role("button", name="核定").click()
    opened.get_by_label("改名为").fill('清潭"实验\\小学')
    opened.locator(f"[data-decide='rename{ids['清潭小学']}']").click()
    reviewed("解放路小学")
    opened.get_by_label("另有一个叫").fill("天宁解放路小学")
    opened.locator("label.check", has_text="b").locator("input").check()
    opened.locator(f"[data-decide='split{ids['解放路小学']}']").click()
    opened.get_by_label("也就是").fill("解放门小学")
    opened.locator(f"[data-decide='mergeWith{ids['解放路小学']}']").click()
    decided = _exported(opened, tmp_path)
    assert [(d.action, set(d.subjects), d.name, d.documents, d.names) for d in decided] == [
        (Action.RENAME, {ids["清潭小学"]}, '清潭"实验\\小学', (), ()),
        (Action.SPLIT, {ids["解放路小学"]}, "天宁解放路小学", ("b.txt",), ("解放路小学",)),
        (Action.MERGE, {ids["解放路小学"], ids["解放门小学"]}, None, (), ()),
    ]


def test_decisions_outlive_a_reload_and_can_be_taken_back(opened: Page, told: Knowledge) -> None:
    opened.get_by_role("tab", name="核定").click()
    wrong = opened.locator(f"[data-decide='reject {_fact(told, '清潭小学')}']")
    wrong.click()
    opened.reload()
    opened.wait_for_selector("html[data-ready]")
    opened.get_by_role("tab", name="核定").click()
    assert wrong.get_attribute("aria-pressed") == "true"
    wrong.click()
    assert wrong.get_attribute("aria-pressed") == "false"
    assert opened.locator("#decisions").is_disabled()


def test_nothing_is_exported_without_a_name(opened: Page, told: Knowledge) -> None:
    opened.get_by_role("tab", name="核定").click()
    opened.locator(f"[data-decide='accept {_fact(told, '清潭小学')}']").click()
    opened.click("#decisions")
    assert opened.evaluate("document.activeElement.id") == "author"
    assert opened.locator("#live").inner_text() == "请先署名"


TEXTS = {
    "甲.txt": "解放路小学与解放门小学昨日举行联谊活动。解小的学生获得区合唱比赛一等奖。清潭小学校长王芳到场。\n",
    "乙.txt": "解放路小学新建教学楼已经开工。清潭小学获得区合唱比赛二等奖。\n",
}


def test_from_the_pages_button_to_the_next_graph(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")

    def built() -> tuple[list[str], dict[str, list[object]]]:
        """What each document writes and means after a build, and the report."""
        assert kg("build", tmp_path / "texts", "-o", out, "--region", "610102", "--date", "2024-05-01").returncode == 0
        text = (
            "SELECT ?s (STRAFTER(STR(?e), '/610102/') AS ?n) WHERE { ?e a/rdfs:subClassOf* edu:School ; edu:mention ?p ."
            " ?p nif:anchorOf ?s ; nif:referenceContext ?d } ORDER BY ?d ?s"
        )
        found = kg("query", text, "--graph", out, "--format", "csv").stdout.split()[1:]
        report: dict[str, list[object]] = json.loads((out / "report.json").read_text(encoding="utf-8"))
        return found, report

    found, _ = built()
    assert found == [
        *("清潭小学,清潭小学", "解放路小学,解放路小学"),
        *("清潭小学,清潭小学", "解小,解小", "解放路小学,解放路小学", "解放门小学,解放门小学"),
    ]
    shown = Opened(browser, out / "graph.html").page
    shown.get_by_role("tab", name="核定").click()
    shown.locator(".told", has_text="“解小”就是").get_by_role("button", name="是同一个", exact=True).click()
    shown.evaluate("jiaopu.pick(jiaopu.data.nodes.find((n) => n.label === '清潭小学').i)")
    shown.locator("#panel").get_by_role("button", name="核定").click()
    shown.get_by_label("另有一个叫").fill("清潭路小学")
    shown.locator("label.check", has_text="甲").locator("input").check()
    shown.locator("[data-decide='splitschool/610102/清潭小学']").click()
    shown.evaluate("jiaopu.pick(jiaopu.data.nodes.find((n) => n.label === '解放门小学').i)")
    shown.get_by_label("改名为").fill("东城解放门小学")
    shown.locator("[data-decide='renameschool/610102/解放门小学']").click()
    _exported(shown, tmp_path)
    file = tmp_path / "decisions.toml"
    taken = kg("review", out, "-f", file)
    assert (taken.returncode, "新增 3 条，共 3 条决定" in taken.stdout) == (0, True), taken
    assert "新增 0 条，共 3 条决定" in kg("review", out, "-f", file).stdout  # the same file once more
    found, report = built()
    assert found == [
        *("清潭小学,清潭小学", "解放路小学,解放路小学"),
        *("清潭小学,清潭路小学", "解小,解放路小学", "解放路小学,解放路小学", "解放门小学,东城解放门小学"),
    ]
    assert (report["stale"], report["proposals"]) == ([], [])
    missing = kg("review", out, "-f", tmp_path / "none.toml")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
