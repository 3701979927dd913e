"""Mentions become entities and claims facts: once each, with all evidence, whatever the order of documents."""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg import gold
from kg.identity.ids import entity_id, fact_id
from kg.model import Argument, Claim, Document, Mention, Reading, Scope, Span
from kg.resolve import prepared, resolve
from kg.terms import EntityType, FactType, Level, Role, Status

FOLDER = Path(__file__).parent / "gold"


def document(text: str, *, name: str = "a.txt", region: str | None = "320404") -> Document:
    return Document(name, text, "2019-10-31", region, (Span(0, len(text)),))


def mention(text: str, word: str, kind: EntityType, *, after: int = 0) -> Mention:
    at = text.index(word, after)
    return Mention(Span(at, at + len(word)), word, kind, "test")


def claim(kind: FactType, args: Mapping[Role, Argument], start: int, end: int, confidence: float = 0.9) -> Claim:
    return Claim(kind, args, Span(start, end), f"rule-{confidence}", confidence)


def reading(text: str, mentions: Sequence[Mention], claims: Sequence[Claim] = (), **more: str | None) -> Reading:
    return Reading(document(text, **more), tuple(mentions), tuple(claims))  # type: ignore[arg-type]


def test_one_fact_told_twice_keeps_both_passages_and_the_surer_rule() -> None:
    text = "清潭小学新建。清潭小学新建。"
    first = mention(text, "清潭小学", EntityType.SCHOOL)
    second = mention(text, "清潭小学", EntityType.SCHOOL, after=3)
    args = [{Role.FACILITY: m, Role.STATUS: Status.STARTED, Role.WORKS: "新建"} for m in (first, second)]
    claims = [claim(FactType.CONSTRUCTION, args[1], 7, 13, 0.7), claim(FactType.CONSTRUCTION, args[0], 0, 6, 0.8)]
    (part,) = resolve([reading(text, (first, second), claims)]).parts
    (fact,) = part.facts
    assert fact.evidence == (Span(0, 6), Span(7, 13))
    assert (fact.rule, fact.confidence) == ("rule-0.8", 0.8)
    assert fact.args[Role.FACILITY] == "school/320404/清潭小学"


def test_scope_words_become_the_areas_of_the_document() -> None:
    text = "我区举办科技节,全市参加。"
    event = mention(text, "科技节", EntityType.EVENT)
    claims = [
        claim(FactType.ORGANIZES, {Role.ORGANIZER: Scope(None), Role.ACTIVITY: event}, 0, 7),
        claim(FactType.PARTICIPATES_IN, {Role.PARTICIPANT: Scope(Level.MUNICIPAL), Role.ACTIVITY: event}, 8, 12),
    ]
    (part,) = resolve([reading(text, [event], claims)]).parts
    values = {value for fact in part.facts for value in fact.args.values()}
    assert {"place/320404/钟楼区", "place/320400/常州市"} <= values
    assert {e.id: e.name for e in part.entities}["place/320400/常州市"] == "常州市"


def test_an_area_that_is_meant_and_named_is_one_entity() -> None:
    text = "钟楼举办科技节。"
    area, event = mention(text, "钟楼", EntityType.PLACE), mention(text, "科技节", EntityType.EVENT)
    claims = [claim(FactType.ORGANIZES, {Role.ORGANIZER: Scope(None), Role.ACTIVITY: event}, 0, 7)]
    (part,) = resolve([reading(text, [area, event], claims)]).parts
    (fact,) = part.facts
    assert fact.args[Role.ORGANIZER] == part.mentions[0].entity == "place/320404/钟楼区"
    assert next(e for e in part.entities if e.id == "place/320404/钟楼区").aliases == ("钟楼",)


def test_a_fact_of_an_unknown_region_is_rejected_with_the_reason() -> None:
    text = "我区举办科技节。"
    event = mention(text, "科技节", EntityType.EVENT)
    claims = [claim(FactType.ORGANIZES, {Role.ORGANIZER: Scope(None), Role.ACTIVITY: event}, 0, 7)]
    (part,) = resolve([reading(text, [event], claims, region=None)]).parts
    assert part.facts == ()
    assert "地区" in part.rejected[0].reason
    assert part.mentions[0].entity == "event/-/科技节"


