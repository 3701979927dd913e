"""How Chinese characters are read aloud, without tones: what a name is searched by."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_FILE = "pinyin_dict.json"
"""The table of pypinyin: the number of a character, its readings with tones. To import the library takes ten times as long as to read it."""
_KEPT = frozenset("\N{COMBINING DIAERESIS}\N{COMBINING CIRCUMFLEX ACCENT}")
"""Marks of vowels: the others are tones."""


@cache
def readings(character: str) -> tuple[str, ...]:
    """The character's readings, the usual one first; none for what is not Chinese."""
    letters = unicodedata.normalize("NFD", _toned().get(str(ord(character)), ""))
    plain = "".join(c for c in letters if c in _KEPT or not unicodedata.combining(c))
    found = unicodedata.normalize("NFC", plain).replace("ü", "v")
    return tuple(dict.fromkeys(found.split(","))) if found else ()


def table(names: Iterable[str]) -> dict[str, str]:
    """Each Chinese character of the names with its readings, a blank between them."""
    characters = sorted(set[str]().union(*names))
    return {c: " ".join(found) for c in characters if (found := readings(c))}


@cache
def _toned() -> Mapping[str, str]:
    """The table: from its file, or from the library where its version has no file of that name."""
    package = find_spec("pypinyin")
    if package and package.origin and (file := Path(package.origin).with_name(_FILE)).is_file():
        return dict(json.loads(file.read_bytes()))
    told: Mapping[int, str] = import_module("pypinyin.constants").PINYIN_DICT
    return {str(number): toned for number, toned in told.items()}
