"""Winners in lists and pasted tables: the lines under a contest, a rank or a title, in any order of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Span
from kg.patterns.columns import Rows
from kg.patterns.layout import is_prose, lines
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import SPECIAL, level
from kg.patterns.rows import Above, line_span
from kg.patterns.rows import claims as row_claims
from kg.patterns.signature import Signature
from kg.patterns.tables import SUBJECT, TEACHER_COLUMN, Table, category, heading, is_heading, rank_at, teachers
from kg.terms import EntityType, FactType, Role

_SKIPPED = regex(
    r"[A-Z]?\d{2}版|发布于|发表于|\d{4}-\d\d-\d\d|联系人|电话|编辑|来源|供稿|记者|抄送|审核|通讯员|撰稿|摄影|评委|主持人|时间|地点"
)
_ANNOUNCED = regex(r"R(?=[^。R;]{0,6}名单[^。R]{0,8}(?:公布|如下))")
"""The one rank that a sentence of prose announces a list of: 现将…一等奖名单公布如下."""
_HEAD = 20
"""Characters that the head of a line has at most."""
_FEW = 3
"""So many winners of one line may share its only work."""
_PROPOSED = regex(
    r"(?<!经)(?<!经网上)公示(?!无异议|后|期满|期间?无|中?未收到|结束|[^,，。]{0,6}无异议)|拟表彰|拟推荐|拟认定|拟命名|拟授予|候选|推荐名单"
)
"""What is proposed is not yet conferred; what was shown to the public without objection is."""


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Reads line by line; a line of prose ends the list that its headings opened, but not the contest."""
    table, rows, held = Table(), Rows(), dict[Span, list[Mention]]()
    for line in lines(passage):
        text = "".join(sign.text for sign in line).strip("\n")
        raw = "".join(sign.sentence.text for sign in line)
        if _PROPOSED.search(raw):
            table.proposed = True
        contests = [m for sign in line for m in sign.sentence.mentions if m.type is EntityType.COMPETITION]
        table.named.update(m.text for m in contests)
        about = line[0].sentence.document
        if row := rows.read(about.text, line_span(about.text, [sign.sentence.span for sign in line])):
            above = Above(table.contest, table.honour, table.rank, table.category, table.proposed, about.region)
            found = [m for sign in line for m in sign.sentence.mentions]
            held = {
                c: held[c] if c in held else [m for m in found if c.covers(m.span)]
                for c in row.cells
                if c.end > c.start
            }
            carried = [m for c in row.cells if c.end <= row.span.start for m in held.get(c, ())]
            yield from row_claims(row, about.text, [*carried, *found], above)
        elif is_prose(text) and not re.match(r"[^。]{0,30}(?:名单|如下)[:;]?$", text):
            for contest in contests:
                if table.contest is None or table.named[contest.text] > table.named[table.contest.text]:
                    table.contest = contest
            table.honour, table.rank, table.columns = None, "", ()
            table.category = table.outer = table.group = ""
            if announced := _ANNOUNCED.search(line[-1].text):
                table.rank = rank_at(line[-1], announced.start())
        elif len(line) == 1:
            yield from _line(line[0], text, raw, table)


def _line(sign: Signature, text: str, raw: str, table: Table) -> Iterator[Claim]:
    bodies = [m for m in sign.sentence.mentions if m.type in _AGENTS]
    if (
        not bodies
        or (all(m.type is EntityType.GOVERNMENT_BODY for m in bodies) and not table.honour)
        or is_heading(sign, text)
    ):
        heading(sign, text, raw, table)
        return
    for mention in sign.sentence.mentions:
        if mention.type is EntityType.HONOUR and mention.span.start < bodies[0].span.start:
            table.honour, table.rank, table.columns = mention, "", ()
        if mention.type is EntityType.COMPETITION and mention.span.start < bodies[0].span.start:
            table.contest, table.honour = mention, None
    if _SKIPPED.search(raw) or not (table.rank or table.honour or "R" in sign.letters):
        yield from _schools(sign, raw, table, teachers(sign, raw, table))
        return
    guides = teachers(sign, raw, table)
    for rank, start, end in _segments(sign, table):
        yield from _segment(sign, raw, table, rank, (start, end), guides)
    yield from _schools(sign, raw, table, guides)


_AGENTS = (
    EntityType.PERSON,
    EntityType.SCHOOL,
    EntityType.CAMPUS,
    EntityType.GROUP,
    EntityType.ORGANIZATION,
    EntityType.GOVERNMENT_BODY,
)


