"""What time expressions mean: the parts of a match and its context → value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from kg.time.context import Context, integer
from kg.time.grammar import feasts

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_FAR = 6
"""Months: a bare month that lies further ahead of the document belongs to the year before."""
_SPRING, _AUTUMN = 2, 9
"""The months in which the terms begin."""

_OFFSETS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "来": 1, "次": 1, "后": 2}


def _year(parts: Mapping[str, str], context: Context, key: str = "y") -> int | None:
    """The year that the expression names; it is carried to what follows in the sentence."""
    relative = parts.get("r" + key)
    if key in parts:
        year: int | None = integer(parts[key])
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise ValueError(year)
    elif relative:
        if relative in {"当年", "同年"}:
            year = context.year
        else:
            year = None if context.year_base is None else context.year_base + _OFFSETS[relative[0]]
    else:
        return None
    if year is not None:
        context.year = year
    return year


def _month(year: int, month: int) -> str:
    return dt.date(year, month, 1).isoformat()[:7]


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + by
    return total // 12, total % 12 + 1


def _year_of(month: int, parts: Mapping[str, str], context: Context) -> int | None:
    """The year of a month: named, carried from the sentence, or the base's; far ahead without a plan means the year before."""
    if "y" in parts or "ry" in parts:
        return _year(parts, context)
    if context.year is not None:
        return context.year
    if context.year_base is None:
        return None
    far = context.month_base is not None and month - context.month_base > _FAR
    return context.year_base - 1 if far and not context.ahead else context.year_base


def _iso(parts: Mapping[str, str], context: Context) -> str:
    year = _year(parts, context)
    context.month = int(parts["m"])
    return dt.date(year or 0, context.month, int(parts["d"])).isoformat()


def _day(parts: Mapping[str, str], context: Context) -> str | None:
    month = integer(parts["m"])
    year = _year_of(month, parts, context)
    context.month = month
    return None if year is None else dt.date(year, month, integer(parts["d"])).isoformat()


def _one_month(parts: Mapping[str, str], context: Context) -> str | None:
    month = integer(parts["m"])
    year = _year_of(month, parts, context)
    context.month = month
    return None if year is None else _month(year, month)


def _day_range(parts: Mapping[str, str], context: Context) -> str | None:
    month = integer(parts["m"])
    year = _year_of(month, parts, context)
    if year is None:
        return None
    month2 = integer(parts.get("m2", parts["m"]))
    first = dt.date(year, month, integer(parts["d"]))
    second = dt.date(year + (month2 < month), month2, integer(parts["d2"]))
    context.month = month2
    return f"{first.isoformat()}/{second.isoformat()}" if first <= second else None


def _month_range(parts: Mapping[str, str], context: Context) -> str | None:
    month, month2 = integer(parts["m"]), integer(parts["m2"])
    year = _year_of(month, parts, context)
    if year is None:
        return None
    year2 = year + 1 if parts.get("ry2") == "次年" else _year(parts, context, "y2")
    year2 = year + (month2 < month) if year2 is None else year2
    return f"{_month(year, month)}/{_month(year2, month2)}"


def _base_or_named_year(parts: Mapping[str, str], context: Context) -> int | None:
    if "y" in parts or "ry" in parts:
        return _year(parts, context)
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
    return f"{_month(year, 1 if 'q3' in parts else last - 2)}/{_month(year, last)}"


def _term_period(year: int, which: str | None) -> str:
    """A school year runs from September to August; its first term ends in January, its second runs from February to July."""
    if which is None:
        return f"{year}-09/{year + 1}-08"
    first = which.startswith(("第一", "上", "秋"))
    return f"{year}-09/{year + 1}-01" if first else f"{year + 1}-02/{year + 1}-07"


def _term(parts: Mapping[str, str], context: Context) -> str | None:
    year = _year(parts, context)
    if year is None or ("y2" in parts and integer(parts["y2"]) % 100 != (year + 1) % 100):
        return None
    return _term_period(year, parts.get("t"))


def _season_term(parts: Mapping[str, str], context: Context) -> str | None:
    year = _year(parts, context)
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


def _year_range(parts: Mapping[str, str], _context: Context) -> str | None:
    first, second = integer(parts["y"]), integer(parts["y2"])
    return f"{first}/{second}" if _FIRST_YEAR <= first < second <= _LAST_YEAR else None


_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "暑": (7, 8)}


