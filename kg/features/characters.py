"""The characters around each character, and their kinds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.features.passage import STOPS, Passage, Seen, seen
from kg.features.quotes import CLOSE, OPEN
from kg.keys import BASE, Part, Symbols, both, joined, values

_DIGITS = str.maketrans("0123456789", "0" * 10)
_NUMERALS = frozenset("一二三四五六七八九十百千两零〇")
_HEADLINE = 40
_AROUND = 3
_KNOWN = 1 << 14
_LINES = Symbols(["pr", "hl"])


def characters(passage: Passage) -> Iterator[Seen]:
    """What three characters on each side are, alone and together, and of which kinds; and whether this is a headline."""
    place = passage.all + _AROUND * (2 * passage.sentence + 1)
    chars = values("".join("\x02\x02\x02" + one.translate(_DIGITS) + "\x03\x03\x03" for one in passage.sentences))
    kinds = values("".join("^^^" + one.translate(_KINDS) + "$$$" for one in passage.sentences))
    a, b, c, d, e, g, h = (Part(chars[place + n]) for n in range(-_AROUND, _AROUND + 1))
    twos = chars[:-1] * np.uint64(BASE) + chars[1:]
    square = BASE * BASE % (1 << 64)
    ab, bc, cd, de, eg, gh = (Part(twos[place + n], square) for n in range(-_AROUND, _AROUND))
    q, r, s, t, u = (Part(kinds[place + n]) for n in range(-2, 3))
    rst = both(both(r, s), t)
    headline = np.array([len(one) < _HEADLINE and "。" not in one for one in passage.sentences], np.int64)
    line = _LINES.parts(headline[passage.sentence])
    yield seen(
        [
            joined("a", a), joined("b", b), joined("c", c), joined("d", d), joined("e", e), joined("g", g), joined("h", h),
            joined("ab", ab), joined("bc", bc), joined("cd", cd), joined("de", de), joined("eg", eg), joined("gh", gh),
            joined("ce", c, e), joined("bcd", bc, d), joined("cde", cd, e), joined("deg", de, g),
            joined("k", q, rst, u), joined("l", rst), joined("", line), joined("", line, q, both(r, s)),
        ],
        passage.all,
    )  # fmt: skip


class _Kinds(dict[int, str]):
    """The kind of each character, found when it is asked for."""

    def __missing__(self, code: int) -> str:
        if len(self) > _KNOWN:
            self.clear()
        self[code] = kind = _kind(chr(code))
        return kind


_KINDS = _Kinds()


def _kind(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff":
        return "N" if char in _NUMERALS else "C"
    if char.isdigit():
        return "D"
    if char.isascii() and char.isalpha():
        return "A"
    return "(" if char in OPEN else ")" if char in CLOSE else char if char in STOPS else "P"
