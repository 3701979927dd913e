"""Hostile names in every output: nothing that reads them takes them for code."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pyoxigraph import Store

from kg import exports, query, rdf, store
from kg.model import Document, Entity, Fact, Knowledge, Mention, Named, Part, Span
from kg.terms import ID, PREFIXES, EntityType, FactType, Role
from kg.view import page
from tests.reliability.hostile import check_rdf
from tests.reliability.service import Served
from tests.reliability.table import Row

NAMES = (
    "</script><script>window.owned=1</script>", "<img src=x onerror=window.owned=1>", '"><svg onload=window.owned=1>', "javascript:window.owned=1", "' onmouseover='window.owned=1",
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("x")', '"@zh . <x:a> <x:b> <x:c> . "', "'''", '"""', "\\", '\\"', "a\nb", "\x00", "\u2028", "\u202e倒", "{{7*7}}{% raw %}",
    '" } ; DROP ALL ; #', '"@zh } UNION { ?s ?p ?o } #', "> <x:p> <x:o> . <", "__proto__", "%0d%0aSet-Cookie:a=1", "$school", "?s", "`id`", "${7*7}", "'); DROP TABLE x; --", "]]>", "<!--", "&amp;", "../../x", "校" * 200,
)  # fmt: skip


def knowledge() -> Knowledge:
    """A document whose name, title, things, facts and text are all hostile."""
    text = "，".join(NAMES) + "。"
    entities, named, facts = [], [], []
    for place, name in enumerate(NAMES):
        start = text.index(name)
        kind = EntityType.SCHOOL if place % 2 else EntityType.COMPETITION
        entities.append(Entity(f"{kind.lower()}/320404/{place}{name}", kind, None, name, (name * 2,), "320404"))
        named.append(Named(Mention(Span(start, start + len(name)), name, kind, name), entities[-1].id))
    for place in range(0, len(NAMES) - 1, 2):
        args = {Role.RECIPIENT: entities[place + 1].id, Role.COMPETITION: entities[place].id, Role.RANK: NAMES[place]}
        facts.append(Fact(f"f{place}", FactType.AWARD, args, (Span(0, len(text)),), NAMES[0], 0.5))
    document = Document(NAMES[0], text, None, "320404", (Span(0, len(text)),), title=NAMES[0], address=NAMES[3])
    in_order = tuple(sorted(named, key=lambda n: n.mention.span))
    return Knowledge((Part(document, tuple(sorted(entities, key=lambda e: e.id)), in_order, tuple(facts)),))


