"""The scorer of claims: trained to the same bytes, fed from annotated documents, silent about what it cannot see."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

from kg import relate, scoring
from kg.model import Document, Mention, Span
from kg.terms import EntityType, FactType, Role, Status
from training import claims
from training.marked import ANNOTATED, annotated


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    documents = list(islice(annotated(ANNOTATED), 4))
    models = []
    for name in ("one", "two"):
        claims.train(documents, str(tmp_path / name))
        models.append((tmp_path / name).read_bytes())
    assert models[0] == models[1]


def test_labels_come_from_the_annotation() -> None:
    marked = next(annotated(ANNOTATED))
    labels = [label for _, label in claims.labelled(marked)]
    assert {"0", scoring.TRUE} == set(labels)


def test_features_tell_rule_and_parts() -> None:
    text = "清潭小学获得市合唱比赛一等奖。"
    mentions = (
        Mention(Span(0, 4), "清潭小学", EntityType.SCHOOL, "drawn"),
        Mention(Span(6, 11), "市合唱比赛", EntityType.COMPETITION, "drawn"),
    )
    document = Document("x", text, None, None, (Span(0, len(text)),))
    found = [features for claim, features in relate.candidates(document, mentions) if claim.rule == "awards.won"]
    assert len(found) == 1
    assert {"award", "rule=awards.won", "award|recipient=S", "award|rank=一等奖"} <= set(found[0])


def test_claims_do_not_depend_on_what_was_read_before() -> None:
    documents = list(annotated(ANNOTATED))[:5]
    once = {m.document.name: relate.claims(m.document, m.mentions) for m in documents}
    random.Random(7).shuffle(documents)
    assert {m.document.name: relate.claims(m.document, m.mentions) for m in documents} == once


def test_a_text_without_full_stops_is_read_in_bounded_time() -> None:
    unit = "清潭小学获得市合唱比赛一等奖,"
    text = unit * 2000
    mentions = tuple(
        Mention(Span(n * len(unit), n * len(unit) + 4), "清潭小学", EntityType.SCHOOL, "drawn") for n in range(2000)
    )
    found = relate.claims(Document("x", text, "2020-01-01", "320404", (Span(0, len(text)),)), mentions)
    assert all(claim.evidence.end - claim.evidence.start <= relate.LONGEST for claim in found)


def _states(text: str, *names: str) -> set[tuple[str, str, str]]:
    """Facility, state and rule of each candidate of building."""
    mentions = tuple(
        Mention(Span(at, at + len(name)), name, EntityType.SCHOOL, "drawn")
        for name in names
        for at in [text.find(name)]
    )
    document = Document("x", text, "2020-06-18", None, (Span(0, len(text)),))
    found = (c for c, _ in relate.candidates(document, mentions) if c.type is FactType.CONSTRUCTION)
    return {(c.args[Role.FACILITY].text, str(c.args[Role.STATUS]), c.rule) for c in found}  # type: ignore[union-attr]


def test_a_building_state_may_be_told_of_the_school_named_before() -> None:
    found = _states("您说的是麒麟小学。这个项目上个月主体封顶，目前正在做外墙。", "麒麟小学")
    assert ("麒麟小学", str(Status.TOPPED_OUT), "nearby.carried-state") in found
    assert ("麒麟小学", str(Status.IN_PROGRESS), "nearby.carried-state") in found
    later = _states("先说麒麟小学。方山小学主体封顶。", "麒麟小学", "方山小学")
    assert {name for name, _, rule in later if rule == "nearby.carried-state"} == set()


def test_what_has_a_word_for_a_state_is_not_offered_as_planned_besides() -> None:
    found = _states("启动方山小学改扩建。", "方山小学")
    assert {state for _, state, _ in found} == {str(Status.STARTED)}


def test_flats_for_teachers_are_buildings_of_their_school() -> None:
    found = _states("方山小学教师周转房、麒麟小学食堂改造已经开工。", "方山小学", "麒麟小学")
    assert {name for name, state, _ in found if state == str(Status.STARTED)} == {"方山小学", "麒麟小学"}


def _nearby(text: str, **names: EntityType) -> set[tuple[str, ...]]:
    """Rule and names of each candidate of what merely stands nearby."""
    found = (Mention(Span(text.index(n), text.index(n) + len(n)), n, kind, "drawn") for n, kind in names.items())
    mentions = tuple(sorted(found, key=lambda m: m.span))
    document = Document("x", text, "2020-06-18", "320404", (Span(0, len(text)),))
    offered = (claim for passage in relate.passages(document, mentions) for claim in relate.offered(passage))
    return {
        (claim.rule, *(v.text for v in claim.args.values() if isinstance(v, Mention)))
        for claim in offered
        if claim.rule.startswith("nearby.")
    }


SCHOOLS = {"麒麟小学": EntityType.SCHOOL, "方山小学": EntityType.SCHOOL}


def test_no_couple_is_offered_across_a_semicolon() -> None:
    found = _nearby("麒麟小学推进改革；方山小学推出了读书节。", 读书节=EntityType.EVENT, **SCHOOLS)
    assert ("nearby.organizes", "方山小学", "读书节") in found
    assert ("nearby.organizes", "麒麟小学", "读书节") not in found


def test_names_of_one_list_are_no_couple() -> None:
    found = _nearby("全区推动结对，有麒麟小学、方山小学。", **SCHOOLS)
    assert not {one for one in found if one[0] == "nearby.guides"}


def test_a_prize_and_a_count_are_offered_to_names_of_their_own_sentence() -> None:
    told = {"合唱比赛": EntityType.COMPETITION, **SCHOOLS}
    found = _nearby("麒麟小学传来喜讯。方山小学去了合唱比赛，一等奖，共有12次。", **told)
    assert ("nearby.prize", "方山小学", "合唱比赛") in found
    assert ("nearby.count", "方山小学") in found
    assert not {one for one in found if one[0] in {"nearby.prize", "nearby.count"} and "麒麟小学" in one}


def test_no_prize_is_offered_to_who_stands_near_a_rank_that_a_rule_reads() -> None:
    told = {"合唱比赛": EntityType.COMPETITION, **SCHOOLS}
    found = _nearby("方山小学组队前往，麒麟小学获得合唱比赛一等奖。", **told)
    assert not {one for one in found if one[0] == "nearby.prize"}


def test_the_guide_stands_right_before_who_is_guided() -> None:
    found = _nearby("麒麟小学结对帮扶方山小学。", **SCHOOLS)
    assert {one for one in found if one[0] == "nearby.guides"} == {("nearby.guides", "麒麟小学", "方山小学")}
    told = {"读书节": EntityType.EVENT, **SCHOOLS}
    assert not {one for one in _nearby("麒麟小学在读书节上结对方山小学。", **told) if one[0] == "nearby.guides"}


def test_of_a_list_of_persons_the_first_is_offered_to_who_was_named_before() -> None:
    told = {"王芳": EntityType.PERSON, "李明": EntityType.PERSON, "麒麟小学": EntityType.SCHOOL}
    found = _nearby("麒麟小学传来喜讯。王芳、李明都说好。", **told)
    assert ("nearby.belongs", "王芳", "麒麟小学") in found
    assert ("nearby.belongs", "李明", "麒麟小学") not in found
