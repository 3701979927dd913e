"""Names that a text states: which one calls the thing, and what other documents mean by the others."""

from __future__ import annotations

import re

import pytest

from kg.decisions import Action, Decision
from kg.model import Document, Knowledge, Mention, Reading, Span
from kg.resolve import resolve
from kg.terms import EntityType

_SCHOOL = re.compile(r"\[(.+?)\]")


def told(name: str, marked: str, region: str = "420102") -> Reading:
    """A document whose schools stand in brackets."""
    text, found, at = "", [], 0
    for mark in _SCHOOL.finditer(marked):
        text += marked[at : mark.start()]
        span = Span(len(text), len(text) + len(mark[1]))
        found.append(Mention(span, mark[1], EntityType.SCHOOL, "test"))
        text, at = text + mark[1], mark.end()
    text += marked[at:]
    return Reading(Document(name, text, None, region, (Span(0, len(text)),)), tuple(found), ())


def names(knowledge: Knowledge) -> list[str]:
    """The canonical name of each mention, document by document."""
    label = {e.id: e.name for part in knowledge.parts for e in part.entities}
    return [label[n.entity] for part in knowledge.parts for n in part.mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[东风路小学]曾用名[武汉市第二师范学校附属小学]。", "东风路小学"),
        ("[东风路小学]（原名[武汉市第二师范学校附属小学]）。", "东风路小学"),
        ("[东风路小学]的前身，[武汉市第二师范学校附属小学]（[东风路小学]的前身）。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]更名为[东风路小学]。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]（现名[东风路小学]）。", "东风路小学"),
        ("[东风路小学]又称[武汉市第二师范学校附属小学]。", "武汉市第二师范学校附属小学"),
        ("[武汉市东风路小学]（以下简称[东风小学]）。", "武汉市东风路小学"),
        ("[东风路小学]（旧称[武汉市第二师范学校附属小学]）。", "东风路小学"),
        ("[东风路小学]（前身[武汉市第二师范学校附属小学]）。", "东风路小学"),
        ("[东风路小学]，其前身是[武汉市第二师范学校附属小学]。", "东风路小学"),
        ("[东风路小学]，即原来的[武汉市第二师范学校附属小学]。", "东风路小学"),
        ("[东风路小学]，由原[武汉市第二师范学校附属小学]更名而来。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]（现[东风路小学]）。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]（今[东风路小学]）。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]（后改称[东风路小学]）。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]，现更名为[东风路小学]。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]于2015年9月正式更名为[东风路小学]。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]始建于1958年，2003年更名为[东风路小学]。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]（原[红旗小学]）更名为[东风路小学]。", "东风路小学"),
        ("[武汉市第二师范学校附属小学]（以下简称[二师附小]）2019年更名为[东风路小学]。", "东风路小学"),
        ("[东风路小学]即将更名为[武汉市第二师范学校附属小学]。", "东风路小学"),
        ("[武汉市东风路小学]，也就是[三元里学堂]。", "武汉市东风路小学"),
        ("[武汉市东风路小学]（亦即[三元里学堂]）。", "武汉市东风路小学"),
        ("[武汉市东风路小学]（又叫[三元里学堂]）。", "武汉市东风路小学"),
        ("[武汉市东风路小学]，人称[三元里学堂]。", "武汉市东风路小学"),
        ("[武汉市东风路小学]（别称[三元里学堂]）。", "武汉市东风路小学"),
        ("[武汉市东风路小学]，习惯上称[三元里学堂]。", "武汉市东风路小学"),
        ("[东风路小学]（曾用名：[武汉市第二师范学校附属小学]、[三元里学堂]）。", "东风路小学"),
    ],
)
def test_a_name_of_the_past_calls_nothing(text: str, name: str) -> None:
    assert set(names(resolve([told("a.txt", text)]))) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "[文化路第一小学]、[纬五路第二小学]合并，更名为[金水区实验小学]。",
        "[东风路小学]由[红旗小学]、[前进小学]合并而成。",
        "[东风路小学]（原[红旗小学]校长李明）、[前进小学]参加。",
        "[东风路小学]，[红旗小学]，[前进小学]参加。",
    ],
)
def test_what_is_said_of_several_schools_makes_none_of_them_one(text: str) -> None:
    found = names(resolve([told("a.txt", text)]))
    assert len(set(found)) == (2 if "原[" in text else len(found))


