"""What dates, months, years and seasons mean: the parts of a match and its context → value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from kg.time.context import (
    FIRST_YEAR,
    LAST_YEAR,
    NEXT,
    Context,
    integer,
    month_of,
    month_told,
    named_year,
    shifted,
)
from kg.time.grammar import eras, feasts
from kg.time.near import NEAR
from kg.time.terms import TERMS

_FAR = 6
"""Months: a bare month that lies further ahead of the document belongs to the year before."""


def _year_of(month: int, parts: Mapping[str, str], context: Context) -> int | None:
    """The year of a month: named, carried from the sentence, or the base's; far ahead without a plan means the year before."""
    if "y" in parts or "ry" in parts:
        return named_year(parts, context)
    if context.year is not None:
        return context.year
    if context.year_base is None:
        return None
    far = context.month_base is not None and month - context.month_base > _FAR
    return context.year_base - 1 if far and not context.ahead else context.year_base


def _iso(parts: Mapping[str, str], context: Context) -> str:
    return context.told(named_year(parts, context) or 0, int(parts["m"]), int(parts["d"]))


def _iso_month(parts: Mapping[str, str], context: Context) -> str:
    return month_of(named_year(parts, context) or 0, int(parts["m"]))


def _iso_range(parts: Mapping[str, str], context: Context) -> str | None:
    year, month = int(parts["y"]), int(parts["m"])
    first, second = (
        context.told(year, month, int(parts[d])) if d in parts else month_of(year, month)
        for year, month, d in (
            (year, month, "d"),
            (int(parts.get("y2", year)), int(parts.get("m2", month)), "d2"),
        )
    )
    return f"{first}/{second}" if first < second and len(first) == len(second) else None


def _day(parts: Mapping[str, str], context: Context) -> str | None:
    month = month_told(parts)
    year = _year_of(month, parts, context)
    context.month = month
    return None if year is None else context.told(year, month, integer(parts["d"]))


def _one_month(parts: Mapping[str, str], context: Context) -> str | None:
    month = month_told(parts)
    year = _year_of(month, parts, context)
    context.month = month
    return None if year is None else month_of(year, month)


def _second_year(year: int, month: int, month2: int, parts: Mapping[str, str], context: Context) -> int:
    """The year in which a range ends: named, or the first that is not before its beginning."""
    if parts.get("ry2") in NEXT:
        return year + 1
    named = named_year(parts, context, "y2")
    return year + (month2 < month) if named is None else named


def _day_range(parts: Mapping[str, str], context: Context) -> str | None:
    month = month_told(parts)
    year = _year_of(month, parts, context)
    if year is None:
        return None
    month2 = integer(parts.get("m2", parts["m"]))
    first = context.told(year, month, integer(parts["d"]))
    second = context.told(_second_year(year, month, month2, parts, context), month2, integer(parts["d2"]))
    return f"{first}/{second}" if first <= second else None


def _month_range(parts: Mapping[str, str], context: Context) -> str | None:
    month, month2 = month_told(parts), integer(parts["m2"])
    year = _year_of(month, parts, context)
    if year is None:
        return None
    return f"{month_of(year, month)}/{month_of(_second_year(year, month, month2, parts, context), month2)}"


def _months_before(parts: Mapping[str, str], context: Context) -> str | None:
    year = named_year(parts, context)
    return None if year is None else f"{month_of(year, 1)}/{month_of(year, integer(parts['k']))}"


def _era(parts: Mapping[str, str], context: Context) -> str:
    count = 1 if parts["k"] == "元" else integer(parts["k"])
    context.year = eras()[parts["era"]] + count - 1
    # the months of the eras before 1912 are lunar
    solar = parts["era"] == "民国"
    if solar and "d" in parts:
        return context.told(context.year, month_told(parts), integer(parts["d"]))
    if solar and "m" in parts:
        return month_of(context.year, month_told(parts))
    return _months_of_season(context.year, parts["s"]) if solar and "s" in parts else str(context.year)


def _base_or_named_year(parts: Mapping[str, str], context: Context) -> int | None:
    if "y" in parts or "ry" in parts:
        return named_year(parts, context)
    return context.year if context.year is not None else context.year_base


