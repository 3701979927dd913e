"""The rows of a query written one by one, and counted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple

from kg.cells import harmless

_ROW: Final = b"<result>"


class Counted(Iterator[Any]):
    """Passes on what it is given, and knows how many that were."""

    def __init__(self, given: Iterable[Any]) -> None:
        self._given = iter(given)
        self.number = 0

    def __next__(self) -> Any:  # noqa: ANN401 (whatever is given)
        one = next(self._given)
        self.number += 1
        return one


def write_rows(solutions: QuerySolutions, form: QueryResultsFormat, output: IO[bytes]) -> int:
    """Write the rows of a table; their number."""
    if form == QueryResultsFormat.JSON:
        counted = Counted(solutions)
        for piece in as_json([variable.value for variable in solutions.variables], counted):
            output.write(piece.encode())
        return counted.number
    if form == QueryResultsFormat.CSV:
        return _as_csv(solutions, output)
    watched = _Watched(output, form)
    solutions.serialize(watched, form)  # type: ignore[arg-type]
    return watched.rows


def _as_csv(solutions: QuerySolutions, output: IO[bytes]) -> int:
    """Rows as SPARQL CSV, in which no text is a formula: the other formats are exact."""
    piece, counted = io.StringIO(newline=""), Counted(solutions)
    writer = csv.writer(piece, lineterminator="\r\n")
    writer.writerow([variable.value for variable in solutions.variables])
    for row in counted:
        writer.writerow(map(_cell, row))
        output.write(piece.getvalue().encode())
        piece.seek(piece.truncate(0))
    output.write(piece.getvalue().encode())
    return counted.number


def _cell(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    if isinstance(term, Literal):
        is_text = term.language is not None or term.datatype.value.endswith("#string")
        return harmless(term.value) if is_text else term.value
    return "" if term is None else term.value if isinstance(term, NamedNode) else str(term)


def as_json(names: list[str], rows: Iterable[Any]) -> Iterator[str]:
    """Rows as SPARQL JSON, row by row."""
    yield f'{{"head":{{"vars":{json.dumps(names, ensure_ascii=False)}}},"results":{{"bindings":['
    between = ""
    for row in rows:
        bound = {name: _term(term) for name, term in zip(names, row, strict=True) if term is not None}
        yield f"{between}{json.dumps(bound, ensure_ascii=False)}"
        between = ","
    yield "]}}"


def _term(term: NamedNode | BlankNode | Literal | Triple) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = {"type": "literal", "value": term.value}
    return plain if term.datatype.value.endswith("#string") else {**plain, "datatype": term.datatype.value}


class _Watched(io.RawIOBase):
    """Passes bytes on and sees in them how many rows they are: by the tags of XML, else by line ends."""

    def __init__(self, output: IO[bytes], form: QueryResultsFormat) -> None:
        super().__init__()
        self._output = output
        self._xml, self._last = form == QueryResultsFormat.XML, b""
        self._found = 0 if self._xml else -1  # the heading ends a line too

    @property
    def rows(self) -> int:
        """The rows so far."""
        return self._found

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        if self._xml:
            seen = self._last + piece
            self._found += seen.count(_ROW)
            self._last = seen[-len(_ROW) + 1 :]
        else:
            self._found += piece.count(b"\n")
        self._output.write(piece)
        return len(piece)
