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
_FIRST: Final = ("a", "rdfs:label", "skos:altLabel")
_CHUNK: Final = 2000
"""Subjects written at a time."""
_REMEMBERED: Final = 200_000
"""Terms whose writing is remembered at once."""


def as_turtle(statements: Statements, base: str) -> Iterator[str]:
    """The statements as a Turtle document, in pieces of some hundred kilobytes."""
    yield head(base)
    yield from _blocks(_Writer(base), statements)


def as_trig(graphs: Iterable[tuple[str, Statements]], base: str) -> Iterator[str]:
    """The named graphs (IRI, statements) as a TriG document, in order of the graphs' IRIs."""
    yield head(base)
    write = _Writer(base)
    for graph, statements in sorted(graphs, key=lambda pair: pair[0]):
        yield f"\n{write.term(f'<{graph}>')} {{\n"
        yield from _blocks(write, statements)
        yield "}\n"


def head(base: str) -> str:
    """What opens a Turtle or TriG document."""
    names = {"id": base, **_NAMES}
    return f"@base <{base}> .\n" + "".join(f"@prefix {name}: <{names[name]}> .\n" for name in sorted(names))


def _blocks(write: _Writer, statements: Statements) -> Iterator[str]:
    order = sorted(statements, key=lambda subject: _place(subject, statements[subject]))
    for start in range(0, len(order), _CHUNK):
        yield "".join([write.block(subject, statements[subject]) for subject in order[start : start + _CHUNK]])


def _place(subject: str, said: list[str]) -> tuple[str, int, int, str]:
    """Entities by IRI, each with the facts about it behind it; passages behind their document in text order."""
    before, offsets, span = subject.partition("#char=")
    if offsets:
        start, _, end = span[:-1].partition(",")
        if start.isdecimal() and end.isdecimal():
            return f"{before}>", int(start), int(end), ""
    owners = [(rank, rest) for rest in said if (rank := _OWNERS.get(rest[: rest.find(" ")])) is not None]
    return (min(owners)[1].partition(" ")[2], -1, 0, subject) if owners else (subject, -2, 0, "")


class Blocks:
    """Subjects one by one, each with the place that it has among the others, for sorting on disk."""

    def __init__(self, base: str) -> None:
        self._write = _Writer(base)

    def placed(self, subject: str, said: list[str]) -> tuple[str, str]:
        """Where the subject stands, as text that sorts like places do, and its block."""
        owner, start, end, name = _place(subject, said)
        return f"{owner}\x01{start + 2:012d}{end:012d}{name}", self._write.block(subject, said)


class _Writer:
    """Writes blocks; remembers how each IRI is written, and in which order predicates come."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._spaces = {iri: name for name, iri in _NAMES.items()}
        self._written: dict[str, str] = {_TYPE: "a"}
        self._read: dict[str, tuple[str, str]] = {}
        self._orders: dict[tuple[str, ...], list[tuple[str, int, range | None]]] = {}

    def block(self, subject: str, said: list[str]) -> str:
        """One subject with all that is said of it."""
        known, read = self._read.get, self._pair
        predicates, values = zip(*[known(rest) or read(rest) for rest in said], strict=True)
        order = self._orders.get(predicates) or self._order(predicates)
        lines = [
            name + (values[at] if more is None else ", ".join([values[i] for i in more])) for name, at, more in order
        ]
        return f"\n{self.term(subject)} " + " ;\n    ".join(lines) + " .\n"

    def _pair(self, rest: str) -> tuple[str, str]:
        """The predicate, and how the object is written; what is said again and again is remembered."""
        predicate, _, token = rest.partition(" ")
        if token[0] == '"' and token[-1] != ">":
            return predicate, token
        pair = predicate, self._written.get(token) or self.term(token)
        if "#char=" not in token:
            self._read[rest] = pair
        return pair

    def _order(self, predicates: tuple[str, ...]) -> list[tuple[str, int, range | None]]:
        """How each predicate is written and where its values stand among those given: type and names first, then by name."""
        starts = [i for i, name in enumerate(predicates) if i == 0 or predicates[i - 1] != name]
        order = []
        for start, end in zip(starts, [*starts[1:], len(predicates)], strict=True):
            written = self._written.get(predicates[start]) or self.term(predicates[start])
            order.append((f"{written} ", start, range(start, end) if end - start > 1 else None))
        order.sort(key=lambda entry: (_first(entry[0][:-1]), entry[0]))
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
        if len(self._written) > _REMEMBERED:
            self._written.clear()
            self._written[_TYPE] = "a"
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
