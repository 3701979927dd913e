"""IRIs of what is no entity: documents, passages, periods, administrative areas, prizes."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kg import areas
from kg.model import Span
from kg.rdf.syntax import segment
from kg.terms import EDU, Class, EntityType


def document_key(name: str) -> str:
    """A document's name as part of an IRI and as a path below store/texts."""
    return segment(name)


def document_path(name: str) -> str:
    """The IRI of a document, relative to the base."""
    return f"document/{document_key(name)}"


def document_name(iri: str) -> str:
    """The name of the document with the IRI."""
    return unquote(iri.partition("/document/")[2])


def passage_path(document: str, span: Span) -> str:
    """The IRI of a stretch of the document whose path is given (RFC 5147; code points, half-open)."""
    return f"{document}#char={span.start},{span.end}"


def area_path(code: str) -> str:
    """The IRI of an administrative area: the id that resolution gives it as an entity."""
    known = areas.area(code)
    return f"place/{code}/{segment(known.name)}" if known else f"place/{code}"


def period_path(value: str) -> str:
    """The IRI of a period `2019-01/2019-06`."""
    start, _, end = value.partition("/")
    return f"period/{segment(start)}--{segment(end)}"


def prize_path(competition: str, category: str | None, rank: str) -> str:
    """The IRI of a prize: its competition's jurisdiction and name, category and rank."""
    held = competition.removeprefix(f"{type_path(EntityType.COMPETITION)}/")
    parts = [held, *(segment(p).replace("/", "%2F") for p in (category, rank) if p)]
    return "prize/" + "/".join(parts)


def type_path(name: str) -> str:
    """`AwardResult` → `award-result`: the first segment of a thing's IRI."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def node_path(kind: Class, key: str) -> str:
    """The IRI of a fact or judgement."""
    return f"{type_path(kind.value.removeprefix(EDU))}/{key}"
