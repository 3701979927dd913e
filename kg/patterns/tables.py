"""Tables and lists as pages paste them: headings, columns, the category of a row, the column of the teachers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from kg.lazy import regex
from kg.model import Mention, Span
from kg.patterns.layout import HEAD, cells
from kg.patterns.prizes import SPECIAL, ranks
from kg.patterns.signature import Signature
from kg.terms import EntityType

TEACHER_COLUMN = regex(r"指导|辅导|教练|领队")
_PERSON_COLUMN = regex(
    r"姓\s*名|作者|选手|学生|获奖者|参赛者|获奖人|教师|执教|队员|主讲|参评|授课|设计者|申报人|运动员"
)
_KIND_COLUMN = regex(r"^(?:参赛|比赛)?(?:项\s*目|组\s*别|类\s*别|学\s*科|赛项|科目|级别|学段)$")
_SECTION = regex(r"[\s　]*(?:[一二三四五六七八九十]+、|【[一二三四五六七八九十]+】)")
"""The head of a numbered section: what it says holds for its own lines only."""
_OTHER_COLUMN = regex(r"学校|单位|序号|奖|等次|名次|名称|题目|备注|作品")
SUBJECT = regex(
    r"(?:小学|初中|高中)?(?:语文|数学|英语|物理|化学|生物|历史|地理|道德与法治|思想政治|政治|体育与健康|体育|音乐|美术|信息技术|信息科技|科学|心理健康|综合实践|劳动|"
    r"通用技术|思政|学前教育|舞蹈|声乐|器乐|合唱|书法|绘画|朗诵|戏剧|幼教|学前|戏曲|班主任)"
)

_BEHIND = regex(r"([一-龥\d×]{2,8}?)(?:决赛|预赛|半决赛)?(?:[(（].*)?$")
_METRES = regex(r"[一-龥]{0,4}\d+(?:[×xX*]\d+)?米[一-龥]{0,4}")
_NO_BEHIND = regex("奖|名|比赛|获|成绩|结果|公示|学校|学生|教师|老师|情况|统计|汇总|评|人数|分数|总分|附件|表$|单$")
"""What stands behind a group in a heading and is no discipline."""


_SINGLES = regex("(?:个人)?(?:单项|项目)(?:成绩|比赛|名次|奖)?")
"""A heading that only says that single events follow: no part of a category that the line tells itself."""


@dataclass(slots=True)
class Table:
    """What the headings above a line say: contest, title, rank, category, and the columns.

    `outer` is what a numbered heading says, `group` a heading of a category alone: ranks are headings below both.
    """

    contest: Mention | None = None
    honour: Mention | None = None
    rank: str = ""
    category: str = ""
    outer: str = ""
    group: str = ""
    columns: tuple[str, ...] = ()
    proposed: bool = False
    named: Counter[str] = field(default_factory=Counter)


def rank_at(sign: Signature, place: int) -> str:
    """The rank at a place of the signature, the first where it is a list."""
    return ranks(sign.said(place))[0]


def is_heading(sign: Signature, text: str) -> bool:
    """关于公布…结果的通知 and the like: a title that names who issues, not who wins."""
    return bool(re.search(r"关于|通知|通报|公告|决定$|文件$|>", text)) and "R" not in sign.letters


def heading(sign: Signature, text: str, raw: str, table: Table) -> None:
    """A line without winners: contest, title, rank, category or the names of columns."""
    row = cells(raw)
    if len(row) > 1 and sum(
        bool(_PERSON_COLUMN.search(c) or TEACHER_COLUMN.search(c) or _KIND_COLUMN.search(c) or _OTHER_COLUMN.search(c))
        for c in row
    ) >= max(2, len(row) // 2):
        table.columns = tuple(row)
        return
    for mention in sign.sentence.mentions:
        if mention.type is EntityType.COMPETITION:
            table.contest, table.honour, table.rank, table.category, table.group = mention, None, "", "", ""
        elif mention.type is EntityType.HONOUR and not is_heading(sign, text):
            table.honour, table.rank, table.category, table.columns = mention, "", "", ()
    said = [i for i, c in sorted(sign.chunks.items()) if c.letter == "R"]
    own = _words(sign, text) if said else _group(sign, text, raw)
    if said:
        table.rank = rank_at(sign, said[0])
        table.honour = table.honour if "提名" in table.rank else None
        table.columns = ()
        if _SECTION.match(raw):
            table.outer = own
        table.category = "" if SPECIAL.search(table.rank) else own or table.group or table.outer
    elif own:
        if _SECTION.match(raw):
            table.outer, table.rank, table.columns, table.honour = own, "", (), None
        table.category = table.group = own
    elif _SECTION.match(raw):
        table.outer = _free(text)
        table.category, table.rank, table.columns, table.group = table.outer, "", (), ""


def _group(sign: Signature, text: str, raw: str) -> str:
    """The category that a heading without a rank says, and the discipline behind it."""
    own = _words(sign, text)
    return f"{_ahead(sign, raw)} {own} {_behind(sign, raw)}".strip() if own else ""


def _ahead(sign: Signature, raw: str) -> str:
    """The event of so many metres that stands before the group in a heading: 男子100米（小学组）."""
    first = min((c.span.start for c in sign.chunks.values() if c.letter == "K"), default=None)
    if first is None:
        return ""
    words = HEAD.sub("", "".join(raw[: first - sign.sentence.span.start].split()).strip("（("))
    return words if _METRES.fullmatch(words) else ""


def _behind(sign: Signature, raw: str) -> str:
    """The discipline that stands behind the group in a heading: 男子甲组100米."""
    last = max((c.span.end for c in sign.chunks.values() if c.letter == "K"), default=None)
    if last is None:
        return ""
    words = "".join(raw[last - sign.sentence.span.start :].split())
    found = None if _NO_BEHIND.search(words) else _BEHIND.fullmatch(words)
    return found[1] if found else ""


def _free(text: str) -> str:
    """A numbered heading's own words as category where they look like one: 一、团体总分."""
    bare = re.sub(r"\(.*?\)|[::].*$", "", HEAD.sub("", text)).strip()
    if re.search(
        "附件|名单|要求|说明|情况|安排|优秀|先进|表彰|奖|结果|荣誉|国家级|[省市区县校州]级|时间|地点|办法|单位|集体|园丁|标兵|教师$",
        bare,
    ):
        return ""
    return bare if re.fullmatch(r"[一-龥]{2,12}", bare) else ""


