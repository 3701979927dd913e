"""Interviews: where each turn starts and ends, its time and the label before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span

_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = r"\d{1,2}[::]\d\d(?:[::]\d\d)?"
_BLANK = r"[ \t\u00a0\u3000]"
_STAMP = rf"(?:{_DAY}{_BLANK}*)?{_CLOCK}|{_DAY}"
_TRAILING = re.compile(rf"{_BLANK}*[\[【(（]?(?P<stamp>{_DAY}{_BLANK}+{_CLOCK})[\]】)）]?{_BLANK}*$")
_LABEL = r"[^\s,,。;;!!??、《》|>\[\]【】][^,,。;;!!??、《》|>\[\]【】\r\n]{0,24}?"
_HEADER = re.compile(
    rf"{_BLANK}*(?:[\[【(（](?P<before>{_STAMP})[\]】)）]{_BLANK}*)?"
    rf"(?:[\[【](?P<boxed>{_LABEL})[\]】](?P<mark>{_BLANK}*[::])?"
    rf"|(?P<label>{_LABEL})(?:{_BLANK}*[\[【(（]?(?P<after>{_STAMP})[\]】)）]?)?{_BLANK}*(?P<colon>[::]|(?<=[\d\]】)）])$))"
    rf"{_BLANK}*"
)
_LEAST = 2
"""So many headers or stamps make an interview."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as it stands: `span` without label and stamp, `stamp` as written, `label` the words that tell who speaks.

    `end` is where it ends with its stamp.
    """

    span: Span
    end: int
    stamp: str | None
    label: str | None = None
    label_span: Span | None = None


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


def turns(text: str, roles: re.Pattern[str]) -> tuple[Turn, ...]:
    """The turns of an interview, none for any other text. `roles` finds the words that make a label sure (主持人, 记者 …)."""
    lines = list(_lines(text))
    headers = _headers(lines, roles)
    if headers:
        return tuple(_labelled(text, lines, headers))
    return tuple(_stamped(text, lines))


def _lines(text: str) -> Iterator[_Line]:
    for found in re.finditer(r"[^\r\n]+", text):
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
    stamps = [(line, found) for line in lines if (found := _TRAILING.search(line.text)) and found.start() > 0]
    if len(stamps) <= _LEAST:
        return
    start = 0
    for line, found in stamps:
        span = _trimmed(text, start, line.start + found.start())
        if span.start < span.end:
            yield Turn(span, line.end, found["stamp"])
        start = line.end


def _headers(lines: list[_Line], roles: re.Pattern[str]) -> list[_Header]:
    """The lines that open a turn; none unless role words or time stamps make sure that the text is an interview."""
    candidates = [h for i, line in enumerate(lines) if (h := _header(i, line))]
    stamped = sum(h.stamp is not None for h in candidates)
    worded = sum(bool(roles.search(h.label)) for h in candidates)
    if max(stamped, worded) < _LEAST or worded == 0:
        return []
    times = Counter(h.label for h in candidates)
    if stamped > len(candidates) // 2:
        taken = [h for h in candidates if h.stamp is not None]
        return taken if len(taken) > _LEAST else []
    names = {h.label.split()[-1] for h in candidates if h.alone}
    taken = [
        h
        for h in candidates
        if h.alone or roles.search(h.label) or times[h.label] > 1 or h.label.split()[-1] in names
    ]  # fmt: skip
    first = next((i for i, h in enumerate(taken) if roles.search(h.label)), 0)
    return taken[first:]


def _header(number: int, line: _Line) -> _Header | None:
    found = _HEADER.match(line.text)
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
    at = last.line + (1 if last.alone and last.line + 1 < len(lines) else 0)
    while (
        at + 1 < len(lines)
        and re.search(r"[。!?！？…”\"]\s*$", lines[at + 1].text)
        and not re.match(rf"{_BLANK}*[(（【]", lines[at + 1].text)
    ):
        at += 1
    return lines[at].end
