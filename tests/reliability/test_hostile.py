"""Some hostile texts, all the way: thousands of them are tried by `make reliability`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import store
from tests.reliability.hostile import PIECES, TEXTS, check_rdf, read_whole
from tests.reliability.iris import is_iri
from tests.reliability.names import formulas, injected, knowledge


@given(TEXTS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_with_true_offsets_and_is_one_graph_in_five_syntaxes(text: str) -> None:
    check_rdf(read_whole(text, text[:9].replace("/", "") or "a"))


@given(st.permutations(PIECES))
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
def test_rdflib_reads_them_too(pieces: list[str]) -> None:
    check_rdf(read_whole("".join(pieces)), by_rdflib=True)


@pytest.mark.parametrize(
    "text", ["(" * 20_000, "（" * 20_000, "《" * 20_000, "学" * 3000, "\u200d" * 20_000, "一" * 3000]
)
def test_one_character_for_ever(text: str) -> None:
    check_rdf(read_whole(text))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("https://w3id.org/jiaopu/id/学校/𠀀#char=0,1", True),
        ("https://w3id.org/a%20b?\ue000", True),
        ("https://w3id.org/a b", False),
        ("https://w3id.org/a%zz", False),
        ("https://w3id.org/\ue000", False),
        ("https://w3id.org/#\ue000", False),
        ("https://w3id.org/<", False),
        ("https://w3id.org/\ufdd0", False),
        ("https://w3id.org/\u0085", False),
        ("https://w3id.org/\u202e", False),
        ("//w3id.org/", False),
    ],
)
def test_iris_by_rfc_3987(text: str, valid: bool) -> None:
    assert is_iri(text) is valid


def test_hostile_names_come_back_from_every_syntax_and_are_no_formulas() -> None:
    told = knowledge()
    check_rdf(told, by_rdflib=True)
    assert list(formulas(told)) == []


def test_hostile_names_are_only_names_to_the_named_queries(tmp_path: Path) -> None:
    store.write(knowledge(), tmp_path)
    tried, failures = injected(store.opened(tmp_path))
    assert tried > 500
    assert failures == []
