"""`kg push`: the graph to another store, one named graph at a time."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from kg.push import Target
from kg.push import push as pushed


class Protocol(StrEnum):
    """How the endpoint is spoken to."""

    UPDATE = "update"
    GRAPH_STORE = "graph-store"


def push(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹")] = Path("exports"),
    endpoint: Annotated[str, typer.Option(help="SPARQL Update 或 Graph Store 的地址")] = ...,  # type: ignore[assignment]
    protocol: Annotated[Protocol, typer.Option(help="update（SPARQL 1.1 Update）或 graph-store")] = Protocol.UPDATE,
    user: Annotated[str | None, typer.Option(help="用户名（Basic 或 Digest，由服务器定）")] = None,
    password: Annotated[str | None, typer.Option(envvar="KG_PASSWORD", help="密码；宜用环境变量 KG_PASSWORD")] = None,
) -> None:
    """Send each document's named graph; broken off, it goes on where it stopped."""
    counts = {"sent": 0, "kept": 0, "removed": 0}
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("发送", total=None)
        for one in pushed(out, Target(endpoint, protocol.value, user, password)):
            counts[one.what] += 1
            progress.update(task, total=one.total, completed=one.number)
    typer.echo(f"发送 {counts['sent']} 个文档，{counts['kept']} 个未变，删去 {counts['removed']} 个", err=True)
