"""Names of features as numbers of 64 bits, made for all places of a text at once.

The number of a name follows from its characters, and that of two names joined from the numbers of both: so the names need
never be spelled out. A number is that of a polynomial over the characters, modulo 2⁶⁴; sums and products of arrays wrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.uint64]
Places: TypeAlias = NDArray[np.int64]
Where: TypeAlias = NDArray[np.bool_]

BASE = 0x2545F4914F6CDD1D
_BITS = (1 << 64) - 1
_INVERSE = pow(BASE, -1, 1 << 64)
_STEPS = (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93)
_HALF = 32


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name at each of many places: its number, and the base to the power of its length."""

    number: Numbers
    power: Numbers | int = BASE

    def at(self, places: Places | Where) -> Part:
        """The same at some of the places."""
        return Part(self.number[places], self.power if isinstance(self.power, int) else self.power[places])


@lru_cache(maxsize=1 << 14)
def number(name: str) -> int:
    """The number of a name."""
    out = 0
    for char in name:
        value = ord(char)
        for step in _STEPS:
            value = value * step & _BITS
            value ^= value >> _HALF
        out = (out * BASE + value) & _BITS
    return out


def joined(first: str, *parts: Part) -> Numbers:
    """The numbers of the names that begin with `first` and go on with the parts."""
    opening, out = number(first), None
    for part in parts:
        if out is not None:
            out = out * _scalar(part.power) + part.number
        elif isinstance(part.power, int):
            out = np.uint64(opening * part.power & _BITS) + part.number
        else:
            out = np.uint64(opening) * part.power + part.number
    if out is None:
        raise ValueError("a name without parts is the same everywhere")
    return out


def both(one: Part, other: Part) -> Part:
    """One part behind the other."""
    if isinstance(one.power, int) and isinstance(other.power, int):
        power: Numbers | int = one.power * other.power & _BITS
    else:
        power = np.multiply(_scalar(one.power), _scalar(other.power), dtype=np.uint64)
    return Part(one.number * _scalar(other.power) + other.number, power)


def _scalar(power: Numbers | int) -> Numbers | np.uint64:
    return np.uint64(power) if isinstance(power, int) else power


class Symbols:
    """Names of a small set, by their place in it."""

    def __init__(self, names: Sequence[str]) -> None:
        self.place = {name: n for n, name in enumerate(names)}
        self._number = np.array([number(name) for name in names], np.uint64)
        self._power = np.array([pow(BASE, len(name), 1 << 64) for name in names], np.uint64)

    def parts(self, places: Places) -> Part:
        """The names at these places of the set, as parts of names."""
        return Part(self._number[places], self._power[places])


def codes(text: str) -> NDArray[np.uint32]:
    """The code point of each character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def values(text: str) -> Numbers:
    """The number of each character."""
    out = codes(text).astype(np.uint64)
    for step in _STEPS:
        out *= np.uint64(step)
        out ^= out >> np.uint64(_HALF)
    return out


class Text:
    """A text any stretch of which is a part of names."""

    def __init__(self, text: str) -> None:
        power, inverse = _powers(len(text))
        self._power = power
        self._sums = np.zeros(len(text) + 1, np.uint64)
        np.cumsum(values(text) * inverse[: len(text)], out=self._sums[1:])

    def parts(self, starts: Places, ends: Places) -> Part:
        """The stretches between these places."""
        number = (self._sums[ends] - self._sums[starts]) * self._power[ends - 1]
        return Part(number, self._power[ends - starts])


_FEW = 1 << 13


def _powers(count: int) -> tuple[Numbers, Numbers]:
    """So many powers of the base, and of what undoes it."""
    return _more_powers(_FEW if count < _FEW else 1 << (count + 1).bit_length())


@lru_cache(maxsize=2)
def _more_powers(count: int) -> tuple[Numbers, Numbers]:
    out = []
    for base in (BASE, _INVERSE):
        steps = np.full(count + 1, base, np.uint64)
        steps[0] = 1
        out.append(np.cumprod(steps, dtype=np.uint64))
    return out[0], out[1]


def ranges(starts: Places, sizes: Places) -> Places:
    """The places from each start on, so many each."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)
