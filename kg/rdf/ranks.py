"""The order of ranks: 一等奖 is 1, 第三名 is 3."""

from __future__ import annotations

from functools import cache
from typing import Final

from kg.lazy import regex
from kg.lexicon import rows
from kg.patterns.numbers import value

_COUNTED: Final = regex(r"第(?P<place>[一二三四五六七八九十百\d]+)[名位]?|(?P<class>[一二三四五六七八九十\d]+)等奖")


def rank_order(rank: str) -> int | None:
    """1 for the best rank, 0 for 特等奖 above it; None for what has no order (优秀奖, 前三名)."""
    word = rank.removeprefix("并列")
    if (known := _orders().get(word)) is not None:
        return known
    found = _COUNTED.fullmatch(word)
    counted = value(found["place"] or found["class"]) if found else None
    return int(counted) if counted else None


@cache
def _orders() -> dict[str, int]:
    return {row["word"]: int(row["order"]) for row in rows("rank-orders")}
