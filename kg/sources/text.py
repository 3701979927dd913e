"""Bytes of a text file → its characters."""

from __future__ import annotations

import codecs

_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}
_SHARE = 0.01
"""More control characters than this share of the bytes mean that a file is no text."""


class UnreadableError(ValueError):
    """The bytes give no text: the message says why and what to do."""


def decoded(data: bytes) -> str:
    """The text of a UTF-8 file, line ends as they are, the byte order mark left out. Raises UnreadableError."""
    if not data.strip():
        raise UnreadableError("文件是空的: 没有可读的内容 (empty file)")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16")
    sample = data[:100_000]
    if b"\0" in sample or sum(b in _CONTROLS for b in sample) > _SHARE * len(sample):
        raise UnreadableError("不是文本文件(二进制内容): 请先转换为文本 (binary file)")
    text = _strict(data, "utf-8-sig")
    if not text.strip():
        raise UnreadableError("文件是空的: 没有可读的内容 (empty file)")
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"不是 UTF-8 文本(第 {error.start} 字节): 请转换为 UTF-8,例如 iconv -f GB18030 -t UTF-8 (not UTF-8)"
        ) from error
