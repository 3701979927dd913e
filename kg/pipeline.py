"""The whole way as a list that one can read: files → documents → readings → knowledge → output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from kg.extract import reading
from kg.model import Document, Knowledge, Reading
from kg.resolve import resolve

_TOGETHER = 16  # documents handed to a worker at a time: enough to hide the hand-over, few enough to share evenly


def readings(documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
    """Each document's reading, in the order given; `jobs` processes share the work and change nothing of the result."""
    if jobs == 1:
        yield from map(reading, documents)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(reading, documents, chunksize=_TOGETHER)


def knowledge(documents: Sequence[Document], *, jobs: int = 1) -> Knowledge:
    """All that the documents tell, resolved."""
    return resolve(readings(documents, jobs=jobs))
