"""JSON Lines: one document a line, its text and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.lazy import regex
from kg.sources.stored import MOST_BYTES, MOST_CHARACTERS, Stored, UnreadableError, day, sound

_KEYS = {
    "title": ("title", "标题"),
    "date": ("date", "日期", "issued", "published"),
    "issuer": ("issuer", "source", "来源", "发布机构"),
    "address": ("address", "url", "网址"),
    "column": ("column", "栏目"),
    "region": ("region", "区划"),
}
"""What is told of a document → the keys that may tell it."""
_NAMES = ("name", "id")
_MONTH = regex(r"\d{4}(?:-\d\d)?")


def documents(file: BinaryIO) -> Iterator[tuple[str, Stored | UnreadableError]]:
    """Each line's document under its `name`, its `id`, or the line's number; what is wrong with a line is told under it."""
    number, seen = 0, set[str]()
    while line := file.readline(MOST_BYTES + 1):
        number += 1
        if len(line) > MOST_BYTES:
            _skip(file, line)
            yield f"{number:06d}", UnreadableError("这一行太长: 每行一个文档 (line too long)")
            continue
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        name, found = _record(line, number)
        if name in seen:
            found = UnreadableError("这一行的名称与前面的重复: 每个文档的 name 或 id 应当唯一 (name twice)")
            name = f"{number:06d}"
        seen.add(name)
        yield name, found


def _skip(file: BinaryIO, line: bytes) -> None:
    """Read to the end of an overlong line without keeping it."""
    while line and not line.endswith(b"\n"):
        line = file.readline(MOST_BYTES)


def _record(line: bytes, number: int) -> tuple[str, Stored | UnreadableError]:
    numbered = f"{number:06d}"
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return numbered, UnreadableError("这一行不是 UTF-8 的文本: 请转换编码后再读 (not UTF-8)")
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else error
        return numbered, UnreadableError(f"这一行不是 JSON: {why} (not JSON)")
    text = told.get("text") if isinstance(told, dict) else None
    if not isinstance(text, str) or not text.strip():
        return numbered, UnreadableError('这一行没有正文: 需要 {"text": "…"} (no text)')
    if len(text) > MOST_CHARACTERS:
        return numbered, UnreadableError("这一行的正文太长: 请拆成几个文档 (text too long)")
    name = next((str(told[key]) for key in _NAMES if isinstance(told.get(key), str | int) and str(told[key])), numbered)
    return sound(name), Stored(text, about=_about(told))


def _about(told: dict[str, Any]) -> dict[str, str]:
    out = {}
    for key, names in _KEYS.items():
        values = (told.get(name) for name in names)
        found = next((str(v) for v in values if isinstance(v, str | int) and str(v).strip()), None)
        if found and key == "date":
            found = day(found) or (found if _MONTH.fullmatch(found.strip()) else None)
        if found:
            out[key] = found.strip()
    return out
