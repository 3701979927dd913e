"""Regular expressions whose word classes come from the lexicon: «win» is any word of class `win` in triggers.csv."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from kg.compiled import compiled as ready
from kg.lexicon import rows

_CLASS = re.compile("«(\\w+)»")


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Class name → its words, longest first, so that alternation prefers the longest."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("triggers"):
        found[row["class"]].add(row["word"])
    return {name: tuple(sorted(group, key=lambda w: (-len(w), w))) for name, group in found.items()}


def expanded(pattern: str) -> str:
    """The pattern with every «class» replaced by an alternation. Raises KeyError for an unknown class."""
    return _CLASS.sub(lambda m: "(?:" + "|".join(map(re.escape, classes()[m[1]])) + ")", pattern)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with its word classes, compiled once."""
    return ready(expanded(pattern))
