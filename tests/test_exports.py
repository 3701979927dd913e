"""Exports: the same triples in every RDF syntax, graphs that other tools read, tables that run nothing."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg import exports, rdf
from kg.errors import InputError
from kg.exports import ID
from kg.graph import multidigraph
from kg.model import Document, Entity, Fact, Knowledge, Part, Span
from kg.rdf.reader import knowledge
from kg.terms import TWO_PARTY, EntityType, FactType, Role
from tests.samples import GOLD, knowledge_from_gold

HOSTILE = "=cmd|' /C calc'!A0 \\ \" ' <script>alert(1)</script> & ]]> {}\n\t一\u202e“”\ue000\U00020000"
FORMS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "nt": (RdfFormat.N_TRIPLES, "nt"),
    "nq": (RdfFormat.N_QUADS, "nquads"),
    "trig": (RdfFormat.TRIG, "trig"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
}


def hostile(word: str = HOSTILE) -> Knowledge:
    school = Entity("school/320404/甲", EntityType.SCHOOL, None, word, (f"{word}。",), "320404")
    group = Entity("group/-/a:b", EntityType.GROUP, None, "@SUM(1)", ("+1", "-1"))
    person = Entity("person/-/..", EntityType.PERSON, None, "=1+1")
    facts = (
        Fact("1", FactType.MEMBER_OF, {Role.MEMBER: school.id, Role.GROUP: group.id}, (Span(0, len(word)),), "r", 1.0),
        Fact(
            "2",
            FactType.HOLDS_POST,
            {Role.PERSON: person.id, Role.ORGANIZATION: school.id, Role.ROLE: word},
            (Span(0, 1),),
            "r",
            0.5,
        ),
        Fact(
            "3",
            FactType.OBSERVATION,
            {Role.SUBJECT: school.id, Role.MEASURE: word, Role.VALUE: 2.5},
            (Span(0, 2),),
            "r",
            0.5,
        ),
        Fact(
            "4",
            FactType.OBSERVATION,
            {Role.SUBJECT: school.id, Role.MEASURE: "x", Role.VALUE: 3},
            (Span(0, 2),),
            "r",
            0.5,
        ),
    )
    document = Document(f"{word[:30]}.txt", word, None, None, (Span(0, len(word)),))
    return Knowledge((Part(document, (group, person, school), (), facts),))


def triples(knowledge: Knowledge) -> set[tuple[object, object, object]]:
    data = b"".join(rdf.ntriples_chunks(rdf.union(knowledge)))
    return {(t.subject, t.predicate, t.object) for t in parse(data, RdfFormat.N_TRIPLES)}


@pytest.fixture(scope="module")
def told() -> Knowledge:
    return knowledge_from_gold(GOLD / "seed", GOLD / "tuned")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["gold", "hostile"])
def test_every_syntax_tells_the_same_triples(told: Knowledge, tmp_path: Path, form: str, kind: str) -> None:
    knowledge = told if kind == "gold" else hostile()
    (file,) = exports.export(knowledge, form, tmp_path / "g")
    read = parse(path=file, format=FORMS[form][0])
    assert {(t.subject, t.predicate, t.object) for t in read} == triples(knowledge)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own, within its parsers
@pytest.mark.parametrize("form", FORMS)
def test_rdflib_reads_every_syntax(tmp_path: Path, form: str) -> None:
    (file,) = exports.export(hostile(), form, tmp_path / "g")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=file.read_bytes(), format=FORMS[form][1])
    plain = rdflib.Graph().parse(data=b"".join(rdf.ntriples_chunks(rdf.union(hostile()))).decode(), format="nt")
    assert set(dataset.triples((None, None, None))) == set(plain)


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_syntaxes_with_graphs_keep_the_graphs(told: Knowledge, tmp_path: Path, form: str) -> None:
    (file,) = exports.export(told, form, tmp_path / "g")
    graphs = {q.graph_name.value for q in parse(path=file, format=FORMS[form][0]) if isinstance(q, Quad)}
    assert graphs == {rdf.graph_of(part.document.name) for part in told.parts}


def test_json_ld_is_compact(tmp_path: Path) -> None:
    (file,) = exports.export(knowledge_from_gold(), "jsonld", tmp_path / "g")
    text = file.read_text(encoding="utf-8")
    assert '"type": "Campus"' in text
    assert '"campusOf": "group/320404/实验小学教育集团"' in text
    assert '"rdfs:label": {"@value": "双桂坊校区", "@language": "zh"}' in text


def test_xml_gets_a_replacement_for_what_it_cannot_hold(tmp_path: Path) -> None:
    word = "甲\x00\x08\x0c\x1b\ufffe乙"
    for form in ("rdfxml", "graphml", "gexf"):
        (file,) = exports.export(hostile(word), form, tmp_path / form)
        ET.fromstring(file.read_bytes())  # noqa: S314 (our own file)
        assert "甲\ufffd\ufffd\ufffd\ufffd\ufffd乙" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["gold", "hostile"])
def test_networkx_reads_graphml_and_gexf_back(told: Knowledge, tmp_path: Path, kind: str) -> None:
    knowledge = told if kind == "gold" else hostile()
    graph = multidigraph(knowledge)
    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        (file,) = exports.export(knowledge, form, tmp_path / form)
        again = read(file)
        assert set(again) == set(graph)
        assert sorted(again.edges()) == sorted(graph.edges())
        assert {k: d["type"] for k, d in again.nodes(data=True)} == {k: d["type"] for k, d in graph.nodes(data=True)}


def tables(tmp_path: Path, knowledge: Knowledge) -> dict[str, list[dict[str, str]]]:
    files = exports.export(knowledge, "csv", tmp_path / "g.csv")
    assert [f.name for f in files] == ["g-nodes.csv", "g-edges.csv"]
    return {
        f.stem[2:]: list(csv.DictReader(io.StringIO(f.read_bytes().decode("utf-8-sig"), newline=""))) for f in files
    }


def test_csv_has_a_line_for_each_node_and_edge(told: Knowledge, tmp_path: Path) -> None:
    graph, found = multidigraph(told), tables(tmp_path, told)
    assert [line["id"] for line in found["nodes"]] == list(graph)
    assert [(line["source"], line["target"]) for line in found["edges"]] == list(graph.edges())


def test_no_csv_cell_is_a_formula(tmp_path: Path) -> None:
    found = tables(tmp_path, hostile())
    cells = [cell for lines in found.values() for line in lines for cell in line.values()]
    assert f"'{HOSTILE}" in cells
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell)]


def test_cypher_strings_end_where_they_should(tmp_path: Path) -> None:
    (file,) = exports.export(hostile(), "cypher", tmp_path / "g")
    lines = file.read_text(encoding="utf-8").splitlines()
    bare = [re.sub(r'"(?:[^"\\]|\\.)*"', "S", line) for line in lines]
    assert bare[0] == "CREATE INDEX thing_id IF NOT EXISTS FOR (n:Thing) ON (n.id);"
    assert all(
        re.fullmatch(
            r"(?:CREATE \(n(?::\w+)+ \{[\w:,. -]*\}\)|MATCH [\w():{}, ]+ CREATE \(a\)-\[:[A-Z_]+ \{[\w:,. -]*\}\]->\(b\));",
            b,
        )
        for b in bare[1:]
    )
    assert sum(line.startswith("MATCH") for line in lines) == multidigraph(hostile()).number_of_edges()


def test_exports_are_the_same_bytes_in_any_order(told: Knowledge) -> None:
    mixed = dataclasses.replace(told, parts=told.parts[::-1])
    for form, write in exports.FORMATS.items():
        assert b"".join(write(mixed, ID)) == b"".join(write(told, ID)), form


DIGESTS = """
import hashlib
from kg import exports
from tests.samples import knowledge_from_gold
told = knowledge_from_gold()
for form, write in exports.FORMATS.items():
    print(form, hashlib.sha256(b"".join(write(told, exports.ID))).hexdigest())
