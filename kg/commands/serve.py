"""`kg serve`: the SPARQL service and the explorer."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import output
from kg.server import serve as served
from kg.worker import Limits


@click.command
@output()
@click.option("--host", default="127.0.0.1", help="监听的地址；缺省只供本机使用")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="端口")
@click.option("--timeout", type=float, default=Limits().seconds, help="每个查询的秒数上限")
@click.option("--memory", type=click.IntRange(min=1), default=Limits().megabytes, help="每个查询的内存上限（MB）")
@click.option("--rows", type=click.IntRange(min=1), default=Limits().rows, help="每个查询的行数上限")
@click.option("--workers", type=click.IntRange(min=1), default=2, help="同时执行查询的进程数")
@click.option("--origin", multiple=True, help="允许跨域调用的来源，可多次给出")
def serve(
    out: Path, host: str, port: int, timeout: float, memory: int, rows: int, workers: int, origin: tuple[str, ...]
) -> None:
    """Serve /sparql, things by their IRI, the explorer and /healthz until interrupted."""
    click.echo(f"http://{host}:{port}/  （Ctrl-C 结束）", err=True)
    served(out, host=host, port=port, limits=Limits(timeout, memory, rows), workers=workers, origins=origin)
