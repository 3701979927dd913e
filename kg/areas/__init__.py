"""Administrative areas of China by GB/T 2260 code: look-up in context, parents, scope words; homonyms are never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.areas import tables
from kg.areas.tables import COUNTRY, LONGEST, Area, bare_name, short_name
from kg.terms import Level

__all__ = [
    "COUNTRY", "Area", "Found", "Prefix", "area", "at", "bare_name", "chain", "find", "full_name", "is_full_name",
    "is_name", "named", "names_in", "opening_scope", "own_words", "parent", "prefix", "scope", "short_name", "within",
]  # fmt: skip

_SIZE = 1 << 13
"""Answers that are remembered: there are some 3,000 counties."""
_NAMED_SCOPES = ("自治区", "地区", "州", "盟")
"""Scope words for areas that are called so: 州 means nothing in a city."""
_COUNTY_CITY = 81
"""GB/T 2260: the last two digits of county-level cities count from 81."""
_TOWNS = ("街道", "镇", "乡")
_TOWN_NAMES = (2, 3)
"""Characters of a town's name that may begin like a scope word."""
_OPENING_SCOPES = (
    *(f"{whose}{area}" for whose in "我本" for area in "省市区县旗州盟"),
    *("自治区", "地区", "省", "市", "区", "县", "旗", "州", "盟"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name means: one code, or None with the candidates and the reason why none was chosen."""

    code: str | None
    candidates: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The run of area names that opens a name: the lowest area (None where open) and where the rest starts."""

    code: str | None
    end: int


def area(code: str) -> Area | None:
    """The area with this code, abolished ones too."""
    return tables.by_code().get(code) or (tables.town(code) if len(code) > len(COUNTRY) else None)


def parent(code: str) -> str | None:
    """The code of the area above; None above the country."""
    if code == COUNTRY:
        return None
    if len(code) > len(COUNTRY):
        # 嘉峪关 has streets and no counties
        return code[:6] if code[:6] in tables.by_code() else code[:4] + "00"
    if code.endswith("0000"):
        return COUNTRY
    above = code[:4] + "00"
    # municipalities and counties that a province runs itself have no prefecture
    return above if not code.endswith("00") and above in tables.by_code() else code[:2] + "0000"


@lru_cache(maxsize=_SIZE)
def chain(code: str) -> tuple[str, ...]:
    """The code and all that it lies in, lowest first."""
    out = [code]
    while above := parent(out[-1]):
        out.append(above)
    return tuple(out)


def within(code: str, outer: str) -> bool:
    """Whether the area is `outer` or lies in it."""
    return outer in chain(code)


def full_name(code: str) -> str:
    """The names from the province down: 江苏省常州市钟楼区. Empty for an unknown code."""
    known = (area(c) for c in reversed(chain(code)) if c != COUNTRY)
    return "".join(a.name for a in known if a)


@lru_cache(maxsize=_SIZE)
def find(name: str, context: str | None = None, *, short: bool = True) -> Found:
    """The area that `name` means in a document of the region `context`: full names first, then (if `short`) short ones.

    A homonym is decided by what lies nearest to the context (in it, above it, in its prefecture, in its province).
    """
    codes = tables.full().get(name) or (tables.short().get(name, ()) if short else ())
    if codes:
        return _nearest(codes, context)
    codes = tuple(tables.town_codes(name).split())
    # the table of streets and towns is of one year: being the only one of its name there proves nothing far away
    around = chain(context)[:-2] if context else ()
    near = tuple(c for c in codes if any(within(c, outer) for outer in around))
    if near:
        return _nearest(near, context)
    return Found(None, codes, "乡镇街道,附近没有同名的" if codes else "不是已知的行政区划")


@lru_cache(maxsize=_SIZE)
def prefix(name: str, context: str | None = None, *, short: bool = False) -> Prefix:
    """The areas that open `name`, each within the one before: 常州市钟楼区教育局 → 320404, 6."""
    code, end, inside = None, 0, context
    for _ in range(4):
        step = _opening(name, end, inside, short=short, after=code)
        if step is None:
            break
        code, end = step
        inside = code or inside
    return Prefix(code, end)


def at(level: Level | None, region: str | None) -> str | None:
    """The area of that level above or at the region. 市 of a county-level city is itself, of a municipality the municipality."""
    if level is Level.NATIONAL:
        return COUNTRY
    if region is None:
        return None
    own = area(region)
    if level is None or level is Level.SCHOOL or own is None:
        return region
    if level is Level.MUNICIPAL and own.level is Level.DISTRICT and own.name.endswith("市"):
        return region
    if level is Level.DISTRICT and len(region) > len(COUNTRY):
        return region[:6]
    above = chain(region)
    found = next((c for c in above if (a := area(c)) and a.level is level), None)
    if found is None and level is Level.MUNICIPAL:  # 市 of 北京 is the province-level municipality
        return next((c for c in above if c.endswith("0000") and c != COUNTRY), None)
    return found


def scope(word: str, region: str | None) -> str | None:
    """The area that a scope word (市, 全省, 我区, 大市) means in a document of the region; None where it tells none."""
    what = tables.scopes().get(word)
    if what == "prefecture" and region:
        code = next((c for c in chain(region) if (a := area(c)) and a.level is Level.MUNICIPAL), None)
    else:
        levels = {
            "nation": Level.NATIONAL,
            "province": Level.PROVINCIAL,
            "city": Level.MUNICIPAL,
            "county": Level.DISTRICT,
        }
        code = at(levels[what], region) if what in levels else None
    named = next((w for w in _NAMED_SCOPES if word.endswith(w)), "")
    known = area(code) if code else None
    return code if known and known.name.endswith(named) else None


def own_words(region: str | None) -> frozenset[str]:
    """The scope words that mean the area of a GB/T 2260 code itself: 区 for a district, 市 too for a county-level city."""
    if not region:
        return frozenset()
    if region.endswith("0000"):
        return frozenset("省市区")
    if region.endswith("00"):
        return frozenset("市州")
    return frozenset("市" if int(region[4:]) >= _COUNTY_CITY else "区县旗")


def opening_scope(name: str, region: str | None) -> tuple[str, int] | None:
    """The area that the scope word opening a name means, and the word's length: 市二十四中, 自治区教育厅; None if none opens it."""
    for word in _OPENING_SCOPES:
        if name.startswith(word) and len(name) > len(word) and (code := scope(word, region)):
            # 市桥 is a town of 番禺区; in 市中小学生运动会 no town is meant
            town = name[1] != "中" and any(is_town(name[:length], region) for length in _TOWN_NAMES)
            return None if town else (code, len(word))
    return None


def is_town(stem: str, region: str | None) -> bool:
    """Whether a town or street of the region is called so: 市桥 in 番禺区."""
    return any(find(stem + suffix, region).code for suffix in _TOWNS)


def is_name(name: str) -> bool:
    """Whether some area of county level or above is called so, in full or short."""
    return name in tables.full() or name in tables.short()


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Where names, full or short, of areas of county level or above stand, each the longest there; none begins in another."""
    lengths, until = tables.lengths(), 0
    for at in [at for at in range(len(text) - 1) if text[at : at + 2] in lengths]:
        pieces = (text[at : at + length] for length in lengths[text[at : at + 2]])
        if at >= until and (name := next(filter(is_name, pieces), None)):
            yield at, name
            until = at + len(name)


def is_full_name(name: str) -> bool:
    """Whether some area of county level or above bears exactly this name."""
    return name in tables.full()


def named(name: str) -> tuple[str, ...]:
    """The codes of all areas of county level or above with this full name, else with this short name."""
    return tables.full().get(name) or tables.short().get(name, ())


def _nearest(codes: tuple[str, ...], context: str | None) -> Found:
    living = tuple(c for c in codes if (a := area(c)) and a.successor is None)
    if context is None:
        pool = living or codes
        only = _outermost(pool)
        return Found(only, codes, "唯一") if only else Found(None, codes, "同名,没有可依据的地区")
    around = chain(context)
    for candidates in (living, codes):
        above = [c for c in around if c in candidates]
        if above:
            return Found(above[0], codes, "上级地区")
        for outer in around[:-1]:
            near = [c for c in candidates if within(c, outer)]
            if only := _outermost(near):
                return Found(only, codes, f"{full_name(outer)}内唯一")
            if near:
                return Found(None, codes, f"{full_name(outer)}内同名")
    if only := _outermost(living or codes):
        return Found(only, codes, "唯一")
    return Found(None, codes, "同名,上下文不能区分")


def _outermost(codes: Sequence[str]) -> str | None:
    """The one that all others lie in (兰州 is the city, not its new area), else the only province (河南) or capital of one (西安)."""
    around = [c for c in codes if all(within(o, c) for o in codes)]
    for known in (around, [c for c in codes if c.endswith("0000")], [c for c in codes if c.endswith("0100")]):
        if len(known) == 1:
            return known[0]
    return None


def _opening(
    name: str, at: int, context: str | None, *, short: bool, after: str | None
) -> tuple[str | None, int] | None:
    if not tables.may_open(name[at : at + LONGEST]):
        return None
    for end in range(min(len(name), at + LONGEST), at + 1, -1):
        piece = name[at:end]
        if not (piece in tables.full() or (short and piece in tables.short()) or tables.town_codes(piece)):
            continue
        found = find(piece, context, short=short)
        if after is not None and not (found.code and within(found.code, after) and found.code != after):
            continue
        if found.code or piece in tables.full():
            return found.code, end
    return None
