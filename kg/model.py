"""The nouns that every stage takes and gives; read this first.

file → Document → mentions → claims (a Reading) → entities and facts (a Part) → Knowledge → RDF, networkx, HTML, tables
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.terms import EntityType, FactType, Kind, Level, Role, TurnRole


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of the span."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside (equal spans cover each other)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn of an interview; `time` is ISO 8601, `answers` the index of the question's turn.

    `speaker` is the name where the text tells it; else `possible` holds the names that it may be.
    """

    span: Span
    time: str | None
    role: TurnRole
    speaker: str | None = None
    possible: tuple[str, ...] = ()
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a span of the stored text stood in the original: `第3页`, `Sheet1!B4`."""

    span: Span
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read. `text` is what every offset refers to and is never changed.

    `name` is the file's path relative to the folder that was given, with `/`; unique in a build.
    `date` is ISO 8601 (a day, month or year), `region` a GB/T 2260 code; None where the text does not tell.
    `body` holds the spans to read: page furniture and stamps are outside of them.
    `locations` tell where stretches of the text stood in the original, `column` the part of the site that it stood in,
    `notes` how it was read: an encoding that was recognized, pages without text.
    """

    name: str
    text: str
    date: str | None
    region: str | None
    body: tuple[Span, ...]
    utterances: tuple[Utterance, ...] = ()
    title: str | None = None
    issuer: str | None = None
    address: str | None = None
    locations: tuple[Location, ...] = ()
    column: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing where it is named. `rule` tells who read it, `confidence` (0–1) how sure that is."""

    span: Span
    text: str
    type: EntityType
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """All that a claim rule may see: one sentence with its mentions in text order, and the sentence before it.

    `before` is None at the start of a turn or paragraph group: nothing is carried across.
    """

    document: Document
    span: Span
    mentions: tuple[Mention, ...]
    before: Sentence | None = None

    @property
    def text(self) -> str:
        """The sentence's characters."""
        return self.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Scope:
    """An area that is meant but not named: 我区, 全市, a dropped subject. `level` None is the document's own area."""

    level: Level | None = None


Argument: TypeAlias = Mention | Scope | str | int | float


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says, of mentions: extraction knows nothing of identity."""

    type: FactType
    args: Mapping[Role, Argument]
    evidence: Span
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was not taken, and why."""

    span: Span
    text: str
    what: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What extraction reads in one document. Mentions are in text order and do not overlap."""

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing. `id` is type, jurisdiction and canonical name: `school/320404/西新桥小学`.

    `name` is canonical over the whole corpus; `aliases` are its other forms, sorted.
    `jurisdiction` is a GB/T 2260 code (`100000` for the whole country) or None.
    """

    id: str
    type: EntityType
    kind: Kind | None
    name: str
    aliases: tuple[str, ...] = ()
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A mention and the id of the entity that it names."""

    mention: Mention
    entity: str


Value: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Fact:
    """What the claims of one document say, of entities. `id` is a hash of type and arguments.

    In `args` the roles of `terms.ENTITY_ROLES` hold entity ids, the others literals; a date is ISO 8601 (`2019`, `2019-09`,
    `2019-09-01`) or a period `2019-01/2019-06`. `evidence` holds one span or more, in text order.
    """

    id: str
    type: FactType
    args: Mapping[Role, Value]
    evidence: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one document tells of resolved entities: one named graph. Everything is sorted: entities and facts by id, mentions by span."""

    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Named, ...]
    facts: tuple[Fact, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Why several names are one thing: the entity, the names, the reason, how sure it is, and where it is said (if said).

    Of a proposal `other` is the second entity (by id behind the first), and None where many areas may be meant.
    """

    entity: str
    names: tuple[str, ...]
    reason: str
    confidence: float
    document: str | None = None
    evidence: Span | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The whole: the parts in order of document name, why names were merged, what was proposed but not merged,
    and the decisions of persons that no longer apply.
    """

    parts: tuple[Part, ...]
    merges: tuple[Merge, ...] = ()
    proposals: tuple[Merge, ...] = field(default=())
    stale: tuple[str, ...] = ()
