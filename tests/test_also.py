"""A name that a text introduces as another name is read as the word before it says, and without that word."""

from __future__ import annotations

import pytest

from kg.also import introduced
from kg.extract import reading
from kg.model import Mention, Span
from kg.sources import document
from kg.terms import EntityType

CITY = "沈阳市和平区第一小学"


def told(text: str, *named: tuple[str, EntityType]) -> list[tuple[str, str]]:
    found = [Mention(Span(at := text.rindex(n), at + len(n)), n, kind, "test") for n, kind in named]
    return [(m.text, m.type) for m in introduced(text, (Span(0, len(text)),), found)]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("（即鼓一中心小学）", "即鼓一中心小学"),
        ("（亦称鼓一中心小学）", "亦称鼓一中心小学"),
        ("（现更名为鼓一中心小学）", "现更名为鼓一中心小学"),
        ("（原鼓一中心小学）", None),
        ("，也就是鼓一中心小学，", None),
        ("（又称作“鼓一中心小学”）", None),
        ("于2015年正式更名为鼓一中心小学，", "为鼓一中心小学"),
    ],
)
def test_the_word_before_is_no_part_of_the_name(said: str, read: str | None) -> None:
    text = f"{CITY}{said}创办于1952年。鼓一中心小学获奖。"
    named = [(CITY, EntityType.SCHOOL), *([(read, EntityType.SCHOOL)] if read else [])]
    assert told(text, *named) == [(CITY, "School"), ("鼓一中心小学", "School"), ("鼓一中心小学", "School")]


def test_a_name_that_begins_like_a_place_is_a_school_wherever_it_stands() -> None:
    text = f"{CITY}（又名和平区一校）获奖。和平区教育局表彰和平区一校。"
    found = told(text, (CITY, EntityType.SCHOOL), ("和平区", EntityType.PLACE))  # the last of the places
    assert found == [(CITY, "School"), ("和平区一校", "School"), ("和平区一校", "School")]


@pytest.mark.parametrize(
    "said",
    [
        "，原来是一所农村小学，",
        "，现为全区最大的小学，",
        "（原校长李明）",
        "，即将更名。",
        "（即学校）",
        "，今年与外国语小学结对。",
        "，原红旗小学和东风小学，",
    ],
)
def test_what_is_no_name_is_none(said: str) -> None:
    assert told(CITY + said, (CITY, EntityType.SCHOOL)) == [(CITY, "School")]


@pytest.mark.parametrize(
    "said", ["（即鼓一中心小学）", "（旧称和平区一校）", "，又称和平区一校，", "（别名大众小学校）"]
)
def test_a_document_is_read_so(said: str) -> None:
    text = f"{CITY}{said}创办于1952年。"
    name = said.strip("（），").removeprefix("即").removeprefix("旧称").removeprefix("又称").removeprefix("别名")
    found = reading(document("a.txt", text, date=None, region="210102"))
    assert [m.text for m in found.mentions if m.type is EntityType.SCHOOL] == [CITY, name]
