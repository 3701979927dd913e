"""Web pages of government portals: main text, tables, title, date, source, column, address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract import reading
from kg.model import Document
from kg.sources import documents
from kg.terms import FactType, Role
from tests import portals

PAGES = [portals.with_meta_tags, portals.of_nested_tables, portals.of_open_government, portals.of_no_known_maker]


def read(folder: Path, data: bytes, name: str = "a.html") -> Document:
    (folder / name).write_bytes(data)
    (found,) = documents([str(folder / name)])
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("page", PAGES)
def test_text_and_tables_are_kept_and_nothing_else(tmp_path: Path, page: Callable[[], bytes]) -> None:
    found = read(tmp_path, page())
    lines = [line.strip() for line in found.text.splitlines() if line.strip()]
    read_lines = [line.strip() for span in found.body for line in span.of(found.text).splitlines() if line.strip()]
    for told in (*portals.PARAGRAPHS, *portals.SIGNED, *("\t".join(row) for row in portals.ROWS)):
        assert lines.count(told) == 1
        assert told in read_lines
    assert lines.count(portals.TITLE) == 1
    for other in (*portals.OTHERS, "网站地图", "脚本里的字", "备案", "技术支持", "打印"):
        assert not any(other in line for line in read_lines)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_tells_title_source_date_and_region(tmp_path: Path, page: Callable[[], bytes]) -> None:
    found = read(tmp_path, page())
    assert (found.title, found.issuer, found.date, found.region) == (
        portals.TITLE,
        portals.ISSUER,
        portals.DATE,
        "320404",
    )


@pytest.mark.parametrize(
    ("page", "column", "address"),
    [
        (portals.with_meta_tags, "通知公告", "https://www.example.gov.cn/art/2023/11/8/1.html"),
        (portals.of_nested_tables, "文件通知", None),
        (portals.of_open_government, "教育", None),
        (portals.of_no_known_maker, None, "https://edu.example.cn/n/8.html"),
    ],
)
def test_a_page_tells_its_column_and_address(
    tmp_path: Path, page: Callable[[], bytes], column: str | None, address: str | None
) -> None:
    found = read(tmp_path, page())
    assert (found.column, found.address) == (column, address)
    if address is not None:
        assert found.locations[0].place == address
        assert found.locations[0].span.of(found.text) == found.text


@pytest.mark.parametrize("page", PAGES)
def test_rows_of_a_page_are_awards(tmp_path: Path, page: Callable[[], bytes]) -> None:
    found = read(tmp_path, page())
    got = {
        tuple(getattr(v := c.args.get(r), "text", v) for r in (Role.RECIPIENT, Role.RANK, Role.CATEGORY, Role.WORK))
        for c in reading(found).claims
        if c.type is FactType.AWARD and "\t" in c.evidence.of(found.text)
    }
    assert got == {(school, rank, group, work) for school, work, group, rank in portals.ROWS[1:]}


def test_the_encoding_of_an_old_page_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, portals.of_nested_tables()).notes == ("按 GB18030 解码",)


def test_a_page_named_as_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, portals.of_no_known_maker(), "名单.xls")
    assert found.title == portals.TITLE


def test_pictures_within_a_page_do_not_count(tmp_path: Path) -> None:
    picture = b"<img src='data:image/png;base64," + b"A" * 3_000_000 + b"'>"
    found = read(tmp_path, portals.with_meta_tags().replace(b"<h1>", picture + b"<h1>"))
    assert len(found.text) < 1000


def test_cells_that_claim_to_be_huge_do_no_harm(tmp_path: Path) -> None:
    page = "<table><tr><td colspan=99999 rowspan=99999>清潭小学获奖情况</td></tr><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    found = read(tmp_path, f"<html><meta charset=utf-8><body>{page}</body></html>".encode())
    assert len(found.text) < 10_000
