"""Passages tell where they stood in the original: the cell, the row, the page."""

from __future__ import annotations

from pathlib import Path

from kg import rdf
from kg.model import Location, Span
from kg.pipeline import knowledge
from kg.rdf.locations import Locations
from kg.sources import documents
from kg.store import read, write
from tests import offices

PLACES = Locations(
    [
        Location(Span(0, 100), "https://example.cn/1"),
        Location(Span(10, 30), "A1:C1"),
        Location(Span(10, 15), "A1"),
        Location(Span(16, 30), "B1"),
        Location(Span(31, 50), "A2:C2"),
        Location(Span(31, 40), "A2"),
        Location(Span(120, 140), "第1页"),
        Location(Span(140, 160), "第2页"),
    ]
)


def test_the_least_location_that_holds_a_span_is_told() -> None:
    assert PLACES.of(Span(11, 13)) == ("A1",)
    assert PLACES.of(Span(10, 30)) == ("A1:C1",)
    assert PLACES.of(Span(12, 20)) == ("A1:C1",)
    assert PLACES.of(Span(12, 35)) == ("https://example.cn/1",)
    assert PLACES.of(Span(60, 70)) == ("https://example.cn/1",)


def test_a_span_over_two_pages_tells_both() -> None:
    assert PLACES.of(Span(130, 150)) == ("第1页", "第2页")
    assert PLACES.of(Span(110, 115)) == ()


def test_places_are_in_the_graph_and_read_back(tmp_path: Path) -> None:
    table = offices.rows(offices.winners(8), ("persons", "school", "rank"))
    (tmp_path / "a.xlsx").write_bytes(offices.workbook(table))
    told = knowledge(d for d in documents([str(tmp_path / "a.xlsx")]) if not hasattr(d, "reason"))
    lines = b"".join(rdf.turtle_chunks(rdf.union(told))).decode()
    assert '"Sheet!A3:C3"' in lines
    assert '"Sheet!A3"' in lines
    (tmp_path / "out").mkdir()
    write(told, tmp_path / "out")
    again = b"".join(rdf.turtle_chunks(rdf.union(read(tmp_path / "out")))).decode()
    assert again == lines
