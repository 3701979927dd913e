"""What the page calls things, in Chinese and English: the ontology's labels, and the words of the interface."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib import resources

from kg.ontology import label
from kg.terms import CLASSES, LEVELS, NODE, ROLE_PROPERTY, STATUSES, TWO_PARTY, EntityType

Both = tuple[str, str]


def words() -> Mapping[str, Both]:
    """Chinese and English by key: `search` for the interface, `type:School`, `fact:award`, `role:rank` … for terms."""
    return {row["key"]: (row["zh"], row["en"]) for row in rows("words.csv")} | dict(_terms())


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the view's own tables."""
    text = resources.files("kg.view").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _terms() -> Iterator[tuple[str, Both]]:
    for kind, classes in CLASSES.items():
        yield f"{'type' if isinstance(kind, EntityType) else 'kind'}:{kind}", _labels(classes[0])
    for fact, (direct, _, _) in TWO_PARTY.items():
        yield f"fact:{fact}", _labels(direct)
    for fact, node in NODE.items():
        yield f"fact:{fact}", _labels(node)
    for role, written in ROLE_PROPERTY.items():
        yield f"role:{role}", _labels(written)
    for level, value in LEVELS.items():
        yield f"level:{level}", _labels(value)
    for status, value in STATUSES.items():
        yield f"status:{status}", _labels(value)


def _labels(iri: str) -> Both:
    return label(iri, "zh"), label(iri, "en")
