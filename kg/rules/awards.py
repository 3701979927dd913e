"""Prizes told in sentences: who won which rank in which category of which contest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.layout import is_prose
from kg.patterns.numbers import number
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import SPECIAL, level, ranks, recipient_kind
from kg.patterns.signature import Signature
from kg.patterns.tokens import Count
from kg.patterns.words import compiled
from kg.terms import EntityType, FactType, Level, Role

AGENTS = "SAGOBP"
_NOT_SUBJECT = r"(?:被|由|代表|力压|战胜|击败|险胜|力克|不敌|负于|在|来自|对阵|迎战|淘汰|经|(?<!参)与|向|给|为|邀请|组织|率领?|带领|指导|师从|(?<!赛)对|获|以|跟随|联合|和|压倒|超越|赶超|队友|教练|感谢|力挫|力胜|逆转|送进|颁发给)$"
_COUNT_UNITS = "名人位支件幅篇所队对组"
_PRIZE_UNITS = "个项枚块次座"
_AWARDED = "评出|评选出|产生|决出|共评|评定|评审出|揭晓|角逐出|设|颁出|评|评选|遴选出|分设|共有"


@dataclass(slots=True)
class Counted:
    """Winners that are counted and not named."""

    count: Count
    noun: str
    of: Item | None


@dataclass(slots=True)
class State:
    """What one clause leaves to the next: contest, winners, categories, a work."""

    contest: Mention | None = None
    winners: tuple[Item, ...] = ()
    counted: Counted | None = None
    topic: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    work: Item | None = None
    host: Item | None = None
    at: int = -1
    won: bool = False
    fresh: bool = True
    done: set[int] = field(default_factory=set)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Walks the sentences in order; what a clause leaves out is carried from the clause before."""
    state = State()
    for sign in passage:
        state = replace(state, done=set(), at=-1, counted=None, topic=(), used=(), won=False, fresh=False)
        if "R" in sign.letters:
            yield from _sentence(sign, state)
        else:
            _remember(sign, state)
        if sign.text.endswith("\n") and len(sign.text) < 2:
            continue


def _remember(sign: Signature, state: State) -> None:
    for place, chunk in sorted(sign.chunks.items()):
        _see(sign, state, place, chunk)


def _sentence(sign: Signature, state: State) -> Iterator[Claim]:
    yield from _turned(sign, state)
    if not is_prose(sign.text) and not sign.text.endswith(("。", "!", "?")) and not compiled("«win»").search(re.sub("R", "", sign.text)):
        return
    pending: list[tuple[int, int, str]] = []
    start = 0
    for place, chunk in sorted(sign.chunks.items()):
        if chunk.letter == "K":
            pending.append((place, place + 1, "".join(_text(sign, place).split())))
        elif chunk.letter == "R":
            if place not in state.done:
                yield from _ranked(sign, state, place, pending, start)
            pending = []
            start = place + 1
        else:
            before = (state.winners, state.counted, state.contest)
            if chunk.letter in AGENTS + "CN" and pending and place - pending[-1][1] < 30:
                if _names_subject(sign, place, chunk) or chunk.letter == "C":
                    state.topic = tuple(dict.fromkeys(k for _, _, k in pending)) if chunk.letter != "C" else ()
                    pending = []
            _see(sign, state, place, chunk)
            if (state.winners, state.counted, state.contest) != before or chunk.letter in "WH":
                start = place + 1


def _text(sign: Signature, place: int) -> str:
    span = sign.span(place, place + 1)
    return span.of(sign.sentence.document.text)


def _names_subject(sign: Signature, place: int, chunk: Chunk) -> bool:
    ahead = sign.text[:place]
    if ahead.count("(") > ahead.count(")"):
        return False
    return chunk.letter in AGENTS and not compiled(_NOT_SUBJECT).search(sign.text[max(0, place - 6) : place])


