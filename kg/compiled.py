"""Regular expressions as Python has compiled them once: what the program says is kept beside its compiled modules.

To compile those that one page needs takes a fifth of a short command's time, most of it for classes of Chinese characters. What is kept is
the code of Python's own matcher, for this version of it alone; where that cannot be had, read or written, patterns are compiled as usual.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import sys
from array import array
from functools import cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, cast

_FILE = "patterns.{tag}.marshal"
_UNUSUAL = (ImportError, AttributeError, TypeError, ValueError, EOFError, OSError, RuntimeError, OverflowError)
"""How another version of Python may differ, and what a file that is broken gives."""

Key = tuple[str, int]
Kept = tuple[int, bytes, int, dict[str, int]]
"""Flags, code, number of groups, the names of groups."""

_new: dict[Key, Kept] = {}


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, as `re.compile` gives it. For patterns of the program alone: what texts hold would never be met again."""
    with contextlib.suppress(*_UNUSUAL):
        known = _kept().get((source, int(flags))) or _new.get((source, int(flags)))
        return _opened(source, known or _coded(source, int(flags)))
    return re.compile(source, flags)


def keep() -> None:
    """Keep what was compiled anew for the next command, where Python keeps compiled modules at all."""
    if not _new or sys.dont_write_bytecode:
        return
    with contextlib.suppress(*_UNUSUAL):
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            fresh.write_bytes(marshal.dumps((_machine(), {**_kept(), **_new})))
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def _path() -> Path:
    return Path(cache_from_source(__file__)).with_name(_FILE.format(tag=sys.implementation.cache_tag))


@cache
def _machine() -> tuple[str, int, int]:
    """What the code is for: a version of Python and of its matcher, and the width of a word of code."""
    matcher: Any = import_module("_sre")
    return sys.version, matcher.MAGIC, matcher.CODESIZE


@cache
def _kept() -> dict[Key, Kept]:
    with contextlib.suppress(*_UNUSUAL):
        machine, known = marshal.loads(_path().read_bytes())  # noqa: S302 — as trusted as the compiled modules beside it
        if machine == _machine():
            return cast("dict[Key, Kept]", known)
    return {}


def _opened(source: str, kept: Kept) -> re.Pattern[str]:
    matcher: Any = import_module("_sre")
    flags, code, groups, names = kept
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    return cast(
        "re.Pattern[str]", matcher.compile(source, flags, array("I", code).tolist(), groups, names, tuple(by_number))
    )


def _coded(source: str, flags: int) -> Kept:
    """Compiles a pattern. Raises re.error."""
    compiler: Any = import_module("re._compiler")
    parsed = import_module("re._parser").parse(source, flags)
    code = array("I", compiler._code(parsed, flags)).tobytes()  # noqa: SLF001 — Python has no other way to it
    _new[source, flags] = kept = (
        flags | parsed.state.flags,
        code,
        parsed.state.groups - 1,
        dict(parsed.state.groupdict),
    )
    return kept
