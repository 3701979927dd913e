"""What a count belongs to: the activity, group or school that its clause is about, else the area."""

from __future__ import annotations

import re

from kg.lazy import regex
from kg.model import Mention, Scope
from kg.patterns.phrases import Chunk
from kg.patterns.signature import Signature
from kg.terms import EntityType

_TAKING_PART = regex(
    r"参赛|参加|报名|参与|观看|入营|学员|吸引|初赛|复赛|决赛|队伍|报送|征集|收到|共收|申报作品|来自|展出|登台|观众|参展|到场|选手|球队|角逐|比拼|入选|作品|参训|结业|代表队|运动员|竞技|脱颖|小选手|比赛|培训|开班|首批|场次|历时|到会|线上"
)


def subjects_of(sign: Signature, place: int) -> dict[Mention | Scope, str]:
    """What the count may belong to, the likeliest first, with the reading that says so: an activity, group, school, area."""
    out: dict[Mention | Scope, str] = {}
    for reading in (
        _of_which,
        _own_number,
        _just_begun,
        _enrolled,
        _listed,
        _counted_itself,
        _joined,
        _applied,
        _in_area,
        _right_behind,
        _in_clause,
        _taking_part,
        _topic,
        _of_group,
    ):
        if (found := reading(sign, place)) is not None:
            out.setdefault(found, reading.__name__.lstrip("_"))
    speaker = sign.speaker
    if speaker is not None and speaker.type is EntityType.SCHOOL:
        out.setdefault(speaker, "speaker")
    else:
        out.setdefault(Scope(None), "area")
    return out


def _of_which(sign: Signature, place: int) -> Mention | Scope | None:
    """其中小学组N,中学组N: the parts of a whole belong where the whole does."""
    stop = max(sign.text.rfind(mark, 0, place) for mark in ";。")
    whole = sign.text.rfind("其中", stop + 1, place)
    if whole < 0 or re.search("[SAGCEF]", sign.text[whole:place]):
        return None
    earlier = next((i for i, c in sorted(sign.between(stop + 1, whole), reverse=True) if c.letter == "N"), None)
    return next(iter(subjects_of(sign, earlier)), None) if earlier is not None else None


def _own_number(sign: Signature, place: int) -> Mention | Scope | None:
    """我区N名教师, 集团内教师N人: the number of one's own, whatever they take part in."""
    at = next((i for i, _ in sorted(sign.between(sign.clause(place)[0], place), reverse=True)), None)
    if at is None or sign.chunks[at].letter not in "ZG" or sign.said(at)[0] == "全" or len(sign.chunks[at].items) != 1:
        return None
    beside = at == place - 1 or re.fullmatch(
        "内(?:部)?(?:共|共有|现有|有|各校)?[^,;。]{0,8}", sign.text[at + 1 : place]
    )
    return sign.chunks[at].items[0].head if beside else None


def _just_begun(sign: Signature, place: int) -> Mention | Scope | None:
    """推出F,首期开课N门; F由S承办,惠及学生N名: what was begun, told of at once."""
    start = sign.clause(place)[0]
    if not _FIRST.match(sign.text, start) or any(True for _ in sign.between(start, place)):
        return None
    before = sign.text[max(sign.text.rfind(";", 0, start), 0) : start]
    found = _BEGUN.search(before)
    return sign.chunks[start - len(before) + found.start("it")].items[-1].head if found else None


_FIRST = regex("(?:首期|首批|首轮|已|累计|先后|共|现已|吸引|惠及|覆盖|培养|招收|招募|遴选|服务|受益|学员|目前){1,3}")
_BEGUN = regex(
    "(?:(?:推出|启动|实施|开设|举办|开办|设立|发起|开展|创办|打造)了?[^,;。A-Z]{0,6}|(?:^|[,;。])[^,;。A-Z]{0,4})(?P<it>[EF])(?:由[^,;。]{0,12})?,$"
)


def _enrolled(sign: Signature, place: int) -> Mention | Scope | None:
    """L援建的A启用,当年招生N人: the school or campus named last has the pupils and classes."""
    start, end = sign.clause(place)
    if not re.search("招生|招了|招收|首批|N班|设N", sign.text[start:end]):
        return None
    if any(c.letter in "SAGZL" for _, c in sign.between(start, place)):
        return None
    stop = sign.text.rfind(";", 0, start) + 1
    last = next((c for _, c in sorted(sign.between(stop, start), reverse=True) if c.letter in "SAG"), None)
    return last.items[0].head if last is not None and len(last.items) == 1 else None


_NEAR = 3
_APPLIES = "[^,;。]{0,10}(?:申报|报考|入选|编写|撰写|合编)"
_CONTEST = "参赛|初赛|复赛|决赛|竞技|角逐|比赛|选手|运动员"


def _part(sign: Signature, place: int) -> bool:
    """Whether the clause tells of taking part; a share and an application never do."""
    start, end = sign.clause(place)
    count = sign.chunks[place].count
    if (count is not None and count.unit == "%") or re.match(_APPLIES, sign.text[place + 1 :]):
        return False
    return _TAKING_PART.search(sign.text[start:end]) is not None


def _counted_itself(sign: Signature, place: int) -> Mention | Scope | None:
    """30次F: the activity itself is counted."""
    behind = sign.chunks.get(place + 1)
    return behind.items[0].head if behind is not None and behind.letter in "CEF" else None