def _words(sign: Signature, text: str) -> str:
    """The category that a heading or line says in itself: its category letters, a subject, a kind of …类."""
    start = max(sign.text.find(text), 0)
    found = [sign.said(i) for i, c in sign.between(start, start + len(text)) if c.letter == "K"]
    bare = HEAD.sub("", text)
    if found and (head := re.match(r"K+[一-龥\d×米a-zN.]{1,12}?(?=:)", bare)):
        return "".join(sign.said(start + text.find(bare) + n) if c in "KN" else c for n, c in enumerate(head[0]))
    if found and (many := re.match(r"(个人|团体|集体|团队)(?:单项)?(?:奖|赛)?\(?(?=K)", bare)):
        return f"{many[1]} {found[0]}"
    lead = re.match(r"([一-龥×\d米a-z]{2,10}?)(?:项目|赛)?\t?(?=K)", bare)
    if found:
        return " ".join([*([lead[1]] if lead and not re.search("附件|获奖|名单", lead[1]) else []), *found[:2]])
    if subject := re.match(SUBJECT.pattern + r"(?:组|类|学科)?(?=[::\t\s(]|$|[SP])", bare):
        return subject[0].strip()
    if named := re.match(r"([一-龥]{2,8}(?:组|类|项目))(?=[::\t(]|$)", bare):
        return named[1]
    return ""


def category(sign: Signature, raw: str, table: Table, stretch: tuple[int, int]) -> str:
    """The category of a row: its columns by their names, else what stands in it, else its heading's."""
    row = cells(raw)
    if table.columns and len(row) == len(table.columns):
        kinds = [row[n] for n, name in enumerate(table.columns) if _KIND_COLUMN.search(name) and row[n]]
        if kinds:
            return " ".join(kinds)
    own = _words(sign, sign.text[stretch[0] : stretch[1]])
    outer = "" if "组" in own and _SINGLES.fullmatch(table.outer) else table.outer
    if own and outer and own != outer and not table.columns and own not in outer:
        return f"{outer} {own}"
    if not own and (beside := re.search(r"C([一-龥\d×]{2,12})\t?R", sign.text)):
        return beside[1]
    if not own and (told := re.search(r":([一-龥\d×]{2,12})R", sign.text[stretch[0] : stretch[1] + 1])):
        return told[1]
    if (
        stretch[0]
        and (label := re.match(r"[\s\t]*([一-龥]{2,8})(?::|R)", sign.text))
        and "R" in sign.text[: stretch[0] + 1]
    ):
        own = own or label[1].removesuffix("R")
    if not own and stretch[0]:
        first = _latest(sign, stretch[0]) or _words(sign, sign.text)
        outer = "" if "组" in first and _SINGLES.fullmatch(table.outer) else table.outer
        return f"{outer} {first}".strip() if first else table.category
    return own or table.category


def _latest(sign: Signature, place: int) -> str:
    """The category told last before a place of a line that tells one before each of several ranks: KR:S;R:S KR:S."""
    told = [i for i, c in sorted(sign.chunks.items()) if c.letter == "K" and sign.text[i + 1 : i + 2] == "R"]
    before = [i for i in told if i < place]
    return sign.said(before[-1]) if before and len(told) > 1 else ""


def teachers(sign: Signature, raw: str, table: Table) -> set[Span]:
    """Where the teachers stand who guided the winners: behind 指导教师, or in a column of that name."""
    people = [m for m in sign.sentence.mentions if m.type is EntityType.PERSON]
    if found := re.search(r"(?:指导|辅导)(?:教师|老师|者)?[::：\s]", raw):
        return {p.span for p in people if p.span.start >= sign.sentence.span.start + found.start()}
    guides = [n for n, c in enumerate(table.columns) if TEACHER_COLUMN.search(c)]
    if not guides:
        return set()
    row = cells(raw)
    if len(row) == len(table.columns):
        inside = "\n".join(row[n] for n in guides)
        return {
            p.span
            for p in people
            if p.text in inside and not any(p.text in row[n] for n in range(len(row)) if n not in guides)
        }
    before = [n for n, c in enumerate(table.columns) if _PERSON_COLUMN.search(c) and n not in guides]
    return {people[-1].span} if len(people) > 1 and before and guides[0] > before[0] else set()
