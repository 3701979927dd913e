"""Every example of the claim corpora: what all rules read in it equals the facts below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import relate, scoring, settle
from kg.corpus import Example, examples
from kg.model import Argument, Claim, Document, Mention, Scope, Span
from kg.patterns import layout, numbers, prizes
from kg.patterns.signature import one_width
from kg.terms import EntityType, FactType, Level, Role

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = [
    example for path in sorted(CORPUS.glob("*.md")) if not path.name.startswith("names-") for example in examples(path)
]


def read(example: Example) -> tuple[Claim, ...]:
    """The claims of an example on its drawn mentions."""
    mentions = tuple(
        Mention(Span(m.start, m.end), example.text[m.start : m.end], EntityType(m.type), "drawn")
        for m in example.mentions
    )
    body = (Span(0, len(example.text)),)
    return relate.claims(Document(example.place, example.text, example.date, example.region, body), mentions)


def said(value: Argument) -> str:
    """An argument as the corpora write it."""
    if isinstance(value, Scope):
        return "AREA" if value.level is None else f"AREA:{value.level}"
    return value.text if isinstance(value, Mention) else str(value)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.place} {e.title}")
def test_example(example: Example) -> None:
    assert example.facts is not None
    expected = {(told.type, tuple(sorted(told.args.items()))) for told in example.facts}
    found = {(str(c.type), tuple(sorted((str(r), said(v)) for r, v in c.args.items()))) for c in read(example)}
    assert found == expected


def test_every_type_of_fact_has_an_example() -> None:
    shown = {told.type for example in EXAMPLES for told in example.facts or ()}
    assert shown == {kind.value for kind in FactType}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.place} {e.title}")
def test_evidence_lies_in_the_text_and_confidence_is_a_probability(example: Example) -> None:
    for claim in read(example):
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(example.text)
        assert relate.LEAST <= claim.confidence <= 1


def test_the_same_document_gives_the_same_claims() -> None:
    for example in EXAMPLES[:10]:
        assert read(example) == read(example)


def test_a_claim_told_twice_is_one_and_a_prize_replaces_taking_part() -> None:
    school = Mention(Span(0, 4), "红星小学", EntityType.SCHOOL, "drawn")
    contest = Mention(Span(5, 9), "合唱比赛", EntityType.COMPETITION, "drawn")
    won = Claim(FactType.AWARD, {Role.RECIPIENT: school, Role.COMPETITION: contest}, Span(0, 9), "a", 0.9)
    joined = Claim(FactType.PARTICIPATES_IN, {Role.PARTICIPANT: school, Role.ACTIVITY: contest}, Span(0, 9), "b", 0.8)
    assert settle.settled([won, joined, won]) == [won]
    assert settle.settled([joined]) == [joined]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("9.1", 9.1),
        ("1,250", 1250),
        ("１２", 12),
        ("十二", 12),
        ("三百二十", 320),
        ("两", 2),
        ("若干", None),
    ],
)
def test_number(text: str, value: float | None) -> None:
    assert numbers.number(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、二等奖", ("一等奖", "二等奖")),
        ("金、银奖", ("金奖", "银奖")),
        ("冠、亚军", ("冠军", "亚军")),
        ("第二、三名", ("第二", "第三名")),
        ("特等奖", ("特等奖",)),
    ],
)
def test_ranks(text: str, said: tuple[str, ...]) -> None:
    assert prizes.ranks(text) == said


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("全国第六届中小学艺术展演", "320404", Level.NATIONAL),
        ("2019年江苏省中小学管乐独奏比赛", "320682", Level.PROVINCIAL),
        ("市赛课", "320404", Level.MUNICIPAL),
        ("如皋市最美艺术教师", "320682", Level.DISTRICT),
        ("南通市非遗传承教育基地", "320682", Level.MUNICIPAL),
        ("重庆市示范幼儿园", "500107", Level.MUNICIPAL),
        ("2019年区班主任基本功竞赛", "320404", Level.DISTRICT),
        ("优秀科技辅导员", "440309", None),
    ],
)
def test_level(name: str, region: str, level: Level | None) -> None:
    assert prizes.level(name, region) == level


def test_one_width_keeps_offsets() -> None:
    text = "（２０２１年）“Ａ组”　第一名！"
    assert len(one_width(text)) == len(text)
    assert one_width(text) == "(2021年)“a组” 第一名!"


def test_cells_of_a_row() -> None:
    assert layout.cells("1\t盲杖\t\t一等奖\n") == ["1", "盲杖", "", "一等奖"]
    assert layout.cells("语文  綦明  泰安路小学  95.2") == ["语文", "綦明", "泰安路小学", "95.2"]


def test_without_mentions_there_are_no_claims() -> None:
    text = "一等奖" * 2000 + "(" * 5000
    assert relate.claims(Document("x", text, None, None, (Span(0, len(text)),)), ()) == ()


def test_the_shipped_scorer_weighs_claims() -> None:
    assert scoring.MODEL.exists()
    sure = [c.confidence for e in EXAMPLES for c in read(e)]
    assert max(sure) > 0.9
    assert len(set(sure)) > 20