def _see(sign: Signature, state: State, place: int, chunk: Chunk) -> None:
    """Takes a chunk into the state: a contest, winners, counted winners, a work."""
    if chunk.letter == "C":
        contest = chunk.items[-1].head
        if isinstance(contest, Mention) and contest != state.contest:
            state.contest, state.topic, state.used, state.won = contest, (), (), state.won
    elif chunk.letter in AGENTS:
        if not _names_subject(sign, place, chunk):
            return
        if chunk.letter == "B" or (chunk.letter == "O" and compiled(r"^(?:主办|承办|授予|颁发|报道|记者)").match(sign.text[place + 1 :])):
            return
        of_same = state.winners and state.at >= 0 and sign.text[state.at + 1 : place] in ("的", "")
        state.host = state.winners[0] if of_same and chunk.letter == "P" else (chunk.items[0] if chunk.letter in "SAG" else state.host)
        state.winners, state.counted, state.at, state.won = chunk.items, None, place, False
        if not of_same:
            state.work = None
    elif chunk.letter == "Z" and sign.clause(place)[0] >= place - 3:
        state.host, state.winners, state.at = chunk.items[0], (), place
    elif chunk.letter == "L" and re.match(r"(?:共|有|学生|教师|学子|选手|小将|代表队|运动员|健儿|少年|师生|共有)", sign.text[place + 1 :]):
        state.host, state.winners, state.at = chunk.items[0], (), place
    elif chunk.letter == "W":
        state.work = chunk.items[0]
        start = sign.clause(place)[0]
        if not any(c.letter in AGENTS for _, c in sign.between(start, place)) and place - start < 12 and not re.search("[凭以靠着]$", sign.text[:place]):
            school = sign.topic("SAGO", start, 3)
            if school is not None:
                state.winners, state.counted, state.at, state.won = school.items[:1], None, place, False
    elif chunk.letter == "N" and chunk.count is not None:
        _count(sign, state, place, chunk.count)


def _count(sign: Signature, state: State, place: int, count: Count) -> None:
    """5名教师获…: counted winners before their verb; the one they belong to is named before or is the area."""
    noun = re.match(r"[一-龥K]{0,10}?(?=(?:分别|各|均|双双|先后|也|还|同时|在|荣|喜|共)*(?:«win»|获|在C|入选|代表|凭|以|参加|登上|被|[,、;。NC]|$))".replace("«win»", compiled("«win»").pattern), sign.text[place + 1 :])
    if place and sign.chunks.get(place - 1) is not None and sign.chunks[place - 1].letter in "PSAGO" and len(sign.chunks[place - 1].items) > 1:
        return
    if re.search(r"(?:从|自|与|对|余|在)$", sign.text[max(0, place - 1) : place]):
        return
    if count.unit not in ("名", "人", "位", "件", "幅", "篇", "支", "所", "个", "组", "项", "节", "家", "部", "首") or noun is None:
        return
    if count.value == "一" and count.unit not in "名位人":
        return
    if count.unit in ("个", "项") and not re.search("节目|作品|班|案例|课例|团队|学校|单位|集体|社团|队|论文|集团|家庭", noun[0]):
        return
    ahead = re.split("[;。]", sign.text[place + 1 : place + 60])[0]
    if not compiled(r"«win»|获").search(ahead) and not re.search("C[^。]*R|R", ahead):
        return
    if re.search(r"(?:获|评出)[^,;。]{0,8}$", sign.text[max(0, place - 8) : place]):
        return
    host = state.host
    if state.winners and state.at >= 0 and state.winners[0].head and not isinstance(state.winners[0].head, Scope):
        letter = sign.chunks[state.at].letter if state.at in sign.chunks else "S"
        host = state.winners[0] if letter in "SAGO" else host
    state.counted, state.winners, state.at, state.won = Counted(count, noun[0].replace("K", ""), host), (), place, False


