"""The whole way as a list that one can read: files → documents → readings → knowledge → output folder."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from kg import cache, front, rdf, store, view
from kg.cache import Cache
from kg.decisions import Decision, replayed
from kg.errors import InputError
from kg.extract import reading
from kg.forming import formed
from kg.gathered import Found
from kg.gathering import Gathering
from kg.given import Given
from kg.identity.decided import Decided
from kg.model import Document, Knowledge, Merge, Reading
from kg.output import PAGE, REPORT, whole
from kg.processes import Processes, Share, batches, cores, processes
from kg.rdf.stream import nquads, records
from kg.reader import Read, Watch, read_all, unwatched
from kg.report import Report, judgements
from kg.resolve import resolve, stale
from kg.sources import Unreadable, summed
from kg.telling import Told, pieces, told, told_of
from kg.terms import ID

WRITING = "写图谱"
"""The stage after reading, as `Watch` is told of it."""

_SHARED_FROM = 400
"""Documents from which processes are worth their start for writing alone."""
_TOGETHER = 64
"""Documents whose things are handed out together."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: how many documents, mentions, entities and facts (by type), what was not read, how long it took."""

    documents: int
    counts: dict[str, Any]
    unread: tuple[Unreadable, ...]
    seconds: float


def readings(documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
    """Each document's reading, in the order given; `jobs` processes share the work and change nothing of the result."""
    with processes(jobs) as pool:
        yield from pool.in_order(reading, documents, shared=jobs > 1)


def knowledge(documents: Iterable[Document], *, jobs: int = 1, decisions: Sequence[Decision] = ()) -> Knowledge:
    """All that the documents tell, resolved; what persons decided is replayed."""
    return resolve(readings(documents, jobs=jobs), decisions)


def build(
    paths: Sequence[str],
    out: Path,
    *,
    given: Given | None = None,
    base: str = ID,
    jobs: int | None = None,
    decisions: Path | None = None,
    watch: Watch = unwatched,
) -> Built:
    """Build the graph of files, folders and globs into the folder `out`: all of its files are replaced together, or none.

    What was read before and has not changed is not read again. `jobs` is the number of processes, by default one a core.
    `decisions` is a file of decisions, by default that of the folder itself. Raises InputError where nothing can be
    read, the folder cannot be written or the decisions cannot be read.
    """
    started = time.perf_counter()
    decided = replayed(decisions, out)
    with _written(out) as fresh, cache.opened(out) as kept, processes(jobs or cores()) as pool:
        read = read_all(paths, given or Given(), kept, decided, pool, watch)
        if not read.keys:
            raise InputError("；".join(["没有可读的文档", *summed(read.unread)]), exit_code=1)
        pool.stop(at_once=False)  # who reads holds the models, which nobody needs from now on
        with _report(fresh) as report:
            judged = _Writing(fresh, read, kept, decided, pool, base).write(report, watch)
            report.write(fresh / REPORT, read.unread, judged, time.perf_counter() - started)
        kept.forget_others(read.keys.values())
    return Built(report.documents, report.counts(), tuple(read.unread), time.perf_counter() - started)


def save(told: Knowledge, out: Path, *, base: str = ID) -> Built:
    """Write the output folder: all of its files are replaced together, or none. Raises InputError where it cannot be written."""
    started = time.perf_counter()
    parts = sorted(told.parts, key=lambda part: rdf.graph_of(part.document.name, base))
    with _written(out) as fresh, _report(fresh) as report:
        every = ([told_of(part, base)] for part in parts)
        _store(fresh, every, (told.merges, told.proposals), report, base, lambda: view.page(told))
        judged = judgements(told.merges, told.proposals, told.stale)
        report.write(fresh / REPORT, (), judged, time.perf_counter() - started)
    return Built(report.documents, report.counts(), (), time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What was read, and where it goes."""

    fresh: Path
    read: Read
    kept: Cache
    decisions: tuple[Decision, ...]
    pool: Processes
    base: str

    @property
    def shared(self) -> bool:
        """Whether processes share the work."""
        return len(self.read.keys) >= _SHARED_FROM

    @property
    def share(self) -> Share:
        """What does the work in pieces, in other processes where they share it."""
        return partial(self.pool.in_order, shared=self.shared)

    def write(self, report: Report, watch: Watch) -> dict[str, Any]:
        """Resolve what was read and write all but the report; returns the report's words on identity."""
        if self.shared:
            self.pool.start(formed.__module__, told.__module__, front.__name__)
        decided = Decided(self.decisions)
        with (
            tempfile.TemporaryDirectory(dir=self.fresh.parent, prefix="resolving-") as folder,
            contextlib.closing(Gathering(Path(folder), self.decisions, decided, self.share)) as gathering,
        ):
            things = ((name, self.kept.things(key)) for name, key in self.read.keys.items())
            for some in self.share(partial(formed, decisions=self.decisions), batches(things, _TOGETHER)):
                for one in some:
                    gathering.add(one)
            return self._write(gathering.resolved(), decided, report, watch)

    def _write(self, found: Found, decided: Decided, report: Report, watch: Watch) -> dict[str, Any]:
        keys = self.read.keys
        what = front.shown(keys, found, self.kept, self.decisions, self.base)
        page_text = front.page(what, self.kept, self.pool, shared=self.shared)
        work = partial(told, decisions=self.decisions, base=self.base)
        every = self.share(work, pieces(keys, found, self.kept, self.base))
        told_so_far = _watched(every, decided, len(keys), watch)
        _store(self.fresh, told_so_far, (found.merges, found.proposals), report, self.base, page_text, self.pool.jobs)
        return judgements(found.merges, found.proposals, stale(decided))


def _watched(every: Iterable[list[Told]], decided: Decided, total: int, watch: Watch) -> Iterator[list[Told]]:
    """The same; what decisions met in other processes is noted here."""
    done = 0
    for some in every:
        decided.used(*chain.from_iterable(one.met for one in some))
        yield some
        done += len(some)
        watch(WRITING, done, total)


def _store(
    fresh: Path,
    every: Iterable[Sequence[Told]],
    judged: tuple[tuple[Merge, ...], tuple[Merge, ...]],
    report: Report,
    base: str,
    page: Callable[[], str],
    jobs: int = 1,
) -> None:
    """Write the graph of documents, given in order of their graphs' IRIs, and of the judgements of identity; and its page."""

    def graphs() -> Iterator[tuple[bytes, Sequence[bytes]]]:
        for some in every:
            report.add(some)
            for one in some:
                store.keep_text(fresh, one.name, one.text)
                yield one.nquads, one.records
        if identity := rdf.identity_statements(*judged, store.texts(fresh), base):
            lines = tuple(records(identity))
            yield nquads(f"{base}{rdf.IDENTITY}", lines), lines

    store.write_graphs(graphs(), fresh, base, lambda: (fresh / PAGE).write_text(page(), encoding="utf-8"), jobs=jobs)


@contextlib.contextmanager
def _report(fresh: Path) -> Iterator[Report]:
    with tempfile.TemporaryDirectory(dir=fresh.parent, prefix="report-") as folder:
        yield Report(Path(folder))


@contextlib.contextmanager
def _written(out: Path) -> Iterator[Path]:
    """`whole`, with one line where it cannot be written."""
    try:
        with whole(out) as fresh:
            yield fresh
    except OSError as error:
        raise InputError(f"无法写完 {out}：{error.strerror or error}。原有的输出没有改动", exit_code=1) from error
