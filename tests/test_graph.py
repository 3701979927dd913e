"""The networkx graph: typed nodes and edges, facts once, neighbourhoods."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.exports import export
from kg.graph import multidigraph, neighbourhood
from kg.model import Document, Knowledge, Mention, Reading, Span
from kg.resolve import resolve
from kg.terms import EntityType, FactType
from kg.view.payload import extras, flat
from kg.view.scene import scene
from tests.samples import GOLD, knowledge_from_gold

SEED = knowledge_from_gold()


def test_each_entity_is_a_node_and_each_fact_an_edge_or_a_node() -> None:
    told = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    graph = multidigraph(told)
    facts = {f.id for part in told.parts for f in part.facts}
    types = {about["type"] for _, about in graph.nodes(data=True)}
    assert types <= {*EntityType, *FactType, "Series"}
    assert {e.id for part in told.parts for e in part.entities} == {
        k for k, d in graph.nodes(data=True) if d["type"] in {*EntityType}
    }
    as_nodes = {d["fact"] for _, d in graph.nodes(data=True) if "fact" in d}
    as_edges = {d["fact"] for *_, d in graph.edges(data=True) if d["type"] != "series"}
    assert as_nodes | as_edges == facts


def test_a_fact_of_two_is_an_edge_with_its_evidence() -> None:
    edges = multidigraph(SEED).get_edge_data("campus/320404/双桂坊校区", "group/320404/实验小学教育集团")
    (about,) = edges.values()
    assert about["type"] == "campusOf"
    assert about["label"] == "校区属于"
    assert about["evidence"] == "实小集团双桂坊校区原地改建"
    assert about["confidence"] == 1.0


def test_a_post_is_an_edge_with_its_role() -> None:
    (about,) = (
        multidigraph(SEED).get_edge_data("person/320404/何海平", "government-body/320404/钟楼区人民政府").values()
    )
    assert (about["type"], about["role"]) == ("holdsPost", "副区长")


def test_an_award_is_a_node_between_winner_and_contest() -> None:
    graph = multidigraph(SEED)
    (award,) = (n for n in graph.successors("school/320404/西新桥小学") if graph.nodes[n].get("rank") == "第三名")
    assert graph.nodes[award]["type"] == "award"
    assert graph.nodes[award]["label"] == "团体 第三名"
    assert list(graph.successors(award)) == ["competition/320404/市羽毛球锦标赛"]


EDITIONS = ("第十届全国中小学艺术展演", "全国第七届中小学艺术展演", "2019年钟楼区艺术节", "市羽毛球锦标赛")


def editions() -> Knowledge:
    return resolve(
        [
            Reading(
                Document(f"{i}.txt", name, None, "320404", (Span(0, len(name)),)),
                (Mention(Span(0, len(name)), name, EntityType.COMPETITION, "test"),),
                (),
            )
            for i, name in enumerate(EDITIONS)
        ]
    )


def test_editions_lead_to_their_series() -> None:
    graph = multidigraph(editions())
    series = {key: about["label"] for key, about in graph.nodes(data=True) if about["type"] == "Series"}
    assert sorted(series.values()) == ["全国中小学艺术展演", "钟楼区艺术节"]
    found = {
        (graph.nodes[a]["label"], graph.nodes[a]["edition"], graph.nodes[a]["editionYear"], series[b], about["label"])
        for a, b, about in graph.edges(data=True)
        if about["type"] == "series"
    }
    assert found == {
        (EDITIONS[0], "第十届", "", "全国中小学艺术展演", "所属系列"),
        (EDITIONS[1], "第七届", "", "全国中小学艺术展演", "所属系列"),
        (EDITIONS[2], "", "2019", "钟楼区艺术节", "所属系列"),
    }


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "cypher"])
def test_the_series_are_exported(form: str, tmp_path: Path) -> None:
    written = "".join(p.read_text(encoding="utf-8-sig") for p in export(editions(), form, tmp_path / f"g.{form}"))
    assert written.count("-series" if form != "cypher" else "[:SERIES") >= 3
    assert "第十届" in written


def test_the_page_knows_the_editions_in_their_order() -> None:
    (told, _) = extras(scene(editions()), flat(scene(editions())), title="", whole=True)["series"]
    assert told[0] == "全国中小学艺术展演"
    assert [edition for _, edition, _ in told[1]] == ["第七届", "第十届"]


def test_a_neighbourhood_holds_what_is_within_its_hops() -> None:
    near = neighbourhood(SEED, "实小集团")
    names = {e.name for part in near.parts for e in part.entities}
    assert {"实验小学教育集团", "双桂坊校区", "平冈校区"} <= names
    assert "何海平" not in names
    wider = {e.id for part in neighbourhood(SEED, "实小集团", hops=2).parts for e in part.entities}
    assert {e.id for part in near.parts for e in part.entities} < wider
    assert len(multidigraph(near)) < len(multidigraph(SEED))


def test_an_unknown_name_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match="没有名为 乌有小学 的实体"):
        neighbourhood(SEED, "乌有小学")


def test_an_empty_knowledge_is_an_empty_graph() -> None:
    assert len(multidigraph(Knowledge(()))) == 0
