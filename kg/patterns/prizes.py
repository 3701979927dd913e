"""Ranks, categories and levels of prizes and honours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from kg import areas
from kg.lazy import regex
from kg.terms import Level

Winner = TypeVar("Winner")
SPECIAL = regex(r"组织|风尚|最佳|指导|辅导|提名|单项|人气|创意|创新|贡献|文明奖|优秀教练|风采")
"""Ranks that are won beside the categories of a contest, never within them."""

_LEVEL_WORD = regex(
    r"全国|国家|教育部|中国(?!矿业|石油|海洋|科学|人民|传媒|农业|地质|药科|计量|美术|音乐|政法|民航)|共青团中央|部级|央视"
)
_TITLE = regex(
    r"^(?:\d{4}(?:[—-]\d{4})?(?:学年)?(?:年)?度?|第?[一二三四五六七八九十百\d]+[届批期轮次]|首[届批]|新一届|“[^”]*”|‘[^’]*’|[\"“”‘’—\-·\s()（）]|上半年|下半年|春季|秋季)+"
)
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_SCOPE = {
    "省": Level.PROVINCIAL,
    "市": Level.MUNICIPAL,
    "州": Level.MUNICIPAL,
    "区": Level.DISTRICT,
    "县": Level.DISTRICT,
    "旗": Level.DISTRICT,
    "校": Level.SCHOOL,
}


def ranks(text: str) -> tuple[str, ...]:
    """The ranks of a list, each written out: 冠军、亚军; 一、二等奖 → 一等奖, 二等奖; 金、银奖; 第一、第三名 as they stand."""
    text = "".join(text.split())
    if found := re.fullmatch(r"([特一二三四](?:、[一二三四])*)等奖", text):
        return tuple(f"{g}等奖" for g in found[1].split("、"))
    if found := re.fullmatch(r"(?:并列)?(第[一二三四五六七八九十\d]+)((?:、[一二三四五六七八九十]+)+)(名|位)", text):
        rest = found[2].strip("、").split("、")
        return (found[1], *(f"第{g}" + (found[3] if n + 1 == len(rest) else "") for n, g in enumerate(rest)))
    if found := re.fullmatch(r"([金银铜])、([金银铜])(?:、([金银铜]))?(奖|牌|杯)", text):
        return tuple(f"{g}{found[4]}" for g in found.groups()[:3] if g)
    if found := re.fullmatch(r"([冠亚季])、?([冠亚季])(?:、?([冠亚季]))?军", text):
        return tuple(f"{g}军" for g in found.groups() if g)
    return (text.replace("总冠军", "总冠军"),)


def level(name: str, region: str | None, beside: str = "") -> Level | None:
    """The level that a contest's or honour's name tells; `beside` is who awards it, `region` the document's own area code."""
    rest = _TITLE.sub("", name)
    led = None if _LEVEL_WORD.match(rest) else _of_area(rest, region)
    if led is None and _LEVEL_WORD.search(name):
        return Level.NATIONAL
    for text in (rest, *re.findall(r"[“”‘’《》\"](.{2,})", name)):
        bare = text.lstrip('“”‘’"《 ')
        if (known := _of_area(bare, region)) is not None:
            return known
        if (found := re.match(r"(?:全)?([省市州区县旗校])(?:级|直)?", bare)) and not bare.startswith(
            ("区域", "校园", "校外", "校本", "市民", "校际", "市场", "区块")
        ):
            return _of_scope(found[1], region)
    if rest.startswith("自治区"):
        return Level.PROVINCIAL
    if found := re.search(r"([省市区县校])(?:级|赛课|赛|优质课|评优课|属)", rest):
        return _of_scope(found[1], region)
    if found := re.match(r"[一-龥]{2,4}?(省|自治区|市|区|县|旗)(?!域)", rest):
        return Level.PROVINCIAL if found[1] == "自治区" else _of_scope(found[1], None)
    for place in range(1, min(len(rest), 14)):
        if rest[place - 1] in '”’"' and (known := _of_area(rest[place:], region)) is not None:
            return known
    return level(beside, region) if beside else None


_HOLDS = regex(r"举办|举行|举办了|主办|承办|组织|开展|启动|评出|决出|落幕|收官|开赛|揭晓")


def held_level(sentence: str, contest: str, region: str | None) -> Level | None:
    """The level of a contest without one in its name, where the document's own area is told to hold it: 我区举办“春蕾杯”合唱比赛."""
    own = areas.area(region) if region else None
    if own is None or contest not in sentence:
        return None
    start = sentence.index(contest)
    around = sentence[max(0, start - _BESIDE) : start + len(contest) + _BESIDE]
    beside = re.search(r"我[区市县]|全[区市县]|[区市县]教育|本[区市县]|[区市县]委", around)
    return own.level if beside and _HOLDS.search(around) else None


_BESIDE = 40


def _of_area(text: str, region: str | None) -> Level | None:
    opening = areas.prefix(text, region, short=False)
    code = opening.code
    if code is None and opening.end == 0:
        code = areas.prefix(text, region, short=True).code
        if code is not None and (region is None or not areas.within(region, code)):
            return None
    if code is None:
        return None
    if code.endswith("0000") and code[:2] in _MUNICIPALITIES:
        return Level.MUNICIPAL
    found = areas.area(code)
    return found.level if found else None


def _of_scope(word: str, region: str | None) -> Level:
    own = areas.area(region) if region else None
    if word == "市" and own is not None and own.level is Level.DISTRICT and own.name.endswith("市"):
        return Level.DISTRICT
    return _SCOPE[word]


def recipient_kind(noun: str) -> str:
    """The counted noun as a kind: 青年教师 → 教师, 位老师 → 教师."""
    for word, kind in (
        ("班主任", "班主任"),
        ("教师", "教师"),
        ("老师", "教师"),
        ("学生", "学生"),
        ("同学", "学生"),
        ("选手", "选手"),
        ("学校", "学校"),
        ("作品", "作品"),
        ("幼儿园", "幼儿园"),
    ):
        if word in noun:
            return kind
    return noun


def in_order(every: Sequence[str]) -> bool:
    """Whether the ranks are places in order, each held by one: 冠军、亚军, 第二名、第三名."""
    return len(set(every)) == len(every) > 1 and all(re.match("第|[冠亚季殿]", rank) for rank in every)


def combined(
    winners: Sequence[Winner], categories: Sequence[str], every: Sequence[str], *, apart: bool, all_of: bool
) -> list[tuple[Winner, str, str]]:
    """Winners × categories × ranks; `apart` (分别) gives each winner its own, `all_of` (包揽) every winner every one."""
    if (apart or all_of) and len(every) == len(winners) > 1:
        return [(w, categories[0], r) for w, r in zip(winners, every, strict=True)]
    if apart and len(categories) == len(winners) > 1:
        return [(w, c, every[0]) for w, c in zip(winners, categories, strict=True)]
    if len(categories) == len(every) > 1 and not all_of:
        return [(w, c, r) for w in winners for c, r in zip(categories, every, strict=True)]
    return [(w, c, r) for w in winners for c in categories for r in every]