def _half(parts: Mapping[str, str], context: Context) -> str | None:
    year = _base_or_named_year(parts, context)
    if year is None:
        return None
    return f"{year}-01/{year}-06" if parts["h"] == "上" else f"{year}-07/{year}-12"


def _quarter(parts: Mapping[str, str], context: Context) -> str | None:
    year = _base_or_named_year(parts, context)
    if year is None:
        return None
    last = 3 * integer(parts.get("q") or parts["q3"])
    return f"{month_of(year, 1 if 'q3' in parts else last - 2)}/{month_of(year, last)}"


def _year_range(parts: Mapping[str, str], _context: Context) -> str | None:
    first, second = integer(parts["y"]), integer(parts["y2"])
    return f"{first}/{second}" if FIRST_YEAR <= first < second <= LAST_YEAR else None


_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "暑": (7, 8), "寒": (1, 2)}
_LATE = 11
"""From this month on a bare 寒假 is the one to come."""


def _months_of_season(year: int, season: str) -> str:
    first, last = _SEASONS[season[0]]
    return f"{month_of(year, first)}/{month_of(*shifted(year, last, 0))}"


def _season(parts: Mapping[str, str], context: Context) -> str | None:
    year = _base_or_named_year(parts, context)
    if year is None:
        return None
    if parts["s"][0] == "寒" and not ("y" in parts or "ry" in parts) and (context.month_base or 0) >= _LATE:
        year += 1
    return _months_of_season(year, parts["s"])


def _feast(parts: Mapping[str, str], context: Context) -> str | None:
    first, *last = feasts()[parts["f"]].split("/")
    month, day = map(int, first.split("-"))
    if "y" in parts or "ry" in parts:
        year = named_year(parts, context)
    elif context.day_base is None:
        return None
    else:
        base = context.day_base
        around = (dt.date(base.year + by, month, day) for by in (-1, 0, 1))
        year = min(around, key=lambda feast: abs(feast - base)).year
    return None if year is None else "/".join([context.told(year, month, day), *(f"{year}-{end}" for end in last)])


def _year_part(parts: Mapping[str, str], context: Context) -> str | None:
    if "bare" in parts:
        year = context.year if context.year is not None else context.year_base
    else:
        year = named_year(parts, context)
    if year is None:
        return None
    return {"初": f"{year}-01", "中": str(year)}.get(parts["part"][-1], f"{year}-12")


def _whole_year(parts: Mapping[str, str], context: Context) -> str | None:
    year = context.year_base if "within" in parts else named_year(parts, context)
    return None if year is None else str(year)


def _plan(parts: Mapping[str, str], _context: Context) -> str:
    # the tenth five-year plan began in 2001; each is called by its number
    start = 2001 + 5 * (integer(parts["plan"]) - 10)
    match parts["tail"]:
        case "开局之年":
            return str(start)
        case "收官之年":
            return str(start + 4)
        case _:
            return f"{start}/{start + 4}"


def _decade(parts: Mapping[str, str], _context: Context) -> str:
    start = (2000 if "c" in parts else 1900) + integer(parts["dec"])
    return f"{start}/{start + 9}"


def _lone_day(parts: Mapping[str, str], context: Context) -> str | None:
    month = context.month or context.month_base
    year = context.year if context.year is not None else context.year_base
    return None if year is None or month is None else context.told(year, month, integer(parts["d"]))


def _listed_day(parts: Mapping[str, str], context: Context) -> str | None:
    """A day in a list: 4月8日、15日、22日."""
    last = context.day
    return None if last is None else context.told(last.year, last.month, integer(parts["d"]))


_DATES: Mapping[str, Callable[[Mapping[str, str], Context], str | None]] = {
    "iso_range": _iso_range, "iso": _iso, "iso_month": _iso_month, "day_range": _day_range,
    "month_range": _month_range, "months_before": _months_before, "day": _day, "month": _one_month, "half": _half,
    "quarter": _quarter, "year_range": _year_range, "season": _season, "dated_season": _season, "feast": _feast,
    "era": _era, "year_part": _year_part, "year": _whole_year, "plan": _plan, "decade": _decade,
    "listed_day": _listed_day, "lone_day": _lone_day,
}  # fmt: skip
HANDLERS: Mapping[str, Callable[[Mapping[str, str], Context], str | None]] = {**_DATES, **TERMS, **NEAR}
"""What each meaning of the grammar comes to."""
