"""`kg build`: files → the output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kg.commands.common import Date, Paths, Region, read
from kg.pipeline import build as build_graph
from kg.terms import ID


def build(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", "-o", help="输出文件夹")] = Path("exports"),
    jobs: Annotated[int, typer.Option(min=1, help="同时工作的进程数")] = 1,
    base: Annotated[str, typer.Option(help="事物 IRI 的前缀")] = ID,
    decisions: Annotated[Path | None, typer.Option(help="人工决定；缺省为输出文件夹中的 decisions.toml")] = None,
    date: Date = None,
    region: Region = None,
) -> None:
    """graph.ttl, graph.nq, graph.html, store/ and report.json from the documents."""
    console = Console(stderr=True, highlight=False)
    documents, unread = read(paths, date, region)
    with console.status(f"读 {len(documents)} 个文档…"):
        built = build_graph(documents, out, unread=unread, base=base, jobs=jobs, decisions=decisions)
    table = Table("文档", "提及", "实体", "事实", "秒", box=None)
    report = built.report
    counts = (len(documents), report["mentions"], sum(report["entities"].values()), sum(report["facts"].values()))
    table.add_row(*map(str, counts), str(report["seconds"]))
    console.print(table)
    console.print(f"→ {out}/graph.ttl graph.nq graph.html store/ report.json", markup=False)
    raise typer.Exit(1 if unread else 0)