STATED = "[育才实验小学]，原名[德润里小学]。"


@pytest.mark.parametrize("text", [STATED, "[德润里小学]更名为[育才实验小学]。", "[育才实验小学]（又称[德润里小学]）。"])
@pytest.mark.parametrize("order", [("a.txt", "b.txt", "c.txt"), ("c.txt", "b.txt", "a.txt")])
def test_other_documents_use_the_stated_name_alone(text: str, order: tuple[str, str, str]) -> None:
    stating, old, new = order
    readings = [told(stating, text), told(old, "[德润里小学]。"), told(new, "[育才实验小学]。")]
    after = resolve(readings)
    assert set(names(after)) == {"育才实验小学"}
    assert {m.reason for m in after.merges} >= {"另一文档注明的别名"}


def test_a_chain_of_names_is_one_thing_by_its_last_name() -> None:
    chain = ["[德润里小学]更名为[红旗小学]。", "[红旗小学]更名为[育才小学]。", "[德润里小学]。"]
    assert set(names(resolve([told(f"{i}.txt", text) for i, text in enumerate(chain)]))) == {"育才小学"}


def test_a_chain_told_by_full_and_short_names_ends_in_its_last() -> None:
    chain = [
        "[武汉市第十一中学]。",
        "[武汉市第十一中学]改名为[武汉市团城山中学]。",
        "[团城山中学]（原[武汉十一中]）更名为[武汉市有色中学]。",
        "[有色中学]。[武汉十一中]。",
    ]
    for texts in (chain, chain[::-1]):
        after = resolve([told(f"{i}.txt", text, "420100") for i, text in enumerate(texts)])
        assert set(names(after)) == {"武汉市有色中学"}


@pytest.mark.parametrize(
    "others",
    [
        [told("b.txt", "[德润里小学]。", region="610102")],
        [told("b.txt", "[德润里小学]。"), told("c.txt", "[长春街小学]，原名[德润里小学]。")],
    ],
    ids=["another city", "two that were called so"],
)
def test_a_stated_name_that_may_be_anothers_stays_apart(others: list[Reading]) -> None:
    assert "德润里小学" in names(resolve([told("a.txt", STATED), *others]))


def test_a_bare_name_of_the_past_is_not_taken_for_it() -> None:
    after = resolve([told("a.txt", "[育才小学]，原名[实验小学]。"), told("b.txt", "[实验小学]。")])
    assert names(after) == ["育才小学", "育才小学", "实验小学"]


def test_a_number_within_a_city_is_name_enough() -> None:
    stating = "[武汉市第三十一中学]更名为[武汉市外国语学校]。"
    after = resolve([told("a.txt", stating, "420100"), told("b.txt", "[武汉市第三十一中学]。", "420100")])
    assert set(names(after)) == {"武汉市外国语学校"}
    bare = resolve([told("a.txt", "[第一小学]更名为[育才小学]。"), told("b.txt", "[第一小学]。")])
    assert names(bare)[-1] == "第一小学"


def test_a_person_tells_them_apart() -> None:
    subjects = ("school/420102/德润里小学", "school/420102/育才实验小学")
    apart = Decision(Action.APART, subjects, "张老师", "2026-01-01")
    after = resolve([told("a.txt", STATED), told("b.txt", "[德润里小学]。")], [apart])
    assert names(after) == ["育才实验小学", "德润里小学", "德润里小学"]
    assert after.stale == ()
