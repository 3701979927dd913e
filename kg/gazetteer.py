"""Names of administrative areas as one table, in full and short, each with its level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from kg import lexicon

_TOWN_WORDS = ("街道", "镇", "乡")
_COUNTY_WORDS = ("区", "县", "市", "旗")
_CITY_WORDS = ("市", "地区", "盟")
_PROVINCE_WORDS = ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区")
_USUAL: tuple[int, ...] = (4, 3, 2)
"""How long nearly all names are: to look one up is faster than to learn of 24,000 openings which of these they have."""


@cache
def areas() -> Mapping[str, str]:
    """Area name → level letter: P province, C city, D county, T town; lower case where the class word is dropped."""
    names: dict[str, str] = {}
    towns = [town[3:] for row in lexicon.rows("streets") for town in row["towns"].split(" ")]
    _enter(names, towns, "T", _TOWN_WORDS)
    counties: list[str] = []
    cities: list[str] = []
    provinces: list[str] = []
    for row in lexicon.rows("areas"):
        code = row["code"]
        (provinces if code.endswith("0000") else cities if code.endswith("00") else counties).append(row["name"])
    _enter(names, counties, "D", _COUNTY_WORDS)
    _enter(names, cities, "C", _CITY_WORDS)
    _enter(names, provinces, "P", _PROVINCE_WORDS)
    return names


@cache
def lengths() -> Mapping[str, tuple[int, ...]]:
    """The first two characters of areas' names → how long such names may be, longest first."""
    names = areas()
    long = openings([name for name in names if len(name) > _USUAL[0]], 2)
    found = dict.fromkeys([name[:2] for name in names], _USUAL)
    found.update((opening, (*sizes, *_USUAL)) for opening, sizes in long.items())
    return found


def openings(words: Iterable[str], key: int) -> Mapping[str, tuple[int, ...]]:
    """The first `key` characters of words → how long such words are, longest first."""
    found: dict[str, tuple[int, ...]] = {}
    for word in words:
        known, size = found.get(word[:key], ()), len(word)
        if size not in known:
            found[word[:key]] = tuple(sorted((*known, size), reverse=True))
    return found


def _enter(names: dict[str, str], new: Iterable[str], level: str, endings: Sequence[str]) -> None:
    lower = level.lower()
    sizes = tuple((end, -len(end)) for end in endings)
    for name in new:
        names[name] = level
        for end, size in sizes:  # plain steps: they are taken 41,000 times before the first sentence is read
            if name.endswith(end):
                if len(short := name[:size]) > 1:
                    names[short] = lower
                break
