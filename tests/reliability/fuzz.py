"""Targets for atheris: `python -m tests.reliability.fuzz reader -atheris_runs=10000`; a failure prints its input and ends with 77."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg"], enable_loader_override=False):
    from kg.model import Document
    from kg.sources import Unreadable, documents
    from tests.reliability import hostile

_SUFFIXES = (".txt", ".jsonl", ".csv", ".html", ".zip")
_FOLDER = Path(tempfile.mkdtemp())


def reader(data: bytes) -> None:
    """Any bytes under any name are documents with true offsets, or one line."""
    given = atheris.FuzzedDataProvider(data)
    path = _FOLDER / f"a{_SUFFIXES[given.ConsumeIntInRange(0, len(_SUFFIXES) - 1)]}"
    path.write_bytes(given.ConsumeBytes(len(data)))
    for found in documents([str(path)]):
        if isinstance(found, Unreadable):
            assert str(found).count("\n") == 0, found
        else:
            assert isinstance(found, Document)
            found.text.encode()
            assert all(0 <= span.start < span.end <= len(found.text) for span in found.body)


def text(data: bytes) -> str:
    """Pieces that rules look for, and any characters between them."""
    given = atheris.FuzzedDataProvider(data)
    pieces = []
    while given.remaining_bytes() > 0:
        if given.ConsumeBool():
            pieces.append(hostile.PIECES[given.ConsumeIntInRange(0, len(hostile.PIECES) - 1)])
        else:
            pieces.append(given.ConsumeUnicode(4))
    return "".join(pieces)


def extractor(data: bytes) -> None:
    """Any text is read with true offsets."""
    hostile.read_whole(text(data))


def serializer(data: bytes) -> None:
    """What was read is the same graph in five syntaxes."""
    hostile.check_rdf(hostile.read_whole(text(data)))


def main() -> None:
    """Fuzz the target that is named."""
    target = {"reader": reader, "extractor": extractor, "serializer": serializer}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
