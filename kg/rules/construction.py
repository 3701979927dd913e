"""Building: what is planned, started, topped out, accepted, used, and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from kg.model import Argument, Claim
from kg.patterns.dates import at as date_at
from kg.patterns.numbers import value
from kg.patterns.phrases import Chunk, Item
from kg.patterns.signature import Signature
from kg.terms import FactType, Role, Status

_WORKS = re.compile(
    r"抗震加固|提质改造|拆旧建新|翻修|出新|原地改建|原址重建|原地重建|异地新建|易地新建|异地重建|易地重建|易地迁建|异地迁建|整体迁建|整体重建|整体改造|改扩建|加固维修|维修加固|加固改造|改造提升|提升改造|提升改建|改建|扩建|新建|重建|迁建|翻建|翻新|"
    r"改造|维修|加固|扩容|修缮|续建|拆建|拆除重建"
)
_PROJECT = re.compile(r"建设工程|建设项目|新建工程|工程建设")
_STATES: tuple[tuple[Status, re.Pattern[str], bool], ...] = (
    (
        Status.IN_PROGRESS,
        re.compile(
            r"(?:完成|停在|达到?|过了?|到)[^,;。]{0,10}N(?!年|班)|完成(?:桩基|基础|地下)|主体(?:[一二三四五六七八]层|N|完工|结构完工|施工)|过半|施工到|完成(?:了)?(?:水电|外立面|幕墙|基坑|地下|钢结构|土方|二次结构|砌体|管线)"
        ),
        True,
    ),
    (
        Status.ACCEPTED,
        re.compile(
            r"(?:综合|竣工|工程|质量|消防|质检)?(?:验收|(?:通过|完成)[^,;。]{0,6}(?:初验|终验|备案))(?!标准|程序|阶段|准备|资料)"
        ),
        True,
    ),
    (Status.TOPPED_OUT, re.compile(r"封顶|结顶|(?:完成|结束)主体(?:工程|结构)?(?![^,;。]*N)"), True),
    (
        Status.IN_USE,
        re.compile(
            r"投用|投入使用|启用|交付使用|开门迎新|正式使用|开园|投入运行|建成使用|迎来(?:了)?(?:首批|第一批|新生)|开了门|正式开学|搬进|搬入|迁入|入驻新|开学|交付启用|开门纳新|迎新|开门(?:招生)?|建成招生|敞开大门|(?:秋季|春季|九月份|9月份|如期|已|开始|正式|首次)(?:开始|正式|对外)?招生|搬了?进|第一次响起|启幕招生|(?<!竣工)(?<!完工)交付(?!前)"
        ),
        True,
    ),
    (
        Status.COMPLETED,
        re.compile(
            r"竣工(?!前)|(?<!主体)(?<!结构)(?<!基本)完工|建成(?!后)|落成|具备使用条件|完成(?!了?(?:立项|招标|前期|选址|可研|设计|规划|主体|总|工程量))[^,;。N]{0,10}(?:改造|维修|翻新|加固|扩建|翻建|重建|修缮|装修|提升|铺设)|全面完成|顺利完成|(?<!未)完成(?:改造|建设|施工|装修|维修|全部)|全部结束|移交|收尾完成"
        ),
        True,
    ),
    (
        Status.STARTED,
        re.compile(
            r"(?<!复)(?<!即)开工(?!率|令)|动工|动建|破土|奠基|拿到开工令|第一根桩|打桩|开建|进场|启动|开始(?:施工|建设)|打下|挖下第一"
        ),
        False,
    ),
    (
        Status.IN_PROGRESS,
        re.compile(
            r"(?:如期|有序|稳步|按计划|加快|顺利|全力|正在|抓紧|扎实|加紧)(?:[一-龥]{0,6})?(?:推进|建设|施工|进行)|在建|正在|建设中|施工|装修|内装|冲刺|收尾|进入[一-龥]{0,8}阶段|推进|过半|已完成|完成[^,;。]{0,10}N|做外墙|外立面|地下室|主体结构|眼下|加紧|复工|幕墙|地桩|基坑|收尾|扫尾|抢工期|赶工|钢结构|打地基|水电|浇筑|吊装|铺设|还在(?!做?方案|设计|选址|论证|招标|走)|正进行|在路上"
        ),
        False,
    ),
)
_AHEAD = re.compile(
    r"将|计划|预计|力争|拟|确保|有望|争取|即将|马上|年内|明年|后年|下学期|下个月|待|前(?:完成|交付|移交|投用)|规划|准备|筹备"
)
_START = re.compile(r"开工|动工|开建|破土|奠基|启动|开始建设|施工|列入|写进|选址|方案|立项")
_BUILDING = re.compile(
    r"工程|建设|主体|破土|改造|维修|加固|扩建|改建|新建|迁建|翻建|重建|搬进|招标|立项|招生|校舍|教学楼|综合楼|宿舍|食堂|操场|运动场|建筑|施工|新校|项目|体育馆|楼|土建|桩|封顶|竣工|验收|投用|投入使用|启用|交付|开园|动工|开工|奠基|装修"
)
_NOT_BUILT = re.compile(r"活动|比赛|大赛|课程|仪式|培训|行动|计划(?=.{0,4}启动)|集团化|课题|联盟|平台|系统|品牌")


_SOON = re.compile("年内|年底|明年|后年|下半年|下个?月|下学期")
_SHARES = ("%", "成")


@dataclass(frozen=True, slots=True)
class Building:
    """What clauses speak of: facilities, the works on them, a time that leads and reaches on."""

    items: tuple[Item, ...] = ()
    works: str | None = None
    date: str | None = None


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """S改扩建T竣工验收; S主体封顶; 启动S改建、A维修等工程; S完成工程量的70%."""
    for sign in passage:
        if sign.letters & {"S", "A"} and _BUILDING.search(sign.text):
            yield from _headed(sign)
            yield from _clauses(sign)
            yield from islice(_nearby(sign), _MOST)


_MOST, _REACH, _WEAK = 40, 3, 0.1
"""Weak candidates of a sentence; clauses that one may reach over; how sure one is."""


def _nearby(sign: Signature) -> Iterator[Claim]:
    """Each facility with each state that its clause, the one before or the next ones have a word for: for the scorer to weigh."""
    spans = [found.span() for found in re.finditer("[^,;。:!?]*[,;。:!?]?", sign.text) if found[0]]
    for n, (start, end) in enumerate(spans):
        chunks = [c for i, c in sign.between(start, end) if c.letter in "SA" and _is_facility(sign, i)]
        for m, clause in enumerate(spans[max(0, n - 1) : n + _REACH], max(0, n - 1)):
            if m > n and any(c.letter in "SA" for _, c in sign.between(*clause)):
                break
            text = sign.text[slice(*clause)]
            stamp = next(
                (s for _, c in sign.between(*clause) if c.letter == "T" and (s := date_at(sign, c.span))), None
            )
            found = dict.fromkeys(status for status, pattern, _ in _STATES if pattern.search(text))
            if found and (_AHEAD.search(text) or _is_past_due(sign, stamp)) or _PREPARED.search(text):
                found = {Status.PLANNED: None, **found}
            works = _works(text) or _works(sign.text[start:end])
            for chunk in chunks:
                for status in found:
                    for claim in _claim(sign, Building(chunk.items, works), status, stamp, clause):
                        yield replace(claim, rule="nearby.state", confidence=_WEAK)


def _clauses(sign: Signature) -> Iterator[Claim]:
    """Clause by clause: facilities, works and time are carried until others are named."""
    building = Building()
    for found in re.finditer(r"[^,;。:!?]*[,;。:!?]?", sign.text):
        start, end = found.span()
        text = found[0]
        here = [(i, c) for i, c in sign.between(start, end) if c.letter in "SA" and _is_facility(sign, i)]
        others = {c.letter for _, c in sign.between(start, end) if c.letter in "GPCEF"}
        if here:
            building = Building(here[-1][1].items, None, building.date)
            text = sign.text[here[-1][0] + 1 : end]
        elif others and not building.items:
            continue
        elif others & {"G", "P"}:
            building = Building(date=building.date)
        stamp = next((s for _, c in sign.between(start, end) if c.letter == "T" and (s := date_at(sign, c.span))), None)
        building = replace(building, works=_works(text) or building.works, date=_reaching(sign, building, found, stamp))
        for twin in _alongside(sign, here, building) if text else ():
            yield from _states(sign, twin, stamp, text, (start, end))
        if building.items and text:
            now = re.search("眼下|目前|现在|正在", text)
            yield from _states(sign, replace(building, date=None) if now else building, stamp, text, (start, end))


def _alongside(sign: Signature, here: list[tuple[int, Chunk]], building: Building) -> Iterator[Building]:
    """S改造、S维修通过验收: the facilities before the last one, each with its own works, share the state told at the end."""
    works = building.works
    for (place, chunk), (after, _) in reversed(list(pairwise(here))):
        between = sign.text[place + 1 : after]
        if not re.fullmatch(r"(?:\([^()]*\))?[^,;。A-Z]{0,12}[、和及与]", between):
            return
        works = _works(between) or works
        yield replace(building, items=chunk.items, works=works)


def _reaching(sign: Signature, building: Building, clause: re.Match[str], stamp: str | None) -> str | None:
    """The time that reaches on: one that leads its clause, to the next semicolon; one behind the facility is told of it alone."""
    if stamp is not None:
        return stamp if re.match("(?:,|截至|到|自)?T", clause[0]) else None
    return None if sign.text[max(0, clause.start() - 1)] == ";" else building.date


def _is_facility(sign: Signature, place: int) -> bool:
    before = sign.text[max(0, place - 3) : place]
    after = sign.text[place + 1 : place + 8]
    return not re.search(r"(?:由|在|与|到|从|被|为|向|是)$", before) and not re.match(
        r"(?:的)?(?:老师|教师|学生(?!宿舍|公寓|食堂)|校长|承办|举办|举行|主办|等.{0,4}参加)", after
    )


def _works(text: str) -> str | None:
    if found := _WORKS.search(text):
        return found[0]
    return "新建" if _PROJECT.search(text) else None


def _states(
    sign: Signature, building: Building, stamp: str | None, text: str, clause: tuple[int, int]
) -> Iterator[Claim]:
    """The state that a clause tells: the first that its words name, put off where they look ahead."""
    if re.search("未能|延期|还没|尚未|没有|办完", text):
        return
    raw = sign.span(*clause).of(sign.sentence.document.text)
    ahead = None if re.search("按计划|计划(?:如期|有序)", text) else _AHEAD.search(text) or _SOON.search(raw)
    date = stamp or building.date
    for status, pattern, strong in _STATES:
        found = pattern.search(text)
        if not found or not _tells(sign, building, status, found[0], text, clause, strong=strong):
            continue
        if status in (Status.STARTED, Status.IN_PROGRESS) and _PREPARED.search(text) and "完成" not in text:
            yield from _claim(sign, building, Status.PLANNED, stamp, clause, "prepared")
        elif ahead and ahead.start() <= found.start() + 2:
            sure = status is Status.STARTED or _START.search(text) is not None
            yield from _claim(sign, building, Status.PLANNED, date, clause, "state" if sure else "ahead")
        elif _is_past_due(sign, stamp):
            yield from _claim(sign, building, Status.PLANNED, date, clause, "due")
        else:
            yield from _claim(sign, building, status, date, clause)
        return
    if (ahead and re.search("开工|动工|开建|列入|写进|方案", text)) or _PREPARED.search(text):
        yield from _claim(sign, building, Status.PLANNED, stamp, clause)
    elif any(c.count and c.count.unit == "%" for _, c in sign.between(*clause)) and building.works:
        yield from _claim(sign, building, Status.IN_PROGRESS, date, clause, "share")


_PREPARED = re.compile(
    "招标|立项|可研|选址|规划许可|前期(?:工作|准备|手续)|施工图|方案设计|(?:勘察|设计)(?:阶段|方案|招标)|征迁|签约|用地(?:预审|手续|审批)"
)


def _tells(
    sign: Signature, building: Building, status: Status, words: str, text: str, clause: tuple[int, int], *, strong: bool
) -> bool:
    """Whether the words tell that state of a building, and not of an activity or a plain count."""
    if "N" in words and not any(c.count and c.count.unit in _SHARES for _, c in sign.between(*clause)):
        return False
    if not strong and not (building.works or _BUILDING.search(text)):
        return False
    return status not in (Status.IN_USE, Status.COMPLETED) or not _NOT_BUILT.search(text)


def _is_past_due(sign: Signature, stamp: str | None) -> bool:
    """Whether the date told lies after the document's own: then nothing has been done yet, and it is only planned."""
    base = sign.sentence.document.date
    return bool(base and stamp and stamp[:7] > base[:7][: len(stamp)])


