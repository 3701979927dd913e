"""Blank cells below a group's first row: the school, contest or rank stands there once and is meant below, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from kg.lazy import regex
from kg.lexicon import rows

_GROUPING = frozenset({"agent", "rank", "category", "contest", "honour"})
"""What a column may hold that is said once for several rows; a name or a work is of its own row."""
_LEAST_HEADERS = 2
_LEAST_CELLS = 2
_LONGEST_HEADER = 14
_NOTE = regex(r"[(\uff08].*?[)\uff09]|[\s\u3000:\uff1a*]")
_NUMBER = regex(r"\d+[.\u3001]?")


class Carry:
    """Follows the rows of a table from the top: which blank cells of a row mean what stands above."""

    def __init__(self) -> None:
        self._roles: Mapping[int, str] = {}
        self._open: set[int] = set()

    def blanks(self, cells: Mapping[int, str]) -> Sequence[int]:
        """The columns (from the left) in which the row goes on with the one above; `cells` are its texts by column.

        Groups are set out from the left: whatever stands left of such a blank is blank or the row's number, and right of
        it the row says something of its own.
        """
        said = {column for column, text in cells.items() if text.strip()}
        if roles := header(cells):
            self._roles, self._open = roles, set()
            return ()
        if len({cells[column] for column in said}) < _LEAST_CELLS and (len(said) > 1 or 0 in said):
            self._open = set()  # a heading: the rows below are another group's
            return ()
        out = self._going_on(cells, said)
        self._open = {*out, *said}
        return out

    def _going_on(self, cells: Mapping[int, str], said: set[int]) -> list[int]:
        out = []
        for column in range(max(said, default=0)):
            is_number = self._roles.get(column) == "number" or _NUMBER.fullmatch(cells.get(column, "").strip())
            if column in said and not is_number:
                break
            if column not in said and column in self._open and self._roles.get(column) in _GROUPING:
                out.append(column)
        return out


def header(cells: Mapping[int, str]) -> Mapping[int, str]:
    """What each column holds that a header line names; empty where the line is no header."""
    said = [column for column, text in cells.items() if text.strip()]
    roles = {column: found for column in said if (found := role(cells[column])) is not None}
    return roles if len(roles) >= _LEAST_HEADERS and len(roles) * 2 >= len(said) else {}


def role(text: str) -> str | None:
    """What a column of this header holds, by its whole name or the end of it; None where it is no known header."""
    name = _NOTE.sub("", text)
    starts = range(max(1, len(name) - 1)) if len(name) <= _LONGEST_HEADER else ()
    return next((_headers()[name[start:]] for start in starts if name[start:] in _headers()), None)


@cache
def _headers() -> Mapping[str, str]:
    return {row["word"]: row["role"] for row in rows("columns")}
