"""The public names, used as the README uses them."""

from pathlib import Path

import networkx as nx
import pytest

import kg

TEXT = "4月，西新桥小学获得市羽毛球锦标赛团体第三名。清潭小学加入实验小学教育集团。"


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> kg.Knowledge:
    path = tmp_path_factory.mktemp("texts") / "短讯.txt"
    path.write_text(TEXT, encoding="utf-8")
    return kg.build([path], date="2019-10-31", region="320404")


def test_a_graph_of_typed_nodes_and_edges(knowledge: kg.Knowledge) -> None:
    graph = knowledge.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    school = graph.nodes["school/320404/西新桥小学"]
    assert (school["type"], school["kind"], school["label"]) == ("School", "PrimarySchool", "西新桥小学")
    member = graph["school/320404/清潭小学"]["group/320404/实验小学教育集团"]
    assert {edge["type"] for edge in member.values()} == {"memberOf"}
    assert all("加入" in edge["evidence"] for edge in member.values())


def test_rows_of_a_query(knowledge: kg.Knowledge) -> None:
    assert knowledge.query("SELECT ?rank WHERE { ?a a edu:AwardResult ; edu:rank ?rank }") == [("第三名",)]


def test_a_neighbourhood_is_knowledge_and_shows_itself(knowledge: kg.Knowledge) -> None:
    near = knowledge.neighbourhood("清潭小学", hops=1)
    assert {e.name for part in near.parts for e in part.entities} == {"清潭小学", "实验小学教育集团"}
    assert "<iframe" in near._repr_html_()
    with pytest.raises(kg.InputError, match="没有"):
        knowledge.neighbourhood("没有这所学校")


def test_saved_and_read_back(knowledge: kg.Knowledge, tmp_path: Path) -> None:
    knowledge.save(tmp_path / "out")
    again = kg.Knowledge.read(tmp_path / "out")
    assert again.to_turtle() == knowledge.to_turtle()


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(kg.InputError, match="找不到"):
        kg.build([tmp_path / "none.txt"])


def test_unknown_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = kg.nothing
