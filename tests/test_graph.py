"""The networkx graph: typed nodes and edges, facts once, neighbourhoods."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.graph import multidigraph, neighbourhood
from kg.model import Knowledge
from kg.terms import EntityType, FactType
from tests.samples import GOLD, knowledge_from_gold

SEED = knowledge_from_gold()


def test_each_entity_is_a_node_and_each_fact_an_edge_or_a_node() -> None:
    told = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    graph = multidigraph(told)
    facts = {f.id for part in told.parts for f in part.facts}
    types = {about["type"] for _, about in graph.nodes(data=True)}
    assert types <= {*EntityType, *FactType}
    assert {e.id for part in told.parts for e in part.entities} == {
        k for k, d in graph.nodes(data=True) if d["type"] in {*EntityType}
    }
    as_nodes = {d["fact"] for _, d in graph.nodes(data=True) if "fact" in d}
    as_edges = {d["fact"] for *_, d in graph.edges(data=True)}
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