def rows() -> Iterator[Row]:
    """A line for each way of going wrong."""
    told = knowledge()
    yield Row(
        "3 hostile names",
        "Turtle, N-Triples, RDF/XML, JSON-LD, TriG: the names come back",
        len(NAMES),
        _raised(lambda: _rdf(told)),
    )
    yield Row("3 hostile names", "cells of CSV that a spreadsheet would run", len(NAMES), tuple(formulas(told)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store.write(told, folder)
        tried, failures = injected(store.opened(folder))
        yield Row("3 hostile names", "parameters of the named queries", tried, tuple(failures))
        if shutil.which("chromium"):
            tried, failures = browsed(told, folder)
            yield Row(
                "3 hostile names",
                "pages opened in Chromium: the view, the explorer, things, the editor",
                tried,
                tuple(failures),
            )


def _raised(check: object) -> tuple[str, ...]:
    try:
        check()  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001 (that is what is counted)
        return (repr(error)[:500],)
    return ()


def _rdf(told: Knowledge) -> None:
    check_rdf(told, by_rdflib=True)
    graph = b"".join(rdf.ntriples_chunks(rdf.union(told, ID)))
    database = Store()
    database.load(graph, query.RdfFormat.N_TRIPLES)
    labels = {
        row[0].value
        for row in database.query("SELECT ?l { ?s rdfs:label ?l FILTER(isLiteral(?l)) }", prefixes=query.prefixes())
    }  # type: ignore[union-attr, index]
    assert set(NAMES) <= labels


def formulas(told: Knowledge) -> Iterator[str]:
    """The cells that a spreadsheet would take for a formula, in the tables that are exported."""
    for text in exports.csv_tables(told).values():
        for line in csv.reader(io.StringIO(text, newline="")):
            yield from (cell for cell in line if re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell))


def injected(database: Store) -> tuple[int, list[str]]:
    """Each name as each parameter of each named query: it answers as if nobody had such a name, or tells what is wrong."""
    failures, tried = [], 0
    for name, asked in query.named().items():
        for parameter in asked.parameters:
            for value in NAMES:
                tried += 1
                given = {p.name: "x" for p in asked.parameters if p.required and p.kind in {"name", "text"}}
                try:
                    sparql = asked.sparql({**given, parameter.name: f"{value}{_NOBODY}"})
                    found = len(list(query.rows(database.query(sparql, prefixes=query.prefixes()))))
                except query.InputError:
                    continue
                except Exception as error:  # noqa: BLE001 (that is what is counted)
                    failures.append(f"{name} --{parameter.name} {value!r}: {error!r}")
                    continue
                bare = re.sub(r'"(?:[^"\\]|\\.)*"(?:@\w+|\^\^<[^>]*>)?', "S", sparql)
                if re.search(r"DROP|x:[abcpo]|owned", bare) or found:
                    failures.append(f"{name} --{parameter.name} {value!r}: {found} rows")
    return tried, failures


def browsed(told: Knowledge, folder: Path) -> tuple[int, list[str]]:
    """Pages that show the names, opened in a browser: how many, and where something ran or went out."""
    view = folder / "graph.html"
    view.write_text(page(told), encoding="utf-8")
    served = Served(folder / "served", told)
    failures, asked = [], list[str]()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            tab = browser.new_page()
            tab.on("request", lambda request: asked.append(request.url))
            things = [ID_PATH.sub("/id/", iri) for iri in subjects(folder)]
            addresses = [
                view.as_uri(),
                *(f"{served.url}{path}" for path in ("/", "/explore", "/explorer/", "/sparql", *things)),
            ]
            for address in addresses:
                tab.goto(address)
                tab.wait_for_timeout(50)
                if tab.evaluate("() => window.owned"):
                    failures.append(f"{address}: a script ran")
            failures += _typed(tab, served.url)
            browser.close()
    finally:
        served.close()
    failures += [f"asked for {url}" for url in asked if not url.startswith(("file:", served.url, "data:", "blob:"))]
    return len(addresses) + 1, failures


_NOBODY = "〇"
"""What makes a name that nobody has."""
ID_PATH = re.compile("^" + re.escape(ID))


def subjects(folder: Path) -> list[str]:
    """The IRIs of the things with a page, as links write them."""
    found = store.opened(folder).query("SELECT DISTINCT ?s { ?s edu:mention ?m }", prefixes=query.prefixes())
    return sorted(row[0].value for row in found)  # type: ignore[union-attr, index]


_LABELS = "SELECT ?l WHERE { ?s rdfs:label|skos:altLabel ?l }"
_PREFIXED = f"PREFIX rdfs: <{PREFIXES['rdfs']}>\nPREFIX skos: <{PREFIXES['skos']}>\n{_LABELS}"


def _typed(tab: Page, url: str) -> list[str]:
    """A query of the editor whose answer holds all the names."""
    tab.goto(f"{url}/sparql")
    tab.wait_for_selector(".yasqe .CodeMirror, #query")
    if tab.locator(".yasqe").count():  # built in where npm was there when the package was installed
        tab.evaluate(f"void yasgui.getTab().setQuery({json.dumps(_PREFIXED)})")
        tab.click(".yasqe_queryButton")
        tab.wait_for_selector(".yasr table")
    else:
        tab.fill("#query", _LABELS)
        tab.click("#run")
        tab.wait_for_selector("#answer table")
    return ["the editor: a script ran"] if tab.evaluate("() => window.owned") else []