_FILL = re.compile(
    r"^(?:[的上里内]|中(?!学|职|年级|段|小学|国)|了?个(?!人)|拿到|一口气|终评|该赛事|双双|闯进|杀进|打进|挺进|晋级|拿回|则|还|也|又|均|都|分别|分|双双|最终|一举|成功|接连|先后|再次|首次|共同|共|同时|勇|喜|力|强势|顺利|斩|并|一路|过关斩将|凭借?|以|两个|两项|三项|两枚|N|"
    r"比赛|决赛|总决赛|赛场|现场|赛事|项目中|舞台|大赛|当中|获得了?|荣获|总成绩|总分|成绩|优异|的好|同组别|同组|同一|另|各|得|获|[,、和及与])+"
)


def _ranked(sign: Signature, state: State, place: int, pending: list[tuple[int, int, str]], start: int) -> Iterator[Claim]:
    """One rank chunk: with categories that stand before it, for the winners that the state holds."""
    said = _joined(sign, place, state)
    more = _more(sign, place, state)
    if after := _tally(sign, place, state):
        yield from after
        return
    if re.match(r"的(?:教师|选手|作品|学校|同学|学生|单位|个人|节目)(?!是|有|为|分别)", sign.text[place + 1 :]):
        return
    since = max(state.at + 1, 0)
    if _FAILED.search(sign.text[max(0, place - 8) : place]) and not re.search("[均则]为$", sign.text[:place]):
        return
    verb = compiled("«win»|为|是").search(sign.text, since, place)
    if not (verb or state.won or any("并列" in r for r in said) or _behind(sign, place)):
        return
    zone = _zone(sign, state, place, start)
    if state.at >= 0 and state.contest is not None and (team := _SPORT.search(sign.text[state.at : place])):
        if team[0][-2:] not in state.contest.text and not any(team[0] in w for g in zone for w in g):
            zone = [(team[0], *g) for g in zone]
    state.won = True
    every = (*said, *more)
    led = state.at >= 0 and re.search("带队|率队|率领|带领|领着|指导", sign.text[state.at : place])
    own = state
    if state.at < 0 and sign.speaker is not None and sign.speaker.type is EntityType.SCHOOL:
        own = replace(state, winners=(Item(sign.speaker, sign.span(place, place + 1)),))
    elif state.at >= 0 and _TEAM.search(sign.text[state.at + 1 : place]) and state.winners and state.winners[0].head != sign.school:
        home = state.winners[0].owner or sign.speaker or sign.school
        own = replace(state, winners=(Item(home, state.winners[0].span),)) if home is not None else state
    if led and state.winners and state.winners[0].owner is not None:
        own = replace(state, winners=(Item(state.winners[0].owner, state.winners[0].span),))
    if not SPECIAL.search(said[0]):
        state.used = zone[-1] if zone and zone[-1] else state.used
    yield from _told(sign, own, place, zone, every, sign.clause(place))


def _joined(sign: Signature, place: int, state: State) -> tuple[str, ...]:
    """The ranks of a chunk, with one that follows at once: 一等奖第一名 is one rank."""
    said = ranks(_text(sign, place))
    if sign.text[place + 1 : place + 2] == "R" and len(said) == 1:
        state.done.add(place + 1)
        return (said[0] + _text(sign, place + 1),)
    return said


def _behind(sign: Signature, place: int) -> bool:
    """Whether it is told as a result behind its name: 第一名的好成绩, 一等奖得主."""
    return bool(re.match(r"[^,;。SAGPO]{0,3}(?:的好成绩|的桂冠|得主|获得者)", sign.text[place + 1 :]))


def _more(sign: Signature, place: int, state: State) -> tuple[str, ...]:
    """Further ranks of the same list: 冠军、亚军 or 第一、第三名."""
    out: list[str] = []
    at = place + 1
    while found := re.compile(r"(?:[、和及与]|以及|和另N)R").match(sign.text, at):
        state.done.add(found.end() - 1)
        out += ranks(_text(sign, found.end() - 1))
        at = found.end()
    return tuple(out)