def _claim(
    sign: Signature,
    building: Building,
    status: Status,
    date: str | None,
    clause: tuple[int, int],
    reading: str = "state",
) -> Iterator[Claim]:
    progress = None
    if status is Status.IN_PROGRESS:
        counts = [c.count for _, c in sign.between(*clause) if c.letter == "N" and c.count and c.count.unit in _SHARES]
        if counts and (number := value(counts[0].value)) is not None:
            progress = round(number / (100 if counts[0].unit == "%" else 10), 4)
    for item in building.items:
        args: dict[Role, Argument] = {Role.FACILITY: item.head, Role.STATUS: status}
        if building.works:
            args[Role.WORKS] = building.works
        if progress is not None:
            args[Role.PROGRESS] = progress
        if date:
            args[Role.DATE] = date
        yield Claim(FactType.CONSTRUCTION, args, sign.span(*clause), f"construction.{reading}", 0.85)


_HEADED = re.compile(
    r"(?:^|[,;。:])(?:T|同时|又|还|新|并|先后|全面|已|Z|我们|年内|将|计划|拟|此外|,){0,4}(?P<verb>续建|启动|开工建设|开工|动工|完成|推进|加快推进|加快|实施|建成|新建|改扩建|投用|启用)(?:了)?(?P<list>[^,;。SA]{0,6}[SA][^,;。]*)"
)


