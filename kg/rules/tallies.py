"""Titles whose winners are counted behind them: 新增特级教师4名."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.numbers import number
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import level
from kg.patterns.signature import Signature
from kg.terms import FactType, Role

_SOUGHT = regex("(?:创建|申报|争创|力争|争取|拟|将|计划|再|每年|每)[^,;。]{0,10}$")


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """新增H4名、H31名; 现有H 3所."""
    for sign in passage:
        if "H" in sign.letters:
            for place, chunk in sorted(sign.chunks.items()):
                if chunk.letter == "H":
                    yield from _tally(sign, place, chunk)


_TALLIED = regex("(?:称号)?(?:有|共|达|的有|各|已达|达到)?N(?![一-龥]{0,4}[、和]?[SAGP])")
_TITLED = (
    "班主任",
    "教师",
    "老师",
    "校长",
    "学生",
    "少年",
    "学校",
    "幼儿园",
    "集体",
    "单位",
    "课程",
    "案例",
    "家庭",
    "园丁",
    "名师",
    "骨干",
    "带头人",
    "能手",
    "基地",
)
_KINDS = {
    "名师": "教师",
    "骨干": "教师",
    "带头人": "教师",
    "能手": "教师",
    "园丁": "教师",
    "校": "学校",
    "少年": "学生",
}


def _tally(sign: Signature, place: int, chunk: Chunk) -> list[Claim]:
    """新增H4名、H31名: winners counted behind their title; they belong to who is named before, or to the area."""
    found = _TALLIED.match(sign.text, place + 1)
    count = sign.chunks[found.end() - 1].count if found else None
    if count is None or count.unit not in ("名", "人", "位", "所", "个", "家", "项"):
        return []
    value = number(count.value)
    if value is None or _SOUGHT.search(sign.text[sign.clause(place)[0] : place]):
        return []
    host = next(
        (c.items[0].head for i, c in sorted(sign.chunks.items(), reverse=True) if i < place and c.letter in "SAGZ"),
        Scope(None),
    )
    out = []
    for title in chunk.items:
        args: dict[Role, Argument] = {Role.HONOUR: title.head}
        if isinstance(title.head, Mention) and (known := level(title.head.text, sign.sentence.document.region)):
            args[Role.LEVEL] = known
        args |= {Role.RECIPIENT_COUNT: value, Role.RECIPIENT_KIND: _kind(title, count.unit), Role.OF: host}
        out.append(Claim(FactType.AWARD, args, sign.span(*sign.clause(place)), "honours.tally", 0.7))
    return out


def _kind(title: Item, unit: str) -> str:
    """Who gets a title, by its last words: 特级教师 → 教师, 示范校 → 学校."""
    name = title.head.text if isinstance(title.head, Mention) else ""
    word = max((w for w in _TITLED if w in name), key=name.rfind, default="")
    return _KINDS.get(word, word) or ("学校" if unit in "所家" or name.endswith("校") else "人")
