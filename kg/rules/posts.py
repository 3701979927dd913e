"""Posts and affiliations: who holds which office, who belongs to which school."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.phrases import Chunk, Item
from kg.patterns.roles import member_role
from kg.patterns.signature import Signature
from kg.patterns.words import compiled
from kg.terms import EntityType, FactType, Role

_INSTITUTIONS = "BOSGA"
_FORMER = regex(
    "^(?:派出|选派|委派|派遣|派驻|抽调|选调|派|首任|现任|时任|历任|新任|原任|原|第[一二三四五六七八九十]+任|继任|学校|集团|该校|我校|本校|我局|该局|本局|局(?=党|副?局长)|委(?=副?主任))(?=.)"
)
_BYLINE = regex(
    r"(?:通讯员|供稿|记者|作者|摄影|编辑|责编|审核|文/|图/|撰稿|来源|校对|通迅员|监制|联系人|责任编辑|摄/|(?<!语)文[:/]|图[:/]|核稿|录入)[^。]{0,40}$"
)

_REPORTS = regex("记者|通讯员|摄影|编辑$")


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """B局长P, S校长P, A书记、B局长P; S教师P, S的P同学, P(S)."""
    for sign in passage:
        if "P" not in sign.letters:
            continue
        for place, chunk in sorted(sign.chunks.items()):
            if chunk.letter != "P":
                continue
            org = None
            previous: Item | None = None
            for item in chunk.items:
                yield from _item(sign, place, item, org, previous)
                org = next((o for o, _ in reversed(item.offices) if o is not None), org)
                previous = item
        yield from _respectively(sign)
        yield from _moved(sign)
        yield from _appointed(sign)
        yield from _sent(sign)


def _item(
    sign: Signature, place: int, item: Item, org: Mention | Scope | None, previous: Item | None
) -> Iterator[Claim]:
    if not isinstance(item.head, Mention) or item.pronoun:
        return
    if _BYLINE.search(sign.text[max(0, place - 40) : place]):
        return
    if "。" not in sign.text and any(_REPORTS.search(words) for _, words in item.offices):
        return
    for own, words in item.offices or _lent(sign, place, item, previous):
        owner = own or org or _carried(sign, place, words)
        if not isinstance(owner, Mention) or owner.type not in (
            EntityType.SCHOOL,
            EntityType.CAMPUS,
            EntityType.GROUP,
            EntityType.ORGANIZATION,
            EntityType.GOVERNMENT_BODY,
        ):
            continue
        if own is None and re.search("教练|指导|辅导|主编|裁判|评委|班主任$", words):
            continue
        for word in re.split(r"[、兼,]", words) if words else [""]:
            yield from _claim(sign, item, owner, _FORMER.sub("", word.strip("的()")), own is not None)


def _lent(
    sign: Signature, place: int, item: Item, previous: Item | None
) -> tuple[tuple[Mention | Scope | None, str], ...]:
    """What a person without office takes from the one before in the list, from a team mate, or from the text's own school."""
    if previous is not None and previous.offices and not _led(previous):
        return previous.offices
    if previous is None and "R" in sign.letters and (mates := _mates(sign, place)):
        return mates
    titled = item.title in ("老师", "同学", "教师", "小朋友") or _TITLED.match(sign.text, place + 1)
    if titled and _is_school(sign.speaker):
        return ((sign.speaker, ""),)
    return ()


_TITLED = regex("等?N(?:老师|同学|教师|小朋友|学生|选手|队员)")
"""What stands behind a list of names: 三位老师."""


def _led(item: Item) -> bool:
    return any(compiled("(?:«leader»)$").search(words) for _, words in item.offices)


def _is_school(mention: Mention | None) -> bool:
    return mention is not None and mention.type is EntityType.SCHOOL


def _mates(sign: Signature, place: int) -> tuple[tuple[Mention | Scope | None, str], ...]:
    """The school of the pupil before, for a second winner of the same sentence who has none."""
    for i in range(place - 1, -1, -1):
        chunk = sign.chunks.get(i)
        if chunk is None:
            continue
        if chunk.letter == "P":
            return next((i.offices for i in reversed(chunk.items) if i.offices and not _led(i)), ())
        if chunk.letter in "SAGOBP":
            return ()
    return ()


