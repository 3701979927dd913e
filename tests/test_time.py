"""Time expressions have the values that a careful reader would give them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.time import expressions, resolve

with (Path(__file__).parent / "time.csv").open(encoding="utf-8", newline="") as _file:
    TABLE = list(csv.DictReader(_file))


def values(text: str, base: str | None) -> list[str]:
    return [value for _, value in expressions(text, base)]


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 430


@pytest.mark.parametrize("row", TABLE, ids=lambda r: f"{r['text']}@{r['base']}")
def test_values(row: dict[str, str]) -> None:
    expected = row["values"].split("|") if row["values"] else []
    assert values(row["text"], row["base"] or None) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("西林街道中心幼儿园、荷源幼儿园九月份已经投用", ["九月份"]),
        ("截至去年底,全区有134所", ["去年底"]),
        ("“十三五”以来,全区新建23所", ["“十三五”以来"]),
        ("2019年“江苏好少年”评选", ["2019年"]),
        ("首页 2019-10-31 10:30:33 来源", ["2019-10-31 10:30:33"]),
    ],
)
def test_spans_hold_the_words_of_time_alone(text: str, words: list[str]) -> None:
    assert [span.of(text) for span, _ in expressions(text, "2019-10-31")] == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("于2019年4月", "2019-04"),
        ("自2016年起", "2016"),
        ("截至5月底", "2019-05"),
        ("上半年,", "2019-01/2019-06"),
        ("上半年完成", None),
    ],
)
def test_a_whole_text_is_one_expression_or_none(text: str, value: str | None) -> None:
    assert resolve(text, "2019-10-31") == value


def test_a_period_as_base_counts_by_its_end() -> None:
    assert resolve("去年", "2019-01/2020-06") == "2019"


@given(
    st.text(alphabet="0123456789年月日至-/.第上下本去今明前一二三十半学期周末底份个届“”五以来 近", max_size=40),
    st.sampled_from([None, "2019", "2019-10", "2019-10-31"]),
)
def test_any_text_gives_ordered_spans_and_dates_that_exist(text: str, base: str | None) -> None:
    last = 0
    for span, value in expressions(text, base):
        assert last <= span.start < span.end <= len(text)
        last = span.end
        assert isinstance(span, Span)
        for end in value.split("/"):
            year, *rest = (int(n) for n in end.split("-"))
            assert 1820 < year < 2200
            assert not rest or 1 <= rest[0] <= 12
