"""Pieces of bytes by number, on disk: what is held of each is where it ends."""

from __future__ import annotations

from array import array
from pathlib import Path


class Shelf:
    """Takes pieces, each of which gets the next number, and gives them back. To be closed."""

    def __init__(self, path: Path) -> None:
        self._writing = path.open("wb")
        self._reading = path.open("rb", buffering=0)
        self._ends = array("Q", [0])
        self._flushed = True

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, piece: bytes) -> int:
        """Put a piece on the shelf; its number. Raises OSError where the disk is full."""
        self._writing.write(piece)
        self._flushed = False
        self._ends.append(self._ends[-1] + len(piece))
        return len(self._ends) - 2

    def __getitem__(self, number: int) -> bytes:
        if not self._flushed:
            self._writing.flush()
            self._flushed = True
        start, end = self._ends[number], self._ends[number + 1]
        self._reading.seek(start)
        return self._reading.read(end - start)

    def close(self) -> None:
        """Close what is open."""
        self._reading.close()
        self._writing.close()
