"""Files as offices publish them, made for the tests: lists of winners, web pages of four kinds of portals."""

from __future__ import annotations

import csv
import html
import io
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import docx
import openpyxl
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

CONTEST = "2024年常州市中小学生科技创新大赛"
TITLE = f"{CONTEST}获奖名单"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤欧诸"
_GIVEN = "子涵欣怡梓轩雨泽浩然宇航思远诺佳琪俊杰语桐可馨睿晨艺文嘉懿明晓彤若曦雅静志强建国海波"
PLACES = [
    "清潭",
    "觅渡桥",
    "荆川",
    "西新桥",
    "花园",
    "邹区",
    "北港",
    "龙虎塘",
    "三井",
    "飞龙",
    "魏村",
    "平冈",
    "勤业",
    "怀德",
    "白云",
    "卜弋",
    "新闸",
    "五星",
    "盛毓度",
    "泰村",
    "安家",
    "吕墅",
    "圩塘",
    "孝都",
    "新桥",
    "薛家",
    "罗溪",
    "西夏墅",
    "小河",
    "孟河",
]
KINDS = ["小学", "实验小学", "中心小学", "中学", "初级中学", "外国语学校", "实验学校", "第二小学", "幼儿园"]


@dataclass(frozen=True)
class Winner:
    """One row of a list: persons of two are a team."""

    persons: tuple[str, ...]
    school: str
    teacher: str
    category: str
    rank: str
    work: str


def winners(count: int, seed: int = 7) -> list[Winner]:
    """So many winners, all persons different, one in ten a team of two."""
    chance = random.Random(seed)
    given = ["".join(pair) for pair in itertools.permutations(_GIVEN, 2)] + list(_GIVEN)
    names = [s + g for s in _SURNAMES for g in given]
    people = iter(chance.sample(names, 3 * count))
    schools = [p + k for p in PLACES for k in KINDS]
    out = []
    for _ in range(count):
        team = tuple(next(people) for _ in range(2 if chance.random() < 0.1 else 1))
        work = f"基于{chance.choice(['传感器', '人工智能', '物联网', '单片机', '开源硬件'])}的{chance.choice(['盲杖', '花盆', '雨伞', '书包', '台灯', '垃圾桶'])}"
        out.append(
            Winner(
                team,
                chance.choice(schools),
                next(people),
                chance.choice(("小学组", "初中组", "高中组")),
                chance.choice(("一等奖", "二等奖", "三等奖")),
                work,
            )
        )
    return out


HEADS = {
    "number": "序号",
    "persons": "姓名",
    "school": "学校",
    "teacher": "指导教师",
    "category": "组别",
    "rank": "奖项",
    "work": "作品名称",
}


def rows(found: Sequence[Winner], columns: Sequence[str], heads: dict[str, str] | None = None) -> list[list[str]]:
    """The list as a table with its header."""
    words = HEADS | (heads or {})
    out = [[words[name] for name in columns]]
    for number, one in enumerate(found, 1):
        told = {
            "number": str(number),
            "persons": "、".join(one.persons),
            "school": one.school,
            "teacher": one.teacher,
            "category": one.category,
            "rank": one.rank,
            "work": one.work,
        }
        out.append([told[name] for name in columns])
    return out


def workbook(table: Sequence[Sequence[str]], title: str = TITLE, merged: int | None = None) -> bytes:
    """XLSX with a merged title; equal neighbours in column `merged` are one cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(table[0]))
    for row in table:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    for first, last in _runs(table, merged):
        sheet.merge_cells(
            start_row=first + 2, end_row=last + 2, start_column=(merged or 0) + 1, end_column=(merged or 0) + 1
        )
    return _saved(book)


def _runs(table: Sequence[Sequence[str]], column: int | None) -> list[tuple[int, int]]:
    if column is None:
        return []
    out = []
    for _, group in itertools.groupby(range(1, len(table)), key=lambda n: table[n][column]):
        run = list(group)
        if len(run) > 1:
            out.append((run[0], run[-1]))
    return out


def word(table: Sequence[Sequence[str]], title: str = TITLE, merged: int | None = None) -> bytes:
    """DOCX with a title paragraph and a table."""
    file = docx.Document()
    file.add_heading(title, 0)
    file.add_paragraph("各学校：")
    grid = file.add_table(rows=0, cols=len(table[0]))
    lines = [grid.add_row().cells for _ in table]
    for cells, row in zip(lines, table, strict=True):
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for first, last in _runs(table, merged):
        for n in range(first + 1, last + 1):
            lines[n][merged or 0].text = ""
        lines[first][merged or 0].merge(lines[last][merged or 0]).text = table[first][merged or 0]
    return _saved(file)


def delimited(table: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    """CSV."""
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode(encoding)


def page_table(table: Sequence[Sequence[str]], merged: int | None = None) -> str:
    """An HTML table; equal neighbours in column `merged` are one cell."""
    starts = {first: last - first + 1 for first, last in _runs(table, merged)}
    inside = {n for first, last in _runs(table, merged) for n in range(first + 1, last + 1)}
    lines = []
    for n, row in enumerate(table):
        cells = []
        for column, text in enumerate(row):
            if column == merged and n in inside:
                continue
            span = f' rowspan="{starts[n]}"' if column == merged and n in starts else ""
            cells.append(f'<td{span}><p style="text-align:center"><span>{html.escape(text)}</span></p></td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1" cellspacing="0"><tbody>{"".join(lines)}</tbody></table>'


def page(table: Sequence[Sequence[str]], title: str = TITLE, merged: int | None = None) -> bytes:
    """A web page with nothing but a title and a table."""
    body = f"<h1>{title}</h1>{page_table(table, merged)}"
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode()


def pdf(
    paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), title: str = TITLE, *, ruled: bool = True
) -> bytes:
    """A PDF with a large title, paragraphs, a table, and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    large = ParagraphStyle("title", fontName="STSong-Light", fontSize=18, leading=26, alignment=1)
    usual = ParagraphStyle("text", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK", firstLineIndent=24)
    parts = [Paragraph(title, large), *(Paragraph(html.escape(text), usual) for text in paragraphs)]
    if table:
        grid = Table([list(row) for row in table], repeatRows=1)
        rules = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
        grid.setStyle([("FONTNAME", (0, 0), (-1, -1), "STSong-Light"), *rules])
        parts.append(grid)
    out = io.BytesIO()

    def number(canvas: object, file: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(300, 30, f"— {file.page} —")  # type: ignore[attr-defined]

    SimpleDocTemplate(out, invariant=1).build(parts, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


def _saved(file: object) -> bytes:
    out = io.BytesIO()
    file.save(out)  # type: ignore[attr-defined]
    return out.getvalue()
