"""Sources → what is kept of each document, read by many processes; what was read before and has not changed is not read again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from kg import cache, codec
from kg.cache import Cache, Row
from kg.decisions import Decision
from kg.extract import readings
from kg.given import Given
from kg.identity.decided import Decided
from kg.model import Document, Reading
from kg.processes import Processes
from kg.resolve import prepared
from kg.sources import Source, Stored, Unreadable, holds_many, opened, read, read_stored, sources

_TOGETHER = 16 * 1024
"""Bytes of documents that are handed out together: some hundred milliseconds of work."""
_SHARED_FROM = 96 * 1024
"""Bytes from which processes are worth their start: some seconds of work."""
_MOST_HELD = 128 * 1024 * 1024
"""Bytes of texts out of archives that wait to be handed out."""
_KEEP_EVERY = 2.0
"""Seconds of work that a killed build loses."""
_TRIES = 3

READING = "读文档"

Watch = Callable[[str, int, int], None]
"""Told of progress: the stage, how much is done, how much there is."""


def unwatched(stage: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A document to read, or one that was read under other decisions."""

    key: str
    source: Source
    size: int
    stored: Stored | None = None
    reading: bytes | None = None


@dataclass(slots=True)
class Read:
    """The keys of what was read by document name, in order of name; and what could not be read."""

    keys: dict[str, str] = field(default_factory=dict)
    unread: list[Unreadable] = field(default_factory=list)

    def add(self, found: Row | Unreadable) -> None:
        """What came of one document."""
        if isinstance(found, Unreadable):
            self.unread.append(found)
        else:
            self.keys[found.name] = found.key


def read_all(
    paths: Sequence[str], given: Given, kept: Cache, decisions: Sequence[Decision], pool: Processes, watch: Watch
) -> Read:
    """Reads what the cache does not hold, and tells where everything lies."""
    work = _Work(given, kept, tuple(decisions), pool, watch)
    for item in sources(paths):
        for task in _tasks(item, given):
            work.take(task)
    work.flush()
    out = work.out
    return Read(
        {name: out.keys[name] for name in sorted(out.keys)}, sorted(out.unread, key=lambda u: (u.name, u.reason))
    )


class _Work:
    """What is left to read, done in loads that memory holds."""

    def __init__(
        self, given: Given, kept: Cache, decisions: tuple[Decision, ...], pool: Processes, watch: Watch
    ) -> None:
        self.out = Read()
        self._kept, self._pool, self._watch = kept, pool, watch
        self._joint = _joints(decisions)
        self._rows = partial(_rows, given=given, decisions=decisions, joint=self._joint)
        self._waiting: list[_Task] = []
        self._held = self._done = 0

    def take(self, task: _Task | Unreadable) -> None:
        """One document more."""
        if isinstance(task, Unreadable):
            self.out.unread.append(task)
            return
        decided = self._kept.decided(task.key)
        if decided == self._joint:
            self.out.keys[task.source.name] = task.key
            return
        again = None if decided is None else self._kept.reading(task.key)
        self._waiting.append(replace(task, reading=again))
        self._held += task.size if task.stored else len(again or b"")
        if self._held > _MOST_HELD:
            self.flush()

    def flush(self) -> None:
        """Read all that waits, the largest first: so the processes end together."""
        self._waiting.sort(key=lambda task: (-task.size, task.source.name))
        shared = sum(task.size for task in self._waiting) >= _SHARED_FROM
        total = self._done + len(self._waiting)
        results = self._pool.in_any_order(self._rows, _batches(self._waiting), shared=shared)
        with closing(_kept(self._kept, results)) as rows:
            for row in rows:
                self.out.add(row)
                self._done += 1
                self._watch(READING, self._done, total)
        self._waiting, self._held = [], 0


