"""Prizes told in sentences: who won which rank in which category of which contest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.numbers import number
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import SPECIAL, level, ranks, recipient_kind
from kg.patterns.signature import Signature
from kg.patterns.tokens import Count
from kg.patterns.words import compiled
from kg.terms import FactType, Role

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
    elif chunk.letter == "N" and chunk.count is not None:
        _count(sign, state, place, chunk.count)


def _count(sign: Signature, state: State, place: int, count: Count) -> None:
    """5名教师获…: counted winners before their verb; the one they belong to is named before or is the area."""
    noun = re.match(r"[一-龥K]{0,10}?(?=(?:分别|各|均|双双|先后|也|还|同时|在|荣|喜|共)*(?:«win»|获|在C|入选|代表|凭|以|参加|登上|被|[,、;。NC]|$))".replace("«win»", compiled("«win»").pattern), sign.text[place + 1 :])
    if count.unit not in ("名", "人", "位", "件", "幅", "篇", "支", "所", "个", "组", "项", "节", "家", "部", "首") or noun is None:
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
    r"^(?:[的中上里内里]|则|还|也|又|均|都|分别|分|双双|最终|一举|成功|接连|先后|再次|首次|共同|共|同时|勇|喜|力|强势|顺利|斩|并|一路|过关斩将|凭借?|以|两个|两项|三项|两枚|N|"
    r"比赛|决赛|总决赛|赛场|现场|赛事|项目中|舞台|大赛|当中|获得了?|荣获|总成绩|总分|成绩|优异|的好|同组别|同组|同一|另|各|得|获|[,、和及与])+"
)


def _ranked(sign: Signature, state: State, place: int, pending: list[tuple[int, int, str]], start: int) -> Iterator[Claim]:
    """One rank chunk: with categories that stand before it, for the winners that the state holds."""
    said = ranks(_text(sign, place))
    more = _more(sign, place, state)
    if after := _tally(sign, place, state):
        yield from after
        return
    clause, end = sign.clause(place)
    since = state.at + 1 if state.at >= 0 else 0
    verb = compiled("«win»").search(sign.text, max(since, 0), place) or re.search("[获夺摘得]", sign.text[max(since, 0) : place])
    if not (verb or state.won or any("并列" in r for r in said) or _behind(sign, place, state)):
        return
    groups = _categories(sign, state, place, pending, start)
    for special in said:
        if SPECIAL.search(special) or special.endswith(("风尚奖", "组织奖")):
            groups = [g for g in groups if g and pending] or [()]
    state.won = True
    state.used = groups[-1] if groups and groups[-1] and not SPECIAL.search(said[0]) else state.used
    every = (*said, *more)
    yield from _told(sign, state, place, groups, every, (clause, end))


def _behind(sign: Signature, place: int, state: State) -> bool:
    """Whether a winning verb follows: 冠军被…夺得 is read elsewhere; 组K冠军S."""
    del state
    return bool(re.match(r"[^,;。SAGPO]{0,3}(?:的好成绩|的桂冠)", sign.text[place + 1 :]))


def _more(sign: Signature, place: int, state: State) -> tuple[str, ...]:
    """Further ranks of the same list: 冠军、亚军 or 第一、第三名."""
    out: list[str] = []
    at = place + 1
    while found := re.compile(r"(?:[、和及与]|以及|和另N)R").match(sign.text, at):
        state.done.add(found.end() - 1)
        out += ranks(_text(sign, found.end() - 1))
        at = found.end()
    return tuple(out)


def _categories(
    sign: Signature, state: State, place: int, pending: list[tuple[int, int, str]], start: int
) -> list[tuple[str, ...]]:
    """Alternatives of categories for a rank; each is what joins into one category in text order."""
    if not pending:
        rest = _residue(sign.text[start:place], bare=start > 0 and sign.text[start - 1] in "C")
        if rest:
            return [(rest,)]
        if state.topic:
            return [state.topic]
        return [state.used] if state.used and state.fresh is False else [()]
    groups: list[list[str]] = []
    at = start
    for i, (s, e, word) in enumerate(pending):
        gap = sign.text[at:s]
        last = i + 1 == len(pending)
        extra = _residue(gap, bare=True) if i else _residue(gap, bare=start > 0 and sign.text[start - 1] == "C")
        tail = _residue(sign.text[e:place], bare=True, tail=True) if last else ""
        piece = (extra + word + tail).replace("\t", "")
        if groups and not re.search(r"[、和及与,]", gap):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        at = e
    first = "".join(groups[0])
    if len(groups) > 1 and "组" in first and not first.endswith("组"):
        head = first[: first.index("组") + 1]
        groups = [g if "组" in "".join(g) else [head, *g] for g in groups]
    if state.topic and not any("组" in w for g in groups for w in g):
        groups = [[*state.topic, *g] for g in groups]
    return [tuple(g) for g in groups]


def _residue(text: str, *, bare: bool, tail: bool = False) -> str:
    """The words left between contest, verb and rank that name a category: 五子棋项目, 智能小车挑战赛."""
    pieces = compiled("(?:«win»)了?").split(text)
    text = pieces[-1] if not tail else pieces[0]
    if not bare and len(pieces) < 2:
        return ""
    text = _FILL.sub("", text)
    text = re.sub(r"(?:的|中|上|里|比赛|决赛|项目中|全区|全市|全省|全县|并列|一个|分获|两个|双料)+$", "", text)
    text = text.strip("的,、:·/\t ")
    if not re.fullmatch(r"[一-龥a-z\d×·:“”]{1,14}", text) or re.search(r"[了在被与以凭着过将把我他她你们这那]|全国$|全省|[一-龥]{2,}市$|的|成绩|代表|荣|优异|喜|其中|学校|老师|教师$|作品$|证书|唯一|连续|蝉联|首次", text):
        return ""
    return text


def _tally(sign: Signature, place: int, state: State) -> list[Claim]:
    """一等奖4人, 二等奖12件: prizes counted behind their rank."""
    found = re.compile(r"(?:的)?(?:作品|有|共|各|为|:|分别)?(?:\()?N").match(sign.text, place + 1)
    if not found:
        return []
    count = sign.chunks[found.end() - 1].count
    if count is None or count.unit[-1:] not in _COUNT_UNITS or not _is_whole(count):
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
        r"(?:(?:被|由)(?:来自)?(?P<a>[SAGOP])(?:队)?(?:分别|双双|一举|悉数|联手|[^,;。SAGOPR]{0,6})?(?:«win»|夺走|收入囊中|收归|获得|拿走|摘走|包揽)|(?:花落|归属|归于|落户|归|属于|落入|由来自|的是|的有|的为|的学校是|得主是|得主为|获得者是|获得者为|获得者)(?P<b>[SAGOP]))"
    ).finditer(text):
        group = "a" if found["a"] else "b"
        items = sign.items(found, group)
        contest = next((c.items[-1].head for i, c in sorted(sign.chunks.items(), reverse=True) if i < found.start() and c.letter == "C"), state.contest)
        places = [i for i in range(*found.span("r")) if text[i] == "R"]
        every = tuple(r for i in places for r in ranks(_text(sign, i)))
        state.done.update(places)
        own = replace(state, contest=contest, winners=items, counted=None, at=found.start(group))
        cats = tuple(_text(sign, i) for i in range(*found.span("cat")) if text[i] == "K")
        if not cats and not SPECIAL.search(every[0]):
            near = [i for i, c in sorted(sign.chunks.items()) if i < found.start() and c.letter == "K" and sign.clause(i)[0] == sign.clause(found.start())[0]]
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
    apart = spread or bool(re.search(r"分获|分列|分别|分摘|分夺|分享|依次|分居|分得|各获", text)) or len(every) == len(winners) > 1 and "包揽" in text
    cats = [" ".join(g) for g in groups]
    if apart and len(every) == len(winners):
        triples = [(w, cats[0], r) for w, r in zip(winners, every, strict=True)]
    elif apart and len(cats) == len(winners) and len(cats) > 1:
        triples = [(w, c, every[0]) for w, c in zip(winners, cats, strict=True)]
    elif len(cats) == len(every) > 1 and not re.search("包揽", text):
        triples = [(w, c, r) for w in winners for c, r in zip(cats, every, strict=True)]
    else:
        triples = [(w, c, r) for w in winners for c in cats for r in every]
    for winner, category, rank in triples:
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
    else:
        confidence = 0.4
    if category:
        args[Role.CATEGORY] = category
    if state.work is not None and state.work.span.start >= sign.sentence.span.start:
        args[Role.WORK] = state.work.head
    start, end = sign.clause(place)
    return Claim(FactType.AWARD, args, sign.span(start, end), rule, confidence)
