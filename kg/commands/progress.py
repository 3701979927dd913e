"""Progress of long work: on the terminal with rate and time left, and in a log file on request."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from kg.errors import InputError
from kg.reader import Watch

_LOG_EVERY = 10.0
"""Seconds between two lines of progress in the log."""
_LOG = logging.getLogger("kg")


class _Rate(ProgressColumn):
    """Documents per second."""

    def render(self, task: Task) -> Text:
        """The rate, once it is known."""
        return Text(f"{task.speed:.1f} 份/秒" if task.speed else "")


@contextlib.contextmanager
def shown(console: Console, log: Path | None) -> Iterator[Watch]:
    """What to tell of progress: it shows on a terminal, and nowhere else but in the log. Raises InputError."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
    with (
        _logged(log),
        bar if console.is_terminal else contextlib.nullcontext(),
    ):  # rich 13 ends a hidden one with a line
        watch = _Watching(bar)
        yield watch
        watch.finished()


class _Watching:
    """Passes progress on; called with the stage, how much is done and how much there is."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._stage = ""
        self._told = self._began = time.monotonic()
        self._task: TaskID | None = None
        self._done = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Progress within a stage."""
        now = time.monotonic()
        if stage != self._stage:
            if self._task is not None:
                self._bar.update(self._task, visible=False)
            self._stage, self._began, self._told = stage, now, now
            self._task = self._bar.add_task(stage, total=total)
            _LOG.info("%s：共 %d 份", stage, total)
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)
        if now - self._told > _LOG_EVERY or done == total:
            self._told = now
            _LOG.info("%s：%d/%d，%.1f 份/秒", stage, done, total, done / max(now - self._began, 1e-3))

    def finished(self) -> None:
        """The end."""
        _LOG.info("完成")


@contextlib.contextmanager
def _logged(path: Path | None) -> Iterator[None]:
    if path is None:
        yield
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise InputError(f"无法写入日志 {path}：{error.strerror}") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    before = _LOG.level
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    try:
        yield
    except InputError as error:
        _LOG.error("%s", error)
        raise
    finally:
        _LOG.removeHandler(handler)
        _LOG.setLevel(before)
        handler.close()
