"""`kg review` at a real terminal: every answer, wrong ones, and what the next build makes of it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from kg.decisions import Action, Decision, read
from kg.given import Given
from kg.pipeline import build
from kg.store import read as knowledge
from tests.terminal import Terminal
from tests.test_cli import kg

GIVEN = Given("2024-05-01", "610102")
TEXTS = {
    "甲.txt": "解放路小学与解放门小学昨日举行联谊活动。解小的教学楼新建工程已经开工。清潭小学校长王芳到场。\n",
    "乙.txt": "解放路小学新建教学楼已经开工。清潭小学获得区合唱比赛二等奖。\n",
}
ASKED = "y 是 · n 否 · s 跳过 · m 合并 · x 拆分 · r 改名 · q 结束："
MORE = "q 结束："
RUNNING: list[Terminal] = []
SHORT, ROAD, GATE, POND = (f"school/610102/{n}" for n in ("解小", "解放路小学", "解放门小学", "清潭小学"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    again(folder / "out")
    return folder


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(built, tmp_path / "own")
    yield tmp_path / "own" / "out"
    while RUNNING:
        RUNNING.pop().close()


def again(out: Path) -> dict[str, list[str]]:
    """A build, and its report."""
    build([str(out.parent / "texts")], out, given=GIVEN, jobs=1)
    report: dict[str, list[str]] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return report


def named(out: Path) -> dict[str, str]:
    """The entity that each writing of each document names."""
    parts = knowledge(out).parts
    return {f"{p.document.name}:{n.mention.text}": n.entity for p in parts for n in p.mentions}


def kept(out: Path) -> tuple[Decision, ...]:
    return read(out / "decisions.toml")


def opened(out: Path, *words: str) -> Terminal:
    RUNNING.append(Terminal("review", out, *words))
    return RUNNING[-1]


def begun(out: Path, name: str = "张老师") -> Terminal:
    shown = opened(out)
    shown.answers("署名：", name)
    return shown


def test_yes_is_kept_at_once_and_the_next_build_replays_it(out: Path) -> None:
    shown = begun(out)
    assert "解小的教学楼" in shown.answers(ASKED, "y")
    shown.until("已记下：合并 解小 = 解放路小学")
    (decision,) = kept(out)  # while the conversation still runs
    assert (decision.action, decision.subjects, decision.author) == (Action.MERGE, (SHORT, ROAD), "张老师")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert "新增 1 条，共 1 条决定" in shown.text
    report = again(out)
    assert named(out)["甲.txt:解小"] == ROAD
    assert [m["reason"] for m in report["merges"]] == ["人工决定(张老师)"]  # type: ignore[index]
    assert report["stale"] == []
    assert "人工决定(张老师)" in kg("explain", out, "--entity", "解小").stdout
    (out.parent / "texts" / "甲.txt").unlink()
    assert again(out)["stale"] == [f"merge: {SHORT}、{ROAD} (张老师, {decision.date})"]


@pytest.mark.parametrize("word", ["n", "NO", "否", "ｎ"])
def test_no_in_any_spelling(out: Path, word: str) -> None:
    shown = begun(out)
    shown.answers(ASKED, word)
    shown.answers(MORE, "")
    assert shown.ended() == 0
    assert [d.action for d in kept(out)] == [Action.APART]
    report = again(out)
    assert (report["proposals"], report["stale"]) == ([], [])  # what was refused is not proposed again
    assert named(out)["甲.txt:解小"] == GATE  # the one that is left


def test_wrong_input_gets_one_line_and_the_question_again(out: Path) -> None:
    shown = begun(out, name="")
    shown.until("署名不能为空\n署名：")
    shown.type("张老师\n")
    for wrong in ("?", "splat", "yes no", "1"):
        shown.answers(ASKED, wrong)
        assert shown.until(f"看不懂“{wrong}”，请答 y、n、s、m、x、r、q 之一\n").count("\n") == 2  # the echo and this
    shown.until(ASKED)
    shown.type(b"\xff\xfe\n")
    shown.until("无法识别的字符")
    shown.until(ASKED)
    shown.type("\x1b[A\n")
    shown.until("无法识别的字符")
    shown.answers(ASKED, "s")
    shown.answers(MORE, "y")
    shown.until("看不懂“y”")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert kept(out) == ()


def test_merge_with_another_found_by_name_or_id(out: Path) -> None:
    shown = begun(out)
    shown.answers(ASKED, "m")
    shown.answers("哪个实体（名称或 id） [解小]：", "")
    shown.answers("“解小”与哪个实体是同一个（名称或 id）：", "没有小学")
    shown.until("没有叫“没有小学”的实体\n“解小”与哪个实体是同一个")
    shown.type("解小\n")
    shown.until("就是它自己")
    shown.answers("（名称或 id）：", "王芳")
    shown.until("类型不同（Person、School）")
    shown.answers("（名称或 id）：", "解放")
    shown.until(f"1 解放路小学  {ROAD}")
    shown.until(f"2 解放门小学  {GATE}")
    shown.answers("哪一个（编号）：", "3")
    shown.until("请输入 1 到 2 的编号")
    shown.answers("哪一个（编号）：", "2")
    shown.until("已记下：合并 解小 = 解放门小学")
    shown.answers(MORE, "merge")  # the question is answered by it
    shown.answers("哪个实体（名称或 id）：", GATE)
    shown.answers("（名称或 id）：", SHORT)
    shown.until("已有此决定，不重复记")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert [(d.action, d.subjects) for d in kept(out)] == [(Action.MERGE, (SHORT, GATE))]
    assert again(out)["stale"] == []
    assert named(out)["甲.txt:解小"] == GATE


def test_rename_and_what_is_decided_later_by_the_new_name(out: Path) -> None:
    shown = begun(out)
    shown.answers(ASKED, "rename")
    shown.answers("[解小]：", "清潭小学")
    shown.answers("“清潭小学”的正名：", "“清潭小学”")
    shown.until("就是原来的名称")
    shown.answers("“清潭小学”的正名：", "新城区清潭小学")
    shown.until("已记下：改名 清潭小学 → 新城区清潭小学")
    shown.answers(ASKED, "s")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert again(out)["stale"] == []
    new = "school/610102/新城区清潭小学"
    assert named(out)["乙.txt:清潭小学"] == new
    shown = opened(out)
    shown.answers("署名 [张老师]：", "")  # who decided last is offered
    shown.answers(ASKED, "m")
    shown.answers("[解小]：", "新城区清潭小学")
    shown.answers("（名称或 id）：", "解放门小学")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert again(out)["stale"] == []
    assert named(out)["乙.txt:清潭小学"] == named(out)["甲.txt:解放门小学"] == new


def test_split_takes_mentions_or_names_out(out: Path) -> None:
    shown = begun(out)
    shown.answers(ASKED, "x")
    shown.answers("[解小]：", "清潭小学")
    assert "1 乙.txt：清潭小学 ×1\n  2 甲.txt：清潭小学 ×1\n" in shown.until("取出哪些（编号如 1 3-4，或写法）：")
    for wrong, told in (("3", "不在 1 到 2 之间"), ("1-2", "不能全部取出"), ("东方", "既不是编号，也不是它的写法")):
        shown.type(f"{wrong}\n")
        shown.until(told)
        shown.until("取出哪些")
    shown.type("2\n")
    shown.answers("取出的叫什么：", "清潭路小学")
    shown.until("已记下：拆分 清潭小学 → 清潭路小学（清潭小学、甲.txt）")
    shown.answers(ASKED, "y")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert again(out)["stale"] == []
    assert named(out)["甲.txt:清潭小学"].endswith("/清潭路小学")
    assert named(out)["乙.txt:清潭小学"] == POND
    assert named(out)["甲.txt:解小"] == ROAD
    shown = opened(out, "--author", "李老师")  # and a short name that was wrongly joined
    shown.answers(MORE, "拆分")
    shown.answers("哪个实体（名称或 id）：", "解小")
    shown.answers("，或写法）：", "解小")
    shown.answers("取出的叫什么：", "解家村小学")
    shown.answers(MORE, "q")
    assert shown.ended() == 0
    assert (kept(out)[-1].names, kept(out)[-1].documents, kept(out)[-1].author) == (("解小",), (), "李老师")
    again(out)
    assert named(out)["甲.txt:解小"].endswith("/解家村小学")
    assert named(out)["甲.txt:解放路小学"] == ROAD


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 0), ("q\n", 0)])
def test_leaving_loses_nothing(out: Path, keys: str, code: int) -> None:
    shown = begun(out)
    shown.answers(ASKED, "r")
    shown.answers("[解小]：", "")
    shown.answers("“解小”的正名：", "解家村小学")
    shown.until("已记下")
    shown.until(ASKED)
    if keys == "\x03":
        shown.interrupt()
    else:
        shown.type(keys)
    assert shown.ended() == code
    assert "新增 1 条，共 1 条决定" in shown.text
    assert "Traceback" not in shown.text
    assert [d.action for d in kept(out)] == [Action.RENAME]


def test_an_empty_answer_goes_back(out: Path) -> None:
    shown = begun(out)
    shown.answers(ASKED, "m")
    shown.answers("[解小]：", "")
    shown.answers("（名称或 id）：", "")
    shown.answers(ASKED, "x")
    shown.answers("[解小]：", "清潭小学")
    shown.answers("，或写法）：", "")
    shown.answers(ASKED, "q")
    assert shown.ended() == 0
    assert kept(out) == ()
