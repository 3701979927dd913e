"""Pages for people: the start, the query editor, a thing with its facts and evidence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlencode

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.identity.ids import entity_id
from kg.ontology import label, ontology
from kg.query import named, prefixes
from kg.server.context import context
from kg.terms import EntityType

_FOLDER: Final = Path(__file__).parent
_POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
_DRAWN: Final = _POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'; font-src data:")
"""YASGUI writes styles into its elements."""
_WORKBENCH: Final = _FOLDER / "static" / "yasgui" / "yasgui.min.js"
_THINGS: Final = frozenset(entity_id(kind, None, "").partition("/")[0] for kind in EntityType)
"""What the IRIs of things begin with."""
_EXAMPLE: Final = re.compile(r"如 (\S+)")
_FIRST: Final = {"level": "municipal", "status": "accepted"}
_SAID: Final = """SELECT (STR(?p) AS ?property) (STR(?o) AS ?value) ?name WHERE {{
  <{node}> ?p ?o OPTIONAL {{ ?o rdfs:label ?name FILTER(LANG(?name) = "zh") }}
  FILTER(?p NOT IN (edu:mention, rdf:type))
}} ORDER BY ?p ?name ?o"""
_TYPES: Final = "SELECT (STR(?c) AS ?class) WHERE {{ <{node}> a ?c }} ORDER BY ?c"
_FACTS: Final = """SELECT DISTINCT (STR(?fact) AS ?f) (STR(?class) AS ?kind) (STR(?p) AS ?property) (STR(?o) AS ?value) ?name WHERE {{
  ?fact ?role <{node}> ; edu:evidence ?any ; a ?class ; ?p ?o .
  OPTIONAL {{ ?o rdfs:label ?name FILTER(LANG(?name) = "zh") }}
  FILTER(?p NOT IN (rdf:type, edu:evidence, edu:rule, edu:confidence, prov:wasDerivedFrom) && ?o != <{node}>)
}} ORDER BY ?class ?fact ?p ?name ?o"""
_QUOTES: Final = """SELECT DISTINCT (STR(?fact) AS ?f) ?quote ?source ?rule WHERE {{
  {{ ?fact ?role <{node}> ; edu:evidence ?passage ; edu:rule ?rule }}
  UNION {{ ?fact edu:mention ?passage . FILTER(?fact = <{node}>) BIND("" AS ?rule) }}
  ?passage nif:anchorOf ?quote ; nif:referenceContext ?document . ?document dcterms:source ?source .
}} ORDER BY ?f ?source ?quote ?rule"""


@dataclass(slots=True)
class _Fact:
    """A fact as a page shows it: its kind, its lines (name, value, link), its quotations (text, document, rule)."""

    kind: str
    lines: list[tuple[str, str, str | None]] = field(default_factory=list)
    quotes: list[tuple[str, str, str]] = field(default_factory=list)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _page(template: str, policy: str = _POLICY, **values: object) -> Response:
    text = _environment().get_template(template).render(**values)
    headers = {"Content-Security-Policy": policy, "Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(text, headers=headers)


async def start(request: Request) -> Response:
    """The first page: what there is and where."""
    counted = await context(request).rows(
        "SELECT (STR(?c) AS ?class) (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c"
    )
    counts = [(label(iri), number) for iri, number in counted]
    return _page("start.html", counts=counts, drawn=(context(request).out / "graph.html").is_file())


def editor(request: Request) -> Response:
    """The query editor with the named queries as examples: YASGUI, where it was built in."""
    examples = [
        {"name": name, "help": one.help, "sparql": _declared(one.sparql(_arguments(name)))}
        for name, one in named().items()
    ]
    about = {
        "base": context(request).base,
        "things": sorted(_THINGS),
        "examples": examples,
        "prefixes": prefixes(),
        "terms": {term.iri: term.labels.get("zh", term.local) for term in ontology().terms.values()},
        "classes": [term.iri for term in ontology().classes()],
        "properties": [term.iri for term in ontology().properties()],
    }
    workbench = _WORKBENCH.is_file()
    text = json.dumps(about, ensure_ascii=False)
    return _page("editor.html", _DRAWN if workbench else _POLICY, examples=examples, about=text, workbench=workbench)


def _arguments(name: str) -> dict[str, str]:
    found = ((p, _EXAMPLE.search(p.help)) for p in named()[name].parameters if p.required)
    return {p.name: example[1] if example else _FIRST.get(p.kind, "") for p, example in found}


def _declared(sparql: str) -> str:
    """The query with the prefixes that it uses, so that it runs elsewhere too."""
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in sorted(prefixes().items()) if re.search(rf"\b{name}:", sparql)]
    return "\n".join([*lines, sparql])


async def thing_page(request: Request, node: str) -> Response:
    """A thing: what is said of it, its facts, and where the documents say so."""
    about = context(request)
    said, facts, quotes = [await about.rows(text.format(node=node)) for text in (_SAID, _FACTS, _QUOTES)]
    types = [label(iri) for (iri,) in await about.rows(_TYPES.format(node=node))]
    told: dict[str, _Fact] = {}
    for fact, kind, property_iri, value, name in facts:
        entry = told.setdefault(fact, _Fact(label(kind)))
        entry.lines.append((label(property_iri), name or _shown(about.base, value), _link(about.base, value)))
    mentions = []
    for fact, quote, source, rule in quotes:
        if fact in told:
            told[fact].quotes.append((quote, source, rule))
        elif fact == node:
            mentions.append((quote, source))
    lines = [(label(p), name or _shown(about.base, value), _link(about.base, value)) for p, value, name in said]
    title = next((value for p, value, _ in said if p.endswith("#label")), node)
    return _page(
        "thing.html",
        title=title,
        iri=node,
        types=types,
        lines=lines,
        facts=told,
        mentions=mentions,
        place=_place(node.removeprefix(about.base)),
    )


def _shown(base: str, value: str) -> str:
    """A value without a label: our terms by theirs, our things by their path."""
    return label(value) if value.startswith(prefixes()["edu"]) else value.removeprefix(base)


def _link(base: str, value: str) -> str | None:
    """Where a thing of the graph has its page; None for what is no thing of ours."""
    return f"/id/{value[len(base) :]}" if value.startswith(base) else None


def _place(local: str) -> str | None:
    """Where the explorer shows a thing; None for what it does not draw."""
    if local.partition("/")[0] not in _THINGS:
        return None
    return urlencode({"around": unquote(local), "hops": 1, "n": unquote(local)})
