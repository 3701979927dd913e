"""What was read is kept beside the outputs: one database file, which a killed process leaves whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from kg.errors import InputError

FILE = ".readings"
"""Its name in the output folder."""

_SHAPE = 1
"""The version of the table."""
_CODE = frozenset({".py", ".csv", ".weights", ".json", ".toml"})
_NOT_READING = frozenset({"view", "server", "commands", "__pycache__", "_ontology"})
"""Folders of the program that no reading depends on."""
_LIBRARIES = (
    "jieba", "rjieba", "numpy", "charset-normalizer", "lxml", "trafilatura", "pdfplumber", "pdfminer.six", "python-docx",
    "openpyxl",
)  # fmt: skip
"""Those that reading uses, where they are installed."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one document: its region, its packed reading and things, and under which decisions these were made."""

    key: str
    name: str
    region: str | None
    reading: bytes
    things: bytes
    decided: str


class Cache:
    """The rows by key. Use `opened`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def decided(self, key: str) -> str | None:
        """Under which decisions a row was made; None where there is none."""
        found = self._database.execute("SELECT decided FROM row WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def reading(self, key: str) -> bytes:
        """The packed reading. Raises KeyError."""
        return bytes(self._row(key, "SELECT reading FROM row WHERE key = ?")[0])

    def things(self, key: str) -> bytes:
        """The packed things. Raises KeyError."""
        return bytes(self._row(key, "SELECT things FROM row WHERE key = ?")[0])

    def region(self, key: str) -> str | None:
        """The region of a document. Raises KeyError."""
        region: str | None = self._row(key, "SELECT region FROM row WHERE key = ?")[0]
        return region

    def _row(self, key: str, asked: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self._database.execute(asked, (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        return found

    def keep(self, rows: Iterable[Row]) -> None:
        """Put the rows, all or none; they are on disk when this returns."""
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO row (key, name, region, reading, things, decided) VALUES (?, ?, ?, ?, ?, ?)",
                ((r.key, r.name, r.region, r.reading, r.things, r.decided) for r in rows),
            )

    def page(self, key: str) -> str | None:
        """The page with the key, if it is the one that was kept last."""
        found = self._database.execute("SELECT text FROM page WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def keep_page(self, key: str, text: str) -> None:
        """Keep a page in the place of the last one."""
        with self._database:
            self._database.execute("DELETE FROM page")
            self._database.execute("INSERT INTO page VALUES (?, ?)", (key, text))

    def forget_others(self, keys: Collection[str]) -> None:
        """Drop the rows with other keys than these."""
        with self._database:
            self._database.execute("CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY)")
            self._database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((key,) for key in keys))
            self._database.execute("DELETE FROM row WHERE key NOT IN (SELECT key FROM wanted)")
            self._database.execute("DROP TABLE wanted")


@contextlib.contextmanager
def opened(out: Path) -> Iterator[Cache]:
    """The cache of an output folder; one that is broken or of another shape is begun anew. Raises InputError."""
    try:
        database = _database(out / FILE)
        try:
            yield Cache(database)
        finally:
            database.close()
    except sqlite3.Error as error:
        raise InputError(f"无法写入 {out / FILE}：{error}。原有的输出没有改动", exit_code=1) from error


def _database(path: Path) -> sqlite3.Connection:
    try:
        return _ready(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        for broken in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            broken.unlink(missing_ok=True)
        return _ready(path)


def _ready(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if database.execute("PRAGMA user_version").fetchone()[0] != _SHAPE:
            database.execute("DROP TABLE IF EXISTS row")
            database.execute(f"PRAGMA user_version = {_SHAPE}")
        database.execute(
            "CREATE TABLE IF NOT EXISTS row "
            "(key TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT, reading BLOB NOT NULL, things BLOB NOT NULL, decided TEXT NOT NULL)"
        )
        database.execute("CREATE TABLE IF NOT EXISTS page (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
    except sqlite3.Error:
        database.close()
        raise
    return database


def key(name: str, content: str, settings: Mapping[str, str]) -> str:
    """What a reading depends on, as one hash: the program, the document's name, the hash of its content, what was told of it."""
    told = [version(), name, content, sorted(settings.items())]
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()


@cache
def version() -> str:
    """A hash of all that reading depends on: code, word lists, models, the libraries at hand, Python's own tables."""
    folder = Path(__file__).parent
    digest = hashlib.sha256(repr((_SHAPE, sys.version_info[:2], *map(library, _LIBRARIES))).encode())
    for piece in pieces(folder, _NOT_READING, _CODE):
        digest.update(piece)
    return digest.hexdigest()


def pieces(folder: Path, without: Collection[str], suffixes: Collection[str] = ()) -> Iterator[bytes]:
    """What a hash of a folder is made of: each file's path and content, always in the same order; all files where no suffixes are given."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - set(without))
        for path in (Path(place, name) for name in sorted(names)):
            if not suffixes or path.suffix in suffixes:
                data = path.read_bytes()
                yield f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode()
                yield data


def library(name: str) -> str | None:
    """The version of a library; None where it is not installed."""
    try:
        told = metadata.distribution(name).read_text("METADATA") or ""  # to read all of it takes three times as long
        return told.partition("\nVersion: ")[2].partition("\n")[0].strip() or metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