def _own_body(sign: Signature) -> Mention | None:
    """The body whose officers the sentence before tells of, else the one that the document is about."""
    chunks = sorted(sign.before.chunks.items(), reverse=True) if sign.before else []
    offices = (own for _, c in chunks if c.letter == "P" for i in reversed(c.items) for own, _ in i.offices)
    told = next((own for own in offices if isinstance(own, Mention) and own.type is EntityType.GOVERNMENT_BODY), None)
    return told or next((m for m in sign.mains if m.type is EntityType.GOVERNMENT_BODY), None)


_OF_OFFICE = regex("^(?:原|时任)?(?:局|我局|该局)?(?:党组|党工委|党委)?(?:副?书记、?)?副?局长$|^(?:局|委)党")
"""Offices that only a government body has."""


def _carried(sign: Signature, place: int, words: str) -> Mention | Scope | None:
    """The organization of an office without one: that of the person before, or what the text spoke of last."""
    letters = "B" if compiled("(?:局长|区长|县长|市长)$").search(words) or _OF_OFFICE.search(words) else "SGAB"
    if compiled("(?:校长|教师|老师|学生|同学|班)$").search(words):
        letters = "SGA"
    for i in range(place - 1, -1, -1):
        if i in sign.chunks:
            chunk = sign.chunks[i]
            if chunk.letter == "P" and chunk.items[-1].offices and chunk.items[-1].offices[-1][0] is not None:
                return chunk.items[-1].offices[-1][0]
            if chunk.letter in letters and len(chunk.items) == 1:
                return chunk.items[0].head
    if _OF_OFFICE.search(words) and (body := _own_body(sign)):
        return body
    before = sign.before.topic(letters, len(sign.before.text), 1) if sign.before else None
    if "B" in letters and before is not None and len(before.items) == 1:
        return before.items[-1].head
    if _is_school(sign.speaker):
        return sign.speaker
    return sign.school or next((m for m in sign.mains if m.type is EntityType.SCHOOL), None)


def _claim(sign: Signature, item: Item, owner: Mention, word: str, stated: bool) -> Iterator[Claim]:
    confidence = 0.95 if stated else 0.75
    if not word and compiled("(?:«leader»)$").search(item.title):
        word = item.title
    leader = compiled("(?:«leader»)$").search(word)
    if leader and not re.search(r"(?:班|队|工作室)?主持人$|班主任$|年级主任$", word):
        args: dict[Role, Argument] = {Role.PERSON: item.head, Role.ORGANIZATION: owner, Role.ROLE: word}
        yield Claim(FactType.HOLDS_POST, args, item.span, "posts.office", confidence)
        return
    if owner.type is EntityType.GOVERNMENT_BODY and not word:
        return
    args = {Role.PERSON: item.head, Role.ORGANIZATION: owner, Role.ROLE: member_role(sign, item, owner, word)}
    yield Claim(FactType.AFFILIATED_WITH, args, item.span, "posts.affiliation", confidence)


def _respectively(sign: Signature) -> Iterator[Claim]:
    """P1、P2…分别来自S1和S2."""
    for found in compiled(r"(?P<a>P)(?:均|都|分别)?(?:来自|出自|是来自)(?:于)?(?P<b>[SAG])").finditer(sign.text):
        people, schools = sign.items(found, "a"), sign.items(found, "b")
        couples = zip(people, schools, strict=False) if len(schools) > 1 else ((p, schools[0]) for p in people)
        for person, school in couples:
            if person.offices:
                continue
            if isinstance(person.head, Mention) and isinstance(school.head, Mention):
                args: dict[Role, Argument] = {
                    Role.PERSON: person.head,
                    Role.ORGANIZATION: school.head,
                    Role.ROLE: member_role(sign, person, school.head, ""),
                }
                yield Claim(FactType.AFFILIATED_WITH, args, sign.span(*found.span()), "posts.come-from", 0.9)


