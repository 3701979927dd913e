"""`kg build`: files → the output folder."""

from __future__ import annotations

import logging
import os
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.table import Table

from kg.commands import common
from kg.commands.progress import shown
from kg.decisions import replayed
from kg.errors import INTERRUPTED, InputError
from kg.pipeline import Built
from kg.pipeline import build as build_graph
from kg.sources import summed
from kg.terms import ID

_LOCAL, _SPARK = "local", "spark"
"""What does the work."""

_log = logging.getLogger("kg")
_log.addHandler(logging.NullHandler())  # without --log nothing is logged: the command itself tells what is wrong


@click.command
@common.paths
@click.option("-o", "--out", default="exports", help="输出文件夹")
@click.option("--jobs", type=click.IntRange(min=1), help="同时工作的进程数；缺省为全部处理器核")
@click.option("--base", default=ID, help="事物 IRI 的前缀")
@click.option("--decisions", type=common.FILE, help="人工决定；缺省为输出文件夹中的 decisions.toml")
@common.date
@common.region
@click.option(
    "--engine",
    type=click.Choice([_LOCAL, _SPARK]),
    default=_LOCAL,
    help="本机，或 Apache Spark 集群（输出分区的 N-Quads 与 Parquet 表）",
)
@click.option("--master", help="Spark 的 master URL，如 local[4]、yarn；缺省按 spark-submit")
@click.option("--log", type=common.FILE, help="把进度与读不出的文档写入日志文件")
def build(
    paths: tuple[str, ...],
    out: str,
    jobs: int | None,
    base: str,
    decisions: Path | None,
    date: str | None,
    region: str | None,
    engine: str,
    master: str | None,
    log: Path | None,
) -> None:
    """graph.ttl, graph.nq, graph.html, store/ and report.json from the documents; what has not changed is not read again."""
    console = Console(stderr=True, highlight=False)
    told = common.given(date, region)
    if engine == _SPARK:
        known = replayed(decisions, Path(out))
        built = _spark().build(paths, out, master=master, given=told, base=base, decisions=known)
        _tell(console, built, f"→ {out}: nquads/ entities/ facts/ mentions/ report/")
    try:
        with shown(console, log) as watch:
            built = build_graph(paths, Path(out), given=told, base=base, jobs=jobs, decisions=decisions, watch=watch)
    except KeyboardInterrupt:
        console.print("已中断。已读好的文档都已保存，原有的输出没有改动：再次运行同一命令即从此处继续", markup=False)
        _leave()
    _tell(console, built, f"→ {out}/graph.ttl graph.nq graph.html store/ report.json")


def _spark() -> Any:  # noqa: ANN401 (a module that is there only where PySpark is)
    try:
        return import_module("kg.spark")
    except ModuleNotFoundError as error:
        raise InputError(f"--engine spark 需要 {error.name}：pip install 'jiaopu[spark]'，并安装 Java 17") from error


def _tell(console: Console, built: Built, files: str) -> NoReturn:
    for line in summed(built.unread):
        _log.warning("%s", line)
        click.echo(f"kg: {line}", err=True)
    console.print(_table(built))
    console.print(files, markup=False)
    raise click.exceptions.Exit(1 if built.unread else 0)


def _table(built: Built) -> Table:
    table = Table("文档", "提及", "实体", "事实", "秒", box=None)
    counts = built.counts
    numbers = (built.documents, counts["mentions"], sum(counts["entities"].values()), sum(counts["facts"].values()))
    table.add_row(*map(str, numbers), f"{built.seconds:.2f}")
    return table


def _leave() -> NoReturn:
    """End now, also where a thread still loads the database: it cannot be stopped, and what it writes is dropped later."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    raise click.exceptions.Exit(INTERRUPTED)
