"""Counts that no other fact holds: how many schools, pupils, prizes, hours, of which area, school, group or activity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.dates import at as date_at
from kg.patterns.numbers import number
from kg.patterns.phrases import Chunk
from kg.patterns.signature import Signature
from kg.patterns.tokens import Count
from kg.terms import EntityType, FactType, Role

_UNITS = frozenset("人 名 位 个 所 家 支 件 项 场 次 人次 篇 幅 份 门 间 块 本 册 条 大 % 组 对 班 台 套 栋 座 棵 首 部 张 亩 万人 万名 万人次 万册 万平方米 平方米 堂 节 课时 种 处 户 场次 万次 学位 万个 成 倍 期 轮 队 批 家次 万份 名学生 枚 公里".split())
_NOT_COUNTED = re.compile(r"^(?:方面|层面|阶段|字|月|问题|办法|字头|老大难|维度|原则|环节|关键|难题|角度|梦想|家长|目标|词|优势|“|步|人都|孩子都|人一|级|关键词|理由|体会|小时|年|学期|字母|世纪|城市|季度|工作日|同学都|学校都)")
_TAKING_PART = re.compile(r"参赛|参加|报名|参与|观看|入营|学员|吸引|初赛|复赛|决赛|队伍|报送|征集|收到|展出|登台|观众|参展|到场|选手|球队|角逐|比拼|入选|作品|参训|结业|代表队|运动员|竞技|脱颖|小选手|比赛|培训|开班|首批|场次|历时|到会|线上")
_TAIL = re.compile("的|均|都|参加|报名|参与|参赛|走进|入营|到|被|获|在|已|开展|加入|分别|组成|接受|完成|是|为|从|把|将|进行|来自|走上|登|同|各|全部")
_ELSEWHERE = re.compile("[一-龥]{2,4}(?:县|州)(?:也|还|亦)?有$")
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
    if count.unit not in _UNITS or not _counts(sign, place, count):
        return
    told = number(count.value)
    if told is None:
        return
    measure = _measure(sign, place, count)
    if measure is None:
        return
    subject, confidence = _subject(sign, place)
    args: dict[Role, Argument] = {Role.SUBJECT: subject, Role.MEASURE: measure, Role.VALUE: told, Role.UNIT: count.unit}
    if (date := _date(sign, place)) is not None:
        args[Role.DATE] = date
    start, end = sign.clause(place)
    yield Claim(FactType.OBSERVATION, args, sign.span(start, end), "observations.count", confidence)


def _counts(sign: Signature, place: int, count: Count) -> bool:
    """Whether the number counts something: no rank, prize, age, price, ordinal or manner of speaking."""
    before, after = sign.text[max(0, place - 8) : place], sign.text[place + 1 : place + 12]
    start, end = sign.clause(place)
    clause = sign.text[start:end]
    chinese = not count.value[0].isdigit()
    if chinese and not (count.unit in ("大", "份") or (number(count.value) or 0) >= 10 or re.match("(?:校区|园区|教学班)", after) or (count.unit == "期" and re.search("办了?$", before))):
        return False
    if re.search(_FUTURE, clause) or (count.unit == "期" and not re.search("办|举办|开", clause)):
        return False
    if count.unit in ("%", "成") and re.search("完成|工程|装修|内装|主体|结构|总量|投资|停在|进度", clause):
        return False
    if place and sign.chunks.get(place - 1) is not None and sign.chunks[place - 1].letter in "SAGPO" and len(sign.chunks[place - 1].items) > 1:
        return False
    if re.search("网友|提问|网民", clause) or count.value in ("千", "百", "万") or _ELSEWHERE.search(sign.text[start:place]):
        return False
    if _NOT_COUNTED.match(after) or re.search(r"(?:第|No|每|每人|人均|生均|平均|\d)$", before):
        return False
    if before.endswith("R") or re.match(r"(?:R|[一-龥]{0,8}(?:分别|各)?(?:获|荣获|夺|被评为|被授予|斩获|摘得|入选H))", after):
        return False
    if re.search(r"R[^,;。]{0,3}$", before) or "R" in clause[: place - start] and re.search(r"其中|评出", clause):
        return False
    if re.match(r"[一-龥]{0,2}R", after):
        return False
    return not re.search(r"(?:年龄|价格|电话|〔|号|邮编|时间|下午|上午)$", before)


def _measure(sign: Signature, place: int, count: Count) -> str | None:
    text = sign.text
    behind = re.match(r"[一-龥K]{1,14}", text[place + 1 :])
    start = sign.clause(place)[0]
    ahead = re.search(r"([一-龥K]{2,16})$", text[start:place])
    noun = behind[0] if behind else ""
    if count.unit in ("%", "成"):
        name = re.search(r"([一-龥]{2,12}?)(?:达到?|为|占|约|超过?|近|提高到?|提升至?|升至|已|仅|高达|均)*$", text[start:place])
        return name[1] if name else None
    if ahead and not noun:
        name = re.sub(r"(?:已|现|共|有|达到?|约|超过?|近|总数|累计|突破|共计|为|达|仅|各|逾|新增|共有|现有)+$", "", ahead[1])
        name = re.sub(r"^.*(?:有|共|了|现|吸引|设|建成|组建)", "", name) or name
        return name or None
    short = _TAIL.split(noun.replace("K", ""))[0] or noun.replace("K", "")
    return short or (ahead[1] if ahead else None)


def _subject(sign: Signature, place: int) -> tuple[Mention | Scope, float]:
    """What the count belongs to: the nearest group, school or activity before it in the sentence, else the area."""
    start, end = sign.clause(place)
    unit = sign.chunks[place].count
    part = _TAKING_PART.search(sign.text[start:end]) if unit is None or unit.unit != "%" else None
    if (whole := _listed(sign, place)) is not None:
        return whole, 0.7
    if re.match("[^,;。]{0,10}(?:申报|报考)", sign.text[place + 1 :]):
        part = None
        if place - start < 3:
            return Scope(None), 0.7
    area = next((c for i, c in sign.between(start, place) if c.letter == "Z"), None)
    if area is not None and re.search("[FC]", sign.text[place:end]):
        return area.items[0].head, 0.75
    if area is not None and part and not re.search("参赛|初赛|复赛|决赛|竞技|角逐|比赛|选手|运动员", sign.text[start:end]):
        latest = sign.topic("CEF", place, 1)
        if latest is None or not isinstance(latest.items[-1].head, Mention) or latest.letter == "F":
            return area.items[0].head, 0.7
    if start > 1 and sign.text[start - 1] == "," and start - 2 in sign.chunks and sign.chunks[start - 2].letter in "CEF" and place - start < 3:
        return sign.chunks[start - 2].items[-1].head, 0.7
    own = _in_clause(sign, start, place, "SAGOCEFZL" if not part else "SAGOCEF")
    if own is not None and not (part and own.letter in "SAO"):
        return own.items[0].head, 0.7
    if part:
        activity = sign.topic("CEF", place, 1)
        if own is not None and (activity is None or sign.opens(next(i for i, c in sign.chunks.items() if c is own))):
            return own.items[0].head, 0.6
        if activity is not None:
            return activity.items[-1].head, 0.6
    stop = sign.text.rfind(";", 0, place)
    for i in sorted((i for i in sign.chunks if stop < i < start), reverse=True):
        chunk = sign.chunks[i]
        if chunk.letter in "SAGOCEFZL" and len(chunk.items) == 1 and sign.opens(i) and not _HOST.match(sign.text, i + 1):
            return chunk.items[0].head, 0.7
    for i in sorted((i for i in sign.chunks if stop < i < start), reverse=True):
        chunk = sign.chunks[i]
        if chunk.letter in "GCEFZ" and len(chunk.items) == 1:
            return chunk.items[0].head, 0.6
    group = next((c for i, c in sorted(sign.chunks.items()) if i < place and c.letter == "G" and len(c.items) == 1), None)
    if group is not None and re.search("成员校|校区|教师|学生|在校生", sign.text[start:end]):
        return group.items[0].head, 0.6
    speaker = sign.speaker
    if speaker is not None and speaker.type is EntityType.SCHOOL:
        return speaker, 0.6
    return Scope(None), 0.55


_HOST = re.compile("[^,;。]{0,4}(?:主办|承办|协办|举行|召开)")


def _listed(sign: Signature, place: int) -> Mention | Scope | None:
    """E、E等15项活动: the activity in whose course they are held, else who holds them."""
    if sign.text[max(0, place - 1) : place] != "等" or sign.chunks.get(place - 2) is None or sign.chunks[place - 2].letter not in "CEF":
        return None
    start = sign.clause(place)[0]
    if re.search("其间|期间|同期|安排|设|推出|包括", sign.text[start : place - 2]):
        whole = sign.topic("CE", start, 2)
        if whole is not None:
            return whole.items[-1].head
    project = next((c for i, c in sorted(sign.chunks.items()) if i < start and c.letter == "F" and sign.opens(i)), None)
    if project is not None and sign.text[0] == "F":
        return project.items[0].head
    return Scope(None)


def _in_clause(sign: Signature, start: int, place: int, letters: str) -> Chunk | None:
    """The nearest single thing before the count in its clause that no preposition governs."""
    for i in range(place - 1, start - 1, -1):
        chunk = sign.chunks.get(i)
        if chunk is None or chunk.letter not in letters or len(chunk.items) != 1:
            continue
        if re.search(r"(?:在|由|到|与|对|向|被|给|从|为|和|聘请|邀请|赴)$", sign.text[max(0, i - 2) : i]):
            continue
        if chunk.letter == "L" and not sign.opens(i):
            continue
        return chunk
    return None


_NOW = re.compile("目前|现有|如今|眼下|累计|已有")


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
    if sign.text[:1] in "TZN" or sign.text[1:2] == "T" or place < 24:
        first = next((c for i, c in sorted(sign.chunks.items()) if c.letter == "T" and i < place), None)
        return _month(date_at(sign, first.span)) if first is not None else None
    return None


def _month(told: str | None) -> str | None:
    return None if told is None or re.fullmatch(r"\d{4}-\d\d-\d\d(?:/.*)?", told) else told