def _zone(sign: Signature, state: State, place: int, start: int) -> list[tuple[str, ...]]:
    """Alternatives of categories for a rank, from the words between contest or winner and the rank."""
    special = bool(SPECIAL.search(_text(sign, place)))
    after = start > 0 and sign.text[start - 1] in "C"
    pieces = _pieces(sign, start, place)
    near = bool(pieces) and sign.text[start : start + 1] not in (",", "、", "的")
    kept: list[list[str]] = []
    for n, (words, verb) in enumerate(pieces):
        last = n + 1 == len(pieces)
        clean = _clean(words)
        if not clean or (special and not last):
            continue
        shaped = _SHAPE.search(clean) is not None
        if shaped or (n == 0 and after and near and len(clean) <= 10) or (last and verb and not state.counted):
            kept.append([w for w in re.split("[、和及与/]", clean) if w])
    if not kept:
        if special or state.counted:
            return [()]
        if state.topic:
            return [state.topic]
        return [state.used] if state.used and not after and re.search("均|同组|也", sign.text[start:place]) else [()]
    groups: list[tuple[str, ...]] = [()]
    for words in kept:
        head = words[0]
        cut = re.match(r".*组(?=.)|(?:小学|初中|高中|中学|幼儿|少年|青少年)?(?:武术|田径|游泳)?(?:男子|女子)(?:[甲乙丙]组)?", head)
        own = "组" if cut and "组" in cut[0] else "[男女]"
        full = [w if n == 0 or not cut or re.search(own, w) else cut[0] + w for n, w in enumerate(words)]
        tail = re.search(r"(?:小学|初中|高中|中学|幼儿园?)?[一-龥]?组$", words[-1])
        if len(words) > 1 and tail and tail[0] != words[-1] and "组" not in "".join(words[:-1]) and not re.search("男|女", words[0]):
            full = [w if w.endswith(tail[0]) else w + tail[0] for w in full]
        groups = [(*g, w) for g in groups for w in full]
    if state.topic and not any("组" in w for g in groups for w in g):
        groups = [(*state.topic, *g) for g in groups]
    return groups


_SHAPE = re.compile(r"组|类$|项目|团体|个人|单打|双打|级$|接力|全能|混双|\d+米|男子|女子|赛$|赛项")
_TEAM = re.compile(r"[,;](?:校|学校|我校)?[一-龥]{1,5}队(?:[获夺在代出征参拿捧]|一)")
_FAILED = re.compile(r"(?:没|未|无缘|错失|惜失|冲击|争夺|剑指|目标|力争|遗憾|向着?|为)[^,;。]{0,5}$")
_SPORT = re.compile(r"(?:(?:女子|男子)?(?:[足篮排网垒]球|曲棍球|旱地冰球|冰球|手球|橄榄球|乒乓球|羽毛球|游泳|田径|武术|啦啦操|健美操|定向)|[女男][篮排足])(?=队)")
_CUT = r"(?:«win»)了?|[,;:。]|(?<=.)[在以凭](?=.)|参加|中(?=[,])|代表"


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
        elif chunk.letter == "K" or (chunk.letter == "N" and chunk.count is not None and not re.match("[项枚个块]|位", chunk.count.unit)):
            out.append(_text(sign, i))
        elif chunk.letter != "N":
            out.append("|")
    return "".join(out)


_EDGE = re.compile(r"(?:的|中|上|里|比赛|决赛|项目中|全区|全市|全省|全县|并列|一个|分获|两个|两项|三项|两枚|双料|等次|荣誉|全国|唯一|当中|赛场|现场|角逐|总成绩|双双|分别|均|领奖台|一路|节目)+$")


def _clean(words: str) -> str:
    """A piece without filling words; empty where it is more than the name of a category."""
    words = re.sub(r"^\(([^()]*)\)", r"\1", re.sub(r"\s", "", words)).strip("的、,:·/()()（）")
    words = _EDGE.sub("", _FILL.sub("", words)).strip("的、,和及与")
    words = re.sub(r"^[一-龥]{2,4}赛区|^项目|(?:两|三|二|四)个?(?=(?:小学|初中|高中|中学)?[一-龥]?组$)", "", words)
    if not re.fullmatch(r"[一-龥A-Za-zＡ-Ｚ\d×、·:“”.\-—]{1,22}", words):
        return ""
    if re.search(r"[了在被以凭着过将把我他她你们这那的从闯杀]|[今去前]年|\d[年月]|\d秒|打破|拿回|全国$|全省|[一-龥]{2,}市$|成绩|代表|荣|优异|喜|其中|学校|老师|教师$|作品$|证书|唯一|连续|蝉联|首次|学生$|选手$|同学|队员|手中|带来|唱着|作为|表现|共|桂冠|奖项|好成绩|队$", words):
        return ""
    return words


