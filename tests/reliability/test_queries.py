"""Some queries of random shape against the service: thousands of them are tried by `make reliability`."""

from __future__ import annotations

import random
from pathlib import Path

import httpx
from pyoxigraph import Store

from kg import store
from kg.query import prefixes
from kg.worker import Limits
from tests.reliability.queries import Maker
from tests.reliability.service import queried
from tests.samples import GOLD, knowledge_from_gold
from tests.serving import served


def test_queries_of_any_shape_are_answered_refused_or_cut_off(tmp_path: Path) -> None:
    store.write(knowledge_from_gold(GOLD / "seed"), tmp_path)
    with served(tmp_path, Limits(seconds=3)) as url, httpx.Client(base_url=url, timeout=60) as client:
        row = queried(client, 60)
    assert row.failures == ()
    assert "200" in row.figures


def test_most_of_the_queries_are_sparql() -> None:
    maker, empty, valid = Maker(random.Random(1), ("<x:a>",), ("'a'@zh",), ("<x:g>",)), Store(), 0
    for _ in range(300):
        try:
            empty.query(maker.query(), prefixes=prefixes())
            valid += 1
        except SyntaxError:
            continue
    assert valid > 200