"""


def test_exports_are_the_same_bytes_under_any_hash_seed() -> None:
    told = set()
    for seed in ("0", "1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
        command = [sys.executable, "-c", DIGESTS]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 (our own)
        assert len(done.stdout.splitlines()) == len(exports.FORMATS)
        told.add(done.stdout)
    assert len(told) == 1


@pytest.mark.parametrize("form", exports.RDF12)
def test_rdf_1_2_puts_evidence_on_triple_terms(told: Knowledge, tmp_path: Path, form: str) -> None:
    (file,) = exports.export(told, form, tmp_path / f"g.{form}", rdf12=True)
    read = list(parse(path=file, format=FORMS[form][0]))
    reified = {t.object for t in read if t.predicate.value.endswith("#reifies")}
    direct = {t if isinstance(t, Triple) else t.triple for t in read}
    assert reified <= direct, "what is reified is also stated"
    assert len({t.subject for t in read if t.predicate.value.endswith("#reifies")}) == len(
        {f.id for part in told.parts for f in part.facts if f.type in TWO_PARTY}
    )
    assert not [t for t in read if "rdf-syntax-ns#subject" in t.predicate.value]
    again = knowledge(read)
    assert [p.facts for p in again.parts] == [p.facts for p in told.parts]


def test_rdf_1_2_is_readable(tmp_path: Path) -> None:
    (file,) = exports.export(knowledge_from_gold(), "turtle", tmp_path / "g", rdf12=True)
    line = "rdf:reifies <<( <campus/320404/双桂坊校区> edu:campusOf <group/320404/实验小学教育集团> )>> ."
    assert line in file.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="turtle"):
        exports.export(hostile(), "docx", tmp_path / "g")
    with pytest.raises(InputError, match="无法写入"):
        exports.export(hostile(), "turtle", tmp_path / "absent" / "g")
