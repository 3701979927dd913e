"""Knowledge in the formats of other tools: RDF syntaxes, GraphML, GEXF, CSV tables, Cypher."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import RdfFormat, parse, serialize

from kg import rdf
from kg.cells import harmless
from kg.errors import InputError
from kg.graph import multidigraph
from kg.lazy import regex
from kg.model import Knowledge
from kg.output import replaced
from kg.terms import ID, PREFIXES

if TYPE_CHECKING:
    import networkx as nx

_NODE_COLUMNS: Final = ("id", "type", "kind", "label", "aliases", "jurisdiction", "documents")
_EDGE_COLUMNS: Final = ("source", "target", "key", "type", "label")
_NOT_XML: Final = regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def export(knowledge: Knowledge, form: str, path: Path, base: str = ID, *, rdf12: bool = False) -> list[Path]:
    """Write the knowledge in one of FORMATS; the files written. `csv` makes two of `path`: PATH-nodes.csv and PATH-edges.csv.

    With `rdf12` the evidence of two-party facts stands on triple terms (RDF 1.2), in the formats of RDF12.
    Raises InputError for an unknown format and where the file cannot be written.
    """
    if rdf12 and form not in RDF12:
        raise InputError(f"--rdf12 只用于 {'、'.join(RDF12)}")
    if form not in FORMATS:
        raise InputError(f"没有格式 {form}：可用 {'、'.join(FORMATS)}")
    try:
        if form == "csv":
            tables = {path.with_name(f"{path.stem}-{name}.csv"): text for name, text in csv_tables(knowledge).items()}
            with ExitStack() as files:
                for table, text in tables.items():
                    files.enter_context(replaced(table)).write(text.encode("utf-8-sig"))
            return list(tables)
        with replaced(path) as file:
            file.writelines((RDF12 if rdf12 else FORMATS)[form](knowledge, base))
    except OSError as error:
        raise InputError(f"无法写入 {path}：{error.strerror}") from error
    return [path]


def csv_tables(knowledge: Knowledge) -> dict[str, str]:
    """The tables `nodes` and `edges`; no cell is taken for a formula by a spreadsheet."""
    graph = multidigraph(knowledge)
    nodes = [{"id": key, **about} for key, about in graph.nodes(data=True)]
    edges = [{"source": s, "target": t, "key": k, **about} for s, t, k, about in graph.edges(keys=True, data=True)]
    return {"nodes": _table(nodes, _NODE_COLUMNS), "edges": _table(edges, _EDGE_COLUMNS)}


def _table(lines: list[dict[str, Any]], first: tuple[str, ...]) -> str:
    columns = [*first, *sorted({name for line in lines for name in line} - set(first))]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: harmless(value) if isinstance(value, str) else value for name, value in line.items()} for line in lines
    )
    return out.getvalue()


def _turtle(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.turtle_chunks(rdf.union(knowledge, base), base)


def _ntriples(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.ntriples_chunks(rdf.union(knowledge, base))


def _nquads(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.nquads_chunks(rdf.named_graphs(knowledge, base))


def _trig(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.trig_chunks(rdf.named_graphs(knowledge, base), base)


def _jsonld(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.jsonld_chunks(rdf.named_graphs(knowledge, base), base)


def _reified(knowledge: Knowledge, base: str) -> Iterator[tuple[str, rdf.Statements]]:
    return ((graph, rdf.with_triple_terms(said)) for graph, said in rdf.named_graphs(knowledge, base))


def _turtle12(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.turtle_chunks(rdf.with_triple_terms(rdf.union(knowledge, base)), base)


def _ntriples12(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.ntriples_chunks(rdf.with_triple_terms(rdf.union(knowledge, base)))


def _nquads12(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.nquads_chunks(_reified(knowledge, base))


def _trig12(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    return rdf.trig_chunks(_reified(knowledge, base), base)


def _rdfxml(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    """RDF/XML; a character that XML cannot hold becomes U+FFFD."""
    plain = b"".join(_ntriples(knowledge, base)).decode()
    escaped = re.sub(
        r"\\u00(?:0[0-8BCEF]|1[0-9A-F])", "\ufffd", plain.replace("\\b", "\\u0008").replace("\\f", "\\u000C")
    )
    triples = parse(_NOT_XML.sub("\ufffd", escaped).encode(), RdfFormat.N_TRIPLES)
    prefixes = {name: iri for name, iri in PREFIXES.items() if name not in {"oa", "owl", "vann", "void"}}
    yield serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes) or b""


def _graphml(knowledge: Knowledge, _: str) -> Iterator[bytes]:
    out = io.BytesIO()
    _networkx().write_graphml(_for_xml(multidigraph(knowledge)), out, named_key_ids=True)
    yield out.getvalue()


def _gexf(knowledge: Knowledge, _: str) -> Iterator[bytes]:
    """GEXF 1.2draft without networkx's date of writing: the same bytes on any day."""
    graph = _for_xml(multidigraph(knowledge))
    out = io.BytesIO()
    _networkx().write_gexf(graph, out, version="1.2draft")
    yield re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue(), count=1)


