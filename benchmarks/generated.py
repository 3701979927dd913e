"""A large knowledge in the shape of the annotated documents: their parts repeated under new names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from kg.model import Entity, Fact, Knowledge, Named, Part
from kg.terms import ENTITY_ROLES
from tests.samples import GOLD, fact_id, knowledge_from_gold

_RECUR = 4
"""In how many documents each made-up entity recurs."""


def generated(repeats: int) -> Knowledge:
    """Each annotated document `repeats` times: some 19,000 statements a repeat, every entity in four repeats."""
    told = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    return Knowledge(tuple(sorted(_parts(told, repeats), key=lambda part: part.document.name)))


def _parts(told: Knowledge, repeats: int) -> Iterator[Part]:
    for repeat in range(repeats):
        mark = f"·{repeat // _RECUR}"
        for part in told.parts:
            document = dataclasses.replace(part.document, name=f"{repeat:05d}/{part.document.name}")
            entities = tuple(_entity(entity, mark) for entity in part.entities)
            mentions = tuple(Named(named.mention, named.entity + mark) for named in part.mentions)
            facts = tuple(sorted((_fact(fact, mark) for fact in part.facts), key=lambda fact: fact.id))
            yield Part(document, entities, mentions, facts)


def _entity(entity: Entity, mark: str) -> Entity:
    return dataclasses.replace(entity, id=entity.id + mark, name=entity.name + mark)


def _fact(fact: Fact, mark: str) -> Fact:
    args = {role: f"{value}{mark}" if role in ENTITY_ROLES else value for role, value in fact.args.items()}
    return dataclasses.replace(fact, id=fact_id(fact.type, args), args=args)
