"""Names of administrative areas as one table, in full and short, each with its level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from kg import lexicon

_TOWN_WORDS = ("街道", "镇", "乡")
_COUNTY_WORDS = ("区", "县", "市", "旗")
_CITY_WORDS = ("市", "地区", "盟")
_PROVINCE_WORDS = ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区")


@cache
def areas() -> Mapping[str, str]:
    """Area name → level letter: P province, C city, D county, T town; lower case where the class word is dropped."""
    names: dict[str, str] = {}
    towns = (town[3:] for row in lexicon.rows("streets") for town in row["towns"].split(" "))
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


def _enter(names: dict[str, str], new: Iterable[str], level: str, endings: Sequence[str]) -> None:
    for name in new:
        names[name] = level
        short = next((name.removesuffix(end) for end in endings if name.endswith(end)), name)
        if short != name and len(short) > 1:
            names[short] = level.lower()
