"""A name taken apart: the areas before it, its number, the words that tell its stage, and the rest that is its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import areas
from kg.lazy import regex
from kg.lexicon import rows

_SIZE = 1 << 13
"""Answers that are remembered: what one document names again and again, and what most documents name."""
_QUOTES = regex(r"[“”\"‘’'「」『』\s\u00a0\u3000]")
_WIDE = {ord(a): b for a, b in zip("０１２３４５６７８９（），：", "0123456789(),:", strict=True)}
_DIGITS = "零一二三四五六七八九"
_NUMBER = regex(
    r"第([零〇一二三四五六七八九十百廿\d]{1,5})"
    r"|([零〇一二三四五六七八九十百廿\d]{1,4})(?=(?:女(?=中)|[小中幼实附校高初])(?![\u4e00-\u9fff]?[村路街庄河桥里]))"
)
_TOWN = regex(r"[\u4e00-\u9fff]{2,6}?(?:街道|镇|乡|新区|开发区|新城|科技城|园区)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name. `what` is area, town, number, core, or the class of a word of the lexicon."""

    text: str
    what: str
    shorts: tuple[str, ...] = ()
    drop: str = "never"
    code: str | None = None


_BARE = 2
"""Characters of 东区 and 城区, which many places are called."""
_LOOSE = frozenset("第")
"""What a short form may have that the full name has not."""
_PARTY = (
    Part("中国共产党", "body", ("中共", ""), "small"),
    Part("中共", "body", (), "small"),
    Part("中国共产主义青年团", "body", ("共青团", "团")),
    Part("共青团", "body", ("团",)),
    Part("中华人民共和国", "body", ("国家",), "small"),
)
"""What stands before the area in the names of party, league and state bodies."""
_PIONEERS = regex(r"^(?:中国)?(?:少年先锋队|少先队)(?=..+(?:委|会))")


@lru_cache(maxsize=_SIZE)
def plain(name: str) -> str:
    """The name without quotation marks and blanks, in half-width digits and brackets: what two writings of one name share."""
    return _QUOTES.sub("", name.translate(_WIDE))


@lru_cache(maxsize=_SIZE)
def numerals(name: str) -> str:
    """The name with Arabic numerals below a thousand in Chinese ones: 24中 → 二十四中."""
    text = re.sub(r"(?<!\d)\d{1,3}(?!\d|届|年|月|日|号)", lambda m: _chinese(int(m[0])), name)
    return text.replace("〇", "零")


@lru_cache(maxsize=_SIZE)
def letters(name: str) -> frozenset[str]:
    """The characters of a plain name that its full form must have too."""
    return frozenset(numerals(name)) - _LOOSE


@lru_cache(maxsize=_SIZE)
def parts(name: str, region: str | None) -> tuple[Part, ...]:
    """The pieces of a plain name, in order; `region` decides which area a homonym is."""
    text = numerals(name)
    out: list[Part] = []
    if pioneers := _PIONEERS.match(text):
        text = text[pioneers.end() :]
    opening = next((p for p in _PARTY if text.startswith(p.text)), None)
    if opening:
        out.append(opening)
    at = len(opening.text) if opening else 0
    at += _areas(text[at:], region, out)
    if pioneers:  # 中国少年先锋队上城区工作委员会 is called 上城区少工委
        out.append(_lexicon()["少年先锋队"])
    core = at
    while at < len(text):
        found = _part_at(text, at)
        if found is None:
            at += 1
            continue
        if at > core:
            out.append(_core(text[core:at], first=not any(p.what == "core" for p in out)))
        out.append(found[0])
        at = core = found[1]
    if core < len(text):
        out.append(_core(text[core:], first=True))
    return tuple(out)


def is_word_at(text: str, place: int) -> bool:
    """Whether a known word or a known short form of one lies over the place and ends the text: 区教科局."""
    return any(text[start:] in _words() for start in range(place + 1))


def after_party(name: str) -> str:
    """A plain name without the party, league or state that opens it: 共青团长沙市委 → 长沙市委. The 中国 in it names no area."""
    if found := _PIONEERS.match(name):
        return name[found.end() :]
    opening = next((p.text for p in _PARTY if name.startswith(p.text)), "")
    return name[len(opening) :]


