"""Which question a guest's turn answers."""

from __future__ import annotations

import pytest

from kg.sources import document


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("主持人：请介绍一下砂子塘小学教育集团的情况。", 0),
        ("主持人：请周局长给大家谈谈招生政策。", 0),
        ("主持人：枫树山小学什么时候开工？", 0),
        ("记者：今年招生有什么变化。", 0),
        ("主持人：周局长，您好！欢迎做客直播间。", None),
        ("主持人：感谢您的回答。", None),
    ],
)
def test_a_host_who_asks_is_answered(asked: str, answers: int | None) -> None:
    text = f"{asked}\n周建华：枫树山小学新校区预计明年投入使用。\n主持人：谢谢。\n周建华：谢谢大家。\n"
    turns = document("a.txt", text, region="430111", date="2022-06-10").utterances
    assert [turn.answers for turn in turns] == [None, answers, None, None]
