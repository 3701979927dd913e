"""The one reader of annotated Markdown."""

from pathlib import Path

import pytest

from kg.corpus import CorpusError, Drawn, examples


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_mentions_are_drawn_and_facts_follow(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "# 题\n\n## 两校并列\n<!-- date=2020-01-02 region=320404 -->\n\n[清潭小学](School)、[东方小学](School)获[合唱比赛](Competition)一等奖。\n\n"
        "- award recipient=清潭小学 competition=合唱比赛 category=女子组 团体 rank=一等奖\n- same 清潭小学 = 清小\n",
    )
    (example,) = examples(path)
    assert example.text == "清潭小学、东方小学获合唱比赛一等奖。"
    assert example.mentions == (Drawn(0, 4, "School"), Drawn(5, 9, "School"), Drawn(10, 14, "Competition"))
    assert (example.date, example.region) == ("2020-01-02", "320404")
    assert example.facts is not None
    assert example.facts[0].args["category"] == "女子组 团体"
    assert example.same == (("清潭小学", "清小"),)


def test_nothing_is_told_apart_from_silence(tmp_path: Path) -> None:
    silent, nothing = examples(written(tmp_path, "## a\n各学校。\n## b\n各学校。\n\n- nothing\n"))
    assert silent.facts is None
    assert nothing.facts == ()


def test_a_fact_without_arguments_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"x\.md:1"):
        list(examples(written(tmp_path, "## a\n文。\n\n- award\n")))
