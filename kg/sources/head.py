"""What a document tells of itself: its title, who issued it, its date, its address, and which lines are page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.lazy import regex
from kg.model import Span
from kg.time import expressions

_LABELLED_DATE = regex(r"(?:发布|发文|成文|印发|访谈|直播|活动|更新|生成|公开|录入|发表)?(?:日期|时间)[:：]")
_PUBLISHED = regex(r"(?:发布|发文|成文|印发|公开|发表|更新)(?:日期|时间)[:：]")
_ISSUER = regex(
    r"(?:信息来源|文章来源|稿件来源|来源|发布机构|发文机关|发布单位|发文单位|责任单位|发布者?)[:：]\s*([^\s,，;；|【】()（）]{2,30})"
)
_TITLE_LABEL = regex(r"^\s*(?:标题|题目|访谈主题|本期话题|本期主题|主题)[:：]\s*(\S.*?)\s*$")
_NOTICE = regex(r"^\s*(关于.{4,120}的(?:通知|公告|公示|意见|通报|函|复函|答复|报告|请示|决定|批复|通告))\s*$")
_LIST = regex(r"^\s*(\S.{5,77}(?:名单|一览表?|汇总表?|统计表|花名册)(?:[（(][^（）()]{1,12}[）)])?)\s*$")
"""What a list calls itself, below the name of its sheet."""
_FILE_HEAD = regex(r"^\s*(\S{2,40}(?:局|委员会|政府|厅|教育部|办公室|委))(?:文件)?\s*$")
_FILE_NUMBER = regex(r"^\s*\S{0,20}\s*[〔\[【(（]\s*(?:19|20)\d\d\s*[〕\]】)）]\s*第?\s*\d+\s*号\s*$")
_CRUMBS = regex(r"(?:>{1,2}|›|»|::).*(?:>{1,2}|›|»)|^\s*(?:您?(?:现在|当前)的?位置|当前位置|首页\s*[>»›])")
_FURNITURE = regex(
    r"^\s*(?:第?\s*\d+\s*/\s*\d+\s*[条页].*|(?:字号|上一篇|下一篇|上一条|下一条|扫一扫|版权所有|网站地图|主办单位[:：]).*|\d+)$"
    r"|^[\s|｜【】\[\]]*(?:(?:打印本页|打印|关闭窗口|关闭|返回顶部|返回|收藏|分享到?|大 中 小)[\s|｜【】\[\]]*)+$"
)
_ADDRESS = regex(r"(?:网址|链接|原文链接|原文)[:：]\s*(https?://[^\s<>\"]+)")
_FULL_DAY = len("2019-10-31")
_HEAD_LINES, _TAIL_LINES = 12, 8
_LONGEST_TITLE = 80
_LONGEST_LINE = 400
"""Characters of a line that are looked at."""
_DATED_LINES = 200
"""Lines in which a date is looked for that nothing names as the document's."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands about a document in its own text; None where it does not tell."""

    title: str | None
    issuer: str | None
    date: str | None
    address: str | None
    end: int
    """Where the heading (title, source, date lines) ends."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


def head(text: str) -> Head:
    """The heading of a document, read from its first and last lines."""
    lines = _lines(text)
    title = _title(lines)
    signed = _signature(lines)
    issuer = next((m[1] for line in _ends(lines) if (m := _ISSUER.search(line.text))), None)
    if issuer is None and (signed or (lines and (m := _FILE_HEAD.match(lines[0].text)))):
        issuer = signed or (_FILE_HEAD.match(lines[0].text) or [None, None])[1]
    address = next((m[1] for line in _ends(lines) if (m := _ADDRESS.search(line.text))), None)
    return Head(title, issuer, _date(lines), address, _end(lines))


def kept_lines(text: str) -> Iterator[Span]:
    """The spans to read of a text without turns: runs of lines that are no page furniture."""
    start = at = 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _LONGEST_LINE and _FURNITURE.match(line.strip()):
            if text[start:at].strip():
                yield Span(start, at)
            start = at + len(line)
        at += len(line)
    if text[start:at].strip():
        yield Span(start, at)


def _lines(text: str) -> list[_Line]:
    # what a page tells of itself stands in short lines: of long ones the beginning is enough
    found = (_Line(m.start(), m[0][:_LONGEST_LINE]) for m in re.finditer(r"[^\r\n]+", text))
    return [line for line in found if line.text.strip()]


def _ends(lines: list[_Line]) -> list[_Line]:
    return lines if len(lines) <= _HEAD_LINES + _TAIL_LINES else lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]


def _is_meta(line: str) -> bool:
    """Whether a line of the heading tells of the page and not its title."""
    if _CRUMBS.search(line) or _FURNITURE.match(line) or _LABELLED_DATE.search(line) or _ISSUER.search(line):
        return True
    name = line.strip()
    opens = next((span.start == 0 for span, value in expressions(name[:40]) if len(value) == _FULL_DAY), False)
    return opens and len(name) <= _LONGEST_TITLE and not re.search(r"[。;；:：,，]$", name)


def _title(lines: list[_Line]) -> str | None:
    for line in lines[:_HEAD_LINES]:
        found = _TITLE_LABEL.match(line.text) or _NOTICE.match(line.text)
        if found:
            return found[1]
    listed = next((m[1] for line in lines[:2] if "\t" not in line.text and (m := _LIST.match(line.text))), None)
    if listed:
        return listed
    for line in lines[:4]:
        name = line.text.strip()
        if _is_meta(line.text) or _FILE_HEAD.match(name) or _FILE_NUMBER.match(name):
            continue
        plain = len(name) <= _LONGEST_TITLE and not re.search(r"[。;；]|[:：]$|\d\d:\d\d", name)
        return name if plain and len(lines) > 1 else None
    return None


def _days(line: str) -> list[str]:
    # 2021年教师节 has a day too, but is no date of a page
    found = ((span.of(line), value) for span, value in expressions(line))
    return [value for words, value in found if len(value) == _FULL_DAY and re.search(r"[\d日号]$", words)]


def _date(lines: list[_Line]) -> str | None:
    """The date that the page gives, else the one that the document is signed with, else the first full date it names."""
    for pattern in (_PUBLISHED, _LABELLED_DATE):
        for line in _ends(lines):
            if (found := pattern.search(line.text)) and (days := _days(line.text[found.end() : found.end() + 40])):
                return days[0]
    for line in lines[:4]:
        if _is_meta(line.text) and (days := _days(line.text)):
            return days[0]
    for line in reversed(lines[-_TAIL_LINES:]):
        bare = re.sub(r"[\s()（）]", "", line.text)
        if len(bare) <= len("二〇一九年十二月三十一日") + 2 and (days := _days(bare)):
            return days[-1]
    for line in lines[:_DATED_LINES]:
        if days := _days(line.text):
            return days[0]
    title = _title(lines)
    years = {value[:4] for _, value in expressions(title or "")}
    return years.pop() if len(years) == 1 else None


def _signature(lines: list[_Line]) -> str | None:
    """The body above the date that closes a document."""
    for above, line in pairwise(lines[-_TAIL_LINES:]):
        if _days(line.text) and len(line.text.strip()) <= len("二〇一九年十二月三十一日") + 2:
            found = _FILE_HEAD.match(above.text)
            return found[1] if found else None
    return None


def _end(lines: list[_Line]) -> int:
    """The end of the leading lines that are titles and page data, in characters."""
    last = 0
    for line in lines[:_HEAD_LINES]:
        name = line.text.strip()
        if "\t" in name or not (
            _is_meta(line.text) or (len(name) <= _LONGEST_TITLE and not name.endswith(("。", "!", "!", "”")))
        ):
            break
        last = line.start + len(line.text)
    return last
