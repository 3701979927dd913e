"""Time expressions resolved against a document's date: `2019`, `2019-09`, `2019-09-01` or a period `2019-01/2019-06`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span
from kg.time.context import Context
from kg.time.grammar import form, scanner
from kg.time.values import HANDLERS

_SENTENCE_END = re.compile(r"[。!?！？\n]")
_AHEAD = re.compile(r"将|计划|预计|力争|拟于|拟在|前完成|前移交|之前")
_TRIM = re.compile(r"^(?:截至|截止到?|从|自|于|在|到|至)|(?:以来|以后|起|前|开始|的|,|，|\s)+$")


def expressions(text: str, base: str | None = None) -> Iterator[tuple[Span, str]]:
    """The time expressions of a text with their values, in text order; what cannot be told is left out.

    `base` is the document's date (ISO 8601 day, month or year). A month without a year takes the year that its sentence
    named before, else the one that lies nearest to `base`.
    """
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
