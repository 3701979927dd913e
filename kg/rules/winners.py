"""Winners in lists and pasted tables: the lines under a contest, a rank or a title, in any order of columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Argument, Claim, Mention, Span
from kg.patterns.layout import HEAD, cells, is_prose, lines
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import level, ranks
from kg.patterns.signature import Signature
from kg.terms import EntityType, FactType, Role

_TEACHER_COLUMN = re.compile(r"指导|辅导|教练|领队")
_PERSON_COLUMN = re.compile(r"姓\s*名|作者|选手|学生|获奖者|参赛者|获奖人|教师|执教|队员|主讲|参评|授课|设计者|申报人|运动员")
_KIND_COLUMN = re.compile(r"^(?:参赛|比赛)?(?:项\s*目|组\s*别|类\s*别|学\s*科|赛项|科目|级别|学段)$")
_OTHER_COLUMN = re.compile(r"学校|单位|序号|奖|等次|名次|名称|题目|备注|作品")
_SUBJECT = re.compile(
    r"(?:小学|初中|高中)?(?:语文|数学|英语|物理|化学|生物|历史|地理|道德与法治|思想政治|政治|体育与健康|体育|音乐|美术|信息技术|信息科技|科学|心理健康|综合实践|劳动|"
    r"通用技术|思政|舞蹈|声乐|器乐|合唱|书法|绘画|朗诵|戏剧|幼教|学前|戏曲|班主任)"
)
_SKIPPED = re.compile(r"[A-Z]?\d{2}版|发布于|发表于|\d{4}-\d\d-\d\d|联系人|电话|编辑|来源|供稿|记者|抄送|审核|通讯员|撰稿|摄影|评委|主持人|时间|地点")
_PROPOSED = re.compile(r"公示|拟表彰|拟推荐|拟认定|拟命名|拟授予|候选|推荐名单")


@dataclass(slots=True)
class Table:
    """What the headings above a line say: contest, title, rank, category, and the columns."""

    contest: Mention | None = None
    honour: Mention | None = None
    rank: str = ""
    category: str = ""
    outer: str = ""
    columns: tuple[str, ...] = ()
    proposed: bool = False
    named: Counter[str] = field(default_factory=Counter)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Reads line by line; a line of prose ends the list that its headings opened, but not the contest."""
    table = Table()
    for line in lines(passage):
        text = "".join(sign.text for sign in line).strip("\n")
        raw = "".join(sign.sentence.text for sign in line)
        if _PROPOSED.search(raw):
            table.proposed = True
        contests = [m for sign in line for m in sign.sentence.mentions if m.type is EntityType.COMPETITION]
        table.named.update(m.text for m in contests)
        if is_prose(text) and not re.match(r"[^。]{0,30}(?:名单|如下)[:;]?$", text):
            for contest in contests:
                if table.contest is None or table.named[contest.text] > table.named[table.contest.text]:
                    table.contest = contest
            table.honour, table.rank, table.category, table.outer, table.columns = None, "", "", "", ()
        elif len(line) == 1:
            yield from _line(line[0], text, raw, table)


def _line(sign: Signature, text: str, raw: str, table: Table) -> Iterator[Claim]:
    bodies = [m for m in sign.sentence.mentions if m.type in _AGENTS]
    if not bodies or (all(m.type is EntityType.GOVERNMENT_BODY for m in bodies) and not table.honour) or _is_heading(sign, text):
        _heading(sign, text, raw, table)
        return
    for mention in sign.sentence.mentions:
        if mention.type is EntityType.HONOUR and mention.span.start < bodies[0].span.start:
            table.honour, table.rank, table.columns = mention, "", ()
        if mention.type is EntityType.COMPETITION and mention.span.start < bodies[0].span.start:
            table.contest, table.honour = mention, None
    if _SKIPPED.search(raw) or not (table.rank or table.honour or "R" in sign.letters):
        yield from _schools(sign, raw, table, _teachers(sign, raw, table))
        return
    teachers = _teachers(sign, raw, table)
    for rank, start, end in _segments(sign, table):
        yield from _segment(sign, raw, table, rank, (start, end), teachers)
    yield from _schools(sign, raw, table, teachers)


