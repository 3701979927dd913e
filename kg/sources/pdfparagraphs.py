"""The lines of a PDF → paragraphs: by margins, gaps, sizes, fonts, marks at their ends, and what a notice is made of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.lazy import regex
from kg.sources.pdfchars import COLUMNS, Line

_EDGE = 0.1
"""The share of a page's height at its top and bottom where page numbers and running heads stand."""
_PAGE_NUMBER = regex(
    r"[\s\-\u2014\u2013\u00b7.]*(?:\u7b2c)?\s*\d{1,4}\s*(?:\u9875)?(?:\s*[/\uff0c,\u5171]+\s*\d{1,4}\s*\u9875?)?[\s\-\u2014\u2013\u00b7.]*"
)
_RUNNING = 3
"""A line that so many pages have in the same place, and at least half of them, is a running head; of two pages, where a gap parts it."""
_APART = 1.2
"""The gap between a running head and the text, in letters."""
_END = regex(r"[。！？：；.!?:;…][”’」』）)]?$")
_CLOSED, _OPEN = 1.6, 4.5
"""By how many letters a line may end before the margin and still go on: marks may not open a line and pull letters down."""
_INDENT = 0.9
_LARGE = 1.15
_WIDER = 1.25
"""A distance of lines so much above the usual one parts paragraphs."""
_NARROW = 0.9
"""A page whose text is narrower than that share of the widest has the margins of the others."""
_HEAD = 8
"""Lines at the beginning in which titles stand."""
_LONGEST_TITLE = 120

_DATE = regex(
    r"[（(]?[12〇○零一二三四五六七八九\d\s]{4,8}年[\d一二三四五六七八九十\s]{1,4}月[\d一二三四五六七八九十\s]{1,4}[日号][）)]?"
)
_NUMBER = regex(r"\S{0,20}\s*[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*第?\s*\d+\s*号")
_BODY = regex(
    r"\S{2,40}(?:局|委员会|政府|厅|教育部|办公室|委|中心|研究院|研究所|组委会|协会|学会|[小中大]学|学校|学院|幼儿园)"
)
_TITLE = regex(
    r"[^。；！？]*关于[^。；！？]+的(?:通知|公告|公示|意见|通报|函|复函|答复|报告|请示|决定|批复|通告|说明|方案)(?:[（(][^（）()]{1,12}[）)])?"
)
_TO = regex(r"(?:各|有关|相关|[局校直市区县]属|\S{2,20}(?:局|校|园|处|科|室|中心)[，、：])[^。；！？：]*")
_LIST = regex(r"[^。；！？，]*(?:名单|一览表?|汇总表?|统计表|通知|公告|公示|通报)")
_ITEM = regex(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节条]|附件[\d一二三四五六七八九十]*[：:]|\d{1,2}[.、．](?!\d)"
)


def without_furniture(found: Sequence[Line], pages: int) -> set[Line]:
    """The lines that are page numbers and running heads."""
    edge = [line for line in found if line.top < _EDGE * line.height or line.bottom > (1 - _EDGE) * line.height]
    times = Counter(map(_place, edge))
    apart = _parted(found)
    return {
        line
        for line in edge
        if _PAGE_NUMBER.fullmatch(line.text)
        or (2 * (n := times[_place(line)]) >= pages and (n >= _RUNNING or (n > 1 and line in apart)))
    }


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.top)


def _parted(found: Sequence[Line]) -> set[Line]:
    """The first and last lines of pages that a gap parts from the text."""
    out = set()
    for page in _by_page(found).values():
        ordered = sorted(page, key=lambda line: line.top)
        for outer, inner in ((ordered[:2], 0), (ordered[-2:], 1)):
            if len(outer) == 2 and outer[1].top - outer[0].bottom > _APART * outer[1 - inner].size:  # noqa: PLR2004 (a pair)
                out.add(outer[inner])
    return out


def _by_page(found: Sequence[Line]) -> Mapping[int, list[Line]]:
    out: dict[int, list[Line]] = defaultdict(list)
    for line in found:
        out[line.page].append(line)
    return out


