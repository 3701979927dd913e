"""A build on Spark tells what a build on one machine tells, line for line; only where PySpark and Java are installed."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import output, pipeline
from kg.decisions import Action, Decision, write
from kg.errors import InputError
from kg.identity.across import joined, single
from kg.identity.cluster import clusters
from kg.identity.decided import Decided
from kg.model import Document, Mention, Reading, Span
from kg.terms import EntityType

pytest.importorskip("pyspark", reason="pip install 'jiaopu[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17", allow_module_level=True)

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from kg import spark
from kg.identity.alike import packed_form, thing_of
from kg.spark.components import components
from kg.spark.rows import kept, large_rows, mapped, session

TEXTS = {
    "a.txt": "常州市钟楼区教育局  2019-10-31\n清潭小学加入实验小学教育集团，实小集团现有五所学校。局长李明参加了揭牌仪式。\n",
    "b.txt": "常州市钟楼区教育局  2019-11-02\n常州市第二十四中学（以下简称二十四中）获评省平安校园。二十四中校长王芳介绍，新校区已完成主体封顶。\n",
    "c.txt": "常州市教育局  2020-05-06\n二十四中、清潭小学获得全市中小学生合唱比赛一等奖，清潭小学校长王芳领奖。\n",
    "sub/d.txt": "武进区教育局  2020-06-01\n湖塘桥实验小学和清潭小学结对。我区各校参加了全市中小学生合唱比赛。\n",
    "sub/e.txt": "清潭小学学生王芳获市中小学生合唱比赛二等奖。\n",
    "sub/f.txt": "锦江区教育局  2021-03-04\n成都市第三幼儿园新园区已经启用。\n",
    "sub/g.txt": "锦江区教育局  2021-03-05\n三幼新园区已经启用。\n",
    "sub/h.txt": "武进区教育局  2020-06-02\n育才实验小学，原名德润里小学，创办于1952年。\n",
    "sub/i.txt": "武进区教育局  2010-06-02\n德润里小学举行运动会。\n",
    "sub/j.txt": "鼓楼区召开会议。第六届全国中小学艺术展演开幕，2019年钟楼区中小学艺术节闭幕。\n",
    "sub/k.txt": "南京市教育局  2020-06-02\n南京市鼓楼区举行全国第七届中小学艺术展演，解放路小学、解放门小学参加，解小获奖。六龙镇中心小学、六龙小学参加。\n",
    "sub/l.txt": "常州市天宁区教育局  2020-06-02\n常州市解放路实验小学举行运动会。\n",
    "sub/m.txt": "常州市天宁区教育局  2020-06-03\n解实小举行读书节。\n",
    "sub/empty.txt": "",
}
TABLES = ("entities", "facts", "mentions")
COUNTED = ("entities", "facts", "mentions", "stale")
DECISIONS = (
    Decision(Action.RENAME, ("school/320404/清潭小学",), "甲", "2024-01-01", name="常州市清潭小学"),
    Decision(Action.MERGE, ("school/320404/清潭小学", "school/-/清潭小学"), "甲", "2024-01-02"),
    Decision(
        Action.SPLIT, ("school/320404/清潭小学",), "甲", "2024-01-04", "清潭路小学", ("c.txt",), names=("清潭小学",)
    ),
    Decision(Action.SPLIT, ("school/320400/常州市第二十四中学",), "甲", "2024-01-04", "廿四中", names=("二十四中",)),
    Decision(Action.SPLIT, ("school/320402/常州市解放路实验小学",), "甲", "2024-01-04", "天宁解小", ("sub/m.txt",)),
    Decision(Action.APART, ("place/-/鼓楼区", "place/350102/鼓楼区"), "甲", "2024-01-03"),
    Decision(Action.MERGE, ("place/-/鼓楼区", "place/410204/鼓楼区"), "甲", "2023-01-03"),
    Decision(Action.APART, ("place/-/鼓楼区", "place/410204/鼓楼区"), "甲", "2024-01-03"),
    Decision(Action.APART, ("school/320404/没有小学", "school/320404/没有的小学"), "甲", "2024-01-03"),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[SparkSession]:
    """Spark as it starts soonest: a compiler of code that runs once costs more than it saves."""
    quick = "--conf spark.sql.codegen.wholeStage=false --conf spark.sql.codegen.factoryMode=NO_CODEGEN"
    java = "--driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", f"{quick} {java} pyspark-shell")
        found = session("local[2]")
    yield found
    found.stop()


def written(folder: Path, texts: Iterable[str]) -> Path:
    for name in texts:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
    return folder


def lines(parts: Iterable[Path]) -> list[str]:
    """The lines of N-Quads in order."""
    return sorted(line for part in parts for line in part.read_text(encoding="utf-8").split("\n") if line)


def told(quads: Iterable[Path], report: Path) -> dict[str, Any]:
    known = json.loads(report.read_text(encoding="utf-8"))
    unread = [one["name"] if isinstance(one, dict) else one[0] for one in known["unread"]]
    return {"lines": lines(quads), "unread": unread, **{key: known[key] for key in COUNTED}}


def saying(name: str, region: str, school: str) -> Reading:
    """A document that names a school."""
    span = Span(0, len(school))
    return Reading(
        Document(name, school, None, region, (span,)), (Mention(span, school, EntityType.SCHOOL, "test"),), ()
    )


def test_forms_of_things_join_as_the_things_do() -> None:
    """What a cluster of machines looks at instead of the documents' things gives the same links."""
    for told in (
        (("510104", "三幼"), ("510104", "成都市第三幼儿园")),
        (("510104", "三幼"), ("510107", "成都市第三幼儿园")),
        (("510104", "三幼"), ("510105", "三幼"), ("510107", "成都市第三幼儿园")),
    ):
        singles = [
            single(f"{i}.txt", cluster)
            for i, (region, name) in enumerate(told)
            for cluster in clusters(saying(f"{i}.txt", region, name), Decided())[0]
        ]
        packed = [thing_of(packed_form(thing), thing.members[0][0]) for thing in singles]
        (one, likely), (other, likely_too) = joined(singles, Decided()), joined(packed, Decided())
        assert [(t.name, t.code, t.links) for t in one] == [(t.name, t.code, t.links) for t in other]
        assert [alike.link for alike in likely] == [alike.link for alike in likely_too]