_AGENTS = (
    EntityType.PERSON, EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.ORGANIZATION, EntityType.GOVERNMENT_BODY,
)


def _is_heading(sign: Signature, text: str) -> bool:
    """关于公布…结果的通知 and the like: a title that names who issues, not who wins."""
    return bool(re.search(r"关于|通知|通报|公告|决定$|文件$|>", text)) and "R" not in sign.letters


def _segments(sign: Signature, table: Table) -> Iterator[tuple[str, int, int]]:
    """Rank and stretch of each group of winners: R S、S;R S or S R;S R, or the whole line under its heading."""
    places = [i for i, c in sorted(sign.chunks.items()) if c.letter == "R"]
    size = len(sign.text)
    agents = [i for i, c in sorted(sign.chunks.items()) if c.letter in "PSAGO"]
    if not places or not agents:
        yield table.rank, 0, size
        return
    if len(places) == 1:
        yield _rank(sign, places[0]), 0, size
    elif places[0] < agents[0]:
        for n, place in enumerate(places):
            yield _rank(sign, place), place, places[n + 1] if n + 1 < len(places) else size
    else:
        start = 0
        for place in places:
            yield _rank(sign, place), start, place
            start = place + 1


def _rank(sign: Signature, place: int) -> str:
    return ranks(sign.said(place))[0]


def _segment(
    sign: Signature, raw: str, table: Table, rank: str, stretch: tuple[int, int], teachers: set[Span]
) -> Iterator[Claim]:
    chunks = [(i, c) for i, c in sign.between(*stretch)]
    people = [(c, item) for _, c in chunks if c.letter == "P" for item in c.items if item.span not in teachers and not _guided(item, teachers)]
    groups = people or [(c, item) for _, c in chunks if c.letter in "SAGOB" for item in c.items]
    schools = [item for _, c in chunks if c.letter in "SAG" for item in c.items]
    if people and schools and _leads_only(sign, schools, people):
        groups = [(c, item) for _, c in chunks if c.letter in "SAG" for item in c.items]
    category = _category(sign, raw, table, stretch)
    for chunk, item in groups:
        if not isinstance(item.head, Mention) or (item.head.type is EntityType.GOVERNMENT_BODY and not _takes_bodies(table)):
            continue
        args: dict[Role, Argument] = {Role.RECIPIENT: item.head}
        named = contest = next((m for c in chunks for i in c[1].items if c[1].letter == "C" and isinstance(m := i.head, Mention)), table.contest)
        if table.honour is not None and "R" not in sign.letters:
            args[Role.HONOUR], named = table.honour, table.honour
            if table.proposed:
                return
        elif table.honour is not None and "提名" in rank:
            args[Role.HONOUR], args[Role.RANK], named = table.honour, rank, table.honour
        elif rank:
            args[Role.RANK] = rank
            if contest is not None:
                args[Role.COMPETITION] = contest
        else:
            return
        if named is not None and (known := level(named.text, sign.sentence.document.region)) is not None:
            args[Role.LEVEL] = known
        if own := _noted(sign, chunk, item) or category:
            args[Role.CATEGORY] = own
        if (work := _work(sign, item, len(groups))) is not None:
            args[Role.WORK] = work
        yield Claim(FactType.AWARD, args, sign.span(*stretch), "winners.line", 0.85)


