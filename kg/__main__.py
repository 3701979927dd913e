"""The command `kg` as a process of its own, also by `python -m kg`."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module

OBJECTS = 200_000
"""New objects after which Python looks for cycles: tables and models make none, however many objects they are."""


def run() -> None:
    """Run the command, and end without freeing its tables and models word by word, which takes a tenth of a short command's time."""
    gc.set_threshold(OBJECTS)
    ended: list[int] = []
    atexit.register(_leave, ended)  # what is registered first runs last: all else has ended in order by then
    try:
        import_module("kg.cli").main()
        ended.append(0)
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            ended.append(error.code or 0)
        raise


def _leave(ended: list[int]) -> None:
    """End the process now, with the code that it has ended with; after an error it goes on to end as it would."""
    for code in ended:
        if (compiled := sys.modules.get("kg.compiled")) is not None:
            compiled.keep()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):  # the reader of a pipe has left: Python tells it
            return
        os._exit(code)


if __name__ == "__main__":
    run()
