"""Blank cells of tables: what is said once for a group of rows is carried down, a real blank stays one."""

from __future__ import annotations

import io
import unicodedata
from functools import partial
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest

from kg.extract import reading
from kg.model import Document
from kg.sources import document, documents
from kg.terms import FactType, Role
from tests import offices

GROUPED = [
    ["学校", "姓名", "奖项"],
    ["清潭小学", "张小明", "一等奖"],
    ["", "李小红", "二等奖"],
    ["东方小学", "王小刚", "一等奖"],
    ["", "赵小兰", "三等奖"],
]
OWN = [
    ["姓名", "学校", "奖项"],
    ["张小明", "清潭小学", "一等奖"],
    ["李小红", "", "二等奖"],
    ["王小刚", "东方小学", "一等奖"],
]
NUMBERED = [
    ["序号", "奖项", "学校", "姓名", "作品"],
    ["1", "一等奖", "清潭小学", "张小明", "《春天》"],
    ["2", "", "", "李小红", ""],
    ["3", "", "东方小学", "", "《夏天》"],
    ["4", "二等奖", "", "王小刚", "《秋天》"],
]


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def as_page(rows: list[list[str]]) -> bytes:
    inner = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<meta charset=utf-8><body><p>获奖名单如下，请各校知悉。</p><table>{inner}</table></body>".encode()


def as_workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_word(rows: list[list[str]]) -> bytes:
    file = docx.Document()
    table = file.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "carried"),
    [
        (GROUPED, {(2, 0): "清潭小学", (4, 0): "东方小学"}),
        (OWN, {}),
        (NUMBERED, {(2, 1): "一等奖", (2, 2): "清潭小学", (3, 1): "一等奖"}),
        ([["甲", "乙", "丙"], *GROUPED[1:]], {}),  # no header tells what the columns hold
    ],
    ids=["school first", "name first", "rank and school", "no header"],
)
@pytest.mark.parametrize("form", ["a.csv", "a.html", "a.xlsx", "a.docx", "ruled.pdf", "bare.pdf"])
def test_what_is_said_once_for_a_group_is_carried_down(
    tmp_path: Path, form: str, rows: list[list[str]], carried: dict[tuple[int, int], str]
) -> None:
    forms = {"a.csv": as_csv, "a.html": as_page, "a.xlsx": as_workbook, "a.docx": as_word}
    made = forms.get(form, partial(offices.pdf, [], ruled=form == "ruled.pdf"))
    (tmp_path / form).write_bytes(made(rows))
    (found,) = documents([str(tmp_path)])
    assert isinstance(found, Document)
    if form == "bare.pdf" and rows[0][0] == "甲":  # without lines and header it is no table
        assert "\t" not in found.text
        return
    lines = [line.split("\t") for line in found.text.splitlines() if "\t" in line]
    wanted = [[carried.get((r, c), cell) for c, cell in enumerate(row)] for r, row in enumerate(rows)]
    assert [[*line, *[""] * (len(rows[0]) - len(line))] for line in lines] == wanted


def test_each_of_a_groups_winners_has_the_school(tmp_path: Path) -> None:
    title = ["2021年常州市中小学生合唱比赛获奖名单", "", ""]
    (tmp_path / "a.csv").write_bytes(as_csv([title, *GROUPED]))
    (found,) = documents([str(tmp_path)], region="320404")
    assert isinstance(found, Document)
    held = {
        tuple(getattr(c.args[role], "text", "") for role in (Role.PERSON, Role.ORGANIZATION))
        for c in reading(found).claims
        if c.type is FactType.AFFILIATED_WITH
    }
    assert {("张小明", "清潭小学"), ("李小红", "清潭小学"), ("王小刚", "东方小学"), ("赵小兰", "东方小学")} <= held


def pasted(rows: list[list[str]], gap: str) -> str:
    """A table as text: its columns parted by tabs, or one below the other by blanks."""

    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)

    if gap == "\t":
        return "\n".join("\t".join(row) for row in rows)
    wide = [max(width(row[n]) for row in rows) + 2 for n in range(len(rows[0]))]
    lines = ("".join(cell + " " * (wide[n] - width(cell)) for n, cell in enumerate(row)) for row in rows)
    text = "\n".join(line.rstrip() for line in lines)
    return text.replace("  ", "\u3000") if gap == "\u3000" else text


def told(text: str) -> tuple[set[tuple[object, ...]], set[tuple[str, str]]]:
    """What a list gives: who won which rank, and whose school is which."""
    title = "2021年常州市中小学生合唱比赛获奖名单"
    claims = reading(document("a.txt", f"{title}\n{text}\n", region="320404")).claims
    won = {(c.args[Role.RECIPIENT].text, c.args.get(Role.RANK)) for c in claims if c.type is FactType.AWARD}
    held = {
        (c.args[Role.PERSON].text, c.args[Role.ORGANIZATION].text) for c in claims if c.type is FactType.AFFILIATED_WITH
    }
    return won, held


@pytest.mark.parametrize("gap", ["\t", "  ", "\u3000"])
def test_blank_cells_of_pasted_tables_go_on_with_the_row_above(gap: str) -> None:
    won, held = told(pasted(GROUPED, gap))
    assert won == {("张小明", "一等奖"), ("李小红", "二等奖"), ("王小刚", "一等奖"), ("赵小兰", "三等奖")}
    assert held == {("张小明", "清潭小学"), ("李小红", "清潭小学"), ("王小刚", "东方小学"), ("赵小兰", "东方小学")}


@pytest.mark.parametrize("gap", ["\t", "  ", "\u3000"])
def test_a_rank_is_carried_down_in_pasted_tables(gap: str) -> None:
    rows = [["序号", "奖项", "学校", "姓名"], ["1", "一等奖", "清潭小学", "张小明"], ["2", "", "东方小学", "李小红"]]
    won, held = told(pasted(rows, gap))
    assert won == {("张小明", "一等奖"), ("李小红", "一等奖")}
    assert held == {("张小明", "清潭小学"), ("李小红", "东方小学")}


@pytest.mark.parametrize("gap", ["\t", "  ", "\u3000"])
def test_a_blank_right_of_another_name_stays_blank_in_pasted_tables(gap: str) -> None:
    won, held = told(pasted(OWN, gap))
    assert won == {("张小明", "一等奖"), ("李小红", "二等奖"), ("王小刚", "一等奖")}
    assert held == {("张小明", "清潭小学"), ("王小刚", "东方小学")}


def test_a_heading_ends_what_is_carried() -> None:
    rows = [*GROUPED[:3], ["第二组", "", ""], ["", "王小刚", "一等奖"]]
    assert ("王小刚", "清潭小学") not in told(pasted(rows, "\t"))[1]


def test_a_row_whose_cells_stand_under_no_column_is_not_read_as_one() -> None:
    text = pasted(GROUPED[:2], "  ") + "\n     李小红    二等奖"
    assert ("李小红", "清潭小学") not in told(text)[1]
