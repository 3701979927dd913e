"""What may be one thing is proposed of the very entities, whatever bears the same names elsewhere."""

from __future__ import annotations

from pathlib import Path

from kg import store, validate
from kg.decisions import Action, Decision, answered, questions
from kg.explanation import of_entity
from kg.model import Document, Knowledge, Mention, Reading, Span
from kg.resolve import resolve
from kg.terms import EntityType

OPEN, NANJING = "place/-/鼓楼区", "place/320106/鼓楼区"


def told(name: str, region: str | None, *words: str, kind: EntityType = EntityType.SCHOOL) -> Reading:
    text, found = "", []
    for word in words:
        found.append(Mention(Span(len(text), len(text) + len(word)), word, kind, "test"))
        text += word + "。"
    return Reading(Document(name, text, None, region, (Span(0, len(text)),)), tuple(found), ())


def named(knowledge: Knowledge) -> dict[str, list[str]]:
    """The entities of each document's mentions."""
    return {part.document.name: [n.entity for n in part.mentions] for part in knowledge.parts}


HOMONYMS = [
    told("a.txt", None, "鼓楼区", kind=EntityType.PLACE),
    told("b.txt", "320106", "鼓楼区", kind=EntityType.PLACE),
]


def test_an_open_homonym_is_asked_of_each_area_that_it_may_be() -> None:
    knowledge = resolve(HOMONYMS)
    asked = [(p.entity, p.other, p.names[1], p.document) for p in knowledge.proposals]
    assert asked == [
        (OPEN, NANJING, "江苏省南京市鼓楼区", "a.txt"),
        (OPEN, "place/320302/鼓楼区", "江苏省徐州市鼓楼区", "a.txt"),
        (OPEN, "place/350102/鼓楼区", "福建省福州市鼓楼区", "a.txt"),
        (OPEN, "place/410204/鼓楼区", "河南省开封市鼓楼区", "a.txt"),
    ]
    assert "“鼓楼区”就是“江苏省南京市鼓楼区”吗" in next(questions(knowledge)).text


def test_near_homonyms_alone_are_asked_of_where_some_are_near() -> None:
    knowledge = resolve([told("a.txt", "320000", "鼓楼区", kind=EntityType.PLACE)])
    assert [p.other for p in knowledge.proposals] == [NANJING, "place/320302/鼓楼区"]


def test_a_name_of_very_many_areas_is_told_once() -> None:
    knowledge = resolve(
        [told("a.txt", None, "城关区", kind=EntityType.PLACE), told("b.txt", None, "城关镇", kind=EntityType.PLACE)]
    )
    towns = [p for p in knowledge.proposals if p.document == "b.txt"]
    assert len(towns) <= 1
    assert all(p.other is None for p in towns)
    assert all(q.document == "a.txt" for q in questions(knowledge))


def test_a_homonym_becomes_the_area_that_a_person_says_named_elsewhere_or_not() -> None:
    for area in (NANJING, "place/350102/鼓楼区"):
        for subjects in ((OPEN, area), (area, OPEN)):
            after = resolve(HOMONYMS, [Decision(Action.MERGE, subjects, "张老师", "2026-01-01")])
            assert named(after) == {"a.txt": [area], "b.txt": [NANJING]}
            assert (after.proposals, after.stale) == ((), ())


def test_what_a_homonym_is_not_is_not_asked_again() -> None:
    first = next(questions(resolve(HOMONYMS)))
    no = answered(first, yes=False, author="张老师", date="2026-01-01")
    after = resolve(HOMONYMS, [no])
    assert named(after) == {"a.txt": [OPEN], "b.txt": [NANJING]}
    assert [p.other for p in after.proposals] == [
        "place/320302/鼓楼区", "place/350102/鼓楼区", "place/410204/鼓楼区"
    ]  # fmt: skip
    assert after.stale == ()