_MOVED = r"(?P<a>P)(?:[^,;。SAGOP]|T){0,8}(?:从[SAG][^,;。SAGOP]{0,4})?(?:调往|调到|调入|调至|转到|转学到|转入|入职|任教于|就职于|就读于|考入|考进|升入|加盟)了?(?P<b>[SA])"


def _moved(sign: Signature) -> Iterator[Claim]:
    """P从S调往S, P就读于S: to the school that is named last."""
    for found in compiled(_MOVED).finditer(sign.text):
        for person in sign.items(found, "a")[-1:]:
            for school in sign.items(found, "b"):
                if isinstance(person.head, Mention) and isinstance(school.head, Mention):
                    role = member_role(sign, person, school.head, "")
                    args: dict[Role, Argument] = {
                        Role.PERSON: person.head,
                        Role.ORGANIZATION: school.head,
                        Role.ROLE: role,
                    }
                    yield Claim(FactType.AFFILIATED_WITH, args, sign.span(*found.span()), "posts.moved", 0.8)


_OF_DEED = {"领衔": "领衔人", "主持": "主持人"}
_TAKES = r"(?:任|担任|出任|当|兼任|当选|当选为|任命为|转任|调任|接任|到|聘为|任职|挂职|挂职任|兼着|升任|改任|是|系|如今是|现为|为|任教于)(?:了)?"


def _appointed(sign: Signature) -> Iterator[Claim]:
    """P任S校长, P到S当执行校长, 免去P S校长职务, 总校长由P担任, P  S校长 in a list."""
    tail = r"(?P<b>[SGABO])的?(?:当了?|担任|任|出任)?(?P<role>[一-龥]{0,8}?(?:«leader»)(?:[、兼][一-龥]{0,8}(?:«leader»)){0,3})(?!P)"
    for found in compiled(rf"(?P<a>P)[^;。PSGABO]{{0,14}}{_TAKES}[一-龥]{{0,2}}{tail}").finditer(sign.text):
        yield from _posts(sign, found, sign.items(found, "a"), "posts.appointed", 0.85)
    for found in compiled(rf"(?:免去|免除)(?P<a>P|其){tail}职务").finditer(sign.text):
        chunk = sign.last("P", found.end(), 0)
        yield from _posts(sign, found, chunk.items if chunk else (), "posts.relieved", 0.7)
    for found in compiled(
        rf"[,;。](?:[^,;。PSGABO]{{0,8}})(?:现任|兼任|还?兼着?|出任|担任|调任|升任|转任|改任|任){tail}"
    ).finditer(sign.text):
        chunk = sign.topic("P", found.start(), 1)
        yield from _posts(sign, found, chunk.items[:1] if chunk else (), "posts.also", 0.75)
    for found in compiled(rf"^[\s]*(?P<a>P)\t?{tail}\s*$").finditer(sign.text):
        yield from _posts(sign, found, sign.items(found, "a"), "posts.listed", 0.9)
    for found in compiled(
        r"(?P<a>P)(?:担任|任|出任|当选为?|兼任)(?P<role>副?总校长|副?总园长|副?理事长|盟主)(?![^,;。]*P)"
    ).finditer(sign.text):
        chunk = sign.topic("G", found.start())
        if chunk is not None and len(chunk.items) == 1:
            yield from _posts(sign, found, sign.items(found, "a"), "posts.of-group", 0.8, chunk.items[0])
    for found in compiled(
        r"(?P<role>(?:总|副|执行|名誉)?(?:校长|园长|院长|理事长|会长|盟主|书记|组长))(?:一职)?(?:由|是|为|:)(?P<a>P)(?:担任|兼任|出任)?"
    ).finditer(sign.text):
        chunk = sign.topic("SGAO" if found["role"] not in ("总校长", "理事长") else "G", found.start())
        place = _elsewhere(sign, found, chunk) if chunk is not None and len(chunk.items) == 1 else None
        if place is not None:
            yield from _posts(sign, found, sign.items(found, "a"), "posts.taken-by", 0.75, place)


