"""Queries: named ones with arguments, the same answers as rdflib's, every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, Store

from kg import query, results, store
from kg.errors import InputError
from kg.pipeline import knowledge
from kg.sources import document
from tests.samples import knowledge_from_gold

EXAMPLE = re.compile(r"如 (\S+)")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    store.write(knowledge_from_gold(), folder)
    return folder


@pytest.fixture(scope="module")
def database(out: Path) -> Store:
    return store.opened(out)


@pytest.fixture(scope="module")
def graph(out: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(out / store.TURTLE)


def arguments(named: query.Named, *, optional: bool) -> dict[str, str]:
    """The example of each parameter's help line; of level and status the first value."""
    found = {p.name: EXAMPLE.search(p.help) for p in named.parameters if p.required or optional}
    first = {"level": "municipal", "status": "accepted"}
    return {p.name: m[1] if (m := found[p.name]) else first[p.kind] for p in named.parameters if p.name in found}


ASKED = [
    (name, optional)
    for name, q in sorted(query.named().items())
    for optional in ({False} | {not p.required for p in q.parameters})
]


@pytest.mark.parametrize(("name", "optional"), ASKED)
def test_a_named_query_answers_as_rdflib_does(database: Store, graph: rdflib.Graph, name: str, optional: bool) -> None:
    named = query.named()[name]
    given = arguments(named, optional=optional)
    ours = Counter(
        tuple("" if c is None else c.value for c in row) for row in _cells(query.run(database, named, given))
    )
    theirs = graph.query(named.sparql(given), initNs=query.prefixes())
    assert ours == Counter(tuple("" if c is None else str(c) for c in row) for row in theirs)


def _cells(results: query.Results) -> list[tuple[object, ...]]:
    if isinstance(results, query.QueryTriples):
        return [(t.subject, t.predicate, t.object) for t in results]
    return [tuple(solution) for solution in results]


@pytest.mark.parametrize("name", sorted(query.named()))
def test_a_named_query_has_help_and_documented_parameters(name: str) -> None:
    named = query.named()[name]
    assert re.search("[一-龥]{3}", named.help)
    used = set(re.findall(r"\$(\w+)", "\n".join(line for line in named.text.splitlines() if not line.startswith("#"))))
    assert used == {p.name for p in named.parameters}
    assert all(p.kind in {"name", "text", "number", "level", "status"} for p in named.parameters)


def table(database: Store, text: str, **given: str) -> list[tuple[str, ...]]:
    return list(query.rows(query.run(database, query.query(text), given)))


def test_answers_on_the_seed_written_by_hand(database: Store) -> None:
    assert table(database, "members-of", group="实小集团") == [("双桂坊校区", "校区"), ("平冈校区", "校区")]
    assert table(database, "winners-of", competition="市羽毛球锦标赛") == [("团体", "第三名", "西新桥小学", "", "")]
    assert table(database, "posts", organization="钟楼区教育局") == [("杨文娟", "钟楼区教育局", "局长")]
    assert table(database, "person", person="何海平") == [("任职", "钟楼区人民政府", "副区长")]
    assert table(database, "awards-by-level") == [("市级", "20"), ("省级", "5"), ("区县级", "3"), ("国家级", "3")]
    assert ("西新桥三村幼儿园", "改扩建", "已验收", "", "2019-01/2019-06") in table(database, "construction")


