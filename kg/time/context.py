"""What time expressions are resolved against, and the numbers in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_WIDE = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}


@dataclass(slots=True)
class Context:
    """What an expression is resolved against: the document's date, and the year and month that the sentence last named."""

    base: str | None
    year: int | None = None
    month: int | None = None
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


def integer(text: str) -> int:
    """A number below a hundred in Chinese or any digits, or a year digit by digit: 十四, 二〇一九. Raises ValueError, KeyError."""
    text = text.translate(_WIDE)
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_CHINESE[tens] if tens else 1) + (_CHINESE[ones] if ones else 0)
    return int("".join(str(_CHINESE[c]) for c in text))
