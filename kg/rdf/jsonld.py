"""Statements as compact JSON-LD, with the context of ontology/context.jsonld."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from kg.lazy import regex
from kg.ontology import folder
from kg.rdf.sheet import Statements
from kg.terms import EDU, PREFIXES

_TYPE: Final = f"<{PREFIXES['rdf']}type>"
_XSD: Final = PREFIXES["xsd"]
_LITERAL: Final = regex(r'("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_UNICODE: Final = regex(r"\\U([0-9A-Fa-f]{8})")


def as_jsonld(graphs: Iterable[tuple[str, Statements]], base: str) -> Iterator[str]:
    """The named graphs (IRI, statements) as one JSON-LD document, graph by graph in order of their IRIs."""
    context = {"@base": base, **_context()}
    yield f'{{"@context": {_json(context)},\n"@graph": ['
    between = "\n"
    write = _Writer(base)
    for graph, statements in sorted(graphs, key=lambda pair: pair[0]):
        nodes = ",\n".join(_json(write.node(subject, statements[subject])) for subject in sorted(statements))
        yield f'{between}{{"id": {_json(write.iri(graph))}, "@graph": [\n{nodes}\n]}}'
        between = ",\n"
    yield "\n]}\n"


@cache
def _context() -> dict[str, Any]:
    return dict(json.loads((folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"])


@cache
def _keys() -> dict[str, tuple[str, str | None]]:
    """Property IRI → its key in the context, and the type that its values are taken for."""
    out = {}
    for key, entry in _context().items():
        if isinstance(entry, dict):
            prefix, _, local = entry["@id"].partition(":")
            out[PREFIXES[prefix] + local] = (key, entry.get("@type"))
    return out


class _Writer:
    """Compacts terms."""

    def __init__(self, base: str) -> None:
        self._base = base

    def node(self, subject: str, said: list[str]) -> dict[str, Any]:
        """One subject with all that is said of it."""
        types: list[str] = []
        node: dict[str, Any] = {"id": self.iri(subject[1:-1])}
        values: dict[str, list[Any]] = {}
        for rest in said:
            predicate, _, token = rest.partition(" ")
            if predicate == _TYPE:
                types.append(_vocabulary(token[1:-1]))
            else:
                key, kind = _keys().get(predicate[1:-1], (_prefixed(predicate[1:-1]), None))
                values.setdefault(key, []).append(self._value(token, kind))
        if types:
            node["type"] = _single(types)
        return node | {key: _single(found) for key, found in sorted(values.items())}

    def iri(self, iri: str) -> str:
        """An IRI relative to the base where that cannot be taken for anything else."""
        rest = iri.removeprefix(self._base)
        plain = (
            rest != iri and rest and ":" not in rest and "//" not in rest and rest[0] not in "/?#@" and "/." not in rest
        )
        return rest if plain and not rest.startswith(".") else iri

    def _value(self, token: str, kind: str | None) -> object:
        if token[0] == "<":
            written = self.iri(token[1:-1])
            return written if kind == "@id" else {"@id": written}
        found = _LITERAL.fullmatch(token)
        if found is None:  # a blank node
            return token if kind == "@id" else {"@id": token}
        text, language, datatype = _unescaped(found[1]), found[2], found[3]
        if language:
            return {"@value": text, "@language": language}
        short = (
            f"xsd:{datatype.removeprefix(_XSD)}" if datatype and datatype.startswith(_XSD) else datatype or "xsd:string"
        )
        if kind in {short, None} and (kind or short == "xsd:string"):
            return text
        return {"@value": text, "@type": short}


def _unescaped(quoted: str) -> str:
    """The text of a string of N-Triples, whose escapes are JSON's but for eight-digit ones."""
    return str(json.loads(_UNICODE.sub(lambda found: chr(int(found[1], 16)), quoted)))


def _vocabulary(iri: str) -> str:
    """A class: ours by local name."""
    return iri[len(EDU) :] if iri.startswith(EDU) and iri[len(EDU) :] in _context() else _prefixed(iri)


def _prefixed(iri: str) -> str:
    name, space = next(((n, s) for n, s in PREFIXES.items() if iri.startswith(s)), ("", ""))
    return f"{name}:{iri[len(space) :]}" if name else iri


def _single(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
