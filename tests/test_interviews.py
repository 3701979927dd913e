"""Which question a guest's turn answers."""

from __future__ import annotations

import pytest

from kg.sources import document
from kg.terms import TurnRole


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


_QUESTIONS = """
邗江区的集团化办学已经推行三年，目前有哪些变化？

变化最大的是乡镇学校。汊河实验学校去年加入了梅岭教育集团。
今年3月，学校获得扬州市合唱比赛一等奖。

家长最关心的是师资，您怎么看？

师资是根本。我们今年交流教师126人。

感谢周局长接受采访。

责任编辑 高邮
"""


@pytest.mark.parametrize(
    ("head", "asker", "speaker", "possible"),
    [
        ("近日，记者采访了邗江区教育局局长周立新。", "reporter", "周立新", ()),
        ("专访邗江区教育局局长周立新\n", "host", "周立新", ()),
        ("集团化办学访谈\n", "host", None, ()),
        ("记者采访了教育局局长周立新、教研室主任郑海燕。", "reporter", None, ("周立新", "郑海燕")),
    ],
)
def test_questions_and_answers_without_labels_and_stamps_are_turns(
    head: str, asker: str, speaker: str | None, possible: tuple[str, ...]
) -> None:
    turns = document("a.txt", head + "\n" + _QUESTIONS, region="321003", date="2021-05-12").utterances
    assert [turn.role.value for turn in turns] == [asker, "guest", asker, "guest", asker]
    assert [turn.answers for turn in turns] == [None, 0, None, 2, None]
    assert {(t.speaker, t.possible) for t in turns if t.role is TurnRole.GUEST} == {(speaker, possible)}
    assert {t.speaker for t in turns if t.role is not TurnRole.GUEST} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "记者采访发现，学校变了。\n\n路在何方？\n\n汊河实验学校给出了答案。\n\n钱从哪里来？\n\n区里安排了专项资金。\n",  # nobody is asked
        "致家长的一封信\n\n您的孩子几点上学？\n\n八点。\n\n您的孩子几点放学？\n\n五点。\n",  # nothing tells of an interview
        "采访了局长周立新。\n\n您怎么看？\n\n这是好事。\n",  # a single question
    ],
)
def test_a_text_that_merely_asks_has_no_turns(text: str) -> None:
    assert document("a.txt", text, region="321003", date="2021-05-12").utterances == ()
