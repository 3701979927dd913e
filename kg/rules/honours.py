"""Honours: titles that are conferred, by whatever verb, and the counted ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.numbers import number
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import level, recipient_kind
from kg.patterns.signature import Signature
from kg.patterns.words import compiled
from kg.terms import EntityType, FactType, Role

_LONG = 30
_OPENING = 12
_GIVER = r"(?:被|由|经|获|受)$"
_NO_TITLE = r"(?:的)?(?:创建(?!单位)|标准|建设(?!单位|项目|校)|评选|申报|每|评比|要求|验收|复评|复查|迎检|工作|称号的|候选|培育|行列的|评估|动态|培养对象的|审核|展示|推荐|是指|由|如何|怎么)"
_BEFORE_TITLE = r"(?:«honour»|«confer»|授予|称号|冠以|获得了|之一|牌子)[^,;。:]{0,14}$"


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """S被B命名为H; S入选H; 授予P H称号; H P、P登台; N教师被评为H."""
    carried: tuple[Item, ...] = ()
    for sign in passage:
        if "H" in sign.letters:
            for place, chunk in sorted(sign.chunks.items()):
                if chunk.letter == "H":
                    yield from _title(sign, place, chunk, carried)
        carried = _subject_of(sign) or carried
        if sign.text.endswith("\n"):
            carried = carried if len(sign.text) > _LONG else ()


def _subject_of(sign: Signature) -> tuple[Item, ...]:
    return next((c.items for i, c in sorted(sign.chunks.items()) if c.letter in "SAGP" and i < _OPENING), ())


def _title(sign: Signature, place: int, chunk: Chunk, carried: tuple[Item, ...]) -> Iterator[Claim]:
    if compiled(_NO_TITLE).match(sign.text, place + 1):
        return
    if (beside := _beside(sign, place)) is not None:
        winners, rule, confidence = beside
        yield from _claims(sign, place, chunk, winners, rule, confidence)
        return
    clause = sign.text[sign.clause(place)[0] : place]
    home = sign.speaker
    if home is not None and _HEADED.search(sign.text, 0, place) and not sign.letters & set("SAGPO"):
        home_item = Item(home, sign.span(place, place + 1))
        yield from _claims(sign, place, chunk, (home_item,), "honours.headed", 0.9)
        return
    if not _is_conferred(sign, place, clause) or (_SOUGHT.search(clause) and not _REACHED.search(clause)):
        return
    found, counted = _winners(sign, place)
    if counted is not None:
        yield from _counted(sign, place, chunk, counted)
        return
    own = sign.speaker
    if own is not None and own.type is EntityType.SCHOOL and not found:
        found = (Item(own, sign.span(place, place + 1)),)
    if found or carried:
        yield from _claims(sign, place, chunk, found or carried, "honours.won", 0.9 if found else 0.7)


_HEADED = regex(r"^[^:。A-Z]{0,6}(?:荣誉|[省市州区县校]级|国家级)(?:称号)?[^:。A-Z]{0,4}:(?:[^。:A-GI-SU-Z]|H|T)*$")
"""The head of a line that lists a school's titles: 荣誉: H、H; 省级: H."""
_SOUGHT = regex(
    r"(?:还?要|将|拟|计划)(?:建成|创成)[^,;。]{0,8}$|(?:创建|申报|争创|推荐|评选|评选出|力争|争取|创成目标|评出|迎接|参评|组织|开展|颁发给?|是对|离不开|启动)[^,;。]{0,8}$"
)
_REACHED = regex("成功(?:创建|申报|创成)|创建为|创建成")
_BEHIND = (
    r"(?:称号)?(?:获得者|得主|证书)?(?:\([^()]*\))?(?:—+|:|的是|的有|的还有|有|包括|分别是|由|花落)?(?P<a>[PSAGO])"
    r"(?![^,;。]{0,3}(?:创建|评选|公布|发文))"
)
_LISTED = (
    r"(?:入围|获奖)?名单[^;。A-Z]{0,12},?Z?[^,;。A-Z]{0,4}(?P<a>[SAGP])(?:等)?[^,;。A-Z]{0,4}"
    r"(?:榜上有名|上榜|在列|入列|入选|位列其中)"
)
_APPOSED = r"P(?:\([^()]*\))?[,、:]H(?=$|[,;。)\n、])"


def _is_conferred(sign: Signature, place: int, clause: str) -> bool:
    """Whether a verb of conferring stands before the title, or before another one of its list."""
    series = r"(?:«honour»|«confer»)[^;。HP]{0,24}H(?:称号)?[、和及与以或]+$"
    before = sign.text[max(0, place - 60) : place]
    return compiled(_BEFORE_TITLE).search(clause) is not None or compiled(series).search(before) is not None


