"""A query in a process of its own: the same answer as without, ended at its time, streamed before it."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg import query, store, timed
from kg.errors import InputError
from tests.samples import knowledge_from_gold

FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?l) }"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    store.write(knowledge_from_gold(), folder)
    return folder


def asked(out: Path, sparql: str, form: str, seconds: float = 60) -> tuple[str, int, bytes]:
    file = io.BytesIO()
    found, rows = timed.answer(out, sparql, (form, "nt"), seconds, file)
    return found, rows, file.getvalue()


@pytest.mark.parametrize("form", query.TABLES)
def test_the_answer_is_the_same(out: Path, form: str) -> None:
    text = query.named()["schools"].sparql({})
    plain = io.BytesIO()
    rows = query.write(query.run(store.opened(out), query.query("schools")), form, plain)
    assert asked(out, text, form) == (form, rows, plain.getvalue())


def test_more_than_a_pipe_holds_comes_whole(out: Path) -> None:
    form, rows, data = asked(out, "CONSTRUCT WHERE { ?s ?p ?o }", "csv")
    assert (form, rows) == ("nt", len(list(parse(data, RdfFormat.N_TRIPLES))))
    assert len(data) > 500_000


def test_an_rdf_file_is_asked_like_the_folder(out: Path) -> None:
    assert asked(out / store.TURTLE, "ASK { ?s a edu:School }", "csv") == ("csv", 1, b"true")


def test_it_ends_at_its_time(out: Path) -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match=r"1\.5") as caught:
        asked(out, FOR_EVER, "csv", 1.5)
    assert (caught.value.exit_code, time.monotonic() - started < 10) == (1, True)


class Full(io.BytesIO):
    """A disk that is full after its first piece."""

    def write(self, data: object) -> int:
        """Takes it, and is full."""
        super().write(data)  # type: ignore[arg-type]
        raise OSError("full")


def test_rows_are_written_while_others_are_still_sought(out: Path) -> None:
    file, endless = Full(), "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(OSError, match="full"):
        timed.answer(out, endless, ("csv", "nt"), 60, file)
    assert file.getvalue().count(b"\n") > 100


@pytest.mark.parametrize(
    ("text", "form", "words"), [("SELECT nonsense", "csv", "SPARQL"), ("ASK {}", "turtle", "turtle")]
)
def test_what_is_wrong_is_told_in_one_line(out: Path, text: str, form: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        asked(out, text, form)
