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
    content = "\n".join([merge.entity, merge.reason, *merge.names])
    kind = Class.MERGE_PROPOSAL if proposed else Class.MERGE
    sheet = Sheet(base, merge.document or "")
    node = sheet.iri(node_path(kind, hashlib.sha256(content.encode()).hexdigest()[:16]))
    sheet.is_a(node, kind)
    sheet.add(node, Property.MERGED_ENTITY, sheet.iri(merge.entity))
    for name in merge.names:
        sheet.add(node, Property.MERGED_NAME, syntax.plain(name))
    sheet.add(node, Property.REASON, syntax.plain(merge.reason))
    sheet.add(node, Property.CONFIDENCE, syntax.number(float(merge.confidence)))
    if merge.document is not None:
        sheet.add(node, Reused.PROV_WAS_DERIVED_FROM, sheet.own)
        if merge.evidence and quote is not None:
            sheet.add(node, Property.EVIDENCE, sheet.passage(merge.evidence, quote))
    return sheet.finished()
