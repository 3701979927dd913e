"""`kg serve`: the SPARQL service and the explorer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.server import serve as served
from kg.worker import Limits


def serve(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹")] = Path("exports"),
    host: Annotated[str, typer.Option(help="监听的地址；缺省只供本机使用")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口")] = 8000,
    timeout: Annotated[float, typer.Option(help="每个查询的秒数上限")] = Limits().seconds,
    memory: Annotated[int, typer.Option(min=1, help="每个查询的内存上限（MB）")] = Limits().megabytes,
    rows: Annotated[int, typer.Option(min=1, help="每个查询的行数上限")] = Limits().rows,
    workers: Annotated[int, typer.Option(min=1, help="同时执行查询的进程数")] = 2,
    origin: Annotated[list[str] | None, typer.Option(help="允许跨域调用的来源，可多次给出")] = None,
) -> None:
    """Serve /sparql, things by their IRI, the explorer and /healthz until interrupted."""
    typer.echo(f"http://{host}:{port}/  （Ctrl-C 结束）", err=True)
    served(out, host=host, port=port, limits=Limits(timeout, memory, rows), workers=workers, origins=origin or ())
