"""The page of a build: bounded, and drawn only where what it shows has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from kg import front, pipeline
from kg.front import Shown
from kg.given import Given

TEXTS = (
    "4月，西新桥小学获得市羽毛球锦标赛团体第三名。\n",
    "清潭小学加入实验小学教育集团，实小集团现有五所学校。\n",
    "花园小学和清潭小学获得全区中小学生合唱比赛小学组一等奖。\n",
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def drawn() -> Iterator[list[Shown]]:
    """What was drawn."""
    found: list[Shown] = []
    draw = front.drawn

    def noted(what: Shown) -> str:
        found.append(what)
        return draw(what)

    with mock.patch.object(front, "drawn", noted):
        yield found


def build(texts: Path, out: Path) -> str:
    pipeline.build([str(texts)], out, given=Given("2019-10-31", "320404"), jobs=1)
    return (out / "graph.html").read_text(encoding="utf-8")


def test_a_page_is_drawn_again_only_where_what_it_shows_has_changed(
    texts: Path, tmp_path: Path, drawn: list[Shown]
) -> None:
    first = build(texts, tmp_path / "out")
    assert build(texts, tmp_path / "out") == first
    assert len(drawn) == 1
    (texts / "1.txt").write_text(TEXTS[1].replace("清潭", "花园"), encoding="utf-8")
    changed = build(texts, tmp_path / "out")
    assert changed == build(texts, tmp_path / "scratch")
    assert changed != first
    assert len(drawn) == 3


def test_a_page_is_drawn_again_where_the_program_has_changed(texts: Path, tmp_path: Path, drawn: list[Shown]) -> None:
    build(texts, tmp_path / "out")
    with mock.patch.object(front, "_program", return_value="another"):
        build(texts, tmp_path / "out")
    assert len(drawn) == 2


@pytest.mark.parametrize(("bound", "most"), [("NODES", 3), ("NODES", 0), ("DOCUMENTS", 1)])
def test_a_page_shows_the_first_documents_of_a_large_graph_and_says_so(
    texts: Path, tmp_path: Path, drawn: list[Shown], bound: str, most: int
) -> None:
    with mock.patch.object(front, bound, most):
        told = build(texts, tmp_path / "out")
    assert [len(what.pieces) for what in drawn] == [1]
    assert "前 1 份文档，共 3 份（全图：kg serve）" in told


def test_a_page_with_room_for_all_shows_all(texts: Path, tmp_path: Path, drawn: list[Shown]) -> None:
    assert "kg serve）" not in build(texts, tmp_path / "out").partition("<script")[0]
    assert [len(what.pieces) for what in drawn] == [3]
