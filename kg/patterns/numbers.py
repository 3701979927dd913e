"""Chinese and Arabic numerals as they stand in counts."""

from __future__ import annotations

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


def value(text: str) -> float | None:
    """The number that `text` writes (12, 9.1, １２, 十二, 三百二十), or None."""
    plain = text.translate(_WIDE).replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return _chinese(plain)


def number(text: str) -> int | float | None:
    """As `value`, whole numbers as int."""
    found = value(text)
    return int(found) if found is not None and found == int(found) else found


def _chinese(text: str) -> float | None:
    total = digit = 0
    for char in text:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char in _UNIT:
            total += (digit or 1) * _UNIT[char]
            digit = 0
        else:
            return None
    return float(total + digit) if text else None