def _work(sign: Signature, item: Item, winners: int) -> Mention | None:
    """The work of a winner: the one in its brackets, else the line's only one."""
    works = [m for m in sign.sentence.mentions if m.type is EntityType.WORK]
    if len(works) == 1 and winners < 4:
        return works[0]
    text = sign.sentence.document.text
    near = [w for w in works if w.span.start >= item.span.end and not re.search("[、;；]", text[item.span.end : w.span.start])]
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
    words = words.strip(" ,，、;；:：的男女")
    if re.search(r"节选|排名|公示|以下|校长|书记|主任|教师|老师|学生|年级|班$|[初高小]中?部|指挥|兼|员$", words) and not _SUBJECT.fullmatch(words):
        return ""
    if chunk.letter == "P" and not (_SUBJECT.fullmatch(words) or re.search("组$|类$|项目$", words)):
        return ""
    return words if re.fullmatch(r"[一-龥]{2,8}", words) else ""


def _heading(sign: Signature, text: str, raw: str, table: Table) -> None:
    """A line without winners: contest, title, rank, category or the names of columns."""
    row = cells(raw)
    if len(row) > 1 and sum(bool(_PERSON_COLUMN.search(c) or _TEACHER_COLUMN.search(c) or _KIND_COLUMN.search(c) or _OTHER_COLUMN.search(c)) for c in row) >= max(2, len(row) // 2):
        table.columns = tuple(row)
        return
    for mention in sign.sentence.mentions:
        if mention.type is EntityType.COMPETITION:
            table.contest, table.honour, table.rank, table.category = mention, None, "", ""
        elif mention.type is EntityType.HONOUR and not _is_heading(sign, text):
            table.honour, table.rank, table.category, table.columns = mention, "", "", ()
    said = [i for i, c in sorted(sign.chunks.items()) if c.letter == "R"]
    own = _words(sign, text)
    if said:
        table.rank = _rank(sign, said[0])
        table.honour = table.honour if "提名" in table.rank else None
        table.columns = ()
        table.category = own or table.outer
    elif own:
        if re.match(r"[\s　]*[一二三四五六七八九十]+、", raw):
            table.outer, table.rank, table.columns, table.honour = own, "", (), None
        table.category = own
    elif re.match(r"[\s　]*[一二三四五六七八九十]+、", raw):
        table.outer = _free(text)
        table.category, table.rank, table.columns = table.outer, "", ()


def _free(text: str) -> str:
    """A numbered heading's own words as category where they look like one: 一、团体总分."""
    bare = re.sub(r"\(.*?\)|[::].*$", "", HEAD.sub("", text)).strip()
    if re.search("附件|名单|要求|说明|情况|安排|优秀|先进|表彰|奖|结果|时间|地点|办法|单位|集体|园丁|标兵|教师$", bare):
        return ""
    return bare if re.fullmatch(r"[一-龥]{2,12}", bare) else ""


def _words(sign: Signature, text: str) -> str:
    """The category that a heading or line says in itself: its category letters, a subject, a kind of …类."""
    found = [sign.said(i) for i, c in sorted(sign.chunks.items()) if c.letter == "K"]
    bare = HEAD.sub("", text)
    lead = re.match(r"([一-龥×\d米a-z]{2,10}?)(?:项目|赛)?\t?(?=K)", bare)
    if found:
        return " ".join([*([lead[1]] if lead and not re.search("附件|获奖|名单", lead[1]) else []), *found[:2]])
    if subject := re.match(_SUBJECT.pattern + r"(?:组|类|学科)?(?=[::\t\s(]|$|[SP])", bare):
        return subject[0].strip()
    if named := re.match(r"([一-龥]{2,8}(?:组|类|项目))(?=[::\t(]|$)", bare):
        return named[1]
    return ""


def _category(sign: Signature, raw: str, table: Table, stretch: tuple[int, int]) -> str:
    """The category of a row: its columns by their names, else what stands in it, else its heading's."""
    row = cells(raw)
    if table.columns and len(row) == len(table.columns):
        kinds = [row[n] for n, name in enumerate(table.columns) if _KIND_COLUMN.search(name) and row[n]]
        if kinds:
            return " ".join(kinds)
    own = _words(sign, sign.text[stretch[0] : stretch[1]]) if stretch[0] else _words(sign, sign.text)
    if own and table.outer and own != table.outer and not table.columns and own not in table.outer:
        return f"{table.outer} {own}"
    if not own and (beside := re.search(r"C([一-龥\d×]{2,12})\t?R", sign.text)):
        return beside[1]
    if stretch[0] and (label := re.match(r"[\s\t]*([一-龥]{2,8})(?::|R)", sign.text)) and "R" in sign.text[: stretch[0] + 1]:
        own = own or label[1].removesuffix("R")
    if not own and stretch[0]:
        first = _words(sign, sign.text)
        return f"{table.outer} {first}".strip() if first else table.category
    return own or table.category


def _teachers(sign: Signature, raw: str, table: Table) -> set[Span]:
    """Where the teachers stand who guided the winners: behind 指导教师, or in a column of that name."""
    people = [m for m in sign.sentence.mentions if m.type is EntityType.PERSON]
    if found := re.search(r"(?:指导|辅导)(?:教师|老师|者)?[::：\s]", raw):
        return {p.span for p in people if p.span.start >= sign.sentence.span.start + found.start()}
    guides = [n for n, c in enumerate(table.columns) if _TEACHER_COLUMN.search(c)]
    if not guides:
        return set()
    row = cells(raw)
    if len(row) == len(table.columns):
        inside = "\n".join(row[n] for n in guides)
        return {p.span for p in people if p.text in inside and not any(p.text in row[n] for n in range(len(row)) if n not in guides)}
    before = [n for n, c in enumerate(table.columns) if _PERSON_COLUMN.search(c) and n not in guides]
    return {people[-1].span} if len(people) > 1 and before and guides[0] > before[0] else set()


def _schools(sign: Signature, raw: str, table: Table, teachers: set[Span]) -> Iterator[Claim]:
    """The school of each winner of the line: in brackets, beside, or the line's only one."""
    if _SKIPPED.search(raw) or not (table.rank or table.honour or table.columns or "R" in sign.letters):
        return
    people = [m for m in sign.sentence.mentions if m.type is EntityType.PERSON]
    places: list[Item] = [i for _, c in sorted(sign.chunks.items()) for i in c.items if c.letter in "SAG"]
    owners = {i.head.span: i.owner for _, c in sign.chunks.items() for i in c.items if c.letter == "P" and isinstance(i.head, Mention)}
    only = places[0].head if len(places) == 1 else None
    if only is None:
        found = {o for o in owners.values() if isinstance(o, Mention)}
        only = next(iter(found)) if len(found) == 1 and not places else None
    for person in people:
        owner = owners.get(person.span)
        if isinstance(owner, Mention) and person.span not in teachers and not _has_office(sign, person):
            args: dict[Role, Argument] = {Role.PERSON: person, Role.ORGANIZATION: owner, Role.ROLE: _role(table, person)}
            yield Claim(FactType.AFFILIATED_WITH, args, sign.span(0, len(sign.text)), "winners.school", 0.96)
    if not isinstance(only, Mention):
        return
    for person in people:
        if owners.get(person.span) is None and person.span not in teachers:
            args = {Role.PERSON: person, Role.ORGANIZATION: only, Role.ROLE: _role(table, person)}
            yield Claim(FactType.AFFILIATED_WITH, args, sign.span(0, len(sign.text)), "winners.school", 0.85)


def _has_office(sign: Signature, person: Mention) -> bool:
    """Whether words between name and school tell the role themselves: S校长P, S教师P."""
    items = (i for c in sign.chunks.values() if c.letter == "P" for i in c.items if i.head == person)
    return any(re.search(r"[长任记]$|教师|老师|学生|教练|员$|授$|班|年级", words) for i in items for _, words in i.offices)


def _role(table: Table, person: Mention) -> str:
    name = (table.contest or table.honour or person).text if not table.honour else table.honour.text
    header = " ".join(c for c in table.columns if not _TEACHER_COLUMN.search(c))
    return "教师" if re.search("教师|老师|课|教学|班主任|园丁|辅导员|基本功|师德|校长|带头人", name + header) else "学生"
