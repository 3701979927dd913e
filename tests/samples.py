"""Knowledge made from annotated documents, for the tests of all that comes after resolution."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg import gold
from kg.model import Entity, Fact, Knowledge, Named, Part, Span, Value
from kg.terms import ENTITY_ROLES, EntityType, FactType, Kind, Role

GOLD = Path(__file__).parent / "gold"
_ASCII = "".join(map(chr, range(128)))


def knowledge_from_gold(*folders: Path) -> Knowledge:
    """What the annotations of the folders (default: the seed) tell, in the shape that resolution gives."""
    parts = [
        _part(gold.read(path), folder) for folder in folders or (GOLD / "seed",) for path in gold.gold_files(folder)
    ]
    aliases: dict[str, set[str]] = {}
    for part in parts:
        for entity in part.entities:
            aliases.setdefault(entity.id, set()).update(entity.aliases)
    return Knowledge(tuple(_with(part, aliases) for part in sorted(parts, key=lambda p: p.document.name)))


def entity_id(kind_of_thing: EntityType, jurisdiction: str | None, name: str) -> str:
    """The id that a named thing has: type, jurisdiction, name."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind_of_thing).lower()
    escaped = "".join(quote(c, safe="-_.~“”·") if c in _ASCII else c for c in name)
    return f"{words}/{jurisdiction or '100000'}/{escaped}"


def fact_id(kind: FactType, args: Mapping[Role, Value]) -> str:
    """The hash of a fact's type and arguments."""
    content = "\n".join([kind, *(f"{role}={args[role]}" for role in sorted(args))])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _part(annotated: gold.Annotated, folder: Path) -> Part:
    ids: dict[str, str] = {}
    entities: dict[str, Entity] = {}
    for e in annotated.entities:
        kind = Kind(e["kind"]) if e.get("kind") else None
        ids[e["id"]] = key = entity_id(EntityType(e["type"]), annotated.region, e["name"])
        entities[key] = Entity(
            key, EntityType(e["type"]), kind, e["name"], tuple(sorted(e.get("aliases", ()))), annotated.region
        )
    mentions = tuple(
        Named(m, ids[raw["entity"]])
        for m, raw in zip(gold.mentions(annotated), sorted(_asked(annotated), key=lambda m: m["start"]), strict=True)
    )
    facts: dict[str, Fact] = {}
    for raw in annotated.facts:
        if raw.get("certain", True):
            fact = _fact(raw, ids)
            same = facts.get(fact.id)
            spans = sorted({*fact.evidence, *(same.evidence if same else ())})
            facts[fact.id] = Fact(fact.id, fact.type, fact.args, tuple(spans), fact.rule, fact.confidence)
    order = tuple(facts[key] for key in sorted(facts))
    return Part(gold.source(annotated, folder), tuple(entities[k] for k in sorted(entities)), mentions, order)


def _asked(annotated: gold.Annotated) -> list[Mapping[str, Any]]:
    return [m for m in annotated.mentions if not m.get("inner")]


def _fact(raw: Mapping[str, Any], ids: Mapping[str, str]) -> Fact:
    kind = FactType(raw["type"])
    args: dict[Role, Value] = {}
    for name, value in raw["args"].items():
        if value is not None:
            args[Role(name)] = ids[value] if Role(name) in ENTITY_ROLES else value
    return Fact(fact_id(kind, args), kind, args, (Span(*raw["evidence"]),), "gold", 1.0)


def _with(part: Part, aliases: Mapping[str, set[str]]) -> Part:
    entities = tuple(
        Entity(e.id, e.type, e.kind, e.name, tuple(sorted(aliases[e.id] - {e.name})), e.jurisdiction)
        for e in part.entities
    )
    return Part(part.document, entities, part.mentions, part.facts)
