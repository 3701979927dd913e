"""What counts from the document's date or the day named last: the parts of a match and its context → value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from kg.time.context import Context, integer, month_of, shifted


def _month_near(parts: Mapping[str, str], context: Context) -> str | None:
    if context.year_base is None or context.month_base is None:
        return None
    year, month = context.year_base, context.month_base
    if parts["n"] == "当":
        return None if context.month is None else month_of(context.year or year, context.month)
    by = {"上": -1, "上上": -2, "下": 1, "次": 1}.get(parts["n"], 0)
    value = month_of(*shifted(year, month, by))
    return dt.date.fromisoformat(f"{value}-{integer(parts['d']):02}").isoformat() if "d" in parts else value


def _month_edge(_parts: Mapping[str, str], context: Context) -> str | None:
    if context.year_base is None or context.month_base is None:
        return None
    return month_of(context.year_base, context.month_base)


def _monday(parts: Mapping[str, str], base: dt.date) -> dt.date:
    by = {"上": -7, "上上": -14, "下": 7, "下下": 14}.get(parts["n"], 0)
    return base + dt.timedelta(by - base.weekday())


def _weekday(monday: dt.date, day: str) -> str:
    return (monday + dt.timedelta("一二三四五六日".index(day.replace("天", "日")))).isoformat()


def _week(parts: Mapping[str, str], context: Context) -> str | None:
    if context.day_base is None:
        return None
    monday = _monday(parts, context.day_base)
    match parts.get("w"):
        case None:
            return f"{_weekday(monday, '一')}/{_weekday(monday, '日')}"
        case "末":
            return f"{_weekday(monday, '六')}/{_weekday(monday, '日')}"
        case day:
            return _weekday(monday, day)


def _week_range(parts: Mapping[str, str], context: Context) -> str | None:
    if context.day_base is None:
        return None
    monday = _monday(parts, context.day_base)
    first, second = _weekday(monday, parts["w"]), _weekday(monday, parts["w2"])
    return f"{first}/{second}" if first < second else None


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
    return f"{month_of(*shifted(*end, -months))}/{month_of(*end)}"


def _same_day(parts: Mapping[str, str], context: Context) -> str | None:
    if context.day is None:
        return None
    context.day += dt.timedelta(parts["n"][0] != "当")
    return context.day.isoformat()


NEAR: Mapping[str, Callable[[Mapping[str, str], Context], str | None]] = {
    "month_near": _month_near, "month_edge": _month_edge, "week": _week, "week_range": _week_range,
    "near_day": _near_day, "same_day": _same_day, "span": _span,
}  # fmt: skip
