"""The choice of a prize's category: proposed from all around the prize, trained to the same bytes, never put into a table's rows."""

from __future__ import annotations

from itertools import islice

import pytest

from kg import categories, relate
from kg.categories import spelling
from kg.categories.proposals import Proposer, bare
from kg.loglinear import LogLinear, packed
from kg.model import Claim, Document, Mention, Span
from kg.scoring import located
from kg.terms import EntityType, FactType, Role
from training import categories as training
from training.marked import ANNOTATED, annotated


def _document(text: str, *names: tuple[str, EntityType]) -> tuple[Document, tuple[Mention, ...]]:
    found = (Mention(Span(text.index(n), text.index(n) + len(n)), n, kind, "drawn") for n, kind in names)
    document = Document("x", text, "2020-05-01", "320404", (Span(0, len(text)),))
    return document, tuple(sorted(found, key=lambda m: m.span))


def _model() -> LogLinear:
    return LogLinear.read(categories.MODEL)


def _proposed(text: str, winner: str, *names: tuple[str, EntityType]) -> set[str]:
    """What may be the category of the winner's prizes."""
    out: set[str] = set()
    for passage in relate.passages(*_document(text, *names)):
        proposer = Proposer(spelling.Speller(_model()))
        offered = list(relate.offered(passage))
        claims = [offered[n] for n in sorted(categories.asked(offered))]
        for claim, sign in zip(claims, located(claims, passage), strict=True):
            told = claim.args.get(Role.RECIPIENT)
            if isinstance(told, Mention) and told.text == winner:
                out |= {bare(option.words) for option in proposer.options(claim, sign)}
    return out


CONTEST = ("栖霞区中小学生艺术节", EntityType.COMPETITION)


@pytest.mark.parametrize(
    ("text", "winner", "category"),
    [
        ("在栖霞区中小学生艺术节上，龙潭小学获小学组声乐类一等奖。", "龙潭小学", "小学组声乐类"),
        ("栖霞区中小学生艺术节上，龙潭小学（器乐类）、燕子矶小学（舞蹈类）获一等奖。", "燕子矶小学", "舞蹈类"),
        ("栖霞区中小学生艺术节\n舞蹈类\n一等奖：龙潭小学、燕子矶小学\n", "龙潭小学", "舞蹈类"),
        ("栖霞区中小学生艺术节设舞蹈类。小学组一等奖由龙潭小学获得。", "龙潭小学", "舞蹈类小学组"),
    ],
    ids=["before the rank", "in the winner's brackets", "in a heading", "in the sentence before"],
)
def test_a_category_is_proposed_from_where_it_stands(text: str, winner: str, category: str) -> None:
    schools = [(name, EntityType.SCHOOL) for name in ("龙潭小学", "燕子矶小学") if name in text]
    assert category in _proposed(text, winner, CONTEST, *schools)


def test_what_the_rule_read_and_nothing_are_always_proposed() -> None:
    text = "在栖霞区中小学生艺术节上，龙潭小学获小学组一等奖。"
    assert {"", "小学组"} <= _proposed(text, "龙潭小学", CONTEST, ("龙潭小学", EntityType.SCHOOL))


def test_the_likeliest_category_is_taken_and_tells_how_sure_the_claim_is() -> None:
    text = "在栖霞区中小学生艺术节上，龙潭小学获小学组声乐类一等奖。"
    document, mentions = _document(text, CONTEST, ("龙潭小学", EntityType.SCHOOL))
    (passage,) = relate.passages(document, mentions)
    prize = next(claim for claim in relate.offered(passage) if claim.rule == "awards.won")
    for words in ("小学组", ""):
        weights = {f"choice|v={words}": 5.0} if words else {"choice|none": 5.0}
        (chosen,) = categories.chosen(
            [prize], passage, LogLinear({"inside|all": -1.0, "inside|0=小学组": 9.0, **weights})
        )
        assert chosen.args.get(Role.CATEGORY) == (words or None)
        assert chosen.confidence > 0.9


def test_without_a_model_of_words_nothing_is_spelt() -> None:
    (passage,) = relate.passages(*_document("龙潭小学获小学组声乐类一等奖。", ("龙潭小学", EntityType.SCHOOL)))
    assert spelling.Speller(LogLinear({})).pieces(passage[0]) != ()
    assert spelling.Speller(LogLinear({"inside|all": -1.0})).pieces(passage[0]) == ()


def test_lists_titles_and_several_categories_of_one_prize_stand_as_they_are_read() -> None:
    def prize(rule: str, **args: str) -> Claim:
        return Claim(FactType.AWARD, {Role(role): value for role, value in args.items()}, Span(0, 1), rule, 0.9)

    men, women = (prize("awards.won", rank="冠军", category=words) for words in ("男子组", "女子组"))
    row, title = prize("winners.row", rank="冠军"), prize("honours.won")
    assert categories.asked([men]) == categories.asked([women]) == {0}
    assert categories.asked([men, women, row, title]) == set()
    assert categories.asked([men, prize("nearby.prize", rank="冠军", category="女子组")]) == {0, 1}


def test_training_twice_gives_the_same_bytes() -> None:
    documents = list(islice(annotated(ANNOTATED), 4))
    assert packed(training.trained(documents)) == packed(training.trained(documents))


def test_no_document_is_judged_by_a_model_that_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = list(annotated(ANNOTATED))
    seen: list[set[str]] = []

    def note(some: list[training.Marked]) -> dict[str, float]:
        seen.append({one.document.name for one in some})
        return {f"model {len(seen)}": 1.0}

    monkeypatch.setattr(training, "trained", note)
    judged = list(training.held_out(documents))
    assert sorted(one.document.name for one, _ in judged) == sorted(one.document.name for one in documents)
    for one, model in judged:
        number = next(n for n in range(len(seen)) if model.weight([f"model {n + 1}"]))
        assert one.document.name not in seen[number]
