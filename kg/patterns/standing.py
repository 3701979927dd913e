"""Who stands to win: what the clauses of a text leave standing for the next rank — contest, winners, a work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.lazy import regex
from kg.model import Mention, Scope
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import held_level, level
from kg.patterns.signature import Signature
from kg.patterns.tokens import Count
from kg.patterns.words import compiled
from kg.terms import EntityType, Level

AGENTS = "SAGOBP"
PREPOSITION = 6
"""How many characters before a name are looked at for what governs it."""

_GOVERNED = (
    r"(?:被|由|代表|力压|战胜|击败|险胜|力克|不敌|负于|在|来自|对阵|迎战|淘汰|经|(?<!参)与|向|给|为|邀请|组织|率领?|带领|指导|师从|(?<!赛)对|获|以|跟随|联合|和|压倒|"
    r"超越|赶超|队友|教练|感谢|力挫|力胜|逆转|送进|颁发给|惜败|惜败于|惜负|憾负|完胜|横扫|掀翻|打败|点球战胜|战平|不及|仅次于|让给|跟着|陪着)$"
)
_UNITS = frozenset("名人位件幅篇支所个组项节家部首")
_GROUPS = "节目|作品|班|案例|课例|团队|学校|单位|集体|社团|队|论文|集团|家庭"
_NOUN = (
    r"[一-龥K]{0,10}?(?=(?:分别|各|均|双双|先后|也|还|同时|在|荣|喜|共)*"
    r"(?:«win»|获|在C|入选|代表|凭|以|参加|登上|被|[,、;。NC]|$))"
)
_COORDINATED = regex(r"的?[^,;。:A-Z获夺摘被]{0,8}(?:W|\([^()]*\))?[、和与及]")
"""Between winners of one list that are told apart by a team or a work: S的舞蹈《W》、S的合唱《W》, S女队和S女队."""
_AREA_WINS = r"(?:共|有|学生|教师|学子|选手|小将|代表队|运动员|健儿|少年|师生|共有)"
_OPENING = 12
_NEAR = 3
_AHEAD = 60


@dataclass(slots=True)
class Counted:
    """Winners that are counted and not named."""

    count: Count
    noun: str
    of: Item | None


@dataclass(slots=True)
class Standing:
    """What one clause leaves to the next. `at` is where the winners stand in this sentence, -1 where they were carried."""

    contest: Mention | None = None
    winners: tuple[Item, ...] = ()
    counted: Counted | None = None
    topic: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    work: Item | None = None
    paired: dict[Mention | Scope, Mention | Scope] = field(default_factory=dict)
    host: Item | None = None
    at: int = -1
    won: bool = False
    done: set[int] = field(default_factory=set)

    def stand(self, winners: tuple[Item, ...], at: int) -> None:
        """Takes new winners, who have not won yet."""
        self.winners, self.counted, self.at, self.won = winners, None, at, False


def names_subject(sign: Signature, place: int, chunk: Chunk) -> bool:
    """Whether a list names who may win: no preposition or verb governs it, and no bracket holds it."""
    ahead = sign.text[:place]
    if chunk.letter not in AGENTS or ahead.count("(") > ahead.count(")"):
        return False
    return not compiled(_GOVERNED).search(sign.text[max(0, place - PREPOSITION) : place])


def see(sign: Signature, standing: Standing, place: int, chunk: Chunk) -> None:
    """Takes a chunk into account: a contest, winners, counted winners, a work."""
    if chunk.letter == "C":
        contest = chunk.items[-1].head
        if isinstance(contest, Mention) and contest != standing.contest:
            standing.contest, standing.topic, standing.used = contest, (), ()
    elif chunk.letter in AGENTS:
        _see_agents(sign, standing, place, chunk)
    elif _is_area(sign, place, chunk):
        standing.host, standing.winners, standing.at = chunk.items[0], (), place
    elif chunk.letter == "W":
        _see_work(sign, standing, place, chunk)
    elif chunk.letter == "N" and chunk.count is not None:
        _see_count(sign, standing, place, chunk.count)


def _is_area(sign: Signature, place: int, chunk: Chunk) -> bool:
    if chunk.letter == "Z":
        return sign.clause(place)[0] >= place - _NEAR
    return chunk.letter == "L" and re.match(_AREA_WINS, sign.text[place + 1 :]) is not None


def _see_agents(sign: Signature, standing: Standing, place: int, chunk: Chunk) -> None:
    behind = sign.text[place + 1 : place + _NEAR]
    if not names_subject(sign, place, chunk) or chunk.letter == "B":
        return
    if chunk.letter == "O" and behind.startswith(("主办", "承办", "授予", "颁发", "报道", "记者")):
        return
    gap = sign.text[standing.at + 1 : place] if standing.at >= 0 else None
    same = bool(standing.winners) and gap in ("的", "")
    if gap and standing.winners and not standing.won and _COORDINATED.fullmatch(gap) and chunk.letter in "SAGO":
        standing.paired |= {w.head: standing.work.head for w in standing.winners[-1:] if standing.work is not None}
        standing.winners, standing.work = (*standing.winners, *chunk.items), None
        return
    if same and chunk.letter == "P":
        standing.host = standing.winners[0]
    elif chunk.letter in "SAG":
        standing.host = chunk.items[0]
    standing.stand(chunk.items, place)
    if not same:
        standing.work = None


def _see_work(sign: Signature, standing: Standing, place: int, chunk: Chunk) -> None:
    """A work that opens its clause wins for the school that the text is about."""
    standing.work = chunk.items[0]
    start = sign.clause(place)[0]
    if any(c.letter in AGENTS for _, c in sign.between(start, place)) or place - start >= _OPENING:
        return
    school = sign.topic("SAGO", start, _NEAR)
    if school is not None and not re.search("[凭以靠着]$", sign.text[:place]):
        standing.stand(school.items[:1], place)


def _see_count(sign: Signature, standing: Standing, place: int, count: Count) -> None:
    """5名教师获…: counted winners before their verb; the one they belong to is named before, or it is the area."""
    noun = compiled(_NOUN).match(sign.text, place + 1)
    before = sign.chunks.get(place - 1)
    if before is not None and before.letter in AGENTS and count.value in ("一", "1"):
        return
    summed = before is not None and before.letter in "PSAGO" and len(before.items) > 1
    if noun is None or summed or not _may_win(sign, place, count, noun[0]):
        return
    host = standing.host
    if standing.winners and standing.at >= 0 and not isinstance(standing.winners[0].head, Scope):
        letter = sign.chunks[standing.at].letter if standing.at in sign.chunks else "S"
        host = standing.winners[0] if letter in "SAGO" else host
    standing.stand((), place)
    standing.counted = Counted(count, noun[0].replace("K", ""), host)


def _may_win(sign: Signature, place: int, count: Count, noun: str) -> bool:
    before = sign.text[max(0, place - 8) : place]
    if count.unit not in _UNITS or re.search(r"(?:从|自|与|对|余|在)$|(?:获|评出)[^,;。、R]{0,8}$", before):
        return False
    if (count.value == "一" and count.unit not in "名位人") or (count.unit in "个项" and not re.search(_GROUPS, noun)):
        return False
    if re.match("[一-龥]?的", sign.text[place + 1 :]) and count.unit in "个间门":
        return False
    ahead = re.split("[;。]", sign.text[place + 1 : place + _AHEAD])[0]
    return compiled(r"«win»|获|R").search(ahead) is not None


_LED = regex(
    r"带队|率队|率领|带领|领着|带着[^,;。]{0,6}(?:孩子|学生|队员|同学|娃)|(?:带|带出来|带出|指导|组建|执教|创办)的[一-龥]{1,8}(?:队|团|社|社团)[,在获荣曾]|指导[^,;。]{0,10}队"
)
_TEAM = regex(
    r"(?:^|[,;:])(?:T)?(?:校|学校|我校)?[一-龥]{1,6}(?:队|合唱团|艺术团|乐团|剧社|社团|大队部)(?:[获夺在代出征参拿捧荣凭]|一)"
)


def credited(sign: Signature, state: Standing, place: int) -> Standing:
    """The winners to be told: the school of a teacher who led its team, the school that the text is about for its teams."""
    if state.at < 0:
        if _TEAM.search(sign.text, 0, place) and not (sign.speaker or sign.before is None) and sign.school:
            return replace(state, winners=(Item(sign.school, sign.span(place, place + 1)),))
        if sign.speaker is not None and sign.speaker.type is EntityType.SCHOOL:
            return replace(state, winners=(Item(sign.speaker, sign.span(place, place + 1)),))
        return state
    if not state.winners:
        return state
    first = state.winners[0]
    home = first.owner or sign.speaker or sign.school
    words = sign.text[state.at : place]
    if home is not None and sign.text[state.at] == "P" and _LED.search(words):
        return replace(state, winners=(Item(home, first.span),))
    if _TEAM.search(words) and not (words[0] in "SAG" and sign.speaker in (None, first.head)):
        return replace(state, winners=(Item(home, first.span),)) if home is not None else state
    return state


def noted_group(sign: Signature, chunk: Chunk) -> str:
    """The category that stands in brackets behind a contest: C(小学组)."""
    found = re.search(r"[(（]\s*([一-龥]{1,8}组)\s*[)）]$", chunk.span.of(sign.sentence.document.text))
    return found[1] if found else ""


_BACK = 6
"""So many sentences back a contest may have been named."""


def level_of(sign: Signature, contest: Mention) -> Level | None:
    """The level that a contest's name tells, else what the sentence that named it last tells of who holds it."""
    if (known := level(contest.text, sign.sentence.document.region)) is not None:
        return known
    at: Signature | None = sign
    for _ in range(_BACK):
        if at is None:
            return None
        if contest.span.start >= at.sentence.span.start:
            return held_level(at.sentence.text, contest.text, sign.sentence.document.region)
        at = at.before
    return None
