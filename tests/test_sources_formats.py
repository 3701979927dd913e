"""Files of every kind become documents, and what cannot be read is told in one line while the rest is read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from kg.model import Document
from kg.sources import Unreadable, documents, formats
from kg.sources.files import summed
from kg.sources.stored import MOST_BYTES
from tests import offices

TEXT = "常州市钟楼区教育局2023年11月8日公布，清潭小学、东方小学获得全区合唱比赛一等奖，西新桥小学获得二等奖。\n"
TRADITIONAL = "臺北市政府教育局今日公布國民小學科學展覽會得獎名單，共有三十二所學校參加。\n"


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    (found,) = documents([str(path)])
    assert isinstance(found, Document), found
    return found


def reason(folder: Path, name: str, data: bytes) -> str:
    """Why a file is not read, while its neighbour is."""
    (folder / name).write_bytes(data)
    (folder / "zz.txt").write_text(TEXT, encoding="utf-8")
    found = {one.name: one for one in documents([str(folder / name), str(folder / "zz.txt")])}
    assert isinstance(found.pop("zz.txt"), Document)
    (wrong,) = found.values()
    assert isinstance(wrong, Unreadable), wrong
    assert "\n" not in wrong.reason
    return wrong.reason


@pytest.mark.parametrize(
    ("encoding", "text", "note"),
    [
        ("utf-8", TEXT, ()),
        ("utf-8-sig", TEXT, ()),
        ("gb18030", TEXT, ("按 GB18030 解码",)),
        ("gb2312", TEXT, ("按 GB18030 解码",)),
        ("utf-16", TEXT, ("按 UTF-16-LE 解码",)),
        ("utf-16-le", TEXT, ("按 UTF-16-LE 解码",)),
        ("utf-16-be", TEXT, ("按 UTF-16-BE 解码",)),
        ("big5", TRADITIONAL, ("按 BIG5 解码",)),
    ],
)
def test_encodings_are_recognized_and_told(tmp_path: Path, encoding: str, text: str, note: tuple[str, ...]) -> None:
    found = read(tmp_path, "a.txt", text.encode(encoding))
    assert (found.text, found.notes) == (text, note)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("word", ["组员", "联通", "清潭小学", "获得一等奖", "二〇二三年"])
def test_a_few_characters_are_enough(tmp_path: Path, encoding: str, word: str) -> None:
    assert read(tmp_path, "a.txt", word.encode(encoding)).text == word


def test_a_text_that_is_cut_within_a_character_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", (TEXT * 3).encode("gb18030")[:-2])
    assert found.text[: len(TEXT)] == TEXT


def test_word_files_keep_paragraphs_tables_and_changes_in_their_order(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("清潭小学概况")
    grid = file.add_table(rows=2, cols=3)
    for n, cell in enumerate(c for row in grid.rows for c in row.cells):
        cell.text = f"格{n}"
    grid.cell(1, 0).merge(grid.cell(1, 2)).text = "合并\n一格"
    last = file.add_paragraph("东方小学")
    inserted = docx.oxml.parse_xml(
        '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t>在城北</w:t></w:r></w:ins>'
    )
    deleted = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:delText>在城南</w:delText><w:t>旧</w:t></w:r></w:del>'
    )
    last._p.append(inserted)
    last._p.append(deleted)
    out = io.BytesIO()
    file.save(out)
    found = read(tmp_path, "a.docx", out.getvalue())
    assert found.text == "清潭小学概况\n\n格0\t格1\t格2\n合并 一格\n\n东方小学在城北\n"
    places = {one.place: one.span.of(found.text) for one in found.locations}
    assert places == {
        "第1段": "清潭小学概况",
        "表1第1行": "格0\t格1\t格2",
        "表1第1行第1列": "格0",
        "表1第1行第2列": "格1",
        "表1第1行第3列": "格2",
        "表1第2行第1列": "合并 一格",
        "第2段": "东方小学在城北",
    }


def test_workbooks_give_each_sheet_with_its_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "小学组"
    for row in (["学校", "得分"], ["清潭小学", 95.5], ["东方小学", 90.0]):
        sheet.append(row)
    hidden = book.create_sheet("草稿")
    hidden.append(["不要读"])
    hidden.sheet_state = "hidden"
    sheet.cell(1_000_000, 1).number_format = "0.0"
    out = io.BytesIO()
    book.save(out)
    found = read(tmp_path, "a.xlsx", out.getvalue())
    assert found.text == "小学组\n\n学校\t得分\n清潭小学\t95.5\n东方小学\t90\n"
    assert "小学组!B2" in {one.place for one in found.locations}
    assert found.notes == ("隐藏的工作表“草稿”未读",)


def test_the_lines_of_a_pdf_are_joined_to_paragraphs_with_their_pages(tmp_path: Path) -> None:
    paragraph = TEXT.strip() * 4
    found = read(tmp_path, "a.pdf", offices.pdf([paragraph] * 12))
    lines = found.text.splitlines()
    assert lines[0] == offices.TITLE
    assert lines[1:] == [paragraph] * 12
    assert {one.place for one in found.locations} == {"第1页", "第2页"}
    assert not any("—" in line for line in lines)


def test_each_line_of_records_is_a_document(tmp_path: Path) -> None:
    lines = [
        {
            "id": "n1",
            "text": TEXT,
            "title": "题",
            "date": "2023-11-08",
            "url": "https://example.cn/1",
            "source": "某局",
        },
        {"text": TEXT, "region": "320402"},
        {"title": "没有正文"},
    ]
    data = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines) + "\n{broken\n"
    (tmp_path / "a.jsonl").write_text(data, encoding="utf-8")
    first, second, empty, broken = documents([str(tmp_path)])
    assert isinstance(first, Document)
    assert (first.name, first.title, first.date, first.issuer, first.address) == (
        "a.jsonl/n1",
        "题",
        "2023-11-08",
        "某局",
        "https://example.cn/1",
    )
    assert isinstance(second, Document)
    assert (second.name, second.region) == ("a.jsonl/000002", "320402")
    assert isinstance(empty, Unreadable)
    assert str(empty).startswith("a.jsonl/000003：这一行没有正文")
    assert isinstance(broken, Unreadable)
    assert str(broken).startswith("a.jsonl/000004：这一行不是 JSON: Expecting")


def test_a_file_of_records_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe broken\n" * 1000)
    unread = [one for one in documents([str(tmp_path)]) if isinstance(one, Unreadable)]
    (line,) = summed(unread)
    assert line.startswith("a.jsonl/000001 等 1000 个：这一行不是 UTF-8 的文本")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # without the time of day
    return out.getvalue()


def test_an_archive_gives_its_documents(tmp_path: Path) -> None:
    table = offices.rows(offices.winners(3), ("persons", "school", "rank"))
    files = {"乙/名单.xlsx": offices.workbook(table), "甲.txt": TEXT.encode(), "__MACOSX/甲.txt": b"x", "图.png": b"x"}
    (tmp_path / "a.zip").write_bytes(zipped(files))
    found = list(documents([str(tmp_path)]))
    assert [one.name for one in found] == ["a.zip/乙/名单.xlsx", "a.zip/甲.txt"]
    assert all(isinstance(one, Document) for one in found)


class GbkNamed(zipfile.ZipInfo):
    """A file of an archive as Chinese Windows writes it: its name in GBK, without the mark for UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (the library's name)
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def test_names_that_chinese_windows_wrote_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(GbkNamed("合唱\\获奖名单.txt"), TEXT)
    assert [one.name for one in documents([str(tmp_path)])] == ["a.zip/合唱/获奖名单.txt"]


def test_standard_input_is_read_as_what_it_is() -> None:
    code = "from kg.sources import documents\nfor d in documents(['-']): print(d.name, d.title, len(d.text) > 20)"
    table = offices.workbook(offices.rows(offices.winners(3), ("persons", "school", "rank")))
    for data, title in ((table, offices.TITLE), (TEXT.encode("gb18030") * 2, "None")):
        done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)  # noqa: S603 (Python itself)
        assert done.stdout.decode().split() == ["stdin", title, "True"]


