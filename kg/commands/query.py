"""`kg query`: SPARQL over an output folder or an RDF file."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
from pyoxigraph import RdfFormat, parse, parse_query_results
from rich.console import Console
from rich.table import Table

from kg import query as queries
from kg import timed
from kg.answers import calls_service
from kg.commands.common import FILE
from kg.errors import InputError
from kg.store import opened

_ROWS = 1000
"""Rows of a table that are set at once."""
FORMATS = ("table", *queries.TABLES, *queries.GRAPHS)


@click.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
@click.argument("what", metavar="[NAME|SPARQL]", help="命名查询，或 SPARQL 语句", required=False)
@click.option("-f", "--file", type=FILE, help="从文件读 SPARQL")
@click.option("--graph", type=FILE, default=Path("exports"), help="输出文件夹或 RDF 文件")
@click.option("--format", "form", default="table", help="、".join(FORMATS))
@click.option("--timeout", type=float, help="超过这么多秒就中止查询")
@click.option("--list", "listed", is_flag=True, help="列出命名查询及其参数")
@click.pass_context
def query(
    context: click.Context,
    what: str | None,
    file: Path | None,
    graph: Path,
    form: str,
    timeout: float | None,
    listed: bool,
) -> None:
    """The answers to a named query (its parameters as options: --school 荆川小学), a SPARQL text or a file."""
    if listed:
        Console().print(_named())
        return
    asked, given, started = queries.query(_text(what, file)), _options(context.args), time.perf_counter()
    if form not in FORMATS:
        raise InputError(f"没有格式 {form}：可用 {'、'.join(FORMATS)}")
    if calls_service(asked.text):
        raise InputError("SERVICE 会访问网络，kg query 只查本地的图谱")
    if timeout is None:
        rows = _written(queries.run(opened(graph), asked, given), form)
    else:
        rows = _limited(graph, asked.sparql(given), form, timeout)
    click.echo(f"{rows} 行，{time.perf_counter() - started:.2f} 秒", err=True)


def _written(results: queries.Results, form: str) -> int:
    """Print the results; the number of rows."""
    if form != "table":
        return queries.write(results, form, sys.stdout.buffer)
    return _shown(queries.columns(results), queries.rows(results))


def _shown(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> int:
    """Print a table for people, some rows at a time, so that a long one need not be held."""
    console, number = Console(highlight=False, markup=False), 0
    while (some := list(islice(rows, _ROWS))) or not number:
        table = Table(*columns, box=None, show_header=number == 0)
        for row in some:
            table.add_row(*row)
        console.print(table)
        number += len(some)
        if len(some) < _ROWS:
            break
    return number


def _limited(graph: Path, sparql: str, form: str, seconds: float) -> int:
    """The same from a process of its own that is ended at the limit."""
    if form != "table":
        return timed.answer(graph, sparql, (form, form), seconds, sys.stdout.buffer)[1]
    held = io.BytesIO()
    found, _ = timed.answer(graph, sparql, ("json", "nt"), seconds, held)
    results = parse_query_results(held.getvalue(), queries.TABLES[found]) if found == "json" else None
    triples = results or parse(held.getvalue(), RdfFormat.N_TRIPLES)
    return _shown(queries.columns(triples), queries.rows(triples))


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


def _options(words: list[str]) -> dict[str, str]:
    """`--school 荆川小学` or `--school=荆川小学` as a mapping: the parameters of a named query."""
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            raise InputError(f"多余的参数 {word}：查询的参数写作 --名称 值")
        if not equals and (value := next(rest, "")) == "":
            raise InputError(f"{name} 缺少值")
        given[name[2:]] = value
    return given