def test_a_claim_of_what_is_no_mention_is_rejected() -> None:
    text = "清潭小学新建。"
    school = mention(text, "清潭小学", EntityType.SCHOOL)
    claims = [claim(FactType.CONSTRUCTION, {Role.FACILITY: school, Role.STATUS: Status.STARTED}, 0, 6)]
    (part,) = resolve([reading(text, [], claims)]).parts
    assert part.facts == ()
    assert "清潭小学" in part.rejected[0].reason


def test_a_stated_alias_is_one_entity_with_its_evidence() -> None:
    text = "武进区星河实验小学教育集团(以下简称“星河集团”)成立。"
    full = mention(text, "武进区星河实验小学教育集团", EntityType.GROUP)
    short = mention(text, "星河集团", EntityType.GROUP)
    knowledge = resolve([reading(text, [full, short], region="320412")])
    assert len({n.entity for n in knowledge.parts[0].mentions}) == 1
    (merge,) = knowledge.merges
    assert (merge.names, merge.reason, merge.document) == ((short.text, full.text), "文中注明简称", "a.txt")
    assert merge.evidence == Span(0, short.span.end)


def test_a_bracket_between_a_person_and_a_school_is_no_alias() -> None:
    text = "高燕(龙虎塘实验小学)获奖。"
    found = [mention(text, "高燕", EntityType.PERSON), mention(text, "龙虎塘实验小学", EntityType.SCHOOL)]
    knowledge = resolve([reading(text, found)])
    assert knowledge.merges == ()
    assert len(knowledge.parts[0].entities) == 2


def test_what_fits_two_names_alike_is_proposed_and_not_merged() -> None:
    text = "解放路小学、解放门小学获奖。解小参加。"
    words = ("解放路小学", "解放门小学", "解小")
    knowledge = resolve([reading(text, [mention(text, w, EntityType.SCHOOL) for w in words], region="320402")])
    assert len(knowledge.parts[0].entities) == 3
    assert [p.names[0] for p in knowledge.proposals][:1] == ["解小"]
    assert knowledge.merges == ()


def test_campuses_of_a_common_name_are_told_apart_by_their_schools() -> None:
    text = "清潭小学南校区新建,东方小学南校区扩建。南校区完工。"
    first, other = (mention(text, w, EntityType.SCHOOL) for w in ("清潭小学", "东方小学"))
    one = mention(text, "南校区", EntityType.CAMPUS)
    two = mention(text, "南校区", EntityType.CAMPUS, after=one.span.end)
    last = mention(text, "南校区", EntityType.CAMPUS, after=two.span.end)
    claims = [
        claim(FactType.CAMPUS_OF, {Role.CAMPUS: campus, Role.SCHOOL: school}, 0, 9)
        for campus, school in ((one, first), (two, other))
    ]
    (part,) = resolve([reading(text, (first, one, other, two, last), claims)]).parts
    named = {n.mention.span: n.entity for n in part.mentions}
    assert named[one.span] == "campus/320404/清潭小学南校区"
    assert named[two.span] == named[last.span] == "campus/320404/东方小学南校区"
    assert {f.args[Role.SCHOOL] for f in part.facts} == {"school/320404/清潭小学", "school/320404/东方小学"}


def person_at(name: str, school: str, role: str) -> Reading:
    text = f"{school}{role}张伟获奖。"
    place, person = mention(text, school, EntityType.SCHOOL), mention(text, "张伟", EntityType.PERSON)
    args = {Role.PERSON: person, Role.ORGANIZATION: place, Role.ROLE: role}
    return reading(text, [place, person], [claim(FactType.AFFILIATED_WITH, args, 0, len(text))], name=name)


def people(*readings: Reading) -> list[str]:
    return sorted({e.id for p in resolve(readings).parts for e in p.entities if e.type is EntityType.PERSON})


