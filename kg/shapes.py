"""The SHACL shapes as SPARQL: for each constraint one query that finds every violation of it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, parse

from kg.lazy import regex

SH: Final = "http://www.w3.org/ns/shacl#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PLAIN: Final = {
    f"{_RDF}type",
    *(
        f"{SH}{name}"
        for name in ("path", "message", "property", "sparql", "targetClass", "targetSubjectsOf", "severity")
    ),
}
"""What a shape says that is no constraint on values."""
_SELECT: Final = regex(r"(?P<head>SELECT\b.*?WHERE\s*\{)(?P<body>.*)", re.DOTALL)

Node: TypeAlias = NamedNode | BlankNode | Literal
_Said: TypeAlias = Mapping[str, list[Node]]


class ShapeError(ValueError):
    """A shape that uses what is not understood: the message names it."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape. `select` finds ?this and, where there is one, ?value of each violation."""

    shape: str
    component: str
    path: str | None
    select: str
    messages: Mapping[str, str]


def constraints(path: Path) -> list[Constraint]:
    """All constraints of a shapes file, in the order of the file. Raises ShapeError, SyntaxError."""
    return list(_Shapes(path).constraints())


class _Shapes:
    """A shapes graph, and the constraints that it holds."""

    def __init__(self, path: Path) -> None:
        self._said: dict[Node, dict[str, list[Node]]] = {}
        for triple in parse(path=path):
            if isinstance(triple.subject, NamedNode | BlankNode) and isinstance(triple.object, Node):
                self._said.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)

    def constraints(self) -> Iterator[Constraint]:
        """Node shapes first to last, each with its own constraints, then its properties, then its queries."""
        for node, said in self._said.items():
            if isinstance(node, NamedNode) and NamedNode(f"{SH}NodeShape") in said.get(f"{_RDF}type", []):
                yield from self._shape(node.value, said)

    def _shape(self, name: str, said: _Said) -> Iterator[Constraint]:
        target, messages = _target(name, said), _messages(said)
        for key, value in self._values(said):
            select = f"SELECT DISTINCT ?this WHERE {{ {target} FILTER(!({self._holds(key, value, '?this')})) }}"
            yield Constraint(name, _component(key), None, select, messages)
        for inner in said.get(f"{SH}property", []):
            yield from self._property(name, target, self._said[inner])
        for inner in said.get(f"{SH}sparql", []):
            yield self._query(name, target, self._said[inner])

    def _property(self, name: str, target: str, said: _Said) -> Iterator[Constraint]:
        path = _one(said, "path")
        for key, value in self._values(said):
            counted = _COUNTED.get(key.removeprefix(SH))
            if counted:
                body = counted(f"<{path}>", value)
            else:
                body = f"?this <{path}> ?value FILTER(!({self._holds(key, value, '?value')}))"
            select = f"SELECT DISTINCT ?this ?value WHERE {{ {target} {body} }}"
            yield Constraint(name, _component(key), path, select, _messages(said))

    def _query(self, name: str, target: str, said: _Said) -> Constraint:
        found = _SELECT.search(_one(said, "select").replace("$this", "?this"))
        if found is None:
            raise ShapeError(f"{name}: sh:select is no SELECT query")
        prefixes = "".join(self._prefixes(said))
        select = f"{prefixes}{found['head']} {target} {found['body']}"
        return Constraint(name, "SPARQLConstraintComponent", None, select, _messages(said))

    def _prefixes(self, said: _Said) -> Iterator[str]:
        for owner in said.get(f"{SH}prefixes", []):
            for declared in self._said[owner].get(f"{SH}declare", []):
                line = self._said[declared]
                yield f"PREFIX {_one(line, 'prefix')}: <{_one(line, 'namespace')}>\n"

    def _values(self, said: _Said) -> Iterator[tuple[str, Node]]:
        return ((key, value) for key, values in said.items() if key not in _PLAIN for value in values)

    def _holds(self, key: str, value: Node, var: str) -> str:
        """A SPARQL condition that is true where `var` keeps the constraint, and never an error."""
        name = key.removeprefix(SH)
        if name == "or":
            return " || ".join(f"({self._all_hold(alternative, var)})" for alternative in self._list(value))
        if name == "in":
            return f"{var} IN ({', '.join(map(str, self._list(value)))})"
        if name == "languageIn":
            tags = (f"LANGMATCHES(LANG({var}), {tag})" for tag in self._list(value))
            return f"isLiteral({var}) && ({' || '.join(tags)})"
        if name not in _CONDITIONS:
            raise ShapeError(f"sh:{name} is not understood")
        return _CONDITIONS[name](var, value)

    def _all_hold(self, shape: Node, var: str) -> str:
        said = self._said[shape]
        inner = [self._holds(key, value, var) for key, value in self._values(said)]
        for node in said.get(f"{SH}property", []):
            property_said = self._said[node]
            if [key for key, _ in self._values(property_said)] != [f"{SH}minCount"]:
                raise ShapeError("a property within sh:or may ask for sh:minCount alone")
            inner.append(f"EXISTS {{ {var} <{_one(property_said, 'path')}> ?some }}")
        return " && ".join(f"({condition})" for condition in inner)

    def _list(self, head: Node) -> Iterator[Node]:
        while head != NamedNode(f"{_RDF}nil"):
            yield self._said[head][f"{_RDF}first"][0]
            head = self._said[head][f"{_RDF}rest"][0]


