"""`kg extract`: one JSON per document, in the shape of the gold annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands.common import Date, Paths, Region, read
from kg.gold import write
from kg.pipeline import knowledge


def extract(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", "-o", help="输出文件夹")],
    date: Date = None,
    region: Region = None,
) -> None:
    """Mentions, entities and facts of each document, as JSON."""
    documents, unread = read(paths, date, region)
    write(knowledge(documents), out)
    typer.echo(f"{len(documents)} 个文档 → {out}", err=True)
    raise typer.Exit(1 if unread else 0)