def test_arguments_are_terms_and_never_syntax(database: Store) -> None:
    assert table(database, "awards-of", school='x" . ?s ?p ?o . #') == []
    assert table(database, "awards-of", school="$school\n}") == []


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("award-of", {}, "awards-of"),
        ("awards-of", {}, "缺少参数 --school"),
        ("awards-of", {"school": "x", "colour": "red"}, "没有参数 --colour"),
        ("awards-of", {"school": "x", "level": "high"}, "national"),
        ("doubtful", {"below": "half"}, "不是数"),
        ("SELECT ?s WHERE { ?s ?p }", {}, "SPARQL"),
        ("DELETE WHERE { ?s ?p ?o }", {}, "SPARQL"),
    ],
)
def test_wrong_use_is_told_in_one_line(database: Store, text: str, given: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        query.run(database, query.query(text), given)


def written(results: query.Results, form: str) -> bytes:
    file = io.BytesIO()
    query.write(results, form, file)
    return file.getvalue()


def test_every_format_tells_the_same(database: Store) -> None:
    asked = query.query("SELECT ?学校 WHERE { ?s a edu:Kindergarten ; rdfs:label ?学校 } ORDER BY ?学校")
    names = [row[0] for row in query.rows(query.run(database, asked))]
    assert len(names) == 8
    by_csv = list(csv.reader(io.StringIO(written(query.run(database, asked), "csv").decode())))
    assert by_csv == [["学校"], *([name] for name in names)]
    by_json = json.loads(written(query.run(database, asked), "json"))
    assert [b["学校"]["value"] for b in by_json["results"]["bindings"]] == names
    by_xml = written(query.run(database, asked), "xml").decode()
    assert re.findall(r'<literal xml:lang="zh">(.*?)</literal>', by_xml) == names
    assert written(query.run(database, asked), "tsv").decode().splitlines()[1:] == [f'"{name}"@zh' for name in names]


def test_asking_and_constructing(database: Store) -> None:
    assert table(database, "ASK { ?s a edu:School }") == [("是",)]
    assert json.loads(written(query.run(database, query.query("ASK { ?s a edu:Nothing }")), "json"))["boolean"] is False
    graph = rdflib.Graph().parse(
        data=written(query.run(database, query.query("network"), {"entity": "实小集团"}), "turtle")
    )
    assert (
        rdflib.URIRef(query.ID + "campus/320404/平冈校区"),
        rdflib.RDFS.label,
        rdflib.Literal("平冈校区", "zh"),
    ) in graph


def test_a_format_that_does_not_fit_is_refused(database: Store) -> None:
    with pytest.raises(InputError, match="turtle"):
        written(query.run(database, query.query("ASK { ?s ?p ?o }")), "turtle")
    with pytest.raises(InputError, match="csv"):
        written(query.run(database, query.query("network"), {"entity": "实小集团"}), "csv")


NASTY = 'SELECT ?s ?x { ?s a edu:Campus BIND("a\\"\\r\\n,</result><result>},{\\t" AS ?x) }'


@pytest.mark.parametrize("form", query.TABLES)
@pytest.mark.parametrize(("text", "rows"), [(NASTY, 4), ("SELECT ?s { ?s a edu:Nothing }", 0), ("ASK {}", 1)])
def test_rows_are_counted_while_they_are_written(database: Store, form: str, text: str, rows: int) -> None:
    file = io.BytesIO()
    assert query.write(query.run(database, query.query(text)), form, file) == rows
    whole = query.run(database, query.query(text)).serialize(format=query.TABLES[form])
    assert file.getvalue() == whole if form != "json" else json.loads(file.getvalue()) == json.loads(whole or b"")


@pytest.mark.parametrize("form", query.GRAPHS)
def test_triples_are_counted_while_they_are_written(database: Store, form: str) -> None:
    asked = query.query("CONSTRUCT { ?s rdfs:label ?l } { ?s a edu:Campus ; rdfs:label ?l }")
    assert query.write(query.run(database, asked), form, io.BytesIO()) == 4


def test_marks_that_fall_between_two_pieces_are_counted() -> None:
    for form, text, rows in (
        (QueryResultsFormat.XML, b"<results><result></result><result></result></results>", 2),
        (QueryResultsFormat.TSV, b'?a\n"x"\n"y"\n', 2),
    ):
        for cut in range(len(text)):
            watched = results._Watched(io.BytesIO(), form)
            watched.write(text[:cut])
            watched.write(text[cut:])
            assert watched.rows == rows, cut


def test_no_text_of_a_csv_table_is_a_formula(database: Store) -> None:
    asked = query.query(
        'SELECT ("=cmd|\' /C calc\'!A0" AS ?a) ("""-2\n+3""" AS ?b) (-5 AS ?c) (<x:=> AS ?d) ?e (BNODE() AS ?f) {}'
    )
    text = written(query.run(database, asked), "csv").decode()
    head, (a, b, c, d, e, f) = csv.reader(io.StringIO(text, newline=""))
    assert (head, a, b, c, d, e) == (list("abcdef"), "'=cmd|' /C calc'!A0", "'-2\n+3", "-5", "x:=", "")
    assert f.startswith("_:")
    assert "=cmd" in json.loads(written(query.run(database, asked), "json"))["results"]["bindings"][0]["a"]["value"]


def test_editions_of_one_series_are_asked_for_together(tmp_path: Path) -> None:
    texts = {
        "a.txt": "平江实验学校获得苏州市第六届中小学生合唱比赛一等奖。\n",
        "b.txt": "善耕实验小学获得第七届苏州市中小学生合唱比赛二等奖。\n",
        "c.txt": "沧浪实验小学获得市第8届中小学生合唱比赛三等奖。\n",
        "d.txt": "草桥实验小学获得苏州市中小学生足球比赛一等奖。\n",
    }
    documents = [document(name, text, region="320508", date="2021-05-01") for name, text in texts.items()]
    store.write(knowledge(documents), tmp_path)
    assert table(store.opened(tmp_path), "editions", series="苏州市中小学生合唱比赛") == [
        ("第七届苏州市中小学生合唱比赛", "第七届", "", "善耕实验小学", "二等奖"),
        ("苏州市第8届中小学生合唱比赛", "第八届", "", "沧浪实验小学", "三等奖"),
        ("苏州市第六届中小学生合唱比赛", "第六届", "", "平江实验学校", "一等奖"),
    ]
