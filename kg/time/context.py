"""What time expressions are resolved against, and the numbers in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

_WIDE = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "Ｏ": 0, "两": 2}

FIRST_YEAR, LAST_YEAR = 1840, 2099
_OFFSETS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "来": 1, "后": 2}
NEXT = frozenset({"次年", "翌年"})
"""The year after the one that was named last."""


@dataclass(slots=True)
class Context:
    """What an expression is resolved against: the document's date, and the year and month that the sentence last named."""

    base: str | None
    year: int | None = None
    month: int | None = None
    day: dt.date | None = None
    """The last day that was named: 当天 and 次日 count from it."""
    ahead: bool = False

    @property
    def year_base(self) -> int | None:
        """The year of the base."""
        return int(self.base[:4]) if self.base else None

    @property
    def month_base(self) -> int | None:
        """The month of the base, if it tells one."""
        return int(self.base[5:7]) if self.base and len(self.base) >= len("2019-10") else None

    @property
    def day_base(self) -> dt.date | None:
        """The day of the base, if it tells one."""
        return dt.date.fromisoformat(self.base) if self.base and len(self.base) == len("2019-10-31") else None

    def told(self, year: int, month: int, day: int) -> str:
        """The day, which is carried to what follows: 当天, 次日, 12日. Raises ValueError where there is none."""
        self.day = dt.date(year, month, day)
        self.month = month
        return self.day.isoformat()


def integer(text: str) -> int:
    """A number below a hundred in Chinese or any digits, or a year digit by digit: 十四, 二〇一九. Raises ValueError, KeyError."""
    text = text.translate(_WIDE)
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_CHINESE[tens] if tens else 1) + (_CHINESE[ones] if ones else 0)
    return int("".join(str(_CHINESE[c]) for c in text))


def month_told(parts: Mapping[str, str]) -> int:
    """The number of the month; 元月 is the first."""
    return integer(parts["m"]) if "m" in parts else 1


def month_of(year: int, month: int) -> str:
    """The month as it is written: 2019-09. Raises ValueError where there is none."""
    return dt.date(year, month, 1).isoformat()[:7]


def shifted(year: int, month: int, by: int) -> tuple[int, int]:
    """The month so many months later."""
    total = year * 12 + month - 1 + by
    return total // 12, total % 12 + 1


def named_year(parts: Mapping[str, str], context: Context, key: str = "y") -> int | None:
    """The year that the expression names; it is carried to what follows in the sentence."""
    relative = parts.get("r" + key)
    if key in parts:
        year: int | None = integer(parts[key])
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(year)
    elif relative:
        if relative in {"当年", "同年"}:
            year = context.year
        elif relative in NEXT:
            year = None if context.year is None else context.year + 1
        else:
            year = None if context.year_base is None else context.year_base + _OFFSETS[relative[0]]
    else:
        return None
    if year is not None:
        context.year = year
    return year
