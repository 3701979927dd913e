"""`kg view`: the page, opened."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg import view as views
from kg.output import PAGE, recover, replaced
from kg.store import read


def view(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹或 RDF 文件")] = Path("exports"),
    sparql: Annotated[bool, typer.Option("--sparql", help="网页带 SPARQL 控制台（需安装时取得 Oxigraph）")] = False,
    save: Annotated[Path | None, typer.Option("-o", "--save", help="把网页另存为文件，不打开")] = None,
) -> None:
    """Open graph.html of a built folder; of an RDF file, make the page first."""
    recover(out)
    target = save or (out / PAGE if out.is_dir() else out.with_suffix(".html"))
    if save is not None or sparql or not target.exists():
        with replaced(target) as made:
            made.write(views.page(read(out), sparql=sparql).encode())
    typer.echo(str(target))
    if save is None:
        webbrowser.open(target.resolve().as_uri())
