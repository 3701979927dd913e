"""The measure: the figures that the reference script prints on a small example, to three digits."""

import pytest

from kg.evaluate import figures, score
from kg.gold import Annotated


def mention(start: int, end: int, kind: str, entity: str, *, inner: bool = False) -> dict[str, object]:
    return {"start": start, "end": end, "text": "字" * (end - start), "type": kind, "entity": entity, "inner": inner}


def fact(kind: str, *, certain: bool = True, **args: object) -> dict[str, object]:
    return {"type": kind, "args": args, "evidence": [0, 9], "certain": certain}


GOLD = Annotated(
    "a.txt",
    None,
    None,
    (
        {"id": "e1", "type": "School", "name": "甲小学", "aliases": ["甲小"]},
        {"id": "e2", "type": "School", "name": "乙小学", "aliases": []},
        {"id": "e3", "type": "Competition", "name": "市合唱比赛", "aliases": []},
        {"id": "e4", "type": "Place", "name": "丙区", "aliases": []},
    ),
    (
        mention(0, 3, "School", "e1"),
        mention(4, 7, "School", "e2"),
        mention(9, 14, "Competition", "e3"),
        mention(20, 22, "School", "e1"),
        mention(30, 32, "Place", "e4", inner=True),
    ),
    (
        fact("award", recipient="e1", competition="e3", rank="一等奖", category="小学组 项目", level="municipal"),
        fact("award", recipient="e2", competition="e3", rank="一等奖", category="小学组", level="municipal"),
        fact("organizes", organizer="e4", activity="e3", certain=False),
        fact("observation", subject="e4", measure="学校", value=3, unit="所", date="2019"),
    ),
)

FOUND = Annotated(
    "a.txt",
    None,
    None,
    (
        {"id": "x1", "type": "School", "name": "甲小学", "aliases": []},
        {"id": "x2", "type": "School", "name": "乙小学", "aliases": []},
        {"id": "x3", "type": "Event", "name": "市合唱比赛", "aliases": []},
        {"id": "x4", "type": "Place", "name": "丙区", "aliases": []},
        {"id": "x5", "type": "School", "name": "甲小", "aliases": []},
    ),
    (
        mention(0, 3, "School", "x1") | {"confidence": 0.95},
        mention(3, 7, "School", "x2") | {"confidence": 0.95},
        mention(9, 14, "Event", "x3"),
        mention(20, 22, "School", "x5") | {"confidence": 0.5},
        mention(30, 32, "Place", "x4"),
    ),
    (
        fact("award", recipient="x1", competition="x3", rank="一等奖", category="小学组", level="municipal")
        | {"confidence": 0.9},
        fact("award", recipient="x2", competition="x3", rank="一等奖", category="小学组", level="district"),
        fact("organizes", organizer="x4", activity="x3"),
        fact("observation", subject="x4", measure="学校", value=3.0, unit="所"),
        fact("heldAt", activity="x3", place="x4"),
    ),
)

# What the reference script printed for these two documents.
REFERENCE = {
    "mentions": (0.500, 0.500, 0.500),
    "spans": (0.750, 0.750, 0.750),
    "right edge": (0.750, 0.750, 0.750),
    "entities": (1.000, 0.500, 0.667),
    "facts core": (0.750, 1.000, 0.857),
    "facts full": (0.250, 0.333, 0.286),
    "  Competition": (0.0, 0.0, 0.0),
    "  Event": (0.0, 0.0, 0.0),
    "  Place": (0.0, 0.0, 0.0),
    "  School": (0.667, 0.667, 0.667),
    "  award": (1.0, 1.0, 1.0),
    "  heldAt": (0.0, 0.0, 0.0),
    "  observation": (1.0, 1.0, 1.0),
    "  organizes": (0.0, 0.0, 0.0),
}


def test_figures_equal_the_reference_to_three_digits() -> None:
    lines = {f.name: (f.precision, f.recall, f.f1) for f in figures([score(GOLD, FOUND)])}
    told = {name: line for name, line in lines.items() if not name.startswith(("sure", "names"))}
    assert set(told) == set(REFERENCE)
    for name, line in told.items():
        assert line == pytest.approx(REFERENCE[name], abs=5e-4), name


def test_sure_lines_count_only_what_is_given_with_confidence() -> None:
    lines = {f.name: f for f in figures([score(GOLD, FOUND)])}
    assert lines["sure mentions"].precision == pytest.approx(0.5)
    assert lines["sure facts"].precision == pytest.approx(1.0)


def test_misses_name_the_sign_the_type_and_the_place() -> None:
    misses = {(m.sign, m.what, m.span) for m in score(GOLD, FOUND).misses}
    assert ("-", "Competition", (9, 14)) in misses
    assert ("+", "Event", (9, 14)) in misses
    assert ("+", "heldAt", (0, 9)) in misses


def test_bootstrap_bounds_hold_the_figure_and_repeat() -> None:
    scores = [score(GOLD, FOUND), score(GOLD, GOLD), score(GOLD, FOUND)]
    once, again = figures(scores, rounds=50), figures(scores, rounds=50)
    assert once == again
    mentions = once[0]
    assert mentions.low is not None
    assert mentions.high is not None
    assert mentions.low <= mentions.f1 <= mentions.high
    assert mentions.low < mentions.high