def _beside(sign: Signature, place: int) -> tuple[tuple[Item, ...], str, float] | None:
    """Winners told beside the title: 授予S H; P,H; H名单公布,S榜上有名; H P、P登台."""
    text = sign.text
    if given := _given(sign, place):
        return given, "honours.given", 0.92
    near = compiled(_APPOSED).search(text, max(0, place - _LONG), place + 2)
    if near and near.end() - 1 == place and sign.chunks[near.start()].letter == "P":
        return sign.chunks[near.start()].items[-1:], "honours.apposed", 0.8
    if listed := compiled(_LISTED).match(text, place + 1):
        return sign.items(listed, "a"), "honours.listed", 0.9
    behind = compiled(_BEHIND).match(text, place + 1)
    if behind is None or re.search("[对为按创]$", text[:place]):
        return None
    clause = text[sign.clause(place)[0] : place]
    return None if _is_conferred(sign, place, clause) else (sign.items(behind, "a"), "honours.named-behind", 0.92)


def _given(sign: Signature, place: int) -> tuple[Item, ...]:
    """授予S H, 命名S、S为H, 认定S为H, 颁给P H."""
    found = compiled(
        r"(?:授予|命名|认定|评为|确定|表彰了?|评选|颁给|推荐|给|为)(?P<a>[SAGOP])(?:等)?(?:为|以)?(?:[^,;。SAGOPHR]{0,6})$"
    ).search(sign.text, max(0, place - 24), place)
    return sign.items(found, "a") if found and not re.search("的[^为]{0,6}$", sign.text[found.end("a") : place]) else ()


def _winners(sign: Signature, place: int) -> tuple[tuple[Item, ...], tuple[int, Chunk] | None]:
    """Who gets the title: the nearest in its clause that is no giver, else who opened a clause before; or winners only counted."""
    if works := _works(sign, place):
        return works, None
    start = sign.clause(place)[0]
    floor = max(sign.text.rfind("。", 0, place), place - 120)
    nearest: tuple[Item, ...] = ()
    for i in sorted((i for i in sign.chunks if floor < i < place), reverse=True):
        chunk = sign.chunks[i]
        if chunk.letter == "N" and i >= start and _is_counted(sign, i, chunk):
            return (), (i, chunk)
        if not _may_win(sign, i, chunk) or (i < start and chunk.letter in "WFL"):
            continue
        if i >= start or sign.opens(i):
            return chunk.items, None
        nearest = nearest or chunk.items
    return nearest, None


_FOR_WORKS = regex(r"(?:课程|教材|课例|优质课|精品课|优课|案例|读本|论文|微课|作品)$")


def _works(sign: Signature, place: int) -> tuple[Item, ...]:
    """The works that get a title made for works: S的《W》、S的《W》被评为优秀校本课程."""
    name = sign.chunks[place].items[0].head
    if not isinstance(name, Mention) or not _FOR_WORKS.search(name.text):
        return ()
    found: list[Item] = []
    at = place
    for i in sorted((i for i in sign.chunks if i < place and sign.chunks[i].letter == "W"), reverse=True):
        if found and not re.fullmatch("[、和与及的SAGP]+", sign.text[i + 1 : at]):
            break
        found = [*sign.chunks[i].items, *found]
        at = i
    return tuple(found)


_NOUN = r"[一-龥K]{0,8}?(?=(?:被|获|入选|荣|成功|当选|跻身|晋级|通过|成为|喜|新|均|同时|分别|进入|升))"


def _is_counted(sign: Signature, place: int, chunk: Chunk) -> bool:
    """Whether a count is of winners (3名教师被评为H) and does not sum up a list of names."""
    before = sign.chunks.get(place - 1)
    if (
        chunk.count is None
        or chunk.count.unit not in ("名", "人", "位", "所", "个", "家", "支", "项")
        or (before is not None and before.letter in "PSAGO")
    ):
        return False
    return re.match(_NOUN, sign.text[place + 1 :]) is not None


