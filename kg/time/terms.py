"""What school years and terms mean: the parts of a match and its context → value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.time.context import Context, integer, named_year

_SPRING, _AUTUMN = 2, 9
"""The months in which the terms begin."""


def _term_period(year: int, which: str | None) -> str:
    """A school year runs from September to August; its first term ends in January, its second runs from February to July."""
    if which is None:
        return f"{year}-09/{year + 1}-08"
    first = which.startswith(("第一", "上", "秋"))
    return f"{year}-09/{year + 1}-01" if first else f"{year + 1}-02/{year + 1}-07"


def _term(parts: Mapping[str, str], context: Context) -> str | None:
    year = named_year(parts, context)
    if year is None or ("y2" in parts and integer(parts["y2"]) % 100 != (year + 1) % 100):
        return None
    return _term_period(year, parts.get("t"))


def _season_term(parts: Mapping[str, str], context: Context) -> str | None:
    year = named_year(parts, context)
    if year is None:
        return None
    return _term_period(year, "第一") if parts["t"][0] == "秋" else _term_period(year - 1, "第二")


def _term_now(parts: Mapping[str, str], context: Context) -> str | None:
    if context.year_base is None or context.month_base is None:
        return None
    year, month, word = context.year_base, context.month_base, parts["t"]
    # July and August lie between the terms: what is new then begins in September
    number = 2 * (year - (month < _AUTUMN)) + (1 if _SPRING <= month < _AUTUMN else 0)
    if word.endswith("学年"):
        start = number // 2 + {"上": -1, "下": 1}.get(word[0], 0)
        return _term_period(start + (word[0] == "新" and month in {6, 7, 8}), None)
    number += {"上": -1, "下": 1}.get(word[0], 0) + (word[0] == "新" and month in {1, 7, 8})
    return _term_period(number // 2, "第二" if number % 2 else "第一")


TERMS: Mapping[str, Callable[[Mapping[str, str], Context], str | None]] = {
    "term": _term, "season_term": _season_term, "term_now": _term_now,
}  # fmt: skip
