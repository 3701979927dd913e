"""Queries in processes of their own: answers, and limits that hold."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from kg import query, store, worker
from kg.answers import Question, UnansweredError, Why, calls_service
from kg.worker import Limits, Pool
from tests.samples import knowledge_from_gold

FOR_EVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?l) }"
MUCH = "SELECT ?x WHERE { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f)) AS ?x) } ORDER BY ?x"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    store.write(knowledge_from_gold(), folder)
    return folder


@pytest.fixture(scope="module")
def pool(out: Path) -> Iterator[Pool]:
    workers = Pool(out, Limits(seconds=3.0, megabytes=200, rows=1000), 2)
    yield workers
    workers.close()


@pytest.mark.parametrize("form", query.TABLES)
def test_an_answer_is_that_of_the_store(out: Path, pool: Pool, form: str) -> None:
    text = query.named()["observations"].sparql({})
    answer = pool.ask(Question(text, table=form))
    expected = list(query.rows(query.run(store.opened(out), query.query("observations"))))
    assert (answer.form, answer.rows) == (form, len(expected))
    if form in {"json", "xml", "tsv"}:
        assert list(query.rows(parse_query_results(answer.data, query.TABLES[form]))) == expected
    else:
        assert answer.data.count(b"\r\n") == len(expected) + 1


def test_asking_and_describing(pool: Pool) -> None:
    assert json.loads(pool.ask(Question("ASK { ?s a edu:School }")).data)["boolean"] is True
    answer = pool.ask(Question("CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a edu:Campus ; rdfs:label ?l }", graph="nt"))
    assert answer.rows == answer.data.count(b"\n") == 4


def test_a_runaway_query_ends_at_its_limit_while_others_are_answered(pool: Pool) -> None:
    caught: list[UnansweredError] = []

    def run_away() -> None:
        try:
            pool.ask(Question(FOR_EVER), seconds=3.0)
        except UnansweredError as error:
            caught.append(error)

    thread = threading.Thread(target=run_away)
    started = time.monotonic()
    thread.start()
    quick = [pool.ask(Question("ASK { ?s ?p ?o }")).rows for _ in range(20)]
    assert quick == [1] * 20
    answered = time.monotonic() - started
    thread.join()
    assert answered < time.monotonic() - started < 6.0
    assert [error.why for error in caught] == [Why.TIME]
    assert pool.ask(Question("ASK { ?s ?p ?o }")).rows == 1, "the ended worker is replaced"


def test_a_runaway_query_gives_way_where_others_wait(out: Path) -> None:
    workers = Pool(out, Limits(seconds=60.0, share=1.0), 1)
    caught: list[UnansweredError] = []

    def run_away() -> None:
        try:
            workers.ask(Question(FOR_EVER))
        except UnansweredError as error:
            caught.append(error)

    workers.start()
    thread = threading.Thread(target=run_away)
    try:
        thread.start()
        while not workers.is_busy:
            time.sleep(0.01)
        assert workers.ask(Question("ASK { ?s ?p ?o }")).rows == 1
        thread.join()
        assert [error.why for error in caught] == [Why.TIME]
        assert "1 秒" in str(caught[0])
    finally:
        workers.close()


def test_no_more_questions_wait_than_threads_allow(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_QUEUE", 0)
    workers = Pool(out, Limits(seconds=5.0), 1)
    workers.start()
    thread = threading.Thread(target=_ask, args=(workers,))
    try:
        thread.start()
        while not workers.is_busy:
            time.sleep(0.01)
        with pytest.raises(UnansweredError) as caught:
            workers.ask(Question("ASK {}"))
        assert caught.value.why is Why.BUSY
    finally:
        thread.join()
        workers.close()


def _ask(workers: Pool) -> None:
    with suppress(UnansweredError):
        workers.ask(Question(FOR_EVER), seconds=3.0)


def test_deep_nesting_ends_the_worker_alone(pool: Pool) -> None:
    for text in ("SELECT * " + "{" * 5000 + "}" * 5000, "ASK { FILTER(" + "!" * 300_000 + "true) }"):
        with pytest.raises(UnansweredError) as caught:
            pool.ask(Question(text))
        assert caught.value.why is Why.MEMORY
    assert pool.ask(Question("ASK { ?s ?p ?o }")).rows == 1


def test_a_query_that_takes_too_much_memory_ends(out: Path) -> None:
    workers = Pool(out, Limits(seconds=60.0, megabytes=50, rows=10), 1)
    try:
        with pytest.raises(UnansweredError) as caught:
            workers.ask(Question(MUCH))
        assert caught.value.why is Why.MEMORY
        assert workers.ask(Question("ASK { ?s ?p ?o }")).rows == 1
    finally:
        workers.close()


@pytest.mark.parametrize("text", ["SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_too_many_rows_are_refused(pool: Pool, text: str) -> None:
    with pytest.raises(UnansweredError, match="1000") as caught:
        pool.ask(Question(text))
    assert caught.value.why is Why.ROWS


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT * WHERE { ?s ?p }", Why.SYNTAX),
        ("DELETE WHERE { ?s ?p ?o }", Why.SYNTAX),
        ("LOAD <http://localhost/x>", Why.SYNTAX),
        ("SELECT * WHERE { SERVICE <http://localhost/x> { ?s ?p ?o } }", Why.REFUSED),
    ],
)
def test_what_is_no_query_is_refused(pool: Pool, text: str, why: Why) -> None:
    with pytest.raises(UnansweredError) as caught:
        pool.ask(Question(text))
    assert caught.value.why is why


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("SELECT * { SERVICE <x> {} }", True),
        ("SELECT * { service SILENT ?s {} }", True),
        ("SELECT * { { ?s ?p 1 }SERVICE<x>{} }", True),
        ('SELECT * { ?s ?p """a "quoted" SERVICE""" }', False),
        ("SELECT * { ?s ?p 'SERVICE' . ?s :service ?service }", False),
        ("SELECT * { ?s <http://x/SERVICE> ?o } # SERVICE", False),
        ("SELECT * { ?s ?p '#' } SERVICE", True),
        ("PREFIX service: <x> SELECT * { ?s service:a ?o }", False),
        ('SELECT * { ?s ?p "a\\"" . SERVICE ?x {} }', True),
    ],
)
def test_service_is_found_outside_of_strings_names_and_comments(text: str, calls: bool) -> None:
    assert calls_service(text) is calls


def test_a_dataset_can_be_told(out: Path, pool: Pool) -> None:
    (graph,) = {g.value for g in store.opened(out).named_graphs()}
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a edu:School }"
    both = "SELECT ?g WHERE { GRAPH ?g { ?s a edu:Document } }"

    def rows(text: str, **dataset: tuple[str, ...]) -> list[tuple[str, ...]]:
        answer = pool.ask(Question(text, **dataset))  # type: ignore[arg-type]
        return list(query.rows(parse_query_results(answer.data, QueryResultsFormat.JSON)))

    assert rows(count, default_graphs=(graph,)) == rows(count)
    assert rows(count, default_graphs=("http://localhost/none",)) == [("0",)]
    assert len(rows(both, named_graphs=(graph,))) == 1
    assert rows(both, default_graphs=(graph,)) == []


def test_all_busy_is_told(out: Path) -> None:
    workers = Pool(out, Limits(seconds=2.0), 1)

    def run_away() -> None:
        with suppress(UnansweredError):
            workers.ask(Question(FOR_EVER))

    thread = threading.Thread(target=run_away)
    try:
        thread.start()
        time.sleep(0.2)
        with pytest.raises(UnansweredError) as caught:
            workers.ask(Question("ASK {}"), seconds=0.1)
        assert caught.value.why is Why.BUSY
    finally:
        thread.join()
        workers.close()
