"""Administrative areas of China by GB/T 2260 code: look-up in context, parents, scope words; homonyms are never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import rows
from kg.terms import Level

COUNTRY = "100000"
LONGEST = 15
"""The longest name of an area, in characters."""


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
    return _areas().get(code) or (_towns().get(code) if len(code) > len(COUNTRY) else None)


def parent(code: str) -> str | None:
    """The code of the area above; None above the country."""
    if code == COUNTRY:
        return None
    if len(code) > len(COUNTRY):
        # 嘉峪关 has streets and no counties
        return code[:6] if code[:6] in _areas() else code[:4] + "00"
    if code.endswith("0000"):
        return COUNTRY
    above = code[:4] + "00"
    # municipalities and counties that a province runs itself have no prefecture
    return above if not code.endswith("00") and above in _areas() else code[:2] + "0000"


@lru_cache(maxsize=1 << 16)
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


@lru_cache(maxsize=1 << 14)
def short_name(name: str) -> str:
    """The name without its suffix and the names of peoples: 钟楼区 → 钟楼, 恩施土家族苗族自治州 → 恩施; itself where too little is left."""
    stem = _suffix().sub("", name)
    if stem.endswith("族") or name.endswith(("自治区", "自治州", "自治县")):
        bare = _peoples().sub("", stem)
        stem = bare if len(bare) > 1 else stem
    return stem if len(stem) > 1 else name


@lru_cache(maxsize=1 << 16)
def find(name: str, context: str | None = None, *, short: bool = True) -> Found:
    """The area that `name` means in a document of the region `context`: full names first, then (if `short`) short ones.

    A homonym is decided by what lies nearest to the context (in it, above it, in its prefecture, in its province).
    """
    codes = _full().get(name) or (_short().get(name, ()) if short else ())
    if codes:
        return _nearest(codes, context)
    codes = _town_names().get(name, ())
    # the table of streets and towns is of one year: being the only one of its name there proves nothing far away
    around = chain(context)[:-2] if context else ()
    near = tuple(c for c in codes if any(within(c, outer) for outer in around))
    if near:
        return _nearest(near, context)
    return Found(None, codes, "乡镇街道,附近没有同名的" if codes else "不是已知的行政区划")


@lru_cache(maxsize=1 << 16)
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
    what = _scopes().get(word)
    if what == "prefecture" and region:
        return next((c for c in chain(region) if (a := area(c)) and a.level is Level.MUNICIPAL), None)
    levels = {"nation": Level.NATIONAL, "province": Level.PROVINCIAL, "city": Level.MUNICIPAL, "county": Level.DISTRICT}
    return at(levels[what], region) if what in levels else None


def is_name(name: str) -> bool:
    """Whether some area of county level or above is called so, in full or short."""
    return name in _full() or name in _short()


def name_at(text: str, at: int) -> str | None:
    """The longest name, full or short, of an area of county level or above that starts there; None where none does."""
    for length in _lengths().get(text[at : at + 2], ()):
        if is_name(name := text[at : at + length]):
            return name
    return None


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The first two characters of names → how long such names are, longest first."""
    found: dict[str, set[int]] = {}
    for name in (*_full(), *_short()):
        if 1 < len(name) <= LONGEST:
            found.setdefault(name[:2], set()).add(len(name))
    return {opening: tuple(sorted(sizes, reverse=True)) for opening, sizes in found.items()}


def is_full_name(name: str) -> bool:
    """Whether some area of county level or above bears exactly this name."""
    return name in _full()


def named(name: str) -> tuple[str, ...]:
    """The codes of all areas of county level or above with this full name, else with this short name."""
    return _full().get(name) or _short().get(name, ())


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
    if name[at : at + 2] not in _starts():
        return None
    for end in range(min(len(name), at + LONGEST), at + 1, -1):
        piece = name[at:end]
        if not (piece in _full() or (short and piece in _short()) or piece in _town_names()):
            continue
        found = find(piece, context, short=short)
        if after is not None and not (found.code and within(found.code, after) and found.code != after):
            continue
        if found.code or piece in _full():
            return found.code, end
    return None


@cache
def _areas() -> Mapping[str, Area]:
    known = {r["code"]: Area(r["code"], r["name"]) for r in rows("areas")}
    gone = {r["code"]: Area(r["code"], r["name"], r["successor"]) for r in rows("areas-abolished")}
    return gone | known


@cache
def _towns() -> Mapping[str, Area]:
    out: dict[str, Area] = {}
    for row in rows("streets"):
        for cell in row["towns"].split(" "):
            code = row["county"] + cell[:3]
            out[code] = Area(code, cell[3:])
    return out


def _index(names: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(sorted(codes)) for name, codes in names.items()}


@cache
def _full() -> Mapping[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for a in _areas().values():
        out.setdefault(a.name, []).append(a.code)
    return _index(out)


@cache
def _short() -> Mapping[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for a in _areas().values():
        if (stem := short_name(a.name)) != a.name:
            out.setdefault(stem, []).append(a.code)
    return _index(out)


@cache
def _town_names() -> Mapping[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for a in _towns().values():
        name = a.name.removesuffix("办事处") if a.name.endswith("街道办事处") else a.name
        if name.endswith(("街道", "镇", "乡", "苏木", "农场", "林场", "办事处")):
            out.setdefault(name, []).append(a.code)
        if name.endswith("镇镇"):  # 乌镇镇 is called 乌镇
            out.setdefault(name[:-1], []).append(a.code)
    return _index(out)


@cache
def _starts() -> frozenset[str]:
    """The first two characters of all names: most names open with no area at all."""
    return frozenset(name[:2] for index in (_full(), _short(), _town_names()) for name in index)


@cache
def _scopes() -> Mapping[str, str]:
    return {r["word"]: r["what"] for r in rows("area-words") if r["what"] not in {"suffix", "people", "national"}}


def _longest_first(what: str) -> str:
    found = (r["word"] for r in rows("area-words") if r["what"] == what)
    return "|".join(sorted(found, key=lambda w: (-len(w), w)))


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(f"(?:{_longest_first('suffix')})$")


@cache
def _peoples() -> re.Pattern[str]:
    return re.compile(f"(?:(?:{_longest_first('people')})族?)+$")
