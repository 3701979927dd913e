"""Notices as PDF: the paragraphs, title, issuing body and date are the same in every layout."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from kg.model import Document
from kg.sources import documents
from tests.notices import Layout, Notice, pdf

BODY = (
    "为丰富校园文化生活，展示我区中小学艺术教育成果，区教育局于2023年10月举办了全区中小学生合唱比赛，经专家评审，现将结果予以公布。",
    "清潭小学、东方小学获得小学组一等奖，西新桥小学、觅渡桥小学获得小学组二等奖；第二十四中学获得初中组一等奖。希望获奖学校再接再厉。",
    "一、各校要高度重视艺术教育工作。",
    "二、各校要认真总结经验，积极开展丰富多彩的艺术活动，不断提高艺术教育质量，促进学生全面发展；要加强艺术教师队伍的建设和培训。",
    "附件：2023年钟楼区中小学生合唱比赛获奖名单",
)
ONE = Notice(
    ["关于公布2023年钟楼区中小学生合唱比赛结果的通知"],
    BODY,
    "常州市钟楼区教育局",
    "2023年11月8日",
    salutation="各中小学、幼儿园：",
)
TWO = replace(
    ONE,
    title=["常州市钟楼区教育局关于公布2023年", "钟楼区中小学生合唱比赛获奖结果的通知"],
    above=["常州市钟楼区教育局文件", "钟教发〔2023〕12号"],
)
THREE = replace(TWO, title=["常州市钟楼区教育局", "关于公布2023年钟楼区中小学生合唱比赛获奖结果的", "通知"])
LONG = replace(TWO, paragraphs=BODY * 8)
PLAIN = Layout(indent=0, centred=False, signed_right=False)


@pytest.mark.parametrize(
    ("notice", "layout"),
    [
        (ONE, Layout()),
        (ONE, PLAIN),
        (ONE, replace(PLAIN, letters=25)),
        (ONE, replace(PLAIN, indent=2, letters=24)),
        (ONE, replace(PLAIN, title_size=20)),
        (ONE, replace(PLAIN, gap=12, letters=25)),
        (TWO, Layout()),
        (TWO, Layout(title_size=18)),
        (TWO, PLAIN),
        (TWO, replace(PLAIN, gap=10)),
        (THREE, Layout()),
        (THREE, Layout(title_size=18)),
        (THREE, replace(PLAIN, indent=2)),
        (replace(ONE, title=["市教育局关于表彰2022—2023学年优秀教师和先进教育工作者的决定"]), Layout(title_size=17)),
        (LONG, Layout(head="钟楼区教育局文件汇编", number=lambda page: f"— {page} —")),
        (LONG, replace(PLAIN, head="钟楼区教育局文件汇编", number=lambda page: f"第 {page} 页 共 4 页")),
        (replace(TWO, paragraphs=BODY * 3), Layout(head="文件汇编 第1期", number=str, title_size=18, leading=28)),
        (LONG, Layout(odd=20, number=str)),
        (LONG, Layout(columns=2, letters=16, size=12, title_size=18, left=80, leading=18, number=str)),
        (LONG, replace(PLAIN, columns=2, letters=16, size=12, title_size=12, left=80, leading=18, gap=8)),
    ],
    ids=[
        *("centred", "plain", "a title as wide as the text", "indented", "larger", "gaps"),
        *("two lines", "two large lines", "two plain lines", "two lines and gaps"),
        *("three lines", "three large lines", "three plain lines", "wider than the text"),
        *("running head", "running head, plain", "two pages", "binding", "two columns", "two columns, plain"),
    ],
)
def test_the_paragraphs_of_a_notice_are_whole(tmp_path: Path, notice: Notice, layout: Layout) -> None:
    read(tmp_path, notice, layout)


@pytest.mark.parametrize("line", range(1, 12))
@pytest.mark.parametrize("layout", [Layout(), PLAIN], ids=["centred", "plain"])
def test_a_page_may_end_anywhere(tmp_path: Path, line: int, layout: Layout) -> None:
    read(tmp_path, TWO, replace(layout, bottom=layout.top + layout.leading * (9 + line)))


def read(folder: Path, notice: Notice, layout: Layout) -> None:
    data = pdf(notice, layout)
    (folder / "a.pdf").write_bytes(data)
    (found,) = documents([str(folder)])
    assert isinstance(found, Document)
    assert found.text.splitlines() == notice.text
    assert (found.title, found.issuer, found.date) == ("".join(notice.title), notice.issuer, "2023-11-08")
    with pdfplumber.open(io.BytesIO(data)) as file:
        pages = {f"第{page.page_number}页": "".join((page.extract_text() or "").split()) for page in file.pages}
    assert sum(one.span.end - one.span.start for one in found.locations) == len(found.text.replace("\n", ""))
    for one in found.locations:
        assert all(part in pages[one.place] for part in (one.span.of(found.text)[:6], one.span.of(found.text)[-1]))
