"""Which words between a contest, its winner and a rank name the category that was won."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lazy import regex
from kg.patterns.prizes import SPECIAL
from kg.patterns.signature import Signature
from kg.patterns.words import compiled

_BESIDE = 10
_HEAD = regex(r".*组(?=.)|(?:小学|初中|高中|中学|幼儿|少年|青少年)?(?:武术|田径|游泳)?(?:男子|女子)(?:[甲乙丙]组)?")
_TAIL = regex(r"(?:小学|初中|高中|中学|幼儿园?)?[一-龥]?组$")


@dataclass(frozen=True, slots=True)
class Held:
    """What is carried from clauses before: a topic (初中组S和S…), the category used last, whether winners are only counted."""

    topic: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    counted: bool = False


_FILL = regex(
    r"^(?:[的上里内]|中(?!学|职|年级|段|小学|国)|了?个(?!人)|拿到|一口气|终评|该赛事|双双|闯进|杀进|打进|挺进|晋级|拿回|则|还|也|又|均|都|分别|分|双双|最终|一举|成功|接连|先后|再次|首次|共同|共|同时|勇|喜|力|强势|顺利|斩|并|一路|过关斩将|凭借?|以|两个|两项|三项|两枚|N|"
    r"比赛|决赛|总决赛|赛场|现场|赛事|项目中|舞台|大赛|当中|获得了?|荣获|总成绩|总分|成绩|优异|的好|再|列|组成的?|组合|搭档|双人搭档|唯一|同组别|同组|同一|另|各|得|获|[,、和及与])+"
)


_AND = regex(r"[、和/]|(?<!普)及|(?<=[组项赛米类])与")
_NEXT = regex(r"并列|第[二三四五]|[亚季]军")
_GROUPS = regex(r".*?组(?:男子|女子)?(?:团体(?:总分)?)?")
"""Places that follow one told before, in the same category."""
_SHAPE = regex(r"组|类$|项目|团体|个人|单打|双打|级$|接力|全能|混双|\d+米|男子|女子|赛$|赛项")
_CUT = r"(?:«win»)了?|[,;:。]|(?<=.)[在以凭](?=.)|参加|中(?=[,])|代表"


def categories(sign: Signature, place: int, start: int, held: Held) -> list[tuple[str, ...]]:
    """Alternatives of categories for the rank at `place`, from the words since `start` (its contest or winner)."""
    special = SPECIAL.search(sign.said(place)) is not None
    behind_contest = start > 0 and sign.text[start - 1] == "C"
    listed = held.used and sign.text[start : start + 1] in ("、", "和") and not held.counted
    kept = _kept(sign, start, place, last_only=special, after_verb=not held.counted, listed=bool(listed))
    if kept:
        groups: list[tuple[str, ...]] = [()]
        for words in kept:
            groups = [(*group, word) for group in groups for word in _whole(words)]
        if listed and not _grouped(groups) and (group := re.match(".*?组", " ".join(held.used))):
            return [(group[0], *g) for g in groups]
        return [(*held.topic, *g) for g in groups] if held.topic and not _grouped(groups) else groups
    if special or held.counted:
        return [()]
    if held.topic and held.used[: len(held.topic)] != held.topic:
        return [held.topic]
    shared = held.used and not behind_contest and re.search("均|同组|也", sign.text[start:place])
    since = sign.text.rfind("R", 0, place)
    if (
        held.used
        and not behind_contest
        and since >= 0
        and _NEXT.match(sign.said(place))
        and _GROUPS.fullmatch("".join(held.used))
    ):
        shared = shared or re.fullmatch(",[^;。:CN]*", sign.text[since + 1 : place])
    return [held.used] if shared else [held.topic]


def _grouped(groups: list[tuple[str, ...]]) -> bool:
    return any("组" in word for group in groups for word in group)


def _kept(
    sign: Signature, start: int, place: int, *, last_only: bool, after_verb: bool, listed: bool
) -> list[list[str]]:
    """The pieces before a rank that name categories, each as its alternatives."""
    pieces = _pieces(sign, start, place)
    at_contest = start > 0 and sign.text[start - 1] == "C" and sign.text[start : start + 1] not in (",", "、", "的")
    kept: list[list[str]] = []
    for n, (words, verb) in enumerate(pieces):
        last = n + 1 == len(pieces)
        clean = _clean(words)
        if not clean or (last_only and not last):
            continue
        beside_contest = n == 0 and at_contest and len(clean) <= _BESIDE
        if _SHAPE.search(clean) or beside_contest or (last and after_verb and (verb or listed)):
            kept.append([w for w in _AND.split(clean) if w])
    return kept


def _whole(words: list[str]) -> list[str]:
    """Alternatives written out: 小学组男子团体、女子团体 share their head, 超级轨迹、工程挑战小学组 their tail."""
    head = _HEAD.match(words[0])
    own = "组" if head and "组" in head[0] else "[男女]"
    full = [w if n == 0 or not head or re.search(own, w) else head[0] + w for n, w in enumerate(words)]
    tail = _TAIL.search(words[-1])
    if (
        len(words) > 1
        and tail
        and tail[0] != words[-1]
        and "组" not in "".join(words[:-1])
        and not re.search("[男女]", words[0])
    ):
        full = [w if w.endswith(tail[0]) else w + tail[0] for w in full]
    return full


def _pieces(sign: Signature, start: int, place: int) -> list[tuple[str, bool]]:
    """The words before a rank cut at verbs and marks, each with whether a winning verb stands before it."""
    out: list[tuple[str, bool]] = []
    at, verb = start, False
    for found in compiled(_CUT).finditer(sign.text, start, place):
        if found.start() > at:
            out.append((_spelt(sign, at, found.start()), verb))
        verb = (verb or compiled("«win»").match(found[0]) is not None) and found[0] not in ",;:。"
        at = found.end()
    out.append((_spelt(sign, at, place), verb))
    return [p for p in out if p[0]]


def _spelt(sign: Signature, start: int, end: int) -> str:
    """A stretch of the signature with categories and counts written out again, names as a bar."""
    out = []
    for i in range(start, end):
        chunk = sign.chunks.get(i)
        if chunk is None:
            out.append(sign.sentence.document.text[sign.starts[i]])
        elif chunk.letter == "K" or (
            chunk.letter == "N" and chunk.count is not None and not re.match("[项枚个块]|位", chunk.count.unit)
        ):
            out.append(sign.said(i))
        elif chunk.letter != "N":
            out.append("|")
    return "".join(out)


_EDGE = regex(
    r"(?:的|中|上|里|比赛|决赛|项目中|全区|全市|全省|全县|并列|一个|唯一?|胜出|分获|两个|两项|三项|两枚|双料|等次|荣誉|全国|唯一|当中|赛场|现场|角逐|总成绩|双双|分别|均|领奖台|一路|节目)+$"
)


def _clean(words: str) -> str:
    """A piece without filling words; empty where it is more than the name of a category."""
    words = re.sub(r"^\(([^()]*)\)", r"\1", re.sub(r"\s", "", words)).strip("的、,:·/()（）")
    words = _EDGE.sub("", _FILL.sub("", words)).strip("的、,和及与")
    words = re.sub(r"^[一-龥]{2,4}赛区|^项目|(?:两|三|二|四)个?(?=(?:小学|初中|高中|中学)?[一-龥]?组$)", "", words)
    if not re.fullmatch(r"[男女甲乙丙]|[一-龥A-Za-zＡ-Ｚ\d×、·:“”.\-—]{2,22}", words):
        return ""
    if re.search(
        r"[了在被以凭着过将把我他她你们这那的从闯杀]|[今去前]年|\d[年月]|打破|拿回|全国$|全省|[一-龥]{2,}市$|成绩|代表|荣|优异|喜|其中|学校|老师|教师$|作品$|证书|唯一|连续|蝉联|首次|学生$|选手$|同学|队员|手中|带来|唱着|作为|表现|共|桂冠|奖项|好成绩|取胜|险胜|胜出|名列|升到|升至|跃居|队$",
        words,
    ):
        return ""
    return words


_SPORT = regex(
    r"(?:(?:女子|男子)?(?:[足篮排网垒手冰]球|曲棍球|旱地冰球|冰蹴球|橄榄球|乒乓球|羽毛球|拔河|游泳|田径|武术|啦啦操|健美操|定向)|[女男][篮排足])(?=队)|[女男][篮排足](?=[获夺在勇]|$)|[男女]队"
)


def with_sport(groups: list[tuple[str, ...]], words: str, contest: str) -> list[tuple[str, ...]]:
    """The categories with the team's sport before them where the contest's name leaves it open: 女子排球队, 运动会."""
    team = _SPORT.search(words)
    told = "".join(word for group in groups for word in group)
    if team is None or team[0] in told or (team[0][0] in "男女" and re.search("[男女]", told)):
        return groups
    sport = team[0] if team[0][-2:] not in contest else team[0][:2] if team[0][1] == "子" else ""
    return [(sport, *group) for group in groups] if sport else groups
