"""Document → Reading: the mentions of a document, and what its sentences say of them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Document, Reading
from kg.recognize import mentions
from kg.relate import claims


def reading(document: Document) -> Reading:
    """All that is read in one document, without knowing any other."""
    (found,) = readings([document])
    return found


def readings(documents: Sequence[Document]) -> list[Reading]:
    """The reading of each, by itself: the names of all come before the first claim, for what a stage looks up stays in the processor's cache."""
    named = [mentions(document) for document in documents]
    return [
        Reading(document, found, claims(document, found), rejected)
        for document, (found, rejected) in zip(documents, named, strict=True)
    ]