def own_area(name: str, region: str | None) -> str | None:
    """The code of the area that a plain name opens with, in full (常州市第二十四中学) or as a scope word (市二十四中); None if none."""
    found = areas.prefix(name, region)
    if found.end:
        here = found.end > _BARE or any(areas.within(found.code or "", c) for c in areas.chain(region or "")[:-2])
        # 东区 is a campus here, and 西区分校 one's, and no district far away
        return found.code if found.end < len(name) and here else None
    scoped = areas.opening_scope(name, region)
    return scoped[0] if scoped else None


def is_open(name: str, region: str | None) -> bool:
    """Whether a plain name opens with the full name of an area that may be one of several: 鼓楼区 in 鼓楼区实验小学."""
    found = areas.prefix(name, region)
    return found.code is None and _BARE < found.end < len(name)


def number_of(name: str) -> str | None:
    """The number that tells a school from its like: 第三小学 → 三; None if it has none."""
    found = _NUMBER.search(numerals(name))
    return _normal_number(found[1] or found[2]) if found else None


def _areas(text: str, region: str | None, out: list[Part]) -> int:
    """Takes the areas that open the name; returns where the rest begins."""
    found = areas.prefix(text, region)
    at = 0
    if found.end < len(text):
        # a chain comes as one step: each of its areas is a piece
        for code in reversed(areas.chain(found.code)) if found.code else ():
            known = areas.area(code)
            if known and text.startswith(known.name, at):
                at += len(known.name)
                out.append(_area(known.name, code, text, at))
        if at < found.end:
            out.append(Part(text[at : found.end], "area"))
            at = found.end
    if at == 0:
        at = _short_area(text, region, out)
    if town := _TOWN.match(text, at):
        at = town.end()
        out.append(_area(town[0], None, text, at))
    return at


def _area(name: str, code: str | None, text: str, end: int) -> Part:
    """An area before a name; a town may be left out where the name has a part of its own: 方城镇诸满小学."""
    if code and len(code) == len(areas.COUNTRY):
        return Part(name, "area", code=code)
    return Part(name, "town", drop="never" if _part_at(text, end) else "town", code=code)


def _short_area(text: str, region: str | None, out: list[Part]) -> int:
    """Takes the short name of an area around that opens the name: 常州刘国钧学校."""
    for code in areas.chain(region) if region else ():
        known = areas.area(code)
        stem = areas.short_name(known.name) if known else ""
        if known and stem != known.name and text.startswith(stem) and len(text) > len(stem) + 1:
            out.append(Part(stem, "area", code=code))
            return len(stem)
    return 0


def _part_at(text: str, at: int) -> tuple[Part, int] | None:
    number = _NUMBER.match(text, at)
    if number:
        digits = _normal_number(number[1] or number[2])
        return Part(digits, "number"), number.end()
    known = _lexicon()
    for length in range(min(_longest(), len(text) - at), 1, -1):
        piece = text[at : at + length]
        if piece in known:
            return known[piece], at + length
    last = text[at:]
    return (known[last], len(text)) if last in known else None


def _core(text: str, *, first: bool) -> Part:
    return Part(text, "core" if first else "inner")


def _normal_number(text: str) -> str:
    text = text.replace("廿", "二十").replace("〇", "零")
    if text.isdigit():
        return _chinese(int(text))
    return text.removeprefix("一") if text.startswith("一十") else text


def _chinese(value: int) -> str:
    if value >= 100:  # noqa: PLR2004 -- a hundred and more: digit by digit, as schools are called
        return "".join(_DIGITS[int(c)] for c in str(value))
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


@cache
def _lexicon() -> Mapping[str, Part]:
    return {r["part"]: Part(r["part"], r["class"], tuple(r["short"].split()), r["drop"]) for r in rows("name-parts")}


@cache
def _words() -> frozenset[str]:
    return frozenset(word for part in _lexicon().values() for word in (part.text, *part.shorts) if len(word) > 1)


@cache
def _longest() -> int:
    return max(map(len, _lexicon()))
