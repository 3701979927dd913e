"""A query in a process of its own that is ended at its time; its answer is carried piece by piece as it comes."""

from __future__ import annotations

import io
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Final

from pyoxigraph import QueryTriples

from kg.errors import InputError
from kg.query import Named, run, write
from kg.store import opened

_PIECE: Final = 64 * 1024


def answer(path: Path, sparql: str, forms: tuple[str, str], seconds: float, output: IO[bytes]) -> tuple[str, int]:
    """Write the answer to a query over an output folder or an RDF file; its format and how many rows it has.

    `forms` are those of a table and of a graph. Raises InputError, where the time is over too; what came before stands then.
    """
    end = time.monotonic() + seconds
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, path, sparql, forms), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            if not ours.poll(max(0.0, end - time.monotonic())):
                raise InputError(f"查询超过 {seconds:g} 秒，已中止 (query ended after {seconds:g} s)", exit_code=1)
            told: bytes | InputError | tuple[str, int] = ours.recv()
            if isinstance(told, bytes):
                output.write(told)
            elif isinstance(told, InputError):
                raise told
            else:
                return told
    except EOFError as error:
        raise InputError("查询意外中止，可能是内存不够 (the query broke off)", exit_code=1) from error
    finally:
        process.kill()
        process.join()
        ours.close()


class _Sent(io.RawIOBase):
    """A file that goes through a pipe."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pipe.send(piece)
        return len(piece)


def _work(pipe: Connection, path: Path, sparql: str, forms: tuple[str, str]) -> None:
    try:
        results = run(opened(path), Named("", "", (), sparql))
        form = forms[isinstance(results, QueryTriples)]
        with io.BufferedWriter(_Sent(pipe), _PIECE) as output:
            rows = write(results, form, output)
        pipe.send((form, rows))
    except InputError as error:
        pipe.send(error)
