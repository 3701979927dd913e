"""What a person decided is replayed by every build, told when it no longer applies, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import Action, Decision, added, answered, questions, read, write
from kg.errors import InputError
from kg.model import Claim, Document, Knowledge, Mention, Reading, Span
from kg.resolve import resolve
from kg.terms import EntityType, FactType, Role, Status

WHO = {"author": "张老师", "date": "2026-01-01"}


def reading(name: str, *words: str, region: str = "320402") -> Reading:
    text = "。".join(words) + "。"
    at, found = 0, []
    for word in words:
        found.append(Mention(Span(at, at + len(word)), word, EntityType.SCHOOL, "test"))
        at += len(word) + 1
    claims = [
        Claim(FactType.CONSTRUCTION, {Role.FACILITY: m, Role.STATUS: Status.STARTED}, m.span, "test", 0.6)
        for m in found
    ]
    return Reading(Document(name, text, None, region, (Span(0, len(text)),)), tuple(found), tuple(claims))


def names(knowledge: Knowledge) -> list[str]:
    return sorted({e.name for part in knowledge.parts for e in part.entities})


def decide(action: Action, *subjects: str, name: str | None = None, documents: tuple[str, ...] = ()) -> Decision:
    return Decision(action, subjects, WHO["author"], WHO["date"], name, documents)


def test_a_proposal_that_is_answered_yes_is_merged_from_then_on() -> None:
    given_ = [reading("a.txt", "解放路小学", "解放门小学", "解小")]
    asked = [q for q in questions(resolve(given_)) if not q.about_fact]
    assert [sorted(q.subjects) for q in asked] == [["school/320402/解小", "school/320402/解放路小学"]]
    yes = answered(asked[0], yes=True, author="张老师", date="2026-01-01")
    after = resolve(given_, [yes])
    assert len(names(after)) == 2
    assert [m.reason for m in after.merges] == ["人工决定(张老师)"]
    assert after.stale == ()


def test_names_that_were_told_apart_never_merge_again() -> None:
    one, both = reading("a.txt", "解放路小学", "解小"), [reading("a.txt", "解放路小学"), reading("b.txt", "解小")]
    apart = decide(Action.APART, "school/320402/解小", "school/320402/解放路小学")
    for given_ in ([one], both):
        assert len(names(resolve(given_))) == 1
        kept = resolve(given_, [apart])
        assert names(kept) == ["解小", "解放路小学"]
        assert kept.stale == ()


def test_a_decision_holds_only_near_where_it_was_made() -> None:
    apart = decide(Action.APART, "school/320402/解小", "school/320402/解放路小学")
    elsewhere = resolve([reading("a.txt", "解放路小学", "解小", region="610103")], [apart])
    assert names(elsewhere) == ["解放路小学"]


def test_the_last_word_counts() -> None:
    subjects = ("school/320402/东方小学", "school/320402/西方小学")
    given_ = [reading("a.txt", "东方小学", "西方小学")]
    assert len(names(resolve(given_, [decide(Action.MERGE, *subjects)]))) == 1
    both = [decide(Action.MERGE, *subjects), decide(Action.APART, *reversed(subjects))]
    assert len(names(resolve(given_, both))) == 2
    assert resolve(given_, both).stale == ()


def test_a_renamed_thing_keeps_its_old_name_as_alias() -> None:
    after = resolve([reading("a.txt", "解小")], [decide(Action.RENAME, "school/320402/解小", name="解放路小学")])
    (entity,) = after.parts[0].entities
    assert (entity.id, entity.aliases) == ("school/320402/解放路小学", ("解小",))


def test_a_namesake_is_split_off_in_the_documents_named() -> None:
    given_ = [reading("a.txt", "实验小学"), reading("b.txt", "实验小学")]
    split = decide(Action.SPLIT, "school/320402/实验小学", name="天宁实验小学", documents=("b.txt",))
    assert [p.entities[0].name for p in resolve(given_, [split]).parts] == ["实验小学", "天宁实验小学"]


def test_only_what_is_written_so_is_split_off() -> None:
    given_ = [reading("a.txt", "解放路小学", "解小"), reading("b.txt", "解小"), reading("c.txt", "解放路小学")]
    whole = "school/320402/解放路小学"
    assert names(resolve(given_)) == ["解放路小学"]
    everywhere = Decision(Action.SPLIT, (whole,), **WHO, name="解家村小学", names=("解小",))
    here = Decision(Action.SPLIT, (whole,), **WHO, name="解家村小学", documents=("b.txt",), names=("解小",))
    for decision, ids in ((everywhere, ["放家", "家", "放"]), (here, ["放放", "家", "放"])):
        after = resolve(given_, [decision])
        assert after.stale == ()
        assert ["".join(n.entity[15] for n in p.mentions) for p in after.parts] == ids
    assert names(resolve(given_, [everywhere, decide(Action.MERGE, whole, "school/320402/解家村小学")])) == [
        "解放路小学"
    ]


SHORT = [
    reading("a.txt", "常州市解放路实验小学", "解放路实验小学"),
    reading("b.txt", "解实小"),
    reading("c.txt", "常州市解放路实验小学", "解实小"),
    reading("d.txt", "解放路实验小学", region="320400"),
]


@pytest.mark.parametrize("documents", [("b.txt",), ("c.txt",), ("b.txt", "d.txt"), ("b.txt", "c.txt", "d.txt")])
def test_a_split_by_document_takes_what_is_written_in_short_alone(documents: tuple[str, ...]) -> None:
    split = decide(Action.SPLIT, "school/320402/常州市解放路实验小学", name="天宁解实小", documents=documents)
    after = resolve(SHORT, [split])
    ids = {part.document.name: {n.entity for n in part.mentions} for part in after.parts}
    taken = set[str]().union(*(ids[name] for name in documents))
    assert {e.name for part in after.parts for e in part.entities if e.id in taken} == {"天宁解实小"}
    assert len(taken) == 1
    assert taken.isdisjoint(set[str]().union(*(ids[name] for name in ids if name not in documents)))
    assert after.stale == ()


def test_what_one_split_takes_out_of_a_city_and_its_district_is_one_thing() -> None:
    split = Decision(
        Action.SPLIT, ("school/320400/常州市解放路实验小学",), "甲", "2026-01-01", "天宁解实小", names=("解实小",)
    )
    after = resolve(SHORT, [split])
    assert len({e.id for part in after.parts for e in part.entities if e.name == "天宁解实小"}) == 1


def test_a_renamed_thing_is_meant_by_its_new_name_too() -> None:
    given_ = [reading("a.txt", "东方小学", "西方小学"), reading("b.txt", "东方小学")]
    old, new, other = (f"school/320402/{name}" for name in ("东方小学", "朝阳小学", "西方小学"))
    named_ = decide(Action.RENAME, old, name="朝阳小学")
    for later, left in (
        (decide(Action.MERGE, new, other), 1),
        (decide(Action.APART, new, other), 2),
        (decide(Action.RENAME, new, name="向阳小学"), 2),
        (decide(Action.SPLIT, new, name="西新小学", documents=("b.txt",)), 3),
    ):
        after = resolve(given_, [named_, later])
        assert (after.stale, len(names(after))) == ((), left), later


def test_a_rename_leaves_namesakes_that_were_split_off_alone() -> None:
    given_ = [reading("a.txt", "实验小学"), reading("b.txt", "实验小学")]
    split = decide(Action.SPLIT, "school/320402/实验小学", name="天宁实验小学", documents=("b.txt",))
    rename = decide(Action.RENAME, "school/320402/实验小学", name="第一实验小学")
    assert names(resolve(given_, [split, rename])) == ["天宁实验小学", "第一实验小学"]


def test_what_was_decided_on_a_fact_outlives_new_names_of_its_things() -> None:
    given_ = [reading("a.txt", "清潭小学", "东方小学")]
    asked = next(q for q in questions(resolve(given_)) if q.evidence == "清潭小学")
    no = answered(asked, yes=False, **WHO)
    for identity in (
        [decide(Action.RENAME, "school/320402/清潭小学", name="清潭路小学")],
        [decide(Action.SPLIT, "school/320402/清潭小学", name="清潭路小学", documents=("a.txt",))],
        [decide(Action.MERGE, "school/320402/清潭小学", "school/320402/东方小学")],
    ):
        after = resolve(given_, [no, *identity])
        assert after.stale == ()
        assert [r.text for r in after.parts[0].rejected][:1] == ["清潭小学"]


def test_a_split_needs_documents_or_names(tmp_path: Path) -> None:
    write(tmp_path / "d.toml", [decide(Action.SPLIT, "school/320402/实验小学", name="天宁实验小学")])
    with pytest.raises(InputError, match="documents 或 names"):
        read(tmp_path / "d.toml")


def test_what_the_last_word_says_is_not_said_twice(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    one, back = decide(Action.MERGE, "school/-/甲", "school/-/乙"), decide(Action.APART, "school/-/乙", "school/-/甲")
    assert added(path, [one, one]) == (one,)
    assert added(path, [decide(Action.MERGE, "school/-/乙", "school/-/甲")]) == ()
    assert added(path, [back, one]) == (back, one)
    assert read(path) == (one, back, one)


def test_facts_are_accepted_and_rejected() -> None:
    given_ = [reading("a.txt", "清潭小学", "东方小学")]
    asked = [q for q in questions(resolve(given_)) if q.about_fact]
    assert {q.evidence for q in asked} == {"清潭小学", "东方小学"}
    no = answered(next(q for q in asked if q.evidence == "清潭小学"), yes=False, **WHO)
    yes = answered(next(q for q in asked if q.evidence == "东方小学"), yes=True, **WHO)
    (part,) = resolve(given_, [no, yes]).parts
    assert [(f.args[Role.FACILITY], f.confidence) for f in part.facts] == [("school/320402/东方小学", 1.0)]
    assert [r.reason for r in part.rejected] == ["人工决定:不成立"]
    assert not [q for q in questions(resolve(given_, [no, yes])) if q.about_fact]


def test_decisions_that_no_longer_apply_are_told() -> None:
    gone = [
        decide(Action.MERGE, "school/320402/甲小学", "school/320402/乙小学"),
        decide(Action.APART, "school/320402/甲小学", "school/320402/丙小学"),
        decide(Action.RENAME, "school/320402/甲小学", name="丁小学"),
        decide(Action.REJECT, "0123456789abcdef"),
    ]
    after = resolve([reading("a.txt", "清潭小学")], gone)
    assert len(after.stale) == 4
    assert "school/320402/甲小学、school/320402/乙小学" in after.stale[0]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(st.sampled_from(Action), TEXT, TEXT, TEXT, st.none() | TEXT), max_size=5))
def test_every_decision_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Action, str, str, str, str | None]]
) -> None:
    path = tmp_path_factory.mktemp("d") / "decisions.toml"
    decisions = tuple(Decision(a, (s, o), who, "2026-01-01", s, (o,), note, (s, o)) for a, s, o, who, note in made)
    write(path, decisions)
    assert read(path) == decisions
    assert added(path, [decide(Action.REJECT, "f"), decide(Action.REJECT, "f")]) == (decide(Action.REJECT, "f"),)
    assert read(path) == (*decisions, decide(Action.REJECT, "f"))


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '[[decision]]\naction = "jump"\nsubjects = ["a"]\nauthor = "b"\ndate = "c"\n',
        '[[decision]]\naction = "merge"\nsubjects = ["a"]\nauthor = "b"\ndate = "c"\n',
        '[[decision]]\naction = "rename"\nsubjects = ["a"]\nauthor = "b"\ndate = "c"\n',
        '[[decision]]\naction = "reject"\nsubjects = ["a"]\n',
        '[[decision]]\naction = "merge"\nsubjects = "ab"\nauthor = "b"\ndate = "c"\n',
        '[[decision]]\naction = "rename"\nsubjects = ["a"]\nname = 1\nauthor = "b"\ndate = "c"\n',
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read(path)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read(tmp_path / "decisions.toml") == ()
