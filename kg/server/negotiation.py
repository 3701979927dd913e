"""Content negotiation: which of our formats an Accept header asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

TABLES: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media type → format of SELECT and ASK; the first of a format is the one that is sent."""
GRAPHS: Final[Mapping[str, str]] = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
}
"""Media type → format of CONSTRUCT, DESCRIBE and of things themselves."""


def chosen(accept: str | None, offered: Iterable[str]) -> str | None:
    """The media type of those offered (the first is preferred) that the header likes best; None where it takes none of them."""
    types = list(offered)
    ranges = _ranges(accept or "*/*")
    scored = [(_quality(ranges, kind), -place) for place, kind in enumerate(types)]
    best = max(scored, default=(0.0, 0))
    return types[-best[1]] if best[0] > 0 else None


def media_type(form: str, types: Mapping[str, str]) -> str:
    """The media type that a format is sent as."""
    return next(kind for kind, name in types.items() if name == form)


def _ranges(accept: str) -> list[tuple[str, float]]:
    out = []
    for item in accept.split(","):
        kind, *parameters = (piece.strip() for piece in item.split(";"))
        given = [p.partition("=")[2].strip() for p in parameters if p.partition("=")[0].strip().lower() == "q"]
        out.append((kind.lower(), _number(given[0]) if given else 1.0))
    return out


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _quality(ranges: list[tuple[str, float]], kind: str) -> float:
    """What the most specific range that covers the type says of it."""
    family = kind.partition("/")[0]
    for wanted in (kind, f"{family}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
