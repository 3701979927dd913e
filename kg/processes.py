"""Work shared by processes: handed out as they get free, ended at once when the work is interrupted."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from itertools import islice
from multiprocessing.connection import wait as ended
from typing import Protocol, TypeVar

from kg.errors import InputError

T = TypeVar("T")
R = TypeVar("R")

_WAITING = 2
"""Pieces that wait for each process: enough that none is idle, few enough that memory stays bounded."""


class Share(Protocol):
    """Does a piece of work for each of the pieces, in their order."""

    def __call__(self, work: Callable[[T], R], pieces: Iterable[T], /) -> Iterator[R]:
        """The results in the order of the pieces."""


def alone(work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
    """As `Share`, by one process."""
    return map(work, pieces)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in their order, so many together: pieces that are worth handing out."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


class Processes:
    """Up to `jobs` processes, started when the first shared work comes. Use `processes`."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._others: frozenset[multiprocessing.process.BaseProcess] = frozenset()

    def in_any_order(self, work: Callable[[T], R], pieces: Iterable[T], *, shared: bool) -> Iterator[R]:
        """The results as they come. Where the work is not worth sharing, this process does it."""
        if not shared or self.jobs == 1:
            yield from map(work, pieces)
            return
        running: set[Future[R]] = set()
        with _whole():
            for piece in pieces:
                running.add(self._submit(work, piece))
                if len(running) >= _WAITING * self.jobs:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in done)
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)

    def in_order(self, work: Callable[[T], R], pieces: Iterable[T], *, shared: bool) -> Iterator[R]:
        """The results in the order of the pieces."""
        if not shared or self.jobs == 1:
            yield from map(work, pieces)
            return
        running: deque[Future[R]] = deque()
        with _whole():
            for piece in pieces:
                running.append(self._submit(work, piece))
                if len(running) >= 2 * _WAITING * self.jobs:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()

    def beside(self, work: Callable[[T], R], piece: T, *, shared: bool) -> Callable[[], R]:
        """Begin a piece of work that others go beside; what is returned gives the result."""
        if not shared or self.jobs == 1:
            return lambda: work(piece)
        running = self._submit(work, piece)

        def result() -> R:
            with _whole():
                return running.result()

        return result

    def start(self, *modules: str) -> None:
        """Start all processes now, while this one does something else, and import there what the work will need."""
        if self.jobs > 1:
            for _ in range(self.jobs):
                self._submit(_imported, modules)

    def _submit(self, work: Callable[[T], R], piece: T) -> Future[R]:
        if self._pool is None:
            self._others = frozenset(multiprocessing.active_children())
            self._pool = ProcessPoolExecutor(
                self.jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
            )
        with _uninterrupted():  # the pool starts a process when it is needed, which inherits that: Ctrl-C is not for it
            return self._pool.submit(work, piece)

    def stop(self, *, at_once: bool) -> None:
        """End the processes: when they are done, or at once."""
        if self._pool is None:
            return
        if at_once:
            for process in frozenset(multiprocessing.active_children()) - self._others:
                process.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


def _imported(modules: Iterable[str]) -> None:
    for name in modules:
        import_module(name)


@contextlib.contextmanager
def processes(jobs: int) -> Iterator[Processes]:
    """Processes that end with the block; at once where it fails."""
    own = Processes(jobs)
    try:
        yield own
    except BaseException:
        own.stop(at_once=True)
        raise
    own.stop(at_once=False)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise InputError(
            "工作进程被系统终止（可能是内存不足）。已读好的文档已保存：请用较小的 --jobs 再次运行", exit_code=1
        ) from error


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """SIGINT waits until the block ends; processes that are started within never get it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """A process whose parent was killed ends, too, instead of waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    ended([sentinel])
    os._exit(1)
