"""Which module reads which kind of file: by its first bytes where these tell, else by its suffix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from kg.sources.stored import MOST_BYTES, Stored, UnreadableError

Reader = Callable[[bytes], Stored]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its module below kg.sources, the extra that brings its library, the most bytes that are read."""

    module: str
    extra: str | None = None
    largest: int = MOST_BYTES


_TEXT = Format("text")
_WEB = Format("webpage", "html", MOST_BYTES // 2)
_WORD = Format("word", "office", 4 * MOST_BYTES)
_WORKBOOK = Format("workbook", "office", 4 * MOST_BYTES)
_DELIMITED = Format("delimited")
_PDF = Format("pdf", "pdf", 8 * MOST_BYTES)
_LEGACY = Format("legacy", None, 8 * MOST_BYTES)
_OTHER = Format("foreign", None, 8 * MOST_BYTES)
RECORDS = Format("records")
ARCHIVE = Format("archive")

FORMATS = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".htm": _WEB,
    ".html": _WEB,
    ".shtml": _WEB,
    ".xhtml": _WEB,
    ".docx": _WORD,
    ".docm": _WORD,
    ".xlsx": _WORKBOOK,
    ".xlsm": _WORKBOOK,
    ".csv": _DELIMITED,
    ".tsv": _DELIMITED,
    ".pdf": _PDF,
    ".jsonl": RECORDS,
    ".ndjson": RECORDS,
    ".zip": ARCHIVE,
    ".doc": _LEGACY,
    ".xls": _LEGACY,
    ".ppt": _LEGACY,
    ".wps": _LEGACY,
    ".et": _LEGACY,
    ".rtf": _OTHER,
    ".odt": _OTHER,
    ".ods": _OTHER,
    ".ofd": _OTHER,
}
"""Suffix → format. What a folder's scan takes; a file that is named itself is read whatever its suffix."""

_PACKAGES = {
    "html": "trafilatura",
    "office": "python-docx、openpyxl",
    "pdf": "pdfplumber",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_TOLD_BY_BYTES = frozenset(FORMATS.values()) - {_TEXT, _DELIMITED, RECORDS}
"""Formats whose suffix often lies: offices send web pages as .xls and new files as .doc."""


def of(suffix: str, opening: bytes) -> Format:
    """The format of a file with that suffix (lower case, with its dot) and those first bytes (some thousands)."""
    told = FORMATS.get(suffix)
    if told is not None and told not in _TOLD_BY_BYTES:
        return told
    return _by_bytes(opening, told) or told or _TEXT


def _by_bytes(opening: bytes, told: Format | None) -> Format | None:
    if opening.startswith(_OLE):
        return _LEGACY
    if opening.startswith(_ZIP):
        if b"word/" in opening and told is not _WORKBOOK:
            return _WORD
        if b"xl/" in opening and told is not _WORD:
            return _WORKBOOK
        return told if told in {_WORD, _WORKBOOK, _OTHER} else ARCHIVE
    if b"%PDF-" in opening[:1024]:
        return _PDF
    start = opening.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<?xml")) and b"html" in start + b"<table":
        return _WEB
    return RECORDS if told is None and start.startswith(b"{") and b'"text"' in opening else None


def reader(form: Format) -> Reader:
    """The function that reads the bytes of a file of that format; its library is imported here and not before.

    Raises UnreadableError where the library is not installed.
    """
    try:
        read: Reader = import_module(f"kg.sources.{form.module}").stored
    except ModuleNotFoundError as error:
        if form.extra is None or (error.name or "").startswith("kg"):
            raise
        raise UnreadableError(
            f'读这种文件需要 {_PACKAGES[form.extra]}: 请运行 pip install "jiaopu[{form.extra}]" (missing: {error.name})'
        ) from error
    return read
