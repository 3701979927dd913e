"""Where reading spends its time, and how fast it would be if its models cost nothing: processor time by phase beside jieba.posseg's.

What a phase calls in another counts there alone. The texts are those of `benchmarks.extraction`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import ParamSpec
from unittest import mock

import jieba.posseg

from benchmarks import extraction, machine
from kg import judge, recognize, relate, tagger
from kg.extract import readings
from kg.processes import batches
from kg.sources import document

P = ParamSpec("P")

_MODELS = (
    ("tagger", tagger.Tagger, "votes"),
    ("judge of candidates", judge.Judge, "scores"),
    ("choice of categories", relate, "chosen"),
    ("scorer of claims", relate, "scored"),
    ("details of claims", relate, "decided"),
)
_RULES = (
    ("rules for names", recognize, "candidates"),
    ("sentences and signatures", relate, "passages"),
    ("rules for claims", relate, "offered"),
)
_OPENING, _OTHER, _BASELINE = "opening the document", "all else", "jieba.posseg"


class Phases:
    """Processor time by phase: it counts for the phase that was entered last."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._open = [_OTHER]
        self._since = time.process_time()

    def timed(self, name: str, function: Callable[P, object]) -> Callable[P, object]:
        """The function as a phase; what it yields one by one is made at once."""

        def inner(*args: P.args, **kwargs: P.kwargs) -> object:
            with self.phase(name):
                found = function(*args, **kwargs)
                return list(found) if isinstance(found, Iterator) else found

        return inner

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """The time until the end is this phase's."""
        self._count()
        self._open.append(name)
        try:
            yield
        finally:
            self._count()
            self._open.pop()

    def _count(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since  # type: ignore[assignment]  # a counter of seconds
        self._since = now


def taken() -> Counter[str]:
    """Seconds by phase, and those of the baseline, for all texts, after others were read."""
    extraction.as_a_build()
    for text in extraction.others():
        readings([document("one.txt", text)])
        list(jieba.posseg.cut(text))
    phases = Phases()
    with ExitStack() as stack:
        for phase, owner, name in (*_MODELS, *_RULES):
            stack.enter_context(mock.patch.object(owner, name, phases.timed(phase, getattr(owner, name))))
        # all in turn, for a machine may be slower for a while
        for some in batches(extraction.texts(), extraction.TOGETHER):
            with phases.phase(_OPENING):
                found = [document("one.txt", text) for text in some]
            readings(found)
            with phases.phase(_BASELINE):
                for text in some:
                    list(jieba.posseg.cut(text))
    return phases.seconds


def main() -> None:
    """Print the table."""
    print(machine.told())
    seconds = taken()
    baseline = seconds.pop(_BASELINE)
    whole = seconds.total()
    characters = sum(len(text) for text in extraction.texts())
    print("| phase | share | µs a character | times jieba.posseg |\n| --- | ---: | ---: | ---: |")
    for name, took in seconds.most_common():
        print(f"| {name} | {took / whole:.0%} | {took / characters * 1e6:.1f} | {took / baseline:.2f} |")
    without = whole - sum(seconds[name] for name, _, _ in _MODELS)
    for name, took in (("all of reading", whole), ("reading without its models", without)):
        print(f"| {name} | {took / whole:.0%} | {took / characters * 1e6:.1f} | {took / baseline:.2f} |")
    print(f"jieba.posseg takes {baseline / characters * 1e6:.1f} µs a character.")
    print(f"Speed over jieba.posseg's: {baseline / whole:.2f}; if models cost nothing {baseline / without:.2f}.")


if __name__ == "__main__":
    main()
