"""`kg push`: the graph to another store, one named graph at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.progress import Progress

from kg.commands.common import output
from kg.push import Target
from kg.push import push as pushed


@click.command
@output()
@click.option("--endpoint", required=True, help="SPARQL Update 或 Graph Store 的地址")
@click.option(
    "--protocol",
    type=click.Choice(["update", "graph-store"]),
    default="update",
    help="SPARQL 1.1 Update 或 Graph Store",
)
@click.option("--user", help="用户名（Basic 或 Digest，由服务器定）")
@click.option("--password", envvar="KG_PASSWORD", help="密码；宜用环境变量 KG_PASSWORD")
def push(
    out: Path, endpoint: str, protocol: Literal["update", "graph-store"], user: str | None, password: str | None
) -> None:
    """Send each document's named graph; broken off, it goes on where it stopped."""
    counts = {"sent": 0, "kept": 0, "removed": 0}
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("发送", total=None)
        for one in pushed(out, Target(endpoint, protocol, user, password)):
            counts[one.what] += 1
            progress.update(task, total=one.total, completed=one.number)
    click.echo(f"发送 {counts['sent']} 个文档，{counts['kept']} 个未变，删去 {counts['removed']} 个", err=True)
