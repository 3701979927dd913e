"""The verbs of a sentence by their classes, and the way from one name to another: what lies between, in few letters."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from kg.compiled import compiled
from kg.patterns.signature import Signature
from kg.patterns.words import classes

ACTS = {
    "organize": "o",
    "hold": "h",
    "attend": "a",
    "issue": "i",
    "join": "j",
    "absorb": "b",
    "comprise": "c",
    "found": "f",
    "lead": "l",
    "pair": "p",
    "win": "w",
    "confer": "w",
    "honour": "w",
}
"""The small letter of each class of verbs; of a word in two classes the first counts."""
_WORDS = "由在与和及被把将对到的为是等"
_LONGEST = 14


@cache
def _letters() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, letter in ACTS.items():
        for word in classes()[name]:
            found.setdefault(word, letter)
    return found


@cache
def _verbs() -> re.Pattern[str]:
    words = sorted((w for w in _letters() if len(w) > 1), key=lambda w: (-len(w), w))
    return compiled("|".join(map(re.escape, words)))


class Ways:
    """The verbs of a sentence and the ways through it, each made once: many claims ask for the same."""

    def __init__(self, sign: Signature) -> None:
        self._sign = sign
        self._verbs = tuple((m.start(), m.end(), _letters()[m[0]]) for m in _verbs().finditer(sign.text))
        self._made: dict[tuple[int, int], str] = {}
        self._beside: dict[int, tuple[str, str, str, str]] = {}

    def beside(self, at: int) -> tuple[str, str, str, str]:
        """The nearest verbs in the clause of a place, before it and behind it, or `-`, and the ways from its start and to its end."""
        found = self._beside.get(at)
        if found is None:
            start, end = self._sign.clause(at)
            text = self._sign.text
            left = next((text[a:b] for a, b, _ in reversed(self._verbs) if start <= a and b <= at), "-")
            right = next((text[a:b] for a, b, _ in self._verbs if at < a and b <= end), "-")
            found = self._beside[at] = left, right, self.between(start, at), self.between(at + 1, end)
        return found

    def between(self, start: int, end: int) -> str:
        """The stretch as letters of names, verbs, marks and prepositions alone, repeats once; cut where it is long."""
        found = self._made.get((start, end))
        if found is None:
            found = self._made[start, end] = self._way(start, end)
        return found

    def _way(self, start: int, end: int) -> str:
        out: list[str] = []
        verbs = {a: (b, letter) for a, b, letter in self._verbs if start <= a < end}
        at = start
        while at < end:
            if at in verbs:
                at, letter = verbs[at]
                out.append(letter)
                continue
            char = self._sign.text[at]
            if char in ",;:()、" or "A" <= char <= "Z" or char in _WORDS:
                out.append(char)
            at += 1
        return "".join(char for char, _ in groupby(out))[:_LONGEST]
