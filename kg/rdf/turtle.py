"""Statements as Turtle: grouped by subject, facts below the thing that they are about; the same bytes for the same statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.rdf.sheet import Statements
from kg.terms import PREFIXES, Property

_RDF: Final = PREFIXES["rdf"]
_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = f"<{_RDF}type>"
_OWNERS: Final = {
    name: rank
    for rank, name in enumerate(
        (
            *(f"<{p.value}>" for p in (Property.RECIPIENT, Property.FACILITY, Property.HOLDER, Property.SUBJECT)),
            f"<{_RDF}subject>",
            *(f"<{p.value}>" for p in (Property.MERGED_ENTITY, Property.BELONGS_TO)),
        )
    )
}
"""Whom a fact is about, the first that it has."""
_NAMES: Final = {name: iri for name, iri in PREFIXES.items() if name not in {"owl", "vann", "void"}}
_LOCAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_RELATIVE: Final = re.compile(r"(?!/)[^:?#]*?/[^?#]*(?:[?#].*)?|[^:/?#]+")
_DOTS: Final = re.compile(r"(?:^|/)\.{1,2}(?:[/?#]|$)")
_OFFSETS: Final = re.compile(r"(\d+),(\d+)>")
_FIRST: Final = ("a", "rdfs:label", "skos:altLabel")
_CHUNK: Final = 2000
"""Subjects written at a time."""


def as_turtle(statements: Statements, base: str) -> Iterator[str]:
    """The statements as a Turtle document, in pieces of some hundred kilobytes."""
    yield _head(base)
    yield from _blocks(_Writer(base), statements)


def as_trig(graphs: Iterable[tuple[str, Statements]], base: str) -> Iterator[str]:
    """The named graphs (IRI, statements) as a TriG document, in order of the graphs' IRIs."""
    yield _head(base)
    write = _Writer(base)
    for graph, statements in sorted(graphs, key=lambda pair: pair[0]):
        yield f"\n{write.term(f'<{graph}>')} {{\n"
        yield from _blocks(write, statements)
        yield "}\n"


def _head(base: str) -> str:
    names = {"id": base, **_NAMES}
    return f"@base <{base}> .\n" + "".join(f"@prefix {name}: <{names[name]}> .\n" for name in sorted(names))


def _blocks(write: _Writer, statements: Statements) -> Iterator[str]:
    order = sorted(statements, key=lambda subject: _place(subject, statements[subject]))
    for start in range(0, len(order), _CHUNK):
        yield "".join([write.block(subject, statements[subject]) for subject in order[start : start + _CHUNK]])


def _place(subject: str, said: list[str]) -> tuple[str, int, int, str]:
    """Entities by IRI, each with the facts about it behind it; passages behind their document in text order."""
    before, offsets, span = subject.partition("#char=")
    if offsets and (found := _OFFSETS.fullmatch(span)):
        return f"{before}>", int(found[1]), int(found[2]), ""
    owners = [(rank, rest) for rest in said if (rank := _OWNERS.get(rest[: rest.find(" ")])) is not None]
    return (min(owners)[1].partition(" ")[2], -1, 0, subject) if owners else (subject, -2, 0, "")


class _Writer:
    """Writes blocks; remembers how each IRI is written, and in which order predicates come."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._spaces = {iri: name for name, iri in _NAMES.items()}
        self._written: dict[str, str] = {_TYPE: "a"}
        self._orders: dict[tuple[str, ...], list[tuple[int, str]]] = {}

    def block(self, subject: str, said: list[str]) -> str:
        """One subject with all that is said of it."""
        term, known = self.term, self._written.get
        last = ""
        predicates: list[str] = []
        values: list[str] = []
        for rest in said:
            predicate, _, token = rest.partition(" ")
            written = known(token) or (token if token[0] == '"' and token[-1] != ">" else term(token))
            if predicate == last:
                values[-1] += f", {written}"
            else:
                predicates.append(predicate)
                values.append(written)
                last = predicate
        order = self._order(tuple(predicates))
        return f"\n{term(subject)} " + " ;\n    ".join([f"{name} {values[i]}" for i, name in order]) + " .\n"

    def _order(self, predicates: tuple[str, ...]) -> list[tuple[int, str]]:
        """Where each predicate stands among those given, and how it is written: type and names first, then by name."""
        order = self._orders.get(predicates)
        if order is None:
            written = [self._written.get(predicate) or self.term(predicate) for predicate in predicates]
            order = sorted(enumerate(written), key=lambda pair: (_first(pair[1]), pair[1]))
            self._orders[predicates] = order
        return order

    def term(self, token: str) -> str:
        """A term of N-Triples as Turtle writes it."""
        if token.startswith("<<( "):
            return f"<<( {' '.join(map(self.term, token[4:-4].split(' ')))} )>>"
        if token[0] == "<":
            return self._iri(token)
        if token[0] == '"' and token[-1] == ">":
            written = self._typed(token)
            self._written[token] = written
            return written
        return token

    def _iri(self, token: str) -> str:
        before, offsets, span = token.partition("#char=")
        if offsets:  # so many passages: only their documents are remembered
            document = self._written.get(f"{before}>") or self._iri(f"{before}>")
            return f"{document[:-1]}{offsets}{span}" if document[-1] == ">" else token
        written = self._short(token)
        self._written[token] = written
        return written

    def _short(self, token: str) -> str:
        iri = token[1:-1]
        if iri.startswith(self._base):
            rest = iri[len(self._base) :]
            if _RELATIVE.fullmatch(rest) and not ("." in rest and _DOTS.search(rest)):
                return f"<{rest}>"
        split = max(iri.rfind("#"), iri.rfind("/")) + 1
        name = self._spaces.get(iri[:split])
        return f"{name}:{iri[split:]}" if name is not None and _LOCAL.fullmatch(iri, split) else token

    def _typed(self, token: str) -> str:
        quoted, _, datatype = token.rpartition("^^")
        kind = datatype[1:-1]
        if not kind.startswith(_XSD):
            return token
        text = quoted[1:-1]
        if (kind == f"{_XSD}integer" and _INTEGER.fullmatch(text)) or (
            kind == f"{_XSD}decimal" and _DECIMAL.fullmatch(text)
        ):
            return text
        return f"{quoted}^^xsd:{kind[len(_XSD) :]}"


def _first(written: str) -> int:
    return _FIRST.index(written) if written in _FIRST else len(_FIRST)
