"""Prizes told in sentences: who won which rank in which category of which contest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.categories import Held, categories, with_sport
from kg.patterns.layout import is_prose
from kg.patterns.numbers import number
from kg.patterns.prizes import SPECIAL, ranks
from kg.patterns.signature import Signature
from kg.patterns.standing import Counted, Standing, credited, names_subject, noted_group, see
from kg.patterns.tokens import Count
from kg.patterns.winning import APART, claim, kind_of, told
from kg.patterns.words import compiled
from kg.terms import FactType, Role

_COUNT_UNITS = "名人位支件幅篇所队对组"
_PRIZE_UNITS = "个项枚块次座"
_TOPIC = 30
"""How far behind it a category that leads a clause reaches to its winners."""

_AWARDED = "评出|评选出|产生|决出|共评|评定|评审出|揭晓|角逐出|设|颁出|评|评选|遴选出|分设|共有"


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Walks the sentences in order; what a clause leaves out is carried from the clause before."""
    standing = Standing()
    for sign in passage:
        standing = replace(standing, done=set(), at=-1, counted=None, topic=(), used=(), won=False, paired={})
        if "R" in sign.letters:
            yield from _sentence(sign, standing)
        else:
            for place, chunk in sorted(sign.chunks.items()):
                see(sign, standing, place, chunk)


def _is_row(text: str) -> bool:
    """Whether the line belongs to a list or table: those are read elsewhere."""
    told = is_prose(text) or text.endswith(("。", "!", "?")) or compiled("«win»").search(text.replace("R", ""))
    return not told


def _sentence(sign: Signature, state: Standing) -> Iterator[Claim]:
    yield from _turned(sign, state)
    if _is_row(sign.text):
        return
    pending: list[tuple[int, str]] = []
    start = 0
    for place, chunk in sorted(sign.chunks.items()):
        if chunk.letter == "K":
            pending.append((place, "".join(sign.said(place).split())))
        elif chunk.letter == "R":
            if apart := _each(sign, state, place):
                yield from _one_by_one(sign, state, apart, start)
            elif place not in state.done:
                yield from _ranked(sign, state, place, start)
            pending, start = [], place + 1
        else:
            if (
                pending
                and place - pending[-1][0] <= _TOPIC
                and (names_subject(sign, place, chunk) or chunk.letter == "C")
            ):
                state.topic = tuple(dict.fromkeys(k for _, k in pending)) if chunk.letter != "C" else ()
                pending = []
            before = (state.winners, state.counted, state.contest)
            see(sign, state, place, chunk)
            if chunk.letter == "C" and (noted := noted_group(sign, chunk)):
                state.topic = (noted,)
            if (state.winners, state.counted, state.contest) != before or chunk.letter in "WH":
                start = place + 1


def _ranked(sign: Signature, state: Standing, place: int, start: int) -> Iterator[Claim]:
    """One rank chunk: with categories that stand before it, for the winners that the state holds."""
    if re.search("H的?$", sign.text[:place]):
        return
    said = _joined(sign, place, state)
    more = _more(sign, place, state)
    if after := _tally(sign, place, state):
        yield from after
        return
    if behind := _BEHIND.match(sign.text, place + 1):
        if compiled(_WON_BY).search(sign.text, 0, place):
            own = replace(state, winners=sign.items(behind, "a"), counted=None, at=place)
            yield from told(sign, own, place, categories(sign, place, start, Held()), said, sign.clause(place))
        return
    if re.match(r"的(?:教师|选手|作品|学校|同学|学生|单位|个人|节目)(?!是|有|为|分别)", sign.text[place + 1 :]):
        return
    since = max(state.at + 1, 0)
    if _FAILED.search(sign.text[max(0, place - 8) : place]) and not _NAMED.search(sign.text, 0, place):
        return
    verb = compiled("«win»|为|是").search(sign.text, since, place)
    if not (verb or state.won or any("并列" in r for r in said) or _behind(sign, place)):
        return
    groups = categories(sign, place, start, Held(state.topic, state.used, state.counted is not None))
    if state.at >= 0 and state.contest is not None:
        groups = with_sport(groups, sign.text[state.at : place], state.contest.text)
    state.won = True
    every = (*said, *more)
    own = credited(sign, state, place)
    if not SPECIAL.search(said[0]):
        state.used = groups[-1] if groups and groups[-1] else state.used
    yield from told(sign, own, place, groups, every, sign.clause(place))


