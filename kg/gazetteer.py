"""Names of administrative areas, in full and short, each with its level; those that open alike are made when a text has the opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from kg import lexicon
from kg.keys import Numbers, codes

_TOWN_WORDS = ("街道", "镇", "乡")
_WORDS = {
    "D": ("区", "县", "市", "旗"),
    "C": ("市", "地区", "盟"),
    "P": ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区"),
}
"""Level → the words that its names end with; where names are the same, the higher level counts."""
_USUAL: tuple[int, ...] = (4, 3, 2)
"""How long nearly all names are: to look one up is faster than to learn of each opening which of these it has."""
_OPENING = 2
"""Characters of an opening."""
_CODE = 3
"""Digits before the name of a town."""


class Areas:
    """The table of names. Of 65,000 a page needs some ten, and of their 24,000 openings as many."""

    def __init__(self) -> None:
        self._towns = " ".join([row["towns"] for row in lexicon.rows("streets")]) + " "
        read = codes(self._towns)
        starts = np.flatnonzero(read[:-1] == ord(" ")) + 1
        starts = np.concatenate((np.zeros(1, np.int64), starts)) + _CODE
        keys = _keys(read, starts)
        order = np.argsort(keys, kind="stable")
        self._keys, self._starts = keys[order], starts[order]
        self._others: dict[str, list[tuple[str, str]]] = {}
        for level, name in _higher():
            self._others.setdefault(name[:_OPENING], []).append((level, name))
        self.openings: str = "".join(self._others) + _spelled(self._keys)
        """All openings, one behind the other; some twice."""
        found = self.openings
        self._sizes: dict[str, tuple[int, ...] | None] = dict.fromkeys(
            [found[at : at + _OPENING] for at in range(0, len(found), _OPENING)]
        )
        self._levels: dict[str, str] = {}

    def sizes(self, opening: str) -> tuple[int, ...]:
        """How long names with this opening may be, longest first; none where nothing opens so."""
        found = self._sizes.get(opening, ())
        return self._made(opening) if found is None else found

    def level(self, name: str) -> str | None:
        """The level of an area: P province, C city, D county, T town; lower case where the class word is dropped; None for other names."""
        return self._levels.get(name) if self.sizes(name[:_OPENING]) else None

    def _made(self, opening: str) -> tuple[int, ...]:
        """Makes the names with this opening."""
        names: dict[str, str] = {}
        key = _keys(codes(opening), np.zeros(1, np.int64))
        low, high = (int(np.searchsorted(self._keys, key, side)[0]) for side in ("left", "right"))
        for start in self._starts[low:high].tolist():
            _enter(names, self._towns[start : self._towns.index(" ", start)], "T", _TOWN_WORDS)
        for level, name in self._others.get(opening, ()):
            _enter(names, name, level, _WORDS[level])
        self._levels |= names
        long = {len(name) for name in names if len(name) > _USUAL[0]}
        self._sizes[opening] = sizes = (*sorted(long, reverse=True), *_USUAL)
        return sizes


@cache
def areas() -> Areas:
    """The table."""
    return Areas()


def _higher() -> list[tuple[str, str]]:
    """The level and the name of counties, cities and provinces, in this order."""
    found: dict[str, list[str]] = {level: [] for level in _WORDS}
    for row in lexicon.rows("areas"):
        code = row["code"]
        found["P" if code.endswith("0000") else "C" if code.endswith("00") else "D"].append(row["name"])
    return [(level, name) for level, names in found.items() for name in names]


def _keys(
    read: np.ndarray[tuple[int, ...], np.dtype[np.uint32]], starts: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> Numbers:
    """The two characters at each of these places as one number."""
    return read[starts].astype(np.uint64) << np.uint64(32) | read[starts + 1]


def _spelled(keys: Numbers) -> str:
    """The characters of each of these numbers once, one behind the other."""
    once = keys[np.diff(keys, prepend=np.uint64(0)) > 0]
    return (
        np.stack((once >> np.uint64(32), once & np.uint64(0xFFFFFFFF)), 1).astype("<u4").tobytes().decode("utf-32-le")
    )


def openings(words: Iterable[str], key: int) -> Mapping[str, tuple[int, ...]]:
    """The first `key` characters of words → how long such words are, longest first."""
    found: dict[str, tuple[int, ...]] = {}
    for word in words:
        known, size = found.get(word[:key], ()), len(word)
        if size not in known:
            found[word[:key]] = tuple(sorted((*known, size), reverse=True))
    return found


def _enter(names: dict[str, str], name: str, level: str, endings: Sequence[str]) -> None:
    """Enters a name, and what is left of it without its class word."""
    names[name] = level
    ending = next((end for end in endings if name.endswith(end)), "")
    if ending and len(short := name.removesuffix(ending)) > 1:
        names[short] = level.lower()
