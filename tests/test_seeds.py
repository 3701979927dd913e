"""The example graph: what is committed is what a build gives, byte for byte; its known answers hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.api import Knowledge, build
from kg.pipeline import save
from kg.validate import validate
from kg.verify import verify

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return build([ROOT / "seeds"])


@pytest.fixture(scope="module")
def out(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    save(knowledge, folder)
    return folder


def named(knowledge: Knowledge, name: str) -> set[str]:
    return {e.id for part in knowledge.parts for e in part.entities if name in {e.name, *e.aliases}}


def test_the_committed_graph_is_the_one_that_is_built(out: Path) -> None:
    assert (out / "graph.ttl").read_bytes() == (ROOT / "exports" / "graph.ttl").read_bytes()


def test_date_and_region_come_from_the_text(knowledge: Knowledge) -> None:
    (part,) = knowledge.parts
    assert (part.document.date, part.document.region) == ("2019-10-31", "320404")
    assert len(part.document.utterances) == 28


def test_the_graph_conforms_and_every_quotation_stands_in_the_source(out: Path) -> None:
    assert validate(out).conforms
    found = verify(out, ROOT / "seeds")
    assert found.differences == ()
    assert found.passages > 200


def test_one_group_has_four_names(knowledge: Knowledge) -> None:
    names = ("实小集团", "实小教育集团", "实小学教育集团", "实验小学教育集团")
    assert [named(knowledge, name) for name in names] == [{"group/320404/实验小学教育集团"}] * 4


def test_a_school_with_a_name_in_brackets_is_one(knowledge: Knowledge) -> None:
    assert named(knowledge, "皇粮浜实验学校") == named(knowledge, "钟楼外国语学校") != set()


@pytest.mark.parametrize(("one", "other"), [("清潭小学", "清潭实验小学"), ("花园小学", "花园二小")])
def test_near_names_stay_apart(knowledge: Knowledge, one: str, other: str) -> None:
    assert named(knowledge, one)
    assert named(knowledge, other)
    assert named(knowledge, one).isdisjoint(named(knowledge, other))


def test_known_awards_are_told(knowledge: Knowledge) -> None:
    rows = knowledge.query(
        "SELECT ?name ?rank ?category WHERE { ?a a edu:AwardResult ; edu:recipient/rdfs:label ?name ; edu:rank ?rank ;"
        " edu:category ?category }"
    )
    assert ("西林小学", "第一名", "女子组") in rows
    assert ("西林小学", "第二名", "男子组") in rows
    assert ("泰村实验学校", "第五名", "男子组") in rows