def _each(sign: Signature, state: Standing, place: int) -> list[int]:
    """The places of as many ranks as there are winners, where 分别 gives each its own with its own category; else none."""
    if place in state.done or len(state.winners) < 2 or state.at < 0 or state.contest is None:  # noqa: PLR2004 (apart)
        return []
    if not APART.search(sign.text, state.at, place) or len(ranks(sign.said(place))) > 1:
        return []
    end = next((i for i in sign.marks if i > place and sign.text[i] != ","), len(sign.text))
    stop = next((i for i, c in sign.between(place, end) if c.letter in "SAGOPC"), end)
    found = [i for i, c in sign.between(place, stop) if c.letter == "R"]
    bare = all(re.fullmatch("[、和及与]|以及", sign.text[a + 1 : b]) for a, b in pairwise(found))
    return found if len(found) == len(state.winners) and not bare else []


def _one_by_one(sign: Signature, state: Standing, places: list[int], start: int) -> Iterator[Claim]:
    """P、P分别获数学组特等奖、科学组一等奖: the first winner has the first rank."""
    state.won = True
    for winner, place in zip(state.winners, places, strict=True):
        state.done.add(place)
        groups = categories(sign, place, start, Held(state.topic, state.used))
        own = replace(state, winners=(winner,))
        yield from told(sign, own, place, groups[:1], ranks(sign.said(place))[:1], sign.clause(place))
        state.used = groups[0] or state.used
        start = place + 1


def _joined(sign: Signature, place: int, state: Standing) -> tuple[str, ...]:
    """The ranks of a chunk, with one that follows at once: 一等奖第一名 is one rank."""
    said = ranks(sign.said(place))
    if sign.text[place + 1 : place + 2] == "R" and len(said) == 1:
        state.done.add(place + 1)
        return (said[0] + sign.said(place + 1),)
    return said


def _behind(sign: Signature, place: int) -> bool:
    """Whether it is told as a result behind its name: 第一名的好成绩, 一等奖得主."""
    return bool(re.match(r"[^,;。SAGPO]{0,3}(?:的好成绩|的桂冠|得主|获得者)", sign.text[place + 1 :]))


def _more(sign: Signature, place: int, state: Standing) -> tuple[str, ...]:
    """Further ranks of the same list: 冠军、亚军 or 第一、第三名."""
    out: list[str] = []
    at = place + 1
    while found := re.compile(r"(?:[、和及与]|以及|和另N)R").match(sign.text, at):
        state.done.add(found.end() - 1)
        out += ranks(sign.said(found.end() - 1))
        at = found.end()
    return tuple(out)


_BEHIND = regex(r"的Z?的?(?P<a>[SAGOP])")
_WON_BY = r"(?:«win»)[^;。]{0,30}$|R的Z?[SAGOP][、和][^,;。]{0,20}$"
"""Before a rank whose winner stands behind it: 对获得一等奖的P、二等奖的P予以嘉奖."""
_NAMED = regex("(?:[均则评列定同也]|分别|依次)为$")
_FAILED = regex(r"(?:没|未|无缘|错失|惜失|冲击|争夺|剑指|目标|力争|遗憾|向着?|为)[^,;。]{0,5}$")


