"""SPARQL over the embedded store or an RDF file: named queries with typed parameters, results in every format."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Final

from pyoxigraph import (
    Literal,
    NamedNode,
    QuadParser,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import InputError
from kg.ontology import folder
from kg.results import Counted, write_rows
from kg.terms import ID, LEVELS, PREFIXES, STATUSES, Level, Status

TURTLE: Final = RdfFormat.TURTLE

TABLES: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
"""Formats of SELECT and ASK."""
GRAPHS: Final = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""Formats of CONSTRUCT and DESCRIBE."""
_PARAMETER: Final = re.compile(r"# \$(?P<name>\w+) (?P<kind>[a-z]+)(?P<optional>\??) (?P<help>.+)")
_USED: Final = re.compile(r"\$(\w+)")
_CALLED: Final = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")

Results = QuerySolutions | QueryBoolean | QueryTriples
Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. `kind` is name, text, number, level or status."""

    name: str
    kind: str
    required: bool
    help: str

    def term(self, value: str) -> Term:
        """The value as an RDF term. Raises InputError."""
        if self.kind == "name":
            return Literal(value, language="zh")
        if self.kind == "number":
            if not _NUMBER.fullmatch(value):
                raise InputError(f"--{self.name} {value} 不是数：{self.help}")
            return Literal(value, datatype=NamedNode(f"{PREFIXES['xsd']}decimal"))
        if self.kind in _CONTROLLED:
            iri = _CONTROLLED[self.kind].get(value)
            if iri is None:
                raise InputError(f"--{self.name} {value} 不是可用的值：{self.help}")
            return NamedNode(iri)
        return Literal(value)


_CONTROLLED: Final[Mapping[str, Mapping[str, str]]] = {
    "level": {name.value: LEVELS[name].value for name in Level},
    "status": {name.value: STATUSES[name].value for name in Status},
}


@dataclass(frozen=True, slots=True)
class Named:
    """A query of ontology/queries: its name, help line, parameters and text."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    text: str

    def sparql(self, given: Mapping[str, str]) -> str:
        """The query with its arguments put in; a line with an optional parameter that is not given is left out.

        Raises InputError for an argument that is missing, unknown or of the wrong kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(set(given) - set(known)):
            raise InputError(f"查询 {self.name} 没有参数 --{unknown[0]}{_usage(self)}")
        if missing := [p.name for p in self.parameters if p.required and p.name not in given]:
            raise InputError(f"查询 {self.name} 缺少参数 --{missing[0]}{_usage(self)}")
        if not known:
            return self.text
        terms = {name: str(known[name].term(value)) for name, value in given.items()}
        lines = (line for line in self.text.splitlines() if not line.startswith("#"))
        asked = (line for line in lines if all(name in terms for name in _USED.findall(line)))
        return "\n".join(_USED.sub(lambda found: terms[found[1]], line) for line in asked) + "\n"


def _usage(named: Named) -> str:
    lines = [f"\n  --{p.name}{'' if p.required else '（可省）'}  {p.help}" for p in named.parameters]
    return "。参数：" + "".join(lines) if lines else "（它没有参数）"


@cache
def named() -> Mapping[str, Named]:
    """The named queries by name."""
    return {
        path.stem: _named(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder().glob("queries/*.rq"))
    }


def _named(name: str, text: str) -> Named:
    lines = text.splitlines()
    found = (_PARAMETER.fullmatch(line) for line in lines[1:])
    parameters = (Parameter(f["name"], f["kind"], not f["optional"], f["help"]) for f in found if f)
    return Named(name, lines[0].removeprefix("#").strip(), tuple(parameters), text)


def query(text: str) -> Named:
    """The query that a command's argument means: a named one, or SPARQL itself. Raises InputError for an unknown name."""
    if text in named():
        return named()[text]
    if _CALLED.fullmatch(text):
        near = difflib.get_close_matches(text, named(), 3, 0.4)
        hint = f"；相近的有 {'、'.join(near)}" if near else ""
        raise InputError(f"没有名为 {text} 的查询{hint}。全部查询：kg query --list")
    return Named("", "", (), text)


def run(store: Store, asked: Named, given: Mapping[str, str] | None = None) -> Results:
    """Run a query; the usual prefixes need no declaration. Raises InputError where it is no SPARQL query."""
    try:
        return store.query(asked.sparql(given or {}), prefixes=prefixes())
    except SyntaxError as error:
        raise InputError(f"不是合法的 SPARQL 查询：{error}") from error


@cache
def prefixes() -> dict[str, str]:
    """The prefixes that queries may use undeclared."""
    return {**PREFIXES, "id": ID}


def columns(results: Results | QuadParser) -> tuple[str, ...]:
    """The headings of a table of the results."""
    if isinstance(results, QuerySolutions):
        return tuple(variable.value for variable in results.variables)
    return ("答",) if isinstance(results, QueryBoolean) else ("主语", "谓语", "宾语")


def rows(results: Results | QuadParser) -> Iterator[tuple[str, ...]]:
    """The results as lines of a table for people: literals bare, IRIs short, what is unbound empty."""
    if isinstance(results, QueryBoolean):
        yield ("是" if results else "否",)
    elif isinstance(results, QuerySolutions):
        yield from (tuple("" if term is None else _shown(term) for term in solution) for solution in results)
    else:
        yield from ((_shown(t.subject), _shown(t.predicate), _shown(t.object)) for t in results)


def _shown(term: object) -> str:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        name, iri = next(((n, i) for n, i in prefixes().items() if term.value.startswith(i)), ("", ""))
        return term.value[len(iri) :] if name == "id" else f"{name}:{term.value[len(iri) :]}" if name else term.value
    return str(term)


def write(results: Results, form: str, output: IO[bytes]) -> int:
    """Write the results in one of TABLES or GRAPHS, row by row; how many rows or triples they are.

    Raises InputError where format and query do not fit.
    """
    if isinstance(results, QueryTriples):
        if form not in GRAPHS:
            raise InputError(f"CONSTRUCT 和 DESCRIBE 的结果是图，不能写成 {form}；可用 {'、'.join(GRAPHS)}")
        counted = Counted(results)
        serialize(counted, output, GRAPHS[form], prefixes=prefixes() if form in {"turtle", "rdfxml"} else None)
        return counted.number
    if form not in TABLES:
        raise InputError(f"SELECT 和 ASK 的结果是表，不能写成 {form}；可用 table、{'、'.join(TABLES)}")
    if isinstance(results, QueryBoolean):
        results.serialize(output, TABLES[form])
        return 1
    return write_rows(results, TABLES[form], output)
