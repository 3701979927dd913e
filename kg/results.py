"""The rows of a query written one by one, and counted."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple

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
    watched = _Watched(output, form)
    solutions.serialize(watched, form)  # type: ignore[arg-type]
    return watched.rows


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
    """Passes bytes on and sees in them how many rows they are: by the tags of XML, else by line ends, in CSV those outside of quotes."""

    def __init__(self, output: IO[bytes], form: QueryResultsFormat) -> None:
        super().__init__()
        self._output = output
        self._xml, self._csv = form == QueryResultsFormat.XML, form == QueryResultsFormat.CSV
        self._quoted, self._last = False, b""
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
        elif not self._csv:
            self._found += piece.count(b"\n")
        else:
            for number, part in enumerate(piece.split(b'"')):
                self._quoted ^= number > 0
                self._found += 0 if self._quoted else part.count(b"\n")
        self._output.write(piece)
        return len(piece)
