"""Documents of formats that are known and not read: rich text, OpenDocument, and OFD, in which offices archive."""

from __future__ import annotations

from kg.sources.stored import EMPTY, Stored, UnreadableError

_RICH = b"{\\rtf"


def stored(data: bytes) -> Stored:
    """Raises UnreadableError always: the line names a way to a format that is read."""
    if not data:
        raise UnreadableError(EMPTY)
    if data.startswith(_RICH):
        raise UnreadableError(
            "RTF 文件不能直接读: 请先转换,例如 soffice --headless --convert-to docx 文件名 (rich text)"
        )
    if b"content.xml" in data:
        raise UnreadableError(
            "OpenDocument 文件不能直接读: 请先转换,例如 soffice --headless --convert-to docx(表格用 xlsx) 文件名 (OpenDocument)"
        )
    if b"OFD.xml" in data:
        raise UnreadableError("OFD 版式文件不能直接读: 请用 OFD 阅读器另存为 PDF (OFD)")
    raise UnreadableError(
        "不是可读的文件: 内容与后缀不符,请打开后另存为 .docx、.xlsx 或 .pdf (content does not fit suffix)"
    )
