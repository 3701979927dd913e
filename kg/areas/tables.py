"""The tables of administrative areas: by code, by full name, by short name, by the way a name opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.compiled import compiled
from kg.lazy import regex
from kg.lexicon import rows
from kg.terms import Level

COUNTRY = "100000"
LONGEST = 15
"""The longest name of an area, in characters."""


_TOWN_ENDS = ("街道", "镇", "乡", "苏木", "农场", "林场", "办事处")
_TOWN = regex("|".join(_TOWN_ENDS))


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area; `code` has six digits, for a street or town nine. `successor` is set where it was abolished."""

    code: str
    name: str
    successor: str | None = None

    @property
    def level(self) -> Level | None:
        """Its level; None for streets and towns."""
        if self.code == COUNTRY:
            return Level.NATIONAL
        if self.code.endswith("0000"):
            return Level.PROVINCIAL
        if len(self.code) > len(COUNTRY):
            return None
        return Level.MUNICIPAL if self.code.endswith("00") else Level.DISTRICT


@lru_cache(maxsize=1 << 14)
def short_name(name: str) -> str:
    """The name without its suffix and the names of peoples: 钟楼区 → 钟楼, 恩施土家族苗族自治州 → 恩施; itself where too little is left."""
    stem = _suffix().sub("", name)
    if stem.endswith("族") or name.endswith(("自治区", "自治州", "自治县")):
        bare = _peoples().sub("", stem)
        stem = bare if len(bare) > 1 else stem
    return stem if len(stem) > 1 else name


def bare_name(name: str) -> str | None:
    """What an autonomous prefecture, county or banner is called: 恩施土家族苗族自治州 → 恩施州."""
    if not name.endswith(("自治州", "自治县", "自治旗")):
        return None
    stem = short_name(name)
    return stem + name[-1] if stem != name else None


@cache
def lengths() -> Mapping[str, tuple[int, ...]]:
    """The first two characters of names → how long such names are, longest first."""
    found: dict[str, set[int]] = {}
    for name in (*full(), *short()):
        if 1 < len(name) <= LONGEST:
            found.setdefault(name[:2], set()).add(len(name))
    return {opening: tuple(sorted(sizes, reverse=True)) for opening, sizes in found.items()}


@cache
def by_code() -> Mapping[str, Area]:
    """Code → area, abolished ones too."""
    known = {r["code"]: Area(r["code"], r["name"]) for r in rows("areas")}
    gone = {r["code"]: Area(r["code"], r["name"], r["successor"]) for r in rows("areas-abolished")}
    return gone | known


@cache
def _towns() -> Mapping[str, str]:
    """County → its streets and towns as the table has them: `001东华门街道 002景山街道`."""
    return {row["county"]: row["towns"] for row in rows("streets")}


@lru_cache(maxsize=1 << 14)
def town(code: str) -> Area | None:
    """The street or town with this code of nine digits. Not all of the 41,000 are made for the few that a text names."""
    cells = _towns().get(code[:6], "").split(" ")
    return next((Area(code, cell[3:]) for cell in cells if cell[:3] == code[6:]), None)


def _index(names: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(sorted(codes)) for name, codes in names.items()}


@cache
def full() -> Mapping[str, tuple[str, ...]]:
    """Full name → codes; autonomous areas also by what they are called (恩施州)."""
    out: dict[str, list[str]] = {}
    for a in by_code().values():
        out.setdefault(a.name, []).append(a.code)
        if (bare := bare_name(a.name)) is not None:
            out.setdefault(bare, []).append(a.code)
    return _index(out)


@cache
def short() -> Mapping[str, tuple[str, ...]]:
    """Name without its suffix → codes."""
    out: dict[str, list[str]] = {}
    for a in by_code().values():
        if (stem := short_name(a.name)) != a.name:
            out.setdefault(stem, []).append(a.code)
    return _index(out)


def town_codes(name: str) -> str:
    """The codes of the streets and towns of this name, parted by blanks: the table is made where a text names what may be one."""
    return _town_names().get(name, "") if name.endswith(_TOWN_ENDS) else ""


@cache
def _town_names() -> Mapping[str, str]:
    """Name of a street or town → codes, parted by blanks: text, for so many tuples would take long to make."""
    out: dict[str, str] = {}
    for county, cells in _towns().items():
        for cell in cells.split(" "):
            name, code = cell[3:], county + cell[:3]
            if name.endswith("街道办事处"):
                name = name[:-3]
            if name.endswith(_TOWN_ENDS):
                out[name] = f"{out[name]} {code}" if name in out else code
            if name.endswith("镇镇"):  # 乌镇镇 is called 乌镇
                short = name[:-1]
                out[short] = f"{out[short]} {code}" if short in out else code
    return out


def may_open(name: str) -> bool:
    """Whether an area may open this name: most names open with none, and hold no word for a street or town."""
    return name[:2] in _openings() or _TOWN.search(name) is not None


@cache
def _openings() -> frozenset[str]:
    return frozenset(name[:2] for index in (full(), short()) for name in index)


@cache
def scopes() -> Mapping[str, str]:
    """Scope word (市, 全省, 大市) → what it means."""
    return {r["word"]: r["what"] for r in rows("area-words") if r["what"] not in {"suffix", "people", "national"}}


def _longest_first(what: str) -> str:
    found = (r["word"] for r in rows("area-words") if r["what"] == what)
    return "|".join(sorted(found, key=lambda w: (-len(w), w)))


@cache
def _suffix() -> re.Pattern[str]:
    return compiled(f"(?:{_longest_first('suffix')})$")


@cache
def _peoples() -> re.Pattern[str]:
    return compiled(f"(?:(?:{_longest_first('people')})族?)+$")