def _tally(sign: Signature, place: int, state: Standing) -> list[Claim]:
    """一等奖4人, 二等奖12件: prizes counted behind their rank."""
    found = re.compile(r"(?:的)?(?:作品|有|共|各|为|:|分别)?(?:\()?N").match(sign.text, place + 1)
    if not found:
        return []
    count = sign.chunks[found.end() - 1].count
    out = re.search(_AWARDED, sign.text[max(0, place - 40) : place]) is not None
    if (
        count is None
        or not (count.unit[-1:] in _COUNT_UNITS or (out and count.unit in ("个", "项")))
        or not _is_whole(count)
    ):
        return _counted_prizes(sign, place, state, count, found.end())
    host = (
        state.winners[0]
        if not out
        and state.winners
        and state.at >= 0
        and state.at in sign.chunks
        and sign.chunks[state.at].letter in "SAGO"
        else None
    )
    kind = {"件": "作品", "幅": "作品", "篇": "作品", "所": "学校"}.get(count.unit, "")
    counted = Counted(count, kind or kind_of(sign, state), host or (None if out else state.host))
    return [claim(sign, state, place, None, counted, "", ranks(sign.said(place))[0], "awards.tally", 0.85)]


def _is_whole(count: Count) -> bool:
    return "." not in count.value


def _counted_prizes(sign: Signature, place: int, state: Standing, count: Count | None, end: int) -> list[Claim]:
    """一等奖11项: an observation of the winner, of who was spoken of before, or of the area: the scorer weighs them."""
    if count is None or count.unit not in _PRIZE_UNITS:
        return []
    value = number(count.value)
    if value is None:
        return []
    here = state.winners[0].head if state.winners and state.at >= 0 else None
    before = state.host.head if here is None and state.host else None
    told = (("prize-count", here), ("prize-count-before", before), ("prize-count-area", Scope(None)))
    args: dict[Role, Argument] = {Role.MEASURE: sign.said(place), Role.VALUE: value, Role.UNIT: count.unit}
    return [
        Claim(FactType.OBSERVATION, {Role.SUBJECT: subject} | args, sign.span(place, end), f"awards.{reading}", 0.5)
        for reading, subject in told
        if subject is not None
    ]


def _turned(sign: Signature, state: Standing) -> Iterator[Claim]:
    """The rank before its winner: 前三名被S、S、S包揽; 最佳射手花落P; 冠军由S夺得; 获得一等奖的是S."""
    text = sign.text
    for found in compiled(
        r"(?P<cat>(?:K|组)*)(?:的|比赛)?(?P<r>R(?:[、和及]R)*)(?:则|也|均|都|最终|双双|分别|也都|奖项)*"
        r"(?:(?:被|由)(?:来自)?(?P<a>[SAGOP])(?:队)?(?:分别|双双|一举|悉数|联手|[^,;。SAGOPR]{0,6})?(?:«win»|夺走|收入囊中|收归|获得|拿走|摘走|包揽)|(?:花落|归属|归于|落户|归了?|属于|落入|由来自|的是|的有|的为|的学校是|得主是|得主为|获得者是|获得者为|获得者)(?P<b>[SAGOP]))"
    ).finditer(text):
        group = "a" if found["a"] else "b"
        items = sign.items(found, group)
        contest: Mention | Scope | None = next(
            (
                c.items[-1].head
                for i, c in sorted(sign.chunks.items(), reverse=True)
                if i < found.start() and c.letter == "C"
            ),
            state.contest,
        )
        places = [i for i in range(*found.span("r")) if text[i] == "R"]
        every = tuple(r for i in places for r in ranks(sign.said(i)))
        state.done.update(places)
        own = replace(
            state,
            contest=contest if isinstance(contest, Mention) else None,
            winners=items,
            counted=None,
            at=found.start(group),
        )
        cats = tuple(sign.said(i) for i in range(*found.span("cat")) if text[i] == "K")
        if not cats and not SPECIAL.search(every[0]) and not every[0].endswith("等奖"):
            floor = max((i for i, c in sign.chunks.items() if c.letter == "C" and i < found.start()), default=-1)
            near = [i for i, c in sorted(sign.chunks.items()) if floor < i < found.start() and c.letter == "K"]
            cats = (sign.said(near[-1]),) if near else ()
        yield from told(
            sign, own, places[0], [cats], every, (found.start(), found.end()), spread=len(every) == len(items) > 1
        )
