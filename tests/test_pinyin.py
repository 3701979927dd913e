"""How characters are read."""

from __future__ import annotations

from importlib import import_module

import pytest

from kg.view import pinyin
from kg.view.pinyin import _toned, readings, table


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


def test_the_readings_are_those_of_pypinyin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPINYIN_NO_PHRASES", "true")
    every = [chr(int(number)) for number in _toned()]
    told = import_module("pypinyin").pinyin
    for some in ("西新桥小学获得羽毛球锦标赛团体第三名欸誒呣嗯长女绿略〇Aê，\ud800", every):
        found = table(some)
        for character in some:
            expected = told(character, style=0, heteronym=True, errors="ignore")
            assert found.get(character, "") == " ".join(dict.fromkeys(expected[0] if expected else ()))


def test_a_version_of_pypinyin_without_that_file_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    some = ["长沙市A", "重庆"]
    before = table(some)
    for kept in (_toned, readings):
        monkeypatch.setattr(pinyin, kept.__name__, kept.__wrapped__)
    monkeypatch.setattr(pinyin, "_FILE", "none.json")
    assert table(some) == before