def _segments(sign: Signature, table: Table) -> Iterator[tuple[str, int, int]]:
    """Rank and stretch of each group of winners: R S、S;R S or S R;S R, or the whole line under its heading."""
    places = [i for i, c in sorted(sign.chunks.items()) if c.letter == "R"]
    size = len(sign.text)
    agents = [i for i, c in sorted(sign.chunks.items()) if c.letter in "PSAGO"]
    if not places or not agents:
        yield table.rank, 0, size
        return
    if len(places) == 1:
        yield rank_at(sign, places[0]), 0, size
    elif places[0] < agents[0]:
        for n, place in enumerate(places):
            last = max((i + 1 for i in agents if n + 1 < len(places) and i < places[n + 1]), default=size)
            yield rank_at(sign, place), place, max(last, place + 1)
    else:
        start = 0
        for place in places:
            yield rank_at(sign, place), start, place
            start = place + 1


def _segment(
    sign: Signature, raw: str, table: Table, rank: str, stretch: tuple[int, int], guides: set[Span]
) -> Iterator[Claim]:
    chunks = [c for _, c in sign.between(*stretch)]
    own = next((i.head for c in chunks if c.letter == "C" for i in c.items), None)
    before = sign.last("C", stretch[0], 0)
    if own is None and before is not None:
        own = before.items[-1].head
    contest = own if isinstance(own, Mention) else table.contest
    shared = category(sign, raw, table, stretch)
    if SPECIAL.search(rank) and shared == table.category:
        shared = ""
    groups = _recipients(sign, chunks, guides)
    for chunk, item in groups:
        if not isinstance(item.head, Mention):
            continue
        if item.head.type is EntityType.GOVERNMENT_BODY and not _takes_bodies(table):
            continue
        won = _won(sign, table, contest, rank)
        if not won:
            return
        args: dict[Role, Argument] = {Role.RECIPIENT: item.head} | won
        titled = Role.HONOUR in won and chunk.letter == "P"
        if words := "" if titled else _noted(sign, chunk, item) or shared:
            args[Role.CATEGORY] = words
        if (work := _work(sign, item, len(groups))) is not None:
            args[Role.WORK] = work
        yield Claim(FactType.AWARD, args, sign.span(*stretch), "winners.line", 0.85)


def _recipients(sign: Signature, chunks: list[Chunk], guides: set[Span]) -> list[tuple[Chunk, Item]]:
    """The persons who are no guiding teachers, else the schools and bodies."""
    people = [(c, i) for c in chunks if c.letter == "P" for i in c.items if not _guided(i, guides)]
    schools = [(c, i) for c in chunks if c.letter in "SAG" for i in c.items]
    if people and not (schools and _leads_only(sign, [i for _, i in schools], people)):
        return people
    return schools if people else [(c, i) for c in chunks if c.letter in "SAGOB" for i in c.items]


def _won(sign: Signature, table: Table, contest: Mention | None, rank: str) -> dict[Role, Argument]:
    """What a line's winners have won: the title of the heading, or a rank; empty where it is only proposed, or nothing."""
    if table.honour is not None and ("R" not in sign.letters or "提名" in rank):
        if table.proposed:
            return {}
        args: dict[Role, Argument] = {Role.HONOUR: table.honour}
        named: Mention | None = table.honour
        if "R" in sign.letters:
            args[Role.RANK] = rank
    elif rank:
        args, named = {Role.RANK: rank}, contest
        if contest is not None:
            args[Role.COMPETITION] = contest
    else:
        return {}
    if named is not None and (known := level(named.text, sign.sentence.document.region)) is not None:
        args[Role.LEVEL] = known
    return args


def _work(sign: Signature, item: Item, winners: int) -> Mention | None:
    """The work of a winner: the one in its brackets, else the line's only one."""
    works = [m for m in sign.sentence.mentions if m.type is EntityType.WORK]
    if len(works) == 1 and winners <= _FEW:
        return works[0]
    text = sign.sentence.document.text
    near = [
        w
        for w in works
        if w.span.start >= item.span.end and not re.search("[、;；]", text[item.span.end : w.span.start])
    ]
    return near[0] if near else None


def _leads_only(sign: Signature, schools: list[Item], people: list[tuple[Chunk, Item]]) -> bool:
    """S(《W》,指挥 P)、S(…): the persons stand in the brackets of the winning schools."""
    first, person = schools[0].span, people[0][1].span
    between = sign.sentence.document.text[first.end : person.start]
    return first.end <= person.start and re.match(r"\s*[（(]", between) is not None and not re.search(r"[)）]", between)