def _tally(sign: Signature, place: int, state: State) -> list[Claim]:
    """一等奖4人, 二等奖12件: prizes counted behind their rank."""
    found = re.compile(r"(?:的)?(?:作品|有|共|各|为|:|分别)?(?:\()?N").match(sign.text, place + 1)
    if not found:
        return []
    count = sign.chunks[found.end() - 1].count
    out = re.search(_AWARDED, sign.text[max(0, place - 40) : place]) is not None
    if count is None or not (count.unit[-1:] in _COUNT_UNITS or (out and count.unit in ("个", "项"))) or not _is_whole(count):
        return _counted_prizes(sign, place, state, count, found.end())
    host = state.winners[0] if state.winners and state.at >= 0 and state.at in sign.chunks and sign.chunks[state.at].letter in "SAGO" else None
    kind = {"件": "作品", "幅": "作品", "篇": "作品", "所": "学校"}.get(count.unit, "")
    counted = Counted(count, kind or _kind_of(sign, state), host or state.host)
    return [_claim(sign, state, place, None, counted, "", ranks(_text(sign, place))[0], "awards.tally", 0.85)]


def _is_whole(count: Count) -> bool:
    from_value = count.value.replace(",", "")
    return from_value.isdigit() or len(from_value) <= 3


def _counted_prizes(sign: Signature, place: int, state: State, count: Count | None, end: int) -> list[Claim]:
    """一等奖11项: an observation of the winner or the area."""
    if count is None or count.unit not in _PRIZE_UNITS:
        return []
    value = number(count.value)
    if value is None:
        return []
    subject: Argument = state.winners[0].head if state.winners and state.at >= 0 else (state.host.head if state.host else Scope(None))
    args: dict[Role, Argument] = {Role.SUBJECT: subject, Role.MEASURE: _text(sign, place), Role.VALUE: value, Role.UNIT: count.unit}
    return [Claim(FactType.OBSERVATION, args, sign.span(place, end), "awards.prize-count", 0.7)]


def _kind_of(sign: Signature, state: State) -> str:
    name = state.contest.text if state.contest else sign.sentence.text
    for word in ("班主任", "教师", "学生"):
        if word in name:
            return word
    return "教师" if re.search("课|教学|基本功", name) else "学生"


def _turned(sign: Signature, state: State) -> Iterator[Claim]:
    """The rank before its winner: 前三名被S、S、S包揽; 最佳射手花落P; 冠军由S夺得; 获得一等奖的是S."""
    text = sign.text
    for found in compiled(
        r"(?P<cat>(?:K|组)*)(?:的|比赛)?(?P<r>R(?:[、和及]R)*)(?:则|也|均|都|最终|双双|分别|也都|奖项)*"
        r"(?:(?:被|由)(?:来自)?(?P<a>[SAGOP])(?:队)?(?:分别|双双|一举|悉数|联手|[^,;。SAGOPR]{0,6})?(?:«win»|夺走|收入囊中|收归|获得|拿走|摘走|包揽)|(?:花落|归属|归于|落户|归了?|属于|落入|由来自|的是|的有|的为|的学校是|得主是|得主为|获得者是|获得者为|获得者)(?P<b>[SAGOP]))"
    ).finditer(text):
        group = "a" if found["a"] else "b"
        items = sign.items(found, group)
        contest = next((c.items[-1].head for i, c in sorted(sign.chunks.items(), reverse=True) if i < found.start() and c.letter == "C"), state.contest)
        places = [i for i in range(*found.span("r")) if text[i] == "R"]
        every = tuple(r for i in places for r in ranks(_text(sign, i)))
        state.done.update(places)
        own = replace(state, contest=contest, winners=items, counted=None, at=found.start(group))
        cats = tuple(_text(sign, i) for i in range(*found.span("cat")) if text[i] == "K")
        if not cats and not SPECIAL.search(every[0]) and not every[0].endswith("等奖"):
            floor = max((i for i, c in sign.chunks.items() if c.letter == "C" and i < found.start()), default=-1)
            near = [i for i, c in sorted(sign.chunks.items()) if floor < i < found.start() and c.letter == "K"]
            cats = (_text(sign, near[-1]),) if near else ()
        yield from _told(sign, own, places[0], [cats], every, (found.start(), found.end()), spread=len(every) == len(items) > 1)


