"""Winners in lists and pasted tables: the lines under a contest, a rank or a title, in any order of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Argument, Claim, Mention
from kg.patterns.phrases import Item
from kg.patterns.prizes import level, ranks
from kg.patterns.signature import Signature
from kg.patterns.words import compiled
from kg.terms import EntityType, FactType, Role

_TEACHER_COLUMN = re.compile(r"指导|辅导|教练|领队")
_PERSON_COLUMN = re.compile(r"姓\s*名|作者|选手|学生|获奖者|参赛者|获奖人|教师|执教|队员|主讲|参评|人员|授课|设计者|获奖教师|申报人")
_SUBJECTS = "语文|数学|英语|物理|化学|生物|历史|地理|政治|道德与法治|体育|音乐|美术|信息技术|信息科技|科学|心理健康|综合实践|劳动|通用技术|思政|舞蹈|声乐|器乐|合唱|书法|绘画|朗诵|戏剧|幼教|学前"
_SUBJECT = re.compile(rf"(?:^|(?<=[\t\s:、;)）.．|]))(?:{_SUBJECTS})(?=$|[\t\s:：|SP])")
_PROSE = re.compile(r"[。!?]|[一-龥]{14,}")
_HEAD = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]+\)|\d+[.、]|★|◆|●|■|▲|◎|※|【|附件\d*[:：]?|—+)*")


@dataclass(slots=True)
class Table:
    """What the headings above a line say: contest, title, rank, category, and the columns of persons."""

    contest: Mention | None = None
    honour: Mention | None = None
    rank: tuple[str, ...] = ()
    category: str = ""
    columns: tuple[str, ...] = ()
    teachers: bool = False


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Reads line by line; a line of prose ends the list that its headings opened, but not the contest."""
    table = Table()
    for line in _lines(passage):
        text = "".join(sign.text for sign in line).strip("\n")
        mentions = [m for sign in line for m in sign.sentence.mentions]
        if _is_prose(text):
            contests = [m for m in mentions if m.type is EntityType.COMPETITION]
            table = Table(contest=contests[-1] if contests else table.contest)
            continue
        if len(line) == 1:
            yield from _line(line[0], text, table)


def _lines(passage: Sequence[Signature]) -> Iterator[list[Signature]]:
    line: list[Signature] = []
    for sign in passage:
        if sign.text.strip("\n \t"):
            line.append(sign)
        if sign.text.endswith("\n"):
            if line:
                yield line
            line = []
    if line:
        yield line


def _is_prose(text: str) -> bool:
    bare = _HEAD.sub("", text)
    return bool(_PROSE.search(bare)) or bool(compiled("(?:被|在|由|了|荣获|获得|获评|举办|举行|出席|是|将|为|开展)").search(re.sub(r"\([^()]*\)", "", bare)))


def _line(sign: Signature, text: str, table: Table) -> Iterator[Claim]:
    letters = sign.letters
    raw = sign.sentence.text
    winners = letters & set("PSAGO")
    if not winners or (letters <= {"B", "T", "O"}):
        _heading(sign, text, raw, table)
        return
    if "C" in letters or "H" in letters:
        _heading(sign, text, raw, table, keep=True)
    honour = table.honour
    if not (table.rank or honour or "R" in letters):
        return
    if re.search(r"联系人|电话|编辑|来源|供稿|记者|抄送|审核|通讯员", raw):
        return
    said = tuple(r for i, c in sorted(sign.chunks.items()) if c.letter == "R" for r in ranks(_raw(sign, i)))
    if said and "R" in letters and len(said) > 1:
        return
    category = _category(sign, text) or table.category
    rank = said or table.rank
    first_rank = next((i for i, c in sorted(sign.chunks.items()) if c.letter == "R"), None)
    if first_rank is not None and first_rank < min(i for i, c in sign.chunks.items() if c.letter in "PSAGO") and ":" in text:
        pass
    for winner, own in _winners(sign, table):
        args: dict[Role, Argument] = {Role.RECIPIENT: winner}
        if honour is not None and not said:
            args[Role.HONOUR] = honour
        elif rank:
            args[Role.RANK] = rank[0]
            if table.contest is not None:
                args[Role.COMPETITION] = table.contest
        else:
            continue
        named = honour if honour is not None and not said else table.contest
        if named is not None and (known := level(named.text, sign.sentence.document.region)) is not None:
            args[Role.LEVEL] = known
        if own or category:
            args[Role.CATEGORY] = own or category
        work = next((m for m in sign.sentence.mentions if m.type is EntityType.WORK), None)
        if work is not None:
            args[Role.WORK] = work
        yield Claim(FactType.AWARD, args, sign.span(0, len(sign.text)), "winners.line", 0.85)
    yield from _schools(sign, table)


def _raw(sign: Signature, place: int) -> str:
    return sign.span(place, place + 1).of(sign.sentence.document.text)