def _takes_bodies(table: Table) -> bool:
    """Whether a title is one that offices win, not only schools and persons."""
    return table.honour is not None and re.search("单位|集体|组织|部门|团队", table.honour.text) is not None


def _guided(item: Item, teachers: set[Span]) -> bool:
    return isinstance(item.head, Mention) and item.head.span in teachers


def _noted(sign: Signature, chunk: Chunk, item: Item) -> str:
    """The category in the brackets of a winner: P(S,语文), S(足球)."""
    if not isinstance(item.head, Mention):
        return ""
    text = sign.sentence.document.text
    found = re.match(r"[（(]([^（）()]{1,40})[)）]", text[item.head.span.end : item.head.span.end + 44])
    if not found:
        return ""
    start = item.head.span.end + 1
    words = found[1]
    for mention in sign.sentence.mentions:
        if start <= mention.span.start < start + len(found[1]):
            words = words.replace(mention.text, "")
    words = words.strip(" \u3000,，、;；:：的男女")
    if re.search(
        r"节选|排名|公示|以下|校长|书记|主任|教师|老师|学生|年级|班$|[初高小]中?部|指挥|兼|员$|成员|集体|全体|单位|总校|领衔|牵头|简称|下称|名单|附后|所$|名$",
        words,
    ) and not SUBJECT.fullmatch(words):
        return ""
    if chunk.letter == "P" and not (SUBJECT.fullmatch(words) or re.search("组$|类$|项目$", words)):
        return ""
    return words if re.fullmatch(r"[一-龥]{2,8}", words) else ""


def _schools(sign: Signature, raw: str, table: Table, teachers: set[Span]) -> Iterator[Claim]:
    """The school of each winner of the line: in brackets, beside, or the line's only one."""
    if _SKIPPED.search(raw) or not (table.rank or table.honour or table.columns or "R" in sign.letters):
        return
    people = [m for m in sign.sentence.mentions if m.type is EntityType.PERSON]
    places: list[Item] = [i for _, c in sorted(sign.chunks.items()) for i in c.items if c.letter in "SAG"]
    owners = {
        i.head.span: i.owner
        for _, c in sign.chunks.items()
        for i in c.items
        if c.letter == "P" and isinstance(i.head, Mention)
    }
    only = places[0].head if len(places) == 1 else None
    if only is None:
        found = {o for o in owners.values() if isinstance(o, Mention)}
        only = next(iter(found)) if len(found) == 1 and not places else None
    for person in people:
        owner = owners.get(person.span)
        if isinstance(owner, Mention) and person.span not in teachers and not _has_office(sign, person):
            args: dict[Role, Argument] = {
                Role.PERSON: person,
                Role.ORGANIZATION: owner,
                Role.ROLE: _role(table, person, raw),
            }
            yield Claim(FactType.AFFILIATED_WITH, args, sign.span(0, len(sign.text)), "winners.school", 0.96)
    if not isinstance(only, Mention):
        return
    for person in people:
        if owners.get(person.span) is None and person.span not in teachers:
            args = {Role.PERSON: person, Role.ORGANIZATION: only, Role.ROLE: _role(table, person, raw)}
            yield Claim(FactType.AFFILIATED_WITH, args, sign.span(0, len(sign.text)), "winners.school", 0.85)


def _has_office(sign: Signature, person: Mention) -> bool:
    """Whether words between name and school tell the role themselves: S校长P, S教师P."""
    items = (i for c in sign.chunks.values() if c.letter == "P" for i in c.items if i.head == person)
    return any(
        re.search(r"[长任记]$|教师|老师|学生|教练|员$|授$|班|年级", words) for i in items for _, words in i.offices
    )


def _role(table: Table, person: Mention, raw: str) -> str:
    name = (table.contest or table.honour or person).text if not table.honour else table.honour.text
    head = table.honour.text if table.honour else table.rank + re.split("[:：]", raw)[0]
    if guide := re.search("(?:科技)?辅导员|教练员", head if len(head) <= _HEAD else ""):
        return guide[0]
    header = " ".join(c for c in table.columns if not TEACHER_COLUMN.search(c))
    return (
        "教师"
        if re.search("教师|老师|课|教学|班主任|园丁|辅导员|基本功|师德|校长|带头人|名师|教育工作者", name + header)
        else "学生"
    )
