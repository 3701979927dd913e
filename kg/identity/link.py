"""What clustering gives: mentions that name one thing, and why names belong together."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Mention, Span
from kg.terms import EntityType


@dataclass(frozen=True, slots=True)
class Link:
    """Why two names are one thing (or may be)."""

    short: str
    full: str
    reason: str
    confidence: float
    document: str | None = None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Likely:
    """A link of one document that is not sure, with the mention (its span and type) of each name.

    Instead of the second there may be `area`: the entity id of an area that the first may mean, whether or not it is named.
    """

    link: Link
    ends: tuple[tuple[Span, EntityType], ...]
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organization that a person belongs to, and whether as a pupil."""

    type: EntityType
    name: str
    pupil: bool


@dataclass(slots=True)
class Cluster:
    """Mentions that name one thing: the names as written (in order of appearance) and why they belong together."""

    type: EntityType
    names: list[str]
    mentions: list[Mention]
    region: str | None
    code: str | None = None
    holder: str | None = None
    """The fullest name of the school that a campus belongs to, where its own name would fit many (南校区)."""
    belongings: tuple[Belonging, ...] = ()
    """The organizations of a person."""
    links: list[Link] = field(default_factory=list)
    stated: tuple[str, ...] = ()
    """The plain names that the text itself says to be one thing's."""
    former: tuple[str, ...] = ()
    """Those of them that it says to be used no more."""
    beside: tuple[str, ...] = ()
    """The plain names of what might be taken for it, and is another: one list names both (六龙镇中心小学、六龙小学)."""

    def take(self, other: Cluster) -> None:
        """Makes the other's names and mentions one's own."""
        self.names += [n for n in other.names if n not in self.names]
        self.mentions += other.mentions
        self.links += other.links
        self.stated = tuple(sorted({*self.stated, *other.stated}))
        self.former = tuple(sorted({*self.former, *other.former}))
        self.beside = tuple(sorted({*self.beside, *other.beside}))


@dataclass(frozen=True, slots=True)
class Alike:
    """A link between two documents that is not sure, with a cluster of each of the two things."""

    link: Link
    one: Cluster
    other: Cluster
