"""One real thing of the whole corpus while it is gathered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg import areas
from kg.identity.forms import parts, plain
from kg.identity.link import Alike, Cluster, Link
from kg.terms import EntityType, Kind


@dataclass(slots=True)
class Thing:
    """One real thing of the whole corpus, gathered from the documents' clusters."""

    type: EntityType
    kind: Kind | None
    name: str
    code: str | None
    told: bool
    names: set[str]
    members: list[tuple[str, Cluster]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    qualifier: str | None = None
    """The school that tells a person from namesakes of the same place."""
    alone: bool = False
    """Whether a person split it off: no rule joins it with anything."""
    stated: frozenset[str] = frozenset()
    """The plain names that some text itself says to be the thing's."""
    beside: frozenset[str] = frozenset()
    """The plain names of others that some list names beside it."""
    former: frozenset[str] = frozenset()
    """Those that some text says to be used no more: they neither call the thing nor tell where it is."""

    def order(self) -> tuple[str, str, str, str, list[str]]:
        """What things are sorted by, whatever the order of documents."""
        return self.type, self.code or "", self.name, self.qualifier or "", sorted(self.names)

    @property
    def told_name(self) -> str:
        """The name by which it is told from its namesakes: 张伟(清潭小学)."""
        return f"{self.name}({self.qualifier})" if self.qualifier else self.name

    def copy(self) -> Thing:
        """Another thing of the same clusters, to be joined on trial."""
        return replace(self, names={*self.names}, members=[*self.members], links=[*self.links])

    def may_be(self, other: Thing, link: Link) -> Alike:
        """The link as one that is not sure: what becomes of both things is known by their first clusters."""
        return Alike(link, self.members[0][1], other.members[0][1])

    def take(self, other: Thing, link: Link | None) -> None:
        """Makes the other's documents, names and links one's own; `link` says why."""
        if link and link.short != link.full:
            self.links.append(link)
        self.links += other.links
        self.members += other.members
        self.names |= other.names
        self.stated |= other.stated
        self.former |= other.former
        self.beside |= other.beside
        if self._was_called(self.name) and not self._was_called(other.name):
            self.name, self.kind, self.code, self.told = other.name, other.kind, other.code, other.told
        if self._was_called(other.name):
            return
        if (
            self.code is None and other.code is not None
        ):  # by a person's word alone: rules join nothing with an unknown area
            self.code, self.told = other.code, other.told
        if other.told and not self.told:
            self.code, self.told = other.code, True
        elif other.told == self.told and other.code and self.code and areas.within(other.code, self.code):
            self.code = other.code
        if (len(other.name), other.name) > (len(self.name), self.name):
            self.name, self.kind = other.name, other.kind

    def _was_called(self, name: str) -> bool:
        """Whether some text says the name, with or without the areas before it, to be used no more."""
        return bool(self.former) and _own(name, self.code) in {_own(old, self.code) for old in self.former}


def _own(name: str, code: str | None) -> tuple[str, ...]:
    """The pieces of a name without the areas."""
    return tuple(part.text for part in parts(plain(name), code) if part.what != "area")
