"""`kg export`: one syntax or table."""

from __future__ import annotations

from pathlib import Path

import click

from kg import view
from kg.commands.common import FILE, output
from kg.exports import FORMATS
from kg.exports import export as written
from kg.output import replaced
from kg.store import read
from kg.terms import ID

_HTML = "html"
_NAMES = (*FORMATS, "csv", _HTML)


@click.command
@output("OUT|FILE", "输出文件夹或 RDF 文件")
@click.option("--format", "form", default="turtle", help="、".join(dict.fromkeys(_NAMES)))
@click.option("-o", "--out", "file", type=FILE, help="写入的文件；缺省按格式取名")
@click.option("--rdf12", is_flag=True, help="证据写在三元组项上（RDF 1.2，rdf:reifies）")
@click.option("--base", default=ID, help="事物 IRI 的前缀")
def export(out: Path, form: str, file: Path | None, rdf12: bool, base: str) -> None:
    """Write the graph in one format (CSV: two tables, of nodes and of edges)."""
    told, target = read(out), file or Path(f"graph.{form}")
    if form == _HTML:
        with replaced(target) as made:
            made.write(view.page(told).encode())
        paths = [target]
    else:
        paths = written(told, form, target, base, rdf12=rdf12)
    click.echo("\n".join(map(str, paths)), err=True)
