"""How Chinese characters are read aloud, without tones: what a name is searched by."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters are asked for: its words take longest to load
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")  # nothing is added to its table of characters
from pypinyin import Style, pinyin


@cache
def readings(character: str) -> tuple[str, ...]:
    """The character's readings, the usual one first; none for what is not Chinese."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0])) if found else ()


def table(names: Iterable[str]) -> dict[str, str]:
    """Each Chinese character of the names with its readings, a blank between them."""
    characters = sorted(set[str]().union(*names))
    return {c: " ".join(found) for c in characters if (found := readings(c))}
