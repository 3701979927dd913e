"""How Chinese characters are read aloud, without tones: what a name is searched by."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_TABLE = "pinyin_dict.json"
"""The table of pypinyin: the number of a character, its readings with tones. To import the library takes ten times as long as to ask for a page's characters."""
_FEW = 60
"""Characters that are looked up in its text; for more it is parsed."""
_KEPT = frozenset("\N{COMBINING DIAERESIS}\N{COMBINING CIRCUMFLEX ACCENT}")
"""Marks of vowels: the others are tones."""


@cache
def readings(character: str) -> tuple[str, ...]:
    """The character's readings, the usual one first; none for what is not Chinese."""
    return _plain(_found([character]).get(character, ""))


def table(names: Iterable[str]) -> dict[str, str]:
    """Each Chinese character of the names with its readings, a blank between them."""
    told = _found(sorted(set[str]().union(*names)))
    return {character: " ".join(_plain(toned)) for character, toned in told.items()}


def _found(characters: Collection[str]) -> Mapping[str, str]:
    """Those of the characters that are Chinese, with their readings as the table writes them."""
    if len(characters) > _FEW or not _text():
        whole = _whole()
        known = ((character, whole.get(str(ord(character)))) for character in characters)
    else:
        known = ((character, _looked_up(ord(character))) for character in characters)
    return {character: toned for character, toned in known if toned}


@cache
def _text() -> bytes:
    """The table as pypinyin's file holds it; empty where its version has none of that name."""
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        return b""
    file = Path(package.origin).with_name(_TABLE)
    return file.read_bytes() if file.is_file() else b""


@cache
def _whole() -> Mapping[str, str]:
    if text := _text():
        return dict(json.loads(text))
    table: Mapping[int, str] = import_module("pypinyin.constants").PINYIN_DICT
    return {str(number): toned for number, toned in table.items()}


@cache
def _looked_up(number: int) -> str | None:
    text, key = _text(), b'"%d"' % number
    at = text.find(key)
    if at < 0:
        return None
    start = text.index(b'"', at + len(key))
    return str(json.loads(text[start : text.index(b'"', start + 1) + 1]))


@cache
def _plain(toned: str) -> tuple[str, ...]:
    """Each reading without tones, ü as v."""
    letters = "".join(c for c in unicodedata.normalize("NFD", toned) if c in _KEPT or not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", letters).replace("ü", "v")
    return tuple(dict.fromkeys(plain.split(","))) if plain else ()
