"""`kg query`: SPARQL over an output folder or an RDF file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kg import query as queries
from kg.commands.common import options
from kg.errors import InputError
from kg.store import opened

FORMATS = ("table", *queries.TABLES, *queries.GRAPHS)


def query(
    context: typer.Context,
    what: Annotated[str | None, typer.Argument(metavar="NAME|SPARQL", help="命名查询，或 SPARQL 语句")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="从文件读 SPARQL")] = None,
    graph: Annotated[Path, typer.Option(help="输出文件夹或 RDF 文件")] = Path("exports"),
    form: Annotated[str, typer.Option("--format", help="、".join(FORMATS))] = "table",
    listed: Annotated[bool, typer.Option("--list", help="列出命名查询及其参数")] = False,
) -> None:
    """The answers to a named query (its parameters as options: --school 荆川小学), a SPARQL text or a file."""
    if listed:
        Console().print(_named())
        return
    asked = queries.query(_text(what, file))
    results = queries.run(opened(graph), asked, options(context.args))
    if form == "table":
        table = Table(*queries.columns(results), box=None)
        for row in queries.rows(results):
            table.add_row(*row)
        Console(highlight=False, markup=False).print(table)
    elif form in FORMATS:
        queries.write(results, form, sys.stdout.buffer)
    else:
        raise InputError(f"没有格式 {form}：可用 {'、'.join(FORMATS)}")


def _text(what: str | None, file: Path | None) -> str:
    if (what is None) == (file is None):
        raise InputError("请给出命名查询或 SPARQL 语句，或用 -f 指定文件；全部命名查询：kg query --list")
    if file is None:
        return what or ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"读不出查询文件 {file}：{error}") from error


def _named() -> Table:
    table = Table("查询", "说明", "参数", box=None)
    for name, one in queries.named().items():
        table.add_row(
            name, one.help, " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in one.parameters)
        )
    return table