def _told(
    sign: Signature, state: State, place: int, groups: list[tuple[str, ...]], every: tuple[str, ...],
    clause: tuple[int, int], *, spread: bool = False,
) -> Iterator[Claim]:
    """Winners × categories × ranks; 分别 spreads ranks (or categories) over the winners in order."""
    text = sign.text[max(0, min(state.at, clause[0])) : place]
    winners: Sequence[Item | None] = state.winners or ((None,) if state.counted else ())
    if not winners:
        host = state.host
        if host is None or isinstance(host.head, Scope):
            return
        winners = (host,)
    cats = [" ".join(g) for g in groups]
    apart = spread or bool(re.search(r"分获|分列|分别|分摘|分夺|分享|依次|分居|分得|各获", text)) or (len(every) == len(winners) > 1 and (
        "包揽" in text or (len(set(every)) == len(every) and len(cats) == 1 and all(re.match("第|[冠亚季殿]", r) for r in every))
    ))
    if apart and len(every) == len(winners):
        triples = [(w, cats[0], r) for w, r in zip(winners, every, strict=True)]
    elif apart and len(cats) == len(winners) and len(cats) > 1:
        triples = [(w, c, every[0]) for w, c in zip(winners, cats, strict=True)]
    elif len(cats) == len(every) > 1 and not re.search("包揽", text):
        triples = [(w, c, r) for w in winners for c, r in zip(cats, every, strict=True)]
    else:
        triples = [(w, c, r) for w in winners for c in cats for r in every]
    if state.contest is None:
        return
    for winner, category, rank in triples:
        if SPECIAL.search(rank) and not SPECIAL.search(every[0]):
            category = ""
        yield _claim(sign, state, place, winner, state.counted, category, rank, "awards.won", 0.9 if state.contest else 0.5)


def _claim(
    sign: Signature, state: State, place: int, winner: Item | None, counted: Counted | None,
    category: str, rank: str, rule: str, confidence: float,
) -> Claim:
    document = sign.sentence.document
    args: dict[Role, Argument] = {Role.RANK: rank}
    if winner is not None:
        args[Role.RECIPIENT] = winner.head
    elif counted is not None:
        args[Role.RECIPIENT_COUNT] = number(counted.count.value) or 0
        args[Role.RECIPIENT_KIND] = recipient_kind(counted.noun) or _kind_of(sign, state)
        args[Role.OF] = counted.of.head if counted.of else Scope(None)
    if state.contest is not None:
        args[Role.COMPETITION] = state.contest
        if (known := level(state.contest.text, document.region)) is not None:
            args[Role.LEVEL] = known
        if "全国" in sign.text[max(0, place - 6) : place]:
            args[Role.LEVEL] = Level.NATIONAL
    else:
        confidence = 0.4
    if category:
        args[Role.CATEGORY] = re.sub(r"(项目|组别?)(?=[^ ])", r"\1 ", category)
    again = re.search("这支|该节目|该剧|该作品|这个节目|这部|该课|这节课|节目", sign.text[:place]) is not None
    if state.work is not None and (state.work.span.start >= sign.sentence.span.start or again):
        args[Role.WORK] = state.work.head
    start, end = sign.clause(place)
    return Claim(FactType.AWARD, args, sign.span(start, end), rule, confidence)
