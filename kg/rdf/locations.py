"""Where a stretch of a stored text stood in the original."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from kg.model import Location, Span


class Locations:
    """The locations of one document, looked up by span; those of cells lie within those of rows and pages."""

    def __init__(self, found: Iterable[Location]) -> None:
        # each level holds spans that do not overlap, so that it can be searched
        self._levels: list[tuple[list[int], list[int], list[Location]]] = []
        for one in sorted(found, key=lambda location: (location.span.start, -location.span.end, location.place)):
            level = next((lv for lv in self._levels if lv[1][-1] <= one.span.start), None)
            if level is None:
                level = ([], [], [])
                self._levels.append(level)
            level[0].append(one.span.start)
            level[1].append(one.span.end)
            level[2].append(one)

    def of(self, span: Span) -> tuple[str, ...]:
        """The places of the least location that holds the span; of one that none holds, of the widest that it touches."""
        touched = list(self._touched(span))
        holding = [one for one in touched if one.span.covers(span)]
        if holding:
            least = min(one.span.end - one.span.start for one in holding)
            return tuple(sorted({one.place for one in holding if one.span.end - one.span.start == least}))
        return tuple(sorted({one.place for one in _widest(touched)}))

    def _touched(self, span: Span) -> Iterator[Location]:
        for starts, ends, found in self._levels:
            yield from found[bisect_right(ends, span.start) : bisect_left(starts, span.end)]


def _widest(found: Iterable[Location]) -> Iterator[Location]:
    """The locations that lie within no other."""
    last: Span | None = None
    for one in sorted(found, key=lambda location: (location.span.start, -location.span.end)):
        if last is None or not last.covers(one.span) or last == one.span:
            last = one.span
            yield one
