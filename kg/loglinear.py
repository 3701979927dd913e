"""A log-linear model of a yes or no: how sure it is follows from the sum of the weights of what it sees."""

from __future__ import annotations

import math
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path

_COUNT = struct.Struct("<I")
_BETWEEN = "\U0010ffff"
"""What no text holds: it stands between the names."""
_ASKED = 2000
"""Names that are looked up one by one: a page asks for some hundred, and to make the table of all takes as long as to look up 20,000."""
_FAR = 700.0  # the exponential of more is no number


class _Few(dict[str, float]):
    """Weights that are looked up among the sorted names of a file when they are first asked for."""

    def __init__(self, names: Sequence[bytes], weights: Sequence[float]) -> None:
        super().__init__()
        self._names, self._sorted = names, weights

    def __missing__(self, name: str) -> float:
        key = name.encode("utf-8", "surrogatepass")  # in order as the characters are
        at = bisect_left(self._names, key)
        self[name] = weight = self._sorted[at] if at < len(self._names) and self._names[at] == key else 0.0
        return weight

    def whole(self) -> dict[str, float]:
        """All weights of the file."""
        names = _BETWEEN.encode().join(self._names).decode().split(_BETWEEN)  # faster than one by one
        return dict(zip(names, self._sorted, strict=True))


class LogLinear:
    """The weight of each feature, by its name: what it adds to the logarithm of yes against no."""

    def __init__(self, weights: Mapping[str, float] | Iterable[tuple[str, float]]) -> None:
        self._weights = dict(weights)
        self._few: _Few | None = None

    @classmethod
    def read(cls, path: Path) -> LogLinear:
        """The model of a file that `packed` made. Raises FileNotFoundError."""
        data = path.read_bytes()
        (count,) = _COUNT.unpack_from(data)
        end = _COUNT.size + 8 * count
        weights = array("d", data[_COUNT.size : end])
        if sys.byteorder == "big":
            weights.byteswap()
        names = data[end:].split(_BETWEEN.encode()) if count else []
        if len(names) != count:
            raise ValueError(f"{path.name}: {len(names)} names of {count} weights")
        model = cls(())
        model._few = _Few(names, weights)
        return model

    def sure(self, features: Iterable[str]) -> float:
        """The probability of yes, to four digits."""
        return self.probability(self.weight(features))

    def weight(self, features: Iterable[str]) -> float:
        """What the features add together."""
        if self._few is not None:
            if len(self._few) < _ASKED:
                return sum(map(self._few.__getitem__, features))
            self._weights, self._few = self._few.whole(), None
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
