"""Named graphs as lines that can be sorted on disk, and all of them together as Turtle, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kg.rdf.sheet import Statements
from kg.rdf.sorting import Sorter
from kg.rdf.turtle import Blocks, head

_PART = b"\r"
"""Parts what is said of a subject, and stands for line breaks within a block: N-Triples and Turtle escape it in literals."""
_TOGETHER = 1000


def records(said: Statements) -> Iterator[bytes]:
    """What is said of each subject as one line, in order."""
    for subject in sorted(said):
        yield "\r".join([subject, *said[subject]]).encode() + b"\n"


def subject_of(record: bytes) -> bytes:
    """The subject of a line."""
    return record[: record.find(_PART)]


def turtle(lines: Sorter, base: str, folder: Path, also: Callable[[bytes], None]) -> Iterator[bytes]:
    """The lines of all graphs as one Turtle document, in pieces; `folder` is for what does not fit into memory.

    The same triples are passed to `also` as N-Triples, subject by subject.
    """
    write = Blocks(base)
    placed = Sorter(folder, "blocks")
    for subject, same in groupby(lines.lines(), subject_of):
        told = [line[len(subject) + 1 : -1].decode().split("\r") for line in same]
        said = told[0] if len(told) == 1 else sorted({rest for one in told for rest in one})
        also("".join([f"{subject.decode()} {rest} .\n" for rest in said]).encode())
        place, block = write.placed(subject.decode(), said)
        placed.add((f"{place}\x00{block}".replace("\n", "\r").encode() + b"\n",))
    yield head(base).encode()
    held: list[bytes] = []
    for line in placed.lines():
        held.append(line[line.find(b"\x00") + 1 : -1])
        if len(held) == _TOGETHER:
            yield b"".join(held).replace(_PART, b"\n")
            held = []
    yield b"".join(held).replace(_PART, b"\n")


def nquads(graph: str, records: Iterable[bytes]) -> bytes:
    """The lines of one graph, in order, as N-Quads."""
    end = f" <{graph}> .\n".encode()
    out: list[bytes] = []
    for record in records:
        subject, *rest = record[:-1].split(_PART)
        out += [subject + b" " + one + end for one in rest]
    return b"".join(out)
