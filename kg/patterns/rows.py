"""What a row of a table says: who won what, with which work, and whose pupil or teacher the winner is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Span
from kg.patterns.columns import Part, Row, groups
from kg.patterns.prizes import level, ranks
from kg.terms import EntityType, FactType, Role

_AGENTS = frozenset(
    {
        EntityType.SCHOOL,
        EntityType.CAMPUS,
        EntityType.GROUP,
        EntityType.ORGANIZATION,
        EntityType.GOVERNMENT_BODY,
    }
)
_NO_PRIZE = regex(r"[/\\\-\u2014\u65e0]*|\u672a\u83b7\u5956|\u672a\u5165\u56f4|\u53c2\u4e0e|\u7f3a\u8d5b|\u5f03\u6743")
"""What stands in the cell of a rank where nothing was won."""
_TEACHERS = regex(r"教师|老师|课|教学|班主任|园丁|辅导员|基本功|师德|校长|带头人")
_PUPILS = regex(r"学生|选手|小作者|班级|年级")
_GROUP = regex(r"组$|学段|小学|初中|高中|中学|幼儿|[男女]子|^[男女]$")
"""A heading's words that say who competes; others (单项, 破纪录) are no part of a category that the row tells itself."""
_TEAM, _EVENT = regex("团体|总分"), regex(r"\d|接力|赛$|项目|类$")
"""Headings of the standing of teams; what a row tells besides is no group of theirs."""
_GRADES = str.maketrans("壹贰叁肆1234", "一二三四一二三四")
_TOGETHER = regex(
    r"[/\\\-—无]*|(?:集体|团体|团队|全体|全校|学校)(?:作品|参赛|项目|节目|师生)?|[一-龥]{2,8}(?:队|团|社团)"
)
"""A cell of persons that names none: the school itself has won."""
_SURE = 0.97
_ROW = "winners.row"
COLUMNS = "winners.columns"
"""The rule that reads what a winner is where a name tells it: a column's (学生姓名, or guiding teachers beside it), the contest's."""


@dataclass(frozen=True, slots=True)
class Above:
    """What the lines above a row say of it."""

    contest: Mention | None
    honour: Mention | None
    rank: str
    category: str
    proposed: bool
    region: str | None


def claims(row: Row, text: str, mentions: Sequence[Mention], above: Above) -> Iterator[Claim]:
    """The awards and the schools of a row's winners; the evidence is the row."""
    for columns in groups(row.columns):
        yield from _Winner(row, text, mentions, above, columns).claims()


