"""Word lists and name tables: CSV files with a header line and a `source` column, read once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The lines of `name`.csv as column → cell, in file order. Raises FileNotFoundError."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines)
        return tuple(dict(zip(columns, line, strict=True)) for line in lines)


@cache
def words(name: str, column: str = "word") -> frozenset[str]:
    """One column of `name`.csv as a set. Raises FileNotFoundError, KeyError."""
    return frozenset(row[column] for row in rows(name))
