"""Document → Reading: the mentions of a document, and what its sentences say of them."""

from __future__ import annotations

from kg.model import Document, Reading
from kg.recognize import mentions
from kg.relate import claims


def reading(document: Document) -> Reading:
    """All that is read in one document, without knowing any other."""
    found, rejected = mentions(document)
    return Reading(document, found, claims(document, found), rejected)
