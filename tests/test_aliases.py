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
    ],
)
def test_a_name_of_the_past_calls_nothing(text: str, name: str) -> None:
    assert set(names(resolve([told("a.txt", text)]))) == {name}


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


def test_a_person_tells_them_apart() -> None:
    subjects = ("school/420102/德润里小学", "school/420102/育才实验小学")
    apart = Decision(Action.APART, subjects, "张老师", "2026-01-01")
    after = resolve([told("a.txt", STATED), told("b.txt", "[德润里小学]。")], [apart])
    assert names(after) == ["育才实验小学", "德润里小学", "德润里小学"]
    assert after.stale == ()
