"""What a person can speak of when deciding: entities by name or id, and where each is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.decisions import Action, Decision
from kg.identity.forms import plain
from kg.model import Entity, Knowledge

_AROUND = 24
"""Characters shown before and behind a name."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One way in which a document writes a thing, and how often."""

    document: str
    name: str
    count: int


class Things:
    """The entities of a graph."""

    def __init__(self, told: Knowledge) -> None:
        self._entities = {e.id: e for part in told.parts for e in part.entities}
        self._parts = told.parts
        self._named: dict[str, list[Entity]] = {}
        for entity in sorted(self._entities.values(), key=lambda e: e.id):
            for name in sorted({plain(entity.name), *map(plain, entity.aliases)}):
                self._named.setdefault(name, []).append(entity)

    def get(self, key: str) -> Entity | None:
        """The entity with an id."""
        return self._entities.get(key)

    def find(self, text: str) -> Sequence[Entity]:
        """The entities that a name or an id means: those that are called so, or failing that those whose name holds it."""
        if text in self._entities:
            return (self._entities[text],)
        name = plain(text)
        if exact := self._named.get(name):
            return tuple(exact)
        holding = {e.id: e for known, some in self._named.items() if name and name in known for e in some}
        return tuple(holding[key] for key in sorted(holding))

    def namesakes(self, entity: Entity, name: str) -> Sequence[Entity]:
        """The other entities of the entity's type and area that bear the name."""
        alike = (e for e in self._named.get(plain(name), ()) if e.type is entity.type and e.id != entity.id)
        return tuple(e for e in alike if e.jurisdiction == entity.jurisdiction)

    def place(self, entity: Entity) -> tuple[str, str]:
        """The first document that names a thing, and the line of text around it; both empty where none does."""
        for part in self._parts:
            for named in part.mentions:
                if named.entity == entity.id:
                    text, at = part.document.text, named.mention.span
                    start = max(text.rfind("\n", 0, at.start) + 1, at.start - _AROUND)
                    return part.document.name, text[start : at.end + _AROUND].partition("\n")[0]
        return "", ""

    def writings(self, entity: Entity) -> Sequence[Writing]:
        """How the documents write a thing, in order of document and appearance."""
        counts: dict[tuple[str, str], int] = {}
        for part in self._parts:
            for named in part.mentions:
                if named.entity == entity.id:
                    key = part.document.name, named.mention.text
                    counts[key] = counts.get(key, 0) + 1
        return tuple(Writing(document, name, count) for (document, name), count in counts.items())


def split(
    entity: Entity, taken: Iterable[Writing], names: Iterable[str], called: str, *, author: str, date: str
) -> Sequence[Decision]:
    """The decisions that take out of an entity what some documents write, and some names wherever they stand."""
    out = [Decision(Action.SPLIT, (entity.id,), author, date, called, names=(name,)) for name in dict.fromkeys(names)]
    by_document: dict[str, set[str]] = {}
    for writing in taken:
        by_document.setdefault(writing.document, set()).add(writing.name)
    alike: dict[tuple[str, ...], list[str]] = {}
    for document, written in by_document.items():
        alike.setdefault(tuple(sorted(written)), []).append(document)
    out += (
        Decision(Action.SPLIT, (entity.id,), author, date, called, tuple(documents), names=written)
        for written, documents in alike.items()
    )
    return out