def test_persons_of_one_name_are_one_only_where_nothing_tells_them_apart() -> None:
    one, same = person_at("a.txt", "清潭小学", "教师"), person_at("b.txt", "常州市清潭小学", "教师")
    unknown = reading("张伟获奖。", [mention("张伟获奖。", "张伟", EntityType.PERSON)], name="c.txt")
    assert people(one, same, unknown) == ["person/320404/张伟"]
    pupil = person_at("b.txt", "清潭小学", "学生")
    assert people(one, pupil) == ["person/320404/张伟%28清潭小学%29", "person/320404/张伟%28清潭小学学生%29"]
    other = person_at("b.txt", "东方小学", "教师")
    assert people(one, other) == ["person/320404/张伟%28东方小学%29", "person/320404/张伟%28清潭小学%29"]
    (proposal,) = resolve([one, other]).proposals
    assert proposal.names == ("张伟(清潭小学)", "张伟(东方小学)")


def test_an_open_homonym_stays_open_and_is_told() -> None:
    text = "教师到鼓楼区学习。"
    knowledge = resolve([reading(text, [mention(text, "鼓楼区", EntityType.PLACE)], region="440106")])
    assert knowledge.parts[0].entities[0].id == "place/-/鼓楼区"
    proposal = knowledge.proposals[0]
    assert proposal.names[1] == "江苏省南京市鼓楼区"
    assert (proposal.entity, proposal.other) == ("place/-/鼓楼区", "place/320106/鼓楼区")
    assert "不能区分" in proposal.reason
    assert proposal.document == knowledge.parts[0].document.name
    assert proposal.evidence is not None
    assert proposal.evidence.of(text) == "鼓楼区"


def test_the_order_of_documents_does_not_matter() -> None:
    readings = []
    for path in [*gold.gold_files(FOLDER / "seed"), *gold.gold_files(FOLDER / "tuned")]:
        annotated = gold.read(path)
        readings.append(Reading(gold.source(annotated, path.parent), gold.mentions(annotated), ()))
    forward = resolve(readings)
    assert forward == resolve(reversed(readings))
    assert [p.document.name for p in forward.parts] == sorted(r.document.name for r in readings)


def test_documents_prepared_in_other_processes_resolve_alike() -> None:
    readings = [
        Reading(gold.source(a, FOLDER / "tuned"), gold.mentions(a), ())
        for a in map(gold.read, gold.gold_files(FOLDER / "tuned"))
    ]
    sent = [pickle.loads(pickle.dumps(prepared(r))) for r in readings]  # noqa: S301
    assert resolve(sent) == resolve(readings)


def test_ids_show_chinese_and_escape_what_turtle_cannot_print() -> None:
    assert entity_id(EntityType.GOVERNMENT_BODY, "320404", "钟楼区教育局") == "government-body/320404/钟楼区教育局"
    assert entity_id(EntityType.WORK, None, "a/b “c”") == "work/-/a%2Fb%20%E2%80%9Cc%E2%80%9D"
    assert fact_id(FactType.GUIDES, {Role.WHOLE: "a", Role.PART: "b"}) == fact_id(
        FactType.GUIDES, {Role.PART: "b", Role.WHOLE: "a"}
    )
    assert fact_id(FactType.GUIDES, {Role.WHOLE: "a", Role.PART: "b"}) == "89d8c4113ca2b4b8"


@given(
    st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=6), st.sampled_from(EntityType)
)
def test_any_name_gets_an_id_and_every_mention_an_entity(names: list[str], kind: EntityType) -> None:
    text, found = "", []
    for name in names:
        found.append(Mention(Span(len(text), len(text) + len(name)), name, kind, "test"))
        text += name + "。"
    (part,) = resolve([reading(text, found)]).parts
    assert [n.mention for n in part.mentions] == found
    known = {e.id for e in part.entities}
    assert all(n.entity in known for n in part.mentions)
    assert all(not set(e.id.split("/", 2)[2]) & set(' "<>\\^`{|}/') for e in part.entities)


def test_many_names_of_one_pattern_are_resolved_within_seconds() -> None:
    names = [f"清潭{chr(0x4E00 + i)}小学" for i in range(400)] + [f"第{i}实验小学" for i in range(400)]
    text, found = "", []
    for name in names:
        found.append(Mention(Span(len(text), len(text) + len(name)), name, EntityType.SCHOOL, "test"))
        text += name + "。"
    start = time.process_time()
    (part,) = resolve([reading(text, found)]).parts
    assert time.process_time() - start < 5
    assert len(part.entities) == len(names)
