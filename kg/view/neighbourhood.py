"""The part of a knowledge that lies around one thing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.model import Fact, Knowledge, Part
from kg.terms import ENTITY_ROLES


def neighbourhood(knowledge: Knowledge, name: str, *, hops: int = 1) -> Knowledge:
    """All within so many facts of the things with this name, alias or id, with their mentions and documents.

    Raises KeyError where nothing has the name.
    """
    entities = [entity for part in knowledge.parts for entity in part.entities]
    near = {entity.id for entity in entities if name in {entity.id, entity.name, *entity.aliases}}
    if not near:
        raise KeyError(f"图谱里没有“{name}”：请用实体的名称、别名或 id")
    joined: dict[str, set[str]] = defaultdict(set)
    for part in knowledge.parts:
        for fact in part.facts:
            ends = _ends(fact)
            for end in ends:
                joined[end] |= ends
    for _ in range(hops):
        near = near | {other for one in near for other in joined[one]}
    parts = tuple(part for part in (_within(part, near) for part in knowledge.parts) if part.entities)
    merges = tuple(merge for merge in knowledge.merges if merge.entity in near)
    return Knowledge(parts, merges)


def _ends(fact: Fact) -> set[str]:
    return {str(value) for role, value in fact.args.items() if role in ENTITY_ROLES}


def _within(part: Part, near: set[str]) -> Part:
    return replace(
        part,
        entities=tuple(entity for entity in part.entities if entity.id in near),
        mentions=tuple(named for named in part.mentions if named.entity in near),
        facts=tuple(fact for fact in part.facts if _ends(fact) and _ends(fact) <= near),
        rejected=(),
    )
