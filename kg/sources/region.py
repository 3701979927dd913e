"""The administrative area that a document speaks for, from its own text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from kg import areas
from kg.lazy import regex
from kg.lexicon import words
from kg.terms import Level

_HEAD, _TAIL = 6000, 600
"""Characters at the start and the end of a text that are looked at."""
_CJK = regex(r"[一-鿿]")
_ISSUER = regex(r"(?:来源|来稿|单位|发布机构|发布者?|供稿|作者|发文机关|主办)[:：]?\s*$")
_OWN = {
    Level.DISTRICT: regex(
        r"(?:我|全|本)[区县旗]|(?<![一-鿿])[区县]教育|[区县](?:教育[局体委]|教委|教体局|委教育|政府)"
    ),
    Level.MUNICIPAL: regex(r"(?:我|全|本)市|(?<![一-鿿])市(?:教育局|委|政府)"),
    Level.PROVINCIAL: regex(r"(?:我|全|本)省|省教育厅"),
}


_LEAST_SHARE = 0.25
"""A county speaks for itself from this share of its city's weight on: cities are named in schools and prizes of counties."""
_ROW = regex(r"^[^\n\t]*\t.*$", re.MULTILINE)
_IN_ROW = 0.2
"""What the weight of an area shrinks to that a row of a table names: winners come from all the counties of a city."""
_UNSUPPORTED = 0.2
"""What the weight of an area shrinks to that is only named in short while nothing above it is named."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A place in the text that may name one of `codes`."""

    codes: tuple[str, ...]
    weight: float
    full: bool


def region(text: str, *, lead: int = 0) -> str | None:
    """The GB/T 2260 code of the lowest area that the text speaks for; None where it does not tell.

    Full names count more than short ones, bodies of an area (钟楼区教育局) and named sources more than bare names; a
    homonym counts for the candidate whose superior areas the text names too. `lead` characters hold the heading.
    """
    if len(text) > _HEAD + _TAIL:
        text = text[:_HEAD] + "\n" + text[-_TAIL:]
    hits = _hits(text, lead)
    votes = _votes(hits)
    if not votes:
        return None
    counties = {c: v for c, v in votes.items() if _level(c) is Level.DISTRICT}
    cities = {c: v for c, v in votes.items() if _level(c) is Level.MUNICIPAL}
    cues = {level: len(pattern.findall(text)) for level, pattern in _OWN.items()}
    best, city = _best(counties), _best(cities)
    if best and city and cities[city] > counties[best] and not areas.within(best, city):
        inside = {c: v for c, v in counties.items() if areas.within(c, city)}
        best = _best(inside)
    if best and _speaks_for_county(best, counties, votes, cues):
        return best
    if city:
        return city
    return best or _best(votes)


def _speaks_for_county(best: str, counties: dict[str, float], votes: dict[str, float], cues: dict[Level, int]) -> bool:
    """Whether the strongest county, not the area above it, is the one that speaks."""
    above = sum(votes.get(c, 0.0) for c in areas.chain(best)[1:] if _level(c) is Level.MUNICIPAL)
    siblings = sum(v for c, v in counties.items() if c != best)
    own = areas.area(best)
    county_city = own is not None and own.name.endswith("市")
    cue = cues[Level.DISTRICT] - (0 if county_city else cues[Level.MUNICIPAL])
    share = _LEAST_SHARE if cue >= 0 else 1.0
    return votes[best] + 2 * cue >= share * above and (votes[best] >= siblings * 0.5 or cue > 0)


def _level(code: str) -> Level | None:
    known = areas.area(code)
    return known.level if known else None


def _best(votes: dict[str, float]) -> str | None:
    return min(votes, key=lambda c: (-votes[c], c)) if votes else None


def _hits(text: str, lead: int) -> list[_Hit]:
    out: list[_Hit] = []
    rows = [found.span() for found in _ROW.finditer(text)]
    before, before_end = None, -1
    bodies = words("area-bodies")
    for at, name in areas.names_in(text):
        end = at + len(name)
        codes = areas.named(name)
        full = areas.is_full_name(name)
        # 常州市钟楼区: the second lies in the first
        if before and before_end == at:
            inner = tuple(c for c in codes if any(areas.within(c, b) for b in before))
            codes = inner or codes
        weight = 3.0 if full else 1.0
        follow = text[end : end + 6]
        if any(follow.startswith(b) for b in bodies):
            weight += 3.0
        if _ISSUER.search(text[max(0, at - 12) : at]) and weight > 1.0:
            weight += 6.0
        if at < lead:
            weight += 3.0
        if (row := bisect_right(rows, (at, len(text))) - 1) >= 0 and at < rows[row][1]:
            weight *= _IN_ROW
        out.append(_Hit(codes, weight, full))
        before, before_end = codes, end
    return out


def _votes(hits: list[_Hit]) -> dict[str, float]:
    """The weight of each area; homonyms go where the areas above them are named, else nowhere."""
    sure: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        living = [c for c in hit.codes if (a := areas.area(c)) and a.successor is None] or list(hit.codes)
        if len(living) == 1:
            sure[living[0]] += hit.weight
    votes: dict[str, float] = dict(sure)
    for hit in hits:
        living = [c for c in hit.codes if (a := areas.area(c)) and a.successor is None] or list(hit.codes)
        if len(living) > 1:
            support = {c: sum(sure[o] for o in areas.chain(c)[1:-1]) + sure[c] for c in living}
            best = max(support.values())
            chosen = [c for c in living if support[c] == best]
            if best > 0 and len(chosen) == 1:
                votes[chosen[0]] = votes.get(chosen[0], 0.0) + hit.weight
    full = {c for hit in hits if hit.full for c in hit.codes}
    for code in votes:
        if code not in full and not any(o in full for o in areas.chain(code)[1:]):
            votes[code] *= _UNSUPPORTED
    return votes
