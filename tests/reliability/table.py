"""The table that `make reliability` prints."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = ("| point | what | trials | failures | figures |", "| --- | --- | ---: | ---: | --- |")


@dataclass(frozen=True)
class Row:
    """A line: which point, what was tried how often, what failed, and what was measured."""

    point: str
    what: str
    trials: int
    failures: tuple[str, ...] = ()
    figures: str = ""

    def __str__(self) -> str:
        return f"| {self.point} | {self.what} | {self.trials} | {len(self.failures)} | {self.figures} |"