def _may_win(sign: Signature, place: int, chunk: Chunk) -> bool:
    text = sign.text
    if chunk.letter == "Z" and sign.opens(place) and sign.clause(place)[1] < len(text) - 1:
        return not compiled(r"(?:教师|学生|学校|各|中小学|N|共)").match(text, place + 1)
    if chunk.letter == "Z":
        return compiled(r"(?:也|还|已|又|再次|顺利)*(?:被|获|成功|成为|入选|荣|是)").match(text, place + 1) is not None
    if chunk.letter == "B":
        return (
            sign.opens(place)
            and compiled(r"(?:也|还|再次)*(?:荣?获|被[^,;。]|入选|成为|成功)").match(text, place + 1) is not None
        )
    if chunk.letter not in "SAGPOLWF":
        return False
    giver = compiled(_GIVER).search(text[max(0, place - 3) : place]) and compiled(
        r"(?:[^,;。]{0,8})(?:«confer»|评为|表彰|列为|确定)"
    ).match(text, place + 1)
    if giver or re.search(r"(?:代表|在|到|向|来自|与|对|从|为|毕业于|赴)$", text[max(0, place - 3) : place]):
        return False
    if compiled(r"(?:[^,;。]{0,4})(?:颁发|授予|命名|认定|评选)的").match(text, place + 1):
        return False
    if chunk.letter in "WF":
        return not re.search("[凭以借靠的入在]$", text[:place]) or text[place - 1] == "的"
    if chunk.letter == "L":
        return sign.opens(place) and not compiled(r"(?:教育|学校|市民|N|[的各])").match(text, place + 1)
    return True


_FIELD = regex("(?!.*(?:节选|提名|称号|复评|首批|[批届年号级校园部队]|以下|部分|试点|重新|简称))[一-龥]{2,6}")
"""The field of a title in the brackets behind it or its winner: 传承学校(潮绣), and not 示范校(第三批)."""
_PLAQUE = regex("[金银铜]牌")
"""What a title is engraved on, and no rank of it."""


def _is_school(item: Item) -> bool:
    return isinstance(item.head, Mention) and item.head.type is EntityType.SCHOOL


def _rank(sign: Signature, place: int) -> str | None:
    if sign.text[place + 1 : place + 2] == "R" and not _PLAQUE.fullmatch(sign.said(place + 1)):
        return sign.span(place + 1, place + 2).of(sign.sentence.document.text)
    return None


def _args(sign: Signature, place: int, honour: Mention | Scope) -> dict[Role, Argument]:
    args: dict[Role, Argument] = {Role.HONOUR: honour}
    beside = next(
        (
            c.items[0].head.text
            for i, c in sorted(sign.chunks.items(), reverse=True)
            if c.letter in "BO" and i < place and isinstance(c.items[0].head, Mention)
        ),
        "",
    )
    name = honour.text if isinstance(honour, Mention) else ""
    giver = beside if compiled(r"[被由获][BO][^,;。]{0,10}$").search(sign.text[max(0, place - 16) : place]) else ""
    if (known := level(name, sign.sentence.document.region, giver)) is not None:
        args[Role.LEVEL] = known
    if (rank := _rank(sign, place)) is not None:
        args[Role.RANK] = rank
    return args


def _claims(
    sign: Signature, place: int, chunk: Chunk, winners: tuple[Item, ...], rule: str, confidence: float = 0.92
) -> Iterator[Claim]:
    evidence = sign.span(*sign.clause(place))
    between = sign.text[max(0, place - 40) : place]
    apart = len(winners) == len(chunk.items) > 1 and re.search("分别|分获", between)
    for n, winner in enumerate(winners):
        for m, title in enumerate(chunk.items):
            if apart and n != m:
                continue
            args = _args(sign, place, title.head) | {Role.RECIPIENT: winner.head}
            listed = winner.note if rule == "honours.named-behind" and _is_school(winner) else ""
            if field := next((n for n in (title.note, listed) if _FIELD.fullmatch(n)), ""):
                args[Role.CATEGORY] = field
            yield Claim(FactType.AWARD, args, evidence, rule, confidence)


def _counted(sign: Signature, place: int, chunk: Chunk, counted: tuple[int, Chunk]) -> Iterator[Claim]:
    at, winners = counted
    noun = re.match(_NOUN, sign.text[at + 1 :])
    host = next(
        (c.items[0].head for i, c in sorted(sign.chunks.items(), reverse=True) if i < at and c.letter in "SAGZ"),
        Scope(None),
    )
    count = winners.count
    if count is None:
        return
    for title in chunk.items:
        args = _args(sign, place, title.head)
        kind = recipient_kind(noun[0]) if noun and noun[0] else "人"
        args |= {Role.RECIPIENT_COUNT: number(count.value) or 0, Role.RECIPIENT_KIND: kind, Role.OF: host}
        yield Claim(FactType.AWARD, args, sign.span(*sign.clause(place)), "honours.counted", 0.85)
