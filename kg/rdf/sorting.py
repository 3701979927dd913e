"""Lines in order, however many: what does not fit into memory is sorted on disk."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

_MOST = 24 * 1024 * 1024
"""Bytes of memory that the lines take which are held at once."""
_OWN = 41
"""Bytes that a line takes beside its own."""
_OPEN = 200
"""Runs that are read at once: fewer than the files that a process may open everywhere."""


class Sorter:
    """Gathers lines of bytes, each with its line break, and gives them back in order.

    Runs that are sorted but not yet merged lie as files `PREFIX-N` in the folder.
    """

    def __init__(self, folder: Path, prefix: str, *, most: int = _MOST) -> None:
        self._folder = folder
        self._prefix = prefix
        self._most = most
        self._held: list[bytes] = []
        self._size = 0
        self._runs: list[Path] = []
        self._made = 0

    def add(self, lines: Iterable[bytes]) -> None:
        """More lines, in any order. Raises OSError where the disk is full."""
        before = len(self._held)
        self._held.extend(lines)
        self._size += sum(map(len, self._held[before:])) + _OWN * (len(self._held) - before)
        if self._size > self._most:
            self._held.sort()
            self._runs.append(self._run(self._held))
            self._held, self._size = [], 0

    def lines(self) -> Iterator[bytes]:
        """All lines in order of their bytes; the runs are gone afterwards."""
        while len(self._runs) > _OPEN:
            first, self._runs = self._runs[:_OPEN], self._runs[_OPEN:]
            with ExitStack() as files:
                self._runs.append(self._run(heapq.merge(*(files.enter_context(run.open("rb")) for run in first))))
            for run in first:
                run.unlink()
        self._held.sort()
        with ExitStack() as files:
            yield from heapq.merge(*(files.enter_context(run.open("rb")) for run in self._runs), self._held)
        for run in self._runs:
            run.unlink()
        self._runs, self._held, self._size = [], [], 0

    def _run(self, lines: Iterable[bytes]) -> Path:
        path = self._folder / f"{self._prefix}-{self._made}"
        self._made += 1
        with path.open("wb") as file:
            file.writelines(lines)
        return path
