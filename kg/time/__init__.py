"""Time expressions resolved against a document's date: `2019`, `2019-09`, `2019-09-01` or a period `2019-01/2019-06`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lazy import regex
from kg.model import Span
from kg.time.context import Context
from kg.time.grammar import form, scanner
from kg.time.values import HANDLERS

_SENTENCE_END = regex(r"[。!?！？\n]")
_DASH = regex(r"[ \u3000]?(?:至|到|[-—－~～–]{1,2})[ \u3000]?")
_AHEAD = regex(r"将|计划|预计|力争|拟于|拟在|前完成|前移交|之前")
_TRIM = regex(r"^(?:截至|截止到?|从|自|于|在|到|至)|(?:以来|以后|起|前|开始|的|,|，|\s)+$")


def expressions(text: str, base: str | None = None) -> Iterator[tuple[Span, str]]:
    """The time expressions of a text with their values, in text order; what cannot be told is left out.

    `base` is the document's date (ISO 8601 day, month or year). A month without a year takes the year that its sentence
    named before, else the one that lies nearest to `base`.
    """
    held: tuple[Span, str] | None = None
    for one in _each(text, base):
        joined = held and _joined(text, held, one)
        if held and not joined:
            yield held
        held = joined or one
    if held:
        yield held


def _joined(text: str, first: tuple[Span, str], second: tuple[Span, str]) -> tuple[Span, str] | None:
    """The period from the first to the second where the text says so: 2021年上半年至2022年底."""
    start, end = first[1].partition("/")[0], second[1].rpartition("/")[2]
    if start >= end or not _DASH.fullmatch(text, first[0].end, second[0].start):
        return None
    return Span(first[0].start, second[0].end), f"{start}/{end}"


def _each(text: str, base: str | None) -> Iterator[tuple[Span, str]]:
    """The expressions one by one; those of a period that is told by two are two."""
    if base is not None and "/" in base:
        base = base.partition("/")[2]
    context, last = Context(base), 0
    for found in scanner().finditer(text):
        between = text[last : found.start()]
        last = found.end()
        if _SENTENCE_END.search(between):
            context.year = context.month = None
        if "\n" in between:
            context.day = None
        context.ahead = bool(_AHEAD.search(text[max(0, found.start() - 6) : found.end() + 12]))
        value = _value(text, found, context)
        if value is not None:
            yield Span(*found.span()), value


def resolve(text: str, base: str | None = None) -> str | None:
    """The value of a text that is one time expression (于, 在, 自 … before and 以来, 起 … after are allowed); else None."""
    for piece in (text, _TRIM.sub("", text)):
        for span, value in expressions(piece, base):
            if span == Span(0, len(piece)):
                return value
    return None


def _value(text: str, found: re.Match[str], context: Context) -> str | None:
    kind, pattern = form(int((found.lastgroup or "k0")[1:]))
    exact = pattern.match(text, found.start())
    if exact is None:
        return None
    try:
        return HANDLERS[kind]({k: v for k, v in exact.groupdict().items() if v}, context)
    except ValueError:  # 2月30日
        return None