def _headed(sign: Signature) -> Iterator[Claim]:
    """The verb first: 启动A原地改建、A改扩建工程、A、S等维修工程."""
    status = {
        "启动": Status.STARTED,
        "开工建设": Status.STARTED,
        "开工": Status.STARTED,
        "动工": Status.STARTED,
        "实施": Status.IN_PROGRESS,
        "续建": Status.IN_PROGRESS,
        "推进": Status.IN_PROGRESS,
        "加快推进": Status.IN_PROGRESS,
        "加快": Status.IN_PROGRESS,
    }
    for found in _HEADED.finditer(sign.text):
        start, end = found.span("list")
        state = status.get(found["verb"], Status.IN_USE if found["verb"] in ("投用", "启用") else Status.COMPLETED)
        raw = sign.span(found.start(), end).of(sign.sentence.document.text)
        if state is Status.STARTED and re.search("年内|明年|下半年|下个?月|将|计划|拟|预计", raw):
            state = Status.PLANNED
        if re.search("确保|力争|争取", sign.text[max(0, found.start() - 4) : end]):
            state = Status.PLANNED
        places = [(i, c) for i, c in sign.between(start, end) if c.letter in "SA"]
        bare = re.sub(r"\([^()]*\)", "", found["list"])
        if found["verb"] not in ("新建", "改扩建", "投用", "启用", "建成", "开工建设", "开工", "续建") and not (
            _WORKS.search(bare) or _PROJECT.search(bare) or re.search("建设|工程", bare)
        ):
            continue
        works: str | None = found["verb"] if found["verb"] in ("新建", "改扩建") else None
        date = next(
            (s for i, c in sign.between(found.start(), end) if c.letter == "T" and (s := date_at(sign, c.span))), None
        )
        if state is not Status.PLANNED and _is_past_due(sign, date):
            state = Status.PLANNED
        claims_back: list[Claim] = []
        for n in range(len(places) - 1, -1, -1):
            place, chunk = places[n]
            stop = places[n + 1][0] if n + 1 < len(places) else end
            works = _works(re.sub(r"\([^()]*\)", "", sign.text[place + 1 : stop])) or works
            if re.search(r"\($", sign.text[:place]):
                continue
            claims_back += _claim(sign, Building(chunk.items, works), state, date, (found.start("verb"), end))
        yield from reversed(claims_back)
