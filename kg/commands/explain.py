"""`kg explain`: which rule read what, what was rejected, and why names are one thing."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg import explanation
from kg.commands import common
from kg.model import Document, Part
from kg.pipeline import knowledge
from kg.sources import document


@click.command
@click.argument("what", metavar="PATH|TEXT|OUT", help="文件、文件夹，或直接一段文字；配合 --entity 时为输出文件夹")
@click.option("--entity", help="实体名称：说明它的各个名称为何是同一个")
@common.date
@common.region
def explain(what: str, entity: str | None, date: str | None, region: str | None) -> None:
    """The derivation of mentions and facts, or the reasons for an entity's names."""
    console = Console(highlight=False)
    if entity is not None:
        for line in explanation.of_entity(Path(what), entity):
            console.print(escape(line))
        return
    documents = (
        common.read([what], date, region)[0]
        if _is_path(what)
        else [document("（文字）", what, date=date, region=region)]
    )
    for part in knowledge(documents).parts:
        _show(console, part)


def _is_path(what: str) -> bool:
    try:
        return any(c in what for c in "*?") or Path(what).exists()
    except OSError:  # a text longer than any file name
        return False


def _show(console: Console, part: Part) -> None:
    about: Document = part.document
    console.print(f"[bold]{escape(about.name)}[/]  日期 {about.date or '未知'}  区域 {about.region or '未知'}")
    for title, heads, rows in explanation.tables(part):
        table = Table(*heads, title=title, title_justify="left", box=None)
        for row in rows:
            table.add_row(*map(escape, row))
        console.print(table)