def _text(value: Node) -> str:
    """The lexical form as a SPARQL string."""
    return str(Literal(value.value))


_CONDITIONS: Final[Mapping[str, Callable[[str, Node], str]]] = {
    "class": lambda var, value: f"EXISTS {{ {var} a {value} }}",
    "datatype": lambda var, value: f"isLiteral({var}) && DATATYPE({var}) = {value}",
    "nodeKind": lambda var, value: {f"{SH}IRI": f"isIRI({var})", f"{SH}Literal": f"isLiteral({var})"}[value.value],
    "pattern": lambda var, value: f"!isBlank({var}) && REGEX(STR({var}), {_text(value)})",
    "minLength": lambda var, value: f"!isBlank({var}) && STRLEN(STR({var})) >= {value.value}",
    "minInclusive": lambda var, value: f"isNumeric({var}) && {var} >= {value}",
    "maxInclusive": lambda var, value: f"isNumeric({var}) && {var} <= {value}",
}


def _at_most(path: str, value: Node) -> str:
    names = ["?value", *(f"?more{i}" for i in range(int(value.value)))]
    pairs = (f"!sameTerm({one}, {other})" for i, one in enumerate(names) for other in names[i + 1 :])
    return f"?this {path} {', '.join(names)} FILTER({' && '.join(pairs)})"


def _at_least(path: str, value: Node) -> str:
    if value.value != "1":
        raise ShapeError(f"sh:minCount {value.value} is not understood: 1 alone is")
    return f"FILTER NOT EXISTS {{ ?this {path} ?some }}"


_COUNTED: Final[Mapping[str, Callable[[str, Node], str]]] = {
    "minCount": _at_least,
    "maxCount": _at_most,
    "lessThan": lambda path, value: f"?this {path} ?value ; {value} ?other FILTER(!(?value < ?other))",
}


def _target(name: str, said: _Said) -> str:
    if classes := said.get(f"{SH}targetClass"):
        return f"VALUES ?class {{ {' '.join(map(str, classes))} }} ?this a ?class ."
    if properties := said.get(f"{SH}targetSubjectsOf"):
        return f"{{ SELECT DISTINCT ?this WHERE {{ ?this {properties[0]} ?any }} }}"
    raise ShapeError(f"{name}: no sh:targetClass or sh:targetSubjectsOf")


def _messages(said: _Said) -> dict[str, str]:
    return {m.language or "": m.value for m in said.get(f"{SH}message", []) if isinstance(m, Literal)}


def _one(said: _Said, name: str) -> str:
    values = said.get(f"{SH}{name}", [])
    if len(values) != 1:
        raise ShapeError(f"a shape has {len(values)} values of sh:{name}, one is meant")
    return values[0].value


def _component(key: str) -> str:
    name = key.removeprefix(SH)
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"
