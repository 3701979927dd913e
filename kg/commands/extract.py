"""`kg extract`: one JSON per document, in the shape of the gold annotations."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands import common
from kg.gold import write
from kg.pipeline import knowledge


@click.command
@common.paths
@click.option("-o", "--out", type=common.FILE, required=True, help="输出文件夹")
@common.date
@common.region
def extract(paths: tuple[str, ...], out: Path, date: str | None, region: str | None) -> None:
    """Mentions, entities and facts of each document, as JSON."""
    documents, unread = common.read(paths, date, region)
    write(knowledge(documents), out)
    click.echo(f"{len(documents)} 个文档 → {out}", err=True)
    raise click.exceptions.Exit(1 if unread else 0)
