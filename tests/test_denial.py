"""What takes a claim back."""

from __future__ import annotations

import pytest

from kg.model import Claim, Scope, Span
from kg.patterns.denial import denied
from kg.terms import FactType, Role


@pytest.mark.parametrize(
    ("text", "value", "unit", "slogan"),
    [
        ("各校扎实研究“10个有”。", 10, "个", True),
        ("推进“四个一”行动，", 4, "个", True),
        ("开展‘五项管理’检查。", 5, "项", True),
        ("全区有10个有特色的社团。", 10, "个", False),
        ("“百校行”走进12所学校。", 12, "所", False),
        ("校长说：“我们有10个班，明年扩招。”", 10, "个", False),
    ],
)
def test_a_number_of_a_coined_phrase_counts_nothing(text: str, value: int, unit: str, *, slogan: bool) -> None:
    args = {Role.SUBJECT: Scope(None), Role.MEASURE: "x", Role.VALUE: float(value), Role.UNIT: unit}
    claim = Claim(FactType.OBSERVATION, args, Span(0, len(text)), "observations.area", 0.9)
    assert denied(claim, text) is slogan