def test_documents_of_a_megabyte_are_read_a_few_at_a_time(engine: SparkSession, tmp_path: Path) -> None:
    """The engine has one gigabyte: an array of all of them, as Spark makes for small rows, would not fit."""
    names = ("spark.sql.parquet.enableVectorizedReader", "spark.sql.execution.arrow.maxRecordsPerBatch")
    before = [engine.conf.get(name) for name in names]
    with large_rows(engine):
        many = engine.range(0, 800, numPartitions=1).selectExpr("'quads' as what", "repeat(id, 500000) as value")
        texts = kept(many, str(tmp_path / "work"), "what")
        sizes = mapped(texts, lambda row: [(str(len(row["value"])),)], "size string").collect()
    assert sum(int(row["size"]) for row in sizes) == 500_000 * (10 + 2 * 90 + 3 * 700)
    assert [engine.conf.get(name) for name in names] == before


@pytest.mark.usefixtures("engine")
def test_the_lines_of_one_machine_from_folders_tables_and_file_systems(tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.mkdir()
    write(one / output.DECISIONS, DECISIONS)
    pipeline.build([str(written(tmp_path / "texts", TEXTS))], one, jobs=1)
    wanted = told([one / "graph.nq"], one / pipeline.REPORT)

    table = pa.table({"name": ["b.txt"], "text": [TEXTS["b.txt"]], "views": [7]})
    pq.write_table(table, tmp_path / "some.parquet")
    places = [
        str(tmp_path / "some.parquet"),
        written(tmp_path / "far", ["c.txt", "sub/d.txt"]).as_uri(),
        str(written(tmp_path / "near", set(TEXTS) - {"b.txt", "c.txt", "sub/d.txt"})),
    ]
    out = tmp_path / "out"
    built = spark.build(places, str(out), decisions=DECISIONS)

    (report,) = (out / "report").glob("part-*")
    assert told((out / spark.NQUADS).glob("part-*.nq"), report) == wanted
    assert wanted["stale"]
    assert built.documents == len(TEXTS) - 1
    assert [unread.name for unread in built.unread] == ["sub/empty.txt"]
    assert {path.name for path in out.iterdir()} == {"nquads", "report", *TABLES}
    rows = {name: pq.read_table(out / name).to_pylist() for name in TABLES}
    assert Counter(row["type"] for row in rows["entities"]) == wanted["entities"]
    assert len(rows["mentions"]) == wanted["mentions"]
    assert Counter({row["id"]: row["type"] for row in rows["facts"]}.values()) == wanted["facts"]
    assert {row["entity"] for row in rows["mentions"]} <= {row["id"] for row in rows["entities"]}
    passages = [(row["document"], one) for row in rows["facts"] for one in row["evidence"]]
    passages += [(row["document"], row) for row in rows["mentions"]]
    assert all(TEXTS[name][one["start"] : one["end"]] == one["text"] for name, one in passages)


@pytest.mark.usefixtures("engine")
def test_bad_input_is_one_line(tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["甲", "甲"], "text": ["一。", "二。"]}), tmp_path / "twice.parquet")
    pq.write_table(pa.table({"body": ["一。"]}), tmp_path / "none.parquet")
    for path, word in (("twice.parquet", "甲 重复"), ("none.parquet", "name"), ("nothing", "找不到")):
        with pytest.raises(InputError, match=word):
            spark.build([str(tmp_path / path)], str(tmp_path / "out"))
    assert not (tmp_path / "out" / "_work").exists()


def test_components_are_those_of_a_graph(engine: SparkSession, tmp_path: Path) -> None:
    chance = random.Random(1)
    pairs = [(chance.randrange(-500, 500), chance.randrange(-500, 500)) for _ in range(450)]
    pairs += [(number, number + 1) for number in range(2000, 2060)] + [(3000, 3000)]
    found = components(engine.createDataFrame(pairs, "a bigint, b bigint"), tmp_path.as_uri())
    groups: dict[int, set[int]] = {}
    for row in found.collect():
        groups.setdefault(row["component"], set()).add(row["node"])
    wanted = {frozenset(one) for one in nx.connected_components(nx.Graph(pairs))}
    assert {frozenset(one) for one in groups.values()} == wanted
    assert all(min(one) == component for component, one in groups.items())