def _heading(sign: Signature, text: str, raw: str, table: Table, *, keep: bool = False) -> None:
    """A line without winners: contest, title, rank, category or the names of columns."""
    for mention in sign.sentence.mentions:
        if mention.type is EntityType.COMPETITION:
            table.contest, table.honour, table.rank, table.category = mention, None, (), ""
        elif mention.type is EntityType.HONOUR:
            table.honour, table.rank, table.category = mention, (), ""
    said = [r for i, c in sorted(sign.chunks.items()) if c.letter == "R" for r in ranks(_raw(sign, i))]
    if said and not keep:
        table.rank, table.honour = tuple(said[:1]), None
        table.category = _category(sign, text)
    elif not keep and (own := _category(sign, text)):
        table.category = own
        if not table.honour and re.match(r"[一二三四五六七八九十]、", text):
            table.rank = ()
    cells = [c for c in re.split(r"[\t|]|\s{2,}|\s(?=[一-龥])", raw.strip()) if c.strip()]
    if len(cells) > 1 and sum(bool(_PERSON_COLUMN.search(c) or _TEACHER_COLUMN.search(c) or re.search("学校|单位|序号|奖|组别|学科|名称", c)) for c in cells) > 1:
        table.columns = tuple(cells)


def _category(sign: Signature, text: str) -> str:
    found = [_raw(sign, i) for i, c in sorted(sign.chunks.items()) if c.letter == "K"]
    if found:
        return " ".join(found[:2])
    bare = _HEAD.sub("", text)
    if subject := _SUBJECT.search(bare):
        return subject[0].strip()
    if named := re.match(r"([一-龥]{2,6}(?:组|类|项目))(?=[:：\t(]|$)", bare):
        return named[1]
    return ""


def _winners(sign: Signature, table: Table) -> Iterator[tuple[Mention, str]]:
    """The recipients of a line: its persons but the teachers' column, else its schools."""
    people = [m for m in sign.sentence.mentions if m.type is EntityType.PERSON]
    teachers = _teachers(sign, table, people)
    chosen = [p for p in people if p not in teachers]
    if chosen:
        yield from ((p, "") for p in chosen)
        return
    for _, chunk in sorted(sign.chunks.items()):
        for item in chunk.items:
            if chunk.letter in "SAGO" and isinstance(item.head, Mention):
                note = item.note if re.fullmatch(r"[一-龥]{2,6}", item.note) and not re.search("节选|排名|公示|以下", item.note) else ""
                yield item.head, note


def _teachers(sign: Signature, table: Table, people: list[Mention]) -> list[Mention]:
    """The persons of the line that stand in a column of teachers who guided the winners."""
    if found := re.search(r"(?:指导|辅导)(?:教师|老师|者)?[:：]?", sign.sentence.text):
        return [p for p in people if p.span.start >= sign.sentence.span.start + found.end()]
    columns = [c for c in table.columns if _PERSON_COLUMN.search(c) or _TEACHER_COLUMN.search(c)]
    guides = [n for n, c in enumerate(columns) if _TEACHER_COLUMN.search(c)]
    if not guides or len(columns) < 2 or len(people) < 2:
        return []
    groups: list[list[Mention]] = []
    text = sign.sentence.document.text
    for person in people:
        if groups and not text[groups[-1][-1].span.end : person.span.start].strip(" 、,，") and "\t" not in text[groups[-1][-1].span.end : person.span.start]:
            groups[-1].append(person)
        else:
            groups.append([person])
    if len(groups) == len(columns):
        return [p for n in guides for p in groups[n]]
    return groups[-1] if guides[-1] == len(columns) - 1 and len(groups) > 1 else []


def _schools(sign: Signature, table: Table) -> Iterator[Claim]:
    """The school of each winner of the line: in brackets, beside, or the line's only one."""
    people = [m for m in sign.sentence.mentions if m.type is EntityType.PERSON]
    places: list[Item] = [i for _, c in sorted(sign.chunks.items()) for i in c.items if c.letter in "SAG"]
    known = {i.head for _, c in sign.chunks.items() for i in c.items if c.letter == "P" and i.owner is not None}
    teachers = _teachers(sign, table, people)
    if len(places) != 1 or not isinstance(places[0].head, Mention):
        return
    for person in people:
        if person not in known and person not in teachers:
            name = (table.contest or table.honour or person).text
            header = " ".join(table.columns)
            role = "教师" if re.search("教师|老师|课|教学|班主任|园丁|辅导员|基本功", name + ("" if re.search("指导教师|辅导教师", header) else header)) else "学生"
            args: dict[Role, Argument] = {Role.PERSON: person, Role.ORGANIZATION: places[0].head, Role.ROLE: role}
            yield Claim(FactType.AFFILIATED_WITH, args, sign.span(0, len(sign.text)), "winners.school", 0.85)
