"""Ids of entities and facts, made from their content alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from kg.lazy import regex
from kg.model import Value
from kg.terms import EntityType, FactType, Role

UNKNOWN = "-"
"""Stands for the jurisdiction in the id of a thing whose jurisdiction nobody tells."""

# Turtle 1.1, PN_CHARS: all that a prefixed name shows unescaped; a slash would end the segment
_UNPRINTABLE = regex(
    r"[^A-Za-z0-9\-._~\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000effff]"
)
_HEX = 16
"""Hex digits of a fact's id: 64 bits keep a hundred million facts apart."""


def entity_id(kind: EntityType, jurisdiction: str | None, name: str) -> str:
    """Type, jurisdiction, canonical name: `government-body/320404/钟楼区教育局`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
    return f"{words}/{jurisdiction or UNKNOWN}/{_UNPRINTABLE.sub(_percent, name)}"


def fact_id(kind: FactType, args: Mapping[Role, Value]) -> str:
    """The hash of a fact's type and arguments, in short."""
    content = json.dumps([kind, sorted((str(role), value) for role, value in args.items())], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_HEX]


def _percent(found: re.Match[str]) -> str:
    return quote(found[0], safe="", errors="replace")