def _joined(sign: Signature, place: int) -> Mention | Scope | None:
    """组织35名校长赴…参加F: those who were sent are counted with what they took part in."""
    start, end = sign.clause(place)
    found = re.compile("[^,;。N]{0,16}(?:参加|参与)了?[^,;。NC]{0,4}(?P<it>[EF])").match(sign.text, place + 1, end)
    sent = re.search("(?:组织|选派|选送|派出|安排|派|推荐)[^,;。]{0,4}$", sign.text[start:place])
    return sign.chunks[found.start("it")].items[-1].head if found and sent else None


def _applied(sign: Signature, place: int) -> Mention | Scope | None:
    """12位教育人才申报…: those who apply are the area's."""
    applies = re.match(_APPLIES, sign.text[place + 1 :])
    opens = place - sign.clause(place)[0] < _NEAR or sign.text[place - 1] == "、"
    if not (applies and opens):
        return None
    contest = (
        sign.topic("C", place, 1) if re.search("作品|节目|课例", sign.text[place : sign.clause(place)[1]]) else None
    )
    return contest.items[0].head if contest is not None else Scope(None)


def _in_area(sign: Signature, place: int) -> Mention | Scope | None:
    """我区共有12位教师参加了N次…: the area's own, but where a contest is told of."""
    start, end = sign.clause(place)
    area = next((c for _, c in sign.between(start, place) if c.letter == "Z"), None)
    if area is None:
        return None
    if re.search("[FC]", sign.text[place:end]):
        return area.items[0].head
    if _part(sign, place) and not re.search(_CONTEST, sign.text[start:end]):
        latest = sign.topic("CEF", place, 1)
        return area.items[0].head if latest is None or latest.letter == "F" else None
    return None


def _right_behind(sign: Signature, place: int) -> Mention | Scope | None:
    """启动…行动,4300名家长…: the activity that the clause before ends in."""
    start = sign.clause(place)[0]
    before = sign.chunks.get(start - 2)
    if any(True for _ in sign.between(start, place)):
        return None
    if (
        start > 1
        and sign.text[start - 1] == ","
        and before is not None
        and before.letter in "CEF"
        and place - start < _NEAR
    ):
        return before.items[-1].head
    return None


def _in_clause(sign: Signature, place: int) -> Mention | Scope | None:
    """The nearest single thing before the count in its clause; with taking part an activity, or who opens the clause."""
    start = sign.clause(place)[0]
    part = _part(sign, place)
    found = _nearest(sign, start, place, "SAGOCEF" if part else "SAGOCEFZL")
    if found is None:
        return None
    at, chunk = found
    if not part or chunk.letter not in "SAO":
        return chunk.items[0].head
    return chunk.items[0].head if sign.topic("CEF", place, 1) is None or sign.opens(at) else None


def _taking_part(sign: Signature, place: int) -> Mention | Scope | None:
    if not _part(sign, place):
        return None
    activity = sign.topic("CEF", place, 1)
    return activity.items[-1].head if activity is not None else None


def _topic(sign: Signature, place: int) -> Mention | Scope | None:
    """What opened a clause before in the sentence, else what one of them names."""
    start = sign.clause(place)[0]
    stop = sign.text.rfind(";", 0, place)
    earlier = [(i, c) for i, c in sorted(sign.between(stop + 1, start), reverse=True) if len(c.items) == 1]
    for i, chunk in earlier:
        if chunk.letter == "E" and not _part(sign, place) and re.search("会议?$|仪式$|论坛$", sign.said(i)):
            continue
        if chunk.letter in "SAGOCEFZL" and sign.opens(i) and not _HOST.match(sign.text, i + 1):
            return chunk.items[0].head
    letters = "GCEFZ" if _part(sign, place) or place - start < _NEAR else "GZ"
    return next((c.items[0].head for _, c in earlier if c.letter in letters), None)


def _of_group(sign: Signature, place: int) -> Mention | Scope | None:
    """成员校N, 教师N: the group that the sentence names."""
    start, end = sign.clause(place)
    group = next((c for _, c in sorted(sign.between(0, place)) if c.letter == "G" and len(c.items) == 1), None)
    counted = re.search("成员校|校区|教师|学生|在校生", sign.text[start:end])
    return group.items[0].head if group is not None and counted else None


_HOST = regex("[^,;。]{0,4}(?:主办|承办|协办|举行|召开)")


def _listed(sign: Signature, place: int) -> Mention | Scope | None:
    """E、E等15项活动: the activity in whose course they are held, else who holds them."""
    if sign.text[max(0, place - 1) : place] != "等":
        return None
    start = sign.clause(place)[0]
    before = sign.chunks.get(place - 2)
    if before is None or before.letter not in "CEF":
        return Scope(None) if re.match("(?:积极|广泛|全年|T)?(?:组织|开展|举办)", sign.text[start:place]) else None
    if re.search("其间|期间|同期|安排|设|推出|包括", sign.text[start : place - 2]):
        whole = sign.topic("CE", start, 2)
        if whole is not None:
            return whole.items[-1].head
    project = next((c for i, c in sorted(sign.chunks.items()) if i < start and c.letter == "F" and sign.opens(i)), None)
    if project is not None and sign.text[0] == "F":
        return project.items[0].head
    return Scope(None)


def _nearest(sign: Signature, start: int, place: int, letters: str) -> tuple[int, Chunk] | None:
    """The nearest single thing before the count that no preposition governs."""
    for i, chunk in sorted(sign.between(start, place), key=lambda found: -found[0]):
        if chunk.letter not in letters or len(chunk.items) != 1:
            continue
        if re.search(r"(?:在|由|到|与|对|向|被|给|从|为|和|聘请|邀请|赴)$", sign.text[max(0, i - 2) : i]):
            continue
        if chunk.letter != "L" or sign.opens(i):
            return i, chunk
    return None