def _elsewhere(sign: Signature, found: re.Match[str], chunk: Chunk) -> Item:
    """S托管S,园长由前者的主任P担任: the school that the person does not come from."""
    home = {own.text for p in sign.items(found, "a") for own, _ in p.offices if isinstance(own, Mention)}
    head = chunk.items[-1].head
    if not isinstance(head, Mention) or head.text not in home:
        return chunk.items[-1]
    others = [c.items[0] for _, c in sorted(sign.between(0, found.start())) if c.letter in "SA"]
    return next(
        (i for i in reversed(others) if isinstance(i.head, Mention) and i.head.text not in home), chunk.items[-1]
    )


_HEAD = r"(?:(?:名誉|常务|执行|副|总|副总)?(?:校长|园长|院长|理事长|会长|盟主|书记|馆长|主任|站长|所长|组长))"
_ROLL = (
    (rf"(?:历任|历届|历代|首任|前任|前后)(?P<role>{_HEAD})(?:先后)?(?:有|是|为|:|依次是|分别是|\t)*(?P<a>P)", "SAG"),
    (rf"(?P<a>P)(?:先后|相继|依次|前后)(?:担任|出任|任|做|当)过?(?P<role>{_HEAD})", "SAG"),
    (
        rf"(?:推举|推选|选举|聘任|任命|提名|推荐|选出)(?P<a>P)(?:为|担任|任|出任|当)(?:首任|新任|首届)?(?P<role>{_HEAD})(?!P)",
        "GOSA",
    ),
)
"""Offices told of a list of names, of the school or group that the text is about."""


def _sent(sign: Signature) -> Iterator[Claim]:
    """P到S担任执行校长, P领衔的O."""
    goes = r"(?:到|去|往|赴|前往|调往|调至|调到|派到|派往|派至|转至|回到|来到|走进)了?"
    takes = r"[^,;。PSGABO]{0,4},?(?:挂职)?(?:担任|出任|接任|就任|任|当|做|挂任|兼任|履新)了?"
    role = r"(?P<role>[一-龥]{0,6}?(?:«leader»)(?:[、兼][一-龥]{0,6}(?:«leader»)){0,2})(?!P)"
    for found in compiled(rf"(?P<a>P)[^;。PSGABO]{{0,14}}{goes}(?P<b>[SGABO]){takes}{role}").finditer(sign.text):
        yield from _posts(sign, found, sign.items(found, "a"), "posts.sent", 0.85)
    for pattern, letters in _ROLL:
        for found in compiled(pattern).finditer(sign.text):
            chunk = sign.topic(letters, found.start())
            speaker = sign.speaker if _is_school(sign.speaker) else None
            place = chunk.items[-1] if chunk and not speaker else Item(speaker, sign.sentence.span) if speaker else None
            if place is not None:
                people = [i for i in sign.items(found, "a") if not any(own for own, _ in i.offices)] or sign.items(
                    found, "a"
                )
                yield from _posts(sign, found, people, "posts.roll", 0.75, place)
    for found in compiled(r"(?P<a>P)[^,;。SGABOP]{0,4}(?P<role>领衔|主持)(?:着|了|的)?(?P<b>O)(?!等)").finditer(
        sign.text
    ):
        yield from _posts(sign, found, sign.items(found, "a"), "posts.heads", 0.7)


def _posts(
    sign: Signature, found: re.Match[str], people: Sequence[Item], rule: str, confidence: float, at: Item | None = None
) -> Iterator[Claim]:
    places = (at,) if at is not None else sign.items(found, "b")
    for person in people:
        for place in places:
            for role in re.split("[、兼]", found["role"]):
                word = _OF_DEED.get(role) or _FORMER.sub("", role)
                if word.endswith("委员") and len(places) == 1 and "、" in found["role"]:
                    continue
                args: dict[Role, Argument] = {Role.PERSON: person.head, Role.ORGANIZATION: place.head, Role.ROLE: word}
                yield Claim(FactType.HOLDS_POST, args, sign.span(*found.span()), rule, confidence)
