"""A log-linear model of a yes or no: how sure it is follows from the sum of the weights of what it sees."""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from itertools import repeat
from pathlib import Path

_COUNT = struct.Struct("<I")
_BETWEEN = "\U0010ffff"
"""What no text holds: it stands between the names."""
_FAR = 700.0  # the exponential of more is no number


class LogLinear:
    """The weight of each feature, by its name: what it adds to the logarithm of yes against no."""

    def __init__(self, weights: Mapping[str, float] | Iterable[tuple[str, float]]) -> None:
        self._weights = dict(weights)

    @classmethod
    def read(cls, path: Path) -> LogLinear:
        """The model of a file that `packed` made. Raises FileNotFoundError."""
        data = path.read_bytes()
        (count,) = _COUNT.unpack_from(data)
        end = _COUNT.size + 8 * count
        weights = array("d", data[_COUNT.size : end])
        if sys.byteorder == "big":
            weights.byteswap()
        names = data[end:].decode().split(_BETWEEN) if count else []
        return cls(zip(names, weights, strict=True))

    def sure(self, features: Iterable[str]) -> float:
        """The probability of yes, to four digits."""
        return self.probability(self.weight(features))

    def weight(self, features: Iterable[str]) -> float:
        """What the features add together."""
        return sum(map(self._weights.get, features, repeat(0.0)))

    @staticmethod
    def probability(weight: float) -> float:
        """The probability of yes where all that is seen adds so much, to four digits."""
        return round(1 / (1 + math.exp(-min(max(weight, -_FAR), _FAR))), 4)


def packed(weights: Mapping[str, float]) -> bytes:
    """The weights as the bytes of a file: their number, the numbers, the names. The same weights give the same bytes."""
    names = sorted(weights)
    if any(_BETWEEN in name for name in names):
        raise ValueError("a feature's name holds U+10FFFF, which stands between the names")
    numbers = array("d", [weights[name] for name in names])
    if sys.byteorder == "big":
        numbers.byteswap()
    return _COUNT.pack(len(names)) + numbers.tobytes() + _BETWEEN.join(names).encode()
