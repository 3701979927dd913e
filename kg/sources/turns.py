"""Interviews: where each turn starts and ends, its time and the label before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.lazy import regex
from kg.model import Span

_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
_BLANK = r"[ \t\u00a0\u3000]"
_STAMP = rf"(?:{_DAY}{_BLANK}*)?{_CLOCK}|{_DAY}"
_TRAILING = regex(rf"{_BLANK}*[\[【(（]?(?P<stamp>{_DAY}{_BLANK}+{_CLOCK})[\]】)）]?{_BLANK}*$")
_LABEL = r"[^\s,，。;；!！?？、《》|>\[\]【】][^,，。;；!！?？、《》|>\[\]【】\r\n]{0,24}?"
_HEADER = regex(
    rf"{_BLANK}*(?:[\[【(（](?P<before>{_STAMP})[\]】)）]{_BLANK}*)?"
    rf"(?:[\[【](?P<boxed>{_LABEL})[\]】](?P<mark>{_BLANK}*[:：])?"
    rf"|(?P<label>{_LABEL})(?:{_BLANK}*[\[【(（]?(?P<after>{_STAMP})[\]】)）]?)?{_BLANK}*(?P<colon>[:：]|(?<=[\d\]】)）])$))"
    rf"{_BLANK}*"
)
_LEAST = 2
"""So many headers or stamps make an interview."""
_SPOKEN = regex(r"[。!！?？…~～”\"」]\s*$")
_STAMPED = 60
"""Characters at the end of a line in which a time stamp is looked for."""
_LONGEST_HEADER = 160
"""Characters at the start of a line in which a label is looked for."""
_LONGEST_CAST = 120
"""Characters of a line that tells who takes part."""
_NAME = regex(r"[一-鿿·]{2,5}")
_TALK = regex(r"采访|专访|访谈|对话|对谈|问答|答问|做客|受访")
"""What tells, before the first question, that questions and answers follow."""
_INTERVIEWED = regex(r"(?:(?:采访|对话|邀请)(?:到|了)*|专访|(?<=[,，。\n])访)(?P<who>[^,，。;；:：!！?？\n|｜]{2,40})")
"""Who is interviewed: 采访了区教育局局长周立新."""
QUESTION = r"[?？][”\"」]?\s*$"
"""A question at the end of what is said."""
_ADDRESSED = regex(r"您|请问|请(?:介绍|谈谈|说说)")
_THANKS = regex(r"(?:好的?[,，。])?(?:非常|再次)?(?:感谢|谢谢)[^。]{0,24}(?:采访|做客|访谈|收看|收听|来到)")
_LONGEST_QUESTION = 200
_HEAD = 600
"""Characters at most before the first question."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that tell of a label: `sure` ones name a role, `cast` ones open a line that tells who takes part,
    and what ends in a `none` word (时间, 来源, 编辑) opens no turn.
    """

    sure: re.Pattern[str]
    cast: re.Pattern[str]
    none: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as it stands: `span` without label and stamp, `stamp` as written, `label` the words that tell who speaks.

    `end` is where it ends with its stamp. `asks` tells of turns without label and stamp whether they ask or answer.
    """

    span: Span
    end: int
    stamp: str | None
    label: str | None = None
    label_span: Span | None = None
    asks: bool | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """The turns of a text, and the lines that tell who takes part, as label and rest: 嘉宾, 教育局局长周敏华."""

    turns: tuple[Turn, ...]
    cast: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Header:
    line: int
    start: int
    label: str
    label_span: Span
    stamp: str | None
    alone: bool


def interview(text: str, words: Words) -> Interview:
    """The turns of an interview with its cast; no turns in any other text."""
    lines = list(_lines(text))
    headers, cast = _headers(text, lines, words)
    if headers:
        return Interview(tuple(_labelled(text, lines, headers)), cast)
    if stamped := tuple(_stamped(text, lines)):
        return Interview(stamped, cast)
    return _unmarked(text, lines, cast)


def _unmarked(text: str, lines: list[_Line], cast: tuple[tuple[str, str], ...]) -> Interview:
    """Questions as paragraphs of their own, and the paragraphs that answer them: where neither labels nor stamps tell turns.

    What stands before the first question must tell of an interview, and a question must be put to somebody: a report that
    asks rhetorically has no turns.
    """
    asking = [i for i, line in enumerate(lines) if _asks(line.text)]
    if len(asking) < _LEAST or not any(_ADDRESSED.search(lines[i].text) for i in asking):
        return Interview((), cast)
    head = text[: lines[asking[0]].start]
    if len(head) > _HEAD or not _TALK.search(head):
        return Interview((), cast)
    asking += [i for i in range(asking[0], len(lines)) if _THANKS.match(lines[i].text.strip())]
    stops = sorted({*asking, *(i + 1 for i in asking)} | {_last_said(lines, asking[-1]) + 1})
    turns = []
    for first, after in pairwise(stops):
        span = _trimmed(text, lines[first].start, lines[after - 1].end)
        turns.append(Turn(span, span.end, None, asks=first in asking))
    guests = tuple(("嘉宾", found["who"]) for found in _INTERVIEWED.finditer(head))
    return Interview(tuple(turns), cast or guests)


