"""Queries in processes of their own that can be ended: limits of time, memory and rows that hold."""

from __future__ import annotations

import multiprocessing
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from kg.answers import Answer, Question, UnansweredError, Why, answer
from kg.store import opened

try:
    import resource
except ImportError:  # Windows: limits of time and rows hold there, that of memory does not
    resource = None  # type: ignore[assignment]

_RESERVE: Final = 256
"""Megabytes of address space that a worker has beyond its limit, for the store's own caches and maps."""
_START: Final = 60.0
"""Seconds that a worker may take to open the store."""
_LOOK: Final = 0.25
"""Seconds between two looks whether others wait."""
_QUEUE: Final = 24
"""Questions that may wait: each holds one of the server's 40 threads, and files need some, too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, megabytes beyond the store's own, rows or triples; `share`: seconds while others wait."""

    seconds: float = 30.0
    share: float = 5.0
    megabytes: int = 1024
    rows: int = 100_000


@dataclass
class Worker:
    """A process that answers one question at a time; it is ended when a question takes too long, and started anew."""

    path: Path
    limits: Limits
    _process: Any = field(default=None, init=False)
    _pipe: Connection | None = field(default=None, init=False)
    _ready: bool = field(default=False, init=False)

    def ask(
        self, question: Question, seconds: float | None = None, crowded: Callable[[], bool] = lambda: False
    ) -> Answer:
        """The answer. Raises UnansweredError; the process has been ended if the cause is time or memory.

        `crowded` tells whether others wait: then a question has no more than its share of the time.
        """
        pipe = self._started()
        try:
            pipe.send(question)
            self._wait(pipe, self.limits.seconds if seconds is None else min(seconds, self.limits.seconds), crowded)
            answer = pipe.recv()
        except UnansweredError:
            self._renew()
            raise
        except (EOFError, OSError) as error:
            self._renew()
            told = f"查询所需内存超过 {self.limits.megabytes} MB 或嵌套太深，已中止 (query ended: out of memory)"
            raise UnansweredError(Why.MEMORY, told) from error
        if isinstance(answer, Answer):
            return answer
        raise UnansweredError(*answer)

    def _wait(self, pipe: Connection, allowed: float, crowded: Callable[[], bool]) -> None:
        """Wait until the answer is there. Raises UnansweredError."""
        began = time.monotonic()
        wait = min(allowed, self.limits.share)
        while not pipe.poll(wait):
            gone = time.monotonic() - began
            if gone >= allowed:
                raise UnansweredError(Why.TIME, f"查询超过 {allowed:g} 秒，已中止 (query ended after {allowed:g} s)")
            if crowded():
                told = f"有其他查询在等候，超过 {self.limits.share:g} 秒的查询已中止 (query ended: others are waiting)"
                raise UnansweredError(Why.TIME, told)
            wait = min(_LOOK, allowed - gone)

    def start(self) -> None:
        """Start the process, if it does not run."""
        self._started()

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._renew()
        if self._pipe is None:
            raise RuntimeError("a process that was started has a pipe")
        if not self._ready:
            self._ready = self._pipe.poll(_START) and _received(self._pipe) == "ready"
        if not self._ready:
            self.close()
            raise UnansweredError(Why.FAILED, f"{self.path} 的库打不开 (the store cannot be opened)")
        return self._pipe

    def _renew(self) -> None:
        """End the process and begin a new one, which opens the store before anybody asks again."""
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self.path, self.limits), daemon=True)
        self._process.start()
        theirs.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
        self._ready = False


class Pool:
    """Some workers over one store; a question waits for a free one within its time."""

    def __init__(self, path: Path, limits: Limits, size: int) -> None:
        self.limits = limits
        self._workers = [Worker(path, limits) for _ in range(size)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._waiting = 0
        self._counting = threading.Lock()
        for worker in self._workers:
            self._free.put(worker)

    def start(self) -> None:
        """Start all workers before anybody asks. Raises UnansweredError where the store cannot be opened."""
        for worker in self._workers:
            worker.start()

    def ask(self, question: Question, seconds: float | None = None) -> Answer:
        """The answer of the first free worker. Raises UnansweredError."""
        started = time.monotonic()
        allowed = self.limits.seconds if seconds is None else min(seconds, self.limits.seconds)
        worker = self._taken(allowed)
        try:
            return worker.ask(question, max(0.0, allowed - (time.monotonic() - started)), lambda: self._waiting > 0)
        finally:
            self._free.put(worker)

    @property
    def is_busy(self) -> bool:
        """Whether no worker is free."""
        return self._free.empty()

    def _taken(self, allowed: float) -> Worker:
        """The first free worker. Raises UnansweredError where too many wait, or none gets free."""
        with suppress(queue.Empty):
            return self._free.get_nowait()
        busy = UnansweredError(Why.BUSY, "查询太多，请稍后再试 (too many queries, try again later)")
        with self._counting:
            if self._waiting >= _QUEUE:
                raise busy
            self._waiting += 1
        try:
            return self._free.get(timeout=allowed)
        except queue.Empty as error:
            raise busy from error
        finally:
            with self._counting:
                self._waiting -= 1

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.close()


def _received(pipe: Connection) -> object:
    """What a new process says; None where it has ended."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None


def _work(pipe: Connection, path: Path, limits: Limits) -> None:
    """A worker's life: open the store, then answer until the pipe closes."""
    store = opened(path)
    _limit_memory(limits.megabytes + _RESERVE)
    pipe.send("ready")
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            pipe.send(_answered(store, pipe.recv(), limits))


def _limit_memory(megabytes: int) -> None:
    """Let the process grow by so many megabytes of address space, then fail (on Linux, where the space in use is told)."""
    used = Path("/proc/self/statm")
    if resource is not None and used.exists():
        now = int(used.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        ceiling = now + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _answered(store: Store, question: Question, limits: Limits) -> Answer | tuple[Why, str]:
    try:
        return answer(store, question, limits.rows)
    except UnansweredError as error:
        return error.why, str(error)
    except SyntaxError as error:
        return Why.SYNTAX, str(error)
    except MemoryError:
        return Why.MEMORY, f"查询所需内存超过 {limits.megabytes} MB，已中止 (query ended: out of memory)"
    except (OSError, ValueError, RuntimeError) as error:
        return Why.FAILED, str(error)
