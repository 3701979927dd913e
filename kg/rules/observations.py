"""Counts that no other fact holds: how many schools, pupils, prizes, hours, of which area, school, group or activity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.belonging import subjects_of
from kg.patterns.dates import at as date_at
from kg.patterns.numbers import number
from kg.patterns.signature import Signature
from kg.patterns.tokens import Count
from kg.terms import FactType, Role

_UNITS = frozenset(
    [
        "人",
        "名",
        "位",
        "个",
        "所",
        "家",
        "支",
        "件",
        "项",
        "场",
        "次",
        "人次",
        "篇",
        "幅",
        "份",
        "门",
        "间",
        "块",
        "本",
        "册",
        "条",
        "大",
        "%",
        "组",
        "对",
        "班",
        "台",
        "套",
        "栋",
        "座",
        "棵",
        "首",
        "部",
        "张",
        "亩",
        "万人",
        "万名",
        "万人次",
        "万册",
        "万平方米",
        "平方米",
        "堂",
        "节",
        "课时",
        "种",
        "处",
        "户",
        "场次",
        "万次",
        "学位",
        "万个",
        "成",
        "倍",
        "期",
        "轮",
        "队",
        "批",
        "家次",
        "万份",
        "名学生",
        "枚",
        "公里",
        "亿元",
        "万元",
        "万户",
    ]
)
_SPELT, _LEAD = 10, 24
"""A numeral spelt out counts from ten on; a time at the start of a sentence reaches so far."""
_NOT_COUNTED = regex(
    r"^(?:方面|以[上下内外]|春秋|年头|寒暑|昼夜|日夜|层面|阶段|字|月|问题|办法|字头|老大难|维度|原则|环节|关键|难题|角度|梦想|家长|目标|词|优势|“|步|人都|孩子都|人一|级|关键词|理由|体会|小时|年|学期|字母|世纪|城市|季度|工作日|同学都|学校都)"
)
_TAIL = regex(
    "的|均|都|参加|报名|参与|参赛|走进|入营|到|被|获|在|已|开展|加入|分别|组成|接受|完成|是|为|从|把|将|进行|来自|走上|登|同|各|全部"
)
_ELSEWHERE = regex("[一-龥]{2,4}(?:县|州)(?:也|还|亦)?有$")
_FUTURE = r"计划|将|拟|明年|力争|每[年周月学天人次]|不少于|不低于|至少|不超过|到20\d\d年|目标|预计|感谢|谢谢|两位好"


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """教育集团N, N教师参加F, 全区N所学校, 占比N%."""
    for sign in passage:
        if "N" not in sign.letters and not any(c.total for c in sign.chunks.values()):
            continue
        for place, chunk in sorted(sign.chunks.items()):
            if chunk.letter == "N" and chunk.count is not None:
                yield from _count(sign, place, chunk.count)


def _count(sign: Signature, place: int, count: Count) -> Iterator[Claim]:
    told = number(count.value)
    if told is None or count.unit not in _UNITS:
        return
    measure = _measure(sign, place, count)
    likely = measure is not None and _counts(sign, place, count)
    args: dict[Role, Argument] = {Role.MEASURE: measure or "", Role.VALUE: told, Role.UNIT: count.unit}
    if (date := _date(sign, place)) is not None:
        args[Role.DATE] = date
    evidence = sign.span(*sign.clause(place))
    names = set[str]()
    for n, (subject, reading) in enumerate(subjects_of(sign, place).items()):
        if likely:
            rule, sure = f"observations.{reading}", _FIRST if n == 0 else _FURTHER
            names |= {subject.text} if isinstance(subject, Mention) else set()
        elif isinstance(subject, Scope):
            rule, sure = "nearby.count", _WEAK
        else:
            continue
        yield Claim(FactType.OBSERVATION, {Role.SUBJECT: subject} | args, evidence, rule, sure)
    for other in islice(_others(sign, place), _MOST):
        if other.text not in names:
            names.add(other.text)
            yield Claim(FactType.OBSERVATION, {Role.SUBJECT: other} | args, evidence, "nearby.count", _WEAK)


def _others(sign: Signature, place: int) -> Iterator[Mention]:
    """What else the count may belong to: the names of its sentence, nearest first, but none behind the next semicolon."""
    for at in sorted(sign.held("SAGOCEFL"), key=lambda at: abs(at - place)):
        chunk = sign.chunks[at]
        if len(chunk.items) <= _TWO and (at < place or sign.together(at, place)):
            yield from (i.head for i in chunk.items if isinstance(i.head, Mention))


_WEAK, _MOST, _TWO = 0.1, 8, 2
"""A reading that no rule supports; how many of them a count has at most; names of a list that may share a count."""


_FIRST, _FURTHER = 0.7, 0.2


def _counts(sign: Signature, place: int, count: Count) -> bool:
    """Whether the number counts something: no rank, prize, age, price, ordinal, plan or manner of speaking."""
    before, after = sign.text[max(0, place - 8) : place], sign.text[place + 1 : place + 12]
    start, end = sign.clause(place)
    clause = sign.text[start:end]
    if _NOT_CLAUSE.search(clause) or _NOT_BEFORE.search(before) or _NOT_AFTER.match(after) or _NOT_COUNTED.match(after):
        return False
    if count.unit in ("%", "成") and _BUILDING.search(clause):
        return False
    if _ELSEWHERE.search(sign.text[start:place]) or ("R" in clause[: place - start] and "其中" in clause):
        return False
    summed = sign.chunks.get(place - 1)
    if summed is not None and summed.letter in "SAGPO" and len(summed.items) > 1:
        return False
    return _is_number(count, before, after, clause) and not _PRIZED.search(clause, place - start)


def _is_number(count: Count, before: str, after: str, clause: str) -> bool:
    """Whether the numeral is meant as one: spelt out it mostly is not (两个, 一批), but in 十大, 九份."""
    if count.value in ("千", "百", "万") or (count.unit == "期" and not re.search("办|开", clause)):
        return False
    if count.value[0].isdigit() or count.unit in ("大", "份") or (number(count.value) or 0) >= _SPELT:
        return True
    return re.match("校区|园区|教学班", after) is not None or (
        count.unit == "期" and re.search("办了?$", before) is not None
    )


_NOT_CLAUSE = regex(rf"{_FUTURE}|网友|提问|网民|排查|核查|检查|抽查|征迁|迎检|人均|评出|共印|授予[^,;。]*称号")
_NOT_BEFORE = regex(
    r"(?:第|No|每|每人|人均|生均|平均|\d|R|年龄|价格|电话|〔|号|邮编|相距|距离?|控制在|时间|下午|上午)$|R[^,;。]{0,3}$"
)
_NOT_AFTER = regex(
    r"[一-龥]{0,2}R|[一-龥]{0,8}(?:分别|各)?(?:获|夺|被评为|被授予|斩获|摘得|当选|成长为|入选H|入选$)|[一-龥]{0,4}代表"
)
_PRIZED = regex("获[^,;。]{0,6}R|被评为|被授予")
_BUILDING = regex("完成|工程|装修|内装|主体|结构|总量|投资|停在|进度")


def _measure(sign: Signature, place: int, count: Count) -> str | None:
    """The thing counted: the noun behind the number, else the one before it."""
    text = sign.text
    start = sign.clause(place)[0]
    if count.unit in ("%", "成"):
        share = re.search(
            r"([一-龥]{2,12}?)(?:达到?|为|占|约|超过?|近|提高到?|提升至?|升至|已|仅|高达|均)*$", text[start:place]
        )
        return share[1] if share else None
    behind = re.match(r"[一-龥K]{1,14}", text[place + 1 :])
    ahead = re.search(r"([一-龥K]{2,16})$", text[start:place])
    noun = behind[0].replace("K", "") if behind else ""
    if noun or not ahead:
        return _TAIL.split(noun)[0] or noun or (ahead[1] if ahead else None)
    bare = re.sub(
        r"(?:已|现|共|有|达到?|约|超过?|近|总数|累计|突破|共计|为|达|仅|各|逾|新增|共有|现有)+$", "", ahead[1]
    )
    short = re.sub(r"^.*(?:有|共|了|现|吸引|设|建成|组建)", "", bare) or bare
    return re.sub("^(?:其中|收到|征集到?)+", "", short) or short or None


_NOW = regex("目前|现有|如今|眼下|累计|已有")


def _date(sign: Signature, place: int) -> str | None:
    """The time told in the count's own clause, or alone before it: 上半年,…N. A day is the time of the telling, not of the count."""
    start, _ = sign.clause(place)
    if _NOW.search(sign.text[start:place]):
        return None
    while start > 0:
        for i in range(place - 1, start - 1, -1):
            chunk = sign.chunks.get(i)
            if chunk is not None and chunk.letter == "T":
                return _month(date_at(sign, chunk.span))
        if any(c.letter in "SAGOCEFPB" for _, c in sign.between(start, place)) or sign.text[start - 1] != ",":
            return None
        place, start = start - 1, sign.clause(start - 1)[0]
        if _NOW.search(sign.text[start:place]):
            return None
    if sign.text[:1] in "TZN" or sign.text[1:2] == "T" or place < _LEAD:
        first = next((c for i, c in sorted(sign.chunks.items()) if c.letter == "T" and i < place), None)
        return _month(date_at(sign, first.span)) if first is not None else None
    return None


def _month(told: str | None) -> str | None:
    return None if told is None or re.fullmatch(r"\d{4}-\d\d-\d\d(?:/.*)?", told) else told
