"""Candidates for names: what stands inside, around and across each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.candidates import Candidate, rivals
from kg.model import Span
from kg.terms import EntityType

CANDIDATES = st.lists(
    st.builds(
        lambda start, size, kind, p: Candidate(Span(start, start + size), "", kind, p),
        st.integers(0, 12),
        st.integers(1, 12),
        st.sampled_from([EntityType.SCHOOL, EntityType.GROUP]),
        st.sampled_from([0.0, 0.1, 0.5, 0.9]),
    ),
    max_size=30,
    unique_by=lambda one: (one.span, one.type),
)


def by_definition(candidates: list[Candidate], span: Span) -> tuple[float, float, float]:
    """The best probability of another span inside, around and across, looking at each."""
    best = {"inside": 0.0, "around": 0.0, "across": 0.0}
    for one in candidates:
        if one.span != span and one.span.overlaps(span):
            how = "inside" if span.covers(one.span) else "around" if one.span.covers(span) else "across"
            best[how] = max(best[how], one.probability)
    return best["inside"], best["around"], best["across"]


@given(CANDIDATES)
def test_rivals_are_those_inside_around_and_across(candidates: list[Candidate]) -> None:
    found = rivals(candidates)
    assert found == {one.span: by_definition(candidates, one.span) for one in candidates}
