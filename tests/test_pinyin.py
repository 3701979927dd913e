"""How characters are read."""

from __future__ import annotations

import pytest

from kg.view.pinyin import readings, table


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("学", "xue"),
        ("长", "zhang chang"),
        ("重", "zhong chong tong"),
        ("女", "nv ru"),
        ("A", ""),
        ("，", ""),
        ("\ud800", ""),
    ],
)
def test_every_reading_of_a_character_the_usual_one_first(character: str, expected: str) -> None:
    assert " ".join(readings(character)) == expected


def test_the_table_holds_each_chinese_character_once() -> None:
    assert table(["长沙市A", "长沙"]) == {"市": "shi fu", "沙": "sha suo", "长": "zhang chang"}
