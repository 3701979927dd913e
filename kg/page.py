"""What a rule for names sees of a document, and what it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.model import Span
from kg.terms import EntityType

SURE = "tables.cell"
"""The rule whose proposals need no judging: the header of a table says what its cells hold."""
_LONGEST_LINE = 4000  # no real line is longer, and what reads lines need not mind hostile ones
_KEY = 2  # names are looked up by their first two characters


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A span that a rule takes for a named thing."""

    span: Span
    type: EntityType
    rule: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text, the spans of it that are to be read, the names that are sure elsewhere in it, and what may be a place, in order."""

    text: str
    body: tuple[Span, ...]
    sure: Mapping[str, EntityType] = field(default_factory=dict)
    places: tuple[Span, ...] = ()

    def lines(self) -> Iterator[Span]:
        """The lines of the body, without their ends; overlong ones in pieces."""
        for part in self.body:
            start = part.start
            while start < part.end:
                limit = min(part.end, start + _LONGEST_LINE)
                end = self.text.find("\n", start, limit)
                yield Span(start, limit if end < 0 else end)
                start = limit if end < 0 else end + 1


def occurrences(names: Iterable[str], text: str, spans: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    """Every place in the spans where one of the names stands, in text order, longer before shorter; they may overlap."""
    by_head: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        if len(name) >= _KEY:
            by_head[name[:_KEY]].append(name)
    for span in spans if by_head else ():
        for at in [at for at in range(span.start, span.end - 1) if text[at : at + _KEY] in by_head]:
            for name in by_head[text[at : at + _KEY]]:
                if text.startswith(name, at, span.end):
                    yield Span(at, at + len(name)), name
