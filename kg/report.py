"""report.json: counts by type, what was merged or only proposed, what was rejected and why, what could not be read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from kg.model import Merge
from kg.rdf.sorting import Sorter
from kg.sources import Unreadable
from kg.telling import Told

_ENTITIES, _FACTS = "entities", "facts"
_MOST = 4 * 1024 * 1024
"""Bytes of ids that are held at once."""


class Report:
    """Gathers what the documents tell; what grows with their number waits on disk, in a folder for passing files."""

    def __init__(self, folder: Path) -> None:
        self.documents = self.mentions = 0
        self._told = Sorter(folder, "told", most=_MOST)
        self._counts: dict[str, Counter[str]] = {}
        self._about, self._rejected = folder / "documents", folder / "rejected"
        for path in (self._about, self._rejected):
            path.touch()

    def add(self, some: Sequence[Told]) -> None:
        """What some documents tell, in their order in the report."""
        for told in some:
            self.documents += 1
            self.mentions += told.mentions
            self._told.add(_line(_ENTITIES, kind, key) for key, kind in told.entities)
            self._told.add(_line(_FACTS, kind, key) for key, kind in told.facts)
        _append(self._about, (told.about for told in some))
        _append(self._rejected, (entry for told in some for entry in told.rejected))

    def counts(self) -> dict[str, Any]:
        """Entities and facts by type, each once, and the number of mentions; to be asked when all was added."""
        if not self._counts:
            self._counts = {_ENTITIES: Counter(), _FACTS: Counter()}
            for line, _ in groupby(self._told.lines()):
                what, kind, _ = line.decode().split("\t")
                self._counts[what][kind] += 1
        return {
            "entities": dict(sorted(self._counts[_ENTITIES].items())),
            "facts": dict(sorted(self._counts[_FACTS].items())),
            "mentions": self.mentions,
        }

    def write(self, path: Path, unread: Iterable[Unreadable], judged: dict[str, Any], seconds: float) -> None:
        """Write the report; `judged` is of `judgements`, `seconds` the time that the build took."""
        with path.open("wb") as file:
            file.write(b'{\n "documents": [\n')
            _copy(self._about, file)
            file.write(b"\n ],\n")
            told = {"unread": [{"name": u.name, "reason": u.reason} for u in unread], **self.counts(), **judged}
            for key, value in told.items():
                file.write(_bytes(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False, indent=1)},\n"))
            file.write(b' "rejected": [\n')
            _copy(self._rejected, file)
            file.write(_bytes(f'\n ],\n "seconds": {seconds:.2f}\n}}\n'))


def judgements(merges: Iterable[Merge], proposals: Iterable[Merge], stale: Iterable[str]) -> dict[str, Any]:
    """Why names are one thing, what may be, and the decisions that no longer apply."""
    return {
        "merges": [_merge(one) for one in merges],
        "proposals": [{**_merge(one), "other": one.other} for one in proposals],
        "stale": list(stale),
    }


def _merge(merge: Merge) -> dict[str, Any]:
    return {
        "entity": merge.entity,
        "names": list(merge.names),
        "reason": merge.reason,
        "confidence": merge.confidence,
        "document": merge.document,
        "evidence": [merge.evidence.start, merge.evidence.end] if merge.evidence else None,
    }


def _line(what: str, kind: str, key: str) -> bytes:
    return f"{what}\t{kind}\t{key}\n".encode()


def _append(path: Path, entries: Iterable[str]) -> None:
    with path.open("ab") as file:
        for entry in entries:
            file.write(_bytes(entry) + b"\n")


def _copy(path: Path, file: BinaryIO) -> None:
    """The lines of a file, parted by commas."""
    with path.open("rb") as lines:
        file.writelines((b",\n  " if number else b"  ") + line[:-1] for number, line in enumerate(lines))


def _bytes(text: str) -> bytes:
    # a lone surrogate becomes its JSON escape
    return text.encode("utf-8", "backslashreplace")
