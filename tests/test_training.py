"""Training: renewed documents keep their marks, and the same documents give the same bytes."""

import random
from pathlib import Path

import pytest

from training import train
from training.generator.names import Names
from training.generator.renew import Renewal

ROOT = Path(__file__).parent.parent
SMALL = train.authored(ROOT / "tests/corpus")[:12]


def test_renewal_changes_names_and_nothing_else() -> None:
    plain = [(one.text, list(one.mentions)) for one in SMALL]
    renewal = Renewal(plain, seed=7)
    changed = 0
    for text, mentions in plain:
        new, marks = renewal.renewed((text, mentions))
        assert [kind for *_, kind in marks] == [kind for *_, kind in sorted(mentions)]
        assert between(new, marks) == between(text, sorted(mentions))
        assert all(new[start:end] for start, end, _ in marks)
        changed += new != text
    assert changed > len(plain) / 2


def between(text: str, marks: list[tuple[int, int, str]]) -> list[str]:
    ends = [0, *(end for _, end, _ in marks)]
    starts = [*(start for start, _, _ in marks), len(text)]
    return [text[a:b] for a, b in zip(ends, starts, strict=True)]


def test_equal_names_stay_equal() -> None:
    text = "甲中学与乙小学，甲中学"
    marks = [(0, 3, "School"), (4, 7, "School"), (8, 11, "School")]
    new, renewed = Renewal([(text, marks)], seed=3).renewed((text, marks))
    first, _, third = (new[start:end] for start, end, _ in renewed)
    assert first == third


@pytest.mark.parametrize(
    "kind", ["school", "school_short", "group", "campus", "person", "body", "organization", "venue", "place"]
)
def test_the_grammar_is_seeded_and_varied(kind: str) -> None:
    def drawn(seed: int) -> list[str]:
        names = Names(random.Random(seed))
        return [getattr(names, kind)() for _ in range(40)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert len(set(drawn(1))) > 12
    assert not any(char in name for name in drawn(1) for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_training_twice_gives_the_same_bytes() -> None:
    assert train.tagger_model(SMALL, 1, 3) == train.tagger_model(SMALL, 1, 3)


def test_the_judge_learns_from_votes_of_a_tagger() -> None:
    model = train.tagger_model(SMALL, 0, 20)
    held = [(one, train.votes(model, one.text)) for one in SMALL]
    assert train.judge_model(held) == train.judge_model(held)