def test_a_decision_on_an_unknown_area_joins_no_two_cities() -> None:
    """What was of no known area when it was decided, and several bear its name by now, is told as no longer applying."""
    cities = [told(f"{code}.txt", code, "鼓楼区", kind=EntityType.PLACE) for code in ("320106", "350102")]
    merge = Decision(Action.MERGE, (OPEN, "place/410204/鼓楼区"), "张老师", "2026-01-01")
    after = resolve(cities, [merge])
    assert named(after) == {"320106.txt": [NANJING], "350102.txt": ["place/350102/鼓楼区"]}
    assert len(after.stale) == 1


def test_namesakes_of_other_cities_do_not_lend_their_ids() -> None:
    """解小 of one city may be two schools of it: neither is a school of the other city."""
    words = ("解放路小学", "解放门小学", "解小")
    here, there = told("b.txt", "320402", *words), told("c.txt", "610103", *words)
    for readings in ([here, there], [here, told("a.txt", None, *words[:2]), there]):
        proposals = resolve(readings).proposals
        places = {(p.document, p.entity.split("/")[1], (p.other or "").split("/")[1]) for p in proposals}
        assert places == {  # told of each document, and of all together
            (document, code, code)
            for name, code in (("b.txt", "320402"), ("c.txt", "610103"))
            for document in (name, None)
        }
        assert {(p.names[0], p.entity.split("/")[2], (p.other or "").split("/")[2]) for p in proposals} == {
            ("解小", "解小", "解放路小学")
        }


def test_a_proposal_between_documents_is_about_what_its_things_have_become() -> None:
    full, short = (
        told("a.txt", "510100", "成都市第三幼儿园"),
        [told(f"{c}.txt", c, "三幼") for c in ("510104", "510105")],
    )
    city = "school/510100/成都市第三幼儿园"
    knowledge = resolve([full, *short])
    assert {(p.entity, p.other) for p in knowledge.proposals} == {
        (city, "school/510104/三幼"), (city, "school/510105/三幼")
    }  # fmt: skip
    renamed = Decision(Action.RENAME, ("school/510104/三幼",), "张老师", "2026-01-01", name="锦江三幼")
    after = resolve([full, *short], [renamed])
    assert {p.other for p in after.proposals} == {"school/510104/锦江三幼", "school/510105/三幼"}


def test_what_is_one_already_is_asked_of_by_its_other_name() -> None:
    """A namesake of the short name in another city is no subject of the question."""
    readings = [
        told("a.txt", "510100", "成都市第三幼儿园"),
        told("b.txt", "510104", "三幼"),
        told("c.txt", "110105", "三幼"),
    ]
    knowledge = resolve(readings)
    (asked,) = questions(knowledge)
    assert asked.subjects == ("school/510100/三幼", "school/510100/成都市第三幼儿园")
    apart = resolve(readings, [answered(asked, yes=False, author="张老师", date="2026-01-01")])
    assert named(apart) == {name: [f"school/{code}/{short}"] for name, code, short in (
        ("a.txt", "510100", "成都市第三幼儿园"), ("b.txt", "510104", "三幼"), ("c.txt", "110105", "三幼")
    )}  # fmt: skip


def test_a_graph_that_is_read_back_asks_and_explains_the_same(tmp_path: Path) -> None:
    readings = [
        *HOMONYMS,
        told("c.txt", "320402", "育才路小学", "解放路小学", "解放门小学", "解小"),
        told("d.txt", "610103", "解小"),
    ]
    knowledge = resolve(readings)
    store.write(knowledge, tmp_path)
    again = store.read(tmp_path)
    assert [(q.subjects, q.text) for q in questions(again)] == [(q.subjects, q.text) for q in questions(knowledge)]
    assert validate.validate(tmp_path).violations == ()
    here, there = "\n".join(of_entity(tmp_path, "解小")).split("\n解小")
    assert "school/320402" in here
    assert here.count("仅建议") == 2  # within the document, and of all documents together
    assert "仅建议" not in there
