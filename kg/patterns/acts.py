"""The verbs of a sentence by their classes, and the way from one name to another: what lies between, in few letters."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

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
    return re.compile("|".join(map(re.escape, words)))


def acts(sign: Signature) -> tuple[tuple[int, int, str], ...]:
    """Start, end and letter of each verb of the sentence."""
    return tuple((m.start(), m.end(), _letters()[m[0]]) for m in _verbs().finditer(sign.text))


def way(sign: Signature, found: tuple[tuple[int, int, str], ...], start: int, end: int) -> str:
    """The stretch as letters of names, verbs, marks and prepositions alone, repeats once; cut where it is long."""
    out: list[str] = []
    verbs = {a: (b, letter) for a, b, letter in found if start <= a < end}
    at = start
    while at < end:
        if at in verbs:
            at, letter = verbs[at]
            out.append(letter)
            continue
        char = sign.text[at]
        if char in ",;:()、" or "A" <= char <= "Z" or char in _WORDS:
            out.append(char)
        at += 1
    return "".join(char for char, _ in groupby(out))[:_LONGEST]
