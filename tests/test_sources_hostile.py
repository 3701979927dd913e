"""Any text is read: no exception, spans that lie in the text, and time that grows no faster than the text."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline, store, verify
from kg.model import Document
from kg.sources import Unreadable, document, documents

PIECES = [
    "主持人", "网友", "嘉宾", "记者", "周敏华", "局长 邵立言", ":", "\uff1a", "\n", "\r\n", " ", "\u00a0", "\u3000", "。", "?", "!",
    "2019-10-31 10:30:33", "[10:00:08]", "2021年5月26日", "钟楼区教育局", "常州市", "来源", "发布时间", "【打印】", "1/1页 1",
    "首页 > 访谈", "(", ")", "“", "”", "《", "》", "我是何海平", "谢谢主持人", "、", "Ⅲ", "\u200d", "\u202e", "😀", "\0", "x", "9",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = document("a.txt", text)
    assert found.text == text
    last = 0
    for span in found.body:
        assert last <= span.start < span.end <= len(text)
        last = span.end
    last = 0
    for turn in found.utterances:
        assert last <= turn.span.start < turn.span.end <= len(text)
        assert not turn.span.of(text)[0].isspace()
        assert not turn.span.of(text)[-1].isspace()
        assert any(span.covers(turn.span) for span in found.body)
        assert turn.answers is None or found.utterances[turn.answers].span.end <= turn.span.start
        last = turn.span.end


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200_000,
        " " * 200_000 + "x",
        "打印  " * 50_000 + "x",
        "::" * 100_000,
        "> " * 100_000,
        "2019年" * 50_000,
        "主持人:\n" * 30_000,
        "问:a\n答:b\n" * 20_000,
        (" " * 200 + "\n") * 3_000,
        "你好 2019-10-31 10:30:33\n" * 10_000,
        "鼓楼区" * 60_000,
        "我是" * 100_000 + "\n",
    ],
    ids=lambda t: repr(t[:8]),
)
def test_no_text_takes_more_than_seconds(text: str) -> None:
    start = time.process_time()
    assert document("a.txt", text).text == text
    assert time.process_time() - start < 4


def test_lone_surrogates_become_the_replacement_character(tmp_path: Path) -> None:
    told = {"text": "4月，西新桥小学\ud800获得市羽毛球锦标赛团体第三名。", "title": "甲\udfff", "name": "a\udc80"}
    (tmp_path / "a.jsonl").write_text(json.dumps(told), encoding="utf-8")
    (found,) = documents([str(tmp_path)])
    assert isinstance(found, Document)
    assert (found.name, found.title, found.text[7:10]) == ("a.jsonl/a\ufffd", "甲\ufffd", "学\ufffd获")
    pipeline.build([str(tmp_path / "a.jsonl")], tmp_path / "out", jobs=1)
    assert verify.verify(tmp_path / "out").passages > 0
    assert store.read(tmp_path / "out").parts[0].document.text == found.text
    assert document("a.txt", "甲\ud800").text == "甲\ufffd"


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_names_that_are_no_unicode_are_told_apart_in_one_line(tmp_path: Path) -> None:
    try:
        for name in (b"a\xff.txt", b"a\xfe.txt"):
            Path(os.fsdecode(os.fsencode(tmp_path / "a") + name[1:])).write_text("甲小学获奖。", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (tmp_path / "b\nc.txt").touch()
    first, second, unread = documents([str(tmp_path)])
    assert [first.name, second.name] == ["a\\xfe.txt", "a\\xff.txt"]
    assert isinstance(unread, Unreadable)
    assert str(unread).startswith("b\\nc.txt：文件是空的")


def nested(depth: int) -> bytes:
    inner = "<div>" * depth + "<p>清潭小学获市合唱比赛一等奖。</p>" + "</div>" * depth
    return f"<html><head><meta charset=utf-8></head><body>{inner}<p>东方小学获二等奖。</p></body></html>".encode()


def test_a_page_nested_deeply_is_read_whole_or_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(nested(1500))
    (tmp_path / "b.html").write_bytes(nested(50_000))
    read, deep = documents([str(tmp_path)])
    whole = ["清潭小学获市合唱比赛一等奖。", "东方小学获二等奖。"]
    assert isinstance(read, Document)
    assert read.text.split() == whole
    assert deep.reason.startswith("网页嵌套过深") if isinstance(deep, Unreadable) else deep.text.split() == whole


def test_a_table_of_one_endless_row_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("学校," * 20_000, encoding="utf-8")
    (found,) = documents([str(tmp_path)])
    assert str(found) == "a.csv：表格第 1 行有 20001 列: 请检查分隔符和换行 (too many columns)"
