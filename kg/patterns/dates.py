"""The value of a sentence's time expressions, looked up by place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg import time
from kg.model import Span
from kg.patterns.signature import Signature


def value(sign: Signature, place: int) -> str | None:
    """The ISO value of the time letter at a place of the signature, or None where it cannot be told."""
    return at(sign, sign.span(place, place + 1))


def at(sign: Signature, span: Span) -> str | None:
    """The value of the first time expression that overlaps a span of the document."""
    document = sign.sentence.document
    if document.date and span.of(document.text) == "全年":
        return _year_of_report(document.date)
    start = sign.sentence.span.start
    for found, told in _expressions(sign.sentence.text, document.date):
        if found.start + start < span.end and span.start < found.end + start:
            # a season is told for a year's sake; its months are no date of the event
            words = span.of(document.text)
            return told[:4] if "年初" in words or ("/" in told and any(s in words for s in "春夏秋冬")) else told
    return None


def all_in(sign: Signature) -> Iterator[tuple[Span, str]]:
    """Every time expression of a sentence outside of its names, with its value."""
    start = sign.sentence.span.start
    for found, told in _expressions(sign.sentence.text, sign.sentence.document.date):
        span = Span(found.start + start, found.end + start)
        if not any(m.span.overlaps(span) for m in sign.sentence.mentions):
            yield span, at(sign, span) or told


_LOOKS_BACK = "-02"
"""Up to this month 全年 is the year before: the report is written when the year is over."""


def _year_of_report(date: str) -> str:
    return str(int(date[:4]) - (date[4:7] <= _LOOKS_BACK and len(date) > len("2019")))


@lru_cache(maxsize=64)
def _expressions(text: str, base: str | None) -> tuple[tuple[Span, str], ...]:
    return tuple(time.expressions(text, base))


def first(sign: Signature, start: int, end: int) -> str | None:
    """The first time that can be told between two places of a sentence."""
    stamps = (at(sign, chunk.span) for _, chunk in sign.between(start, end) if chunk.letter == "T")
    return next((stamp for stamp in stamps if stamp), None)
