"""Files of old office programs, and encrypted new ones: not read, but told apart."""

from __future__ import annotations

from kg.sources.stored import EMPTY, Stored, UnreadableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = (
    ("WordDocument", "Word 97–2003 文件(.doc)", "docx"),
    ("Workbook", "Excel 97–2003 文件(.xls)", "xlsx"),
    ("Book", "Excel 5/95 文件(.xls)", "xlsx"),
    ("PowerPoint Document", "PowerPoint 97–2003 文件(.ppt)", "pdf"),
)


def stored(data: bytes) -> Stored:
    """Raises UnreadableError always: the line names the converter."""
    if not data:
        raise UnreadableError(EMPTY)
    if not data.startswith(_OLE):
        raise UnreadableError(
            "不是可读的办公文件: 内容与后缀不符,请用 LibreOffice 打开后另存为 .docx、.xlsx 或 .pdf (content does not fit suffix)"
        )
    if _entry("EncryptedPackage") in data:
        raise UnreadableError("文件已加密: 请用密码打开后另存为不加密的文件 (encrypted)")
    for entry, kind, target in _KINDS:
        if _entry(entry) in data:
            raise UnreadableError(
                f"{kind}是旧格式: 请先转换,例如 soffice --headless --convert-to {target} 文件名 (LibreOffice; legacy format)"
            )
    raise UnreadableError(
        "旧格式的办公文件: 请用 LibreOffice 转换为 .docx、.xlsx 或 .pdf (soffice --headless --convert-to …; legacy format)"
    )


def _entry(name: str) -> bytes:
    """How a compound file names a stream."""
    return name.encode("utf-16-le") + b"\0\0"
