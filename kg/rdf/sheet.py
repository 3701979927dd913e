"""The statements of one named graph while they are gathered, with what facts refer to: passages, areas, controlled values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kg import areas
from kg.model import Location, Span
from kg.ontology import label
from kg.rdf import syntax
from kg.rdf.locations import Locations
from kg.rdf.places import area_path, document_path, passage_path
from kg.terms import CLASSES, LEVELS, PREFIXES, Class, Individual, Kind, Property, Reused, ReusedClass

RDF: Final = PREFIXES["rdf"]
_TYPE: Final = f"<{RDF}type>"
TERM: Final = {t: f"<{t.value}>" for t in (*Property, *Reused, *Class, *ReusedClass, *Individual)}
"""How each term is written."""

Statements: TypeAlias = dict[str, list[str]]
"""What is said of each subject: predicate and object, sorted, each once; all as N-Triples writes terms."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Gathers statements. `base` opens every IRI, `document` is the name of the document that tells them."""

    base: str
    document: str
    own: str = field(init=False)
    path: str = field(init=False)
    said: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _quoted: dict[Span, str] = field(default_factory=dict)
    _codes: set[str] = field(default_factory=set)
    _values: set[Individual] = field(default_factory=set)

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", document_path(self.document))
        object.__setattr__(self, "own", self.iri(self.path))

    def iri(self, local: str) -> str:
        """The IRI of a path below the base."""
        return syntax.iri(self.base, local)

    def add(self, subject: str, predicate: Property | Reused, value: str) -> None:
        """One statement."""
        self.said[subject].append(f"{TERM[predicate]} {value}")

    def is_a(self, subject: str, *kinds: Class | ReusedClass) -> None:
        """The types of a thing."""
        self.said[subject].extend([f"{_TYPE} {TERM[kind]}" for kind in kinds])

    def at(self, span: Span) -> str:
        """The IRI of a stretch of the document."""
        return self.iri(passage_path(self.path, span))

    def passage(self, span: Span, quoted: str) -> str:
        """The passage at the span, whose characters are `quoted`."""
        self._quoted[span] = quoted
        return self.at(span)

    def area(self, code: str) -> str:
        """The administrative area with the code."""
        self._codes.add(code)
        return self.iri(area_path(code))

    def controlled(self, value: Individual) -> str:
        """A level or a state of works."""
        self._values.add(value)
        return TERM[value]

    def finished(self, locations: Iterable[Location] = ()) -> Statements:
        """All statements, with those of the passages, areas and controlled values that were referred to."""
        places = Locations(locations)
        for span, quoted in self._quoted.items():
            self._passage(span, quoted, places)
        for area in {above for code in self._codes for above in _chain(code)}:
            self._area(area)
        for value in self._values:
            self._value(value)
        return {subject: sorted(set(said)) for subject, said in self.said.items()}

    def _passage(self, span: Span, quoted: str, places: Locations) -> None:
        node = self.at(span)
        self.is_a(node, Class.PASSAGE)
        self.add(node, Reused.NIF_BEGIN_INDEX, syntax.number(span.start))
        self.add(node, Reused.NIF_END_INDEX, syntax.number(span.end))
        self.add(node, Reused.NIF_ANCHOR_OF, syntax.plain(quoted))
        self.add(node, Reused.NIF_REFERENCE_CONTEXT, self.own)
        for place in places.of(span):
            self.add(node, Property.PLACE, syntax.plain(place))

    def _area(self, code: str) -> None:
        node, known, parent = self.iri(area_path(code)), areas.area(code), areas.parent(code)
        self.is_a(node, *CLASSES[Kind.ADMINISTRATIVE_AREA])
        self.add(node, Reused.RDFS_LABEL, syntax.chinese(known.name if known else code))
        self.add(node, Property.CODE, syntax.plain(code))
        if known and parent:
            self.add(node, Property.WITHIN, self.iri(area_path(parent)))

    def _value(self, value: Individual) -> None:
        """Levels and states come with their names, so that a graph can be read without the ontology."""
        self.is_a(TERM[value], Class.LEVEL if value in LEVELS.values() else Class.CONSTRUCTION_STATUS)
        self.add(TERM[value], Reused.RDFS_LABEL, syntax.chinese(label(value.value)))
        self.add(TERM[value], Reused.RDFS_LABEL, f'"{label(value.value, "en")}"@en')


def _chain(code: str) -> Iterator[str]:
    yield from areas.chain(code) if areas.area(code) else (code,)
