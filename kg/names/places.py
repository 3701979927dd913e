"""Administrative areas by their official names."""

from __future__ import annotations

from collections.abc import Iterator

from kg import segment
from kg.gazetteer import areas
from kg.model import Span
from kg.page import Page, Proposal
from kg.terms import EntityType

_LONGEST = 11
_KEY = 2  # names are looked up by their first characters


def proposals(page: Page) -> Iterator[Proposal]:
    """The longest area name at each place, in full anywhere, short where it is a word of its own."""
    level, sizes = areas().level, areas().sizes
    for line in page.lines():
        text = line.of(page.text)
        words = {at for at, _ in _starts(text)}
        at = 0
        while at < len(text) - 1:
            here = sizes(text[at : at + _KEY])
            if not here:  # as at most places
                at += 1
                continue
            most = min(_LONGEST, len(text) - at)
            size, own = next(((n, own) for n in here if n <= most and (own := level(text[at : at + n]))), (0, ""))
            if size:
                full = own.isupper()
                if full or (at in words and at + size in words):
                    rule = "places.area" if full else "places.short-area"
                    yield Proposal(Span(line.start + at, line.start + at + size), EntityType.PLACE, rule)
            at += size or 1


def _starts(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for word, _ in segment.words(text):
        yield at, word
        at += len(word)
    yield at, ""
