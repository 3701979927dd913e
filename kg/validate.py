"""A graph against ontology/shapes.ttl: what breaks which rule, with the evidence of the fact; as text and as a SHACL report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, serialize

from kg import store
from kg.ontology import folder, label
from kg.shapes import SH, Constraint, constraints
from kg.terms import ID, PREFIXES, Property, Reused

_RDF: Final = PREFIXES["rdf"]
SHAPES: Final = "https://w3id.org/jiaopu/shapes#"
_LONGEST: Final = 60
"""Characters of evidence shown with a violation."""


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks a constraint: the node and its label, the path and value if any, the rule that read the fact, its evidence."""

    constraint: Constraint
    node: str
    value: NamedNode | BlankNode | Literal | None
    label: str
    rules: tuple[str, ...]
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        name = f"{_short(self.node)}（{self.label}）" if self.label else _short(self.node)
        path = f" · {label(self.constraint.path)}" if self.constraint.path else ""
        value = f" = {_short(self.value.value)}" if self.value is not None else ""
        rules = f"\n    规则 rule: {'、'.join(self.rules)}" if self.rules else ""
        quoted = "".join(
            f"\n    证据 evidence: “{q[:_LONGEST]}{'…' if len(q) > _LONGEST else ''}”" for q in self.evidence
        )
        return f"{name}{path}{value}\n    {_both(self.constraint.messages)}{rules}{quoted}"


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found, in order of shape and node; empty where the graph conforms."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.violations

    def text(self, most: int | None = None) -> Iterator[str]:
        """Paragraphs for people: each broken rule with how often it is broken, and at most so many of its violations."""
        for rule, group in groupby(self.violations, key=lambda violation: violation.constraint):
            found = list(group)
            path = f" · {label(rule.path)}" if rule.path else ""
            yield f"{_short(rule.shape)}{path}：{_both(rule.messages)}  × {len(found)}"
            yield from map(str, found[:most])
            if most is not None and len(found) > most:
                yield f"    … 另有 {len(found) - most} 处，见 -o 或 --all ({len(found) - most} more)"

    def turtle(self) -> bytes:
        """The report as a sh:ValidationReport."""
        prefixes = {"sh": SH, "edu": PREFIXES["edu"], "rdf": _RDF}
        return serialize(_report(self), format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def validate(path: Path) -> Report:
    """Check an output folder or an RDF file. Raises InputError where it cannot be read."""
    return check(store.opened(path))


def by_pyshacl(path: Path) -> tuple[bool, str]:
    """The same check by pySHACL, the reference engine: whether the graph conforms, and its own report.

    It finds the same and takes a hundred times as long. Raises InputError where the graph cannot be read.
    """
    file, _ = store.rdf_file(path if path.is_file() else path / store.TURTLE)
    # They take longer to import than most graphs to check without them.
    pyshacl, rdflib = import_module("pyshacl"), import_module("rdflib")
    shapes = rdflib.Graph().parse(folder() / "shapes.ttl")
    conforms, _, text = pyshacl.validate(rdflib.Graph().parse(file), shacl_graph=shapes)
    return bool(conforms), str(text)


def check(graph: Store) -> Report:
    """Check a store's default graph."""
    found = (_violation(graph, rule, row) for rule in _constraints() for row in _broken(graph, rule))
    return Report(tuple(found))


@cache
def _constraints() -> tuple[Constraint, ...]:
    return tuple(constraints(folder() / "shapes.ttl"))


def _broken(graph: Store, rule: Constraint) -> list[tuple[str, NamedNode | BlankNode | Literal | None]]:
    """The nodes that break a constraint, each once for a value-free constraint and once for every value else, sorted."""
    solutions = graph.query(rule.select)
    valued = "?value" in rule.select.partition("WHERE")[0] and "MaxCount" not in rule.component
    found = {(s["this"].value, s["value"] if valued else None) for s in solutions}  # type: ignore[union-attr]
    return sorted(found, key=lambda pair: (pair[0], str(pair[1])))


def _violation(graph: Store, rule: Constraint, row: tuple[str, NamedNode | BlankNode | Literal | None]) -> Violation:
    node, value = row
    labels = _values(graph, node, Reused.RDFS_LABEL)
    quoted = (q for p in _values(graph, node, Property.EVIDENCE) for q in _values(graph, p, Reused.NIF_ANCHOR_OF))
    rules = tuple(_values(graph, node, Property.RULE))
    return Violation(
        rule, node, value, "、".join(labels), rules, tuple(quoted) or tuple(_values(graph, node, Reused.NIF_ANCHOR_OF))
    )


def _values(graph: Store, node: str, name: Property | Reused) -> list[str]:
    if ":" not in node:  # a blank node
        return []
    return sorted(q.object.value for q in graph.quads_for_pattern(NamedNode(node), NamedNode(name.value), None, None))  # type: ignore[union-attr]


def _report(report: Report) -> Iterator[Triple]:
    head = BlankNode("report")
    yield Triple(head, NamedNode(f"{_RDF}type"), NamedNode(f"{SH}ValidationReport"))
    yield Triple(head, NamedNode(f"{SH}conforms"), Literal(report.conforms))
    results = [(BlankNode(f"result{i}"), violation) for i, violation in enumerate(report.violations)]
    for node, _ in results:
        yield Triple(head, NamedNode(f"{SH}result"), node)
    for node, violation in results:
        rule = violation.constraint
        yield Triple(node, NamedNode(f"{_RDF}type"), NamedNode(f"{SH}ValidationResult"))
        yield Triple(node, NamedNode(f"{SH}focusNode"), NamedNode(violation.node))
        if rule.path:
            yield Triple(node, NamedNode(f"{SH}resultPath"), NamedNode(rule.path))
        if violation.value is not None:
            yield Triple(node, NamedNode(f"{SH}value"), violation.value)
        yield Triple(node, NamedNode(f"{SH}resultSeverity"), NamedNode(f"{SH}Violation"))
        yield Triple(node, NamedNode(f"{SH}sourceConstraintComponent"), NamedNode(f"{SH}{rule.component}"))
        yield Triple(node, NamedNode(f"{SH}sourceShape"), NamedNode(rule.shape))
        for language, message in sorted(rule.messages.items()):
            yield Triple(node, NamedNode(f"{SH}resultMessage"), Literal(message, language=language or None))


def _both(messages: Mapping[str, str]) -> str:
    """What a rule says, in Chinese and in English."""
    return f"{messages.get('zh', '')} ({messages.get('en', '')})"


def _short(iri: str) -> str:
    return iri.removeprefix(ID).removeprefix(SHAPES)