def _asks(line: str) -> bool:
    return len(line) <= _LONGEST_QUESTION and re.search(QUESTION, line[-_STAMPED:]) is not None


def _last_said(lines: list[_Line], at: int) -> int:
    """The last line that is spoken: what follows without a full stop or in brackets is page furniture."""
    while (
        at + 1 < len(lines)
        and _SPOKEN.search(lines[at + 1].text[-_STAMPED:])
        and not re.match(rf"{_BLANK}*[(（【]", lines[at + 1].text[:_STAMPED])
    ):
        at += 1
    return at


def _lines(text: str) -> Iterator[_Line]:
    for found in re.finditer(r"[^\r\n]+", text):
        if not found[0].isspace():
            yield _Line(found.start(), found.end(), found[0])


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _stamped(text: str, lines: list[_Line]) -> Iterator[Turn]:
    """Turns that end in a full time stamp; text after the last stamp belongs to none."""
    stamps = [
        (line, found) for line in lines if (found := _TRAILING.search(line.text, max(0, len(line.text) - _STAMPED)))
    ]
    stamps = [(line, found) for line, found in stamps if found.start() > 0]
    if len(stamps) <= _LEAST:
        return
    start = 0
    for line, found in stamps:
        span = _trimmed(text, start, line.start + found.start())
        if span.start < span.end:
            yield Turn(span, line.end, found["stamp"])
        start = line.end


def _headers(text: str, lines: list[_Line], words: Words) -> tuple[list[_Header], tuple[tuple[str, str], ...]]:
    """The lines that open a turn, and the cast; no turns unless role words or stamps make sure that it is an interview."""
    found = [h for i, line in enumerate(lines) if (h := _header(i, line)) and not words.none.search(h.label)]
    cast = [h for h in found if _tells_cast(h, lines[h.line], words)]
    telling = {h.line for h in cast}
    candidates = [h for h in found if h.line not in telling]
    told = tuple((h.label, text[h.start : lines[h.line].end]) for h in cast)
    stamped = [h for h in candidates if h.stamp is not None]
    worded = sum(bool(words.sure.search(h.label)) for h in candidates)
    if max(len(stamped), worded) < _LEAST or worded == 0:
        return [], told
    if len(stamped) > len(candidates) // 2:
        return (stamped if len(stamped) > _LEAST else []), told
    times = Counter(h.label for h in candidates)
    named = _named_twice(text, {name for h in candidates if _NAME.fullmatch(name := h.label.split()[-1])})
    return [h for h in candidates if _opens_turn(h, named, lines, words, times)], told


def _named_twice(text: str, names: set[str]) -> set[str]:
    """Which of the names the text has more than once: one walk for each length, not one for each name."""
    counts: Counter[str] = Counter()
    for length in {len(name) for name in names}:
        counts.update(piece for at in range(len(text) - length + 1) if (piece := text[at : at + length]) in names)
    return {name for name in names if counts[name] > 1}


def _tells_cast(header: _Header, line: _Line, words: Words) -> bool:
    """Whether the line tells who takes part, and is not said by anyone: 主持人:区委宣传部副部长 纪晓峰."""
    if len(line.text) > _LONGEST_CAST or header.alone or header.stamp is not None:
        return False
    return bool(words.cast.fullmatch(header.label)) and not _SPOKEN.search(line.text)


def _opens_turn(header: _Header, named_twice: set[str], lines: list[_Line], words: Words, times: Counter[str]) -> bool:
    """A label is sure by a role word, by standing alone or by recurring; a name by being told elsewhere too."""
    if words.sure.search(header.label) or times[header.label] > 1:
        return True
    named = header.label.split()[-1] in named_twice
    before = lines[header.line - 1].text if header.line else ""
    return named and (header.alone or bool(_SPOKEN.search(before[-_STAMPED:])))


def _header(number: int, line: _Line) -> _Header | None:
    found = _HEADER.match(line.text, 0, _LONGEST_HEADER) if line.text.strip() else None
    if not found or (found["colon"] == "" and not found["after"]):
        return None
    which = "boxed" if found["boxed"] else "label"
    label = found[which].strip()
    if not label or label.isdigit() or not re.search(r"[一-鿿]", label):
        return None
    span = Span(line.start + found.start(which), line.start + found.start(which) + len(found[which].rstrip()))
    alone = found.end() == len(line.text)
    return _Header(number, line.start + found.end(), label, span, found["before"] or found["after"], alone)


def _labelled(text: str, lines: list[_Line], headers: list[_Header]) -> Iterator[Turn]:
    for here, after in zip(headers, [*headers[1:], None], strict=True):
        end = lines[after.line].start if after else _last_end(lines, here)
        span = _trimmed(text, here.start, end)
        if span.start < span.end:
            yield Turn(span, span.end, here.stamp, here.label, here.label_span)


def _last_end(lines: list[_Line], last: _Header) -> int:
    """Where the last turn ends: page furniture behind it, in brackets or without a full stop, is not said by anyone."""
    return lines[_last_said(lines, last.line + (1 if last.alone and last.line + 1 < len(lines) else 0))].end
