"""Bytes of a text file → its characters: UTF-8, UTF-16, GB18030, Big5 and what else is recognized."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from kg.sources.stored import EMPTY, MOST_BYTES, Stored, UnreadableError, too_large

_CONTROLS = bytes(sorted(frozenset(range(32)) - {9, 10, 12, 13, 27}))
_SHARE = 0.01
"""More control characters than this share of the bytes mean that a file is no text."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark opens it
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CHINESE = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
"""The encodings that Chinese text without a mark is tried in; the first wins a tie."""
_LEAST_FREQUENT = 0.75
"""Chinese prose has 95 % and more of its characters among the frequent ones, a wrong decoding about half."""
_SAMPLE = 100_000
_MOST_BROKEN = 0.002
"""The share of characters that may be broken in a text that is otherwise sound."""
_LEAST_CUT = 50
"""A shorter text with a broken end may as well be whole in another encoding."""
_BINARY = "不是文本文件(二进制内容): 请先转换为文本 (binary file)"


def stored(data: bytes) -> Stored:
    """A text file as it stands. Raises UnreadableError."""
    text, encoding = decoded(data)
    return Stored(text, notes=told(encoding))


def told(encoding: str) -> tuple[str, ...]:
    """The note on an encoding; UTF-8 is what everybody expects."""
    return () if encoding == "utf-8" else (f"按 {encoding.upper()} 解码",)


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the encoding that it was taken for; line ends as they are, the byte order mark left out.

    `declared` is what the file says of itself: it is believed where it fits. Raises UnreadableError.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(too_large(len(data), MOST_BYTES))
    if not data.strip():
        raise UnreadableError(EMPTY)
    text, encoding = next(_readings(data, declared), ("", ""))
    if not encoding:
        raise UnreadableError(_BINARY if _is_binary(data) else _unknown(data))
    if not text.strip("\ufeff \t\r\n\0"):
        raise UnreadableError(EMPTY)
    return text, encoding


def _readings(data: bytes, declared: str | None) -> Iterator[tuple[str, str]]:
    """The ways to read the bytes, the best first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield data[len(mark) :].decode(encoding, "replace"), encoding
            return
    is_binary = _is_binary(data)
    if not is_binary:
        if (text := _tolerant(data, "utf-8")) is not None and not (_is_odd(text) and _chinese(data)):
            yield text, "utf-8"
        if declared and (text := _tolerant(data, declared)) is not None:
            yield text, declared
    guess = _chinese(data[:_SAMPLE])
    if guess is None and not is_binary:
        guess = _guessed(data[:_SAMPLE])
    if guess and (text := _tolerant(data, guess)) is not None:
        yield text, guess


def _guessed(sample: bytes) -> str | None:
    """What charset-normalizer takes for the encoding; it is imported here, for nearly all texts do without."""
    found = import_module("charset_normalizer").from_bytes(sample).best()
    return found.encoding.replace("_", "-") if found is not None else None


def _is_odd(text: str) -> bool:
    """Whether all that is not ASCII is Greek, Cyrillic or the like: short GB 2312 words look so as UTF-8."""
    return not text.isascii() and all(char < "\x80" or "\u0100" <= char < "\u0800" for char in text[:_SAMPLE])


def _chinese(sample: bytes) -> str | None:
    """The Chinese encoding that gives the greatest share of frequent characters, where one gives enough."""
    best, found = _LEAST_FREQUENT, None
    for encoding in _CHINESE:
        text = _tolerant(sample, encoding)
        share = _frequent_share(text) if text is not None else 0.0
        if share > best:
            best, found = share, encoding
    return found


def _frequent_share(text: str) -> float:
    """The share of frequent characters among those that are not ASCII; control characters count as rare ones."""
    frequent = _frequent()
    telling = [char for char in text if char > "\x7f" or char < "\t"]
    return sum(char in frequent for char in telling) / len(telling) if telling else 0.0


@cache
def _frequent() -> frozenset[str]:
    """The signs and the first-level characters of GB 2312 (rows 1–3, 16–55) and of Big5 (A1–A3, A4–C6): sorted by use."""
    gb = (bytes((lead, trail)) for lead in (0xA1, 0xA2, 0xA3, *range(0xB0, 0xD8)) for trail in range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = (bytes((lead, trail)) for lead in range(0xA1, 0xC7) for trail in trails)
    pairs = (*((pair, "gb2312") for pair in gb), *((pair, "big5") for pair in big5))
    return frozenset(pair.decode(encoding, "ignore") for pair, encoding in pairs) - {""}


def _tolerant(data: bytes, encoding: str) -> str | None:
    """The text, where but few bytes do not fit the encoding: those become U+FFFD."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    except LookupError:  # a page may declare anything
        return None
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    # one broken character at the end is a cut file, whatever its size
    cut = broken == 1 and text.rstrip().endswith("\ufffd") and len(text) > _LEAST_CUT
    return text if cut or broken <= _MOST_BROKEN * len(text) else None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _SHARE * len(sample) or b"\0" in sample


def _unknown(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return (
            f"不是 UTF-8,也认不出编码(第 {error.start} 字节): "
            "请转换为 UTF-8,例如 iconv -f GB18030 -t UTF-8 (unknown encoding)"
        )
    return _BINARY
