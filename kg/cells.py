"""Cells of tables that spreadsheets open."""

from __future__ import annotations

from typing import Final

from kg.lazy import regex

_FORMULA: Final = regex(r"\s*[=+\-@＝＋－＠\t\r]")
"""What a spreadsheet takes for the start of a formula."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