class Setting:
    """How a file sets its text: the usual size and distance of lines, and the margins of each page and column."""

    def __init__(self, found: Sequence[Line]) -> None:
        sizes = Counter(round(line.size, 1) for line in found for _ in line.text)
        self._size = sizes.most_common(1)[0][0] if sizes else 1.0
        self._margins = dict(self._margins_of(found))
        self._distance = self._usual_distance(found)
        self._head = {id(line): n for n, line in enumerate(found[:_HEAD])}

    def goes_on(self, paragraph: Sequence[Line], after: Line, then: Sequence[Line] = ()) -> bool:
        """Whether a line goes on with a paragraph; `then` are some of the lines that follow it."""
        before, said = paragraph[-1], "".join(line.text for line in paragraph)
        if (COLUMNS in before.text and COLUMNS in after.text) or _is_row(before) or _is_row(after):
            return False
        if _stands_alone(said) or _stands_alone(after.text) or _is_other(before, after):
            return False
        if id(paragraph[0]) in self._head and (goes := self._title_goes_on(paragraph, after, then)) is not None:
            return goes
        if before.size > _LARGE * self._size and before.page == after.page:
            return after.top - before.bottom < before.size and 2 * (before.x1 - before.x0) > self._width(before)
        if self._is_parted(before, after) or (then and _DATE.fullmatch(then[0].text) and _BODY.fullmatch(after.text)):
            return False
        if _ITEM.match(after.text) and _END.search(before.text):
            return False
        return self._is_full(before) and not self._is_set_in(after)

    def _title_goes_on(self, paragraph: Sequence[Line], after: Line, then: Sequence[Line]) -> bool | None:
        """Whether a line of the beginning goes on with the title above it; None where that is no title."""
        said = "".join(line.text for line in paragraph)
        if _TO.fullmatch(said.rstrip("：:")):
            return False if said.endswith(("：", ":")) else None
        if re.search(r"[。；！？：]", said) or len(said) > _LONGEST_TITLE or COLUMNS in said:
            return None
        if after.text.startswith("的"):
            return True
        if _TITLE.fullmatch(said) or said.endswith("文件"):
            return False
        whole = said
        for line in (after, *then):
            if re.search(r"[。；！？：]$", line.text) or _is_other(after, line):
                break
            whole += line.text
            if _TITLE.fullmatch(whole) and "关于" in said + after.text:
                return True
        if _LIST.fullmatch(said) or after.text.endswith(("：", ":")):
            return False
        if self._is_centred(paragraph[-1]) and self._is_centred(after):
            return not self._is_parted(paragraph[-1], after)
        return None

    def _is_full(self, line: Line) -> bool:
        short = _CLOSED if _END.search(line.text) else _OPEN
        return line.x1 > self._margin(line)[1] - short * line.size

    def _is_set_in(self, line: Line) -> bool:
        return line.x0 > self._margin(line)[0] + _INDENT * line.size

    def _is_centred(self, line: Line) -> bool:
        left, right = self._margin(line)
        return line.x0 - left > _INDENT * line.size and abs((line.x0 - left) - (right - line.x1)) < line.size

    def _is_parted(self, before: Line, after: Line) -> bool:
        """Whether more than the usual distance stands between two lines."""
        if (before.page, before.column) != (after.page, after.column) or not self._distance:
            return False
        return after.bottom - before.bottom > _WIDER * self._distance * max(1.0, before.size / self._size)

    def _margin(self, line: Line) -> tuple[float, float]:
        return self._margins.get((line.page, line.column), (line.x0, line.x1))

    def _width(self, line: Line) -> float:
        left, right = self._margin(line)
        return right - left

    def _is_usual(self, line: Line) -> bool:
        return abs(line.size - self._size) <= 1

    def _margins_of(self, found: Sequence[Line]) -> Iterator[tuple[tuple[int, int], tuple[float, float]]]:
        """The margins of each page and column; one with short lines alone has those of a page of its kind."""
        groups: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in found:
            groups[line.page, line.column].append(line)
        own = {}
        for key, lines in groups.items():
            usual = [line for line in lines if self._is_usual(line)] or lines
            lefts, rights = sorted(line.x0 for line in usual), sorted((line.x1 for line in usual), reverse=True)
            own[key] = _shared(lefts, _INDENT * self._size), _shared(rights, _CLOSED * self._size)
        first = [edges for (_, column), edges in own.items() if column == 1]
        for key, edges in own.items():
            page, column = key
            if not column and any(edges[0] > a - self._size and edges[1] < b + self._size for a, b in first):
                yield key, edges  # the last page of a text in columns has but the first one
                continue
            height = groups[key][0].height
            like = [k for k in own if k[1] == column and groups[k][0].height == height]
            widest = max(own[k][1] - own[k][0] for k in like)
            full = [k for k in like if own[k][1] - own[k][0] >= _NARROW * widest]
            other = own[min(full, key=lambda k: ((k[0] - page) % 2, abs(k[0] - page)))]
            yield key, edges if key in full else (min(edges[0], other[0]), max(edges[1], other[1]))

    def _usual_distance(self, found: Sequence[Line]) -> float:
        """The distance of lines within paragraphs: the one that most lines have from a full one above."""
        pairs = [
            (a, b)
            for a, b in pairwise(found)
            if (a.page, a.column) == (b.page, b.column) and self._is_usual(a) and self._is_usual(b) and b.top > a.top
        ]
        full = [(a, b) for a, b in pairs if self._is_full(a) and not self._is_set_in(b)] or pairs
        times = Counter(round(b.bottom - a.bottom) for a, b in full)
        return min(times, key=lambda gap: (-times[gap], gap)) if times else 0.0


def _shared(edges: Sequence[float], near: float) -> float:
    """The outermost edge that two lines share: one alone may be a title wider than the text."""
    return next((a for a, b in pairwise(edges) if abs(a - b) < near), edges[0])


def _stands_alone(text: str) -> bool:
    return bool(_DATE.fullmatch(text) or _NUMBER.fullmatch(text))


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a list without ruled lines."""
    return line.text.count(COLUMNS) > 1


def _is_other(before: Line, after: Line) -> bool:
    """Whether two lines are set in other sizes or fonts."""
    fonts = before.fonts and after.fonts and not before.fonts & after.fonts
    return abs(before.size - after.size) > 1 or bool(fonts)