class _Winner:
    """One winner's columns of a row."""

    def __init__(self, row: Row, text: str, mentions: Sequence[Mention], above: Above, columns: Sequence[int]) -> None:
        self._row, self._text, self._above, self._columns = row, text, above, columns
        self._inside: Mapping[int, list[Mention]] = {
            n: [m for m in mentions if row.cells[n].covers(m.span)] for n in columns
        }

    def claims(self) -> Iterator[Claim]:
        people = self._named({Part.PERSON}, {EntityType.PERSON})
        agents = self._agents()
        grouped = [n for n in self._columns if self._row.columns[n].part is Part.GROUP]
        if grouped and not people and not agents:
            for n in grouped:
                winners = [m for m in self._inside[n] if m.type is EntityType.PERSON] or self._bodies(n)
                yield from self._awards(winners, self._rank(), self._row.columns[n].name)
            return
        ranked = [n for n in self._columns if self._row.columns[n].part is Part.WINNER]
        if ranked:
            for n in ranked:
                found = self._inside[n]
                winners = [m for m in found if m.type is EntityType.PERSON] or self._bodies(n)
                yield from self._awards(winners, ranks(self._row.columns[n].name)[0])
            return
        yield from self._awards(
            people or ([] if self._has(Part.PERSON) and not self._together() else agents), self._rank()
        )
        yield from self._schools(people, agents)

    def _together(self) -> bool:
        """Whether the cell of the person says that the school won as one: 集体, 团体, or nothing."""
        said = [self._said(n) for n in self._columns if self._row.columns[n].part is Part.PERSON]
        return all(_TOGETHER.fullmatch(words) for words in said)

    def _awards(self, winners: Sequence[Mention], rank: str, group: str = "") -> Iterator[Claim]:
        won = self._won(rank)
        if won and group:
            many = re.match("个人|团体|集体", self._above.rank)
            heads = {column.name for column in self._row.columns}  # the header is no heading
            above = [word for word in self._above.category.split() if word not in heads]
            won[Role.CATEGORY] = " ".join([*([many[0]] if many else above), group])
        if not won:
            return
        for winner in winners:
            yield Claim(FactType.AWARD, {Role.RECIPIENT: winner} | won, self._row.span, _ROW, _SURE)

    def _won(self, rank: str) -> dict[Role, Argument]:
        honours = self._named({Part.HONOUR, Part.RANK}, {EntityType.HONOUR})
        honour = honours[0] if honours else self._above.honour if not rank or "提名" in rank else None
        contests = self._contests()
        contest = contests[0] if contests else self._above.contest
        args: dict[Role, Argument] = {}
        if honour is not None:
            if self._above.proposed:
                return {}
            args[Role.HONOUR] = honour
        if rank:
            args[Role.RANK] = rank
            if contest is not None and honour is None:
                args[Role.COMPETITION] = contest
        if not args:
            return {}
        named = honour or contest
        if named is not None and (known := level(named.text, self._above.region)) is not None:
            args[Role.LEVEL] = known
        if category := self._category():
            args[Role.CATEGORY] = category
        works = self._named({Part.WORK}, {EntityType.WORK})
        if len(works) == 1:
            args[Role.WORK] = works[0]
        return args

    def _rank(self) -> str:
        """The rank that the row tells, else that of the heading above it; a bare number of a standing is a place."""
        told = [
            said
            for n in self._columns
            if self._row.columns[n].part is Part.RANK
            and (said := self._said(n))
            and not any(m.type in {EntityType.COMPETITION, EntityType.HONOUR} for m in self._inside[n])
        ]
        # of 排名 and 获奖等级 the second tells what was won
        told.sort(key=lambda said: (said.isdigit(), _NO_PRIZE.fullmatch(said) is None))
        if not told:
            return "" if self._has(Part.HONOUR) else self._above.rank
        return "" if _NO_PRIZE.fullmatch(told[0]) else _written_out(told[0])

    def _contests(self) -> list[Mention]:
        """The contest that the row names itself: in a column of contests, or of prizes where it names both."""
        return self._named({Part.CONTEST, Part.RANK}, {EntityType.COMPETITION})

    def _category(self) -> str:
        """What the row's columns of kinds say, behind the group that the heading above says; else that heading's words."""
        own = [said for n in self._columns if self._row.columns[n].part is Part.CATEGORY and (said := self._said(n))]
        if (contests := self._contests()) and (behind := self._behind(contests[0])):
            own.append(behind)
        above = self._above.category.split()
        teams = not self._has(Part.PERSON) and all(_GROUP.search(said) and not _EVENT.search(said) for said in own)
        kept = [w for w in above if not own or _GROUP.search(w) or (teams and _TEAM.search(w))]
        told = [w for w in kept if not any(w in said for said in own)]
        return " ".join(dict.fromkeys([*told, *own]))

    def _behind(self, contest: Mention) -> str:
        """The words behind a contest in its cell: 运动会女子独竹漂60米."""
        cell = next(cell for cell in self._row.cells if cell.covers(contest.span))
        rest = "".join(self._text[contest.span.end : cell.end].split())
        return rest if re.fullmatch(r"[\u4e00-\u9fff\d\u00d7]{2,12}", rest) else ""

    def _schools(self, people: Sequence[Mention], agents: Sequence[Mention]) -> Iterator[Claim]:
        """The school of each person: the row's only one, or one each in the same order."""
        # beside the school a row may name the team: 星火队 is nobody's school
        schools = [m for m in agents if m.type is not EntityType.ORGANIZATION] or agents
        if len(schools) == 1:
            pairs = [(person, schools[0]) for person in people]
        elif len(schools) == len(people):
            pairs = list(zip(people, schools, strict=True))
        else:
            return
        role, rule = self._role()
        for person, agent in pairs:
            args: dict[Role, Argument] = {Role.PERSON: person, Role.ORGANIZATION: agent, Role.ROLE: role}
            yield Claim(FactType.AFFILIATED_WITH, args, self._row.span, rule, _SURE)

    def _role(self) -> tuple[str, str]:
        """教师 where the columns or the contest speak of teachers, else 学生; and by which rule that is known."""
        names = "".join(c.name for c in self._row.columns if c.part is Part.PERSON)
        if _TEACHERS.search(names):
            return "教师", COLUMNS
        if _PUPILS.search(names):
            return "学生", COLUMNS
        named = self._above.honour or self._above.contest
        if named is not None and _TEACHERS.search(named.text):
            return "教师", COLUMNS
        if named is not None and _PUPILS.search(named.text):
            return "学生", COLUMNS
        return "学生", COLUMNS if any(self._row.columns[n].part is Part.TEACHER for n in self._columns) else _ROW

    def _agents(self) -> list[Mention]:
        """The schools of the winners: not one behind a teacher's column, where another stands before it."""
        columns = [n for n in self._columns if self._row.columns[n].part is Part.AGENT]
        own = [n for n in columns if n == 0 or self._row.columns[n - 1].part is not Part.TEACHER] or columns
        return [m for n in own for m in self._bodies(n)]

    def _bodies(self, column: int) -> list[Mention]:
        """The bodies of a cell; a school and its campus side by side are the campus."""
        found = [m for m in self._inside[column] if m.type in _AGENTS]
        after: list[Mention | None] = [*found[1:], None]
        return [
            m
            for m, then in zip(found, after, strict=False)
            if then is None
            or then.type is not EntityType.CAMPUS
            or self._text[m.span.end : then.span.start].strip(" /\uff0f\u3000(\uff08")
        ]

    def _named(self, parts: set[Part], types: set[EntityType]) -> list[Mention]:
        return [
            m for n in self._columns if self._row.columns[n].part in parts for m in self._inside[n] if m.type in types
        ]

    def _said(self, column: int) -> str:
        return "".join(self._row.cells[column].of(self._text).split())

    def _has(self, part: Part) -> bool:
        return any(self._row.columns[n].part is part for n in self._columns)


def _written_out(said: str) -> str:
    """The rank that a cell means: 二等 and 贰等奖 are 二等奖, 3 is 第3名."""
    if said.isdigit():
        return f"第{said}名"
    if graded := re.fullmatch(r"([特一二三四壹贰叁肆1-4])等(?:奖)?", said):
        return graded[1].translate(_GRADES) + "等奖"
    return ranks(said)[0]


def line_span(text: str, spans: Sequence[Span]) -> Span:
    """The line that sentences make, without its end."""
    end = spans[-1].end
    while end > spans[0].start and text[end - 1] in "\r\n":
        end -= 1
    return Span(spans[0].start, end)
