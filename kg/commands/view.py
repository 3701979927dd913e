"""`kg view`: the page, opened."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from kg import view as views
from kg.commands.common import FILE, output
from kg.output import PAGE, recover, replaced
from kg.store import read


@click.command
@output(told="输出文件夹或 RDF 文件")
@click.option("--sparql", is_flag=True, help="网页带 SPARQL 控制台（需安装时取得 Oxigraph）")
@click.option("-o", "--save", type=FILE, help="把网页另存为文件，不打开")
def view(out: Path, sparql: bool, save: Path | None) -> None:
    """Open graph.html of a built folder; of an RDF file, make the page first."""
    recover(out)
    target = save or (out / PAGE if out.is_dir() else out.with_suffix(".html"))
    if save is not None or sparql or not target.exists():
        with replaced(target) as made:
            made.write(views.page(read(out), sparql=sparql).encode())
    click.echo(str(target))
    if save is None:
        webbrowser.open(target.resolve().as_uri())
