"""Structural rules for names: what each proposes, and what it leaves."""

from collections.abc import Mapping

import pytest

from kg.model import Span
from kg.names import bylines, places, quotes, shorts, tables, works
from kg.page import Page, Proposal, occurrences
from kg.terms import EntityType


def page(text: str, sure: Mapping[str, EntityType] | None = None) -> Page:
    return Page(text, (Span(0, len(text)),), sure or {})


def shown(text: str, found: list[Proposal]) -> list[tuple[str, str]]:
    return [(one.span.of(text), str(one.type)) for one in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("印发《甲县校服管理办法(试行)》。", [("甲县校服管理办法(试行)", "Policy")]),
        ("《关于做好招生工作的通知》", [("关于做好招生工作的通知", "Policy")]),
        ("舞蹈《田埂上的风》", [("田埂上的风", "Work")]),
        ("《没有\n结尾》", []),
        ("《》", []),
    ],
)
def test_book_title_marks(text: str, told: list[tuple[str, str]]) -> None:
    assert shown(text, list(works.proposals(page(text)))) == told


def test_quotation_with_its_head_word() -> None:
    text = "“青蓝”教师培养工程开班"
    assert ("“青蓝”教师培养工程", "Program") in shown(text, list(quotes.proposals(page(text))))


def test_title_conferred() -> None:
    text = "荣获“市文明校园”称号"
    assert ("市文明校园", "Honour") in shown(text, list(quotes.proposals(page(text))))


def test_columns_under_their_header() -> None:
    text = "序号\t作品\t姓名\t学校\t奖次\n1\t《光》\t李一 王二\t甲小学\t一等奖\n尾行\n2\t乙\t丙\t丁\t戊\n"
    assert shown(text, list(tables.proposals(page(text)))) == [
        ("光", "Work"),
        ("李一", "Person"),
        ("王二", "Person"),
        ("甲小学", "School"),
    ]


def test_by_lines() -> None:
    text = "(通讯员 钱晓波 宗静)\n责任编辑：尤丽娟\n记者从会上获悉"
    assert shown(text, list(bylines.proposals(page(text)))) == [
        ("钱晓波", "Person"),
        ("宗静", "Person"),
        ("尤丽娟", "Person"),
    ]


def test_areas_in_full_and_short() -> None:
    text = "到南通市参观,再到扬州学习,也到徐州市"
    thought = ("南通", "南通市", "扬州", "州学", "学习")  # the longest of these; not 徐州市, of which nobody thinks
    spans = tuple(sorted(Span(text.index(one), text.index(one) + len(one)) for one in thought))
    found = list(places.proposals(Page(text, (Span(0, len(text)),), {}, spans)))
    assert [(one.span.of(text), one.rule) for one in found] == [
        ("南通市", "places.area"),
        ("扬州", "places.short-area"),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("局前街小学", "School", "局小"),
        ("徐州市第三十七中学", "School", "三十七中"),
        ("常州市第二实验小学", "School", "二实小"),
        ("海陵区实验小学", "School", "实小"),
        ("觅渡桥小学", "School", "觅渡桥小学"),
        ("解放路小学教育集团", "Group", "解小集团"),
        ("星河实验小学教育集团", "Group", "星河集团"),
    ],
)
def test_short_forms(name: str, kind: str, short: str) -> None:
    assert short in set(shorts.forms(name, EntityType(kind)))


def test_a_short_form_that_is_introduced() -> None:
    text = "智堡实验学校(以下简称“智实”)扩建。"
    found = shorts.proposals(page(text, {"智堡实验学校": EntityType.SCHOOL}))
    assert ("智实", "School") in shown(text, list(found))


def test_occurrences_longer_first_and_within_the_span() -> None:
    text = "甲小学、甲小学分校、甲小学"
    found = [(span.start, name) for span, name in occurrences(["甲小学", "甲小学分校"], text, [Span(0, 12)])]
    assert found == [(0, "甲小学"), (4, "甲小学分校"), (4, "甲小学")]
