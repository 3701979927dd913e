"""A source → the stored texts that it holds: one for a file, one a line or a member for records and archives."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from kg.lazy import regex
from kg.model import Location, Span
from kg.sources import archive, records
from kg.sources.files import Source
from kg.sources.formats import ARCHIVE, FORMATS, RECORDS, Format, of, reader
from kg.sources.stored import EMPTY, MOST_BYTES, Stored, UnreadableError, too_large

_OPENING = 8192
"""Bytes that tell what a file is."""
_TELLING = regex(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]")
"""A file's name that says what is in it."""

Item = tuple[str, Stored | UnreadableError]


def opened(source: Source) -> Iterator[Item]:
    """The texts of a source, each with its name, one at a time; what cannot be read comes as its error."""
    try:
        if source.is_input:
            with tempfile.SpooledTemporaryFile(max_size=MOST_BYTES) as spool:
                shutil.copyfileobj(sys.stdin.buffer, spool)
                yield from _file(source.name, cast("BinaryIO", spool), spool.tell())
        else:
            with source.path.open("rb") as file:
                yield from _file(source.name, file, source.path.stat().st_size)
    except UnreadableError as error:
        yield source.name, error
    except OSError as error:
        yield source.name, UnreadableError(f"不能打开: {error.strerror or error} (cannot be opened)")


def opened_bytes(name: str, data: bytes) -> Iterator[Item]:
    """The same of a file's bytes under its name."""
    try:
        yield from _file(name, io.BytesIO(data), len(data))
    except UnreadableError as error:
        yield name, error


def holds_many(source: Source) -> bool:
    """Whether the source is an archive or records: many documents, which `opened` gives one by one."""
    if source.is_input:
        return True
    try:
        with source.path.open("rb") as file:
            return of(PurePosixPath(source.name).suffix.lower(), file.read(_OPENING)) in {RECORDS, ARCHIVE}
    except OSError:
        return False


def _file(name: str, file: BinaryIO, size: int) -> Iterator[Item]:
    file.seek(0)
    opening = file.read(_OPENING)
    file.seek(0)
    form = of(PurePosixPath(name).suffix.lower(), opening)
    if not opening:
        raise UnreadableError(EMPTY)
    if form is RECORDS:
        for inner, found in records.documents(file):
            yield f"{name}/{inner}", found
    elif form is ARCHIVE:
        yield from _members(name, file)
    elif size > form.largest:
        yield name, UnreadableError(too_large(size, form.largest))
    else:
        yield name, _read(name, file.read(), form)


def _members(name: str, file: BinaryIO) -> Iterator[Item]:
    largest = max(form.largest for form in FORMATS.values())
    told = False
    for inner, data in archive.members(file, FORMATS, largest):
        told = True
        whole = f"{name}/{inner}"
        if isinstance(data, UnreadableError):
            yield whole, data
            continue
        form = of(PurePosixPath(inner).suffix.lower(), data[:_OPENING])
        if form in {ARCHIVE, RECORDS}:
            yield whole, UnreadableError("压缩包里的压缩包或 JSON Lines 不读: 请先解开 (archive within an archive)")
        elif len(data) > form.largest:
            yield whole, UnreadableError(too_large(len(data), form.largest))
        else:
            yield whole, _read(inner, data, form)
    if not told:
        yield name, UnreadableError("压缩包里没有可读的文档 (no documents in this archive)")


def _read(name: str, data: bytes, form: Format) -> Stored | UnreadableError:
    if not data:
        return UnreadableError(EMPTY)
    try:
        return _headed(name, reader(form)(data))
    except UnreadableError as error:
        return error
    except Exception as error:  # noqa: BLE001 (libraries raise anything on broken files; the others are still read)
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        return UnreadableError(f"文件已损坏或不完整: {reason} (broken file)")


def _headed(name: str, found: Stored) -> Stored:
    """A table without a title takes the name of its file for one, where that says something: the contest, the year."""
    title = PurePosixPath(name).stem.strip()
    first = found.text.lstrip("\n").partition("\n")[0]
    if "\t" not in first or not _TELLING.search(title):
        return found
    by = len(title) + 1
    moved = (Location(Span(one.span.start + by, one.span.end + by), one.place) for one in found.locations)
    places = (Location(Span(0, len(title)), "文件名"), *moved)
    return Stored(f"{title}\n{found.text}", places, found.about, found.notes)