def _season(parts: Mapping[str, str], context: Context) -> str | None:
    year = _base_or_named_year(parts, context)
    if year is None:
        return None
    first, last = _SEASONS[parts["s"][0]]
    return f"{_month(year, first)}/{_month(*_shifted(year, last, 0))}"


def _feast(parts: Mapping[str, str], context: Context) -> str | None:
    year = _year(parts, context)
    return None if year is None else f"{year}-{feasts()[parts['f']]}"


def _year_part(parts: Mapping[str, str], context: Context) -> str | None:
    if "bare" in parts:
        year = context.year if context.year is not None else context.year_base
    else:
        year = _year(parts, context)
    if year is None:
        return None
    return {"初": f"{year}-01", "中": str(year)}.get(parts["part"][-1], f"{year}-12")


def _whole_year(parts: Mapping[str, str], context: Context) -> str | None:
    year = context.year_base if "within" in parts else _year(parts, context)
    return None if year is None else str(year)


def _plan(parts: Mapping[str, str], _context: Context) -> str:
    # the tenth five-year plan began in 2001; each is called by its number
    start = 2001 + 5 * (integer(parts["plan"]) - 10)
    return f"{start}/{start + 4}"


def _decade(parts: Mapping[str, str], _context: Context) -> str:
    start = (2000 if "c" in parts else 1900) + integer(parts["dec"])
    return f"{start}/{start + 9}"


def _month_near(parts: Mapping[str, str], context: Context) -> str | None:
    if context.year_base is None or context.month_base is None:
        return None
    year, month = context.year_base, context.month_base
    if parts["n"] == "当":
        return None if context.month is None else _month(context.year or year, context.month)
    by = {"上": -1, "上上": -2, "下": 1, "次": 1}.get(parts["n"], 0)
    value = _month(*_shifted(year, month, by))
    return dt.date.fromisoformat(f"{value}-{integer(parts['d']):02}").isoformat() if "d" in parts else value


def _month_edge(_parts: Mapping[str, str], context: Context) -> str | None:
    if context.year_base is None or context.month_base is None:
        return None
    return _month(context.year_base, context.month_base)


def _week(parts: Mapping[str, str], context: Context) -> str | None:
    if context.day_base is None:
        return None
    by = {"上": -7, "上上": -14, "下": 7, "下下": 14}.get(parts["n"], 0)
    monday = context.day_base + dt.timedelta(by - context.day_base.weekday())
    day = parts.get("w")
    if day is None:
        return f"{monday.isoformat()}/{(monday + dt.timedelta(6)).isoformat()}"
    if day == "末":
        return f"{(monday + dt.timedelta(5)).isoformat()}/{(monday + dt.timedelta(6)).isoformat()}"
    return (monday + dt.timedelta("一二三四五六日天".index(day) if day != "天" else 6)).isoformat()


def _near_day(parts: Mapping[str, str], context: Context) -> str | None:
    if context.day_base is None:
        return None
    by = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}[parts["n"][0]]
    return (context.day_base + dt.timedelta(by)).isoformat()


def _span(parts: Mapping[str, str], context: Context) -> str | None:
    if context.year_base is None or context.month_base is None:
        return None
    amount, unit = (parts.get(k) or parts[k + "2"] for k in ("k", "u"))
    months = 6 if amount == "半" else integer(amount) * (12 if unit == "年" else 1)
    if amount == "半" and unit != "年":
        return None
    end = (context.year_base, context.month_base)
    return f"{_month(*_shifted(*end, -months))}/{_month(*end)}"


def _lone_day(parts: Mapping[str, str], context: Context) -> str | None:
    month = context.month or context.month_base
    year = context.year if context.year is not None else context.year_base
    return None if year is None or month is None else dt.date(year, month, integer(parts["d"])).isoformat()


HANDLERS: Mapping[str, Callable[[Mapping[str, str], Context], str | None]] = {
    "iso": _iso, "term": _term, "season_term": _season_term, "day_range": _day_range, "month_range": _month_range,
    "day": _day, "month": _one_month, "half": _half, "quarter": _quarter, "year_range": _year_range, "season": _season,
    "dated_season": _season, "feast": _feast, "year_part": _year_part, "year": _whole_year, "plan": _plan,
    "decade": _decade, "term_now": _term_now, "month_near": _month_near, "month_edge": _month_edge, "week": _week,
    "near_day": _near_day, "span": _span, "lone_day": _lone_day,
}  # fmt: skip