def test_names_of_an_archive_lead_nowhere_else(tmp_path: Path) -> None:
    files = {"../../etc/a.txt": TEXT.encode(), "/b.txt": TEXT.encode(), "./c.txt": TEXT.encode()}
    (tmp_path / "a.zip").write_bytes(zipped(files))
    assert [one.name for one in documents([str(tmp_path)])] == ["a.zip/b.txt", "a.zip/c.txt", "a.zip/etc/a.txt"]


def test_a_folder_is_read_in_order_of_name_and_globs_take_any_kind(tmp_path: Path) -> None:
    table = offices.rows(offices.winners(3), ("persons", "school", "rank"))
    (tmp_path / "b.csv").write_bytes(offices.delimited(table))
    (tmp_path / "a.docx").write_bytes(offices.word(table))
    (tmp_path / "c.xlsx").write_bytes(offices.workbook(table))
    (tmp_path / "~$a.docx").write_bytes(b"owner")
    assert [one.name for one in documents([str(tmp_path)])] == ["a.docx", "b.csv", "c.xlsx"]
    assert [one.name for one in documents([str(tmp_path / "*.xlsx")])] == ["c.xlsx"]


# What cannot be read

XLSX = offices.workbook(offices.rows(offices.winners(30), ("persons", "school", "rank")))
DOCX = offices.word(offices.rows(offices.winners(30), ("persons", "school", "rank")))
PDF = offices.pdf([TEXT.strip()])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def entry(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(8)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", entry("WordDocument"), "soffice --headless --convert-to docx"),
        ("a.xls", entry("Workbook"), "soffice --headless --convert-to xlsx"),
        ("a.wps", OLE, "LibreOffice"),
        ("a.doc", b"no office file at all", "LibreOffice"),
        ("a.rtf", b"{\\rtf1\\ansi}", "soffice --headless --convert-to docx"),
        ("a.odt", zipped({"content.xml": b"<x/>"}), "--convert-to docx"),
        ("a.ods", zipped({"content.xml": b"<x/>"}), "xlsx"),
        ("a.ofd", zipped({"OFD.xml": b"<x/>"}), "另存为 PDF"),
        ("a.ofd", b"", "空"),
        ("a.docx", entry("EncryptedPackage"), "已加密"),
        ("a.docx", DOCX[: len(DOCX) // 2], "损坏"),
        ("a.xlsx", XLSX[: len(XLSX) // 2], "损坏"),
        ("a.xlsx", b"PK\x03\x04 nothing", "损坏"),
        ("a.docx", zipped({"word/document.xml": b"<x"}), "损坏"),
        ("a.pdf", b"%PDF-1.7\nnothing", "PDF"),
        ("a.pdf", PDF[: len(PDF) // 3], "PDF"),
        ("a.zip", zipped({"a.txt": TEXT.encode()})[:40], "损坏"),
        ("a.zip", zipped({"a.png": b"x"}), "没有可读的文档"),
        ("a.html", b"<html><body></body></html>", "没有文字"),
        ("a.csv", b"\x00\x01\x02\x03" * 50, "二进制"),
        ("a.jsonl", b"", "空"),
        ("a.docx", b"", "空"),
        ("a.xlsx", b"", "空"),
        ("a.pdf", b"", "空"),
        ("a.html", b"", "空"),
        ("a.csv", b"", "空"),
        ("a.zip", b"", "空"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    assert words in reason(tmp_path, name, data)


def test_a_workbook_without_text_is_empty(tmp_path: Path) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert "没有文字" in reason(tmp_path, "a.xlsx", out.getvalue())


def test_an_encrypted_pdf_is_told(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(PDF)))
    writer.encrypt("geheim", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "已加密" in reason(tmp_path, "a.pdf", out.getvalue())


def test_a_scan_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawInlineImage(Image.new("L", (50, 70), 200), 0, 0, 500, 700)
    canvas.save()
    assert "ocrmypdf" in reason(tmp_path, "a.pdf", out.getvalue())


def test_a_page_of_50_mb_is_told_at_once(tmp_path: Path) -> None:
    line = f"<p>{TEXT.strip()}</p>".encode()
    assert "文件太大" in reason(tmp_path, "a.html", b"<html>" + line * (50 * 2**20 // len(line)))


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_huge_text_is_told_at_once(tmp_path: Path, name: str) -> None:
    line = TEXT.encode()
    assert "文件太大" in reason(tmp_path, name, line * (MOST_BYTES // len(line) + 1))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    zeros = bytes(40 * 2**20)
    assert "压缩炸弹" in reason(tmp_path, "a.zip", zipped({"a.txt": zeros}))
    assert "损坏" not in reason(tmp_path, "a.zip", zipped({"a.txt": zeros}))
    assert "压缩炸弹" in reason(tmp_path, "a.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": zeros}))
    assert "压缩炸弹" in reason(tmp_path, "a.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": zeros}))


def test_an_archive_within_an_archive_is_told(tmp_path: Path) -> None:
    assert "压缩包里的压缩包" in reason(tmp_path, "a.zip", zipped({"b.zip": zipped({"a.txt": TEXT.encode()})}))


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "哈">{laughs}]>'
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        files = {one.filename: archive.read(one) for one in archive.infolist()}
    body = files["word/document.xml"].decode().partition("?>")[2].replace("各学校", "&l9;", 1)
    files["word/document.xml"] = (bomb + body).encode()
    (tmp_path / "a.docx").write_bytes(zipped(files))
    (found,) = documents([str(tmp_path / "a.docx")])
    assert isinstance(found, Unreadable) or len(found.text) < 10_000


@pytest.mark.parametrize(
    ("name", "extra"), [("a.html", "html"), ("a.docx", "office"), ("a.xlsx", "office"), ("a.pdf", "pdf")]
)
def test_a_missing_library_is_named_with_its_extra(
    tmp_path: Path, name: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("webpage", "word", "workbook", "pdf", "pagebody", "pagehead"):
        monkeypatch.delitem(sys.modules, f"kg.sources.{module}", raising=False)
    for library in ("trafilatura", "docx", "openpyxl", "pdfplumber", "lxml"):
        monkeypatch.setitem(sys.modules, library, None)
    assert f'pip install "jiaopu[{extra}]"' in reason(tmp_path, name, b"x")


def test_no_library_of_a_format_is_loaded_before_its_first_file() -> None:
    code = (
        "import sys, kg.sources\n"
        "print([m for m in ('trafilatura', 'lxml', 'docx', 'openpyxl', 'pdfplumber') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 (Python itself)
    assert done.stdout.decode().strip() == "[]"


def test_every_format_has_its_module() -> None:
    for form in set(formats.FORMATS.values()) - {formats.RECORDS, formats.ARCHIVE}:
        assert callable(formats.reader(form))


def test_a_workbook_named_as_a_word_file_is_told_alike_each_time(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(offices.workbook([["姓名", "学校"], ["王子涵", "清潭小学"]]))
    (found,) = documents([str(tmp_path / "a.docx")])
    assert isinstance(found, Unreadable)
    assert found.reason == "不是 Word 文档: 请检查扩展名 (not a Word document)"
