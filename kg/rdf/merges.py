"""Why several names are one thing, as statements."""

from __future__ import annotations

import hashlib

from kg.model import Merge
from kg.rdf import syntax
from kg.rdf.places import node_path
from kg.rdf.sheet import Sheet, Statements
from kg.terms import Class, Property, Reused


def merge_statements(merge: Merge, base: str, *, proposed: bool, quote: str | None) -> Statements:
    """A judgement of identity; `quote` are the characters of its evidence, where a document says it."""
    entities = [merge.entity, *([merge.other] if merge.other else [])]
    sure = syntax.number(float(merge.confidence))  # documents may be surer or less sure of one and the same
    content = "\n".join([*entities, merge.reason, sure, *merge.names])
    kind = Class.MERGE_PROPOSAL if proposed else Class.MERGE
    sheet = Sheet(base, merge.document or "")
    node = sheet.iri(node_path(kind, hashlib.sha256(content.encode()).hexdigest()[:16]))
    sheet.is_a(node, kind)
    for entity in entities:
        sheet.add(node, Property.MERGED_ENTITY, sheet.iri(entity))
    for name in merge.names:
        sheet.add(node, Property.MERGED_NAME, syntax.plain(name))
    sheet.add(node, Property.REASON, syntax.plain(merge.reason))
    sheet.add(node, Property.CONFIDENCE, sure)
    if merge.document is not None:
        sheet.add(node, Reused.PROV_WAS_DERIVED_FROM, sheet.own)
        if merge.evidence and quote is not None:
            sheet.add(node, Property.EVIDENCE, sheet.passage(merge.evidence, quote))
    return sheet.finished()
