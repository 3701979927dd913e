"""What a build holds does not grow with what it sorts and writes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.rdf.sorting import Sorter

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
