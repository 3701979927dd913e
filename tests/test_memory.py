"""What a build holds does not grow with what it sorts and writes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.rdf.sorting import Sorter
from kg.report import Report
from kg.telling import Told
from kg.terms import EntityType, FactType

MEGABYTE = 2**20


@contextmanager
def measured() -> Iterator[Callable[[], float]]:
    """Tells the peak of Python's memory within the block, in megabytes."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


def test_short_lines_are_sorted_within_the_memory_that_was_given(tmp_path: Path) -> None:
    with measured() as peak:
        lines = Sorter(tmp_path, "lines", most=MEGABYTE)
        for number in range(60_000):
            lines.add((b"%d\n" % (number * 7919 % 60_000),))
        before, count = b"", 0
        for line in lines.lines():
            assert before < line
            before, count = line, count + 1
        assert peak() < 2
    assert count == 60_000


def test_a_report_holds_few_of_the_ids_that_it_counts(tmp_path: Path) -> None:
    def told(number: int) -> Told:
        facts = tuple((f"{number * 10 + i:016x}", FactType.AWARD) for i in range(10))
        entities = ((f"school/320404/{number:040d}", EntityType.SCHOOL), ("place/320404/钟楼区", EntityType.PLACE))
        return Told("", "", b"", (), "{}", (), 1, entities, facts)

    with measured() as peak:
        report = Report(tmp_path)
        for number in range(20_000):
            report.add([told(number), told(number)])
        counts = report.counts()
        assert peak() < 12
    assert counts == {
        "entities": {"Place": 1, "School": 20_000},
        "facts": {"award": 200_000},
        "mentions": 40_000,
    }