def _networkx() -> Any:  # noqa: ANN401 (it has no types)
    return import_module("networkx")  # which takes long, and most formats need none of it


def _for_xml(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The graph with what XML cannot hold replaced by U+FFFD; of each attribute one type, as the formats ask."""
    whole: nx.MultiDiGraph = _networkx().MultiDiGraph(**graph.graph)
    mixed = _mixed([about for _, about in graph.nodes(data=True)]) | _mixed(
        [about for *_, about in graph.edges(data=True)]
    )
    for key, about in graph.nodes(data=True):
        whole.add_node(_clean(key), **_attributes(about, mixed))
    for source, target, key, about in graph.edges(keys=True, data=True):
        whole.add_edge(_clean(source), _clean(target), key=key, **_attributes(about, mixed))
    return whole


def _mixed(lines: list[dict[str, Any]]) -> set[str]:
    """Attributes whose values are not all of one type."""
    types: dict[str, set[type]] = {}
    for line in lines:
        for name, value in line.items():
            types.setdefault(name, set()).add(type(value))
    return {name for name, found in types.items() if len(found) > 1}


def _attributes(about: Mapping[str, Any], mixed: set[str]) -> dict[str, Any]:
    return {
        name: _clean(str(value)) if isinstance(value, str) or name in mixed else value for name, value in about.items()
    }


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _cypher(knowledge: Knowledge, _: str) -> Iterator[bytes]:
    """A script for Neo4j and other readers of openCypher: nodes first, then edges by the nodes' ids."""
    graph = multidigraph(knowledge)
    yield b"CREATE INDEX thing_id IF NOT EXISTS FOR (n:Thing) ON (n.id);\n"
    for key, about in graph.nodes(data=True):
        kinds = "".join(
            f":{name}" for name in dict.fromkeys(("Thing", _kind(about["type"]), _kind(about.get("kind", "")))) if name
        )
        yield f"CREATE (n{kinds} {_map({'id': key, **about})});\n".encode()
    for source, target, about in graph.edges(data=True):
        ends = f"(a:Thing {{id: {_string(source)}}}), (b:Thing {{id: {_string(target)}}})"
        relation = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", about["type"]).upper()
        yield f"MATCH {ends} CREATE (a)-[:{relation} {_map(about)}]->(b);\n".encode()


def _kind(name: str) -> str:
    return name[:1].upper() + name[1:]


def _map(about: Mapping[str, Any]) -> str:
    told = ((name, value) for name, value in about.items() if value != "")
    return "{" + ", ".join(f"{name}: {_string(v) if isinstance(v, str) else v}" for name, v in told) + "}"


def _string(text: str) -> str:
    """A Cypher string: JSON's escapes are Cypher's."""
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


FORMATS: Final[Mapping[str, Callable[[Knowledge, str], Iterator[bytes]]]] = {
    "turtle": _turtle,
    "nt": _ntriples,
    "nq": _nquads,
    "trig": _trig,
    "rdfxml": _rdfxml,
    "jsonld": _jsonld,
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": lambda knowledge, _: iter([text.encode() for text in csv_tables(knowledge).values()]),
    "cypher": _cypher,
}
"""Format → its bytes, in pieces."""

RDF12: Final[Mapping[str, Callable[[Knowledge, str], Iterator[bytes]]]] = {
    "turtle": _turtle12,
    "nt": _ntriples12,
    "nq": _nquads12,
    "trig": _trig12,
}
"""The formats that can hold triple terms."""
