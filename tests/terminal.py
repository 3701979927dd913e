"""A command in a terminal of its own, as a person sits before it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A running `kg` whose input and output are a pseudo-terminal."""

    def __init__(self, *words: str | Path) -> None:
        self._mine, theirs = pty.openpty()

        def owned() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches it
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # who runs tests in the background ignores it

        self._process = subprocess.Popen(  # noqa: S603 (this very program)
            [sys.executable, "-m", "kg", *map(str, words)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=owned,  # noqa: PLW1509 (no threads here)
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "TERM": "xterm", "COLUMNS": "200"},
        )
        os.close(theirs)
        self._told = b""
        self._seen = 0

    @property
    def text(self) -> str:
        """All that was shown and typed."""
        return _CONTROL.sub("", self._told.decode("utf-8", "replace")).replace("\r\n", "\n")

    def _read(self, seconds: float) -> bool:
        if not select.select([self._mine], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._mine, 65536)
        except OSError:  # Linux: the other end is closed
            data = b""
        self._told += data
        return bool(data)

    def _wait(self, seconds: float) -> None:
        """Reads until the process has ended, so long at most."""
        end = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < end:
            self._read(0.1)

    def until(self, words: str, seconds: float = 60) -> str:
        """Waits until something new is shown; what was shown up to it."""
        end = time.monotonic() + seconds
        while (at := self.text.find(words, self._seen)) < 0:
            assert self._read(0.2) or time.monotonic() < end, f"{words!r} is not shown: {self.text[self._seen :]!r}"
            assert self._process.poll() is None or words in self.text[self._seen :] or self._read(0.2), self.text
        shown = self.text[self._seen : at + len(words)]
        self._seen = at + len(words)
        return shown

    def type(self, keys: str | bytes) -> None:
        """Types keys."""
        os.write(self._mine, keys.encode() if isinstance(keys, str) else keys)

    def interrupt(self, seconds: float = 6) -> None:
        """Presses Ctrl-C, and once more where nothing follows.

        Python forgets none, but looks only between its own instructions: a key that comes after the prompt is shown and
        before the reading of the answer has begun is seen at the next one.
        """
        self.type("\x03")
        self._wait(seconds)
        if self._process.poll() is None:
            self.type("\x03")

    def answers(self, prompt: str, line: str) -> str:
        """Waits for a prompt and answers it; what was shown up to it."""
        shown = self.until(prompt)
        self.type(f"{line}\n")
        return shown

    def close(self) -> None:
        """Ends what still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
            os.close(self._mine)

    def ended(self, seconds: float = 30) -> int:
        """Waits for the end; the exit code."""
        self._wait(seconds)
        while self._read(0.1):
            pass
        code = self._process.wait(1)
        os.close(self._mine)
        return code
