"""`kg export`: one syntax or table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import view
from kg.exports import FORMATS
from kg.exports import export as written
from kg.output import replaced
from kg.store import read
from kg.terms import ID

_HTML = "html"
_NAMES = (*FORMATS, "csv", _HTML)


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT|FILE", help="输出文件夹或 RDF 文件")] = Path("exports"),
    form: Annotated[str, typer.Option("--format", help="、".join(dict.fromkeys(_NAMES)))] = "turtle",
    file: Annotated[Path | None, typer.Option("-o", "--out", help="写入的文件；缺省按格式取名")] = None,
    rdf12: Annotated[bool, typer.Option("--rdf12", help="证据写在三元组项上（RDF 1.2，rdf:reifies）")] = False,
    base: Annotated[str, typer.Option(help="事物 IRI 的前缀")] = ID,
) -> None:
    """Write the graph in one format (CSV: two tables, of nodes and of edges)."""
    told, target = read(out), file or Path(f"graph.{form}")
    if form == _HTML:
        with replaced(target) as made:
            made.write(view.page(told).encode())
        paths = [target]
    else:
        paths = written(told, form, target, base, rdf12=rdf12)
    typer.echo("\n".join(map(str, paths)), err=True)