def _kept(kept: Cache, results: Iterable[list[Row | Unreadable]]) -> Generator[Row | Unreadable, None, None]:
    """The rows, each kept on disk before a few seconds are over, also where the work is broken off."""
    held: list[Row] = []
    last = time.monotonic()
    try:
        for rows in results:
            held += (row for row in rows if isinstance(row, Row))
            if time.monotonic() - last > _KEEP_EVERY:
                kept.keep(held)
                held, last = [], time.monotonic()
            yield from rows
    finally:
        kept.keep(held)


def _tasks(item: Source | Unreadable, given: Given) -> Iterator[_Task | Unreadable]:
    if isinstance(item, Unreadable):
        yield item
    elif item.is_input or holds_many(item):
        for name, found in opened(item):
            if isinstance(found, Stored):
                source = replace(item, name=name)
                places = [[one.span.start, one.span.end, one.place] for one in found.locations]
                told = [found.text, places, sorted(found.about.items()), found.notes]
                content = hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()
                yield _Task(_key(source, content, given), source, len(found.text) * 3, found)
            else:
                yield Unreadable(name, str(found))
    else:
        try:
            data = item.path.read_bytes()
        except OSError as error:
            yield Unreadable(item.name, f"不能打开: {error.strerror or error} (cannot be opened)")
            return
        yield _Task(_key(item, hashlib.sha256(data).hexdigest(), given), item, len(data))


def _key(source: Source, content: str, given: Given) -> str:
    return cache.key(source.name, content, {**source.settings, **given.settings()})


def _joints(decisions: Sequence[Decision]) -> str:
    """A hash of the decisions that change which names of one document are one thing; empty where there are none."""
    apart = Decided(decisions).held_apart
    return hashlib.sha256(json.dumps(apart).encode("ascii")).hexdigest() if apart else ""


def _batches(tasks: Iterable[_Task]) -> Iterator[list[_Task]]:
    held: list[_Task] = []
    size = 0
    for task in tasks:
        held.append(task)
        size += task.size
        if size >= _TOGETHER:
            yield held
            held, size = [], 0
    if held:
        yield held


def _rows(tasks: Sequence[_Task], given: Given, decisions: Sequence[Decision], joint: str) -> list[Row | Unreadable]:
    """What is to be kept of documents."""
    found = [_found(task, given) for task in tasks]
    read = iter(readings([one for _, one in found if isinstance(one, Document)]))
    out: list[Row | Unreadable] = []
    for task, (key, one) in zip(tasks, found, strict=True):
        if isinstance(one, Unreadable):
            out.append(one)
        else:
            told = next(read) if isinstance(one, Document) else one
            out.append(_row(key, told, task.reading or codec.packed(told), decisions, joint))
    return out


def _found(task: _Task, given: Given) -> tuple[str, Document | Reading | Unreadable]:
    """The document, or what was read in it before, and its key."""
    return _document(task, given) if task.reading is None else (task.key, codec.unpacked(task.reading))


def _row(key: str, told: Reading, packed: bytes, decisions: Sequence[Decision], joint: str) -> Row:
    ready, document = prepared(told, decisions), told.document
    things = codec.packed_things(ready.clusters, ready.proposals)
    return Row(key, document.name, document.region, packed, things, joint)


def _document(task: _Task, given: Given) -> tuple[str, Document | Unreadable]:
    """The document as it is now, and its key: a file that changed since it was looked at has another."""
    if task.stored is not None:
        return task.key, read_stored(task.source, task.stored, date=given.date, region=given.region)
    for _ in range(_TRIES):
        try:
            before = _digest(task.source)
            found = next(iter(read(task.source, date=given.date, region=given.region)))
            if _digest(task.source) == before:
                return _key(task.source, before, given), found
        except OSError as error:
            return task.key, Unreadable(task.source.name, f"不能打开: {error.strerror or error} (cannot be opened)")
    return task.key, Unreadable(task.source.name, "文件在读取时不断改变: 请稍后再试 (changes while it is read)")


def _digest(source: Source) -> str:
    return hashlib.sha256(source.path.read_bytes()).hexdigest()
