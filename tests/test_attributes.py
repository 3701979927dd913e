"""The choice of a claim's details: trained to the same bytes, open to what the text offers, wary of the rule's own answer."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from kg import attributes, relate
from kg.attributes.question import Earlier
from kg.model import Claim, Document, Mention, Span
from kg.patterns.signature import Signature
from kg.scoring import located
from kg.terms import EntityType, FactType, Role
from training import attributes as training
from training.marked import ANNOTATED, annotated

TEXT = "全年工作总结\n上半年,清潭小学改扩建竣工,东方小学随后启用。本月花园小学也封顶。\n"


def _drawn(text: str, *names: tuple[str, EntityType]) -> tuple[Mention, ...]:
    found = (Mention(Span(text.index(n), text.index(n) + len(n)), n, kind, "drawn") for n, kind in names)
    return tuple(sorted(found, key=lambda m: m.span))


def _read(text: str, date: str | None, *names: tuple[str, EntityType]) -> list[tuple[Claim, Signature]]:
    document = Document("x", text, date, "320404", (Span(0, len(text)),))
    out: list[tuple[Claim, Signature]] = []
    for passage, told in relate.told_in(document, _drawn(text, *names)):
        out += zip(told, located(told, passage), strict=True)
    return out


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    documents = list(islice(annotated(ANNOTATED), 4))
    models = []
    for name in ("one", "two"):
        assert training.train(documents, str(tmp_path / name)) > 0
        models.append((tmp_path / name).read_bytes())
    assert models[0] == models[1]


def test_labels_come_from_the_annotation() -> None:
    labels = [label for _, label in training.labelled(next(annotated(ANNOTATED)))]
    assert {"0", attributes.TRUE} == set(labels)


def test_each_time_that_the_text_tells_is_offered_as_a_date() -> None:
    schools = [(name, EntityType.SCHOOL) for name in ("清潭小学", "东方小学", "花园小学")]
    (question,) = attributes.QUESTIONS[FactType.CONSTRUCTION]
    offered: dict[str, set[object]] = {}
    for claim, sign in _read(TEXT, "2021-08-30", *schools):
        facility = claim.args[Role.FACILITY]
        assert isinstance(facility, Mention)
        values = [value for value, _ in attributes.described(question, claim, sign, Earlier())]
        offered.setdefault(facility.text, set()).update(values)
    assert {None, "2021-01/2021-06", "2021"} <= offered["清潭小学"]
    assert {None, "2021-01/2021-06", "2021"} <= offered["东方小学"]
    assert {None, "2021-08", "2021-01/2021-06"} <= offered["花园小学"]


def test_the_answer_of_the_claim_before_is_offered_by_how_near_it_stands() -> None:
    counted = attributes.QUESTIONS[FactType.OBSERVATION][0]
    first = Claim(FactType.OBSERVATION, {Role.DATE: "2020"}, Span(0, 10), "x")
    earlier = Earlier()
    assert list(earlier.options(counted, first)) == []
    earlier.note(counted, first)
    for start, where in ((5, "same"), (11, "next"), (60, "near"), (400, "far")):
        later = Claim(FactType.OBSERVATION, {}, Span(start, start + 5), "x")
        assert list(earlier.options(counted, later)) == [(where, "2020")]


def test_a_detail_is_put_in_exchanged_and_taken_away() -> None:
    question = attributes.QUESTIONS[FactType.OBSERVATION][0]
    bare = Claim(FactType.OBSERVATION, {Role.VALUE: 3}, Span(0, 5), "x")
    dated = attributes.answered(bare, question, "2020")
    assert dated.args == {Role.VALUE: 3, Role.DATE: "2020"}
    assert attributes.answered(dated, question, "2021").args[Role.DATE] == "2021"
    assert attributes.answered(dated, question, None) == bare
    assert attributes.answered(bare, question, None) is bare


def test_without_a_model_the_rules_answers_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(attributes, "MODEL", tmp_path / "none")
    attributes._model.cache_clear()
    try:
        told = [claim for claim, _ in _read(TEXT, "2021-08-30", ("清潭小学", EntityType.SCHOOL))]
        assert told
        assert attributes.decided(told, (), Earlier()) == told
    finally:
        attributes._model.cache_clear()
