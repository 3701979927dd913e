"""Building: what is planned, started, topped out, accepted, used, and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from kg.lazy import regex
from kg.model import Argument, Claim, Mention
from kg.patterns.building import (
    AHEAD,
    BEGUN,
    BUILDING,
    HEADED,
    INTENT,
    NOT_BUILT,
    PREPARED,
    PROJECT,
    SHARES,
    SOON,
    START,
    STATES,
    SUCH,
    SUCH_STATES,
    WORKS,
)
from kg.patterns.dates import at as date_at
from kg.patterns.dates import first as first_date
from kg.patterns.numbers import value
from kg.patterns.phrases import Chunk, Item
from kg.patterns.plans import past_due, planned
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.terms import FactType, Role, Status

_CLAUSE = regex("[^,;。:!?]*[,;。:!?]?")


@dataclass(frozen=True, slots=True)
class Building:
    """What clauses speak of: facilities, the works on them, a time that leads and reaches on."""

    items: tuple[Item, ...] = ()
    works: str | None = None
    date: str | None = None


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """S改扩建T竣工验收; S主体封顶; 启动S改建、A维修等工程; S完成工程量的70%."""
    for sign in passage:
        if not BUILDING.search(sign.text):
            continue
        if sign.letters & {"S", "A"}:
            yield from _headed(sign)
            yield from _clauses(sign)
            yield from _attributive(sign)
            yield from islice(_nearby(sign), _MOST)
        yield from islice(_carried(sign), _MOST)


_MOST, _REACH, _WEAK = 40, 3, 0.1
"""Weak candidates of a sentence; clauses that one may reach over; how sure one is."""
_BACK, _FEW = 2, 3
"""Sentences back in which a facility is looked for; facilities of a list that are carried."""


def _nearby(sign: Signature) -> Iterator[Claim]:
    """Each facility with each state that its clause, the one before or the next ones have a word for: for the scorer to weigh."""
    spans = [found.span() for found in _CLAUSE.finditer(sign.text) if found[0]]
    for n, (start, end) in enumerate(spans):
        here = [(i, c) for i, c in sign.between(start, end) if c.letter in "SA" and sign.text[i - 1 : i] != "("]
        chunks = [c for i, c in here if _is_facility(sign, i)]
        for m, clause in enumerate(spans[max(0, n - 1) : n + _REACH], max(0, n - 1)):
            if m > n and any(c.letter in "SA" for _, c in sign.between(*clause)):
                break
            works = _works(sign.text[slice(*clause)]) or _works(sign.text[start:end])
            for chunk in chunks:
                yield from _possible(sign, Building(chunk.items, works), clause, "nearby.state")


def _carried(sign: Signature) -> Iterator[Claim]:
    """Each state that a clause has a word for, of what was spoken of before or is what the document is about: for the scorer, too."""
    told = sign.before.topic("SA", len(sign.before.text), _BACK) if sign.before else None
    items = [item for item in told.items[:_FEW] if isinstance(item.head, Mention)] if told else []
    if sign.speaker is not None and LETTER[sign.speaker.type] in "SA":
        items.append(Item(sign.speaker, sign.sentence.span))
    here = {m.text for m in sign.sentence.mentions} | {i.head.text for i in items if isinstance(i.head, Mention)}
    items += [Item(m, m.span) for m in sign.mains if LETTER[m.type] in "SA" and m.text not in here]
    for found in _CLAUSE.finditer(sign.text) if items else ():
        if any(c.letter in "SA" for _, c in sign.between(*found.span())):
            return
        yield from _possible(sign, Building(tuple(items), _works(found[0])), found.span(), "nearby.carried-state")


def _possible(sign: Signature, building: Building, clause: tuple[int, int], rule: str) -> Iterator[Claim]:
    """Each state that the clause has a word for."""
    text = sign.text[slice(*clause)]
    found = dict.fromkeys(status for status, pattern, _ in STATES if pattern.search(text))
    stamp = first_date(sign, *clause) if found else None
    for status in found:
        for claim in _claim(sign, building, status, stamp, clause):
            yield replace(claim, rule=rule, confidence=_WEAK)


def _clauses(sign: Signature) -> Iterator[Claim]:
    """Clause by clause: facilities, works and time are carried until others are named."""
    building = Building()
    for found in _CLAUSE.finditer(sign.text):
        start, end = found.span()
        text = found[0]
        here = [(i, c) for i, c in sign.between(start, end) if c.letter in "SA" and _is_facility(sign, i)]
        others = {c.letter for _, c in sign.between(start, end) if c.letter in "GPCEF"}
        if here:
            same = here[-1][1].items[0].pronoun and building.works
            building = Building(here[-1][1].items, building.works if same else None, building.date)
            text = sign.text[here[-1][0] + 1 : end]
        elif others and not building.items:
            continue
        elif others & {"G", "P"}:
            building = Building(date=building.date)
        stamp = first_date(sign, start, end)
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
    return not re.search(r"(?:由|在|与|到|从|被|为|向|(?<![处所个是])是)$", before) and not re.match(
        r"(?:的)?(?:老师|教师(?!宿舍|公寓|周转|食堂|办公)|学生(?!宿舍|公寓|食堂)|校长|承办|举办|举行|主办|等.{0,4}参加)",
        after,
    )


def _works(text: str) -> str | None:
    if found := WORKS.search(text):
        return found[0]
    return "新建" if PROJECT.search(text) else None


def _states(
    sign: Signature, building: Building, stamp: str | None, text: str, clause: tuple[int, int]
) -> Iterator[Claim]:
    """The state that a clause tells: the first that its words name, put off where they look ahead."""
    if re.search("未能|延期|还没|尚未|没有|办完", text):
        return
    raw = sign.span(*clause).of(sign.sentence.document.text)
    ahead = None if re.search("按计划|计划(?:如期|有序)", text) else AHEAD.search(text) or SOON.search(raw)
    date = stamp or building.date
    for status, pattern, strong in STATES:
        found = pattern.search(text)
        if not found or not _tells(sign, building, status, found[0], text, clause, strong=strong):
            continue
        if status in (Status.STARTED, Status.IN_PROGRESS) and PREPARED.search(text) and "完成" not in text:
            yield from _claim(sign, building, Status.PLANNED, stamp, clause, "prepared")
        elif ahead and ahead.start() <= found.start() + 2:
            sure = status is Status.STARTED or START.search(text) is not None
            yield from _claim(sign, building, Status.PLANNED, date, clause, "state" if sure else "ahead")
        elif past_due(sign, stamp) or (status is not Status.IN_PROGRESS and planned(sign, text)):
            yield from _claim(sign, building, Status.PLANNED, date, clause, "due")
        else:
            yield from _claim(sign, building, status, date, clause)
        return
    if (ahead and re.search("开工|动工|开建|列入|写进|方案", text)) or PREPARED.search(text):
        yield from _claim(sign, building, Status.PLANNED, stamp, clause)
    elif any(c.count and c.count.unit == "%" for _, c in sign.between(*clause)) and building.works:
        yield from _claim(sign, building, Status.IN_PROGRESS, date, clause, "share")


_NEAR = 40
_JUDGED = regex(r"培育|创建|示范|督导|评估|课题|命名|达标|申报|结题|普查|考核")
"""What is accepted there is no building but a title that is striven for."""


def _tells(
    sign: Signature, building: Building, status: Status, words: str, text: str, clause: tuple[int, int], *, strong: bool
) -> bool:
    """Whether the words tell that state of a building, and not of an activity or a plain count."""
    if "N" in words and not any(c.count and c.count.unit in SHARES for _, c in sign.between(*clause)):
        return False
    if not strong and not (building.works or BUILDING.search(text)):
        return False
    if status is Status.ACCEPTED and _JUDGED.search(sign.text, max(0, clause[0] - _NEAR), clause[1]):
        return False
    return status not in (Status.IN_USE, Status.COMPLETED) or not NOT_BUILT.search(text)


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
        counts = [c.count for _, c in sign.between(*clause) if c.letter == "N" and c.count and c.count.unit in SHARES]
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


def _headed(sign: Signature) -> Iterator[Claim]:
    """The verb first: 启动A原地改建、A改扩建工程、A、S等维修工程."""
    for found in HEADED.finditer(sign.text):
        start, end = found.span("list")
        state = BEGUN.get(found["verb"], Status.IN_USE if found["verb"] in ("投用", "启用") else Status.COMPLETED)
        raw = sign.span(found.start(), end).of(sign.sentence.document.text)
        if state is Status.STARTED and re.search("年内|明年|下半年|下个?月|将|计划|拟|预计", raw):
            state = Status.PLANNED
        if re.search("确保|力争|争取", sign.text[max(0, found.start() - 4) : end]):
            state = Status.PLANNED
        places = [(i, c) for i, c in sign.between(start, end) if c.letter in "SA"]
        bare = re.sub(r"\([^()]*\)", "", found["list"])
        if found["verb"] not in ("新建", "改扩建", "投用", "启用", "建成", "开工建设", "开工", "续建") and not (
            WORKS.search(bare) or PROJECT.search(bare) or re.search("建设|工程", bare)
        ):
            continue
        works: str | None = found["verb"] if found["verb"] in ("新建", "改扩建") else None
        date = first_date(sign, found.start(), end)
        if state is not Status.PLANNED and past_due(sign, date):
            state = Status.PLANNED
        if state is not Status.IN_PROGRESS and (planned(sign, found[0]) or INTENT.search(sign.text, 0, found.start())):
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


def _attributive(sign: Signature) -> Iterator[Claim]:
    """9月刚启用的A, 今年竣工的S: the state before the facility."""
    for found in SUCH.finditer(sign.text):
        if re.search("未|没|将|拟|即|待", found[0]):
            continue
        chunk = sign.chunks.get(found.start("time")) if found["time"] else None
        date = date_at(sign, chunk.span) if chunk else None
        state = SUCH_STATES.get(found["verb"], Status.IN_USE)
        if past_due(sign, date):
            state = Status.PLANNED
        yield from _claim(sign, Building(sign.items(found, "list")), state, date, found.span(), "such")
